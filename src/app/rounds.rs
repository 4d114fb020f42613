//! The learner's 1-3-7-21 after a drill, for who asks for it: pings that bring the step back that cost points. The same
//! engine of dates as for customers, kept apart from them.
//! It must not score anything anew: receipts tell which step it is.

use super::begin::LEARNER;
use super::ping::Told;
use super::send_due::Due;
use super::{App, AppError, Who};
use crate::coach::cadence::{Cadence, schedule};
use crate::coach::ids::SessionId;
use crate::coach::notice::{About, NoticeKind};
use crate::coach::quiet::Rhythm;
use crate::coach::working_days::{Week, WorkingDays};
use crate::reply::rounds::{Round, planned, round};
use crate::reply::{Action, Reply, notice, phrase};
use crate::store::{NewNotice, Notice, SessionState, StoredReceipt};

impl App {
    /// Plans the rounds after a drill that has ended; asked again, nothing changes.
    pub async fn plan_rounds(&self, who: &Who, session: SessionId) -> Result<Reply, AppError> {
        let words = self.words(&who.language)?;
        let ended = self.store.session(session, who.rep).await?.filter(|s| s.state != SessionState::Open);
        let Some(drill) = ended else { return Ok(notice::plain(&words, phrase::OLD_BUTTON)) };
        let playbook = self.playbook_of(&drill.new).await?;
        let Some(cadence) = playbook.cadences.get(LEARNER) else {
            return Ok(notice::plain(&words, phrase::ROUNDS_NONE));
        };
        let zone = self.rhythm_of(drill.new.server, who.rep).await?.zone;
        let day = drill.new.started.with_timezone(&zone).date_naive();
        // Practice keeps no working days.
        let every_day = WorkingDays { week: Week::WHOLE, ..WorkingDays::default() };
        let mut touches = schedule(cadence, day, &Rhythm { zone, quiet: None }, &every_day, 0);
        let now = self.now();
        touches.retain(|touch| touch.due > now);
        if touches.is_empty() {
            return Ok(notice::plain(&words, phrase::ROUNDS_OVER));
        }
        let notice = |(part, due)| {
            let about = About { rep: who.rep, kind: NoticeKind::Round, subject: session.0, part };
            NewNotice { about, server: drill.new.server, channel: 0, due }
        };
        let parts = touches.iter().filter_map(|touch| Some((u32::try_from(touch.plan).ok()?, touch.due)));
        self.store.plan_notices(&parts.map(notice).collect::<Vec<_>>()).await?;
        Ok(planned(&words, &touches.iter().map(|touch| touch.due).collect::<Vec<_>>()))
    }

    pub(super) async fn said_of_round(&self, due: &Notice) -> Result<Due, AppError> {
        let about = due.new.about;
        let session = SessionId(about.subject);
        let Some(drill) = self.store.session(session, about.rep).await? else { return Ok(Due::Nothing) };
        let playbook = self.playbook_of(&drill.new).await?;
        let cadence: Option<&Cadence> = playbook.cadences.get(LEARNER).map(|cadence| &**cadence);
        let at = usize::try_from(about.part).ok();
        let Some(touch) = cadence.zip(at).and_then(|(cadence, at)| cadence.touches.get(at)) else {
            return Ok(Due::Nothing);
        };
        let words = self.words(&drill.new.language)?;
        let name = self.store.rep(drill.new.server, about.rep).await?.map(|rep| rep.name).unwrap_or_default();
        let receipts = self.store.receipts(session).await?;
        let known_by = Action::Round(session, about.part);
        let scenario = playbook.scenarios.get(drill.new.scenario.as_str());
        let said = Round {
            touch,
            rep: &name,
            drill: scenario.map_or(drill.new.scenario.as_str(), |scenario| &scenario.title),
            to_mend: dearest(&receipts).map(|receipt| receipt.title.as_str()),
            action: known_by.clone(),
        };
        Ok(Due::tell(Told { reply: round(&words, &said), known_by }))
    }
}

/// The check that cost most points.
fn dearest(receipts: &[StoredReceipt]) -> Option<&StoredReceipt> {
    let lost = |receipt: &StoredReceipt| {
        let whole = u64::from(receipt.weight) * 1_000;
        receipt.earned.map_or(0, |earned| whole.saturating_sub(u64::from(earned)))
    };
    receipts.iter().filter(|receipt| lost(receipt) > 0).max_by_key(|receipt| lost(receipt))
}
