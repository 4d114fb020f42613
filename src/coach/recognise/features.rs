//! What the learner sees of a text: word and character n-grams, how sentences begin and end, classes of words, and how
//! the text is built (`structure`). Features are hashed, so that a model is a flat table and no vocabulary is kept.
//! It must not depend on the language: writing decides, so mixed sentences are seen whole.

use super::lexicon::Lexicons;
use super::sight::{Known, Part, Sight};
use super::structure;
use super::text::{Text, is_cjk};
use super::units::{Unit, clauses, units};

/// Buckets of the hashed features; a power of two. Half as many cost half a point of F1, twice as many gained nothing.
pub(super) const BUCKETS: usize = 1 << 18;

/// A feature of a text: where it falls, and how much it counts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Feature {
    pub(super) bucket: u32,
    pub(super) value: f32,
}

/// A feature as one number, which sorts by bucket and then the louder first, and sorts fast.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Packed(u64);

impl Packed {
    /// Values are above 0, so their bits sort as they do.
    fn new(bucket: u32, value: f32) -> Self {
        Self(u64::from(bucket) << 32 | u64::from(!value.to_bits()))
    }

    fn bucket(self) -> u32 {
        (self.0 >> 32) as u32
    }

    fn open(self) -> Feature {
        #[expect(clippy::cast_possible_truncation, reason = "the lower half is wanted")]
        let lower = self.0 as u32;
        Feature { bucket: self.bucket(), value: f32::from_bits(!lower) }
    }
}

/// The features of a text, each once, in the order of their buckets, scaled to length 1.
#[derive(Debug, Clone, Default)]
pub(super) struct Features(pub(super) Vec<Feature>);

impl Features {
    /// What falls into the same bucket counts once, as the loudest of it.
    fn new(mut all: Vec<Packed>) -> Self {
        all.sort_unstable();
        all.dedup_by_key(|packed| packed.bucket());
        Self(all.into_iter().map(Packed::open).collect()).scaled()
    }

    fn scaled(mut self) -> Self {
        let length = self.0.iter().map(|feature| feature.value * feature.value).sum::<f32>().sqrt();
        if length > 0.0 {
            self.0.iter_mut().for_each(|feature| feature.value /= length);
        }
        self
    }

    /// How alike two texts are, 0 to 1: the cosine of their features.
    pub(super) fn likeness(&self, other: &Self) -> f32 {
        let (mut a, mut b) = (self.0.iter().peekable(), other.0.iter().peekable());
        let mut sum = 0.0;
        while let (Some(x), Some(y)) = (a.peek(), b.peek()) {
            match x.bucket.cmp(&y.bucket) {
                std::cmp::Ordering::Less => drop(a.next()),
                std::cmp::Ordering::Greater => drop(b.next()),
                std::cmp::Ordering::Equal => {
                    sum += x.value * y.value;
                    a.next();
                    b.next();
                }
            }
        }
        sum
    }
}

/// A text as the learner sees it.
#[derive(Debug, Clone)]
pub(super) struct Seen {
    /// All of it.
    pub(super) whole: Features,
    /// Each of its sentences, if there are several.
    pub(super) sentences: Vec<Features>,
}

/// Looks at a text, beside what was said just before.
pub(super) fn seen(text: &Text, context: &Text, sight: &Sight) -> Seen {
    seen_as(text, context, sight, &sight.known)
}

/// All that there is to see in a text, whether examples have it or not.
pub(super) fn everything(text: &Text, context: &Text, sight: &Sight) -> Features {
    seen_as(text, context, sight, &Known::all()).whole
}

fn seen_as(text: &Text, context: &Text, sight: &Sight, known: &Known) -> Seen {
    let lexicons = &sight.lexicons;
    let part = sight.part;
    let cut = cut(text, lexicons);
    let last = cut.len().saturating_sub(1);
    let each: Vec<Vec<Packed>> = cut
        .iter()
        .enumerate()
        .map(|(at, sentence)| {
            let mut hashed = Hashed { part, known, seen: Vec::with_capacity(512) };
            sentence_features(sentence, at == last, lexicons, &mut hashed);
            hashed.seen
        })
        .collect();
    let mut of_all = Hashed { part, known, seen: each.concat() };
    structure::text_features(&cut, context, &mut of_all);
    let sentences = if each.len() > 1 { each.into_iter().map(Features::new).collect() } else { Vec::new() };
    Seen { whole: Features::new(of_all.seen), sentences }
}

/// What the learner sees of a text, in words: for explanations.
pub(super) fn told(text: &Text, context: &Text, sight: &Sight) -> Vec<(u32, String)> {
    let lexicons = &sight.lexicons;
    let cut = cut(text, lexicons);
    let mut told = Told(Vec::new());
    for (at, sentence) in cut.iter().enumerate() {
        sentence_features(sentence, at + 1 == cut.len(), lexicons, &mut told);
    }
    structure::text_features(&cut, context, &mut told);
    told.0
}

fn cut<'t>(text: &'t Text, lexicons: &Lexicons) -> Vec<Sentence<'t>> {
    text.sentences().iter().map(|range| Sentence::new(text.slice(range), lexicons)).collect()
}

/// A sentence, cut once for all that look at it.
pub(super) struct Sentence<'s> {
    pub(super) text: &'s str,
    pub(super) units: Vec<Unit<'s>>,
    pub(super) clauses: Vec<std::ops::Range<usize>>,
    pub(super) named: Vec<super::lexicon::Named>,
}

