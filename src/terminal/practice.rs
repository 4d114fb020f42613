//! `sparring practice`: one drill, from the briefing to the scorecard.
//! Replies come from the keyboard, a script or a pipe; what is shown is for people or, with `--json`, one event a line.
//! It must not read the clock: the seed is given.

use std::fs::File;
use std::io::{self, BufRead, BufWriter, IsTerminal, Write};
use std::path::PathBuf;
use std::sync::Arc;

use rustyline::error::ReadlineError;

use super::correct::{correct, labels_typed};
use super::lines::{PracticeError, read_line, source};
use super::live::{News, Stage};
use super::overlay::{Overlay, told};
use super::render::render;
use crate::app::spar::{self, NotTaken};
use crate::coach::score::score;
use crate::coach::tape::tape;
use crate::playbook::{Library, Watch};
use crate::reply::{self, Block, Reply, drill, notice, phrase};
use crate::transcript::{Event, ending, opening, turn};

/// What `practice` was asked for.
#[derive(Debug, Clone)]
pub struct Options {
    /// The scenario's id; one of the easiest when absent.
    pub scenario: Option<String>,
    /// The language, as a tag or a locale.
    pub language: String,
    /// Which wordings the buyer chooses.
    pub seed: u64,
    /// The rep's lines, from this file.
    pub script: Option<PathBuf>,
    /// One event a line instead of text.
    pub json: bool,
    /// Where to save the transcript.
    pub transcript: Option<PathBuf>,
    /// How hard the customer is, 1 to 4; 0 as the scenario's level says.
    pub difficulty: u32,
    /// Show the whole receipt at the end.
    pub why: bool,
    /// Show the tape at the end.
    pub tape: bool,
    /// Corrections that are in effect, and where `/wrong` writes new ones.
    pub overlay: Option<PathBuf>,
}

/// Holds a drill. At the keyboard, changed files take effect before the next prompt.
///
/// # Errors
/// When something is not there or cannot be read or written, or lines of a script were not taken.
pub fn practice(
    library: Library,
    options: &Options,
    watch: Watch<'_>,
    out: &mut dyn Write,
) -> Result<(), PracticeError> {
    let library = Arc::new(library);
    let playbook = library
        .exact_playbook(&options.language)
        .or_else(|| library.playbook("en"))
        .map(Arc::clone)
        .ok_or(PracticeError::NoPlaybook)?;
    let words = library.words(playbook.language.as_str()).ok_or(PracticeError::NoPlaybook)?;
    let scenario =
        spar::choose_scenario(&playbook, options.scenario.as_deref(), options.seed).map_err(|near| {
            let typed = options.scenario.as_deref().unwrap_or_default();
            PracticeError::NotFound(
                words.say(phrase::SCENARIO_NOT_FOUND, &[("typed", typed), ("near", &near)]),
            )
        })?;
    // Before the transcript is opened: an old one is not lost to a misspelt name.
    let source = source(options.script.as_deref())?;
    let overlay = Overlay::open(options.overlay.as_deref(), &library)?;
    let (difficulty, seed) = (options.difficulty, options.seed);
    let stage = Stage::set(library, playbook, &scenario, difficulty, seed, overlay.corrections())
        .ok_or(PracticeError::NoPlaybook)?;
    let mut table =
        Table { overlay, stage, options, out, transcript: Transcript::open(options)?, refused: 0 };
    table.open()?;
    match source {
        Some(lines) => table.hear_lines(lines)?,
        None => table.hear_keyboard(watch)?,
    }
    table.close()
}

/// The transcript's file, written as the drill goes on.
struct Transcript(Option<(BufWriter<File>, String)>);

impl Transcript {
    fn open(options: &Options) -> Result<Self, PracticeError> {
        let Some(path) = &options.transcript else {
            return Ok(Self(None));
        };
        let shown = path.display().to_string();
        let file = File::create(path).map_err(|source| Self::failed(&shown, source))?;
        Ok(Self(Some((BufWriter::new(file), shown))))
    }

