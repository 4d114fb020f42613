//! A trend: percentages over time, one line or a few, with how many were counted below.
//! Each line has its shape of points, and its name at its end; where nothing was counted is a gap.
//! It must not draw through a gap.

use super::Mark;
use super::axis::{self, GUTTER, Span};
use super::layout::{Look, SMALL, stroke};
use super::measure;
use super::palette::Rgb;
use super::svg::{Area, Side, Stroke, Svg};

/// Lines over time.
#[derive(Debug, Clone, PartialEq)]
pub struct Trend {
    /// The names of the times, from early to late; at most 60 are drawn.
    pub times: Vec<String>,
    /// The lines; at most four are drawn.
    pub lines: Vec<Line>,
    /// A level to reach.
    pub goal: Option<Mark>,
    /// What stands before the counts below; they are left out where it is empty.
    pub count_label: String,
}

/// One line.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Its name; may be empty where it is the only one.
    pub label: String,
    /// Its points, one a time; none where nothing was counted.
    pub points: Vec<Option<Point>>,
}

/// One value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// Percent, 0 to 100; what is not finite counts as no value.
    pub percent: f64,
    /// From how many it was counted.
    pub n: u32,
}

const MOST_LINES: usize = 4;
const MOST_TIMES: usize = 60;
const HEIGHT: f64 = 150.0;
/// A line of words below the plot.
const ROW: f64 = 18.0;

/// The values of a line with where they stand.
type Course = Vec<Option<(f64, f64)>>;

impl Trend {
    pub(super) fn draw(&self, svg: &mut Svg, look: &Look<'_>) -> f64 {
        let ends = self.ends();
        let widest = ends.iter().map(|(words, ..)| measure::width(words, SMALL)).fold(0.0, f64::max);
        let sign = if self.lines.len() > 1 { 10.0 } else { 0.0 };
        let end = if widest > 0.0 { widest.min(look.width * 0.3) + 12.0 + sign } else { 6.0 };
        let plot = Area { x: GUTTER, y: 8.0, w: look.width - GUTTER - end, h: HEIGHT };
        Span::WHOLE.grid(svg, plot, look);
        if let Some(level) = self.goal.as_ref().and_then(|goal| axis::percent(goal.at)) {
            let y = Span::WHOLE.y(plot, level);
            let line = Stroke { ink: look.palette.ink, width: 1.5, dashed: true };
            svg.line((plot.x, y), (plot.x + plot.w, y), line);
        }
        for (at, line) in self.lines.iter().take(MOST_LINES).enumerate() {
            draw_line(svg, at, &self.course(line, plot), look);
        }
        let wanted: Vec<f64> = ends.iter().map(|(_, percent, _)| Span::WHOLE.y(plot, *percent)).collect();
        for ((words, _, kind), y) in ends.iter().zip(axis::dodge(&wanted, 16.0, plot.y, plot.y + plot.h)) {
            let x = plot.x + plot.w + 12.0;
            let (at, face) = match kind {
                Some(kind) if self.lines.len() > 1 => {
                    marker(svg, (x + 1.0, y), *kind, look);
                    (x + 10.0, look.strong(SMALL, Side::Start))
                }
                Some(_) => (x, look.strong(SMALL, Side::Start)),
                None => (x, look.muted(Side::Start)),
            };
            svg.text((at, y), &measure::fit(words, SMALL, look.width - at), face);
        }
        self.below(svg, plot, look)
    }

    /// What is written at the right: each line's last value and name, and the goal; with the level, and which line.
    fn ends(&self) -> Vec<(String, f64, Option<usize>)> {
        let mut out = Vec::new();
        for (at, line) in self.lines.iter().take(MOST_LINES).enumerate() {
            let points = line.points.iter().take(self.times.len().min(MOST_TIMES));
            if let Some(last) = points.flatten().filter_map(|point| axis::percent(point.percent)).next_back()
            {
                out.push((measure::plain(&format!("{last:.0} {}", line.label)), last, Some(at)));
            }
        }
        if let Some(goal) = &self.goal
            && let Some(level) = axis::percent(goal.at)
        {
            out.push((measure::plain(&goal.label), level, None));
        }
        out
    }

