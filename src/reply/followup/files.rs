//! Customers from a file and into files, in words.
//! It must not read or write a file.

use super::super::{Block, Phrase, Reply, Words, phrase};

/// Faults and names that are listed.
const LISTED: usize = 10;

/// A fault of a file in words: its place, and what is wrong with which values.
#[derive(Debug)]
pub struct ImportFault<'f> {
    /// The line, counted from 1; 0 where it is about the whole file.
    pub line: u64,
    /// The column, counted from 1; 0 where it is about the whole line.
    pub column: usize,
    /// What is wrong.
    pub what: Phrase,
    /// What fills its holes.
    pub holes: Vec<(&'static str, &'f str)>,
}

/// What was taken of a file.
#[derive(Debug, Default)]
pub struct Taken {
    /// Customers that are new.
    pub new: usize,
    /// Touches that were planned for them.
    pub touches: usize,
    /// Customers that were followed up already.
    pub known: Vec<String>,
}

/// Why nothing was taken of a file.
pub fn import_refused(words: &Words, faults: &[ImportFault<'_>]) -> Reply {
    let count = faults.len().to_string();
    let told = |fault: &ImportFault<'_>| {
        let what = words.say(fault.what, &fault.holes);
        let (line, column) = (fault.line.to_string(), fault.column.to_string());
        let holes = [("line", line.as_str()), ("column", &column), ("what", &what)];
        match (fault.line, fault.column) {
            (0, _) => what,
            (_, 0) => words.say(phrase::IMPORT_AT_LINE, &holes),
            _ => words.say(phrase::IMPORT_AT, &holes),
        }
    };
    let lines = faults.iter().take(LISTED).map(told).collect();
    let reply = Reply::text(words.say(phrase::IMPORT_REFUSED, &[("count", &count)])).with(Block::List(lines));
    more(words, reply, faults.len())
}

/// What was taken of a file.
pub fn imported(words: &Words, taken: &Taken) -> Reply {
    let holes = [("count", &*taken.new.to_string()), ("touches", &taken.touches.to_string())];
    let mut reply = Reply::text(words.say(phrase::IMPORT_DONE, &holes));
    if !taken.known.is_empty() {
        let count = taken.known.len().to_string();
        let text = words.say(phrase::IMPORT_KNOWN, &[("count", &count)]);
        let names = taken.known.iter().take(LISTED).cloned().collect();
        reply = more(words, reply.with(Block::Text(text)).with(Block::List(names)), taken.known.len());
    }
    reply
}

/// The files of a rep's own customers.
pub fn exported(words: &Words, customers: usize, open: usize) -> Reply {
    let holes = [("count", &*customers.to_string()), ("open", &open.to_string())];
    Reply::text(words.say(phrase::EXPORT_DONE, &holes))
        .with(Block::Note(words.plain(phrase::EXPORT_NOTE).into()))
}

fn more(words: &Words, reply: Reply, of: usize) -> Reply {
    match of.checked_sub(LISTED).filter(|more| *more > 0) {
        Some(more) => {
            let text = words.say(phrase::IMPORT_MORE, &[("count", &more.to_string())]);
            reply.with(Block::Note(text))
        }
        None => reply,
    }
}
