//! Claims: how a due notice is sent once, however many workers there are and whenever one of them dies.
//! A worker claims a notice for as long as its lease, sends, and marks it; what it does not mark before the lease is
//! over is claimed again. `next_try_ms` alone says when there is something to do, so one index finds it among millions.
//! It must not send, and must not decide how often to try.

use chrono::{DateTime, TimeDelta, Utc};

use super::address::Kind;
use super::connection::{Query, sql};
use super::notices::{Notice, cells, read};
use super::row::{ms, plain};
use super::{Store, StoreError};
use crate::coach::notice::About;

/// Of what is due, the longest waiting of each server come first, then the second longest, and so on: a server with
/// thousands of pings does not hold up one with a few. So many are looked at; there may be millions.
///
/// The predicate stands outside as well as inside: PostgreSQL checks again only what is outside when two claim at once.
/// It stands there in a form that no index answers, or SQLite would look at all that is due, not at the few claimed.
/// The inner questions are materialised, or PostgreSQL may ask them again for each row and claim more than the limit.
macro_rules! claim {
    ($from:literal, $lock:literal) => {
        concat!(
            "WITH due AS MATERIALIZED (SELECT kind, subject, part, rep_id, next_try_ms, \
             ROW_NUMBER() OVER (PARTITION BY server_id ORDER BY next_try_ms) AS turn FROM \
             (SELECT kind, subject, part, rep_id, next_try_ms, server_id FROM notices \
             WHERE state = 'pending' AND next_try_ms <= $1 ORDER BY next_try_ms LIMIT 20000) AS first), \
             picked AS MATERIALIZED (SELECT due.kind, due.subject, due.part, due.rep_id FROM ",
            $from,
            " ORDER BY due.turn, due.next_try_ms LIMIT $2",
            $lock,
            ") UPDATE notices SET claimed_by = $3, next_try_ms = $4, attempts = attempts + 1, \
             first_attempt_ms = COALESCE(first_attempt_ms, $1) \
             WHERE state || '' = 'pending' AND next_try_ms + 0 <= $1 \
             AND (kind, subject, part, rep_id) IN (SELECT kind, subject, part, rep_id FROM picked) \
             RETURNING kind, subject, part, rep_id, server_id, channel_id, due_ms, round, attempts, first_attempt_ms"
        )
    };
}

const ON_SQLITE: &str = claim!("due", "");
const ON_POSTGRES: &str = claim!(
    "due JOIN notices AS n ON n.kind = due.kind AND n.subject = due.subject AND n.part = due.part \
     AND n.rep_id = due.rep_id AND n.state = 'pending' AND n.next_try_ms <= $1",
    " FOR UPDATE OF n SKIP LOCKED"
);

/// The statement that claims.
pub(super) fn claiming(kind: Kind) -> &'static str {
    if kind == Kind::Postgres { ON_POSTGRES } else { ON_SQLITE }
}

impl Store {
    /// Claims notices that are due, or whose lease is over, until `now + lease`; in their order. A row that cannot be
    /// understood is reported in the log and left out, so that it does not hold up the others; it is claimed again after
    /// each lease until it is mended.
    pub async fn claim_notices(
        &self,
        now: DateTime<Utc>,
        lease: TimeDelta,
        worker: &str,
        limit: u32,
    ) -> Result<Vec<Notice>, StoreError> {
        let until = ms(now).saturating_add(lease.num_milliseconds());
        let claim = sql(claiming(self.kind));
        let claim = claim.bind(ms(now)).bind(i64::from(limit)).bind(worker.to_owned()).bind(until);
        let mut work = self.work().await?;
        let claimed = work.rows(claim).await?;
        if claimed.is_empty() {
            return Ok(Vec::new());
        }
        work.commit().await?;
        let mut notices = Vec::with_capacity(claimed.len());
        for row in &claimed {
            match read(cells(row)) {
                Ok(notice) => notices.push(notice),
                Err(error) => tracing::error!(%error, "a due notice cannot be sent: {error}"),
            }
        }
        notices.sort_by_key(|notice| {
            let about = notice.new.about;
            (notice.new.due, about.kind, about.subject, about.part, about.rep)
        });
        Ok(notices)
    }

