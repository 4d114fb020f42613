//! Evaluation of a training by its figures, on the four levels of Kirkpatrick: reaction, learning, behaviour,
//! results. Reaction and learning are reckoned here; of behaviour and results only what is at hand is weighed
//! in [`claims`]. Every figure is either given or withheld with the reason, so that nobody has to guess why.
//! It must not read a clock or a store, word a sentence, or give a figure that so few people cannot carry.
//!
//! | file | level | what it gives |
//! | --- | --- | --- |
//! | [`reaction`] | 1 | how often each answer was given, never a mean |
//! | [`nps`] | 1 | Net Promoter Score with its counts and interval |
//! | [`gain`], [`effect`] | 2 | what those who took both tests gained, and how sure that is |
//! | [`items`] | 2 | whether the items of a test do their work |
//! | [`agreement`] | 2, 3 | whether two raters mean the same by a mark |
//! | [`claims`], [`statement`] | 1 to 4 | what one may say of all this, and what one may not |
//!
//! References:
//! - D. Kirkpatrick, J. Kirkpatrick, *Evaluating Training Programs*, 3rd ed., 2006: the four levels.
//! - R. Hake, *Am. J. Phys.* 66 (1998) 64–74, doi:10.1119/1.18809: normalized gain and its bands.
//! - L. Bao, *Am. J. Phys.* 74 (2006) 917–922, doi:10.1119/1.2213632: gain of averages, average of gains.
//! - D. Lakens, *Front. Psychol.* 4 (2013) 863, doi:10.3389/fpsyg.2013.00863: effect sizes of paired scores.
//! - M. Borenstein et al., *Introduction to Meta-Analysis*, 2009, ch. 4: Hedges' correction of paired scores.
//! - G. Kuder, M. Richardson, *Psychometrika* 2 (1937) 151–160: KR-20.
//! - J. Cohen, *Educ. Psychol. Meas.* 20 (1960) 37–46: kappa.
//! - B. Rocks, *The American Statistician* 70 (2016) 365–372, arXiv:1601.07235: intervals of the Net Promoter
//!   Score.

pub mod agreement;
pub mod claims;
pub mod effect;
pub mod figures;
pub mod gain;
pub mod items;
mod moments;
pub mod nps;
pub mod reaction;
pub mod statement;
mod student;
pub mod training;

pub use agreement::{Agreement, compare_raters};
pub use claims::{Evidence, weigh_claims};
pub use effect::EffectSize;
pub use gain::{Band, Learner, LearningGain, Retention, learning_gain};
pub use items::{Answer, ItemAnalysis, Note, analyse_items};
pub use nps::{NetPromoter, net_promoter};
pub use reaction::{FEWEST_ANSWERS, Reaction, count_answers};
pub use statement::{Claim, Supported, Unsupported};

/// Why a figure is not given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Withheld {
    /// So few people that the figure would say nothing, or would show who said it.
    TooFew {
        /// How many there are.
        n: usize,
        /// How many there have to be.
        fewest: usize,
    },
    /// Nobody has both scores, or no case has both marks.
    NoPairs,
    /// All values are the same, so nothing can be measured against their spread.
    NoSpread,
    /// The score before was full already, so there was nothing left to gain.
    FullPreScore,
    /// The score did not rise, so there is no gain of which a part could be kept.
    NoGain,
    /// So few items that they cannot be held against each other.
    TooFewItems {
        /// How many there are.
        n: usize,
        /// How many there have to be.
        fewest: usize,
    },
    /// Both raters gave one and the same mark throughout: chance alone would agree as well.
    OneMark,
}

/// A figure, or why it is not given.
pub type Figure = Result<f64, Withheld>;

/// An interval of 95 % confidence, in the unit of its figure.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Interval {
    /// The lower bound.
    pub low: f64,
    /// The upper bound.
    pub high: f64,
}

/// Passes if `n` is enough.
///
/// # Errors
/// [`Withheld::TooFew`] if it is not.
fn enough(n: usize, fewest: usize) -> Result<(), Withheld> {
    if n < fewest { Err(Withheld::TooFew { n, fewest }) } else { Ok(()) }
}
