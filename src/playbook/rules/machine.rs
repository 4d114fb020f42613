//! Reactions that can never be taken and checks that nobody can earn: what the buyer's machine rules out by itself.

use super::report;
use crate::coach::ids::Label;
use crate::coach::method::Rule;
use crate::coach::pattern::Regex;
use crate::coach::scenario::{Done, Need, Reaction, Scenario, When};
use crate::playbook::library::Playbook;
use crate::playbook::problem::Problem;
use crate::playbook::read::Node;

/// Reactions that never hold, or that an earlier one takes first.
pub(super) fn reactions(node: Node<'_>, scenario: &Scenario, problems: &mut Vec<Problem>) {
    let (everywhere, tables) = (&scenario.reactions, node.tables("reactions"));
    in_order(&[], everywhere, &tables, scenario, problems);
    for (state, table) in scenario.states.iter().zip(node.tables("states")) {
        in_order(everywhere, &state.reactions, &table.tables("reactions"), scenario, problems);
    }
}

fn in_order(
    before: &[Reaction],
    own: &[Reaction],
    tables: &[Node<'_>],
    scenario: &Scenario,
    problems: &mut Vec<Problem>,
) {
    for (at, (reaction, table)) in own.iter().zip(tables).enumerate() {
        if let Some(why) = never_holds(&reaction.when, scenario) {
            let help = "change the condition or remove the reaction";
            problems.push(report(*table, "when", "never-holds", why, help));
            continue;
        }
        let earlier = before.iter().chain(own.iter().take(at));
        if let Some(first) = earlier.into_iter().find(|first| holds_whenever(&first.when, &reaction.when)) {
            let what =
                format!("the reaction in line {} is taken whenever this one would be", first.place.line);
            let help = "move this one before it, or narrow the earlier condition";
            problems.push(report(*table, "when", "shadowed", what, help));
        }
    }
}

/// Why a condition can hold in no talk.
fn never_holds(when: &When, scenario: &Scenario) -> Option<String> {
    let excluded = when.did.iter().chain(&when.before).find(|label| when.never.contains(label));
    let denied = when.did.iter().find(|label| when.not.contains(label));
    if let Some(label) = excluded.or(denied) {
        return Some(format!("it wants `{label}` and rules it out"));
    }
    if when.facts as usize > scenario.facts.len() {
        return Some(format!("it wants {} facts, and the sheet has {}", when.facts, scenario.facts.len()));
    }
    let asked = scenario.needs.iter().filter(|need| !need.given).count();
    let least = when.opened_at_least.unwrap_or(0) as usize;
    if least > asked {
        return Some(format!("it wants {least} needs open by asking, and there are {asked}"));
    }
    if when.opened_below.is_some_and(|below| below as usize <= least) {
        return Some("it wants more needs open than it allows".to_owned());
    }
    match (when.trust_at_least, when.trust_below) {
        (Some(least), Some(below)) if least >= below => {
            Some("no trust is as high and as low as that".to_owned())
        }
        _ => None,
    }
}

/// Whether one condition holds in every turn in which another does, as far as one can tell from how they are written.
fn holds_whenever(one: &When, other: &When) -> bool {
    within(&one.did, &other.did)
        && counts_hold(one, other)
        && any_holds(one, other)
        && within(&one.not, &other.not)
        && within(&one.never, &other.never)
        && one.before.iter().all(|label| other.before.contains(label) || other.did.contains(label))
        && done_holds(one, other)
        && mentions_hold(&one.mentions, &other.mentions)
}

fn within(some: &[Label], all: &[Label]) -> bool {
    some.iter().all(|label| all.contains(label))
}

fn any_holds(one: &When, other: &When) -> bool {
    one.any.is_empty()
        || one.any.iter().any(|label| other.did.contains(label))
        || !other.any.is_empty() && within(&other.any, &one.any)
}

fn done_holds(one: &When, other: &When) -> bool {
    one.done.as_ref().is_none_or(|wanted| {
        let enough = |done: &Done| within(&done.any, &wanted.any) && done.times >= wanted.times;
        let now = wanted.times <= 1 && wanted.any.iter().any(|label| other.did.contains(label));
        now || other.done.as_ref().is_some_and(enough)
    })
}

fn mentions_hold(one: &[Regex], other: &[Regex]) -> bool {
    let known = |pattern: &Regex| one.iter().any(|own| own.as_str() == pattern.as_str());
    one.is_empty() || !other.is_empty() && other.iter().all(known)
}

fn counts_hold(one: &When, other: &When) -> bool {
    let at_least = |one: Option<u32>, other: Option<u32>| one.is_none_or(|n| other.is_some_and(|m| m >= n));
    let below = |one: Option<u32>, other: Option<u32>| one.is_none_or(|n| other.is_some_and(|m| m <= n));
    one.names.iter().all(|fact| other.names.contains(fact))
        && one.facts as usize <= (other.facts as usize).max(other.names.len())
        && one.opened.iter().all(|need| other.opened.contains(need))
        && one.finds.is_none_or(|finds| other.finds == Some(finds))
        && at_least(one.opened_at_least, other.opened_at_least)
        && below(one.opened_below, other.opened_below)
        && one.meets <= other.meets
        && (!one.invents || other.invents)
        && at_least(one.longer, other.longer)
        && one.questions <= other.questions
        && one.trust_at_least.is_none_or(|n| other.trust_at_least.is_some_and(|m| m >= n))
        && one.trust_below.is_none_or(|n| other.trust_below.is_some_and(|m| m <= n))
        && at_least(one.turn_at_least, other.turn_at_least)
}

/// Checks of the scenario and of its method that its sheet or its needs put out of everybody's reach.
pub(super) fn checks(node: Node<'_>, scenario: &Scenario, playbook: &Playbook, problems: &mut Vec<Problem>) {
    let out = |what: String, at: Node<'_>, key: &str| {
        let help = "ask for less, or add what it asks for to the scenario";
        report(at, key, "out-of-reach", what, help)
    };
    for (check, table) in scenario.checks.iter().zip(node.tables("checks")) {
        if let Some(why) = out_of_reach(&check.rule, scenario) {
            problems.push(out(format!("nobody can earn `{}`: {why}", check.id), table, "rule"));
        }
    }
    let Some(method) = playbook.methods.get(&scenario.method) else {
        return;
    };
    for check in &method.checks {
        if let Some(why) = out_of_reach(&check.rule, scenario) {
            let what = format!("nobody can earn `{}` of the method `{}`: {why}", check.id, method.id);
            problems.push(out(what, node, "method"));
        }
    }
}

fn out_of_reach(rule: &Rule, scenario: &Scenario) -> Option<String> {
    let short = |wanted: u32, there: usize, of: &str| {
        (wanted as usize > there).then(|| format!("it wants {wanted} {of}, and there are {there}"))
    };
    let needs = |counts: &dyn Fn(&Need) -> bool| scenario.needs.iter().filter(|need| counts(need)).count();
    match rule {
        Rule::Names { at_least } => short(*at_least, scenario.facts.len(), "facts"),
        Rule::Opened { at_least, kind } => {
            let there = needs(&|need| !need.given && kind.is_none_or(|kind| need.kind == kind));
            short(*at_least, there, "hidden needs")
        }
        Rule::Answers { at_least, .. } => {
            short(*at_least, needs(&|need| !need.meets.is_empty()), "needs with `meets`")
        }
        Rule::Mentions { any, at_least, .. } => short(*at_least, any.len(), "patterns"),
        Rule::Recalls { .. } if scenario.occasion.is_none() => {
            Some("only a scenario with `[example]` has a note to recall".to_owned())
        }
        _ => None,
    }
}
