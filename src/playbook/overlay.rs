//! Overlays: a server's own corrections as a file, and the trial that each must pass. A correction that makes the tests
//! of the playbooks worse is refused: what it mends in one place it breaks in another.
//! It must not know where corrections come from.

use std::collections::BTreeSet;
use std::fmt::Write;

use toml::de::DeTable;

use super::format::OVERLAY;
use super::ids::{Ids, suggestion};
use super::library::Library;
use super::load::syntax;
use super::problem::{Problem, SourceFile, sorted};
use super::quote::{list, quoted};
use super::read::Node;
use super::validate::validate;
use crate::coach::ids::Id;
use crate::coach::recognise::{Correction, Example, Measure, Recogniser};
use crate::reply::review::Harm;

/// The keys of the two lists.
const LEARNT: &str = "corrections";
const TESTS: &str = "tests";
/// What the overlay's own tests are called beside those of the playbooks' languages.
const OWN: &str = "overlay.toml";

/// What stands in an overlay.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Overlaid {
    /// Sentences that are learnt from.
    pub corrections: Vec<Correction>,
    /// Sentences that measure and are never learnt from.
    pub tests: Vec<Correction>,
}

/// Reads an overlay.
///
/// # Errors
/// Everything that is wrong with it: syntax, keys, tasks and labels that no playbook has.
pub fn overlay(file: &SourceFile, library: &Library) -> Result<Overlaid, Vec<Problem>> {
    let mut problems = Vec::new();
    let (table, errors) = DeTable::parse_recoverable(&file.text);
    syntax(file, &errors, &mut problems);
    if !problems.is_empty() {
        return Err(sorted(problems));
    }
    let patterns = validate(file, &table, OVERLAY, &mut Ids::default(), &mut problems);
    let node = Node { file, patterns: &patterns, table: table.get_ref(), start: table.span().start };
    let mut read = |key: &str| -> Vec<Correction> {
        node.tables(key).into_iter().filter_map(|node| correction(node, library, &mut problems)).collect()
    };
    let overlaid = Overlaid { corrections: read(LEARNT), tests: read(TESTS) };
    if problems.is_empty() { Ok(overlaid) } else { Err(sorted(problems)) }
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

/// An overlay as the text of its file.
pub fn written(overlaid: &Overlaid) -> String {
    let learnt = overlaid.corrections.iter().map(|correction| entry(LEARNT, correction));
    let tests = overlaid.tests.iter().map(|test| entry(TESTS, test));
    learnt.chain(tests).collect::<Vec<_>>().join("\n")
}

fn entry(key: &str, correction: &Correction) -> String {
    let Correction { task, example } = correction;
    let labels = list(example.labels.iter().map(Id::as_str));
    let mut out = format!("[[{key}]]\ntask = {}\n", quoted(task.as_str()));
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
    /// The language of the tests; for those of the overlay the name of its file.
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

/// What corrections would break: every task of which the playbooks' tests, or those of the overlay, come out worse than
/// before. `before` are the corrections in effect already.
pub fn trial(
    library: &Library,
    own: &[Correction],
    before: &[Correction],
    after: &[Correction],
) -> Vec<Worse> {
    let touched = |task: &Id| before.iter().chain(after).any(|correction| correction.task == *task);
    let mut worse = Vec::new();
    let mut measured = BTreeSet::new();
    for playbook in &library.playbooks {
        let (old, new) = (playbook.recogniser().corrected(before), playbook.recogniser().corrected(after));
        let language = playbook.language.as_str();
        let tasks = playbook.tests.iter().filter(|(task, _)| touched(task));
        worse.extend(tasks.filter_map(|(task, tests)| compare(language, task, tests, &old, &new)));
        // All languages of a playbook are recognised together, so its own tests are measured once.
        for task in playbook.tasks().filter(|task| touched(task)) {
            if measured.insert(task.clone()) {
                let tests: Vec<Example> = tests_of(own, task).map(|test| test.example.clone()).collect();
                worse.extend(compare(OWN, task, &tests, &old, &new));
            }
        }
    }
    worse
}

/// The tests of an overlay that come out otherwise than they say, with its corrections in effect.
pub fn missed<'o>(library: &Library, overlaid: &'o Overlaid) -> Vec<&'o Correction> {
    let mut missed = Vec::new();
    let mut measured = BTreeSet::new();
    for playbook in &library.playbooks {
        let recogniser = playbook.recogniser().corrected(&overlaid.corrections);
        for task in playbook.tasks().filter(|task| measured.insert((*task).clone())) {
            let wrong =
                |test: &&Correction| !Measure::default().add(&recogniser, task.as_str(), &test.example);
            missed.extend(tests_of(&overlaid.tests, task).filter(wrong));
        }
    }
    missed
}

fn tests_of<'o>(own: &'o [Correction], task: &Id) -> impl Iterator<Item = &'o Correction> {
    own.iter().filter(move |test| test.task == *task)
}

fn compare(
    language: &str,
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
    // A server's own tests are so few that each counts, whatever it does to the mean.
    let harmed = after < before || (language == OWN && !broken.is_empty());
    let language = language.to_owned();
    harmed.then(|| Worse { task: task.clone(), language, before, after, broken })
}
