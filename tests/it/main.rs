//! Behaviour through the public surface: one binary, so that it is linked once.

#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    clippy::too_many_lines,
    reason = "a test that cannot go on should say so and stop"
)]

mod abuse;
mod architecture;
mod assign;
#[cfg(unix)]
mod bad_surroundings;
mod broken;
mod cadence;
mod cli;
mod contract;
mod course;
mod discord;
mod drill;
mod duel;
mod exchange;
mod fake_discord;
mod followup;
mod gallery;
mod judge;
#[cfg(unix)]
mod kill;
mod live;
mod marking;
mod outbox;
#[cfg(unix)]
mod processes;
mod quiz;
mod recognition;
mod review;
mod schema;
mod store;
#[cfg(unix)]
mod storm;
mod support;
mod tend;
mod training;
mod upload;
