//! A team as its manager may see it: official drills only, and never a mean of unlike things. Scores are told by medians and
//! distributions, steps by the share of their points, improvement by each one's own beginning.
//! It must not know names.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, Days, NaiveDate, Utc};
use chrono_tz::Tz;

use super::ids::RepId;

/// Fewer drills than this in a cell of the heat map are shown as few.
pub const FEW: u32 = 5;
/// Official drills that one needs for an improvement to be told.
const FOR_IMPROVEMENT: usize = 4;
/// Bins of the distribution of scores, each ten points wide.
pub const BINS: usize = 10;

/// An official drill that was ended with a score.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scored {
    /// Who held it.
    pub rep: RepId,
    /// When it ended.
    pub ended: DateTime<Utc>,
    /// Its score, 0 to 100, as trainers left it.
    pub score: u32,
    /// Whether that was enough.
    pub passed: bool,
}

/// What a team earned on one step in one week.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepWeek {
    /// The method's id.
    pub method: String,
    /// The step's id.
    pub step: String,
    /// The number of the week, from 0.
    pub week: u32,
    /// Thousandths of a point earned.
    pub earned: i64,
    /// Points that could be rated.
    pub rated: i64,
    /// In how many drills.
    pub drills: u32,
}

impl StepWeek {
    /// The share of the points that was earned, in percent; `None` where nothing was rated.
    pub fn percent(&self) -> Option<f64> {
        (self.rated > 0).then(|| self.earned as f64 / (10.0 * self.rated as f64))
    }
}

/// Percent and drills of each week; `None` in weeks in which it was not rated.
pub type Weeks = Vec<Option<(f64, u32)>>;

/// One step over all weeks.
#[derive(Debug, Clone, PartialEq)]
pub struct StepRow {
    /// The method's id.
    pub method: String,
    /// The step's id.
    pub step: String,
    /// Percent and drills of each week; `None` in weeks in which it was not rated.
    pub weeks: Weeks,
    /// Percent over all weeks.
    pub percent: f64,
}

/// The steps as rows of so many weeks, the weakest first.
pub fn heat(sums: &[StepWeek], weeks: usize) -> Vec<StepRow> {
    let mut rows: BTreeMap<(&str, &str), (Weeks, i64, i64)> = BTreeMap::new();
    for sum in sums {
        let Some(percent) = sum.percent() else { continue };
        let row = rows.entry((&sum.method, &sum.step)).or_insert_with(|| (vec![None; weeks], 0, 0));
        if let Some(cell) = row.0.get_mut(sum.week as usize) {
            *cell = Some((percent, sum.drills));
            row.1 += sum.earned;
            row.2 += sum.rated;
        }
    }
    let row = |((method, step), (weeks, earned, rated)): ((&str, &str), (Weeks, i64, i64))| StepRow {
        method: method.to_owned(),
        step: step.to_owned(),
        weeks,
        percent: if rated > 0 { earned as f64 / (10.0 * rated as f64) } else { 0.0 },
    };
    let mut rows: Vec<StepRow> = rows.into_iter().map(row).collect();
    rows.sort_by(|a, b| a.percent.total_cmp(&b.percent).then_with(|| a.step.cmp(&b.step)));
    rows
}

/// The median of scores in a week.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WeekMedian {
    /// The Monday of the week.
    pub week: NaiveDate,
    /// The median; `None` in a week without a drill.
    pub median: Option<f64>,
    /// How many drills.
    pub drills: usize,
}

/// How far somebody has come since their own beginning.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Improvement {
    /// Who.
    pub rep: RepId,
    /// Points: the median of the later half less that of the earlier half of their drills.
    pub points: f64,
    /// How many drills.
    pub drills: usize,
}

/// The Monday of the week in which a moment lies, in a zone.
pub fn monday(moment: DateTime<Utc>, zone: Tz) -> NaiveDate {
    let day = moment.with_timezone(&zone).date_naive();
    day.checked_sub_days(Days::new(u64::from(day.weekday().num_days_from_monday()))).unwrap_or(day)
}

/// The Mondays of so many weeks up to that of `now`.
pub fn weeks(now: DateTime<Utc>, zone: Tz, count: u32) -> Vec<NaiveDate> {
    let last = monday(now, zone);
    (0..count).rev().filter_map(|back| last.checked_sub_days(Days::new(7 * u64::from(back)))).collect()
}

/// The median; `None` of nothing.
pub fn median(mut values: Vec<u32>) -> Option<f64> {
    values.sort_unstable();
    let (low, high) = (values.len().checked_sub(1)? / 2, values.len() / 2);
    Some(f64::from(values.get(low)? + values.get(high)?) / 2.0)
}

/// The last score of each member, by member.
pub fn last_scores(drills: &[Scored]) -> BTreeMap<RepId, Scored> {
    let mut last: BTreeMap<RepId, Scored> = BTreeMap::new();
    for drill in drills {
        let entry = last.entry(drill.rep).or_insert(*drill);
        if drill.ended >= entry.ended {
            *entry = *drill;
        }
    }
    last
}

/// How many scores lie in each bin of ten points; 100 belongs to the last.
pub fn distribution(scores: impl Iterator<Item = u32>) -> [usize; BINS] {
    let mut bins = [0; BINS];
    for score in scores {
        let bin = (score as usize / 10).min(BINS - 1);
        if let Some(count) = bins.get_mut(bin) {
            *count += 1;
        }
    }
    bins
}

