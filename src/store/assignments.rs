//! Assignments: what was asked for, pinned to the content of then, and to whom it was handed out.
//! Handing out is remembered once for each rep; how a rep stands is computed from attempts, which `assigned.rs` reads.
//! It must not store a standing.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use super::connection::{Work, sql};
use super::notices::{self, NewNotice};
use super::row::{Cells, Named, ms, plain};
use super::{Store, StoreError};
use crate::coach::assignment::{StepKind, Task};
use crate::coach::ids::{AssignmentId, RepId, ServerId};

impl Named for StepKind {
    const ALL: &'static [Self] = &StepKind::ALL;

    fn name(self) -> &'static str {
        self.name()
    }
}

/// An assignment as it is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAssignment {
    /// The event that made it.
    pub id: AssignmentId,
    /// Where it belongs.
    pub server: ServerId,
    /// The playbook's id.
    pub playbook: String,
    /// The playbook's version, as it was then.
    pub version: String,
    /// The language in which it was assigned, as a tag.
    pub language: String,
    /// The edition of the server's content of then; `None` for the playbooks as they were.
    pub edition: Option<i64>,
    /// Who assigned it.
    pub by: RepId,
    /// The role whose members get it.
    pub role: Option<i64>,
    /// The channel in which it was assigned.
    pub channel: i64,
    /// Attempts allowed for each step.
    pub attempts: u32,
    /// Whether feedback comes at the end only.
    pub final_only: bool,
    /// Until when.
    pub due: Option<DateTime<Utc>>,
    /// When it was made.
    pub created: DateTime<Utc>,
    /// What is to be done, in order.
    pub steps: Vec<AssignedStep>,
}

/// One step of an assignment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssignedStep {
    /// What it is.
    pub kind: StepKind,
    /// The scenario's or the quiz's id.
    pub content: String,
    /// Its title, as it was then.
    pub title: String,
    /// The pass mark, in percent.
    pub pass: u32,
    /// How many questions of a quiz count; 0 for a drill.
    pub counted: u32,
    /// What every member is measured by: the content's digest in each language that there was.
    pub digests: BTreeMap<String, u64>,
}

/// An assignment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assignment {
    /// As it was made.
    pub new: NewAssignment,
    /// When it was cancelled.
    pub cancelled: Option<DateTime<Utc>>,
}

impl Assignment {
    /// What counts when it is asked how somebody stands.
    pub fn task(&self) -> Task {
        let passes = self.new.steps.iter().map(|step| step.pass).collect();
        Task { passes, attempts: self.new.attempts, due: self.new.due }
    }
}

/// What became of an assignment that was to be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Assigning {
    /// It is made.
    New,
    /// The same event came twice; nothing was changed.
    Duplicate,
    /// The server has as many open ones as it may; nothing was changed.
    Full,
}

/// A rep to whom something is handed out, with what they are to be told and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handing {
    /// Who.
    pub rep: RepId,
    /// What is told; planned only where they get it now.
    pub notices: Vec<NewNotice>,
}

/// An assignment to a role that may still be handed out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ToRole {
    /// Which.
    pub id: AssignmentId,
    /// The role.
    pub role: i64,
    /// Until when.
    pub due: Option<DateTime<Utc>>,
}

impl Store {
    /// Makes an assignment and hands it out, unless the server has `most` that are not cancelled and do not end before
    /// `since`.
    pub async fn assign(
        &self,
        new: &NewAssignment,
        handings: &[Handing],
        most: u32,
        since: DateTime<Utc>,
    ) -> Result<Assigning, StoreError> {
        let mut work = self.work().await?;
        let same = sql("SELECT id FROM assignments WHERE id = $1").bind(new.id.0);
        if work.row(same).await?.is_some() {
            return Ok(Assigning::Duplicate);
        }
        let open =
            sql("SELECT COUNT(*) AS n FROM assignments WHERE server_id = $1 AND cancelled_ms IS NULL \
             AND (due_ms IS NULL OR due_ms >= $2)");
        let open = work.row(open.bind(new.server.0).bind(ms(since))).await?;
        let open = open.map(|row| Cells::new(&row, "assignments", &[]).count("n")).transpose()?;
        if open.unwrap_or(0) >= most {
            return Ok(Assigning::Full);
        }
        insert(&mut work, new).await?;
        for (n, step) in (0i64..).zip(&new.steps) {
            insert_step(&mut work, new.id, n, step).await?;
        }
        for handing in handings {
            hand(&mut work, new.id, handing, new.created, u32::MAX).await?;
        }
        work.commit().await?;
        Ok(Assigning::New)
    }

