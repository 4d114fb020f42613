//! Duels: another member plays the buyer by a secret card, the engine scores the rep alone, and the buyer rates them.
//! Only whoever plays the buyer sees the card and may rate.

use crate::coach::ids::SessionId;
use crate::reply::{Reply, duel, notice, phrase};
use crate::store::{PeerLine, Recorded, Session, SessionState};

use super::drill::Taken;
use super::{App, AppError, Step, Who};
use crate::reply::notice::accept;

impl App {
    /// Takes a line of the member who plays the buyer.
    pub(super) async fn take_peer_line(
        &self,
        session: &Session,
        event: i64,
        said: &str,
    ) -> Result<Taken, AppError> {
        let words = self.words(&session.new.language)?;
        let playbook = self.playbook_of(&session.new).await?;
        if let Err(refusal) = accept(said, &session.new.language) {
            let why = notice::refusal(&words, &refusal, &playbook.language_name(&words));
            return Ok(Taken::Said(super::Answered {
                turn: None,
                channel: session.new.channel,
                replies: vec![Reply::text(why)],
            }));
        }
        let after = u32::try_from(session.turns.len()).unwrap_or(u32::MAX);
        let line = PeerLine { message: event, after, said: said.trim().to_owned(), at: self.now() };
        match self.store.record_peer_line(session.new.id, &line).await? {
            Recorded::New => Ok(Taken::Heard { channel: session.new.channel }),
            Recorded::Duplicate => Ok(Taken::Before),
        }
    }

    /// The secret card, for whoever plays the buyer.
    pub async fn secret_card(&self, who: &Who, id: SessionId) -> Result<Reply, AppError> {
        let words = self.words(&who.language)?;
        match self.store.duel(id, who.rep).await? {
            Some(session) => {
                let held = self.fold(session).await?;
                Ok(duel::secret_card(&held.words, &held.bout.plan, |label| {
                    held.playbook.label_names.get(label).cloned()
                }))
            }
            None => Ok(notice::plain(&words, phrase::DUEL_NOT_BUYER)),
        }
    }

    /// Rates the rep on the so-manieth question; the next one follows.
    pub async fn rate(&self, who: &Who, id: SessionId, at: usize, which: usize) -> Result<Step, AppError> {
        let words = self.words(&who.language)?;
        let session = self.store.duel(id, who.rep).await?.filter(|s| s.state != SessionState::Open);
        let (Some(session), Some((question, rating))) = (session, duel::rated(at, which)) else {
            return Ok(Step::aside(notice::plain(&words, phrase::DUEL_NOT_BUYER)));
        };
        let words = self.words(&session.new.language)?;
        self.store.rate(id, question, rating).await?;
        let first = self.store.ratings(id).await?.get(question).cloned().unwrap_or_else(|| rating.to_owned());
        Ok(Step { outcome: Some(duel::told(&words, at, &first)), next: duel::rating(&words, id, at + 1) })
    }
}
