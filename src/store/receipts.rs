//! What ended drills left behind: receipts, scores and the points by which progress is counted.
//! A receipt keeps its own title and place, so it can be read after the playbook has changed.
//! It must not compute a score: what is stored here was decided by the domain.

use chrono::{DateTime, Utc};

use super::connection::{Work, sql};
use super::row::{Cells, ms};
use super::sessions::SessionState;
use super::uploads::ContentVersion;
use super::{Store, StoreError, purpose};
use crate::coach::ids::{RepId, ServerId, SessionId};
use crate::coach::progress::Points;
use crate::coach::purpose::Purpose;

/// The receipt of one check or of one sort of fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredReceipt {
    /// The check's or the fault's id.
    pub id: String,
    /// The method's id.
    pub method: String,
    /// The step that the check belongs to; `None` for a fault.
    pub step: Option<String>,
    /// What it asks, or what the fault is.
    pub title: String,
    /// Where it was written, `file:line`.
    pub place: String,
    /// What it was worth, in points.
    pub weight: u32,
    /// Thousandths of a point earned; `None` where it was not rated.
    pub earned: Option<u32>,
    /// Points of the hundred that a fault cost.
    pub cost: u32,
    /// Why it was not rated.
    pub not_rated: Option<String>,
}

/// One drill of the past.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Past {
    /// Which.
    pub session: SessionId,
    /// The scenario's id.
    pub scenario: String,
    /// The language, as a tag.
    pub language: String,
    /// When it began.
    pub started: DateTime<Utc>,
    /// Finished or left.
    pub state: SessionState,
    /// Its score, a trainer's verdicts included; `None` where nothing could be rated.
    pub score: Option<u32>,
    /// Whether that reached the pass mark.
    pub passed: bool,
    /// The server's content that it began with; `None` for the playbooks as they are.
    pub content: Option<ContentVersion>,
}

/// How an official drill ended: what the machine said and, beside it, what counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficialDrill {
    /// Which.
    pub session: SessionId,
    /// Who held it.
    pub rep: RepId,
    /// The playbook's id.
    pub playbook: String,
    /// The language, as a tag.
    pub language: String,
    /// The scenario's id.
    pub scenario: String,
    /// For what it was held.
    pub purpose: Purpose,
    /// When it ended.
    pub ended: DateTime<Utc>,
    /// The machine's score; `None` where nothing could be rated.
    pub machine: Option<u32>,
    /// Whether that reached the pass mark.
    pub machine_passed: bool,
    /// The score that counts: a trainer's where there is a review.
    pub score: Option<u32>,
    /// Whether that reaches the pass mark.
    pub passed: bool,
    /// When a trainer reviewed it.
    pub reviewed: Option<DateTime<Utc>>,
}

