//! Lists of words. A class says that a sentence names money, a boss or an absolute, which is more than the word it used;
//! frame words, negations and turns show how a sentence is built. Trainers write them all as plain lists; the learner
//! finds out what each is worth for each label.
//! It must not know labels.

use std::collections::BTreeSet;
use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};

use super::text::is_cjk;
use crate::coach::ids::Id;

/// What a list is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Words of one meaning.
    Class,
    /// Words that hold a sentence together: what is left of it when its matter is taken out.
    Frame,
    /// Words that deny what stands in the same clause.
    Negation,
    /// Words with which a new clause begins.
    Turn,
}

/// A list of words.
#[derive(Debug, Clone)]
pub struct Lexicon {
    /// Its id; lists of the same id are one class.
    pub id: Id,
    /// What it is for.
    pub role: Role,
    /// Its words and phrases, as they are in folded text; one that ends in `*` goes on as it likes.
    pub words: Vec<String>,
}

/// Where a class is named.
#[derive(Debug, Clone)]
pub(super) struct Named {
    pub(super) class: usize,
    pub(super) at: Range<usize>,
}

/// All lists, each searched for at once.
#[derive(Debug, Clone)]
pub(super) struct Lexicons {
    ids: Vec<Id>,
    classes: Words,
    turns: Words,
    /// Sorted, as the negations are: few words are found faster so than by hashing.
    frame: Vec<String>,
    negations: Vec<String>,
}

impl Lexicons {
    pub(super) fn new<'l>(all: impl Iterator<Item = &'l Lexicon>) -> Self {
        let mut ids: Vec<Id> = Vec::new();
        let (mut classes, mut turns) = (Vec::new(), Vec::new());
        let (mut frame, mut negations) = (Vec::new(), Vec::new());
        for lexicon in all {
            let words = lexicon.words.iter().map(|word| word.to_lowercase());
            match lexicon.role {
                Role::Class => {
                    let class = ids.iter().position(|id| *id == lexicon.id).unwrap_or_else(|| {
                        ids.push(lexicon.id.clone());
                        ids.len() - 1
                    });
                    classes.extend(words.map(|word| (class, word)));
                }
                Role::Frame => frame.extend(words),
                Role::Negation => negations.extend(words),
                Role::Turn => turns.extend(words.map(|word| (0, word))),
            }
        }
        frame.sort_unstable();
        negations.sort_unstable();
        Self { ids, classes: Words::new(&classes), turns: Words::new(&turns), frame, negations }
    }

    /// The classes that a sentence names, with their places.
    pub(super) fn named(&self, sentence: &str) -> Vec<Named> {
        self.classes.find(sentence).map(|(class, at)| Named { class, at }).collect()
    }

    /// What a class is called.
    pub(super) fn class(&self, class: usize) -> &str {
        self.ids.get(class).map_or("", Id::as_str)
    }

    /// Whether a word holds sentences together.
    pub(super) fn is_frame(&self, word: &str) -> bool {
        is_in(&self.frame, word)
    }

    /// Whether a word denies what stands in its clause.
    pub(super) fn denies(&self, word: &str) -> bool {
        word.ends_with("n't") || is_in(&self.negations, word)
    }

    /// Where new clauses begin within a sentence.
    pub(super) fn turns(&self, sentence: &str) -> BTreeSet<usize> {
        self.turns.find(sentence).map(|(_, at)| at.start).collect()
    }
}

fn is_in(sorted: &[String], word: &str) -> bool {
    sorted.binary_search_by(|own| own.as_str().cmp(word)).is_ok()
}

/// Words of several groups, found whole and all at once.
#[derive(Debug, Clone)]
struct Words {
    /// For each word its group, and whether it may go on.
    entries: Vec<(usize, bool)>,
    search: Option<AhoCorasick>,
}

impl Words {
    fn new(words: &[(usize, String)]) -> Self {
        let stem = |word: &str| word.strip_suffix('*').map_or(word.len(), str::len);
        let entries = words.iter().map(|(group, word)| (*group, stem(word) < word.len())).collect();
        let stems = words.iter().map(|(_, word)| word.get(..stem(word)).unwrap_or_default());
        // Overlapping entries all count, so the search reports every match there is. Lists that are too large to be
        // searched at once do not come through the loader.
        let search = AhoCorasick::builder().match_kind(MatchKind::Standard).build(stems).ok();
        Self { entries, search }
    }

    fn find<'w>(&'w self, sentence: &'w str) -> impl Iterator<Item = (usize, Range<usize>)> + 'w {
        let hits = self.search.iter().flat_map(move |search| search.find_overlapping_iter(sentence));
        hits.filter_map(move |hit| {
            let (group, open) = self.entries.get(hit.pattern().as_usize())?;
            is_whole(sentence, hit.start(), hit.end(), *open).then(|| (*group, hit.range()))
        })
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
        let lexicon = |id: &str, role: Role, words: &[&str]| Lexicon {
            id: Id::new(id),
            role,
            words: words.iter().map(|&word| word.to_owned()).collect(),
        };
        let all = [
            lexicon("money", Role::Class, &["price", "knock off", "价格"]),
            lexicon("comfort", Role::Class, &["reassur*"]),
            lexicon("turns", Role::Turn, &["but", "但"]),
            lexicon("negations", Role::Negation, &["not", "不"]),
        ];
        Lexicons::new(all.iter())
    }

    #[test]
    fn words_are_found_whole_and_stems_with_any_ending() {
        let lexicons = lexicons();
        let named = |text: &str| -> Vec<String> {
            lexicons.named(text).iter().map(|named| lexicons.class(named.class).to_owned()).collect()
        };
        assert_eq!(named("the price is fine, i am reassured"), ["money", "comfort"]);
        assert_eq!(named("这个价格不行"), ["money"]);
        assert!(named("priceless, enterprice").is_empty());
    }

    #[test]
    fn turns_and_negations_show_how_a_sentence_is_built() {
        assert_eq!(lexicons().turns("fine but butter"), [5].into());
        assert!(lexicons().denies("isn't") && lexicons().denies("不") && !lexicons().denies("price"));
    }
}
