//! Assignments with those who have them and what they tried, each in a fixed number of questions however many there are.
//! Attempts are the drills and quiz runs that name the assignment; a drill that was left before a word was said is none.
//! It must not tell how anybody stands: the domain does.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sqlx::any::AnyRow;

use super::assignments::{AssignedStep, Assignment, NewAssignment};
use super::connection::{Query, sql};
use super::row::{Cells, ms};
use super::{Store, StoreError};
use crate::coach::assignment::{Attempt, Standing, standing};
use crate::coach::ids::{AssignmentId, QuizRunId, RepId, ServerId};

/// An assignment with those who have it and what they tried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assigned {
    /// What was assigned.
    pub assignment: Assignment,
    /// Who has it, each with when it was handed out.
    pub assignees: BTreeMap<RepId, DateTime<Utc>>,
    /// The official attempts of each.
    pub attempts: BTreeMap<RepId, Vec<Attempt>>,
}

impl Assigned {
    /// How somebody stands in it.
    pub fn standing(&self, rep: RepId, now: DateTime<Utc>) -> Standing {
        let tried = self.attempts.get(&rep).map(Vec::as_slice).unwrap_or_default();
        standing(&self.assignment.task(), tried, now)
    }
}

/// The questions about some assignments; all take the same values.
struct Questions {
    assignments: &'static str,
    steps: &'static str,
    contents: &'static str,
    assignees: &'static str,
    drills: &'static str,
    quizzes: &'static str,
}

/// `$which` chooses among assignments `a`, `$whose` among the rows `x` of reps.
macro_rules! questions {
    ($which:literal, $whose:literal) => {
        Questions {
            assignments: concat!(
                "SELECT a.id, a.server_id, a.playbook, a.version, a.language, a.edition, a.assigned_by, a.role_id, \
                 a.channel_id, a.attempts, a.final_only, a.due_ms, a.created_ms, a.cancelled_ms \
                 FROM assignments a WHERE ",
                $which,
                " ORDER BY a.id"
            ),
            steps: concat!(
                "SELECT x.assignment_id, x.n, x.kind, x.content, x.title, x.pass, x.counted FROM assignments a \
                 JOIN assignment_steps x ON x.assignment_id = a.id WHERE ",
                $which,
                " ORDER BY x.assignment_id, x.n"
            ),
            contents: concat!(
                "SELECT x.assignment_id, x.n, x.language, x.digest FROM assignments a \
                 JOIN assignment_contents x ON x.assignment_id = a.id WHERE ",
                $which
            ),
            assignees: concat!(
                "SELECT x.assignment_id, x.rep_id, x.handed_ms FROM assignments a \
                 JOIN assignees x ON x.assignment_id = a.id WHERE ",
                $which,
                $whose
            ),
            drills: concat!(
                "SELECT x.assignment_id, x.rep_id, x.step, x.started_ms, x.ended_ms, \
                 COALESCE(x.reviewed_score, x.score) AS score FROM assignments a \
                 JOIN sessions x ON x.assignment_id = a.id AND x.server_id = a.server_id \
                 WHERE (x.state = 'open' OR x.next_n > 0) AND ",
                $which,
                $whose
            ),
            quizzes: concat!(
                "SELECT x.assignment_id, x.rep_id, x.step, x.started_ms, x.ended_ms, (SELECT \
                 CAST(COALESCE(SUM(w.correct * w.scored), 0) AS BIGINT) FROM answers w WHERE w.run_id = x.id) AS correct \
                 FROM assignments a JOIN quiz_runs x ON x.assignment_id = a.id AND x.server_id = a.server_id WHERE ",
                $which,
                $whose
            ),
        }
    };
}

const ONE: Questions = questions!("a.id = $1", "");
const ONE_OF_REP: Questions = questions!(
    "a.id = $1 AND EXISTS (SELECT 1 FROM assignees m WHERE m.assignment_id = a.id AND m.rep_id = $2)",
    " AND x.rep_id = $2"
);
const OF_REP: Questions = questions!(
    "a.id IN (SELECT m.assignment_id FROM assignees m WHERE m.rep_id = $2) AND a.cancelled_ms IS NULL \
     AND ($1 = 0 OR a.server_id = $1) AND (a.due_ms IS NULL OR a.due_ms >= $3)",
    " AND x.rep_id = $2"
);
const OF_SERVER: Questions = questions!(
    "a.server_id = $1 AND a.cancelled_ms IS NULL AND a.created_ms < $3 AND (a.due_ms IS NULL OR a.due_ms >= $2)",
    ""
);

impl Store {
    /// An assignment, whoever has it; the caller sees to it that they may.
    pub async fn assignment(&self, id: AssignmentId) -> Result<Option<Assigned>, StoreError> {
        Ok(self.assigned(&ONE, |query| query.bind(id.0)).await?.pop())
    }

    /// An assignment as one rep has it, with their attempts alone; `None` where they do not have it.
    pub async fn assignment_of(&self, id: AssignmentId, rep: RepId) -> Result<Option<Assigned>, StoreError> {
        Ok(self.assigned(&ONE_OF_REP, |query| query.bind(id.0).bind(rep.0)).await?.pop())
    }

    /// What a rep has in a server (0: in all of them) that is not cancelled and does not end before `since`, with their
    /// attempts alone; the oldest first.
    pub async fn assignments_of(
        &self,
        server: ServerId,
        rep: RepId,
        since: DateTime<Utc>,
    ) -> Result<Vec<Assigned>, StoreError> {
        let since = ms(since);
        self.assigned(&OF_REP, |query| query.bind(server.0).bind(rep.0).bind(since)).await
    }

