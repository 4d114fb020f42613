//! What a due touch says: to its owner with all that is needed for it; where others read, only that something is due.
//! It must not plan or send.

mod close;
mod hand_over;
mod snooze;

use super::ping::Told;
use super::send_due::{Due, LATE, Telling};
use super::{App, AppError, Who};
use crate::coach::cadence::{Cadence, TouchPlan};
use crate::coach::ids::{FollowUpId, TouchId};
use crate::reply::followup::{self, Entry, Known, Last};
use crate::reply::{Action, Phrase, Reply, notice, phrase};
use crate::store::{self, Changed, Notice, Touch, TouchState};

/// The longest text that is noted about a touch, in characters.
pub const LONGEST_NOTED: usize = 300;
/// Touches of one customer that are looked at: more than the years of a customer have.
const OF_A_CUSTOMER: u32 = 500;

impl App {
    pub(super) async fn said_of_touch(&self, due: &Notice) -> Result<Due, AppError> {
        let about = due.new.about;
        let id = TouchId { follow_up: FollowUpId(about.subject), n: about.part };
        let open = self.store.touch(id).await?.filter(|touch| touch.state == TouchState::Open);
        let Some(touch) = open else { return Ok(Due::Nothing) };
        let words = self.words(&touch.language)?;
        let told = |reply, known_by| Told { reply, known_by };
        let how = match (due.round, self.now() - touch.new.due > LATE) {
            (0, true) => followup::Told::Late,
            (0, false) => followup::Told::InTime,
            _ => followup::Told::Again,
        };
        Ok(Due::Tell(Box::new(Telling {
            direct: told(self.whole_touch(&touch, how).await?, Action::TouchDone(id)),
            public: told(followup::in_public(&words, Action::TouchShow(id)), Action::TouchShow(id)),
            channels: self.fallbacks(&touch).await?,
            again: None,
        })))
    }

    /// Late touches together: when each was due, and a list to open them from.
    pub(super) async fn said_of_late(&self, due: &Notice) -> Result<Due, AppError> {
        let bundle = due.new.about.subject;
        let mut open = Vec::new();
        for about in self.store.bundled_in(bundle, due.new.about.rep).await? {
            let id = TouchId { follow_up: FollowUpId(about.subject), n: about.part };
            let touch = self.store.touch(id).await?;
            open.extend(touch.filter(|touch| touch.state == TouchState::Open));
        }
        let Some(first) = open.first() else { return Ok(Due::Nothing) };
        let (words, channels) = (self.words(&first.language)?, self.fallbacks(first).await?);
        let mut late: Vec<(TouchId, Entry)> = Vec::with_capacity(open.len());
        for touch in &open {
            late.push((touch.id, self.entry(touch).await?));
        }
        let known_by = Action::LateTouches(bundle);
        let told = |reply| Told { reply, known_by: known_by.clone() };
        let direct = told(followup::late(&words, bundle, &late));
        let public = told(followup::in_public(&words, known_by.clone()));
        Ok(Due::Tell(Box::new(Telling { direct, public, channels, again: None })))
    }

    /// Where pings of a server go that cannot reach a member.
    async fn fallbacks(&self, touch: &Touch) -> Result<Vec<i64>, AppError> {
        Ok(self.store.server_settings(touch.server).await?.followup_channel.into_iter().collect())
    }

    /// All that is needed for a touch.
    pub(super) async fn whole_touch(&self, touch: &Touch, told: followup::Told) -> Result<Reply, AppError> {
        let words = self.words(&touch.language)?;
        let name = self.store.rep(touch.server, touch.owner).await?.map(|rep| rep.name).unwrap_or_default();
        let cadence = self.touch_cadence(touch).await?;
        let find = |id: &str| cadence.as_ref()?.touches.iter().find(|plan| plan.id == *id);
        let before = self.store.last_touch(touch.id.follow_up).await?;
        let due = followup::Due {
            id: touch.id,
            known: known(touch),
            rep: &name,
            name: &touch.new.plan,
            plan: find(&touch.new.plan),
            merged: touch.new.merged.iter().filter_map(|(plan, _)| find(plan)).collect(),
            last: before.as_ref().and_then(last),
            due: touch.new.due,
            told,
        };
        Ok(followup::ping(&words, &due))
    }

    /// The cadence by which a touch was planned; none where that is not there any more: the customer, the date and what
    /// to remember are told all the same.
    async fn touch_cadence(&self, touch: &Touch) -> Result<Option<Cadence>, AppError> {
        let content = self.content_in(touch.server, touch.edition).await?;
        let Ok(playbook) = content.own(&touch.playbook, &touch.language) else { return Ok(None) };
        Ok(playbook.cadences.get(touch.cadence.as_str()).map(|cadence| Cadence::clone(cadence)))
    }

    /// The touch as its cadence has it.
    pub(super) async fn touch_plan(&self, touch: &Touch) -> Result<Option<TouchPlan>, AppError> {
        let cadence = self.touch_cadence(touch).await?;
        Ok(cadence.and_then(|c| c.touches.into_iter().find(|plan| plan.id == *touch.new.plan.as_str())))
    }

