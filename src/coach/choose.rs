//! Which drill suits a rep next, and why: what is due again, the weakest step, then the next harder one.
//! The intervals are the learner's cadence; the rest is counted from the rep's own drills.
//! It must not read the store: past drills are given.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;

use super::drill::HARDEST;
use super::ids::Id;
use super::progress::StepShare;
use super::scenario::Scenario;
use super::seed;

/// One drill of the past.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastDrill {
    /// The scenario's id.
    pub scenario: String,
    /// The day on which it was held.
    pub day: NaiveDate,
    /// Its score; `None` where nothing could be rated.
    pub score: Option<u32>,
    /// Whether it was passed.
    pub passed: bool,
}

/// Why a drill was chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// So many days after the last time it comes again.
    Due {
        /// Days since it was held.
        days: i64,
    },
    /// The step that earns least.
    Weak {
        /// The method.
        method: Id,
        /// The step.
        step: Id,
        /// Percent of its points that were earned.
        percent: u32,
    },
    /// The next one that was never held, a little harder or of another method.
    New,
    /// All were held; this one longest ago.
    LongAgo,
}

/// The drill that was chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The scenario.
    pub scenario: Id,
    /// How hard, 1 to 4.
    pub difficulty: u32,
    /// Why this one.
    pub reason: Reason,
}

/// A step that earns less than this share of its points is weak.
const WEAK_BELOW: u32 = 80;
/// A drill that scored so much is too easy for its level, and one below so little too hard.
const TOO_EASY: u32 = 90;
const TOO_HARD: u32 = 50;

/// Chooses a drill. `past` is the latest first, `weak` the weakest first, `intervals` the learner's cadence in days.
pub fn choose(
    scenarios: &[Arc<Scenario>],
    past: &[PastDrill],
    weak: &[StepShare],
    intervals: &[u32],
    today: NaiveDate,
    seed: u64,
) -> Option<Choice> {
    let held = |scenario: &Scenario| past.iter().filter(|drill| scenario.id == *drill.scenario).count();
    let chosen = due(scenarios, past, intervals, today)
        .or_else(|| weakest(scenarios, past, weak))
        .or_else(|| {
            let new = scenarios.iter().filter(|scenario| held(scenario) == 0);
            Some((next_new(new, scenarios, past, seed)?, Reason::New))
        })
        .or_else(|| {
            let last = |scenario: &Scenario| past.iter().position(|drill| scenario.id == *drill.scenario);
            Some((scenarios.iter().max_by_key(|s| (last(s), Reverse(&s.id)))?, Reason::LongAgo))
        });
    let (scenario, reason) = chosen?;
    Some(Choice { scenario: scenario.id.clone(), difficulty: difficulty(scenario, past), reason })
}

/// The scenario whose review is longest overdue. A drill that was passed waits for the next interval, one that was not
/// comes again after the first.
fn due<'s>(
    scenarios: &'s [Arc<Scenario>],
    past: &[PastDrill],
    intervals: &[u32],
    today: NaiveDate,
) -> Option<(&'s Arc<Scenario>, Reason)> {
    let overdue = |scenario: &Arc<Scenario>| {
        let own: Vec<&PastDrill> = past.iter().filter(|drill| scenario.id == *drill.scenario).collect();
        let last = own.first()?;
        let in_a_row = own.iter().take_while(|drill| drill.passed).count();
        let wait = intervals.get(in_a_row.saturating_sub(1))?;
        let days = (today - last.day).num_days();
        (days >= i64::from(*wait)).then_some((days - i64::from(*wait), days))
    };
    let all = scenarios.iter().filter_map(|scenario| Some((overdue(scenario)?, scenario)));
    let ((_, days), scenario) = all.max_by_key(|((late, _), s)| (*late, Reverse(s.level), Reverse(&s.id)))?;
    Some((scenario, Reason::Due { days }))
}

/// A scenario of the method whose step earns least: one that was held least often, the easier first.
fn weakest<'s>(
    scenarios: &'s [Arc<Scenario>],
    past: &[PastDrill],
    weak: &[StepShare],
) -> Option<(&'s Arc<Scenario>, Reason)> {
    let step = weak.iter().find(|step| step.percent < WEAK_BELOW)?;
    let last = past.first().map(|drill| drill.scenario.as_str());
    let own = scenarios.iter().filter(|s| s.method == *step.method.as_str() && Some(s.id.as_str()) != last);
    let times = |s: &Scenario| past.iter().filter(|drill| s.id == *drill.scenario).count();
    let scenario = own.min_by_key(|s| (times(s), s.level, &s.id))?;
    let (method, step_id) = (scenario.method.clone(), Id::new(&step.step));
    Some((scenario, Reason::Weak { method, step: step_id, percent: step.percent }))
}

