//! Which reactions a talk can take at all. Replies that satisfy each condition by itself are drawn at random, talk after
//! talk, so that what is never taken is in all likelihood out of reach.
//! It must not write sentences: an imagined reply is what would be heard in it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::drill::{Bout, Heard, Plan};
use super::ids::{Label, Place};
use super::scenario::{Need, Reaction, Scenario, When};
use super::seed;

/// So many replies are tried before a reaction counts as out of reach.
const REPLIES: u64 = 200_000;
/// Talks that differ in where they stand; more are not gone on with.
const TALKS: usize = 8_000;
/// A number that no sheet holds.
const INVENTED: &str = "98765432109";

/// The reactions that no talk took, of those with a condition.
pub fn never_taken(plan: &Plan) -> Vec<&Reaction> {
    let all: Vec<&Reaction> = plan.scenario.all_reactions().collect();
    let mut left: BTreeSet<&Place> = all.iter().map(|reaction| &reaction.place).collect();
    // A buyer who pushes back hides which reaction made them agree, but bears with the rep for longer.
    for difficulty in [1, plan.difficulty] {
        walk(&plan.clone().as_hard_as(difficulty), &mut left);
    }
    all.into_iter().filter(|reaction| left.contains(&reaction.place)).collect()
}

/// Tries replies on talks, and goes on with each that stands where none stood before.
fn walk(plan: &Plan, left: &mut BTreeSet<&Place>) {
    let replies = replies(plan);
    let begun = Bout::begin(plan.clone(), 0);
    let mut seen = BTreeSet::from([standing(&begun)]);
    let mut talks = vec![begun];
    for draw in (0..REPLIES).map(|n| seed::mix(n, 0)) {
        if left.is_empty() {
            break;
        }
        let Some(mut bout) = talks.get(seed::pick(draw, 2, talks.len())).cloned() else { break };
        let Some(heard) = replies.choose(&bout, draw) else { break };
        let Ok(turn) = bout.take("", heard) else { continue };
        turn.moves.iter().filter_map(|moved| moved.place.as_ref()).for_each(|place| {
            left.remove(place);
        });
        if bout.end.is_none() && talks.len() < TALKS && seen.insert(standing(&bout)) {
            talks.push(bout);
        }
    }
}

/// Where a talk stands, as far as it decides what can come: the state, what is open, how the buyer feels, what was done,
/// how long it has been.
fn standing(bout: &Bout) -> (usize, BTreeSet<usize>, i32, i32, usize, usize) {
    let mood = bout.mood();
    let done: BTreeSet<&str> = bout
        .turns
        .iter()
        .flat_map(|turn| &turn.heard.verdict.marks)
        .map(|mark| mark.label.as_str())
        .collect();
    (
        bout.place(),
        bout.opened().clone(),
        mood.trust / 10,
        mood.patience.min(3),
        done.len().min(6),
        bout.turns.len() / 2,
    )
}

/// Replies by the state whose reactions they aim at, and those that are worth a try anywhere.
struct Replies {
    aimed: BTreeMap<usize, Vec<Arc<Heard>>>,
    anywhere: Vec<Arc<Heard>>,
}

impl Replies {
    /// Every other reply aims at the state in which the buyer is.
    fn choose(&self, bout: &Bout, draw: u64) -> Option<Arc<Heard>> {
        let here = self.aimed.get(&bout.place()).filter(|here| !here.is_empty() && draw.is_multiple_of(2));
        let all = here.unwrap_or(&self.anywhere);
        all.get(seed::pick(draw, 1, all.len())).cloned()
    }
}

