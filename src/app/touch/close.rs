//! Closing a touch: done with what was given and what comes next, or left out with a reason; and what it looks like then.
//! It must not remind of anything.

use super::super::{App, AppError, Step, Who};
use super::{LONGEST_NOTED, not_changed};
use crate::coach::ids::TouchId;
use crate::reply::followup::{Called, Entry, Form, Noted, closed, done_form, skip_form};
use crate::reply::{Reply, notice, phrase};
use crate::store::{Changed, Closing, Touch, TouchState};

impl App {
    /// The form for what was given and what comes next, or what to say instead.
    pub async fn done_form(&self, who: &Who, id: TouchId) -> Result<Result<Form, Step>, AppError> {
        let words = self.words(&who.language)?;
        Ok(match self.open_touch(who, id).await? {
            Ok(touch) => Ok(done_form(&words, &self.touch_called(&touch).await?)),
            Err(reply) => Err(self.instead(who, id, reply).await?),
        })
    }

    /// The form for why a touch is left out, or what to say instead.
    pub async fn skip_form(&self, who: &Who, id: TouchId) -> Result<Result<Form, Step>, AppError> {
        let words = self.words(&who.language)?;
        Ok(match self.open_touch(who, id).await? {
            Ok(touch) => Ok(skip_form(&words, &self.touch_called(&touch).await?)),
            Err(reply) => Err(self.instead(who, id, reply).await?),
        })
    }

    /// The message of a touch that its owner closed elsewhere shows what was noted; everything else is told aside.
    async fn instead(&self, who: &Who, id: TouchId, reply: Reply) -> Result<Step, AppError> {
        let closed = self.store.touch(id).await?.is_some_and(|touch| touch.owner == who.rep);
        if !closed {
            return Ok(Step::aside(reply));
        }
        let words = self.words(&who.language)?;
        Ok(Step { outcome: Some(reply), next: Some(notice::plain(&words, phrase::TOUCH_WAS_DONE)) })
    }

    /// Closes a touch, whether it was pinged or not. Of two who press at once, one closes it.
    pub async fn close_touch(&self, who: &Who, id: TouchId, closing: &Closing) -> Result<Step, AppError> {
        let words = self.words(&who.language)?;
        let cut = |text: &str| text.trim().chars().take(LONGEST_NOTED).collect::<String>();
        let closing = match closing {
            Closing::Done { gave, next_step } => Closing::Done { gave: cut(gave), next_step: cut(next_step) },
            Closing::Skipped { because } => Closing::Skipped { because: cut(because) },
        };
        let changed = self.store.close_touch(id, who.rep, &closing, self.now()).await?;
        let touch = self.store.touch(id).await?;
        match (changed, touch) {
            (Changed::Now, Some(touch)) => Ok(Step::last(self.closed(who, &touch).await?)),
            (Changed::Already, Some(touch)) => self.instead(who, id, self.closed(who, &touch).await?).await,
            (changed, _) => Ok(Step::aside(notice::plain(&words, not_changed(changed)))),
        }
    }

    /// A closed touch with what was noted, and when the next one of that customer comes.
    pub(super) async fn closed(&self, who: &Who, touch: &Touch) -> Result<Reply, AppError> {
        let words = self.words(&who.language)?;
        let noted = match touch.state {
            TouchState::Skipped => Noted::Skipped(touch.skipped_because.as_deref().unwrap_or_default()),
            TouchState::Done => Noted::Done(touch.gave.as_deref(), touch.next_step.as_deref()),
            TouchState::Open | TouchState::Merged | TouchState::Cancelled => Noted::Ended,
        };
        let next = match self.open_of(touch.id.follow_up).await?.first() {
            Some(next) => Some((self.touch_called(next).await?.touch, next.new.due)),
            None => None,
        };
        let next = next.as_ref().map(|(touch, due)| (touch.as_str(), *due));
        Ok(closed(&words, &self.touch_called(touch).await?, noted, next))
    }

    /// What a touch is called, with those that are told with it.
    pub(in crate::app) async fn touch_called(&self, touch: &Touch) -> Result<Called, AppError> {
        let Entry { customer, touch, .. } = self.entry(touch).await?;
        Ok(Called { customer, touch })
    }
}
