//! What a minute of practice before a touch is built from: the customer, the touch, and what was noted of them.
//! A scenario with an occasion is a template; filled with a real one it is about that customer.
//! It must not know follow-ups or where they are kept.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::{Reaction, Scenario};
use crate::coach::recognise::{Text, is_cjk};

/// A touch that is about to happen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occasion {
    /// The customer's name.
    pub customer: String,
    /// What the touch is called.
    pub touch: String,
    /// What it is for.
    pub purpose: String,
    /// What was noted of the customer.
    pub note: String,
}

/// The holes that a template may have.
pub const HOLES: [&str; 4] = ["{customer}", "{touch}", "{purpose}", "{note}"];

static LATIN: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new("[a-z0-9]+").ok());
/// Words that say nothing about a customer.
const COMMON: [&str; 20] = [
    "about", "been", "from", "have", "into", "that", "their", "them", "then", "there", "they", "this",
    "were", "what", "when", "which", "will", "with", "would", "your",
];
/// Characters that hold Chinese sentences together.
const HOLDING: &str = "的了是在我你您他她们和与就也都把给吗呢要有不这那会能可以一个";

impl Occasion {
    /// A text with its holes filled.
    pub fn fill(&self, text: &str) -> String {
        let values = [&self.customer, &self.touch, &self.purpose, &self.note];
        // In one pass, so that what is filled in cannot open another hole.
        let mut filled = String::new();
        let mut rest = text;
        while let Some(at) = rest.find('{') {
            let (before, here) = rest.split_at(at);
            filled.push_str(before);
            let hole = HOLES.iter().zip(values).find(|(hole, _)| here.starts_with(**hole));
            let (value, taken) = hole.map_or(("{", 1), |(hole, value)| (value.as_str(), hole.len()));
            filled.push_str(value);
            rest = here.get(taken..).unwrap_or_default();
        }
        filled + rest
    }

    /// Words of the note that a reply uses, each with where: in Chinese pairs of characters.
    pub fn words_in(&self, text: &Text) -> BTreeMap<String, Range<usize>> {
        let said: BTreeMap<String, Range<usize>> = words(text).into_iter().rev().collect();
        let noted = Text::new(&self.note);
        let own = words(&noted).into_iter();
        own.filter_map(|(word, _)| Some((word.clone(), said.get(&word)?.clone()))).collect()
    }
}

fn words(text: &Text) -> Vec<(String, Range<usize>)> {
    let folded = text.folded();
    let mut found = Vec::new();
    let chars: Vec<(usize, char)> = folded.char_indices().collect();
    for pair in chars.windows(2) {
        if let [(start, a), (next, b)] = *pair
            && [a, b].iter().all(|&c| is_cjk(c) && !HOLDING.contains(c))
        {
            found.push((format!("{a}{b}"), text.origin(&(start..next + b.len_utf8()))));
        }
    }
    for found_word in LATIN.iter().flat_map(|latin| latin.find_iter(folded)) {
        let word = found_word.as_str();
        let tells = word.len() >= 4 || word.starts_with(|c: char| c.is_ascii_digit());
        if tells && !COMMON.contains(&word) {
            found.push((word.to_owned(), text.origin(&found_word.range())));
        }
    }
    found
}

impl Scenario {
    /// The scenario about that occasion.
    #[must_use]
    pub fn about(&self, occasion: &Occasion) -> Self {
        let mut filled = self.clone();
        filled.occasion = Some(occasion.clone());
        let fill = |text: &mut String| *text = occasion.fill(text);
        [&mut filled.brief, &mut filled.goal, &mut filled.buyer.company].into_iter().for_each(fill);
        filled.facts.iter_mut().for_each(|fact| fill(&mut fact.text));
        filled.needs.iter_mut().flat_map(|need| &mut need.reveal).for_each(fill);
        let states = filled.states.iter_mut();
        for state in states {
            state.say.iter_mut().for_each(fill);
            state.reactions.iter_mut().chain(&mut state.otherwise).for_each(|r| fill_reaction(r, occasion));
        }
        filled.reactions.iter_mut().for_each(|reaction| fill_reaction(reaction, occasion));
        filled.push_backs.iter_mut().flat_map(|push| &mut push.say).for_each(fill);
        let transcripts = &mut filled.transcripts;
        let lines = [&mut transcripts.model, &mut transcripts.weak, &mut transcripts.bad];
        lines.into_iter().flatten().for_each(fill);
        filled
    }
}

fn fill_reaction(reaction: &mut Reaction, occasion: &Occasion) {
    reaction.say.iter_mut().for_each(|line| *line = occasion.fill(line));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn occasion(note: &str) -> Occasion {
        Occasion {
            customer: "{note}".into(),
            touch: "Day 3".into(),
            purpose: "check".into(),
            note: note.into(),
        }
    }

    #[test]
    fn holes_are_filled_once() {
        let filled = occasion("x").fill("{customer}: {touch} {unknown} {");
        assert_eq!(filled, "{note}: Day 3 {unknown} {");
    }

    #[test]
    fn a_reply_recalls_words_of_the_note() {
        let said = Text::new("How did the training of the night shift go?");
        let words = occasion("Night shift still waits for its training, 14 people").words_in(&said);
        assert_eq!(words.keys().collect::<Vec<_>>(), ["night", "shift", "training"]);
        let said = Text::new("夜班培训做完了吗?");
        assert!(occasion("夜班14个人还没培训").words_in(&said).len() >= 2);
    }
}
