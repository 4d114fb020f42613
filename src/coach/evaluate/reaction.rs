//! Reaction: how often each answer to one question of a form was given, and how many of those asked gave one.
//! The choices of such a question are words, so they are counted and never averaged (field notes 3.5).
//! It must not give a mean, nor show what was answered when so few answered that one could tell who said it.

use super::{Figure, Withheld, enough};

/// Fewer answers than this are not shown (field notes 3.5: a suggestion, widely used).
pub const FEWEST_ANSWERS: usize = 5;

/// The choice that says a question does not concern one; it is counted apart from the others.
pub const DOES_NOT_APPLY: &str = "does-not-apply";

/// What was answered to one question.
#[derive(Debug, Clone, PartialEq)]
pub struct Reaction {
    /// How many were asked; never fewer than answered, since who answers was asked.
    pub asked: usize,
    /// How many answered, whatever they chose.
    pub answered: usize,
    /// Answered in percent of asked; withheld if nobody was asked.
    pub response_rate: Figure,
    /// How many chose [`DOES_NOT_APPLY`]; withheld below [`FEWEST_ANSWERS`] answers of any kind.
    pub does_not_apply: Result<usize, Withheld>,
    /// How often the other choices were taken; withheld below [`FEWEST_ANSWERS`] answers that apply.
    pub distribution: Result<Distribution, Withheld>,
}

/// How often each choice was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Distribution {
    /// The choices in the order declared, each with its count; [`DOES_NOT_APPLY`] is not among them.
    pub counts: Vec<(String, usize)>,
    /// How many answers apply: the base of every percentage, the counts and the undeclared together.
    pub base: usize,
    /// How many answers are none of the declared choices, as after a change of the form.
    pub undeclared: usize,
}

/// Counts the answers to one question. `choices` are in the order declared, the most favourable first if
/// they have such an order; `given` holds one answer a person, `asked` is how many were invited.
pub fn count_answers(choices: &[&str], given: &[&str], asked: usize) -> Reaction {
    let answered = given.len();
    let asked = asked.max(answered);
    let apart = given.iter().filter(|answer| **answer == DOES_NOT_APPLY).count();
    let rate = |()| 100.0 * answered as f64 / asked as f64;
    Reaction {
        asked,
        answered,
        response_rate: enough(asked, 1).map(rate),
        does_not_apply: enough(answered, FEWEST_ANSWERS).map(|()| apart),
        distribution: enough(answered - apart, FEWEST_ANSWERS)
            .map(|()| distribution(choices, given, answered - apart)),
    }
}

fn distribution(choices: &[&str], given: &[&str], base: usize) -> Distribution {
    let taken = |choice: &str| given.iter().filter(|answer| **answer == choice).count();
    let declared = choices.iter().filter(|choice| **choice != DOES_NOT_APPLY);
    let counts: Vec<_> = declared.map(|choice| ((*choice).to_owned(), taken(choice))).collect();
    let counted: usize = counts.iter().map(|(_, count)| count).sum();
    Distribution { counts, base, undeclared: base.saturating_sub(counted) }
}

impl Distribution {
    /// How many of the base took one of the first `k` choices ("top box" for 1, "top two" for 2).
    /// It says something only if the choices are declared from the most favourable downwards.
    pub fn top_box(&self, k: usize) -> usize {
        self.counts.iter().take(k).map(|(_, count)| count).sum()
    }

    /// The choice in the middle of all answers, for choices that have an order. An even number of answers
    /// has two middles, which may differ; both are given, the one declared first leading. `None` if none
    /// was declared.
    pub fn median(&self) -> Option<(&str, &str)> {
        let declared = self.base - self.undeclared;
        let last = declared.checked_sub(1)?;
        Some((self.at(last / 2)?, self.at(declared / 2)?))
    }

