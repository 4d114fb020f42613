//! Lines that are heard in the terminal: from a script or a pipe, and why a drill or a quiz cannot go on.
//! It must not know what the lines are for.

use std::fs::File;
use std::io::{self, BufRead, BufReader, IsTerminal};
use std::path::Path;

use rustyline::error::ReadlineError;

use super::overlay::OverlayError;

/// The longest line that is read, in bytes; more than any reply that is taken.
const LONGEST_LINE: u64 = 64 << 10;

/// A drill or a quiz in the terminal cannot go on.
#[derive(Debug, thiserror::Error)]
pub enum PracticeError {
    /// No playbook at all.
    #[error("there is no playbook in the library; give a folder with --playbooks")]
    NoPlaybook,
    /// The scenario or the quiz is not there.
    #[error("{0}")]
    NotFound(String),
    /// A file cannot be read or written.
    #[error("cannot {doing} {path}: {source}; {mend}")]
    File {
        /// `read` or `write`.
        doing: &'static str,
        /// The file.
        path: String,
        /// Why not.
        source: io::Error,
        /// What to do.
        mend: &'static str,
    },
    /// The terminal does not answer.
    #[error("cannot read from the terminal: {0}; use --script FILE or pipe the lines in")]
    Terminal(#[from] ReadlineError),
    /// The overlay cannot be used.
    #[error(transparent)]
    Overlay(#[from] OverlayError),
    /// What is shown cannot be written.
    #[error("cannot write the output: {0}; check where it is sent")]
    Output(#[from] io::Error),
    /// The lines cannot be read on.
    #[error("cannot read the replies: {0}; check the file given with --script, or what is piped in")]
    Input(#[source] io::Error),
    /// Some lines of the script were not taken.
    #[error("{0} line{s} not taken; the reasons stand above", s = if *.0 == 1 { " was" } else { "s were" })]
    Refused(usize),
}

/// Where lines come from when it is not the keyboard.
pub(super) fn source(script: Option<&Path>) -> Result<Option<Box<dyn BufRead>>, PracticeError> {
    if let Some(path) = script {
        let failed = |source| PracticeError::File {
            doing: "read",
            path: path.display().to_string(),
            source,
            mend: "check the name given with --script",
        };
        let file = File::open(path).map_err(failed)?;
        // A folder can be opened; only reading it fails.
        if file.metadata().is_ok_and(|about| about.is_dir()) {
            return Err(failed(io::ErrorKind::IsADirectory.into()));
        }
        return Ok(Some(Box::new(BufReader::new(file))));
    }
    let stdin = io::stdin();
    Ok((!stdin.is_terminal()).then(|| Box::new(stdin.lock()) as Box<dyn BufRead>))
}

/// The next line, cut where it is longer than anything that could be taken; `None` at the end.
pub(super) fn read_line(lines: &mut dyn BufRead) -> Result<Option<String>, PracticeError> {
    let mut bytes = Vec::new();
    let read = io::Read::take(&mut *lines, LONGEST_LINE).read_until(b'\n', &mut bytes);
    let read = read.map_err(PracticeError::Input)?;
    if read == 0 {
        return Ok(None);
    }
    if bytes.last() != Some(&b'\n') && read as u64 == LONGEST_LINE {
        lines.skip_until(b'\n').map_err(PracticeError::Input)?;
    }
    let line = String::from_utf8_lossy(&bytes);
    Ok(Some(line.trim_end_matches(['\n', '\r']).to_owned()))
}
