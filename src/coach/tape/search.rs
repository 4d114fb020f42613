//! The best that can still be reached from where a talk stands. The buyer is a finite machine, so it can be tried out:
//! layer by layer, always going on from the most promising talks (a beam search).
//! What it finds can be reached; that nothing better can is certain only where nothing was lost.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::sync::Arc;

use super::imagine::{Imagined, replies};
use crate::coach::drill::{Bout, End, Heard};
use crate::coach::scenario::{Outcome, Scenario, State};
use crate::coach::score::{Standing, standing};

/// Talks that are followed at once.
const BEAM: usize = 20;
/// What it is worth to be one state nearer to the end, in points.
const NEARER: u32 = 5;
/// So many replies after the last better end nothing better is expected.
const PATIENCE: usize = 3;

/// The best way on that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Best {
    /// The score at its end, 0 to 100.
    pub score: u32,
    /// Whether the buyer agrees to a next step.
    pub agrees: bool,
    /// The replies that lead there; the fewest of those that were found.
    pub line: Vec<Imagined>,
}

impl Best {
    fn worth(&self) -> (u32, bool, Reverse<usize>) {
        (self.score, self.agrees, Reverse(self.line.len()))
    }
}

/// A talk that is followed.
struct Followed {
    bout: Bout,
    standing: Standing,
    /// The replies so far, by their places among all.
    line: Vec<usize>,
}

impl Followed {
    fn new(bout: Bout, line: Vec<usize>) -> Self {
        Self { standing: standing(&bout), bout, line }
    }

    /// The more promising is greater: what can still be reached, then what was reached and how near the end is.
    fn promise(&self, far: &[usize]) -> (u32, u32, usize, i32, i32) {
        let mood = self.bout.mood();
        let ripe = self.bout.opened().len();
        let near = far.len() - far.get(self.bout.place()).copied().unwrap_or(far.len()).min(far.len());
        let reached = self.standing.score + NEARER * u32::try_from(near).unwrap_or(0);
        (self.standing.at_best, reached, ripe, mood.patience, mood.trust + mood.interest)
    }

    fn agrees(&self) -> bool {
        self.bout.end == Some(End::Buyer(Outcome::Advance))
    }
}

/// Looks for the best way on.
pub fn best(from: &Bout) -> Best {
    let all = replies(&from.plan);
    let start = Followed::new(from.clone(), Vec::new());
    let goal = start.standing.at_best;
    let mut best = Best { score: start.standing.score, agrees: start.agrees(), line: Vec::new() };
    let far = far_from_agreeing(&from.plan.scenario);
    let heard: Vec<Arc<Heard>> = all.iter().map(|reply| Arc::new(reply.heard())).collect();
    let mut layer = if from.end.is_some() { Vec::new() } else { vec![start] };
    let mut replies = 0;
    while !(layer.is_empty() || best.agrees && (best.score >= goal || replies > best.line.len() + PATIENCE)) {
        let next = layer.iter().flat_map(|talk| followed_by(talk, &heard));
        layer = promising(next.collect(), &mut best, &all, &far);
        replies += 1;
    }
    best
}

/// For each state of the buyer, how many steps it is from one in which they agree; as many as there are states where
/// no way leads there.
fn far_from_agreeing(scenario: &Scenario) -> Vec<usize> {
    let none = scenario.states.len();
    let agreed = |state: &State| if state.ends == Some(Outcome::Advance) { 0 } else { none };
    let mut far: Vec<usize> = scenario.states.iter().map(agreed).collect();
    for _ in 0..none {
        for (at, state) in scenario.states.iter().enumerate() {
            let all = state.reactions.iter().chain(&state.otherwise);
            let next = all.filter_map(|reaction| far.get(reaction.go?)).min().map_or(none, |next| next + 1);
            if let Some(own) = far.get_mut(at) {
                *own = next.min(*own);
            }
        }
    }
    far
}

fn followed_by<'f>(talk: &'f Followed, all: &'f [Arc<Heard>]) -> impl Iterator<Item = Followed> + 'f {
    all.iter().enumerate().filter_map(|(at, heard)| {
        let mut bout = talk.bout.clone();
        bout.take("", Arc::clone(heard)).ok()?;
        let mut line = talk.line.clone();
        line.push(at);
        Some(Followed::new(bout, line))
    })
}

/// Notes the best of the talks and keeps those that are worth following.
fn promising(mut talks: Vec<Followed>, best: &mut Best, all: &[Imagined], far: &[usize]) -> Vec<Followed> {
    let line = |talk: &Followed| talk.line.iter().filter_map(|&at| all.get(at).cloned()).collect();
    for talk in &talks {
        let found = Best { score: talk.standing.score, agrees: talk.agrees(), line: Vec::new() };
        let length = Reverse(talk.line.len());
        if (found.score, found.agrees, length) > best.worth() {
            *best = Best { line: line(talk), ..found };
        }
    }
    talks.retain(|talk| talk.bout.end.is_none());
    talks.sort_by_key(|talk| Reverse(talk.promise(far)));
    let mut seen = BTreeSet::new();
    talks.retain(|talk| seen.len() < BEAM && seen.insert((talk.bout.key(), talk.standing)));
    talks
}
