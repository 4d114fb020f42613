//! How a text is built: what is named in which clause, what is denied, what the last clause puts forward, what is left
//! of a sentence when its matter is taken out, how much is asked and counted, and how much of the objection comes back.
//! It must not know labels.

use std::collections::BTreeSet;
use std::ops::Range;

use super::features::{Family, Sentence, Sink};
use super::lexicon::Lexicons;
use super::text::{Text, is_cjk};
use super::units::{NUMBER, units};

/// What stands in a frame for words that are not part of it.
const GAP: &str = "*";

/// Classes of words, alone and two by two; each counts twice, for a class stands for many words.
pub(super) fn classes(sentence: &Sentence<'_>, lexicons: &Lexicons, sink: &mut impl Sink) {
    let named = named(sentence, 0..sentence.text.len(), lexicons);
    for class in &named {
        sink.add(Family::Class, &[class]);
        sink.add(Family::Class, &[class, "again"]);
    }
    pairs(&named, "beside", sink);
}

/// The classes that a part of a sentence names, each once, in the order in which they are known.
fn named<'l>(sentence: &Sentence<'_>, part: Range<usize>, lexicons: &'l Lexicons) -> Vec<&'l str> {
    let here = sentence.named.iter().filter(|named| part.contains(&named.at.start));
    let mut classes: Vec<usize> = here.map(|named| named.class).collect();
    classes.sort_unstable();
    classes.dedup();
    classes.into_iter().map(|class| lexicons.class(class)).collect()
}

fn pairs(named: &[&str], how: &str, sink: &mut impl Sink) {
    for (at, class) in named.iter().enumerate() {
        for other in named.iter().skip(at + 1) {
            sink.add(Family::Class, &[class, other, how]);
        }
    }
}

/// What each clause names, denies and asks; what the last clause of a text says counts once more, for it is what the
/// speaker puts forward.
pub(super) fn clause_features(
    sentence: &Sentence<'_>,
    last: bool,
    lexicons: &Lexicons,
    sink: &mut impl Sink,
) {
    let count = sentence.clauses.len();
    for (at, clause) in sentence.clauses.iter().enumerate() {
        let words: Vec<&str> =
            sentence.units.iter().filter(|unit| clause.contains(&unit.start)).map(|unit| unit.word).collect();
        let denied = words.iter().any(|word| lexicons.denies(word));
        let closing = last && at + 1 == count;
        let named = named(sentence, clause.clone(), lexicons);
        for class in &named {
            sink.add(Family::Class, &[class, if denied { "denied" } else { "said" }]);
            if closing {
                sink.add(Family::Class, &[class, "closing"]);
            }
        }
        pairs(&named, "within", sink);
        let families = [
            (denied, Family::Denied),
            (closing, Family::Closing),
            (closing && sentence.asks(), Family::Asked),
        ];
        for (_, family) in families.into_iter().filter(|(holds, _)| *holds) {
            words.iter().for_each(|word| sink.add(family, &[word]));
        }
    }
}

/// What is left of a sentence when its matter is taken out: "what would * mean for * ?", in pieces of two to five.
pub(super) fn frame(words: &[&str], lexicons: &Lexicons, sink: &mut impl Sink) {
    let mut left: Vec<&str> = Vec::with_capacity(words.len());
    for &word in words {
        let stays = word == NUMBER
            || word.starts_with(is_cjk)
            || !word.starts_with(char::is_alphanumeric)
            || lexicons.is_frame(word);
        let shown = if stays { word } else { GAP };
        if shown != GAP || left.last() != Some(&GAP) {
            left.push(shown);
        }
    }
    for size in 2..=5 {
        for piece in left.windows(size).filter(|piece| piece.contains(&GAP)) {
            sink.add(Family::Frame, piece);
        }
    }
}

/// What holds of the text as a whole.
pub(super) fn text_features(sentences: &[Sentence<'_>], context: &Text, sink: &mut impl Sink) {
    let questions = sentences.iter().filter(|sentence| sentence.text.contains('?')).count();
    let numbers = sentences.iter().flat_map(|s| &s.units).filter(|unit| unit.word == NUMBER).count();
    let spoken = |text: &str| text.trim_end_matches(|c: char| !c.is_alphanumeric()).chars().count();
    let size = sentences.iter().map(|sentence| spoken(sentence.text)).sum();
    sink.add(Family::Trait, &["questions", step(questions, &[(0, "0"), (1, "1"), (2, "2")])]);
    sink.add(Family::Trait, &["numbers", step(numbers, &[(0, "0"), (1, "1"), (3, "to 3")])]);
    sink.add(
        Family::Trait,
        &["size", step(size, &[(12, "to 12"), (40, "to 40"), (90, "to 90"), (160, "to 160")])],
    );
    sink.add(Family::Trait, &["sentences", step(sentences.len(), &[(1, "1"), (2, "2"), (3, "3")])]);
    if !context.folded().is_empty() {
        let restated = restated(sentences, context);
        sink.add(
            Family::Trait,
            &["restated", step(restated, &[(0, "0"), (1, "1"), (2, "2"), (4, "to 4"), (8, "to 8")])],
        );
    }
}

/// How many words of the objection come back in the reply.
fn restated(sentences: &[Sentence<'_>], context: &Text) -> usize {
    let long = |word: &str| word.starts_with(is_cjk) || word.len() > 3 || word == NUMBER;
    let said: BTreeSet<&str> = context
        .sentences()
        .iter()
        .flat_map(|range| units(context.slice(range)))
        .map(|unit| unit.word)
        .filter(|word| long(word))
        .collect();
    sentences.iter().flat_map(|s| &s.units).filter(|unit| long(unit.word) && said.contains(unit.word)).count()
}

/// The name of the first bound that a value does not pass.
fn step(value: usize, bounds: &[(usize, &'static str)]) -> &'static str {
    bounds.iter().find(|(bound, _)| value <= *bound).map_or("more", |(_, name)| *name)
}
