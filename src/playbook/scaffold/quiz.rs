//! A quiz as it stands in a playbook.

use std::fmt::Write as _;
use std::sync::Arc;

use super::Home;
use crate::coach::quiz::{Answer, Item};
use crate::playbook::problem::SourceFile;
use crate::playbook::quote::{list, quoted};

/// What a quiz is called beside its items.
#[derive(Debug, Clone, Copy)]
pub struct QuizHead<'q> {
    /// Its id.
    pub id: &'q str,
    /// Its name.
    pub title: &'q str,
    /// What it is about.
    pub summary: &'q str,
}

/// A quiz's file, and for each item the line at which it begins.
pub fn quiz(home: &Home, head: QuizHead<'_>, items: &[Item]) -> (SourceFile, Vec<usize>) {
    let mut text = String::new();
    for (key, value) in [("id", head.id), ("title", head.title), ("summary", head.summary)] {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{key} = {}", quoted(value));
    }
    text.push_str("pass = 70\nfeedback = \"at-once\"\n");
    let mut lines = Vec::new();
    for item in items {
        lines.push(text.matches('\n').count() + 2);
        let _ = write!(text, "\n[[items]]\n{}", written(item));
    }
    (
        SourceFile { path: Arc::from(format!("{}quizzes/{}.toml", home.root, head.id)), text: text.into() },
        lines,
    )
}

fn written(item: &Item) -> String {
    let mut text = format!("id = {}\n", quoted(item.id.as_str()));
    if let Some(topic) = &item.topic {
        let _ = writeln!(text, "topic = {}", quoted(topic.as_str()));
    }
    for (key, value) in
        [("ask", item.ask.as_str()), ("explain", &item.explain), ("source", item.source.as_str())]
    {
        let _ = writeln!(text, "{key} = {}", quoted(value));
    }
    if !item.scored {
        text.push_str("scored = false\n");
    }
    let _ = writeln!(text, "answer = {{ {} }}", answer(&item.answer));
    text
}

fn answer(answer: &Answer) -> String {
    let texts = |all: &[String]| list(all.iter().map(String::as_str));
    // Right ones are counted from 1 in a file.
    let one = |correct: usize| correct + 1;
    let some = |correct: &std::collections::BTreeSet<usize>| {
        let numbers: Vec<String> = correct.iter().map(|&at| one(at).to_string()).collect();
        format!("[{}]", numbers.join(", "))
    };
    match answer {
        Answer::Single { choices, correct } => {
            format!("single = {{ choices = {}, correct = {} }}", texts(choices), one(*correct))
        }
        Answer::Multiple { choices, correct } => {
            format!("multiple = {{ choices = {}, correct = {} }}", texts(choices), some(correct))
        }
        Answer::TrueFalse { correct } => format!("true-false = {{ correct = {correct} }}"),
        Answer::Order { items } => format!("order = {{ items = {} }}", texts(items)),
        Answer::Match { pairs } => {
            let pair = |(left, right): &(String, String)| {
                format!("{{ left = {}, right = {} }}", quoted(left), quoted(right))
            };
            let pairs: Vec<String> = pairs.iter().map(pair).collect();
            format!("match = {{ pairs = [{}] }}", pairs.join(", "))
        }
        Answer::Fill { accepted, typos: 0 } => format!("fill = {{ accepted = {} }}", texts(accepted)),
        Answer::Fill { accepted, typos } => {
            format!("fill = {{ accepted = {}, typos = {typos} }}", texts(accepted))
        }
        Answer::Spot { lines, correct } => {
            format!("spot = {{ lines = {}, correct = {} }}", texts(lines), some(correct))
        }
        Answer::Classify { line, choices, correct } => {
            let (line, choices) = (quoted(line), texts(choices));
            format!("classify = {{ line = {line}, choices = {choices}, correct = {} }}", one(*correct))
        }
    }
}
