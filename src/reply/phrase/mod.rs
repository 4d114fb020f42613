//! Every phrase that the interface says, by name, with the holes that its text must have.
//! The texts are in `playbooks/phrases/LANGUAGE.toml`; the loader holds them against this list.
//! It must not hold texts.

/// A phrase: its name in the files and its holes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Phrase {
    /// Its name.
    pub name: &'static str,
    /// The holes that its text has, each as often as it likes.
    pub holes: &'static [&'static str],
}

/// Phrases of one topic: constants, and the list `HERE`.
macro_rules! phrases {
    ($($constant:ident = $name:literal [$($hole:literal),*];)*) => {
        $(
            #[doc = concat!("`", $name, "`")]
            pub const $constant: Phrase = Phrase { name: $name, holes: &[$($hole),*] };
        )*
        pub(super) const HERE: &[Phrase] = &[$($constant),*];
    };
}

mod assign;
mod command;
mod dates;
mod drill;
mod evaluation;
mod followup;
mod general;
mod judge;
mod lookup;
mod misses;
mod progress;
mod quiz;
mod review;
mod rounds;
mod team;
mod training;
mod upload;

pub use assign::*;
pub use command::*;
pub use dates::*;
pub use drill::*;
pub use evaluation::*;
pub use followup::*;
pub use general::*;
pub use judge::*;
pub use lookup::*;
pub use misses::*;
pub use progress::*;
pub use quiz::*;
pub use review::*;
pub use rounds::*;
pub use team::*;
pub use training::*;
pub use upload::*;

/// Every phrase.
pub fn all() -> impl Iterator<Item = &'static Phrase> {
    [
        assign::HERE,
        dates::HERE,
        command::HERE,
        drill::HERE,
        evaluation::HERE,
        followup::HERE,
        general::HERE,
        judge::HERE,
        lookup::HERE,
        misses::HERE,
        progress::HERE,
        quiz::HERE,
        review::HERE,
        rounds::HERE,
        team::HERE,
        training::HERE,
        upload::HERE,
    ]
    .into_iter()
    .flatten()
}
