//! Official attempts with all that is told of them elsewhere, and the keys by which a server's people are told of.
//! It must not make a key: chance is passed in.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::connection::sql;
use super::row::{Cells, ms};
use super::{Store, StoreError, TestAnswer};
use crate::coach::ids::{QuizRunId, RepId, ServerId, SessionId};

/// A drill that a trainer asked for and that came to its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenDrill {
    /// Which.
    pub id: SessionId,
    /// Who held it.
    pub rep: RepId,
    /// The language, as a tag.
    pub language: String,
    /// The scenario's id.
    pub scenario: String,
    /// When it began.
    pub started: DateTime<Utc>,
    /// When it ended.
    pub ended: DateTime<Utc>,
    /// Its score; `None` where nothing could be rated.
    pub score: Option<u32>,
    /// Whether that was enough.
    pub passed: bool,
    /// Its checks: method, step, check, thousandths of a point earned, points rated.
    pub checks: Vec<(String, String, String, u32, u32)>,
}

/// A quiz that a trainer asked for and that came to its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenQuiz {
    /// Which.
    pub id: QuizRunId,
    /// Who answered.
    pub rep: RepId,
    /// The language, as a tag.
    pub language: String,
    /// The quiz's id.
    pub quiz: String,
    /// When it began.
    pub started: DateTime<Utc>,
    /// When it ended.
    pub ended: DateTime<Utc>,
    /// The answers.
    pub answers: Vec<TestAnswer>,
}

impl Store {
    /// The official drills of a server that ended in a period, with their checks; at most so many, the latest.
    pub async fn taken_drills(
        &self,
        server: ServerId,
        (from, until): (DateTime<Utc>, DateTime<Utc>),
        most: u32,
    ) -> Result<Vec<TakenDrill>, StoreError> {
        let query = sql("SELECT s.id, s.rep_id, s.language, s.scenario, s.started_ms, s.ended_ms, \
             COALESCE(s.reviewed_score, s.score) AS score, COALESCE(s.reviewed_passed, s.passed) AS passed, \
             r.n, r.method, r.step, r.item, r.earned, r.weight FROM sessions s \
             LEFT JOIN receipts r ON r.session_id = s.id AND r.earned IS NOT NULL AND r.step IS NOT NULL \
             WHERE s.id IN (SELECT id FROM sessions WHERE server_id = $1 AND official = 1 AND ended_ms >= $2 \
             AND ended_ms < $3 ORDER BY ended_ms DESC LIMIT $4) ORDER BY s.ended_ms, s.id, r.n");
        let query = query.bind(server.0).bind(ms(from)).bind(ms(until)).bind(i64::from(most));
        let mut found: Vec<TakenDrill> = Vec::new();
        for row in &self.rows(query).await? {
            let cells = Cells::new(row, "sessions", &["id"]);
            let id = SessionId(cells.int("id")?);
            if found.last().is_none_or(|last| last.id != id) {
                found.push(read_drill(id, cells)?);
            }
            if let (Some(drill), Some(_)) = (found.last_mut(), cells.maybe_int("n")?) {
                drill.checks.push((
                    cells.text("method")?,
                    cells.text("step")?,
                    cells.text("item")?,
                    cells.count("earned")?,
                    cells.count("weight")?,
                ));
            }
        }
        Ok(found)
    }

    /// The official quiz runs of a server that ended in a period, with their answers; at most so many, the latest.
    pub async fn taken_quizzes(
        &self,
        server: ServerId,
        (from, until): (DateTime<Utc>, DateTime<Utc>),
        most: u32,
    ) -> Result<Vec<TakenQuiz>, StoreError> {
        let query = sql("SELECT r.id, r.rep_id, r.language, r.quiz, r.started_ms, r.ended_ms, \
             a.n, a.item, a.given, a.correct, a.scored FROM quiz_runs r LEFT JOIN answers a ON a.run_id = r.id \
             WHERE r.id IN (SELECT id FROM quiz_runs WHERE server_id = $1 AND official = 1 AND ended_ms >= $2 \
             AND ended_ms < $3 ORDER BY ended_ms DESC LIMIT $4) ORDER BY r.ended_ms, r.id, a.n");
        let query = query.bind(server.0).bind(ms(from)).bind(ms(until)).bind(i64::from(most));
        let mut found: Vec<TakenQuiz> = Vec::new();
        for row in &self.rows(query).await? {
            let cells = Cells::new(row, "quiz_runs", &["id"]);
            let id = QuizRunId(cells.int("id")?);
            if found.last().is_none_or(|last| last.id != id) {
                found.push(read_quiz(id, cells)?);
            }
            if let Some(run) = found.last_mut() {
                run.answers.extend(super::trainings::read_answer(row)?);
            }
        }
        Ok(found)
    }

    /// The keys of a server, namespace and secret; those proposed become its own where it has none yet.
    pub async fn server_keys(
        &self,
        server: ServerId,
        proposed: (Uuid, Uuid),
    ) -> Result<(Uuid, Uuid), StoreError> {
        let insert = sql("INSERT INTO server_keys (server_id, namespace, secret) VALUES ($1, $2, $3) \
             ON CONFLICT DO NOTHING");
        let (namespace, secret) = (proposed.0.to_string(), proposed.1.to_string());
        self.run(insert.bind(server.0).bind(namespace).bind(secret)).await?;
        let query = sql("SELECT server_id, namespace, secret FROM server_keys WHERE server_id = $1");
        let Some(row) = self.row(query.bind(server.0)).await? else {
            return Ok(proposed);
        };
        let cells = Cells::new(&row, "server_keys", &["server_id"]);
        let key = |column| cells.text(column)?.parse::<Uuid>().map_err(|_| cells.bad(column));
        Ok((key("namespace")?, key("secret")?))
    }
}

fn read_drill(id: SessionId, cells: Cells<'_>) -> Result<TakenDrill, StoreError> {
    Ok(TakenDrill {
        id,
        rep: RepId(cells.int("rep_id")?),
        language: cells.text("language")?,
        scenario: cells.text("scenario")?,
        started: cells.time("started_ms")?,
        ended: cells.time("ended_ms")?,
        score: cells.maybe_count("score")?,
        passed: cells.flag("passed")?,
        checks: Vec::new(),
    })
}

fn read_quiz(id: QuizRunId, cells: Cells<'_>) -> Result<TakenQuiz, StoreError> {
    Ok(TakenQuiz {
        id,
        rep: RepId(cells.int("rep_id")?),
        language: cells.text("language")?,
        quiz: cells.text("quiz")?,
        started: cells.time("started_ms")?,
        ended: cells.time("ended_ms")?,
        answers: Vec::new(),
    })
}
