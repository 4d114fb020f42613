//! Mean, variance and correlation: the sums under all figures of this folder. Each is `None` where it has no
//! value, so that no caller divides by zero.
//! It must not decide whether a figure may be shown.

/// The mean; `None` of nothing.
pub(super) fn mean(values: &[f64]) -> Option<f64> {
    if values.is_empty() { None } else { Some(values.iter().sum::<f64>() / values.len() as f64) }
}

/// The sum of the squared distances from the mean; `None` of nothing.
fn squares(values: &[f64]) -> Option<f64> {
    let mean = mean(values)?;
    Some(values.iter().map(|value| (value - mean).powi(2)).sum())
}

/// The standard deviation of a sample, divisor n − 1; `None` of fewer than two.
pub(super) fn sample_sd(values: &[f64]) -> Option<f64> {
    if values.len() < 2 { None } else { Some((squares(values)? / (values.len() - 1) as f64).sqrt()) }
}

/// The variance of a whole group, divisor n; `None` of nothing.
pub(super) fn population_variance(values: &[f64]) -> Option<f64> {
    Some(squares(values)? / values.len() as f64)
}

/// Pearson's correlation of two equally long lists; `None` if one of them has no spread.
/// Between right/wrong and a score this is the point-biserial correlation.
pub(super) fn correlation(xs: &[f64], ys: &[f64]) -> Option<f64> {
    let (mean_x, mean_y) = (mean(xs)?, mean(ys)?);
    let cross: f64 = xs.iter().zip(ys).map(|(x, y)| (x - mean_x) * (y - mean_y)).sum();
    let spread = (squares(xs)? * squares(ys)?).sqrt();
    if spread > 0.0 { Some((cross / spread).clamp(-1.0, 1.0)) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_divisor_tells_a_sample_from_a_whole_group() {
        let values = [2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0];
        assert_eq!(mean(&values), Some(5.0));
        assert_eq!(population_variance(&values), Some(4.0));
        assert!((sample_sd(&values).unwrap() - (32.0_f64 / 7.0).sqrt()).abs() < 1e-12);
    }

    #[test]
    fn what_has_no_value_is_none() {
        assert_eq!(mean(&[]), None);
        assert_eq!(sample_sd(&[1.0]), None);
        assert_eq!(population_variance(&[]), None);
        assert_eq!(correlation(&[1.0, 1.0], &[1.0, 2.0]), None);
        assert_eq!(correlation(&[1.0, 2.0, 3.0], &[6.0, 4.0, 2.0]), Some(-1.0));
    }
}