/// The easiest that is new, of the method that was practised least; among equals chance decides.
fn next_new<'s>(
    new: impl Iterator<Item = &'s Arc<Scenario>>,
    scenarios: &[Arc<Scenario>],
    past: &[PastDrill],
    seed: u64,
) -> Option<&'s Arc<Scenario>> {
    let mut practised: BTreeMap<&Id, usize> = BTreeMap::new();
    for scenario in scenarios {
        *practised.entry(&scenario.method).or_default() +=
            past.iter().filter(|drill| scenario.id == *drill.scenario).count();
    }
    let rank = |s: &Arc<Scenario>| (s.level, practised.get(&s.method).copied().unwrap_or(0));
    let mut ranked: Vec<&Arc<Scenario>> = new.collect();
    ranked.sort_by_key(|s| (rank(s), s.id.clone()));
    let best = ranked.first().map(|s| rank(s))?;
    ranked.retain(|s| rank(s) == best);
    ranked.get(seed::pick(seed, 0, ranked.len())).copied()
}

/// As hard as the scenario's level, one more after two easy drills, one less after two hard ones.
fn difficulty(scenario: &Scenario, past: &[PastDrill]) -> u32 {
    let last: Vec<u32> = past.iter().filter_map(|drill| drill.score).take(2).collect();
    let both = |holds: fn(u32) -> bool| last.len() == 2 && last.iter().all(|score| holds(*score));
    if both(|score| score >= TOO_EASY) {
        return (scenario.level + 1).min(HARDEST);
    }
    if both(|score| score < TOO_HARD) { scenario.level.saturating_sub(1).max(1) } else { scenario.level }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coach::scenario::sample;

    const INTERVALS: [u32; 4] = [1, 3, 7, 21];

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, day).unwrap_or_default()
    }

    fn held(scenario: &str, on: u32, score: u32) -> PastDrill {
        PastDrill { scenario: scenario.into(), day: day(on), score: Some(score), passed: score >= 75 }
    }

    fn chosen(past: &[PastDrill], weak: &[StepShare], today: u32) -> (String, u32, Reason) {
        let scenarios = [sample("a", "spin", 1), sample("b", "spin", 2), sample("c", "fabe", 2)];
        let choice = choose(&scenarios, past, weak, &INTERVALS, day(today), 0).expect("there are drills");
        (choice.scenario.to_string(), choice.difficulty, choice.reason)
    }

    #[test]
    fn the_easiest_new_one_of_the_method_practised_least_comes_first() {
        assert_eq!(chosen(&[], &[], 1), ("a".into(), 1, Reason::New));
        assert_eq!(chosen(&[held("a", 1, 80)], &[], 1), ("c".into(), 2, Reason::New));
    }

    #[test]
    fn a_drill_comes_again_after_the_learners_intervals() {
        let once = [held("a", 1, 80)];
        assert_eq!(chosen(&once, &[], 2).2, Reason::Due { days: 1 });
        // Passed twice in a row, it waits for three days.
        let twice = [held("a", 2, 80), held("a", 1, 80)];
        assert_eq!(chosen(&twice, &[], 4).2, Reason::New);
        assert_eq!(chosen(&twice, &[], 5).2, Reason::Due { days: 3 });
        // What was not passed comes again the next day.
        let failed = [held("a", 5, 40), held("a", 2, 80), held("a", 1, 80)];
        assert_eq!(chosen(&failed, &[], 6).2, Reason::Due { days: 1 });
    }

    #[test]
    fn a_weak_step_is_practised_in_another_scenario_of_its_method() {
        let weak = [StepShare { method: "spin".into(), step: "problem".into(), percent: 40 }];
        let (scenario, _, reason) = chosen(&[held("a", 1, 80)], &weak, 1);
        assert_eq!(scenario, "b");
        assert!(matches!(reason, Reason::Weak { percent: 40, .. }));
        let strong = [StepShare { percent: 90, ..weak[0].clone() }];
        assert_eq!(chosen(&[held("a", 1, 80)], &strong, 1).2, Reason::New);
    }

    #[test]
    fn two_easy_drills_make_the_next_one_harder_and_two_hard_ones_easier() {
        let easy = [held("a", 1, 95), held("b", 1, 92)];
        assert_eq!(chosen(&easy, &[], 1), ("c".into(), 3, Reason::New));
        let hard = [held("a", 1, 30), held("b", 1, 10)];
        assert_eq!(chosen(&hard, &[], 1), ("c".into(), 1, Reason::New));
    }
}
