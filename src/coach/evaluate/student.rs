//! The quantile of Student's t distribution, which an interval of a mean of few people needs. The
//! distribution is the regularised incomplete beta function, reckoned by its continued fraction (W. Press et
//! al., *Numerical Recipes*, 3rd ed., 2007, section 6.4); its quantile is found by halving.
//! It must not be used for a probability of nought or one.

/// Lanczos' coefficients for g = 7 (P. Godfrey, 2001), good to about fifteen digits.
const LANCZOS: [f64; 8] = [
    676.520_368_121_885_1,
    -1_259.139_216_722_402_8,
    771.323_428_777_653_1,
    -176.615_029_162_140_6,
    12.507_343_278_686_905,
    -0.138_571_095_265_720_12,
    9.984_369_578_019_572e-6,
    1.505_632_735_149_311_6e-7,
];

/// The natural logarithm of the gamma function, for arguments from a half upwards.
fn ln_gamma(x: f64) -> f64 {
    let x = x - 1.0;
    let mut sum = 0.999_999_999_999_809_9;
    let mut place = 1.0;
    for coefficient in LANCZOS {
        sum += coefficient / (x + place);
        place += 1.0;
    }
    let t = x + 7.5;
    0.5 * std::f64::consts::TAU.ln() + (x + 0.5) * t.ln() - t + sum.ln()
}

/// Keeps a divisor of Lentz' method away from nought.
fn not_nought(x: f64) -> f64 {
    if x.abs() < 1e-300 { 1e-300 } else { x }
}

/// The continued fraction of the incomplete beta function, by Lentz' method.
fn fraction(a: f64, b: f64, x: f64) -> f64 {
    let mut c = 1.0;
    let mut d = 1.0 / not_nought(1.0 - (a + b) * x / (a + 1.0));
    let mut value = d;
    for step in 1..=500_u32 {
        let m = f64::from(step);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        let before = value;
        for term in [even, odd] {
            d = 1.0 / not_nought(1.0 + term * d);
            c = not_nought(1.0 + term / c);
            value *= d * c;
        }
        if (value - before).abs() < 1e-15 * value.abs() {
            break;
        }
    }
    value
}

/// The regularised incomplete beta function I_x(a, b), for x between nought and one.
fn beta(a: f64, b: f64, x: f64) -> f64 {
    if x <= 0.0 || x >= 1.0 {
        return x.clamp(0.0, 1.0);
    }
    let front = (ln_gamma(a + b) - ln_gamma(a) - ln_gamma(b) + a * x.ln() + b * (1.0 - x).ln()).exp();
    if x < (a + 1.0) / (a + b + 2.0) {
        front * fraction(a, b, x) / a
    } else {
        1.0 - front * fraction(b, a, 1.0 - x) / b
    }
}

/// How likely a value above `t` is, for a `t` of nought or more.
fn upper_tail(t: f64, freedom: f64) -> f64 {
    0.5 * beta(freedom / 2.0, 0.5, freedom / (freedom + t * t))
}

/// The t which is exceeded with the probability `tail` (above nought, at most a half) at `freedom` degrees
/// of freedom (one or more).
pub(super) fn exceeded_by(tail: f64, freedom: f64) -> f64 {
    let mut high = 1.0;
    while upper_tail(high, freedom) > tail && high < 1e12 {
        high *= 2.0;
    }
    let mut low = 0.0;
    for _ in 0..200 {
        let middle = 0.5 * (low + high);
        if upper_tail(middle, freedom) > tail {
            low = middle;
        } else {
            high = middle;
        }
    }
    0.5 * (low + high)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2 "Critical Values of the Student's t
    /// Distribution", <https://www.itl.nist.gov/div898/handbook/eda/section3/eda3672.htm>.
    #[test]
    fn the_quantiles_are_those_of_the_printed_table() {
        for (freedom, printed) in [
            (1.0, 12.706),
            (2.0, 4.303),
            (4.0, 2.776),
            (5.0, 2.571),
            (9.0, 2.262),
            (15.0, 2.131),
            (30.0, 2.042),
            (100.0, 1.984),
        ] {
            assert!((exceeded_by(0.025, freedom) - printed).abs() <= 0.0005, "{freedom}");
        }
        assert!((exceeded_by(0.05, 10.0) - 1.812).abs() <= 0.0005);
    }

    #[test]
    fn the_quantiles_agree_with_scipy_to_ten_digits() {
        for (freedom, scipy) in SCIPY {
            assert!((exceeded_by(0.025, freedom) / scipy - 1.0).abs() < 1e-10, "{freedom}");
        }
    }

    #[test]
    fn with_one_or_two_degrees_of_freedom_it_meets_the_closed_form() {
        for tail in [0.3_f64, 0.1, 0.025, 0.001] {
            let cauchy = (std::f64::consts::PI * (0.5 - tail)).tan();
            assert!((exceeded_by(tail, 1.0) / cauchy - 1.0).abs() < 1e-9);
            let two = (1.0 - 2.0 * tail) / (2.0 * tail * (1.0 - tail)).sqrt();
            assert!((exceeded_by(tail, 2.0) / two - 1.0).abs() < 1e-9);
        }
        assert!(exceeded_by(0.5, 7.0).abs() < 1e-9);
    }

    #[test]
    fn with_many_degrees_of_freedom_it_nears_the_normal_quantile() {
        assert!((exceeded_by(0.025, 1e6) - 1.959_963_984_540_054).abs() < 1e-5);
    }

    /// `scipy.stats.t.ppf(0.975, df)`, SciPy 1.17.1.
    const SCIPY: [(f64, f64); 6] = [
        (1.0, 12.706204736174694),
        (3.0, 3.1824463052837078),
        (9.0, 2.262157162798205),
        (24.0, 2.0638985616280245),
        (99.0, 1.9842169515864174),
        (1000.0, 1.9623390808264083),
    ];
}
