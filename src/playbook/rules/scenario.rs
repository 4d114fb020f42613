//! Rules of a scenario: a machine without dead ends, needs that can open, holes that are filled.

use std::collections::BTreeSet;

use super::{machine, report};
use crate::coach::scenario::{HOLES, Kind, Need, Reaction, Scenario, State};
use crate::playbook::ids::suggestion;
use crate::playbook::library::Playbook;
use crate::playbook::problem::Problem;
use crate::playbook::read::Node;

/// Rules of a scenario within its playbook.
pub(in crate::playbook) fn scenario(node: Node<'_>, playbook: &Playbook, problems: &mut Vec<Problem>) {
    let Some(scenario) = node.id("id").and_then(|id| playbook.scenarios.get(&id)) else {
        return;
    };
    let tables = node.tables("states");
    for (at, (state, table)) in scenario.states.iter().zip(&tables).enumerate() {
        state_can_go_on(state, *table, problems);
        if at == scenario.start && state.say.is_empty() {
            problems.push(report(
                *table,
                "id",
                "opening",
                "the buyer opens in silence".to_owned(),
                "give the first state `say` lines",
            ));
        }
        if at == scenario.gives_up && state.ends.is_none() {
            problems.push(report(
                *table,
                "id",
                "gives-up",
                "a buyer whose patience is spent must leave here".to_owned(),
                "add `ends = \"lost\"`",
            ));
        }
        let here = table.tables("reactions");
        state
            .reactions
            .iter()
            .zip(here)
            .for_each(|(r, t)| reaction_speaks(r, Some(at), scenario, t, problems));
        if let (Some(otherwise), Some(there)) = (&state.otherwise, table.table("otherwise")) {
            reaction_speaks(otherwise, Some(at), scenario, there, problems);
        }
        known_step(*table, "expects", scenario, playbook, problems);
    }
    scenario
        .reactions
        .iter()
        .zip(node.tables("reactions"))
        .for_each(|(r, t)| reaction_speaks(r, None, scenario, t, problems));
    unreachable(scenario, &tables, problems);
    pushes_back(node, scenario, problems);
    machine::reactions(node, scenario, problems);
    machine::checks(node, scenario, playbook, problems);
    secrets_are_kept(node, scenario, problems);
    needs_can_open(node, scenario, problems);
    holes_are_filled(node, scenario, problems);
    node.tables("checks")
        .into_iter()
        .for_each(|check| known_step(check, "step", scenario, playbook, problems));
}

fn state_can_go_on(state: &State, table: Node<'_>, problems: &mut Vec<Problem>) {
    if state.ends.is_none() && state.otherwise.is_none() {
        let what = format!("the buyer in state `{}` has no answer to anything else", state.id);
        problems.push(report(
            table,
            "id",
            "dead-end",
            what,
            "add `[states.otherwise]` with two lines, or `ends`",
        ));
    }
    if state.ends.is_some() && (state.otherwise.is_some() || !state.reactions.is_empty()) {
        let what = format!("the talk ends in state `{}`; its reactions can never happen", state.id);
        problems.push(report(table, "id", "after-the-end", what, "remove the reactions or `ends`"));
    }
    if state.ends.is_some() && state.say.is_empty() {
        let what = format!("the buyer ends the talk in state `{}` without a word", state.id);
        problems.push(report(table, "id", "silent-end", what, "add `say`"));
    }
}

fn reaction_speaks(
    reaction: &Reaction,
    at: Option<usize>,
    scenario: &Scenario,
    table: Node<'_>,
    problems: &mut Vec<Problem>,
) {
    let target = reaction.go.and_then(|go| scenario.states.get(go));
    if reaction.say.is_empty() && target.is_none_or(|state| state.say.is_empty()) {
        let help = "add `say` here or to the state it goes to";
        problems.push(report(
            table,
            "when",
            "silent-reaction",
            "the buyer would say nothing".to_owned(),
            help,
        ));
    }
    // What holds in every state holds in the one it leads to as well.
    let comes_again = target.is_none_or(|state| state.ends.is_none() && (at.is_none() || reaction.go == at));
    let own: BTreeSet<&String> = reaction.say.iter().collect();
    let heard = if own.is_empty() { target.map_or(0, |state| state.say.len()) } else { own.len() };
    if own.len() < reaction.say.len() {
        let what = "two wordings are the same".to_owned();
        problems.push(report(table, "say", "same-words", what, "remove one or change it"));
    } else if comes_again && heard == 1 {
        let help = "add another wording, here or to the state it goes to: a buyer never says the same twice in a row";
        let key = if own.is_empty() { "go" } else { "say" };
        let what = "this may come twice in a row and has one wording".to_owned();
        problems.push(report(table, key, "same-words", what, help));
    }
}

