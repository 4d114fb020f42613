//! A histogram: how many scores fall into each range, with the pass mark and the median.
//! Ranges below the pass mark differ in colour and are hatched; every bar carries its number.
//! It must not choose the ranges.

use super::axis;
use super::layout::{Look, SMALL, stroke};
use super::measure;
use super::svg::{Area, Face, Side, Stroke, Svg};

/// How scores are spread.
#[derive(Debug, Clone, PartialEq)]
pub struct Histogram {
    /// The ranges, from low to high; at most 40 are drawn.
    pub bins: Vec<Bin>,
    /// The score from which it counts as passed.
    pub pass: Option<Mark>,
    /// The median.
    pub median: Option<Mark>,
}

/// A range of scores.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bin {
    /// Its lower end.
    pub from: f64,
    /// Its upper end.
    pub to: f64,
    /// How many are in it.
    pub count: u32,
}

/// A value that is pointed out.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// The value.
    pub at: f64,
    /// What is written at it.
    pub label: String,
}

const MOST_BINS: usize = 40;
const HEIGHT: f64 = 130.0;
/// Room beside the plot, for the ends of the ranges.
const INSET: f64 = 12.0;
/// A line of words above the plot.
const LINE: f64 = 20.0;

/// From scores to pixels.
struct Scale {
    low: f64,
    high: f64,
    plot: Area,
}

impl Scale {
    fn x(&self, score: f64) -> f64 {
        self.plot.x + self.plot.w * (score.clamp(self.low, self.high) - self.low) / (self.high - self.low)
    }
}

impl Histogram {
    pub(super) fn draw(&self, svg: &mut Svg, look: &Look<'_>) -> f64 {
        let sound = |bin: &&Bin| {
            bin.from.is_finite() && bin.to.is_finite() && bin.from < bin.to && bin.to.abs() < 1e9
        };
        let bins: Vec<Bin> = self.bins.iter().filter(sound).take(MOST_BINS).copied().collect();
        let marks = [(&self.pass, true), (&self.median, false)];
        let lines = marks.iter().filter(|(mark, _)| mark.is_some()).count() as f64;
        let plot = Area { x: INSET, y: lines * LINE + 18.0, w: look.width - 2.0 * INSET, h: HEIGHT };
        let low = bins.iter().map(|bin| bin.from).fold(f64::INFINITY, f64::min);
        let high = bins.iter().map(|bin| bin.to).fold(f64::NEG_INFINITY, f64::max);
        let scale =
            if low < high { Scale { low, high, plot } } else { Scale { low: 0.0, high: 100.0, plot } };
        let mut y = LINE / 2.0;
        for (mark, dashed) in marks {
            if let Some(mark) = mark.as_ref().filter(|mark| mark.at.is_finite()) {
                pointer(svg, mark, y, dashed, &scale, look);
            }
            y += if mark.is_some() { LINE } else { 0.0 };
        }
        self.bars(svg, &bins, &scale, look);
        ends(svg, &bins, &scale, look);
        plot.y + plot.h + 22.0
    }

    fn bars(&self, svg: &mut Svg, bins: &[Bin], scale: &Scale, look: &Look<'_>) {
        let plot = scale.plot;
        let most = bins.iter().map(|bin| bin.count).max().unwrap_or(0).max(1);
        for bin in bins {
            let (left, right) = (scale.x(bin.from) + 1.5, scale.x(bin.to) - 1.5);
            let h = plot.h * f64::from(bin.count) / f64::from(most);
            let area = Area { x: left, y: plot.y + plot.h - h, w: right - left, h };
            let failed = self.pass.as_ref().is_some_and(|pass| bin.to <= pass.at);
            let fill = if failed { look.palette.alert } else { look.palette.main };
            svg.rect(area, 2.0, fill);
            if failed {
                svg.hatch(area, 6.0, stroke(fill.mix(look.palette.card, 0.45), 1.2));
            }
            let words = bin.count.to_string();
            let wide = measure::width(&words, SMALL) + 4.0;
            if bin.count > 0 && wide <= area.w + 2.0 {
                let middle = (area.x + area.w / 2.0, area.y - 9.0);
                svg.rect(
                    Area { x: middle.0 - wide / 2.0, y: middle.1 - 8.0, w: wide, h: 16.0 },
                    0.0,
                    look.palette.card,
                );
                svg.text(middle, &words, look.words(SMALL, Side::Middle));
            }
        }
        let floor = plot.y + plot.h;
        svg.line((plot.x, floor), (plot.x + plot.w, floor), stroke(look.palette.muted, 1.0));
    }
}

/// The line of a mark from its words down to the floor.
fn pointer(svg: &mut Svg, mark: &Mark, y: f64, dashed: bool, scale: &Scale, look: &Look<'_>) {
    let x = scale.x(mark.at);
    let words = measure::fit(&mark.label, SMALL, look.width - 12.0);
    let wide = measure::width(&words, SMALL);
    // The words stand to the right of the line, or to its left where there is no room.
    let (side, at) = if x + 6.0 + wide <= look.width {
        (Side::Start, x + 6.0)
    } else if x - 6.0 - wide >= 0.0 {
        (Side::End, x - 6.0)
    } else {
        (Side::Middle, look.width / 2.0)
    };
    let ink = look.palette.ink;
    let line = Stroke { ink, width: if dashed { 1.5 } else { 2.0 }, dashed };
    svg.line((x, y - 7.0), (x, scale.plot.y + scale.plot.h), line);
    if side == Side::Middle {
        svg.rect(
            Area { x: at - wide / 2.0 - 3.0, y: y - 9.0, w: wide + 6.0, h: 18.0 },
            0.0,
            look.palette.card,
        );
    }
    svg.text((at, y), &words, Face { ink, ..look.muted(side) });
}

/// The ends of the ranges below the floor, as many as fit.
fn ends(svg: &mut Svg, bins: &[Bin], scale: &Scale, look: &Look<'_>) {
    let mut values: Vec<f64> = bins.iter().flat_map(|bin| [bin.from, bin.to]).collect();
    values.sort_by(f64::total_cmp);
    values.dedup();
    let mut free = f64::NEG_INFINITY;
    for value in values {
        let words = axis::figure(value);
        let wide = measure::width(&words, SMALL);
        let x = scale.x(value).clamp(wide / 2.0, (look.width - wide / 2.0).max(wide / 2.0));
        if x - wide / 2.0 >= free {
            svg.text((x, scale.plot.y + scale.plot.h + 13.0), &words, look.muted(Side::Middle));
            free = x + wide / 2.0 + 6.0;
        }
    }
}
