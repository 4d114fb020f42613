//! What trainers say of official drills, kept beside what the machine said: comments, changed verdicts, the review that
//! counts. Only ended official drills of the server that asks are seen, never practice and never one's own; a drill is
//! reviewed once, whoever is first. It must not decide what a mark is worth.

use chrono::{DateTime, Utc};
use sqlx::any::AnyRow;

use super::connection::{Query, Work, sql};
use super::notices::{NewNotice, plan};
use super::row::{Cells, Named, ms, plain};
use super::{Recorded, Store, StoreError};
use crate::coach::ids::{RepId, ServerId, SessionId};
use crate::coach::notice::{About, NoticeKind};
use crate::coach::review::{Mark, QueuePlace};

impl Named for Mark {
    const ALL: &'static [Self] = &Mark::ALL;

    fn name(self) -> &'static str {
        self.name()
    }
}

/// What came of a review.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The machine's verdicts stand.
    Accepted,
    /// Some were changed.
    Adjusted,
}

impl Named for Outcome {
    const ALL: &'static [Self] = &[Self::Accepted, Self::Adjusted];

    fn name(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Adjusted => "adjusted",
        }
    }
}

/// A trainer's work on an official drill.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reviewing {
    /// The drill.
    pub session: SessionId,
    /// The server whose trainer it is.
    pub server: ServerId,
    /// The trainer.
    pub by: RepId,
    /// When.
    pub at: DateTime<Utc>,
}

/// A trainer's verdict on a check or a fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Override {
    /// Which receipt, counted from 0.
    pub n: u32,
    /// What the trainer says.
    pub mark: Mark,
    /// Thousandths of a point earned by it; `None` where it is not rated, and for a fault.
    pub earned: Option<u32>,
    /// Points of the hundred that a fault costs by it.
    pub cost: u32,
    /// Why.
    pub reason: String,
}

/// What a trainer has said of a drill so far, or for good.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Said {
    /// A comment on the whole.
    pub comment: Option<String>,
    /// The changed verdicts, in the order of the receipts.
    pub overrides: Vec<Override>,
}

/// The review that counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// The trainer.
    pub by: RepId,
    /// When.
    pub at: DateTime<Utc>,
    /// What came of it.
    pub outcome: Outcome,
    /// The score with it.
    pub score: Option<u32>,
    /// Whether that reaches the pass mark.
    pub passed: bool,
    /// What was said.
    pub said: Said,
}

/// A review as it is settled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settled {
    /// What came of it.
    pub outcome: Outcome,
    /// What was said: these verdicts count, whatever was kept before.
    pub said: Said,
    /// The score with it.
    pub score: Option<u32>,
    /// Whether that reaches the pass mark.
    pub passed: bool,
}

/// Official drills that a trainer may still review; `$1` is the server, `$2` the trainer.
macro_rules! waiting {
    ($select:literal, $rest:literal) => {
        concat!(
            "SELECT ",
            $select,
            " FROM sessions WHERE server_id = $1 AND rep_id <> $2 AND official = 1 AND ended_ms IS NOT NULL \
             AND next_n > 0 AND reviewed_ms IS NULL",
            $rest
        )
    };
}

impl Store {
    /// How many official drills wait for this trainer.
    pub async fn drills_waiting(&self, server: ServerId, by: RepId) -> Result<u32, StoreError> {
        let query = sql(waiting!("COUNT(*) AS waiting", "")).bind(server.0).bind(by.0);
        self.row(query).await?.map_or(Ok(0), |row| Cells::new(&row, "sessions", &[]).count("waiting"))
    }

    /// The official drill that waits longest for this trainer, among those after a place in the queue.
    pub async fn next_drill(
        &self,
        server: ServerId,
        by: RepId,
        after: QueuePlace,
    ) -> Result<Option<QueuePlace>, StoreError> {
        let query = sql(waiting!(
            "id, ended_ms",
            " AND (ended_ms > $3 OR (ended_ms = $3 AND id > $4)) ORDER BY ended_ms, id LIMIT 1"
        ));
        let query = query.bind(server.0).bind(by.0).bind(after.since_ms).bind(after.session.0);
        let read = |row: AnyRow| {
            let cells = Cells::new(&row, "sessions", &["id"]);
            let (since_ms, session) = (cells.int("ended_ms")?, SessionId(cells.int("id")?));
            Ok(QueuePlace { since_ms, session, reply: 0 })
        };
        self.row(query).await?.map(read).transpose()
    }