    fn write(&mut self, line: &str) -> Result<(), PracticeError> {
        let Some((file, path)) = &mut self.0 else {
            return Ok(());
        };
        // A line is on the disk before the next one is asked for: a crash loses nothing that was said.
        writeln!(file, "{line}").and_then(|()| file.flush()).map_err(|source| Self::failed(path, source))
    }

    fn failed(path: &str, source: io::Error) -> PracticeError {
        let mend = "choose another place for --transcript, or free some space";
        PracticeError::File { doing: "write", path: path.to_owned(), source, mend }
    }
}

struct Table<'t> {
    stage: Stage,
    overlay: Overlay,
    options: &'t Options,
    out: &'t mut dyn Write,
    transcript: Transcript,
    refused: usize,
}

impl Table<'_> {
    fn open(&mut self) -> Result<(), PracticeError> {
        let lines: Vec<String> =
            opening(&self.stage.playbook, &self.stage.bout).iter().map(Event::line).collect();
        self.record(&lines)?;
        self.show(&drill::briefing(&self.stage.words, &self.stage.bout.plan))?;
        self.show(&Reply::default().with(Block::Note(self.stage.words.plain(phrase::TERMINAL_HOW).into())))?;
        self.show(&drill::line(&self.stage.words, &self.stage.bout, None))
    }

    fn hear_lines(&mut self, mut lines: Box<dyn BufRead>) -> Result<(), PracticeError> {
        for number in 1.. {
            let Some(line) = read_line(&mut lines)? else {
                break;
            };
            if self.stage.bout.end.is_some() || line.trim() == "/quit" {
                break;
            }
            if !self.options.json {
                let you = self.stage.words.plain(phrase::TERMINAL_YOU).to_owned();
                self.show(&Reply::default().with(Block::Said(you, line.clone())))?;
            }
            self.hear(&line, number)?;
        }
        Ok(())
    }

    fn hear_keyboard(&mut self, mut watch: Watch<'_>) -> Result<(), PracticeError> {
        let mut editor = rustyline::DefaultEditor::new()?;
        let prompt = format!("{}> ", self.stage.words.plain(phrase::TERMINAL_YOU));
        for number in 1.. {
            let news = self.stage.refresh(&mut watch, self.options.difficulty, self.overlay.corrections());
            news.map_or(Ok(()), |news| self.tell(&news))?;
            if self.stage.bout.end.is_some() {
                break;
            }
            let line = match editor.readline(&prompt) {
                Ok(line) => line,
                Err(ReadlineError::Eof | ReadlineError::Interrupted) => break,
                Err(error) => return Err(error.into()),
            };
            match line.trim() {
                "/quit" => break,
                "?" | "？" => self.show(&drill::hint(&self.stage.words, &self.stage.bout))?,
                _ => {
                    // A line that cannot be remembered can still be said.
                    let _ = editor.add_history_entry(&line);
                    self.hear(&line, number)?;
                }
            }
        }
        // At the keyboard a refusal was seen and could be mended; only a script's counts.
        self.refused = 0;
        Ok(())
    }

    /// What has become of the talk since the files changed.
    fn tell(&mut self, news: &News) -> Result<(), PracticeError> {
        let words = Arc::clone(&self.stage.words);
        let note = |text: String| Reply::default().with(Block::Note(text));
        match news {
            News::Broken(problems) => {
                self.show(&note(words.say(phrase::TERMINAL_RELOAD_BROKEN, &[("problem", &told(problems))])))
            }
            News::Gone => self.show(&note(words.plain(phrase::TERMINAL_RELOAD_GONE).to_owned())),
            News::Taken => {
                let count = self.stage.bout.turns.len();
                self.show(&note(words.say(phrase::TERMINAL_RELOADED, &[("count", &count.to_string())])))?;
                // The transcript is of the talk as it is judged now.
                self.transcript = Transcript::open(self.options)?;
                let mut events = opening(&self.stage.playbook, &self.stage.bout);
                events.extend((1..=count).flat_map(|number| turn(&self.stage.bout, number)));
                let lines: Vec<String> = events.iter().map(Event::line).collect();
                self.record(&lines)?;
                self.show(&drill::line(&words, &self.stage.bout, None))
            }
        }
    }

    fn hear(&mut self, line: &str, number: usize) -> Result<(), PracticeError> {
        if let Some(typed) = labels_typed(line) {
            return self.correct(&typed);
        }
        match spar::answer(&self.stage.playbook, &self.stage.recogniser, &mut self.stage.bout, line) {
            Ok(()) => {
                let lines: Vec<String> =
                    turn(&self.stage.bout, self.stage.bout.turns.len()).iter().map(Event::line).collect();
                self.record(&lines)?;
                self.show(&drill::line(&self.stage.words, &self.stage.bout, None))
            }
            Err(NotTaken::Over) => Ok(()),
            Err(NotTaken::Refused(why)) => {
                self.refused += 1;
                let why = notice::refusal(
                    &self.stage.words,
                    &why,
                    &self.stage.playbook.language_name(&self.stage.words),
                );
                let event = Event::Refused { line: number, why: why.clone() }.line();
                self.record(&[event])?;
                self.show(&Reply::text(why))
            }
        }
    }

    fn correct(&mut self, typed: &[&str]) -> Result<(), PracticeError> {
        let told = correct(
            typed,
            &self.stage.bout,
            &self.stage.playbook,
            &self.stage.library,
            &mut self.overlay,
            &self.stage.words,
        );
        self.stage.recogniser = self.stage.playbook.recogniser().corrected(self.overlay.corrections());
        self.show(&told)
    }

    fn close(mut self) -> Result<(), PracticeError> {
        self.stage.bout.stop();
        let card = score(&self.stage.bout);
        let next = self.stage.playbook.after(&self.stage.bout.plan.scenario).cloned();
        let lines: Vec<String> =
            ending(&self.stage.bout, &card, next.as_deref()).iter().map(Event::line).collect();
        self.record(&lines)?;
        self.show(&drill::scorecard(&self.stage.words, &self.stage.bout, &card, next.as_deref(), None))?;
        let asked = self.asks_why()?;
        if self.options.why || asked == "w" {
            self.show(&drill::receipts(&self.stage.words, &self.stage.bout, &card))?;
        }
        if self.options.tape || asked == "t" {
            self.show(&self.tape())?;
        }
        if let Some((_, path)) = &self.transcript.0 {
            let saved = self.stage.words.say(phrase::TERMINAL_SAVED, &[("path", path)]);
            self.show(&Reply::default().with(Block::Note(saved)))?;
        }
        if self.refused > 0 { Err(PracticeError::Refused(self.refused)) } else { Ok(()) }
    }

    fn tape(&self) -> Reply {
        let names = |label: &str| self.stage.playbook.label_names.get(label).cloned();
        reply::tape::tape(&self.stage.words, &self.stage.bout, &tape(&self.stage.bout), names)
    }

    /// What somebody at the keyboard wants to see: `w` the receipts, `t` the tape.
    fn asks_why(&mut self) -> Result<String, PracticeError> {
        let at_keyboard = self.options.script.is_none() && !self.options.json && io::stdin().is_terminal();
        if !at_keyboard {
            return Ok(String::new());
        }
        self.show(&Reply::default().with(Block::Note(self.stage.words.plain(phrase::TERMINAL_WHY).into())))?;
        let answer = rustyline::DefaultEditor::new()?.readline("> ").unwrap_or_default();
        Ok(answer.trim().to_ascii_lowercase())
    }

    fn show(&mut self, reply: &Reply) -> Result<(), PracticeError> {
        if !self.options.json {
            writeln!(self.out, "{}", render(reply))?;
            self.out.flush()?;
        }
        Ok(())
    }

    fn record(&mut self, lines: &[String]) -> Result<(), PracticeError> {
        for line in lines {
            self.transcript.write(line)?;
            if self.options.json {
                writeln!(self.out, "{line}")?;
            }
        }
        self.out.flush()?;
        Ok(())
    }
}
