//! What the learner sees of a text: word and character n-grams, how sentences begin and end, and a few traits.
//! Features are hashed, so that a model is a flat table and no vocabulary has to be kept.
//! It must not depend on the language: writing decides, so mixed sentences are seen whole.

use std::collections::BTreeSet;
use std::ops::Range;

use super::lexicon::Lexicons;
use super::text::{Text, is_cjk};

/// Buckets of the hashed features; a power of two.
pub(super) const BUCKETS: usize = 1 << 16;

/// The buckets that a text falls into, each once, and the length by which they are scaled to 1.
#[derive(Debug, Clone)]
pub(super) struct Features {
    pub(super) buckets: Vec<u32>,
    pub(super) scale: f32,
}

/// Looks at some sentences of a text, beside what was said just before.
pub(super) fn features(
    text: &Text,
    sentences: &[Range<usize>],
    context: &Text,
    lexicons: &Lexicons,
) -> Features {
    let mut seen = Seen { buckets: Vec::with_capacity(512) };
    for sentence in sentences {
        seen.sentence(text.slice(sentence));
        seen.classes(text.slice(sentence), lexicons);
    }
    seen.traits(text, sentences);
    seen.restated(text, sentences, context);
    seen.buckets.sort_unstable();
    seen.buckets.dedup();
    #[expect(clippy::cast_precision_loss, reason = "a text has at most some thousand features")]
    let length = (seen.buckets.len().max(1) as f32).sqrt();
    Features { buckets: seen.buckets, scale: 1.0 / length }
}

struct Seen {
    buckets: Vec<u32>,
}

/// Families keep equal n-grams apart that mean different things.
#[derive(Clone, Copy)]
#[repr(u8)]
enum Family {
    Word = 1,
    Pair,
    Triple,
    Inside,
    Cjk,
    First,
    Last,
    Trait,
    Class,
}

impl Seen {
    fn add(&mut self, family: Family, parts: &[&str]) {
        let mut hash: u32 = 0x811c_9dc5 ^ (family as u32);
        for part in parts {
            for byte in part.bytes().chain([0xff]) {
                hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
            }
        }
        hash ^= hash >> 15;
        self.buckets.push(hash & (BUCKETS as u32 - 1));
    }

    fn sentence(&mut self, sentence: &str) {
        let units = units(sentence);
        for (at, unit) in units.iter().enumerate() {
            self.add(Family::Word, &[unit]);
            if let [a, b, ..] = units.get(at..).unwrap_or_default() {
                self.add(Family::Pair, &[a, b]);
            }
            if let [a, b, c, ..] = units.get(at..).unwrap_or_default() {
                self.add(Family::Triple, &[a, b, c]);
            }
            if let [a, b, c, d, ..] = units.get(at..).unwrap_or_default()
                && [a, b, c, d].iter().all(|u| u.starts_with(is_cjk))
            {
                self.add(Family::Cjk, &[a, b, c, d]);
            }
            self.inside(unit);
        }
        for many in 1..=3 {
            if let Some(first) = units.get(..many) {
                self.add(Family::First, first);
            }
            if let Some(last) = units.len().checked_sub(many).and_then(|at| units.get(at..)) {
                self.add(Family::Last, last);
            }
        }
    }

    /// Pieces of a Latin word, so that "clarify" and "clarification" are neighbours.
    fn inside(&mut self, word: &str) {
        if word.len() < 5 || !word.is_ascii() {
            return;
        }
        for size in 4..=5 {
            for start in 0..=word.len().saturating_sub(size) {
                if let Some(piece) = word.get(start..start + size) {
                    self.add(Family::Inside, &[piece]);
                }
            }
        }
    }

    /// Classes of words, alone and two by two; each counts twice, for a class stands for many words.
    fn classes(&mut self, sentence: &str, lexicons: &Lexicons) {
        let named: Vec<&str> = lexicons.named(sentence).into_iter().collect();
        for (at, class) in named.iter().enumerate() {
            self.add(Family::Class, &[class]);
            self.add(Family::Class, &[class, "again"]);
            for other in named.iter().skip(at + 1) {
                self.add(Family::Class, &[class, other]);
            }
        }
    }

    fn traits(&mut self, text: &Text, sentences: &[Range<usize>]) {
        let all = sentences.iter().map(|s| text.slice(s));
        let (mut questions, mut digits, mut size) = (0usize, 0usize, 0usize);
        for sentence in all {
            questions += usize::from(sentence.contains('?'));
            digits += sentence.split(|c: char| !c.is_ascii_digit()).filter(|n| !n.is_empty()).count();
            size += sentence.chars().count();
        }
        self.add(Family::Trait, &["questions", step(questions, &[0, 1, 2])]);
        self.add(Family::Trait, &["numbers", step(digits, &[0, 1, 3])]);
        self.add(Family::Trait, &["size", step(size, &[12, 40, 90, 160])]);
        self.add(Family::Trait, &["sentences", step(sentences.len(), &[1, 2, 3])]);
    }

    /// How much of the objection comes back in the reply.
    fn restated(&mut self, text: &Text, sentences: &[Range<usize>], context: &Text) {
        if context.folded().is_empty() {
            return;
        }
        let long =
            |u: &&str| u.starts_with(is_cjk) || u.len() > 3 || u.starts_with(|c: char| c.is_ascii_digit());
        let said: BTreeSet<&str> =
            context.sentences().iter().flat_map(|s| units(context.slice(s))).filter(long).collect();
        let again = |unit: &&str| long(unit) && said.contains(unit);
        let back = sentences.iter().flat_map(|s| units(text.slice(s))).filter(again).count();
        self.add(Family::Trait, &["restated", step(back, &[0, 1, 2, 4, 8])]);
    }
}

fn step(value: usize, bounds: &[usize]) -> &'static str {
    const NAMES: [&str; 6] = ["a", "b", "c", "d", "e", "f"];
    let at = bounds.iter().position(|&bound| value <= bound).unwrap_or(bounds.len());
    NAMES.get(at).copied().unwrap_or("z")
}

/// Words of Latin writing, single characters of Chinese, numbers as one, and the marks that carry meaning.
fn units(sentence: &str) -> Vec<&str> {
    let mut found = Vec::with_capacity(sentence.len() / 3);
    let mut rest = sentence;
    while let Some(c) = rest.chars().next() {
        let word = |c: char| !is_cjk(c) && c.is_alphanumeric() || c == '\'';
        let end = if c.is_ascii_digit() {
            rest.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == ',')).unwrap_or(rest.len())
        } else if word(c) {
            rest.find(|c: char| !word(c)).unwrap_or(rest.len())
        } else {
            c.len_utf8()
        };
        let (unit, after) = rest.split_at(end);
        if c.is_ascii_digit() {
            found.push("0");
        } else if word(c) || is_cjk(c) || matches!(c, '?' | '!' | '%' | ',' | '…' | '"') {
            found.push(unit);
        }
        rest = after;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_words_characters_and_numbers() {
        assert_eq!(units("that's 1,200 units, 好吗?"), ["that's", "0", "units", ",", "好", "吗", "?"]);
    }

    #[test]
    fn the_same_text_has_the_same_features() {
        let text = Text::new("So the worry is the switch-over?");
        let once = features(&text, text.sentences(), &Text::new(""), &Lexicons::new([].iter()));
        let again = features(&text, text.sentences(), &Text::new(""), &Lexicons::new([].iter()));
        assert_eq!(once.buckets, again.buckets);
    }
}