    /// Notes that a trainer is shown how the machine judged a drill: from then on they cannot mark it blind.
    pub async fn see_drill(&self, seen: &Reviewing) -> Result<(), StoreError> {
        let insert = sql("INSERT INTO reviews (session_id, reviewer_id, at_ms) VALUES ($1, $2, $3) \
             ON CONFLICT DO NOTHING");
        self.run(insert.bind(seen.session.0).bind(seen.by.0).bind(ms(seen.at))).await.map(|_| ())
    }

    /// What a trainer has said of a drill, whether it counts or not.
    pub async fn said_of_drill(&self, session: SessionId, by: RepId) -> Result<Said, StoreError> {
        let query = sql("SELECT session_id, comment FROM reviews WHERE session_id = $1 AND reviewer_id = $2");
        let row = self.row(query.bind(session.0).bind(by.0)).await?;
        let comment = row.map(|row| Cells::new(&row, "reviews", &["session_id"]).maybe_text("comment"));
        Ok(Said { comment: comment.transpose()?.flatten(), overrides: self.overrides(session, by).await? })
    }

    async fn overrides(&self, session: SessionId, by: RepId) -> Result<Vec<Override>, StoreError> {
        let query = sql("SELECT session_id, n, mark, earned, cost, reason FROM overrides \
             WHERE session_id = $1 AND reviewer_id = $2 ORDER BY n");
        let rows = self.rows(query.bind(session.0).bind(by.0)).await?;
        let read = |row: &AnyRow| {
            let cells = Cells::new(row, "overrides", &["session_id", "n"]);
            Ok(Override {
                n: cells.count("n")?,
                mark: cells.named("mark")?,
                earned: cells.maybe_count("earned")?,
                cost: cells.count("cost")?,
                reason: cells.text("reason")?,
            })
        };
        rows.iter().map(read).collect()
    }

    /// Keeps a changed verdict until its trainer's review counts; the newest of a receipt stays. A drill that was
    /// reviewed meanwhile is a [`Recorded::Duplicate`], and nothing is changed.
    pub async fn record_override(
        &self,
        reviewing: &Reviewing,
        new: &Override,
    ) -> Result<Recorded, StoreError> {
        let mut work = self.work().await?;
        if !still_waits(&mut work, reviewing).await? {
            return Ok(Recorded::Duplicate);
        }
        work.run(insert_override(reviewing, new)).await?;
        work.commit().await?;
        Ok(Recorded::New)
    }

    /// Takes a changed verdict back: the machine's is as good.
    pub async fn drop_override(&self, reviewing: &Reviewing, n: u32) -> Result<Recorded, StoreError> {
        let mut work = self.work().await?;
        if !still_waits(&mut work, reviewing).await? {
            return Ok(Recorded::Duplicate);
        }
        let delete = sql("DELETE FROM overrides WHERE session_id = $1 AND n = $2 AND reviewer_id = $3");
        work.run(delete.bind(reviewing.session.0).bind(i64::from(n)).bind(reviewing.by.0)).await?;
        work.commit().await?;
        Ok(Recorded::New)
    }

    /// Keeps a comment until its trainer's review counts; the newest stays.
    pub async fn record_comment(&self, reviewing: &Reviewing, comment: &str) -> Result<Recorded, StoreError> {
        let mut work = self.work().await?;
        if !still_waits(&mut work, reviewing).await? {
            return Ok(Recorded::Duplicate);
        }
        let upsert =
            sql("INSERT INTO reviews (session_id, reviewer_id, at_ms, comment) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (session_id, reviewer_id) DO UPDATE SET comment = excluded.comment");
        let upsert = upsert.bind(reviewing.session.0).bind(reviewing.by.0).bind(ms(reviewing.at));
        work.run(upsert.bind(plain(comment))).await?;
        work.commit().await?;
        Ok(Recorded::New)
    }

