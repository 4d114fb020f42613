//! A scenario: a buyer with hidden facts, objections and a finite machine of reactions, ready to be sparred with.
//! Everything in it is data from a playbook; the loader builds only scenarios whose references hold.
//! It must not decide anything: `drill` moves the buyer, `score` looks at what was said.

use regex::Regex;

use super::ids::{Id, Label, Place};
use super::method::Check;

/// What sort of exercise a scenario is. All run on the same engine; the kind tells a rep what is trained.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Answer an objection.
    Objection,
    /// Find needs by questions.
    Discovery,
    /// Many questions of one type in a row.
    RapidFire,
    /// Present an offer against known needs.
    Pitch,
    /// From the opening to the next step.
    FullCall,
    /// Notice a buying signal and answer it.
    Signal,
    /// Set criteria openly before the offer.
    PreFraming,
    /// Let the buyer picture the solved state.
    Hypothetical,
    /// Ask to be recommended.
    Referral,
    /// Offer something that fits what was bought.
    CrossSell,
    /// Trade, do not give.
    Negotiation,
    /// Rewrite a vague goal.
    Smart,
    /// The same offer for three levels.
    ThreeAudiences,
    /// Find out who decides.
    WhoDecides,
    /// A minute of practice before a touch.
    JustInTime,
    /// Something that must be said exactly so.
    FixedAnswer,
}

impl Kind {
    /// Every kind with its name in playbooks.
    pub const NAMES: [(&'static str, Self); 16] = [
        ("objection", Self::Objection),
        ("discovery", Self::Discovery),
        ("rapid-fire", Self::RapidFire),
        ("pitch", Self::Pitch),
        ("full-call", Self::FullCall),
        ("signal", Self::Signal),
        ("pre-framing", Self::PreFraming),
        ("hypothetical", Self::Hypothetical),
        ("referral", Self::Referral),
        ("cross-sell", Self::CrossSell),
        ("negotiation", Self::Negotiation),
        ("smart", Self::Smart),
        ("three-audiences", Self::ThreeAudiences),
        ("who-decides", Self::WhoDecides),
        ("just-in-time", Self::JustInTime),
        ("fixed-answer", Self::FixedAnswer),
    ];

    /// Its name in playbooks.
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(_, kind)| *kind == self).map_or("", |(name, _)| name)
    }
}

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

/// One state of the buyer.
#[derive(Debug, Clone)]
pub struct State {
    /// Its id within the scenario.
    pub id: Id,
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
    /// All of these facts were named in this turn (indexes).
    pub names: Vec<usize>,
    /// At least so many facts were named in this turn.
    pub facts: u32,
    /// All of these needs are open (indexes).
    pub opened: Vec<usize>,
    /// The reply matches one of these.
    pub mentions: Vec<Regex>,
    /// Trust is at least this.
    pub trust_at_least: Option<i32>,
    /// Trust is below this.
    pub trust_below: Option<i32>,
    /// It is at least the so-manieth reply.
    pub turn_at_least: Option<u32>,
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

/// What the model transcript of a scenario must reach.
pub const MODEL_AT_LEAST: u32 = 80;
/// What the bad transcript of a scenario may reach at most.
pub const BAD_AT_MOST: u32 = 30;
