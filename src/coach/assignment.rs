//! Assignments: what a trainer asks for, and how a rep stands in it by the attempts that were made.
//! A standing is computed whenever it is asked for. A step is passed by the first attempt that reaches its pass mark, and
//! no further one is counted there; it is failed when all attempts are used up; the next step waits until it is passed.
//! It must not know who is told of it.

use chrono::{DateTime, Days, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;

use super::local::moment;
use super::quiet::Rhythm;

/// The hour of the morning at which reminders come, in the rep's zone.
const MORNING: u32 = 9;
/// How long after its end an assignment is still listed.
pub const LISTED_FOR: TimeDelta = TimeDelta::days(30);

/// What a step is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum StepKind {
    /// A role-play.
    Drill,
    /// A quiz.
    Quiz,
}

impl StepKind {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Drill, Self::Quiz];

    /// Its name in rows.
    pub fn name(self) -> &'static str {
        match self {
            Self::Drill => "drill",
            Self::Quiz => "quiz",
        }
    }
}

/// What counts of an assignment when it is asked how somebody stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// The pass mark of each step, in percent.
    pub passes: Vec<u32>,
    /// Attempts allowed for each step.
    pub attempts: u32,
    /// Until when; `None` without an end.
    pub due: Option<DateTime<Utc>>,
}

/// One official attempt. A drill that was left before anything was said is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attempt {
    /// At which step, from 0.
    pub step: u32,
    /// When it began.
    pub started: DateTime<Utc>,
    /// When it ended; `None` while it is open.
    pub ended: Option<DateTime<Utc>>,
    /// What it came to, in percent; `None` where nothing could be rated.
    pub percent: Option<u32>,
}

/// How far somebody is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// No attempt was begun.
    NotBegun,
    /// At a step, with attempts left, the open one among them.
    UnderWay {
        /// Which step, from 0.
        step: u32,
        /// Attempts left for it.
        left: u32,
    },
    /// Every step is passed.
    Passed {
        /// When the last one was.
        at: DateTime<Utc>,
        /// Whether that was after the end.
        late: bool,
    },
    /// The attempts at a step are used up.
    Failed {
        /// Which step, from 0.
        step: u32,
    },
}

/// How somebody stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// How far they are.
    pub progress: Progress,
    /// Whether the end is past and there is still something to do.
    pub overdue: bool,
    /// The best result at the step that they are at, else at the last one, in percent.
    pub best: Option<u32>,
}

impl Standing {
    /// Whether there is nothing more to do.
    pub fn is_over(&self) -> bool {
        matches!(self.progress, Progress::Passed { .. } | Progress::Failed { .. })
    }
}

/// How somebody stands by their attempts, which may come in any order.
pub fn standing(task: &Task, attempts: &[Attempt], now: DateTime<Utc>) -> Standing {
    let mut passed_at = None;
    let mut best = None;
    for (step, pass) in (0u32..).zip(&task.passes) {
        let mut own: Vec<&Attempt> = attempts.iter().filter(|attempt| attempt.step == step).collect();
        own.sort_by_key(|attempt| attempt.started);
        best = own.iter().filter_map(|attempt| attempt.percent).max();
        let passing = own.iter().find(|attempt| attempt.percent.is_some_and(|percent| percent >= *pass));
        if let Some(ended) = passing.and_then(|attempt| attempt.ended) {
            passed_at = passed_at.max(Some(ended));
            continue;
        }
        let used = u32::try_from(own.iter().filter(|attempt| attempt.ended.is_some()).count());
        let left = task.attempts.saturating_sub(used.unwrap_or(u32::MAX));
        let progress = match left {
            0 => Progress::Failed { step },
            _ if step == 0 && own.is_empty() => Progress::NotBegun,
            _ => Progress::UnderWay { step, left },
        };
        let overdue = left > 0 && task.due.is_some_and(|due| due < now);
        return Standing { progress, overdue, best };
    }
    let at = passed_at.unwrap_or(now);
    let late = task.due.is_some_and(|due| due < at);
    Standing { progress: Progress::Passed { at, late }, overdue: false, best }
}

/// The end of a day in a zone: its last minute.
pub fn end_of(day: chrono::NaiveDate, zone: Tz) -> DateTime<Utc> {
    let next = day.checked_add_days(Days::new(1)).unwrap_or(day);
    moment(next, NaiveTime::MIN, zone) - TimeDelta::minutes(1)
}