fn replies(plan: &Plan) -> Replies {
    let scenario = &plan.scenario;
    let mut anywhere: Vec<Arc<Heard>> = vec![Arc::new(Heard::default())];
    anywhere.extend(scenario.needs.iter().enumerate().flat_map(|(at, need)| openers(at, need)));
    let eased = scenario.push_backs.iter().flat_map(|push| &push.eased_by);
    let steps = plan.method.steps.iter().flat_map(|step| &step.labels);
    let before = scenario.all_reactions().flat_map(|reaction| &reaction.when.before);
    let singles: BTreeSet<&Label> = eased.chain(steps).chain(before).collect();
    anywhere.extend(singles.into_iter().map(|label| Arc::new(Heard::doing([label]))));
    anywhere.extend(in_order(&[], &scenario.reactions, scenario));
    let mut aimed = BTreeMap::new();
    for (at, state) in scenario.states.iter().enumerate() {
        let own = in_order(&scenario.reactions, &state.reactions, scenario);
        anywhere.extend(own.iter().cloned());
        aimed.insert(at, own);
    }
    Replies { aimed, anywhere }
}

/// Replies that satisfy each of some reactions; alone, and with what keeps an earlier one from being taken.
fn in_order(before: &[Reaction], own: &[Reaction], scenario: &Scenario) -> Vec<Arc<Heard>> {
    let mut found = Vec::new();
    for (at, reaction) in own.iter().enumerate() {
        let earlier = before.iter().chain(own.iter().take(at));
        let keeps: BTreeSet<&Label> = earlier.flat_map(|earlier| &earlier.when.not).collect();
        let keeps = keeps.into_iter().filter(|label| !reaction.when.not.contains(label)).map(Some);
        for with in std::iter::once(None).chain(keeps) {
            found.extend(satisfying(&reaction.when, scenario, with));
        }
    }
    found
}

/// Replies that ask about a need.
fn openers(at: usize, need: &Need) -> Vec<Arc<Heard>> {
    let asks = |label| Heard { topics: BTreeSet::from([at]), questions: 1, ..Heard::doing([label]) };
    need.opens_with.iter().map(|label| Arc::new(asks(label))).collect()
}

/// Replies of which each satisfies a condition as far as one reply can: one for each of its alternatives, about each need.
fn satisfying(when: &When, scenario: &Scenario, with: Option<&Label>) -> Vec<Arc<Heard>> {
    let done = when.done.iter().flat_map(|done| &done.any).map(Some);
    let alternatives: Vec<Option<&Label>> =
        if when.any.is_empty() { done.chain([None]).collect() } else { when.any.iter().map(Some).collect() };
    let about = std::iter::once(None).chain((0..scenario.needs.len()).map(Some));
    let mut found = Vec::new();
    for need in about {
        for alternative in &alternatives {
            let did: Vec<&Label> = when.did.iter().chain(*alternative).chain(with).collect();
            found.push(Arc::new(one(when, &did, need, scenario, false)));
            if when.facts > 0 || when.mentions.len() > 1 {
                found.push(Arc::new(one(when, &did, need, scenario, true)));
            }
        }
    }
    found
}

/// One of them; with the first facts and words that it asks for, or with the last.
fn one(when: &When, did: &[&Label], need: Option<usize>, scenario: &Scenario, last: bool) -> Heard {
    let (there, wanted) = (scenario.facts.len(), (when.facts as usize).min(scenario.facts.len()));
    let counted = if last { there - wanted..there } else { 0..wanted };
    let named = when.names.iter().copied().chain(counted);
    let matched = if last { when.mentions.last() } else { when.mentions.first() };
    let matched = matched.map(|pattern| (pattern.as_str().to_owned(), 0..0));
    let all_needs = 0..scenario.needs.len();
    let asks = need.filter(|_| when.finds == Some(true)).and_then(|need| scenario.needs.get(need));
    let asks = asks.and_then(|need| need.opens_with.first());
    let own = did.iter().copied().chain(asks);
    Heard {
        facts: named.map(|fact| (fact, 0..0)).collect(),
        topics: need.into_iter().collect(),
        meets: if when.meets > 0 { all_needs.collect() } else { BTreeSet::new() },
        matched: matched.into_iter().collect(),
        numbers: if when.invents { vec![(INVENTED.to_owned(), 0..0)] } else { Vec::new() },
        length: when.longer.map_or(20, |limit| limit as usize + 1),
        questions: when.questions as usize,
        ..Heard::doing(own)
    }
}
