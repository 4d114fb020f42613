//! Sparring.

pub mod coach;
pub mod playbook;
pub mod reply;