fn unreachable(scenario: &Scenario, tables: &[Node<'_>], problems: &mut Vec<Problem>) {
    let mut reached = BTreeSet::from([scenario.start, scenario.gives_up]);
    let mut open = vec![scenario.start];
    while let Some(state) = open.pop().and_then(|at| scenario.states.get(at)) {
        let all = state.reactions.iter().chain(&state.otherwise).chain(&scenario.reactions);
        open.extend(all.filter_map(|r| r.go).filter(|go| reached.insert(*go)));
    }
    for (at, (state, table)) in scenario.states.iter().zip(tables).enumerate() {
        if !reached.contains(&at) {
            let what = format!("the state `{}` is never reached", state.id);
            problems.push(report(
                *table,
                "id",
                "unreachable-state",
                what,
                "let a reaction `go` there, or remove it",
            ));
        }
    }
    if !reached
        .iter()
        .filter_map(|&at| scenario.states.get(at))
        .any(|s| s.ends == Some(crate::coach::scenario::Outcome::Advance))
        && let Some(first) = tables.first()
    {
        let what = "no way leads to a state with `ends = \"advance\"`".to_owned();
        problems.push(report(
            *first,
            "id",
            "no-way-to-win",
            what,
            "add one, so that a good rep can reach something",
        ));
    }
}

fn known_step(
    table: Node<'_>,
    key: &str,
    scenario: &Scenario,
    playbook: &Playbook,
    problems: &mut Vec<Problem>,
) {
    let (Some(step), Some(method)) = (table.id(key), playbook.methods.get(&scenario.method)) else {
        return;
    };
    if method.step(&step).is_none() {
        let what = format!("the method `{}` has no step `{step}`", method.id);
        let help =
            suggestion(step.as_str(), method.steps.iter().map(|s| s.id.as_str()), "use one of its steps");
        problems.push(report(table, key, "step", what, &help));
    }
}

/// A need that nobody was told of is told when something opens it, and something can.
fn needs_can_open(node: Node<'_>, scenario: &Scenario, problems: &mut Vec<Problem>) {
    let tables = node.tables("needs");
    let named = |need: &Need| need.opens_with.is_empty() || need.reveal.is_empty();
    for (need, table) in scenario.needs.iter().zip(&tables).filter(|(need, _)| !need.given && named(need)) {
        let what = format!("nothing opens the need `{}`, or the buyer has no words for it", need.id);
        let help = "add `opens-with` and `reveal`, or `given = true` where the brief tells it";
        problems.push(report(*table, "id", "need-opens", what, help));
    }
    let mut open: BTreeSet<usize> = BTreeSet::new();
    while let Some(next) =
        scenario.needs.iter().enumerate().position(|(at, need)| {
            !open.contains(&at) && need.after.iter().all(|before| open.contains(before))
        })
    {
        open.insert(next);
    }
    let closed = scenario.needs.iter().zip(&tables).enumerate().filter(|(at, _)| !open.contains(at));
    for (_, (need, table)) in closed {
        let what = format!("the need `{}` waits for one that waits for it", need.id);
        problems.push(report(*table, "after", "need-circle", what, "take one of them out of `after`"));
    }
}

/// A level above the first promises a buyer who pushes back so many times.
fn pushes_back(node: Node<'_>, scenario: &Scenario, problems: &mut Vec<Problem>) {
    let (wanted, there) = (scenario.level.saturating_sub(1) as usize, scenario.push_backs.len());
    if there < wanted {
        let what = format!("level {} promises {wanted} push-backs, and there are {there}", scenario.level);
        problems.push(report(node, "level", "push-backs", what, "add `[[push-backs]]`, or lower the level"));
    }
}

/// What a need is or is told with stands in no line that comes before it.
fn secrets_are_kept(node: Node<'_>, scenario: &Scenario, problems: &mut Vec<Problem>) {
    let told = scenario.states.iter().flat_map(|state| {
        let reactions = state.reactions.iter().chain(&state.otherwise).flat_map(|reaction| &reaction.say);
        state.say.iter().chain(reactions)
    });
    let anywhere = scenario.reactions.iter().flat_map(|reaction| &reaction.say);
    let pushed = scenario.push_backs.iter().flat_map(|push| &push.say);
    let sheet = scenario.facts.iter().map(|fact| &fact.text);
    let open = [&scenario.title, &scenario.brief, &scenario.goal];
    let visible: Vec<&String> =
        open.into_iter().chain(sheet).chain(told).chain(anywhere).chain(pushed).collect();
    for (need, table) in scenario.needs.iter().zip(node.tables("needs")).filter(|(need, _)| !need.given) {
        let secrets = std::iter::once(&need.text).chain(&need.reveal);
        let leak =
            secrets.flat_map(|secret| visible.iter().find(|line| line.contains(secret.as_str()))).next();
        if let Some(line) = leak {
            let what = format!("the need `{}` stands in a line that anybody sees: \"{line}\"", need.id);
            problems.push(report(table, "id", "leak", what, "let only its `reveal` tell it"));
        }
    }
}

/// A template has an example, and no holes but those that are filled.
fn holes_are_filled(node: Node<'_>, scenario: &Scenario, problems: &mut Vec<Problem>) {
    let template = scenario.occasion.is_some();
    if scenario.kind == Kind::JustInTime && !template {
        let what = "a drill before a touch needs somebody whom it is about".to_owned();
        let help = "add `[example]` with `customer`, `touch`, `purpose` and `note`";
        problems.push(report(node, "kind", "example", what, help));
    }
    let text = &node.file.text;
    let opens = text.match_indices('{').map(|(at, _)| at);
    for start in opens {
        let Some(hole) = text.get(start..).and_then(|rest| rest.split_inclusive('}').next()) else {
            continue;
        };
        let name = hole.trim_start_matches('{').trim_end_matches('}');
        // Inline tables and repetitions of patterns look otherwise.
        let is_hole = !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase() || c == '-');
        if is_hole && !(template && HOLES.contains(&hole)) {
            let what = format!("nothing fills `{hole}`");
            let help = suggestion(name, HOLES.iter().map(|h| h.trim_matches(['{', '}'])), "write it out");
            let help = if template {
                help
            } else {
                "only a scenario with `[example]` has holes; write it out".to_owned()
            };
            let span = start..start + hole.len();
            problems.push(Problem { file: node.file.clone(), span, rule: "hole", what, help });
        }
    }
}
