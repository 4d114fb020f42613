//! What is overdue or could not be told, in words for the appointed manager.
//! It must not name a customer in public.

use super::super::{Action, Block, Look, Reply, Words, phrase};
use super::{Entry, Standing};

/// Touches that are listed before the rest is only counted.
const LISTED: usize = 20;

/// A touch that a manager is told of.
#[derive(Debug, Clone)]
pub struct Overdue {
    /// What its owner is called.
    pub owner: String,
    /// The touch.
    pub entry: Entry,
}

/// What is overdue, for a manager.
pub fn overdue(words: &Words, overdue: &[Overdue], days: u32, again: Action) -> Reply {
    let count = overdue.len().to_string();
    let holes = [("count", count.as_str()), ("days", &days.to_string())];
    let mut reply = Reply::default().with(Block::Title(words.say(phrase::OVERDUE_TITLE, &holes)));
    for one in overdue.iter().take(LISTED) {
        reply = reply.with(overdue_line(words, one));
    }
    if let Some(more) = overdue.len().checked_sub(LISTED).filter(|more| *more > 0) {
        reply = reply.with(Block::Note(words.say(phrase::FOLLOWUP_MORE, &[("count", &more.to_string())])));
    }
    reply.button(words.plain(phrase::BUTTON_LOOK_AGAIN).into(), again, Look::Plain)
}

fn overdue_line(words: &Words, one: &Overdue) -> Block {
    let line = match one.entry.standing {
        Standing::GaveUp => phrase::OVERDUE_UNTOLD_LINE,
        _ => phrase::OVERDUE_LINE,
    };
    let holes =
        [("owner", one.owner.as_str()), ("customer", &one.entry.customer), ("touch", &one.entry.touch)];
    Block::Moment(words.say(line, &holes), one.entry.due.timestamp())
}

/// The same where others read along: how many, not whose.
pub fn overdue_in_public(words: &Words, count: usize, show: Action) -> Reply {
    let text = words.say(phrase::OVERDUE_PUBLIC, &[("count", &count.to_string())]);
    Reply::text(text).button(words.plain(phrase::BUTTON_SHOW).into(), show, Look::Main)
}

/// A touch whose owner could not be reached, for a manager.
pub fn undelivered(words: &Words, touch: &Overdue, show: Action) -> Reply {
    let title = words.say(phrase::UNDELIVERED_TITLE, &[("owner", &touch.owner)]);
    Reply::default()
        .with(Block::Title(title))
        .with(overdue_line(words, touch))
        .with(Block::Text(words.plain(phrase::UNDELIVERED_WHY).into()))
        .button(words.plain(phrase::BUTTON_SHOW).into(), show, Look::Main)
}
