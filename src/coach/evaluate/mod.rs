//! Evaluation of a training by its figures. Every figure is either given or withheld with the reason, so that nobody has
//! to guess why. It must not read a clock or a store, word a sentence, or give a figure that so few cases cannot carry.

pub mod agreement;

pub use agreement::{Agreement, compare_raters};

/// Why a figure is not given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Withheld {
    /// So few that the figure would say nothing.
    TooFew {
        /// How many there are.
        n: usize,
        /// How many there have to be.
        fewest: usize,
    },
    /// No case has both marks.
    NoPairs,
    /// Both raters gave one and the same mark throughout: chance alone would agree as well.
    OneMark,
}

/// A figure, or why it is not given.
pub type Figure = Result<f64, Withheld>;

/// Passes if `n` is enough.
///
/// # Errors
/// [`Withheld::TooFew`] if it is not.
fn enough(n: usize, fewest: usize) -> Result<(), Withheld> {
    if n < fewest { Err(Withheld::TooFew { n, fewest }) } else { Ok(()) }
}
