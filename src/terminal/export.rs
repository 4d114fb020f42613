//! `sparring export quiz`: a quiz for another program, with what it says otherwise or cannot say.
//! It must not know how such a program writes; `playbook::exchange` does.

use std::io::{self, Write};
use std::path::PathBuf;

use crate::playbook::Library;
use crate::playbook::exchange::{to_anki, to_gift};
use crate::reply::phrase;

/// The program that a quiz is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// Moodle and what else reads GIFT.
    Gift,
    /// Anki.
    Anki,
}

/// What is written, and where.
#[derive(Debug)]
pub struct ExportOptions {
    /// The quiz.
    pub id: String,
    /// What for.
    pub to: Target,
    /// The language, as a tag or a locale.
    pub language: String,
    /// The file; standard output when absent.
    pub into: Option<PathBuf>,
}

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// There is no such quiz.
    #[error("there is no quiz `{id}` in {language}; there {known}")]
    NoQuiz {
        /// What was asked for.
        id: String,
        /// In which language.
        language: String,
        /// What there is.
        known: String,
    },
    /// A file cannot be written.
    #[error("cannot write {path}: {source}; choose another place for --out, or free some space")]
    Write {
        /// The file.
        path: String,
        /// Why not.
        source: io::Error,
    },
    /// What is shown cannot be written.
    #[error("cannot write the output: {0}; check where it is sent")]
    Output(#[from] io::Error),
}

/// Writes a quiz; what stands in it otherwise, or not at all, is told on the side.
///
/// # Errors
/// When there is no such quiz, or it cannot be written.
pub fn export_quiz(
    library: &Library,
    options: &ExportOptions,
    out: &mut dyn Write,
    aside: &mut dyn Write,
) -> Result<(), ExportError> {
    let ExportOptions { id, to, language, into } = options;
    let playbook = library.exact_playbook(language).or_else(|| library.playbook("en"));
    let Some((playbook, quiz)) = playbook.and_then(|book| Some((book, book.quizzes.get(id.as_str())?)))
    else {
        let known: Vec<&str> =
            playbook.iter().flat_map(|book| book.quizzes.keys()).map(|id| id.as_str()).collect();
        let known = if known.is_empty() { "is none".to_owned() } else { format!("is {}", known.join(", ")) };
        let language = playbook.map_or(language.as_str(), |book| book.language.as_str()).to_owned();
        return Err(ExportError::NoQuiz { id: id.clone(), language, known });
    };
    let words = library.words(playbook.language.as_str());
    let truth = [(phrase::QUIZ_TRUE, "✓"), (phrase::QUIZ_FALSE, "✗")]
        .map(|(phrase, sign)| words.map_or(sign, |words| words.plain(phrase)));
    let exported = match to {
        Target::Gift => to_gift(quiz),
        Target::Anki => to_anki(quiz, truth),
    };
    match into {
        Some(path) => std::fs::write(path, &exported.text)
            .map_err(|source| ExportError::Write { path: path.display().to_string(), source })?,
        None => out.write_all(exported.text.as_bytes())?,
    }
    for (what, items) in [("written otherwise", &exported.changed), ("left out", &exported.left_out)] {
        if !items.is_empty() {
            writeln!(aside, "{} {what}:", items.len())?;
        }
        for item in items {
            writeln!(aside, "  {item}")?;
        }
    }
    Ok(())
}
