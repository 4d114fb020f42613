//! How each rule of a check is decided: what part of it the drill fulfilled and which words show it.
//! Every rule looks at the whole talk and says "not rated" where it has nothing to go by.
//! It must not weigh anything.

use std::collections::BTreeSet;

use regex::Regex;

use super::{Credit, NotRated, Quote};
use crate::coach::drill::Bout;
use crate::coach::ids::{Id, Label};
use crate::coach::method::Rule;
use crate::coach::recognise::Text;

type Decided = (Credit, Vec<Quote>);

pub(super) fn decide(rule: &Rule, bout: &Bout) -> Decided {
    match rule {
        Rule::Did { any, times } => did(bout, any, *times),
        Rule::Order { first, then } => order(bout, first, then),
        Rule::Names { at_least } => names(bout, *at_least),
        Rule::Mentions { any, at_least } => mentions(bout, any, *at_least),
        Rule::Length { most } => length(bout, *most),
        Rule::Opened { at_least } => opened(bout, *at_least),
        Rule::Reached { any } => reached(bout, any),
        Rule::NumbersKnown => numbers_known(bout),
        Rule::Exact { text } => exact(bout, text),
        Rule::TalkShare { most } => talk_share(bout, *most),
    }
}

/// Every time that the rep did this, by its words.
pub(super) fn quotes_of(bout: &Bout, label: &Label) -> Vec<Quote> {
    let turns = bout.turns.iter().enumerate();
    let marks = turns.filter_map(|(at, turn)| turn.verdict.find(label).map(|mark| (at, mark)));
    marks.map(|(at, mark)| Quote { turn: at + 1, span: mark.span.clone() }).collect()
}

fn rated(got: usize, of: u32, quotes: Vec<Quote>) -> Decided {
    (Credit::Rated { got: u32::try_from(got).unwrap_or(u32::MAX).min(of), of: of.max(1) }, quotes)
}

fn did(bout: &Bout, any: &[Label], times: u32) -> Decided {
    let mut quotes: Vec<Quote> = any.iter().flat_map(|label| quotes_of(bout, label)).collect();
    quotes.sort_by_key(|quote| (quote.turn, quote.span.start));
    // Two labels on one reply are one time.
    quotes.dedup_by_key(|quote| quote.turn);
    let perhaps = |label: &Label| bout.turns.iter().any(|turn| turn.verdict.unsure.contains(label));
    if quotes.is_empty() && any.iter().any(perhaps) {
        return (Credit::NotRated(NotRated::Unsure), quotes);
    }
    rated(quotes.len(), times, quotes)
}

fn order(bout: &Bout, first: &Label, then: &Label) -> Decided {
    let (one, two) = (quotes_of(bout, first), quotes_of(bout, then));
    let Some(later) = two.into_iter().next() else {
        return (Credit::NotRated(NotRated::NeverCameUp), Vec::new());
    };
    let Some(earlier) = one.into_iter().next() else {
        return rated(0, 1, vec![later]);
    };
    let in_order = (earlier.turn, earlier.span.start) <= (later.turn, later.span.start);
    rated(usize::from(in_order), 1, vec![earlier, later])
}

fn names(bout: &Bout, at_least: u32) -> Decided {
    let mut named = BTreeSet::new();
    let mut quotes = Vec::new();
    for (at, turn) in bout.turns.iter().enumerate() {
        let text = Text::new(&turn.said);
        // The first time that a fact was named shows it; more would only fill the receipt.
        for fact in turn.facts.iter().filter(|fact| named.insert(**fact)) {
            let says = bout.plan.scenario.facts.get(*fact).into_iter().flat_map(|fact| &fact.says);
            let first =
                says.filter_map(|pattern| pattern.find(text.folded())).min_by_key(regex::Match::start);
            quotes.extend(first.map(|m| Quote { turn: at + 1, span: text.origin(&m.range()) }));
        }
    }
    rated(named.len(), at_least, quotes)
}

fn mentions(bout: &Bout, any: &[Regex], at_least: u32) -> Decided {
    let mut matched = BTreeSet::new();
    let mut quotes = Vec::new();
    for (at, turn) in bout.turns.iter().enumerate() {
        let text = Text::new(&turn.said);
        for (which, pattern) in any.iter().enumerate() {
            if let Some(found) = pattern.find(text.folded()).filter(|_| matched.insert(which)) {
                quotes.push(Quote { turn: at + 1, span: text.origin(&found.range()) });
            }
        }
    }
    rated(matched.len(), at_least, quotes)
}

