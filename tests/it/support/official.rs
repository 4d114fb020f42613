//! Official drills without the assignment or the training from which they begin: held through the use cases, and ended.

use sparring::app::{Chosen, Place, Who};
use sparring::coach::ids::{AssignmentId, RepId, ServerId, SessionId};
use sparring::coach::purpose::Purpose;

use super::bench::Bench;
use super::fake_discord::User;

/// The member as the use cases know them.
pub(crate) fn who(user: &User, guild: u64) -> Who {
    let id = |id: u64| i64::try_from(id).expect("an id");
    Who {
        server: ServerId(id(guild)),
        rep: RepId(id(user.id)),
        name: user.name.clone(),
        language: user.locale.clone(),
        manager: false,
        roles: Vec::new(),
    }
}

impl Bench {
    /// A member holds a drill of the tiny scenario for an assignment, says these lines and ends it.
    pub(crate) async fn official(&self, user: &User, event: i64, lines: &[&str]) -> SessionId {
        self.held(user, event, "quote", Purpose::Assigned { assignment: AssignmentId(7), step: 0 }, lines)
            .await
    }

    /// A member holds a drill for a purpose, says these lines and ends it.
    pub(crate) async fn held(
        &self,
        user: &User,
        event: i64,
        scenario: &str,
        purpose: Purpose,
        lines: &[&str],
    ) -> SessionId {
        let who = who(user, self.guild);
        self.app.met(&who).await.expect("noted");
        let channel = i64::try_from(self.d.dm(user)).expect("an id");
        let chosen = Chosen { scenario: scenario.into(), purpose, ..Chosen::default() };
        let begun = self.app.begin_drill(&who, event, channel, &chosen).await.expect("begun");
        let session = begun.expect("no other drill is open").session;
        for (said, line) in (event + 1..).zip(lines) {
            self.app.take_answer(&who, Place::Session(session), said, line).await.expect("taken");
            let turn = u32::try_from(said - event - 1).expect("few");
            self.app.answer_sent(session, turn).await.expect("noted");
        }
        self.app.stop_drill(&who, Some(session)).await.expect("ended");
        session
    }
}
