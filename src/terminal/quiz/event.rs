//! The events of a quiz in the terminal, one JSON object a line.
//! It must not judge anything.

use serde::Serialize;

use crate::coach::quiz::{Answer, Item, Quiz, Way};
use crate::playbook::Playbook;
use crate::reply::Words;
use crate::reply::quiz::right_answer;

/// One line. Questions count from 1.
#[derive(Debug, Serialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub(super) enum Event<'e> {
    /// What is asked; always the first line.
    Quiz {
        playbook: &'e str,
        version: &'e str,
        language: &'e str,
        quiz: &'e str,
        digest: String,
        seed: u64,
        questions: usize,
    },
    /// A question; the choices are in the order of their letters.
    Question {
        at: usize,
        item: &'e str,
        kind: &'static str,
        scored: bool,
        ask: &'e str,
        #[serde(skip_serializing_if = "Option::is_none")]
        line: Option<&'e str>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        lefts: Vec<&'e str>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        choices: Vec<&'e str>,
    },
    /// What was typed.
    Answer { at: usize, given: &'e str },
    /// What was typed and is no answer.
    Refused { at: usize, given: &'e str },
    /// Whether it was right.
    Judged { at: usize, item: &'e str, right: bool, answer: String, explain: &'e str },
    /// What it came to; questions that were not answered are not right.
    End { right: usize, of: usize, percent: usize, passed: bool },
}

impl<'e> Event<'e> {
    pub(super) fn begun(playbook: &'e Playbook, quiz: &'e Quiz, seed: u64) -> Self {
        Self::Quiz {
            playbook: playbook.id.as_str(),
            version: &playbook.version,
            language: playbook.language.as_str(),
            quiz: quiz.id.as_str(),
            digest: format!("{:016x}", quiz.digest),
            seed,
            questions: quiz.items.len(),
        }
    }

    pub(super) fn asked(item: &'e Item, seed: u64, at: usize) -> Self {
        let order = match item.way(seed) {
            Way::One(order) | Way::Some(order) | Way::Typed(order) => order,
            Way::Truth => Vec::new(),
        };
        let choices = item.choices();
        let lefts = match &item.answer {
            Answer::Match { pairs } => pairs.iter().map(|(left, _)| left.as_str()).collect(),
            _ => Vec::new(),
        };
        Self::Question {
            at,
            item: item.id.as_str(),
            kind: item.answer.kind(),
            scored: item.scored,
            ask: &item.ask,
            line: item.answer.line(),
            lefts,
            choices: order.iter().filter_map(|&which| choices.get(which).copied()).collect(),
        }
    }

    pub(super) fn judged(words: &Words, item: &'e Item, at: usize, right: bool) -> Self {
        Self::Judged {
            at,
            item: item.id.as_str(),
            right,
            answer: right_answer(words, item),
            explain: &item.explain,
        }
    }

    /// One line of JSON.
    pub(super) fn line(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}