    /// An open touch of the member's own, or what to tell them.
    async fn open_touch(&self, who: &Who, id: TouchId) -> Result<Result<Touch, Reply>, AppError> {
        let words = self.words(&who.language)?;
        Ok(match self.store.touch(id).await? {
            None => Err(notice::plain(&words, phrase::OLD_BUTTON)),
            Some(touch) if touch.owner != who.rep => Err(notice::plain(&words, phrase::TOUCH_NOT_YOURS)),
            Some(touch) if touch.state == TouchState::Open => Ok(touch),
            Some(touch) => Err(self.closed(who, &touch).await?),
        })
    }

    /// The open touches of a customer, the next first.
    pub(super) async fn open_of(&self, follow_up: FollowUpId) -> Result<Vec<Touch>, AppError> {
        Ok(self.store.open_touches_of(follow_up, OF_A_CUSTOMER).await?)
    }

    /// Shows a touch to its owner, or to the appointed manager.
    pub async fn show_touch(&self, who: &Who, id: TouchId) -> Result<Reply, AppError> {
        let words = self.words(&who.language)?;
        match self.store.touch(id).await? {
            None => Ok(notice::plain(&words, phrase::OLD_BUTTON)),
            Some(touch) if touch.owner != who.rep && !self.oversees(who, &touch).await? => {
                Ok(notice::plain(&words, phrase::TOUCH_NOT_YOURS))
            }
            Some(touch) if touch.state != TouchState::Open => self.closed(who, &touch).await,
            Some(touch) => {
                let told = match touch.telling {
                    store::Telling::PutOff(_) => followup::Told::Again,
                    _ if self.now() - touch.new.due > LATE => followup::Told::Late,
                    _ => followup::Told::InTime,
                };
                let reply = self.whole_touch(&touch, told).await?;
                Ok(if touch.owner == who.rep { reply } else { followup::to_hand_over(&words, reply, id) })
            }
        }
    }

    /// Shows the next touch of a customer that was handed over.
    pub async fn show_next(&self, who: &Who, follow_up: FollowUpId) -> Result<Reply, AppError> {
        match self.open_of(follow_up).await?.first() {
            Some(touch) => self.show_touch(who, touch.id).await,
            None => Ok(notice::plain(&*self.words(&who.language)?, phrase::OLD_BUTTON)),
        }
    }

    /// Whether somebody is the appointed manager of a touch's server, or may manage it and is there.
    async fn oversees(&self, who: &Who, touch: &Touch) -> Result<bool, AppError> {
        if who.manager && who.server == touch.server {
            return Ok(true);
        }
        Ok(self.store.server_settings(touch.server).await?.manager == Some(who.rep))
    }

    /// Shows the touch that was chosen from a list, by what the list says for it.
    pub async fn show_chosen(&self, who: &Who, chosen: &str) -> Result<Reply, AppError> {
        match read_id(chosen) {
            Some(id) => self.show_touch(who, id).await,
            None => Ok(notice::plain(&*self.words(&who.language)?, phrase::OLD_BUTTON)),
        }
    }

    /// Shows what a bundle told of, to its owner, in their own language.
    pub async fn show_late(&self, who: &Who, bundle: i64) -> Result<Reply, AppError> {
        let words = self.words(&who.language)?;
        let mut late = Vec::new();
        for about in self.store.bundled_in(bundle, who.rep).await? {
            let id = TouchId { follow_up: FollowUpId(about.subject), n: about.part };
            if let Some(touch) = self.store.touch(id).await?.filter(|touch| touch.state == TouchState::Open) {
                late.push((touch.id, self.entry(&touch).await?));
            }
        }
        if late.is_empty() {
            return Ok(notice::plain(&words, phrase::OLD_BUTTON));
        }
        Ok(followup::late(&words, bundle, &late))
    }
}

/// A touch as lists and suggestions name it.
pub(super) fn read_id(chosen: &str) -> Option<TouchId> {
    let (follow_up, n) = chosen.trim().split_once('.')?;
    Some(TouchId { follow_up: FollowUpId(follow_up.parse().ok()?), n: n.parse().ok()? })
}

/// What is known of the customer of a touch.
fn known(touch: &Touch) -> Known<'_> {
    let card = &touch.card;
    Known {
        customer: &card.customer,
        contact: &card.contact,
        product: &card.product,
        note: &card.note,
        signed: touch.signed,
    }
}

/// What became of a closed touch, for the one after it.
fn last(touch: &Touch) -> Option<Last<'_>> {
    match touch.state {
        TouchState::Done => Some(Last::Done(touch.gave.as_deref(), touch.next_step.as_deref())),
        TouchState::Skipped => touch.skipped_because.as_deref().map(Last::Skipped),
        _ => None,
    }
}

/// Why something about a touch could not be changed.
fn not_changed(changed: Changed) -> Phrase {
    match changed {
        Changed::NotYours => phrase::TOUCH_NOT_YOURS,
        Changed::Already => phrase::TOUCH_WAS_DONE,
        Changed::Now | Changed::Unknown => phrase::OLD_BUTTON,
    }
}
