//! A quiz in GIFT. What GIFT has no word for is said in the nearest one, and told.

use std::fmt::Write as _;

use super::super::Exported;
use super::marked::escaped;
use crate::coach::quiz::{Answer, Item, Quiz};

pub(in crate::playbook::exchange) fn write(quiz: &Quiz) -> Exported {
    let head = format!("// {}: {}\n", quiz.id, quiz.title.replace('\n', " "));
    let mut out = Exported { text: head, changed: Vec::new(), left_out: Vec::new() };
    let mut topic = None;
    for item in &quiz.items {
        let answers = match answers(&item.answer) {
            Ok(answers) => answers,
            Err(why) => {
                out.left_out.push(format!("{}: {why}", item.id));
                continue;
            }
        };
        if topic != item.topic.as_ref() {
            topic = item.topic.as_ref();
            let name = topic.map_or(String::new(), |topic| {
                // A slash that begins a name is told from the one before it by a space.
                let space = if topic.as_str().starts_with('/') { " " } else { "" };
                format!("/{space}{}", topic.as_str().replace('/', "//"))
            });
            // Writing to a string cannot fail.
            let _ = writeln!(out.text, "\n$CATEGORY: top{name}");
        }
        out.changed.extend(changed(item));
        let ask = match &item.answer {
            Answer::Classify { line, .. } => format!("{}\n\n{line}", item.ask),
            _ => item.ask.clone(),
        };
        // Said to be plain, so that a `<` in it stays one.
        let ask = escaped(&ask);
        let plain = if ask.starts_with("[plain]") { "" } else { "[plain]" };
        let explain = escaped(&item.explain);
        let _ = writeln!(out.text, "\n::{}::{plain}{ask} {{{answers}\n\t####{explain}\n}}", item.id);
    }
    out
}

fn changed(item: &Item) -> Option<String> {
    let how = match &item.answer {
        Answer::Order { .. } => "an order, written as numbers to match",
        Answer::Spot { .. } => "lines to spot, written as choices of which several are right",
        Answer::Classify { .. } => "a line to classify, written as choices under the line",
        Answer::Fill { typos, .. } if *typos > 0 => "typing errors that are forgiven, which GIFT cannot say",
        _ => return None,
    };
    Some(format!("{}: {how}", item.id))
}

/// What stands in the braces before the feedback, or why it cannot.
fn answers(answer: &Answer) -> Result<String, &'static str> {
    match answer {
        Answer::Single { choices, correct } | Answer::Classify { choices, correct, .. } => {
            Ok(chosen(choices, |at| if at == *correct { ('=', "%100%") } else { ('~', "%0%") }, false))
        }
        Answer::Multiple { choices, correct } | Answer::Spot { lines: choices, correct } => {
            #[expect(clippy::cast_precision_loss, reason = "ten choices at most")]
            let share = format!("%{}%", (1e7 / correct.len().max(1) as f64).floor() / 1e5);
            Ok(chosen(choices, |at| ('~', if correct.contains(&at) { &share } else { "%-100%" }), true))
        }
        Answer::TrueFalse { correct } => Ok(if *correct { "TRUE" } else { "FALSE" }.to_owned()),
        Answer::Order { items } => {
            let numbered = items.iter().enumerate().map(|(at, item)| ((at + 1).to_string(), item.as_str()));
            Ok(numbered.map(|(number, item)| pair(&number, item)).collect())
        }
        Answer::Match { pairs } => {
            if pairs.iter().any(|(left, _)| left.contains("->")) {
                return Err("a left side holds `->`, which GIFT takes for its own");
            }
            Ok(pairs.iter().map(|(left, right)| pair(left, right)).collect())
        }
        Answer::Fill { accepted, .. } => {
            if accepted.iter().any(|accepted| accepted.contains("->")) {
                return Err("an accepted answer holds `->`, which GIFT takes for a pair");
            }
            Ok(chosen(accepted, |_| ('=', "%100%"), false))
        }
    }
}

fn pair(left: &str, right: &str) -> String {
    format!("\n\t={} -> {}", escaped(left), escaped(right))
}

/// Answers, each with its sign; with its weight where it must have one, or begins like one.
fn chosen<'w>(choices: &[String], sign: impl Fn(usize) -> (char, &'w str), weighed: bool) -> String {
    let one = |(at, choice): (usize, &String)| {
        let (sign, weight) = sign(at);
        let weight = if weighed || choice.starts_with('%') { weight } else { "" };
        format!("\n\t{sign}{weight}{}", escaped(choice))
    };
    choices.iter().enumerate().map(one).collect()
}
