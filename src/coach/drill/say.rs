//! Which of the buyer's wordings is said: chosen by the seed, never the one that was just heard, coloured by the person.
//! It must not decide what the buyer does.

use super::{Bout, BuyerLine, Plan};
use crate::coach::ids::Id;
use crate::coach::recognise::is_cjk;
use crate::coach::seed;

/// One answer in so many begins in the buyer's own manner.
const MANNER_EVERY: usize = 3;
/// Tells the choice of manner from the choice of words.
const MANNER: u64 = 0x006D_616E_6E65_7200;

pub(super) fn opening(plan: &Plan, seed: u64) -> BuyerLine {
    line(plan, plan.scenario.start, &[], seed, 0, None)
}

/// What is said on coming to a state, in the reaction's own words or the state's.
pub(super) fn answer(bout: &Bout, state: usize, own: &[String]) -> BuyerLine {
    line(&bout.plan, state, own, bout.seed, bout.turns.len() + 1, Some(bout.last_line()))
}

/// One of the wordings, never the one that was just said.
fn line(plan: &Plan, state: usize, own: &[String], seed: u64, turn: usize, last: Option<&str>) -> BuyerLine {
    let here = plan.scenario.states.get(state);
    let say = if own.is_empty() { here.map_or(own, |s| s.say.as_slice()) } else { own };
    // What a need was told with stands beside the words that were said.
    let just_said = |line: &&String| last.is_some_and(|last| last.contains(line.as_str()));
    let mut fresh: Vec<&String> = say.iter().filter(|line| !just_said(line)).collect();
    if fresh.is_empty() {
        // Two states may share their only wording; the same again is better than silence.
        fresh.extend(say);
    }
    let salt = (state as u64) << 32 | turn as u64;
    let line = fresh.get(seed::pick(seed, salt, fresh.len())).map(|line| (*line).clone()).unwrap_or_default();
    let speaker = here.and_then(|state| state.speaker.clone());
    BuyerLine { state: here.map_or_else(|| Id::new(""), |s| s.id.clone()), speaker, line }
}

/// Now and then a person says what such a person says before they answer; never the same twice in a row.
pub(super) fn in_their_manner(bout: &Bout, answer: &mut BuyerLine) {
    let parts = &bout.plan.scenario.buyer.parts;
    let manners: Vec<&String> = parts.iter().flat_map(|part| &part.manner).collect();
    let salt = MANNER + bout.turns.len() as u64;
    if manners.is_empty() || answer.speaker.is_some() || seed::pick(bout.seed, salt, MANNER_EVERY) > 0 {
        return;
    }
    let fresh: Vec<&&String> = manners.iter().filter(|m| !bout.last_line().starts_with(m.as_str())).collect();
    if let Some(manner) = fresh.get(seed::pick(bout.seed, salt + 1, fresh.len())) {
        let mut line = (**manner).clone();
        append(&mut line, &answer.line);
        answer.line = line;
    }
}

/// What opened needs are told with comes after the reaction's own words.
pub(super) fn reveal(bout: &Bout, asked: &std::collections::BTreeSet<usize>, line: &mut String) {
    for &at in asked {
        let told = bout.plan.scenario.needs.get(at).map(|need| &need.reveal);
        if let Some(told) = told.and_then(|told| told.get(seed::pick(bout.seed, at as u64, told.len()))) {
            append(line, told);
        }
    }
}

/// Chinese sentences stand without a space between them.
fn append(line: &mut String, more: &str) {
    let ends_wide =
        line.chars().next_back().is_none_or(|c| is_cjk(c) || "。!?…」”".contains(c) && !c.is_ascii());
    if !ends_wide {
        line.push(' ');
    }
    line.push_str(more);
}
