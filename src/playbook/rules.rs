//! Rules that look at more than one value: a machine without dead ends, answers that exist, languages that match.
//! Each is a function that reports what it finds; a broken playbook in `tests/it/broken` proves each one.
//! It must not judge texts; that is for `self_test`.

use std::collections::{BTreeMap, BTreeSet};

use super::ids::suggestion;
use super::library::{Library, Playbook};
use super::load::Checked;
use super::problem::{Problem, SourceFile};
use super::read::Node;

use crate::coach::scenario::{Reaction, Scenario, State};

/// Rules of a single file.
pub(super) fn file(checked: &Checked<'_>, problems: &mut Vec<Problem>) {
    let node = checked.node();
    if !checked.kind.folder.is_empty() {
        id_is_the_file_name(node, problems);
    }
    match checked.kind.folder {
        "quizzes" => node.tables("items").into_iter().for_each(|item| right_answers_exist(item, problems)),
        "recognisers" => one_of_many_has_a_fallback(node, problems),
        "cadences" => touches_are_told_apart(node, problems),
        _ => {}
    }
}

fn report(node: Node<'_>, key: &str, rule: &'static str, what: String, help: &str) -> Problem {
    Problem { file: node.file.clone(), span: node.span(key), rule, what, help: help.to_owned() }
}

fn id_is_the_file_name(node: Node<'_>, problems: &mut Vec<Problem>) {
    let stem = node.file.path.rsplit('/').next().unwrap_or_default().trim_end_matches(".toml");
    let id = node.text("id").unwrap_or_default();
    if id != stem {
        let what = format!("the id `{id}` is not the file's name, `{stem}`");
        problems.push(report(
            node,
            "id",
            "id-is-file-name",
            what,
            "rename the file or the id, so that one finds the other",
        ));
    }
}

fn right_answers_exist(item: Node<'_>, problems: &mut Vec<Problem>) {
    let Some((_, answer)) = item.choice("answer") else {
        return;
    };
    let choices = answer.texts("choices").len() + answer.texts("lines").len();
    let one = answer.number::<usize>("correct").into_iter();
    let beyond = one.chain(answer.numbers("correct")).find(|&at| at > choices && choices > 0);
    if let Some(at) = beyond {
        let what = format!("the right answer is number {at}, but there are {choices}");
        problems.push(report(answer, "correct", "answer-exists", what, "count the choices from 1"));
    }
}

fn one_of_many_has_a_fallback(node: Node<'_>, problems: &mut Vec<Problem>) {
    let one = node.text("select").is_some_and(|select| select == "one");
    if one && node.text("fallback").is_none() {
        let what = "`select = \"one\"` needs a `fallback`".to_owned();
        problems.push(report(
            node,
            "select",
            "fallback",
            what,
            "add `fallback = \"…\"`: the label of a text in which nothing is found",
        ));
    }
}

fn touches_are_told_apart(node: Node<'_>, problems: &mut Vec<Problem>) {
    let mut seen = BTreeSet::new();
    for touch in node.tables("touches") {
        let Some(when) = touch.numbered_choice("when") else {
            continue;
        };
        if !seen.insert(when) {
            let what = format!("two touches come at {} {}", when.0, when.1);
            problems.push(report(touch, "when", "touch-twice", what, "join them into one"));
        }
    }
}

/// Rules of a scenario within its playbook.
pub(super) fn scenario(node: Node<'_>, playbook: &Playbook, problems: &mut Vec<Problem>) {
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

/// Rules of the whole library: a playbook says the same in every language.
pub(super) fn library(library: &Library, files: &[SourceFile], problems: &mut Vec<Problem>) {
    // A file with other problems is not in the library; it would only be reported once more.
    if !problems.is_empty() {
        return;
    }
    let mut families: BTreeMap<&str, Vec<&Playbook>> = BTreeMap::new();
    for playbook in &library.playbooks {
        families.entry(playbook.id.as_str()).or_default().push(playbook);
    }
    for family in families.values() {
        let all: BTreeSet<String> = family.iter().flat_map(|playbook| inventory(playbook)).collect();
        for playbook in family {
            let own = inventory(playbook);
            let missing: Vec<&str> = all.difference(&own).map(String::as_str).collect();
            if !missing.is_empty() {
                problems.push(translation_missing(playbook, &missing, files));
            }
        }
    }
}

fn translation_missing(playbook: &Playbook, missing: &[&str], files: &[SourceFile]) -> Problem {
    let language = format!("language = \"{}\"", playbook.language);
    let manifest =
        files.iter().find(|f| f.path.ends_with(super::format::MANIFEST) && f.text.contains(&language));
    let file = manifest.or(files.first()).cloned().unwrap_or(SourceFile { path: "".into(), text: "".into() });
    let start = file.text.find(&language).unwrap_or(0);
    Problem {
        span: start..(start + language.len()).min(file.text.len()),
        file,
        rule: "translation",
        what: format!("in {} this is missing: {}", playbook.language, missing.join(", ")),
        help: "translate it, so that every language holds the same".to_owned(),
    }
}

/// Everything that must be there in every language, with what must be equal about it.
fn inventory(playbook: &Playbook) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for method in playbook.methods.values() {
        all.insert(format!("method {}", method.id));
        all.extend(
            method.checks.iter().map(|c| format!("check {}/{} of weight {}", method.id, c.id, c.weight)),
        );
        all.extend(method.faults.iter().map(|f| format!("fault {}/{} of cost {}", method.id, f.id, f.cost)));
    }
    for scenario in playbook.scenarios.values() {
        all.insert(format!("scenario {} of level {}", scenario.id, scenario.level));
        all.extend(
            scenario.checks.iter().map(|c| format!("check {}/{} of weight {}", scenario.id, c.id, c.weight)),
        );
    }
    for quiz in playbook.quizzes.values() {
        all.extend(quiz.items.iter().map(|item| format!("quiz item {}/{}", quiz.id, item.id)));
    }
    for survey in playbook.surveys.values() {
        all.extend(survey.questions.iter().map(|q| format!("survey question {}/{}", survey.id, q.id)));
    }
    all.extend(playbook.cards.iter().map(|card| format!("card {}", card.id)));
    for cadence in playbook.cadences.values() {
        all.extend(cadence.touches.iter().map(|t| format!("touch {}/{} at {:?}", cadence.id, t.id, t.when)));
    }
    all
}
