//! Quizzes in chat: begin, go on with one that is open, and load a run with its questions.
//! It must not decide what is right.

mod answer;
mod misses;
mod run;
mod survey;

use std::sync::Arc;

use chrono::TimeDelta;

use crate::coach::ids::QuizRunId;
use crate::coach::purpose::Purpose;
use crate::coach::quiz::Quiz;
use crate::coach::seed;
use crate::playbook::Playbook;
use crate::reply::{Reply, notice, phrase, quiz};
use crate::store::{BegunRun, NewQuizRun, Terms};

pub use survey::LONGEST_COMMENT;

use super::contents::{Content, QUIZZES};
use super::{App, AppError, Step, Who};
use run::Running;

/// A run that was left open for so long is not offered any more.
const OFFERED_FOR: TimeDelta = TimeDelta::days(7);
/// An attempt that somebody asked for is gone on with for as long as one could reasonably be due.
const KEPT_FOR: TimeDelta = TimeDelta::days(400);

impl App {
    /// Starts a quiz as practice, which nobody else sees. Where a run is open, going on with it is offered first.
    pub async fn start_quiz(
        &self,
        who: &Who,
        event: i64,
        asked: Option<&str>,
    ) -> Result<Vec<Reply>, AppError> {
        let wanted = self.asked_quiz(who, asked).await?;
        if let (Ok(wanted), Some(open)) = (&wanted, self.open_run(who).await?) {
            let words = self.words(&who.language)?;
            return Ok(open.offer(&words, wanted).into_iter().collect());
        }
        self.begin_quiz(who, event, asked, Purpose::Practice, Terms::default()).await
    }

    /// Begins the quiz of a button anew, as practice.
    pub async fn begin_anew(&self, who: &Who, event: i64, quiz: u64) -> Result<Vec<Reply>, AppError> {
        let playbook = self.playbook(who).await?;
        let found = playbook.quizzes.keys().find(|id| seed::digest(id.as_str()) == quiz);
        match found {
            Some(id) => {
                self.begin_quiz(who, event, Some(id.as_str()), Purpose::Practice, Terms::default()).await
            }
            None => Ok(vec![notice::plain(&*self.words(&who.language)?, phrase::OLD_BUTTON)]),
        }
    }

    /// Begins a run; the event's id becomes the run's. The introduction and the first question come back. An attempt that
    /// was asked for and is open is gone on with: it is not begun twice.
    pub(super) async fn begin_quiz(
        &self,
        who: &Who,
        event: i64,
        asked: Option<&str>,
        purpose: Purpose,
        terms: Terms,
    ) -> Result<Vec<Reply>, AppError> {
        let found = match self.asked_quiz(who, asked).await? {
            Ok(found) => found,
            Err(reply) => return Ok(vec![reply]),
        };
        if purpose.official()
            && let Some(open) = self.open_attempt(who, purpose, &found).await?
        {
            let asked = open.at().and_then(|at| open.question(at));
            return Ok([Some(open.goes_on()), asked].into_iter().flatten().collect());
        }
        let content = self.content(who.server).await?;
        let playbook = content.playbook(&who.language)?;
        self.begin_run(who, event, (&content, &playbook, &found), purpose, terms).await
    }

    /// Begins a run of a quiz that was found, in the content that it is to be measured by.
    pub(super) async fn begin_run(
        &self,
        who: &Who,
        event: i64,
        (content, playbook, found): (&Content, &Playbook, &Quiz),
        purpose: Purpose,
        terms: Terms,
    ) -> Result<Vec<Reply>, AppError> {
        let now = self.now();
        let limit =
            found.minutes.and_then(|minutes| now.checked_add_signed(TimeDelta::minutes(i64::from(minutes))));
        let until = [limit, terms.until].into_iter().flatten().min();
        let new = NewQuizRun {
            id: QuizRunId(event),
            server: who.server,
            rep: who.rep,
            quiz: found.id.to_string(),
            items: Vec::new(),
            counts: u32::try_from(found.scored()).unwrap_or(u32::MAX),
            playbook: playbook.id.to_string(),
            digest: found.digest,
            content: content.remembered(playbook, QUIZZES, &found.id),
            language: playbook.language.to_string(),
            seed: self.seed(found.id.as_str()),
            purpose,
            terms: Terms { until, ..terms },
            started: now,
        };
        self.begun(who, new).await
    }

    /// The question that a run stands at, shown again; `None` where its content is not there any more.
    pub(super) async fn quiz_again(&self, who: &Who, run: QuizRunId) -> Result<Option<Vec<Reply>>, AppError> {
        let Some(running) = self.still_running(who, run).await? else {
            return Ok(None);
        };
        if running.is_late(self.now()) {
            let late = self.late(who, &running).await?;
            return Ok(Some(late.outcome.into_iter().chain(late.next).collect()));
        }
        let asked = running.at().and_then(|at| running.question(at));
        Ok(Some(std::iter::once(running.goes_on()).chain(asked).collect()))
    }