impl<'s> Sentence<'s> {
    pub(super) fn new(text: &'s str, lexicons: &Lexicons) -> Self {
        Self { text, units: units(text), clauses: clauses(text, lexicons), named: lexicons.named(text) }
    }

    pub(super) fn asks(&self) -> bool {
        // A smiley after the mark leaves it a question.
        self.text.rsplit(char::is_alphanumeric).next().is_some_and(|end| end.contains('?'))
    }
}

/// Families keep equal words apart that mean different things.
#[derive(Debug, Clone, Copy)]
#[repr(u8)]
pub(super) enum Family {
    Word = 1,
    Pair,
    Triple,
    Inside,
    Four,
    First,
    Last,
    Trait,
    Class,
    Frame,
    Denied,
    Closing,
    Asked,
}

impl Family {
    /// How much a feature counts beside others, chosen by cross-validation over the examples.
    fn value(self, part: &str) -> f32 {
        match self {
            Self::Word if part.starts_with(is_cjk) => 1.0,
            Self::Word => 1.4,
            Self::Triple | Self::Four => 0.5,
            Self::Inside => 0.7,
            Self::Trait => 1.7,
            _ => 1.0,
        }
    }
}

/// Takes features as they are found.
pub(super) trait Sink {
    /// Takes one: its family and the words it is made of.
    fn add(&mut self, family: Family, parts: &[&str]);
}

struct Hashed<'k> {
    part: Part,
    known: &'k Known,
    seen: Vec<Packed>,
}

impl Sink for Hashed<'_> {
    fn add(&mut self, family: Family, parts: &[&str]) {
        let bucket = bucket(family, parts);
        if self.part.sees(family) && self.known.has(bucket) {
            let value = family.value(parts.first().copied().unwrap_or_default());
            self.seen.push(Packed::new(bucket, value));
        }
    }
}

struct Told(Vec<(u32, String)>);

impl Sink for Told {
    fn add(&mut self, family: Family, parts: &[&str]) {
        let cjk = parts.iter().all(|part| part.starts_with(is_cjk));
        let words = parts.join(if cjk { "" } else { " " });
        self.0.push((bucket(family, parts), format!("{family:?} “{words}”").to_lowercase()));
    }
}

/// FNV-1a over the parts, folded to the number of buckets.
fn bucket(family: Family, parts: &[&str]) -> u32 {
    let mut hash: u32 = 0x811c_9dc5 ^ (family as u32);
    for part in parts {
        for byte in part.bytes().chain([0xff]) {
            hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
        }
    }
    (hash ^ (hash >> 15)) & (BUCKETS as u32 - 1)
}

fn sentence_features(sentence: &Sentence<'_>, last: bool, lexicons: &Lexicons, sink: &mut impl Sink) {
    let words: Vec<&str> = sentence.units.iter().map(|unit| unit.word).collect();
    for (at, word) in words.iter().enumerate() {
        sink.add(Family::Word, &[word]);
        inside(word, sink);
        let after = words.get(at..).unwrap_or_default();
        if let Some(pair) = after.get(..2) {
            sink.add(Family::Pair, pair);
        }
        if let Some(triple) = after.get(..3) {
            sink.add(Family::Triple, triple);
        }
        if let Some(four) = after.get(..4).filter(|four| four.iter().all(|word| word.starts_with(is_cjk))) {
            sink.add(Family::Four, four);
        }
    }
    for many in 1..=3 {
        if let Some(first) = words.get(..many) {
            sink.add(Family::First, first);
        }
        if let Some(last) = words.len().checked_sub(many).and_then(|at| words.get(at..)) {
            sink.add(Family::Last, last);
        }
    }
    structure::classes(sentence, lexicons, sink);
    structure::frame(&words, lexicons, sink);
    structure::clause_features(sentence, last, lexicons, sink);
}

/// Pieces of a Latin word, so that "clarify" and "clarification" are neighbours.
fn inside(word: &str, sink: &mut impl Sink) {
    if word.len() < 5 || !word.is_ascii() {
        return;
    }
    for size in 4..=5 {
        for start in 0..=word.len().saturating_sub(size) {
            if let Some(piece) = word.get(start..start + size) {
                sink.add(Family::Inside, &[piece]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sight() -> Sight {
        Sight::new(Lexicons::new([].iter()), Part::All, Known::all())
    }

    fn features(text: &str) -> Features {
        seen(&Text::new(text), &Text::new(""), &sight()).whole
    }

    #[test]
    fn a_text_is_like_itself_and_less_like_others() {
        let a = features("So the worry is the switch-over?");
        assert!((a.likeness(&a) - 1.0).abs() < 1e-5);
        let b = features("Is the switch-over the worry?");
        let c = features("我们有四十家分店。");
        assert!(a.likeness(&b) > 0.2 && a.likeness(&b) < 1.0);
        assert!(a.likeness(&c) < a.likeness(&b));
    }

    #[test]
    fn every_bucket_can_be_told_in_words() {
        let text = Text::new("Fine, but is it 3.5%? 好吗?");
        let told: Vec<u32> = told(&text, &Text::new("is it"), &sight()).into_iter().map(|(b, _)| b).collect();
        let seen = seen(&text, &Text::new("is it"), &sight()).whole;
        assert!(seen.0.iter().all(|feature| told.contains(&feature.bucket)));
    }
}
