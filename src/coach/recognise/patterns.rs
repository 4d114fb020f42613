//! Which patterns are worth trying on a sentence: those of which a beginning or an end stands in it. Hundreds of
//! patterns cost as much as a few so, for one search finds all of these.
//! It must not decide what a pattern is worth.

use aho_corasick::AhoCorasick;
use regex_syntax::hir::literal::{ExtractKind, Extractor};

use super::Pattern;

/// Beginnings or ends of all patterns.
#[derive(Debug, Clone, Default)]
pub(super) struct Telling {
    search: Option<AhoCorasick>,
    /// For each, the number of its pattern.
    owners: Vec<usize>,
    /// Patterns that may begin and end with anything.
    always: Vec<usize>,
}

impl Telling {
    /// Numbers patterns in the order in which they come.
    pub(super) fn new<'p>(patterns: impl Iterator<Item = &'p Pattern>) -> Self {
        let (mut all, mut literals) = (Self::default(), Vec::new());
        for (number, pattern) in patterns.enumerate() {
            match telling(pattern.matches.as_str()) {
                Some(own) => {
                    all.owners.extend(own.iter().map(|_| number));
                    literals.extend(own);
                }
                None => all.always.push(number),
            }
        }
        match AhoCorasick::new(&literals) {
            Ok(search) => all.search = Some(search),
            // Too many to be searched at once: each pattern is tried.
            Err(_) => all.always.append(&mut all.owners),
        }
        all
    }

    /// The patterns that may match a sentence, in their order.
    pub(super) fn in_sentence(&self, sentence: &str) -> Vec<usize> {
        let found = self.search.iter().flat_map(|search| search.find_overlapping_iter(sentence));
        let owners = found.filter_map(|hit| self.owners.get(hit.pattern().as_usize()).copied());
        let mut all: Vec<usize> = owners.chain(self.always.iter().copied()).collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}

/// What a match begins with, or what it ends with, whichever is rarer; `None` where it may be anything.
fn telling(pattern: &str) -> Option<Vec<Vec<u8>>> {
    let hir = regex_syntax::parse(pattern).ok()?;
    let end = |kind: ExtractKind| -> Option<Vec<Vec<u8>>> {
        let literals = Extractor::new().kind(kind).extract(&hir);
        let literals = literals.literals()?.iter().map(|literal| literal.as_bytes().to_vec());
        let literals: Vec<Vec<u8>> = literals.collect();
        (shortest(&literals) > 1).then_some(literals)
    };
    // Of letters that are longer there are fewer in a sentence.
    [ExtractKind::Prefix, ExtractKind::Suffix]
        .into_iter()
        .filter_map(end)
        .max_by_key(|literals| shortest(literals))
}

fn shortest(literals: &[Vec<u8>]) -> usize {
    literals.iter().map(Vec::len).min().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coach::ids::{Id, Place};
    use crate::coach::pattern::Regex;
    use proptest::prelude::*;
    use std::sync::Arc;

    fn pattern(matches: &str) -> Pattern {
        let place = Place { file: Arc::from("p"), line: 1 };
        let matches = Regex::of(matches);
        Pattern { label: Id::new("a"), matches, unless: None, weight: 1.0, place }
    }

    proptest! {
        #[test]
        fn no_pattern_that_matches_is_left_out(sentence in "[abc您的 ]{0,12}") {
            let all = ["ab", "^b(c|a)?b", "a.{0,3}c", "[abc]+a", "(?:您|的)a", "c\\b", "(?i)AB", "a*b"].map(pattern);
            let telling = Telling::new(all.iter()).in_sentence(&sentence);
            for (number, pattern) in all.iter().enumerate() {
                prop_assert!(!pattern.matches.is_match(&sentence) || telling.contains(&number), "{number}");
            }
        }
    }
}
