//! Missed questions come back: after each right answer at a greater distance, after a wrong one from the beginning.
//! The distances are the days of the learner's cadence. A right answer counts when the question was due; before that it is
//! no proof that it was kept.
//! It must not know what was asked.

use chrono::{Days, NaiveDate};

/// So many days in a row are reps told of what is due; whoever does not come then is left in peace until more falls due.
const TOLD_FOR: i64 = 3;

/// Where a missed question stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// How often it was answered rightly since it was missed.
    pub rung: u32,
    /// The day on which it comes back.
    pub due: NaiveDate,
}

/// What an answer does to where a question stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moved {
    /// Nothing.
    Stays,
    /// It comes back.
    To(Standing),
    /// It was kept over all distances and comes no more.
    Off,
}

/// What an answer given today does. `before` is where the question stood, `None` where it was not missed; `days` are the
/// cadence's, such as 1, 3, 7 and 21.
pub fn moved(right: bool, before: Option<Standing>, today: NaiveDate, days: &[u32]) -> Moved {
    let rung = match before {
        _ if !right => 0,
        Some(before) if before.due <= today => before.rung.saturating_add(1),
        _ => return Moved::Stays,
    };
    let wait = usize::try_from(rung).ok().and_then(|rung| days.get(rung));
    let due = wait.and_then(|&wait| today.checked_add_days(Days::new(u64::from(wait))));
    match due {
        Some(due) => Moved::To(Standing { rung, due }),
        None if before.is_some() => Moved::Off,
        None => Moved::Stays,
    }
}

/// Whether it is told once more tomorrow that something is due, going by the days on which it fell due.
pub fn told_again(due: impl Iterator<Item = NaiveDate>, today: NaiveDate) -> bool {
    due.filter(|due| *due <= today).any(|due| (today - due).num_days() + 1 < TOLD_FOR)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const DAYS: [u32; 4] = [1, 3, 7, 21];

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn to(rung: u32, due: &str) -> Moved {
        Moved::To(Standing { rung, due: day(due) })
    }

    #[test]
    fn a_miss_comes_back_after_1_3_7_and_21_days_and_then_no_more() {
        let mut moved_to = moved(false, None, day("2026-03-06"), &DAYS);
        for (rung, due) in [(0, "2026-03-07"), (1, "2026-03-10"), (2, "2026-03-17"), (3, "2026-04-07")] {
            assert_eq!(moved_to, to(rung, due));
            let Moved::To(standing) = moved_to else { panic!("it comes back") };
            moved_to = moved(true, Some(standing), standing.due, &DAYS);
        }
        assert_eq!(moved_to, Moved::Off);
    }

    #[test]
    fn a_wrong_answer_begins_anew_and_a_late_right_one_counts_from_its_day() {
        let third = Some(Standing { rung: 2, due: day("2026-03-17") });
        assert_eq!(moved(false, third, day("2026-03-17"), &DAYS), to(0, "2026-03-18"));
        assert_eq!(moved(false, third, day("2026-03-12"), &DAYS), to(0, "2026-03-13"));
        assert_eq!(moved(true, third, day("2026-03-20"), &DAYS), to(3, "2026-04-10"));
    }

    #[test]
    fn a_right_answer_before_its_day_and_one_that_was_never_missed_change_nothing() {
        let before = Some(Standing { rung: 0, due: day("2026-03-07") });
        assert_eq!(moved(true, before, day("2026-03-06"), &DAYS), Moved::Stays);
        assert_eq!(moved(true, None, day("2026-03-06"), &DAYS), Moved::Stays);
    }

    #[test]
    fn a_cadence_that_became_shorter_or_empty_ends_it() {
        let late = Some(Standing { rung: 3, due: day("2026-03-07") });
        assert_eq!(moved(true, late, day("2026-03-07"), &[1]), Moved::Off);
        assert_eq!(moved(false, None, day("2026-03-07"), &[]), Moved::Stays);
    }

    #[test]
    fn what_is_due_is_told_on_three_days() {
        let due = || [day("2026-03-07"), day("2026-04-01")].into_iter();
        let again = ["2026-03-06", "2026-03-07", "2026-03-08", "2026-03-09"]
            .map(|today| told_again(due(), day(today)));
        assert_eq!(again, [false, true, true, false]);
    }

    proptest! {
        #[test]
        fn it_never_comes_back_on_the_same_day_or_in_the_past(
            right in any::<bool>(), rung in 0u32..9, ago in -30i64..30, missed in any::<bool>(),
        ) {
            let today = day("2026-03-06");
            let before = missed.then(|| Standing { rung, due: today - chrono::TimeDelta::days(ago) });
            if let Moved::To(standing) = moved(right, before, today, &DAYS) {
                prop_assert!(standing.due > today);
                prop_assert!(standing.rung == 0 || (right && standing.rung == rung + 1));
            }
        }
    }
}
