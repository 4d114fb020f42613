//! The use cases: load, decide, save, say.

pub mod spar;
