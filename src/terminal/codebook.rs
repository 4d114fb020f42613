//! Labelled lines as the codebook has them: one JSON object a line.
//! It must not judge them.

use std::io;
use std::path::Path;
use std::sync::Arc;

use serde::Deserialize;

use crate::coach::ids::Id;
use crate::coach::recognise::Example;
use crate::playbook::{Library, Playbook};

/// A line that was read.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) task: String,
    pub(super) language: String,
    pub(super) example: Example,
    pub(super) playbook: Arc<Playbook>,
}

#[derive(Deserialize)]
struct Written {
    task: String,
    lang: String,
    #[serde(default)]
    context: String,
    text: String,
    #[serde(default)]
    labels: Vec<String>,
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
    /// Nothing to measure with.
    #[error(
        "the playbooks bring no tests; name labelled files after --score, or add `tests` to a recogniser file"
    )]
    NoTests,
    /// Input or output failed.
    #[error("cannot go on: {0}; check where input comes from and output goes")]
    Io(#[from] io::Error),
}

pub(super) fn bad(source_name: &str, line: usize, why: impl ToString) -> RecogniseError {
    RecogniseError::BadLine { source_name: source_name.to_owned(), line, why: why.to_string() }
}

/// Reads a line; what is wrong with it when it cannot be judged.
pub(super) fn line(library: &Library, bytes: &[u8]) -> Result<Line, String> {
    let text = std::str::from_utf8(bytes).map_err(|_| "it is not UTF-8 text".to_owned())?;
    let written: Written = serde_json::from_str(text).map_err(|e| e.to_string())?;
    let playbook =
        library.exact_playbook(&written.lang).ok_or_else(|| format!("no playbook in `{}`", written.lang))?;
    if !playbook.tasks().any(|task| task.as_str() == written.task) {
        let tasks: Vec<&str> = playbook.tasks().map(Id::as_str).collect();
        return Err(format!("no task `{}` in {}, only {}", written.task, written.lang, tasks.join(", ")));
    }
    let labels = written.labels.iter().map(|label| Id::new(label)).collect();
    Ok(Line {
        task: written.task,
        language: written.lang,
        example: Example { text: written.text, context: written.context, labels },
        playbook: Arc::clone(playbook),
    })
}

/// All lines of a file.
pub(super) fn file(library: &Library, path: &Path) -> Result<Vec<Line>, RecogniseError> {
    let shown = path.display().to_string();
    let bytes = std::fs::read(path).map_err(|source| RecogniseError::Read { path: shown.clone(), source })?;
    let lines = bytes.split(|byte| *byte == b'\n').enumerate();
    lines
        .filter(|(_, bytes)| !bytes.trim_ascii().is_empty())
        .map(|(at, bytes)| line(library, bytes).map_err(|why| bad(&shown, at + 1, why)))
        .collect()
}
