//! The follow-up rhythm: from the day of signing to the dates of all touches, with the rule that moved each.
//! Pure calendar arithmetic in the owner's zone; months are counted from the signing day, so the 31st does not drift.
//! It must not know what was sent or done.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveTime, TimeZone, Utc, Weekday};
use chrono_tz::Tz;

use super::ids::{Id, Place};

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

/// A touch with its date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Touch {
    /// Which of the cadence's touches (index).
    pub plan: usize,
    /// The date that the rule gives.
    pub planned: NaiveDate,
    /// The date after non-working days were passed over.
    pub date: NaiveDate,
    /// The moment of the ping.
    pub due: DateTime<Utc>,
    /// Which touches of a shorter rhythm it stands for as well (indexes).
    pub replaces: Vec<usize>,
}

/// Days on which nobody works.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkingWeek {
    /// The days of the week that are worked.
    pub days: Vec<Weekday>,
}

impl Default for WorkingWeek {
    fn default() -> Self {
        Self { days: vec![Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri] }
    }
}

impl WorkingWeek {
    /// The day itself or the next one that is worked; the day itself where no day of the week is.
    pub fn next(&self, day: NaiveDate) -> NaiveDate {
        let week = (0..7).filter_map(|ahead| day.checked_add_days(Days::new(ahead)));
        week.into_iter().find(|day| self.days.contains(&day.weekday())).unwrap_or(day)
    }
}

/// All touches of a cadence up to and with the so-manieth month after signing, in the order of their dates.
///
/// Where rhythms of months coincide the larger replaces the smaller; moving to a working day keeps the order,
/// for of two dates the earlier one's next working day is never after the later one's.
pub fn schedule(
    cadence: &Cadence,
    signed: NaiveDate,
    zone: Tz,
    week: &WorkingWeek,
    months: u32,
) -> Vec<Touch> {
    let mut touches: Vec<Touch> = Vec::new();
    for (plan, touch) in cadence.touches.iter().enumerate() {
        if let When::Day(days) = touch.when
            && let Some(planned) = signed.checked_add_days(Days::new(u64::from(days)))
        {
            touches.push(on(cadence, plan, planned, zone, week));
        }
    }
    for month in 1..=months {
        let mut due: Vec<usize> =
            (0..cadence.touches.len()).filter(|&plan| comes_in(cadence, plan, month)).collect();
        due.sort_by_key(|&plan| std::cmp::Reverse(rhythm(cadence, plan)));
        if let Some((&largest, smaller)) = due.split_first()
            && let Some(planned) = signed.checked_add_months(Months::new(month))
        {
            touches.push(Touch { replaces: smaller.to_vec(), ..on(cadence, largest, planned, zone, week) });
        }
    }
    touches.sort_by_key(|touch| (touch.date, touch.planned, touch.plan));
    touches
}

fn rhythm(cadence: &Cadence, plan: usize) -> u32 {
    match cadence.touches.get(plan).map(|touch| touch.when) {
        Some(When::EveryMonths(months)) => months,
        _ => 0,
    }
}

fn comes_in(cadence: &Cadence, plan: usize, month: u32) -> bool {
    month.checked_rem(rhythm(cadence, plan)) == Some(0)
}

fn on(cadence: &Cadence, plan: usize, planned: NaiveDate, zone: Tz, week: &WorkingWeek) -> Touch {
    let date = week.next(planned);
    Touch { plan, planned, date, due: moment(date, cadence.at, zone), replaces: Vec::new() }
}

