//! Notices: what members are to be told of at a moment, claimed and marked like touches (`claims.rs`).
//! A notice is planned once, whoever plans it and however often; what is planned may be taken back while it is pending.
//! It must not hold what is said.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};

use super::address::Kind;
use super::claims::claim;
use super::connection::{Work, sql};
use super::row::{Cells, Named, ms, plain};
use super::{Store, StoreError};
use crate::coach::ids::{RepId, ServerId};
use crate::coach::notice::{About, NoticeKind};

impl Named for NoticeKind {
    const ALL: &'static [Self] = &NoticeKind::ALL;

    fn name(self) -> &'static str {
        self.name()
    }
}

/// A notice as it is planned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewNotice {
    /// What it is about and whom it is for.
    pub about: About,
    /// Where it belongs.
    pub server: ServerId,
    /// The channel to use when the member cannot be written to; 0: none.
    pub channel: i64,
    /// When it is to be told.
    pub due: DateTime<Utc>,
}

/// A notice that is to be sent now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Notice {
    /// As it was planned.
    pub new: NewNotice,
    /// How often sending was begun, this time included.
    pub attempts: u32,
    /// When it was begun first.
    pub first_attempt: Option<DateTime<Utc>>,
}

impl Store {
    /// Plans notices; one that was planned before stays as it is, even when it was sent.
    pub async fn plan_notices(&self, notices: &[NewNotice]) -> Result<(), StoreError> {
        if notices.is_empty() {
            return Ok(());
        }
        let mut work = self.work().await?;
        for notice in notices {
            plan(&mut work, notice).await?;
        }
        work.commit().await
    }

    /// Takes back all notices of a kind about a subject that were not sent; how many there were.
    pub async fn drop_notices(
        &self,
        kind: NoticeKind,
        subject: i64,
        at: DateTime<Utc>,
    ) -> Result<u64, StoreError> {
        let drop = sql("UPDATE notices SET state = 'dropped', claimed_by = NULL, ended_ms = $3 \
             WHERE kind = $1 AND subject = $2 AND state = 'pending'");
        self.run(drop.bind(kind.name()).bind(subject).bind(ms(at))).await
    }

    /// Claims notices that are due, or whose lease is over, until `now + lease`. A row that cannot be understood is
    /// reported in the log and left out.
    pub async fn claim_notices(
        &self,
        now: DateTime<Utc>,
        lease: TimeDelta,
        worker: &str,
        limit: u32,
    ) -> Result<Vec<Notice>, StoreError> {
        let until = ms(now).saturating_add(lease.num_milliseconds());
        let mut work = self.work().await?;
        let claim = match self.kind {
            Kind::Postgres => claim!("notices", "id", "id", " FOR UPDATE SKIP LOCKED"),
            Kind::Sqlite | Kind::Memory => claim!("notices", "id", "id", ""),
        };
        let claim = sql(claim).bind(ms(now)).bind(i64::from(limit)).bind(worker.to_owned()).bind(until);
        let claimed = work.rows(claim).await?;
        if claimed.is_empty() {
            return Ok(Vec::new());
        }
        let id = |row: &_| Cells::new(row, "notices", &["id"]).int("id");
        let claimed: BTreeSet<i64> = claimed.iter().map(id).collect::<Result<_, _>>()?;
        let query = sql("SELECT id, server_id, rep_id, kind, subject, part, channel_id, due_ms, attempts, \
             first_attempt_ms FROM notices WHERE state = 'pending' AND next_try_ms = $1 AND claimed_by = $2 \
             ORDER BY due_ms, id");
        let rows = work.rows(query.bind(until).bind(worker.to_owned())).await?;
        work.commit().await?;
        let mut notices = Vec::with_capacity(claimed.len());
        for row in rows.iter().filter(|row| id(row).is_ok_and(|id| claimed.contains(&id))) {
            match read(Cells::new(row, "notices", &["id"])) {
                Ok(notice) => notices.push(notice),
                Err(error) => tracing::error!(%error, "a due notice cannot be sent: {error}"),
            }
        }
        Ok(notices)
    }

    /// Notes that it was sent; `false` where the claim is no longer this worker's.
    pub async fn notice_sent(
        &self,
        about: &About,
        worker: &str,
        message: i64,
        channel: i64,
        at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let update =
            sql("UPDATE notices SET state = 'sent', claimed_by = NULL, last_error = NULL, message_id = $3, \
             sent_channel_id = $4, ended_ms = $5 WHERE id = $1 AND claimed_by = $2 AND state = 'pending'");
        let update = update.bind(about.id()).bind(worker.to_owned());
        Ok(self.run(update.bind(message).bind(channel).bind(ms(at))).await? > 0)
    }

    /// Gives the claim back until `next_try`; `false` where it is no longer this worker's.
    pub async fn notice_later(
        &self,
        about: &About,
        worker: &str,
        next_try: DateTime<Utc>,
        error: &str,
    ) -> Result<bool, StoreError> {
        let update = sql("UPDATE notices SET claimed_by = NULL, next_try_ms = $3, last_error = $4 \
             WHERE id = $1 AND claimed_by = $2 AND state = 'pending'");
        let update = update.bind(about.id()).bind(worker.to_owned());
        Ok(self.run(update.bind(ms(next_try)).bind(plain(error))).await? > 0)
    }

    /// Ends it unsent: because it cannot be sent (with the reason), or because there is nothing to be told any more.
    pub async fn notice_ended(
        &self,
        about: &About,
        worker: &str,
        why: Option<&str>,
        at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let state = if why.is_some() { "gave-up" } else { "dropped" };
        let update = sql("UPDATE notices SET state = $3, claimed_by = NULL, last_error = $4, ended_ms = $5 \
             WHERE id = $1 AND claimed_by = $2 AND state = 'pending'");
        let update = update.bind(about.id()).bind(worker.to_owned()).bind(state).bind(why.map(plain));
        Ok(self.run(update.bind(ms(at))).await? > 0)
    }
}

/// Plans a notice in the transaction that makes it due.
pub(super) async fn plan(work: &mut Work<'_>, notice: &NewNotice) -> Result<(), StoreError> {
    let insert = sql("INSERT INTO notices (id, server_id, rep_id, kind, subject, part, channel_id, due_ms, \
         state, next_try_ms, attempts) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'pending', $8, 0) \
         ON CONFLICT DO NOTHING")
    .bind(notice.about.id())
    .bind(notice.server.0)
    .bind(notice.about.rep.0)
    .bind(notice.about.kind.name())
    .bind(notice.about.subject)
    .bind(i64::from(notice.about.part))
    .bind(notice.channel)
    .bind(ms(notice.due));
    work.run(insert).await.map(|_| ())
}

fn read(cells: Cells<'_>) -> Result<Notice, StoreError> {
    let about = About {
        rep: RepId(cells.int("rep_id")?),
        kind: cells.named("kind")?,
        subject: cells.int("subject")?,
        part: cells.count("part")?,
    };
    let new = NewNotice {
        about,
        server: ServerId(cells.int("server_id")?),
        channel: cells.int("channel_id")?,
        due: cells.time("due_ms")?,
    };
    Ok(Notice {
        new,
        attempts: cells.count("attempts")?,
        first_attempt: cells.maybe_time("first_attempt_ms")?,
    })
}
