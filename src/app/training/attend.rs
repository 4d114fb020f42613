//! Being there and taking the tests: each stage has its time, and each is taken once.
//! It must not say which answers are right; the quiz does.

use super::super::begin::Chosen;
use super::super::{App, AppError, Who};
use super::There;
use crate::coach::ids::{QuizRunId, TrainingId};
use crate::coach::purpose::{Purpose, Stage};
use crate::coach::quiz::Quiz;
use crate::coach::training::window;
use crate::playbook::Playbook;
use crate::reply::{Reply, notice, phrase, training};
use crate::store::Terms;

/// The form of a test for a stage.
pub(super) fn form<'p>(playbook: &'p Playbook, test: &str, stage: Stage) -> Option<&'p Quiz> {
    let fits = |quiz: &&std::sync::Arc<Quiz>| {
        quiz.test.as_ref().is_some_and(|id| *id == *test)
            && quiz.form.as_ref().is_some_and(|id| *id == *stage.name())
    };
    playbook.quizzes.values().find(fits).map(|quiz| &**quiz)
}

impl App {
    /// A member says that they are there; the test before begins from what comes back.
    pub async fn attend(&self, who: &Who, id: TrainingId) -> Result<Reply, AppError> {
        let words = self.words(&who.language)?;
        let Some(found) = self.training_for(who, id).await? else {
            return Ok(notice::plain(&words, phrase::OLD_BUTTON));
        };
        if found.closed.is_some() && self.store.attendance(id, who.rep).await?.is_none() {
            return Ok(notice::plain(&words, phrase::TRAINING_CLOSED));
        }
        // Notices come in the member's language, and lists call them by name: a press is often all that they ever do.
        self.met(&Who { server: found.new.server, ..who.clone() }).await?;
        self.store.attend(id, who.rep, self.now()).await?;
        Ok(training::attending(&words, super::session(&found.new)))
    }

    /// Begins the test of a stage, or goes on with it.
    pub async fn begin_test(
        &self,
        who: &Who,
        event: i64,
        id: TrainingId,
        stage: Stage,
    ) -> Result<Vec<Reply>, AppError> {
        let there = match self.there(who, id).await? {
            Ok(there) => there,
            Err(reply) => return Ok(vec![reply]),
        };
        let begun = self.store.own_tests(id, who.rep).await?;
        if let Some((run, _, ended)) = begun.into_iter().find(|(_, of, _)| *of == stage) {
            return self.taken_before(&there, run, ended).await;
        }
        if let Some(reply) = self.out_of_its_time(&there, stage) {
            return Ok(vec![reply]);
        }
        let content = self.content_in(there.who.server, there.training.new.edition).await?;
        let playbook = content.playbook(&there.who.language)?;
        let test = there.training.new.test.as_deref();
        let Some(form) = test.and_then(|test| form(&playbook, test, stage)) else {
            return Ok(vec![notice::plain(&there.words, phrase::OLD_BUTTON)]);
        };
        let (form, purpose) = (form.id.to_string(), Purpose::Training { training: id, stage });
        // Nothing is explained before all have taken it: what is tested again must not be learnt from the test.
        let terms = Terms { at_once: Some(false), until: None };
        self.begin_quiz(&there.who, event, Some(&form), purpose, terms).await
    }

    async fn taken_before(&self, there: &There, run: QuizRunId, ended: bool) -> Result<Vec<Reply>, AppError> {
        if ended {
            return Ok(vec![notice::plain(&there.words, phrase::TRAINING_TAKEN)]);
        }
        let again = self.quiz_again(&there.who, run).await?;
        Ok(again.unwrap_or_else(|| vec![notice::plain(&there.words, phrase::OLD_BUTTON)]))
    }

    /// What to tell who wants a test out of its time.
    fn out_of_its_time(&self, there: &There, stage: Stage) -> Option<Reply> {
        let (training, now) = (&there.training, self.now());
        let window = window(stage, training.new.opened, training.closed);
        match window {
            Some(window) if window.holds(now) => None,
            Some(window) if window.is_over(now) => {
                Some(notice::plain(&there.words, phrase::TRAINING_TOO_LATE))
            }
            Some(window) => Some(training::too_early(&there.words, window.from)),
            None => Some(notice::plain(&there.words, phrase::TRAINING_NOT_YET)),
        }
    }

    /// The drill of a stage, ready to begin.
    pub async fn before_training_drill(
        &self,
        who: &Who,
        id: TrainingId,
        stage: Stage,
    ) -> Result<Result<(Who, Chosen), Reply>, AppError> {
        let there = match self.there(who, id).await? {
            Ok(there) => there,
            Err(reply) => return Ok(Err(reply)),
        };
        // One that was left without a score may be held again.
        if self.store.own_drills(id, who.rep).await?.contains(&stage) {
            return Ok(Err(notice::plain(&there.words, phrase::TRAINING_TAKEN)));
        }
        if let Some(reply) = self.out_of_its_time(&there, stage) {
            return Ok(Err(reply));
        }
        if let Some(busy) = self.busy(&there.who, &there.words).await? {
            return Ok(Err(busy));
        }
        let playbook = self.playbook(&there.who).await?;
        let scenario = there.training.new.drills.get(stage as usize);
        let Some(scenario) = scenario.and_then(|id| playbook.scenarios.get(id.as_str())) else {
            return Ok(Err(notice::plain(&there.words, phrase::OLD_BUTTON)));
        };
        let chosen = Chosen {
            scenario: scenario.id.to_string(),
            title: scenario.title.clone(),
            purpose: Purpose::Training { training: id, stage },
            ..Chosen::default()
        };
        Ok(Ok((there.who, chosen)))
    }
}