/// When a rep is reminded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reminders {
    /// Before the end; `None` where quiet hours leave no room.
    pub soon: Option<DateTime<Utc>>,
    /// After it.
    pub overdue: DateTime<Utc>,
}

/// Reminders of something that was handed out and has an end: in the morning of the day before, or after half of the time
/// where that is later; and in the morning after. Quiet hours are waited for.
pub fn reminders(handed: DateTime<Utc>, due: DateTime<Utc>, rhythm: &Rhythm) -> Reminders {
    let day = due.with_timezone(&rhythm.zone).date_naive();
    let morning = NaiveTime::from_hms_opt(MORNING, 0, 0).unwrap_or(NaiveTime::MIN);
    let before = day.checked_sub_days(Days::new(1)).unwrap_or(day);
    let half = handed + (due - handed).max(TimeDelta::zero()) / 2;
    let soon = rhythm.after_quiet(moment(before, morning, rhythm.zone).max(half));
    let after = day.checked_add_days(Days::new(1)).unwrap_or(day);
    let overdue = rhythm.after_quiet(moment(after, morning, rhythm.zone).max(due));
    Reminders { soon: (soon < due && soon > handed).then_some(soon), overdue }
}

#[cfg(test)]
mod tests {
    use super::super::quiet::{Quiet, read_time};
    use super::*;
    use proptest::prelude::*;

    fn at(minutes: i64) -> DateTime<Utc> {
        "2026-03-06T01:00:00Z".parse::<DateTime<Utc>>().expect("a moment") + TimeDelta::minutes(minutes)
    }

    fn task(passes: &[u32]) -> Task {
        Task { passes: passes.to_vec(), attempts: 2, due: Some(at(1_000)) }
    }

    fn attempt(step: u32, started: i64, percent: Option<u32>) -> Attempt {
        Attempt { step, started: at(started), ended: Some(at(started + 5)), percent }
    }

    #[test]
    fn a_quiz_is_passed_by_the_first_attempt_that_reaches_the_mark() {
        let quiz = task(&[80]);
        let of = |attempts: &[Attempt], now| standing(&quiz, attempts, at(now));
        assert_eq!(of(&[], 0), Standing { progress: Progress::NotBegun, overdue: false, best: None });
        let open = Attempt { ended: None, percent: None, ..attempt(0, 1, None) };
        assert_eq!(of(&[open], 2).progress, Progress::UnderWay { step: 0, left: 2 });
        let missed = attempt(0, 1, Some(79));
        assert_eq!(of(&[missed], 9).progress, Progress::UnderWay { step: 0, left: 1 });
        let passed = of(&[missed, attempt(0, 20, Some(80))], 2_000);
        assert_eq!(passed.progress, Progress::Passed { at: at(25), late: false });
        assert!(!passed.overdue && passed.best == Some(80));
        let failed = of(&[missed, attempt(0, 20, None)], 2_000);
        assert_eq!(failed.progress, Progress::Failed { step: 0 });
        assert!(!failed.overdue && failed.best == Some(79));
        assert!(of(&[missed], 1_001).overdue && !of(&[missed], 1_000).overdue);
        let late = of(&[attempt(0, 1_000, Some(90))], 2_000);
        assert_eq!(late.progress, Progress::Passed { at: at(1_005), late: true });
    }

    #[test]
    fn a_course_goes_step_by_step_and_each_step_has_its_attempts() {
        let course = task(&[50, 80]);
        let of = |attempts: &[Attempt]| standing(&course, attempts, at(500)).progress;
        assert_eq!(of(&[attempt(0, 1, Some(50))]), Progress::UnderWay { step: 1, left: 2 });
        assert_eq!(
            of(&[attempt(0, 1, Some(50)), attempt(1, 10, Some(10))]),
            Progress::UnderWay { step: 1, left: 1 }
        );
        assert_eq!(
            of(&[attempt(0, 1, Some(50)), attempt(1, 10, Some(10)), attempt(1, 20, Some(10))]),
            Progress::Failed { step: 1 }
        );
        assert_eq!(
            of(&[attempt(1, 10, Some(90)), attempt(0, 1, Some(50))]),
            Progress::Passed { at: at(15), late: false }
        );
    }

