//! `/wrong LABEL…` in a drill at the keyboard: the last reply is labelled anew, in one action.
//! It must not touch the drill; what was judged stays judged, and what comes after is judged anew.

use super::overlay::{NotTaught, Overlay};
use crate::coach::drill::Bout;
use crate::coach::ids::Id;
use crate::coach::recognise::{Correction, Example};
use crate::playbook::{Library, Playbook, Worse};
use crate::reply::{Block, Reply, Words, phrase, review};

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
) -> Reply {
    let note = |text: String| Reply::default().with(Block::Note(text));
    let Some(task) = bout.plan.method.task() else {
        return note(words.plain(phrase::CORRECT_NOTHING_YET).to_owned());
    };
    let known: Vec<&str> = playbook.labels_of(task).collect();
    let name = |label: &str| label.strip_prefix(&format!("{task}.")).unwrap_or(label).to_lowercase();
    let labels: Vec<String> =
        typed.iter().map(|label| name(label)).filter(|label| label != NOTHING).collect();
    let unknown = labels.iter().find(|label| !known.contains(&label.as_str()));
    if typed.is_empty() || unknown.is_some() {
        let typed = unknown.map_or("", String::as_str);
        return note(words.say(phrase::CORRECT_HOW, &[("typed", typed), ("labels", &known.join(", "))]));
    }
    let Some(turn) = bout.turns.last() else {
        return note(words.plain(phrase::CORRECT_NOTHING_YET).to_owned());
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
            note(words.say(phrase::CORRECT_TAKEN, &[("labels", &shown)]))
        }
        Err(NotTaught::NoFile) => note(words.plain(phrase::CORRECT_NO_FILE).to_owned()),
        Err(NotTaught::Worse(worse)) => {
            let harms: Vec<_> = worse.iter().map(Worse::harm).collect();
            review::refused(words, &turn.said, &harms)
        }
        Err(NotTaught::Lost(error)) => note(error.to_string()),
    }
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
