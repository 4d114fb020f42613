//! A selling method: ordered steps, the small checks that a drill is scored by, and the faults that cost points.
//! The code knows "a method with steps"; LSCPA, SPIN and FABE are playbook files.
//! It must not know which method it holds.

use std::collections::BTreeSet;

use super::ids::{Id, Label, Place};
use super::scenario::NeedKind;
use crate::coach::pattern::Regex;

/// How well a method is supported by research, told to whoever looks it up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    /// Several controlled studies agree.
    Strong,
    /// Some studies, not all of one mind.
    Moderate,
    /// Taught and used by practitioners; no controlled study known to us.
    Practice,
    /// Studied and not supported; it colours a buyer and carries no score.
    Weak,
}

/// A selling method with its scoring.
#[derive(Debug, Clone)]
pub struct Method {
    /// Its id in the playbook.
    pub id: Id,
    /// Its name in the playbook's language.
    pub title: String,
    /// What it is, in two or three sentences.
    pub summary: String,
    /// The source it was taken from.
    pub source: Id,
    /// How well it is supported.
    pub grade: Grade,
    /// The score from which a drill counts as passed, 1 to 100.
    pub pass: u32,
    /// The steps, in their order.
    pub steps: Vec<Step>,
    /// What is looked for; their weights add up to the method's whole.
    pub checks: Vec<Check>,
    /// What costs points.
    pub faults: Vec<Fault>,
    /// Other letterings of the same steps.
    pub variants: Vec<Variant>,
    /// Where it is written.
    pub place: Place,
}

impl Method {
    /// The step with that id.
    pub fn step(&self, id: &Id) -> Option<&Step> {
        self.steps.iter().find(|step| step.id == *id)
    }

    /// The tasks in which its steps are recognised.
    pub fn tasks(&self) -> BTreeSet<&str> {
        self.steps.iter().flat_map(|step| &step.labels).map(Label::task).collect()
    }

    /// The task in which most would look for its steps.
    pub fn task(&self) -> Option<&str> {
        self.steps.iter().flat_map(|step| &step.labels).next().map(Label::task)
    }
}

/// One step of a method.
#[derive(Debug, Clone)]
pub struct Step {
    /// Its id within the method.
    pub id: Id,
    /// The letter it has in the method's name.
    pub letter: String,
    /// Its name.
    pub name: String,
    /// What the rep wants to reach with it.
    pub intent: String,
    /// What the coach whispers to somebody who is stuck here.
    pub hint: String,
    /// What a sentence must do to fill the step; any one of them does.
    pub labels: Vec<Label>,
}

/// Another way of lettering the same steps.
#[derive(Debug, Clone)]
pub struct Variant {
    /// Its id within the method.
    pub id: Id,
    /// Its name.
    pub title: String,
    /// The letters in their order, each with the step that it stands for.
    pub letters: Vec<(String, Id)>,
}

/// One thing that a reply is looked at for.
#[derive(Debug, Clone)]
pub struct Check {
    /// Its id, unique among the checks of a drill.
    pub id: Id,
    /// The step that it belongs to.
    pub step: Id,
    /// What it is worth, 1 to 100.
    pub weight: u32,
    /// What it asks, in a few words.
    pub title: String,
    /// A line that would have earned it.
    pub better: String,
    /// How it is decided.
    pub rule: Rule,
    /// Where it is written.
    pub place: Place,
}

/// How a check is decided. Each looks at the whole drill and gives a part of the weight or "not rated".
#[derive(Debug, Clone)]
pub enum Rule {
    /// Some turn showed the label, as often as wanted.
    Did {
        /// What the turn must do; any one of these counts.
        any: Vec<Label>,
        /// How often; fewer earn a part.
        times: u32,
        /// In which states of the buyer; empty: in all.
        within: Vec<Id>,
    },
    /// No turn did this.
    Avoid {
        /// Any of these is too much.
        any: Vec<Label>,
        /// In which states of the buyer; empty: in all.
        within: Vec<Id>,
        /// Only until so many needs are open.
        until_opened: Option<u32>,
    },
    /// Turns that did this spoke to open needs.
    Answers {
        /// What the turn must do; any one of these counts.
        any: Vec<Label>,
        /// How many different needs; fewer earn a part.
        at_least: u32,
    },
    /// Words of the occasion's note were used.
    Recalls {
        /// How many different words; fewer earn a part.
        at_least: u32,
    },
    /// The first time of one label came before the first time of another.
    Order {
        /// What must come first.
        first: Label,
        /// What must not come earlier.
        then: Label,
    },
    /// Facts of the scenario's sheet were named.
    Names {
        /// How many of the sheet's open facts; fewer earn a part.
        at_least: u32,
    },
    /// The rep's words match patterns.
    Mentions {
        /// Any of these counts.
        any: Vec<Regex>,
        /// How many different ones; fewer earn a part.
        at_least: u32,
        /// In which states of the buyer; empty: in all.
        within: Vec<Id>,
    },
    /// No reply was longer than this.
    Length {
        /// The most characters that one reply may have.
        most: u32,
    },
    /// Hidden needs were brought to light.
    Opened {
        /// How many; fewer earn a part.
        at_least: u32,
        /// Only needs as ripe as this; absent: all.
        kind: Option<NeedKind>,
    },
    /// The talk came to a state of the buyer.
    Reached {
        /// Any of these states counts.
        any: Vec<Id>,
    },
    /// Every number that the rep named stands on the fact sheet or was said by the buyer.
    NumbersKnown,
    /// The rep said this, word for word.
    Exact {
        /// What must be said; case, width and spaces do not count.
        text: String,
    },
    /// The rep's share of all characters was at most this.
    TalkShare {
        /// In percent.
        most: u32,
    },
}

/// What costs points whenever it is recognised.
#[derive(Debug, Clone)]
pub struct Fault {
    /// Its id.
    pub id: Id,
    /// What a turn does when it has the fault.
    pub label: Label,
    /// Points of the hundred, each time.
    pub cost: u32,
    /// The most that it may cost in one drill.
    pub most: u32,
    /// What it is, in a few words.
    pub title: String,
    /// What to say instead.
    pub better: String,
    /// No model transcript of any method may have it.
    pub everywhere: bool,
    /// Where it is written.
    pub place: Place,
}
