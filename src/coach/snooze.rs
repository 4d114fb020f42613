//! Until when a reminder is put off: what was chosen or typed, as a moment in the owner's zone.
//! The schedule stays as it is; a reminder is never put off past the next touch of the same customer, because two promises
//! would then be told as one.
//! It must not know what is reminded of.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;

use super::local::moment;
use super::quiet::{Rhythm, read_time};

/// The longest that something is put off where nothing comes after it.
const LONGEST: TimeDelta = TimeDelta::days(366);

/// Until when, as it was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Until<'t> {
    /// An hour from now.
    Hour,
    /// Tomorrow at the usual time.
    Tomorrow,
    /// What was typed: `2h`, `3d`, `tomorrow`, `14:30`, `2026-03-09` or `2026-03-09 14:30`.
    Typed(&'t str),
}

/// Between what a reminder can be put off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// Now.
    pub now: DateTime<Utc>,
    /// The usual time of day.
    pub at: NaiveTime,
    /// Zone and quiet hours of the owner.
    pub rhythm: Rhythm,
    /// When the next touch of the customer is due.
    pub next: Option<DateTime<Utc>>,
}

/// Why a reminder cannot be put off like that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// It cannot be read.
    Unreadable,
    /// It is over.
    Past,
    /// It is more than a year from now.
    TooFar,
    /// The next touch comes by then.
    BeyondNext(DateTime<Utc>),
    /// The next touch is due already.
    NextIsDue(DateTime<Utc>),
}

/// The moment, after quiet hours.
///
/// # Errors
/// Says why it cannot be put off until then.
pub fn put_off(until: Until<'_>, bounds: &Bounds) -> Result<DateTime<Utc>, Refused> {
    let Bounds { now, rhythm, .. } = *bounds;
    if let Some(next) = bounds.next.filter(|next| *next <= now) {
        return Err(Refused::NextIsDue(next));
    }
    let wished = match until {
        Until::Hour => Some(now + TimeDelta::hours(1)),
        Until::Tomorrow => tomorrow(bounds),
        Until::Typed(typed) => read(typed, bounds),
    };
    let wished = wished.ok_or(Refused::Unreadable)?;
    if wished <= now {
        return Err(Refused::Past);
    }
    if wished - now > LONGEST {
        return Err(Refused::TooFar);
    }
    let told = rhythm.after_quiet(wished);
    match bounds.next {
        Some(next) if told >= next => Err(Refused::BeyondNext(next)),
        _ => Ok(told),
    }
}

fn tomorrow(bounds: &Bounds) -> Option<DateTime<Utc>> {
    let today = bounds.now.with_timezone(&bounds.rhythm.zone).date_naive();
    Some(moment(today.checked_add_days(Days::new(1))?, bounds.at, bounds.rhythm.zone))
}

fn read(typed: &str, bounds: &Bounds) -> Option<DateTime<Utc>> {
    let typed = typed.trim().to_lowercase();
    if matches!(typed.as_str(), "tomorrow" | "明天") {
        return tomorrow(bounds);
    }
    if let Some(span) = span(&typed) {
        return bounds.now.checked_add_signed(span);
    }
    let zone = bounds.rhythm.zone;
    if let Some(time) = read_time(&typed) {
        return coming(time, bounds.now, zone);
    }
    let (day, time) = match typed.split_once([' ', 't']) {
        Some((day, time)) => (day, read_time(time)?),
        None => (typed.as_str(), bounds.at),
    };
    Some(moment(read_day(day)?, time, zone))
}

/// `2h` or `3d`.
fn span(typed: &str) -> Option<TimeDelta> {
    let (number, of): (&str, fn(i64) -> Option<TimeDelta>) = match typed.strip_suffix('h') {
        Some(hours) => (hours, TimeDelta::try_hours),
        None => (typed.strip_suffix('d')?, TimeDelta::try_days),
    };
    of(i64::from(number.trim().parse::<u16>().ok()?))
}

/// The next time that clocks show it.
fn coming(time: NaiveTime, now: DateTime<Utc>, zone: Tz) -> Option<DateTime<Utc>> {
    let today = now.with_timezone(&zone).date_naive();
    let days = [0, 1].into_iter().filter_map(|ahead| today.checked_add_days(Days::new(ahead)));
    days.map(|day| moment(day, time, zone)).find(|at| *at > now)
}

