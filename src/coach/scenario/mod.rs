//! A scenario: a buyer with hidden facts, objections and a finite machine of reactions, ready to be sparred with.
//! Everything in it is data from a playbook; the loader builds only scenarios whose references hold.
//! It must not decide anything: `drill` moves the buyer, `score` looks at what was said.

mod kind;
mod machine;
mod occasion;

use super::ids::{Id, Label, Place};
use super::method::Check;
use crate::coach::pattern::Regex;

pub use kind::Kind;
pub use machine::{Done, Outcome, PushBack, Reaction, State, When};
pub use occasion::{HOLES, Occasion};

/// One situation to spar in.
#[derive(Debug, Clone)]
pub struct Scenario {
    /// Its id in the playbook.
    pub id: Id,
    /// Its name in the playbook's language.
    pub title: String,
    /// The method that it trains.
    pub method: Id,
    /// What sort of exercise it is.
    pub kind: Kind,
    /// Difficulty, 1 to 4.
    pub level: u32,
    /// The objection type that it opens with, where it has one (`price`, `product` …).
    pub objection: Option<Id>,
    /// The industry that it plays in.
    pub industry: String,
    /// What the rep knows before the buyer speaks.
    pub brief: String,
    /// What the rep should reach.
    pub goal: String,
    /// After so many replies the buyer has to go.
    pub max_turns: u32,
    /// Whom the rep talks to.
    pub buyer: Buyer,
    /// What its holes are filled with; absent where it is no template.
    pub occasion: Option<Occasion>,
    /// What the rep may state, and what stays secret.
    pub facts: Vec<Fact>,
    /// What the buyer only tells when asked rightly.
    pub needs: Vec<Need>,
    /// Index of the state in which the buyer opens.
    pub start: usize,
    /// Index of the state in which a buyer whose patience is spent leaves.
    pub gives_up: usize,
    /// The buyer's states.
    pub states: Vec<State>,
    /// Reactions looked at first in every state.
    pub reactions: Vec<Reaction>,
    /// What the buyer brings up before they agree; the difficulty says how much of it.
    pub push_backs: Vec<PushBack>,
    /// Checks beyond the method's.
    pub checks: Vec<Check>,
    /// What a good, a middling and a poor rep would say.
    pub transcripts: Transcripts,
    /// What to train after this is passed.
    pub next: Option<Id>,
    /// Where it is written.
    pub place: Place,
    /// A digest of its file, by which a session knows whether it changed.
    pub digest: u64,
}

/// The customer whom the coach plays.
#[derive(Debug, Clone)]
pub struct Buyer {
    /// Name, as the rep addresses them.
    pub name: String,
    /// Job title.
    pub title: String,
    /// Company or what stands for it.
    pub company: String,
    /// Persona parts that colour them.
    pub parts: Vec<Part>,
    /// Trust at the start, 0 to 100.
    pub trust: i32,
    /// Interest at the start, 0 to 100.
    pub interest: i32,
    /// How often they bear to be pushed before they leave.
    pub patience: i32,
}

/// A part of a persona: a personality type, a channel, a buying role or a level.
#[derive(Debug, Clone)]
pub struct Part {
    /// Its id.
    pub id: Id,
    /// Which side of a person it describes: `type`, `channel`, `role` or `level`.
    pub axis: Id,
    /// Its name.
    pub name: String,
    /// What moves such a person.
    pub emphasis: String,
    /// How to talk to them.
    pub tips: Vec<String>,
    /// What such a person says before an answer now and then.
    pub manner: Vec<String>,
    /// What their trust gains or loses by.
    pub moved_by: Vec<MovedBy>,
}

/// What a sort of person is moved by.
#[derive(Debug, Clone)]
pub struct MovedBy {
    /// What a turn does.
    pub label: Label,
    /// How much trust it gains, −20 to 20.
    pub trust: i32,
    /// Why.
    pub why: String,
}

/// Something about the offer or the case.
#[derive(Debug, Clone)]
pub struct Fact {
    /// Its id within the scenario.
    pub id: Id,
    /// What it says.
    pub text: String,
    /// How one recognises that a reply names it.
    pub says: Vec<Regex>,
}

/// Something that the buyer keeps to themselves until the right question opens it.
#[derive(Debug, Clone)]
pub struct Need {
    /// Its id within the scenario.
    pub id: Id,
    /// Whether it is a mere fact, a complaint or a wish.
    pub kind: NeedKind,
    /// What it says; shown after the drill only.
    pub text: String,
    /// Told in the brief: it is open from the start.
    pub given: bool,
    /// Needs that must be open before (indexes).
    pub after: Vec<usize>,
    /// How one recognises that a reply speaks to it.
    pub meets: Vec<Regex>,
    /// What the question must be about; empty: anything.
    pub about: Vec<Regex>,
    /// What the question must do; any one of these.
    pub opens_with: Vec<Label>,
    /// What the buyer says when it opens.
    pub reveal: Vec<String>,
}

/// How ripe a need is (Rackham: implied needs are complaints, explicit needs are wishes).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NeedKind {
    /// Something about the customer's situation.
    Fact,
    /// A difficulty or dissatisfaction.
    Implied,
    /// A want for a solution.
    Explicit,
}

/// The rep's lines of three reps, by which a scenario tests itself.
#[derive(Debug, Clone, Default)]
pub struct Transcripts {
    /// Must score at least [`MODEL_AT_LEAST`] and pass.
    pub model: Vec<String>,
    /// Must score between the two.
    pub weak: Vec<String>,
    /// Must score at most [`BAD_AT_MOST`].
    pub bad: Vec<String>,
}

impl Scenario {
    /// After so many replies the buyer has to go, with the replies that push-backs take.
    pub fn most_turns(&self, difficulty: u32) -> usize {
        self.max_turns as usize + self.budget(difficulty)
    }

    /// Every reaction that has a condition: those looked at in every state, then each state's own.
    pub fn all_reactions(&self) -> impl Iterator<Item = &Reaction> {
        self.reactions.iter().chain(self.states.iter().flat_map(|state| &state.reactions))
    }

    /// How often the buyer pushes back before they agree: once for each level above the first.
    pub fn budget(&self, difficulty: u32) -> usize {
        self.push_backs.len().min(difficulty.saturating_sub(1) as usize)
    }
}

/// What the model transcript of a scenario must reach.
pub const MODEL_AT_LEAST: u32 = 80;
/// What the bad transcript of a scenario may reach at most.
pub const BAD_AT_MOST: u32 = 30;

/// A scenario with nothing in it, for tests that look at its method and level alone.
#[cfg(test)]
pub(in crate::coach) fn sample(id: &str, method: &str, level: u32) -> std::sync::Arc<Scenario> {
    let text = || String::from("x");
    let buyer = Buyer {
        name: text(),
        title: text(),
        company: text(),
        parts: Vec::new(),
        trust: 50,
        interest: 50,
        patience: 3,
    };
    std::sync::Arc::new(Scenario {
        id: Id::new(id),
        title: text(),
        method: Id::new(method),
        kind: Kind::Objection,
        level,
        objection: None,
        industry: text(),
        brief: text(),
        goal: text(),
        max_turns: 5,
        buyer,
        occasion: None,
        facts: Vec::new(),
        needs: Vec::new(),
        start: 0,
        gives_up: 0,
        states: Vec::new(),
        reactions: Vec::new(),
        push_backs: Vec::new(),
        checks: Vec::new(),
        transcripts: Transcripts::default(),
        next: None,
        place: Place { file: "x.toml".into(), line: 1 },
        digest: 0,
    })
}
