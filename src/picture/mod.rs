//! Pictures: what a trainer or a rep looks at instead of a table, as the bytes of a PNG.
//! A board of panels is laid out, written as SVG with words measured in the embedded font, and drawn to pixels.
//! It must not know where the values come from, and every word on a picture is handed in.

mod axis;
mod font;
mod heat;
mod histogram;
mod layout;
mod legend;
mod measure;
mod note;
mod palette;
mod slope;
mod spread;
mod stacked;
mod svg;
#[cfg(test)]
mod tests;
mod tiles;
mod trend;

use resvg::{tiny_skia, usvg};

pub use heat::{Cell, Heat, HeatRow};
pub use histogram::{Bin, Histogram, Mark};
pub use note::Note;
pub use slope::{Person, Slope};
pub use spread::{Choice, Spread};
pub use stacked::{Part, Stacked, StackedRow, Tone};
pub use tiles::{Tile, Tiles};
pub use trend::{Line, Point, Trend};

/// More panels than this are refused.
pub const MOST_PANELS: usize = 12;

/// More rows of a panel than this are cut, with [`Board::more`] below.
pub const MOST_ROWS: usize = 30;

/// A board higher than this many logical pixels is refused.
pub const MOST_HEIGHT: f64 = 4_000.0;

/// A picture: a heading, panels and a line at the foot.
#[derive(Debug, Clone, PartialEq)]
pub struct Board {
    /// The heading, at most two lines.
    pub title: String,
    /// Below the heading: for whom, from when to when.
    pub subtitle: String,
    /// The panels, in reading order.
    pub panels: Vec<Panel>,
    /// At the foot: where the numbers come from, when they were counted.
    pub footnote: String,
    /// What is said where rows are cut; `{n}` stands for how many.
    pub more: String,
    /// Light or dark.
    pub theme: Theme,
    /// For which screen.
    pub width: Width,
}

/// Light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// Dark words on white.
    Light,
    /// Light words on a dark grey like Discord's.
    Dark,
}

/// For which screen a picture is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Width {
    /// One column of 390 logical pixels, drawn twice as large.
    Phone,
    /// Two columns in 960 logical pixels, drawn one and a half times as large.
    Desktop,
}

impl Width {
    /// Logical pixels across.
    fn logical(self) -> f64 {
        match self {
            Self::Phone => 390.0,
            Self::Desktop => 960.0,
        }
    }

    /// Pixels of the picture to a logical pixel.
    fn scale(self) -> f64 {
        match self {
            Self::Phone => 2.0,
            Self::Desktop => 1.5,
        }
    }
}

/// One panel: a heading with a chart below.
#[derive(Debug, Clone, PartialEq)]
pub struct Panel {
    /// What it shows, at most two lines.
    pub title: String,
    /// A few words to the right of the title, such as how many were counted.
    pub aside: String,
    /// How it is to be read, at most three lines.
    pub caption: String,
    /// What is drawn.
    pub chart: Chart,
}

impl Panel {
    /// A panel with a heading and nothing beside it.
    pub fn new(title: impl Into<String>, chart: Chart) -> Self {
        Self { title: title.into(), aside: String::new(), caption: String::new(), chart }
    }
}

/// What a panel draws.
#[derive(Debug, Clone, PartialEq)]
pub enum Chart {
    /// Bars of parts: how far each thing is done.
    Stacked(Stacked),
    /// How many are in each range of scores.
    Histogram(Histogram),
    /// Percentages by row and column, each a coloured cell.
    Heat(Heat),
    /// Percentages over time.
    Trend(Trend),
    /// Percentages of the same people before and after.
    Slope(Slope),
    /// How the answers to a question are spread.
    Spread(Spread),
    /// A few large numbers.
    Tiles(Tiles),
    /// Words alone.
    Note(Note),
}

/// Why there is no picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PictureError {
    /// The board has more than [`MOST_PANELS`].
    TooManyPanels,
    /// The board would be higher than [`MOST_HEIGHT`].
    TooHigh,
    /// The drawing could not be turned into pixels; the font may be broken.
    NotDrawn,
}

impl std::fmt::Display for PictureError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::TooManyPanels => "the board has too many panels",
            Self::TooHigh => "the board is too high",
            Self::NotDrawn => "the board could not be drawn",
        })
    }
}

impl std::error::Error for PictureError {}

/// The board as the bytes of a PNG; the same board always gives the same bytes.
///
/// # Errors
/// A board with too many panels, or too high, is refused; the caller divides it.
pub fn draw(board: &Board) -> Result<Vec<u8>, PictureError> {
    let document = layout::document(board)?;
    let options =
        usvg::Options { fontdb: font::shelf(), font_family: font::FAMILY.to_owned(), ..Default::default() };
    let tree = usvg::Tree::from_str(&document, &options).map_err(|_| PictureError::NotDrawn)?;
    let scale = board.width.scale();
    let pixels = |logical: f32| (f64::from(logical) * scale).ceil() as u32;
    let size = tree.size();
    let mut canvas =
        tiny_skia::Pixmap::new(pixels(size.width()), pixels(size.height())).ok_or(PictureError::NotDrawn)?;
    let zoom = tiny_skia::Transform::from_scale(scale as f32, scale as f32);
    resvg::render(&tree, zoom, &mut canvas.as_mut());
    canvas.encode_png().map_err(|_| PictureError::NotDrawn)
}
