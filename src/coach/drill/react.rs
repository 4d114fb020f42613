//! How the buyer takes one reply: which needs it opens, which reaction holds, how mood and state move, what is said.
//! The first reaction that holds wins, the scenario's own before the state's, so an author reads it from the top.
//! It must not look at the score, nor at words: only at what was heard.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{Bout, End, Heard, LONGEST_DUEL, Mood, Move, Provoked, Turn, say};
use crate::coach::ids::{Id, Label};
use crate::coach::scenario::{Need, Outcome, PushBack, Reaction, Scenario, When};

/// Bounds of patience; the upper one keeps a buyer from becoming endless.
const PATIENCE: (i32, i32) = (0, 20);

/// What the buyer does about one reply, before it is done.
#[derive(Default)]
struct Course<'s> {
    reaction: Option<&'s Reaction>,
    push: Option<&'s PushBack>,
    /// Where the talk goes; absent: it stays.
    go: Option<usize>,
    /// What the buyer says; empty: the words of the state it goes to.
    say: &'s [String],
    /// Change of patience beyond the reaction's.
    patience: i32,
}

pub(super) fn turn(bout: &mut Bout, said: &str, heard: Arc<Heard>) -> Turn {
    let plan = bout.plan.clone();
    let scenario = &plan.scenario;
    let rude = plan.method.faults.iter().any(|fault| heard.verdict.did(&fault.label));
    // Nobody confides in somebody who has just been rude.
    let mut asked = if rude { BTreeSet::new() } else { needs_asked(scenario, &heard, &bout.opened) };
    let state = state_id(bout);
    let course = choose(bout, scenario, &heard, &asked);
    // Nor while saying goodbye, or while waiting for an answer.
    if course.go.is_some_and(|go| ends(scenario, go)) || course.push.is_some() {
        asked.clear();
    }
    let provoked = course.reaction.and_then(|reaction| provoked(bout, reaction, &heard));

    let mut opened = asked.clone();
    let mut moves = Vec::new();
    if let Some(push) = course.push {
        moves.push(Move { why: push.why.clone(), place: Some(push.place.clone()) });
    } else if let Some(reaction) = course.reaction {
        opened.extend(reaction.opens.iter().filter(|need| !bout.opened.contains(need)));
        moves.push(Move { why: reaction.why.clone(), place: Some(reaction.place.clone()) });
    }
    bout.mood = shift(bout.mood, &course, scenario, &heard, &mut moves);
    bout.opened.extend(&opened);

    bout.state = course.go.unwrap_or(bout.state);
    let patience_spent = bout.mood.patience <= PATIENCE.0 && !ends(scenario, bout.state);
    if patience_spent {
        bout.state = scenario.gives_up;
    }
    let mut answer = say::answer(bout, bout.state, if patience_spent { &[] } else { course.say });
    if !patience_spent {
        say::reveal(bout, &asked, &mut answer.line);
        say::in_their_manner(bout, &mut answer);
    }
    bout.end = end_after(bout, scenario, patience_spent);
    Turn { said: said.to_owned(), heard, state, opened, provoked, answer, mood: bout.mood, moves }
}

/// Another member plays the buyer: the reply is heard, and nothing moves.
pub(super) fn listen(bout: &mut Bout, said: &str, heard: Arc<Heard>) -> Turn {
    bout.end = (bout.turns.len() + 1 >= LONGEST_DUEL).then_some(End::Turns);
    let state = state_id(bout);
    let answer = super::BuyerLine { state: state.clone(), speaker: None, line: String::new() };
    let (opened, moves) = (BTreeSet::new(), Vec::new());
    Turn { said: said.to_owned(), heard, state, opened, provoked: None, answer, mood: bout.mood, moves }
}

fn state_id(bout: &Bout) -> Id {
    bout.state().map_or_else(|| Id::new(""), |state| state.id.clone())
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
    (bout.turns.len() + 1 >= scenario.most_turns(bout.plan.difficulty)).then_some(End::Turns)
}

fn needs_asked(scenario: &Scenario, heard: &Heard, open: &BTreeSet<usize>) -> BTreeSet<usize> {
    let asked = |(at, need): &(usize, &Need)| {
        need.opens_with.iter().any(|label| heard.verdict.did(label))
            && (need.about.is_empty() || heard.topics.contains(at))
            && need.after.iter().all(|before| open.contains(before))
    };
    let closed = scenario.needs.iter().enumerate().filter(|(at, _)| !open.contains(at));
    // One question opens one need: a buyer does not tell everything at once.
    closed.filter(asked).map(|(at, _)| at).take(1).collect()
}

/// What the buyer does: the machine, with the push-backs laid before its happy end.
fn choose<'s>(bout: &mut Bout, scenario: &'s Scenario, heard: &Heard, asked: &BTreeSet<usize>) -> Course<'s> {
    if let Some((at, goal)) = bout.pushing {
        return answer_push(bout, scenario, heard, asked, at, goal);
    }
    let reaction = chosen(bout, scenario, heard, asked);
    let go = reaction.and_then(|reaction| reaction.go);
    let agrees = go.filter(|&go| scenario.states.get(go).is_some_and(|s| s.ends == Some(Outcome::Advance)));
    match agrees {
        Some(goal) if bout.pushes_left > 0 => push_back(bout, scenario, goal, reaction),
        _ => Course { reaction, go, say: reaction.map_or(&[], |r| &r.say), ..Course::default() },
    }
}

/// The buyer would agree, but first brings something up.
fn push_back<'s>(
    bout: &mut Bout,
    scenario: &'s Scenario,
    goal: usize,
    reaction: Option<&'s Reaction>,
) -> Course<'s> {
    let at = scenario.budget(bout.plan.difficulty).saturating_sub(bout.pushes_left);
    let Some(push) = scenario.push_backs.get(at) else {
        return Course { reaction, go: Some(goal), ..Course::default() };
    };
    bout.pushes_left -= 1;
    bout.pushing = Some((at, goal));
    Course { reaction, push: Some(push), say: &push.say, ..Course::default() }
}

