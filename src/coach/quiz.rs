//! Quizzes and surveys: what is asked, in which order, and whether an answer is right.
//! A run is its answers so far; order and choices come from its seed, so it goes on after a restart as it was.
//! It must not know how a question is shown.

use std::collections::BTreeSet;

use super::ids::{Id, Place};
use super::recognise::Text;
use super::seed;

/// A quiz.
#[derive(Debug, Clone)]
pub struct Quiz {
    /// Its id in the playbook.
    pub id: Id,
    /// Its name.
    pub title: String,
    /// What it is about.
    pub summary: String,
    /// Right answers, in percent, from which it counts as passed.
    pub pass: u32,
    /// Whether the explanation comes after each answer or at the end.
    pub at_once: bool,
    /// The survey asked afterwards.
    pub survey: Option<Id>,
    /// Which of the parallel forms it is: `pre`, `post` or `delayed` of a course test.
    pub form: Option<Id>,
    /// The test of which it is a form.
    pub test: Option<Id>,
    /// Its questions.
    pub items: Vec<Item>,
    /// Where it is written.
    pub place: Place,
    /// A digest of its file.
    pub digest: u64,
}

/// One question.
#[derive(Debug, Clone)]
pub struct Item {
    /// Its id within the quiz.
    pub id: Id,
    /// What it belongs to in the test's blueprint.
    pub topic: Option<Id>,
    /// The question.
    pub ask: String,
    /// Whether it counts.
    pub scored: bool,
    /// Why the right answer is right; shown at a miss.
    pub explain: String,
    /// The source of the answer.
    pub source: Id,
    /// What is right.
    pub answer: Answer,
    /// Where it is written.
    pub place: Place,
}

/// What an item asks for and what is right.
#[derive(Debug, Clone)]
pub enum Answer {
    /// One of the choices.
    Single {
        /// The choices as written.
        choices: Vec<String>,
        /// The right one (index).
        correct: usize,
    },
    /// All of the right choices and no other.
    Multiple {
        /// The choices as written.
        choices: Vec<String>,
        /// The right ones (indexes).
        correct: BTreeSet<usize>,
    },
    /// Whether a statement is true.
    TrueFalse {
        /// Whether it is.
        correct: bool,
    },
    /// Put these in order; written in the right one.
    Order {
        /// The items in the right order.
        items: Vec<String>,
    },
    /// Say which belongs to which.
    Match {
        /// What belongs together.
        pairs: Vec<(String, String)>,
    },
    /// A word or a number, typed.
    Fill {
        /// Everything that is accepted.
        accepted: Vec<String>,
        /// Typing errors that are forgiven.
        typos: u32,
    },
    /// Find the lines of a talk that show what is asked for.
    Spot {
        /// The lines.
        lines: Vec<String>,
        /// Those that show it (indexes).
        correct: BTreeSet<usize>,
    },
    /// Say what a line is.
    Classify {
        /// The line.
        line: String,
        /// The classes.
        choices: Vec<String>,
        /// The right one (index).
        correct: usize,
    },
}

/// How a question wants to be answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Way {
    /// One of these; the numbers are the choices as written.
    One(Vec<usize>),
    /// Some of these.
    Some(Vec<usize>),
    /// True or false.
    Truth,
    /// Typed; where there is a list, it is shown with letters in this order.
    Typed(Vec<usize>),
}

/// An answer as it was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Given {
    /// Choices as written (indexes); of a statement, 1 for true and 0 for false.
    Chosen(BTreeSet<usize>),
    /// Typed words.
    Typed(String),
}

impl Answer {
    /// What sort of question it is, as in playbooks.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Single { .. } => "single",
            Self::Multiple { .. } => "multiple",
            Self::TrueFalse { .. } => "true-false",
            Self::Order { .. } => "order",
            Self::Match { .. } => "match",
            Self::Fill { .. } => "fill",
            Self::Spot { .. } => "spot",
            Self::Classify { .. } => "classify",
        }
    }

    /// The line that is asked about, where there is one.
    pub fn line(&self) -> Option<&str> {
        if let Self::Classify { line, .. } = self { Some(line) } else { None }
    }
}

