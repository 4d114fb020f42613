//! Periods of a calendar as people write them: `2026`, `2026-Q1`, `2026-03`, or the last so many days, `30d`.
//! It must not know today but by being told.

use chrono::{DateTime, Days, Months, NaiveDate, TimeZone, Utc};
use chrono_tz::Tz;

/// The longest time back, in days.
const LONGEST: u64 = 1_100;

/// From a moment until before another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// The first day.
    pub first: NaiveDate,
    /// The day after the last.
    pub end: NaiveDate,
    /// The zone whose days they are.
    pub zone: Tz,
}

impl Period {
    /// The last so many days up to and with today.
    pub fn last_days(days: u64, now: DateTime<Utc>, zone: Tz) -> Self {
        let today = now.with_timezone(&zone).date_naive();
        let end = today.checked_add_days(Days::new(1)).unwrap_or(today);
        let first = end.checked_sub_days(Days::new(days.clamp(1, LONGEST))).unwrap_or(today);
        Self { first, end, zone }
    }

    /// Reads what somebody wrote; `None` where it is no period.
    pub fn read(typed: &str, now: DateTime<Utc>, zone: Tz) -> Option<Self> {
        let typed = typed.trim().to_ascii_lowercase();
        if let Some(days) = typed.strip_suffix('d') {
            let days: u64 = days.parse().ok()?;
            return (1..=LONGEST).contains(&days).then(|| Self::last_days(days, now, zone));
        }
        let (year, rest) = typed.split_once('-').map_or((typed.as_str(), None), |(y, rest)| (y, Some(rest)));
        let year: i32 = year.parse().ok().filter(|year| (2000..=2200).contains(year))?;
        let (month, months) = match rest {
            None => (1, 12),
            Some(rest) => match rest.strip_prefix('q') {
                Some(quarter) => {
                    let quarter: u32 = quarter.parse().ok().filter(|quarter| (1..=4).contains(quarter))?;
                    (3 * quarter - 2, 3)
                }
                None => (rest.parse().ok()?, 1),
            },
        };
        let first = NaiveDate::from_ymd_opt(year, month, 1)?;
        Some(Self { first, end: first.checked_add_months(Months::new(months))?, zone })
    }

    /// The first moment.
    pub fn from(&self) -> DateTime<Utc> {
        midnight(self.first, self.zone)
    }

    /// The moment after the last.
    pub fn until(&self) -> DateTime<Utc> {
        midnight(self.end, self.zone)
    }

    /// The last day.
    pub fn last(&self) -> NaiveDate {
        self.end.pred_opt().unwrap_or(self.end)
    }
}

/// The moment at which a day begins in a zone; where the clock jumps over it, the first after the jump.
pub fn midnight(day: NaiveDate, zone: Tz) -> DateTime<Utc> {
    let clock = |hour| day.and_hms_opt(hour, 0, 0);
    let moments = (0..3).filter_map(clock).filter_map(|local| zone.from_local_datetime(&local).earliest());
    moments.map(|moment| moment.to_utc()).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(typed: &str) -> Option<(String, String)> {
        let now: DateTime<Utc> = "2026-03-09T20:00:00Z".parse().expect("a moment");
        let period = Period::read(typed, now, chrono_tz::Asia::Shanghai)?;
        Some((period.first.to_string(), period.last().to_string()))
    }

    #[test]
    fn periods_are_read_as_people_write_them() {
        let pair = |a: &str, b: &str| Some((a.to_owned(), b.to_owned()));
        assert_eq!(read("2026"), pair("2026-01-01", "2026-12-31"));
        assert_eq!(read(" 2026-q1"), pair("2026-01-01", "2026-03-31"));
        assert_eq!(read("2026-Q4"), pair("2026-10-01", "2026-12-31"));
        assert_eq!(read("2026-02"), pair("2026-02-01", "2026-02-28"));
        assert_eq!(read("7d"), pair("2026-03-04", "2026-03-10"));
        for wrong in ["", "0d", "9999d", "2026-13", "2026-Q5", "26", "March", "2026-02-01"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_day_begins_after_the_jump_where_midnight_is_none() {
        let day = NaiveDate::from_ymd_opt(2022, 9, 11).expect("a day");
        assert_eq!(midnight(day, chrono_tz::America::Santiago).to_string(), "2022-09-11 04:00:00 UTC");
    }

    proptest! {
        #[test]
        fn whatever_is_typed_is_read_or_refused(typed in "\\PC{0,12}") {
            let now: DateTime<Utc> = "2026-03-09T20:00:00Z".parse().expect("a moment");
            if let Some(period) = Period::read(&typed, now, chrono_tz::UTC) {
                prop_assert!(period.first < period.end && period.from() < period.until());
            }
        }
    }
}
