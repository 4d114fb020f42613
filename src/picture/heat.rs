//! A heat map: a percentage for each row and column, such as steps by weeks, brighter where it is more.
//! Every cell carries its number; what is counted from few is paler, says so and has a dashed edge, what was not counted is hatched.
//! It must not turn a missing value into a nought.

use super::layout::{BODY, Look, SMALL, stroke};
use super::palette::{Rgb, sequential};
use super::svg::{Area, Face, Side, Stroke, Svg};
use super::{MOST_ROWS, axis, legend, measure};

/// Rows and columns of percentages.
#[derive(Debug, Clone, PartialEq)]
pub struct Heat {
    /// The headings of the columns; at most 30 are drawn, in several bands where they do not fit side by side.
    pub columns: Vec<String>,
    /// The rows.
    pub rows: Vec<HeatRow>,
    /// A cell counted from fewer than this is paler.
    pub few: u32,
    /// What the legend says of pale cells.
    pub few_label: String,
    /// What the legend says of cells without value.
    pub none_label: String,
}

/// One row of cells.
#[derive(Debug, Clone, PartialEq)]
pub struct HeatRow {
    /// What it is about.
    pub label: String,
    /// Its cells, one a column; none where nothing was counted.
    pub cells: Vec<Option<Cell>>,
}

/// One value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cell {
    /// Percent, 0 to 100; what is not finite counts as no value.
    pub percent: f64,
    /// From how many it was counted.
    pub n: u32,
}

const MOST_COLUMNS: usize = 30;
/// More rows than this, those of all bands together, are not drawn.
const MOST_LINES: usize = 90;
/// The height of a cell.
const CELL: f64 = 34.0;
/// The narrowest and the widest cell.
const NARROWEST: f64 = 36.0;
const WIDEST: f64 = 64.0;

/// Distances of one map.
struct Plan {
    label: f64,
    cell: f64,
    band: usize,
}

impl Heat {
    pub(super) fn draw(&self, svg: &mut Svg, look: &Look<'_>) -> f64 {
        let columns = self.columns.len().min(MOST_COLUMNS);
        let rows = self.rows.len().min(MOST_ROWS);
        let plan = self.plan(columns, look);
        // Bands below each other are not to make the panel higher than a board may be.
        let columns = columns.min(plan.band * (MOST_LINES / rows.max(1)).max(1));
        let mut y = 0.0;
        let mut from = 0;
        while from < columns {
            let to = (from + plan.band).min(columns);
            y += self.band(svg, from..to, y, &plan, look) + 10.0;
            from = to;
        }
        let cut = (self.rows.len() - rows).max(self.columns.len() - columns);
        y += look.rest(svg, y - 6.0, cut);
        y + self.legend(svg, y, look)
    }

    /// How wide the labels and cells are, and how many columns stand side by side.
    fn plan(&self, columns: usize, look: &Look<'_>) -> Plan {
        let widest = |words: &mut dyn Iterator<Item = &String>, size: f64| {
            words.map(|word| measure::width(&measure::plain(word), size)).fold(0.0, f64::max)
        };
        let label = widest(&mut self.rows.iter().take(MOST_ROWS).map(|row| &row.label), BODY);
        let label = if label > 0.0 { label.min(look.width * 0.34) + 10.0 } else { 0.0 };
        let wanted = widest(&mut self.columns.iter().take(columns), SMALL) + 6.0;
        let room = look.width - label;
        let side_by_side = (room / wanted.clamp(NARROWEST, WIDEST)).floor().max(1.0);
        // Bands are equally long where they can be.
        let bands = (columns as f64 / side_by_side).ceil().max(1.0);
        let band = (columns as f64 / bands).ceil().max(1.0);
        Plan { label, cell: (room / band).min(WIDEST * 1.4), band: band as usize }
    }