fn length(bout: &Bout, most: u32) -> Decided {
    let too_long = |said: &str| said.chars().count() > most as usize;
    let quotes: Vec<Quote> = bout
        .turns
        .iter()
        .enumerate()
        .filter(|(_, turn)| too_long(&turn.said))
        .map(|(at, turn)| Quote { turn: at + 1, span: 0..turn.said.len() })
        .collect();
    let turns = bout.turns.len();
    if turns == 0 {
        return (Credit::NotRated(NotRated::NeverCameUp), quotes);
    }
    rated(turns - quotes.len(), u32::try_from(turns).unwrap_or(u32::MAX), quotes)
}

fn opened(bout: &Bout, at_least: u32) -> Decided {
    let quotes = bout
        .turns
        .iter()
        .enumerate()
        .filter(|(_, turn)| !turn.opened.is_empty())
        .map(|(at, turn)| Quote { turn: at + 1, span: 0..turn.said.len() })
        .collect();
    rated(bout.opened().len(), at_least, quotes)
}

fn reached(bout: &Bout, any: &[Id]) -> Decided {
    let turn = bout.turns.iter().position(|turn| any.contains(&turn.answer.state));
    let quote = |at: usize| bout.turns.get(at).map(|turn| Quote { turn: at + 1, span: 0..turn.said.len() });
    rated(usize::from(turn.is_some()), 1, turn.and_then(quote).into_iter().collect())
}

fn numbers_known(bout: &Bout) -> Decided {
    let mut known: BTreeSet<String> = BTreeSet::new();
    let sheet = bout.plan.scenario.facts.iter().map(|fact| fact.text.as_str());
    for text in sheet.chain([bout.opening.line.as_str(), &bout.plan.scenario.brief]) {
        known.extend(numbers(&Text::new(text)).into_iter().map(|(n, _)| n));
    }
    let (mut total, mut unknown) = (0u32, Vec::new());
    for (at, turn) in bout.turns.iter().enumerate() {
        let text = Text::new(&turn.said);
        for (number, range) in numbers(&text) {
            total += 1;
            if !known.contains(&number) {
                unknown.push(Quote { turn: at + 1, span: text.origin(&range) });
            }
        }
        known.extend(numbers(&Text::new(&turn.answer.line)).into_iter().map(|(n, _)| n));
    }
    if total == 0 {
        return (Credit::NotRated(NotRated::NeverCameUp), Vec::new());
    }
    let right = total as usize - unknown.len();
    rated(right, total, unknown)
}

/// Numbers as they are written, with digits; a separator between thousands does not make another number.
fn numbers(text: &Text) -> Vec<(String, std::ops::Range<usize>)> {
    let mut found: Vec<(String, std::ops::Range<usize>)> = Vec::new();
    let mut chars = text.folded().char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        if !c.is_ascii_digit() {
            continue;
        }
        let (mut number, mut end) = (String::from(c), start + 1);
        while let Some(&(at, next)) = chars.peek() {
            let digit_follows =
                text.folded().get(at + 1..).is_some_and(|r| r.starts_with(|n: char| n.is_ascii_digit()));
            match next {
                '0'..='9' => number.push(next),
                '.' if digit_follows => number.push(next),
                ',' if digit_follows => {}
                _ => break,
            }
            end = at + 1;
            chars.next();
        }
        found.push((number, start..end));
    }
    found
}

fn exact(bout: &Bout, wanted: &str) -> Decided {
    let bare = |text: &Text| text.folded().chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let wanted = bare(&Text::new(wanted));
    let said = bout.turns.iter().position(|turn| bare(&Text::new(&turn.said)).contains(&wanted));
    let quote = |at: usize| bout.turns.get(at).map(|turn| Quote { turn: at + 1, span: 0..turn.said.len() });
    rated(usize::from(said.is_some()), 1, said.and_then(quote).into_iter().collect())
}

fn talk_share(bout: &Bout, most: u32) -> Decided {
    let count = |text: &str| text.chars().count();
    let rep: usize = bout.turns.iter().map(|turn| count(&turn.said)).sum();
    let buyer: usize =
        count(&bout.opening.line) + bout.turns.iter().map(|turn| count(&turn.answer.line)).sum::<usize>();
    if rep == 0 {
        return (Credit::NotRated(NotRated::NeverCameUp), Vec::new());
    }
    rated(usize::from(rep * 100 <= (rep + buyer) * most as usize), 1, Vec::new())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_they_are_meant() {
        let text = Text::new("1,200 units, 3.5％ and ６周, v2.");
        let read: Vec<String> = numbers(&text).into_iter().map(|(n, _)| n).collect();
        assert_eq!(read, ["1200", "3.5", "6", "2"]);
    }
}