impl Store {
    /// The official drills of a server that ended within a period (its end left out), the oldest first.
    pub async fn official_drills(
        &self,
        server: ServerId,
        from: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<Vec<OfficialDrill>, StoreError> {
        let query = sql(
            "SELECT id, rep_id, playbook, language, scenario, assignment_id, step, training_id, stage, \
             ended_ms, score, passed, reviewed_ms, reviewed_score, reviewed_passed FROM sessions \
             WHERE server_id = $1 AND official = 1 AND ended_ms >= $2 AND ended_ms < $3 ORDER BY ended_ms, id",
        );
        let rows = self.rows(query.bind(server.0).bind(ms(from)).bind(ms(until))).await?;
        rows.iter().map(|row| read_official(Cells::new(row, "sessions", &["id"]))).collect()
    }

    /// The receipts of a drill, in the order in which they were given.
    pub async fn receipts(&self, session: SessionId) -> Result<Vec<StoredReceipt>, StoreError> {
        let query =
            sql("SELECT session_id, n, item, method, step, title, place, weight, earned, cost, not_rated \
             FROM receipts WHERE session_id = $1 ORDER BY n");
        let rows = self.rows(query.bind(session.0)).await?;
        rows.iter().map(|row| read_receipt(Cells::new(row, "receipts", &["session_id", "n"]))).collect()
    }

    /// The rep's ended drills in a server, the latest first.
    pub async fn history(&self, server: ServerId, rep: RepId, limit: u32) -> Result<Vec<Past>, StoreError> {
        let query = sql("SELECT id, scenario, language, started_ms, state, edition, version, \
             CASE WHEN reviewed_ms IS NULL THEN score ELSE reviewed_score END AS score, \
             CASE WHEN reviewed_ms IS NULL THEN passed ELSE reviewed_passed END AS passed FROM sessions \
             WHERE server_id = $1 AND rep_id = $2 AND ended_ms IS NOT NULL ORDER BY ended_ms DESC, id DESC LIMIT $3");
        let rows = self.rows(query.bind(server.0).bind(rep.0).bind(i64::from(limit))).await?;
        rows.iter().map(|row| read_past(Cells::new(row, "sessions", &["id"]))).collect()
    }

    /// The points of every check of the rep's last so many ended drills in a server; faults have none.
    pub async fn points(
        &self,
        server: ServerId,
        rep: RepId,
        sessions: u32,
    ) -> Result<Vec<Points>, StoreError> {
        let query = sql("SELECT r.session_id, r.n, r.method, r.step, r.weight, \
             CASE WHEN o.n IS NULL THEN r.earned ELSE o.earned END AS earned FROM receipts r \
             JOIN sessions s ON s.id = r.session_id \
             LEFT JOIN overrides o ON o.session_id = r.session_id AND o.n = r.n AND o.reviewer_id = s.reviewed_by \
             WHERE r.session_id IN (SELECT id FROM sessions WHERE server_id = $1 AND rep_id = $2 AND ended_ms IS NOT NULL \
             ORDER BY ended_ms DESC, id DESC LIMIT $3) AND r.step IS NOT NULL ORDER BY r.session_id DESC, r.n");
        let rows = self.rows(query.bind(server.0).bind(rep.0).bind(i64::from(sessions))).await?;
        rows.iter().map(|row| read_points(Cells::new(row, "receipts", &["session_id", "n"]))).collect()
    }
}

/// Stores the receipts of a drill that ends in the same transaction.
pub(super) async fn write(
    work: &mut Work<'_>,
    session: SessionId,
    receipts: &[StoredReceipt],
) -> Result<(), StoreError> {
    for (n, receipt) in (0_i64..).zip(receipts) {
        let insert = sql("INSERT INTO receipts (session_id, n, item, method, step, title, place, weight, earned, cost, not_rated) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)")
        .bind(session.0)
        .bind(n)
        .bind(receipt.id.clone())
        .bind(receipt.method.clone())
        .bind(receipt.step.clone())
        .bind(receipt.title.clone())
        .bind(receipt.place.clone())
        .bind(i64::from(receipt.weight))
        .bind(receipt.earned.map(i64::from))
        .bind(i64::from(receipt.cost))
        .bind(receipt.not_rated.clone());
        work.run(insert).await?;
    }
    Ok(())
}

fn read_receipt(cells: Cells<'_>) -> Result<StoredReceipt, StoreError> {
    Ok(StoredReceipt {
        id: cells.text("item")?,
        method: cells.text("method")?,
        step: cells.maybe_text("step")?,
        title: cells.text("title")?,
        place: cells.text("place")?,
        weight: cells.count("weight")?,
        earned: cells.maybe_count("earned")?,
        cost: cells.count("cost")?,
        not_rated: cells.maybe_text("not_rated")?,
    })
}

fn read_past(cells: Cells<'_>) -> Result<Past, StoreError> {
    Ok(Past {
        session: SessionId(cells.int("id")?),
        scenario: cells.text("scenario")?,
        language: cells.text("language")?,
        started: cells.time("started_ms")?,
        state: cells.named("state")?,
        score: cells.maybe_count("score")?,
        passed: cells.flag("passed")?,
        content: ContentVersion::read(cells)?,
    })
}

fn read_official(cells: Cells<'_>) -> Result<OfficialDrill, StoreError> {
    let reviewed = cells.maybe_time("reviewed_ms")?;
    let (machine, machine_passed) = (cells.maybe_count("score")?, cells.flag("passed")?);
    let (score, passed) = match reviewed {
        Some(_) => (cells.maybe_count("reviewed_score")?, cells.flag("reviewed_passed")?),
        None => (machine, machine_passed),
    };
    Ok(OfficialDrill {
        session: SessionId(cells.int("id")?),
        rep: RepId(cells.int("rep_id")?),
        playbook: cells.text("playbook")?,
        language: cells.text("language")?,
        scenario: cells.text("scenario")?,
        purpose: purpose::read(cells)?,
        ended: cells.time("ended_ms")?,
        machine,
        machine_passed,
        score,
        passed,
        reviewed,
    })
}

fn read_points(cells: Cells<'_>) -> Result<Points, StoreError> {
    let earned = cells.maybe_count("earned")?.map(i64::from);
    let rated = if earned.is_some() { i64::from(cells.count("weight")?) * 1000 } else { 0 };
    Ok(Points {
        method: cells.text("method")?,
        step: cells.text("step")?,
        earned: earned.unwrap_or(0),
        rated,
    })
}
