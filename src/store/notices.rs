//! The outbox: what members are to be told at a moment, pings of touches among it. A notice is planned once, whoever
//! plans it and however often; what is planned may be taken back or put off while it waits.
//! It must not hold what is said; claims are in `claims.rs`.

use chrono::{DateTime, Utc};

use super::connection::{Work, sql};
use super::row::{Cells, Named, ms};
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
    /// How often the member has put it off: each time it is told anew.
    pub round: u32,
    /// How often sending was begun in this round, this time included.
    pub attempts: u32,
    /// When it was begun first in this round.
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
             WHERE kind = $1 AND subject = $2 AND state IN ('pending', 'bundled')");
        self.run(drop.bind(kind.name()).bind(subject).bind(ms(at))).await
    }

    /// Tells late notices of one member together: they wait no more by themselves, and `together` is planned for now.
    /// Takes all of `kind` in the server that were due by then and that nobody has begun to send: those that `worker` has
    /// claimed for the first time and those that nobody has claimed yet; how many they are.
    pub async fn bundle_notices(
        &self,
        kind: NoticeKind,
        together: &NewNotice,
        due_by: DateTime<Utc>,
        worker: &str,
    ) -> Result<u64, StoreError> {
        let mut work = self.work().await?;
        let take = sql("UPDATE notices SET state = 'bundled', bundle = $1, claimed_by = NULL \
             WHERE rep_id = $2 AND state = 'pending' AND due_ms <= $3 AND kind = $4 AND server_id = $5 AND round = 0 \
             AND ((claimed_by = $6 AND attempts = 1) OR (attempts = 0 AND next_try_ms <= $7))")
        .bind(together.about.subject)
        .bind(together.about.rep.0)
        .bind(ms(due_by))
        .bind(kind.name())
        .bind(together.server.0)
        .bind(worker.to_owned())
        .bind(ms(together.due));
        let taken = work.run(take).await?;
        plan(&mut work, together).await?;
        work.commit().await?;
        Ok(taken)
    }

    /// What a bundle of a member tells of, or told, in the order in which it was due.
    pub async fn bundled_in(&self, bundle: i64, rep: RepId) -> Result<Vec<About>, StoreError> {
        let query = sql("SELECT kind, subject, part, rep_id FROM notices WHERE bundle = $1 AND rep_id = $2 \
             ORDER BY due_ms, subject, part");
        self.rows(query.bind(bundle).bind(rep.0)).await?.iter().map(|row| read_about(cells(row))).collect()
    }

    /// Plans a notice that may have been told before: it is told anew then.
    pub async fn plan_anew(&self, notice: &NewNotice) -> Result<(), StoreError> {
        let mut work = self.work().await?;
        if !tell_anew(&mut work, &notice.about, notice.due).await? {
            plan(&mut work, notice).await?;
        }
        work.commit().await
    }
}

/// Plans a notice in the transaction that makes it due.
pub(super) async fn plan(work: &mut Work<'_>, notice: &NewNotice) -> Result<(), StoreError> {
    let insert = sql("INSERT INTO notices (kind, subject, part, rep_id, server_id, channel_id, due_ms, state, round, \
         next_try_ms, attempts) VALUES ($1, $2, $3, $4, $5, $6, $7, 'pending', 0, $7, 0) ON CONFLICT DO NOTHING")
    .bind(notice.about.kind.name())
    .bind(notice.about.subject)
    .bind(i64::from(notice.about.part))
    .bind(notice.about.rep.0)
    .bind(notice.server.0)
    .bind(notice.channel)
    .bind(ms(notice.due));
    work.run(insert).await.map(|_| ())
}

/// Ends what waits about a part of a subject, such as the ping of a touch that was closed before it came.
pub(super) async fn drop_part(
    work: &mut Work<'_>,
    kind: NoticeKind,
    subject: i64,
    part: u32,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    let drop = sql("UPDATE notices SET state = 'dropped', claimed_by = NULL, ended_ms = $4 \
         WHERE kind = $1 AND subject = $2 AND part = $3 AND state IN ('pending', 'bundled')");
    let drop = drop.bind(kind.name()).bind(subject).bind(i64::from(part)).bind(ms(at));
    work.run(drop).await.map(|_| ())
}

/// Tells a notice anew at a moment, whatever became of it before; `false` where there is no such notice.
pub(super) async fn tell_anew(
    work: &mut Work<'_>,
    about: &About,
    at: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let update =
        sql("UPDATE notices SET state = 'pending', round = round + 1, bundle = NULL, next_try_ms = $4, \
         claimed_by = NULL, attempts = 0, first_attempt_ms = NULL, ended_ms = NULL, last_error = NULL \
         WHERE kind = $1 AND subject = $2 AND part = $3 AND rep_id = $5");
    let update = update.bind(about.kind.name()).bind(about.subject).bind(i64::from(about.part));
    let update = update.bind(ms(at)).bind(about.rep.0);
    Ok(work.run(update).await? > 0)
}

pub(super) fn cells(row: &sqlx::any::AnyRow) -> Cells<'_> {
    Cells::new(row, "notices", &["subject", "part", "rep_id"])
}

pub(super) fn read_about(cells: Cells<'_>) -> Result<About, StoreError> {
    Ok(About {
        rep: RepId(cells.int("rep_id")?),
        kind: cells.named("kind")?,
        subject: cells.int("subject")?,
        part: cells.count("part")?,
    })
}

pub(super) fn read(cells: Cells<'_>) -> Result<Notice, StoreError> {
    let new = NewNotice {
        about: read_about(cells)?,
        server: ServerId(cells.int("server_id")?),
        channel: cells.int("channel_id")?,
        due: cells.time("due_ms")?,
    };
    Ok(Notice {
        new,
        round: cells.count("round")?,
        attempts: cells.count("attempts")?,
        first_attempt: cells.maybe_time("first_attempt_ms")?,
    })
}
