//! Rules that look at more than one value: a machine without dead ends, answers that exist, languages that match.
//! Each is a function that reports what it finds; a broken playbook in `tests/it/broken` proves each one.
//! It must not judge texts; that is for `self_test`.

mod bank;
mod calendar;
mod fits;
mod library;
mod machine;
mod quiz;
mod scenario;
mod sum;

use std::collections::BTreeSet;

use super::ids::suggestion;
use super::load::Checked;
use super::problem::Problem;
use super::read::Node;
use crate::coach::draft::{Fact, Wrong, wrong};

pub(super) use library::library;
pub(super) use quiz::forms;
pub(super) use scenario::scenario;

/// Rules of a single file.
pub(super) fn file(checked: &Checked<'_>, problems: &mut Vec<Problem>) {
    let node = checked.node();
    if !checked.kind.folder.is_empty() {
        id_is_the_file_name(node, problems);
    }
    match checked.kind.folder {
        "quizzes" => quiz::quiz(node, problems),
        "banks" => bank::bank(node, problems),
        "calendars" => calendar::calendar(node, problems),
        "recognisers" => one_of_many_has_a_fallback(node, problems),
        "cadences" => {
            touches_are_told_apart(node, problems);
            drafts_can_be_filled(node, problems);
            fits::touches(node, problems);
        }
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

/// Holes of drafts name facts, and end in something that is always known.
fn drafts_can_be_filled(node: Node<'_>, problems: &mut Vec<Problem>) {
    for touch in node.tables("touches") {
        for wrong in wrong(&touch.text("draft").unwrap_or_default()) {
            let (what, help) = match wrong {
                Wrong::Unknown(hole) => {
                    let facts = Fact::ALL.iter().map(|fact| fact.name());
                    let name = hole.split('|').next().unwrap_or_default();
                    (format!("nothing fills `{{{hole}}}`"), suggestion(name, facts, "write it out"))
                }
                Wrong::NoOther(hole) => (
                    format!("`{{{hole}}}` is not known of every customer"),
                    format!("say what stands there then: `{{{hole}|[what]}}` or `{{{hole}|customer}}`"),
                ),
            };
            problems.push(report(touch, "draft", "hole", what, &help));
        }
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
