//! The ledger: what the bot asked for, in order, and how it was answered.

use std::time::Duration;

use serde_json::Value;

/// One request of the bot.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    /// `GET`, `POST` and so on.
    pub(crate) method: String,
    /// The path without `/api/v10` and without the query.
    pub(crate) path: String,
    /// The query, without the question mark.
    pub(crate) query: String,
    /// The body (of a multipart body its `payload_json`), `null` when there was none.
    pub(crate) body: Value,
    /// Names and sizes of the files that came along.
    pub(crate) files: Vec<(String, usize)>,
    /// When, since the fake started.
    pub(crate) at: Duration,
    /// The answer's status; `None` while unanswered, and for good when it hung or the line was cut.
    pub(crate) status: Option<u16>,
}
