//! What a trainer says of a drill beside what the machine said: marks for checks, and the score that they come to.
//! The arithmetic is that of `score`, over receipts as they were stored: 100 × earned ÷ rated, less the faults.
//! It must not judge words, nor forget what the machine said.

use super::ids::SessionId;
use super::score::percent;

/// The most characters of the reason for a changed verdict.
pub const LONGEST_REASON: usize = 500;
/// The most characters of a comment on a drill.
pub const LONGEST_COMMENT: usize = 1_000;

/// What somebody says of a check. A fault is a check that was met where the fault was not made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mark {
    /// All that the check asks was done.
    Met,
    /// Some of it: half of its points.
    Partly,
    /// None of it.
    NotMet,
    /// It could not be judged, so it is left out of the score.
    NotRated,
}

impl Mark {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Met, Self::Partly, Self::NotMet, Self::NotRated];
    /// Those of somebody who marks blind: whoever reads a transcript can say what is in it.
    pub const BLIND: [Self; 3] = [Self::Met, Self::Partly, Self::NotMet];
    /// Those of a fault.
    pub const OF_FAULT: [Self; 2] = [Self::Met, Self::NotMet];

    /// Its name in rows and lists.
    pub fn name(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Partly => "partly",
            Self::NotMet => "not-met",
            Self::NotRated => "not-rated",
        }
    }

    /// Thousandths of a point that a check of this weight earns by it; `None` where it is not rated.
    pub fn earned(self, weight: u32) -> Option<u32> {
        match self {
            Self::Met => Some(weight.saturating_mul(1_000)),
            Self::Partly => Some(weight.saturating_mul(500)),
            Self::NotMet => Some(0),
            Self::NotRated => None,
        }
    }

    /// The mark that stands for what a check earned: anything between nothing and all is partly.
    pub fn of(weight: u32, earned: Option<u32>) -> Self {
        match earned {
            None => Self::NotRated,
            Some(0) => Self::NotMet,
            Some(earned) if earned >= weight.saturating_mul(1_000) => Self::Met,
            Some(_) => Self::Partly,
        }
    }
}

/// A check or a fault as it counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Item {
    /// A check.
    Check {
        /// What it is worth, in points.
        weight: u32,
        /// Thousandths of a point earned; `None` where it is not rated.
        earned: Option<u32>,
    },
    /// A fault, by the points of the hundred that it costs.
    Fault(u32),
}

impl Item {
    /// The same as somebody marks it.
    pub fn marked(self, mark: Mark) -> Self {
        match (self, mark) {
            (Self::Check { weight, .. }, mark) => Self::Check { weight, earned: mark.earned(weight) },
            (Self::Fault(_), Mark::Met | Mark::NotRated) => Self::Fault(0),
            (fault @ Self::Fault(_), Mark::Partly | Mark::NotMet) => fault,
        }
    }
}

/// What checks and faults come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Total {
    /// Thousandths of a point earned.
    pub earned: u32,
    /// Thousandths of a point that could be rated.
    pub rated: u32,
    /// 100 × earned ÷ rated, rounded half up; `None` where nothing could be rated.
    pub base: Option<u32>,
    /// Points of the hundred lost by faults.
    pub faults_cost: u32,
    /// 0 to 100; `None` where nothing could be rated.
    pub score: Option<u32>,
}

impl Total {
    /// Adds up.
    pub fn of(items: impl IntoIterator<Item = Item>) -> Self {
        let (mut earned, mut rated, mut faults_cost) = (0u32, 0u32, 0u32);
        for item in items {
            match item {
                Item::Check { weight, earned: Some(points) } => {
                    earned = earned.saturating_add(points);
                    rated = rated.saturating_add(weight.saturating_mul(1_000));
                }
                Item::Check { earned: None, .. } => {}
                Item::Fault(cost) => faults_cost = faults_cost.saturating_add(cost),
            }
        }
        let base = percent(earned, rated);
        Self { earned, rated, base, faults_cost, score: base.map(|base| base.saturating_sub(faults_cost)) }
    }
}

/// Where a case stands in a server's queue: by the moment since which it waits, then by what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct QueuePlace {
    /// Since when it waits, in milliseconds since 1970.
    pub since_ms: i64,
    /// The drill.
    pub session: SessionId,
    /// 0 for the drill itself, else the disputed reply, counted from 1.
    pub reply: u32,
}

