//! What reps did as xAPI statements (version 1.0.3), for a learning record store that a customer runs.
//! A rep is an account with a pseudonym, a follow-up names its touch and never its customer, and what a rep wrote in a
//! drill is not told. Survey answers are anonymous, so no statement is made of them, and there is no `likert` here.
//! It must not name a person.

mod activity;
mod event;
mod id;
mod question;
mod result;
mod statement;
mod teller;
mod verb;

#[cfg(test)]
mod check;
#[cfg(test)]
mod schema;
#[cfg(test)]
mod tests;

pub use activity::{Activity, Definition, Words};
pub use event::{CheckMark, Deed, Event, Finish, Form, Named, Stage};
pub use id::{Iri, NoIri, pseudonym, uuid_of};
pub use question::{Choice, Question, Response, ids_of};
pub use result::{Outcome, Points, Score, duration};
pub use statement::{Account, Actor, Context, ContextActivities, Statement, lines, list};
pub use teller::Teller;
pub use verb::{Verb, VerbWord};

/// The version that a sender names in the header `X-Experience-API-Version`; in a statement it is not recommended.
pub const VERSION: &str = "1.0.3";
