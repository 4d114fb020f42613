//! What a due touch says: to its owner with all that is needed for it; where others read, only that something is due.
//! It must not plan or send.

use super::ping::Told;
use super::send_due::{Due, LATE, Telling};
use super::{App, AppError, Who};
use crate::coach::cadence::TouchPlan;
use crate::coach::ids::{FollowUpId, TouchId};
use crate::reply::followup::{self, Entry};
use crate::reply::{Action, Reply, notice, phrase};
use crate::store::{Notice, Touch, TouchState};

impl App {
    pub(super) async fn said_of_touch(&self, due: &Notice) -> Result<Due, AppError> {
        let about = due.new.about;
        let id = TouchId { follow_up: FollowUpId(about.subject), n: about.part };
        let open = self.store.touch(id).await?.filter(|touch| touch.state == TouchState::Open);
        let Some(touch) = open else { return Ok(Due::Nothing) };
        let words = self.words(&touch.language)?;
        let told = |reply, known_by| Told { reply, known_by };
        Ok(Due::Tell(Box::new(Telling {
            direct: told(self.whole_touch(&touch).await?, Action::TouchDone(id)),
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
    pub(super) async fn whole_touch(&self, touch: &Touch) -> Result<Reply, AppError> {
        let words = self.words(&touch.language)?;
        let name = self.store.rep(touch.server, touch.owner).await?.map(|rep| rep.name).unwrap_or_default();
        let plan = self.touch_plan(touch, &touch.new.plan).await?;
        let mut also = Vec::with_capacity(touch.new.merged.len());
        for (merged, _) in &touch.new.merged {
            also.extend(self.touch_plan(touch, merged).await?);
        }
        let due = followup::Due {
            id: touch.id,
            customer: &touch.card.customer,
            rep: &name,
            name: &touch.new.plan,
            plan: plan.as_ref(),
            also: &also,
            due: touch.new.due,
            late: self.now() - touch.new.due > LATE,
        };
        Ok(followup::ping(&words, &due))
    }

    /// The touch as the cadence has it by which it was planned; none where that is not there any more: the customer, the
    /// date and what to remember are told all the same.
    pub(super) async fn touch_plan(&self, touch: &Touch, id: &str) -> Result<Option<TouchPlan>, AppError> {
        let content = self.content_in(touch.server, touch.edition).await?;
        let Ok(playbook) = content.own(&touch.playbook, &touch.language) else { return Ok(None) };
        let cadence = playbook.cadences.get(touch.cadence.as_str());
        Ok(cadence.and_then(|c| c.touches.iter().find(|plan| plan.id == *id)).cloned())
    }

    /// Shows a touch to its owner, or to the appointed manager.
    pub async fn show_touch(&self, who: &Who, id: TouchId) -> Result<Reply, AppError> {
        let words = self.words(&who.language)?;
        match self.store.touch(id).await? {
            None => Ok(notice::plain(&words, phrase::OLD_BUTTON)),
            Some(touch) if touch.owner != who.rep && !self.manages(who, &touch).await? => {
                Ok(notice::plain(&words, phrase::TOUCH_NOT_YOURS))
            }
            Some(touch) if touch.state != TouchState::Open => {
                Ok(notice::plain(&words, phrase::TOUCH_WAS_DONE))
            }
            Some(touch) => self.whole_touch(&touch).await,
        }
    }

    /// Whether somebody is the appointed manager of a touch's server.
    async fn manages(&self, who: &Who, touch: &Touch) -> Result<bool, AppError> {
        Ok(self.store.server_settings(touch.server).await?.manager == Some(who.rep))
    }

    /// Shows the touch that was chosen from a list, by what the list says for it.
    pub async fn show_chosen(&self, who: &Who, chosen: &str) -> Result<Reply, AppError> {
        let read = || {
            let (follow_up, n) = chosen.split_once('.')?;
            Some(TouchId { follow_up: FollowUpId(follow_up.parse().ok()?), n: n.parse().ok()? })
        };
        match read() {
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
