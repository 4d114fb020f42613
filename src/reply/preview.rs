//! A preview of a cadence: every touch with its day, its purpose and the reasons for the day.
//! It must not compute dates.

use chrono::NaiveDate;

use super::dates::{Terms, calendar, day, moment, week};
use super::{Block, Reply, Words, phrase};
use crate::coach::cadence::Touch;

/// One touch of a preview.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Previewed {
    /// The moment of the ping on the owner's clocks.
    pub when: String,
    /// What the touch is called.
    pub title: String,
    /// What it is for.
    pub purpose: String,
    /// Why it comes then, in a sentence each.
    pub why: Vec<String>,
}

/// Every touch in words.
pub fn previewed(words: &Words, terms: &Terms<'_>, touches: &[Touch]) -> Vec<Previewed> {
    let one = |touch: &Touch| {
        let plan = terms.cadence.touches.get(touch.plan)?;
        Some(Previewed {
            when: moment(words, touch.due.with_timezone(&terms.rhythm.zone)),
            title: plan.title.clone(),
            purpose: plan.purpose.clone(),
            why: terms.why(words, touch),
        })
    };
    touches.iter().filter_map(one).collect()
}

/// What a preview is of.
pub fn title(words: &Words, terms: &Terms<'_>, signed: NaiveDate) -> String {
    let holes = [("cadence", terms.cadence.title.as_str()), ("signed", &day(words, signed))];
    words.say(phrase::PREVIEW_TITLE, &holes)
}

/// By what its days were found.
pub fn found_by(words: &Words, terms: &Terms<'_>) -> String {
    let (days, calendar) = (week(words, terms.days.week), calendar(words, terms.days));
    let holes = [("zone", terms.rhythm.zone.name()), ("days", &days), ("calendar", &calendar)];
    words.say(phrase::PREVIEW_TERMS, &holes)
}

/// The preview.
pub fn preview(words: &Words, terms: &Terms<'_>, signed: NaiveDate, touches: &[Touch]) -> Reply {
    let mut reply = Reply::default()
        .with(Block::Title(title(words, terms, signed)))
        .with(Block::Note(found_by(words, terms)));
    for touch in previewed(words, terms, touches) {
        reply = reply.with(Block::Field(touch.when, touch.title)).with(Block::Text(touch.purpose));
        for why in touch.why {
            reply = reply.with(Block::Note(why));
        }
    }
    reply
}
