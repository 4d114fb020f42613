//! With what a text is looked at: which parts of it, which features, and what was learnt of them.
//! It must not look at texts; `features` does.

use super::features::{BUCKETS, Family, Features};
use super::lexicon::Lexicons;
use super::model::Model;
use super::patterns::Telling;

/// What is looked at: all of it, or a part, to measure what each is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Part {
    /// Everything.
    #[default]
    All,
    /// What trainers wrote as patterns; nothing is learnt.
    Patterns,
    /// Words and characters as they are, learnt from examples.
    Words,
    /// Word classes and how a text is built, learnt from examples.
    Structure,
}

impl Part {
    pub(super) fn sees(self, family: Family) -> bool {
        match self {
            Self::All => true,
            Self::Patterns => false,
            Self::Words => family as u8 <= Family::Last as u8,
            Self::Structure => family as u8 > Family::Last as u8,
        }
    }
}

/// A feature of fewer examples tells more about them than about a label, and is not looked at.
pub(super) const FEWEST: u32 = 2;

/// In how many texts each bucket was met.
#[derive(Debug, Clone)]
pub(super) struct Counts(Vec<u32>);

impl Counts {
    pub(super) fn new(texts: impl Iterator<Item = Features>) -> Self {
        let mut counts = vec![0u32; BUCKETS];
        for feature in texts.flat_map(|text| text.0) {
            if let Some(count) = counts.get_mut(feature.bucket as usize) {
                *count += 1;
            }
        }
        Self(counts)
    }

    fn of(&self, bucket: u32) -> u32 {
        self.0.get(bucket as usize).copied().unwrap_or(0)
    }

    /// Buckets with their counts.
    pub(super) fn all(&self) -> impl Iterator<Item = (u32, u32)> {
        (0u32..).zip(self.0.iter().copied())
    }
}

/// The buckets that are looked at, one bit each.
#[derive(Debug, Clone)]
pub(super) struct Known(Vec<u64>);

impl Known {
    /// Every bucket.
    pub(super) fn all() -> Self {
        Self(vec![u64::MAX; BUCKETS / 64])
    }

    /// What enough texts have, of all that were counted.
    pub(super) fn of(counted: &[Counts]) -> Self {
        let enough = |bucket| counted.iter().map(|counts| counts.of(bucket)).sum::<u32>() >= FEWEST;
        Self::those(enough)
    }

    /// The buckets of which something holds.
    pub(super) fn those(holds: impl Fn(u32) -> bool) -> Self {
        let mut words = vec![0u64; BUCKETS / 64];
        for (at, word) in (0u32..).zip(&mut words) {
            *word = (0..64).filter(|bit| holds(at * 64 + bit)).fold(0, |word, bit| word | 1 << bit);
        }
        Self(words)
    }

    pub(super) fn has(&self, bucket: u32) -> bool {
        self.0.get(bucket as usize / 64).is_some_and(|word| word >> (bucket % 64) & 1 == 1)
    }
}

/// With what a text is looked at.
#[derive(Debug, Clone)]
pub(super) struct Sight {
    pub(super) lexicons: Lexicons,
    pub(super) part: Part,
    pub(super) known: Known,
    pub(super) model: Model,
    pub(super) telling: Telling,
}

impl Sight {
    /// A sight that has learnt nothing yet.
    pub(super) fn new(lexicons: Lexicons, part: Part, known: Known) -> Self {
        Self { lexicons, part, known, model: Model::default(), telling: Telling::default() }
    }
}
