//! What all learners of a recogniser know, side by side: one row a feature, one weight a label, so that a text is looked
//! up once for all tasks. Weights are kept as whole numbers of a 127th of the label's largest: a text has hundreds of
//! features, so what is rounded off weighs less than a hundredth of a vote.
//! It must not learn.

use super::features::{BUCKETS, Features};
use super::learner::Learner;
use super::table::Table;

/// The largest whole number of a weight.
const STEPS: f32 = 127.0;

/// More labels than this no model has.
const MOST_LABELS: usize = 10_000;

/// Weights for all labels of all tasks.
#[derive(Debug, Clone, Default)]
pub(super) struct Model {
    table: Table<i8>,
    /// For each label, what one step of a weight is worth.
    steps: Vec<f32>,
    bias: Vec<f32>,
}

impl Model {
    /// Brings learners together; the labels of the first come first.
    pub(super) fn new(learners: &[Learner]) -> Self {
        let steps: Vec<f32> =
            learners.iter().flat_map(Learner::largest).map(|largest| largest / STEPS).collect();
        let bias = learners.iter().flat_map(Learner::bias).copied().collect();
        let labels = steps.len();
        let mut table = Table { rows: vec![0; BUCKETS], labels, weights: vec![0; labels] };
        let mut count = 1;
        for (bucket, row) in (0u32..).zip(&mut table.rows) {
            if !learners.iter().any(|learner| learner.knows(bucket)) {
                continue;
            }
            let learnt = learners.iter().flat_map(|learner| learner.weights_or_nothing(bucket));
            table.weights.extend(learnt.zip(&steps).map(|(weight, step)| rounded(weight, *step)));
            *row = count;
            count += 1;
        }
        table.weights.shrink_to_fit();
        Self { table, steps, bias }
    }

    /// The model as bytes, to be read again by [`Self::read`].
    pub(super) fn write(&self) -> Vec<u8> {
        let known = (0u32..).zip(&self.table.rows).filter(|(_, row)| **row != 0).map(|(bucket, _)| bucket);
        let known: Vec<u8> = known.flat_map(u32::to_le_bytes).collect();
        let numbers = |of: &[f32]| of.iter().flat_map(|number| number.to_le_bytes()).collect::<Vec<u8>>();
        let weights: Vec<u8> =
            self.table.weights.iter().skip(self.labels()).map(|weight| weight.to_le_bytes()[0]).collect();
        let count = |of: usize| u32::try_from(of).unwrap_or(u32::MAX).to_le_bytes();
        let mut bytes = [count(self.labels()), count(known.len() / 4)].concat();
        bytes.extend([known, weights, numbers(&self.steps), numbers(&self.bias)].concat());
        bytes
    }

    /// Reads what [`Self::write`] wrote; `None` where it is something else.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let (head, rest) = bytes.split_at_checked(8)?;
        let (labels, count) = (number(head.get(..4)?)? as usize, number(head.get(4..)?)? as usize);
        if labels > MOST_LABELS || count >= BUCKETS {
            return None;
        }
        let (known, rest) = rest.split_at_checked(count * 4)?;
        let (weights, rest) = rest.split_at_checked(count * labels)?;
        let (steps, bias) = rest.split_at_checked(labels * 4)?;
        if bias.len() != steps.len() {
            return None;
        }
        let numbers =
            |of: &[u8]| of.chunks_exact(4).filter_map(number).map(f32::from_bits).collect::<Vec<f32>>();
        let (steps, bias) = (numbers(steps), numbers(bias));
        if !bias.iter().chain(&steps).all(|number| number.is_finite()) {
            return None;
        }
        let mut rows = vec![0; BUCKETS];
        for (row, bucket) in (1..).zip(known.chunks_exact(4).filter_map(number)) {
            *rows.get_mut(bucket as usize)? = row;
        }
        let silent = std::iter::repeat_n(0, labels);
        let weights = silent.chain(weights.iter().map(|weight| i8::from_le_bytes([*weight]))).collect();
        Some(Self { table: Table { rows, labels, weights }, steps, bias })
    }

    /// Whether a feature weighs anything.
    pub(super) fn knows(&self, bucket: u32) -> bool {
        self.table.knows(bucket)
    }

    /// How many labels it has.
    pub(super) fn labels(&self) -> usize {
        self.table.labels
    }

    /// How much speaks for each label (above 0) or against it.
    pub(super) fn votes(&self, seen: &Features) -> Vec<f32> {
        let mut votes = vec![0.0; self.labels()];
        for feature in &seen.0 {
            let weights = self.table.of(feature.bucket);
            votes
                .iter_mut()
                .zip(weights)
                .for_each(|(vote, weight)| *vote += f32::from(*weight) * feature.value);
        }
        let parts = votes.iter_mut().zip(&self.steps).zip(&self.bias);
        parts.for_each(|((vote, step), bias)| *vote = *vote * step + bias);
        votes
    }

    /// How much speaks for one label (above 0) or against it.
    pub(super) fn vote(&self, seen: &Features, label: usize) -> f32 {
        let votes = seen.0.iter().map(|feature| self.weight(feature.bucket, label) * feature.value);
        self.bias.get(label).copied().unwrap_or(0.0) + votes.sum::<f32>()
    }

    /// What one feature says about a label.
    pub(super) fn weight(&self, bucket: u32, label: usize) -> f32 {
        let weight = self.table.of(bucket).get(label).copied().unwrap_or(0);
        f32::from(weight) * self.steps.get(label).copied().unwrap_or(0.0)
    }
}

fn number(bytes: &[u8]) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.try_into().ok()?))
}

fn rounded(weight: f32, step: f32) -> i8 {
    #[expect(clippy::cast_possible_truncation, reason = "a weight is at most 127 steps")]
    let steps = if step > 0.0 { (weight / step).round() as i8 } else { 0 };
    steps
}

#[cfg(test)]
mod tests {
    use super::super::learner::tests::{features, learnt};
    use super::*;

    #[test]
    fn what_two_learners_say_apart_the_model_says_together() {
        let asked =
            [("how would that help?", 0), ("what would that help?", 0), ("we have forty branches", 1)];
        let counted = [("we have forty branches", 0), ("we have two branches", 0), ("how would it help", 1)];
        let learner = |examples: [(&str, usize); 3]| {
            learnt(&examples.map(|(text, label)| (features(text), vec![label])), 2)
        };
        let learners = [learner(asked), learner(counted), learnt(&[], 1)];
        let model = Model::new(&learners);
        let text = features("how many branches would that help, and which?");
        let apart: Vec<f32> = learners.iter().flat_map(|learner| learner.votes(&text)).collect();
        for (label, (together, apart)) in model.votes(&text).into_iter().zip(apart).enumerate() {
            assert!((together - apart).abs() < 0.01, "{label}: {together} {apart}");
            assert!((together - model.vote(&text, label)).abs() < 1e-4);
        }
        let read = Model::read(&model.write()).expect("what was written");
        assert_eq!(read.votes(&text), model.votes(&text));
    }

    #[test]
    fn what_is_no_model_is_refused() {
        let learner = learnt(&[(features("how would that help?"), vec![0]), (features("how?"), vec![1])], 2);
        let good = Model::new(&[learner]).write();
        assert!(Model::read(&good).is_some());
        for cut in [0, 7, 8, 20, good.len() - 1] {
            assert!(Model::read(good.get(..cut).expect("shorter")).is_none(), "{cut}");
        }
        assert!(Model::read(&[good, vec![0]].concat()).is_none());
        assert!(Model::read(&[0xff; 64]).is_none());
    }
}
