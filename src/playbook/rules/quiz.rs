//! Rules of quizzes: right answers that exist, questions that fit, parallel forms that measure the same.

use std::collections::BTreeMap;

use super::{fits, report};
use crate::coach::ids::Id;
use crate::coach::quiz::Quiz;
use crate::playbook::library::Playbook;
use crate::playbook::problem::Problem;
use crate::playbook::read::Node;

/// Rules of one quiz.
pub(super) fn quiz(node: Node<'_>, problems: &mut Vec<Problem>) {
    for item in node.tables("items") {
        right_answers_exist(item, problems);
        fits::question(item, problems);
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

/// How many items of which kind a topic has; the same in every form of a test, or gains mean nothing.
fn blueprint(quiz: &Quiz) -> BTreeMap<(&str, &str), usize> {
    let mut counts = BTreeMap::new();
    for item in &quiz.items {
        let topic = item.topic.as_ref().map_or("", Id::as_str);
        *counts.entry((topic, item.answer.kind())).or_default() += 1;
    }
    counts
}

/// A form of a test has the same blueprint and pass mark as the others, and none of their questions.
pub(in crate::playbook) fn forms(node: Node<'_>, playbook: &Playbook, problems: &mut Vec<Problem>) {
    let Some(quiz) =
        node.id("id").and_then(|id| playbook.quizzes.get(&id)).filter(|quiz| quiz.test.is_some())
    else {
        return;
    };
    // The first of a test is the measure, so that each difference is told once.
    let Some(first) = playbook.quizzes.values().find(|other| other.test == quiz.test && other.id != quiz.id)
    else {
        return;
    };
    if first.id > quiz.id {
        return;
    }
    let (wanted, own) = (blueprint(first), blueprint(quiz));
    let other = wanted.keys().chain(own.keys()).find(|key| wanted.get(*key) != own.get(*key));
    if let Some(&(topic, kind)) = other {
        let count = |of: &BTreeMap<(&str, &str), usize>| of.get(&(topic, kind)).copied().unwrap_or(0);
        let what = format!(
            "`{}` has {} of `{kind}` about \"{topic}\", its parallel form `{}` has {}",
            quiz.id,
            count(&own),
            first.id,
            count(&wanted)
        );
        let help = "give every form of a test as many items of each kind about each topic";
        problems.push(report(node, "test", "parallel-forms", what, help));
    } else if quiz.pass != first.pass {
        let what = format!(
            "the pass mark is {}, that of its parallel form `{}` is {}",
            quiz.pass, first.id, first.pass
        );
        problems.push(report(node, "pass", "parallel-forms", what, "give every form of a test the same"));
    } else if quiz.minutes != first.minutes {
        let told = |minutes: Option<u32>| minutes.map_or("no limit".to_owned(), |m| format!("{m} minutes"));
        let (own, other) = (told(quiz.minutes), told(first.minutes));
        let what = format!("it has {own}, its parallel form `{}` has {other}", first.id);
        problems.push(report(node, "minutes", "parallel-forms", what, "give every form of a test the same"));
    }
    for (item, table) in quiz.items.iter().zip(node.tables("items")) {
        if first.items.iter().any(|other| other.ask == item.ask && other.answer.line() == item.answer.line())
        {
            let what = format!("`{}` asks the same", first.id);
            let help = "ask something else: who has seen a question remembers it, and that is not learning";
            problems.push(report(table, "ask", "parallel-forms", what, help));
        }
    }
}
