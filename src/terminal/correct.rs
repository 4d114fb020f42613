//! `/wrong LABEL…` in a drill at the keyboard: the last reply is labelled anew, in one action.
//! It must not touch the drill; what was judged stays judged, and what comes after is judged anew.

use super::overlay::{NotTaught, Overlay};
use crate::coach::drill::Bout;
use crate::coach::ids::Id;
use crate::coach::recognise::{Correction, Example};
use crate::playbook::{Library, Playbook, Worse};
use crate::reply::{Words, phrase};

/// What begins a correction.
const COMMAND: &str = "/wrong";
/// Says that a reply did nothing of the task.
const NOTHING: &str = "none";

/// The labels of a correction, when a line is one.
pub(super) fn labels_typed(line: &str) -> Option<Vec<&str>> {
    let rest = line.trim().strip_prefix(COMMAND)?;
    (rest.is_empty() || rest.starts_with(char::is_whitespace))
        .then(|| rest.split([' ', ',', '，', '、', '\u{3000}']).filter(|word| !word.is_empty()).collect())
}

/// Labels the last reply anew; what came of it, in words.
pub(super) fn correct(
    typed: &[&str],
    bout: &Bout,
    playbook: &Playbook,
    library: &Library,
    overlay: &mut Overlay,
    words: &Words,
) -> String {
    let Some(task) = bout.plan.method.task() else {
        return words.plain(phrase::CORRECT_NOTHING_YET).to_owned();
    };
    let known: Vec<&str> = playbook.labels_of(task).collect();
    let name = |label: &str| label.strip_prefix(&format!("{task}.")).unwrap_or(label).to_lowercase();
    let labels: Vec<String> =
        typed.iter().map(|label| name(label)).filter(|label| label != NOTHING).collect();
    let unknown = labels.iter().find(|label| !known.contains(&label.as_str()));
    if typed.is_empty() || unknown.is_some() {
        let typed = unknown.map_or("", String::as_str);
        return words.say(phrase::CORRECT_HOW, &[("typed", typed), ("labels", &known.join(", "))]);
    }
    let Some(turn) = bout.turns.last() else {
        return words.plain(phrase::CORRECT_NOTHING_YET).to_owned();
    };
    let said_before = bout.turns.iter().rev().nth(1).map_or(&bout.opening.line, |turn| &turn.answer.line);
    let example = Example {
        text: turn.said.clone(),
        context: said_before.clone(),
        labels: labels.iter().map(|label| Id::new(label)).collect(),
    };
    match overlay.teach(library, Correction { task: Id::new(task), example }) {
        Ok(()) => {
            let shown = if labels.is_empty() { NOTHING.to_owned() } else { labels.join(", ") };
            words.say(phrase::CORRECT_TAKEN, &[("labels", &shown)])
        }
        Err(NotTaught::NoFile) => words.plain(phrase::CORRECT_NO_FILE).to_owned(),
        Err(NotTaught::Worse(worse)) => worse.iter().map(|worse| made_worse(words, worse)).collect(),
        Err(NotTaught::Lost(error)) => error.to_string(),
    }
}

/// Tests named as broken.
const NAMED: usize = 3;

/// Why a correction was refused, with the tests that would break.
pub(super) fn made_worse(words: &Words, worse: &Worse) -> String {
    let f1 = |value: f64| format!("{value:.3}");
    let tests: Vec<String> = worse.broken.iter().take(NAMED).map(|test| format!("“{test}”")).collect();
    words.say(
        phrase::CORRECT_WORSE,
        &[
            ("task", worse.task.as_str()),
            ("language", &worse.language),
            ("before", &f1(worse.before)),
            ("after", &f1(worse.after)),
            ("tests", &tests.join(" ")),
        ],
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_correction_is_told_from_a_reply() {
        assert_eq!(labels_typed("/wrong listen, confirm"), Some(vec!["listen", "confirm"]));
        assert_eq!(labels_typed(" /wrong"), Some(vec![]));
        assert_eq!(labels_typed("/wrongly put"), None);
        assert_eq!(labels_typed("that's wrong"), None);
    }
}
