//! Follow-ups in words: the plan, the list, the ping, and what comes of working a touch.
//! It must not compute dates.

mod files;
mod list;
mod overdue;
mod ping;
mod working;

use chrono::{DateTime, NaiveDate, Utc};

pub use files::{ImportFault, Taken, exported, import_refused, imported};
pub use list::{Counted, Order, Owner, Sum, list, team};
pub use overdue::{Overdue, overdue, overdue_in_public, undelivered};
pub use ping::{Due, Known, Last, Told, in_public, ping, to_hand_over};
pub use working::{
    Called, Chosen, Form, FormField, Noted, Working, closed, done_form, end, end_form, hand_over, handed,
    handed_in_public, handed_to_you, not_snoozed, skip_form, snooze, snoozed, until_form,
};

use super::{Action, Block, Choice, Reply, Words, phrase};
use crate::coach::ids::TouchId;

/// How many touches a list shows before it only counts them; a plan shows the first weeks.
const LISTED: usize = 20;
const PLANNED: usize = 5;

/// How a touch stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Planned or pinged.
    Open,
    /// Open, and its day is over.
    Overdue,
    /// Open, and its reminder is put off until then.
    PutOff(DateTime<Utc>),
    /// Open, and its ping could not be delivered.
    GaveUp,
    /// Done.
    Done,
    /// Done, with nothing given.
    Empty,
    /// Left out.
    Skipped,
}

impl Standing {
    /// Whether it is still to be done.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Open | Self::Overdue | Self::PutOff(_) | Self::GaveUp)
    }
}

/// One touch in a list.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The customer's name.
    pub customer: String,
    /// The touch's name.
    pub touch: String,
    /// When it is due.
    pub due: DateTime<Utc>,
    /// The date that the rule gave, where it was moved.
    pub moved_from: Option<NaiveDate>,
    /// How it stands.
    pub standing: Standing,
}

/// The touches that were planned for a customer.
pub fn added(words: &Words, customer: &str, entries: &[Entry]) -> Reply {
    let count = entries.len().to_string();
    let title = words.say(phrase::FOLLOWUP_ADDED, &[("customer", customer), ("count", &count)]);
    listed(words, Reply::text(title), entries, PLANNED)
}

fn listed(words: &Words, mut reply: Reply, entries: &[Entry], most: usize) -> Reply {
    for entry in entries.iter().take(most) {
        reply = reply.with(line(words, entry));
        if let Some(planned) = entry.moved_from {
            reply = reply
                .with(Block::Note(words.say(phrase::FOLLOWUP_MOVED, &[("planned", &planned.to_string())])));
        }
    }
    match entries.len().checked_sub(most).filter(|more| *more > 0) {
        Some(more) => {
            reply.with(Block::Note(words.say(phrase::FOLLOWUP_MORE, &[("count", &more.to_string())])))
        }
        None => reply,
    }
}

/// A touch in a line, with the moment that matters.
fn line(words: &Words, entry: &Entry) -> Block {
    let (line, at) = match entry.standing {
        Standing::Open => (phrase::FOLLOWUP_LINE, entry.due),
        Standing::Overdue => (phrase::FOLLOWUP_OVERDUE_LINE, entry.due),
        Standing::PutOff(until) => (phrase::FOLLOWUP_PUT_OFF_LINE, until),
        Standing::GaveUp => (phrase::FOLLOWUP_GAVE_UP_LINE, entry.due),
        Standing::Done => (phrase::FOLLOWUP_DONE_LINE, entry.due),
        Standing::Empty => (phrase::FOLLOWUP_EMPTY_LINE, entry.due),
        Standing::Skipped => (phrase::FOLLOWUP_SKIPPED_LINE, entry.due),
    };
    let text = words.say(line, &[("customer", &entry.customer), ("touch", &entry.touch)]);
    Block::Moment(text, at.timestamp())
}

/// A list from which touches are opened.
fn to_open<'e>(
    words: &Words,
    action: Action,
    entries: impl Iterator<Item = &'e (TouchId, Entry)>,
    name: impl Fn(&Entry) -> String,
) -> Option<Choice> {
    let option = |(id, entry): &(TouchId, Entry)| super::Entry {
        value: format!("{}.{}", id.follow_up.0, id.n),
        words: name(entry),
        chosen: false,
    };
    let options: Vec<super::Entry> = entries.take(25).map(option).collect();
    let prompt = words.plain(phrase::PINGS_LATE_OPEN).into();
    (!options.is_empty()).then_some(Choice { action, prompt, options, least: 1, most: 1 })
}

/// Touches that come late, in one message, with a list to open them from.
pub fn late(words: &Words, bundle: i64, late: &[(TouchId, Entry)]) -> Reply {
    let count = late.len().to_string();
    let title = words.say(phrase::PINGS_LATE, &[("count", &count)]);
    let entries: Vec<Entry> = late.iter().map(|(_, entry)| entry.clone()).collect();
    let mut reply = listed(words, Reply::default().with(Block::Title(title)), &entries, LISTED);
    let name = |entry: &Entry| {
        words.say(phrase::PING_TITLE, &[("customer", &entry.customer), ("touch", &entry.touch)])
    };
    reply.choice = to_open(words, Action::LateTouches(bundle), late.iter(), name);
    reply
}
