//! Agreement: whether two raters who marked the same cases mean the same by a mark, beyond what chance would
//! bring. A criterion on which raters do not agree measures the rater, so it is not to be used before it is
//! worded better.
//! It must not name a value of kappa "good" or "fair": such words are conventions without a ground.

use std::collections::BTreeMap;

use super::{Figure, Withheld, enough};

/// Below this many cases no agreement is given: with fewer, one case can move kappa by more than a fifth.
/// It is a convention of this project.
pub const FEWEST_CASES: usize = 10;
/// The kappa that two raters are to reach before a criterion is used (field notes 3.12).
pub const USABLE_KAPPA: f64 = 0.6;

/// How far two raters agree.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Agreement {
    /// How many cases both marked.
    pub cases: usize,
    /// The share of cases with the same mark, 0 to 1.
    pub observed: f64,
    /// The share that chance would bring if each rater kept to their own shares of marks, 0 to 1.
    pub expected: f64,
    /// Cohen's kappa, (observed − expected)/(1 − expected), at most 1; withheld if both gave one and the
    /// same mark throughout.
    pub kappa: Figure,
}

impl Agreement {
    /// Whether a criterion marked like this may be used.
    pub fn is_usable(&self) -> bool {
        self.kappa.is_ok_and(|kappa| kappa >= USABLE_KAPPA)
    }
}

/// Reckons the agreement of two raters, unweighted, after J. Cohen, *Educ. Psychol. Meas.* 20 (1960) 37–46.
/// Each pair holds the marks that the first and the second rater gave to one case; the marks have no order
/// but a name.
///
/// # Errors
/// [`Withheld::NoPairs`] of none, [`Withheld::TooFew`] below [`FEWEST_CASES`].
pub fn compare_raters<M: Ord>(pairs: &[(M, M)]) -> Result<Agreement, Withheld> {
    if pairs.is_empty() {
        return Err(Withheld::NoPairs);
    }
    enough(pairs.len(), FEWEST_CASES)?;
    let n = pairs.len();
    let same = pairs.iter().filter(|(first, second)| first == second).count();
    let mut taken: BTreeMap<&M, (usize, usize)> = BTreeMap::new();
    for (first, second) in pairs {
        taken.entry(first).or_default().0 += 1;
        taken.entry(second).or_default().1 += 1;
    }
    let by_chance: usize = taken.values().map(|(first, second)| first * second).sum();
    let observed = same as f64 / n as f64;
    let expected = by_chance as f64 / (n * n) as f64;
    let kappa = if by_chance == n * n {
        Err(Withheld::OneMark)
    } else {
        Ok((observed - expected) / (1.0 - expected))
    };
    Ok(Agreement { cases: n, observed, expected, kappa })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Cases from a table of counts: first rater down, second rater across.
    fn cases<const K: usize>(table: [[usize; K]; K]) -> Vec<(usize, usize)> {
        let row = |(first, counts): (usize, [usize; K])| {
            counts.into_iter().enumerate().flat_map(move |(second, count)| vec![(first, second); count])
        };
        table.into_iter().enumerate().flat_map(row).collect()
    }

    fn near(figure: f64, printed: f64, digits: i32) {
        assert!((figure - printed).abs() <= 0.5 * 10.0_f64.powi(-digits) + 1e-12, "{figure} for {printed}");
    }

    /// J. Cohen 1960, the diagnoses of two hundred patients (.44 .07 .09, .05 .20 .05, .01 .03 .06); the
    /// help page of `cohen.kappa` in W. Revelle's R package psych repeats the table, "cohen reports .492",
    /// <https://rdrr.io/cran/psych/man/kappa.html>. By hand .70 observed, .41 expected.
    #[test]
    fn cohens_own_table_has_the_kappa_that_he_reports() {
        let seen = compare_raters(&cases([[88, 14, 18], [10, 40, 10], [2, 6, 12]])).unwrap();
        near(seen.observed, 0.70, 9);
        near(seen.expected, 0.41, 9);
        near(seen.kappa.unwrap(), 0.492, 3);
        assert!(!seen.is_usable());
    }

    /// "Cohen's kappa", Wikipedia, <https://en.wikipedia.org/wiki/Cohen%27s_kappa>: fifty grant proposals,
    /// 20 and 15 judged alike, 5 and 10 not: observed 0.7, expected 0.5, kappa 0.4.
    #[test]
    fn the_grant_proposals_of_the_encyclopaedia_have_a_kappa_of_two_fifths() {
        let seen = compare_raters(&cases([[20, 5], [10, 15]])).unwrap();
        near(seen.observed, 0.7, 9);
        near(seen.expected, 0.5, 9);
        near(seen.kappa.unwrap(), 0.4, 9);
    }

    /// "Cohen's Kappa Index", <https://www.easycalculation.com/statistics/learn-cohens-kappa-index.php>:
    /// 12, 2, 4 and 2 patients: observed 0.7, expected 0.62, kappa 0.21.
    #[test]
    fn the_twenty_patients_have_the_kappa_that_is_printed() {
        let seen = compare_raters(&cases([[12, 2], [4, 2]])).unwrap();
        near(seen.expected, 0.62, 9);
        near(seen.kappa.unwrap(), 0.21, 2);
    }

    #[test]
    fn full_agreement_is_one_and_one_mark_throughout_says_nothing() {
        let full = compare_raters(&cases([[6, 0], [0, 6]])).unwrap();
        assert_eq!((full.kappa, full.is_usable()), (Ok(1.0), true));
        let one = compare_raters(&[("yes", "yes"); 12]).unwrap();
        assert_eq!((one.kappa, one.observed, one.is_usable()), (Err(Withheld::OneMark), 1.0, false));
    }

    #[test]
    fn nine_cases_are_too_few() {
        assert_eq!(compare_raters::<u8>(&[]), Err(Withheld::NoPairs));
        assert_eq!(compare_raters(&[(1, 1); 9]), Err(Withheld::TooFew { n: 9, fewest: 10 }));
    }

    proptest! {
        #[test]
        fn neither_the_order_of_cases_nor_of_raters_nor_the_names_matter(
            pairs in prop::collection::vec((0..4_u8, 0..4_u8), 10..60),
        ) {
            let seen = compare_raters(&pairs).unwrap();
            let mut turned: Vec<_> = pairs.iter().map(|(first, second)| (9 - second, 9 - first)).collect();
            turned.reverse();
            let other = compare_raters(&turned).unwrap();
            prop_assert_eq!(seen, other);
            prop_assert!((0.0..=1.0).contains(&seen.observed) && (0.0..=1.0).contains(&seen.expected));
            if let Ok(kappa) = seen.kappa {
                prop_assert!((-1.0..=1.0 + 1e-12).contains(&kappa));
            }
        }
    }
}