/// A day as it is typed: `2026-03-09`, `2026-3-9`, `2026/3/9` or `2026.3.9`; `None` for anything else.
pub fn read_day(typed: &str) -> Option<NaiveDate> {
    let plain = typed.trim().replace(['/', '.'], "-");
    let year = plain.split('-').next()?;
    let four = year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit());
    NaiveDate::parse_from_str(&plain, "%Y-%m-%d").ok().filter(|_| four)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coach::quiet::Quiet;
    use proptest::prelude::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().expect("a moment")
    }

    /// Friday, ten in the morning in Shanghai.
    fn bounds(next: Option<&str>) -> Bounds {
        let rhythm = Rhythm { zone: chrono_tz::Asia::Shanghai, quiet: None };
        let nine = NaiveTime::from_hms_opt(9, 0, 0).expect("a time");
        Bounds { now: at("2026-03-06T02:00:00Z"), at: nine, rhythm, next: next.map(at) }
    }

    #[test]
    fn it_is_put_off_as_it_was_asked_for() {
        let b = bounds(None);
        for (until, expected) in [
            (Until::Hour, "2026-03-06T03:00:00Z"),
            (Until::Tomorrow, "2026-03-07T01:00:00Z"),
            (Until::Typed("2H"), "2026-03-06T04:00:00Z"),
            (Until::Typed("3d"), "2026-03-09T02:00:00Z"),
            (Until::Typed("明天"), "2026-03-07T01:00:00Z"),
            (Until::Typed("14:30"), "2026-03-06T06:30:00Z"),
            (Until::Typed("9:30"), "2026-03-07T01:30:00Z"),
            (Until::Typed("2026-03-09"), "2026-03-09T01:00:00Z"),
            (Until::Typed(" 2026/3/9 18：00 "), "2026-03-09T10:00:00Z"),
        ] {
            assert_eq!(put_off(until, &b), Ok(at(expected)), "{until:?}");
        }
    }

    #[test]
    fn what_is_over_or_too_far_or_no_moment_is_refused() {
        let b = bounds(None);
        for (typed, why) in [
            ("", Refused::Unreadable),
            ("soon", Refused::Unreadable),
            ("-1h", Refused::Unreadable),
            ("26-03-09", Refused::Unreadable),
            ("2026-02-30", Refused::Unreadable),
            ("2026-03-09 25:00", Refused::Unreadable),
            ("2026-03-06", Refused::Past),
            ("0h", Refused::Past),
            ("2027-04-01", Refused::TooFar),
        ] {
            assert_eq!(put_off(Until::Typed(typed), &b), Err(why), "{typed}");
        }
    }

    #[test]
    fn it_is_never_put_off_past_the_next_touch() {
        let next = bounds(Some("2026-03-07T01:00:00Z"));
        assert_eq!(put_off(Until::Hour, &next), Ok(at("2026-03-06T03:00:00Z")));
        let refused = Refused::BeyondNext(at("2026-03-07T01:00:00Z"));
        assert_eq!(put_off(Until::Tomorrow, &next), Err(refused));
        let due = bounds(Some("2026-03-06T01:00:00Z"));
        assert_eq!(put_off(Until::Hour, &due), Err(Refused::NextIsDue(at("2026-03-06T01:00:00Z"))));
    }

    #[test]
    fn quiet_hours_are_waited_for_and_the_next_touch_still_holds() {
        let night = Quiet::new(read_time("10:30").expect("a time"), read_time("12:00").expect("a time"));
        let mut quiet = bounds(Some("2026-03-06T05:00:00Z"));
        quiet.rhythm.quiet = night;
        assert_eq!(put_off(Until::Hour, &quiet), Ok(at("2026-03-06T04:00:00Z")));
        quiet.next = Some(at("2026-03-06T03:30:00Z"));
        assert!(matches!(put_off(Until::Hour, &quiet), Err(Refused::BeyondNext(_))));
    }

    proptest! {
        #[test]
        fn whatever_is_typed_is_later_than_now_and_before_the_next(typed in "[0-9hd:. /-]{0,12}|\\PC{0,12}", hours in 1i64..2_000) {
            let next = at("2026-03-06T02:00:00Z") + TimeDelta::hours(hours);
            let b = Bounds { next: Some(next), ..bounds(None) };
            if let Ok(until) = put_off(Until::Typed(&typed), &b) {
                prop_assert!(b.now < until && until < next);
            }
        }
    }
}
