//! Putting a reminder off: until when is asked for, held against the next touch of the same customer, and kept.
//! It must not move the schedule.

use chrono::NaiveTime;

use super::super::{App, AppError, Step, Who};
use super::not_changed;
use crate::coach::ids::TouchId;
use crate::coach::snooze::{Bounds, Until, put_off};
use crate::reply::followup::{Form, not_snoozed, snooze, snoozed, until_form};
use crate::reply::{Reply, notice};
use crate::store::{Changed, Touch};

impl App {
    /// Asks until when a reminder is put off.
    pub async fn snooze_choice(&self, who: &Who, id: TouchId) -> Result<Reply, AppError> {
        let words = self.words(&who.language)?;
        let touch = match self.open_touch(who, id).await? {
            Ok(touch) => touch,
            Err(reply) => return Ok(reply),
        };
        let (called, bounds) = (self.touch_called(&touch).await?, self.bounds(&touch).await?);
        let time = bounds.at.format("%H:%M").to_string();
        Ok(snooze(&words, (id, &called), &time, bounds.next))
    }

    /// The form for a moment of one's own, or what to say instead.
    pub async fn snooze_form(&self, who: &Who, id: TouchId) -> Result<Result<Form, Step>, AppError> {
        let words = self.words(&who.language)?;
        Ok(match self.open_touch(who, id).await? {
            Ok(touch) => {
                let zone = self.rhythm_of(touch.server, touch.owner).await?.zone;
                Ok(until_form(&words, &self.touch_called(&touch).await?, zone.name()))
            }
            Err(reply) => Err(Step::aside(reply)),
        })
    }

    /// Puts the reminder of a touch off.
    pub async fn snooze(&self, who: &Who, id: TouchId, until: Until<'_>) -> Result<Step, AppError> {
        let words = self.words(&who.language)?;
        let touch = match self.open_touch(who, id).await? {
            Ok(touch) => touch,
            Err(reply) => return Ok(Step::aside(reply)),
        };
        let moment = match put_off(until, &self.bounds(&touch).await?) {
            Ok(moment) => moment,
            Err(why) => {
                let typed = if let Until::Typed(typed) = until { typed } else { "" };
                return Ok(Step::aside(not_snoozed(&words, why, typed)));
            }
        };
        match self.store.put_touch_off(id, who.rep, moment).await? {
            Changed::Now => Ok(Step::last(snoozed(&words, &self.touch_called(&touch).await?, moment))),
            changed => Ok(Step::aside(notice::plain(&words, not_changed(changed)))),
        }
    }

    /// Between what a reminder can be put off. A touch that is due with this one is no limit.
    async fn bounds(&self, touch: &Touch) -> Result<Bounds, AppError> {
        let open = self.open_of(touch.id.follow_up).await?;
        let later = open.iter().find(|other| other.id != touch.id && other.new.due > touch.new.due);
        let at = self.touch_cadence(touch).await?.map_or(NINE, |cadence| cadence.at);
        let rhythm = self.rhythm_of(touch.server, touch.owner).await?;
        Ok(Bounds { now: self.now(), at, rhythm, next: later.map(|touch| touch.new.due) })
    }
}

/// The usual time of a cadence that is not there any more.
const NINE: NaiveTime = match NaiveTime::from_hms_opt(9, 0, 0) {
    Some(nine) => nine,
    None => NaiveTime::MIN,
};
