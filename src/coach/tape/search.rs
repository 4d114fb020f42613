//! The best that can still be reached from where a talk stands. The buyer is a finite machine, so it can be tried out:
//! layer by layer, always going on from the most promising talks (a beam search).
//! What it finds can be reached; that nothing better can is certain only where nothing was lost.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::sync::Arc;

use super::imagine::{Imagined, replies};
use crate::coach::drill::{Bout, End, Heard};
use crate::coach::scenario::Outcome;
use crate::coach::score::{Standing, standing};

/// Talks that are followed at once.
const BEAM: usize = 16;
/// So many replies after the last better end nothing better is expected.
const PATIENCE: usize = 2;

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

    /// The more promising is greater.
    fn promise(&self) -> (u32, u32, usize, i32, i32) {
        let mood = self.bout.mood();
        let ripe = self.bout.opened().len();
        (self.standing.at_best, self.standing.score, ripe, mood.patience, mood.trust + mood.interest)
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
    let heard: Vec<Arc<Heard>> = all.iter().map(|reply| Arc::new(reply.heard())).collect();
    let mut layer = if from.end.is_some() { Vec::new() } else { vec![start] };
    let mut replies = 0;
    while !(layer.is_empty() || best.agrees && (best.score >= goal || replies > best.line.len() + PATIENCE)) {
        let next = layer.iter().flat_map(|talk| followed_by(talk, &heard));
        layer = promising(next.collect(), &mut best, &all);
        replies += 1;
    }
    best
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
fn promising(mut talks: Vec<Followed>, best: &mut Best, all: &[Imagined]) -> Vec<Followed> {
    let line = |talk: &Followed| talk.line.iter().filter_map(|&at| all.get(at).cloned()).collect();
    for talk in &talks {
        let found = Best { score: talk.standing.score, agrees: talk.agrees(), line: Vec::new() };
        let length = Reverse(talk.line.len());
        if (found.score, found.agrees, length) > best.worth() {
            *best = Best { line: line(talk), ..found };
        }
    }
    talks.retain(|talk| talk.bout.end.is_none());
    talks.sort_by_key(|talk| Reverse(talk.promise()));
    let mut seen = BTreeSet::new();
    talks.retain(|talk| seen.len() < BEAM && seen.insert((talk.bout.key(), talk.standing)));
    talks
}
