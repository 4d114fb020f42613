//! `sparring recognise`: codebook lines in, the same lines out with labels and evidence; `--score` measures them.
//! Precision, recall and F1 are counted a label, macro-F1 is the plain mean over the labels of a task and language.
//! It must not stop at a bad line without saying which.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufRead, Write};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::coach::recognise::{Text, Verdict};
use crate::playbook::Library;

/// A labelled line as the codebook has it.
#[derive(Debug, Deserialize)]
struct Line {
    task: String,
    lang: String,
    #[serde(default)]
    context: String,
    text: String,
    #[serde(default)]
    labels: BTreeSet<String>,
}

/// Where a label was seen.
#[derive(Debug, Serialize)]
struct Evidence<'v> {
    label: &'v str,
    start: usize,
    end: usize,
    text: &'v str,
    rule: &'v str,
}

/// Recognition cannot go on.
#[derive(Debug, thiserror::Error)]
pub enum RecogniseError {
    /// A line is not one of the codebook's.
    #[error(
        "{source_name}:{line}: this is not a codebook line: {why}; it needs \"task\", \"lang\" and \"text\""
    )]
    BadLine {
        /// The file, or `stdin`.
        source_name: String,
        /// The line, counted from 1.
        line: usize,
        /// What is wrong.
        why: String,
    },
    /// A file cannot be read.
    #[error("cannot read {path}: {source}; check the name")]
    Read {
        /// The file.
        path: String,
        /// Why not.
        source: io::Error,
    },
    /// Input or output failed.
    #[error("cannot go on: {0}; check where input comes from and output goes")]
    Io(#[from] io::Error),
}

/// Reads a line and judges it; what is wrong with it when it cannot be judged.
fn judge(library: &Library, bytes: &[u8]) -> Result<(Line, Verdict), String> {
    let text = std::str::from_utf8(bytes).map_err(|_| "it is not UTF-8 text".to_owned())?;
    let line: Line = serde_json::from_str(text).map_err(|e| e.to_string())?;
    let playbook =
        library.exact_playbook(&line.lang).ok_or_else(|| format!("no playbook in `{}`", line.lang))?;
    let recogniser = playbook.recogniser();
    if !recogniser.tasks().any(|task| task == line.task) {
        let tasks: Vec<&str> = recogniser.tasks().collect();
        return Err(format!("no task `{}` in {}, only {}", line.task, line.lang, tasks.join(", ")));
    }
    let verdict = recogniser.judge_task(&line.task, &Text::new(&line.text), &line.context);
    Ok((line, verdict))
}

fn bad(source_name: &str, line: usize, why: impl ToString) -> RecogniseError {
    RecogniseError::BadLine { source_name: source_name.to_owned(), line, why: why.to_string() }
}

/// Labels every line.
///
/// # Errors
/// At the first line that is not one of the codebook's, or that names a language or task that is not there.
pub fn recognise(
    library: &Library,
    input: &mut dyn BufRead,
    out: &mut dyn Write,
) -> Result<(), RecogniseError> {
    for (at, line) in input.split(b'\n').enumerate() {
        let line = line?;
        if line.trim_ascii().is_empty() {
            continue;
        }
        let (parsed, verdict) = judge(library, &line).map_err(|why| bad("stdin", at + 1, why))?;
        let mut object: Map<String, Value> =
            serde_json::from_slice(&line).map_err(|e| bad("stdin", at + 1, e))?;
        let evidence: Vec<Evidence<'_>> = verdict
            .marks
            .iter()
            .map(|mark| Evidence {
                label: mark.label.name(),
                start: mark.span.start,
                end: mark.span.end,
                text: parsed.text.get(mark.span.clone()).unwrap_or_default(),
                rule: &mark.because,
            })
            .collect();
        object.insert("labels".into(), evidence.iter().map(|e| e.label).collect::<Vec<_>>().into());
        object
            .insert("evidence".into(), serde_json::to_value(&evidence).map_err(|e| bad("stdin", at + 1, e))?);
        let unsure: Vec<&str> = verdict.unsure.iter().map(crate::coach::ids::Label::name).collect();
        object.insert("unsure".into(), unsure.into());
        writeln!(out, "{}", Value::Object(object))?;
    }
    Ok(())
}

/// True positives, false positives, false negatives.
type Counts = (u32, u32, u32);

/// Counts of each label, by task and language.
type Table = BTreeMap<(String, String), BTreeMap<String, Counts>>;

/// Prints precision, recall and F1 of every label and the macro-F1 of every task and language.
///
/// # Errors
/// When a file cannot be read or a line is not one of the codebook's.
pub fn score_files(
    library: &Library,
    paths: &[std::path::PathBuf],
    out: &mut dyn Write,
) -> Result<(), RecogniseError> {
    let mut table = Table::new();
    for path in paths {
        let shown = path.display().to_string();
        let bytes =
            std::fs::read(path).map_err(|source| RecogniseError::Read { path: shown.clone(), source })?;
        let lines = bytes.split(|byte| *byte == b'\n').enumerate();
        for (at, line) in lines.filter(|(_, line)| !line.trim_ascii().is_empty()) {
            let (line, verdict) = judge(library, line).map_err(|why| bad(&shown, at + 1, why))?;
            count(&mut table, &line, &verdict);
        }
    }
    print(&table, out)
}

fn count(table: &mut Table, line: &Line, verdict: &Verdict) {
    let found: BTreeSet<String> = verdict.marks.iter().map(|mark| mark.label.name().to_owned()).collect();
    let labels = table.entry((line.task.clone(), line.lang.clone())).or_default();
    for label in found.union(&line.labels) {
        let counts = labels.entry(label.clone()).or_default();
        match (found.contains(label), line.labels.contains(label)) {
            (true, true) => counts.0 += 1,
            (true, false) => counts.1 += 1,
            _ => counts.2 += 1,
        }
    }
}

fn ratio(part: u32, whole: u32) -> f64 {
    if whole == 0 { 0.0 } else { f64::from(part) / f64::from(whole) }
}

fn print(table: &Table, out: &mut dyn Write) -> Result<(), RecogniseError> {
    let mut means: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    for ((task, lang), labels) in table {
        let mut sum = 0.0;
        for (label, (hit, extra, missed)) in labels {
            let (precision, recall) = (ratio(*hit, hit + extra), ratio(*hit, hit + missed));
            let f1 = ratio(2 * hit, 2 * hit + extra + missed);
            sum += f1;
            writeln!(
                out,
                "{lang} {task:<10} {label:<15} precision {precision:.3} recall {recall:.3} F1 {f1:.3} (n={})",
                hit + missed
            )?;
        }
        #[expect(clippy::cast_precision_loss, reason = "a task has a handful of labels")]
        let mean = sum / labels.len().max(1) as f64;
        writeln!(out, "{lang} {task:<10} macro-F1 {mean:.3}")?;
        means.entry(lang).or_default().push(mean);
    }
    for (lang, tasks) in means {
        #[expect(clippy::cast_precision_loss, reason = "seven tasks")]
        let mean = tasks.iter().sum::<f64>() / tasks.len().max(1) as f64;
        writeln!(out, "{lang} mean macro-F1 {mean:.3} over {} tasks", tasks.len())?;
    }
    Ok(())
}
