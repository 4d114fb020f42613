//! A note: a paragraph or a few, for what a number alone would not say.
//! Each paragraph is wrapped; what is too long ends in an ellipsis.
//! It must not carry anything that a chart could show.

use super::layout::{BODY, Look, lines};
use super::measure;
use super::svg::{Side, Svg};

/// Words alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The paragraphs; at most six are drawn, each at most eight lines.
    pub paragraphs: Vec<String>,
}

impl Note {
    pub(super) fn draw(&self, svg: &mut Svg, look: &Look<'_>) -> f64 {
        let mut y = 0.0;
        for paragraph in self.paragraphs.iter().take(6) {
            let words = measure::wrap(paragraph, BODY, look.width, 8);
            y += lines(svg, (0.0, y - 2.0), &words, look.words(BODY, Side::Start), 20.0) + 8.0;
        }
        (y - 10.0).max(0.0)
    }
}
