//! Gain: what the people who took a test before and after a training gained, and what they kept of it later.
//! Only matched pairs count; who took one test only is counted as a dropout, since leaving them out in
//! silence would make a training look better than it was (field notes 3.5).
//! It must not mix the scores of different people, nor call a gain an effect of the training.

use super::effect::{EffectSize, MeanChange, effect_size, enough_pairs, mean_change};
use super::moments::mean;
use super::{Figure, Withheld};

/// The highest score, in percent.
const FULL: f64 = 100.0;
/// Where the medium band of normalized gain begins (R. Hake 1998).
const MEDIUM: f64 = 0.3;
/// Where the high band of normalized gain begins (R. Hake 1998).
const HIGH: f64 = 0.7;

/// The scores of one person, in percent from 0 to 100; `None` for a test not taken.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Learner {
    /// Before the training.
    pub pre: Option<f64>,
    /// Right after the training.
    pub post: Option<f64>,
    /// Some weeks after the training.
    pub delayed: Option<f64>,
}

/// How high a normalized gain is, by R. Hake, *Am. J. Phys.* 66 (1998) 64–74.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Band {
    /// Below 0.3.
    Low,
    /// From 0.3, below 0.7.
    Medium,
    /// From 0.7.
    High,
}

impl Band {
    /// The band of a normalized gain. Hake's borders belong to the band above them.
    pub fn of(gain: f64) -> Self {
        match gain {
            gain if gain >= HIGH => Self::High,
            gain if gain >= MEDIUM => Self::Medium,
            _ => Self::Low,
        }
    }
}

/// What a group gained. Below five pairs no average is shown.
#[derive(Debug, Clone, PartialEq)]
pub struct LearningGain {
    /// How many took both tests.
    pub pairs: usize,
    /// How many took only the test before.
    pub only_pre: usize,
    /// How many took only the test after.
    pub only_post: usize,
    /// How many scores are no percentage and count as tests not taken.
    pub no_percentage: usize,
    /// The mean score before, of the pairs, in percent.
    pub mean_pre: Figure,
    /// The mean score after, of the pairs, in percent.
    pub mean_post: Figure,
    /// The mean of after less before, in percentage points, with its interval.
    pub raw_gain: Result<MeanChange, Withheld>,
    /// Hake's class normalized gain ⟨g⟩: the gain of the averages, (mean post − mean pre)/(100 − mean pre).
    pub gain_of_averages: Figure,
    /// The average of the individual gains (post − pre)/(100 − pre), of those below the full score before.
    /// It differs from [`Self::gain_of_averages`] (L. Bao 2006), so both are given; one who falls from near
    /// the top weighs heavily.
    pub average_of_gains: Figure,
    /// How many had the full score before, so that they have no individual gain; withheld as an average is.
    pub ceilings: Result<usize, Withheld>,
    /// The effect size of the pairs.
    pub effect: Result<EffectSize, Withheld>,
    /// What was kept, of those who took all three tests.
    pub retention: Retention,
}

/// What a group kept until the delayed test. Below five people no average is shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Retention {
    /// How many took all three tests.
    pub people: usize,
    /// Their mean score right after the training, in percent.
    pub mean_post: Figure,
    /// Their mean score in the delayed test, in percent.
    pub mean_delayed: Figure,
    /// The mean of delayed less after, in percentage points, with its interval.
    pub change: Result<MeanChange, Withheld>,
    /// The share of the mean gain that is still there, (delayed − pre)/(post − pre) of the means: 1 if all
    /// of it is.
    pub kept: Figure,
}

/// Reckons the gain of a group.
pub fn learning_gain(learners: &[Learner]) -> LearningGain {
    let valid: Vec<Learner> = learners.iter().map(percentages).collect();
    let pairs: Vec<(f64, f64)> = valid.iter().filter_map(|learner| learner.pre.zip(learner.post)).collect();
    let mean_pre = mean_of(pairs.iter().map(|(pre, _)| *pre).collect());
    let mean_post = mean_of(pairs.iter().map(|(_, post)| *post).collect());
    let only = |taken: fn(&Learner) -> bool| valid.iter().filter(|learner| taken(learner)).count();
    let at_ceiling = pairs.iter().filter(|(pre, _)| *pre >= FULL).count();
    LearningGain {
        pairs: pairs.len(),
        only_pre: only(|learner| learner.pre.is_some() && learner.post.is_none()),
        only_post: only(|learner| learner.pre.is_none() && learner.post.is_some()),
        no_percentage: scores(learners) - scores(&valid),
        mean_pre,
        mean_post,
        raw_gain: mean_change(&pairs),
        gain_of_averages: mean_pre.and_then(|pre| normalized_gain(pre, mean_post?)),
        average_of_gains: average_of_gains(&pairs),
        ceilings: enough_pairs(pairs.len()).map(|()| at_ceiling),
        effect: effect_size(&pairs),
        retention: retention(&valid),
    }
}

