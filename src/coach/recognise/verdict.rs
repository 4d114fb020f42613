//! What was recognised in one reply: labels with the words that carried them and the reason.
//! A verdict never changes after it is made; it is stored, and scores are computed from it.
//! It must not hold scores.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use super::trick::Trick;
use crate::coach::ids::Label;

/// One thing that a reply did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// What it did.
    pub label: Label,
    /// The words that carried it, in bytes of the reply as it was typed.
    pub span: Range<usize>,
    /// Why: a pattern's place, or the examples.
    pub because: Arc<str>,
}

/// What was recognised in one reply.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verdict {
    /// What the reply did, in the order of the words.
    pub marks: Vec<Mark>,
    /// What it may have done, with too little evidence to say.
    pub unsure: BTreeSet<Label>,
    /// Set when the reply is a trick; it has no marks then.
    pub trick: Option<Trick>,
}

impl Verdict {
    /// The first words that carried the label.
    pub fn find(&self, label: &Label) -> Option<&Mark> {
        self.marks.iter().find(|mark| mark.label == *label)
    }

    /// Whether the reply did this.
    pub fn did(&self, label: &Label) -> bool {
        self.find(label).is_some()
    }
}
