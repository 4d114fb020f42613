//! The command line: what may be typed and which part of the program it goes to.
//! It must not do the work itself.

mod authoring;
mod backup;
mod followups;
mod quiz;

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Parser, Subcommand};
use etcetera::BaseStrategy;

use crate::clock::Clock;
use crate::coach::recognise::Part;
use crate::config::{Config, Shards};
use crate::playbook::{self, Library, Loaded, SourceFile, Watch};
use crate::terminal::{self, Options, Overlay, Recognition, ScoreOptions};
use crate::transcript;

/// A sales coach that lives in Discord and in the terminal.
#[derive(Debug, Parser)]
#[command(name = "sparring", version, about, arg_required_else_help = true)]
pub struct Arguments {
    /// The folder of playbooks; `playbooks` here, else those built into the program.
    #[arg(long, alias = "playbook", global = true, value_name = "DIR")]
    playbooks: Option<PathBuf>,
    /// Where to keep what was learnt from the playbooks; the user's folder for caches when left out.
    #[arg(long, global = true, value_name = "DIR")]
    cache: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Spar with a customer in the terminal.
    Practice {
        /// The scenario's id.
        #[arg(long, value_name = "ID")]
        scenario: Option<String>,
        /// The language: zh or en; the system's when left out.
        #[arg(long, value_name = "LANG")]
        lang: Option<String>,
        /// Chooses among the customer's wordings.
        #[arg(long, value_name = "N")]
        seed: Option<u64>,
        /// Take the replies from a file, one a line.
        #[arg(long, value_name = "FILE")]
        script: Option<PathBuf>,
        /// Print one JSON event a line.
        #[arg(long)]
        json: bool,
        /// Save the transcript.
        #[arg(long, value_name = "FILE")]
        transcript: Option<PathBuf>,
        /// How hard the customer is, 1 to 4; as the scenario says when left out.
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=4))]
        difficulty: Option<u32>,
        /// Show the whole receipt at the end.
        #[arg(long)]
        why: bool,
        /// Show the tape at the end: each reply beside the best, and the shortest way to win.
        #[arg(long)]
        tape: bool,
        /// Put a trainer's corrections in effect; `/wrong` adds to them.
        #[arg(long, value_name = "FILE")]
        overlay: Option<PathBuf>,
    },
    /// Answer a quiz in the terminal.
    Quiz(quiz::Quiz),
    /// Check playbooks and run their self-tests.
    Check {
        /// Folders of playbooks.
        paths: Vec<PathBuf>,
        /// Print one JSON object a problem.
        #[arg(long)]
        json: bool,
        /// Try a server's corrections as well; refuse them when the playbooks' tests come out worse.
        #[arg(long, value_name = "FILE")]
        overlay: Option<PathBuf>,
        /// Read out one scenario's transcripts with all receipts instead.
        #[arg(long, value_name = "ID")]
        show: Option<String>,
    },
    /// Judge a transcript once more and compare.
    Replay {
        /// The transcript.
        file: PathBuf,
        /// The corrections that were in effect.
        #[arg(long, value_name = "FILE")]
        overlay: Option<PathBuf>,
    },
    /// Run the Discord bot.
    Serve {
        /// The configuration; `config.toml` here when left out.
        #[arg(long, value_name = "FILE")]
        config: Option<PathBuf>,
        /// Serve these shards only, as 0-3/8; a share of all when left out.
        #[arg(long, value_name = "SHARDS")]
        shards: Option<Shards>,
    },
    #[command(flatten)]
    Keeping(backup::Keeping),
    /// The follow-ups after a signature.
    Followups {
        #[command(subcommand)]
        command: followups::Followups,
    },
    #[command(flatten)]
    Authoring(authoring::Authoring),
    /// Label codebook lines from standard input.
    Recognise {
        /// Say what weighed for each label, and which examples are most like the line.
        #[arg(long, conflicts_with = "score")]
        explain: bool,
        /// Put a trainer's corrections in effect.
        #[arg(long, value_name = "FILE", conflicts_with = "score")]
        overlay: Option<PathBuf>,
        /// Score labelled files instead, or the playbooks' own tests when none is named.
        #[arg(long, value_name = "FILE", num_args = 0..)]
        score: Option<Vec<PathBuf>>,
        /// With --score: what is looked at.
        #[arg(long, value_enum, default_value = "all", requires = "score")]
        only: Only,
        /// With --score: print what was taken for what.
        #[arg(long, requires = "score")]
        confused: bool,
    },
}

