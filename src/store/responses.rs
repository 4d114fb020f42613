//! What people say about a training afterwards: the survey and its comments, which are anonymous, check-ins about use on
//! the job, and figures of the business beside it.
//! Survey answers are kept as in `surveys.rs`; it must not learn who gave which.

use chrono::{DateTime, Utc};
use sqlx::any::AnyRow;

use super::connection::sql;
use super::row::{Cells, Named, ms, plain};
use super::{Recorded, Store, StoreError};
use crate::coach::ids::{RepId, TrainingId};
use crate::coach::seed;
use crate::coach::training::Use;

impl Named for Use {
    const ALL: &'static [Self] = &Use::ALL;

    fn name(self) -> &'static str {
        self.name()
    }
}

/// How often a choice of a question was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReactionCount {
    /// The question's id.
    pub question: String,
    /// The choice's id.
    pub choice: String,
    /// How often.
    pub times: u32,
}

/// An answer to whether it is used on the job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckIn {
    /// About whom.
    pub rep: RepId,
    /// How many days after the training.
    pub day: u32,
    /// Whether the manager says so, or the rep.
    pub by_manager: bool,
    /// What is said.
    pub answer: Use,
    /// When.
    pub at: DateTime<Utc>,
}

/// A figure of the business.
#[derive(Debug, Clone, PartialEq)]
pub struct BusinessFigure {
    /// What was measured.
    pub metric: String,
    /// Over which period, in the words of whoever imported it.
    pub period: String,
    /// In which unit.
    pub unit: String,
    /// How much.
    pub value: f64,
    /// What else there is to know.
    pub note: String,
}

impl Store {
    /// Counts the answer to the `n`th question of a training's survey (from 0); see [`Store::record_survey`].
    pub async fn record_training_survey(
        &self,
        training: TrainingId,
        rep: RepId,
        n: u32,
        question: &str,
        choice: &str,
    ) -> Result<Recorded, StoreError> {
        let mut work = self.work().await?;
        let take = sql("UPDATE attendances SET surveyed = surveyed + 1 \
             WHERE training_id = $1 AND rep_id = $2 AND surveyed = $3");
        if work.run(take.bind(training.0).bind(rep.0).bind(i64::from(n))).await? == 0 {
            let query = sql(
                "SELECT rep_id FROM attendances WHERE training_id = $1 AND rep_id = $2 AND surveyed > $3",
            );
            let before = work.row(query.bind(training.0).bind(rep.0).bind(i64::from(n))).await?;
            let lost = || {
                StoreError::conflict(format!("survey answer {n} does not come next in training {training}"))
            };
            return before.map(|_| Recorded::Duplicate).ok_or_else(lost);
        }
        let count = sql(
            "INSERT INTO training_reactions (training_id, question, choice, times) VALUES ($1, $2, $3, 1) \
             ON CONFLICT (training_id, question, choice) DO UPDATE SET times = training_reactions.times + 1",
        );
        work.run(count.bind(training.0).bind(question.to_owned()).bind(choice.to_owned())).await?;
        work.commit().await?;
        Ok(Recorded::New)
    }

    /// Keeps a comment, one from each who was there.
    pub async fn add_training_comment(
        &self,
        training: TrainingId,
        rep: RepId,
        text: &str,
    ) -> Result<Recorded, StoreError> {
        let mut work = self.work().await?;
        let take = sql(
            "UPDATE attendances SET commented = 1 WHERE training_id = $1 AND rep_id = $2 AND commented = 0",
        );
        if work.run(take.bind(training.0).bind(rep.0)).await? == 0 {
            return Ok(Recorded::Duplicate);
        }
        let insert = sql("INSERT INTO training_comments (training_id, digest, text) VALUES ($1, $2, $3) \
             ON CONFLICT DO NOTHING");
        let insert = insert.bind(training.0).bind(seed::digest(text).cast_signed()).bind(plain(text));
        work.run(insert).await?;
        work.commit().await?;
        Ok(Recorded::New)
    }

