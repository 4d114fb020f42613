//! Corrections: replies that reps hold to be judged wrongly, and what trainers said that they should have been.
//! A rep's practice is private, so a trainer finds a reply only where its rep disputed it. Every question names the
//! server that asks, so no server sees or bends what is another's.
//! It must not decide who is a trainer, nor whether a correction does harm.

use chrono::{DateTime, Utc};
use sqlx::any::AnyRow;

use super::connection::{Work, sql};
use super::notices::{NewNotice, plan};
use super::row::{Cells, ms, plain};
use super::{Recorded, Store, StoreError, verdict};
use crate::coach::ids::{Id, RepId, ServerId, SessionId, TurnId};
use crate::coach::notice::{About, NoticeKind};
use crate::coach::recognise::{Correction, Example, Verdict};
use crate::coach::review::QueuePlace;
use crate::coach::seed;

/// The most corrections of one server for one task; what more would bend is better written into the playbook.
pub const MOST_CORRECTIONS: usize = 400;
/// The most disputes of one rep in a server that wait at the same time.
pub const MOST_DISPUTES: u32 = 20;

/// A reply that its rep holds to be judged wrongly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDispute {
    /// The reply.
    pub turn: TurnId,
    /// Whose trainers are asked.
    pub server: ServerId,
    /// Whose reply it is.
    pub rep: RepId,
    /// The task in which it is to be looked at.
    pub task: Id,
    /// What the buyer said before it.
    pub context: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// A dispute that waits for a trainer, with what the trainer has to see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dispute {
    /// The reply.
    pub turn: TurnId,
    /// The task in which it is to be looked at.
    pub task: Id,
    /// What the buyer said before it.
    pub context: String,
    /// What the rep said.
    pub said: String,
    /// What was recognised in it.
    pub verdict: Verdict,
    /// Where it stands in the queue.
    pub place: QueuePlace,
}

/// What became of a reply that was to be disputed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Disputed {
    /// It waits for a trainer now.
    New,
    /// It was disputed before; nothing was changed.
    Before,
    /// The rep has as many disputes waiting as they may; nothing was changed.
    Full,
}

/// What a correction is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// An example, from which the server's recogniser learns.
    Example,
    /// A fixture, by which later corrections are measured and from which nothing is learnt.
    Fixture,
}

impl Use {
    /// How a dispute ends by it.
    fn outcome(self) -> &'static str {
        match self {
            Self::Example => "corrected",
            Self::Fixture => "fixture",
        }
    }
}

/// What a server's trainers taught: what is learnt from and what is measured by.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Taught {
    /// Examples, the oldest first.
    pub examples: Vec<Correction>,
    /// Fixtures, the oldest first.
    pub fixtures: Vec<Correction>,
}

/// A dispute that a trainer has settled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettledDispute {
    /// What the rep said.
    pub said: String,
    /// The task in which it was looked at.
    pub task: Id,
    /// What the trainer says it did; `None` where the verdict was right.
    pub labels: Option<Vec<Id>>,
}

/// Who settles a dispute, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settling {
    /// The reply.
    pub turn: TurnId,
    /// The server whose trainer it is.
    pub server: ServerId,
    /// The trainer.
    pub by: RepId,
    /// When.
    pub at: DateTime<Utc>,
}

/// What became of a correction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Corrected {
    /// It is stored, and the dispute is settled.
    Taken,
    /// The server has as many corrections of the task as it may; nothing was changed.
    Full,
    /// The dispute was settled before, or there is none; nothing was changed.
    Settled,
}

/// Open disputes with what was said and recognised.
macro_rules! disputes {
    ($where:literal) => {
        concat!(
            "SELECT d.session_id, d.n, d.task, d.context, d.disputed_ms, t.said, t.verdict FROM disputes d \
             JOIN turns t ON t.session_id = d.session_id AND t.n = d.n \
             WHERE d.server_id = $1 AND d.settled_ms IS NULL",
            $where,
            " ORDER BY d.disputed_ms, d.session_id, d.n LIMIT 1"
        )
    };
}

impl Store {
    /// Notes that a reply is disputed; once is enough, and a rep has only so many waiting.
    pub async fn record_dispute(&self, new: &NewDispute) -> Result<Disputed, StoreError> {
        let insert =
            sql("INSERT INTO disputes (session_id, n, server_id, rep_id, task, context, disputed_ms) \
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING")
            .bind(new.turn.session.0)
            .bind(i64::from(new.turn.n))
            .bind(new.server.0)
            .bind(new.rep.0)
            .bind(new.task.as_str().to_owned())
            .bind(plain(&new.context))
            .bind(ms(new.at));
        // Leaving without a commit takes back what was done so far.
        let mut work = self.work().await?;
        if work.run(insert).await? == 0 {
            return Ok(Disputed::Before);
        }
        let count = sql("SELECT COUNT(*) AS waiting FROM disputes \
             WHERE server_id = $1 AND rep_id = $2 AND settled_ms IS NULL");
        let row = work.row(count.bind(new.server.0).bind(new.rep.0)).await?;
        let waiting = row.map_or(Ok(0), |row| Cells::new(&row, "disputes", &[]).count("waiting"))?;
        if waiting > MOST_DISPUTES {
            return Ok(Disputed::Full);
        }
        work.commit().await?;
        Ok(Disputed::New)
    }