impl Item {
    /// How it is asked in a run with this seed.
    pub fn way(&self, run_seed: u64) -> Way {
        let order = |of: usize| seed::shuffled(seed::mix(run_seed, seed::digest(self.id.as_str())), of);
        match &self.answer {
            Answer::Single { choices, .. } => Way::One(order(choices.len())),
            // Classes and lines of a talk have an order of their own.
            Answer::Classify { choices, .. } => Way::One((0..choices.len()).collect()),
            Answer::Multiple { choices, .. } => Way::Some(order(choices.len())),
            Answer::Spot { lines, .. } => Way::Some((0..lines.len()).collect()),
            Answer::TrueFalse { .. } => Way::Truth,
            Answer::Order { items } => Way::Typed(order(items.len())),
            Answer::Match { pairs } => Way::Typed(order(pairs.len())),
            Answer::Fill { .. } => Way::Typed(Vec::new()),
        }
    }

    /// The texts that the numbers of [`Way`] stand for.
    pub fn choices(&self) -> Vec<&str> {
        match &self.answer {
            Answer::Single { choices, .. }
            | Answer::Multiple { choices, .. }
            | Answer::Classify { choices, .. } => choices.iter().map(String::as_str).collect(),
            Answer::Order { items } => items.iter().map(String::as_str).collect(),
            Answer::Spot { lines, .. } => lines.iter().map(String::as_str).collect(),
            Answer::Match { pairs } => pairs.iter().map(|(_, right)| right.as_str()).collect(),
            Answer::TrueFalse { .. } | Answer::Fill { .. } => Vec::new(),
        }
    }

    /// Whether an answer is right, in a run with this seed.
    pub fn is_right(&self, given: &Given, run_seed: u64) -> bool {
        match (&self.answer, given) {
            (Answer::Single { correct, .. } | Answer::Classify { correct, .. }, Given::Chosen(chosen)) => {
                chosen.len() == 1 && chosen.contains(correct)
            }
            (Answer::Multiple { correct, .. } | Answer::Spot { correct, .. }, Given::Chosen(chosen)) => {
                chosen == correct
            }
            (Answer::TrueFalse { correct }, Given::Chosen(chosen)) => {
                *chosen == BTreeSet::from([usize::from(*correct)])
            }
            (Answer::Order { items }, Given::Typed(typed)) => {
                self.letters(typed, run_seed) == (0..items.len()).collect::<Vec<_>>()
            }
            (Answer::Match { pairs }, Given::Typed(typed)) => {
                self.letters(typed, run_seed) == (0..pairs.len()).collect::<Vec<_>>()
            }
            (Answer::Fill { accepted, typos }, Given::Typed(typed)) => {
                accepted.iter().any(|right| near(right, typed, *typos))
            }
            _ => false,
        }
    }

    /// The right answer in words.
    pub fn right_answer(&self) -> Vec<String> {
        let pick = |all: &[String], which: &BTreeSet<usize>| {
            which.iter().filter_map(|&at| all.get(at).cloned()).collect()
        };
        match &self.answer {
            Answer::Single { choices, correct } | Answer::Classify { choices, correct, .. } => {
                choices.get(*correct).cloned().into_iter().collect()
            }
            Answer::Multiple { choices, correct } => pick(choices, correct),
            Answer::Spot { lines, correct } => pick(lines, correct),
            Answer::TrueFalse { .. } => Vec::new(),
            Answer::Order { items } => items.clone(),
            Answer::Match { pairs } => {
                pairs.iter().map(|(left, right)| format!("{left} – {right}")).collect()
            }
            Answer::Fill { accepted, .. } => accepted.first().cloned().into_iter().collect(),
        }
    }

    /// Typed letters as the places that they stand for: "c a b", "CAB", "C, A, B" are the same.
    fn letters(&self, typed: &str, run_seed: u64) -> Vec<usize> {
        let Way::Typed(shown) = self.way(run_seed) else {
            return Vec::new();
        };
        let folded = Text::new(typed);
        let letters = folded.folded().bytes().filter(u8::is_ascii_lowercase);
        letters.filter_map(|letter| shown.get(usize::from(letter - b'a')).copied()).collect()
    }
}

/// Equal after folding width, case and spaces, or so few typing errors away as the item forgives.
fn near(right: &str, typed: &str, typos: u32) -> bool {
    let (right, typed) = (bare(right), bare(typed));
    right == typed || (!typed.is_empty() && strsim::damerau_levenshtein(&right, &typed) <= typos as usize)
}

/// Letters, digits and percent signs, and the marks that are part of a number.
fn bare(text: &str) -> String {
    let text = Text::new(text);
    let all: Vec<char> = text.folded().chars().collect();
    let digit = |at: Option<usize>| at.and_then(|at| all.get(at)).is_some_and(char::is_ascii_digit);
    let letter = |at: Option<usize>| at.and_then(|at| all.get(at)).is_some_and(|c| c.is_alphabetic());
    let kept = |(at, c): &(usize, &char)| match c {
        '.' => digit(at.checked_sub(1)) && digit(Some(at + 1)),
        '-' => digit(Some(at + 1)) && !letter(at.checked_sub(1)),
        c => c.is_alphanumeric() || **c == '%',
    };
    all.iter().enumerate().filter(kept).map(|(_, c)| *c).collect()
}