    /// Hands an assignment out that is not cancelled; who had it keeps it as it was and is told nothing. No more than
    /// `most` have it in all. Those who have it only now come back.
    pub async fn hand_out(
        &self,
        id: AssignmentId,
        handings: &[Handing],
        at: DateTime<Utc>,
        most: u32,
    ) -> Result<Vec<RepId>, StoreError> {
        let mut handed = Vec::new();
        let mut work = self.work().await?;
        for handing in handings {
            if hand(&mut work, id, handing, at, most).await? {
                handed.push(handing.rep);
            }
        }
        work.commit().await?;
        Ok(handed)
    }

    /// Cancels an assignment of a server; `false` where there is none or it was cancelled before.
    pub async fn cancel_assignment(
        &self,
        server: ServerId,
        id: AssignmentId,
        at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let cancel = sql("UPDATE assignments SET cancelled_ms = $3 WHERE server_id = $1 AND id = $2 \
             AND cancelled_ms IS NULL");
        Ok(self.run(cancel.bind(server.0).bind(id.0).bind(ms(at))).await? > 0)
    }

    /// The assignments to roles of a server that are not cancelled.
    pub async fn role_assignments(&self, server: ServerId) -> Result<Vec<ToRole>, StoreError> {
        let query = sql("SELECT id, role_id, due_ms FROM assignments WHERE server_id = $1 \
             AND role_id IS NOT NULL AND cancelled_ms IS NULL ORDER BY id");
        let rows = self.rows(query.bind(server.0)).await?;
        let read = |row| {
            let cells = Cells::new(row, "assignments", &["id"]);
            let id = AssignmentId(cells.int("id")?);
            Ok(ToRole { id, role: cells.int("role_id")?, due: cells.maybe_time("due_ms")? })
        };
        rows.iter().map(read).collect()
    }

    /// All that a rep was ever handed.
    pub async fn received(&self, rep: RepId) -> Result<BTreeSet<AssignmentId>, StoreError> {
        let query = sql("SELECT assignment_id FROM assignees WHERE rep_id = $1");
        let rows = self.rows(query.bind(rep.0)).await?;
        let read = |row| Cells::new(row, "assignees", &["assignment_id"]).int("assignment_id");
        rows.iter().map(|row| read(row).map(AssignmentId)).collect()
    }
}

async fn hand(
    work: &mut Work<'_>,
    id: AssignmentId,
    handing: &Handing,
    at: DateTime<Utc>,
    most: u32,
) -> Result<bool, StoreError> {
    let insert = sql("INSERT INTO assignees (assignment_id, rep_id, handed_ms) SELECT id, $2, $3 \
         FROM assignments WHERE id = $1 AND cancelled_ms IS NULL \
         AND (SELECT COUNT(*) FROM assignees WHERE assignment_id = $1) < $4 ON CONFLICT DO NOTHING");
    let insert = insert.bind(id.0).bind(handing.rep.0).bind(ms(at)).bind(i64::from(most));
    if work.run(insert).await? == 0 {
        return Ok(false);
    }
    for notice in &handing.notices {
        notices::plan(work, notice).await?;
    }
    Ok(true)
}

async fn insert(work: &mut Work<'_>, new: &NewAssignment) -> Result<(), StoreError> {
    let insert =
        sql("INSERT INTO assignments (id, server_id, playbook, version, language, edition, assigned_by, \
         role_id, channel_id, attempts, final_only, due_ms, created_ms) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)")
        .bind(new.id.0)
        .bind(new.server.0)
        .bind(new.playbook.clone())
        .bind(new.version.clone())
        .bind(new.language.clone())
        .bind(new.edition)
        .bind(new.by.0)
        .bind(new.role)
        .bind(new.channel)
        .bind(i64::from(new.attempts))
        .bind(i16::from(new.final_only))
        .bind(new.due.map(ms))
        .bind(ms(new.created));
    work.run(insert).await.map(|_| ())
}

async fn insert_step(
    work: &mut Work<'_>,
    id: AssignmentId,
    n: i64,
    step: &AssignedStep,
) -> Result<(), StoreError> {
    let insert = sql("INSERT INTO assignment_steps (assignment_id, n, kind, content, title, pass, counted) \
             VALUES ($1, $2, $3, $4, $5, $6, $7)")
    .bind(id.0)
    .bind(n)
    .bind(step.kind.name())
    .bind(step.content.clone())
    .bind(plain(&step.title))
    .bind(i64::from(step.pass))
    .bind(i64::from(step.counted));
    work.run(insert).await?;
    for (language, digest) in &step.digests {
        let insert = sql("INSERT INTO assignment_contents (assignment_id, n, language, digest) \
             VALUES ($1, $2, $3, $4)");
        let insert = insert.bind(id.0).bind(n).bind(language.clone()).bind(digest.cast_signed());
        work.run(insert).await?;
    }
    Ok(())
}
