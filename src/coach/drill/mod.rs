//! A drill: the rep says something, the buyer reacts, until the talk ends.
//! It is a pure fold: the same scenario, seed and verdicts give the same talk, so a session is kept as its turns alone.
//! It must not judge words (`recognise` did) and must not score them (`score` does).

mod heard;
mod numbers;
mod react;
mod say;

use std::collections::BTreeSet;
use std::sync::Arc;

pub use heard::Heard;
pub use numbers::Number;
use numbers::given;

use super::ids::{Id, Label, Place};
use super::method::{Check, Method};
use super::recognise::{Recogniser, Sources, Text, Verdict};
use super::scenario::{Outcome, Scenario};

/// A scenario with the method it is scored by.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The situation and its buyer.
    pub scenario: Arc<Scenario>,
    /// The method that the scenario trains.
    pub method: Arc<Method>,
    /// How much the buyer pushes back, 1 to 4.
    pub difficulty: u32,
}

/// The hardest that a drill can be.
pub const HARDEST: u32 = 4;
/// After so many replies a duel is over.
pub const LONGEST_DUEL: usize = 40;

impl Plan {
    /// The same, as hard as asked; 0 leaves it as hard as the scenario's level says.
    #[must_use]
    pub fn as_hard_as(self, difficulty: u32) -> Self {
        let asked = (1..=HARDEST).contains(&difficulty);
        Self { difficulty: if asked { difficulty } else { self.scenario.level }, ..self }
    }

    /// The checks that a drill is scored by: the method's, then the scenario's own.
    pub fn checks(&self) -> impl Iterator<Item = &Check> {
        self.method.checks.iter().chain(&self.scenario.checks)
    }
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
    pub state: Id,
    /// Who said it, where it was not the buyer.
    pub speaker: Option<String>,
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

/// An objection that the buyer brought up because of what the rep had done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provoked {
    /// The objection.
    pub objection: Id,
    /// The replies that provoked it, counted from 1.
    pub by: Vec<usize>,
}

