//! What the charts with an axis share: percent from 0 to 100 upwards, figures, and labels that make room for each other.
//! A value that is not finite is no value.
//! It must not know which chart asks.

use super::layout::Look;
use super::svg::{Area, Side, Svg};

/// The room left of a plot for its percentages.
pub(super) const GUTTER: f64 = 30.0;

/// A percentage between 0 and 100; none if it is not finite.
pub(super) fn percent(value: f64) -> Option<f64> {
    value.is_finite().then(|| value.clamp(0.0, 100.0))
}

/// The percentages that a plot shows, from its floor to its top.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Span {
    low: f64,
    high: f64,
}

impl Span {
    /// All of them.
    pub(super) const WHOLE: Self = Self { low: 0.0, high: 100.0 };

    /// The quarters that some values lie in, at least two of them.
    pub(super) fn around(values: impl Iterator<Item = f64>) -> Self {
        let (low, high) =
            values.fold((100.0_f64, 0.0_f64), |(low, high), value| (low.min(value), high.max(value)));
        if low > high {
            return Self::WHOLE;
        }
        let low = (low / 25.0).floor().clamp(0.0, 2.0) * 25.0;
        Self { low, high: ((high / 25.0).ceil() * 25.0).clamp(low + 50.0, 100.0) }
    }

    /// Where a percentage stands in a plot.
    pub(super) fn y(self, plot: Area, percent: f64) -> f64 {
        plot.y + plot.h * (self.high - percent) / (self.high - self.low)
    }

    /// Lines and figures at every quarter of the hundred.
    pub(super) fn grid(self, svg: &mut Svg, plot: Area, look: &Look<'_>) {
        let shown = |quarter: &f64| *quarter >= self.low && *quarter <= self.high;
        for quarter in [0.0, 25.0, 50.0, 75.0, 100.0].into_iter().filter(shown) {
            let y = self.y(plot, quarter);
            svg.line((plot.x, y), (plot.x + plot.w, y), look.rule());
            svg.text((plot.x - 8.0, y), &figure(quarter), look.muted(Side::End));
        }
    }
}

/// A number with at most one decimal.
pub(super) fn figure(value: f64) -> String {
    let value = if value.is_finite() { value.clamp(-1e9, 1e9) } else { 0.0 };
    let text = format!("{value:.1}");
    let text = text.strip_suffix(".0").unwrap_or(&text);
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// Every so-many-th of some labels can be written side by side: how many is that?
pub(super) fn stride(widest: f64, step: f64) -> usize {
    // At most the number of labels, which is small.
    if step > 0.0 { ((widest + 7.0) / step).ceil().clamp(1.0, 1e4) as usize } else { 1 }
}

/// Moves labels apart, each as little as the others allow: their middles, kept `apart` and between `top` and `low`.
pub(super) fn dodge(wanted: &[f64], apart: f64, top: f64, low: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    let wish = |at: usize| wanted.get(at).copied().unwrap_or(top).clamp(top, low.max(top));
    order.sort_by(|a, b| wish(*a).total_cmp(&wish(*b)).then(a.cmp(b)));
    let apart = apart.min((low - top).max(0.0) / (wanted.len().saturating_sub(1)).max(1) as f64);
    let mut placed: Vec<f64> = Vec::new();
    for (rank, at) in order.iter().enumerate() {
        let after = (order.len() - rank - 1) as f64;
        let least = placed.last().map_or(top, |above| above + apart);
        placed.push(wish(*at).max(least).min((low - after * apart).max(least)));
    }
    let mut out = vec![0.0; wanted.len()];
    for (at, y) in order.iter().zip(placed) {
        if let Some(slot) = out.get_mut(*at) {
            *slot = y;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_short() {
        assert_eq!([60.0, 72.55, -0.01, f64::NAN].map(figure), ["60", "72.5", "0", "0"]);
    }

    #[test]
    fn a_span_has_two_quarters_at_least() {
        assert_eq!(Span::around([30.0, 80.0].into_iter()), Span { low: 25.0, high: 100.0 });
        assert_eq!(Span::around([100.0].into_iter()), Span { low: 50.0, high: 100.0 });
        assert_eq!(Span::around([0.0, 3.0].into_iter()), Span { low: 0.0, high: 50.0 });
        assert_eq!(Span::around(std::iter::empty()), Span::WHOLE);
    }

    #[test]
    fn labels_make_room_for_each_other() {
        assert_eq!(dodge(&[50.0, 50.0, 10.0], 16.0, 0.0, 100.0), [50.0, 66.0, 10.0]);
        assert_eq!(dodge(&[99.0, 100.0], 16.0, 0.0, 100.0), [84.0, 100.0]);
        assert_eq!(dodge(&[], 16.0, 0.0, 100.0), Vec::<f64>::new());
    }
}
