//! A drill as JSON lines, one event a line: what `practice --json` prints, `--transcript` saves and `replay` reads.
//! The events hold everything that a score rests on, so that a transcript can be judged again and compared byte for byte.
//! It must not hold the time of day, or the same drill would not give the same bytes.

mod event;
mod replay;

pub use event::{Event, ending, opening, turn};
pub use replay::{Difference, ReplayError, Replayed, replay};
