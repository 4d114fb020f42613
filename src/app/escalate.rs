//! What a server's appointed manager is told: which touches are overdue, every working day, and which could not be told
//! to their owners. The server's rule says who that is and how long a touch may stay open.
//! It must not send.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;

use super::ping::Told;
use super::send_due::{Due, Telling};
use super::settings::by_language;
use super::{App, AppError, Who};
use crate::coach::ids::{FollowUpId, RepId, ServerId, TouchId};
use crate::coach::local::moment;
use crate::coach::notice::{About, NoticeKind};
use crate::coach::working_days::WorkingDays;
use crate::reply::followup::{self, Overdue};
use crate::reply::{Action, Reply, notice, phrase};
use crate::store::{NewNotice, Notice, ServerSettings, Touch, TouchState};

/// The local time at which overdue touches are told.
const AT: NaiveTime = NaiveTime::from_hms_opt(9, 30, 0).expect("a time of day");
/// No break of work is longer, in days.
const LONGEST_BREAK: u64 = 60;
/// Overdue touches that are looked at; more are counted as so many or more.
const LOOKED_AT: u32 = 200;

impl App {
    /// Plans what a server's rule asks for; takes back what a former rule did.
    pub(super) async fn plan_escalation(
        &self,
        server: ServerId,
        settings: &ServerSettings,
        language: &str,
    ) -> Result<(), AppError> {
        let now = self.now();
        self.store.drop_notices(NoticeKind::OverdueTouches, server.0, now).await?;
        let (Some(manager), Some(_)) = (settings.manager, settings.overdue_days) else { return Ok(()) };
        let about = About { rep: manager, kind: NoticeKind::OverdueTouches, subject: server.0, part: 0 };
        let due = next_morning(now, zone_of(settings, language), &self.days_of(settings));
        self.store.plan_anew(&NewNotice { about, server, channel: 0, due }).await?;
        Ok(())
    }

    pub(super) async fn said_of_overdue(&self, due: &Notice) -> Result<Due, AppError> {
        let (server, manager) = (due.new.server, due.new.about.rep);
        let settings = self.store.server_settings(server).await?;
        let (true, Some(days)) = (settings.manager == Some(manager), settings.overdue_days) else {
            return Ok(Due::Nothing);
        };
        let language = self.language_of_rep(server, manager).await?;
        let zone = zone_of(&settings, &language);
        let worked = self.days_of(&settings);
        let next = next_morning(self.now(), zone, &worked);
        let overdue = self.overdue(server, days, zone, &worked).await?;
        if overdue.is_empty() {
            return Ok(Due::NotYet(next));
        }
        let words = self.words(&language)?;
        let known_by = Action::Overdue(server, day_number(self.now(), zone));
        let told = |reply| Told { reply, known_by: known_by.clone() };
        Ok(Due::Tell(Box::new(Telling {
            direct: told(followup::overdue(&words, &overdue, days, known_by.clone())),
            public: told(followup::overdue_in_public(&words, overdue.len(), known_by.clone())),
            channels: settings.followup_channel.into_iter().collect(),
            again: Some(next),
        })))
    }

    /// Shows what is overdue now, to the appointed manager or to who may manage the server.
    pub async fn show_overdue(&self, who: &Who, server: ServerId) -> Result<Reply, AppError> {
        let words = self.words(&who.language)?;
        let settings = self.store.server_settings(server).await?;
        if settings.manager != Some(who.rep) && !(who.manager && who.server == server) {
            return Ok(notice::plain(&words, phrase::NOT_FOR_SETTINGS));
        }
        let zone = zone_of(&settings, &who.language);
        let days = settings.overdue_days.unwrap_or(0);
        let overdue = self.overdue(server, days, zone, &self.days_of(&settings)).await?;
        if overdue.is_empty() {
            return Ok(notice::plain(&words, phrase::NOTHING_OVERDUE));
        }
        let known_by = Action::Overdue(server, day_number(self.now(), zone));
        Ok(followup::overdue(&words, &overdue, days, known_by))
    }

    /// The touches of a server that have been open for so many working days.
    async fn overdue(
        &self,
        server: ServerId,
        days: u32,
        zone: Tz,
        worked: &WorkingDays,
    ) -> Result<Vec<Overdue>, AppError> {
        let today = self.now().with_timezone(&zone).date_naive();
        let by = moment(worked_before(today, days, worked), NaiveTime::MIN, zone);
        let mut overdue = Vec::new();
        for touch in self.store.open_touches(server, by, LOOKED_AT).await? {
            let (owner, entry) = (self.called(&touch).await?, self.entry(&touch).await?);
            overdue.push(Overdue { owner, entry });
        }
        Ok(overdue)
    }

