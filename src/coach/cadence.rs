//! The follow-up rhythm: from the day of signing to the dates of all touches, with the reasons for each date.
//! Pure calendar arithmetic in the owner's zone; months are counted from the signing day, so the 31st does not drift.
//! It must not know what was sent or done.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveTime, Utc};

use super::ids::{Id, Place};
use super::local::{Shown, moment, shown};
use super::quiet::Rhythm;
use super::working_days::{Off, WorkingDays};

/// A rhythm of touches, as a playbook writes it.
#[derive(Debug, Clone)]
pub struct Cadence {
    /// Its id in the playbook.
    pub id: Id,
    /// Its name.
    pub title: String,
    /// The local time of a ping.
    pub at: NaiveTime,
    /// Its touches.
    pub touches: Vec<TouchPlan>,
    /// Where it is written.
    pub place: Place,
}

impl Cadence {
    /// The days of its touches that come once, in order.
    pub fn days(&self) -> Vec<u32> {
        let once = self.touches.iter().filter_map(|touch| match touch.when {
            When::Day(day) => Some(day),
            When::EveryMonths(_) => None,
        });
        let mut days: Vec<u32> = once.collect();
        days.sort_unstable();
        days
    }
}

/// One sort of touch.
#[derive(Debug, Clone)]
pub struct TouchPlan {
    /// Its id within the cadence.
    pub id: Id,
    /// When it comes.
    pub when: When,
    /// Its name.
    pub title: String,
    /// What it is for.
    pub purpose: String,
    /// What to see to.
    pub checklist: Vec<String>,
    /// A message to start from; its holes are those of [`super::draft`].
    pub draft: String,
}

/// When a touch comes, counted from the signing day, which is day 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// Once, so many days later.
    Day(u32),
    /// Every so many months, on the signing day's date.
    EveryMonths(u32),
}

/// A touch with its date: one ping.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Touch {
    /// Which of the cadence's touches (index).
    pub plan: usize,
    /// The date that the rule gives.
    pub planned: NaiveDate,
    /// The day of the ping, after days off were passed over.
    pub date: NaiveDate,
    /// The moment of the ping.
    pub due: DateTime<Utc>,
    /// Which touches of a shorter rhythm it stands for as well (indexes).
    pub replaces: Vec<usize>,
    /// Earlier touches that have come to the same day, with the dates that the rule gives; the ping tells them as well.
    pub merged: Vec<(usize, NaiveDate)>,
    /// Why it comes when it does, where the rule alone does not say so.
    pub why: Vec<Reason>,
}

/// Why a touch comes when it does. A touch has its reasons in this order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// The month has no such day of signing; its last one is taken.
    Clamped(u32),
    /// These days off were passed over.
    Passed(Off),
    /// It stands for touches of a shorter rhythm as well.
    Replaces,
    /// Earlier touches have come to the same day.
    Merged,
    /// The clocks are put forward over its time that day.
    Gap,
    /// The clocks show its time twice that day; it comes the first time.
    Overlap,
    /// It waits for the end of the owner's quiet hours.
    Quiet,
    /// The calendar does not know that year yet, so that only weekends were passed over.
    UnknownYear(i32),
}

/// All touches of a cadence up to and with the so-manieth month after signing, in the order of their dates.
///
/// Where rhythms of months coincide the larger replaces the smaller; touches that come to the same day are told in one
/// ping, which the last of them leads. Moving to a working day keeps the order, for of two dates the earlier one's next
/// working day is never after the later one's.
pub fn schedule(
    cadence: &Cadence,
    signed: NaiveDate,
    rhythm: &Rhythm,
    days: &WorkingDays,
    months: u32,
) -> Vec<Touch> {
    let mut slots = slots(cadence, signed, months);
    slots.sort_by_key(|slot| (slot.planned, slot.every, slot.plan));
    let mut touches: Vec<Touch> = Vec::new();
    for slot in slots {
        let ping = Ping::of(slot.planned, cadence.at, rhythm, days);
        let before = touches.pop_if(|before| before.date == ping.date);
        let merged = before.map_or_else(Vec::new, |before| {
            before.merged.into_iter().chain([(before.plan, before.planned)]).collect()
        });
        let why = reasons(&slot, signed, &ping, !merged.is_empty(), days);
        let Slot { plan, planned, replaces, .. } = slot;
        touches.push(Touch { plan, planned, date: ping.date, due: ping.due, replaces, merged, why });
    }
    touches
}

