//! Claims: how a due touch is pinged once, however many workers there are and whenever one of them dies.
//! A worker claims a touch for as long as its lease, sends, and marks it sent; what it does not mark before the lease is
//! over is claimed again. `next_try_ms` alone says when there is something to do, so one index finds it among millions.
//! It must not send, and must not decide how often to try.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};

use super::address::Kind;
use super::connection::sql;
use super::follow_ups::{Touch, read_id, read_touch, touches};
use super::row::{Cells, ms, plain};
use super::{Store, StoreError};
use crate::coach::ids::TouchId;

/// The predicate stands outside as well as inside: PostgreSQL checks again only what is outside when two claim at once.
/// It stands there in a form that no index answers, or SQLite would look at all that is due, not at the few claimed.
/// The inner question is materialised, or PostgreSQL may ask it again for each row and claim more than the limit.
macro_rules! claim {
    ($table:literal, $key:literal, $place:literal, $lock:literal) => {
        concat!(
            "WITH due AS MATERIALIZED (SELECT ",
            $key,
            " FROM ",
            $table,
            " WHERE state = 'pending' AND next_try_ms <= $1 ORDER BY next_try_ms LIMIT $2",
            $lock,
            ") UPDATE ",
            $table,
            " SET claimed_by = $3, next_try_ms = $4, attempts = attempts + 1, \
             first_attempt_ms = COALESCE(first_attempt_ms, $1) WHERE state || '' = 'pending' AND next_try_ms + 0 <= $1 \
             AND ",
            $place,
            " IN (SELECT ",
            $key,
            " FROM due) RETURNING ",
            $key
        )
    };
}
pub(super) use claim;

impl Store {
    /// Claims touches that are due, or whose lease is over, until `now + lease`; the most overdue first.
    /// A row that cannot be understood is reported in the log and left out, so that it does not hold up the others; it
    /// is claimed again after each lease until it is mended.
    pub async fn claim_due(
        &self,
        now: DateTime<Utc>,
        lease: TimeDelta,
        worker: &str,
        limit: u32,
    ) -> Result<Vec<Touch>, StoreError> {
        let until = ms(now).saturating_add(lease.num_milliseconds());
        let mut work = self.work().await?;
        let claim = match self.kind {
            Kind::Postgres => {
                claim!("touches", "follow_up_id, n", "(follow_up_id, n)", " FOR UPDATE SKIP LOCKED")
            }
            Kind::Sqlite | Kind::Memory => claim!("touches", "follow_up_id, n", "(follow_up_id, n)", ""),
        };
        let claim = sql(claim).bind(ms(now)).bind(i64::from(limit)).bind(worker.to_owned()).bind(until);
        let claimed = work.rows(claim).await?;
        if claimed.is_empty() {
            return Ok(Vec::new());
        }
        let claimed: BTreeSet<TouchId> = claimed.iter().map(read_id).collect::<Result<_, _>>()?;
        let query = sql(touches!("WHERE t.state = 'pending' AND t.next_try_ms = $1 AND t.claimed_by = $2"));
        let rows = work.rows(query.bind(until).bind(worker.to_owned())).await?;
        work.commit().await?;
        let mut touches = Vec::with_capacity(claimed.len());
        for row in rows.iter().filter(|row| read_id(row).is_ok_and(|id| claimed.contains(&id))) {
            match read_touch(row) {
                Ok(touch) => touches.push(touch),
                Err(error) => tracing::error!(%error, "a due touch cannot be sent: {error}"),
            }
        }
        touches.sort_by_key(|touch| (touch.due, touch.id));
        Ok(touches)
    }

    /// Notes that the ping was sent; `false` where the claim is no longer this worker's.
    pub async fn mark_sent(
        &self,
        id: TouchId,
        worker: &str,
        message: i64,
        channel: i64,
        at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let update = sql(
            "UPDATE touches SET state = 'sent', claimed_by = NULL, last_error = NULL, message_id = $4, \
             sent_channel_id = $5, sent_ms = $6 WHERE follow_up_id = $1 AND n = $2 AND claimed_by = $3 AND state = 'pending'",
        );
        let update = update.bind(id.follow_up.0).bind(i64::from(id.n)).bind(worker.to_owned());
        Ok(self.run(update.bind(message).bind(channel).bind(ms(at))).await? > 0)
    }

    /// Gives the claim back until `next_try`; `false` where it is no longer this worker's.
    pub async fn retry_later(
        &self,
        id: TouchId,
        worker: &str,
        next_try: DateTime<Utc>,
        error: &str,
    ) -> Result<bool, StoreError> {
        let update = sql("UPDATE touches SET claimed_by = NULL, next_try_ms = $4, last_error = $5 \
             WHERE follow_up_id = $1 AND n = $2 AND claimed_by = $3 AND state = 'pending'");
        let update = update.bind(id.follow_up.0).bind(i64::from(id.n)).bind(worker.to_owned());
        Ok(self.run(update.bind(ms(next_try)).bind(plain(error))).await? > 0)
    }

    /// Notes that the ping cannot be sent, for a report to show; `false` where the claim is no longer this worker's.
    pub async fn give_up(
        &self,
        id: TouchId,
        worker: &str,
        error: &str,
        at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let update =
            sql("UPDATE touches SET state = 'gave-up', claimed_by = NULL, last_error = $4, gave_up_ms = $5 \
             WHERE follow_up_id = $1 AND n = $2 AND claimed_by = $3 AND state = 'pending'");
        let update = update.bind(id.follow_up.0).bind(i64::from(id.n)).bind(worker.to_owned());
        Ok(self.run(update.bind(plain(error)).bind(ms(at))).await? > 0)
    }

    /// The earliest moment at which there is something to claim; `None` where nothing is pending.
    pub async fn next_due(&self) -> Result<Option<DateTime<Utc>>, StoreError> {
        let query = sql(
            "SELECT follow_up_id, n, next_try_ms FROM touches WHERE state = 'pending' ORDER BY next_try_ms LIMIT 1",
        );
        let row = self.row(query).await?;
        row.as_ref()
            .map(|row| Cells::new(row, "touches", &["follow_up_id", "n"]).time("next_try_ms"))
            .transpose()
    }
}
