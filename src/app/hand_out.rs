//! Handing out: a rep gets an assignment once, with notices planned for times that suit them. What is assigned to a role
//! reaches members who join it later: when they next use the bot, or when the platform tells of their roles.
//! It must not decide how anybody stands.

use std::sync::Arc;

use super::assign::MOST_ASSIGNEES;
use super::{App, AppError, Who};
use crate::coach::assignment::reminders;
use crate::coach::ids::{AssignmentId, RepId, ServerId};
use crate::coach::notice::{About, NoticeKind};
use crate::store::{Handing, NewAssignment, NewNotice, ToRole};

impl App {
    /// Reps with what they are to be told of an assignment; `tell` also that they have it.
    pub(super) async fn handings(
        &self,
        new: &NewAssignment,
        reps: &[RepId],
        tell: bool,
    ) -> Result<Vec<Handing>, AppError> {
        let rhythms = self.rhythms(new.server, &new.language).await?;
        let now = self.now();
        let handing = |rep: &RepId| {
            let rhythm = rhythms.of(*rep);
            let planned = |kind, due| {
                let about = About { rep: *rep, kind, subject: new.id.0, part: 0 };
                NewNotice { about, server: new.server, channel: new.channel, due }
            };
            let told = tell.then(|| planned(NoticeKind::Assigned, rhythm.after_quiet(now)));
            let reminders = new.due.map(|due| reminders(now, due, &rhythm));
            let soon = reminders.and_then(|r| r.soon).map(|at| planned(NoticeKind::DueSoon, at));
            let overdue = reminders.map(|r| planned(NoticeKind::Overdue, r.overdue));
            Handing { rep: *rep, notices: [told, soon, overdue].into_iter().flatten().collect() }
        };
        Ok(reps.iter().map(handing).collect())
    }

    /// Hands out what is open for the roles of somebody who uses the bot and was not handed out to them before.
    pub(super) async fn catch_up(&self, who: &Who) -> Result<(), AppError> {
        if who.server.0 == 0 || who.roles.is_empty() {
            return Ok(());
        }
        self.member_has(who.server, who.rep, &who.roles).await
    }

    /// Hands out what is open for the roles that a member is known to have.
    pub async fn member_has(&self, server: ServerId, rep: RepId, roles: &[i64]) -> Result<(), AppError> {
        let now = self.now();
        let all = self.to_roles(server).await?;
        let open = |to: &&ToRole| roles.contains(&to.role) && to.due.is_none_or(|due| due > now);
        let open: Vec<AssignmentId> = all.iter().filter(open).map(|to| to.id).collect();
        if open.is_empty() {
            return Ok(());
        }
        let received = self.store.received(rep).await?;
        for id in open.into_iter().filter(|id| !received.contains(id)) {
            self.hand_to(id, rep, true).await?;
        }
        Ok(())
    }

    /// Hands an assignment out to one rep; `tell` also that they have it.
    pub(super) async fn hand_to(&self, id: AssignmentId, rep: RepId, tell: bool) -> Result<(), AppError> {
        let Some(found) = self.store.assignment(id).await? else {
            return Ok(());
        };
        let handings = self.handings(&found.assignment.new, &[rep], tell).await?;
        let most = u32::try_from(MOST_ASSIGNEES).unwrap_or(u32::MAX);
        let handed = self.store.hand_out(id, &handings, self.now(), most).await?;
        if handed.is_empty() {
            tracing::info!(
                assignment = id.0,
                "an assignment was not handed out: it is full, over or held already"
            );
        }
        Ok(())
    }

    /// The assignments to roles of a server; asked for once until one is made or cancelled.
    async fn to_roles(&self, server: ServerId) -> Result<Arc<Vec<ToRole>>, AppError> {
        let forgotten = match self.to_roles.find(server, ()) {
            Ok(kept) => return Ok(kept),
            Err(forgotten) => forgotten,
        };
        let found = Arc::new(self.store.role_assignments(server).await?);
        self.to_roles.keep(server, (), forgotten, &found);
        Ok(found)
    }
}
