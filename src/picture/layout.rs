//! Where everything stands: the heading, the cards of the panels in one column or two, the line at the foot.
//! Panels are drawn at their width first, so that their height is known before they are placed.
//! It must not know what is in a panel.

use super::measure;
use super::palette::{Palette, Rgb};
use super::svg::{Area, Face, Side, Stroke, Svg};
use super::{Board, Chart, MOST_HEIGHT, MOST_PANELS, Panel, PictureError, Width, font};

/// The size of a panel's title.
pub(super) const HEAD: f64 = 15.0;
/// The size of the words of a chart.
pub(super) const BODY: f64 = 13.0;
/// The size of the smallest words.
pub(super) const SMALL: f64 = 12.0;

/// From the edge of a card to what is in it.
const PADDING: f64 = 16.0;

/// What every chart is drawn with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Look<'b> {
    /// The width it may fill.
    pub(super) width: f64,
    /// The colours.
    pub(super) palette: Palette,
    /// What is said of rows that are cut.
    more: &'b str,
}

impl Look<'_> {
    /// Words of the theme's ink.
    pub(super) fn words(&self, size: f64, side: Side) -> Face {
        Face { size, ink: self.palette.ink, strong: false, side }
    }

    /// Bold words.
    pub(super) fn strong(&self, size: f64, side: Side) -> Face {
        Face { strong: true, ..self.words(size, side) }
    }

    /// Small words of less weight.
    pub(super) fn muted(&self, side: Side) -> Face {
        Face { ink: self.palette.muted, ..self.words(SMALL, side) }
    }

    /// A thin line that parts or measures.
    pub(super) fn rule(&self) -> Stroke {
        stroke(self.palette.rule, 1.0)
    }

    /// Says how many rows are cut, if any are; gives the height taken.
    pub(super) fn rest(&self, svg: &mut Svg, y: f64, cut: usize) -> f64 {
        if cut == 0 {
            return 0.0;
        }
        let words = measure::fit(&self.more.replace("{n}", &cut.to_string()), SMALL, self.width);
        svg.text((0.0, y + 12.0), &words, self.muted(Side::Start));
        22.0
    }
}

/// A line without dashes.
pub(super) fn stroke(ink: Rgb, width: f64) -> Stroke {
    Stroke { ink, width, dashed: false }
}

/// Lines of words below each other from `y` down; gives the height taken.
pub(super) fn lines(svg: &mut Svg, (x, y): (f64, f64), words: &[String], face: Face, apart: f64) -> f64 {
    let mut down = 0.0;
    for line in words {
        svg.text((x, y + down + apart / 2.0), line, face);
        down += apart;
    }
    down
}

/// A panel drawn at its width.
struct Card {
    drawing: Svg,
    width: f64,
    height: f64,
}

/// Distances of a screen.
struct Grid {
    margin: f64,
    gap: f64,
    title: f64,
    columns: usize,
}

/// The whole board as an SVG document.
pub(super) fn document(board: &Board) -> Result<String, PictureError> {
    if board.panels.len() > MOST_PANELS {
        return Err(PictureError::TooManyPanels);
    }
    let grid = match board.width {
        Width::Phone => Grid { margin: 12.0, gap: 12.0, title: 20.0, columns: 1 },
        Width::Desktop => Grid { margin: 24.0, gap: 16.0, title: 24.0, columns: 2 },
    };
    let across = board.width.logical();
    let look =
        Look { width: across - 2.0 * grid.margin, palette: Palette::of(board.theme), more: &board.more };
    let mut svg = Svg::default();
    let top = heading(&mut svg, board, &grid, &look);
    let mut low = cards(&mut svg, board, &grid, &look, top);
    low += foot(&mut svg, board, &grid, &look, low);
    // An even height is a whole number of pixels at either scale.
    let high = ((low + grid.margin) / 2.0).ceil() * 2.0;
    if high > MOST_HEIGHT {
        return Err(PictureError::TooHigh);
    }
    let mut page = Svg::default();
    page.rect(Area { x: 0.0, y: 0.0, w: across, h: high }, 0.0, look.palette.page);
    page.place((0.0, 0.0), &svg);
    Ok(page.document(across, high, font::FAMILY))
}

/// Title and subtitle; gives where the cards begin.
fn heading(svg: &mut Svg, board: &Board, grid: &Grid, look: &Look<'_>) -> f64 {
    let x = grid.margin + 4.0;
    let most = look.width - 8.0;
    let mut y = grid.margin + 2.0;
    let title = measure::wrap(&board.title, grid.title, most, 2);
    y += lines(svg, (x, y), &title, look.strong(grid.title, Side::Start), grid.title * 1.4);
    let subtitle = measure::wrap(&board.subtitle, BODY, most, 2);
    let face = Face { size: BODY, ..look.muted(Side::Start) };
    y += lines(svg, (x, y + 1.0), &subtitle, face, 19.0);
    if title.is_empty() && subtitle.is_empty() { grid.margin } else { y + 12.0 }
}

fn foot(svg: &mut Svg, board: &Board, grid: &Grid, look: &Look<'_>, y: f64) -> f64 {
    let words = measure::wrap(&board.footnote, SMALL, look.width - 8.0, 3);
    if words.is_empty() {
        return 0.0;
    }
    10.0 + lines(svg, (grid.margin + 4.0, y + 10.0), &words, look.muted(Side::Start), 18.0) - 4.0
}