    /// The choice at a place when all answers are laid out in the order of the choices.
    fn at(&self, place: usize) -> Option<&str> {
        let mut seen = 0;
        self.counts.iter().find_map(|(choice, count)| {
            seen += count;
            (place < seen).then_some(choice.as_str())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const CHOICES: [&str; 4] = ["daily", "weekly", "never", DOES_NOT_APPLY];

    #[test]
    fn the_choices_keep_their_order_and_what_does_not_apply_is_apart() {
        let given = ["weekly", "never", "weekly", "daily", "weekly", DOES_NOT_APPLY, "gone"];
        let seen = count_answers(&CHOICES, &given, 10);
        assert_eq!((seen.asked, seen.answered, seen.response_rate), (10, 7, Ok(70.0)));
        assert_eq!(seen.does_not_apply, Ok(1));
        let shown = seen.distribution.unwrap();
        let counts: Vec<_> = shown.counts.iter().map(|(c, n)| (c.as_str(), *n)).collect();
        assert_eq!(counts, [("daily", 1), ("weekly", 3), ("never", 1)]);
        assert_eq!((shown.base, shown.undeclared), (6, 1));
        assert_eq!((shown.top_box(1), shown.top_box(2), shown.top_box(9)), (1, 4, 5));
        assert_eq!(shown.median(), Some(("weekly", "weekly")));
    }

    #[test]
    fn four_answers_are_not_shown_but_their_rate_is() {
        let seen = count_answers(&CHOICES, &["daily"; 4], 8);
        assert_eq!(seen.distribution, Err(Withheld::TooFew { n: 4, fewest: 5 }));
        assert_eq!(seen.does_not_apply, Err(Withheld::TooFew { n: 4, fewest: 5 }));
        assert_eq!(seen.response_rate, Ok(50.0));
        assert!(count_answers(&CHOICES, &["daily"; 5], 8).distribution.is_ok());
    }

    #[test]
    fn when_it_hardly_concerns_anybody_only_that_is_shown() {
        let given = ["daily", DOES_NOT_APPLY, DOES_NOT_APPLY, DOES_NOT_APPLY, DOES_NOT_APPLY];
        let seen = count_answers(&CHOICES, &given, 5);
        assert_eq!(seen.does_not_apply, Ok(4));
        assert_eq!(seen.distribution, Err(Withheld::TooFew { n: 1, fewest: 5 }));
    }

    #[test]
    fn nobody_asked_has_no_response_rate_and_a_guest_counts_as_asked() {
        assert!(count_answers(&CHOICES, &[], 0).response_rate.is_err());
        assert_eq!(count_answers(&CHOICES, &["daily"; 6], 5).asked, 6);
    }

    #[test]
    fn an_even_number_of_answers_has_two_middles() {
        let given = ["daily", "daily", "daily", "never", "never", "never"];
        assert_eq!(
            count_answers(&CHOICES, &given, 6).distribution.unwrap().median(),
            Some(("daily", "never"))
        );
        let gone = count_answers(&CHOICES, &["gone"; 5], 5).distribution.unwrap();
        assert_eq!(gone.median(), None);
    }

    proptest! {
        #[test]
        fn all_answers_are_counted_once_whatever_their_order(
            picks in prop::collection::vec(0..5_usize, 0..40),
        ) {
            let words = ["daily", "weekly", "never", DOES_NOT_APPLY, "gone"];
            let mut given: Vec<&str> = picks.iter().map(|pick| words[*pick]).collect();
            let seen = count_answers(&CHOICES, &given, 20);
            given.reverse();
            prop_assert_eq!(&seen, &count_answers(&CHOICES, &given, 20));
            prop_assert!(seen.response_rate.is_ok_and(|rate| (0.0..=100.0).contains(&rate)));
            if let (Ok(shown), Ok(apart)) = (seen.distribution, seen.does_not_apply) {
                prop_assert_eq!(shown.top_box(9) + shown.undeclared, shown.base);
                prop_assert_eq!(shown.base + apart, seen.answered);
            }
        }
    }
}
