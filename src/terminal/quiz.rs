//! `sparring quiz`: a quiz from the first question to the score, at the keyboard, from a script or a pipe.
//! It asks what Discord asks, in the same words; letters stand for buttons. There is no limit of time, nothing is kept, and
//! no survey follows.
//! It must not read the clock: the seed is given.

mod event;

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use rustyline::error::ReadlineError;

use super::lines::{PracticeError, read_line, source};
use super::render::render;
use crate::coach::ids::QuizRunId;
use crate::coach::purpose::Purpose;
use crate::coach::quiz::{Feedback, Given, Item, Quiz, Way};
use crate::coach::recognise::Text;
use crate::playbook::{Library, Playbook};
use crate::reply::quiz::{Asked, done, explained, intro, marked, question, truth};
use crate::reply::{Block, Phrase, Reply, Words, phrase};
use event::Event;

/// What `quiz` was asked for.
#[derive(Debug, Clone)]
pub struct QuizOptions {
    /// The quiz's id; the first one when absent.
    pub quiz: Option<String>,
    /// The language, as a tag or a locale.
    pub language: String,
    /// Decides the order of questions and choices.
    pub seed: u64,
    /// The answers, from this file.
    pub script: Option<PathBuf>,
    /// One event a line instead of text.
    pub json: bool,
}

/// The quizzes that there are, a line each.
///
/// # Errors
/// When there is no playbook, or it cannot be written.
pub fn list_quizzes(library: &Library, language: &str, out: &mut dyn Write) -> Result<(), PracticeError> {
    let (playbook, words) = chosen(library, language)?;
    for quiz in playbook.quizzes.values() {
        let count = quiz.items.len().to_string();
        let holes = [("id", quiz.id.as_str()), ("title", &quiz.title), ("count", &count)];
        writeln!(out, "{}", words.say(phrase::QUIZ_LISTED, &holes))?;
    }
    Ok(())
}

/// Asks a quiz.
///
/// # Errors
/// When something is not there or cannot be read or written.
pub fn quiz(library: &Library, options: &QuizOptions, out: &mut dyn Write) -> Result<(), PracticeError> {
    let (playbook, words) = chosen(library, &options.language)?;
    let found = match &options.quiz {
        Some(id) => playbook.quizzes.get(id.as_str()),
        None => playbook.quizzes.values().next(),
    };
    let Some(quiz) = found else {
        let typed = options.quiz.as_deref().unwrap_or_default();
        let known: Vec<&str> = playbook.quizzes.keys().map(|id| id.as_str()).collect();
        let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
        let language = playbook.language.as_str();
        return Err(PracticeError::NotFound(format!(
            "there is no quiz `{typed}` in {language}; there is {known}"
        )));
    };
    let source = source(options.script.as_deref())?;
    let items: Vec<&Item> = quiz.in_order(options.seed).collect();
    let mut sheet =
        Sheet { playbook: &playbook, words: &words, quiz, items, options, out, missed: Vec::new(), right: 0 };
    sheet.open()?;
    match source {
        Some(mut lines) => {
            sheet.ask(&mut |_| read_line(&mut lines), true)?;
        }
        None => {
            let mut editor = rustyline::DefaultEditor::new()?;
            sheet.ask(&mut |prompt| typed(editor.readline(prompt)), false)?;
        }
    }
    sheet.close()
}

fn chosen(library: &Library, language: &str) -> Result<(Arc<Playbook>, Arc<Words>), PracticeError> {
    let playbook = library.exact_playbook(language).or_else(|| library.playbook("en"));
    let playbook = playbook.cloned().ok_or(PracticeError::NoPlaybook)?;
    let words = library.words(playbook.language.as_str()).cloned().ok_or(PracticeError::NoPlaybook)?;
    Ok((playbook, words))
}

