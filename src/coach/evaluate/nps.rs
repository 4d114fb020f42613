//! Net Promoter Score: of the answers from 0 to 10 to "how likely are you to recommend …", the share of 9 and
//! 10 less the share of 0 to 6 (F. Reichheld, *Harvard Business Review*, December 2003; field notes 3.6). It
//! folds eleven points into three, so it never stands without its counts and its interval.
//! It must not stand for the quality of a training, nor be given below five answers.

use super::reaction::FEWEST_ANSWERS;
use super::{Interval, Withheld, enough};

/// The lowest answer of a promoter.
const PROMOTER: u8 = 9;
/// The lowest answer of a passive.
const PASSIVE: u8 = 7;
/// The highest answer there is.
const HIGHEST: u8 = 10;
/// What is exceeded by a fortieth of the standard normal distribution: the width of 95 % confidence.
const Z: f64 = 1.959_963_984_540_054;
/// The answers that the adjusted Wald interval adds: detractors, passives, promoters.
const ADDED: [f64; 3] = [0.75, 1.5, 0.75];

/// A Net Promoter Score with all that is needed to judge it.
#[derive(Debug, Clone, PartialEq)]
pub struct NetPromoter {
    /// How many answered 9 or 10.
    pub promoters: usize,
    /// How many answered 7 or 8.
    pub passives: usize,
    /// How many answered 0 to 6.
    pub detractors: usize,
    /// Percent of promoters less percent of detractors, from −100 to 100.
    pub score: f64,
    /// The score's interval, in the same points.
    pub interval: Interval,
    /// How many answers lie above 10 and are left out.
    pub off_scale: usize,
}

/// Reckons the score of answers from 0 to 10.
///
/// # Errors
/// [`Withheld::TooFew`] below [`FEWEST_ANSWERS`] answers on the scale.
pub fn net_promoter(answers: &[u8]) -> Result<NetPromoter, Withheld> {
    let between = |low: u8, high: u8| answers.iter().filter(|a| (low..=high).contains(*a)).count();
    let (promoters, passives) = (between(PROMOTER, HIGHEST), between(PASSIVE, PROMOTER - 1));
    let detractors = between(0, PASSIVE - 1);
    let n = promoters + passives + detractors;
    enough(n, FEWEST_ANSWERS)?;
    let counts = [detractors as f64, passives as f64, promoters as f64];
    Ok(NetPromoter {
        promoters,
        passives,
        detractors,
        score: 100.0 * score(counts),
        interval: adjusted_wald(counts),
        off_scale: answers.len() - n,
    })
}

/// The score of detractors, passives and promoters, from −1 to 1.
fn score([detractors, passives, promoters]: [f64; 3]) -> f64 {
    (promoters - detractors) / (detractors + passives + promoters)
}

/// The variance of one answer, counted as −1, 0 or 1: p + d − (p − d)².
fn variance([detractors, passives, promoters]: [f64; 3]) -> f64 {
    let n = detractors + passives + promoters;
    (promoters + detractors) / n - score([detractors, passives, promoters]).powi(2)
}

