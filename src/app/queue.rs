//! A trainer's queue: official drills that have ended and replies that their reps disputed, the oldest first. A case may
//! be skipped; then the one after it is shown, and the skipped one waits.
//! It must not show practice, but for a reply that its rep handed over.

use super::review::not_for;
use super::{App, AppError, Step, Who};
use crate::coach::review::QueuePlace;
use crate::reply::{Reply, Words, notice, phrase, review};
use crate::store::Use;

impl App {
    /// The case that waits longest, for who may manage the server.
    pub async fn review(&self, who: &Who) -> Result<Reply, AppError> {
        let words = self.words(&who.language)?;
        if let Some(why) = not_for(who) {
            return Ok(notice::plain(&words, why));
        }
        Ok(self.case_after(who, &words, QueuePlace::START).await?.unwrap_or_else(|| review::nothing(&words)))
    }

    /// Leaves a case for later and shows the one after it.
    pub async fn skip_case(&self, who: &Who, place: QueuePlace) -> Result<Step, AppError> {
        let words = self.words(&who.language)?;
        if let Some(why) = not_for(who) {
            return Ok(Step::last(notice::plain(&words, why)));
        }
        let next = self.case_after(who, &words, place).await?;
        Ok(Step::last(next.unwrap_or_else(|| notice::plain(&words, phrase::QUEUE_END))))
    }

    /// What came of a case, and the one that waits longest now.
    pub(super) async fn followed(&self, who: &Who, words: &Words, outcome: Reply) -> Result<Step, AppError> {
        let next = self.case_after(who, words, QueuePlace::START).await?;
        Ok(Step { outcome: Some(outcome), next: Some(next.unwrap_or_else(|| review::nothing(words))) })
    }

    async fn case_after(
        &self,
        who: &Who,
        words: &Words,
        after: QueuePlace,
    ) -> Result<Option<Reply>, AppError> {
        let dispute = self.store.oldest_dispute(who.server, after).await?;
        let drill = self.store.next_drill(who.server, who.rep, after).await?;
        match (dispute, drill) {
            (Some(dispute), drill) if drill.is_none_or(|drill| dispute.place < drill) => {
                Ok(Some(self.case(who, words, &dispute, Use::Example).await?))
            }
            (_, Some(drill)) => Ok(Some(self.drill_case(who, words, drill.session, 0).await?)),
            (_, None) => Ok(None),
        }
    }
}
