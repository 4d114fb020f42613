//! The command `sparring quiz`: what may be typed for it.
//! It must not do the work itself.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;

use super::Failure;
use crate::clock::Clock;
use crate::playbook::Library;
use crate::terminal::{self, QuizOptions};

#[derive(Debug, Args)]
pub(super) struct Quiz {
    /// The quiz's id; the first one when left out.
    #[arg(long, value_name = "ID")]
    quiz: Option<String>,
    /// The language: zh or en; the system's when left out.
    #[arg(long, value_name = "LANG")]
    lang: Option<String>,
    /// Decides the order of questions and choices.
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// Take the answers from a file, one a line.
    #[arg(long, value_name = "FILE")]
    script: Option<PathBuf>,
    /// Print one JSON event a line.
    #[arg(long)]
    json: bool,
    /// List the quizzes instead.
    #[arg(long, conflicts_with_all = ["quiz", "seed", "script", "json"])]
    list: bool,
}

pub(super) fn run(
    asked: Quiz,
    library: &Library,
    clock: &dyn Clock,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let language = asked.lang.or_else(sys_locale::get_locale).unwrap_or_else(|| "en".to_owned());
    if asked.list {
        return Ok(terminal::list_quizzes(library, &language, out)?);
    }
    let seed = asked.seed.unwrap_or_else(|| clock.now().timestamp_millis().unsigned_abs());
    let options = QuizOptions { quiz: asked.quiz, language, seed, script: asked.script, json: asked.json };
    Ok(terminal::quiz(library, &options, out)?)
}
