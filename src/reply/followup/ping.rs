//! The ping of a touch: what is known of the customer, what was given and promised last time, purpose, checklist and a
//! draft that is filled with these facts; and what is said where others read along.
//! It must not name a customer in public.

use chrono::{DateTime, NaiveDate, Utc};

use super::super::{Action, Block, Look, Reply, Words, phrase};
use super::Working;
use crate::coach::cadence::TouchPlan;
use crate::coach::draft::{self, Fact};
use crate::coach::ids::TouchId;

/// What is known of a customer.
#[derive(Debug, Clone, Copy)]
pub struct Known<'d> {
    /// The customer's name.
    pub customer: &'d str,
    /// Whom to talk to; empty when not known.
    pub contact: &'d str,
    /// What was signed for; empty when not known.
    pub product: &'d str,
    /// What to remember; empty for nothing.
    pub note: &'d str,
    /// The day of signing.
    pub signed: NaiveDate,
}

/// What became of the touch before.
#[derive(Debug, Clone, Copy)]
pub enum Last<'d> {
    /// It was done: what was given and what was to come next.
    Done(Option<&'d str>, Option<&'d str>),
    /// It was left out, and why.
    Skipped(&'d str),
}

/// How a touch is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// In time.
    InTime,
    /// Later than it should have been.
    Late,
    /// Once more, as its owner wished.
    Again,
}

/// A due touch with all that is needed for it.
#[derive(Debug, Clone)]
pub struct Due<'d> {
    /// Which.
    pub id: TouchId,
    /// What is known of the customer.
    pub known: Known<'d>,
    /// The owner's name.
    pub rep: &'d str,
    /// What it is called where its cadence is not there any more.
    pub name: &'d str,
    /// The touch of the cadence.
    pub plan: Option<&'d TouchPlan>,
    /// Touches of the same day that are told with it.
    pub merged: Vec<&'d TouchPlan>,
    /// What became of the one before.
    pub last: Option<Last<'d>>,
    /// When it is due.
    pub due: DateTime<Utc>,
    /// How it is told.
    pub told: Told,
}

/// The ping of a due touch.
pub fn ping(words: &Words, touch: &Due<'_>) -> Reply {
    let name = touch.plan.map_or(touch.name, |plan| plan.title.as_str());
    let title = words.say(phrase::PING_TITLE, &[("customer", touch.known.customer), ("touch", name)]);
    let due = match touch.told {
        Told::InTime => phrase::PING_DUE,
        Told::Late => phrase::PING_WAS_DUE,
        Told::Again => phrase::PING_PUT_OFF,
    };
    let mut reply = Reply::default()
        .with(Block::Title(title))
        .with(Block::Moment(words.plain(due).into(), touch.due.timestamp()))
        .with(Block::List(card(words, &touch.known)));
    if let Some(last) = touch.last {
        reply = reply
            .with(Block::Field(words.plain(phrase::PING_LAST).into(), String::new()))
            .with(Block::List(last_time(words, last)));
    }
    if let Some(plan) = touch.plan {
        reply = part(words, reply, plan, touch);
    }
    for plan in &touch.merged {
        let title = words.say(phrase::PING_MERGED, &[("touch", &plan.title)]);
        reply = part(words, reply.with(Block::Field(title, String::new())), plan, touch);
    }
    let id = touch.id;
    let more = |action| Action::Touch(action);
    reply
        .button(words.plain(phrase::BUTTON_DONE).into(), Action::TouchDone(id), Look::Main)
        .button(words.plain(phrase::BUTTON_SNOOZE).into(), more(Working::Snooze(id)), Look::Plain)
        .button(words.plain(phrase::BUTTON_REHEARSE).into(), Action::Rehearse(id), Look::Plain)
        .button(words.plain(phrase::BUTTON_SKIP_TOUCH).into(), more(Working::Skip(id)), Look::Plain)
        .button(words.plain(phrase::BUTTON_HAND_OVER).into(), more(Working::HandOver(id)), Look::Plain)
}

/// The same for who oversees the owner: they may hand the customer over, and nothing else.
pub fn to_hand_over(words: &Words, touch: Reply, id: TouchId) -> Reply {
    Reply { buttons: Vec::new(), ..touch }.button(
        words.plain(phrase::BUTTON_HAND_OVER).into(),
        Action::Touch(Working::HandOver(id)),
        Look::Plain,
    )
}

/// The lines of a customer's card, those that are known.
pub(super) fn card(words: &Words, known: &Known<'_>) -> Vec<String> {
    let signed = known.signed.to_string();
    let lines = [
        (phrase::PING_CONTACT, "contact", known.contact),
        (phrase::PING_PRODUCT, "product", known.product),
        (phrase::PING_SIGNED, "signed", signed.as_str()),
        (phrase::PING_NOTE, "note", known.note),
    ];
    let known = lines.into_iter().filter(|(_, _, value)| !value.is_empty());
    known.map(|(line, hole, value)| words.say(line, &[(hole, value)])).collect()
}

fn last_time(words: &Words, last: Last<'_>) -> Vec<String> {
    match last {
        Last::Skipped(because) => vec![words.say(phrase::PING_LAST_SKIPPED, &[("because", because)])],
        Last::Done(None, None) => vec![words.plain(phrase::PING_LAST_EMPTY).to_owned()],
        Last::Done(gave, promised) => {
            let gave = gave.map(|gave| words.say(phrase::PING_LAST_GAVE, &[("gave", gave)]));
            let promised = promised.map(|next| words.say(phrase::PING_LAST_PROMISED, &[("promised", next)]));
            gave.into_iter().chain(promised).collect()
        }
    }
}

/// Purpose, checklist and draft of a touch.
fn part(words: &Words, reply: Reply, plan: &TouchPlan, touch: &Due<'_>) -> Reply {
    let heading = |name| Block::Field(words.plain(name).into(), String::new());
    reply
        .with(Block::Field(words.plain(phrase::PING_PURPOSE).into(), plan.purpose.clone()))
        .with(heading(phrase::PING_CHECKLIST))
        .with(Block::List(plan.checklist.clone()))
        .with(heading(phrase::PING_DRAFT))
        .with(Block::Quote(draft::fill(&plan.draft, |fact| fact_of(touch, fact))))
}

/// What fills the holes of a draft.
fn fact_of(touch: &Due<'_>, fact: Fact) -> Option<String> {
    let known = &touch.known;
    let value = match (fact, touch.last) {
        (Fact::Customer, _) => known.customer,
        (Fact::Rep, _) => touch.rep,
        (Fact::Contact, _) => known.contact,
        (Fact::Product, _) => known.product,
        (Fact::Signed, _) => return Some(known.signed.to_string()),
        (Fact::Gave, Some(Last::Done(Some(gave), _))) => gave,
        (Fact::Promised, Some(Last::Done(_, Some(promised)))) => promised,
        (Fact::Gave | Fact::Promised, _) => return None,
    };
    // A draft takes no more of a fact than its author was told.
    (!value.is_empty()).then(|| value.chars().take(fact.longest()).collect())
}

/// Where others read along: that something is due, not for whom.
pub fn in_public(words: &Words, show: Action) -> Reply {
    Reply::text(words.plain(phrase::PING_PUBLIC)).button(
        words.plain(phrase::BUTTON_SHOW).into(),
        show,
        Look::Main,
    )
}