    /// Notes that it was sent, and all that it told together; `false` where the claim is no longer this worker's.
    pub async fn notice_sent(
        &self,
        about: &About,
        worker: &str,
        message: i64,
        channel: i64,
        at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let mut work = self.work().await?;
        let sent = held(
            about,
            worker,
            "UPDATE notices SET state = 'sent', claimed_by = NULL, last_error = NULL, message_id = $6, \
             sent_channel_id = $7, ended_ms = $8 WHERE kind = $1 AND subject = $2 AND part = $3 AND rep_id = $4 \
             AND claimed_by = $5 AND state = 'pending'",
        );
        if work.run(sent.bind(message).bind(channel).bind(ms(at))).await? == 0 {
            return Ok(false);
        }
        if about.kind.is_bundle() {
            let each = sql(
                "UPDATE notices SET state = 'sent', message_id = $2, sent_channel_id = $3, ended_ms = $4 \
                 WHERE bundle = $1 AND state = 'bundled'",
            );
            work.run(each.bind(about.subject).bind(message).bind(channel).bind(ms(at))).await?;
        }
        work.commit().await?;
        Ok(true)
    }

    /// Gives the claim back until `next_try`; `false` where it is no longer this worker's.
    pub async fn notice_later(
        &self,
        about: &About,
        worker: &str,
        next_try: DateTime<Utc>,
        why: &str,
    ) -> Result<bool, StoreError> {
        let update = held(
            about,
            worker,
            "UPDATE notices SET claimed_by = NULL, next_try_ms = $6, last_error = $7 WHERE kind = $1 AND subject = $2 \
             AND part = $3 AND rep_id = $4 AND claimed_by = $5 AND state = 'pending'",
        );
        Ok(self.run(update.bind(ms(next_try)).bind(plain(why))).await? > 0)
    }

    /// Puts it back until then without having tried to send it, as in quiet hours; `false` where the claim is no longer
    /// this worker's.
    pub async fn notice_put_back(
        &self,
        about: &About,
        worker: &str,
        then: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let update = held(
            about,
            worker,
            "UPDATE notices SET claimed_by = NULL, next_try_ms = $6, attempts = attempts - 1, \
             first_attempt_ms = CASE WHEN attempts = 1 THEN NULL ELSE first_attempt_ms END WHERE kind = $1 \
             AND subject = $2 AND part = $3 AND rep_id = $4 AND claimed_by = $5 AND state = 'pending'",
        );
        Ok(self.run(update.bind(ms(then))).await? > 0)
    }

    /// Notes that it was sent, and that it comes again then; `false` where the claim is no longer this worker's.
    pub async fn notice_again(
        &self,
        about: &About,
        worker: &str,
        then: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let update = held(
            about,
            worker,
            "UPDATE notices SET claimed_by = NULL, next_try_ms = $6, attempts = 0, first_attempt_ms = NULL, \
             last_error = NULL, round = round + 1 WHERE kind = $1 AND subject = $2 AND part = $3 AND rep_id = $4 \
             AND claimed_by = $5 AND state = 'pending'",
        );
        Ok(self.run(update.bind(ms(then))).await? > 0)
    }

    /// Ends it unsent, with all that it would have told together: because it cannot be sent (with the reason), or
    /// because there is nothing to be told any more.
    pub async fn notice_ended(
        &self,
        about: &About,
        worker: &str,
        why: Option<&str>,
        at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let state = if why.is_some() { "gave-up" } else { "dropped" };
        let mut work = self.work().await?;
        let update = held(
            about,
            worker,
            "UPDATE notices SET state = $6, claimed_by = NULL, last_error = $7, ended_ms = $8 WHERE kind = $1 \
             AND subject = $2 AND part = $3 AND rep_id = $4 AND claimed_by = $5 AND state = 'pending'",
        );
        if work.run(update.bind(state).bind(why.map(plain)).bind(ms(at))).await? == 0 {
            return Ok(false);
        }
        if about.kind.is_bundle() {
            let each = sql("UPDATE notices SET state = $2, last_error = $3, ended_ms = $4 \
                 WHERE bundle = $1 AND state = 'bundled'");
            work.run(each.bind(about.subject).bind(state).bind(why.map(plain)).bind(ms(at))).await?;
        }
        work.commit().await?;
        Ok(true)
    }
}

/// A statement about a notice that a worker holds: its first five values.
fn held(about: &About, worker: &str, text: &'static str) -> Query {
    sql(text)
        .bind(about.kind.name())
        .bind(about.subject)
        .bind(i64::from(about.part))
        .bind(about.rep.0)
        .bind(worker.to_owned())
}
