//! Overlays: a server's own corrections as a file, and the trial that each must pass. A correction that makes the tests
//! of the playbooks worse is refused: what it mends in one place it breaks in another.
//! It must not know where corrections come from.

use std::fmt::Write;

use toml::de::DeTable;

use super::format::OVERLAY;
use super::ids::{Ids, suggestion};
use super::library::{Library, Playbook};
use super::load::syntax;
use super::problem::{Problem, SourceFile, sorted};
use super::quote::{list, quoted};
use super::read::Node;
use super::validate::validate;
use crate::coach::ids::Id;
use crate::coach::recognise::{Correction, Example, Measure, Recogniser};
use crate::reply::review::Harm;

/// Reads an overlay.
///
/// # Errors
/// Everything that is wrong with it: syntax, keys, tasks and labels that no playbook has.
pub fn overlay(file: &SourceFile, library: &Library) -> Result<Vec<Correction>, Vec<Problem>> {
    let mut problems = Vec::new();
    let (table, errors) = DeTable::parse_recoverable(&file.text);
    syntax(file, &errors, &mut problems);
    if !problems.is_empty() {
        return Err(sorted(problems));
    }
    let patterns = validate(file, &table, OVERLAY, &mut Ids::default(), &mut problems);
    let node = Node { file, patterns: &patterns, table: table.get_ref(), start: table.span().start };
    let corrections =
        node.tables("corrections").into_iter().filter_map(|node| correction(node, library, &mut problems));
    let corrections: Vec<Correction> = corrections.collect();
    if problems.is_empty() { Ok(corrections) } else { Err(sorted(problems)) }
}

fn correction(node: Node<'_>, library: &Library, problems: &mut Vec<Problem>) -> Option<Correction> {
    let task = node.id("task")?;
    let mut unknown = |key: &str, what: String, help: String| {
        problems.push(Problem { file: node.file.clone(), span: node.span(key), rule: "overlay", what, help });
    };
    let Some(playbook) = library.playbooks.iter().find(|playbook| playbook.tasks().any(|own| *own == task))
    else {
        let known = library.playbooks.iter().flat_map(|playbook| playbook.tasks()).map(Id::as_str);
        unknown(
            "task",
            format!("no playbook has the task `{task}`"),
            suggestion(task.as_str(), known, "name one of"),
        );
        return None;
    };
    let labels = node.ids("labels");
    for label in &labels {
        let known: Vec<&str> = playbook.labels_of(task.as_str()).collect();
        if !known.contains(&label.as_str()) {
            let help = suggestion(label.as_str(), known.into_iter(), "name one of");
            unknown("labels", format!("the task `{task}` has no label `{label}`"), help);
        }
    }
    let example =
        Example { text: node.text("text")?, context: node.text("context").unwrap_or_default(), labels };
    Some(Correction { task, example })
}

/// A correction as it stands in an overlay.
pub fn written(correction: &Correction) -> String {
    let Correction { task, example } = correction;
    let labels = list(example.labels.iter().map(Id::as_str));
    let mut out = format!("[[corrections]]\ntask = {}\n", quoted(task.as_str()));
    if !example.context.is_empty() {
        let _ = writeln!(out, "context = {}", quoted(&example.context));
    }
    let _ = writeln!(out, "text = {}\nlabels = {labels}", quoted(&example.text));
    out
}

/// Corrections and one more; of two for the same words the newer counts.
pub fn with(corrections: &[Correction], newer: Correction) -> Vec<Correction> {
    let same = |other: &&Correction| {
        other.task == newer.task
            && other.example.text == newer.example.text
            && other.example.context == newer.example.context
    };
    let mut all: Vec<Correction> = corrections.iter().filter(|other| !same(other)).cloned().collect();
    all.push(newer);
    all
}

/// A task that would be recognised worse than before.
#[derive(Debug, Clone, PartialEq)]
pub struct Worse {
    /// The task.
    pub task: Id,
    /// The language of the tests.
    pub language: String,
    /// Macro-F1 before, 0 to 1.
    pub before: f64,
    /// Macro-F1 with the corrections.
    pub after: f64,
    /// Tests that were right before and are wrong with the corrections.
    pub broken: Vec<String>,
}

impl Worse {
    /// The same, as a trainer is told of it.
    pub fn harm(&self) -> Harm<'_> {
        (&self.language, self.before, self.after, &self.broken)
    }
}

/// What corrections would break: every task of which the playbooks' tests come out worse than before. `before` are the
/// corrections in effect already.
pub fn trial(library: &Library, before: &[Correction], after: &[Correction]) -> Vec<Worse> {
    let touched = |task: &Id| after.iter().any(|correction| correction.task == *task);
    let mut worse = Vec::new();
    for playbook in &library.playbooks {
        let (old, new) = (playbook.recogniser().corrected(before), playbook.recogniser().corrected(after));
        let tasks = playbook.tests.iter().filter(|(task, _)| touched(task));
        worse.extend(tasks.filter_map(|(task, tests)| compare(playbook, task, tests, &old, &new)));
    }
    worse
}

fn compare(
    playbook: &Playbook,
    task: &Id,
    tests: &[Example],
    old: &Recogniser,
    new: &Recogniser,
) -> Option<Worse> {
    let (mut before, mut after) = (Measure::default(), Measure::default());
    let mut broken = Vec::new();
    for test in tests {
        let was_right = before.add(old, task.as_str(), test);
        if !after.add(new, task.as_str(), test) && was_right {
            broken.push(test.text.clone());
        }
    }
    let (before, after) = (before.macro_f1(), after.macro_f1());
    let language = playbook.language.as_str().to_owned();
    (after < before).then(|| Worse { task: task.clone(), language, before, after, broken })
}
