//! An overlay file at the keyboard: read when a drill begins, one more correction written at each `/wrong`.
//! It must not decide what a correction is worth; the playbooks' tests do.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::coach::recognise::Correction;
use crate::playbook::{self, Library, Overlaid, Problem, SourceFile, Worse};

/// A file of corrections.
#[derive(Debug, Default)]
pub struct Overlay {
    path: Option<PathBuf>,
    read: Overlaid,
}

/// Why an overlay cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum OverlayError {
    /// It cannot be read.
    #[error("cannot read {path}: {source}; check the name given with --overlay")]
    Read {
        /// The file.
        path: String,
        /// Why not.
        source: io::Error,
    },
    /// It cannot be written.
    #[error("cannot write {path}: {source}; choose another place for --overlay, or free some space")]
    Write {
        /// The file.
        path: String,
        /// Why not.
        source: io::Error,
    },
    /// It is not an overlay.
    #[error("{0}")]
    Broken(String),
}

/// Why a correction was not taken.
#[derive(Debug)]
pub(super) enum NotTaught {
    /// There is no file to write it to.
    NoFile,
    /// The playbooks' own tests would come out worse.
    Worse(Vec<Worse>),
    /// It cannot be kept.
    Lost(OverlayError),
}

impl Overlay {
    /// Reads an overlay; a file that is not there yet is an empty one.
    ///
    /// # Errors
    /// When it cannot be read, or is not an overlay of these playbooks.
    pub fn open(path: Option<&Path>, library: &Library) -> Result<Self, OverlayError> {
        let Some(path) = path else { return Ok(Self::default()) };
        let shown = path.display().to_string();
        let text = match std::fs::read_to_string(path) {
            Err(error) if error.kind() == ErrorKind::NotFound => String::new(),
            read => read.map_err(|source| OverlayError::Read { path: shown.clone(), source })?,
        };
        let read = if text.trim().is_empty() {
            Overlaid::default()
        } else {
            let file = SourceFile { path: Arc::from(shown), text: Arc::from(text) };
            playbook::overlay(&file, library).map_err(|problems| OverlayError::Broken(told(&problems)))?
        };
        Ok(Self { path: Some(path.to_owned()), read })
    }

    /// What it corrects.
    pub fn corrections(&self) -> &[Correction] {
        &self.read.corrections
    }

    /// All that stands in it.
    pub(super) fn read(&self) -> &Overlaid {
        &self.read
    }

    /// Tries a correction, and keeps it.
    pub(super) fn teach(&mut self, library: &Library, correction: Correction) -> Result<(), NotTaught> {
        let Some(path) = &self.path else { return Err(NotTaught::NoFile) };
        let Overlaid { corrections, tests } = &self.read;
        let after = playbook::with(corrections, correction);
        let worse = playbook::trial(library, tests, corrections, &after);
        if !worse.is_empty() {
            return Err(NotTaught::Worse(worse));
        }
        let after = Overlaid { corrections: after, tests: tests.clone() };
        // Written beside and moved into place: a full disk loses nothing that was there.
        let beside = path.with_extension("new");
        let kept =
            std::fs::write(&beside, playbook::written(&after)).and_then(|()| std::fs::rename(&beside, path));
        kept.map_err(|source| {
            NotTaught::Lost(OverlayError::Write { path: path.display().to_string(), source })
        })?;
        self.read = after;
        Ok(())
    }
}

/// The first problem and how many there are, in one sentence.
pub(super) fn told(problems: &[Problem]) -> String {
    let count = problems.len();
    let first = problems.first().map(|problem| {
        let (line, column) = problem.position();
        let help = problem.help.trim_end_matches('.');
        format!("{}:{line}:{column}: {}; {help} ({count} in all)", problem.file.path, problem.what)
    });
    first.unwrap_or_default()
}
