//! Training sessions: opened, attended, closed; and the tests and drills that were taken in them.
//! Tests and drills are attempts like any other; here they are read with their training and stage.
//! It must not decide what may be taken when.

use chrono::{DateTime, Utc};
use sqlx::any::AnyRow;

use super::connection::sql;
use super::row::{Cells, ms, plain};
use super::{NewNotice, Recorded, Store, StoreError, notices};
use crate::coach::ids::{QuizRunId, RepId, ServerId, SessionId, TrainingId};
use crate::coach::purpose::Stage;

/// A training session as it is opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewTraining {
    /// The event that opened it.
    pub id: TrainingId,
    /// Where it belongs.
    pub server: ServerId,
    /// The channel in which it was announced.
    pub channel: i64,
    /// What it is called.
    pub title: String,
    /// The playbook's id.
    pub playbook: String,
    /// The edition of the server's content; `None` for the playbooks as they are.
    pub edition: Option<i64>,
    /// The test whose forms are taken; `None` without a test.
    pub test: Option<String>,
    /// The scenarios before, after and later; none without drills.
    pub drills: Vec<String>,
    /// The survey's id; `None` without one.
    pub survey: Option<String>,
    /// Who opened it.
    pub opened_by: RepId,
    /// Who is asked whether it is used on the job.
    pub manager: RepId,
    /// When it was opened.
    pub opened: DateTime<Utc>,
}

/// A training session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Training {
    /// As it was opened.
    pub new: NewTraining,
    /// When it was closed.
    pub closed: Option<DateTime<Utc>>,
}

/// A member who was there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attendance {
    /// Who.
    pub rep: RepId,
    /// Since when.
    pub joined: DateTime<Utc>,
    /// How many questions of the survey were answered.
    pub surveyed: u32,
    /// Whether a comment was left.
    pub commented: bool,
}

/// A test that was begun in a training.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TestRun {
    /// The run.
    pub id: QuizRunId,
    /// Who took it.
    pub rep: RepId,
    /// Which of the tests.
    pub stage: Stage,
    /// The quiz's id.
    pub quiz: String,
    /// The language, as a tag.
    pub language: String,
    /// When it was begun.
    pub started: DateTime<Utc>,
    /// When it was ended; `None` while it is not.
    pub ended: Option<DateTime<Utc>>,
    /// The answers: the question's id, what was given, whether it was right, whether it counts.
    pub answers: Vec<TestAnswer>,
}

/// One answer of a test.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TestAnswer {
    /// The question's id.
    pub item: String,
    /// What was given, as it is stored.
    pub given: String,
    /// Whether it was right.
    pub right: bool,
    /// Whether it counts.
    pub scored: bool,
}

/// A drill that was held in a training.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TestDrill {
    /// The session.
    pub id: SessionId,
    /// Who held it.
    pub rep: RepId,
    /// Before, after or later.
    pub stage: Stage,
    /// The scenario's id.
    pub scenario: String,
    /// When it ended; `None` while it is open.
    pub ended: Option<DateTime<Utc>>,
    /// Its score; `None` while it is open and where nothing could be rated.
    pub score: Option<u32>,
}

macro_rules! trainings {
    ($rest:literal) => {
        concat!(
            "SELECT id, server_id, channel_id, title, playbook, edition, test, drills, survey, opened_by, manager_id, \
             opened_ms, closed_ms FROM trainings WHERE ",
            $rest
        )
    };
}

impl Store {
    /// Opens a training session.
    pub async fn open_training(&self, new: &NewTraining) -> Result<Recorded, StoreError> {
        let insert = sql("INSERT INTO trainings (id, server_id, channel_id, title, playbook, edition, test, drills, \
             survey, opened_by, manager_id, opened_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) \
             ON CONFLICT DO NOTHING")
        .bind(new.id.0)
        .bind(new.server.0)
        .bind(new.channel)
        .bind(plain(&new.title))
        .bind(new.playbook.clone())
        .bind(new.edition)
        .bind(new.test.clone())
        .bind(new.drills.join(" "))
        .bind(new.survey.clone())
        .bind(new.opened_by.0)
        .bind(new.manager.0)
        .bind(ms(new.opened));
        self.run(insert).await.map(Recorded::of)
    }

