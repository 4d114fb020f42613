//! A ping on its way out: what is said, to whom, by what it is known again, and what may come of it.
//! It must not know where messages go: who implements [`Post`] does.

use std::time::Duration;

use chrono::{DateTime, Utc};

use crate::coach::ids::RepId;
use crate::reply::{Action, Reply};

/// A ping to be delivered.
#[derive(Debug)]
pub struct Ping {
    /// To whom.
    pub to: RepId,
    /// The same over all attempts; at most 23 characters.
    pub nonce: String,
    /// When the first attempt was made.
    pub first_attempt: DateTime<Utc>,
    /// Whether an earlier attempt may have arrived whose nonce is forgotten by now.
    pub in_doubt: bool,
    /// No request is begun later than this from now.
    pub left: Duration,
    /// No request may take longer.
    pub request: Duration,
    /// What is said to the member alone.
    pub direct: Told,
    /// What is said where others read, when the member cannot be written to.
    pub public: Told,
    /// The channels to try then, in order.
    pub channels: Vec<i64>,
}

/// What is said, and by what it is known again.
#[derive(Debug, Clone)]
pub struct Told {
    /// What is said.
    pub reply: Reply,
    /// What one of its buttons does: by it a message of an earlier attempt is found.
    pub known_by: Action,
}

/// Where a ping arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Posted {
    /// The channel.
    pub channel: i64,
    /// The message.
    pub message: i64,
}

/// Why a ping did not arrive.
#[derive(Debug, thiserror::Error)]
pub enum SendError {
    /// The platform asks to wait.
    #[error("asked to wait {0:?}")]
    RetryAfter(Duration),
    /// It may work later.
    #[error("failed for now: {0}")]
    ForNow(String),
    /// It will never work: no way to the rep is open.
    #[error("cannot be delivered: {0}")]
    Never(String),
}

/// Delivers pings.
pub trait Post: Sync {
    /// Delivers one.
    fn post(&self, ping: &Ping) -> impl Future<Output = Result<Posted, SendError>> + Send;

    /// Whether it is that late already where pings go: nothing is told before it is due because a clock was set wrong.
    fn is_that_late(&self, now: DateTime<Utc>) -> impl Future<Output = bool> + Send;
}
