//! A linear learner, one vote a label: a support vector machine trained by dual coordinate descent.
//! Hsieh and others, "A Dual Coordinate Descent Method for Large-scale Linear SVM" (ICML 2008), squared hinge loss.
//! It uses only additions and products in a fixed order, so the same examples give the same model on any machine.

use super::features::{BUCKETS, Features};
use crate::coach::seed;

/// How much a wrong example counts against a simple model.
const COST: f32 = 3.0;
/// Rounds over the examples; more did not change the development scores.
const ROUNDS: u64 = 12;

/// What a learner without examples says: "no", so quietly that one pattern of the usual weight outvotes it.
const NOTHING_LEARNT: f32 = -0.5;

/// A vote for each label.
#[derive(Debug, Clone)]
pub(super) struct Learner {
    labels: usize,
    /// For each bucket, its row of weights; 0 where no example fell into it.
    rows: Vec<u32>,
    /// For each row, one weight a label; empty when there was nothing to learn from. Row 0 weighs nothing.
    weights: Vec<f32>,
    bias: Vec<f32>,
}

impl Learner {
    /// Learns from texts and the places of their labels.
    pub(super) fn train(examples: &[(Features, Vec<usize>)], labels: usize) -> Self {
        let mut learner = Self { labels, rows: Vec::new(), weights: Vec::new(), bias: vec![0.0; labels] };
        if examples.is_empty() {
            return learner;
        }
        let (rows, count) = rows(examples);
        learner.rows = rows;
        learner.weights = vec![0.0; count as usize * labels];
        for label in 0..labels {
            let sides: Vec<f32> =
                examples.iter().map(|(_, has)| if has.contains(&label) { 1.0 } else { -1.0 }).collect();
            let (weights, bias) = one_against_rest(examples, &sides);
            for (&row, weight) in learner.rows.iter().zip(weights) {
                if let Some(place) = learner.weights.get_mut(row as usize * labels + label) {
                    *place = weight;
                }
            }
            if let Some(place) = learner.bias.get_mut(label) {
                *place = bias;
            }
        }
        learner
    }

    /// How much speaks for each label (above 0) or against it.
    pub(super) fn votes(&self, seen: &Features) -> Vec<f32> {
        if self.weights.is_empty() {
            return vec![NOTHING_LEARNT; self.labels];
        }
        let mut votes = vec![0.0; self.labels];
        for &bucket in &seen.buckets {
            votes.iter_mut().zip(self.row(bucket)).for_each(|(vote, weight)| *vote += weight);
        }
        votes.iter_mut().zip(&self.bias).for_each(|(vote, bias)| *vote = *vote * seen.scale + bias);
        votes
    }

    /// How much speaks for one label (above 0) or against it.
    pub(super) fn vote(&self, seen: &Features, label: usize) -> f32 {
        if self.weights.is_empty() {
            return NOTHING_LEARNT;
        }
        let weights = seen.buckets.iter().filter_map(|&bucket| self.row(bucket).get(label));
        weights.sum::<f32>() * seen.scale + self.bias.get(label).copied().unwrap_or(0.0)
    }

    fn row(&self, bucket: u32) -> &[f32] {
        let start = self.rows.get(bucket as usize).map_or(0, |&row| row as usize * self.labels);
        self.weights.get(start..start + self.labels).unwrap_or_default()
    }
}

/// A row for each bucket that an example falls into, so that memory follows the examples; and how many rows there are.
fn rows(examples: &[(Features, Vec<usize>)]) -> (Vec<u32>, u32) {
    let mut rows = vec![0; BUCKETS];
    let mut count = 1;
    for &bucket in examples.iter().flat_map(|(seen, _)| &seen.buckets) {
        if let Some(row) = rows.get_mut(bucket as usize).filter(|row| **row == 0) {
            *row = count;
            count += 1;
        }
    }
    (rows, count)
}

fn one_against_rest(examples: &[(Features, Vec<usize>)], sides: &[f32]) -> (Vec<f32>, f32) {
    let mut weights = vec![0.0f32; BUCKETS];
    let mut bias = 0.0f32;
    let mut alphas = vec![0.0f32; examples.len()];
    let costs = costs(sides);
    for round in 0..ROUNDS {
        for at in seed::shuffled(round, examples.len()) {
            let (Some((seen, _)), Some(&side), Some(&cost), Some(alpha)) =
                (examples.get(at), sides.get(at), costs.get(at), alphas.get_mut(at))
            else {
                continue;
            };
            let dot =
                seen.buckets.iter().map(|&b| weights.get(b as usize).copied().unwrap_or(0.0)).sum::<f32>();
            let softness = 0.5 / cost;
            let slope = side * (dot * seen.scale + bias) - 1.0 + softness * *alpha;
            // A text's features are scaled to length 1, and the bias is one more feature.
            let moved = (*alpha - slope / (2.0 + softness)).max(0.0);
            let change = (moved - *alpha) * side;
            *alpha = moved;
            if change != 0.0 {
                for &bucket in &seen.buckets {
                    if let Some(weight) = weights.get_mut(bucket as usize) {
                        *weight += change * seen.scale;
                    }
                }
                bias += change;
            }
        }
    }
    (weights, bias)
}

/// Rare labels count more, or they would never be worth a vote.
fn costs(sides: &[f32]) -> Vec<f32> {
    #[expect(clippy::cast_precision_loss, reason = "counts of examples are far below 2^24")]
    let share = |side: f32| sides.iter().filter(|&&s| s == side).count().max(1) as f32;
    let ratio = (share(-1.0) / share(1.0)).sqrt().clamp(1.0, 4.0);
    sides.iter().map(|&side| if side > 0.0 { COST * ratio } else { COST }).collect()
}

#[cfg(test)]
mod tests {
    use super::super::features::features;
    use super::super::lexicon::Lexicons;
    use super::super::text::Text;
    use super::*;

    fn seen(text: &str) -> Features {
        let text = Text::new(text);
        features(&text, text.sentences(), &Text::new(""), &Lexicons::new([].iter()))
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
        .map(|(text, label)| (seen(text), vec![label]));
        let learner = Learner::train(&examples, 2);
        let asked = seen("what would it help you to gain?");
        assert!(learner.vote(&asked, 0) > 0.0);
        assert!(learner.vote(&asked, 1) < 0.0);
    }

    #[test]
    fn the_votes_of_all_labels_are_those_of_each() {
        let examples = [("how would that help?", 0), ("we have forty branches", 1)]
            .map(|(text, label)| (seen(text), vec![label]));
        let learner = Learner::train(&examples, 2);
        let asked = seen("how many branches would that help, and which?");
        assert_eq!(learner.votes(&asked), [0, 1].map(|label| learner.vote(&asked, label)));
    }

    #[test]
    fn without_examples_it_leaves_the_word_to_patterns() {
        let vote = Learner::train(&[], 3).vote(&seen("anything"), 2);
        assert!(vote < 0.0 && vote + 1.0 > 0.0);
    }
}
