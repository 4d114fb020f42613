//! Training sessions: when which test may be taken, who is asked when, and which drills are parallel to each other.
//! A pre-test is taken before the session is closed; a post-test within a week after; a delayed test three to four weeks
//! after, for only then does it show what stayed (field notes 3.5). Check-ins about use on the job follow at 30, 60, 90 days.
//! It must not know who took what.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

use super::ids::Id;
use super::purpose::Stage;
use super::scenario::Scenario;

/// The days after closing on which rep and manager are asked whether it is used on the job.
pub const CHECK_IN_DAYS: [u32; 3] = [30, 60, 90];
/// For so many days after the day, a check-in may be answered.
const CHECK_IN_OPEN: i64 = 21;

/// From when until when something may be done; the end is not part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// The first moment.
    pub from: DateTime<Utc>,
    /// The moment after the last; `None` while it is open.
    pub until: Option<DateTime<Utc>>,
}

impl Window {
    /// Whether it is open.
    pub fn holds(&self, now: DateTime<Utc>) -> bool {
        self.from <= now && self.until.is_none_or(|until| now < until)
    }

    /// Whether it is over.
    pub fn is_over(&self, now: DateTime<Utc>) -> bool {
        self.until.is_some_and(|until| until <= now)
    }
}

/// When the test of a stage may be taken; `None` while that is not known, because the session is still open.
pub fn window(stage: Stage, opened: DateTime<Utc>, closed: Option<DateTime<Utc>>) -> Option<Window> {
    let after = |days: i64, until: i64| {
        let closed = closed?;
        Some(Window { from: closed + TimeDelta::days(days), until: Some(closed + TimeDelta::days(until)) })
    };
    match stage {
        Stage::Pre => Some(Window { from: opened, until: closed }),
        Stage::Post => after(0, 7),
        Stage::Delayed => after(21, 31),
    }
}

/// When a check-in may be answered.
pub fn check_in_window(day: u32, closed: DateTime<Utc>) -> Window {
    let from = closed + TimeDelta::days(i64::from(day));
    Window { from, until: Some(from + TimeDelta::days(CHECK_IN_OPEN)) }
}

/// What a check-in is answered with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Use {
    /// Used with customers, more than twice.
    Often,
    /// Used once or twice.
    Tried,
    /// There was no occasion.
    NoOccasion,
    /// Not used though there was an occasion; of a manager: not seen.
    NotYet,
}

impl Use {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Often, Self::Tried, Self::NoOccasion, Self::NotYet];

    /// Its name in rows and files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Often => "often",
            Self::Tried => "tried",
            Self::NoOccasion => "no-occasion",
            Self::NotYet => "not-yet",
        }
    }

    /// Whether it was used at all.
    pub fn used(self) -> bool {
        matches!(self, Self::Often | Self::Tried)
    }
}

/// The drills for before, after and later: three of the same kind, method and level where there are as many, so that nobody
/// is measured by a customer they know already. The first is the one that was asked for.
pub fn parallel_drills(scenarios: &[Arc<Scenario>], first: &Scenario) -> Vec<Id> {
    let alike =
        |s: &&Arc<Scenario>| s.kind == first.kind && s.method == first.method && s.level == first.level;
    let others = scenarios.iter().filter(alike).map(|s| &s.id).filter(|id| **id != first.id);
    let mut found: Vec<Id> =
        std::iter::once(&first.id).chain(others).take(Stage::ALL.len()).cloned().collect();
    while found.len() < Stage::ALL.len() {
        found.push(first.id.clone());
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(day: i64) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(1_790_000_000_000).expect("a moment") + TimeDelta::days(day)
    }

    fn open(stage: Stage, closed: Option<i64>, day: i64) -> bool {
        window(stage, at(0), closed.map(at)).is_some_and(|window| window.holds(at(day)))
    }

    #[test]
    fn each_test_has_its_time() {
        assert!(open(Stage::Pre, None, 0) && open(Stage::Pre, Some(2), 1));
        assert!(!open(Stage::Pre, Some(2), 2));
        assert!(!open(Stage::Post, None, 1));
        assert!(
            open(Stage::Post, Some(2), 2) && open(Stage::Post, Some(2), 8) && !open(Stage::Post, Some(2), 9)
        );
        assert!(!open(Stage::Delayed, Some(2), 22) && open(Stage::Delayed, Some(2), 23));
        assert!(open(Stage::Delayed, Some(2), 32) && !open(Stage::Delayed, Some(2), 33));
    }

    #[test]
    fn a_check_in_is_open_for_three_weeks() {
        let window = check_in_window(30, at(0));
        assert!(
            !window.holds(at(29)) && window.holds(at(30)) && window.holds(at(50)) && window.is_over(at(51))
        );
    }
}