    /// How many disputes of a server wait for a trainer.
    pub async fn disputes_waiting(&self, server: ServerId) -> Result<u32, StoreError> {
        let query =
            sql("SELECT COUNT(*) AS waiting FROM disputes WHERE server_id = $1 AND settled_ms IS NULL");
        let row = self.row(query.bind(server.0)).await?;
        row.map_or(Ok(0), |row| Cells::new(&row, "disputes", &[]).count("waiting"))
    }

    /// The dispute of a server that waits longest, among those after a place in the queue.
    pub async fn oldest_dispute(
        &self,
        server: ServerId,
        after: QueuePlace,
    ) -> Result<Option<Dispute>, StoreError> {
        let query = sql(disputes!(
            " AND (d.disputed_ms > $2 OR (d.disputed_ms = $2 AND (d.session_id > $3 \
             OR (d.session_id = $3 AND d.n + 1 > $4))))"
        ));
        let query = query.bind(server.0).bind(after.since_ms).bind(after.session.0);
        let row = self.row(query.bind(i64::from(after.reply))).await?;
        row.as_ref().map(read_dispute).transpose()
    }

    /// A dispute of a server, while it is open.
    pub async fn open_dispute(&self, server: ServerId, turn: TurnId) -> Result<Option<Dispute>, StoreError> {
        let query = sql(disputes!(" AND d.session_id = $2 AND d.n = $3"));
        let row = self.row(query.bind(server.0).bind(turn.session.0).bind(i64::from(turn.n))).await?;
        row.as_ref().map(read_dispute).transpose()
    }

    /// Settles a dispute: the verdict was right. One that was settled before is a [`Recorded::Duplicate`].
    pub async fn keep_verdict(&self, settling: &Settling) -> Result<Recorded, StoreError> {
        let mut work = self.work().await?;
        let settled = settle(&mut work, settling, "kept", None).await?;
        work.commit().await?;
        Ok(settled)
    }

    /// Settles a dispute: the reply should have had these labels. Of the same words, the newest correction stays.
    pub async fn correct(
        &self,
        settling: &Settling,
        correction: &Correction,
        used: Use,
    ) -> Result<Corrected, StoreError> {
        let Correction { task, example } = correction;
        let labels: Vec<&str> = example.labels.iter().map(Id::as_str).collect();
        let written = serde_json::json!(labels).to_string();
        let upsert = sql(
            "INSERT INTO corrections (server_id, task, digest, context, text, labels, corrected_by, corrected_ms, fixture) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (server_id, task, digest) DO UPDATE SET \
             context = excluded.context, text = excluded.text, labels = excluded.labels, \
             corrected_by = excluded.corrected_by, corrected_ms = excluded.corrected_ms, fixture = excluded.fixture",
        )
        .bind(settling.server.0)
        .bind(task.as_str().to_owned())
        .bind(seed::digest(&format!("{}\0{}", example.context, example.text)).cast_signed())
        .bind(plain(&example.context))
        .bind(plain(&example.text))
        .bind(written.clone())
        .bind(settling.by.0)
        .bind(ms(settling.at))
        .bind(i16::from(used == Use::Fixture));
        // Leaving without a commit takes back what was done so far.
        let mut work = self.work().await?;
        if settle(&mut work, settling, used.outcome(), Some(written)).await? == Recorded::Duplicate {
            return Ok(Corrected::Settled);
        }
        work.run(upsert).await?;
        let count = sql("SELECT COUNT(*) AS held FROM corrections WHERE server_id = $1 AND task = $2");
        let row = work.row(count.bind(settling.server.0).bind(task.as_str().to_owned())).await?;
        let held = row.map_or(Ok(0), |row| Cells::new(&row, "corrections", &[]).count("held"))?;
        if usize::try_from(held).is_ok_and(|held| held > MOST_CORRECTIONS) {
            return Ok(Corrected::Full);
        }
        work.commit().await?;
        Ok(Corrected::Taken)
    }

