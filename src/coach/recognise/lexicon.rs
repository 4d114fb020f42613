//! Word classes: that a sentence names money, a boss or an absolute says more than which word it used.
//! Trainers write them as plain lists; the learner finds out what each is worth for each label.
//! It must not know labels.

use std::collections::BTreeSet;

use aho_corasick::{AhoCorasick, MatchKind};

use super::text::is_cjk;
use crate::coach::ids::Id;

/// A class of words.
#[derive(Debug, Clone)]
pub struct Lexicon {
    /// Its id; lists of the same id are one class.
    pub id: Id,
    /// Its words and phrases, as they are in folded text; one that ends in `*` goes on as it likes.
    pub words: Vec<String>,
}

/// All classes, searched for at once.
#[derive(Debug, Clone)]
pub(super) struct Lexicons {
    ids: Vec<Id>,
    /// For each entry its class, and whether the word may go on.
    entries: Vec<(usize, bool)>,
    search: Option<AhoCorasick>,
}

impl Lexicons {
    pub(super) fn new<'l>(all: impl Iterator<Item = &'l Lexicon>) -> Self {
        let (mut ids, mut entries, mut words): (Vec<Id>, Vec<_>, Vec<String>) = Default::default();
        for lexicon in all {
            let class = ids.iter().position(|id| *id == lexicon.id).unwrap_or_else(|| {
                ids.push(lexicon.id.clone());
                ids.len() - 1
            });
            for word in &lexicon.words {
                let stem = word.strip_suffix('*').unwrap_or(word);
                entries.push((class, stem.len() < word.len()));
                words.push(stem.to_lowercase());
            }
        }
        // Overlapping entries all count, so the search reports every match there is. Lists that are too large to be
        // searched at once do not come through the loader.
        let search = AhoCorasick::builder().match_kind(MatchKind::Standard).build(&words).ok();
        Self { ids, entries, search }
    }

    /// The classes that a sentence names.
    pub(super) fn named(&self, sentence: &str) -> BTreeSet<&str> {
        let Some(search) = &self.search else { return BTreeSet::new() };
        let found = search.find_overlapping_iter(sentence).filter_map(|hit| {
            let (class, open) = self.entries.get(hit.pattern().as_usize())?;
            let whole = is_whole(sentence, hit.start(), hit.end(), *open);
            self.ids.get(*class).filter(|_| whole).map(Id::as_str)
        });
        found.collect()
    }
}

/// Whether a match in Latin writing begins and ends where words do; Chinese has no such places.
fn is_whole(sentence: &str, start: usize, end: usize, open: bool) -> bool {
    let letter = |c: char| c.is_alphanumeric() && !is_cjk(c);
    let inside =
        |edge: Option<char>, beyond: Option<char>| edge.is_some_and(letter) && beyond.is_some_and(letter);
    let (before, rest) = sentence.split_at_checked(start).unwrap_or(("", sentence));
    let (word, after) = rest.split_at_checked(end - start).unwrap_or((rest, ""));
    !inside(word.chars().next(), before.chars().next_back())
        && (open || !inside(word.chars().next_back(), after.chars().next()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lexicons() -> Lexicons {
        let lexicon = |id: &str, words: &[&str]| Lexicon {
            id: Id::new(id),
            words: words.iter().map(|&word| word.to_owned()).collect(),
        };
        let all = [lexicon("money", &["price", "knock off", "价格"]), lexicon("comfort", &["reassur*"])];
        Lexicons::new(all.iter())
    }

    #[test]
    fn words_are_found_whole_and_stems_with_any_ending() {
        let named = |text: &str| lexicons().named(text).into_iter().map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(named("the price is fine, i am reassured"), ["comfort", "money"]);
        assert_eq!(named("这个价格不行"), ["money"]);
        assert!(named("priceless, enterprice").is_empty());
    }
}
