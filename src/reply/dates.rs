//! Days in words: a day with its day of the week, a working week, and the reasons for a touch's date.
//! It must not compute dates.

use chrono::{DateTime, Datelike, NaiveDate, Weekday};
use chrono_tz::Tz;

use super::{Phrase, Words, phrase};
use crate::coach::cadence::{Cadence, Reason, Touch};
use crate::coach::quiet::Rhythm;
use crate::coach::working_days::{DayOff, Off, WEEK, Week, WorkingDays};

fn weekday(words: &Words, day: Weekday) -> &str {
    let name: Phrase = match day {
        Weekday::Mon => phrase::DATE_MONDAY,
        Weekday::Tue => phrase::DATE_TUESDAY,
        Weekday::Wed => phrase::DATE_WEDNESDAY,
        Weekday::Thu => phrase::DATE_THURSDAY,
        Weekday::Fri => phrase::DATE_FRIDAY,
        Weekday::Sat => phrase::DATE_SATURDAY,
        Weekday::Sun => phrase::DATE_SUNDAY,
    };
    words.plain(name)
}

/// A day with its day of the week.
pub fn day(words: &Words, day: NaiveDate) -> String {
    let holes = [("weekday", weekday(words, day.weekday())), ("date", &day.to_string())];
    words.say(phrase::DATE_DAY, &holes)
}

/// A moment on the clocks of a zone.
pub fn moment(words: &Words, at: DateTime<Tz>) -> String {
    let (date, time) = (at.date_naive().to_string(), at.format("%H:%M %Z").to_string());
    let holes = [("weekday", weekday(words, at.weekday())), ("date", &date), ("time", &time)];
    words.say(phrase::DATE_MOMENT, &holes)
}

/// The days of a week that are worked, those one after another together.
pub fn week(words: &Words, week: Week) -> String {
    let worked: Vec<Weekday> = WEEK.into_iter().filter(|day| week.has(*day)).collect();
    let runs = worked.chunk_by(|one, next| one.succ() == *next).map(|run| match run {
        [from, _, .., to] => {
            words.say(phrase::DATE_DAYS, &[("from", weekday(words, *from)), ("to", weekday(words, *to))])
        }
        few => {
            few.iter().map(|day| weekday(words, *day)).collect::<Vec<_>>().join(words.plain(phrase::DATE_AND))
        }
    });
    runs.collect::<Vec<_>>().join(words.plain(phrase::DATE_AND))
}

/// Days off by what they are called; of a holiday, until when.
fn off(words: &Words, off: &Off) -> String {
    let DayOff::Holiday(names) = &off.why else {
        return words.plain(phrase::DAY_OFF_WEEKEND).to_owned();
    };
    let name = names.of(words.language().as_str()).unwrap_or_else(|| words.plain(phrase::DAY_OFF_HOLIDAY));
    if off.from == off.to {
        return name.to_owned();
    }
    words.say(phrase::DAY_OFF_UNTIL, &[("name", name), ("to", &day(words, off.to))])
}

/// A day that was planned, with why it is not worked where it is not.
fn planned(words: &Words, planned: NaiveDate, offs: &[Off]) -> String {
    let day = day(words, planned);
    if offs.is_empty() {
        return day;
    }
    let offs: Vec<String> = offs.iter().map(|one| off(words, one)).collect();
    words.say(phrase::DAY_NOT_WORKED, &[("day", &day), ("off", &offs.join(words.plain(phrase::DATE_AND)))])
}

/// By what a schedule was made.
#[derive(Debug, Clone, Copy)]
pub struct Terms<'t> {
    /// The cadence.
    pub cadence: &'t Cadence,
    /// The owner's zone and quiet hours.
    pub rhythm: &'t Rhythm,
    /// The days that are worked.
    pub days: &'t WorkingDays,
}

impl Terms<'_> {
    fn title(&self, plan: usize) -> &str {
        self.cadence.touches.get(plan).map_or("", |plan| plan.title.as_str())
    }

    /// The reasons for a touch's date, in a sentence each.
    pub fn why(&self, words: &Words, touch: &Touch) -> Vec<String> {
        let mut why: Vec<String> = Vec::new();
        let mut moved = false;
        for reason in &touch.why {
            match reason {
                // All days that were passed over are told together.
                Reason::Passed(_) if moved => {}
                Reason::Passed(_) => {
                    moved = true;
                    let planned =
                        planned(words, touch.planned, &self.days.between(touch.planned, touch.date));
                    why.push(words.say(phrase::WHY_MOVED, &[("planned", &planned)]));
                }
                Reason::Merged => why.extend(touch.merged.iter().map(|(plan, day)| {
                    let planned = planned(words, *day, &self.days.between(*day, touch.date));
                    words.say(phrase::WHY_MERGED, &[("touch", self.title(*plan)), ("planned", &planned)])
                })),
                other => why.push(self.reason(words, touch, other)),
            }
        }
        why
    }

    fn reason(&self, words: &Words, touch: &Touch, reason: &Reason) -> String {
        let at = self.cadence.at.format("%H:%M").to_string();
        match reason {
            Reason::Clamped(day) => words.say(phrase::WHY_CLAMPED, &[("day", &day.to_string())]),
            Reason::Replaces => {
                let titles: Vec<&str> = touch.replaces.iter().map(|plan| self.title(*plan)).collect();
                words.say(phrase::WHY_REPLACES, &[("touches", &titles.join(words.plain(phrase::DATE_AND)))])
            }
            Reason::Gap => words.say(phrase::WHY_GAP, &[("time", &at)]),
            Reason::Overlap => words.say(phrase::WHY_OVERLAP, &[("time", &at)]),
            Reason::Quiet => {
                let hours = self.rhythm.quiet.map(|quiet| quiet.to_string()).unwrap_or_default();
                words.say(phrase::WHY_QUIET, &[("hours", &hours)])
            }
            Reason::UnknownYear(year) => {
                let calendar = calendar(words, self.days);
                words.say(phrase::WHY_UNKNOWN_YEAR, &[("year", &year.to_string()), ("calendar", &calendar)])
            }
            Reason::Passed(_) | Reason::Merged => String::new(),
        }
    }
}

/// What the calendar is called, or that there is none.
pub fn calendar(words: &Words, days: &WorkingDays) -> String {
    let title = days.calendar.as_deref().map(|calendar| {
        calendar.title.of(words.language().as_str()).unwrap_or_else(|| calendar.id.as_str()).to_owned()
    });
    title.unwrap_or_else(|| words.plain(phrase::PREVIEW_NO_CALENDAR).to_owned())
}
