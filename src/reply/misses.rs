//! Missed questions in words: the list with when each comes back, and what is told when some are due.
//! It must not know how a question is answered.

use super::{Action, Block, Look, Reply, Words, phrase};

/// The most questions that are listed; the files hold all.
const LISTED: usize = 15;
/// Characters of a question in the list.
const SHOWN: usize = 140;

/// Missed questions of one quiz that come back on the same day.
#[derive(Debug, Clone)]
pub struct Group {
    /// The quiz's name.
    pub title: String,
    /// In how many days they come back; 0 or less where they are due.
    pub days: i64,
    /// The questions.
    pub asks: Vec<String>,
}

/// All missed questions by quiz and day, with a button where some are due.
pub fn list(words: &Words, groups: &[Group], start: Action) -> Reply {
    let mut reply = Reply::default().with(Block::Title(words.plain(phrase::MISSES_TITLE).into()));
    let mut left = LISTED;
    for group in groups {
        let asks: Vec<String> = group.asks.iter().take(left).map(|ask| line(ask)).collect();
        left -= asks.len();
        if !asks.is_empty() {
            let holes = [("quiz", group.title.as_str()), ("when", &when(words, group.days))];
            let head = words.say(phrase::MISSES_GROUP, &holes);
            reply = reply.with(Block::Field(head, String::new())).with(Block::List(asks));
        }
    }
    let all: usize = groups.iter().map(|group| group.asks.len()).sum();
    if all > LISTED {
        let count = (all - LISTED).to_string();
        reply = reply.with(Block::Text(words.say(phrase::MISSES_MORE, &[("count", &count)])));
    }
    let reply = reply.with(Block::Note(words.plain(phrase::MISSES_FILES).into()));
    if groups.iter().any(|group| group.days <= 0) {
        return reply.button(words.plain(phrase::MISSES_START).into(), start, Look::Main);
    }
    reply
}

fn line(ask: &str) -> String {
    let ask = ask.replace('\n', " ");
    if ask.chars().count() <= SHOWN {
        return ask;
    }
    ask.chars().take(SHOWN - 1).chain(['…']).collect()
}

fn when(words: &Words, days: i64) -> String {
    match days {
        ..=0 => words.plain(phrase::MISS_NOW).to_owned(),
        1 => words.plain(phrase::MISS_TOMORROW).to_owned(),
        _ => words.say(phrase::MISS_IN, &[("days", &days.to_string())]),
    }
}

/// What is told on a day on which questions are due.
pub fn due(words: &Words, count: usize, start: Action) -> Reply {
    Reply::default()
        .with(Block::Title(words.plain(phrase::MISSES_REVIEW).into()))
        .with(Block::Text(words.say(phrase::MISSES_DUE, &[("count", &count.to_string())])))
        .button(words.plain(phrase::MISSES_START).into(), start, Look::Main)
}

/// What is told where nothing is due; `next` is in how many days the next question comes back.
pub fn nothing_due(words: &Words, next: Option<i64>) -> Reply {
    Reply::text(match next {
        Some(days) => words.say(phrase::MISSES_NOT_DUE, &[("when", &when(words, days))]),
        None => words.plain(phrase::MISSES_NONE).to_owned(),
    })
}
