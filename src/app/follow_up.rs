//! Follow-ups: plan the touches of a customer, list them, mark one as done.

use chrono::NaiveDate;
use chrono_tz::Tz;

use super::plan::{CADENCE, Plan};
use super::settings::by_language;
use super::tend::LOOK_AGAIN;
use super::{App, AppError, Who};
use crate::coach::cadence::Cadence;
use crate::coach::ids::{FollowUpId, TouchId};
use crate::reply::followup::{Entry, Standing, added, list};
use crate::reply::{Reply, Words, notice, phrase};
use crate::store::{Card, Changed, Closing, NewFollowUp, NewTouch, Telling, Touch, TouchState};

/// The longest name of a customer, in characters.
const LONGEST_NAME: usize = 80;
/// The longest note about one, in characters.
const LONGEST_NOTE: usize = 300;
/// The most touches that are listed.
const LISTED: u32 = 60;

/// What `/followup add` was given.
#[derive(Debug, Clone, Default)]
pub struct FollowUpAsked {
    /// The customer's name.
    pub customer: String,
    /// The day of signing; today in the zone when absent.
    pub signed: Option<String>,
    /// The zone's IANA name; the rep's last one, else UTC, when absent.
    pub zone: Option<String>,
    /// What to remember of the customer.
    pub note: Option<String>,
    /// The channel where it was asked; pings that cannot go to the rep go there. 0: none.
    pub channel: i64,
}

impl App {
    /// Plans the touches of a customer. The event's id becomes the follow-up's.
    pub async fn add_follow_up(
        &self,
        who: &Who,
        event: i64,
        asked: &FollowUpAsked,
    ) -> Result<Reply, AppError> {
        let words = self.words(&who.language)?;
        let content = self.content(who.server).await?;
        let playbook = content.playbook(&who.language)?;
        let cadence = playbook.cadences.get(CADENCE).ok_or(AppError::NoContent("customer cadence"))?;
        let zone = match self.zone(who, asked.zone.as_deref()).await? {
            Ok(zone) => zone,
            Err(typed) => {
                return Ok(Reply::text(words.say(phrase::FOLLOWUP_BAD_ZONE, &[("typed", &typed)])));
            }
        };
        let customer = asked.customer.trim();
        if customer.is_empty()
            || customer.chars().count() > LONGEST_NAME
            || customer.chars().any(char::is_control)
        {
            return Ok(Reply::text(
                words.say(phrase::FOLLOWUP_BAD_NAME, &[("most", &LONGEST_NAME.to_string())]),
            ));
        }
        let note = asked.note.as_deref().unwrap_or_default().trim();
        if note.chars().count() > LONGEST_NOTE || note.chars().any(char::is_control) {
            return Ok(Reply::text(
                words.say(phrase::FOLLOWUP_BAD_NOTE, &[("most", &LONGEST_NOTE.to_string())]),
            ));
        }
        let Some(signed) = self.signing_day(asked.signed.as_deref(), zone) else {
            let typed = asked.signed.clone().unwrap_or_default();
            return Ok(Reply::text(words.say(phrase::FOLLOWUP_BAD_DATE, &[("typed", &typed)])));
        };
        let (rhythm, days) = self.timing(who.server, who.rep, zone).await?;
        let plan = Plan { cadence, signed, rhythm, days };
        let new = NewFollowUp {
            id: FollowUpId(event),
            server: who.server,
            owner: who.rep,
            card: Card { customer: customer.to_owned(), note: note.to_owned(), ..Card::default() },
            signed,
            zone: zone.name().to_owned(),
            cadence: cadence.id.to_string(),
            playbook: playbook.id.to_string(),
            language: playbook.language.to_string(),
            edition: content.edition,
            channel: asked.channel,
            created: self.now(),
            months: plan.months(self.now()),
            look: self.now() + LOOK_AGAIN,
            touches: plan.touches(self.now()),
        };
        self.store.add_follow_up(&new).await?;
        self.store.set_zone(who.server, who.rep, zone.name()).await?;
        let entry = |touch: &NewTouch| Entry {
            customer: customer.to_owned(),
            touch: titles(cadence, touch),
            due: touch.due,
            moved_from: (touch.due.with_timezone(&zone).date_naive() != touch.planned)
                .then_some(touch.planned),
            standing: Standing::Open,
        };
        Ok(added(&words, customer, &new.touches.iter().map(entry).collect::<Vec<_>>()))
    }

