//! Quiz runs and their answers: what shows learning. The first answer to a question counts.
//! Survey answers, which show reaction, are kept apart in `surveys.rs`; a run only counts how many were given.
//! It must not know which answer is right: that was decided before.

use chrono::{DateTime, Utc};
use sqlx::any::AnyRow;

use super::connection::sql;
use super::misses::{self, MissChange};
use super::row::{Cells, ms, plain};
use super::uploads::ContentVersion;
use super::{Recorded, Store, StoreError, purpose};
use crate::coach::ids::{QuizRunId, RepId, ServerId};
use crate::coach::purpose::Purpose;

/// A quiz run as it begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewQuizRun {
    /// The event that began it.
    pub id: QuizRunId,
    /// Where it belongs; 0 for direct messages.
    pub server: ServerId,
    /// Who answers.
    pub rep: RepId,
    /// The quiz's id; empty for a run over missed questions.
    pub quiz: String,
    /// The questions of a run over missed ones, in order; empty for a quiz of the playbook.
    pub items: Vec<String>,
    /// How many questions count.
    pub counts: u32,
    /// The playbook's id.
    pub playbook: String,
    /// The digest of the content that it began with.
    pub digest: u64,
    /// The server's content that it began with; `None` for the playbooks as they are.
    pub content: Option<ContentVersion>,
    /// The language, as a tag.
    pub language: String,
    /// The seed of its choices.
    pub seed: u64,
    /// For what it is answered.
    pub purpose: Purpose,
    /// By which rules, where they are not the quiz's own.
    pub terms: Terms,
    /// When it began.
    pub started: DateTime<Utc>,
}

/// Rules of a run that whoever asked for it has set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Terms {
    /// Whether explanations come after each answer; `None` as the quiz says.
    pub at_once: Option<bool>,
    /// When time is up; `None` without a limit.
    pub until: Option<DateTime<Utc>>,
}

/// One answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// Its place in the run, from 0.
    pub n: u32,
    /// The question's id.
    pub item: String,
    /// What was answered.
    pub given: String,
    /// Whether it was right.
    pub right: bool,
    /// Whether it counts.
    pub scored: bool,
    /// When.
    pub at: DateTime<Utc>,
}

/// A quiz run with its answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuizRun {
    /// As it began.
    pub new: NewQuizRun,
    /// The answers, in order.
    pub answers: Vec<Answered>,
    /// How many questions of the survey were answered.
    pub surveyed: u32,
    /// Whether something was said freely after the survey.
    pub commented: bool,
    /// When the last question was answered, or time was up.
    pub ended: Option<DateTime<Utc>>,
}

/// What a quiz run came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuizResult {
    /// Who answered.
    pub rep: RepId,
    /// The quiz's id.
    pub quiz: String,
    /// The language, as a tag.
    pub language: String,
    /// How many answers that count were right.
    pub right: u32,
    /// How many questions count; what was not answered in time is among them.
    pub of: u32,
    /// Whether trainers see it.
    pub official: bool,
    /// When it ended.
    pub ended: DateTime<Utc>,
}

const RUN: &str = "SELECT r.id, r.server_id, r.rep_id, r.quiz, r.playbook, r.digest, r.language, r.seed, \
     r.assignment_id, r.step, r.training_id, r.stage, r.at_once, r.until_ms, r.edition, r.version, r.started_ms, r.surveyed, r.commented, r.counts, r.items, r.ended_ms, a.n, a.item, a.given, a.correct, a.scored, a.at_ms \
     FROM quiz_runs r LEFT JOIN answers a ON a.run_id = r.id WHERE r.id = $1 AND r.rep_id = $2 ORDER BY a.n";

/// Ended runs with their sums, the latest first.
macro_rules! results {
    ($where:literal, $rest:literal) => {
        concat!(
            "SELECT r.id, r.rep_id, r.quiz, r.language, r.official, r.ended_ms, \
             CAST(COALESCE(r.counts, SUM(a.scored), 0) AS BIGINT) AS counted, \
             CAST(COALESCE(SUM(a.correct * a.scored), 0) AS BIGINT) AS correct FROM quiz_runs r LEFT JOIN answers a ON a.run_id = r.id \
             WHERE r.ended_ms IS NOT NULL AND r.items IS NULL AND ",
            $where,
            " GROUP BY r.id, r.rep_id, r.quiz, r.language, r.official, r.ended_ms, r.counts ORDER BY r.ended_ms DESC, r.id DESC",
            $rest
        )
    };
}

impl Store {
    /// Begins a quiz run.
    pub async fn begin_quiz_run(&self, new: &NewQuizRun) -> Result<Recorded, StoreError> {
        let insert = sql("INSERT INTO quiz_runs (id, server_id, rep_id, quiz, playbook, digest, language, seed, official, \
             started_ms, edition, version, at_once, until_ms, counts, items, assignment_id, step, training_id, stage, surveyed) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, 0) ON CONFLICT DO NOTHING")
        .bind(new.id.0)
        .bind(new.server.0)
        .bind(new.rep.0)
        .bind(new.quiz.clone())
        .bind(new.playbook.clone())
        .bind(new.digest.cast_signed())
        .bind(new.language.clone())
        .bind(new.seed.cast_signed())
        .bind(i16::from(new.purpose.official()))
        .bind(ms(new.started))
        .bind(new.content.map(|content| content.edition))
        .bind(new.content.and_then(|content| content.version).map(i64::from))
        .bind(new.terms.at_once.map(i16::from))
        .bind(new.terms.until.map(ms))
        .bind(i64::from(new.counts))
        .bind((!new.items.is_empty()).then(|| new.items.join("\n")));
        self.run(purpose::bind(insert, new.purpose)).await.map(Recorded::of)
    }

