//! The terminal: a drill at the keyboard or from a script, and the tools of an author.
//! It shows the same replies as Discord, in the colours that the terminal has.
//! It must not decide anything about a drill.

mod practice;
mod preview;
mod recognise;
mod render;

pub use practice::{Options, practice};
pub use preview::preview;
pub use recognise::{recognise, score_files};
pub use render::render;
