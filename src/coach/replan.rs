//! Planning anew: what has to change in the touches of a customer so that they stand as the rhythm says by now.
//! Months are added as time goes by, and calendars, working weeks and quiet hours change. What was told, put off or closed
//! stays as it is; nothing that was ever promised gets lost.
//! It must not know what touches are about.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use chrono::{DateTime, NaiveDate, Utc};

use super::cadence::{Cadence, Touch};
use super::ids::Id;

/// One touch as the rule alone gives it, whatever day it moves to and whatever it is told with.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Promise {
    /// The date that the rule gives.
    pub planned: NaiveDate,
    /// Its id in the cadence.
    pub plan: Id,
}

impl Promise {
    /// Reads `day-1@2026-03-07`.
    pub fn parse(text: &str) -> Option<Self> {
        let (plan, planned) = text.rsplit_once('@')?;
        Some(Self { planned: planned.parse().ok()?, plan: Id::new(plan) })
    }
}

impl fmt::Display for Promise {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.plan, self.planned)
    }
}

/// One ping: what is told at a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ping {
    /// What it is about.
    pub of: Promise,
    /// The moment.
    pub due: DateTime<Utc>,
    /// Earlier promises that it tells as well, in their order.
    pub with: Vec<Promise>,
}

impl Ping {
    /// The pings of a schedule.
    pub fn of_schedule(cadence: &Cadence, touches: &[Touch]) -> Vec<Self> {
        let promise = |(plan, planned): (usize, NaiveDate)| {
            Some(Promise { planned, plan: cadence.touches.get(plan)?.id.clone() })
        };
        let ping = |touch: &Touch| {
            let with = touch.merged.iter().filter_map(|merged| promise(*merged)).collect();
            Some(Self { of: promise((touch.plan, touch.planned))?, due: touch.due, with })
        };
        touches.iter().filter_map(ping).collect()
    }

    /// Everything that it tells, in its order.
    fn tells(&self) -> impl Iterator<Item = &Promise> {
        self.with.iter().chain([&self.of])
    }
}

/// What became of a stored touch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It waits for its moment, and nobody was told of it yet.
    Waits,
    /// It is told with another one.
    Merged,
    /// It was told, put off, closed: it is not changed any more.
    Settled,
}

/// A touch as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// Its number within the follow-up.
    pub n: u32,
    /// What it tells, and when.
    pub ping: Ping,
    /// What became of it.
    pub fate: Fate,
}

/// What has to be changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// A new touch, under this number.
    Add(u32, Ping),
    /// A touch that waits has another moment, or tells other promises as well.
    Move(u32, Ping),
    /// A touch that waits is told with another one from now on.
    Merge(u32),
    /// A touch that was told with another one stands by itself again.
    Return(u32, Ping),
}

/// What is to change in the stored touches for them to follow a schedule.
///
/// Only what lies ahead of `now` is moved, and only to moments ahead of it. A promise that was never stored is added when its
/// moment lies ahead; also when it comes after all that are stored or, where none is, is due from `since` on: so a customer
/// taken over late brings no old promises, and a program that was down misses none.
pub fn replan(stored: &[Stored], schedule: &[Ping], since: DateTime<Utc>, now: DateTime<Utc>) -> Vec<Change> {
    let waiting = |touch: &&Stored| touch.fate == Fate::Waits && touch.ping.due > now;
    let told_at: BTreeMap<&Promise, DateTime<Utc>> = stored
        .iter()
        .filter(waiting)
        .flat_map(|touch| touch.ping.tells().map(|promise| (promise, touch.ping.due)))
        .collect();
    let settled: BTreeSet<&Promise> = stored
        .iter()
        .filter(|touch| touch.fate != Fate::Merged && !waiting(touch))
        .flat_map(|touch| touch.ping.tells())
        .collect();
    let last = stored.iter().flat_map(|touch| touch.ping.tells()).map(|promise| promise.planned).max();
    let is_new = |promise: &Promise, due| last.map_or(due >= since, |last| promise.planned > last);

    let mut pings: BTreeMap<DateTime<Utc>, Vec<&Promise>> = BTreeMap::new();
    let mut known: BTreeSet<&Promise> = BTreeSet::new();
    for (promise, due) in schedule.iter().flat_map(|ping| ping.tells().map(|promise| (promise, ping.due))) {
        known.insert(promise);
        let kept = told_at.get(promise).copied().filter(|_| due <= now);
        let wanted = due > now || is_new(promise, due);
        if !settled.contains(promise) && (kept.is_some() || wanted) {
            pings.entry(kept.unwrap_or(due)).or_default().push(promise);
        }
    }
    for (promise, due) in told_at.into_iter().rev() {
        if !known.contains(promise) && !settled.contains(promise) {
            pings.entry(due).or_default().insert(0, promise);
        }
    }
    changes(stored, &pings, now)
}

