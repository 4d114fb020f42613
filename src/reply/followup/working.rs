//! Working a touch, in words: the forms, what was noted, until when to put off, to whom a customer goes.
//! It must not decide anything: moments and counts come in.

use chrono::{DateTime, Utc};

use super::super::{Action, Block, Choice, Entry, Look, People, Phrase, Reply, Words, phrase};
use crate::coach::ids::{FollowUpId, TouchId};
use crate::coach::snooze::Refused;

/// What a press under a touch or a customer means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Working {
    /// Open the form for why a touch is left out.
    Skip(TouchId),
    /// Ask until when it is put off.
    Snooze(TouchId),
    /// Put it off until what was chosen.
    Until(TouchId, Chosen),
    /// Ask to whom its customer goes.
    HandOver(TouchId),
    /// Hand its customer to the member who is chosen.
    HandTo(TouchId),
    /// Show the next touch of a customer that was handed over.
    Next(FollowUpId),
    /// Open the form for why the follow-ups of a customer end.
    End(FollowUpId),
    /// Show the touch that is chosen from a list.
    Open,
}

/// Until when, as the buttons offer it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chosen {
    /// An hour.
    Hour,
    /// Tomorrow at the usual time.
    Tomorrow,
    /// What is typed into a form.
    Typed,
}

impl Chosen {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Hour, Self::Tomorrow, Self::Typed];
}

/// A form of text fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// Its title.
    pub title: String,
    /// Its fields, from the top.
    pub fields: Vec<FormField>,
}

/// A field of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormField {
    /// Its name.
    pub label: String,
    /// What may stand there, shown while it is empty.
    pub hint: String,
    /// Whether it must be filled in.
    pub required: bool,
    /// Whether there is room for several lines.
    pub long: bool,
}

/// What a touch is called: customer and touch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Called {
    /// The customer's name.
    pub customer: String,
    /// The touch's name.
    pub touch: String,
}

impl Called {
    fn say(&self, words: &Words, what: Phrase) -> String {
        words.say(what, &[("customer", &self.customer), ("touch", &self.touch)])
    }
}

/// A field that must be filled in.
fn wanted(words: &Words, label: Phrase) -> FormField {
    FormField { label: words.plain(label).to_owned(), hint: String::new(), required: true, long: true }
}

/// A field that may stay empty.
fn offered(words: &Words, label: Phrase, hint: Phrase) -> FormField {
    FormField { hint: words.plain(hint).to_owned(), required: false, ..wanted(words, label) }
}

/// What was given, and what comes next; both may stay empty.
pub fn done_form(words: &Words, called: &Called) -> Form {
    Form {
        title: called.say(words, phrase::TOUCH_FORM_DONE),
        fields: vec![
            offered(words, phrase::TOUCH_FORM_GAVE, phrase::TOUCH_FORM_GAVE_HINT),
            offered(words, phrase::TOUCH_FORM_NEXT, phrase::TOUCH_FORM_NEXT_HINT),
        ],
    }
}

/// Why a touch is left out.
pub fn skip_form(words: &Words, called: &Called) -> Form {
    let title = called.say(words, phrase::TOUCH_FORM_SKIP);
    Form { title, fields: vec![wanted(words, phrase::TOUCH_FORM_BECAUSE)] }
}

/// Until when a reminder is put off, by the clock of a zone.
pub fn until_form(words: &Words, called: &Called, zone: &str) -> Form {
    let label = words.say(phrase::TOUCH_FORM_UNTIL, &[("zone", zone)]);
    let hint = words.plain(phrase::TOUCH_FORM_UNTIL_HINT).to_owned();
    let fields = vec![FormField { label, hint, required: true, long: false }];
    Form { title: called.say(words, phrase::TOUCH_FORM_SNOOZE), fields }
}

/// Why the follow-ups of a customer end.
pub fn end_form(words: &Words, customer: &str) -> Form {
    let title = words.say(phrase::TOUCH_FORM_END, &[("customer", customer)]);
    Form { title, fields: vec![wanted(words, phrase::TOUCH_FORM_END_BECAUSE)] }
}

/// What was noted when a touch was closed.
#[derive(Debug, Clone, Copy)]
pub enum Noted<'d> {
    /// It was done: what was given and what comes next.
    Done(Option<&'d str>, Option<&'d str>),
    /// It was left out, and why.
    Skipped(&'d str),
    /// Its follow-ups have ended.
    Ended,
}

/// A closed touch: what was noted, and when the next one comes.
pub fn closed(
    words: &Words,
    called: &Called,
    noted: Noted<'_>,
    next: Option<(&str, DateTime<Utc>)>,
) -> Reply {
    let title = Block::Title(called.say(words, phrase::PING_TITLE));
    let field = |name, value: &str| Block::Field(words.plain(name).into(), value.to_owned());
    let said = match noted {
        Noted::Done(..) => called.say(words, phrase::TOUCH_DONE),
        Noted::Skipped(_) => called.say(words, phrase::TOUCH_SKIPPED),
        Noted::Ended => return Reply::text(words.plain(phrase::TOUCH_WAS_ENDED)),
    };
    let reply =
        Reply::default().with(title).with(Block::Text(said)).with(next_touch(words, &called.customer, next));
    let fields = match noted {
        Noted::Done(gave, promised) => {
            [(phrase::TOUCH_GAVE, gave), (phrase::TOUCH_PROMISED, promised)].to_vec()
        }
        Noted::Skipped(because) => vec![(phrase::TOUCH_BECAUSE, Some(because))],
        Noted::Ended => Vec::new(),
    };
    let noted_fields = fields.into_iter().filter_map(|(name, value)| Some(field(name, value?)));
    let reply = noted_fields.fold(reply, Reply::with);
    match noted {
        Noted::Done(None, _) => reply.with(Block::Text(words.plain(phrase::TOUCH_EMPTY).into())),
        _ => reply,
    }
}