    /// A run of the rep with its answers; nobody else's.
    pub async fn quiz_run(&self, id: QuizRunId, rep: RepId) -> Result<Option<QuizRun>, StoreError> {
        let rows = self.rows(sql(RUN).bind(id.0).bind(rep.0)).await?;
        let Some(first) = rows.first() else {
            return Ok(None);
        };
        let mut run = read_run(Cells::new(first, "quiz_runs", &["id"]))?;
        for row in &rows {
            run.answers.extend(read_answer(row)?);
        }
        Ok(Some(run))
    }

    /// Stores an answer, what becomes of the question among the missed ones and, with the last answer, the end of the
    /// run. A place that was answered keeps its answer; a run that is over takes no more.
    pub async fn record_answer(
        &self,
        run: QuizRunId,
        answer: &Answered,
        ended: bool,
        miss: &MissChange,
    ) -> Result<Recorded, StoreError> {
        let mut work = self.work().await?;
        let place = sql("SELECT item FROM answers WHERE run_id = $1 AND n = $2")
            .bind(run.0)
            .bind(i64::from(answer.n));
        // The run's row is written first, so that two answers at once come one after the other.
        let touch = sql(
            "UPDATE quiz_runs SET ended_ms = CASE WHEN $2 = 1 THEN $3 ELSE ended_ms END WHERE id = $1 AND ended_ms IS NULL",
        );
        let open = work.run(touch.bind(run.0).bind(i64::from(ended)).bind(ms(answer.at))).await? > 0;
        if work.row(place).await?.is_some() {
            return Ok(Recorded::Duplicate);
        }
        if !open {
            return Err(StoreError::conflict(format!("quiz run {run} is over or was never begun")));
        }
        let insert = sql(
            "INSERT INTO answers (run_id, n, item, given, correct, scored, at_ms) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(run.0)
        .bind(i64::from(answer.n))
        .bind(answer.item.clone())
        .bind(plain(&answer.given))
        .bind(i16::from(answer.right))
        .bind(i16::from(answer.scored))
        .bind(ms(answer.at));
        work.run(insert).await?;
        misses::change(&mut work, miss).await?;
        work.commit().await?;
        Ok(Recorded::New)
    }

    /// The rep's ended runs in a server, the latest first.
    pub async fn quiz_history(
        &self,
        server: ServerId,
        rep: RepId,
        limit: u32,
    ) -> Result<Vec<QuizResult>, StoreError> {
        let query = sql(results!("r.server_id = $1 AND r.rep_id = $2", " LIMIT $3"));
        let rows = self.rows(query.bind(server.0).bind(rep.0).bind(i64::from(limit))).await?;
        rows.iter().map(|row| read_result(Cells::new(row, "quiz_runs", &["id"]))).collect()
    }

    /// All ended official runs of a server, the latest first; practice is private.
    pub async fn team_quizzes(&self, server: ServerId) -> Result<Vec<QuizResult>, StoreError> {
        let rows = self.rows(sql(results!("r.server_id = $1 AND r.official = 1", "")).bind(server.0)).await?;
        rows.iter().map(|row| read_result(Cells::new(row, "quiz_runs", &["id"]))).collect()
    }
}

fn read_run(cells: Cells<'_>) -> Result<QuizRun, StoreError> {
    let new = NewQuizRun {
        id: QuizRunId(cells.int("id")?),
        server: ServerId(cells.int("server_id")?),
        rep: RepId(cells.int("rep_id")?),
        quiz: cells.text("quiz")?,
        items: cells
            .maybe_text("items")?
            .map(|items| items.lines().map(str::to_owned).collect())
            .unwrap_or_default(),
        counts: cells.maybe_count("counts")?.unwrap_or(0),
        playbook: cells.text("playbook")?,
        digest: cells.bits("digest")?,
        content: ContentVersion::read(cells)?,
        language: cells.text("language")?,
        seed: cells.bits("seed")?,
        purpose: purpose::read(cells)?,
        terms: Terms { at_once: cells.maybe_flag("at_once")?, until: cells.maybe_time("until_ms")? },
        started: cells.time("started_ms")?,
    };
    Ok(QuizRun {
        new,
        answers: Vec::new(),
        surveyed: cells.count("surveyed")?,
        commented: cells.maybe_flag("commented")?.unwrap_or(false),
        ended: cells.maybe_time("ended_ms")?,
    })
}

fn read_answer(row: &AnyRow) -> Result<Option<Answered>, StoreError> {
    let cells = Cells::new(row, "answers", &["id", "n"]);
    let Some(n) = cells.maybe_count("n")? else {
        return Ok(None);
    };
    let (item, given) = (cells.text("item")?, cells.text("given")?);
    Ok(Some(Answered {
        n,
        item,
        given,
        right: cells.flag("correct")?,
        scored: cells.flag("scored")?,
        at: cells.time("at_ms")?,
    }))
}

fn read_result(cells: Cells<'_>) -> Result<QuizResult, StoreError> {
    Ok(QuizResult {
        rep: RepId(cells.int("rep_id")?),
        quiz: cells.text("quiz")?,
        language: cells.text("language")?,
        right: cells.count("correct")?,
        of: cells.count("counted")?,
        official: cells.flag("official")?,
        ended: cells.time("ended_ms")?,
    })
}