    /// A training session, whichever server's; who asks for it must be one of its people.
    pub async fn training(&self, id: TrainingId) -> Result<Option<Training>, StoreError> {
        let row = self.row(sql(trainings!("id = $1")).bind(id.0)).await?;
        row.as_ref().map(read_training).transpose()
    }

    /// The training sessions of a server that were opened in a period, the latest first.
    pub async fn trainings(
        &self,
        server: ServerId,
        from: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<Vec<Training>, StoreError> {
        let query = sql(trainings!(
            "server_id = $1 AND opened_ms >= $2 AND opened_ms < $3 ORDER BY opened_ms DESC, id DESC LIMIT 200"
        ));
        let rows = self.rows(query.bind(server.0).bind(ms(from)).bind(ms(until))).await?;
        rows.iter().map(read_training).collect()
    }

    /// Closes a training session of a server and plans what is told because of it, both or neither; `Duplicate` where it
    /// was closed before or there is none.
    pub async fn close_training(
        &self,
        server: ServerId,
        id: TrainingId,
        at: DateTime<Utc>,
        told: &[NewNotice],
    ) -> Result<Recorded, StoreError> {
        let mut work = self.work().await?;
        let update =
            sql("UPDATE trainings SET closed_ms = $3 WHERE id = $1 AND server_id = $2 AND closed_ms IS NULL");
        let closed = Recorded::of(work.run(update.bind(id.0).bind(server.0).bind(ms(at))).await?);
        if closed == Recorded::New {
            for notice in told {
                notices::plan(&mut work, notice).await?;
            }
        }
        work.commit().await?;
        Ok(closed)
    }

    /// Notes that a member is there.
    pub async fn attend(
        &self,
        training: TrainingId,
        rep: RepId,
        at: DateTime<Utc>,
    ) -> Result<Recorded, StoreError> {
        let insert = sql("INSERT INTO attendances (training_id, rep_id, joined_ms, surveyed, commented) \
             VALUES ($1, $2, $3, 0, 0) ON CONFLICT DO NOTHING");
        self.run(insert.bind(training.0).bind(rep.0).bind(ms(at))).await.map(Recorded::of)
    }

    /// Who was there, in the order in which they came.
    pub async fn attendances(&self, training: TrainingId) -> Result<Vec<Attendance>, StoreError> {
        let query = sql("SELECT training_id, rep_id, joined_ms, surveyed, commented FROM attendances \
             WHERE training_id = $1 ORDER BY joined_ms, rep_id");
        self.rows(query.bind(training.0)).await?.iter().map(read_attendance).collect()
    }

    /// Whether and since when a member is there.
    pub async fn attendance(
        &self,
        training: TrainingId,
        rep: RepId,
    ) -> Result<Option<Attendance>, StoreError> {
        let query = sql("SELECT training_id, rep_id, joined_ms, surveyed, commented FROM attendances \
             WHERE training_id = $1 AND rep_id = $2");
        let row = self.row(query.bind(training.0).bind(rep.0)).await?;
        row.as_ref().map(read_attendance).transpose()
    }

    /// The tests that were begun in a training, with their answers, in the order in which they were begun.
    pub async fn test_runs(&self, training: TrainingId) -> Result<Vec<TestRun>, StoreError> {
        let query = sql("SELECT r.id, r.rep_id, r.stage, r.quiz, r.language, r.started_ms, r.ended_ms, \
             a.n, a.item, a.given, a.correct, a.scored FROM quiz_runs r LEFT JOIN answers a ON a.run_id = r.id \
             WHERE r.training_id = $1 ORDER BY r.started_ms, r.id, a.n");
        let mut runs: Vec<TestRun> = Vec::new();
        for row in &self.rows(query.bind(training.0)).await? {
            let answer = read_answer(row)?;
            let cells = Cells::new(row, "quiz_runs", &["id"]);
            let id = QuizRunId(cells.int("id")?);
            match runs.last_mut() {
                Some(run) if run.id == id => run.answers.extend(answer),
                _ => runs.push(TestRun { answers: answer.into_iter().collect(), ..read_run(id, cells)? }),
            }
        }
        Ok(runs)
    }

    /// The tests that a rep has begun in a training: which stage, and whether it was ended.
    pub async fn own_tests(
        &self,
        training: TrainingId,
        rep: RepId,
    ) -> Result<Vec<(QuizRunId, Stage, bool)>, StoreError> {
        let query = sql("SELECT id, stage, ended_ms FROM quiz_runs WHERE training_id = $1 AND rep_id = $2 \
             ORDER BY started_ms, id");
        let read = |row: &AnyRow| {
            let cells = Cells::new(row, "quiz_runs", &["id"]);
            let ended = cells.maybe_time("ended_ms")?.is_some();
            Ok((QuizRunId(cells.int("id")?), cells.named("stage")?, ended))
        };
        self.rows(query.bind(training.0).bind(rep.0)).await?.iter().map(read).collect()
    }

    /// The stages of which a rep holds a drill of a training, or has held it to a score.
    pub async fn own_drills(&self, training: TrainingId, rep: RepId) -> Result<Vec<Stage>, StoreError> {
        let query = sql("SELECT id, stage FROM sessions WHERE training_id = $1 AND rep_id = $2 \
             AND (ended_ms IS NULL OR score IS NOT NULL) ORDER BY id");
        let read = |row: &AnyRow| Cells::new(row, "sessions", &["id"]).named("stage");
        self.rows(query.bind(training.0).bind(rep.0)).await?.iter().map(read).collect()
    }

    /// The drills that were held in a training, in the order in which they were begun.
    pub async fn test_drills(&self, training: TrainingId) -> Result<Vec<TestDrill>, StoreError> {
        let query = sql(
            "SELECT id, rep_id, stage, scenario, ended_ms, COALESCE(reviewed_score, score) AS score FROM sessions \
             WHERE training_id = $1 ORDER BY started_ms, id",
        );
        let read = |row: &AnyRow| {
            let cells = Cells::new(row, "sessions", &["id"]);
            Ok(TestDrill {
                id: SessionId(cells.int("id")?),
                rep: RepId(cells.int("rep_id")?),
                stage: cells.named("stage")?,
                scenario: cells.text("scenario")?,
                ended: cells.maybe_time("ended_ms")?,
                score: cells.maybe_count("score")?,
            })
        };
        self.rows(query.bind(training.0)).await?.iter().map(read).collect()
    }
}

fn read_training(row: &AnyRow) -> Result<Training, StoreError> {
    let cells = Cells::new(row, "trainings", &["id"]);
    Ok(Training {
        new: NewTraining {
            id: TrainingId(cells.int("id")?),
            server: ServerId(cells.int("server_id")?),
            channel: cells.int("channel_id")?,
            title: cells.text("title")?,
            playbook: cells.text("playbook")?,
            edition: cells.maybe_int("edition")?,
            test: cells.maybe_text("test")?,
            drills: cells.text("drills")?.split_whitespace().map(str::to_owned).collect(),
            survey: cells.maybe_text("survey")?,
            opened_by: RepId(cells.int("opened_by")?),
            manager: RepId(cells.int("manager_id")?),
            opened: cells.time("opened_ms")?,
        },
        closed: cells.maybe_time("closed_ms")?,
    })
}

fn read_attendance(row: &AnyRow) -> Result<Attendance, StoreError> {
    let cells = Cells::new(row, "attendances", &["training_id", "rep_id"]);
    Ok(Attendance {
        rep: RepId(cells.int("rep_id")?),
        joined: cells.time("joined_ms")?,
        surveyed: cells.count("surveyed")?,
        commented: cells.flag("commented")?,
    })
}

fn read_run(id: QuizRunId, cells: Cells<'_>) -> Result<TestRun, StoreError> {
    Ok(TestRun {
        id,
        rep: RepId(cells.int("rep_id")?),
        stage: cells.named("stage")?,
        quiz: cells.text("quiz")?,
        language: cells.text("language")?,
        started: cells.time("started_ms")?,
        ended: cells.maybe_time("ended_ms")?,
        answers: Vec::new(),
    })
}

pub(super) fn read_answer(row: &AnyRow) -> Result<Option<TestAnswer>, StoreError> {
    let cells = Cells::new(row, "answers", &["id", "n"]);
    if cells.maybe_count("n")?.is_none() {
        return Ok(None);
    }
    let (item, given) = (cells.text("item")?, cells.text("given")?);
    Ok(Some(TestAnswer { item, given, right: cells.flag("correct")?, scored: cells.flag("scored")? }))
}
