//! Opening and closing a training session, and all that is planned when it is closed.
//! It must not take a test.

use chrono::{DateTime, TimeDelta, Utc};

use super::super::uploads::not_for;
use super::super::{App, AppError, Suggestion, Who};
use crate::coach::ids::{RepId, TrainingId};
use crate::coach::notice::{About, NoticeKind};
use crate::coach::purpose::Stage;
use crate::coach::scenario::Kind;
use crate::coach::training::{CHECK_IN_DAYS, parallel_drills};
use crate::playbook::Playbook;
use crate::reply::{Reply, Words, notice, phrase, training};
use crate::store::{NewNotice, NewTraining, Recorded, Training};

/// The longest title, in characters.
const LONGEST_TITLE: usize = 100;
/// So long ago a session may have been opened to be offered.
const OFFERED_FOR: TimeDelta = TimeDelta::days(400);
/// So many days after closing the delayed test begins, and those who have not taken it are reminded.
const DELAYED_AFTER: i64 = 21;
pub(super) const DELAYED_AGAIN: i64 = 27;
/// The part of a second notice about a test.
pub(super) const AGAIN: u32 = 100;

/// What `/session open` was given.
#[derive(Debug, Clone, Copy, Default)]
pub struct TrainingAsked<'a> {
    /// What it is called.
    pub title: &'a str,
    /// The test; the playbook's own when absent.
    pub test: Option<&'a str>,
    /// The scenario of the drill before it; no drills when absent.
    pub drill: Option<&'a str>,
    /// Who is asked whether it is used on the job; who opens it when absent.
    pub manager: Option<RepId>,
    /// Where it is announced.
    pub channel: i64,
}

/// Something that is told to a whole channel, and to whoever asked for it.
#[derive(Debug)]
pub struct Announced {
    /// For the channel; absent where there is nothing to announce.
    pub public: Option<(i64, Reply)>,
    /// For whoever asked.
    pub told: Reply,
}

impl Announced {
    fn only(told: Reply) -> Self {
        Self { public: None, told }
    }
}

impl App {
    /// Opens a training session; the event's id becomes its own.
    pub async fn open_training(
        &self,
        who: &Who,
        event: i64,
        asked: TrainingAsked<'_>,
    ) -> Result<Announced, AppError> {
        let words = self.words(&who.language)?;
        if let Some(why) = not_for(who) {
            return Ok(Announced::only(notice::plain(&words, why)));
        }
        let content = self.content(who.server).await?;
        let playbook = content.playbook(&who.language)?;
        let title = asked.title.trim();
        let length = title.chars().count();
        if length == 0 || length > LONGEST_TITLE || title.chars().any(char::is_control) {
            let most = LONGEST_TITLE.to_string();
            return Ok(Announced::only(Reply::text(
                words.say(phrase::TRAINING_BAD_TITLE, &[("most", &most)]),
            )));
        }
        let (test, drills) = match (test(&playbook, asked.test), drills(&playbook, asked.drill)) {
            (Ok(test), Ok(drills)) => (test, drills),
            (Err(typed), _) => return Ok(Announced::only(no_test(&words, &playbook, &typed))),
            (_, Err(typed)) => {
                let holes = [("typed", typed.as_str()), ("near", "")];
                return Ok(Announced::only(Reply::text(words.say(phrase::SCENARIO_NOT_FOUND, &holes))));
            }
        };
        let new = NewTraining {
            id: TrainingId(event),
            server: who.server,
            channel: asked.channel,
            title: title.to_owned(),
            playbook: playbook.id.to_string(),
            edition: content.edition,
            test,
            drills,
            survey: playbook.surveys.keys().next().map(ToString::to_string),
            opened_by: who.rep,
            manager: asked.manager.unwrap_or(who.rep),
            opened: self.now(),
        };
        self.store.open_training(&new).await?;
        let public = training::announcement(&words, super::session(&new));
        Ok(Announced { public: Some((asked.channel, public)), told: training::opened(&words, &new.title) })
    }

    /// Closes a training session: the tests after it begin, and all that comes later is planned.
    pub async fn close_training(&self, who: &Who, asked: Option<&str>) -> Result<Announced, AppError> {
        let words = self.words(&who.language)?;
        if let Some(why) = not_for(who) {
            return Ok(Announced::only(notice::plain(&words, why)));
        }
        let Some(open) = self.training_asked(who, asked, true).await? else {
            return Ok(Announced::only(notice::plain(&words, phrase::TRAINING_NONE_OPEN)));
        };
        let now = self.now();
        let reps = self.present(open.new.id).await?;
        let told = planned(&open, &reps, now);
        if self.store.close_training(who.server, open.new.id, now, &told).await? == Recorded::Duplicate {
            return Ok(Announced::only(notice::plain(&words, phrase::TRAINING_NONE_OPEN)));
        }
        // Who came while it was being closed is told as well; what is planned already stays as it is.
        let reps = self.present(open.new.id).await?;
        self.store.plan_notices(&planned(&open, &reps, now)).await?;
        let public = training::closed(&words, super::session(&open.new));
        let told = training::closed_for_trainer(&words, &open.new.title, reps.len());
        Ok(Announced { public: Some((open.new.channel, public)), told })
    }

