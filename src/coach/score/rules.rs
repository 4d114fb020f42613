//! How each rule of a check is decided: what part of it the drill fulfilled and which words show it.
//! Every rule looks at the whole talk and says "not rated" where it has nothing to go by.
//! It must not weigh anything.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use super::{Credit, NotRated, Quote};
use crate::coach::drill::{Bout, Turn, known_numbers};
use crate::coach::ids::{Id, Label};
use crate::coach::method::Rule;
use crate::coach::pattern::Regex;
use crate::coach::scenario::NeedKind;

type Decided = (Credit, Vec<Quote>);

pub(super) fn decide(rule: &Rule, bout: &Bout) -> Decided {
    match rule {
        Rule::Did { any, times, within } => did(bout, any, *times, within),
        Rule::Avoid { any, within, until_opened } => avoid(bout, any, within, *until_opened),
        Rule::Order { first, then } => order(bout, first, then),
        Rule::Names { at_least } => names(bout, *at_least),
        Rule::Mentions { any, at_least, within } => mentions(bout, any, *at_least, within),
        Rule::Recalls { at_least } => recalls(bout, *at_least),
        Rule::Length { most } => length(bout, *most),
        Rule::Opened { at_least, kind } => opened(bout, *at_least, *kind),
        Rule::Answers { any, at_least } => answers(bout, any, *at_least),
        Rule::Reached { any } => reached(bout, any),
        Rule::NumbersKnown => numbers_known(bout),
        Rule::Exact { text } => exact(bout, text),
        Rule::TalkShare { most } => talk_share(bout, *most),
    }
}

/// The most that a check can still come to, given what it has come to: what was done wrong stays done.
pub(super) fn at_best(rule: &Rule, credit: &Credit, bout: &Bout) -> Credit {
    let whole = Credit::Rated { got: 1, of: 1 };
    match (rule, credit) {
        (Rule::Order { .. } | Rule::Avoid { .. }, Credit::Rated { got: 0, .. }) => credit.clone(),
        (Rule::NumbersKnown, _) => credit.clone(),
        (Rule::Length { .. }, Credit::Rated { got, of }) => {
            let most = bout.plan.scenario.most_turns(bout.plan.difficulty);
            let left = u32::try_from(most.saturating_sub(bout.turns.len())).unwrap_or(0);
            Credit::Rated { got: got + left, of: of + left }
        }
        _ => whole,
    }
}

/// Every time that the rep did this, by its words.
pub(super) fn quotes_of(bout: &Bout, label: &Label) -> Vec<Quote> {
    quotes_within(bout, label, &[])
}

fn quotes_within(bout: &Bout, label: &Label, within: &[Id]) -> Vec<Quote> {
    let marks =
        turns(bout, within).filter_map(|(number, turn)| Some((number, turn.heard.verdict.find(label)?)));
    marks.map(|(turn, mark)| Quote { turn, span: mark.span.clone() }).collect()
}

/// The turns, counted from 1, that the buyer heard in one of these states; of none, all.
fn turns<'b>(bout: &'b Bout, within: &'b [Id]) -> impl Iterator<Item = (usize, &'b Arc<Turn>)> {
    (1..).zip(&bout.turns).filter(|(_, turn)| within.is_empty() || within.contains(&turn.state))
}

fn whole(number: usize, turn: &Turn) -> Quote {
    Quote { turn: number, span: 0..turn.said.len() }
}

fn rated(got: usize, of: u32, quotes: Vec<Quote>) -> Decided {
    (Credit::Rated { got: u32::try_from(got).unwrap_or(u32::MAX).min(of), of: of.max(1) }, quotes)
}

fn never_came_up() -> Decided {
    (Credit::NotRated(NotRated::NeverCameUp), Vec::new())
}

fn did(bout: &Bout, any: &[Label], times: u32, within: &[Id]) -> Decided {
    let mut quotes: Vec<Quote> = any.iter().flat_map(|label| quotes_within(bout, label, within)).collect();
    quotes.sort_by_key(|quote| (quote.turn, quote.span.start));
    // Two labels on one reply are one time.
    quotes.dedup_by_key(|quote| quote.turn);
    let perhaps =
        |label: &Label| turns(bout, within).any(|(_, turn)| turn.heard.verdict.unsure.contains(label));
    if quotes.is_empty() && any.iter().any(perhaps) {
        return (Credit::NotRated(NotRated::Unsure), quotes);
    }
    rated(quotes.len(), times, quotes)
}

fn avoid(bout: &Bout, any: &[Label], within: &[Id], until_opened: Option<u32>) -> Decided {
    let needs = &bout.plan.scenario.needs;
    let found =
        |turn: &Turn| turn.opened.iter().filter(|&&at| needs.get(at).is_some_and(|n| !n.given)).count();
    let (mut open, mut occasions, mut quotes) = (0, 0usize, Vec::new());
    for (number, turn) in (1..).zip(&bout.turns) {
        let early = until_opened.is_none_or(|enough| open < enough as usize);
        open += found(turn);
        if !early || !(within.is_empty() || within.contains(&turn.state)) {
            continue;
        }
        occasions += 1;
        let marks = any.iter().filter_map(|label| turn.heard.verdict.find(label));
        let first = marks.min_by_key(|mark| mark.span.start);
        quotes.extend(first.map(|mark| Quote { turn: number, span: mark.span.clone() }));
    }
    if occasions == 0 { never_came_up() } else { rated(usize::from(quotes.is_empty()), 1, quotes) }
}

