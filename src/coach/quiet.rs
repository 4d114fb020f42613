//! Quiet hours: a part of the day, in somebody's zone, in which nobody is reminded of anything.
//! What falls into them waits until they end, whatever the clocks are changed to in between.
//! It must not know what is to be said.

use std::fmt;

use chrono::{DateTime, Days, LocalResult, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;

use super::local::moment;

/// Quiet hours by the clock on the wall; `from` is quiet, `until` is not. They may reach over midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quiet {
    /// When they begin.
    pub from: NaiveTime,
    /// When they end.
    pub until: NaiveTime,
}

impl Quiet {
    /// Hours with a beginning and another end; `None` where they would be a whole day or nothing.
    pub fn new(from: NaiveTime, until: NaiveTime) -> Option<Self> {
        (from != until).then_some(Self { from, until })
    }

    fn holds(self, at: NaiveTime) -> bool {
        if self.from < self.until {
            self.from <= at && at < self.until
        } else {
            self.from <= at || at < self.until
        }
    }

    /// Whether a moment is quiet in a zone.
    pub fn is_quiet(self, at: DateTime<Utc>, zone: Tz) -> bool {
        self.holds(at.with_timezone(&zone).time())
    }

    /// The moment itself, or the end of the quiet hours in which it falls.
    ///
    /// Where clocks are put back over the end, that end is meant which is still to come; where it is skipped, it is as
    /// long after the gap as it was meant after its start ([`moment`]).
    pub fn after(self, at: DateTime<Utc>, zone: Tz) -> DateTime<Utc> {
        if !self.is_quiet(at, zone) {
            return at;
        }
        let today = at.with_timezone(&zone).date_naive();
        let days = (0..3).filter_map(|ahead| today.checked_add_days(Days::new(ahead)));
        let ends = days.flat_map(|day| match zone.from_local_datetime(&day.and_time(self.until)) {
            LocalResult::Ambiguous(one, two) => vec![one.with_timezone(&Utc), two.with_timezone(&Utc)],
            LocalResult::Single(_) | LocalResult::None => vec![moment(day, self.until, zone)],
        });
        ends.filter(|end| *end >= at && !self.is_quiet(*end, zone)).min().unwrap_or(at)
    }
}

impl fmt::Display for Quiet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}–{}", self.from.format("%H:%M"), self.until.format("%H:%M"))
    }
}

/// By what a member's reminders are timed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rhythm {
    /// Their zone.
    pub zone: Tz,
    /// Their quiet hours.
    pub quiet: Option<Quiet>,
}

impl Rhythm {
    /// The moment itself, or the end of the quiet hours in which it falls.
    pub fn after_quiet(&self, at: DateTime<Utc>) -> DateTime<Utc> {
        self.quiet.map_or(at, |quiet| quiet.after(at, self.zone))
    }
}

/// A time of day as it is typed: `21:00`, `9:30`, `２１：００`; `None` for anything else.
pub fn read_time(typed: &str) -> Option<NaiveTime> {
    let fold = |c: char| match c {
        '：' => ':',
        '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')).unwrap_or(c),
        other => other,
    };
    let plain: String = typed.trim().chars().map(fold).collect();
    let (hours, minutes) = plain.split_once(':')?;
    let digits = |text: &str| (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    let number = |text: &str| digits(text).then(|| text.parse::<u32>().ok()).flatten();
    NaiveTime::from_hms_opt(number(hours)?, number(minutes).filter(|_| minutes.len() == 2)?, 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn quiet(from: &str, until: &str) -> Quiet {
        Quiet::new(read_time(from).expect("a time"), read_time(until).expect("a time")).expect("hours")
    }

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().expect("a moment")
    }

    #[test]
    fn what_falls_into_the_night_waits_for_the_morning() {
        let night = quiet("21:00", "08:00");
        let shanghai = chrono_tz::Asia::Shanghai;
        assert_eq!(night.after(at("2026-03-06T14:00:00Z"), shanghai), at("2026-03-07T00:00:00Z"));
        assert_eq!(night.after(at("2026-03-06T23:59:00Z"), shanghai), at("2026-03-07T00:00:00Z"));
        assert_eq!(night.after(at("2026-03-07T00:00:00Z"), shanghai), at("2026-03-07T00:00:00Z"));
        let noon = quiet("12:00", "13:30");
        assert_eq!(noon.after(at("2026-03-06T04:10:00Z"), shanghai), at("2026-03-06T05:30:00Z"));
    }

    #[test]
    fn an_end_that_is_skipped_comes_after_the_gap_and_one_that_comes_twice_is_waited_for() {
        let vienna = chrono_tz::Europe::Vienna;
        // 02:30 is skipped on this night.
        assert_eq!(
            quiet("22:00", "02:30").after(at("2026-03-28T23:00:00Z"), vienna),
            at("2026-03-29T01:30:00Z")
        );
        // 02:30 comes twice; in the second round of the hour the second one is meant.
        let early = quiet("22:00", "02:30");
        assert_eq!(early.after(at("2026-10-24T23:00:00Z"), vienna), at("2026-10-25T00:30:00Z"));
        assert_eq!(early.after(at("2026-10-25T01:10:00Z"), vienna), at("2026-10-25T01:30:00Z"));
    }

    #[test]
    fn times_are_read_as_they_are_typed() {
        assert_eq!(read_time("9:30"), NaiveTime::from_hms_opt(9, 30, 0));
        assert_eq!(read_time(" ２１：００ "), NaiveTime::from_hms_opt(21, 0, 0));
        for odd in ["24:00", "9", "9:3", "9:60", "-1:00", "21.00", "", "+9:00", "009:00"] {
            assert_eq!(read_time(odd), None, "{odd}");
        }
        assert_eq!(quiet("21:00", "8:00").to_string(), "21:00–08:00");
    }

    proptest! {
        #[test]
        fn it_waits_as_long_as_it_must_and_no_longer(
            minutes in 0i64..3_000_000,
            zone in 0usize..chrono_tz::TZ_VARIANTS.len(),
            from in 0u32..1440,
            long in 1u32..1440,
        ) {
            let zone = chrono_tz::TZ_VARIANTS[zone];
            let time = |m: u32| NaiveTime::from_hms_opt(m / 60 % 24, m % 60, 0).expect("a time");
            let hours = Quiet::new(time(from), time((from + long) % 1440)).expect("hours");
            let when = at("2024-01-01T00:00:00Z") + chrono::TimeDelta::minutes(minutes);
            let then = hours.after(when, zone);
            prop_assert!(!hours.is_quiet(then, zone));
            prop_assert_eq!(hours.after(then, zone), then);
            if hours.is_quiet(when, zone) {
                prop_assert!(then > when && then - when <= chrono::TimeDelta::hours(25));
                // An end that is skipped is an hour late at most.
                let mut between = when;
                while between < then - chrono::TimeDelta::hours(1) {
                    prop_assert!(hours.is_quiet(between, zone));
                    between += chrono::TimeDelta::minutes(7);
                }
            } else {
                prop_assert_eq!(then, when);
            }
        }
    }
}
