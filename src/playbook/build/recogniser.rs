//! Recogniser files out of their tables, and the files of one task joined into what the recogniser learns from.

use std::collections::BTreeMap;

use crate::coach::bank::Bank;
use crate::coach::ids::Id;
use crate::coach::recognise::{Example, Lexicon, Pattern, Role, Select, TaskSpec};
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
    tests: Vec<Example>,
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
        tests: node.tables("tests").into_iter().filter_map(example).collect(),
    })
}

fn lexicon(node: Node<'_>) -> Option<Lexicon> {
    let role = match node.text("role").as_deref() {
        Some("frame") => Role::Frame,
        Some("negation") => Role::Negation,
        Some("turn") => Role::Turn,
        _ => Role::Class,
    };
    Some(Lexicon { id: node.id("id")?, role, words: node.texts("words") })
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

/// What the recogniser files of a playbook say together.
#[derive(Debug)]
pub(in crate::playbook) struct Recognisers {
    /// One spec a task, from all files that add to it.
    pub(in crate::playbook) specs: Vec<TaskSpec>,
    /// The names of all labels as they are shown, by `task.label`.
    pub(in crate::playbook) label_names: BTreeMap<String, String>,
    /// Labelled texts that measure, by task.
    pub(in crate::playbook) tests: BTreeMap<Id, Vec<Example>>,
}

pub(in crate::playbook) fn recognisers(contributions: Vec<Contribution>) -> Recognisers {
    let (mut label_names, mut tests) = (BTreeMap::new(), BTreeMap::new());
    let mut specs = Vec::new();
    for mut added in contributions {
        let task = added.task;
        label_names.extend(added.labels.iter().map(|(id, name)| (format!("{task}.{id}"), name.clone())));
        tests.entry(task.clone()).or_insert_with(Vec::new).append(&mut added.tests);
        specs.push(TaskSpec {
            task,
            select: added.select,
            labels: added.labels.into_iter().map(|(id, _)| id).collect(),
            lexicons: added.lexicons,
            patterns: added.patterns,
            examples: added.examples,
        });
    }
    tests.retain(|_, tests: &mut Vec<Example>| !tests.is_empty());
    Recognisers { specs: joined(specs), label_names, tests }
}

/// Lets tasks learn from a bank's lines. Only those that give one label take part: elsewhere a line may do more than it is
/// filed under.
pub(in crate::playbook) fn learn_from(bank: &Bank, specs: &mut [TaskSpec]) {
    for spec in specs.iter_mut().filter(|spec| matches!(spec.select, Some(Select::One { .. }))) {
        let own = bank.labelled().filter(|(_, label)| *label.task() == *spec.task.as_str());
        spec.examples.extend(own.map(|(text, label)| Example {
            text: text.to_owned(),
            context: String::new(),
            labels: vec![Id::new(label.name())],
        }));
    }
}

/// One spec a task, out of what files and languages add to it.
pub(in crate::playbook) fn joined(specs: impl IntoIterator<Item = TaskSpec>) -> Vec<TaskSpec> {
    let mut tasks: BTreeMap<Id, TaskSpec> = BTreeMap::new();
    for mut added in specs {
        let Some(spec) = tasks.get_mut(&added.task) else {
            tasks.insert(added.task.clone(), added);
            continue;
        };
        spec.select = spec.select.take().or(added.select);
        for label in added.labels {
            if !spec.labels.contains(&label) {
                spec.labels.push(label);
            }
        }
        spec.lexicons.append(&mut added.lexicons);
        spec.patterns.append(&mut added.patterns);
        spec.examples.append(&mut added.examples);
    }
    tasks.into_values().collect()
}
