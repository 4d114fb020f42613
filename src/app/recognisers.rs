//! What judges a server's drills: what a playbook learnt, with that server's corrections in effect. A recogniser is made
//! when a server first needs it and kept until a correction or other playbooks change it, so a correction holds at once.
//! It must not judge anything again that was judged.

use std::sync::Arc;

use super::kept::Kept;
use super::{App, AppError};
use crate::coach::ids::Id;
use crate::coach::recognise::Recogniser;
use crate::store::NewSession;

/// The recognisers of servers, by playbook.
pub(super) type Recognisers = Kept<Id, Recogniser>;

impl App {
    /// What judges a drill: its playbook's recogniser with its server's corrections in effect.
    pub(super) async fn recogniser(&self, drill: &NewSession) -> Result<Arc<Recogniser>, AppError> {
        let forgotten = match self.recognisers.find(drill.server, Id::new(&drill.playbook)) {
            Ok(found) => return Ok(found),
            Err(forgotten) => forgotten,
        };
        // Looked up only now: what comes after the count is as new as the count says.
        // What was learnt is the same in every edition: uploads share it.
        let playbook = self.content_in(drill.server, None).await?.own(&drill.playbook, &drill.language)?;
        let corrections = self.store.corrections(drill.server).await?.examples;
        let made = move || Arc::new(playbook.recogniser().corrected(&corrections));
        let made = tokio::task::spawn_blocking(made).await?;
        self.recognisers.keep(drill.server, Id::new(&drill.playbook), forgotten, &made);
        Ok(made)
    }
}
