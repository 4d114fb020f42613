//! Is it used on the job? Asked of each who was there and of their manager, 30, 60 and 90 days later; and what the notices
//! of a training say when they are sent.
//! It must not draw conclusions.

use std::collections::BTreeMap;

use chrono::TimeDelta;

use super::super::{App, AppError, Step, Who};
use super::open::{AGAIN, DELAYED_AGAIN};
use super::session;
use crate::coach::ids::{RepId, TrainingId};
use crate::coach::notice::NoticeKind;
use crate::coach::purpose::Stage;
use crate::coach::training::{CHECK_IN_DAYS, Use, check_in_window, window};
use crate::reply::{Action, Reply, Words, notice, phrase, training};
use crate::store::{CheckIn, Notice, Training};

/// Members on one page of a manager's list.
const PAGE: usize = 25;

impl App {
    /// What a notice about a training says now.
    pub(in crate::app) async fn said_of_training(
        &self,
        notice: &Notice,
    ) -> Result<Option<(Reply, Action)>, AppError> {
        let about = &notice.new.about;
        let Some(found) = self.store.training(TrainingId(about.subject)).await? else {
            return Ok(None);
        };
        let language = self.store.rep(notice.new.server, about.rep).await?.map(|rep| rep.language);
        let words = self.words(&language.unwrap_or_default())?;
        match about.kind {
            NoticeKind::Test => self.test_waiting(&words, &found, about.rep, about.part).await,
            NoticeKind::CheckIn => Ok(self.asks(&found, about.part).then(|| {
                (
                    training::check_in(&words, session(&found.new), about.part),
                    Action::CheckIn(found.new.id, about.part, 0),
                )
            })),
            NoticeKind::TeamCheckIn if self.asks(&found, about.part) => {
                let known_by = Action::TeamCheckIn(found.new.id, about.part, 0);
                Ok(self.team_page(&words, &found, about.part, 0).await?.map(|reply| (reply, known_by)))
            }
            _ => Ok(None),
        }
    }

    fn asks(&self, training: &Training, day: u32) -> bool {
        let closed = training.closed.filter(|_| CHECK_IN_DAYS.contains(&day));
        closed.is_some_and(|closed| check_in_window(day, closed).holds(self.now()))
    }

    async fn test_waiting(
        &self,
        words: &Words,
        found: &Training,
        rep: RepId,
        part: u32,
    ) -> Result<Option<(Reply, Action)>, AppError> {
        let stage = Stage::ALL.into_iter().find(|stage| *stage as u32 == part % AGAIN);
        let Some(stage) = stage else { return Ok(None) };
        let open = window(stage, found.new.opened, found.closed).filter(|window| window.holds(self.now()));
        let Some(open) = open else { return Ok(None) };
        // Told late, the second notice about a test stands for the first.
        let again = found.closed.is_some_and(|closed| self.now() >= closed + TimeDelta::days(DELAYED_AGAIN));
        if stage == Stage::Delayed && part < AGAIN && again {
            return Ok(None);
        }
        let id = found.new.id;
        let begun = self.store.own_tests(id, rep).await?;
        let taken = begun.iter().any(|(_, of, ended)| *of == stage && *ended);
        let drilled = self.store.own_drills(id, rep).await?.contains(&stage);
        let waiting = training::Waiting {
            test: found.new.test.is_some() && !taken,
            drill: found.new.drills.len() > stage as usize && !drilled,
            survey: stage == Stage::Post
                && found.new.survey.is_some()
                && self.store.attendance(id, rep).await?.is_some_and(|there| there.surveyed == 0),
        };
        Ok(waiting.first(id, stage).map(|action| {
            (training::waiting(words, session(&found.new), stage, waiting, open.until), action)
        }))
    }

    /// Takes a rep's answer.
    pub async fn check_in(
        &self,
        who: &Who,
        id: TrainingId,
        day: u32,
        which: usize,
    ) -> Result<Step, AppError> {
        let there = match self.there(who, id).await? {
            Ok(there) => there,
            Err(reply) => return Ok(Step::last(reply)),
        };
        let answer = Use::ALL.get(which).copied();
        let Some(answer) = answer.filter(|_| self.asks(&there.training, day)) else {
            return Ok(Step::last(notice::plain(&there.words, phrase::TRAINING_TOO_LATE)));
        };
        let check = CheckIn { rep: who.rep, day, by_manager: false, answer, at: self.now() };
        self.store.check_in(id, &[check]).await?;
        Ok(Step::last(training::checked_in(&there.words, &there.training.new.title, day, answer)))
    }

    /// Takes a manager's answer for a page of members: those chosen were seen using it.
    pub async fn team_check_in(
        &self,
        who: &Who,
        id: TrainingId,
        day: u32,
        page: usize,
        chosen: &[String],
    ) -> Result<Step, AppError> {
        let words = self.words(&who.language)?;
        let found = self.training_for(who, id).await?.filter(|found| found.new.manager == who.rep);
        let Some(found) = found else {
            return Ok(Step::last(notice::plain(&words, phrase::NOT_A_MANAGER)));
        };
        if !self.asks(&found, day) {
            return Ok(Step::last(notice::plain(&words, phrase::TRAINING_TOO_LATE)));
        }
        let (reps, _) = self.page_of(&found, page).await?;
        let seen = |rep: &RepId| chosen.iter().any(|value| *value == rep.to_string());
        let now = self.now();
        let answers: Vec<CheckIn> = reps
            .iter()
            .map(|(rep, _)| CheckIn {
                rep: *rep,
                day,
                by_manager: true,
                answer: if seen(rep) { Use::Tried } else { Use::NotYet },
                at: now,
            })
            .collect();
        self.store.check_in(id, &answers).await?;
        let count = answers.iter().filter(|answer| answer.answer.used()).count();
        Ok(Step {
            outcome: Some(training::team_checked_in(&words, &found.new.title, day, count, answers.len())),
            next: self.team_page(&words, &found, day, page + 1).await?,
        })
    }

    async fn page_of(
        &self,
        training: &Training,
        page: usize,
    ) -> Result<(Vec<(RepId, String)>, usize), AppError> {
        let there = self.store.attendances(training.new.id).await?;
        let reps: Vec<RepId> = there.iter().map(|attendance| attendance.rep).collect();
        let names: BTreeMap<RepId, String> = self.store.names(training.new.server, &reps).await?;
        let all: Vec<(RepId, String)> = reps
            .into_iter()
            .map(|rep| (rep, names.get(&rep).cloned().unwrap_or_else(|| rep.to_string())))
            .collect();
        let pages = all.len().div_ceil(PAGE);
        Ok((all.into_iter().skip(page * PAGE).take(PAGE).collect(), pages))
    }

    async fn team_page(
        &self,
        words: &Words,
        found: &Training,
        day: u32,
        page: usize,
    ) -> Result<Option<Reply>, AppError> {
        let (reps, pages) = self.page_of(found, page).await?;
        Ok((!reps.is_empty())
            .then(|| training::team_check_in(words, session(&found.new), day, (page, pages), &reps)))
    }
}
