//! Follow-ups in words: the plan, the list, and the ping with its purpose and draft.
//! It must not compute dates.

use chrono::{DateTime, NaiveDate, Utc};

use super::{Action, Block, Look, Reply, Words, phrase};
use crate::coach::cadence::TouchPlan;
use crate::coach::ids::TouchId;

/// How many touches a list shows before it only counts them; a plan shows the first weeks.
const LISTED: usize = 20;
const PLANNED: usize = 5;

/// How a touch stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Planned or pinged.
    Open,
    /// Marked as done.
    Done,
    /// Could not be delivered.
    GaveUp,
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

/// A rep's touches.
pub fn list(words: &Words, entries: &[Entry]) -> Reply {
    if entries.is_empty() {
        return Reply::text(words.plain(phrase::FOLLOWUP_EMPTY));
    }
    listed(
        words,
        Reply::default().with(Block::Title(words.plain(phrase::FOLLOWUP_LIST).into())),
        entries,
        LISTED,
    )
}

fn listed(words: &Words, mut reply: Reply, entries: &[Entry], most: usize) -> Reply {
    for entry in entries.iter().take(most) {
        let line = match entry.standing {
            Standing::Open => phrase::FOLLOWUP_LINE,
            Standing::Done => phrase::FOLLOWUP_DONE_LINE,
            Standing::GaveUp => phrase::FOLLOWUP_GAVE_UP_LINE,
        };
        let text = words.say(line, &[("customer", &entry.customer), ("touch", &entry.touch)]);
        reply = reply.with(Block::Moment(text, entry.due.timestamp()));
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

/// A due touch with all that is needed for it.
#[derive(Debug, Clone)]
pub struct Due<'d> {
    /// Which.
    pub id: TouchId,
    /// The customer's name.
    pub customer: &'d str,
    /// The owner's name.
    pub rep: &'d str,
    /// What it is called where its cadence is not there any more.
    pub name: &'d str,
    /// The touch of the cadence.
    pub plan: Option<&'d TouchPlan>,
    /// Earlier touches that have come to the same day.
    pub also: &'d [TouchPlan],
    /// When it is due.
    pub due: DateTime<Utc>,
    /// Whether it is told later than it should have been.
    pub late: bool,
}

/// The ping of a due touch.
pub fn ping(words: &Words, touch: &Due<'_>) -> Reply {
    let Due { id, customer, rep, .. } = *touch;
    let name = touch.plan.map_or(touch.name, |plan| plan.title.as_str());
    let title = words.say(phrase::PING_TITLE, &[("customer", customer), ("touch", name)]);
    let due = if touch.late { phrase::PING_WAS_DUE } else { phrase::PING_DUE };
    let mut reply = Reply::default()
        .with(Block::Title(title))
        .with(Block::Moment(words.plain(due).into(), touch.due.timestamp()));
    if let Some(plan) = touch.plan {
        reply = reply
            .with(Block::Field(words.plain(phrase::PING_PURPOSE).into(), plan.purpose.clone()))
            .with(Block::Field(words.plain(phrase::PING_CHECKLIST).into(), String::new()))
            .with(Block::List(plan.checklist.clone()))
            .with(Block::Field(words.plain(phrase::PING_DRAFT).into(), String::new()))
            .with(Block::Quote(draft(&plan.draft, customer, rep)));
    }
    for also in touch.also {
        reply = reply
            .with(Block::Field(words.say(phrase::PING_ALSO, &[("touch", &also.title)]), also.purpose.clone()))
            .with(Block::List(also.checklist.clone()))
            .with(Block::Quote(draft(&also.draft, customer, rep)));
    }
    reply.button(words.plain(phrase::BUTTON_DONE).into(), Action::TouchDone(id), Look::Main).button(
        words.plain(phrase::BUTTON_REHEARSE).into(),
        Action::Rehearse(id),
        Look::Plain,
    )
}

/// Where others read along: that something is due, not for whom.
pub fn in_public(words: &Words, show: Action) -> Reply {
    Reply::text(words.plain(phrase::PING_PUBLIC)).button(
        words.plain(phrase::BUTTON_SHOW).into(),
        show,
        Look::Main,
    )
}

/// Touches that come late, in one message, with a list to open them from.
pub fn late(words: &Words, bundle: i64, late: &[(TouchId, Entry)]) -> Reply {
    let count = late.len().to_string();
    let title = words.say(phrase::PINGS_LATE, &[("count", &count)]);
    let entries: Vec<Entry> = late.iter().map(|(_, entry)| entry.clone()).collect();
    let mut reply = listed(words, Reply::default().with(Block::Title(title)), &entries, LISTED);
    let option = |(id, entry): &(TouchId, Entry)| super::Entry {
        value: format!("{}.{}", id.follow_up.0, id.n),
        words: words.say(phrase::PING_TITLE, &[("customer", &entry.customer), ("touch", &entry.touch)]),
        chosen: false,
    };
    reply.choice = Some(super::Choice {
        action: Action::LateTouches(bundle),
        prompt: words.plain(phrase::PINGS_LATE_OPEN).into(),
        options: late.iter().take(25).map(option).collect(),
        least: 1,
        most: 1,
    });
    reply
}

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

/// Fills a draft in one pass, so that a customer called `{rep}` stays what they are called.
fn draft(text: &str, customer: &str, rep: &str) -> String {
    let parts: Vec<String> = text.split("{customer}").map(|part| part.replace("{rep}", rep)).collect();
    parts.join(customer)
}

#[cfg(test)]
mod tests {
    use super::draft;

    #[test]
    fn a_draft_is_filled_once() {
        assert_eq!(draft("Dear {customer}, yours {rep}", "{rep} Ltd", "Ana"), "Dear {rep} Ltd, yours Ana");
    }
}
