//! A customer's touches as the rhythm plans them, and a preview of them before anything is signed.
//! It must not change what is stored; `tend` does.

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;

use super::{App, AppError, Who};
use crate::coach::cadence::{Cadence, schedule};
use crate::coach::local::moment;
use crate::coach::quiet::Rhythm;
use crate::coach::replan::{Change, Ping, Promise, replan};
use crate::coach::working_days::WorkingDays;
use crate::reply::dates::Terms;
use crate::reply::{Reply, phrase, preview};
use crate::store::NewTouch;

/// The cadence of customers, in every playbook that has follow-ups.
pub(super) const CADENCE: &str = "customer";
/// Touches are planned for so many months ahead, as time goes by.
pub(super) const AHEAD: u32 = 12;

/// By what the touches of a customer are planned.
#[derive(Debug)]
pub(super) struct Plan<'p> {
    pub(super) cadence: &'p Cadence,
    pub(super) signed: NaiveDate,
    pub(super) rhythm: Rhythm,
    pub(super) days: WorkingDays,
}

impl Plan<'_> {
    /// Its pings up to and with the so-manieth month.
    pub(super) fn pings(&self, months: u32) -> Vec<Ping> {
        Ping::of_schedule(
            self.cadence,
            &schedule(self.cadence, self.signed, &self.rhythm, &self.days, months),
        )
    }

    /// How many months after signing are planned at a moment: all that begin within a year.
    pub(super) fn months(&self, now: DateTime<Utc>) -> u32 {
        let today = now.with_timezone(&self.rhythm.zone).date_naive();
        let since = (today.year() - self.signed.year()) * 12 + today.month().cast_signed()
            - self.signed.month().cast_signed();
        AHEAD + u32::try_from(since).unwrap_or(0)
    }

    /// The touches of a customer who is taken on now: what was due before today is history, not a promise.
    pub(super) fn touches(&self, now: DateTime<Utc>) -> Vec<NewTouch> {
        let today = now.with_timezone(&self.rhythm.zone).date_naive();
        let since = moment(today, NaiveTime::MIN, self.rhythm.zone);
        let changes = replan(&[], &self.pings(self.months(now)), since, now);
        let added = changes.into_iter().filter_map(|change| match change {
            Change::Add(_, ping) => Some(touch_of(ping)),
            _ => None,
        });
        added.collect()
    }
}

/// A ping as it is stored.
pub(super) fn touch_of(ping: Ping) -> NewTouch {
    let promise = |promise: Promise| (promise.plan.to_string(), promise.planned);
    let (plan, planned) = promise(ping.of);
    NewTouch { plan, planned, merged: ping.with.into_iter().map(promise).collect(), due: ping.due }
}

impl App {
    /// Shows what would be planned: every touch of a year with its day and the reasons for it.
    pub async fn preview_follow_ups(
        &self,
        who: &Who,
        signed: Option<&str>,
        zone: Option<&str>,
    ) -> Result<Reply, AppError> {
        let words = self.words(&who.language)?;
        let content = self.content(who.server).await?;
        let playbook = content.playbook(&who.language)?;
        let cadence = playbook.cadences.get(CADENCE).ok_or(AppError::NoContent("customer cadence"))?;
        let zone: Tz = match self.zone(who, zone).await? {
            Ok(zone) => zone,
            Err(typed) => {
                return Ok(Reply::text(words.say(phrase::FOLLOWUP_BAD_ZONE, &[("typed", &typed)])));
            }
        };
        let Some(day) = self.signing_day(signed, zone) else {
            let typed = signed.unwrap_or_default();
            return Ok(Reply::text(words.say(phrase::FOLLOWUP_BAD_DATE, &[("typed", typed)])));
        };
        let (rhythm, days) = self.timing(who.server, who.rep, zone).await?;
        let touches = schedule(cadence, day, &rhythm, &days, AHEAD);
        let terms = Terms { cadence, rhythm: &rhythm, days: &days };
        Ok(preview::preview(&words, &terms, day, &touches))
    }
}
