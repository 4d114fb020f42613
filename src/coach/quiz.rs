//! Quizzes and surveys: what is asked, in which order, and whether an answer is right.
//! A run is its answers so far; order and choices come from its seed, so it goes on after a restart as it was.
//! It must not know how a question is shown.

use std::collections::BTreeSet;

use super::fill::near;
use super::ids::{Id, Place};
use super::purpose::{Purpose, Stage};
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
    /// Minutes within which it is to be answered; `None` without a limit.
    pub minutes: Option<u32>,
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

    /// What somebody types by letters or words, as an answer; `None` where it is none, such as a letter that was not shown.
    /// A statement is answered by A for true and B for false.
    pub fn read(&self, typed: &str, run_seed: u64) -> Option<Given> {
        let way = self.way(run_seed);
        let (shown, words) = match &way {
            Way::Typed(shown) if shown.is_empty() => (None, true),
            Way::Truth => (Some(vec![1, 0]), false),
            Way::One(shown) | Way::Some(shown) | Way::Typed(shown) => (Some(shown.clone()), false),
        };
        if words {
            return typed.chars().any(|c| !c.is_whitespace()).then(|| Given::Typed(typed.trim().to_owned()));
        }
        let (shown, letters) = (shown?, letters(typed)?);
        let places: Vec<usize> = letters.iter().map(|&at| shown.get(at).copied()).collect::<Option<_>>()?;
        let chosen: BTreeSet<usize> = places.iter().copied().collect();
        let fits = match way {
            Way::One(_) | Way::Truth => chosen.len() == 1,
            Way::Some(_) => true,
            Way::Typed(_) => places.len() == shown.len() && chosen.len() == shown.len(),
        };
        match way {
            _ if !fits => None,
            Way::Typed(_) => Some(Given::Typed(typed.trim().to_owned())),
            _ => Some(Given::Chosen(chosen)),
        }
    }

    /// An answer in words; empty for a statement, whose words are the interface's.
    pub fn in_words(&self, given: &Given, run_seed: u64) -> Vec<String> {
        let choices = self.choices();
        match (&self.answer, given) {
            (Answer::Fill { .. }, Given::Typed(typed)) => vec![typed.trim().to_owned()],
            (Answer::Match { pairs }, Given::Typed(typed)) => {
                let rights = self.letters(typed, run_seed);
                let pair = |((left, _), right): (&(String, String), usize)| {
                    Some(format!("{left} – {}", choices.get(right)?))
                };
                pairs.iter().zip(rights).filter_map(pair).collect()
            }
            (_, Given::Typed(typed)) => {
                let places = self.letters(typed, run_seed);
                places.iter().filter_map(|&at| choices.get(at).map(|&text| text.to_owned())).collect()
            }
            (_, Given::Chosen(chosen)) => {
                chosen.iter().filter_map(|&at| choices.get(at).map(|&text| text.to_owned())).collect()
            }
        }
    }

    /// A digest of what is asked and of what is right.
    pub fn digest(&self) -> u64 {
        let mut said = vec![self.answer.kind(), &self.ask, self.answer.line().unwrap_or_default()];
        said.extend(self.choices());
        let right = self.right_answer();
        said.extend(right.iter().map(String::as_str));
        if let Answer::TrueFalse { correct } = self.answer {
            said.push(if correct { "1" } else { "0" });
        }
        seed::digest(&said.join("\n"))
    }

    /// Typed letters as the places that they stand for; those that stand for none are left out.
    fn letters(&self, typed: &str, run_seed: u64) -> Vec<usize> {
        let Way::Typed(shown) = self.way(run_seed) else {
            return Vec::new();
        };
        letters(typed).unwrap_or_default().iter().filter_map(|&at| shown.get(at).copied()).collect()
    }
}

/// Letters by their place in the alphabet: "c a b", "CAB", "C, A, B" and "Ｃ→Ａ→Ｂ" are the same. `None` where there is
/// none, or where there are words.
fn letters(typed: &str) -> Option<Vec<usize>> {
    let folded = Text::new(typed);
    let signs = folded.folded().chars().filter(|c| c.is_alphanumeric());
    let place = |c: char| c.is_ascii_lowercase().then(|| (c as usize).saturating_sub('a' as usize));
    let letters: Vec<usize> = signs.map(place).collect::<Option<_>>()?;
    (!letters.is_empty()).then_some(letters)
}

impl Quiz {
    /// How many of its items count.
    pub fn scored(&self) -> usize {
        self.items.iter().filter(|item| item.scored).count()
    }

    /// Its items in the order in which they come in a run with this seed.
    pub fn in_order(&self, run_seed: u64) -> impl Iterator<Item = &Item> {
        seed::shuffled(run_seed, self.items.len()).into_iter().filter_map(|item| self.items.get(item))
    }
}

/// When the right answers of a run are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Feedback {
    /// After each answer.
    AtOnce,
    /// When the run is over.
    AtEnd,
    /// Not at all: the run ends with its score.
    Never,
}

