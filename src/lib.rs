//! Sparring: a sales coach that lives in Discord and in the terminal.
//!
//! A rep spars with a scripted customer, gets a score with receipts, is quizzed, and never forgets a customer again.
//!
//! # The words of the trade
//!
//! - **playbook**: a folder of TOML files that a trainer edits; everything that is said and scored comes from there.
//! - **method**: a way of selling with steps, such as LSCPA; **check**: one small thing a drill is scored by.
//! - **scenario**: a situation with a **buyer**, who has hidden **needs** and reacts by a finite machine.
//! - **drill**: a role-play in a scenario; **turn**: one reply of the rep with the buyer's answer.
//! - **verdict**: what a reply did, with the words that carried it; **receipt**: why a check earned what it earned.
//! - **dispute**: a reply that its rep holds to be judged wrongly; **correction**: what a trainer says it did, an example of
//!   that server alone, or a test; **overlay**: a server's corrections and tests as a file.
//! - **review**: what a trainer says of an official drill, beside what the machine said; **mark**: what somebody says of a
//!   check; **blind**: without having seen the machine's verdicts or another's marks.
//! - **upload**: a file that a server's trainer brings along, in **versions**; **edition**: what of a server's uploads was in
//!   effect from one change to the next.
//! - **cadence**: a rhythm of follow-ups, such as 1-3-7-21; **touch**: one of them; **promise**: a touch as the rule alone
//!   gives it, whatever day it moves to and whatever it is told with.
//! - **calendar**: a country's days off with the weekends that are worked in exchange, by years as far as they are known.
//! - **reaction** and **learning**: how a training was received, and what was learnt; kept apart.
//! - **practice** and **official attempt**: what a rep does for themselves, which nobody else sees; what a trainer asked for.
//! - **assignment**: a drill, a quiz or a course that a trainer asks for; **training**: a session with tests before, at its end
//!   and later; **notice**: what members are told of without having asked.
//! - **miss**: a question answered wrongly, which comes back on the learner's cadence.
//!
//! # The rooms, and who may enter which
//!
//! ```text
//! coach       the domain: pure values and functions           → nobody
//! export      tables and events as files                      → nobody
//! picture     figures as pictures                             → nobody
//! reply       what is said, before it looks like anything     → coach
//! playbook    files → a valid library, or all their problems  → coach, reply
//! store       rows in SQLite or PostgreSQL                    → coach
//! transcript  a drill as JSON lines, and its replay           → coach, playbook
//! app         the use cases: load, decide, save, say          → coach, export, picture, playbook, reply, store, clock, process
//! discord     the Discord adapter                             → app, reply, coach, playbook, config
//! terminal    the terminal adapter                            → app, reply, coach, playbook, transcript
//! cli, run    bring the rooms together                        → anything
//! config, clock, process, main                                → nobody
//! ```
//!
//! The architecture test (`tests/it/architecture.rs`) holds this table against the code.
//!
//! # What never happens
//!
//! - [`coach`] never reads the clock, the disk, the network or chance; time and seeds are arguments.
//! - A verdict is never computed again once it is stored; scores are computed from verdicts.
//! - Nothing is sent before it is stored, and nothing is stored as sent before it was.
//! - Words of a rep never reach a log.
//! - Practice never reaches a trainer or a manager, nor an answer to a survey anybody who could tell whose it is.

pub mod coach;
pub mod export;
pub mod picture;
pub mod reply;

pub mod playbook;
pub mod store;
pub mod transcript;

pub mod app;

pub mod discord;
pub mod terminal;

pub mod cli;
pub mod clock;
pub mod config;
pub mod process;
pub mod run;
