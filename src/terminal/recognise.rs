//! `sparring recognise`: codebook lines in, the same lines out with labels and evidence.
//! A single-label line always gets its likeliest label and a several-label line those that speak louder than silence;
//! what a drill would leave unrated is named under `unsure`.
//! It must not stop at a bad line without saying which.

use std::collections::BTreeMap;
use std::io::{BufRead, Write};

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::codebook::{self, Line, RecogniseError, bad};
use crate::coach::ids::Id;
use crate::coach::recognise::{Correction, Reason, Recogniser, Text, Weighing};
use crate::playbook::Library;

/// Where a label was seen.
#[derive(Debug, Serialize)]
struct Evidence<'v> {
    label: &'v str,
    start: usize,
    end: usize,
    text: &'v str,
    rule: &'v str,
}

/// How lines are labelled.
#[derive(Debug, Clone, Copy)]
pub struct Recognition<'r> {
    /// Whether each says what weighed for and against it, and which examples are most like it.
    pub explain: bool,
    /// A trainer's corrections in effect.
    pub corrections: &'r [Correction],
}

/// Labels every line.
///
/// # Errors
/// At the first line that is not one of the codebook's, or that names a language or task that is not there.
pub fn recognise(
    library: &Library,
    how: &Recognition<'_>,
    input: &mut dyn BufRead,
    out: &mut dyn Write,
) -> Result<(), RecogniseError> {
    let mut recognisers: BTreeMap<Id, Recogniser> = BTreeMap::new();
    for (at, bytes) in input.split(b'\n').enumerate() {
        let bytes = bytes?;
        if bytes.trim_ascii().is_empty() {
            continue;
        }
        let line = codebook::line(library, &bytes).map_err(|why| bad("stdin", at + 1, why))?;
        let mut object: Map<String, Value> =
            serde_json::from_slice(&bytes).map_err(|e| bad("stdin", at + 1, e))?;
        let recogniser = recognisers
            .entry(line.playbook.id.clone())
            .or_insert_with(|| line.playbook.recogniser().corrected(how.corrections));
        label(&line, recogniser, how.explain, &mut object);
        writeln!(out, "{}", Value::Object(object))?;
    }
    Ok(())
}

fn label(line: &Line, recogniser: &Recogniser, explain: bool, object: &mut Map<String, Value>) {
    let (text, context) = (Text::new(&line.example.text), &line.example.context);
    let weighed = recogniser.weigh(&line.task, &text, context, explain);
    let taken: Vec<&Weighing> = weighed.iter().filter(|weighing| weighing.taken).collect();
    let evidence: Vec<Value> = taken.iter().map(|weighing| json!(evidence(line, weighing))).collect();
    let unsure: Vec<&str> = weighed.iter().filter(|w| !w.rated).map(|w| w.mark.label.name()).collect();
    object.insert("labels".into(), taken.iter().map(|w| w.mark.label.name()).collect::<Vec<_>>().into());
    object.insert("evidence".into(), evidence.into());
    object.insert("unsure".into(), unsure.into());
    if !explain {
        return;
    }
    let why: Map<String, Value> =
        weighed.iter().map(|weighing| (weighing.mark.label.name().to_owned(), told(weighing))).collect();
    let near = recogniser.nearest(&line.task, &text, context);
    let near = near.iter().map(|near| {
        let labels: Vec<&str> = near.example.labels.iter().map(|label| label.as_str()).collect();
        json!({"text": near.example.text, "labels": labels, "likeness": rounded(near.likeness)})
    });
    object.insert("nearest".into(), near.collect::<Vec<_>>().into());
    object.insert("why".into(), why.into());
}

fn evidence<'v>(line: &'v Line, weighing: &'v Weighing) -> Evidence<'v> {
    let mark = &weighing.mark;
    Evidence {
        label: mark.label.name(),
        start: mark.span.start,
        end: mark.span.end,
        text: line.example.text.get(mark.span.clone()).unwrap_or_default(),
        rule: &mark.because,
    }
}

fn told(weighing: &Weighing) -> Value {
    let reason = |reason: &Reason| match reason {
        Reason::Pattern(place, weight) => format!("{:+.2} pattern {place}", weight),
        Reason::Feature(what, weight) => format!("{weight:+.2} {what}"),
        Reason::Corrections(weight) => format!("{weight:+.2} corrections"),
    };
    let reasons: Vec<String> = weighing.reasons.iter().map(reason).collect();
    json!({"vote": rounded(weighing.vote), "rated": weighing.rated, "reasons": reasons})
}

fn rounded(value: f32) -> f64 {
    (f64::from(value) * 1000.0).round() / 1000.0
}
