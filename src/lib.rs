//! Sparring.

pub mod app;
pub mod cli;
pub mod clock;
pub mod coach;
pub mod playbook;
pub mod reply;
pub mod terminal;
pub mod transcript;