/// A place in the rhythm, by the rule alone.
struct Slot {
    plan: usize,
    planned: NaiveDate,
    /// In months; 0 for what comes once.
    every: u32,
    replaces: Vec<usize>,
}

fn slots(cadence: &Cadence, signed: NaiveDate, months: u32) -> Vec<Slot> {
    let once = cadence.touches.iter().enumerate().filter_map(|(plan, touch)| match touch.when {
        When::Day(days) => {
            let planned = signed.checked_add_days(Days::new(u64::from(days)))?;
            Some(Slot { plan, planned, every: 0, replaces: Vec::new() })
        }
        When::EveryMonths(_) => None,
    });
    let monthly = (1..=months).filter_map(|month| {
        let comes = |plan: &usize| month.checked_rem(every(cadence, *plan)) == Some(0);
        let mut due: Vec<usize> = (0..cadence.touches.len()).filter(comes).collect();
        due.sort_by_key(|&plan| std::cmp::Reverse(every(cadence, plan)));
        let (&plan, smaller) = due.split_first()?;
        let planned = signed.checked_add_months(Months::new(month))?;
        Some(Slot { plan, planned, every: every(cadence, plan), replaces: smaller.to_vec() })
    });
    once.chain(monthly).collect()
}

fn every(cadence: &Cadence, plan: usize) -> u32 {
    match cadence.touches.get(plan).map(|touch| touch.when) {
        Some(When::EveryMonths(months)) => months,
        _ => 0,
    }
}

/// When a touch is told.
struct Ping {
    date: NaiveDate,
    due: DateTime<Utc>,
    shown: Shown,
    waits: bool,
}

impl Ping {
    /// Waiting for the end of quiet hours may reach over midnight into a day off; then it goes on to the next working day.
    fn of(planned: NaiveDate, at: NaiveTime, rhythm: &Rhythm, days: &WorkingDays) -> Self {
        let day_of = |due: DateTime<Utc>| due.with_timezone(&rhythm.zone).date_naive();
        let worked = days.next(planned);
        let (meant, shown) = shown(worked, at, rhythm.zone);
        let due = rhythm.after_quiet(meant);
        let (date, waits) = (day_of(due), due != meant);
        if date == worked || days.off(date).is_none() {
            return Self { date, due, shown, waits };
        }
        let from = if waits { NaiveTime::MIN } else { at };
        let due = rhythm.after_quiet(moment(days.next(date), from, rhythm.zone));
        Self { date: day_of(due), due, shown, waits }
    }
}

fn reasons(slot: &Slot, signed: NaiveDate, ping: &Ping, merged: bool, days: &WorkingDays) -> Vec<Reason> {
    let clamped = slot.every > 0 && slot.planned.day() != signed.day();
    let mut why: Vec<Reason> = clamped.then_some(Reason::Clamped(signed.day())).into_iter().collect();
    why.extend(days.between(slot.planned, ping.date).into_iter().map(Reason::Passed));
    why.extend((!slot.replaces.is_empty()).then_some(Reason::Replaces));
    why.extend(merged.then_some(Reason::Merged));
    why.extend(match ping.shown {
        Shown::Once => None,
        Shown::Never => Some(Reason::Gap),
        Shown::Twice => Some(Reason::Overlap),
    });
    why.extend(ping.waits.then_some(Reason::Quiet));
    let years = slot.planned.year()..=ping.date.year();
    why.extend(years.into_iter().find(|year| !days.knows(*year)).map(Reason::UnknownYear));
    why
}

#[cfg(test)]
mod tests;