/// The normalized gain of two scores in percent: the part gained of what there was to gain. It is negative
/// after a loss and has no lower bound.
///
/// # Errors
/// [`Withheld::FullPreScore`] if there was nothing to gain.
pub fn normalized_gain(pre: f64, post: f64) -> Figure {
    if pre >= FULL { Err(Withheld::FullPreScore) } else { Ok((post - pre) / (FULL - pre)) }
}

/// The learner without scores that are no percentage.
fn percentages(learner: &Learner) -> Learner {
    let valid = |score: Option<f64>| score.filter(|score| (0.0..=FULL).contains(score));
    Learner { pre: valid(learner.pre), post: valid(learner.post), delayed: valid(learner.delayed) }
}

/// How many scores there are.
fn scores(learners: &[Learner]) -> usize {
    learners.iter().map(|one| [one.pre, one.post, one.delayed].iter().flatten().count()).sum()
}

/// The mean of a score of enough people.
fn mean_of(values: Vec<f64>) -> Figure {
    enough_pairs(values.len())?;
    mean(&values).ok_or(Withheld::NoPairs)
}

fn average_of_gains(pairs: &[(f64, f64)]) -> Figure {
    enough_pairs(pairs.len())?;
    let gains: Vec<f64> = pairs.iter().filter_map(|(pre, post)| normalized_gain(*pre, *post).ok()).collect();
    if gains.is_empty() { Err(Withheld::FullPreScore) } else { mean_of(gains) }
}

fn retention(learners: &[Learner]) -> Retention {
    let triples = || learners.iter().filter_map(|one| Some((one.pre?, one.post?, one.delayed?)));
    let later: Vec<(f64, f64)> = triples().map(|(_, post, delayed)| (post, delayed)).collect();
    let mean_pre = mean_of(triples().map(|(pre, _, _)| pre).collect());
    let mean_post = mean_of(later.iter().map(|(post, _)| *post).collect());
    let mean_delayed = mean_of(later.iter().map(|(_, delayed)| *delayed).collect());
    Retention {
        people: later.len(),
        mean_post,
        mean_delayed,
        change: mean_change(&later),
        kept: mean_pre.and_then(|pre| kept(pre, mean_post?, mean_delayed?)),
    }
}

