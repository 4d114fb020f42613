//! Wrong verdicts: a rep hands a reply over, a trainer says what it did, and from then on it is judged so in that server.
//! Practice is private: a trainer sees a reply only because its rep handed it over, and not whose it is.
//! It must not change a verdict that was stored.

use std::sync::Arc;

use super::{App, AppError, Step, Who};
use crate::coach::ids::{Id, Label, SessionId, TurnId};
use crate::coach::recognise::{Correction, Example};
use crate::playbook::{Overlaid, Playbook, Worse, trial, written};
use crate::reply::{File, Phrase, Reply, Words, notice, phrase, review};
use crate::store::{
    Corrected, Dispute, Disputed, MOST_CORRECTIONS, MOST_DISPUTES, NewDispute, Recorded, SessionState,
    Settling, Taught, Use,
};

impl App {
    /// A rep holds a reply of an ended drill to be judged wrongly; the server's trainers will see it.
    pub async fn dispute(&self, who: &Who, session: SessionId, reply: u32) -> Result<Reply, AppError> {
        let words = self.words(&who.language)?;
        let session = self.store.session(session, who.rep).await?;
        let Some(session) = session.filter(|s| s.state != SessionState::Open && s.new.server.0 != 0) else {
            return Ok(notice::plain(&words, phrase::HISTORY_EMPTY));
        };
        let too_old = || Ok(notice::plain(&words, phrase::DISPUTE_TOO_OLD));
        // What the buyer said comes from the scenario: in a changed one it may never have been said.
        let Some(held) = self.fold(session).await.ok().filter(super::held::Held::is_as_played) else {
            return too_old();
        };
        let (bout, new) = (&held.bout, &held.session.new);
        let at = usize::try_from(reply).unwrap_or(usize::MAX);
        let (Some(task), Some(_)) = (bout.plan.method.task(), bout.turns.get(at)) else {
            return too_old();
        };
        let dispute = NewDispute {
            turn: TurnId { session: new.id, n: reply },
            server: new.server,
            rep: who.rep,
            task: Id::new(task),
            context: bout.line_before(at).to_owned(),
            at: self.now(),
        };
        let said = match self.store.record_dispute(&dispute).await? {
            Disputed::New => phrase::DISPUTED,
            Disputed::Before => phrase::DISPUTED_BEFORE,
            Disputed::Full => phrase::DISPUTE_FULL,
        };
        let (turn, most) = (reply.saturating_add(1).to_string(), MOST_DISPUTES.to_string());
        Ok(Reply::text(words.say(said, &[("turn", &turn), ("most", &most)])))
    }

    /// A disputed reply again, to learn from or to measure by.
    pub async fn dispute_case(&self, who: &Who, turn: TurnId, used: Use) -> Result<Step, AppError> {
        let words = self.words(&who.language)?;
        if let Some(why) = not_for(who) {
            return Ok(Step::last(notice::plain(&words, why)));
        }
        match self.store.open_dispute(who.server, turn).await? {
            Some(dispute) => Ok(Step::last(self.case(who, &words, &dispute, used).await?)),
            None => self.followed(who, &words, notice::plain(&words, phrase::REVIEW_SETTLED)).await,
        }
    }

    /// A trainer says that a disputed reply was judged rightly.
    pub async fn keep_verdict(&self, who: &Who, turn: TurnId) -> Result<Step, AppError> {
        let words = self.words(&who.language)?;
        if let Some(why) = not_for(who) {
            return Ok(Step::last(notice::plain(&words, why)));
        }
        let outcome = match self.store.keep_verdict(&self.settling(who, turn)).await? {
            Recorded::New => phrase::REVIEW_KEPT,
            Recorded::Duplicate => phrase::REVIEW_SETTLED,
        };
        self.followed(who, &words, notice::plain(&words, outcome)).await
    }

    /// A trainer says what a disputed reply did: tried on the playbooks' tests, stored, and in effect at once.
    pub async fn correct(
        &self,
        who: &Who,
        turn: TurnId,
        labels: &[String],
        used: Use,
    ) -> Result<Step, AppError> {
        let words = self.words(&who.language)?;
        if let Some(why) = not_for(who) {
            return Ok(Step::last(notice::plain(&words, why)));
        }
        // One at a time: what was tried is what takes effect.
        let _alone = self.correcting.lock().await;
        let Some(dispute) = self.store.open_dispute(who.server, turn).await? else {
            return self.followed(who, &words, notice::plain(&words, phrase::REVIEW_SETTLED)).await;
        };
        let known = self.labels(who, &dispute.task);
        let chosen: Vec<&(Label, String)> =
            known.iter().filter(|(label, _)| labels.iter().any(|name| name == label.name())).collect();
        if chosen.len() != labels.len() {
            // The list is of a playbook that has changed since: it is shown as it is now.
            return Ok(Step::last(self.case(who, &words, &dispute, used).await?));
        }
        let labels = chosen.iter().map(|(label, _)| Id::new(label.name())).collect();
        let Dispute { task, context, said, .. } = dispute;
        let correction = Correction { task, example: Example { text: said.clone(), context, labels } };
        let harms = self.tried(who, &correction, used).await?;
        let outcome = if harms.is_empty() {
            let names: Vec<&str> = chosen.iter().map(|(_, name)| name.as_str()).collect();
            self.take(who, turn, &correction, used, &names).await?
        } else {
            let harms: Vec<_> = harms.iter().map(Worse::harm).collect();
            review::refused(&words, &said, &harms)
        };
        self.followed(who, &words, outcome).await
    }

