//! Every zone whose clocks are changed, every day of signing of eight years, with and without China's calendar: all dates and
//! moments are held against a second reckoning that shares nothing with the first one. In a debug build a sample is looked at.
//! It must not use the cadence's own arithmetic for what it expects.

mod reckoned;

use std::collections::BTreeMap;

use crate::support::bench::shipped;
use chrono::{NaiveDate, TimeZone, Utc};
use chrono_tz::{TZ_VARIANTS, Tz};
use reckoned::{Days, Expected, Zone, day_number};
use sparring::coach::cadence::{Cadence, Reason, Touch, schedule};
use sparring::coach::local::{Shown, shown};
use sparring::coach::quiet::{Rhythm, read_time};
use sparring::coach::working_days::WorkingDays;

/// Sampled in a debug build: every so-manieth zone and day.
const STRIDE: (usize, usize) = if cfg!(debug_assertions) { (29, 31) } else { (1, 1) };
const MONTHS: u32 = 24;
const CN: &str = include_str!("../../playbooks/calendars/cn.toml");

/// The cadence that is shipped, at another hour.
fn cadence(at: &str) -> Cadence {
    let shipped = &shipped().playbook("en").expect("a playbook").cadences["customer"];
    Cadence { at: read_time(at).expect("a time"), ..Cadence::clone(shipped) }
}

fn china() -> WorkingDays {
    WorkingDays { calendar: shipped().calendar("CN").cloned(), ..WorkingDays::default() }
}

#[derive(Debug, Default)]
struct Seen {
    schedules: u64,
    touches: u64,
    merged: u64,
    moved: u64,
    clamped: u64,
    gaps: u64,
    overlaps: u64,
    unknown_years: u64,
}

impl Seen {
    fn count(&mut self, touches: &[Touch]) {
        self.schedules += 1;
        for touch in touches {
            self.touches += 1;
            self.merged += touch.merged.len() as u64;
            for reason in &touch.why {
                match reason {
                    Reason::Clamped(_) => self.clamped += 1,
                    Reason::Passed(_) => self.moved += 1,
                    Reason::Gap => self.gaps += 1,
                    Reason::Overlap => self.overlaps += 1,
                    Reason::UnknownYear(_) => self.unknown_years += 1,
                    Reason::Replaces | Reason::Merged | Reason::Quiet => {}
                }
            }
        }
    }
}

/// Holds a schedule against what is expected of it.
fn holds(touches: &[Touch], expected: &[Expected], zone: &Zone, minute: i64, days: &Days, signed: i64) {
    assert_eq!(touches.len(), expected.len());
    let mut told = 0;
    let mut before = (signed, i64::MIN);
    for (touch, wanted) in touches.iter().zip(expected) {
        let date = i64::from(touch.date.to_epoch_days());
        let planned = i64::from(touch.planned.to_epoch_days());
        assert_eq!((touch.plan, planned, date), (wanted.plan, wanted.planned, wanted.date));
        let merged = touch.merged.iter().map(|(plan, day)| (*plan, i64::from(day.to_epoch_days())));
        assert!(merged.eq(wanted.merged.iter().copied()));
        assert!(days.works(date) && date > before.0, "order and working days: {touch:?}");
        let (moment, times) = zone.reckon(date, minute);
        assert_eq!(touch.due.timestamp(), moment, "{touch:?}");
        assert!(moment > before.1);
        assert_eq!(touch.why.contains(&Reason::Gap), times == 0);
        assert_eq!(touch.why.contains(&Reason::Overlap), times == 2);
        assert_eq!(touch.why.iter().any(|why| matches!(why, Reason::Clamped(_))), wanted.clamped);
        assert_eq!(touch.why.iter().any(|why| matches!(why, Reason::Passed(_))), date != planned);
        let unknown = touch.why.iter().any(|why| matches!(why, Reason::UnknownYear(_)));
        assert_eq!(unknown, days.calendar && wanted.last_year > 2026, "{touch:?}");
        told += 1 + touch.merged.len();
        before = (date, moment);
    }
    assert_eq!(told, 4 + MONTHS as usize);
}

fn zones() -> BTreeMap<Zone, Vec<Tz>> {
    let mut zones: BTreeMap<Zone, Vec<Tz>> = BTreeMap::new();
    for zone in TZ_VARIANTS.into_iter().step_by(STRIDE.0) {
        let looked_at = Zone::observe(zone);
        if looked_at.changes_between(2020, 2030) {
            zones.entry(looked_at).or_default().push(zone);
        }
    }
    zones
}

