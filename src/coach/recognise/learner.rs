//! A linear learner, one vote a label: a support vector machine trained by dual coordinate descent.
//! Hsieh and others, "A Dual Coordinate Descent Method for Large-scale Linear SVM" (ICML 2008), squared hinge loss.
//! It uses only additions and products in a fixed order, so the same examples give the same model on any machine.

use std::ops::Range;

use super::features::{BUCKETS, Features};
use super::sight::{Counts, FEWEST};
use super::table::Table;
use crate::coach::seed;

/// How much a wrong example counts against a simple model.
const COST: f32 = 3.0;
/// Rounds over the examples; more did not change the development scores.
const ROUNDS: u64 = 12;
/// A text with nothing left to learn from it is not looked at for so many rounds.
const REST: u64 = 2;

/// What a learner without examples says: "no", so quietly that one pattern of the usual weight outvotes it.
const NOTHING_LEARNT: f32 = -0.5;

/// Labels are learnt so many at a time, for that many weights are read and moved at once.
const LANES: usize = 8;

/// A text and the places of its labels.
pub(super) type Labelled = (Features, Vec<usize>);

/// A vote for each label.
#[derive(Debug, Clone)]
pub(super) struct Learner {
    /// Empty when there was nothing to learn from.
    table: Table<f32>,
    bias: Vec<f32>,
}

impl Learner {
    /// Learns from texts and the places of their labels; `counts` says what they are made of.
    pub(super) fn train(counts: &Counts, examples: impl Iterator<Item = Labelled>, labels: usize) -> Self {
        let (rows, count) = rows(counts);
        let texts = Texts::new(examples, &rows);
        if texts.ends.is_empty() {
            let table = Table { labels, ..Table::default() };
            return Self { table, bias: vec![NOTHING_LEARNT; labels] };
        }
        let table = Table { rows, labels, weights: vec![0.0; count * labels] };
        let mut learner = Self { table, bias: Vec::new() };
        for first in (0..labels).step_by(LANES) {
            let own = first..labels.min(first + LANES);
            let block = Block::learnt(&texts, own.clone(), count);
            for (row, weights) in learner.table.weights.chunks_mut(labels).zip(&block.weights) {
                row.iter_mut().skip(first).zip(weights).for_each(|(weight, learnt)| *weight = *learnt);
            }
            learner.bias.extend(block.bias.iter().take(own.len()));
        }
        learner
    }

    /// How much speaks for each label (above 0) or against it.
    #[cfg(test)]
    pub(super) fn votes(&self, seen: &Features) -> Vec<f32> {
        let mut votes = self.bias.clone();
        for feature in &seen.0 {
            let weights = self.table.of(feature.bucket);
            votes.iter_mut().zip(weights).for_each(|(vote, weight)| *vote += weight * feature.value);
        }
        votes
    }

    /// For each label, the largest of its weights, whatever their sign.
    pub(super) fn largest(&self) -> Vec<f32> {
        let mut largest = vec![0.0f32; self.table.labels];
        for row in self.table.weights.chunks(self.table.labels.max(1)) {
            largest.iter_mut().zip(row).for_each(|(largest, weight)| *largest = largest.max(weight.abs()));
        }
        largest
    }

    /// What speaks for each label before anything is seen.
    pub(super) fn bias(&self) -> &[f32] {
        &self.bias
    }

    /// Whether a feature was learnt.
    pub(super) fn knows(&self, bucket: u32) -> bool {
        self.table.knows(bucket)
    }

    /// What one feature says about each label; nothing of one that was not learnt.
    pub(super) fn weights_or_nothing(&self, bucket: u32) -> impl Iterator<Item = f32> {
        let weights = self.table.of(bucket);
        (0..self.table.labels).map(|label| weights.get(label).copied().unwrap_or(0.0))
    }
}

/// A row for each bucket that enough examples fall into, so that memory follows the examples, and how many rows there
/// are. What most examples have stands first, so that what is used most lies together.
fn rows(counts: &Counts) -> (Vec<u32>, usize) {
    let mut met: Vec<(u32, u32)> = counts.all().filter(|(_, count)| *count >= FEWEST).collect();
    met.sort_unstable_by_key(|(bucket, count)| (std::cmp::Reverse(*count), *bucket));
    let mut rows = vec![0u32; BUCKETS];
    for (row, (bucket, _)) in (1..).zip(&met) {
        if let Some(place) = rows.get_mut(*bucket as usize) {
            *place = row;
        }
    }
    (rows, met.len() + 1)
}

/// Some labels while they are learnt; lanes beyond them stay idle.
struct Block {
    weights: Vec<[f32; LANES]>,
    bias: [f32; LANES],
    duals: Duals,
}

impl Block {
    fn learnt(texts: &Texts, labels: Range<usize>, rows: usize) -> Self {
        let duals = Duals::new(&texts.labels, labels);
        let mut block = Self { weights: vec![[0.0; LANES]; rows], bias: [0.0; LANES], duals };
        let mut wake = vec![0u64; texts.ends.len()];
        for round in 0..ROUNDS {
            for at in seed::shuffled(round, texts.ends.len()) {
                if let Some(wake) = wake.get_mut(at).filter(|wake| **wake <= round)
                    && !block.learn(texts, at)
                {
                    *wake = round + 1 + REST;
                }
            }
        }
        block
    }