/// The changes after which these promises are told at these moments, the last of each moment leading.
fn changes(
    stored: &[Stored],
    pings: &BTreeMap<DateTime<Utc>, Vec<&Promise>>,
    now: DateTime<Utc>,
) -> Vec<Change> {
    let open =
        |touch: &&Stored| touch.fate == Fate::Merged || (touch.fate == Fate::Waits && touch.ping.due > now);
    let rows: BTreeMap<&Promise, &Stored> =
        stored.iter().filter(open).map(|touch| (&touch.ping.of, touch)).collect();
    let mut free = stored.iter().map(|touch| touch.n + 1).max().unwrap_or(0)..;
    let mut all = Vec::new();
    for (&due, promises) in pings {
        let Some((&of, with)) = promises.split_last() else { continue };
        for row in with.iter().filter_map(|promise| rows.get(promise)) {
            all.extend((row.fate == Fate::Waits).then_some(Change::Merge(row.n)));
        }
        let ping =
            Ping { of: of.clone(), due, with: with.iter().map(|promise| (*promise).clone()).collect() };
        all.extend(match rows.get(of) {
            Some(row) if row.fate == Fate::Merged => Some(Change::Return(row.n, ping)),
            Some(row) => (row.ping != ping).then_some(Change::Move(row.n, ping)),
            None => free.next().map(|n| Change::Add(n, ping)),
        });
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(text: &str) -> DateTime<Utc> {
        format!("{text}T09:00:00Z").parse().expect("a moment")
    }

    fn promise(text: &str) -> Promise {
        Promise::parse(text).expect("a promise")
    }

    /// `2026-03-09 day-3@2026-03-09 day-1@2026-03-07`: the day, what leads, what it tells as well.
    fn ping(text: &str) -> Ping {
        let mut parts = text.split(' ');
        let due = at(parts.next().expect("a day"));
        let of = promise(parts.next().expect("a promise"));
        Ping { of, due, with: parts.map(promise).collect() }
    }

    fn pings(lines: &[&str]) -> Vec<Ping> {
        lines.iter().map(|line| ping(line)).collect()
    }

    fn apply(stored: &mut Vec<Stored>, changes: Vec<Change>) {
        for change in changes {
            let (n, ping, fate) = match change {
                Change::Add(n, ping) => {
                    stored.push(Stored { n, ping, fate: Fate::Waits });
                    continue;
                }
                Change::Move(n, ping) | Change::Return(n, ping) => (n, Some(ping), Fate::Waits),
                Change::Merge(n) => (n, None, Fate::Merged),
            };
            let row = stored.iter_mut().find(|row| row.n == n).expect("a stored touch");
            assert_ne!(row.fate, Fate::Settled);
            row.fate = fate;
            row.ping = ping.unwrap_or_else(|| row.ping.clone());
        }
    }

    /// What is told when, as in [`ping`].
    fn told(stored: &[Stored]) -> Vec<String> {
        let waits = stored.iter().filter(|row| row.fate == Fate::Waits);
        let mut all: Vec<String> = waits
            .map(|row| {
                let with = row.ping.with.iter().map(|promise| format!(" {promise}")).collect::<String>();
                format!("{} {}{with}", row.ping.due.date_naive(), row.ping.of)
            })
            .collect();
        all.sort();
        all
    }

    const PLAIN: [&str; 3] =
        ["2026-03-07 day-1@2026-03-07", "2026-03-09 day-3@2026-03-09", "2026-03-13 day-7@2026-03-13"];
    const WEEKEND_OFF: [&str; 2] =
        ["2026-03-09 day-3@2026-03-09 day-1@2026-03-07", "2026-03-13 day-7@2026-03-13"];

    fn planned(lines: &[&str]) -> Vec<Stored> {
        let mut stored = Vec::new();
        let changes = replan(&stored, &pings(lines), at("2026-03-06"), at("2026-03-06"));
        apply(&mut stored, changes);
        stored
    }

    fn replanned(stored: &mut Vec<Stored>, lines: &[&str], now: &str) -> Vec<Change> {
        let changes = replan(stored, &pings(lines), at("2026-03-06"), at(now));
        apply(stored, changes.clone());
        assert_eq!(replan(stored, &pings(lines), at("2026-03-06"), at(now)), []);
        changes
    }

    #[test]
    fn touches_are_merged_and_stand_alone_again_with_the_calendar() {
        let mut stored = planned(&PLAIN);
        let changes = replanned(&mut stored, &WEEKEND_OFF, "2026-03-06");
        assert_eq!(changes, [Change::Merge(0), Change::Move(1, ping(WEEKEND_OFF[0]))]);
        assert_eq!(told(&stored), WEEKEND_OFF);
        let changes = replanned(&mut stored, &PLAIN, "2026-03-06");
        assert_eq!(changes, [Change::Return(0, ping(PLAIN[0])), Change::Move(1, ping(PLAIN[1]))]);
        assert_eq!(told(&stored), PLAIN);
    }

    #[test]
    fn one_that_was_merged_from_the_beginning_gets_a_number_of_its_own() {
        let mut stored = planned(&WEEKEND_OFF);
        let changes = replanned(&mut stored, &PLAIN, "2026-03-06");
        assert_eq!(changes, [Change::Add(2, ping(PLAIN[0])), Change::Move(0, ping(PLAIN[1]))]);
    }

    #[test]
    fn what_was_told_stays_and_is_not_told_again_with_another() {
        let mut stored = planned(&PLAIN);
        stored[0].fate = Fate::Settled;
        assert_eq!(replanned(&mut stored, &WEEKEND_OFF, "2026-03-08"), []);
        assert_eq!(told(&stored), PLAIN[1..]);
    }

    #[test]
    fn what_is_about_to_be_told_is_left_alone() {
        let mut stored = planned(&PLAIN);
        let later = ["2026-03-10 day-1@2026-03-07", "2026-03-11 day-3@2026-03-09"];
        assert_eq!(replanned(&mut stored, &later, "2026-03-07"), [Change::Move(1, ping(later[1]))]);
    }

    #[test]
    fn what_would_have_been_told_by_now_keeps_its_moment() {
        let mut stored = planned(&WEEKEND_OFF);
        assert_eq!(replanned(&mut stored, &PLAIN, "2026-03-08"), []);
        let later = [PLAIN[0], "2026-03-10 day-3@2026-03-09"];
        let changes = replanned(&mut stored, &later, "2026-03-08");
        let alone = ping("2026-03-09 day-1@2026-03-07");
        assert_eq!(changes, [Change::Add(2, alone), Change::Move(0, ping(later[1]))]);
    }

    #[test]
    fn further_months_are_added_also_when_nobody_looked_in_time() {
        let mut stored = planned(&PLAIN);
        stored.iter_mut().for_each(|row| row.fate = Fate::Settled);
        let lines = [
            "2026-03-07 day-2@2026-03-08",
            PLAIN[2],
            "2026-04-06 monthly@2026-04-06",
            "2026-05-06 monthly@2026-05-06",
        ];
        let changes = replanned(&mut stored, &lines, "2026-05-01");
        assert_eq!(changes, [Change::Add(3, ping(lines[2])), Change::Add(4, ping(lines[3]))]);
    }

    #[test]
    fn a_customer_taken_over_late_brings_no_old_promises() {
        let changes = replan(&[], &pings(&PLAIN), at("2026-03-09"), at("2026-03-10"));
        assert_eq!(changes, [Change::Add(0, ping(PLAIN[1])), Change::Add(1, ping(PLAIN[2]))]);
    }

    #[test]
    fn a_promise_that_the_rhythm_no_longer_gives_is_kept() {
        let mut stored = planned(&WEEKEND_OFF);
        assert_eq!(replanned(&mut stored, &[PLAIN[2]], "2026-03-06"), []);
        let changes = replanned(&mut stored, &[PLAIN[1], PLAIN[2]], "2026-03-06");
        assert_eq!((changes, told(&stored)), (vec![], WEEKEND_OFF.map(str::to_owned).to_vec()));
    }

    #[test]
    fn promises_are_read_as_they_are_written() {
        assert_eq!(promise("a@b@2026-03-07").to_string(), "a@b@2026-03-07");
        assert!(["", "day-1", "day-1@", "day-1@7"].iter().all(|odd| Promise::parse(odd).is_none()));
    }

    /// A rhythm of ten promises over forty days, whose pings are so far apart that some of them meet.
    fn rhythm(step: u32, months: u32) -> Vec<Ping> {
        let first: NaiveDate = "2026-03-01".parse().expect("a date");
        let mut pings: Vec<Ping> = Vec::new();
        for n in 1..=months {
            let planned = first + chrono::Days::new(u64::from(n) * 4);
            let of = Promise { planned, plan: Id::new("touch") };
            let due = at("2026-03-01") + chrono::TimeDelta::days(i64::from((n * 4).next_multiple_of(step)));
            let before = pings.pop_if(|before| before.due == due);
            let with = before.map_or_else(Vec::new, |p| p.with.into_iter().chain([p.of]).collect());
            pings.push(Ping { of, due, with });
        }
        pings
    }

    proptest! {
        #[test]
        fn whatever_changes_each_promise_is_told_once_and_none_is_lost(
            steps in proptest::collection::vec((0u32..6, 1u32..12, 0u32..4, any::<u8>()), 1..12),
        ) {
            let begin = at("2026-03-01");
            let (mut stored, mut now, mut months) = (Vec::new(), begin, 4);
            let mut promised: BTreeSet<Promise> = BTreeSet::new();
            for (days, step, more, settle) in steps {
                now += chrono::TimeDelta::days(i64::from(days));
                months += more;
                for (at, row) in stored.iter_mut().enumerate().filter(|(_, row): &(usize, &mut Stored)| row.fate == Fate::Waits) {
                    let early = settle & (1 << (at % 8)) != 0 && settle % 3 == 0;
                    row.fate = if row.ping.due < now || early { Fate::Settled } else { Fate::Waits };
                }
                let before: Vec<Stored> = stored.iter().filter(|row| row.fate == Fate::Settled).cloned().collect();
                let schedule = rhythm(step, months);
                let changes = replan(&stored, &schedule, begin, now);
                apply(&mut stored, changes);
                prop_assert!(before.iter().all(|row| stored.contains(row)));
                prop_assert_eq!(replan(&stored, &schedule, begin, now), []);
                let told: Vec<Promise> = stored.iter().filter(|row| row.fate != Fate::Merged)
                    .flat_map(|row| row.ping.tells().cloned()).collect();
                let once: BTreeSet<Promise> = told.iter().cloned().collect();
                prop_assert_eq!(told.len(), once.len());
                prop_assert!(promised.is_subset(&once));
                for ping in schedule.iter().filter(|ping| ping.due > now) {
                    prop_assert!(ping.tells().all(|promise| once.contains(promise)));
                }
                prop_assert_eq!(once.len(), usize::try_from(months).expect("few"));
                promised = once;
                let numbers: BTreeSet<u32> = stored.iter().map(|row| row.n).collect();
                prop_assert_eq!(numbers.len(), stored.len());
                // There and back again.
                let mut other = stored.clone();
                let there = replan(&other, &rhythm(step + 1, months), begin, begin);
                apply(&mut other, there);
                let back = replan(&other, &schedule, begin, begin);
                apply(&mut other, back);
                let ahead = |rows: &[Stored]| {
                    let mut first = rows.to_vec();
                    let plan = replan(&first, &schedule, begin, begin);
                    apply(&mut first, plan);
                    super::tests::told(&first)
                };
                prop_assert_eq!(ahead(&other), ahead(&stored));
            }
        }
    }
}
