//! A problem in a playbook: where it is, what it is, which rule says so and how to mend it.
//! All problems of a run are collected and shown at once, as pictures of the place or as JSON.
//! It must not decide what is wrong.

use std::ops::Range;
use std::sync::Arc;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use serde::Serialize;

/// A file of a playbook, as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// Its path, with `/` between its parts.
    pub path: Arc<str>,
    /// Its text.
    pub text: Arc<str>,
}

impl SourceFile {
    /// Line and column of a byte, both counted from 1, columns in characters.
    pub fn position(&self, byte: usize) -> (usize, usize) {
        let before = self.text.get(..byte).unwrap_or(&self.text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
        (line, column)
    }
}

/// Something wrong in a playbook.
#[derive(Debug, Clone)]
pub struct Problem {
    /// The file.
    pub file: SourceFile,
    /// The bytes of it.
    pub span: Range<usize>,
    /// The rule that was broken.
    pub rule: &'static str,
    /// What is wrong.
    pub what: String,
    /// How to mend it.
    pub help: String,
}

#[derive(Serialize)]
struct AsJson<'p> {
    file: &'p str,
    line: usize,
    column: usize,
    text: &'p str,
    rule: &'static str,
    what: &'p str,
    help: &'p str,
}

impl Problem {
    /// Line and column where it starts, both counted from 1.
    pub fn position(&self) -> (usize, usize) {
        self.file.position(self.span.start)
    }

    /// The offending text.
    pub fn text(&self) -> &str {
        self.file.text.get(self.span.clone()).unwrap_or_default()
    }

    /// One line of JSON.
    pub fn json(&self) -> String {
        let (line, column) = self.position();
        let problem = AsJson {
            file: &self.file.path,
            line,
            column,
            text: self.text(),
            rule: self.rule,
            what: &self.what,
            help: &self.help,
        };
        serde_json::to_string(&problem).unwrap_or_default()
    }

    /// A picture of the place for people, in colour or plain.
    pub fn picture(&self, colour: bool) -> String {
        let (line, column) = self.position();
        let title = format!("{}:{line}:{column}: {}", self.file.path, self.what);
        // A table's span reaches over many lines; its first line is what the eye needs.
        let first_line = self.text().find('\n').map_or(self.span.end, |at| self.span.start + at);
        let snippet = Snippet::source(&*self.file.text).path(&*self.file.path).annotation(
            AnnotationKind::Primary.span(self.span.start..first_line.max(self.span.start)).label(self.rule),
        );
        let report: [Group<'_>; 1] = [Level::ERROR
            .primary_title(title)
            .element(snippet)
            .element(Level::HELP.message(self.help.as_str()))];
        let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
        renderer.render(&report)
    }
}

/// Problems in the order of their files and places, each once.
pub fn sorted(mut problems: Vec<Problem>) -> Vec<Problem> {
    problems.sort_by(|a, b| {
        (&a.file.path, a.span.start, a.rule, &a.what).cmp(&(&b.file.path, b.span.start, b.rule, &b.what))
    });
    problems.dedup_by(|a, b| a.file.path == b.file.path && a.span == b.span && a.what == b.what);
    problems
}
