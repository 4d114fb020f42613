//! Scores looked at afterwards: the receipts of a drill, and the last drills.
//! What was decided when a drill ended was stored, so it still counts when the playbook has changed since.

use crate::coach::ids::SessionId;
use crate::coach::score::{Credit, Scorecard, score};
use crate::reply::reviewed::{Told, beside, under_receipts};
use crate::reply::{Block, Reply, Words, drill, notice, phrase, progress, review};
use crate::store::{SessionState, StoredReceipt};

use super::reviewed::Counted;
use super::{App, AppError, Who};

/// Drills shown in a history.
const HISTORY: u32 = 10;

impl App {
    /// The receipts of a session, or of the last one that ended.
    pub async fn why(&self, who: &Who, session: Option<SessionId>) -> Result<Reply, AppError> {
        let words = self.words(&who.language)?;
        let session = match session {
            Some(id) => self.store.session(id, who.rep).await?,
            None => self.store.last_ended(who.server, who.rep).await?,
        };
        let Some(session) = session.filter(|s| s.state != SessionState::Open) else {
            return Ok(notice::plain(&words, phrase::HISTORY_EMPTY));
        };
        let (id, content) = (session.new.id, session.new.content);
        let counted = self.counted(&session).await?;
        let told = counted.as_ref().map(Counted::told);
        let mut reply = match self.fold(session).await {
            Ok(mut held) if held.is_as_played() => {
                held.bout.stop();
                let mut reply =
                    drill::receipts_with(&held.words, &held.bout, &score(&held.bout), told.as_ref());
                // Only a server has trainers.
                if held.session.new.server.0 != 0 {
                    let said: Vec<&str> = held.bout.turns.iter().map(|turn| turn.said.as_str()).collect();
                    reply.choice = review::replies(&held.words, id, &said);
                }
                reply
            }
            // The playbook has changed since: what was decided then still counts, and it was stored.
            _ => stored_receipts(&words, &self.store.receipts(id).await?, told.as_ref()),
        };
        if let Some(version) = content.and_then(|content| content.version) {
            let told = words.say(phrase::HELD_WITH_VERSION, &[("version", &version.to_string())]);
            reply = reply.with(Block::Note(told));
        }
        Ok(reply)
    }

    /// The last drills.
    pub async fn history(&self, who: &Who) -> Result<Reply, AppError> {
        let words = self.words(&who.language)?;
        Ok(progress::history(&words, &self.past_drills(who, HISTORY).await?))
    }

    pub(super) async fn past_drills(
        &self,
        who: &Who,
        most: u32,
    ) -> Result<Vec<progress::PastDrill>, AppError> {
        let words = self.words(&who.language)?;
        let mut drills = Vec::new();
        for past in self.store.history(who.server, who.rep, most).await? {
            // As it was called then: by now it may have another name, or be gone.
            let edition = past.content.map(|content| content.edition);
            let content = self.content_in(who.server, edition).await?;
            let playbook = content.library.exact_playbook(&past.language);
            let scenario = playbook.and_then(|p| p.scenarios.get(past.scenario.as_str()));
            let title = scenario.map_or(past.scenario.as_str(), |s| s.title.as_str());
            let title = match past.content.and_then(|content| content.version) {
                Some(version) => {
                    let holes = [("title", title), ("version", &version.to_string())];
                    words.say(phrase::HISTORY_VERSION, &holes)
                }
                None => title.to_owned(),
            };
            drills.push((title, past.score));
        }
        Ok(drills)
    }
}

/// Receipts as they are stored.
pub(super) fn stored(card: &Scorecard, method: &str) -> Vec<StoredReceipt> {
    let checks = card.receipts.iter().map(|receipt| StoredReceipt {
        id: receipt.check.to_string(),
        method: method.to_owned(),
        step: Some(receipt.step.to_string()),
        title: receipt.title.clone(),
        place: receipt.place.to_string(),
        weight: receipt.weight,
        earned: receipt.earned(),
        cost: 0,
        not_rated: match receipt.credit {
            Credit::NotRated(why) => Some(drill::not_rated(why).name.to_owned()),
            Credit::Rated { .. } => None,
        },
    });
    let faults = card.faults.iter().map(|fault| StoredReceipt {
        id: fault.fault.to_string(),
        method: method.to_owned(),
        step: None,
        title: fault.title.clone(),
        place: fault.place.to_string(),
        weight: 0,
        earned: None,
        cost: fault.cost,
        not_rated: None,
    });
    checks.chain(faults).collect()
}

fn stored_receipts(words: &Words, receipts: &[StoredReceipt], told: Option<&Told<'_>>) -> Reply {
    let line = |r: &StoredReceipt| {
        let (weight, cost) = (r.weight.to_string(), r.cost.to_string());
        match (r.earned, &r.not_rated) {
            (Some(earned), _) => words.say(
                phrase::RECEIPT_EARNED,
                &[
                    ("title", &r.title),
                    ("earned", &drill::points(earned)),
                    ("weight", &weight),
                    ("got", &drill::points(earned)),
                    ("of", &weight),
                ],
            ),
            (None, Some(why)) => {
                let why =
                    phrase::all().find(|phrase| phrase.name == why).map_or("", |phrase| words.plain(*phrase));
                words.say(phrase::RECEIPT_NOT_RATED, &[("title", &r.title), ("why", why)])
            }
            (None, None) => words.say(phrase::RECEIPT_FAULT, &[("title", &r.title), ("cost", &cost)]),
        }
    };
    let title = Block::Title(words.plain(phrase::RECEIPT).into());
    let reply = Reply::default().with(title).with(Block::List(receipts.iter().map(line).collect()));
    let reply = receipts.iter().fold(reply, |reply, receipt| beside(words, told, &receipt.id, reply));
    under_receipts(words, told, reply)
}
