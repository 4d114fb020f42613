//! Cuts a folded sentence into units: words of Latin writing, single characters of Chinese, numbers as one, and the
//! marks that carry meaning; and into clauses.
//! It must not judge anything.

use std::ops::Range;

use super::lexicon::Lexicons;
use super::text::is_cjk;

/// What every number is to the learner.
pub(super) const NUMBER: &str = "0";

/// A unit and its first byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unit<'s> {
    pub(super) word: &'s str,
    pub(super) start: usize,
}

/// The units of a sentence.
pub(super) fn units(sentence: &str) -> Vec<Unit<'_>> {
    let mut found = Vec::with_capacity(sentence.len() / 3);
    let mut rest = sentence;
    while let Some(c) = rest.chars().next() {
        let start = sentence.len() - rest.len();
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
            found.push(Unit { word: NUMBER, start });
        } else if word(c) || is_cjk(c) || matches!(c, '?' | '!' | '%' | ',' | '…' | '"') {
            // What is quoted in single marks is the word inside them.
            let inner = unit.trim_start_matches('\'');
            let start = start + (unit.len() - inner.len());
            found.push(Unit { word: inner.trim_end_matches('\''), start });
        }
        rest = after;
    }
    found.retain(|unit| !unit.word.is_empty());
    found
}

/// The clauses of a sentence: what stands between commas and the words with which a clause begins.
pub(super) fn clauses(sentence: &str, lexicons: &Lexicons) -> Vec<Range<usize>> {
    let mut cuts = lexicons.turns(sentence);
    let marks = sentence.char_indices().filter(|(_, c)| matches!(c, ',' | ';' | ':' | '、' | '—' | '–'));
    cuts.extend(marks.map(|(at, c)| at + c.len_utf8()));
    cuts.extend([0, sentence.len()]);
    let cuts: Vec<usize> = cuts.into_iter().collect();
    let says_something = |range: &Range<usize>| {
        sentence.get(range.clone()).is_some_and(|s| s.chars().any(char::is_alphanumeric))
    };
    cuts.windows(2)
        .filter_map(|pair| if let [start, end] = pair { Some(*start..*end) } else { None })
        .filter(says_something)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_words_characters_and_numbers() {
        let words: Vec<&str> = units("that's 1,200 units, 好吗?").iter().map(|unit| unit.word).collect();
        assert_eq!(words, ["that's", "0", "units", ",", "好", "吗", "?"]);
    }

    #[test]
    fn clauses_end_at_commas() {
        let sentence = "fine, as it is, …";
        let lexicons = Lexicons::new([].iter());
        let cut: Vec<&str> =
            clauses(sentence, &lexicons).into_iter().filter_map(|c| sentence.get(c)).collect();
        assert_eq!(cut, ["fine,", " as it is,"]);
    }
}
