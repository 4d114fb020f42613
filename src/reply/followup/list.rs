//! Lists of follow-ups: a rep's own by day or by customer, a team's by owner. What is overdue, put off, empty or could not
//! be delivered is seen; what does not fit is counted.
//! It must not count by itself what does not fit: the counts come in.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

use super::super::{Action, Block, Reply, Words, phrase};
use super::{Entry, Working, line, to_open};
use crate::coach::ids::TouchId;

/// Lines of a list before the rest is only counted.
const LISTED: usize = 20;
/// Closed touches that are shown.
const CLOSED: usize = 5;

/// How a list is put in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// By the day on which they are due.
    Day,
    /// By customer: the next touch of each.
    Customer,
}

/// What an owner's touches come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sum {
    /// Still to be done.
    pub open: u32,
    /// Of these, those whose day is over.
    pub overdue: u32,
    /// Of the open ones, those that could not be told.
    pub gave_up: u32,
    /// Done with nothing given.
    pub empty: u32,
}

/// A rep's touches, as many as were read, with what they come to.
#[derive(Debug)]
pub struct Counted<'l> {
    /// Open ones by the day they are due, then closed ones, the latest first.
    pub entries: &'l [(TouchId, Entry)],
    /// What all of them come to.
    pub sum: Sum,
    /// The zone whose days are meant.
    pub zone: Tz,
    /// The day in that zone.
    pub today: NaiveDate,
}

/// What one owner's follow-ups come to.
#[derive(Debug, Clone)]
pub struct Owner {
    /// What they are called.
    pub name: String,
    /// The counts.
    pub sum: Sum,
    /// When the next one is due that is not overdue.
    pub next: Option<DateTime<Utc>>,
}

/// A rep's touches.
pub fn list(words: &Words, order: Order, all: &Counted<'_>) -> Reply {
    if all.entries.is_empty() {
        return Reply::text(words.plain(phrase::FOLLOWUP_EMPTY));
    }
    let open: Vec<&(TouchId, Entry)> = all.entries.iter().filter(|(_, e)| e.standing.is_open()).collect();
    let mut reply = Reply::default()
        .with(Block::Title(words.plain(phrase::FOLLOWUP_LIST).into()))
        .with(Block::Text(summed(words, all.sum)));
    reply = match order {
        Order::Day => by_day(words, reply, &open, all),
        Order::Customer => by_customer(words, reply, &open),
    };
    let closed = all.entries.iter().filter(|(_, e)| !e.standing.is_open());
    let closed: Vec<_> = closed.take(CLOSED).collect();
    if !closed.is_empty() && order == Order::Day {
        reply = reply.with(heading(words.plain(phrase::FOLLOWUP_CLOSED)));
        reply = closed.iter().fold(reply, |reply, (_, entry)| reply.with(line(words, entry)));
    }
    let name = |entry: &Entry| {
        let due = entry.due.with_timezone(&all.zone).date_naive().to_string();
        let holes = [("customer", entry.customer.as_str()), ("touch", &entry.touch), ("due", &due)];
        words.say(phrase::CHOOSE_TOUCH, &holes)
    };
    reply.choice = to_open(words, Action::Touch(Working::Open), open.into_iter(), name);
    reply
}

fn heading(text: &str) -> Block {
    Block::Field(text.to_owned(), String::new())
}

/// The counts that are not zero; how much is open is always told.
fn summed(words: &Words, sum: Sum) -> String {
    let parts = [
        (phrase::FOLLOWUP_SUM_OPEN, sum.open, true),
        (phrase::FOLLOWUP_SUM_OVERDUE, sum.overdue, false),
        (phrase::FOLLOWUP_SUM_GAVE_UP, sum.gave_up, false),
        (phrase::FOLLOWUP_SUM_EMPTY, sum.empty, false),
    ];
    let told = parts.into_iter().filter(|(_, count, always)| *always || *count > 0);
    let each = told.map(|(what, count, _)| words.say(what, &[("count", &count.to_string())]));
    each.collect::<Vec<_>>().join(" · ")
}

fn by_day(words: &Words, mut reply: Reply, open: &[&(TouchId, Entry)], all: &Counted<'_>) -> Reply {
    let mut before = None;
    for (_, entry) in open.iter().take(LISTED) {
        let ahead = (entry.due.with_timezone(&all.zone).date_naive() - all.today).num_days();
        let title = match ahead {
            ..0 => phrase::FOLLOWUP_OVERDUE,
            0 => phrase::FOLLOWUP_TODAY,
            1..=7 => phrase::FOLLOWUP_THIS_WEEK,
            _ => phrase::FOLLOWUP_LATER,
        };
        if before != Some(title) {
            reply = reply.with(heading(words.plain(title)));
        }
        reply = reply.with(line(words, entry));
        before = Some(title);
    }
    more(words, reply, all.sum.open, open.len().min(LISTED))
}

/// The next touch of each customer, by customer's name, and how many follow.
fn by_customer(words: &Words, mut reply: Reply, open: &[&(TouchId, Entry)]) -> Reply {
    let mut customers: BTreeMap<(&str, i64), Vec<&Entry>> = BTreeMap::new();
    for (id, entry) in open {
        customers.entry((entry.customer.as_str(), id.follow_up.0)).or_default().push(entry);
    }
    let count = u32::try_from(customers.len()).unwrap_or(u32::MAX);
    for entries in customers.values().take(LISTED) {
        if let Some((next, others)) = entries.split_first() {
            reply = reply.with(line(words, next));
            if !others.is_empty() {
                let count = others.len().to_string();
                reply = reply.with(Block::Note(words.say(phrase::FOLLOWUP_FOLLOW, &[("count", &count)])));
            }
        }
    }
    more(words, reply, count, customers.len().min(LISTED))
}

fn more(words: &Words, reply: Reply, of: u32, shown: usize) -> Reply {
    let shown = u32::try_from(shown).unwrap_or(u32::MAX);
    match of.checked_sub(shown).filter(|more| *more > 0) {
        Some(more) => {
            let text = words.say(phrase::FOLLOWUP_MORE, &[("count", &more.to_string())]);
            reply.with(Block::Note(text))
        }
        None => reply,
    }
}

/// A team's follow-ups by owner, those first who are behind.
pub fn team(words: &Words, owners: &[Owner]) -> Reply {
    if owners.is_empty() {
        return Reply::text(words.plain(phrase::TEAM_FOLLOWUPS_NONE));
    }
    let mut reply = Reply::default().with(Block::Title(words.plain(phrase::TEAM_FOLLOWUPS).into()));
    for owner in owners.iter().take(LISTED) {
        reply = reply.with(heading(&owner.name)).with(Block::Text(summed(words, owner.sum)));
        if let Some(next) = owner.next {
            reply =
                reply.with(Block::Moment(words.plain(phrase::TEAM_FOLLOWUPS_NEXT).into(), next.timestamp()));
        }
    }
    more(words, reply, u32::try_from(owners.len()).unwrap_or(u32::MAX), owners.len().min(LISTED))
        .with(Block::Note(words.plain(phrase::TEAM_FOLLOWUPS_NOTE).into()))
}
