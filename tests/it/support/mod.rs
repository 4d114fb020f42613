//! What tests stand on.

pub(crate) mod bench;
pub(crate) mod db;
pub(crate) mod fake_discord;
#[cfg(unix)]
pub(crate) mod fleet;
pub(crate) mod official;
#[cfg(unix)]
pub(crate) mod program;
#[cfg(unix)]
pub(crate) mod storm;