    /// One step of the descent: looks at a text once for all labels, for they share its features. Whether there was
    /// anything to learn comes back.
    fn learn(&mut self, texts: &Texts, at: usize) -> bool {
        let features = texts.of(at);
        let mut votes = self.bias;
        for &(row, value) in features {
            if let Some(weights) = self.weights.get(row as usize) {
                votes.iter_mut().zip(weights).for_each(|(vote, weight)| *vote += weight * value);
            }
        }
        let changes = self.duals.step(at, &votes, texts.square(at));
        if changes == [0.0; LANES] {
            return false;
        }
        for &(row, value) in features {
            if let Some(weights) = self.weights.get_mut(row as usize) {
                weights.iter_mut().zip(changes).for_each(|(weight, change)| *weight += change * value);
            }
        }
        self.bias.iter_mut().zip(changes).for_each(|(bias, change)| *bias += change);
        true
    }
}

/// The examples' features by their rows, one after the other, and the places of their labels.
#[derive(Default)]
struct Texts {
    features: Vec<(u32, f32)>,
    ends: Vec<usize>,
    squares: Vec<f32>,
    labels: Vec<Vec<usize>>,
}

impl Texts {
    fn new(examples: impl Iterator<Item = Labelled>, rows: &[u32]) -> Self {
        let mut texts = Self::default();
        for (seen, labels) in examples {
            let start = texts.features.len();
            let row = |bucket: u32| rows.get(bucket as usize).copied().filter(|row| *row != 0);
            texts.features.extend(seen.0.iter().filter_map(|f| Some((row(f.bucket)?, f.value))));
            let own = texts.features.get(start..).unwrap_or_default();
            // The bias is one more feature of every text.
            texts.squares.push(own.iter().map(|(_, value)| value * value).sum::<f32>() + 1.0);
            texts.ends.push(texts.features.len());
            texts.labels.push(labels);
        }
        texts
    }

    fn of(&self, at: usize) -> &[(u32, f32)] {
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        let end = self.ends.get(at).copied().unwrap_or(start);
        self.features.get(start..end).unwrap_or_default()
    }

    fn square(&self, at: usize) -> f32 {
        self.squares.get(at).copied().unwrap_or(1.0)
    }
}

/// The dual variables: how much each example holds on to each of its labels.
struct Duals {
    alphas: Vec<[f32; LANES]>,
    /// 1 where the example has the label, −1 where not, 0 in an idle lane.
    sides: Vec<[f32; LANES]>,
    /// What an example that has the label costs.
    costs: [f32; LANES],
}

impl Duals {
    fn new(has: &[Vec<usize>], labels: Range<usize>) -> Self {
        let side = |has: &[usize], label| if has.contains(&label) { 1.0 } else { -1.0 };
        let lanes = |has: &[usize]| {
            let mut lanes = [0.0; LANES];
            lanes.iter_mut().zip(labels.clone()).for_each(|(lane, label)| *lane = side(has, label));
            lanes
        };
        let sides: Vec<[f32; LANES]> = has.iter().map(|has| lanes(has)).collect();
        let mut costs = [COST; LANES];
        for (lane, cost) in costs.iter_mut().enumerate() {
            *cost *= rarity(sides.iter().filter_map(|sides| sides.get(lane)));
        }
        Self { alphas: vec![[0.0; LANES]; sides.len()], sides, costs }
    }

    /// How much the weights move along an example, for each label, given what they say of it now.
    fn step(&mut self, at: usize, votes: &[f32; LANES], square: f32) -> [f32; LANES] {
        let mut changes = [0.0; LANES];
        let (Some(alphas), Some(sides)) = (self.alphas.get_mut(at), self.sides.get(at)) else {
            return changes;
        };
        let parts = alphas.iter_mut().zip(sides).zip(&self.costs).zip(votes).zip(&mut changes);
        for ((((alpha, &side), &rare), &vote), change) in parts {
            let softness = 0.5 / if side > 0.0 { rare } else { COST };
            let slope = side * vote - 1.0 + softness * *alpha;
            let moved = (*alpha - slope / (square + softness)).max(0.0);
            *change = (moved - *alpha) * side;
            *alpha = if side == 0.0 { 0.0 } else { moved };
        }
        changes
    }
}

/// Rare labels count more, or they would never be worth a vote.
fn rarity<'s>(sides: impl Iterator<Item = &'s f32> + Clone) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "counts of examples are far below 2^24")]
    let share = |wanted: f32| sides.clone().filter(|&&side| side == wanted).count().max(1) as f32;
    (share(-1.0) / share(1.0)).sqrt().clamp(1.0, 4.0)
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::features::seen;
    use super::super::lexicon::Lexicons;
    use super::super::sight::{Known, Part, Sight};
    use super::super::text::Text;
    use super::*;

    pub(in super::super) fn features(text: &str) -> Features {
        let sight = Sight::new(Lexicons::new([].iter()), Part::All, Known::all());
        seen(&Text::new(text), &Text::new(""), &sight).whole
    }

    pub(in super::super) fn learnt(examples: &[Labelled], labels: usize) -> Learner {
        let counts = Counts::new(examples.iter().map(|(seen, _)| seen.clone()));
        Learner::train(&counts, examples.iter().cloned(), labels)
    }

    #[test]
    fn it_tells_apart_what_its_examples_tell_apart() {
        let examples = [
            ("what would you gain by it?", 0),
            ("what would that make possible for you?", 0),
            ("how would that help your team?", 0),
            ("we have forty branches", 1),
            ("the unit weighs nine kilos", 1),
            ("our office is in leeds", 1),
        ]
        .map(|(text, label)| (features(text), vec![label]));
        let learner = learnt(&examples, 2);
        let asked = features("what would it help you to gain?");
        let votes = learner.votes(&asked);
        assert!(votes[0] > 0.0 && votes[1] < 0.0, "{votes:?}");
    }

    #[test]
    fn without_examples_it_leaves_the_word_to_patterns() {
        let vote = learnt(&[], 3).votes(&features("anything"))[2];
        assert!(vote < 0.0 && vote + 1.0 > 0.0);
    }
}