fn order(bout: &Bout, first: &Label, then: &Label) -> Decided {
    let (one, two) = (quotes_of(bout, first), quotes_of(bout, then));
    let Some(later) = two.into_iter().next() else {
        return never_came_up();
    };
    let Some(earlier) = one.into_iter().next() else {
        return rated(0, 1, vec![later]);
    };
    let in_order = (earlier.turn, earlier.span.start) <= (later.turn, later.span.start);
    rated(usize::from(in_order), 1, vec![earlier, later])
}

/// What was heard for the first time in each turn; more would only fill the receipt.
fn first_times<'b, K: Ord + 'b>(
    bout: &'b Bout,
    within: &'b [Id],
    heard: impl Fn(&'b Turn) -> Vec<(K, &'b Range<usize>)>,
) -> (BTreeSet<K>, Vec<Quote>) {
    let (mut all, mut quotes) = (BTreeSet::new(), Vec::new());
    for (number, turn) in turns(bout, within) {
        for (what, span) in heard(turn) {
            if all.insert(what) {
                quotes.push(Quote { turn: number, span: span.clone() });
            }
        }
    }
    (all, quotes)
}

fn names(bout: &Bout, at_least: u32) -> Decided {
    let (named, quotes) =
        first_times(bout, &[], |turn| turn.heard.facts.iter().map(|(fact, span)| (*fact, span)).collect());
    rated(named.len(), at_least, quotes)
}

fn mentions(bout: &Bout, any: &[Regex], at_least: u32, within: &[Id]) -> Decided {
    let (matched, quotes) = first_times(bout, within, |turn| {
        let found = |pattern: &Regex| turn.heard.matched.get_key_value(pattern.as_str());
        any.iter().filter_map(found).collect()
    });
    rated(matched.len(), at_least, quotes)
}

fn recalls(bout: &Bout, at_least: u32) -> Decided {
    let (words, mut quotes) = first_times(bout, &[], |turn| turn.heard.recalled.iter().collect());
    // So many words show it; all of them would only fill the receipt.
    quotes.truncate(at_least as usize);
    rated(words.len(), at_least, quotes)
}

fn length(bout: &Bout, most: u32) -> Decided {
    let long = turns(bout, &[]).filter(|(_, turn)| turn.heard.length > most as usize);
    let quotes: Vec<Quote> = long.map(|(number, turn)| whole(number, turn)).collect();
    let turns = bout.turns.len();
    if turns == 0 {
        return never_came_up();
    }
    rated(turns - quotes.len(), u32::try_from(turns).unwrap_or(u32::MAX), quotes)
}

fn opened(bout: &Bout, at_least: u32, kind: Option<NeedKind>) -> Decided {
    let needs = &bout.plan.scenario.needs;
    let counts = |at: &usize| {
        needs.get(*at).is_some_and(|need| !need.given && kind.is_none_or(|wanted| need.kind == wanted))
    };
    if bout.by_peer() {
        return never_came_up();
    }
    let opening = turns(bout, &[]).filter(|(_, turn)| turn.opened.iter().any(counts));
    let quotes = opening.map(|(number, turn)| whole(number, turn)).collect();
    rated(bout.opened().iter().filter(|at| counts(at)).count(), at_least, quotes)
}

fn answers(bout: &Bout, any: &[Label], at_least: u32) -> Decided {
    let needs = &bout.plan.scenario.needs;
    let mut open: BTreeSet<usize> =
        needs.iter().enumerate().filter(|(_, need)| need.given).map(|(at, _)| at).collect();
    let (mut met, mut quotes) = (BTreeSet::new(), Vec::new());
    for (number, turn) in turns(bout, &[]) {
        let mark = any.iter().find_map(|label| turn.heard.verdict.find(label));
        let fresh = turn.heard.meets.iter().filter(|at| open.contains(at) && !met.contains(*at)).count();
        if let Some(mark) = mark.filter(|_| fresh > 0) {
            met.extend(turn.heard.meets.intersection(&open).copied());
            quotes.push(Quote { turn: number, span: mark.span.clone() });
        }
        // What a reply brings to light is told after it.
        open.extend(&turn.opened);
    }
    if bout.by_peer() && open.is_empty() { never_came_up() } else { rated(met.len(), at_least, quotes) }
}

fn reached(bout: &Bout, any: &[Id]) -> Decided {
    if bout.by_peer() {
        return never_came_up();
    }
    let turn = turns(bout, &[]).find(|(_, turn)| any.contains(&turn.answer.state));
    rated(
        usize::from(turn.is_some()),
        1,
        turn.map(|(number, turn)| whole(number, turn)).into_iter().collect(),
    )
}

fn numbers_known(bout: &Bout) -> Decided {
    let (mut total, mut unknown) = (0u32, Vec::new());
    for (at, turn) in bout.turns.iter().enumerate().filter(|(_, turn)| !turn.heard.numbers.is_empty()) {
        let known = known_numbers(bout, at);
        for (number, range) in &turn.heard.numbers {
            total += 1;
            if !known.contains(number) {
                unknown.push(Quote { turn: at + 1, span: range.clone() });
            }
        }
    }
    if total == 0 {
        return never_came_up();
    }
    let right = total as usize - unknown.len();
    rated(right, total, unknown)
}

fn exact(bout: &Bout, wanted: &str) -> Decided {
    let said = turns(bout, &[]).find(|(_, turn)| turn.heard.matched.contains_key(wanted));
    rated(
        usize::from(said.is_some()),
        1,
        said.map(|(number, turn)| whole(number, turn)).into_iter().collect(),
    )
}

fn talk_share(bout: &Bout, most: u32) -> Decided {
    let rep: usize = bout.turns.iter().map(|turn| turn.heard.length).sum();
    if rep == 0 {
        return never_came_up();
    }
    rated(usize::from(bout.talk_share() <= most), 1, Vec::new())
}
