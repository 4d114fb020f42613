//! Survey answers: what shows reaction. They are kept as counts, without rep, run or moment, so that nobody who reads
//! the database can tell who answered what; a run only knows how many questions of the survey were answered.
//! It must not learn more than that, whoever asks.

use super::connection::sql;
use super::row::Cells;
use super::{Recorded, Store, StoreError};
use crate::coach::ids::{QuizRunId, ServerId};

/// One answer of somebody to one question.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SurveyAnswer {
    /// The survey's id.
    pub survey: String,
    /// The question's id.
    pub question: String,
    /// The choice's id.
    pub choice: String,
}

impl Store {
    /// Counts the answer to the `n`th question of the survey after a run (from 0). A question that was answered before
    /// is a [`Recorded::Duplicate`]; one that does not come next, a [`StoreError::Conflict`].
    pub async fn record_survey(
        &self,
        run: QuizRunId,
        n: u32,
        answer: &SurveyAnswer,
    ) -> Result<Recorded, StoreError> {
        let mut work = self.work().await?;
        let take = sql("UPDATE quiz_runs SET surveyed = surveyed + 1 WHERE id = $1 AND surveyed = $2");
        if work.run(take.bind(run.0).bind(i64::from(n))).await? == 0 {
            let query = sql("SELECT id FROM quiz_runs WHERE id = $1 AND surveyed > $2");
            let before = work.row(query.bind(run.0).bind(i64::from(n))).await?;
            let lost =
                || StoreError::conflict(format!("survey answer {n} does not come next in quiz run {run}"));
            return before.map(|_| Recorded::Duplicate).ok_or_else(lost);
        }
        let count = sql("INSERT INTO reactions (server_id, survey, question, choice, times) \
             SELECT server_id, $2, $3, $4, 1 FROM quiz_runs WHERE id = $1 \
             ON CONFLICT (server_id, survey, question, choice) DO UPDATE SET times = reactions.times + 1")
        .bind(run.0)
        .bind(answer.survey.clone())
        .bind(answer.question.clone())
        .bind(answer.choice.clone());
        work.run(count).await?;
        work.commit().await?;
        Ok(Recorded::New)
    }

    /// All survey answers of a server, sorted, so that their order says nothing of who gave them.
    pub async fn survey_answers(&self, server: ServerId) -> Result<Vec<SurveyAnswer>, StoreError> {
        let query =
            sql("SELECT server_id, survey, question, choice, times FROM reactions WHERE server_id = $1");
        let mut answers = Vec::new();
        for row in &self.rows(query.bind(server.0)).await? {
            let cells = Cells::new(row, "reactions", &["server_id"]);
            let (survey, question, choice) =
                (cells.text("survey")?, cells.text("question")?, cells.text("choice")?);
            let answer = SurveyAnswer { survey, question, choice };
            answers.extend((0..cells.count("times")?).map(|_| answer.clone()));
        }
        answers.sort();
        Ok(answers)
    }
}
