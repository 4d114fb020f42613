//! The buyer as a finite machine: states, and reactions to what a turn did.
//! It is data; `drill` moves it.

use crate::coach::ids::{Id, Label, Place};
use crate::coach::pattern::Regex;

/// One state of the buyer.
#[derive(Debug, Clone)]
pub struct State {
    /// Its id within the scenario.
    pub id: Id,
    /// Who speaks here, where it is not the buyer.
    pub speaker: Option<String>,
    /// What the buyer says on coming here, unless the reaction had words of its own.
    pub say: Vec<String>,
    /// The step that the rep is expected to take here; hints come from it.
    pub expects: Option<Id>,
    /// Tried in order; the first that holds is taken.
    pub reactions: Vec<Reaction>,
    /// Taken when none holds; absent only where the talk ends.
    pub otherwise: Option<Reaction>,
    /// How the talk ends here.
    pub ends: Option<Outcome>,
}

/// How a talk ended, from the buyer's side. It is told, not scored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// The buyer agreed to a next step.
    Advance,
    /// The buyer will think about it.
    Open,
    /// The buyer left.
    Lost,
}

impl Outcome {
    /// Its name in playbooks and in transcripts.
    pub fn name(self) -> &'static str {
        match self {
            Self::Advance => "advance",
            Self::Open => "open",
            Self::Lost => "lost",
        }
    }
}

/// What the buyer does when a turn did something.
#[derive(Debug, Clone)]
pub struct Reaction {
    /// When it is taken.
    pub when: When,
    /// What the buyer says; empty: the words of the state it goes to.
    pub say: Vec<String>,
    /// The state it goes to; absent: it stays.
    pub go: Option<usize>,
    /// Needs that it brings to light (indexes).
    pub opens: Vec<usize>,
    /// The objection that it brings up, as what came of earlier replies; the review names them.
    pub raises: Option<Id>,
    /// Change of trust, −50 to 50.
    pub trust: i32,
    /// Change of interest, −50 to 50.
    pub interest: i32,
    /// Change of patience, −5 to 5.
    pub patience: i32,
    /// Why, told in the review.
    pub why: String,
    /// Where it is written.
    pub place: Place,
}

/// The condition of a reaction; every part that is there must hold.
#[derive(Debug, Clone, Default)]
pub struct When {
    /// All of these were done in this turn.
    pub did: Vec<Label>,
    /// At least one of these was done in this turn.
    pub any: Vec<Label>,
    /// None of these was done in this turn.
    pub not: Vec<Label>,
    /// All of these were done in this or an earlier turn.
    pub before: Vec<Label>,
    /// None of these was done in this or an earlier turn.
    pub never: Vec<Label>,
    /// So many turns, this one included, did one of these.
    pub done: Option<Done>,
    /// All of these facts were named in this turn (indexes).
    pub names: Vec<usize>,
    /// At least so many facts were named in this turn.
    pub facts: u32,
    /// All of these needs are open (indexes).
    pub opened: Vec<usize>,
    /// Whether this turn must open a need, or must open none.
    pub finds: Option<bool>,
    /// At least so many needs are open by the rep's asking.
    pub opened_at_least: Option<u32>,
    /// Fewer needs than this are open by the rep's asking.
    pub opened_below: Option<u32>,
    /// At least so many open needs are spoken to in this turn.
    pub meets: u32,
    /// A number is named that nobody gave.
    pub invents: bool,
    /// The reply has more characters than this.
    pub longer: Option<u32>,
    /// The reply asks at least so many questions.
    pub questions: u32,
    /// The reply matches one of these.
    pub mentions: Vec<Regex>,
    /// Trust is at least this.
    pub trust_at_least: Option<i32>,
    /// Trust is below this.
    pub trust_below: Option<i32>,
    /// It is at least the so-manieth reply.
    pub turn_at_least: Option<u32>,
}

/// How often something was done.
#[derive(Debug, Clone)]
pub struct Done {
    /// Any of these counts.
    pub any: Vec<Label>,
    /// How many turns.
    pub times: u32,
}

/// What the buyer brings up before they agree, as often as the difficulty asks for.
#[derive(Debug, Clone)]
pub struct PushBack {
    /// Its id within the scenario.
    pub id: Id,
    /// What the buyer says.
    pub say: Vec<String>,
    /// What a turn must do to ease it; any one of these.
    pub eased_by: Vec<Label>,
    /// Why the buyer brings it up; told in the review.
    pub why: String,
    /// Where it is written.
    pub place: Place,
}