/// One exchange: what the rep said, what it did, how the buyer took it.
#[derive(Debug, Clone)]
pub struct Turn {
    /// What the rep said.
    pub said: String,
    /// What was heard in it.
    pub heard: Arc<Heard>,
    /// The state in which the buyer heard it.
    pub state: Id,
    /// Needs that it opened (indexes).
    pub opened: BTreeSet<usize>,
    /// The objection that it brought up.
    pub provoked: Option<Provoked>,
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
    /// What was said since. Turns are shared, so that a talk can be tried on from where it stands.
    pub turns: Vec<Arc<Turn>>,
    /// Set when the talk is over.
    pub end: Option<End>,
    state: usize,
    mood: Mood,
    opened: BTreeSet<usize>,
    /// Push-backs that are still to come before the buyer agrees.
    pushes_left: usize,
    /// The push-back that waits for an answer (index), and where an answer leads.
    pushing: Option<(usize, usize)>,
    /// Another member plays the buyer; the machine stands still.
    peer: bool,
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
        let given = scenario.needs.iter().enumerate().filter(|(_, need)| need.given).map(|(at, _)| at);
        let (opened, pushes_left) = (given.collect(), scenario.budget(plan.difficulty));
        let opening = say::opening(&plan, seed);
        let (turns, end, pushing) = (Vec::new(), None, None);
        Self { seed, opening, turns, end, state, mood, opened, pushes_left, pushing, peer: false, plan }
    }

    /// A talk in which another member plays the buyer, and opens it.
    pub fn duel(plan: Plan, seed: u64) -> Self {
        let mut bout = Self { peer: true, ..Self::begin(plan, seed) };
        bout.opening.line.clear();
        bout
    }

    /// The member who plays the buyer said something.
    pub fn peer_says(&mut self, said: &str) {
        let answer = match self.turns.last_mut() {
            Some(turn) => &mut Arc::make_mut(turn).answer,
            None => &mut self.opening,
        };
        if !answer.line.is_empty() {
            answer.line.push('\n');
        }
        answer.line.push_str(said);
    }

    /// The rep said something that did what the verdict says; the buyer reacts.
    ///
    /// # Errors
    /// [`Over`] when the talk has ended.
    pub fn answer(&mut self, said: &str, verdict: Verdict) -> Result<&Turn, Over> {
        let heard = Heard::new(&self.plan, &Text::new(said), verdict);
        self.take(said, Arc::new(heard))
    }

    /// The same for a reply of which only what is heard in it is known: the buyer reacts to nothing else.
    ///
    /// # Errors
    /// [`Over`] when the talk has ended.
    pub fn take(&mut self, said: &str, heard: Arc<Heard>) -> Result<&Turn, Over> {
        if self.end.is_some() {
            return Err(Over);
        }
        let turn = if self.peer { react::listen(self, said, heard) } else { react::turn(self, said, heard) };
        self.turns.push(Arc::new(turn));
        self.turns.last().map(|turn| &**turn).ok_or(Over)
    }

    /// Says these lines one after the other, each judged in the light of what came before, until the talk ends.
    pub fn say_again<'s>(&mut self, recogniser: &Recogniser, lines: impl IntoIterator<Item = &'s str>) {
        for said in lines {
            let verdict = self.hear(recogniser, said);
            if self.answer(said, verdict).is_err() {
                break;
            }
        }
    }

    /// What a reply does, in the light of what was said so far. A trick does nothing, and is named.
    pub fn hear(&self, recogniser: &Recogniser, said: &str) -> Verdict {
        let text = Text::new(said);
        let verdict = recogniser.judge(&text, self.last_line());
        let tasks = self.plan.method.tasks();
        let own = verdict.marks.iter().filter(|mark| tasks.contains(mark.label.task())).count();
        let buyer = std::iter::once(&self.opening).chain(self.turns.iter().map(|turn| &turn.answer));
        if heard::is_exact(&self.plan, &text) {
            return verdict;
        }
        let sources = Sources {
            buyer: buyer.map(|said| said.line.as_str()).collect(),
            model: self.plan.scenario.transcripts.model.iter().map(String::as_str).collect(),
            before: self.turns.iter().map(|turn| turn.said.as_str()).collect(),
            rubric: rubric(&self.plan),
        };
        match recogniser.trick(&text, &sources, own) {
            Some(trick) => Verdict { trick: Some(trick), ..Verdict::default() },
            None => verdict,
        }
    }

    /// The talk as it stood before the so-manieth reply, counted from 0.
    #[must_use]
    pub fn before(&self, reply: usize) -> Self {
        let mut earlier = Self::begin(self.plan.clone(), self.seed);
        for turn in self.turns.iter().take(reply) {
            // Only the last turn can have ended the talk.
            earlier.take(&turn.said, Arc::clone(&turn.heard)).ok();
        }
        earlier
    }

    /// What the buyer's next answer depends on: two talks of the same key go on alike.
    pub fn key(&self) -> u64 {
        use std::hash::{DefaultHasher, Hash, Hasher};
        let mut hasher = DefaultHasher::new();
        let Mood { trust, interest, patience } = self.mood;
        (self.state, trust, interest, patience, self.pushes_left, self.pushing).hash(&mut hasher);
        (&self.opened, self.turns.len(), self.end.is_some()).hash(&mut hasher);
        let mut done: Vec<&str> = self
            .turns
            .iter()
            .flat_map(|turn| turn.heard.verdict.marks.iter())
            .map(|mark| mark.label.as_str())
            .collect();
        done.sort_unstable();
        done.hash(&mut hasher);
        hasher.finish()
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
        &self.said_before(reply).line
    }

    /// The same, with who said it.
    pub fn said_before(&self, reply: usize) -> &BuyerLine {
        let before = reply.checked_sub(1).and_then(|before| self.turns.get(before));
        before.map_or(&self.opening, |turn| &turn.answer)
    }

    /// The state that the buyer is in.
    pub fn state(&self) -> Option<&super::scenario::State> {
        self.plan.scenario.states.get(self.state)
    }

    /// The place of that state in the scenario.
    pub fn place(&self) -> usize {
        self.state
    }

    /// Needs that are open so far (indexes).
    pub fn opened(&self) -> &BTreeSet<usize> {
        &self.opened
    }

    /// Needs that the rep's asking opened so far: without those told in the brief.
    pub fn found(&self) -> usize {
        let needs = &self.plan.scenario.needs;
        self.opened.iter().filter(|&&at| needs.get(at).is_some_and(|need| !need.given)).count()
    }

    /// Whether another member plays the buyer.
    pub fn by_peer(&self) -> bool {
        self.peer
    }

    /// The rep's share of all characters, in percent, rounded up: a stand-in for who talks how long.
    pub fn talk_share(&self) -> u32 {
        let heard = std::iter::once(&self.opening).chain(self.turns.iter().map(|turn| &turn.answer));
        let buyer: usize = heard.map(|said| said.line.chars().count()).sum();
        let rep: usize = self.turns.iter().map(|turn| turn.heard.length).sum();
        let percent = (rep * 100).div_ceil((rep + buyer).max(1));
        u32::try_from(percent).unwrap_or(100)
    }

    /// How the buyer feels.
    pub fn mood(&self) -> Mood {
        self.mood
    }

    /// The push-back that waits for an answer.
    pub fn pushing(&self) -> Option<&super::scenario::PushBack> {
        self.pushing.and_then(|(at, _)| self.plan.scenario.push_backs.get(at))
    }

    /// Whether any turn so far did this.
    pub fn did(&self, label: &Label) -> bool {
        self.turns.iter().any(|turn| turn.heard.verdict.did(label))
    }

    /// What the coach whispers to a rep who is stuck: the hint of the step expected now, or of the first one missing.
    pub fn hint(&self) -> Option<&str> {
        let method = &self.plan.method;
        let expected = self.state().and_then(|state| state.expects.as_ref()).and_then(|id| method.step(id));
        let missing = || method.steps.iter().find(|step| !step.labels.iter().any(|label| self.did(label)));
        expected.or_else(missing).map(|step| step.hint.as_str())
    }
}

