//! An answer to a question of a quiz: judged, stored with what it does to the missed questions, answered with what comes next.
//! It must not take what comes after time is up, nor an answer twice.

use crate::coach::ids::QuizRunId;
use crate::coach::quiz::{Feedback, Given, Item, Way};
use crate::reply::{Reply, notice, phrase};
use crate::store::{Answered, MissChange, Recorded, StoreError};

use super::run::{Marked, Running};
use crate::app::{App, AppError, Step, Who};

impl App {
    /// Takes the answer to the so-manieth question.
    pub async fn answer_quiz(
        &self,
        who: &Who,
        run: QuizRunId,
        at: usize,
        given: &Given,
    ) -> Result<Step, AppError> {
        let running = match self.running(who, run).await? {
            Ok(running) => running,
            Err(reply) => return Ok(Step::last(reply)),
        };
        let now = self.now();
        let open = running.at() == Some(at);
        if open && running.is_late(now) {
            return self.late(who, &running).await;
        }
        let answered = || Step::last(notice::plain(&running.words, phrase::QUIZ_ANSWERED));
        let Some(item) = running.item(at).filter(|_| open && running.run.ended.is_none()) else {
            return Ok(answered());
        };
        if !is_answer(item, given, running.run.new.seed) {
            return Ok(Step::aside(notice::plain(&running.words, phrase::QUIZ_LETTERS_ODD)));
        }
        let right = item.is_right(given, running.run.new.seed);
        let row = Answered {
            n: u32::try_from(at).unwrap_or(u32::MAX),
            item: item.id.to_string(),
            given: written(given),
            right,
            scored: item.scored,
            at: now,
        };
        let next = running.after(Some(at));
        let miss = match running.feedback() {
            // What is not told does not come back either: the list of misses would tell it.
            Feedback::Never => MissChange::None,
            _ => self.miss_change(&running, item, given, right).await?,
        };
        match self.store.record_answer(run, &row, next.is_none(), &miss).await {
            Ok(Recorded::New) => {}
            Ok(Recorded::Duplicate) => return Ok(answered()),
            // Its time was up a moment ago, as another round found.
            Err(StoreError::Conflict { .. }) => return self.late(who, &running).await,
            Err(error) => return Err(error.into()),
        }
        let missed = running.run.answers.iter().filter(|answer| !answer.right).count() + usize::from(!right);
        let comes_back = running.comes_back(missed);
        let mut step = running.step(&Marked { item, right, comes_back }, next);
        if next.is_none() {
            let told = self.told_after(running.run.new.purpose, who.rep, &running.words).await?;
            if let (Some(verdict), Some(told)) = (&mut step.outcome, told) {
                verdict.blocks.extend(told.blocks);
                verdict.buttons.extend(told.buttons);
            }
        }
        Ok(step)
    }

    /// What is said of a run whose time is up; it is ended where it is not yet.
    pub(super) async fn late(&self, who: &Who, running: &Running) -> Result<Step, AppError> {
        self.store.end_late_runs(self.now()).await?;
        Ok(match self.running(who, running.run.new.id).await? {
            Ok(running) => running.out_of_time(),
            Err(reply) => Step::last(reply),
        })
    }

    /// What the form for a typed answer is called; `Err` with a notice where there is nothing to answer.
    pub async fn quiz_form(
        &self,
        who: &Who,
        run: QuizRunId,
        at: usize,
    ) -> Result<Result<(String, String), Reply>, AppError> {
        Ok(match self.running(who, run).await? {
            Ok(r) if r.at() == Some(at) && r.is_late(self.now()) => {
                Err(self.late(who, &r).await?.outcome.unwrap_or_default())
            }
            Ok(r) if r.at() == Some(at) && r.run.ended.is_none() => {
                let (number, of) = ((at + 1).to_string(), r.order.len().to_string());
                let title = r.words.say(phrase::QUIZ_QUESTION, &[("at", &number), ("of", &of)]);
                Ok((title, r.words.plain(phrase::QUIZ_TYPE).to_owned()))
            }
            Ok(r) => Err(notice::plain(&r.words, phrase::QUIZ_ANSWERED)),
            Err(reply) => Err(reply),
        })
    }
}

/// Whether it can be judged: typed letters are those that were shown, each once.
fn is_answer(item: &Item, given: &Given, seed: u64) -> bool {
    match (item.way(seed), given) {
        (Way::Typed(_), Given::Typed(typed)) => item.read(typed, seed).is_some(),
        _ => true,
    }
}

/// An answer as it is stored.
fn written(given: &Given) -> String {
    match given {
        Given::Chosen(chosen) => chosen.iter().map(|at| (at + 1).to_string()).collect::<Vec<_>>().join(" "),
        Given::Typed(text) => text.chars().take(200).collect(),
    }
}
