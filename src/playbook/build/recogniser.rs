//! Recogniser files out of their tables, and the files of one task joined into what the recogniser learns from.

use std::collections::BTreeMap;

use crate::coach::ids::Id;
use crate::coach::recognise::{Example, Lexicon, Pattern, Select, TaskSpec};
use crate::playbook::read::Node;

/// What one file adds to a task.
#[derive(Debug)]
pub(in crate::playbook) struct Contribution {
    task: Id,
    select: Option<Select>,
    labels: Vec<(Id, String)>,
    lexicons: Vec<Lexicon>,
    patterns: Vec<Pattern>,
    examples: Vec<Example>,
}

pub(in crate::playbook) fn contribution(node: Node<'_>) -> Option<Contribution> {
    let select = match (node.text("select").as_deref(), node.id("fallback")) {
        (Some("one"), Some(fallback)) => Some(Select::One { fallback }),
        (Some("many"), _) => Some(Select::Many),
        _ => None,
    };
    let label = |node: Node<'_>| -> Option<(Id, String)> { Some((node.id("id")?, node.text("name")?)) };
    Some(Contribution {
        task: node.id("task")?,
        select,
        labels: node.tables("labels").into_iter().filter_map(label).collect(),
        lexicons: node.tables("lexicons").into_iter().filter_map(lexicon).collect(),
        patterns: node.tables("patterns").into_iter().filter_map(pattern).collect(),
        examples: node.tables("examples").into_iter().filter_map(example).collect(),
    })
}

fn lexicon(node: Node<'_>) -> Option<Lexicon> {
    Some(Lexicon { id: node.id("id")?, words: node.texts("words") })
}

fn pattern(node: Node<'_>) -> Option<Pattern> {
    Some(Pattern {
        label: node.id("label")?,
        matches: node.pattern("match")?,
        unless: node.pattern("unless"),
        weight: node.weight("weight").unwrap_or(1.0),
        place: node.place(),
    })
}

fn example(node: Node<'_>) -> Option<Example> {
    Some(Example {
        text: node.text("text")?,
        context: node.text("context").unwrap_or_default(),
        labels: node.ids("labels"),
    })
}

/// One spec a task, from all files that add to it, and the names of all labels as they are shown.
pub(in crate::playbook) fn specs(
    contributions: Vec<Contribution>,
) -> (Vec<TaskSpec>, BTreeMap<String, String>) {
    let mut tasks: BTreeMap<Id, TaskSpec> = BTreeMap::new();
    let mut names = BTreeMap::new();
    for mut added in contributions {
        names.extend(added.labels.iter().map(|(id, name)| (format!("{}.{id}", added.task), name.clone())));
        let spec = tasks.entry(added.task.clone()).or_insert_with(|| TaskSpec {
            task: added.task.clone(),
            select: Select::Many,
            labels: Vec::new(),
            lexicons: Vec::new(),
            patterns: Vec::new(),
            examples: Vec::new(),
        });
        if let Some(select) = added.select {
            spec.select = select;
        }
        spec.labels.extend(added.labels.into_iter().map(|(id, _)| id));
        spec.lexicons.append(&mut added.lexicons);
        spec.patterns.append(&mut added.patterns);
        spec.examples.append(&mut added.examples);
    }
    (tasks.into_values().collect(), names)
}
