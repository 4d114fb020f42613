//! Judges an exported transcript once more and says whether every event is the same, else what differs.

use serde_json::Value;

use super::event::{ending, opening, turn};
use crate::coach::drill::Bout;
use crate::coach::recognise::Correction;
use crate::coach::score::score;
use crate::playbook::Library;

/// A transcript cannot be replayed.
#[derive(Debug, thiserror::Error)]
pub enum ReplayError {
    /// A line is not an event.
    #[error("line {line} is not an event of a transcript: {why}; export it again with `--transcript`")]
    NotAnEvent {
        /// The line, counted from 1.
        line: usize,
        /// What is wrong.
        why: String,
    },
    /// The first line does not say what was played.
    #[error(
        "the first line does not say what was played (`{key}` is missing); export it again with `--transcript`"
    )]
    NoHeader {
        /// The missing key.
        key: &'static str,
    },
    /// The scenario is not in the playbooks.
    #[error("there is no scenario `{scenario}` in {language}; give the playbook that it was played with")]
    NoScenario {
        /// What the transcript names.
        scenario: String,
        /// In which language.
        language: String,
    },
}

/// One thing that is not as it was recorded.
#[derive(Debug, PartialEq, Eq)]
pub struct Difference {
    /// Which event, such as `rep 2` or `check confirms`.
    pub event: String,
    /// Which field of it.
    pub field: String,
    /// What the transcript says.
    pub recorded: String,
    /// What it is now.
    pub now: String,
}

/// What came of a replay.
#[derive(Debug)]
pub struct Replayed {
    /// Turns judged again.
    pub turns: usize,
    /// The score now.
    pub score: Option<u32>,
    /// What differs; empty when the transcript is identical.
    pub differences: Vec<Difference>,
}

/// Replays a transcript, with the corrections that were in effect.
///
/// # Errors
/// When it is not a transcript, or its scenario is not there.
pub fn replay(library: &Library, corrections: &[Correction], text: &str) -> Result<Replayed, ReplayError> {
    let recorded = events(text)?;
    let header = recorded.first().ok_or(ReplayError::NoHeader { key: "event" })?;
    let field = |key: &'static str| header.get(key).ok_or(ReplayError::NoHeader { key });
    let scenario = field("scenario")?.as_str().unwrap_or_default().to_owned();
    let language = field("language")?.as_str().unwrap_or_default().to_owned();
    let seed = field("seed")?.as_u64().unwrap_or_default();
    let asked = header.get("difficulty").and_then(Value::as_u64);
    let difficulty = asked.and_then(|asked| u32::try_from(asked).ok()).unwrap_or(0);
    let missing = || ReplayError::NoScenario { scenario: scenario.clone(), language: language.clone() };
    let playbook = library.exact_playbook(&language).ok_or_else(missing)?;
    let recogniser = playbook.recogniser().corrected(corrections);
    let plan = playbook.plan(&scenario).ok_or_else(missing)?.as_hard_as(difficulty);
    let mut bout = Bout::begin(plan, seed);
    let said = recorded.iter().filter(|event| kind(event) == "rep");
    bout.say_again(
        &recogniser,
        said.map(|event| event.get("said").and_then(Value::as_str).unwrap_or_default()),
    );
    bout.stop();
    let card = score(&bout);
    let next = playbook.after(&bout.plan.scenario);
    let mut now = opening(playbook, &bout);
    now.extend((1..=bout.turns.len()).flat_map(|number| turn(&bout, number)));
    now.extend(ending(&bout, &card, next.map(|n| &**n)));
    let now: Vec<Value> = now.iter().filter_map(|event| serde_json::to_value(event).ok()).collect();
    let recorded: Vec<&Value> = recorded.iter().filter(|event| kind(event) != "refused").collect();
    Ok(Replayed { turns: bout.turns.len(), score: card.score, differences: compare(&recorded, &now) })
}

fn events(text: &str) -> Result<Vec<Value>, ReplayError> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(at, line)| {
            let not = |why: String| ReplayError::NotAnEvent { line: at + 1, why };
            let event: Value = serde_json::from_str(line).map_err(|error| not(error.to_string()))?;
            if kind(&event).is_empty() { Err(not("it has no `event`".to_owned())) } else { Ok(event) }
        })
        .collect()
}

fn kind(event: &Value) -> &str {
    event.get("event").and_then(Value::as_str).unwrap_or_default()
}

/// What an event is called where differences are told: its kind with its turn, check or fault.
fn name(event: &Value) -> String {
    let which = ["turn", "check", "fault"].iter().find_map(|key| event.get(key)).map(plain);
    which.map_or_else(|| kind(event).to_owned(), |which| format!("{} {which}", kind(event)))
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn compare(recorded: &[&Value], now: &[Value]) -> Vec<Difference> {
    let mut differences = Vec::new();
    let absent = Value::Null;
    for event in now {
        let before = recorded.iter().find(|other| name(other) == name(event)).map_or(&absent, |other| *other);
        let fields = event.as_object().into_iter().flatten();
        for (field, value) in fields.filter(|(field, _)| *field != "event") {
            let old = before.get(field).unwrap_or(&absent);
            if old != value {
                differences.push(Difference {
                    event: name(event),
                    field: field.clone(),
                    recorded: plain(old),
                    now: plain(value),
                });
            }
        }
        let old = before.as_object().into_iter().flatten();
        differences.extend(old.filter(|(field, _)| event.get(field).is_none()).map(|(field, value)| {
            Difference {
                event: name(event),
                field: field.clone(),
                recorded: plain(value),
                now: "absent".to_owned(),
            }
        }));
    }
    let gone = recorded.iter().filter(|old| !now.iter().any(|event| name(event) == name(old)));
    differences.extend(gone.map(|old| Difference {
        event: name(old),
        field: "event".to_owned(),
        recorded: "there".to_owned(),
        now: "absent".to_owned(),
    }));
    // Every event is there as it was; one may still be there twice, or in another place.
    if differences.is_empty() {
        differences.extend(out_of_order(recorded, now));
    }
    differences
}

fn out_of_order(recorded: &[&Value], now: &[Value]) -> Option<Difference> {
    let ended = || "the end".to_owned();
    let at = (0..recorded.len().max(now.len()))
        .find(|&at| recorded.get(at).map(|event| name(event)) != now.get(at).map(name))?;
    Some(Difference {
        event: format!("event {}", at + 1),
        field: "event".to_owned(),
        recorded: recorded.get(at).map_or_else(ended, |event| name(event)),
        now: now.get(at).map_or_else(ended, name),
    })
}