/// A local time as a moment: in an overlap the first, in a gap as far after the gap as it was meant after its start
/// (RFC 5545, section 3.3.5: the offset before the gap).
pub fn moment(date: NaiveDate, at: NaiveTime, zone: Tz) -> DateTime<Utc> {
    let local = date.and_time(at);
    let found = zone.from_local_datetime(&local).earliest();
    let before_gap = || {
        let hours = (1..=24).filter_map(|back| local.checked_sub_signed(chrono::TimeDelta::hours(back)));
        let mut earlier = hours.enumerate();
        earlier.find_map(|(i, l)| {
            let offset_known = zone.from_local_datetime(&l).latest()?;
            offset_known.checked_add_signed(chrono::TimeDelta::hours(i64::try_from(i).unwrap_or(0) + 1))
        })
    };
    found.or_else(before_gap).map_or_else(|| Utc.from_utc_datetime(&local), |t| t.with_timezone(&Utc))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::sync::Arc;

    fn cadence() -> Cadence {
        let touch = |id: &str, when| TouchPlan {
            id: Id::new(id),
            when,
            title: String::new(),
            purpose: String::new(),
            checklist: Vec::new(),
            draft: String::new(),
        };
        let days = [1, 3, 7, 21].map(|day| touch(&format!("day-{day}"), When::Day(day)));
        let months = [1, 3, 6, 12].map(|every| touch(&format!("every-{every}"), When::EveryMonths(every)));
        Cadence {
            id: Id::new("customer"),
            title: String::new(),
            at: NaiveTime::from_hms_opt(9, 0, 0).expect("a time"),
            touches: days.into_iter().chain(months).collect(),
            place: Place { file: Arc::from("t"), line: 1 },
        }
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn a_friday_signing_moves_the_weekend_touch_to_monday() {
        let touches =
            schedule(&cadence(), day("2026-03-06"), chrono_tz::Asia::Shanghai, &WorkingWeek::default(), 0);
        let dates: Vec<String> = touches.iter().map(|t| t.date.to_string()).collect();
        assert_eq!(dates, ["2026-03-09", "2026-03-09", "2026-03-13", "2026-03-27"]);
        assert_eq!(touches[0].planned, day("2026-03-07"));
        assert_eq!(touches[0].due.to_rfc3339(), "2026-03-09T01:00:00+00:00");
    }

    #[test]
    fn months_clamp_to_their_end_and_do_not_drift() {
        let touches = schedule(&cadence(), day("2027-01-31"), chrono_tz::UTC, &WorkingWeek::default(), 3);
        let months: Vec<_> = touches.iter().filter(|t| t.plan >= 4).map(|t| t.planned.to_string()).collect();
        assert_eq!(months, ["2027-02-28", "2027-03-31", "2027-04-30"]);
    }

    #[test]
    fn the_larger_rhythm_replaces_the_smaller() {
        let touches = schedule(&cadence(), day("2026-03-02"), chrono_tz::UTC, &WorkingWeek::default(), 12);
        let of_month = |m: usize| &touches[3 + m];
        assert_eq!(of_month(3).plan, 5);
        assert_eq!(of_month(6).plan, 6);
        assert_eq!(of_month(12).plan, 7);
        assert_eq!(of_month(12).replaces, [6, 5, 4]);
    }

    #[test]
    fn a_time_in_a_gap_comes_after_the_gap() {
        let at = NaiveTime::from_hms_opt(2, 30, 0).expect("a time");
        assert_eq!(
            moment(day("2026-03-29"), at, chrono_tz::Europe::Vienna).to_rfc3339(),
            "2026-03-29T01:30:00+00:00"
        );
        assert_eq!(
            moment(day("2026-10-25"), at, chrono_tz::Europe::Vienna).to_rfc3339(),
            "2026-10-25T00:30:00+00:00"
        );
    }

    proptest! {
        #[test]
        fn touches_keep_their_order_and_fall_on_working_days(offset in 0u64..3000, zone in 0usize..chrono_tz::TZ_VARIANTS.len()) {
            let signed = day("2024-01-01") + Days::new(offset);
            let touches = schedule(&cadence(), signed, chrono_tz::TZ_VARIANTS[zone], &WorkingWeek::default(), 24);
            prop_assert_eq!(touches.len(), 28);
            for pair in touches.windows(2) {
                prop_assert!(pair[0].date <= pair[1].date);
                prop_assert!(pair[0].due <= pair[1].due);
            }
            for touch in &touches {
                prop_assert!(touch.date >= touch.planned && touch.date > signed);
                prop_assert!(touch.date.weekday().number_from_monday() <= 5);
            }
        }
    }
}
