//! A drill: the rep says something, the buyer reacts, until the talk ends.
//! It is a pure fold: the same scenario, seed and verdicts give the same talk, so a session is kept as its turns alone.
//! It must not judge words (`recognise` did) and must not score them (`score` does).

mod react;

use std::collections::BTreeSet;
use std::sync::Arc;

use super::ids::{Label, Place};
use super::method::Method;
use super::recognise::{Recogniser, Text, Verdict};
use super::scenario::{Outcome, Scenario};
use super::seed;

/// A scenario with the method it is scored by.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The situation and its buyer.
    pub scenario: Arc<Scenario>,
    /// The method that the scenario trains.
    pub method: Arc<Method>,
}

/// How the buyer feels; each value is kept within its bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mood {
    /// 0 to 100.
    pub trust: i32,
    /// 0 to 100.
    pub interest: i32,
    /// 0 to 20; at 0 the buyer leaves.
    pub patience: i32,
}

/// Something the buyer said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BuyerLine {
    /// The state from which it was said.
    pub state: super::ids::Id,
    /// The words.
    pub line: String,
}

/// Why the buyer's mood or state moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move {
    /// The reason, in the playbook's language.
    pub why: String,
    /// Where the reaction is written; absent for the engine's own.
    pub place: Option<Place>,
}

/// One exchange: what the rep said, what it did, how the buyer took it.
#[derive(Debug, Clone)]
pub struct Turn {
    /// What the rep said.
    pub said: String,
    /// What it did.
    pub verdict: Verdict,
    /// Facts of the sheet that it named (indexes).
    pub facts: BTreeSet<usize>,
    /// Needs that it opened (indexes).
    pub opened: BTreeSet<usize>,
    /// The buyer's answer.
    pub answer: BuyerLine,
    /// The mood after it.
    pub mood: Mood,
    /// Why it moved.
    pub moves: Vec<Move>,
}

/// Why a talk is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// The buyer came to a state that ends the talk.
    Buyer(Outcome),
    /// The buyer's patience was spent.
    Patience,
    /// The replies that the scenario allows were used up.
    Turns,
    /// The rep stopped.
    Stopped,
}

/// A drill under way or finished.
#[derive(Debug, Clone)]
pub struct Bout {
    /// What is played.
    pub plan: Plan,
    /// Which of the wordings are chosen.
    pub seed: u64,
    /// What the buyer opened with.
    pub opening: BuyerLine,
    /// What was said since.
    pub turns: Vec<Turn>,
    /// Set when the talk is over.
    pub end: Option<End>,
    state: usize,
    mood: Mood,
    opened: BTreeSet<usize>,
}

/// A reply came after the talk was over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the drill is over; start another to go on")]
pub struct Over;

impl Bout {
    /// The buyer opens the talk.
    pub fn begin(plan: Plan, seed: u64) -> Self {
        let scenario = &plan.scenario;
        let mood = Mood {
            trust: scenario.buyer.trust,
            interest: scenario.buyer.interest,
            patience: scenario.buyer.patience,
        };
        let state = scenario.start;
        let opening = line_of(&plan, state, &[], seed, 0, None);
        Self { seed, opening, turns: Vec::new(), end: None, state, mood, opened: BTreeSet::new(), plan }
    }

    /// The rep said something that did what the verdict says; the buyer reacts.
    ///
    /// # Errors
    /// [`Over`] when the talk has ended.
    pub fn answer(&mut self, said: &str, verdict: Verdict) -> Result<&Turn, Over> {
        if self.end.is_some() {
            return Err(Over);
        }
        let turn = react::turn(self, &Text::new(said), verdict);
        self.turns.push(turn);
        self.turns.last().ok_or(Over)
    }

    /// What a reply does, in the light of what was said so far. A trick does nothing, and is named.
    pub fn hear(&self, recogniser: &Recogniser, said: &str) -> Verdict {
        let text = Text::new(said);
        let verdict = recogniser.judge(&text, self.last_line());
        let own =
            verdict.marks.iter().filter(|mark| mark.label.task() == self.plan.method.id.as_str()).count();
        let buyer = std::iter::once(&self.opening).chain(self.turns.iter().map(|turn| &turn.answer));
        let model = self.plan.scenario.transcripts.model.iter().map(String::as_str);
        match recogniser.trick(&text, buyer.map(|said| said.line.as_str()), model, own) {
            Some(trick) => Verdict { trick: Some(trick), ..Verdict::default() },
            None => verdict,
        }
    }

    /// The rep leaves; what was said so far is what will be scored.
    pub fn stop(&mut self) {
        self.end.get_or_insert(End::Stopped);
    }

    /// What the buyer said last.
    pub fn last_line(&self) -> &str {
        self.line_before(self.turns.len())
    }

    /// What the buyer said just before the so-manieth reply, counted from 0.
    pub fn line_before(&self, reply: usize) -> &str {
        let before = reply.checked_sub(1).and_then(|before| self.turns.get(before));
        before.map_or(&self.opening.line, |turn| &turn.answer.line)
    }

    /// The state that the buyer is in.
    pub fn state(&self) -> Option<&super::scenario::State> {
        self.plan.scenario.states.get(self.state)
    }

    /// Needs that are open so far (indexes).
    pub fn opened(&self) -> &BTreeSet<usize> {
        &self.opened
    }

    /// Whether any turn so far did this.
    pub fn did(&self, label: &Label) -> bool {
        self.turns.iter().any(|turn| turn.verdict.did(label))
    }

    /// What the coach whispers to a rep who is stuck: the hint of the step expected now, or of the first one missing.
    pub fn hint(&self) -> Option<&str> {
        let method = &self.plan.method;
        let expected = self.state().and_then(|state| state.expects.as_ref()).and_then(|id| method.step(id));
        let missing = || method.steps.iter().find(|step| !step.labels.iter().any(|label| self.did(label)));
        expected.or_else(missing).map(|step| step.hint.as_str())
    }
}

/// One of the wordings, never the one that was just said.
fn line_of(
    plan: &Plan,
    state: usize,
    own: &[String],
    seed: u64,
    turn: usize,
    last: Option<&str>,
) -> BuyerLine {
    let here = plan.scenario.states.get(state);
    let say = if own.is_empty() { here.map_or(own, |s| s.say.as_slice()) } else { own };
    // What a need was told with stands beside the words that were said.
    let just_said = |line: &&String| last.is_some_and(|last| last.contains(line.as_str()));
    let mut fresh: Vec<&String> = say.iter().filter(|line| !just_said(line)).collect();
    if fresh.is_empty() {
        // Two states may share their only wording; the same again is better than silence.
        fresh.extend(say);
    }
    let salt = (state as u64) << 32 | turn as u64;
    let line = fresh.get(seed::pick(seed, salt, fresh.len())).map(|line| (*line).clone()).unwrap_or_default();
    BuyerLine { state: here.map_or_else(|| super::ids::Id::new(""), |s| s.id.clone()), line }
}
