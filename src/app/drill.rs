//! Drills in chat: answer, hint, stop. A session is kept as its turns; its state is their fold.
//! What a reply did is judged once and stored, so a restart or a new playbook never judges it again.

use crate::coach::ids::{RepId, SessionId};
use crate::reply::{Block, Reply, drill, notice, phrase};
use crate::store::{Recorded, Session, SessionState, StoredTurn};

use super::held::Held;
use super::spar;
use super::{App, AppError, Who};

/// Characters of a reply that are shown again with a late answer.
const SHOWN_AGAIN: usize = 300;

/// Where a drill is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In this channel, by what is written there.
    Channel(i64),
    /// This session, by a button or a form.
    Session(SessionId),
}

/// What came of words that were said.
#[derive(Debug)]
pub enum Taken {
    /// They were taken, or not, and this is to be said.
    Said(Answered),
    /// They are a duel's buyer's, and were noted; nobody says anything to them but the rep.
    Heard {
        /// Where the duel is held.
        channel: i64,
    },
    /// They were taken before and answered; the event came twice.
    Before,
    /// No drill is held there.
    NoDrill,
}

/// What is to be said after a reply.
#[derive(Debug)]
pub struct Answered {
    /// The session with the number of its turn, to be marked as answered; absent for a mere notice.
    pub turn: Option<(SessionId, u32)>,
    /// Where the drill is held.
    pub channel: i64,
    /// What is said.
    pub replies: Vec<Reply>,
}

/// An answer that a stop of the process left unsaid, as far as is known.
#[derive(Debug)]
pub struct Left {
    /// To whom.
    pub rep: RepId,
    /// The event that brought the rep's words.
    pub event: i64,
    /// The drill.
    pub session: SessionId,
    /// The answer.
    pub answered: Answered,
}

impl App {
    /// Takes a rep's reply: judged, stored with the buyer's reaction, and only then answered.
    pub async fn take_answer(
        &self,
        who: &Who,
        place: Place,
        event: i64,
        said: &str,
    ) -> Result<Taken, AppError> {
        let session = match place {
            Place::Channel(channel) => self.store.session_in_channel(channel, who.rep).await?,
            Place::Session(id) => self.store.session(id, who.rep).await?,
        };
        let Some(session) = session else {
            let duel = match place {
                Place::Channel(channel) => self.store.duel_in_channel(channel, who.rep).await?,
                Place::Session(id) => self.store.duel(id, who.rep).await?,
            };
            return match duel {
                Some(duel) => self.take_peer_line(&duel, event, said).await,
                None => Ok(Taken::NoDrill),
            };
        };
        if let Some(n) = session.turns.iter().position(|turn| turn.message == event) {
            return self.say_again(session, n).await;
        }
        let mut held = self.fold(session).await?;
        let recogniser = self.recogniser(&held.session.new).await?;
        if let Err(why) = spar::answer(&held.playbook, &recogniser, &mut held.bout, said) {
            return Ok(Taken::Said(held.not_taken(&why)));
        }
        let n = u32::try_from(held.session.turns.len()).unwrap_or(u32::MAX);
        let turn = held.bout.turns.last().ok_or_else(|| held.cannot_fold("the turn was not kept"))?;
        let ended = held.bout.end.map(|_| held.ended(SessionState::Finished, self.now()));
        let row = StoredTurn {
            message: event,
            said: turn.said.clone(),
            verdict: turn.heard.verdict.clone(),
            at: self.now(),
            answered: false,
        };
        let recorded =
            self.store.record_turn(held.session.new.id, n, &row, ended.as_ref(), &self.worker).await?;
        if recorded != Recorded::New {
            return Ok(Taken::Before);
        }
        Ok(Taken::Said(self.answered(&held, n).await?))
    }

    /// The answer to a reply and, where the drill ended by it, what it meant for whoever asked for the drill.
    async fn answered(&self, held: &Held, n: u32) -> Result<Answered, AppError> {
        let mut answered = held.answered(n);
        if held.bout.end.is_some() {
            answered.replies.extend(self.came_to(held).await?);
        }
        Ok(answered)
    }

    async fn came_to(&self, held: &Held) -> Result<Option<Reply>, AppError> {
        let drill = &held.session.new;
        self.told_after(drill.purpose, drill.rep, &held.words).await
    }

    /// A redelivered event: what was said to it is said again only if that never reached the rep.
    async fn say_again(&self, session: Session, n: usize) -> Result<Taken, AppError> {
        let told = session.turns.get(n).is_none_or(|turn| turn.answered) || n + 1 < session.turns.len();
        if told {
            return Ok(Taken::Before);
        }
        let held = self.fold(session).await?;
        Ok(Taken::Said(self.answered(&held, u32::try_from(n).unwrap_or(u32::MAX)).await?))
    }

