//! How large a change from one score to another is, measured by the spread of the scores, and how sure the
//! mean change is. The same people are measured twice, so all of it is reckoned on pairs.
//! It must not be used for two different groups of people.

use super::moments::{mean, sample_sd};
use super::reaction::FEWEST_ANSWERS;
use super::{Figure, Interval, Withheld, enough, student};

/// Below this many pairs an effect size is given but called unsteady: one person moves it too far.
/// With ten pairs the interval of a true d of 0.5 still reaches from below nought to above one.
pub const STEADY_PAIRS: usize = 10;

/// Effect sizes of pairs, each under its own name since they are not alike.
#[derive(Debug, Clone, PartialEq)]
pub struct EffectSize {
    /// How many pairs.
    pub pairs: usize,
    /// Cohen's d_av: the mean difference over the mean of the two sample SDs (divisor n − 1); D. Lakens
    /// 2013. It may be held against the d of studies with two groups.
    pub d_av: Figure,
    /// [`Self::d_av`] times Hedges' correction 1 − 3/(4·(n − 1) − 1), with the n − 1 degrees of freedom
    /// that M. Borenstein et al. 2009 use for pairs. Of the corrections in use it takes away the most, so a
    /// small group is never flattered; the 2·(n − 1) of D. Lakens would take away half of that.
    pub g_av: Figure,
    /// Cohen's d_z: the mean difference over the sample SD of the differences; D. Lakens 2013.
    /// It grows with the correlation of the two scores and must not be held against a d of two groups.
    pub d_z: Figure,
    /// Whether there are fewer than [`STEADY_PAIRS`] pairs.
    pub unsteady: bool,
}

/// A mean difference with its interval.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct MeanChange {
    /// The mean of second less first.
    pub mean: f64,
    /// Its interval by Student's t with n − 1 degrees of freedom.
    pub interval: Interval,
}

/// Second less first, pair by pair.
fn differences(pairs: &[(f64, f64)]) -> Vec<f64> {
    pairs.iter().map(|(first, second)| second - first).collect()
}

/// Passes if there are enough pairs to show their mean.
///
/// # Errors
/// [`Withheld::NoPairs`] of none, [`Withheld::TooFew`] below [`FEWEST_ANSWERS`].
pub(super) fn enough_pairs(pairs: usize) -> Result<(), Withheld> {
    if pairs == 0 { Err(Withheld::NoPairs) } else { enough(pairs, FEWEST_ANSWERS) }
}

/// The mean difference of pairs and its interval.
///
/// # Errors
/// [`Withheld::NoPairs`] of none, [`Withheld::TooFew`] below [`FEWEST_ANSWERS`] pairs.
pub fn mean_change(pairs: &[(f64, f64)]) -> Result<MeanChange, Withheld> {
    enough_pairs(pairs.len())?;
    let differences = differences(pairs);
    let mean = mean(&differences).ok_or(Withheld::NoPairs)?;
    let sd = sample_sd(&differences).ok_or(Withheld::NoPairs)?;
    let n = pairs.len() as f64;
    let half = student::exceeded_by(0.025, n - 1.0) * sd / n.sqrt();
    Ok(MeanChange { mean, interval: Interval { low: mean - half, high: mean + half } })
}