impl Quiz {
    /// How many of its items count.
    pub fn scored(&self) -> usize {
        self.items.iter().filter(|item| item.scored).count()
    }

    /// The item that comes as the so-manieth in a run with this seed.
    pub fn item(&self, run_seed: u64, at: usize) -> Option<&Item> {
        seed::shuffled(run_seed, self.items.len()).get(at).and_then(|&item| self.items.get(item))
    }
}

/// Questions about how a training was received, kept apart from what was learnt.
#[derive(Debug, Clone)]
pub struct Survey {
    /// Its id in the playbook.
    pub id: Id,
    /// Its name.
    pub title: String,
    /// Its questions.
    pub questions: Vec<Question>,
    /// Where it is written.
    pub place: Place,
}

/// One question of a survey, with concrete choices (no scale that invites averages).
#[derive(Debug, Clone)]
pub struct Question {
    /// Its id within the survey.
    pub id: Id,
    /// The question.
    pub ask: String,
    /// What one may answer: an id that is stored and the words.
    pub choices: Vec<(Id, String)>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    fn item(answer: Answer) -> Item {
        Item {
            id: Id::new("x"),
            topic: None,
            ask: String::new(),
            scored: true,
            explain: String::new(),
            source: Id::new("deck"),
            answer,
            place: Place { file: Arc::from("t"), line: 1 },
        }
    }

    fn strings(all: &[&str]) -> Vec<String> {
        all.iter().map(|&s| s.to_owned()).collect()
    }

    #[test]
    fn order_is_typed_with_the_letters_that_were_shown() {
        let item = item(Answer::Order { items: strings(&["lead", "quote", "cash"]) });
        let Way::Typed(shown) = item.way(5) else { panic!("typed") };
        let letter = |place: usize| {
            char::from(
                b'A' + u8::try_from(shown.iter().position(|&s| s == place).expect("shown")).expect("few"),
            )
        };
        let typed: String = [0, 1, 2].map(letter).iter().flat_map(|&c| [c, ' ']).collect();
        assert!(item.is_right(&Given::Typed(typed), 5));
        assert!(!item.is_right(&Given::Typed("A".into()), 5));
    }

    #[test]
    fn a_fill_in_forgives_width_case_and_the_declared_typos_only() {
        let exact = item(Answer::Fill { accepted: strings(&["80%", "eighty percent"]), typos: 0 });
        assert!(exact.is_right(&Given::Typed("８０％ ".into()), 1));
        assert!(!exact.is_right(&Given::Typed("81%".into()), 1));
        let kind = item(Answer::Fill { accepted: strings(&["Pareto"]), typos: 1 });
        assert!(kind.is_right(&Given::Typed("paretto".into()), 1));
        assert!(!kind.is_right(&Given::Typed("prto".into()), 1));
        assert!(!kind.is_right(&Given::Typed(String::new()), 1));
        let number = exact_number();
        assert!(number.is_right(&Given::Typed(" 1.5 ".into()), 1));
        assert!(!number.is_right(&Given::Typed("15".into()), 1));
        assert!(!number.is_right(&Given::Typed("-1.5".into()), 1));
        let range = item(Answer::Fill { accepted: strings(&["1-3-7-21"]), typos: 0 });
        assert!(range.is_right(&Given::Typed("1－3－7－21".into()), 1));
        assert!(!range.is_right(&Given::Typed("13721".into()), 1));
        let words = item(Answer::Fill { accepted: strings(&["need-payoff"]), typos: 0 });
        assert!(words.is_right(&Given::Typed("Need payoff.".into()), 1));
    }

    fn exact_number() -> Item {
        item(Answer::Fill { accepted: strings(&["1.5"]), typos: 0 })
    }

    #[test]
    fn multiple_choice_wants_all_and_only_the_right_ones() {
        let item = item(Answer::Multiple { choices: strings(&["a", "b", "c"]), correct: [0, 2].into() });
        assert!(item.is_right(&Given::Chosen([0, 2].into()), 1));
        assert!(!item.is_right(&Given::Chosen([0].into()), 1));
        assert!(!item.is_right(&Given::Chosen([0, 1, 2].into()), 1));
    }
}
