//! Follow-ups: plan the touches of a customer; how a touch is called and how it stands.
//! It must not work a touch, nor send its ping.

use chrono::NaiveDate;
use chrono_tz::Tz;

use super::plan::{CADENCE, Plan};
use super::settings::by_language;
use super::tend::LOOK_AGAIN;
use super::{App, AppError, Who};
use crate::coach::cadence::Cadence;
use crate::coach::ids::FollowUpId;
use crate::reply::followup::{Entry, Standing, added};
use crate::reply::{Reply, Words, phrase};
use crate::store::{Card, NewFollowUp, NewTouch, Telling, Touch, TouchState};

/// The longest name of a customer, in characters.
const LONGEST_NAME: usize = 80;
/// The longest note about one, in characters.
const LONGEST_NOTE: usize = 300;

/// What `/followup add` was given.
#[derive(Debug, Clone, Default)]
pub struct FollowUpAsked {
    /// The customer's name.
    pub customer: String,
    /// The day of signing; today in the zone when absent.
    pub signed: Option<String>,
    /// The zone's IANA name; the rep's last one, else UTC, when absent.
    pub zone: Option<String>,
    /// Whom to talk to there.
    pub contact: Option<String>,
    /// What was signed for.
    pub product: Option<String>,
    /// What to remember of the customer.
    pub note: Option<String>,
    /// The channel where it was asked; pings that cannot go to the rep go there. 0: none.
    pub channel: i64,
}

/// A customer whose touches are to be planned.
pub(super) struct Planned {
    /// The follow-up's id.
    pub(super) id: FollowUpId,
    /// What is known of the customer.
    pub(super) card: Card,
    /// The day of signing.
    pub(super) signed: NaiveDate,
    /// The owner's zone.
    pub(super) zone: Tz,
    /// The channel where it was asked; 0: none.
    pub(super) channel: i64,
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
        let zone = match self.zone(who, asked.zone.as_deref()).await? {
            Ok(zone) => zone,
            Err(typed) => {
                return Ok(Reply::text(words.say(phrase::FOLLOWUP_BAD_ZONE, &[("typed", &typed)])));
            }
        };
        let card = match card(&words, asked) {
            Ok(card) => card,
            Err(reply) => return Ok(*reply),
        };
        let Some(signed) = self.signing_day(asked.signed.as_deref(), zone) else {
            let typed = asked.signed.clone().unwrap_or_default();
            return Ok(Reply::text(words.say(phrase::FOLLOWUP_BAD_DATE, &[("typed", &typed)])));
        };
        let planned = Planned { id: FollowUpId(event), card, signed, zone, channel: asked.channel };
        let new = self.follow_up_of(who, planned).await?;
        self.store.add_follow_up(&new).await?;
        self.store.set_zone(who.server, who.rep, zone.name()).await?;
        let content = self.content_in(new.server, new.edition).await?;
        let playbook = content.own(&new.playbook, &new.language)?;
        let cadence = playbook.cadences.get(CADENCE).ok_or(AppError::NoContent("customer cadence"))?;
        let entry = |touch: &NewTouch| Entry {
            customer: new.card.customer.clone(),
            touch: titles(cadence, touch),
            due: touch.due,
            moved_from: (touch.due.with_timezone(&zone).date_naive() != touch.planned)
                .then_some(touch.planned),
            standing: Standing::Open,
        };
        Ok(added(&words, &new.card.customer, &new.touches.iter().map(entry).collect::<Vec<_>>()))
    }

    /// A customer with their touches, by the cadence of the member's own playbook.
    pub(super) async fn follow_up_of(&self, who: &Who, planned: Planned) -> Result<NewFollowUp, AppError> {
        let content = self.content(who.server).await?;
        let playbook = content.playbook(&who.language)?;
        let cadence = playbook.cadences.get(CADENCE).ok_or(AppError::NoContent("customer cadence"))?;
        let (rhythm, days) = self.timing(who.server, who.rep, planned.zone).await?;
        let plan = Plan { cadence, signed: planned.signed, rhythm, days };
        Ok(NewFollowUp {
            id: planned.id,
            server: who.server,
            owner: who.rep,
            card: planned.card,
            signed: planned.signed,
            zone: planned.zone.name().to_owned(),
            cadence: cadence.id.to_string(),
            playbook: playbook.id.to_string(),
            language: playbook.language.to_string(),
            edition: content.edition,
            channel: planned.channel,
            created: self.now(),
            months: plan.months(self.now()),
            look: self.now() + LOOK_AGAIN,
            touches: plan.touches(self.now()),
        })
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

    /// A rep's touches, the open ones first.
    pub(super) async fn entries(&self, who: &Who, most: u32) -> Result<Vec<Entry>, AppError> {
        let mut entries = Vec::new();
        for touch in self.store.touches_of(who.server, who.rep, most).await? {
            entries.push(self.entry(&touch).await?);
        }
        Ok(entries)
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
            standing: self.touch_standing(touch),
        })
    }

    /// How a touch stands now.
    fn touch_standing(&self, touch: &Touch) -> Standing {
        let zone = touch.zone.parse().unwrap_or(Tz::UTC);
        let day = |at: chrono::DateTime<chrono::Utc>| at.with_timezone(&zone).date_naive();
        match (touch.state, &touch.telling) {
            (TouchState::Open, Telling::GaveUp(_)) => Standing::GaveUp,
            (TouchState::Open, Telling::PutOff(until)) => Standing::PutOff(*until),
            (TouchState::Open, _) if day(touch.new.due) < day(self.now()) => Standing::Overdue,
            (TouchState::Open, _) => Standing::Open,
            (TouchState::Done, _) if touch.gave.is_none() => Standing::Empty,
            (TouchState::Skipped, _) => Standing::Skipped,
            _ => Standing::Done,
        }
    }
}

/// What is known of a customer, or what is wrong with what was typed.
fn card(words: &Words, asked: &FollowUpAsked) -> Result<Card, Box<Reply>> {
    let wrong = |what, most: usize| Box::new(Reply::text(words.say(what, &[("most", &most.to_string())])));
    let short =
        |typed: &str, most: usize| typed.chars().count() <= most && !typed.chars().any(char::is_control);
    let customer = asked.customer.trim();
    if customer.is_empty() || !short(customer, LONGEST_NAME) {
        return Err(wrong(phrase::FOLLOWUP_BAD_NAME, LONGEST_NAME));
    }
    let read = |typed: &Option<String>, what, most| {
        let typed = typed.as_deref().unwrap_or_default().trim();
        if short(typed, most) { Ok(typed.to_owned()) } else { Err(wrong(what, most)) }
    };
    Ok(Card {
        customer: customer.to_owned(),
        contact: read(&asked.contact, phrase::FOLLOWUP_BAD_CONTACT, LONGEST_NAME)?,
        product: read(&asked.product, phrase::FOLLOWUP_BAD_PRODUCT, LONGEST_NAME)?,
        note: read(&asked.note, phrase::FOLLOWUP_BAD_NOTE, LONGEST_NOTE)?,
    })
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
