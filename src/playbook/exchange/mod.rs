//! Question banks of other programs, in and out: GIFT, CSV, and Anki's cards. From texts to questions and back.
//! What cannot be taken is a problem at its line; nothing is left out in silence.
//! It must not touch the disk.

mod anki;
mod csv;
mod gift;
mod html;
mod misses;

pub use misses::{MissRow, misses_table};

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use super::ids::is_id;
use super::problem::{Problem, SourceFile};
use crate::coach::ids::{Id, Place};
use crate::coach::quiz::{Answer, Item, Quiz};

/// What a bank is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Moodle's GIFT.
    Gift,
    /// A table with a header.
    Csv,
}

impl Format {
    /// The format that a file's name ends in.
    pub fn of(name: &str) -> Option<Self> {
        let (_, ending) = name.rsplit_once('.')?;
        match ending.to_ascii_lowercase().as_str() {
            "gift" | "txt" => Some(Self::Gift),
            "csv" => Some(Self::Csv),
            _ => None,
        }
    }
}

/// What came of reading a bank.
#[derive(Debug)]
pub struct Imported {
    /// The questions that could be taken, each with the line where it begins.
    pub items: Vec<Item>,
    /// What could not be, in the order of the file.
    pub problems: Vec<Problem>,
    /// How many had no explanation, so that the right answer stands in for it.
    pub unexplained: usize,
}

/// Reads a bank; every question's answer comes from this source.
pub fn import(file: &SourceFile, format: Format, source: &str) -> Imported {
    let mut bank = Bank::new(file, source);
    match format {
        Format::Gift => gift::read(&mut bank),
        Format::Csv => csv::read(&mut bank),
    }
    if bank.imported.items.is_empty() && bank.imported.problems.is_empty() {
        bank.problem(
            0..0,
            "there is no question in it".to_owned(),
            "check that it is the file that was meant",
        );
    }
    bank.imported
}

/// What came of writing a bank.
#[derive(Debug, PartialEq, Eq)]
pub struct Exported {
    /// The bank.
    pub text: String,
    /// What stands in it otherwise than in the quiz, a line each.
    pub changed: Vec<String>,
    /// What could not be written, a line each.
    pub left_out: Vec<String>,
}

/// A quiz in Moodle's GIFT.
pub fn to_gift(quiz: &Quiz) -> Exported {
    gift::write(quiz)
}

/// A quiz as notes for Anki, with the words for true and false.
pub fn to_anki(quiz: &Quiz, truth: [&str; 2]) -> Exported {
    anki::write(quiz, truth)
}

/// Problems of a quiz file that was made of a bank, at the bank's lines. `lines` are those at which the made file's items begin.
pub fn at_source(made: Vec<Problem>, lines: &[usize], items: &[Item], file: &SourceFile) -> Vec<Problem> {
    let at = |problem: &Problem| {
        let item = lines.partition_point(|&line| line <= problem.position().0).checked_sub(1)?;
        Some(line_span(&file.text, items.get(item)?.place.line as usize))
    };
    made.into_iter()
        .map(|problem| Problem { span: at(&problem).unwrap_or(0..0), file: file.clone(), ..problem })
        .collect()
}

/// The bytes of a line, counted from 1.
fn line_span(text: &str, line: usize) -> Range<usize> {
    let start = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let rest = text.get(start..).unwrap_or_default();
    start..start + rest.lines().next().unwrap_or_default().len()
}

/// A bank that is being read.
struct Bank<'b> {
    file: &'b SourceFile,
    source: Id,
    ids: BTreeSet<String>,
    questions: usize,
    imported: Imported,
}

/// A question as it was read.
struct Question {
    /// What it is called there; may be empty.
    name: String,
    topic: String,
    ask: String,
    /// May be empty.
    explain: String,
    answer: Answer,
}

impl<'b> Bank<'b> {
    fn new(file: &'b SourceFile, source: &str) -> Self {
        let imported = Imported { items: Vec::new(), problems: Vec::new(), unexplained: 0 };
        Self { file, source: Id::new(source), ids: BTreeSet::new(), questions: 0, imported }
    }

    fn problem(&mut self, span: Range<usize>, what: String, help: impl Into<String>) {
        let (file, help) = (self.file.clone(), help.into());
        self.imported.problems.push(Problem { file, span, rule: "import", what, help });
    }

    fn take(&mut self, span: Range<usize>, question: Result<Question, Refused>) {
        self.questions += 1;
        match question {
            Ok(question) => {
                let item = self.item(span.start, question);
                self.imported.items.push(item);
            }
            Err((what, help)) => self.problem(span, what, help),
        }
    }

    fn item(&mut self, start: usize, question: Question) -> Item {
        let Question { name, topic, ask, explain, answer } = question;
        let line = u32::try_from(self.file.position(start).0).unwrap_or(u32::MAX);
        let place = Place { file: Arc::clone(&self.file.path), line };
        let id = Id::new(&self.free_id(&name));
        let topic = (!topic.is_empty()).then(|| Id::new(&topic));
        let mut item =
            Item { id, topic, ask, scored: true, explain, source: self.source.clone(), answer, place };
        if item.explain.is_empty() {
            self.imported.unexplained += 1;
            item.explain = match &item.answer {
                Answer::TrueFalse { correct } => if *correct { "✓" } else { "✗" }.to_owned(),
                _ => format!("✓ {}", item.right_answer().join("; ")),
            };
        }
        item
    }

    /// An id like the name, else by number; of two that would be the same, the second has a number too.
    fn free_id(&mut self, name: &str) -> String {
        let words = name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
        let slug: String = words.collect::<Vec<_>>().join("-").to_lowercase().chars().take(50).collect();
        let begin = match slug.trim_end_matches('-') {
            _ if is_id(name) => name.to_owned(),
            "" => format!("q{}", self.questions),
            slug => slug.to_owned(),
        };
        let mut id = begin.clone();
        for number in 2.. {
            if self.ids.insert(id.clone()) {
                break;
            }
            id = format!("{begin}-{number}");
        }
        id
    }
}

/// Why a question is not taken, and how to mend it.
type Refused = (String, String);

fn refused<T>(what: impl Into<String>, help: impl Into<String>) -> Result<T, Refused> {
    Err((what.into(), help.into()))
}
