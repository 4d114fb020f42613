//! How the buyer takes one reply: which needs it opens, which reaction holds, how mood and state move, what is said.
//! The first reaction that holds wins, the scenario's own before the state's, so an author reads it from the top.
//! It must not look at the score.

use std::collections::BTreeSet;

use super::{Bout, End, Mood, Move, Turn, line_of};
use crate::coach::recognise::{Text, Verdict, is_cjk};
use crate::coach::scenario::{Need, Reaction, Scenario, When};

/// Bounds of patience; the upper one keeps a buyer from becoming endless.
const PATIENCE: (i32, i32) = (0, 20);

pub(super) fn turn(bout: &mut Bout, text: &Text, verdict: Verdict) -> Turn {
    let plan = bout.plan.clone();
    let scenario = &plan.scenario;
    // Words that are not the rep's own tell the buyer nothing.
    let tricked = verdict.trick.is_some();
    let facts = if tricked { BTreeSet::new() } else { facts_named(scenario, text) };
    let reaction = choose(bout, text, &verdict, &facts).cloned();
    let rude = plan.method.faults.iter().any(|fault| verdict.did(&fault.label));
    let leaves = reaction.as_ref().and_then(|r| r.go).is_some_and(|go| ends(scenario, go));
    // Nobody confides in somebody who has just been rude, nor while saying goodbye.
    let asked =
        if rude || leaves { BTreeSet::new() } else { needs_asked(scenario, text, &verdict, &bout.opened) };

    let mut opened = asked.clone();
    let mut moves = Vec::new();
    if let Some(reaction) = &reaction {
        opened.extend(reaction.opens.iter().filter(|need| !bout.opened.contains(need)));
        moves.push(Move { why: reaction.why.clone(), place: Some(reaction.place.clone()) });
    }
    bout.mood = shift(bout.mood, reaction.as_ref(), scenario, &verdict, &mut moves);
    bout.opened.extend(&opened);

    bout.state = reaction.as_ref().and_then(|r| r.go).unwrap_or(bout.state);
    let patience_spent = bout.mood.patience <= PATIENCE.0 && !ends(scenario, bout.state);
    if patience_spent {
        bout.state = scenario.gives_up;
    }
    let mut say: &[String] = reaction.as_ref().map_or(&[], |r| r.say.as_slice());
    if patience_spent {
        say = &[];
    }
    let mut answer = line_of(&plan, bout.state, say, bout.seed, bout.turns.len() + 1, Some(bout.last_line()));
    if !patience_spent {
        reveal(scenario, &asked, bout.seed, &mut answer.line);
    }
    bout.end = end_after(bout, scenario, patience_spent);
    Turn { said: text.original().to_owned(), verdict, facts, opened, answer, mood: bout.mood, moves }
}

fn ends(scenario: &Scenario, state: usize) -> bool {
    scenario.states.get(state).is_none_or(|s| s.ends.is_some())
}

fn end_after(bout: &Bout, scenario: &Scenario, patience_spent: bool) -> Option<End> {
    if patience_spent {
        return Some(End::Patience);
    }
    if let Some(outcome) = scenario.states.get(bout.state).and_then(|s| s.ends) {
        return Some(End::Buyer(outcome));
    }
    (bout.turns.len() + 1 >= scenario.max_turns as usize).then_some(End::Turns)
}

fn facts_named(scenario: &Scenario, text: &Text) -> BTreeSet<usize> {
    let says = |fact: &crate::coach::scenario::Fact| fact.says.iter().any(|p| p.is_match(text.folded()));
    scenario.facts.iter().enumerate().filter(|(_, fact)| says(fact)).map(|(at, _)| at).collect()
}

fn needs_asked(
    scenario: &Scenario,
    text: &Text,
    verdict: &Verdict,
    open: &BTreeSet<usize>,
) -> BTreeSet<usize> {
    let asked = |need: &Need| {
        need.opens_with.iter().any(|label| verdict.did(label))
            && (need.about.is_empty() || need.about.iter().any(|topic| topic.is_match(text.folded())))
    };
    let closed = scenario.needs.iter().enumerate().filter(|(at, _)| !open.contains(at));
    // One question opens one need: a buyer does not tell everything at once.
    closed.filter(|(_, need)| asked(need)).map(|(at, _)| at).take(1).collect()
}

fn choose<'b>(
    bout: &'b Bout,
    text: &Text,
    verdict: &Verdict,
    facts: &BTreeSet<usize>,
) -> Option<&'b Reaction> {
    let state = bout.state()?;
    if verdict.trick.is_some() {
        return state.otherwise.as_ref();
    }
    let mut candidates = bout.plan.scenario.reactions.iter().chain(&state.reactions);
    candidates.find(|r| holds(&r.when, bout, text, verdict, facts)).or(state.otherwise.as_ref())
}

fn holds(when: &When, bout: &Bout, text: &Text, verdict: &Verdict, facts: &BTreeSet<usize>) -> bool {
    let did = |label| verdict.did(label);
    when.did.iter().all(did)
        && (when.any.is_empty() || when.any.iter().any(did))
        && !when.not.iter().any(did)
        && when.before.iter().all(|label| did(label) || bout.did(label))
        && when.names.iter().all(|fact| facts.contains(fact))
        && facts.len() >= when.facts as usize
        && when.opened.iter().all(|need| bout.opened.contains(need))
        && (when.mentions.is_empty() || when.mentions.iter().any(|p| p.is_match(text.folded())))
        && when.trust_at_least.is_none_or(|least| bout.mood.trust >= least)
        && when.trust_below.is_none_or(|limit| bout.mood.trust < limit)
        && when.turn_at_least.is_none_or(|least| bout.turns.len() + 1 >= least as usize)
}

fn shift(
    mood: Mood,
    reaction: Option<&Reaction>,
    scenario: &Scenario,
    verdict: &Verdict,
    moves: &mut Vec<Move>,
) -> Mood {
    let (mut trust, mut interest, mut patience) =
        reaction.map_or((0, 0, 0), |r| (r.trust, r.interest, r.patience));
    for moved in scenario.buyer.parts.iter().flat_map(|part| &part.moved_by) {
        if verdict.did(&moved.label) {
            trust += moved.trust;
            moves.push(Move { why: moved.why.clone(), place: None });
        }
    }
    trust = (mood.trust + trust).clamp(0, 100);
    interest = (mood.interest + interest).clamp(0, 100);
    patience = (mood.patience + patience).clamp(PATIENCE.0, PATIENCE.1);
    Mood { trust, interest, patience }
}

/// What an opened need is told with comes after the reaction's own words.
fn reveal(scenario: &Scenario, asked: &BTreeSet<usize>, seed: u64, line: &mut String) {
    for &at in asked {
        let Some(need) = scenario.needs.get(at) else { continue };
        let Some(told) = need.reveal.get(crate::coach::seed::pick(seed, at as u64, need.reveal.len())) else {
            continue;
        };
        let ends_wide =
            line.chars().next_back().is_none_or(|c| is_cjk(c) || "。!?…」”".contains(c) && !c.is_ascii());
        if !ends_wide {
            line.push(' ');
        }
        line.push_str(told);
    }
}