/// Names, titles and advice of all that a plan scores.
fn rubric(plan: &Plan) -> Vec<&str> {
    let steps = plan.method.steps.iter().flat_map(|step| [step.name.as_str(), &step.intent, &step.hint]);
    let faults = plan.method.faults.iter().flat_map(|fault| [fault.title.as_str(), &fault.better]);
    steps.chain(plan.checks().flat_map(|check| [check.title.as_str(), &check.better])).chain(faults).collect()
}

/// The numbers of a reply that nobody gave: not the sheet, nor the brief, nor the buyer so far.
pub(in crate::coach) fn invented(bout: &Bout, claimed: &[Number]) -> Vec<Number> {
    if claimed.is_empty() {
        return Vec::new();
    }
    let known = known_numbers(bout, bout.turns.len());
    claimed.iter().filter(|(value, _)| !known.contains(value)).cloned().collect()
}

/// The numbers that were given before the so-manieth reply, counted from 0.
pub fn known_numbers(bout: &Bout, before: usize) -> BTreeSet<String> {
    let scenario = &bout.plan.scenario;
    let noted = scenario.occasion.as_ref().map(|occasion| occasion.note.as_str());
    let sheet = scenario.facts.iter().map(|fact| fact.text.as_str());
    let heard = bout.turns.iter().take(before).map(|turn| turn.answer.line.as_str());
    let told =
        [bout.opening.line.as_str(), &scenario.brief].into_iter().chain(noted).chain(sheet).chain(heard);
    told.flat_map(|text| given(&Text::new(text)).collect::<Vec<_>>()).collect()
}