    /// Plans that the appointed manager hears of touches that could not be told to their owner; `told` is what was given
    /// up. Planned before that is marked, so a crash between the two loses nothing.
    pub(super) async fn plan_undelivered(&self, given_up: &About, server: ServerId) -> Result<(), AppError> {
        let touches = match given_up.kind {
            NoticeKind::Touch => vec![*given_up],
            NoticeKind::LateTouches => self.store.bundled_in(given_up.subject, given_up.rep).await?,
            _ => return Ok(()),
        };
        let Some(manager) = self.store.server_settings(server).await?.manager else { return Ok(()) };
        let others = touches.iter().filter(|touch| touch.rep != manager);
        let planned: Vec<NewNotice> = others
            .map(|touch| {
                let about = About { rep: manager, kind: NoticeKind::Undelivered, ..*touch };
                NewNotice { about, server, channel: 0, due: self.now() }
            })
            .collect();
        self.store.plan_notices(&planned).await?;
        Ok(())
    }

    pub(super) async fn said_of_undelivered(&self, due: &Notice) -> Result<Due, AppError> {
        let about = due.new.about;
        let id = TouchId { follow_up: FollowUpId(about.subject), n: about.part };
        let open = self.store.touch(id).await?.filter(|touch| touch.state == TouchState::Open);
        let Some(touch) = open else { return Ok(Due::Nothing) };
        let words = self.words(&self.language_of_rep(due.new.server, about.rep).await?)?;
        let overdue = Overdue { owner: self.called(&touch).await?, entry: self.entry(&touch).await? };
        let known_by = Action::TouchShow(id);
        let reply = followup::undelivered(&words, &overdue, known_by.clone());
        Ok(Due::tell(Told { reply, known_by }))
    }

    /// What a touch's owner is called.
    async fn called(&self, touch: &Touch) -> Result<String, AppError> {
        let known = self.store.rep(touch.server, touch.owner).await?.map(|rep| rep.name);
        Ok(known.filter(|name| !name.is_empty()).unwrap_or_else(|| touch.owner.to_string()))
    }

    async fn language_of_rep(&self, server: ServerId, rep: RepId) -> Result<String, AppError> {
        Ok(self.store.rep(server, rep).await?.map(|rep| rep.language).unwrap_or_default())
    }
}

fn zone_of(settings: &ServerSettings, language: &str) -> Tz {
    settings.zone.unwrap_or_else(|| by_language(language))
}

/// The morning of the next working day.
fn next_morning(now: DateTime<Utc>, zone: Tz, worked: &WorkingDays) -> DateTime<Utc> {
    let today = now.with_timezone(&zone).date_naive();
    let tomorrow = today.checked_add_days(Days::new(1)).unwrap_or(today);
    moment(worked.next(tomorrow), AT, zone)
}

/// The day after which so many working days have passed before today's: what was due before it is overdue.
fn worked_before(today: NaiveDate, days: u32, worked: &WorkingDays) -> NaiveDate {
    let mut day = today;
    for _ in 0..days {
        let mut back = (1..=LONGEST_BREAK).filter_map(|ahead| day.checked_sub_days(Days::new(ahead)));
        day = back.find(|day| worked.off(*day).is_none()).unwrap_or(day);
    }
    // A touch of that very day has been open for as long as asked.
    day.checked_add_days(Days::new(1)).unwrap_or(day)
}

fn day_number(now: DateTime<Utc>, zone: Tz) -> i64 {
    use chrono::Datelike;
    i64::from(now.with_timezone(&zone).date_naive().num_days_from_ce())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn working_days_are_counted_back() {
        let week = WorkingDays::default();
        // A Monday: two working days before it is Thursday; what was due on Thursday is overdue, so before Friday.
        assert_eq!(worked_before(day("2026-03-09"), 2, &week), day("2026-03-06"));
        assert_eq!(worked_before(day("2026-03-09"), 0, &week), day("2026-03-10"));
        assert_eq!(worked_before(day("2026-03-12"), 1, &week), day("2026-03-12"));
    }

    #[test]
    fn the_next_morning_is_of_a_working_day() {
        let friday: DateTime<Utc> = "2026-03-06T10:00:00Z".parse().expect("a moment");
        assert_eq!(
            next_morning(friday, chrono_tz::UTC, &WorkingDays::default()).to_rfc3339(),
            "2026-03-09T09:30:00+00:00"
        );
    }
}