    /// Stores a run, and says its introduction and its first question.
    async fn begun(&self, who: &Who, new: NewQuizRun) -> Result<Vec<Reply>, AppError> {
        self.store.begin_quiz_run(&new).await?;
        let running = match self.running(who, new.id).await? {
            Ok(running) => running,
            Err(reply) => return Ok(vec![reply]),
        };
        let intro = quiz::intro(
            &running.words,
            &running.quiz,
            running.order.len(),
            new.purpose.official(),
            new.terms.until.map(|until| until.timestamp()),
        );
        let first = running.at().and_then(|at| running.question(at));
        Ok([Some(intro), first].into_iter().flatten().collect())
    }

    /// The quiz that was asked for, the first one where none was; `Err` with a notice where there is none.
    async fn asked_quiz(&self, who: &Who, asked: Option<&str>) -> Result<Result<Arc<Quiz>, Reply>, AppError> {
        let playbook = self.playbook(who).await?;
        let found = match asked {
            Some(id) => playbook.quizzes.get(id.trim()),
            None => playbook.quizzes.values().next(),
        };
        let words = self.words(&who.language)?;
        let typed = asked.unwrap_or_default();
        let missing = || Reply::text(words.say(phrase::QUIZ_NOT_FOUND, &[("typed", typed)]));
        Ok(found.cloned().ok_or_else(missing))
    }

    /// Shows the question that a run has come to, once more.
    pub async fn resume_quiz(&self, who: &Who, run: QuizRunId) -> Result<Step, AppError> {
        let running = match self.running(who, run).await? {
            Ok(running) => running,
            Err(reply) => return Ok(Step::last(reply)),
        };
        if running.is_late(self.now()) {
            return self.late(who, &running).await;
        }
        let asked = running.at().filter(|_| running.run.ended.is_none()).and_then(|at| running.question(at));
        Ok(match asked {
            Some(asked) => Step { outcome: Some(running.goes_on()), next: Some(asked) },
            None => Step::last(notice::plain(&running.words, phrase::QUIZ_ANSWERED)),
        })
    }

    /// The run that a rep began last in this server, where it is open and not older than a week.
    async fn open_run(&self, who: &Who) -> Result<Option<Running>, AppError> {
        let begun = self.begun_runs(who, OFFERED_FOR).await?;
        // One that was left for another is not offered again.
        match begun.first().filter(|run| run.open) {
            Some(open) => self.still_running(who, open.id).await,
            None => Ok(None),
        }
    }

    async fn open_attempt(
        &self,
        who: &Who,
        purpose: Purpose,
        quiz: &Quiz,
    ) -> Result<Option<Running>, AppError> {
        let begun = self.begun_runs(who, KEPT_FOR).await?;
        let same = |run: &&BegunRun| run.open && run.purpose == purpose && quiz.id == *run.quiz.as_str();
        match begun.iter().find(same) {
            Some(open) => self.still_running(who, open.id).await,
            None => Ok(None),
        }
    }

    async fn begun_runs(&self, who: &Who, within: TimeDelta) -> Result<Vec<BegunRun>, AppError> {
        let now = self.now();
        let since = now.checked_sub_signed(within).unwrap_or_default();
        Ok(self.store.begun_quiz_runs(who.server, who.rep, since, now).await?)
    }

    /// A run whose questions are still there and not all answered.
    async fn still_running(&self, who: &Who, run: QuizRunId) -> Result<Option<Running>, AppError> {
        Ok(self.running(who, run).await?.ok().filter(|running| running.at().is_some()))
    }

    /// A run of the rep with its questions; `Err` with a notice where it is somebody else's, or its questions are gone.
    async fn running(&self, who: &Who, run: QuizRunId) -> Result<Result<Running, Reply>, AppError> {
        let words = self.words(&who.language)?;
        let Some(run) = self.store.quiz_run(run, who.rep).await? else {
            return Ok(Err(notice::plain(&words, phrase::QUIZ_NOT_YOURS)));
        };
        let edition = run.new.content.map(|content| content.edition);
        let content = self.content_in(run.new.server, edition).await?;
        let own = content.own(&run.new.playbook, &run.new.language).ok();
        let words = self.words(&run.new.language)?;
        let running = own.and_then(|playbook| Running::new(run, playbook, Arc::clone(&words)));
        // Questions that were changed cannot be mixed with answers to the old ones.
        Ok(running.ok_or_else(|| notice::plain(&words, phrase::OLD_BUTTON)))
    }
}
