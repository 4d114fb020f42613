//! The tape of a drill that is over, for the rep who held it.

use crate::coach::ids::SessionId;
use crate::coach::tape::tape;
use crate::reply::{Reply, notice, phrase, tape as told};
use crate::store::SessionState;

use super::{App, AppError, Who};

impl App {
    /// The tape of a session. The search for the best line takes some hundredths of a second, so it runs aside.
    pub async fn tape(&self, who: &Who, session: SessionId) -> Result<Reply, AppError> {
        let words = self.words(&who.language)?;
        let session = self.store.session(session, who.rep).await?.filter(|s| s.state != SessionState::Open);
        let Some(session) = session else {
            return Ok(notice::plain(&words, phrase::HISTORY_EMPTY));
        };
        let mut held = self.fold(session).await?;
        if !held.is_as_played() {
            return Ok(notice::plain(&words, phrase::TAPE_TOO_OLD));
        }
        held.bout.stop();
        let made = tokio::task::spawn_blocking(move || {
            let tape = tape(&held.bout);
            told::tape(&held.words, &held.bout, &tape, |label| held.playbook.label_names.get(label).cloned())
        });
        made.await.map_err(|_| AppError::NoContent("tape"))
    }
}
