//! `sparring new`: a playbook, a scenario or a quiz to begin from. What was not given is asked for at the keyboard.
//! Nothing is written before all of it was found good, and no file that is there is ever written over.
//! It must not decide what a beginning looks like; `playbook::scaffold` does.

mod desk;
mod playbook;
mod quiz;
mod scenario;

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use rustyline::error::ReadlineError;

use crate::playbook::scaffold::{Home, NoBeginning, homes, problems_with};
use crate::playbook::{GOOD_ID, SourceError, SourceFile, is_id, read_dir};

pub use desk::Desk;
pub use playbook::{NewPlaybook, new_playbook};
pub use quiz::{NewQuiz, new_quiz};
pub use scenario::{NewScenario, new_scenario};

/// Why nothing was made.
#[derive(Debug, thiserror::Error)]
pub enum NewError {
    /// Something was not given and nobody can be asked.
    #[error("{flag} is missing, and nobody is at the keyboard to ask: {question} Add `{flag} {how}`")]
    Missing {
        /// The flag that gives it.
        flag: String,
        /// What it is.
        question: String,
        /// What stands after the flag.
        how: &'static str,
    },
    /// Something was given that cannot be.
    #[error("`{given}` cannot be {what}; {mend}")]
    Bad {
        /// What was given.
        given: String,
        /// What for.
        what: &'static str,
        /// What can be instead.
        mend: String,
    },
    /// There is no playbook to add to.
    #[error(
        "there is no folder {0}; make a playbook with `sparring new playbook ID`, or name one with --playbooks DIR"
    )]
    NoFolder(PathBuf),
    /// Two playbooks in one folder would hide each other.
    #[error(
        "{folder} holds the playbook `{other}` in {language} already, and a drill takes the first of a language; \
         choose another folder with --playbooks DIR"
    )]
    Hidden {
        /// The folder.
        folder: PathBuf,
        /// The playbook that is there.
        other: String,
        /// The language of both.
        language: String,
    },
    /// A file is there.
    #[error("{0} is there already and is not written over; choose another id, or move it away")]
    Exists(String),
    /// A file cannot be written.
    #[error("cannot write {path}: {source}; choose another place with --playbooks DIR, or free some space")]
    Write {
        /// The file.
        path: String,
        /// Why not.
        source: io::Error,
    },
    /// The playbooks, or a bank, cannot be read.
    #[error(transparent)]
    Folder(#[from] SourceError),
    /// There is nothing to begin from.
    #[error(transparent)]
    Beginning(#[from] NoBeginning),
    /// What would be written is not valid; it was told by then.
    #[error("nothing was written: {0} problem{s} stand{v} above, with what would mend each", s = if *.0 == 1 { "" } else { "s" }, v = if *.0 == 1 { "s" } else { "" })]
    Problems(usize),
    /// Somebody at the keyboard had enough.
    #[error("nothing was written: the questions were not answered to the end")]
    Stopped,
    /// The keyboard does not answer.
    #[error("cannot read from the terminal: {0}; give the answers by flags")]
    Keyboard(#[source] ReadlineError),
    /// What is shown cannot be written.
    #[error("cannot write the output: {0}; check where it is sent")]
    Output(#[from] io::Error),
}

/// How a text is given by a flag.
const TEXT: &str = "TEXT`, for one language `LANG=TEXT";

fn good_id(id: &str) -> Result<(), NewError> {
    if is_id(id) {
        return Ok(());
    }
    Err(NewError::Bad { given: id.to_owned(), what: "an id", mend: GOOD_ID.to_owned() })
}

/// The files of a folder, and the homes of its first playbook: that is the one that drills are taken from.
fn first_playbook(folder: &Path) -> Result<(Vec<SourceFile>, Vec<Home>), NewError> {
    if !folder.is_dir() {
        return Err(NewError::NoFolder(folder.to_owned()));
    }
    let files = read_dir(folder)?;
    let mut homes = homes(&files);
    let first = homes.first().map(|home| home.id.clone());
    homes.retain(|home| Some(&home.id) == first.as_ref());
    if homes.is_empty() { Err(NewError::NoFolder(folder.to_owned())) } else { Ok((files, homes)) }
}

/// Before anybody is asked: no file of that id is there.
fn unused(homes: &[Home], kind: &str, id: &str) -> Result<(), NewError> {
    let paths = homes.iter().map(|home| format!("{}{kind}/{id}.toml", home.root));
    paths.filter(|path| Path::new(path).exists()).map(NewError::Exists).next().map_or(Ok(()), Err)
}

/// Writes new files when nothing is wrong with them among those that are there, and says which.
fn write(there: &[SourceFile], new: &[SourceFile], desk: &mut Desk<'_>) -> Result<(), NewError> {
    if let Some(file) = new.iter().find(|file| Path::new(&*file.path).exists()) {
        return Err(NewError::Exists(file.path.to_string()));
    }
    let problems = problems_with(there, new);
    for problem in &problems {
        writeln!(desk.out, "{}\n", problem.picture(true))?;
    }
    if !problems.is_empty() {
        return Err(NewError::Problems(problems.len()));
    }
    for file in new {
        let path = Path::new(&*file.path);
        let made = path.parent().map_or(Ok(()), std::fs::create_dir_all);
        let written = made.and_then(|()| std::fs::File::create_new(path)?.write_all(file.text.as_bytes()));
        written.map_err(|source| NewError::Write { path: file.path.to_string(), source })?;
        writeln!(desk.out, "made {}", file.path)?;
    }
    Ok(())
}

/// Says what to do then.
fn next(desk: &mut Desk<'_>, commands: &[String]) -> Result<(), NewError> {
    for (at, command) in commands.iter().enumerate() {
        writeln!(desk.out, "{} sparring {command}", if at == 0 { "next:" } else { "then:" })?;
    }
    Ok(())
}
