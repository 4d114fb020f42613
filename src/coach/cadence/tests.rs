//! The rhythm on chosen days, and what holds for any rhythm in any zone.
//! It must not look at how the schedule is made.

use super::*;
use crate::coach::calendar::{Calendar, Names};
use crate::coach::quiet::{Quiet, read_time};
use crate::coach::working_days::DayOff;
use chrono_tz::Tz;
use proptest::prelude::*;
use std::sync::Arc;

fn cadence_of(at: &str, days: &[u32], months: &[u32]) -> Cadence {
    let days = days.iter().map(|day| When::Day(*day));
    let months = months.iter().map(|every| When::EveryMonths(*every));
    let touch = |when| TouchPlan {
        id: Id::new(&format!("{when:?}")),
        when,
        title: String::new(),
        purpose: String::new(),
        checklist: Vec::new(),
        draft: String::new(),
    };
    Cadence {
        id: Id::new("customer"),
        title: String::new(),
        at: read_time(at).expect("a time"),
        touches: days.chain(months).map(touch).collect(),
        place: Place { file: Arc::from("t"), line: 1 },
    }
}

fn cadence() -> Cadence {
    cadence_of("09:00", &[1, 3, 7, 21], &[1, 3, 6, 12])
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn in_zone(zone: Tz) -> Rhythm {
    Rhythm { zone, quiet: None }
}

fn with_quiet(zone: Tz, from: &str, until: &str) -> Rhythm {
    let time = |text| read_time(text).expect("a time");
    Rhythm { zone, quiet: Quiet::new(time(from), time(until)) }
}

fn plain(signed: &str, months: u32) -> Vec<Touch> {
    schedule(&cadence(), day(signed), &in_zone(chrono_tz::Asia::Shanghai), &WorkingDays::default(), months)
}

#[test]
fn a_friday_signing_tells_the_weekend_touch_together_with_mondays() {
    let touches = plain("2026-03-06", 0);
    let dates: Vec<String> = touches.iter().map(|t| t.date.to_string()).collect();
    assert_eq!(dates, ["2026-03-09", "2026-03-13", "2026-03-27"]);
    let first = &touches[0];
    assert_eq!((first.plan, first.planned), (1, day("2026-03-09")));
    assert_eq!(first.merged, [(0, day("2026-03-07"))]);
    assert_eq!(first.why, [Reason::Merged]);
    assert_eq!(first.due.to_rfc3339(), "2026-03-09T01:00:00+00:00");
}

#[test]
fn a_touch_that_moves_tells_the_days_that_it_passed_over() {
    let touches = plain("2026-03-05", 0);
    let weekend = Off { from: day("2026-03-08"), to: day("2026-03-08"), why: DayOff::Weekend };
    assert_eq!((touches[1].planned, touches[1].date), (day("2026-03-08"), day("2026-03-09")));
    assert_eq!(touches[1].why, [Reason::Passed(weekend)]);
    assert_eq!(touches[0].why, []);
}

#[test]
fn months_clamp_to_their_end_and_do_not_drift() {
    let touches = plain("2027-01-31", 3);
    let months: Vec<_> = touches.iter().filter(|t| t.plan >= 4).map(|t| t.planned.to_string()).collect();
    assert_eq!(months, ["2027-02-28", "2027-03-31", "2027-04-30"]);
    let clamped = |t: &Touch| t.why.contains(&Reason::Clamped(31));
    assert_eq!(touches.iter().filter(|t| clamped(t)).count(), 2);
    let leap = plain("2024-02-29", 48);
    let yearly: Vec<_> = leap.iter().filter(|t| t.plan == 7).map(|t| t.planned.to_string()).collect();
    assert_eq!(yearly, ["2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"]);
}

#[test]
fn the_larger_rhythm_replaces_the_smaller() {
    let touches = plain("2026-03-02", 12);
    let of_month = |m: usize| &touches[3 + m];
    assert_eq!([3, 6, 12].map(|m| of_month(m).plan), [5, 6, 7]);
    assert_eq!(of_month(12).replaces, [6, 5, 4]);
    assert!(of_month(12).why.contains(&Reason::Replaces) && !of_month(1).why.contains(&Reason::Replaces));
}

#[test]
fn what_coincides_by_the_rule_is_told_once_and_led_by_the_longer_rhythm() {
    let custom = cadence_of("09:00", &[31], &[1]);
    let rhythm = in_zone(chrono_tz::UTC);
    let touches = schedule(&custom, day("2026-01-01"), &rhythm, &WorkingDays::default(), 1);
    assert_eq!(touches.len(), 1);
    assert_eq!((touches[0].plan, &touches[0].merged[..]), (1, &[(0, day("2026-02-01"))][..]));
}

#[test]
fn a_year_that_the_calendar_does_not_know_is_told() {
    let calendar = Calendar {
        id: Id::new("CN"),
        title: Names::default(),
        years: [2026].into(),
        off: [(day("2026-12-31"), Names::of_any_language("Closing"))].into(),
        working: [].into(),
        place: Place { file: Arc::from("t"), line: 1 },
    };
    let days = WorkingDays { calendar: Some(Arc::new(calendar)), ..WorkingDays::default() };
    let rhythm = in_zone(chrono_tz::UTC);
    let touches = schedule(&cadence(), day("2026-12-28"), &rhythm, &days, 0);
    assert_eq!(touches[0].why, []);
    assert_eq!(touches[1].date, day("2027-01-01"));
    assert!(
        matches!(&touches[1].why[..], [Reason::Passed(off), Reason::UnknownYear(2027)] if off.to == day("2026-12-31"))
    );
}

#[test]
fn clocks_that_are_changed_are_told() {
    let vienna = in_zone(chrono_tz::Europe::Vienna);
    let week = crate::coach::working_days::read_week("1-7").expect("a week");
    let days = WorkingDays { week, ..WorkingDays::default() };
    let why = |signed: &str| {
        schedule(&cadence_of("02:30", &[1], &[]), day(signed), &vienna, &days, 0)[0].why.clone()
    };
    assert_eq!(why("2026-03-28"), [Reason::Gap]);
    assert_eq!(why("2026-10-24"), [Reason::Overlap]);
}

#[test]
fn quiet_hours_are_waited_for_and_a_day_off_after_midnight_is_passed_over() {
    let shanghai = chrono_tz::Asia::Shanghai;
    let first = |at: &str, rhythm: &Rhythm, signed: &str| {
        let touches = schedule(&cadence_of(at, &[1], &[]), day(signed), rhythm, &WorkingDays::default(), 0);
        let local = touches[0].due.with_timezone(&shanghai).format("%a %F %R").to_string();
        (local, touches[0].why.clone())
    };
    let night = with_quiet(shanghai, "22:00", "09:30");
    assert_eq!(first("09:00", &night, "2026-03-04"), ("Thu 2026-03-05 09:30".into(), vec![Reason::Quiet]));
    assert_eq!(first("22:30", &night, "2026-03-04"), ("Fri 2026-03-06 09:30".into(), vec![Reason::Quiet]));
    let (moved, why) = first("22:30", &night, "2026-03-05");
    assert_eq!(moved, "Mon 2026-03-09 09:30");
    assert!(matches!(&why[..], [Reason::Passed(off), Reason::Quiet] if off.why == DayOff::Weekend));
}

proptest! {
    #[test]
    fn touches_keep_their_order_and_none_is_lost_whatever_the_rhythm(
        offset in 0u64..3000,
        zone in 0usize..chrono_tz::TZ_VARIANTS.len(),
        at in 0u32..1440,
        quiet in proptest::option::of((0u32..1440, 0u32..1440)),
        days in proptest::collection::btree_set(1u32..400, 0..6),
        months in proptest::collection::btree_set(1u32..14, 0..5),
        worked in 1u8..128,
    ) {
        let time = |m: u32| NaiveTime::from_hms_opt(m / 60, m % 60, 0).expect("a time");
        let (once, monthly): (Vec<u32>, Vec<u32>) = (days.into_iter().collect(), months.into_iter().collect());
        let cadence = Cadence { at: time(at), ..cadence_of("09:00", &once, &monthly) };
        let signed = day("2024-01-01") + Days::new(offset);
        let quiet = quiet.and_then(|(from, until)| Quiet::new(time(from), time(until)));
        let rhythm = Rhythm { zone: chrono_tz::TZ_VARIANTS[zone], quiet };
        let worked = crate::coach::working_days::WEEK.into_iter().enumerate().filter(|(i, _)| worked & (1 << i) != 0);
        let week = crate::coach::working_days::Week::new(worked.map(|(_, day)| day)).expect("a week");
        let days = WorkingDays { week, ..WorkingDays::default() };
        let touches = schedule(&cadence, signed, &rhythm, &days, 24);
        let told: usize = touches.iter().map(|touch| 1 + touch.merged.len()).sum();
        let by_month = (1..=24).filter(|month| monthly.iter().any(|every| month % every == 0)).count();
        prop_assert_eq!(told, once.len() + by_month);
        for pair in touches.windows(2) {
            prop_assert!(pair[0].date < pair[1].date && pair[0].due < pair[1].due && pair[0].planned <= pair[1].planned);
        }
        for touch in &touches {
            prop_assert!(touch.date >= touch.planned && touch.planned > signed);
            prop_assert!(days.off(touch.date).is_none());
            prop_assert_eq!(touch.due.with_timezone(&rhythm.zone).date_naive(), touch.date);
            prop_assert!(quiet.is_none_or(|quiet| !quiet.is_quiet(touch.due, rhythm.zone)));
            prop_assert!(touch.merged.is_sorted_by_key(|(_, planned)| *planned));
            prop_assert_eq!(touch.why.contains(&Reason::Merged), !touch.merged.is_empty());
        }
    }
}