    /// The answers to a training's survey, counted.
    pub async fn training_reactions(&self, training: TrainingId) -> Result<Vec<ReactionCount>, StoreError> {
        let query = sql(
            "SELECT training_id, question, choice, times FROM training_reactions WHERE training_id = $1 \
             ORDER BY question, choice",
        );
        let read = |row: &AnyRow| {
            let cells = Cells::new(row, "training_reactions", &["training_id"]);
            let (question, choice) = (cells.text("question")?, cells.text("choice")?);
            Ok(ReactionCount { question, choice, times: cells.count("times")? })
        };
        self.rows(query.bind(training.0)).await?.iter().map(read).collect()
    }

    /// The comments on a training, in an order that says nothing of who wrote them.
    pub async fn training_comments(&self, training: TrainingId) -> Result<Vec<String>, StoreError> {
        let query =
            sql("SELECT training_id, text FROM training_comments WHERE training_id = $1 ORDER BY digest");
        let rows = self.rows(query.bind(training.0)).await?;
        rows.iter().map(|row| Cells::new(row, "training_comments", &["training_id"]).text("text")).collect()
    }

    /// Keeps answers to a check-in; an answer that is there already is replaced, for people may change their mind.
    pub async fn check_in(&self, training: TrainingId, answers: &[CheckIn]) -> Result<(), StoreError> {
        let mut work = self.work().await?;
        for check in answers {
            let upsert = sql("INSERT INTO check_ins (training_id, rep_id, day, by_manager, answer, at_ms) \
                 VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (training_id, rep_id, day, by_manager) \
                 DO UPDATE SET answer = excluded.answer, at_ms = excluded.at_ms")
            .bind(training.0)
            .bind(check.rep.0)
            .bind(i64::from(check.day))
            .bind(i16::from(check.by_manager))
            .bind(check.answer.name())
            .bind(ms(check.at));
            work.run(upsert).await?;
        }
        work.commit().await
    }

    /// All answers to the check-ins of a training.
    pub async fn check_ins(&self, training: TrainingId) -> Result<Vec<CheckIn>, StoreError> {
        let query = sql("SELECT training_id, rep_id, day, by_manager, answer, at_ms FROM check_ins \
             WHERE training_id = $1 ORDER BY day, rep_id, by_manager");
        let read = |row: &AnyRow| {
            let cells = Cells::new(row, "check_ins", &["training_id", "rep_id", "day"]);
            Ok(CheckIn {
                rep: RepId(cells.int("rep_id")?),
                day: cells.count("day")?,
                by_manager: cells.flag("by_manager")?,
                answer: cells.named("answer")?,
                at: cells.time("at_ms")?,
            })
        };
        self.rows(query.bind(training.0)).await?.iter().map(read).collect()
    }

    /// Keeps figures of the business; one of the same metric and period is replaced.
    pub async fn set_outcomes(
        &self,
        training: TrainingId,
        outcomes: &[BusinessFigure],
        by: RepId,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let mut work = self.work().await?;
        for outcome in outcomes {
            let upsert = sql("INSERT INTO outcomes (training_id, metric, period, unit, value, note, imported_by, imported_ms) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (training_id, metric, period) DO UPDATE \
                 SET unit = excluded.unit, value = excluded.value, note = excluded.note, \
                 imported_by = excluded.imported_by, imported_ms = excluded.imported_ms")
            .bind(training.0)
            .bind(plain(&outcome.metric))
            .bind(plain(&outcome.period))
            .bind(plain(&outcome.unit))
            .bind(outcome.value)
            .bind(plain(&outcome.note))
            .bind(by.0)
            .bind(ms(at));
            work.run(upsert).await?;
        }
        work.commit().await
    }

    /// The figures of the business beside a training.
    pub async fn outcomes(&self, training: TrainingId) -> Result<Vec<BusinessFigure>, StoreError> {
        let query = sql(
            "SELECT training_id, metric, period, unit, value, note FROM outcomes WHERE training_id = $1 \
             ORDER BY metric, period",
        );
        let read = |row: &AnyRow| {
            let cells = Cells::new(row, "outcomes", &["training_id"]);
            Ok(BusinessFigure {
                metric: cells.text("metric")?,
                period: cells.text("period")?,
                unit: cells.text("unit")?,
                value: cells.real("value")?,
                note: cells.text("note")?,
            })
        };
        self.rows(query.bind(training.0)).await?.iter().map(read).collect()
    }
}