    /// The columns of one band with their headings; gives the height taken.
    fn band(
        &self,
        svg: &mut Svg,
        range: std::ops::Range<usize>,
        y: f64,
        plan: &Plan,
        look: &Look<'_>,
    ) -> f64 {
        let left = |column: usize| plan.label + plan.cell * (column - range.start) as f64;
        for (column, words) in self.columns.iter().enumerate().take(range.end).skip(range.start) {
            let words = measure::fit(words, SMALL, plan.cell - 2.0);
            svg.text((left(column) + plan.cell / 2.0, y + 8.0), &words, look.muted(Side::Middle));
        }
        let mut down = 20.0;
        for row in self.rows.iter().take(MOST_ROWS) {
            let words = measure::wrap(&row.label, BODY, plan.label - 10.0, 2);
            let mut line = y + down + CELL / 2.0 - 8.0 * (words.len().saturating_sub(1)) as f64;
            for words in words {
                svg.text((0.0, line), &words, look.words(BODY, Side::Start));
                line += 16.0;
            }
            for column in range.clone() {
                let area = Area { x: left(column), y: y + down, w: plan.cell, h: CELL };
                let cell = row.cells.get(column).copied().flatten();
                self.cell(svg, cell, inset(area), look);
            }
            down += CELL;
        }
        down
    }

    fn cell(&self, svg: &mut Svg, cell: Option<Cell>, area: Area, look: &Look<'_>) {
        let middle = (area.x + area.w / 2.0, area.y + area.h / 2.0);
        let found = cell.and_then(|cell| Some((axis::percent(cell.percent)?, cell.n)));
        let Some((percent, n)) = found else {
            empty(svg, area, look);
            let patch = Area { x: middle.0 - 9.0, y: middle.1 - 8.0, w: 18.0, h: 16.0 };
            svg.rect(patch, 0.0, look.palette.card);
            svg.text(middle, "–", look.muted(Side::Middle));
            return;
        };
        let few = n < self.few;
        let fill = block(svg, area, percent, few, look);
        let face = Face { ink: fill.ink_on(), ..look.strong(BODY, Side::Middle) };
        let count = format!("n {}", n.min(99_999));
        if few && measure::width(&count, SMALL) <= area.w - 2.0 {
            svg.text((middle.0, middle.1 - 7.0), &format!("{percent:.0}"), face);
            svg.text((middle.0, middle.1 + 7.5), &count, Face { size: SMALL, strong: false, ..face });
        } else {
            svg.text(middle, &format!("{percent:.0}"), face);
        }
    }

    /// The scale with its ends, and the signs for pale and missing cells.
    fn legend(&self, svg: &mut Svg, y: f64, look: &Look<'_>) -> f64 {
        let wide = (look.width * 0.4).min(150.0);
        let (left, middle) = (16.0, y + 11.0);
        svg.text((0.0, middle), "0", look.muted(Side::Start));
        for step in 0..24 {
            let x = left + wide * f64::from(step) / 24.0;
            let fill = sequential((f64::from(step) + 0.5) / 24.0);
            svg.rect(Area { x, y: middle - 5.0, w: wide / 24.0 + 0.5, h: 10.0 }, 0.0, fill);
        }
        svg.text((left + wide + 8.0, middle), "100%", look.muted(Side::Start));
        let words: Vec<String> = [&self.few_label, &self.none_label]
            .into_iter()
            .filter(|words| !words.is_empty())
            .cloned()
            .collect();
        let (signs, height) = legend::flow(svg, y + 22.0, 18.0, &words, look);
        let mut signs = signs.into_iter();
        if !self.few_label.is_empty()
            && let Some(sign) = signs.next()
        {
            block(svg, sign, 70.0, true, look);
        }
        if !self.none_label.is_empty()
            && let Some(sign) = signs.next()
        {
            empty(svg, sign, look);
        }
        22.0 + height
    }
}

/// The coloured ground of a value; gives its colour.
fn block(svg: &mut Svg, area: Area, percent: f64, few: bool, look: &Look<'_>) -> Rgb {
    let full = sequential(percent / 100.0);
    let fill = if few { full.mix(look.palette.card, 0.65) } else { full };
    svg.rect(area, 4.0, fill);
    if few {
        svg.frame(area, 4.0, Stroke { ink: full.mix(look.palette.muted, 0.4), width: 1.0, dashed: true });
    }
    fill
}

/// The hatched ground where nothing was counted.
fn empty(svg: &mut Svg, area: Area, look: &Look<'_>) {
    svg.hatch(area, 7.0, stroke(look.palette.rule, 1.0));
    svg.frame(area, 4.0, look.rule());
}

fn inset(area: Area) -> Area {
    Area { x: area.x + 1.0, y: area.y + 1.0, w: area.w - 2.0, h: area.h - 2.0 }
}
