//! A quiz as notes for Anki: a question a line, with front, back and tags.

use super::Exported;
use crate::coach::quiz::{Answer, Item, Quiz, Way};

/// How Anki reads what follows.
const HEAD: &str = "#separator:Comma\n#html:false\n#columns:Front,Back,Tags\n#tags column:3\n";

pub(super) fn write(quiz: &Quiz, truth: [&str; 2]) -> Exported {
    // Always in quotes: a line that begins with `#` would be a comment.
    let mut writer =
        ::csv::WriterBuilder::new().quote_style(::csv::QuoteStyle::Always).from_writer(Vec::new());
    let mut left_out = Vec::new();
    for item in &quiz.items {
        let tag = |text: &str| text.split_whitespace().collect::<Vec<_>>().join("-");
        let tags: Vec<String> =
            [Some(&quiz.id), item.topic.as_ref()].into_iter().flatten().map(|id| tag(id.as_str())).collect();
        let note = [front(item, truth), back(item, truth), tags.join(" ")];
        if let Err(error) = writer.write_record(note) {
            left_out.push(format!("{}: {error}", item.id));
        }
    }
    let notes = writer.into_inner().unwrap_or_default();
    let text = format!("{HEAD}{}", String::from_utf8_lossy(&notes));
    Exported { text, changed: Vec::new(), left_out }
}

/// What is asked, with what one may answer, in the order of a run.
fn front(item: &Item, truth: [&str; 2]) -> String {
    let mut lines = vec![item.ask.clone()];
    match &item.answer {
        Answer::Classify { line, .. } => lines.push(line.clone()),
        Answer::Match { pairs } => {
            lines.push(pairs.iter().map(|(left, _)| left.as_str()).collect::<Vec<_>>().join(" / "))
        }
        Answer::TrueFalse { .. } => lines.push(truth.join(" / ")),
        _ => {}
    }
    let (Way::One(order) | Way::Some(order) | Way::Typed(order)) = item.way(0) else {
        return lines.join("\n");
    };
    let choices = item.choices();
    let shown = order.iter().filter_map(|&at| choices.get(at));
    lines.extend(('A'..='Z').zip(shown).map(|(letter, choice)| format!("{letter}. {choice}")));
    lines.join("\n")
}

fn back(item: &Item, [right, wrong]: [&str; 2]) -> String {
    let answer = match &item.answer {
        Answer::TrueFalse { correct } => if *correct { right } else { wrong }.to_owned(),
        _ => item.right_answer().join("\n"),
    };
    format!("{answer}\n\n{}", item.explain)
}