    /// Settles a drill: this trainer's review counts, the rep will be told, and what others had begun is dropped. One
    /// that was reviewed before is a [`Recorded::Duplicate`].
    pub async fn settle_review(
        &self,
        reviewing: &Reviewing,
        settled: &Settled,
    ) -> Result<Recorded, StoreError> {
        let Reviewing { session, server, by, at } = *reviewing;
        let mut work = self.work().await?;
        let gate = sql("UPDATE sessions SET reviewed_by = $3, reviewed_ms = $4, reviewed_score = $5, \
             reviewed_passed = $6 WHERE id = $1 AND server_id = $2 AND rep_id <> $3 AND official = 1 \
             AND ended_ms IS NOT NULL AND reviewed_ms IS NULL RETURNING rep_id, channel_id")
        .bind(session.0)
        .bind(server.0)
        .bind(by.0)
        .bind(ms(at))
        .bind(settled.score.map(i64::from))
        .bind(i16::from(settled.passed));
        let Some(row) = work.row(gate).await? else { return Ok(Recorded::Duplicate) };
        work.run(sql("DELETE FROM overrides WHERE session_id = $1").bind(session.0)).await?;
        // That others saw the drill is kept.
        let others = sql("UPDATE reviews SET comment = NULL WHERE session_id = $1 AND reviewer_id <> $2");
        work.run(others.bind(session.0).bind(by.0)).await?;
        for new in &settled.said.overrides {
            work.run(insert_override(reviewing, new)).await?;
        }
        let upsert = sql("INSERT INTO reviews (session_id, reviewer_id, at_ms, outcome, comment) \
             VALUES ($1, $2, $3, $4, $5) ON CONFLICT (session_id, reviewer_id) DO UPDATE SET \
             at_ms = excluded.at_ms, outcome = excluded.outcome, comment = excluded.comment");
        let upsert = upsert.bind(session.0).bind(by.0).bind(ms(at)).bind(settled.outcome.name());
        work.run(upsert.bind(settled.said.comment.as_deref().map(plain))).await?;
        let cells = Cells::new(&row, "sessions", &[]);
        let about = About {
            rep: RepId(cells.int("rep_id")?),
            kind: NoticeKind::Reviewed,
            subject: session.0,
            part: 0,
        };
        plan(&mut work, &NewNotice { about, server, channel: cells.int("channel_id")?, due: at }).await?;
        work.commit().await?;
        Ok(Recorded::New)
    }

    /// The review of a drill that counts.
    pub async fn review_of(&self, session: SessionId) -> Result<Option<Review>, StoreError> {
        let query = sql(
            "SELECT s.id, s.reviewed_by, s.reviewed_score, s.reviewed_passed, r.at_ms, r.outcome, r.comment \
             FROM sessions s JOIN reviews r ON r.session_id = s.id AND r.reviewer_id = s.reviewed_by \
             WHERE s.id = $1",
        );
        let Some(row) = self.row(query.bind(session.0)).await? else { return Ok(None) };
        let (cells, own) = (Cells::new(&row, "sessions", &["id"]), Cells::new(&row, "reviews", &["id"]));
        let by = RepId(cells.int("reviewed_by")?);
        let said =
            Said { comment: own.maybe_text("comment")?, overrides: self.overrides(session, by).await? };
        Ok(Some(Review {
            by,
            at: own.time("at_ms")?,
            outcome: own.named("outcome")?,
            score: cells.maybe_count("reviewed_score")?,
            passed: cells.flag("reviewed_passed")?,
            said,
        }))
    }
}

/// Whether a drill waits for this trainer; its row is held until the transaction ends, so that nobody settles it
/// meanwhile.
async fn still_waits(work: &mut Work<'_>, reviewing: &Reviewing) -> Result<bool, StoreError> {
    let hold = sql("UPDATE sessions SET next_n = next_n WHERE id = $1 AND server_id = $2 AND rep_id <> $3 \
         AND official = 1 AND ended_ms IS NOT NULL AND reviewed_ms IS NULL");
    let hold = hold.bind(reviewing.session.0).bind(reviewing.server.0).bind(reviewing.by.0);
    Ok(work.run(hold).await? > 0)
}

fn insert_override(reviewing: &Reviewing, new: &Override) -> Query {
    sql("INSERT INTO overrides (session_id, n, reviewer_id, mark, earned, cost, reason, at_ms) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (session_id, n, reviewer_id) DO UPDATE SET \
         mark = excluded.mark, earned = excluded.earned, cost = excluded.cost, reason = excluded.reason, \
         at_ms = excluded.at_ms")
    .bind(reviewing.session.0)
    .bind(i64::from(new.n))
    .bind(reviewing.by.0)
    .bind(new.mark.name())
    .bind(new.earned.map(i64::from))
    .bind(i64::from(new.cost))
    .bind(plain(&new.reason))
    .bind(ms(reviewing.at))
}
