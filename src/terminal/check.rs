//! `sparring check`: everything that is wrong with playbooks, their self-tests, and the trial of an overlay.
//! It must not load anything; it is given files.

use std::io::{self, Write};
use std::path::Path;

use super::counts::counts;
use super::overlay::{Overlay, OverlayError};
use super::show::show;
use crate::playbook::{self, Library, Loaded, Overlaid, Problem, Reached, SelfTest, SourceFile};

/// Why a check failed, or could not go on.
#[derive(Debug, thiserror::Error)]
pub enum CheckError {
    /// Problems were found and told.
    #[error("{problems} problem{s} in {files} files; how to mend each stands above", s = if *.problems == 1 { "" } else { "s" })]
    Problems {
        /// How many.
        problems: usize,
        /// In how many files was looked.
        files: usize,
    },
    /// The overlay makes the playbooks' own tests worse.
    #[error(
        "the overlay is refused: what it makes worse stands above; take those corrections out, or word them nearer to what was said"
    )]
    Worse,
    /// There is no such scenario to show.
    #[error("there is no scenario `{0}`; the table of `sparring check` lists them all")]
    NoScenario(String),
    /// The overlay cannot be used.
    #[error(transparent)]
    Overlay(#[from] OverlayError),
    /// The output cannot be written.
    #[error("cannot write the output: {0}; check where it is sent")]
    Output(#[from] io::Error),
}

/// Checks files of playbooks, and an overlay with them; or shows one scenario's transcripts played.
///
/// # Errors
/// When anything is wrong; it was told by then.
pub fn check(
    files: &[SourceFile],
    overlay: Option<&Path>,
    shown: Option<&str>,
    json: bool,
    out: &mut dyn Write,
) -> Result<(), CheckError> {
    let Loaded { library, mut problems } = playbook::load(files);
    if let Some(scenario) = shown.filter(|_| problems.is_empty()) {
        let found = show(&library, scenario, out)?;
        return if found { Ok(()) } else { Err(CheckError::NoScenario(scenario.to_owned())) };
    }
    let mut test = SelfTest::default();
    if problems.is_empty() {
        test = playbook::self_test(&library, files, &[]);
        problems.append(&mut test.problems);
    }
    tell(&problems, json, out)?;
    if !problems.is_empty() {
        return Err(CheckError::Problems { problems: problems.len(), files: files.len() });
    }
    if overlay.is_some() {
        let overlay = Overlay::open(overlay, &library)?;
        try_out(overlay.read(), &library, files, json, out)?;
    }
    if !json {
        table(&test.reached, out)?;
        synthetic(&test.reached, out)?;
        summary(&library, test.played, out)?;
    }
    Ok(())
}

fn tell(problems: &[Problem], json: bool, out: &mut dyn Write) -> io::Result<()> {
    for problem in problems {
        // The stream strips colours where they are not wanted.
        let told = if json { problem.json() } else { format!("{}\n", problem.picture(true)) };
        writeln!(out, "{told}")?;
    }
    Ok(())
}

/// Plays every transcript and every test with corrections in effect.
fn try_out(
    overlaid: &Overlaid,
    library: &Library,
    files: &[SourceFile],
    json: bool,
    out: &mut dyn Write,
) -> Result<(), CheckError> {
    let Overlaid { corrections, tests } = overlaid;
    let worse = playbook::trial(library, tests, &[], corrections);
    for worse in &worse {
        let (task, language) = (&worse.task, &worse.language);
        writeln!(
            out,
            "{task} ({language}): macro-F1 {:.3} before, {:.3} with the overlay",
            worse.before, worse.after
        )?;
        for test in &worse.broken {
            writeln!(out, "  no longer right: {test}")?;
        }
    }
    let missed = playbook::missed(library, overlaid);
    if !tests.is_empty() && !json {
        let right = tests.len() - missed.len();
        writeln!(out, "tests of the overlay: {right} of {} come out as they say", tests.len())?;
        for test in missed {
            writeln!(out, "  not yet: {}", test.example.text)?;
        }
    }
    let broken = playbook::self_test(library, files, corrections).problems;
    tell(&broken, json, out)?;
    if worse.is_empty() && broken.is_empty() { Ok(()) } else { Err(CheckError::Worse) }
}

/// What each scenario's transcripts reach, beside what can be reached.
fn table(reached: &[Reached], out: &mut dyn Write) -> io::Result<()> {
    if !reached.is_empty() {
        writeln!(
            out,
            "lang   scenario                       kind             level  model weak  bad  best (replies)"
        )?;
    }
    for Reached { language, scenario, scores: [model, weak, bad], best, replies, .. } in reached {
        let (id, kind, level) = (scenario.id.as_str(), scenario.kind.name(), scenario.level);
        writeln!(
            out,
            "{:<6} {id:<30} {kind:<16} {level:>5}  {model:>5} {weak:>4} {bad:>4} {best:>5} ({replies})",
            language.as_str()
        )?;
    }
    Ok(())
}

/// What synthetic reps reach in each scenario: the worst of the ideal one, the best of the others.
fn synthetic(reached: &[Reached], out: &mut dyn Write) -> io::Result<()> {
    let names: Vec<&str> =
        reached.first().into_iter().flat_map(|one| &one.synthetic).map(|(id, _)| id.as_str()).collect();
    if names.is_empty() {
        return Ok(());
    }
    write!(out, "\nlang   scenario                       pass")?;
    for name in &names {
        write!(out, " {name:>12}")?;
    }
    writeln!(out)?;
    for Reached { language, scenario, pass, synthetic, .. } in reached {
        write!(out, "{:<6} {:<30} {pass:>4}", language.as_str(), scenario.id.as_str())?;
        for (_, score) in synthetic {
            let score = score.map_or_else(|| "-".to_owned(), |score| score.to_string());
            write!(out, " {score:>12}")?;
        }
        writeln!(out)?;
    }
    writeln!(out)
}

fn summary(library: &Library, played: usize, out: &mut dyn Write) -> io::Result<()> {
    for playbook in &library.playbooks {
        counts(playbook, out)?;
    }
    writeln!(out, "{played} transcripts played, all score as their names say; 0 problems")
}
