//! How a question is answered, what is right, and what a rep answered, in the forms of the specification
//! (xAPI 1.0.3, data, section 2.4.4.1, "Interaction Activities" and "Response Patterns").
//! Typed words are not told unless they are one of the accepted answers; anything may stand in them.
//! It must not hold the delimiters `[,]` and `[.]` within an id.

use super::activity::{Component, Definition, Words};
use super::id::Iri;

/// The type of every question's activity.
const INTERACTION: &str = "http://adlnet.gov/expapi/activities/cmi.interaction";

/// One of the things that a question offers, with its words by language.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// Its id within the question.
    pub id: String,
    /// Its words.
    pub words: Words,
}

/// How a question is answered and what is right.
#[derive(Debug, Clone, PartialEq)]
pub enum Question {
    /// Choose one or several; right is exactly this set.
    Choice {
        /// What is offered.
        choices: Vec<Choice>,
        /// The ids of the right ones.
        right: Vec<String>,
    },
    /// Say whether it is true.
    TrueFalse {
        /// Whether it is.
        right: bool,
    },
    /// Type a word.
    FillIn {
        /// Everything that is accepted.
        accepted: Vec<String>,
        /// Whether typing errors are forgiven; then the right answers cannot all be written down, and are left out.
        forgiving: bool,
    },
    /// Say which belongs to which.
    Matching {
        /// What is matched.
        source: Vec<Choice>,
        /// What it is matched with.
        target: Vec<Choice>,
        /// Ids that belong together.
        right: Vec<(String, String)>,
    },
    /// Put them in order.
    Sequencing {
        /// What is put in order.
        choices: Vec<Choice>,
        /// The ids in the right order.
        right: Vec<String>,
    },
    /// Answered in another way.
    Other,
}

/// What a rep answered.
#[derive(Debug, Clone, PartialEq)]
pub enum Response {
    /// The ids chosen, or the ids in the order given.
    Ids(Vec<String>),
    /// True or false.
    Truth(bool),
    /// Ids that were matched.
    Pairs(Vec<(String, String)>),
    /// The accepted word that was meant.
    Word(String),
    /// Answered, but what is not told.
    Untold,
}

/// Ids for things in their written order: `a1`, `a2`, …
pub fn ids_of(letter: char, count: usize) -> Vec<String> {
    (1..=count).map(|number| format!("{letter}{number}")).collect()
}

impl Question {
    /// The definition of the question's activity; `ask` is the question by language.
    pub fn definition(&self, ask: &Words) -> Definition {
        let kind = Some(Iri::of_vocabulary(INTERACTION));
        let bare =
            Definition { description: ask.clone(), kind, right: self.right(), ..Definition::default() };
        match self {
            Self::Choice { choices, .. } => {
                Definition { interaction: Some("choice"), choices: components(choices), ..bare }
            }
            Self::TrueFalse { .. } => Definition { interaction: Some("true-false"), ..bare },
            Self::FillIn { .. } => Definition { interaction: Some("fill-in"), ..bare },
            Self::Matching { source, target, .. } => {
                let (source, target) = (components(source), components(target));
                Definition { interaction: Some("matching"), source, target, ..bare }
            }
            Self::Sequencing { choices, .. } => {
                Definition { interaction: Some("sequencing"), choices: components(choices), ..bare }
            }
            Self::Other => Definition { interaction: Some("other"), ..bare },
        }
    }

    fn right(&self) -> Option<Vec<String>> {
        match self {
            Self::Choice { right, .. } | Self::Sequencing { right, .. } => {
                (!right.is_empty()).then(|| vec![right.join("[,]")])
            }
            Self::TrueFalse { right } => Some(vec![right.to_string()]),
            Self::FillIn { accepted, forgiving: false } => Some(accepted.clone()),
            Self::Matching { right, .. } => Some(vec![pairs(right)]),
            Self::FillIn { forgiving: true, .. } | Self::Other => None,
        }
    }
}

impl Response {
    /// The answer in the form of the specification; `None` where it is not told.
    pub fn written(&self) -> Option<String> {
        match self {
            Self::Ids(ids) => Some(ids.join("[,]")),
            Self::Truth(truth) => Some(truth.to_string()),
            Self::Pairs(matched) => Some(pairs(matched)),
            Self::Word(word) => Some(word.clone()),
            Self::Untold => None,
        }
    }
}

fn pairs(pairs: &[(String, String)]) -> String {
    pairs.iter().map(|(source, target)| format!("{source}[.]{target}")).collect::<Vec<_>>().join("[,]")
}

fn components(choices: &[Choice]) -> Vec<Component> {
    let of = |choice: &Choice| Component { id: choice.id.clone(), description: choice.words.clone() };
    choices.iter().map(of).collect()
}