/// The effect sizes of pairs.
///
/// # Errors
/// [`Withheld::NoPairs`] of none, [`Withheld::TooFew`] below [`FEWEST_ANSWERS`] pairs.
pub fn effect_size(pairs: &[(f64, f64)]) -> Result<EffectSize, Withheld> {
    enough_pairs(pairs.len())?;
    let differences = differences(pairs);
    let (first, second): (Vec<f64>, Vec<f64>) = pairs.iter().copied().unzip();
    let mean = mean(&differences).ok_or(Withheld::NoPairs)?;
    let average = sample_sd(&first).zip(sample_sd(&second)).map(|(first, second)| (first + second) / 2.0);
    let over =
        |spread: Option<f64>| spread.filter(|sd| *sd > 1e-9).map(|sd| mean / sd).ok_or(Withheld::NoSpread);
    let d_av = over(average);
    let correction = 1.0 - 3.0 / (4.0 * (pairs.len() - 1) as f64 - 1.0);
    Ok(EffectSize {
        pairs: pairs.len(),
        d_av,
        g_av: d_av.map(|d| d * correction),
        d_z: over(sample_sd(&differences)),
        unsteady: pairs.len() < STEADY_PAIRS,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn near(figure: Figure, printed: f64, digits: i32) {
        let figure = figure.unwrap();
        assert!((figure - printed).abs() <= 0.5 * 10.0_f64.powi(-digits) + 1e-12, "{figure} for {printed}");
    }

    /// Student, "The probable error of a mean", *Biometrika* 6 (1908) 1–25: hours of sleep gained by ten
    /// people with two drugs. R prints for `t.test(extra ~ group, data = sleep, paired = TRUE)` (the
    /// example of its help page <https://stat.ethz.ch/R-manual/R-devel/library/datasets/html/sleep.html>):
    /// mean difference 1.58, t = 4.0621, df = 9, 95 percent confidence interval 0.7001142 to 2.4598858.
    #[test]
    fn students_sleep_data_give_the_interval_that_r_prints() {
        let first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
        let second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
        let pairs: Vec<_> = first.into_iter().zip(second).collect();
        let change = mean_change(&pairs).unwrap();
        near(Ok(change.mean), 1.58, 2);
        near(Ok(change.interval.low), 0.700_114_2, 7);
        near(Ok(change.interval.high), 2.459_885_8, 7);
        near(effect_size(&pairs).unwrap().d_z.map(|d| d * 10.0_f64.sqrt()), 4.0621, 4);
    }

    /// A retake of a test by eight students, "10.5.161 paired t-test with confidence interval",
    /// <https://sileaderwt.github.io/UMSL-MTH1320/paired-t-test-with-confidence-interval.html>: mean −1.25,
    /// SD 50.55, interval −43.51131 to 41.01131.
    #[test]
    fn a_retaken_test_gives_the_interval_that_is_printed() {
        let pairs = [-30.0, 30.0, -40.0, -40.0, 80.0, 60.0, -50.0, -20.0].map(|change| (0.0, change));
        let change = mean_change(&pairs).unwrap();
        near(Ok(change.interval.low), -43.511_31, 5);
        near(Ok(change.interval.high), 41.011_31, 5);
        near(Ok(sample_sd(&differences(&pairs)).unwrap()), 50.55, 2);
    }

    /// D. Lakens, *Front. Psychol.* 4 (2013) 863, <https://pmc.ncbi.nlm.nih.gov/articles/PMC3840331>, the
    /// two films rated by the same ten people: means 8.7 and 7.7, SDs 0.82 and 0.95, SD of the differences
    /// 0.67, d_z = 1.50, d_av = 1.13.
    #[test]
    fn lakens_two_films_give_the_effect_sizes_that_he_prints() {
        let second = [9.0, 7.0, 8.0, 9.0, 8.0, 9.0, 9.0, 10.0, 9.0, 9.0];
        let first = [9.0, 6.0, 7.0, 8.0, 7.0, 9.0, 8.0, 8.0, 8.0, 7.0];
        near(sample_sd(&second).ok_or(Withheld::NoPairs), 0.82, 2);
        near(sample_sd(&first).ok_or(Withheld::NoPairs), 0.95, 2);
        let pairs: Vec<_> = first.into_iter().zip(second).collect();
        let effect = effect_size(&pairs).unwrap();
        near(effect.d_z, 1.50, 2);
        near(effect.d_av, 1.13, 2);
        near(effect.g_av, 1.13 * (1.0 - 3.0 / 35.0), 2);
        assert!(!effect.unsteady);
    }

    #[test]
    fn few_pairs_and_pairs_without_spread_say_why_they_give_nothing() {
        assert_eq!(mean_change(&[]), Err(Withheld::NoPairs));
        assert_eq!(effect_size(&[(1.0, 2.0); 4]), Err(Withheld::TooFew { n: 4, fewest: 5 }));
        let flat = effect_size(&[(40.0, 50.0); 6]).unwrap();
        assert_eq!(
            (flat.d_av, flat.g_av, flat.d_z),
            (Err(Withheld::NoSpread), Err(Withheld::NoSpread), Err(Withheld::NoSpread))
        );
        assert!(flat.unsteady);
        assert_eq!(mean_change(&[(40.0, 50.0); 6]).unwrap().interval, Interval { low: 10.0, high: 10.0 });
    }

    proptest! {
        #[test]
        fn turning_the_pairs_turns_the_sign(
            pairs in prop::collection::vec((0.0..100.0_f64, 0.0..100.0_f64), 5..40),
        ) {
            let turned: Vec<_> = pairs.iter().map(|(first, second)| (*second, *first)).collect();
            let (there, back) = (mean_change(&pairs).unwrap(), mean_change(&turned).unwrap());
            prop_assert!((there.mean + back.mean).abs() < 1e-9);
            prop_assert!((there.interval.low + back.interval.high).abs() < 1e-9);
            prop_assert!(there.interval.low <= there.mean && there.mean <= there.interval.high);
            let (there, back) = (effect_size(&pairs).unwrap(), effect_size(&turned).unwrap());
            if let (Ok(d), Ok(turned), Ok(g)) = (there.d_av, back.d_av, there.g_av) {
                prop_assert!((d + turned).abs() < 1e-9);
                prop_assert!(g.abs() <= d.abs() && g * d >= 0.0);
            }
        }
    }
}