    /// Answers that were decided and stored but never reached their reps, because the process that took their replies is
    /// gone; each is given to one process only. The buyer's line begins with the words that it answers: they may be far up by now, or were never shown.
    pub async fn unanswered(&self) -> Result<Vec<Left>, AppError> {
        let sessions = self.store.take_unanswered(&self.worker, self.now(), 100).await?;
        let mut left = Vec::new();
        for session in sessions {
            left.extend(self.left(session).await);
        }
        Ok(left)
    }

    async fn left(&self, session: Session) -> Option<Left> {
        let n = u32::try_from(session.turns.len().saturating_sub(1)).unwrap_or(u32::MAX);
        let (event, said) = session.turns.last().map(|turn| (turn.message, start_of(&turn.said)))?;
        let (id, rep) = (session.new.id, session.new.rep);
        let held = self.fold(session).await.inspect_err(|error| {
            tracing::warn!(session = id.0, %error, "an answer that was left cannot be said any more");
        });
        let mut answered = self.answered(&held.ok()?, n).await.ok()?;
        if let Some(line) = answered.replies.first_mut() {
            line.blocks.insert(0, Block::Quote(said));
        }
        Some(Left { rep, event, session: id, answered })
    }

    /// The answer to a turn has reached the rep.
    pub async fn answer_sent(&self, session: SessionId, n: u32) -> Result<(), AppError> {
        Ok(self.store.mark_answered(session, n).await?)
    }

    /// Whispers a hint.
    pub async fn hint(&self, who: &Who, session: SessionId) -> Result<Reply, AppError> {
        let words = self.words(&who.language)?;
        match self.store.session(session, who.rep).await? {
            Some(session) if session.state == SessionState::Open => {
                if self.without_hints(session.new.purpose, who.rep).await? {
                    return Ok(notice::plain(&words, phrase::ASSIGN_NO_HINT));
                }
                let held = self.fold(session).await?;
                Ok(drill::hint(&held.words, &held.bout))
            }
            _ => Ok(notice::plain(&words, phrase::DRILL_OVER)),
        }
    }

    /// What the form for the next reply is called; `Err` with a notice where the drill is over.
    pub async fn answer_form(
        &self,
        who: &Who,
        session: SessionId,
    ) -> Result<Result<(String, String), Reply>, AppError> {
        let words = self.words(&who.language)?;
        let own = self.store.session(session, who.rep).await?;
        let (session, plays_buyer) = match own {
            Some(own) => (Some(own), false),
            None => (self.store.duel(session, who.rep).await?, true),
        };
        match session {
            Some(session) if session.state == SessionState::Open => {
                let held = self.fold(session).await?;
                let buyer = held.bout.plan.scenario.buyer.name.as_str();
                let title = if plays_buyer { phrase::MODAL_AS_BUYER } else { phrase::MODAL_TITLE };
                let title = held.words.say(title, &[("name", buyer)]);
                Ok(Ok((title, held.words.plain(phrase::MODAL_FIELD).to_owned())))
            }
            _ => Ok(Err(notice::plain(&words, phrase::DRILL_OVER))),
        }
    }

    /// The open drill of a member in a channel.
    pub async fn drill_in(&self, who: &Who, channel: i64) -> Result<Option<SessionId>, AppError> {
        let session = self.store.session_in_channel(channel, who.rep).await?;
        Ok(session.map(|session| session.new.id))
    }

    /// Ends a drill: the one named, else the one that is open.
    pub async fn stop_drill(&self, who: &Who, session: Option<SessionId>) -> Result<Answered, AppError> {
        let words = self.words(&who.language)?;
        let session = match session {
            // Either of the two may end a duel.
            Some(id) => match self.store.session(id, who.rep).await? {
                Some(own) => Some(own),
                None => self.store.duel(id, who.rep).await?,
            },
            None => self.store.open_session(who.server, who.rep).await?,
        };
        let Some(session) = session.filter(|s| s.state == SessionState::Open) else {
            return Ok(Answered {
                turn: None,
                channel: 0,
                replies: vec![notice::plain(&words, phrase::NO_DRILL)],
            });
        };
        let mut held = self.fold(session).await?;
        held.bout.stop();
        let ended = held.ended(SessionState::Left, self.now());
        self.store.end_session(held.session.new.id, &ended).await?;
        let mut replies = held.closing();
        replies.extend(self.came_to(&held).await?);
        Ok(Answered { turn: None, channel: held.session.new.channel, replies })
    }

    /// All scenarios.
    pub async fn list_drills(&self, who: &Who) -> Result<Reply, AppError> {
        let playbook = self.playbook(who).await?;
        Ok(drill::list(&*self.words(&who.language)?, playbook.scenarios.values().map(|s| &**s)))
    }
}

/// So few characters that the line they stand above stays one message.
fn start_of(said: &str) -> String {
    let mut start: String = said.trim().chars().take(SHOWN_AGAIN).collect();
    if start.len() < said.trim().len() {
        start.push('…');
    }
    start
}
