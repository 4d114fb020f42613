//! Turns valid tables into the domain's types. One file a kind, each read top-down as the format is.
//! A `None` means that something it needs was missing; `validate` or a rule has said so.
//! It must not report format problems again.

mod bank;
mod cadence;
mod calendar;
mod card;
mod method;
mod quiz;
mod recogniser;
mod scenario;
mod synthetic;

pub(super) use bank::bank;
pub(super) use cadence::cadence;
pub(super) use calendar::{calendar, days_of};
pub(super) use card::cards;
pub(super) use method::method;
pub(super) use quiz::{quiz, survey};
pub(super) use recogniser::{Recognisers, contribution, joined, learn_from, recognisers};
pub(super) use scenario::{parts, scenario};
pub(super) use synthetic::synthetic;
