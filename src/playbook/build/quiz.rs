//! Quizzes and surveys out of their tables. Places of right answers are counted from 1 in the file and from 0 inside.

use std::collections::BTreeSet;

use crate::coach::ids::Id;
use crate::coach::quiz::{Answer, Item, Question, Quiz, Survey};
use crate::coach::seed;
use crate::playbook::read::Node;

pub(in crate::playbook) fn quiz(node: Node<'_>) -> Option<Quiz> {
    Some(Quiz {
        id: node.id("id")?,
        title: node.text("title")?,
        summary: node.text("summary")?,
        pass: node.number("pass")?,
        at_once: node.text("feedback").is_none_or(|when| when == "at-once"),
        minutes: node.number("minutes"),
        survey: node.id("survey"),
        form: node.id("form"),
        test: node.id("test"),
        items: node.tables("items").into_iter().filter_map(item).collect(),
        place: node.place(),
        digest: seed::digest(&node.file.text),
    })
}

fn item(node: Node<'_>) -> Option<Item> {
    Some(Item {
        id: node.id("id")?,
        topic: node.id("topic"),
        ask: node.text("ask")?,
        scored: node.flag("scored").unwrap_or(true),
        explain: node.text("explain")?,
        source: node.id("source")?,
        answer: answer(node)?,
        place: node.place(),
    })
}

fn answer(node: Node<'_>) -> Option<Answer> {
    let (kind, node) = node.choice("answer")?;
    let one = || node.number::<usize>("correct")?.checked_sub(1);
    let some =
        || node.numbers("correct").into_iter().filter_map(|n| n.checked_sub(1)).collect::<BTreeSet<_>>();
    let pair =
        |node: Node<'_>| -> Option<(String, String)> { Some((node.text("left")?, node.text("right")?)) };
    Some(match kind {
        "single" => Answer::Single { choices: node.texts("choices"), correct: one()? },
        "multiple" => Answer::Multiple { choices: node.texts("choices"), correct: some() },
        "true-false" => Answer::TrueFalse { correct: node.flag("correct")? },
        "order" => Answer::Order { items: node.texts("items") },
        "match" => Answer::Match { pairs: node.tables("pairs").into_iter().filter_map(pair).collect() },
        "fill" => Answer::Fill { accepted: node.texts("accepted"), typos: node.number("typos").unwrap_or(0) },
        "spot" => Answer::Spot { lines: node.texts("lines"), correct: some() },
        "classify" => {
            Answer::Classify { line: node.text("line")?, choices: node.texts("choices"), correct: one()? }
        }
        _ => return None,
    })
}

pub(in crate::playbook) fn survey(node: Node<'_>) -> Option<Survey> {
    let choice = |node: Node<'_>| -> Option<(Id, String)> { Some((node.id("id")?, node.text("text")?)) };
    let question = |node: Node<'_>| -> Option<Question> {
        let choices = node.tables("choices").into_iter().filter_map(choice).collect();
        Some(Question { id: node.id("id")?, ask: node.text("ask")?, choices })
    };
    Some(Survey {
        id: node.id("id")?,
        title: node.text("title")?,
        questions: node.tables("questions").into_iter().filter_map(question).collect(),
        place: node.place(),
    })
}