fn typed(line: Result<String, ReadlineError>) -> Result<Option<String>, PracticeError> {
    match line {
        Ok(line) => Ok(Some(line)),
        Err(ReadlineError::Eof | ReadlineError::Interrupted) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

struct Sheet<'s> {
    playbook: &'s Playbook,
    words: &'s Words,
    quiz: &'s Quiz,
    /// In the order in which they are asked.
    items: Vec<&'s Item>,
    options: &'s QuizOptions,
    out: &'s mut dyn Write,
    missed: Vec<&'s Item>,
    /// Right answers that count.
    right: usize,
}

type Hear<'h> = dyn FnMut(&str) -> Result<Option<String>, PracticeError> + 'h;

impl<'s> Sheet<'s> {
    fn open(&mut self) -> Result<(), PracticeError> {
        self.record(&Event::begun(self.playbook, self.quiz, self.options.seed))?;
        let kept = Block::Note(self.words.plain(phrase::QUIZ_NOT_KEPT).into());
        self.show(&intro(self.words, self.quiz, self.items.len(), false, None).with(kept))
    }

    /// Asks one question after the other until all are answered or nobody answers any more.
    fn ask(&mut self, hear: &mut Hear<'_>, echo: bool) -> Result<(), PracticeError> {
        for (at, item) in self.items.clone().into_iter().enumerate() {
            self.record(&Event::asked(item, self.options.seed, at + 1))?;
            self.show(&self.asked(item, at))?;
            let Some(given) = self.hear(item, at, hear, echo)? else {
                return Ok(());
            };
            self.judge(item, at, &given)?;
        }
        Ok(())
    }

    /// A question with its letters, and how it is answered.
    fn asked(&self, item: &Item, at: usize) -> Reply {
        let asked = Asked { run: QuizRunId(0), seed: self.options.seed, at, of: self.items.len() };
        let reply = question(self.words, item, &asked);
        let letters = || format!("A. {}\nB. {}", truth(self.words, true), truth(self.words, false));
        match how(item, self.options.seed) {
            (how, true) => reply.with(Block::Text(letters())).with(self.note(how)),
            (how, false) => reply.with(self.note(how)),
        }
    }

    /// What is answered; what is no answer is asked for again. `None` where nobody answers any more.
    fn hear(
        &mut self,
        item: &Item,
        at: usize,
        hear: &mut Hear<'_>,
        echo: bool,
    ) -> Result<Option<Given>, PracticeError> {
        let prompt = format!("{}> ", self.words.plain(phrase::TERMINAL_YOU));
        loop {
            let Some(line) = hear(&prompt)?.filter(|line| line.trim() != "/quit") else {
                return Ok(None);
            };
            if echo {
                let you = self.words.plain(phrase::TERMINAL_YOU).to_owned();
                self.show(&Reply::default().with(Block::Said(you, line.clone())))?;
            }
            if let Some(given) = self.read(item, &line) {
                self.record(&Event::Answer { at: at + 1, given: line.trim() })?;
                return Ok(Some(given));
            }
            self.record(&Event::Refused { at: at + 1, given: line.trim() })?;
            self.show(&Reply::default().with(self.note(phrase::QUIZ_AGAIN)))?;
        }
    }

    /// An answer by letters; a statement also by the words for true and false.
    fn read(&self, item: &Item, line: &str) -> Option<Given> {
        let folded = |text: &str| Text::new(text).folded().trim().to_owned();
        let named = |is_true: &bool| folded(line) == folded(truth(self.words, *is_true));
        let by_word = match item.way(self.options.seed) {
            Way::Truth => [true, false].into_iter().find(named),
            _ => None,
        };
        let by_word = by_word.map(|is_true| Given::Chosen([usize::from(is_true)].into()));
        by_word.or_else(|| item.read(line, self.options.seed))
    }

    fn judge(&mut self, item: &'s Item, at: usize, given: &Given) -> Result<(), PracticeError> {
        let right = item.is_right(given, self.options.seed);
        self.right += usize::from(right && item.scored);
        if !right {
            self.missed.push(item);
        }
        self.record(&Event::judged(self.words, item, at + 1, right))?;
        if self.feedback() == Feedback::AtOnce {
            return self.show(&self.told(item, right));
        }
        self.show(&Reply::default().with(self.note(phrase::QUIZ_NOTED)))
    }

    fn close(mut self) -> Result<(), PracticeError> {
        if self.feedback() == Feedback::AtEnd {
            for item in self.missed.clone() {
                self.show(&Reply::default().with(Block::Field(item.ask.clone(), String::new())))?;
                let source = self.source(item);
                let blocks = explained(self.words, item, source);
                self.show(&Reply { blocks, ..Reply::default() })?;
            }
        }
        let (right, of) = (self.right, self.quiz.scored());
        let percent = (right * 100).checked_div(of).unwrap_or(0);
        let passed = u32::try_from(percent).is_ok_and(|percent| percent >= self.quiz.pass);
        self.record(&Event::End { right, of, percent, passed })?;
        self.show(&Reply::default().with(done(self.words, right, of)))
    }

    fn told(&self, item: &Item, right: bool) -> Reply {
        Reply { blocks: marked(self.words, item, right, self.source(item)), ..Reply::default() }
    }

    fn source(&self, item: &Item) -> &'s str {
        self.playbook.sources.get(&item.source).map_or("", String::as_str)
    }

    fn feedback(&self) -> Feedback {
        Feedback::of(Purpose::Practice, None, self.quiz)
    }

    fn note(&self, what: Phrase) -> Block {
        Block::Note(self.words.plain(what).into())
    }

    fn show(&mut self, reply: &Reply) -> Result<(), PracticeError> {
        if !self.options.json {
            writeln!(self.out, "{}", render(reply))?;
            self.out.flush()?;
        }
        Ok(())
    }

    fn record(&mut self, event: &Event<'_>) -> Result<(), PracticeError> {
        if self.options.json {
            writeln!(self.out, "{}", event.line())?;
            self.out.flush()?;
        }
        Ok(())
    }
}

/// How a question is answered, and whether it needs letters of its own.
fn how(item: &Item, seed: u64) -> (Phrase, bool) {
    match item.way(seed) {
        Way::One(_) => (phrase::QUIZ_HOW_ONE, false),
        Way::Truth => (phrase::QUIZ_HOW_ONE, true),
        Way::Some(_) => (phrase::QUIZ_HOW_SOME, false),
        Way::Typed(_) => (phrase::QUIZ_HOW_WORDS, false),
    }
}