/// The adjusted Wald interval (3, T) of B. Rocks, "Interval Estimation for the 'Net Promoter Score'", *The
/// American Statistician* 70 (2016), arXiv:1601.07235: three answers are added, ¾ detractor, 1½ passive and
/// ¾ promoter; with the shares p and d of the n + 3 answers it is p − d ± z·√((p + d − (p − d)²)/(n + 3)).
/// It may be read in the author's R package as `nps_test(test = "adjusted.wald")`; unlike there, bounds
/// beyond ±100 are drawn in, since no score lies beyond.
fn adjusted_wald(counts: [f64; 3]) -> Interval {
    let mut adjusted = counts;
    for (count, added) in adjusted.iter_mut().zip(ADDED) {
        *count += added;
    }
    let n: f64 = adjusted.iter().sum();
    let (middle, half) = (score(adjusted), Z * (variance(adjusted) / n).sqrt());
    Interval { low: 100.0 * (middle - half).max(-1.0), high: 100.0 * (middle + half).min(1.0) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn answers(detractors: usize, passives: usize, promoters: usize) -> Vec<u8> {
        [vec![6; detractors], vec![8; passives], vec![10; promoters]].concat()
    }

    #[test]
    fn the_borders_of_the_three_groups_are_those_of_the_question() {
        let seen = net_promoter(&(0..=12).collect::<Vec<u8>>()).unwrap();
        assert_eq!((seen.promoters, seen.passives, seen.detractors, seen.off_scale), (2, 2, 7, 2));
    }

    /// J. Scheng, nps-calculator, the two data sets "for the given dataset(s)" of its test/test.js,
    /// <https://github.com/jjscheng/nps-calculator>: −0.3 and +0.4.
    #[test]
    fn the_score_is_that_of_a_published_example() {
        let low = [1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 7, 8, 7, 8, 7, 8, 9, 10, 9, 10];
        assert!((net_promoter(&low).unwrap().score - -30.0).abs() < 1e-12);
        let high = [1, 2, 7, 8, 7, 8, 7, 8, 7, 8, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9];
        assert!((net_promoter(&high).unwrap().score - 40.0).abs() < 1e-12);
    }

    /// W. Huber on Cross Validated, <https://stats.stackexchange.com/a/18609>: with shares of ½, ⅓ and ⅙
    /// the score is ⅓, and by his formula (1 − ⅓)²·½ + (0 − ⅓)²·⅓ + (−1 − ⅓)²·⅙ the variance is 5/9.
    #[test]
    fn the_variance_is_that_of_the_tickets_in_the_hat() {
        assert!((score([1.0, 2.0, 3.0]) - 1.0 / 3.0).abs() < 1e-12);
        assert!((variance([1.0, 2.0, 3.0]) - 5.0 / 9.0).abs() < 1e-12);
    }

    /// No printed example of the adjusted interval with all its counts was found. These are the steps of
    /// `nps_test_` in B. Rocks' R package NPS by hand: 3, 3 and 6 answers become 3.75, 4.5 and 6.75 of 15,
    /// so p − d = 0.2, the variance is 0.7 − 0.04 = 0.66, its root over 15 is 0.209762, times z 0.411125.
    #[test]
    fn the_interval_follows_the_authors_own_steps() {
        let seen = net_promoter(&answers(3, 3, 6)).unwrap();
        assert!((seen.score - 25.0).abs() < 1e-12);
        assert!((seen.interval.low - -21.1125).abs() < 5e-4);
        assert!((seen.interval.high - 61.1125).abs() < 5e-4);
    }

    #[test]
    fn four_answers_have_no_score_and_five_have_a_wide_one() {
        assert_eq!(net_promoter(&[10; 4]), Err(Withheld::TooFew { n: 4, fewest: 5 }));
        let all = net_promoter(&[10; 5]).unwrap();
        assert_eq!((all.score, all.interval.high), (100.0, 100.0));
        assert!(all.interval.low < 20.0);
    }

    proptest! {
        #[test]
        fn the_score_stays_on_its_scale_and_turns_with_the_groups(
            d in 0..40_usize, q in 0..40_usize, p in 0..40_usize,
        ) {
            prop_assume!(d + q + p >= FEWEST_ANSWERS);
            let seen = net_promoter(&answers(d, q, p)).unwrap();
            prop_assert!(-100.0 <= seen.interval.low && seen.interval.low < seen.interval.high);
            prop_assert!(seen.interval.high <= 100.0 && (-100.0..=100.0).contains(&seen.score));
            let turned = net_promoter(&answers(p, q, d)).unwrap();
            prop_assert!((seen.score + turned.score).abs() < 1e-9);
            prop_assert!((seen.interval.low + turned.interval.high).abs() < 1e-9);
        }

        #[test]
        fn the_order_of_the_answers_is_no_matter(mut given in prop::collection::vec(0..=10_u8, 5..40)) {
            let before = net_promoter(&given);
            given.sort_unstable();
            prop_assert_eq!(before, net_promoter(&given));
        }
    }
}