    /// Stores a correction that does no harm.
    async fn take(
        &self,
        who: &Who,
        turn: TurnId,
        correction: &Correction,
        used: Use,
        names: &[&str],
    ) -> Result<Reply, AppError> {
        let words = self.words(&who.language)?;
        Ok(match self.store.correct(&self.settling(who, turn), correction, used).await? {
            Corrected::Taken => {
                self.recognisers.forget(|server| server == who.server);
                review::taken(&words, &correction.example.text, names, used == Use::Fixture)
            }
            Corrected::Full => {
                let most = MOST_CORRECTIONS.to_string();
                Reply::text(words.say(phrase::REVIEW_FULL, &[("most", &most)]))
            }
            Corrected::Settled => notice::plain(&words, phrase::REVIEW_SETTLED),
        })
    }

    /// The server's corrections as the text of an overlay, with what is said beside it; no text where there are none.
    pub async fn overlay(&self, who: &Who) -> Result<Reply, AppError> {
        let words = self.words(&who.language)?;
        if let Some(why) = not_for(who) {
            return Ok(notice::plain(&words, why));
        }
        let Taught { examples, fixtures } = self.store.corrections(who.server).await?;
        if examples.is_empty() && fixtures.is_empty() {
            return Ok(notice::plain(&words, phrase::OVERLAY_EMPTY));
        }
        let (count, tests) = (examples.len().to_string(), fixtures.len().to_string());
        let text = written(&Overlaid { corrections: examples, tests: fixtures });
        let (name, bytes) = ("overlay.toml".to_owned(), text.into_bytes());
        let file = File { name, kind: "application/toml", bytes, alt: String::new() };
        Ok(Reply::text(words.say(phrase::OVERLAY_READY, &[("count", &count), ("tests", &tests)])).file(file))
    }

    fn settling(&self, who: &Who, turn: TurnId) -> Settling {
        Settling { turn, server: who.server, by: who.rep, at: self.now() }
    }

    /// A dispute in the hands of a trainer.
    pub(super) async fn case(
        &self,
        who: &Who,
        words: &Words,
        dispute: &Dispute,
        used: Use,
    ) -> Result<Reply, AppError> {
        let (task, labels) = (dispute.task.as_str(), self.labels(who, &dispute.task));
        let case = review::Case {
            turn: dispute.turn,
            waiting: self.store.disputes_waiting(who.server).await?,
            context: &dispute.context,
            said: &dispute.said,
            verdict: &dispute.verdict,
            labels: &labels,
            one: self.playbook_with(who, task).is_some_and(|playbook| playbook.takes_one(task)),
            test: used == Use::Fixture,
            place: dispute.place,
            drills: self.store.drills_waiting(who.server, who.rep).await?,
        };
        Ok(review::case(words, &case))
    }

    /// What the playbooks' tests, and the server's own, lose by a correction beside those in effect already. A test
    /// is not learnt from; but what was learnt from the same words is forgotten by it.
    async fn tried(&self, who: &Who, correction: &Correction, used: Use) -> Result<Vec<Worse>, AppError> {
        let Taught { examples: mut before, mut fixtures } = self.store.corrections(who.server).await?;
        // Tasks learn apart from each other, so the corrections of the others change nothing.
        before.retain(|other| other.task == correction.task);
        let said = |other: &Correction| (other.example.text.clone(), other.example.context.clone());
        let mut after = before.clone();
        after.retain(|other| said(other) != said(correction));
        fixtures.retain(|other| said(other) != said(correction));
        if used == Use::Example {
            after.push(correction.clone());
        }
        let library = self.library();
        Ok(tokio::task::spawn_blocking(move || trial(&library, &fixtures, &before, &after)).await?)
    }

    /// A playbook that knows the task, in the reader's language as far as there is one.
    fn playbook_with(&self, who: &Who, task: &str) -> Option<Arc<Playbook>> {
        let library = self.library();
        let knows = |playbook: &&Arc<Playbook>| playbook.tasks().any(|own| *own == task);
        let mut knowing = library.playbooks.iter().filter(knows);
        knowing.clone().find(|p| p.language.serves(&who.language)).or_else(|| knowing.next()).cloned()
    }

    /// The labels of a task with their names as they are shown; none where no playbook has the task any more.
    pub(super) fn labels(&self, who: &Who, task: &Id) -> Vec<(Label, String)> {
        let Some(playbook) = self.playbook_with(who, task.as_str()) else { return Vec::new() };
        let named = |name: &str| {
            let label = Label::new(task.as_str(), name);
            let shown = playbook.label_names.get(label.as_str()).map_or(name, String::as_str).to_owned();
            (label, shown)
        };
        playbook.labels_of(task.as_str()).map(named).collect()
    }
}

/// Why somebody may not review here.
pub(super) fn not_for(who: &Who) -> Option<Phrase> {
    match who {
        Who { server, .. } if server.0 == 0 => Some(phrase::SERVER_ONLY),
        Who { manager: false, .. } => Some(phrase::NOT_A_TRAINER),
        _ => None,
    }
}