    #[test]
    fn reminders_come_in_the_morning_before_and_after() {
        let zone = chrono_tz::Asia::Shanghai;
        let rhythm = Rhythm { zone, quiet: None };
        let due = end_of("2026-03-13".parse().expect("a day"), zone);
        assert_eq!(due.to_rfc3339(), "2026-03-13T15:59:00+00:00");
        let told = reminders(at(0), due, &rhythm);
        assert_eq!(told.soon.map(|at| at.to_rfc3339()).as_deref(), Some("2026-03-12T01:00:00+00:00"));
        assert_eq!(told.overdue.to_rfc3339(), "2026-03-14T01:00:00+00:00");
        // Handed out at nine in the morning for the same evening: after half of the time.
        let today = end_of("2026-03-06".parse().expect("a day"), zone);
        let told = reminders(at(0), today, &rhythm);
        assert_eq!(told.soon.map(|at| at.to_rfc3339()).as_deref(), Some("2026-03-06T08:29:30+00:00"));
        let night = Quiet::new(read_time("16:00").expect("t"), read_time("10:00").expect("t"));
        let told = reminders(at(0), today, &Rhythm { zone, quiet: night });
        assert_eq!(told.soon, None);
        assert_eq!(told.overdue.to_rfc3339(), "2026-03-07T02:00:00+00:00");
    }

    fn attempts() -> impl Strategy<Value = Vec<Attempt>> {
        let one = (0u32..4, 0i64..2_000, proptest::option::of(0u32..=100), any::<bool>());
        proptest::collection::vec(one, 0..12).prop_map(|all| {
            let made = |(step, started, percent, open)| match open {
                true => Attempt { ended: None, percent: None, ..attempt(step, started, None) },
                false => attempt(step, started, percent),
            };
            all.into_iter().map(made).collect()
        })
    }

    proptest! {
        #[test]
        fn whatever_was_tried_a_standing_makes_sense(
            tried in attempts(),
            passes in proptest::collection::vec(1u32..=100, 1..4),
            allowed in 1u32..=10,
            now in 0i64..3_000,
        ) {
            let task = Task { passes, attempts: allowed, due: Some(at(1_000)) };
            let found = standing(&task, &tried, at(now));
            prop_assert!(!(found.overdue && found.is_over()));
            match found.progress {
                Progress::UnderWay { step, left } => {
                    prop_assert!((step as usize) < task.passes.len() && left >= 1 && left <= allowed);
                }
                Progress::Failed { step } => {
                    let used = tried.iter().filter(|a| a.step == step && a.ended.is_some()).count();
                    prop_assert!(used >= allowed as usize);
                }
                Progress::NotBegun => prop_assert!(tried.iter().all(|a| a.step != 0)),
                Progress::Passed { .. } => {}
            }
            let mut turned = tried.clone();
            turned.reverse();
            let again = standing(&task, &turned, at(now));
            prop_assert_eq!(found.is_over(), again.is_over());
            prop_assert_eq!(found.best, again.best);
        }

        #[test]
        fn a_passed_assignment_stays_passed(tried in attempts(), more in attempts()) {
            let task = task(&[60, 70]);
            if let Progress::Passed { .. } = standing(&task, &tried, at(5_000)).progress {
                let all: Vec<Attempt> = tried.into_iter().chain(more).collect();
                let stays = matches!(standing(&task, &all, at(5_000)).progress, Progress::Passed { .. });
                prop_assert!(stays);
            }
        }

        #[test]
        fn reminders_are_never_before_it_was_handed_out_nor_quiet(
            long in 0i64..100_000, zone in 0usize..chrono_tz::TZ_VARIANTS.len(), from in 0u32..24, hours in 1u32..24,
        ) {
            let zone = chrono_tz::TZ_VARIANTS[zone];
            let time = |h: u32| NaiveTime::from_hms_opt(h % 24, 0, 0).expect("a time");
            let rhythm = Rhythm { zone, quiet: Quiet::new(time(from), time(from + hours)) };
            let (handed, due) = (at(0), at(long));
            let told = reminders(handed, due, &rhythm);
            prop_assert!(told.overdue >= due);
            prop_assert_eq!(rhythm.after_quiet(told.overdue), told.overdue);
            if let Some(soon) = told.soon {
                prop_assert!(soon > handed && soon < due);
                prop_assert_eq!(rhythm.after_quiet(soon), soon);
            }
        }
    }
}
