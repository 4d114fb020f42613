//! Sparring.

pub mod app;
pub mod cli;
pub mod clock;
pub mod coach;
pub mod config;
pub mod discord;
pub mod playbook;
pub mod reply;
pub mod run;
pub mod store;
pub mod terminal;
pub mod transcript;
