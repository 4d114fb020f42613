//! Stacked bars: how many have done a thing, are at it, are late, have not begun.
//! Every part has its colour and its pattern, its number stands in it, and the legend gives the sums.
//! It must not rank the rows; they come in the caller's order.

use super::MOST_ROWS;
use super::layout::{BODY, Look, SMALL, stroke};
use super::palette::{GREEN, Rgb, SKY, VERMILLION};
use super::svg::{Area, Face, Side, Stroke, Svg};
use super::{legend, measure};

/// Bars, one a row, each as long as the others.
#[derive(Debug, Clone, PartialEq)]
pub struct Stacked {
    /// The parts of every bar, from the left.
    pub parts: Vec<Part>,
    /// The bars.
    pub rows: Vec<StackedRow>,
}

/// A part of every bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// What the legend calls it.
    pub label: String,
    /// How it looks.
    pub tone: Tone,
}

/// How far a thing is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Done: green and plain.
    Done,
    /// Under way: sky blue with slanting lines.
    UnderWay,
    /// Overdue: vermillion with a dark edge below.
    Overdue,
    /// Not begun: hollow.
    NotBegun,
}

/// One bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StackedRow {
    /// What it is about.
    pub label: String,
    /// How many belong to each part, in the order of the parts.
    pub counts: Vec<u32>,
    /// A few words at the end, such as `18/24`.
    pub aside: String,
}

/// The height of a bar.
const BAR: f64 = 20.0;
/// Between two parts of a bar.
const BETWEEN: f64 = 2.0;
/// No part is thinner than this.
const THIN: f64 = 4.0;

/// Where the columns of a row begin.
struct Columns {
    bar: Area,
    label: f64,
}

impl Stacked {
    pub(super) fn draw(&self, svg: &mut Svg, look: &Look<'_>) -> f64 {
        let shown: Vec<&StackedRow> = self.rows.iter().take(MOST_ROWS).collect();
        let columns = columns(&shown, look);
        let mut y = self.legend(svg, look);
        for row in &shown {
            y += self.row(svg, row, y, &columns, look);
        }
        y - 6.0 + look.rest(svg, y - 6.0, self.rows.len() - shown.len())
    }

    fn legend(&self, svg: &mut Svg, look: &Look<'_>) -> f64 {
        let sum = |part: usize| -> u64 {
            self.rows.iter().filter_map(|row| row.counts.get(part)).map(|count| u64::from(*count)).sum()
        };
        let words: Vec<String> = self
            .parts
            .iter()
            .take(6)
            .enumerate()
            .map(|(at, part)| format!("{} {}", part.label, sum(at)))
            .collect();
        let (signs, height) = legend::flow(svg, 0.0, 12.0, &words, look);
        for (sign, part) in signs.iter().zip(&self.parts) {
            block(svg, *sign, part.tone, look);
        }
        height + if words.is_empty() { 0.0 } else { 8.0 }
    }

    /// One bar with its words; gives the height taken.
    fn row(&self, svg: &mut Svg, row: &StackedRow, y: f64, columns: &Columns, look: &Look<'_>) -> f64 {
        let above = columns.bar.y;
        let middle = if above > 0.0 { y + above / 2.0 } else { y + BAR / 2.0 };
        svg.text(
            (0.0, middle),
            &measure::fit(&row.label, BODY, columns.label),
            look.words(BODY, Side::Start),
        );
        let aside = measure::fit(&row.aside, SMALL, look.width * 0.3);
        svg.text((look.width, middle), &aside, look.muted(Side::End));
        let bar = Area { y: y + above, ..columns.bar };
        let counts: Vec<(Tone, u32)> =
            self.parts.iter().zip(&row.counts).take(6).map(|(part, count)| (part.tone, *count)).collect();
        for (area, (tone, count)) in blocks(bar, &counts) {
            block(svg, area, tone, look);
            number(svg, area, tone, count, look);
        }
        if counts.iter().all(|(_, count)| *count == 0) {
            block(svg, bar, Tone::NotBegun, look);
        }
        above + BAR + if above > 0.0 { 12.0 } else { 8.0 }
    }
}

