//! A second reckoning of a cadence, by whole numbers: days since 1970 and seconds since 1970, without a library of dates.
//! Zones are observed from outside, by what their clocks show at a moment; never asked for the moment of a local time.
//! It must not import the code that it is there to check.

use std::collections::BTreeSet;

use chrono::{Offset, TimeZone, Utc};
use chrono_tz::Tz;

/// Days from 1970-01-01, by counting years and months.
pub(crate) fn day_number(year: i64, month: i64, day: i64) -> i64 {
    let years: i64 = (1970..year).map(|year| if leap(year) { 366 } else { 365 }).sum();
    let months: i64 = (1..month).map(|month| month_length(year, month)).sum();
    years + months + day - 1
}

fn leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn month_length(year: i64, month: i64) -> i64 {
    match month {
        2 if leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Year, month and day of a number.
fn civil(mut number: i64) -> (i64, i64, i64) {
    let (mut year, mut month) = (1970, 1);
    while number >= if leap(year) { 366 } else { 365 } {
        number -= if leap(year) { 366 } else { 365 };
        year += 1;
    }
    while number >= month_length(year, month) {
        number -= month_length(year, month);
        month += 1;
    }
    (year, month, number + 1)
}

/// Which days are worked.
#[derive(Debug, Clone, Default)]
pub(crate) struct Days {
    pub(crate) calendar: bool,
    pub(crate) off: BTreeSet<i64>,
    pub(crate) working: BTreeSet<i64>,
}

impl Days {
    pub(crate) fn weekends() -> Self {
        Self::default()
    }

    /// Reads the dates off a calendar's file, line by line.
    pub(crate) fn of_calendar(text: &str) -> Self {
        let mut days = Self { calendar: true, ..Self::default() };
        for line in text.lines() {
            let dates: Vec<i64> = line.split('"').filter_map(date).collect();
            match dates[..] {
                [from, to] if line.contains("from =") => days.off.extend(from..=to),
                _ if line.starts_with("working") => days.working.extend(dates),
                _ => assert!(dates.is_empty(), "{line}"),
            }
        }
        assert_eq!((days.off.len(), days.working.len()), (89, 19));
        days
    }

    pub(crate) fn works(&self, day: i64) -> bool {
        // 1 January 1970 was a Thursday.
        let weekend = (day + 3) % 7 >= 5;
        self.working.contains(&day) || (!weekend && !self.off.contains(&day))
    }
}

fn date(text: &str) -> Option<i64> {
    let parts: Vec<i64> = text.split('-').map_while(|part| part.parse().ok()).collect();
    match parts[..] {
        [year, month, day] if text.len() == 10 => Some(day_number(year, month, day)),
        _ => None,
    }
}

/// A ping as it ought to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Expected {
    pub(crate) plan: usize,
    pub(crate) planned: i64,
    pub(crate) date: i64,
    pub(crate) merged: Vec<(usize, i64)>,
    pub(crate) clamped: bool,
    pub(crate) last_year: i64,
}

/// The pings of 1-3-7-21, then by 1, 3, 6 and 12 months.
pub(crate) fn pings(signed: i64, months: i64, days: &Days) -> Vec<Expected> {
    let (year, month, day) = civil(signed);
    let once = [1, 3, 7, 21].into_iter().enumerate().map(|(plan, after)| (signed + after, plan, false));
    let monthly = (1..=months).map(|n| {
        let (in_year, in_month) = (year + (month - 1 + n) / 12, (month - 1 + n) % 12 + 1);
        let length = month_length(in_year, in_month);
        let plan = if n % 12 == 0 {
            7
        } else if n % 6 == 0 {
            6
        } else if n % 3 == 0 {
            5
        } else {
            4
        };
        (day_number(in_year, in_month, day.min(length)), plan, day > length)
    });
    let mut pings: Vec<Expected> = Vec::new();
    for (planned, plan, clamped) in once.chain(monthly) {
        let date = (planned..).find(|day| days.works(*day)).expect("a working day");
        let mut merged = Vec::new();
        if let Some(before) = pings.pop_if(|before| before.date == date) {
            merged.extend(before.merged);
            merged.push((before.plan, before.planned));
        }
        pings.push(Expected { plan, planned, date, merged, clamped, last_year: civil(date).0 });
    }
    pings
}

/// How the clocks of a zone are changed: from which moment on they are how many seconds ahead.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Zone(Vec<(i64, i64)>);

impl Zone {
    /// Looks at the clocks once a day, and where they were changed at every second of that day by halves.
    pub(crate) fn observe(zone: Tz) -> Self {
        let ahead = |moment: i64| {
            let offset = zone.offset_from_utc_datetime(&Utc.timestamp_opt(moment, 0).unwrap().naive_utc());
            i64::from(offset.fix().local_minus_utc())
        };
        let begin = day_number(2019, 12, 1) * 86_400;
        let mut changes = vec![(begin, ahead(begin))];
        for day in (begin..day_number(2034, 3, 1) * 86_400).step_by(86_400) {
            let (mut low, mut high) = (day, day + 86_400);
            if ahead(low) == ahead(high) {
                continue;
            }
            while high - low > 1 {
                let middle = i64::midpoint(low, high);
                if ahead(middle) == ahead(low) { low = middle } else { high = middle }
            }
            changes.push((high, ahead(high)));
        }
        Self(changes)
    }

    /// The moments at which clocks are changed.
    pub(crate) fn changes(&self) -> impl Iterator<Item = i64> {
        self.0.iter().skip(1).map(|(moment, _)| *moment)
    }

    pub(crate) fn changes_between(&self, first: i64, last: i64) -> bool {
        let (from, until) = (day_number(first, 1, 1) * 86_400, day_number(last + 1, 1, 1) * 86_400);
        self.changes().any(|moment| (from..until).contains(&moment))
    }

    /// The moment of a minute of a day, and how often the clocks show it.
    pub(crate) fn reckon(&self, day: i64, minute: i64) -> (i64, usize) {
        let local = day * 86_400 + minute * 60;
        let until = |at: usize| self.0.get(at + 1).map_or(i64::MAX, |(next, _)| *next);
        let mut spans =
            self.0.iter().enumerate().map(|(at, (from, ahead))| (*from, until(at), local - ahead));
        let shown: Vec<i64> = spans
            .clone()
            .filter(|(from, until, moment)| (from..until).contains(&moment))
            .map(|s| s.2)
            .collect();
        match shown.first() {
            Some(first) => (*first, shown.len()),
            // Skipped: the clocks before the gap would have shown it after they were changed.
            None => (spans.rfind(|(_, until, moment)| moment >= until).map_or(0, |s| s.2), 0),
        }
    }
}
