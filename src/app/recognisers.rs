//! What judges a server's drills: what a playbook learnt, with that server's corrections in effect. A recogniser is made
//! when a server first needs it and kept until a correction or other playbooks change it, so a correction holds at once.
//! It must not judge anything again that was judged.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::{App, AppError};
use crate::coach::ids::{Id, ServerId};
use crate::coach::recognise::Recogniser;
use crate::store::NewSession;

/// Recognisers that are kept; each brings the features of its server's corrections.
const KEPT: usize = 200;

/// The recognisers of servers, by server and playbook.
#[derive(Default)]
pub(super) struct Recognisers(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    /// How often what is kept was forgotten: what was begun before is not kept after.
    forgotten: u64,
    made: HashMap<(ServerId, Id), Arc<Recogniser>>,
}

impl Recognisers {
    /// Forgets those of some servers, after what they are made of has changed.
    pub(super) fn forget(&self, whose: impl Fn(ServerId) -> bool) {
        let mut kept = self.kept();
        kept.forgotten += 1;
        kept.made.retain(|(server, _), _| !whose(*server));
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is kept, else the count by which [`Self::keep`] tells whether what is made meanwhile is still right.
    fn find(&self, server: ServerId, playbook: &str) -> Result<Arc<Recogniser>, u64> {
        let kept = self.kept();
        kept.made.get(&(server, Id::new(playbook))).cloned().ok_or(kept.forgotten)
    }

    fn keep(&self, server: ServerId, playbook: &str, forgotten: u64, made: &Arc<Recogniser>) {
        let mut kept = self.kept();
        if kept.forgotten != forgotten {
            return;
        }
        if kept.made.len() >= KEPT {
            kept.made.clear();
        }
        kept.made.insert((server, Id::new(playbook)), Arc::clone(made));
    }
}

impl App {
    /// What judges a drill: its playbook's recogniser with its server's corrections in effect.
    pub(super) async fn recogniser(&self, drill: &NewSession) -> Result<Arc<Recogniser>, AppError> {
        let forgotten = match self.recognisers.find(drill.server, &drill.playbook) {
            Ok(found) => return Ok(found),
            Err(forgotten) => forgotten,
        };
        // Looked up only now: what comes after the count is as new as the count says.
        // What was learnt is the same in every edition: uploads share it.
        let playbook = self.content_in(drill.server, None).await?.own(&drill.playbook, &drill.language)?;
        let corrections = self.store.corrections(drill.server).await?;
        let made = move || Arc::new(playbook.recogniser().corrected(&corrections));
        let made = tokio::task::spawn_blocking(made).await?;
        self.recognisers.keep(drill.server, &drill.playbook, forgotten, &made);
        Ok(made)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coach::recognise::Part;

    #[test]
    fn what_was_begun_before_a_correction_is_not_kept() {
        let recognisers = Recognisers::default();
        let (server, playbook) = (ServerId(1), "tiny");
        let made = Arc::new(Recogniser::new(&[], Part::All));
        let begun = recognisers.find(server, playbook).expect_err("nothing is kept");
        recognisers.forget(|_| true);
        recognisers.keep(server, playbook, begun, &made);
        let begun = recognisers.find(server, playbook).expect_err("it was made of what is past");
        recognisers.keep(server, playbook, begun, &made);
        assert!(recognisers.find(server, playbook).is_ok());
        assert!(recognisers.find(ServerId(2), playbook).is_err());
        recognisers.forget(|other| other == ServerId(2));
        assert!(recognisers.find(server, playbook).is_ok());
    }

    #[test]
    fn only_so_many_are_kept() {
        let recognisers = Recognisers::default();
        let made = Arc::new(Recogniser::new(&[], Part::All));
        for server in 0..1_000 {
            recognisers.keep(ServerId(server), "tiny", 0, &made);
        }
        assert!(recognisers.kept().made.len() <= KEPT);
    }
}