    fn x(&self, at: usize, plot: Area) -> f64 {
        let steps = self.times.len().min(MOST_TIMES).saturating_sub(1);
        let inner = plot.w - 20.0;
        plot.x + 10.0 + if steps == 0 { inner / 2.0 } else { inner * at as f64 / steps as f64 }
    }

    fn course(&self, line: &Line, plot: Area) -> Course {
        let times = self.times.len().min(MOST_TIMES);
        let place = |(at, point): (usize, &Option<Point>)| {
            let percent = axis::percent((*point)?.percent)?;
            Some((self.x(at, plot), Span::WHOLE.y(plot, percent)))
        };
        line.points.iter().take(times).enumerate().map(place).collect()
    }

    /// The times and counts below the plot, as many as fit; gives the height of everything.
    fn below(&self, svg: &mut Svg, plot: Area, look: &Look<'_>) -> f64 {
        let times: Vec<String> =
            self.times.iter().take(MOST_TIMES).map(|time| measure::fit(time, SMALL, 64.0)).collect();
        let widest = times.iter().map(|time| measure::width(time, SMALL)).fold(0.0, f64::max);
        let stride = axis::stride(widest, self.x(1, plot) - self.x(0, plot));
        // The last time is always written, and every so many before it.
        let written = |at: usize| (times.len() - 1 - at).is_multiple_of(stride);
        let mut y = plot.y + plot.h + 16.0;
        for (at, time) in times.iter().enumerate().filter(|(at, _)| written(*at)) {
            let half = measure::width(time, SMALL) / 2.0;
            let x = self.x(at, plot).clamp(half, (look.width - half).max(half));
            svg.text((x, y), time, look.muted(Side::Middle));
        }
        if !self.count_label.is_empty() {
            for (kind, line) in self.lines.iter().take(MOST_LINES).enumerate() {
                y += ROW;
                self.counts(svg, kind, line, (y, plot), &written, look);
            }
        }
        y + 10.0
    }

    fn counts(
        &self,
        svg: &mut Svg,
        kind: usize,
        line: &Line,
        (y, plot): (f64, Area),
        written: &dyn Fn(usize) -> bool,
        look: &Look<'_>,
    ) {
        if kind == 0 {
            let label = measure::fit(&self.count_label, SMALL, GUTTER - 12.0);
            svg.text((0.0, y), &label, look.muted(Side::Start));
        }
        if self.lines.len() > 1 {
            marker(svg, (GUTTER - 8.0, y), kind, look);
        }
        for (at, point) in line.points.iter().take(self.times.len().min(MOST_TIMES)).enumerate() {
            if let Some(point) = point.filter(|_| written(at)) {
                svg.text((self.x(at, plot), y), &point.n.min(99_999).to_string(), look.muted(Side::Middle));
            }
        }
    }
}

/// The unbroken stretches of a line, and its points.
fn draw_line(svg: &mut Svg, kind: usize, course: &Course, look: &Look<'_>) {
    let pen = stroke(ink(kind, look), 2.0);
    for stretch in course.split(Option::is_none) {
        let points: Vec<(f64, f64)> = stretch.iter().copied().flatten().collect();
        svg.path(&points, pen);
    }
    for point in course.iter().flatten() {
        marker(svg, *point, kind, look);
    }
}

fn ink(kind: usize, look: &Look<'_>) -> Rgb {
    look.palette.kinds.get(kind).copied().unwrap_or(look.palette.ink)
}

/// The point of a line: a disc, a square, a triangle or a diamond.
fn marker(svg: &mut Svg, (x, y): (f64, f64), kind: usize, look: &Look<'_>) {
    let edge = stroke(look.palette.card, 1.5);
    let ink = ink(kind, look);
    match kind {
        0 => svg.circle((x, y), 4.5, ink, edge),
        1 => svg.polygon(
            &[(x - 4.0, y - 4.0), (x + 4.0, y - 4.0), (x + 4.0, y + 4.0), (x - 4.0, y + 4.0)],
            ink,
            edge,
        ),
        2 => svg.polygon(&[(x, y - 5.5), (x + 5.2, y + 4.0), (x - 5.2, y + 4.0)], ink, edge),
        _ => svg.polygon(&[(x, y - 5.8), (x + 5.8, y), (x, y + 5.8), (x - 5.8, y)], ink, edge),
    }
}
