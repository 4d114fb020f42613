//! Patterns of a task that get in each other's way: two that look for the same and speak for different labels, and one whose
//! every find among the examples is something else than it says.

use std::collections::BTreeMap;

use super::problem_at;
use crate::coach::ids::Id;
use crate::coach::recognise::{Pattern, TaskSpec, Text};
use crate::playbook::library::Playbook;
use crate::playbook::problem::{Problem, SourceFile};

/// Looks at the patterns of every task.
pub(super) fn patterns(playbook: &Playbook, files: &[SourceFile]) -> Vec<Problem> {
    playbook
        .specs()
        .flat_map(|spec| overlapping(spec, files).into_iter().chain(straying(spec, files)))
        .collect()
}

/// Patterns that speak for their label.
fn speaking(spec: &TaskSpec) -> impl Iterator<Item = &Pattern> {
    spec.patterns.iter().filter(|pattern| pattern.weight > 0.0)
}

fn overlapping(spec: &TaskSpec, files: &[SourceFile]) -> Vec<Problem> {
    let mut first: BTreeMap<(&str, Option<&str>), &Pattern> = BTreeMap::new();
    let mut problems = Vec::new();
    for pattern in speaking(spec) {
        let looks_for = (pattern.matches.as_str(), pattern.unless.as_ref().map(|unless| unless.as_str()));
        let other = *first.entry(looks_for).or_insert(pattern);
        if other.label != pattern.label {
            let what = format!(
                "this pattern speaks for `{}`, and the same in {} for `{}`",
                pattern.label, other.place, other.label
            );
            let help = "narrow one of them, or take it out: what speaks for both tells nothing";
            problems.push(problem_at(&pattern.place, files, "overlapping-patterns", what, help));
        }
    }
    problems
}

fn straying(spec: &TaskSpec, files: &[SourceFile]) -> Vec<Problem> {
    let examples: Vec<(Text, &[Id])> =
        spec.examples.iter().map(|example| (Text::new(&example.text), example.labels.as_slice())).collect();
    let stray = |pattern: &&Pattern| {
        let mut found = examples.iter().filter(|(text, _)| finds(pattern, text)).peekable();
        found.peek().is_some() && !found.any(|(_, labels)| labels.contains(&pattern.label))
    };
    let told = |pattern: &Pattern| {
        let what = format!("no example that this pattern finds is `{}`", pattern.label);
        let help = "narrow it, or give an example that it is meant for";
        problem_at(&pattern.place, files, "straying-pattern", what, help)
    };
    speaking(spec).filter(stray).map(told).collect()
}

fn finds(pattern: &Pattern, text: &Text) -> bool {
    text.sentences().iter().map(|range| text.slice(range)).any(|sentence| {
        pattern.matches.find(sentence).is_some()
            && pattern.unless.as_ref().is_none_or(|unless| unless.find(sentence).is_none())
    })
}
