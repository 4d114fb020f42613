//! How much of each owner's follow-ups is open, overdue, empty or not delivered, counted where the rows are.
//! It must not decide what overdue means: the moment comes in.

use chrono::{DateTime, Utc};

use super::connection::sql;
use super::row::{Cells, ms};
use super::{Store, StoreError};
use crate::coach::ids::{RepId, ServerId};

/// How an owner's touches stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TouchCounts {
    /// Whose.
    pub owner: RepId,
    /// Still to be done.
    pub open: u32,
    /// Of these, those that were due before the moment.
    pub overdue: u32,
    /// Of the open ones, those whose ping could not be delivered.
    pub gave_up: u32,
    /// Done.
    pub done: u32,
    /// Of the done ones, those in which nothing was given.
    pub empty: u32,
    /// Left out.
    pub skipped: u32,
    /// When the next open one comes that is not overdue.
    pub next: Option<DateTime<Utc>>,
}

macro_rules! counts {
    ($rest:literal) => {
        concat!(
            "SELECT f.owner_id, SUM(CASE WHEN t.state = 'open' THEN 1 ELSE 0 END) AS open_n, \
             SUM(CASE WHEN t.state = 'open' AND t.due_ms < $2 THEN 1 ELSE 0 END) AS overdue_n, \
             SUM(CASE WHEN t.state = 'open' AND p.state = 'gave-up' THEN 1 ELSE 0 END) AS gave_up_n, \
             SUM(CASE WHEN t.state = 'done' THEN 1 ELSE 0 END) AS done_n, \
             SUM(CASE WHEN t.state = 'done' AND t.gave IS NULL THEN 1 ELSE 0 END) AS empty_n, \
             SUM(CASE WHEN t.state = 'skipped' THEN 1 ELSE 0 END) AS skipped_n, \
             MIN(CASE WHEN t.state = 'open' AND t.due_ms >= $2 THEN t.due_ms END) AS next_ms \
             FROM follow_ups f JOIN touches t ON t.follow_up_id = f.id LEFT JOIN notices p \
             ON p.kind = 'touch' AND p.subject = t.follow_up_id AND p.part = t.n AND p.rep_id = f.owner_id ",
            $rest
        )
    };
}

impl Store {
    /// How the touches of every owner in a server stand; owners by id.
    pub async fn touch_counts(
        &self,
        server: ServerId,
        overdue_before: DateTime<Utc>,
    ) -> Result<Vec<TouchCounts>, StoreError> {
        let query = sql(counts!("WHERE f.server_id = $1 GROUP BY f.owner_id ORDER BY f.owner_id"));
        let rows = self.rows(query.bind(server.0).bind(ms(overdue_before))).await?;
        rows.iter().map(read).collect()
    }

    /// How the touches of one owner in a server stand; none where there are no follow-ups.
    pub async fn touch_counts_of(
        &self,
        server: ServerId,
        owner: RepId,
        overdue_before: DateTime<Utc>,
    ) -> Result<Option<TouchCounts>, StoreError> {
        let query = sql(counts!("WHERE f.server_id = $1 AND f.owner_id = $3 GROUP BY f.owner_id"));
        let row = self.row(query.bind(server.0).bind(ms(overdue_before)).bind(owner.0)).await?;
        row.as_ref().map(read).transpose()
    }
}

fn read(row: &sqlx::any::AnyRow) -> Result<TouchCounts, StoreError> {
    let cells = Cells::new(row, "touches", &["owner_id"]);
    Ok(TouchCounts {
        owner: RepId(cells.int("owner_id")?),
        open: cells.count("open_n")?,
        overdue: cells.count("overdue_n")?,
        gave_up: cells.count("gave_up_n")?,
        done: cells.count("done_n")?,
        empty: cells.count("empty_n")?,
        skipped: cells.count("skipped_n")?,
        next: cells.maybe_time("next_ms")?,
    })
}
