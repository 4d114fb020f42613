//! The survey of a training and its comment: anonymous, one question after the other.
//! It must not learn who answered what.

use super::super::{App, AppError, LONGEST_COMMENT, Step, Who};
use super::There;
use crate::coach::ids::TrainingId;
use crate::coach::quiz::Survey;
use crate::reply::{Block, Reply, notice, phrase, training};
use crate::store::Recorded;

impl App {
    /// The next question of a training's survey, or thanks.
    pub async fn training_survey(&self, who: &Who, id: TrainingId) -> Result<Reply, AppError> {
        let there = match self.there(who, id).await? {
            Ok(there) => there,
            Err(reply) => return Ok(reply),
        };
        if there.training.closed.is_none() {
            return Ok(notice::plain(&there.words, phrase::TRAINING_NOT_YET));
        }
        let at = usize::try_from(there.attendance.surveyed).unwrap_or(usize::MAX);
        self.asked_next(&there, at).await
    }

    async fn asked_next(&self, there: &There, at: usize) -> Result<Reply, AppError> {
        Ok(match self.survey_of(there).await? {
            Some(survey) => {
                training::survey(&there.words, &survey, there.training.new.id, at, there.attendance.commented)
            }
            None => notice::plain(&there.words, phrase::OLD_BUTTON),
        })
    }

    async fn survey_of(&self, there: &There) -> Result<Option<std::sync::Arc<Survey>>, AppError> {
        let content = self.content_in(there.who.server, there.training.new.edition).await?;
        let playbook = content.playbook(&there.who.language)?;
        let survey = there.training.new.survey.as_deref();
        Ok(survey.and_then(|id| playbook.surveys.get(id).cloned()))
    }

    /// Takes the answer to the so-manieth question.
    pub async fn answer_training_survey(
        &self,
        who: &Who,
        id: TrainingId,
        at: usize,
        which: usize,
    ) -> Result<Step, AppError> {
        let there = match self.there(who, id).await? {
            Ok(there) => there,
            Err(reply) => return Ok(Step::last(reply)),
        };
        let survey = self.survey_of(&there).await?;
        let question = survey.as_ref().and_then(|survey| survey.questions.get(at));
        let chosen = question.and_then(|question| Some((question, question.choices.get(which)?)));
        let Some((question, (choice, text))) = chosen else {
            return Ok(Step::last(notice::plain(&there.words, phrase::OLD_BUTTON)));
        };
        let n = u32::try_from(at).unwrap_or(u32::MAX);
        let (asked, answer) = (question.id.as_str(), choice.as_str());
        if self.store.record_training_survey(id, who.rep, n, asked, answer).await? == Recorded::Duplicate {
            return Ok(Step::last(notice::plain(&there.words, phrase::QUIZ_ANSWERED)));
        }
        let told = Reply::default().with(Block::Note(question.ask.clone())).with(Block::Text(text.clone()));
        Ok(Step { outcome: Some(told), next: Some(self.asked_next(&there, at + 1).await?) })
    }

    /// What the form for a comment is called.
    pub async fn training_comment_form(
        &self,
        who: &Who,
        id: TrainingId,
    ) -> Result<Result<(String, String), Reply>, AppError> {
        Ok(match self.there(who, id).await? {
            Ok(there) if there.attendance.commented => {
                Err(notice::plain(&there.words, phrase::QUIZ_ANSWERED))
            }
            Ok(there) => Ok((
                there.words.plain(phrase::TRAINING_COMMENT_TITLE).to_owned(),
                there.words.plain(phrase::TRAINING_COMMENT_FIELD).to_owned(),
            )),
            Err(reply) => Err(reply),
        })
    }

    /// Keeps a comment without its writer.
    pub async fn comment_training(&self, who: &Who, id: TrainingId, text: &str) -> Result<Step, AppError> {
        let there = match self.there(who, id).await? {
            Ok(there) => there,
            Err(reply) => return Ok(Step::last(reply)),
        };
        let kept: String = text.trim().chars().take(LONGEST_COMMENT).collect();
        if !kept.is_empty() {
            self.store.add_training_comment(id, who.rep, &kept).await?;
        }
        Ok(Step::last(notice::plain(&there.words, phrase::TRAINING_THANKS)))
    }
}