#[test]
fn every_zone_and_every_day_of_signing_of_eight_years() {
    let zones = zones();
    let plain = Days::weekends();
    let cn = Days::of_calendar(CN);
    let cases = [(WorkingDays::default(), plain), (china(), cn)];
    let first = day_number(2024, 1, 1);
    let signings: Vec<i64> = (first..=day_number(2031, 12, 31)).step_by(STRIDE.1).collect();
    let mut seen = Seen::default();
    // The shipped hour in every zone by its name; hours over which clocks are changed once for each way of changing them.
    for (at, minute, by_name) in [("09:00", 540, true), ("02:30", 150, false), ("00:15", 15, false)] {
        let cadence = cadence(at);
        for (working, days) in &cases {
            let expected: Vec<Vec<Expected>> =
                signings.iter().map(|signed| reckoned::pings(*signed, i64::from(MONTHS), days)).collect();
            for (way, names) in &zones {
                for zone in names.iter().take(if by_name { names.len() } else { 1 }) {
                    let rhythm = Rhythm { zone: *zone, quiet: None };
                    for (signed, expected) in signings.iter().zip(&expected) {
                        let day = NaiveDate::from_epoch_days(i32::try_from(*signed).expect("near"))
                            .expect("a date");
                        let touches = schedule(&cadence, day, &rhythm, working, MONTHS);
                        holds(&touches, expected, way, minute, days, *signed);
                        seen.count(&touches);
                    }
                }
            }
        }
    }
    let names: usize = zones.values().map(Vec::len).sum();
    eprintln!(
        "{names} zones that change their clocks in {} ways, {} days of signing: {seen:?}",
        zones.len(),
        signings.len()
    );
    assert!(
        seen.merged > 0 && seen.clamped > 0 && seen.gaps > 0 && seen.overlaps > 0 && seen.unknown_years > 0
    );
    assert!(cfg!(debug_assertions) || (names > 200 && zones.len() > 30));
}

#[test]
fn every_minute_of_the_days_on_which_clocks_are_changed() {
    let mut minutes = 0_u64;
    for (way, names) in &zones() {
        let zone = names[0];
        for change in way.changes() {
            // What the clocks show, minute by minute as time goes by.
            let mut shows: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
            for moment in (change - 36 * 3600..change + 36 * 3600).step_by(60) {
                let local = Utc.timestamp_opt(moment, 0).unwrap().with_timezone(&zone).naive_local();
                shows.entry(local.and_utc().timestamp()).or_default().push(moment);
            }
            for local in (change - 12 * 3600..change + 12 * 3600).step_by(60) {
                let at = Utc.timestamp_opt(local, 0).unwrap().naive_utc();
                let (moment, times) = shown(at.date(), at.time(), zone);
                match shows.get(&local).map(Vec::as_slice) {
                    Some([only]) => assert_eq!((moment.timestamp(), times), (*only, Shown::Once)),
                    Some([first, _]) => assert_eq!((moment.timestamp(), times), (*first, Shown::Twice)),
                    Some(more) => panic!("{zone} shows {at} {} times", more.len()),
                    None => {
                        let (before, told) =
                            shows.range(..local).next_back().expect("a minute before the gap");
                        let after_gap = told.last().expect("a moment") + (local - before);
                        assert_eq!((moment.timestamp(), times), (after_gap, Shown::Never));
                    }
                }
                minutes += 1;
            }
        }
    }
    eprintln!("{minutes} minutes");
}

#[test]
fn chinas_calendar_names_its_days_off_in_both_languages() {
    let calendar = shipped().calendar("CN").expect("China's calendar");
    let day = |text: &str| text.parse::<NaiveDate>().expect("a date");
    let off = &calendar.off[&day("2026-10-03")];
    assert_eq!((off.of("zh-CN"), off.of("en")), (Some("国庆节"), Some("National Day")));
    assert_eq!(calendar.title.of("zh-CN"), Some("中国大陆"));
    let days = china();
    assert_eq!(days.next(day("2026-02-15")), day("2026-02-24"));
    assert_eq!(days.next(day("2026-02-14")), day("2026-02-14"));
    assert_eq!(calendar.years.iter().copied().collect::<Vec<_>>(), [2024, 2025, 2026]);
    assert!(calendar.off.values().all(|names| names.languages().count() == 2));
}