impl QueuePlace {
    /// Before every case.
    pub const START: Self = Self { since_ms: i64::MIN, session: SessionId(0), reply: 0 };
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check() -> impl Strategy<Value = Item> {
        (1..=100u32, prop::option::of(0..=100u32)).prop_map(|(weight, share)| Item::Check {
            weight,
            earned: share.map(|share| weight * 10 * share),
        })
    }

    fn items() -> impl Strategy<Value = Vec<Item>> {
        prop::collection::vec(prop_oneof![check(), (0..=30u32).prop_map(Item::Fault)], 0..12)
    }

    fn mark() -> impl Strategy<Value = Mark> {
        prop::sample::select(&Mark::ALL[..])
    }

    #[test]
    fn a_changed_verdict_is_added_up_like_the_machines() {
        let machine = [
            Item::Check { weight: 10, earned: Some(0) },
            Item::Check { weight: 30, earned: Some(15_000) },
            Item::Check { weight: 60, earned: None },
            Item::Fault(5),
        ];
        // By hand: 15 of 40 points are 37.5, rounded up to 38, less 5.
        assert_eq!(Total::of(machine).score, Some(33));
        let [first, second, third, fault] = machine;
        // By hand: 10 + 15 + 60 of 100 points, less 0.
        let trainer = [first.marked(Mark::Met), second, third.marked(Mark::Met), fault.marked(Mark::Met)];
        let total = Total::of(trainer);
        assert_eq!(
            (total.earned, total.rated, total.faults_cost, total.score),
            (85_000, 100_000, 0, Some(85))
        );
        // By hand: 10 of 10 points, less 5.
        let left_out = [first.marked(Mark::Met), second.marked(Mark::NotRated), third, fault];
        assert_eq!(Total::of(left_out).score, Some(95));
        assert_eq!(Total::of([third, fault]).score, None, "nothing could be rated");
    }

    #[test]
    fn a_mark_stands_for_what_a_check_earned() {
        let marks = [Some(10_000), Some(9_999), Some(1), Some(0), None].map(|earned| Mark::of(10, earned));
        assert_eq!(marks, [Mark::Met, Mark::Partly, Mark::Partly, Mark::NotMet, Mark::NotRated]);
    }

    proptest! {
        #[test]
        fn a_mark_never_leaves_the_weight_and_comes_back_as_itself(weight in 1..=100u32, mark in mark()) {
            let earned = mark.earned(weight);
            prop_assert!(earned.is_none_or(|earned| earned <= weight * 1_000));
            prop_assert_eq!(Mark::of(weight, earned), mark);
        }

        #[test]
        fn whatever_is_marked_the_score_stays_within_bounds(items in items(), marks in prop::collection::vec(mark(), 12)) {
            let marked = items.iter().zip(&marks).map(|(item, mark)| item.marked(*mark));
            let total = Total::of(marked);
            prop_assert!(total.earned <= total.rated);
            prop_assert!(total.score.is_none_or(|score| score <= 100));
        }

        #[test]
        fn to_mark_each_check_as_the_machine_did_changes_nothing_but_parts(items in items()) {
            let whole = |item: &Item| match *item {
                Item::Check { weight, earned } => Mark::of(weight, earned) != Mark::Partly,
                Item::Fault(_) => true,
            };
            let as_machine = |item: Item| match item {
                Item::Check { weight, earned } => item.marked(Mark::of(weight, earned)),
                Item::Fault(_) => item.marked(Mark::NotMet),
            };
            let plain: Vec<Item> = items.into_iter().filter(whole).collect();
            prop_assert_eq!(Total::of(plain.iter().copied().map(as_machine)), Total::of(plain.iter().copied()));
        }

        #[test]
        fn a_better_mark_never_lowers_the_score(items in items(), at in 0..12usize) {
            let Some(Item::Check { earned: Some(_), .. }) = items.get(at) else { return Ok(()) };
            let with = |mark: Mark| {
                let marked = items.iter().enumerate();
                Total::of(marked.map(|(n, item)| if n == at { item.marked(mark) } else { *item })).score
            };
            prop_assert!(with(Mark::NotMet) <= with(Mark::Partly) && with(Mark::Partly) <= with(Mark::Met));
        }
    }
}
