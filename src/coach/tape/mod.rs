//! The tape of a drill, looked at afterwards: which words filled which step, what was out of order, which questions
//! opened nothing, how good each reply was beside the best that could still be reached, and the shortest way to win.
//! It must not score anything anew: it compares scores.

mod imagine;
mod search;

pub use imagine::Imagined;
pub use search::{Best, best};

use super::drill::{Bout, Turn};
use super::ids::Id;
use super::method::Step;
use super::score::{Quote, Scorecard, score_as};

/// How good a reply was, by what it left to be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    /// Nothing was lost, and the end came nearer.
    Best,
    /// Hardly anything was lost, or nothing but time.
    Good,
    /// A little can no longer be reached.
    Inaccuracy,
    /// Much can no longer be reached.
    Blunder,
}

/// Points that a good reply may lose at most.
const GOOD: u32 = 5;
/// Points that an inaccuracy loses at most; the thresholds are this house's.
const INACCURACY: u32 = 15;

/// One reply on the tape.
#[derive(Debug, Clone)]
pub struct Played {
    /// Which, counted from 1.
    pub number: usize,
    /// Steps that it filled, with the words.
    pub steps: Vec<(Id, Quote)>,
    /// How many needs it opened.
    pub opened: usize,
    /// It asked, needs were left to be found, and none was.
    pub idle_question: bool,
    /// The objection that the buyer brought up after it, and the replies that provoked it.
    pub provoked: Option<(Id, Vec<usize>)>,
    /// How good it was.
    pub grade: Grade,
    /// Points that can no longer be reached because of it.
    pub lost: u32,
}

/// The tape of a drill.
#[derive(Debug, Clone)]
pub struct Tape {
    /// Every reply.
    pub played: Vec<Played>,
    /// Steps that were never filled, in the method's order.
    pub missing: Vec<Id>,
    /// Steps that came before the one that the method puts ahead of them: (what came first, what should have).
    pub out_of_order: Vec<(Id, Id)>,
    /// The rep's share of all characters, in percent: a stand-in for who talks how long.
    pub talk_share: u32,
    /// Characters of the longest reply: a stand-in for the longest monologue.
    pub longest: usize,
    /// The best from the start.
    pub best: Best,
    /// The same talk read with other letterings of the method.
    pub readings: Vec<Reading>,
}

/// A talk read with another lettering.
#[derive(Debug, Clone)]
pub struct Reading {
    /// The lettering's name.
    pub title: String,
    /// Each letter, and whether its step was filled.
    pub letters: Vec<(String, bool)>,
    /// The score of its steps alone.
    pub card: Scorecard,
}

/// Looks at a drill that is over.
pub fn tape(bout: &Bout) -> Tape {
    let ways = ways(bout);
    let played = bout.turns.iter().enumerate().map(|(at, turn)| {
        let (grade, lost) = match (ways.get(at), ways.get(at + 1)) {
            (Some(before), Some(after)) => graded(before, after),
            _ => (Grade::Good, 0),
        };
        Played {
            number: at + 1,
            steps: steps_of(bout, at, turn),
            opened: turn.opened.len(),
            idle_question: is_idle(bout, at, turn),
            provoked: turn.provoked.as_ref().map(|p| (p.objection.clone(), p.by.clone())),
            grade,
            lost,
        }
    });
    let filled = |step: &Step| step.labels.iter().any(|label| bout.did(label));
    let missing = bout.plan.method.steps.iter().filter(|step| !step.labels.is_empty() && !filled(step));
    Tape {
        played: played.collect(),
        missing: missing.map(|step| step.id.clone()).collect(),
        out_of_order: out_of_order(bout),
        talk_share: bout.talk_share(),
        longest: bout.turns.iter().map(|turn| turn.heard.length).max().unwrap_or(0),
        best: ways.into_iter().next().unwrap_or_else(|| best(bout)),
        readings: readings(bout),
    }
}

/// The best way on from before each reply and from the end. What was really reached can be reached.
fn ways(bout: &Bout) -> Vec<Best> {
    let mut ways: Vec<Best> = (0..=bout.turns.len()).map(|at| best(&bout.before(at))).collect();
    let mut reached = 0;
    for way in ways.iter_mut().rev() {
        reached = reached.max(way.score);
        way.score = reached;
    }
    ways
}

fn graded(before: &Best, after: &Best) -> (Grade, u32) {
    let lost = before.score.saturating_sub(after.score);
    let nearer = after.line.len() < before.line.len() || before.line.is_empty();
    let grade = if lost > INACCURACY {
        Grade::Blunder
    } else if lost > GOOD {
        Grade::Inaccuracy
    } else if lost > 0 || !nearer {
        Grade::Good
    } else {
        Grade::Best
    };
    (grade, lost)
}

fn steps_of(bout: &Bout, at: usize, turn: &Turn) -> Vec<(Id, Quote)> {
    let steps = &bout.plan.method.steps;
    let filled = turn.heard.verdict.marks.iter().filter_map(|mark| {
        let step = steps.iter().find(|step| step.labels.contains(&mark.label))?;
        Some((step.id.clone(), Quote { turn: at + 1, span: mark.span.clone() }))
    });
    filled.collect()
}

fn is_idle(bout: &Bout, at: usize, turn: &Turn) -> bool {
    let found: usize = bout.turns.iter().take(at + 1).map(|turn| turn.opened.len()).sum();
    let hidden = bout.plan.scenario.needs.iter().filter(|need| !need.given).count();
    !bout.by_peer() && turn.heard.questions > 0 && turn.opened.is_empty() && found < hidden
}

/// Steps whose first time came before that of the step ahead of them, where both came.
fn out_of_order(bout: &Bout) -> Vec<(Id, Id)> {
    let first = |step: &Step| {
        let does = |turn: &Turn| {
            let marks = turn.heard.verdict.marks.iter().filter(|mark| step.labels.contains(&mark.label));
            marks.map(|mark| mark.span.start).min()
        };
        bout.turns.iter().enumerate().find_map(|(at, turn)| does(turn).map(|start| (at, start)))
    };
    let came: Vec<(&Id, (usize, usize))> =
        bout.plan.method.steps.iter().filter_map(|step| Some((&step.id, first(step)?))).collect();
    let pairs = came.iter().zip(came.iter().skip(1));
    pairs.filter(|(one, next)| next.1 < one.1).map(|(one, next)| (next.0.clone(), one.0.clone())).collect()
}

fn readings(bout: &Bout) -> Vec<Reading> {
    let method = &bout.plan.method;
    let filled =
        |id: &Id| method.step(id).is_some_and(|step| step.labels.iter().any(|label| bout.did(label)));
    let reading = |variant: &super::method::Variant| Reading {
        title: variant.title.clone(),
        letters: variant.letters.iter().map(|(letter, step)| (letter.clone(), filled(step))).collect(),
        card: score_as(bout, variant),
    };
    method.variants.iter().map(reading).collect()
}