    /// All assignments of a server that are not cancelled, were made before `until` and do not end before `from`; the
    /// oldest first.
    pub async fn assignments_in(
        &self,
        server: ServerId,
        from: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<Vec<Assigned>, StoreError> {
        let (from, until) = (ms(from), ms(until));
        self.assigned(&OF_SERVER, |query| query.bind(server.0).bind(from).bind(until)).await
    }

    /// The quiz run of a rep for an assignment that was begun and has not ended.
    pub async fn open_assigned_run(
        &self,
        id: AssignmentId,
        rep: RepId,
    ) -> Result<Option<QuizRunId>, StoreError> {
        let query = sql("SELECT id FROM quiz_runs WHERE assignment_id = $1 AND rep_id = $2 \
             AND ended_ms IS NULL ORDER BY id DESC LIMIT 1");
        let row = self.row(query.bind(id.0).bind(rep.0)).await?;
        row.map(|row| Cells::new(&row, "quiz_runs", &["id"]).int("id").map(QuizRunId)).transpose()
    }

    async fn assigned(
        &self,
        questions: &Questions,
        bind: impl Fn(Query) -> Query,
    ) -> Result<Vec<Assigned>, StoreError> {
        let ask = async |text| self.rows(bind(sql(text))).await;
        let assignments = ask(questions.assignments).await?;
        if assignments.is_empty() {
            return Ok(Vec::new());
        }
        let mut found: BTreeMap<i64, Assigned> = BTreeMap::new();
        for row in &assignments {
            let cells = Cells::new(row, "assignments", &["id"]);
            let (assignees, attempts) = (BTreeMap::new(), BTreeMap::new());
            let assignment = read_assignment(cells)?;
            found.insert(cells.int("id")?, Assigned { assignment, assignees, attempts });
        }
        for row in &ask(questions.steps).await? {
            let cells = Cells::new(row, "assignment_steps", &["assignment_id", "n"]);
            if let Some(of) = found.get_mut(&cells.int("assignment_id")?) {
                of.assignment.new.steps.push(read_step(cells)?);
            }
        }
        for row in &ask(questions.contents).await? {
            let cells = Cells::new(row, "assignment_contents", &["assignment_id", "n"]);
            let of = found.get_mut(&cells.int("assignment_id")?);
            let n = cells.count("n")? as usize;
            if let Some(step) = of.and_then(|of| of.assignment.new.steps.get_mut(n)) {
                step.digests.insert(cells.text("language")?, cells.bits("digest")?);
            }
        }
        for row in &ask(questions.assignees).await? {
            let cells = Cells::new(row, "assignees", &["assignment_id", "rep_id"]);
            if let Some(of) = found.get_mut(&cells.int("assignment_id")?) {
                of.assignees.insert(RepId(cells.int("rep_id")?), cells.time("handed_ms")?);
            }
        }
        take_attempts(&mut found, &ask(questions.drills).await?, "sessions", read_drill)?;
        take_attempts(&mut found, &ask(questions.quizzes).await?, "quiz_runs", read_quiz)?;
        Ok(found.into_values().collect())
    }
}

fn take_attempts(
    found: &mut BTreeMap<i64, Assigned>,
    rows: &[AnyRow],
    table: &'static str,
    read: fn(Cells<'_>, &Assignment) -> Result<Attempt, StoreError>,
) -> Result<(), StoreError> {
    for row in rows {
        let cells = Cells::new(row, table, &["assignment_id", "rep_id"]);
        if let Some(of) = found.get_mut(&cells.int("assignment_id")?) {
            let attempt = read(cells, &of.assignment)?;
            of.attempts.entry(RepId(cells.int("rep_id")?)).or_default().push(attempt);
        }
    }
    Ok(())
}

fn read_assignment(cells: Cells<'_>) -> Result<Assignment, StoreError> {
    let new = NewAssignment {
        id: AssignmentId(cells.int("id")?),
        server: ServerId(cells.int("server_id")?),
        playbook: cells.text("playbook")?,
        version: cells.text("version")?,
        language: cells.text("language")?,
        edition: cells.maybe_int("edition")?,
        by: RepId(cells.int("assigned_by")?),
        role: cells.maybe_int("role_id")?,
        channel: cells.int("channel_id")?,
        attempts: cells.count("attempts")?,
        final_only: cells.flag("final_only")?,
        due: cells.maybe_time("due_ms")?,
        created: cells.time("created_ms")?,
        steps: Vec::new(),
    };
    Ok(Assignment { new, cancelled: cells.maybe_time("cancelled_ms")? })
}

fn read_step(cells: Cells<'_>) -> Result<AssignedStep, StoreError> {
    Ok(AssignedStep {
        kind: cells.named("kind")?,
        content: cells.text("content")?,
        title: cells.text("title")?,
        pass: cells.count("pass")?,
        counted: cells.count("counted")?,
        digests: BTreeMap::new(),
    })
}

fn read_drill(cells: Cells<'_>, _: &Assignment) -> Result<Attempt, StoreError> {
    Ok(Attempt {
        step: cells.count("step")?,
        started: cells.time("started_ms")?,
        ended: cells.maybe_time("ended_ms")?,
        percent: cells.maybe_count("score")?,
    })
}

/// Out of all questions that count, so that one that was not answered is not right.
fn read_quiz(cells: Cells<'_>, assignment: &Assignment) -> Result<Attempt, StoreError> {
    let (step, ended) = (cells.count("step")?, cells.maybe_time("ended_ms")?);
    let counted = assignment.new.steps.get(step as usize).map_or(0, |step| step.counted);
    let percent = (cells.count("correct")? * 100).checked_div(counted);
    Ok(Attempt {
        step,
        started: cells.time("started_ms")?,
        ended,
        percent: percent.filter(|_| ended.is_some()),
    })
}