/// A push-back waits: what holds in every state holds here, an answer leads on, anything else costs patience.
fn answer_push<'s>(
    bout: &mut Bout,
    scenario: &'s Scenario,
    heard: &Heard,
    asked: &BTreeSet<usize>,
    at: usize,
    goal: usize,
) -> Course<'s> {
    let anywhere = scenario.reactions.iter().find(|r| holds(&r.when, bout, heard, asked));
    match (anywhere.filter(|_| heard.verdict.trick.is_none()), scenario.push_backs.get(at)) {
        (Some(own), _) => Course { reaction: Some(own), go: own.go, say: &own.say, ..Course::default() },
        (None, Some(push)) if !push.eased_by.iter().any(|label| heard.verdict.did(label)) => {
            Course { push: Some(push), say: &push.say, patience: -1, ..Course::default() }
        }
        _ => {
            bout.pushing = None;
            if bout.pushes_left > 0 {
                return push_back(bout, scenario, goal, None);
            }
            Course { go: Some(goal), ..Course::default() }
        }
    }
}

fn chosen<'s>(
    bout: &Bout,
    scenario: &'s Scenario,
    heard: &Heard,
    asked: &BTreeSet<usize>,
) -> Option<&'s Reaction> {
    let state = scenario.states.get(bout.state)?;
    if heard.verdict.trick.is_some() {
        return state.otherwise.as_ref();
    }
    let mut candidates = scenario.reactions.iter().chain(&state.reactions);
    candidates.find(|r| holds(&r.when, bout, heard, asked)).or(state.otherwise.as_ref())
}

fn holds(when: &When, bout: &Bout, heard: &Heard, asked: &BTreeSet<usize>) -> bool {
    let did = |label| heard.verdict.did(label);
    when.did.iter().all(did)
        && (when.any.is_empty() || when.any.iter().any(did))
        && !when.not.iter().any(did)
        && remembered(when, bout, heard)
        && when.names.iter().all(|fact| heard.facts.contains_key(fact))
        && heard.facts.len() >= when.facts as usize
        && ledger(when, bout, asked)
        && heard.meets.intersection(&bout.opened).count() >= when.meets as usize
        && (!when.invents || !super::invented(bout, &heard.numbers).is_empty())
        && when.longer.is_none_or(|limit| heard.length > limit as usize)
        && heard.questions >= when.questions as usize
        && (when.mentions.is_empty() || when.mentions.iter().any(|p| heard.matched.contains_key(p.as_str())))
        && when.trust_at_least.is_none_or(|least| bout.mood.trust >= least)
        && when.trust_below.is_none_or(|limit| bout.mood.trust < limit)
        && when.turn_at_least.is_none_or(|least| bout.turns.len() + 1 >= least as usize)
}

/// What was done so far, this reply included.
fn remembered(when: &When, bout: &Bout, heard: &Heard) -> bool {
    let ever = |label: &Label| heard.verdict.did(label) || bout.did(label);
    let before = |any: &[Label]| {
        bout.turns.iter().filter(|turn| any.iter().any(|label| turn.heard.verdict.did(label))).count()
    };
    when.before.iter().all(ever)
        && !when.never.iter().any(ever)
        && when.done.as_ref().is_none_or(|done| {
            let now = done.any.iter().any(|label| heard.verdict.did(label));
            before(&done.any) + usize::from(now) >= done.times as usize
        })
}

/// What is open so far, and whether this reply opens something.
fn ledger(when: &When, bout: &Bout, asked: &BTreeSet<usize>) -> bool {
    let found = bout.found() + asked.len();
    when.opened.iter().all(|need| bout.opened.contains(need) || asked.contains(need))
        && when.finds.is_none_or(|wanted| wanted != asked.is_empty())
        && when.opened_at_least.is_none_or(|least| found >= least as usize)
        && when.opened_below.is_none_or(|limit| found < limit as usize)
}

/// The objection that a reaction brings up, with the replies that did what its condition looks for.
fn provoked(bout: &Bout, reaction: &Reaction, heard: &Heard) -> Option<Provoked> {
    let objection = reaction.raises.clone()?;
    let when = &reaction.when;
    let done = when.done.iter().flat_map(|done| &done.any);
    let labels: Vec<&Label> = when.did.iter().chain(&when.any).chain(&when.before).chain(done).collect();
    let said = bout.turns.iter().map(|turn| &*turn.heard).chain([heard]).zip(1usize..);
    let by = said.filter(|(heard, _)| labels.iter().any(|label| heard.verdict.did(label)));
    Some(Provoked { objection, by: by.map(|(_, number)| number).collect() })
}

fn shift(mood: Mood, course: &Course<'_>, scenario: &Scenario, heard: &Heard, moves: &mut Vec<Move>) -> Mood {
    let own = course.reaction.filter(|_| course.push.is_none());
    let (mut trust, mut interest, mut patience) =
        own.map_or((0, 0, 0), |r| (r.trust, r.interest, r.patience));
    for moved in scenario.buyer.parts.iter().flat_map(|part| &part.moved_by) {
        if heard.verdict.did(&moved.label) {
            trust += moved.trust;
            moves.push(Move { why: moved.why.clone(), place: None });
        }
    }
    trust = (mood.trust + trust).clamp(0, 100);
    interest = (mood.interest + interest).clamp(0, 100);
    patience = (mood.patience + patience + course.patience).clamp(PATIENCE.0, PATIENCE.1);
    Mood { trust, interest, patience }
}