/// When the next touch of a customer comes.
fn next_touch(words: &Words, customer: &str, next: Option<(&str, DateTime<Utc>)>) -> Block {
    match next {
        Some((touch, due)) => {
            let text = words.say(phrase::TOUCH_NEXT, &[("customer", customer), ("touch", touch)]);
            Block::Moment(text, due.timestamp())
        }
        None => Block::Text(words.say(phrase::TOUCH_NEXT_NONE, &[("customer", customer)])),
    }
}

/// Asks until when a reminder is put off.
pub fn snooze(
    words: &Words,
    (id, called): (TouchId, &Called),
    time: &str,
    next: Option<DateTime<Utc>>,
) -> Reply {
    let mut reply = Reply::text(called.say(words, phrase::SNOOZE_ASK));
    if let Some(next) = next {
        reply = reply.with(Block::Moment(words.plain(phrase::SNOOZE_LATEST).into(), next.timestamp()));
    }
    let until = |chosen| Action::Touch(Working::Until(id, chosen));
    reply
        .button(words.plain(phrase::SNOOZE_HOUR).into(), until(Chosen::Hour), Look::Main)
        .button(words.say(phrase::SNOOZE_TOMORROW, &[("time", time)]), until(Chosen::Tomorrow), Look::Main)
        .button(words.plain(phrase::SNOOZE_PICK).into(), until(Chosen::Typed), Look::Plain)
}

/// A reminder was put off.
pub fn snoozed(words: &Words, called: &Called, until: DateTime<Utc>) -> Reply {
    Reply::default().with(Block::Moment(called.say(words, phrase::SNOOZE_DONE), until.timestamp()))
}

/// Why a reminder cannot be put off like that.
pub fn not_snoozed(words: &Words, why: Refused, typed: &str) -> Reply {
    match why {
        Refused::Unreadable => {
            let typed: String = typed.chars().take(60).collect();
            Reply::text(words.say(phrase::SNOOZE_BAD, &[("typed", &typed)]))
        }
        Refused::Past => Reply::text(words.plain(phrase::SNOOZE_PAST)),
        Refused::TooFar => Reply::text(words.plain(phrase::SNOOZE_FAR)),
        Refused::BeyondNext(next) => {
            Reply::default().with(Block::Moment(words.plain(phrase::SNOOZE_BEYOND).into(), next.timestamp()))
        }
        Refused::NextIsDue(next) => {
            let text = words.plain(phrase::SNOOZE_NEXT_DUE).into();
            Reply::default().with(Block::Moment(text, next.timestamp()))
        }
    }
}

/// Asks to whom a customer goes: any member of the server, or, where they cannot be listed, those who are known.
pub fn hand_over(
    words: &Words,
    (id, customer, open): (TouchId, &str, usize),
    known: Option<&[(String, String)]>,
) -> Reply {
    let holes = [("customer", customer), ("count", &open.to_string())];
    let reply = Reply::text(words.say(phrase::HAND_ASK, &holes));
    let action = Action::Touch(Working::HandTo(id));
    let prompt = words.plain(phrase::HAND_PICK).to_owned();
    match known {
        None => Reply { people: Some(People { action, prompt }), ..reply },
        Some([]) => Reply::text(words.plain(phrase::HAND_NOBODY)),
        Some(known) => {
            let entry = |(value, name): &(String, String)| Entry {
                value: value.clone(),
                words: name.clone(),
                chosen: false,
            };
            let options = known.iter().take(25).map(entry).collect();
            let choice = Choice { action, prompt, options, least: 1, most: 1 };
            let reply = reply.with(Block::Note(words.plain(phrase::HAND_KNOWN_ONLY).into()));
            Reply { choice: Some(choice), ..reply }
        }
    }
}

/// A customer was handed over.
pub fn handed(words: &Words, customer: &str, name: &str, open: usize) -> Reply {
    let holes = [("customer", customer), ("name", name), ("count", &open.to_string())];
    Reply::text(words.say(phrase::HAND_DONE, &holes))
}

/// To the new owner: which customer comes from whom, how much is open and what comes first.
pub fn handed_to_you(
    words: &Words,
    (id, customer, from): (FollowUpId, &str, &str),
    open: usize,
    next: Option<(&str, DateTime<Utc>)>,
) -> Reply {
    let holes = [("customer", customer), ("from", from), ("count", &open.to_string())];
    Reply::text(words.say(phrase::HANDED_OVER, &holes)).with(next_touch(words, customer, next)).button(
        words.plain(phrase::BUTTON_SHOW_NEXT).into(),
        Action::Touch(Working::Next(id)),
        Look::Main,
    )
}

/// The same where others read along.
pub fn handed_in_public(words: &Words, id: FollowUpId) -> Reply {
    Reply::text(words.plain(phrase::HANDED_PUBLIC)).button(
        words.plain(phrase::BUTTON_SHOW).into(),
        Action::Touch(Working::Next(id)),
        Look::Main,
    )
}

/// Asks back before the follow-ups of a customer end.
pub fn end(words: &Words, (id, customer): (FollowUpId, &str), open: usize) -> Reply {
    let holes = [("customer", customer), ("count", &open.to_string())];
    Reply::text(words.say(phrase::CANCEL_ASK, &holes)).button(
        words.plain(phrase::BUTTON_END).into(),
        Action::Touch(Working::End(id)),
        Look::Stop,
    )
}