    async fn present(&self, id: TrainingId) -> Result<Vec<RepId>, AppError> {
        let there = self.store.attendances(id).await?;
        Ok(there.into_iter().map(|attendance| attendance.rep).collect())
    }

    /// A server's training that was asked for by its id, else its latest.
    pub(in crate::app) async fn training_asked(
        &self,
        who: &Who,
        asked: Option<&str>,
        open: bool,
    ) -> Result<Option<Training>, AppError> {
        let now = self.now();
        let all = self.store.trainings(who.server, now - OFFERED_FOR, now + TimeDelta::days(1)).await?;
        let fits = |training: &&Training| {
            let named = asked.is_none_or(|typed| typed.trim() == training.new.id.to_string());
            named && (!open || training.closed.is_none())
        };
        Ok(all.iter().find(fits).cloned())
    }

    /// Training sessions for whoever types.
    pub async fn suggest_trainings(
        &self,
        who: &Who,
        typed: &str,
        open: bool,
    ) -> Result<Vec<Suggestion>, AppError> {
        let now = self.now();
        let all = self.store.trainings(who.server, now - OFFERED_FOR, now + TimeDelta::days(1)).await?;
        let typed = typed.trim().to_lowercase();
        let fits = |training: &&Training| {
            (!open || training.closed.is_none()) && training.new.title.to_lowercase().contains(&typed)
        };
        let offered = all.iter().filter(fits).take(super::super::complete::MOST);
        let name =
            |training: &Training| format!("{} · {}", training.new.title, training.new.opened.date_naive());
        Ok(offered.map(|t| Suggestion { name: name(t), value: t.new.id.to_string() }).collect())
    }

    /// Tests of which there are forms for before, after and later.
    pub async fn suggest_tests(&self, who: &Who, typed: &str) -> Result<Vec<Suggestion>, AppError> {
        let playbook = self.playbook(who).await?;
        let typed = typed.trim().to_lowercase();
        let fitting = tests(&playbook).into_iter().filter(|test| test.to_lowercase().contains(&typed));
        let fitting = fitting.take(super::super::complete::MOST);
        Ok(fitting.map(|test| Suggestion { name: test.clone(), value: test }).collect())
    }
}

/// The tests of a playbook that have all three forms.
fn tests(playbook: &Playbook) -> Vec<String> {
    let named = playbook.quizzes.values().filter_map(|quiz| quiz.test.as_ref());
    let all: std::collections::BTreeSet<_> = named.map(|id| id.as_str()).collect();
    let whole =
        |test: &&str| Stage::ALL.iter().all(|stage| super::attend::form(playbook, test, *stage).is_some());
    all.into_iter().filter(whole).map(str::to_owned).collect()
}

fn test(playbook: &Playbook, asked: Option<&str>) -> Result<Option<String>, String> {
    let mut all = tests(playbook).into_iter();
    match asked {
        None => Ok(all.next()),
        Some(typed) => all.find(|test| test == typed.trim()).map(Some).ok_or_else(|| typed.to_owned()),
    }
}

fn no_test(words: &Words, playbook: &Playbook, typed: &str) -> Reply {
    let there = tests(playbook).join(", ");
    Reply::text(words.say(phrase::TRAINING_NO_TEST, &[("typed", typed), ("there", &there)]))
}

fn drills(playbook: &Playbook, asked: Option<&str>) -> Result<Vec<String>, String> {
    let Some(typed) = asked else {
        return Ok(Vec::new());
    };
    let first = playbook.scenarios.get(typed.trim()).filter(|scenario| scenario.kind != Kind::JustInTime);
    let first = first.ok_or_else(|| typed.to_owned())?;
    let all: Vec<_> = playbook.scenarios.values().cloned().collect();
    Ok(parallel_drills(&all, first).iter().map(ToString::to_string).collect())
}

/// All that is told to members because a training is closed.
fn planned(training: &Training, reps: &[RepId], now: DateTime<Utc>) -> Vec<NewNotice> {
    let new = &training.new;
    let notice = |rep, kind, part, days| NewNotice {
        about: About { rep, kind, subject: new.id.0, part },
        server: new.server,
        channel: new.channel,
        due: now + TimeDelta::days(days),
    };
    let (post, delayed) = (Stage::Post as u32, Stage::Delayed as u32);
    let mut all = Vec::new();
    for &rep in reps {
        all.push(notice(rep, NoticeKind::Test, post, 0));
        if new.test.is_some() || !new.drills.is_empty() {
            all.push(notice(rep, NoticeKind::Test, delayed, DELAYED_AFTER));
            all.push(notice(rep, NoticeKind::Test, delayed + AGAIN, DELAYED_AGAIN));
        }
        all.extend(CHECK_IN_DAYS.map(|day| notice(rep, NoticeKind::CheckIn, day, i64::from(day))));
    }
    if !reps.is_empty() {
        let team = |day| notice(new.manager, NoticeKind::TeamCheckIn, day, i64::from(day));
        all.extend(CHECK_IN_DAYS.map(team));
    }
    all
}