    /// What the trainers of a server taught.
    pub async fn corrections(&self, server: ServerId) -> Result<Taught, StoreError> {
        let query = sql("SELECT server_id, digest, task, context, text, labels, fixture FROM corrections \
             WHERE server_id = $1 ORDER BY corrected_ms, task, digest");
        let mut taught = Taught::default();
        for row in &self.rows(query.bind(server.0)).await? {
            let fixture = Cells::new(row, "corrections", &["server_id", "digest"]).flag("fixture")?;
            let into = if fixture { &mut taught.fixtures } else { &mut taught.examples };
            into.push(read_correction(row)?);
        }
        Ok(taught)
    }

    /// What came of a rep's own dispute; none while it waits.
    pub async fn settled_dispute(
        &self,
        turn: TurnId,
        rep: RepId,
    ) -> Result<Option<SettledDispute>, StoreError> {
        let query = sql("SELECT d.session_id, d.n, d.task, d.outcome, d.labels, t.said FROM disputes d \
             JOIN turns t ON t.session_id = d.session_id AND t.n = d.n \
             WHERE d.session_id = $1 AND d.n = $2 AND d.rep_id = $3 AND d.settled_ms IS NOT NULL");
        let query = query.bind(turn.session.0).bind(i64::from(turn.n)).bind(rep.0);
        self.row(query).await?.as_ref().map(read_settled).transpose()
    }
}

async fn settle(
    work: &mut Work<'_>,
    settling: &Settling,
    outcome: &'static str,
    labels: Option<String>,
) -> Result<Recorded, StoreError> {
    let update = sql("UPDATE disputes SET settled_ms = $4, settled_by = $5, outcome = $6, labels = $7 \
         WHERE server_id = $1 AND session_id = $2 AND n = $3 AND settled_ms IS NULL RETURNING rep_id")
    .bind(settling.server.0)
    .bind(settling.turn.session.0)
    .bind(i64::from(settling.turn.n))
    .bind(ms(settling.at))
    .bind(settling.by.0)
    .bind(outcome)
    .bind(labels);
    let Some(row) = work.row(update).await? else { return Ok(Recorded::Duplicate) };
    let rep = RepId(Cells::new(&row, "disputes", &[]).int("rep_id")?);
    let channel = sql("SELECT channel_id FROM sessions WHERE id = $1").bind(settling.turn.session.0);
    let row = work.row(channel).await?;
    let channel = row.map_or(Ok(0), |row| Cells::new(&row, "sessions", &[]).int("channel_id"))?;
    // The rep will be told: part 0 is the drill, the replies are counted from 1.
    let (subject, part) = (settling.turn.session.0, settling.turn.n.saturating_add(1));
    let about = About { rep, kind: NoticeKind::Reviewed, subject, part };
    plan(work, &NewNotice { about, server: settling.server, channel, due: settling.at }).await?;
    Ok(Recorded::New)
}

fn read_dispute(row: &AnyRow) -> Result<Dispute, StoreError> {
    let cells = Cells::new(row, "disputes", &["session_id", "n"]);
    let turns = Cells::new(row, "turns", &["session_id", "n"]);
    let turn = TurnId { session: SessionId(cells.int("session_id")?), n: cells.count("n")? };
    let since_ms = cells.int("disputed_ms")?;
    Ok(Dispute {
        turn,
        place: QueuePlace { since_ms, session: turn.session, reply: turn.n.saturating_add(1) },
        task: Id::new(&cells.text("task")?),
        context: cells.text("context")?,
        said: turns.text("said")?,
        verdict: verdict::read(&turns.text("verdict")?).ok_or_else(|| turns.bad("verdict"))?,
    })
}

fn read_settled(row: &AnyRow) -> Result<SettledDispute, StoreError> {
    let cells = Cells::new(row, "disputes", &["session_id", "n"]);
    let labels = match cells.text("outcome")?.as_str() {
        "kept" => None,
        // Disputes that were settled before labels were kept have none to tell.
        _ => Some(match cells.maybe_text("labels")? {
            Some(text) => read_labels(&text).ok_or_else(|| cells.bad("labels"))?,
            None => Vec::new(),
        }),
    };
    let said = Cells::new(row, "turns", &["session_id", "n"]).text("said")?;
    Ok(SettledDispute { said, task: Id::new(&cells.text("task")?), labels })
}

fn read_labels(text: &str) -> Option<Vec<Id>> {
    let labels: Vec<String> = serde_json::from_str(text).ok()?;
    Some(labels.iter().map(|label| Id::new(label)).collect())
}

fn read_correction(row: &AnyRow) -> Result<Correction, StoreError> {
    let cells = Cells::new(row, "corrections", &["server_id", "digest"]);
    let labels = read_labels(&cells.text("labels")?).ok_or_else(|| cells.bad("labels"))?;
    Ok(Correction {
        task: Id::new(&cells.text("task")?),
        example: Example {
            text: cells.text("text")?,
            context: cells.text("context")?,
            labels: labels.into_iter().collect(),
        },
    })
}
