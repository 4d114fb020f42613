//! Tiles: two to four large numbers side by side, each with a caption and, where it is a share, a bar.
//! They are what is read first.
//! It must not compute the numbers.

use super::layout::{Look, SMALL, lines};
use super::measure;
use super::svg::{Area, DROP, Face, Side, Svg};

/// Large numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct Tiles {
    /// The numbers; at most four are drawn.
    pub tiles: Vec<Tile>,
}

/// One large number.
#[derive(Debug, Clone, PartialEq)]
pub struct Tile {
    /// The number.
    pub value: String,
    /// What follows it, smaller: `/24`, `%`.
    pub unit: String,
    /// What it counts, at most two lines.
    pub caption: String,
    /// The share that the bar below shows, 0 to 1.
    pub share: Option<f64>,
}

const MOST_TILES: usize = 4;
const VALUE: f64 = 32.0;
const UNIT: f64 = 16.0;
const GAP: f64 = 24.0;

impl Tiles {
    pub(super) fn draw(&self, svg: &mut Svg, look: &Look<'_>) -> f64 {
        let shown: Vec<&Tile> = self.tiles.iter().take(MOST_TILES).collect();
        // Two side by side on a phone, all of them where there is room.
        let across = if look.width < 600.0 { shown.len().min(2) } else { shown.len() }.max(1);
        let wide = (look.width - GAP * (across as f64 - 1.0)) / across as f64;
        let mut y = 0.0;
        for row in shown.chunks(across) {
            if y > 0.0 {
                y += 20.0;
            }
            let place = |at: usize| ((wide + GAP) * at as f64, y);
            let words = |(at, tile): (usize, &&Tile)| tile.words(svg, place(at), wide, look);
            let mut down = row.iter().enumerate().map(words).fold(0.0, f64::max);
            if row.iter().any(|tile| tile.share.is_some()) {
                for (at, tile) in row.iter().enumerate() {
                    tile.bar(svg, (place(at).0, y + down + 5.0), wide, look);
                }
                down += 11.0;
            }
            y += down;
        }
        y
    }
}

impl Tile {
    /// The number and what it counts; gives the height taken.
    fn words(&self, svg: &mut Svg, (x, y): (f64, f64), wide: f64, look: &Look<'_>) -> f64 {
        let unit = measure::fit(&self.unit, UNIT, wide * 0.4);
        let taken = measure::width(&unit, UNIT) + 4.0;
        let value = measure::fit(&self.value, VALUE, wide - taken);
        svg.text((x, y + 16.0), &value, look.strong(VALUE, Side::Start));
        let face = Face { size: UNIT, ..look.muted(Side::Start) };
        // Both stand on one baseline.
        let base = y + 16.0 + DROP * (VALUE - UNIT);
        svg.text((x + measure::width(&value, VALUE) + 4.0, base), &unit, face);
        let caption = measure::wrap(&self.caption, SMALL, wide, 2);
        36.0 + lines(svg, (x, y + 36.0), &caption, look.muted(Side::Start), 18.0)
    }

    /// The bar of its share, if it is one.
    fn bar(&self, svg: &mut Svg, (x, y): (f64, f64), wide: f64, look: &Look<'_>) {
        if let Some(share) = self.share.filter(|share| share.is_finite()) {
            let track = Area { x, y, w: wide, h: 6.0 };
            svg.rect(track, 3.0, look.palette.track);
            svg.rect(Area { w: wide * share.clamp(0.0, 1.0), ..track }, 3.0, look.palette.main);
        }
    }
}