fn kept(pre: f64, post: f64, delayed: f64) -> Figure {
    if post > pre { Ok((delayed - pre) / (post - pre)) } else { Err(Withheld::NoGain) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn pair(pre: f64, post: f64) -> Learner {
        Learner { pre: Some(pre), post: Some(post), delayed: None }
    }

    fn near(figure: Figure, printed: f64, digits: i32) {
        let figure = figure.unwrap();
        assert!((figure - printed).abs() <= 0.5 * 10.0_f64.powi(-digits) + 1e-12, "{figure} for {printed}");
    }

    /// "Appendix 2: Sample Learning Gain Scores Calculation",
    /// <https://www.scribd.com/document/49148228/Gain-Scores>: thirteen students, the gain of each, and .31
    /// as the average learning gain of the class.
    const CLASS: [(f64, f64, f64); 13] = [
        (45.0, 70.0, 0.45),
        (75.0, 50.0, -1.00),
        (60.0, 80.0, 0.50),
        (40.0, 40.0, 0.00),
        (65.0, 70.0, 0.14),
        (90.0, 95.0, 0.50),
        (53.0, 59.0, 0.13),
        (60.0, 90.0, 0.75),
        (40.0, 95.0, 0.92),
        (42.0, 45.0, 0.05),
        (58.0, 88.0, 0.71),
        (24.0, 30.0, 0.08),
        (45.0, 89.0, 0.80),
    ];

    #[test]
    fn the_gains_of_a_class_are_those_that_its_appendix_prints() {
        for (pre, post, printed) in CLASS {
            near(normalized_gain(pre, post), printed, 2);
        }
        let class: Vec<_> = CLASS.iter().map(|(pre, post, _)| pair(*pre, *post)).collect();
        let gain = learning_gain(&class);
        near(gain.average_of_gains, 0.31, 2);
        assert_eq!((gain.pairs, gain.ceilings), (13, Ok(0)));
    }

    /// The same class by hand: 697 and 901 points of 1300, so ⟨g⟩ = 204/603 = 0.338, unlike the average of
    /// the gains.
    #[test]
    fn the_gain_of_averages_is_not_the_average_of_gains() {
        let class: Vec<_> = CLASS.iter().map(|(pre, post, _)| pair(*pre, *post)).collect();
        near(learning_gain(&class).gain_of_averages, 204.0 / 603.0, 12);
    }

    /// PMC8045292, table 1 (*BMC Med. Educ.* 21 (2021) 210),
    /// <https://pmc.ncbi.nlm.nih.gov/articles/PMC8045292/>: a mean gain of 55.55 percentage points is 225.8
    /// % of the score before, and ⟨g⟩ = 0.73 (73 %; cut off, not rounded). The score before follows as
    /// 55.55/2.258.
    #[test]
    fn the_class_gain_is_that_of_a_printed_table() {
        let pre = 55.55 / 2.258;
        let gain = normalized_gain(pre, pre + 55.55).unwrap();
        assert!((gain * 100.0).floor() == 73.0, "{gain}");
    }

    #[test]
    fn the_borders_of_the_bands_belong_above() {
        let bands = [-1.0, 0.29, 0.3, 0.69, 0.7, 1.0].map(Band::of);
        assert_eq!(bands, [Band::Low, Band::Low, Band::Medium, Band::Medium, Band::High, Band::High]);
    }

    #[test]
    fn who_took_one_test_only_is_counted_and_left_out() {
        let mut group = vec![pair(50.0, 75.0); 5];
        group.push(Learner { pre: Some(10.0), ..Learner::default() });
        group.push(Learner { post: Some(90.0), ..Learner::default() });
        group.push(Learner { pre: Some(f64::NAN), post: Some(101.0), delayed: None });
        let gain = learning_gain(&group);
        assert_eq!((gain.pairs, gain.only_pre, gain.only_post, gain.no_percentage), (5, 1, 1, 2));
        assert_eq!((gain.mean_pre, gain.mean_post), (Ok(50.0), Ok(75.0)));
        assert_eq!(gain.raw_gain.unwrap().mean, 25.0);
        assert_eq!((gain.gain_of_averages, gain.average_of_gains), (Ok(0.5), Ok(0.5)));
    }

    #[test]
    fn a_full_score_before_has_no_gain_of_its_own() {
        let mut group = vec![pair(50.0, 75.0); 5];
        group.extend([pair(100.0, 90.0), pair(100.0, 100.0)]);
        let gain = learning_gain(&group);
        assert_eq!((gain.ceilings, gain.average_of_gains), (Ok(2), Ok(0.5)));
        let full = learning_gain(&[pair(100.0, 100.0); 6]);
        assert_eq!(full.gain_of_averages, Err(Withheld::FullPreScore));
        assert_eq!(full.average_of_gains, Err(Withheld::FullPreScore));
    }

    #[test]
    fn few_pairs_show_no_average() {
        let none = learning_gain(&[]);
        assert_eq!((none.mean_pre, none.ceilings), (Err(Withheld::NoPairs), Err(Withheld::NoPairs)));
        let few = learning_gain(&[pair(1.0, 2.0); 4]);
        let reason = Withheld::TooFew { n: 4, fewest: 5 };
        assert_eq!((few.mean_post, few.gain_of_averages), (Err(reason), Err(reason)));
        assert_eq!((few.raw_gain, few.ceilings), (Err(reason), Err(reason)));
    }

    #[test]
    fn retention_is_reckoned_on_those_who_took_all_three_tests() {
        let mut group = vec![Learner { pre: Some(40.0), post: Some(80.0), delayed: Some(70.0) }; 6];
        group.extend([pair(0.0, 100.0), Learner { delayed: Some(5.0), ..Learner::default() }]);
        let kept = learning_gain(&group).retention;
        assert_eq!((kept.people, kept.mean_post, kept.mean_delayed), (6, Ok(80.0), Ok(70.0)));
        assert_eq!((kept.change.unwrap().mean, kept.kept), (-10.0, Ok(0.75)));
        let lost = vec![Learner { pre: Some(40.0), post: Some(30.0), delayed: Some(50.0) }; 6];
        assert_eq!(learning_gain(&lost).retention.kept, Err(Withheld::NoGain));
    }

    proptest! {
        #[test]
        fn nobody_gains_more_than_there_is(pre in 0.0..99.9_f64, post in 0.0..=100.0_f64) {
            let gain = normalized_gain(pre, post).unwrap();
            prop_assert!(gain <= 1.0 + 1e-12 && (gain >= 0.0) == (post >= pre));
        }

        #[test]
        fn the_order_of_the_people_is_no_matter(
            scores in prop::collection::vec((0..=20_u8, 0..=20_u8, 0..=20_u8), 0..30),
        ) {
            let percent = |score: u8| Some(f64::from(score) * 5.0);
            let learner = |&(a, b, c): &(u8, u8, u8)| {
                Learner { pre: percent(a), post: percent(b), delayed: percent(c) }
            };
            let mut group: Vec<_> = scores.iter().map(learner).collect();
            let before = learning_gain(&group);
            group.reverse();
            let after = learning_gain(&group);
            prop_assert_eq!(before.mean_pre, after.mean_pre);
            prop_assert_eq!(before.gain_of_averages, after.gain_of_averages);
            prop_assert_eq!(before.ceilings, after.ceilings);
            if let (Ok(one), Ok(other)) = (before.average_of_gains, after.average_of_gains) {
                prop_assert!((one - other).abs() < 1e-9);
            }
            if let (Ok(one), Ok(other)) = (before.raw_gain, after.raw_gain) {
                prop_assert!((one.interval.low - other.interval.low).abs() < 1e-9);
            }
        }
    }
}
