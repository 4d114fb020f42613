//! The survey after a quiz, and what is said freely at its end: how the training was received, stored apart from what was
//! learnt, without a name and without a moment.
//! It must not remember who answered what.

use crate::coach::ids::QuizRunId;
use crate::reply::{Block, Reply, notice, phrase};
use crate::store::{Recorded, SurveyAnswer};

use crate::app::{App, AppError, Step, Who};

/// The most characters of what is said freely.
pub const LONGEST_COMMENT: usize = 1_000;

impl App {
    /// Takes the answer to the so-manieth question of the survey.
    pub async fn answer_survey(
        &self,
        who: &Who,
        run: QuizRunId,
        at: usize,
        which: usize,
    ) -> Result<Step, AppError> {
        let running = match self.running(who, run).await? {
            Ok(running) => running,
            Err(reply) => return Ok(Step::last(reply)),
        };
        let survey = running.survey();
        let question = survey.and_then(|survey| survey.questions.get(at));
        let choice = question.and_then(|question| question.choices.get(which));
        let (Some(survey), Some(question), Some((choice, text))) = (survey, question, choice) else {
            return Ok(Step::last(notice::plain(&running.words, phrase::OLD_BUTTON)));
        };
        let n = u32::try_from(at).unwrap_or(u32::MAX);
        let answer = SurveyAnswer {
            survey: survey.id.to_string(),
            question: question.id.to_string(),
            choice: choice.to_string(),
        };
        if self.store.record_survey(run, n, &answer).await? == Recorded::Duplicate {
            return Ok(Step::last(notice::plain(&running.words, phrase::QUIZ_ANSWERED)));
        }
        let verdict =
            Reply::default().with(Block::Note(question.ask.clone())).with(Block::Text(text.clone()));
        Ok(Step { outcome: Some(verdict), next: Some(running.survey_question(survey, at + 1)) })
    }

    /// What the form for a free comment is called; `Err` with a notice where there is nothing to comment.
    pub async fn survey_comment_form(
        &self,
        who: &Who,
        run: QuizRunId,
    ) -> Result<Result<(String, String), Reply>, AppError> {
        Ok(match self.running(who, run).await? {
            Ok(r) if r.run.commented || r.survey().is_none() => {
                Err(notice::plain(&r.words, phrase::QUIZ_ANSWERED))
            }
            Ok(r) => {
                let label = |what| r.words.plain(what).to_owned();
                Ok((label(phrase::SURVEY_MORE), label(phrase::SURVEY_SAY)))
            }
            Err(reply) => Err(reply),
        })
    }

    /// Takes a free comment.
    pub async fn comment(&self, who: &Who, run: QuizRunId, said: &str) -> Result<Step, AppError> {
        let running = match self.running(who, run).await? {
            Ok(running) => running,
            Err(reply) => return Ok(Step::last(reply)),
        };
        let said: String = said.trim().chars().take(LONGEST_COMMENT).collect();
        let Some(survey) = running.survey().filter(|_| !said.is_empty()) else {
            return Ok(Step::aside(notice::plain(&running.words, phrase::SURVEY_THANKS)));
        };
        let server = running.run.new.server;
        let kept = self.store.record_survey_comment(run, server, survey.id.as_str(), &said).await?;
        let told = if kept == Recorded::New { phrase::SURVEY_SAID } else { phrase::QUIZ_ANSWERED };
        Ok(Step::last(notice::plain(&running.words, told)))
    }
}
