//! Duels: what the member who plays the buyer said, and how they rated the rep.
//! A line is kept with the number of the rep's replies before it, so a talk is folded in its order.
//! It must not judge a line: only the rep's replies are.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::connection::sql;
use super::row::{Cells, ms, plain};
use super::{Recorded, Store, StoreError};
use crate::coach::ids::SessionId;

/// Something that the member who plays the buyer said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeerLine {
    /// The message, which is stored only once.
    pub message: i64,
    /// How many replies of the rep came before it.
    pub after: u32,
    /// What was said.
    pub said: String,
    /// When.
    pub at: DateTime<Utc>,
}

impl Store {
    /// Stores a line of the member who plays the buyer. In a duel that is over it changes nothing.
    pub async fn record_peer_line(
        &self,
        session: SessionId,
        line: &PeerLine,
    ) -> Result<Recorded, StoreError> {
        let insert = sql("INSERT INTO peer_lines (session_id, after_n, message_id, said, at_ms) \
             SELECT id, $2, $3, $4, $5 FROM sessions WHERE id = $1 AND state = 'open' ON CONFLICT DO NOTHING")
        .bind(session.0)
        .bind(i64::from(line.after))
        .bind(line.message)
        .bind(plain(&line.said))
        .bind(ms(line.at));
        Ok(Recorded::of(self.run(insert).await?))
    }

    /// The lines of the member who plays the buyer, in order.
    pub(super) async fn peer_lines(&self, session: SessionId) -> Result<Vec<PeerLine>, StoreError> {
        let query = sql("SELECT message_id, after_n, said, at_ms FROM peer_lines WHERE session_id = $1 \
             ORDER BY after_n, message_id");
        let rows = self.rows(query.bind(session.0)).await?;
        let read = |row| {
            let cells = Cells::new(row, "peer_lines", &["message_id"]);
            Ok(PeerLine {
                message: cells.int("message_id")?,
                after: cells.count("after_n")?,
                said: cells.text("said")?,
                at: cells.time("at_ms")?,
            })
        };
        rows.iter().map(read).collect()
    }

    /// Stores how the rep was rated on one question; the first answer counts.
    pub async fn rate(
        &self,
        session: SessionId,
        question: &str,
        rating: &str,
    ) -> Result<Recorded, StoreError> {
        let insert = sql("INSERT INTO peer_ratings (session_id, question, rating) VALUES ($1, $2, $3) \
             ON CONFLICT DO NOTHING");
        let insert = insert.bind(session.0).bind(question.to_owned()).bind(rating.to_owned());
        Ok(Recorded::of(self.run(insert).await?))
    }

    /// How the rep was rated, by question.
    pub async fn ratings(&self, session: SessionId) -> Result<BTreeMap<String, String>, StoreError> {
        let query = sql(
            "SELECT session_id, question, rating FROM peer_ratings WHERE session_id = $1 ORDER BY question",
        );
        let rows = self.rows(query.bind(session.0)).await?;
        let read = |row| {
            let cells = Cells::new(row, "peer_ratings", &["session_id", "question"]);
            Ok((cells.text("question")?, cells.text("rating")?))
        };
        rows.iter().map(read).collect()
    }
}
