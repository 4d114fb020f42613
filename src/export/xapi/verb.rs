//! The verbs that are told, from the vocabulary of ADL.
//! Their English words are the vocabulary's own; a language of the reader is added from the caller's phrases.
//! It must not invent a verb.

use serde::Serialize;

use super::activity::Words;
use super::id::Iri;

/// What a rep did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum VerbWord {
    /// Began.
    Attempted,
    /// Came to its end, whatever the score.
    Completed,
    /// Did well enough.
    Passed,
    /// Did not do well enough.
    Failed,
    /// Answered a question.
    Answered,
    /// Was there.
    Attended,
}

impl VerbWord {
    /// The word of the vocabulary.
    pub fn word(self) -> &'static str {
        match self {
            Self::Attempted => "attempted",
            Self::Completed => "completed",
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::Answered => "answered",
            Self::Attended => "attended",
        }
    }

    fn iri(self) -> Iri {
        Iri::of_vocabulary(match self {
            Self::Attempted => "http://adlnet.gov/expapi/verbs/attempted",
            Self::Completed => "http://adlnet.gov/expapi/verbs/completed",
            Self::Passed => "http://adlnet.gov/expapi/verbs/passed",
            Self::Failed => "http://adlnet.gov/expapi/verbs/failed",
            Self::Answered => "http://adlnet.gov/expapi/verbs/answered",
            Self::Attended => "http://adlnet.gov/expapi/verbs/attended",
        })
    }
}

/// A verb as a statement has it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Verb {
    /// Its IRI.
    pub id: Iri,
    /// How people read it.
    pub display: Words,
}

impl Verb {
    /// A verb with its English word and further ones by language.
    pub(super) fn new(word: VerbWord, further: Option<&Words>) -> Self {
        let mut display = Words::from([("en".to_owned(), word.word().to_owned())]);
        display.extend(further.into_iter().flatten().map(|(tag, text)| (tag.clone(), text.clone())));
        Self { id: word.iri(), display }
    }
}
