//! A legend: small signs with their words, side by side as long as they fit.
//! It places the signs; the chart draws each as it draws the thing itself.
//! It must not explain by colour alone, so a chart gives every sign a pattern or a shape.

use super::layout::{Look, SMALL};
use super::measure;
use super::svg::{Area, Side, Svg};

/// The height of a line.
const LINE: f64 = 22.0;
/// Between two entries.
const GAP: f64 = 12.0;

/// Writes the words from `y` down; gives where each sign belongs, and the height taken.
pub(super) fn flow(svg: &mut Svg, y: f64, sign: f64, words: &[String], look: &Look<'_>) -> (Vec<Area>, f64) {
    let (mut x, mut down) = (0.0, 0.0);
    let mut signs = Vec::new();
    for word in words {
        let word = measure::fit(word, SMALL, look.width - sign - 5.0);
        let wide = sign + 5.0 + measure::width(&word, SMALL);
        if x > 0.0 && x + wide > look.width {
            x = 0.0;
            down += LINE;
        }
        let middle = y + down + LINE / 2.0;
        signs.push(Area { x, y: middle - 6.0, w: sign, h: 12.0 });
        svg.text((x + sign + 5.0, middle), &word, look.muted(Side::Start));
        x += wide + GAP;
    }
    (signs, if words.is_empty() { 0.0 } else { down + LINE })
}