    /// The zone that was given, else the one last used; `Err` with what was typed when it is none.
    pub(super) async fn zone(&self, who: &Who, given: Option<&str>) -> Result<Result<Tz, String>, AppError> {
        if let Some(typed) = given {
            return Ok(typed.trim().parse().map_err(|_| typed.to_owned()));
        }
        let known = self.store.rep(who.server, who.rep).await?.and_then(|rep| rep.zone);
        Ok(Ok(known.and_then(|zone| zone.parse().ok()).unwrap_or_else(|| by_language(&who.language))))
    }

    /// The day given, today when none is; `None` when it is no date or further than a year away.
    pub(super) fn signing_day(&self, given: Option<&str>, zone: Tz) -> Option<NaiveDate> {
        let today = self.now().with_timezone(&zone).date_naive();
        let Some(given) = given else {
            return Some(today);
        };
        let day: NaiveDate = given.trim().parse().ok()?;
        ((day - today).num_days().abs() <= 366).then_some(day)
    }

    /// A rep's touches.
    pub async fn list_follow_ups(&self, who: &Who) -> Result<Reply, AppError> {
        let words = self.words(&who.language)?;
        Ok(list(&words, &self.entries(who, LISTED).await?))
    }

    pub(super) async fn entries(&self, who: &Who, most: u32) -> Result<Vec<Entry>, AppError> {
        let mut entries = Vec::new();
        for touch in self.store.touches_of(who.server, who.rep, most).await? {
            entries.push(self.entry(&touch).await?);
        }
        Ok(entries)
    }

    /// Marks a touch as done.
    pub async fn touch_done(&self, who: &Who, id: TouchId) -> Result<Reply, AppError> {
        let words = self.words(&who.language)?;
        let done = Closing::Done { gave: String::new(), next_step: String::new() };
        match self.store.close_touch(id, who.rep, &done, self.now()).await? {
            Changed::Now => Ok(self.told_done(&words, id).await?),
            Changed::Already => Ok(notice::plain(&words, phrase::TOUCH_WAS_DONE)),
            Changed::NotYours => Ok(notice::plain(&words, phrase::TOUCH_NOT_YOURS)),
            Changed::Unknown => Ok(notice::plain(&words, phrase::OLD_BUTTON)),
        }
    }

    async fn told_done(&self, words: &Words, id: TouchId) -> Result<Reply, AppError> {
        let Some(touch) = self.store.touch(id).await? else {
            return Ok(notice::plain(words, phrase::TOUCH_WAS_DONE));
        };
        let entry = self.entry(&touch).await?;
        let holes = [("customer", entry.customer.as_str()), ("touch", &entry.touch)];
        Ok(Reply::text(words.say(phrase::TOUCH_DONE, &holes)))
    }

    /// A touch is called as in the cadence that it was planned by.
    pub(super) async fn entry(&self, touch: &Touch) -> Result<Entry, AppError> {
        let content = self.content_in(touch.server, touch.edition).await?;
        let playbook = content.library.exact_playbook(&touch.language);
        let cadence = playbook.and_then(|p| p.cadences.get(touch.cadence.as_str()));
        let title = cadence.map_or_else(|| touch.new.plan.clone(), |cadence| titles(cadence, &touch.new));
        Ok(Entry {
            customer: touch.card.customer.clone(),
            touch: title,
            due: touch.new.due,
            moved_from: None,
            standing: match (touch.state, &touch.telling) {
                (TouchState::Open, Telling::GaveUp(_)) => Standing::GaveUp,
                (TouchState::Open, _) => Standing::Open,
                _ => Standing::Done,
            },
        })
    }
}

/// What a touch is called, with those that are told in the same ping.
fn titles(cadence: &Cadence, touch: &NewTouch) -> String {
    let plans = touch.merged.iter().map(|(plan, _)| plan).chain([&touch.plan]);
    plans.map(|plan| touch_title(cadence, plan)).collect::<Vec<_>>().join(" + ")
}

fn touch_title(cadence: &Cadence, plan: &str) -> String {
    cadence
        .touches
        .iter()
        .find(|touch| touch.id == *plan)
        .map_or_else(|| plan.to_owned(), |touch| touch.title.clone())
}
