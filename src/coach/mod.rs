//! The domain: what a coach knows of buyers, methods, turns and scores, as values and pure functions.
//! It takes values and returns values, so a drill gives the same bytes on any machine and on any platform.
//! It must not know Discord, SQL, files, serialisation, the wall clock or chance: time and seeds are arguments.

pub mod assignment;
pub mod bank;
pub mod cadence;
pub mod calendar;
pub mod card;
pub mod choose;
pub mod draft;
pub mod drill;
pub mod evaluate;
mod fill;
pub mod ids;
pub mod ladder;
pub mod local;
pub mod method;
pub mod notice;
pub mod pattern;
pub mod period;
pub mod progress;
pub mod purpose;
pub mod quiet;
pub mod quiz;
pub mod reach;
pub mod recognise;
pub mod replan;
pub mod review;
pub mod scenario;
pub mod score;
pub mod seed;
pub mod snooze;
pub mod synthetic;
pub mod tape;
pub mod team;
pub mod training;
pub mod working_days;