/// Labels stand left of the bars where all are short, else above them.
fn columns(rows: &[&StackedRow], look: &Look<'_>) -> Columns {
    let widest = |words: &dyn Fn(&StackedRow) -> &str, size: f64| {
        rows.iter().map(|row| measure::width(&measure::plain(words(row)), size)).fold(0.0, f64::max)
    };
    let label = widest(&|row| &row.label, BODY);
    let aside = widest(&|row| &row.aside, SMALL).min(look.width * 0.3);
    let end = if aside > 0.0 { aside + 10.0 } else { 0.0 };
    if label <= look.width * 0.3 {
        let x = if label > 0.0 { label + 10.0 } else { 0.0 };
        Columns { bar: Area { x, y: 0.0, w: look.width - x - end, h: BAR }, label }
    } else {
        Columns { bar: Area { x: 0.0, y: 22.0, w: look.width, h: BAR }, label: look.width - end }
    }
}

/// Where each part that is not empty stands in a bar.
fn blocks(bar: Area, counts: &[(Tone, u32)]) -> Vec<(Area, (Tone, u32))> {
    let filled: Vec<(Tone, u32)> = counts.iter().copied().filter(|(_, count)| *count > 0).collect();
    let all: f64 = filled.iter().map(|(_, count)| f64::from(*count)).sum();
    let room = bar.w - BETWEEN * (filled.len().saturating_sub(1)) as f64;
    let rough: Vec<f64> =
        filled.iter().map(|(_, count)| (room * f64::from(*count) / all).max(THIN)).collect();
    let squeeze = room / rough.iter().sum::<f64>();
    let mut x = bar.x;
    let mut out = Vec::new();
    for (part, wide) in filled.into_iter().zip(rough) {
        let w = wide * squeeze;
        out.push((Area { x, w, ..bar }, part));
        x += w + BETWEEN;
    }
    out
}

fn fill(tone: Tone, look: &Look<'_>) -> Rgb {
    match tone {
        Tone::Done => GREEN,
        Tone::UnderWay => SKY,
        Tone::Overdue => VERMILLION,
        Tone::NotBegun => look.palette.card,
    }
}

/// A part with its pattern.
fn block(svg: &mut Svg, area: Area, tone: Tone, look: &Look<'_>) {
    let fill = fill(tone, look);
    svg.rect(area, 3.0, fill);
    let shade = fill.mix(fill.ink_on(), 0.32);
    match tone {
        Tone::Done => {}
        Tone::UnderWay => svg.hatch(area, 6.0, stroke(shade, 1.2)),
        Tone::Overdue => {
            let low = Area { y: area.y + area.h - 4.0, h: 4.0, ..area };
            svg.rect(low, 1.5, shade.mix(shade.ink_on(), 0.1));
        }
        Tone::NotBegun => svg.frame(area, 3.0, Stroke { ink: look.palette.muted, width: 1.0, dashed: true }),
    }
}

/// The number of a part on a patch without pattern, where there is room.
fn number(svg: &mut Svg, area: Area, tone: Tone, count: u32, look: &Look<'_>) {
    let words = count.to_string();
    let wide = measure::width(&words, SMALL) + 4.0;
    if wide > area.w {
        return;
    }
    let middle = (area.x + area.w / 2.0, area.y + area.h / 2.0);
    let fill = fill(tone, look);
    if tone == Tone::UnderWay {
        svg.rect(Area { x: middle.0 - wide / 2.0, y: middle.1 - 8.0, w: wide, h: 16.0 }, 3.0, fill);
    }
    svg.text(middle, &words, Face { ink: fill.ink_on(), ..look.strong(SMALL, Side::Middle) });
}