/// A part of recognition.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Only {
    /// Everything.
    All,
    /// What trainers wrote as patterns.
    Patterns,
    /// Words and characters, learnt from examples.
    Words,
    /// Word classes and how a text is built, learnt from examples.
    Structure,
}

impl From<Only> for Part {
    fn from(only: Only) -> Self {
        match only {
            Only::All => Self::All,
            Only::Patterns => Self::Patterns,
            Only::Words => Self::Words,
            Only::Structure => Self::Structure,
        }
    }
}

/// What went wrong, in one sentence; the program ends with 1.
pub type Failure = Box<dyn std::error::Error>;

/// What is shown cannot be written.
#[derive(Debug, thiserror::Error)]
#[error("cannot write the output: {0}; check where it is sent")]
struct OutputError(#[from] io::Error);

/// Does what the arguments say.
///
/// # Errors
/// One sentence for whoever typed them.
pub fn run(arguments: Arguments, clock: Arc<dyn Clock>) -> Result<(), Failure> {
    let out = &mut anstream::stdout();
    let playbooks = arguments.playbooks.as_deref();
    let cache = arguments.cache.as_deref();
    match arguments.command {
        Command::Practice {
            scenario,
            lang,
            seed,
            script,
            json,
            transcript,
            difficulty,
            why,
            tape,
            overlay,
        } => {
            let (library, watch) = watched(playbooks.map(Path::to_owned), cache)?;
            let language = lang.or_else(sys_locale::get_locale).unwrap_or_else(|| "en".to_owned());
            let seed = seed.unwrap_or_else(|| clock.now().timestamp_millis().unsigned_abs());
            let options = Options {
                scenario,
                language,
                seed,
                difficulty: difficulty.unwrap_or(0),
                script,
                json,
                transcript,
                why,
                tape,
                overlay,
            };
            Ok(terminal::practice(library, &options, watch, out)?)
        }
        Command::Quiz(asked) => quiz::run(asked, &library(playbooks, cache)?, &*clock, out),
        Command::Check { paths, json, overlay, show } => {
            let files = checked(playbooks, &paths)?;
            Ok(terminal::check(&files, overlay.as_deref(), show.as_deref(), json, out)?)
        }
        Command::Authoring(what) => authoring::run(what, playbooks, cache, out),
        Command::Serve { config, shards } => serve(playbooks, cache, config.as_deref(), shards, clock),
        Command::Keeping(what) => backup::run(what, out),
        Command::Followups { command } => followups::run(command, &library(playbooks, cache)?, out),
        Command::Replay { file, overlay } => {
            replay(&library(playbooks, cache)?, &file, overlay.as_deref(), out)
        }
        Command::Recognise { explain, overlay, score: None, .. } => {
            let library = library(playbooks, cache)?;
            let overlay = Overlay::open(overlay.as_deref(), &library)?;
            let how = Recognition { explain, corrections: overlay.corrections() };
            Ok(terminal::recognise(&library, &how, &mut io::stdin().lock(), out)?)
        }
        Command::Recognise { score: Some(files), only, confused, .. } => {
            let options = ScoreOptions { files, part: only.into(), confused };
            Ok(terminal::score_files(&library(playbooks, cache)?, &options, out)?)
        }
    }
}

fn serve(
    playbooks: Option<&Path>,
    cache: Option<&Path>,
    config: Option<&Path>,
    shards: Option<Shards>,
    clock: Arc<dyn Clock>,
) -> Result<(), Failure> {
    let mut config = Config::load(config)?;
    config.discord.shards = shards.unwrap_or(config.discord.shards);
    let folder = playbooks.map(Path::to_owned).or_else(|| config.playbooks.path.clone());
    let (library, watch) = watched(folder, cache)?;
    crate::run::serve(&config, library, clock, watch)
}

/// The files of a folder, of `playbooks` here, or those built in.
fn files(folder: Option<&Path>) -> Result<Vec<SourceFile>, Failure> {
    let here = Path::new("playbooks");
    let files = match folder {
        Some(folder) => playbook::read_dir(folder)?,
        None if here.is_dir() => playbook::read_dir(here)?,
        None => playbook::bundled(),
    };
    Ok(with_words(files))
}

/// The words of the interface come along where a folder has none, and each calendar that it lacks.
fn with_words(mut files: Vec<SourceFile>) -> Vec<SourceFile> {
    let is_words = |file: &SourceFile| file.path.contains("phrases/");
    let has_words = files.iter().any(is_words);
    let calendar = |file: &SourceFile| Some(file.path.split_once("calendars/")?.1.to_owned());
    let own: Vec<String> = files.iter().filter_map(calendar).collect();
    let wanted =
        |file: &SourceFile| calendar(file).map_or(!has_words && is_words(file), |name| !own.contains(&name));
    files.extend(playbook::bundled().into_iter().filter(wanted));
    files
}

/// The playbooks.
fn library(folder: Option<&Path>, cache: Option<&Path>) -> Result<Library, Failure> {
    library_of(&files(folder)?, cache)
}

/// The playbooks, and a watch over their files.
fn watched(folder: Option<PathBuf>, cache: Option<&Path>) -> Result<(Library, Watch<'static>), Failure> {
    let known = files(folder.as_deref())?;
    let library = library_of(&known, cache)?;
    Ok((library, Watch::new(known, move || files(folder.as_deref()).ok())))
}

/// What these files hold; what they learn is kept in a folder, which an own one or the user's for caches may be.
fn library_of(files: &[SourceFile], cache: Option<&Path>) -> Result<Library, Failure> {
    let Loaded { library, problems } = playbook::load(files);
    match problems.first() {
        None => {
            let users =
                || etcetera::choose_base_strategy().ok().map(|base| base.cache_dir().join("sparring"));
            if let Some(cache) = cache.map(Path::to_owned).or_else(users) {
                library.remember_in(&cache);
            }
            Ok(library)
        }
        Some(first) => {
            let (line, column) = first.position();
            let count = problems.len();
            Err(format!(
                "{}:{line}:{column}: {}; {} ({count} in all: see `sparring check`)",
                first.file.path, first.what, first.help
            )
            .into())
        }
    }
}

/// The files to check.
fn checked(folder: Option<&Path>, paths: &[PathBuf]) -> Result<Vec<SourceFile>, Failure> {
    if paths.is_empty() {
        return files(folder);
    }
    let mut all = Vec::new();
    for path in paths {
        all.extend(playbook::read_dir(path)?);
    }
    Ok(with_words(all))
}

fn replay(
    library: &Library,
    file: &Path,
    overlay: Option<&Path>,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let overlay = Overlay::open(overlay, library)?;
    let text = std::fs::read_to_string(file)
        .map_err(|e| format!("cannot read {}: {e}; check the name", file.display()))?;
    let replayed = transcript::replay(library, overlay.corrections(), &text)?;
    if replayed.differences.is_empty() {
        let score = replayed.score.map_or_else(|| "none".to_owned(), |score| score.to_string());
        writeln!(out, "identical: {} replies judged again, score {score}", replayed.turns)
            .map_err(OutputError)?;
        return Ok(());
    }
    for difference in &replayed.differences {
        writeln!(
            out,
            "{}.{}: recorded {}, now {}",
            difference.event, difference.field, difference.recorded, difference.now
        )
        .map_err(OutputError)?;
    }
    let (count, s) = (replayed.differences.len(), if replayed.differences.len() == 1 { "" } else { "s" });
    let mend = "replay it with the playbook and the corrections that it was played with, and untouched";
    Err(format!("{count} difference{s} from what {} recorded; {mend}", file.display()).into())
}
