//! A server's own corrections: sentences that a trainer labelled anew. They bend the votes for sentences like them, at
//! once and without learning everything again, and leave all others alone.
//! It must not know where corrections are kept.

use super::Example;
use super::features::Features;
use crate::coach::ids::Id;

/// How hard a correction insists; nearly without bound, for a trainer said so.
const COST: f32 = 20.0;
/// Rounds over a server's corrections, of which there are a few hundred at most.
const ROUNDS: usize = 30;

/// A sentence that a trainer labelled anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// The task.
    pub task: Id,
    /// The sentence with the labels that it should have had.
    pub example: Example,
}

/// What a task takes from a correction: itself, its features, the votes without it, the places of its labels.
pub(super) type Heard = (Correction, Features, Vec<f32>, Vec<usize>);

/// A task's corrections and how much each pulls at each label.
#[derive(Debug, Clone, Default)]
pub(super) struct Corrections {
    all: Vec<(Correction, Features)>,
    /// For each correction, one pull a label.
    pulls: Vec<Vec<f32>>,
}

impl Corrections {
    /// Finds the smallest pulls that give every correction its labels: a support vector machine over the corrections
    /// alone, which starts from the votes there are (dual coordinate descent, as in `learner`).
    pub(super) fn learn(heard: Vec<Heard>, labels: usize) -> Self {
        let mut alphas = vec![vec![0.0f32; labels]; heard.len()];
        let near: Vec<Vec<f32>> =
            heard.iter().map(|(_, a, ..)| heard.iter().map(|(_, b, ..)| nearness(a, b)).collect()).collect();
        let side = |has: &[usize], label| if has.contains(&label) { 1.0f32 } else { -1.0 };
        for (label, at) in
            (0..ROUNDS).flat_map(|_| (0..labels).flat_map(|l| (0..heard.len()).map(move |a| (l, a))))
        {
            let Some(((_, _, votes, has), near)) = heard.get(at).zip(near.get(at)) else { continue };
            let pulled = alphas.iter().zip(&heard).zip(near).map(|((alphas, (_, _, _, has)), near)| {
                alphas.get(label).copied().unwrap_or(0.0) * side(has, label) * near
            });
            let vote = votes.get(label).copied().unwrap_or(0.0) + pulled.sum::<f32>();
            let Some(alpha) = alphas.get_mut(at).and_then(|alphas| alphas.get_mut(label)) else { continue };
            let softness = 0.5 / COST;
            let slope = side(has, label) * vote - 1.0 + softness * *alpha;
            *alpha = (*alpha - slope / (1.0 + softness)).max(0.0);
        }
        let pull = |(alphas, (_, _, _, has)): (&Vec<f32>, &Heard)| {
            alphas.iter().enumerate().map(|(label, alpha)| alpha * side(has, label)).collect()
        };
        let pulls = alphas.iter().zip(&heard).map(pull).collect();
        Self { all: heard.into_iter().map(|(correction, seen, ..)| (correction, seen)).collect(), pulls }
    }

    /// What the corrections add to the vote for each label, and which of them speaks loudest for it.
    pub(super) fn votes(&self, seen: Option<&Features>, labels: usize) -> Vec<(f32, Option<usize>)> {
        let mut votes = vec![(0.0, None, 0.0); labels];
        let all =
            seen.into_iter().flat_map(|seen| self.all.iter().zip(&self.pulls).map(move |pair| (seen, pair)));
        for (at, (seen, ((_, own), pulls))) in all.enumerate() {
            let near = nearness(own, seen);
            for ((sum, loudest, most), pull) in votes.iter_mut().zip(pulls) {
                *sum += pull * near;
                if pull * near > *most {
                    (*loudest, *most) = (Some(at), pull * near);
                }
            }
        }
        votes.into_iter().map(|(sum, loudest, _)| (sum, loudest)).collect()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// A correction by its place.
    pub(super) fn get(&self, at: usize) -> Option<&Correction> {
        self.all.get(at).map(|(correction, _)| correction)
    }
}

/// How much one sentence says about another: the cube of the likeness, so that what shares only everyday words is left
/// alone.
fn nearness(a: &Features, b: &Features) -> f32 {
    a.likeness(b).powi(3)
}
