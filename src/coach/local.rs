//! A time by the clock on the wall as a moment, also where clocks are changed.
//! It is used by whatever is timed for somebody: touches, notices, quiet hours.
//! It must not know what happens at that moment.

use chrono::{DateTime, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

/// How often the clocks of a zone show a time on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// Once, as on nearly every day.
    Once,
    /// Never: clocks are put forward over it.
    Never,
    /// Twice: clocks are put back over it.
    Twice,
}

/// A local time as a moment, and how often the clocks show it: in an overlap the first, in a gap as far after the gap as it
/// was meant after its start (RFC 5545, section 3.3.5: the offset before the gap).
pub fn shown(date: NaiveDate, at: NaiveTime, zone: Tz) -> (DateTime<Utc>, Shown) {
    let local = date.and_time(at);
    match zone.from_local_datetime(&local) {
        LocalResult::Single(moment) => (moment.with_timezone(&Utc), Shown::Once),
        LocalResult::Ambiguous(first, _) => (first.with_timezone(&Utc), Shown::Twice),
        LocalResult::None => (after_gap(local, zone), Shown::Never),
    }
}

/// The moment of [`shown`] alone.
pub fn moment(date: NaiveDate, at: NaiveTime, zone: Tz) -> DateTime<Utc> {
    shown(date, at, zone).0
}

/// Goes back by hours to a time that the clocks show (whole days have been skipped), and forward again by as many.
fn after_gap(local: NaiveDateTime, zone: Tz) -> DateTime<Utc> {
    let found = (1..=24).map(TimeDelta::hours).find_map(|back| {
        let before = zone.from_local_datetime(&local.checked_sub_signed(back)?).latest()?;
        before.checked_add_signed(back)
    });
    found.map_or_else(|| Utc.from_utc_datetime(&local), |moment| moment.with_timezone(&Utc))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(day: &str, at: &str, zone: Tz) -> (String, Shown) {
        let at = NaiveTime::parse_from_str(at, "%H:%M").expect("a time");
        let (moment, shown) = shown(day.parse().expect("a date"), at, zone);
        (moment.to_rfc3339(), shown)
    }

    #[test]
    fn a_time_that_is_skipped_comes_after_the_gap_and_one_that_comes_twice_the_first_time() {
        let vienna = chrono_tz::Europe::Vienna;
        assert_eq!(told("2026-03-29", "02:30", vienna), ("2026-03-29T01:30:00+00:00".into(), Shown::Never));
        assert_eq!(told("2026-10-25", "02:30", vienna), ("2026-10-25T00:30:00+00:00".into(), Shown::Twice));
        assert_eq!(told("2026-10-26", "02:30", vienna), ("2026-10-26T01:30:00+00:00".into(), Shown::Once));
    }

    #[test]
    fn half_an_hour_and_a_whole_day_can_be_skipped() {
        let lord_howe = chrono_tz::Australia::Lord_Howe;
        assert_eq!(
            told("2026-10-04", "02:15", lord_howe),
            ("2026-10-03T15:45:00+00:00".into(), Shown::Never)
        );
        // Samoa went over the date line: there was no 30 December 2011.
        let apia = chrono_tz::Pacific::Apia;
        assert_eq!(told("2011-12-30", "09:00", apia), ("2011-12-30T19:00:00+00:00".into(), Shown::Never));
        assert_eq!(told("2011-12-31", "09:00", apia), ("2011-12-30T19:00:00+00:00".into(), Shown::Once));
    }
}