impl Feedback {
    /// As the run's purpose demands, else as whoever asked for it has set, else as the quiz says. Members take a
    /// training's test side by side, so nothing is explained on the way; and what a pre-test asks is still to be taught
    /// and measured.
    pub fn of(purpose: Purpose, set: Option<bool>, quiz: &Quiz) -> Self {
        match purpose {
            Purpose::Training { stage: Stage::Pre, .. } => Self::Never,
            Purpose::Training { .. } => Self::AtEnd,
            _ if set.unwrap_or(quiz.at_once) => Self::AtOnce,
            _ => Self::AtEnd,
        }
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
    fn a_fill_in_takes_each_synonym_that_is_declared() {
        let item = item(Answer::Fill { accepted: strings(&["80%", "eighty percent", "八成"]), typos: 0 });
        for typed in ["８０％", "Eighty Percent", "八成"] {
            assert!(item.is_right(&Given::Typed(typed.into()), 1), "{typed}");
        }
        assert!(!item.is_right(&Given::Typed("eight percent".into()), 1));
    }

    #[test]
    fn what_is_no_answer_is_told_apart_from_a_wrong_one() {
        let single = item(Answer::Single { choices: strings(&["x", "y"]), correct: 0 });
        let chosen = |typed| single.read(typed, 3);
        assert!(chosen("a").is_some() && chosen(" Ｂ. ").is_some());
        for typed in ["", "c", "a b", "1", "yes", "…"] {
            assert_eq!(chosen(typed), None, "{typed}");
        }
        let several = item(Answer::Multiple { choices: strings(&["x", "y", "z"]), correct: [0].into() });
        assert!(several.read("c, a", 3).is_some() && several.read("ca", 3).is_some());
        assert_eq!(several.read("a d", 3), None);
        let truth = item(Answer::TrueFalse { correct: false });
        assert_eq!(truth.read("B", 3), Some(Given::Chosen([0].into())));
        assert!(truth.is_right(&truth.read("b", 3).expect("an answer"), 3));
        let order = item(Answer::Order { items: strings(&["x", "y", "z"]) });
        assert!(order.read("c → a → b", 3).is_some());
        for typed in ["a b", "a b b", "a b d", "abcd"] {
            assert_eq!(order.read(typed, 3), None, "{typed}");
        }
        let fill = item(Answer::Fill { accepted: strings(&["x"]), typos: 0 });
        assert_eq!(fill.read("  ", 3), None);
        assert_eq!(fill.read(" X ", 3), Some(Given::Typed("X".into())));
    }

    #[test]
    fn an_answer_is_told_in_its_own_words() {
        let pairs = [("one", "eins"), ("two", "zwei")].map(|(l, r)| (l.to_owned(), r.to_owned()));
        let matched = item(Answer::Match { pairs: pairs.to_vec() });
        let right = matched.right_answer();
        let told = [("a b"), ("b a")].map(|typed| matched.in_words(&Given::Typed(typed.into()), 3));
        assert!(told.contains(&right) && told.contains(&strings(&["one – zwei", "two – eins"])), "{told:?}");
        let several = item(Answer::Multiple { choices: strings(&["x", "y", "z"]), correct: [0].into() });
        assert_eq!(several.in_words(&Given::Chosen([2, 0].into()), 3), ["x", "z"]);
    }

    #[test]
    fn an_item_that_asks_otherwise_has_another_digest() {
        let truth = |correct| item(Answer::TrueFalse { correct }).digest();
        assert_ne!(truth(true), truth(false));
        let order = |items: &[&str]| item(Answer::Order { items: strings(items) }).digest();
        assert_eq!(order(&["x", "y"]), order(&["x", "y"]));
        assert_ne!(order(&["x", "y"]), order(&["y", "x"]));
    }

    #[test]
    fn a_test_of_a_training_explains_nothing_on_the_way_and_a_pre_test_nothing_at_all() {
        use crate::coach::ids::{AssignmentId, TrainingId};
        let quiz = |at_once| Quiz {
            id: Id::new("q"),
            title: String::new(),
            summary: String::new(),
            pass: 60,
            at_once,
            minutes: None,
            survey: None,
            form: None,
            test: None,
            items: Vec::new(),
            place: Place { file: Arc::from("t"), line: 1 },
            digest: 0,
        };
        let training = |stage| Purpose::Training { training: TrainingId(1), stage };
        let assigned = Purpose::Assigned { assignment: AssignmentId(1), step: 0 };
        for (purpose, set, own, feedback) in [
            (Purpose::Practice, None, true, Feedback::AtOnce),
            (Purpose::Practice, None, false, Feedback::AtEnd),
            (assigned, Some(false), true, Feedback::AtEnd),
            (assigned, Some(true), false, Feedback::AtOnce),
            (training(Stage::Pre), Some(true), true, Feedback::Never),
            (training(Stage::Post), None, true, Feedback::AtEnd),
            (training(Stage::Delayed), Some(true), true, Feedback::AtEnd),
        ] {
            assert_eq!(Feedback::of(purpose, set, &quiz(own)), feedback, "{purpose:?}");
        }
    }

    #[test]
    fn multiple_choice_wants_all_and_only_the_right_ones() {
        let item = item(Answer::Multiple { choices: strings(&["a", "b", "c"]), correct: [0, 2].into() });
        assert!(item.is_right(&Given::Chosen([0, 2].into()), 1));
        assert!(!item.is_right(&Given::Chosen([0].into()), 1));
        assert!(!item.is_right(&Given::Chosen([0, 1, 2].into()), 1));
    }
}