/// The median of each week.
pub fn trend(drills: &[Scored], weeks: &[NaiveDate], zone: Tz) -> Vec<WeekMedian> {
    let mut by_week: BTreeMap<NaiveDate, Vec<u32>> = BTreeMap::new();
    for drill in drills {
        by_week.entry(monday(drill.ended, zone)).or_default().push(drill.score);
    }
    let of = |week: &NaiveDate| {
        let scores = by_week.get(week).cloned().unwrap_or_default();
        WeekMedian { week: *week, drills: scores.len(), median: median(scores) }
    };
    weeks.iter().map(of).collect()
}

/// The medians of the earlier and of the later half of somebody's drills.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Halves {
    /// Of the earlier half.
    pub earlier: f64,
    /// Of the later half.
    pub later: f64,
}

/// The halves of one's drills, which may come in any order; `None` below four drills.
pub fn halves(drills: &[Scored]) -> Option<Halves> {
    if drills.len() < FOR_IMPROVEMENT {
        return None;
    }
    let mut own = drills.to_vec();
    own.sort_by_key(|drill| drill.ended);
    let (earlier, later) = own.split_at(own.len() / 2);
    let middle = |half: &[Scored]| median(half.iter().map(|drill| drill.score).collect());
    Some(Halves { earlier: middle(earlier)?, later: middle(later)? })
}

/// Who has come how far since their own beginning, the furthest first; who has not come further is not named.
pub fn improvements(drills: &[Scored]) -> Vec<Improvement> {
    let mut by_rep: BTreeMap<RepId, Vec<Scored>> = BTreeMap::new();
    for drill in drills {
        by_rep.entry(drill.rep).or_default().push(*drill);
    }
    let of = |(rep, own): (RepId, Vec<Scored>)| {
        let halves = halves(&own)?;
        let points = halves.later - halves.earlier;
        (points > 0.0).then_some(Improvement { rep, points, drills: own.len() })
    };
    let mut all: Vec<Improvement> = by_rep.into_iter().filter_map(of).collect();
    all.sort_by(|a, b| b.points.total_cmp(&a.points).then(a.rep.cmp(&b.rep)));
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;

    fn drill(rep: i64, day: i64, score: u32) -> Scored {
        let start: DateTime<Utc> = "2026-03-02T10:00:00Z".parse().expect("a Monday");
        Scored { rep: RepId(rep), ended: start + TimeDelta::days(day), score, passed: score >= 70 }
    }

    #[test]
    fn a_week_begins_on_monday_in_the_zone() {
        let late: DateTime<Utc> = "2026-03-08T20:00:00Z".parse().expect("a Sunday");
        assert_eq!(monday(late, chrono_tz::UTC).to_string(), "2026-03-02");
        assert_eq!(monday(late, chrono_tz::Asia::Shanghai).to_string(), "2026-03-09");
        let weeks = weeks(late, chrono_tz::UTC, 3);
        assert_eq!(
            weeks.iter().map(ToString::to_string).collect::<Vec<_>>(),
            ["2026-02-16", "2026-02-23", "2026-03-02"]
        );
    }

    #[test]
    fn medians_are_of_the_middle() {
        assert_eq!(median(vec![]), None);
        assert_eq!(median(vec![7]), Some(7.0));
        assert_eq!(median(vec![9, 1, 4, 2]), Some(3.0));
    }

    #[test]
    fn a_week_without_drills_has_no_median() {
        let drills = [drill(1, 0, 40), drill(2, 1, 60), drill(1, 15, 80)];
        let weeks = weeks(drill(1, 15, 0).ended, chrono_tz::UTC, 3);
        let seen: Vec<_> =
            trend(&drills, &weeks, chrono_tz::UTC).iter().map(|w| (w.median, w.drills)).collect();
        assert_eq!(seen, [(Some(50.0), 2), (None, 0), (Some(80.0), 1)]);
    }

    #[test]
    fn the_weakest_step_comes_first_and_weeks_without_it_are_empty() {
        let sum = |step: &str, week, earned, rated| StepWeek {
            method: "lscpa".into(),
            step: step.into(),
            week,
            earned,
            rated,
            drills: 3,
        };
        let rows =
            heat(&[sum("listen", 0, 8_000, 10), sum("confirm", 1, 1_000, 10), sum("listen", 2, 0, 0)], 3);
        assert_eq!(
            (rows[0].step.as_str(), rows[0].weeks.clone()),
            ("confirm", vec![None, Some((10.0, 3)), None])
        );
        assert_eq!((rows[1].percent, rows[1].weeks[2]), (80.0, None));
    }

    #[test]
    fn the_last_score_of_each_is_distributed() {
        let drills = [drill(1, 0, 40), drill(1, 9, 100), drill(2, 1, 69)];
        let last = last_scores(&drills);
        let bins = distribution(last.values().map(|drill| drill.score));
        assert_eq!((bins[6], bins[9], bins.iter().sum::<usize>()), (1, 1, 2));
    }

    #[test]
    fn improvement_is_against_ones_own_beginning_and_needs_four_drills() {
        let mut drills: Vec<Scored> =
            [90, 90, 92, 92].iter().zip(0..).map(|(s, d)| drill(1, d, *s)).collect();
        drills.extend([20, 30, 60, 70].iter().zip(0..).map(|(s, d)| drill(2, d, *s)));
        drills.extend([10, 90, 90].iter().zip(0..).map(|(s, d)| drill(3, d, *s)));
        drills.extend([80, 80, 60, 60].iter().zip(0..).map(|(s, d)| drill(4, d, *s)));
        let all: Vec<_> = improvements(&drills).iter().map(|i| (i.rep.0, i.points)).collect();
        assert_eq!(all, [(2, 40.0), (1, 2.0)]);
    }
}
