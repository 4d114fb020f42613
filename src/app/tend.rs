//! Tending follow-ups: as time goes by further months are planned, and where calendars, working days or quiet hours have
//! changed, the pings that wait are moved. What was told, put off or closed stays as it is.
//! It must not wait: the loop in `run` calls it, and so do tests.

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};

use super::plan::{Plan, touch_of};
use super::{App, AppError};
use crate::coach::ids::{FollowUpId, Id, ServerId};
use crate::coach::local::moment;
use crate::coach::replan::{Change, Fate, Ping, Promise, Stored, replan};
use crate::store::{NewTouch, PlanChange, PlannedTouch, ServerSettings, StoredPlan};

/// A plan is looked at again after so long: further months come in sight.
pub(super) const LOOK_AGAIN: TimeDelta = TimeDelta::days(30);
/// What cannot be looked at is looked at again after so long, so that it does not hold up the others.
const TROUBLE: TimeDelta = TimeDelta::hours(1);
/// Plans looked at in one round.
const AT_ONCE: u32 = 50;

/// What one round of tending did.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Tended {
    /// Plans looked at.
    pub looked_at: usize,
    /// Touches that were added, moved, merged or stand by themselves again.
    pub changed: usize,
}

impl App {
    /// One round: looks at the plans that are to be looked at by now, a bounded number. One that cannot be read never stops
    /// the others.
    ///
    /// # Errors
    /// When the store cannot be asked which.
    pub async fn tend(&self) -> Result<Tended, AppError> {
        let now = self.now();
        let mut tended = Tended::default();
        for id in self.store.plans_to_look_at(now, AT_ONCE).await? {
            tended.looked_at += 1;
            match self.look_at(id, now).await {
                Ok(changed) => tended.changed += changed,
                Err(error) => {
                    tracing::error!(follow_up = id.0, %error, "a follow-up's plan could not be looked at");
                    self.store.look_later(id, now + TROUBLE).await?;
                }
            }
        }
        Ok(tended)
    }

    /// Brings one plan up to date; how much was changed.
    async fn look_at(&self, id: FollowUpId, now: DateTime<Utc>) -> Result<usize, AppError> {
        let Some(stored) = self.store.stored_plan(id).await? else {
            return Ok(0);
        };
        let content = self.content_in(stored.server, stored.edition).await?;
        let playbook = content.own(&stored.playbook, &stored.language)?;
        let cadence = playbook.cadences.get(stored.cadence.as_str());
        let cadence = cadence.ok_or(AppError::NoContent("cadence of a follow-up"))?;
        let zone = stored.zone.parse().map_err(|_| AppError::NoContent("time zone of a follow-up"))?;
        let (rhythm, days) = self.timing(stored.server, stored.owner, zone).await?;
        let plan = Plan { cadence, signed: stored.signed, rhythm, days };
        let months = plan.months(now);
        let since = moment(stored.created.with_timezone(&zone).date_naive(), NaiveTime::MIN, zone);
        let known: Vec<Stored> = stored.touches.iter().map(known).collect();
        let changes: Vec<PlanChange> =
            replan(&known, &plan.pings(months), since, now).into_iter().map(change_of).collect();
        let taken = self.store.change_plan(&stored, &changes, months, now + LOOK_AGAIN).await?;
        told(&stored, &changes, taken);
        Ok(if taken { changes.len() } else { 0 })
    }

    /// Has the follow-ups looked at again of every server whose working days are others than those they were planned by.
    /// Call it at the start and when playbooks were loaded anew.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub async fn notice_other_days(&self) -> Result<(), AppError> {
        for (server, before) in self.store.planned_days().await? {
            let digest = self.days_of(&self.store.server_settings(server).await?).digest();
            if before != Some(digest) {
                let again = self.store.note_planned_days(server, digest, self.now()).await?;
                tracing::info!(
                    server = server.0,
                    again,
                    "other days are worked: follow-ups are planned anew"
                );
            }
        }
        Ok(())
    }

    /// Has a server's follow-ups planned anew by settings that were just changed.
    pub(super) async fn plan_by_these(
        &self,
        server: ServerId,
        settings: &ServerSettings,
    ) -> Result<(), AppError> {
        self.store.note_planned_days(server, self.days_of(settings).digest(), self.now()).await?;
        // Quiet hours move pings as well.
        self.store.look_again(server, None, self.now()).await?;
        Ok(())
    }
}

fn told(stored: &StoredPlan, changes: &[PlanChange], taken: bool) {
    if !taken {
        tracing::debug!(follow_up = stored.id.0, "a plan was changed by another meanwhile");
    } else if !changes.is_empty() {
        tracing::info!(follow_up = stored.id.0, changes = changes.len(), "touches were planned anew");
    }
}

/// A touch of a stored plan, for [`replan`].
fn known(touch: &PlannedTouch) -> Stored {
    let NewTouch { plan, planned, merged, due } = &touch.new;
    let promise = |plan: &str, planned| Promise { planned, plan: Id::new(plan) };
    let with = merged.iter().map(|(plan, planned)| promise(plan, *planned)).collect();
    let fate = match touch {
        PlannedTouch { merged: true, .. } => Fate::Merged,
        PlannedTouch { waits: true, .. } => Fate::Waits,
        _ => Fate::Settled,
    };
    Stored { n: touch.n, ping: Ping { of: promise(plan, *planned), due: *due, with }, fate }
}

fn change_of(change: Change) -> PlanChange {
    match change {
        Change::Add(n, ping) => PlanChange::Add(n, touch_of(ping)),
        Change::Move(n, ping) => PlanChange::Move(n, touch_of(ping)),
        Change::Merge(n) => PlanChange::Merge(n),
        Change::Return(n, ping) => PlanChange::Return(n, touch_of(ping)),
    }
}