/// Places all panels; gives the lower edge of the last.
fn cards(svg: &mut Svg, board: &Board, grid: &Grid, look: &Look<'_>, top: f64) -> f64 {
    let mut low = top;
    let mut waiting = Vec::new();
    let narrow = (look.width - grid.gap * (grid.columns as f64 - 1.0)) / grid.columns as f64;
    for panel in &board.panels {
        if grid.columns > 1 && !is_wide(panel) {
            waiting.push(card(panel, look, narrow));
            continue;
        }
        low = pair(svg, &waiting, grid, look, low);
        waiting.clear();
        let card = card(panel, look, look.width);
        lay(svg, &card, (grid.margin, low), card.height, look);
        low += card.height + grid.gap;
    }
    low = pair(svg, &waiting, grid, look, low);
    if board.panels.is_empty() { low } else { low - grid.gap }
}

/// Whether a panel takes both columns.
fn is_wide(panel: &Panel) -> bool {
    matches!(panel.chart, Chart::Tiles(_))
}

/// Lays cards out in two columns as even as can be; gives where the next may begin.
fn pair(svg: &mut Svg, cards: &[Card], grid: &Grid, look: &Look<'_>, top: f64) -> f64 {
    if cards.is_empty() {
        return top;
    }
    let right = even(&cards.iter().map(|card| card.height + grid.gap).collect::<Vec<f64>>());
    let column =
        |side: bool| cards.iter().zip(&right).filter(move |(_, right)| **right == side).map(|(card, _)| card);
    let height = |side: bool| column(side).map(|card| card.height + grid.gap).sum::<f64>();
    let low = top + height(false).max(height(true));
    for side in [false, true] {
        let mut y = top;
        let last = column(side).count().saturating_sub(1);
        for (at, card) in column(side).enumerate() {
            let x = grid.margin + if side { card.width + grid.gap } else { 0.0 };
            // The last card of the shorter column reaches down to the other's edge.
            let full = if at == last { low - grid.gap - y } else { card.height };
            lay(svg, card, (x, y), full, look);
            y += card.height + grid.gap;
        }
    }
    low
}

/// For each height whether it belongs on the right, so that the columns differ least; the first stays on the left.
fn even(heights: &[f64]) -> Vec<bool> {
    let all: f64 = heights.iter().sum();
    let choices = 1_u32 << heights.len().saturating_sub(1).min(MOST_PANELS);
    let on_right = |choice: u32, at: usize| at > 0 && (choice >> (at - 1)) & 1 == 1;
    let gap = |choice: u32| {
        let right: f64 =
            heights.iter().enumerate().filter(|(at, _)| on_right(choice, *at)).map(|(_, h)| h).sum();
        (all - 2.0 * right).abs()
    };
    let best = (0..choices).min_by(|a, b| gap(*a).total_cmp(&gap(*b))).unwrap_or(0);
    (0..heights.len()).map(|at| on_right(best, at)).collect()
}

fn lay(svg: &mut Svg, card: &Card, (x, y): (f64, f64), height: f64, look: &Look<'_>) {
    svg.rect(Area { x, y, w: card.width, h: height }, 10.0, look.palette.card);
    svg.place((x + PADDING, y + PADDING), &card.drawing);
}

fn card(panel: &Panel, look: &Look<'_>, width: f64) -> Card {
    let look = Look { width: width - 2.0 * PADDING, ..*look };
    let mut drawing = Svg::default();
    let top = head(&mut drawing, panel, &look);
    let mut chart = Svg::default();
    let height = match &panel.chart {
        Chart::Stacked(chart_of) => chart_of.draw(&mut chart, &look),
        Chart::Histogram(chart_of) => chart_of.draw(&mut chart, &look),
        Chart::Heat(chart_of) => chart_of.draw(&mut chart, &look),
        Chart::Trend(chart_of) => chart_of.draw(&mut chart, &look),
        Chart::Slope(chart_of) => chart_of.draw(&mut chart, &look),
        Chart::Spread(chart_of) => chart_of.draw(&mut chart, &look),
        Chart::Tiles(chart_of) => chart_of.draw(&mut chart, &look),
        Chart::Note(chart_of) => chart_of.draw(&mut chart, &look),
    };
    drawing.place((0.0, top), &chart);
    Card { drawing, width, height: (top + height + 2.0 * PADDING).ceil() }
}

/// A panel's title, aside and caption; gives where the chart begins.
fn head(svg: &mut Svg, panel: &Panel, look: &Look<'_>) -> f64 {
    let aside = measure::fit(&panel.aside, SMALL, look.width * 0.45);
    let taken = if aside.is_empty() { 0.0 } else { measure::width(&aside, SMALL) + 12.0 };
    let title = measure::wrap(&panel.title, HEAD, look.width - taken, 2);
    let mut y = lines(svg, (0.0, -2.0), &title, look.strong(HEAD, Side::Start), 22.0);
    svg.text((look.width, 9.0), &aside, look.muted(Side::End));
    let caption = measure::wrap(&panel.caption, SMALL, look.width, 3);
    y += lines(svg, (0.0, y), &caption, look.muted(Side::Start), 18.0);
    if y > 0.0 { y + 10.0 } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_even_as_can_be_and_the_first_stays_left() {
        assert_eq!(even(&[300.0, 100.0, 200.0]), [false, true, true]);
        assert_eq!(even(&[100.0]), [false]);
        assert_eq!(even(&[]), Vec::<bool>::new());
    }
}
