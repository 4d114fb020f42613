//! Progress: numbers about what one rep or a team has done, from what the store remembers.
//! Reaction and learning are kept apart, and nothing is shown of so few that one could tell who said it.
//! It must not make a mean out of things that are unlike.

use std::collections::BTreeMap;

use super::evaluate::FEWEST_ANSWERS;
use super::seed;

/// How much of the points of a step a rep earned over some drills.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepShare {
    /// The method's id.
    pub method: String,
    /// The step's id.
    pub step: String,
    /// Percent of the rated points, rounded down.
    pub percent: u32,
}

/// Points of one check in one drill, as they are stored.
#[derive(Debug, Clone)]
pub struct Points {
    /// The method's id.
    pub method: String,
    /// The step's id.
    pub step: String,
    /// Thousandths of a point earned.
    pub earned: i64,
    /// Thousandths of a point rated.
    pub rated: i64,
}

/// The steps of some drills, the weakest first; what was never rated is left out.
pub fn weak_steps(points: &[Points]) -> Vec<StepShare> {
    let mut sums: BTreeMap<(&str, &str), (i64, i64)> = BTreeMap::new();
    for point in points {
        let sum = sums.entry((&point.method, &point.step)).or_default();
        *sum = (sum.0 + point.earned, sum.1 + point.rated);
    }
    let share = |((method, step), (earned, rated)): ((&str, &str), (i64, i64))| {
        let percent = u32::try_from(earned.checked_mul(100)?.checked_div(rated)?).ok()?;
        Some(StepShare { method: method.to_owned(), step: step.to_owned(), percent })
    };
    let mut shares: Vec<StepShare> = sums.into_iter().filter_map(share).collect();
    shares.sort_by_key(|share| share.percent);
    shares
}

/// What was said freely after a survey that so many answered, in an order that the seed decides; `None` below
/// [`FEWEST_ANSWERS`], where one could tell who said it.
pub fn comments_shown(comments: &[String], answered: usize, seed: u64) -> Option<Vec<String>> {
    let shuffled = seed::shuffled(seed, comments.len());
    (answered >= FEWEST_ANSWERS)
        .then(|| shuffled.iter().filter_map(|&at| comments.get(at).cloned()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_are_shown_from_five_answers_on_in_no_order() {
        let said: Vec<String> = ["a", "b", "c", "d"].map(str::to_owned).to_vec();
        assert_eq!(comments_shown(&said, 4, 1), None);
        let mut shown = comments_shown(&said, 5, 1).expect("enough");
        assert_eq!(shown, comments_shown(&said, 5, 1).expect("enough"));
        assert!((0..9).any(|seed| comments_shown(&said, 5, seed) != Some(said.clone())));
        shown.sort();
        assert_eq!(shown, said);
    }

    #[test]
    fn the_weakest_step_comes_first_and_the_unrated_is_left_out() {
        let point =
            |step: &str, earned, rated| Points { method: "lscpa".into(), step: step.into(), earned, rated };
        let steps = weak_steps(&[
            point("listen", 5, 10),
            point("confirm", 1, 10),
            point("listen", 5, 10),
            point("assure", 0, 0),
        ]);
        let names: Vec<_> = steps.iter().map(|s| (s.step.as_str(), s.percent)).collect();
        assert_eq!(names, [("confirm", 10), ("listen", 50)]);
    }
}
