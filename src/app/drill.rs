//! Drills in chat: begin, answer, hint, stop, why, history. A session is kept as its turns; its state is their fold.
//! What a reply did is judged once and stored, so a restart or a new playbook never judges it again.

use crate::coach::drill::Bout;
use crate::coach::ids::{RepId, SessionId};
use crate::coach::score::score;
use crate::playbook::Playbook;
use crate::reply::{Block, Reply, Words, drill, notice, phrase};
use crate::store::{Begun, Ended, NewSession, Recorded, Session, SessionState, StoredTurn};

use super::scores::stored;
use super::spar::{self, NotTaken};
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

/// A drill that was begun.
#[derive(Debug)]
pub struct Opened {
    /// The session.
    pub session: SessionId,
    /// The briefing and the buyer's opening, in this order.
    pub replies: Vec<Reply>,
}

/// What came of words that were said.
#[derive(Debug)]
pub enum Taken {
    /// They were taken, or not, and this is to be said.
    Said(Answered),
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

/// A session with its fold.
pub(super) struct Held {
    pub(super) session: Session,
    playbook: std::sync::Arc<Playbook>,
    pub(super) words: std::sync::Arc<Words>,
    pub(super) bout: Bout,
}

impl App {
    /// Whether a drill can begin, and which: the scenario's id and title, or what to tell the rep.
    pub async fn before_drill(
        &self,
        who: &Who,
        asked: Option<&str>,
        event: i64,
    ) -> Result<Result<(String, String), Reply>, AppError> {
        let words = self.words(&who.language)?;
        let playbook = self.playbook(&who.language)?;
        if let Some(open) = self.store.open_session(who.server, who.rep).await? {
            return Ok(Err(self.still_drilling(&words, &open)));
        }
        Ok(match spar::choose_scenario(&playbook, asked, event.unsigned_abs()) {
            Ok(id) => {
                let title = playbook.scenarios.get(id.as_str()).map_or_else(String::new, |s| s.title.clone());
                Ok((id, title))
            }
            Err(near) => {
                let holes = [("typed", asked.unwrap_or_default()), ("near", near.as_str())];
                Err(Reply::text(words.say(phrase::SCENARIO_NOT_FOUND, &holes)))
            }
        })
    }

    fn still_drilling(&self, words: &Words, open: &Session) -> Reply {
        let playbook = self.own_playbook(&open.new.playbook, &open.new.language).ok();
        let scenario = playbook.as_ref().and_then(|p| p.scenarios.get(open.new.scenario.as_str()));
        let title = scenario.map_or(open.new.scenario.as_str(), |s| s.title.as_str());
        let text = words.say(phrase::ALREADY_DRILLING, &[("title", title), ("place", "{place}")]);
        Reply::default().with(Block::Where(text, open.new.channel))
    }

    /// Begins a drill in a channel; the event's id becomes the session's and its seed.
    pub async fn begin_drill(
        &self,
        who: &Who,
        event: i64,
        channel: i64,
        scenario: &str,
    ) -> Result<Result<Opened, Reply>, AppError> {
        let words = self.words(&who.language)?;
        let playbook = self.playbook(&who.language)?;
        let plan = playbook.plan(scenario).ok_or(AppError::NoContent("scenario"))?;
        let new = NewSession {
            id: SessionId(event),
            server: who.server,
            rep: who.rep,
            channel,
            playbook: playbook.id.to_string(),
            language: playbook.language.to_string(),
            scenario: scenario.to_owned(),
            digest: plan.scenario.digest,
            seed: self.seed(scenario),
            official: false,
            started: self.now(),
        };
        let bout = Bout::begin(plan, new.seed);
        match self.store.begin_session(&new).await? {
            Begun::New | Begun::Duplicate => {
                Ok(Ok(Opened { session: new.id, replies: opening(&words, &bout, new.id) }))
            }
            Begun::Busy => match self.store.open_session(who.server, who.rep).await? {
                Some(open) => Ok(Err(self.still_drilling(&words, &open))),
                None => Ok(Err(notice::plain(&words, phrase::NO_DRILL))),
            },
        }
    }

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
            return Ok(Taken::NoDrill);
        };
        if let Some(n) = session.turns.iter().position(|turn| turn.message == event) {
            return self.say_again(session, n);
        }
        let mut held = self.fold(session)?;
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
        let recorded = self.store.record_turn(held.session.new.id, n, &row, ended.as_ref()).await?;
        Ok(if recorded == Recorded::New { Taken::Said(held.answered(n)) } else { Taken::Before })
    }

    /// A redelivered event: what was said to it is said again only if that never reached the rep.
    fn say_again(&self, session: Session, n: usize) -> Result<Taken, AppError> {
        let told = session.turns.get(n).is_none_or(|turn| turn.answered) || n + 1 < session.turns.len();
        if told {
            return Ok(Taken::Before);
        }
        Ok(Taken::Said(self.fold(session)?.answered(u32::try_from(n).unwrap_or(u32::MAX))))
    }

    /// Answers that were decided and stored but never reached their reps, because the process stopped in between.
    /// The buyer's line begins with the words that it answers: they may be far up by now, or were never shown.
    pub async fn unanswered(&self) -> Result<Vec<Left>, AppError> {
        let sessions = self.store.unanswered(100).await?;
        let answer = |session: Session| {
            let n = u32::try_from(session.turns.len().saturating_sub(1)).unwrap_or(u32::MAX);
            let (event, said) = session.turns.last().map(|turn| (turn.message, start_of(&turn.said)))?;
            let (id, rep) = (session.new.id, session.new.rep);
            let mut answered = self
                .fold(session)
                .map(|held| held.answered(n))
                .inspect_err(|error| {
                    tracing::warn!(session = id.0, %error, "an answer that was left cannot be said any more");
                })
                .ok()?;
            if let Some(line) = answered.replies.first_mut() {
                line.blocks.insert(0, Block::Quote(said));
            }
            Some(Left { rep, event, session: id, answered })
        };
        Ok(sessions.into_iter().filter_map(answer).collect())
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
                let held = self.fold(session)?;
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
        match self.store.session(session, who.rep).await? {
            Some(session) if session.state == SessionState::Open => {
                let held = self.fold(session)?;
                let buyer = held.bout.plan.scenario.buyer.name.as_str();
                let title = held.words.say(phrase::MODAL_TITLE, &[("name", buyer)]);
                Ok(Ok((title, held.words.plain(phrase::MODAL_FIELD).to_owned())))
            }
            _ => Ok(Err(notice::plain(&words, phrase::DRILL_OVER))),
        }
    }

    /// Ends a drill: the one named, else the one that is open.
    pub async fn stop_drill(&self, who: &Who, session: Option<SessionId>) -> Result<Answered, AppError> {
        let words = self.words(&who.language)?;
        let session = match session {
            Some(id) => self.store.session(id, who.rep).await?,
            None => self.store.open_session(who.server, who.rep).await?,
        };
        let Some(session) = session.filter(|s| s.state == SessionState::Open) else {
            return Ok(Answered {
                turn: None,
                channel: 0,
                replies: vec![notice::plain(&words, phrase::NO_DRILL)],
            });
        };
        let mut held = self.fold(session)?;
        held.bout.stop();
        let ended = held.ended(SessionState::Left, self.now());
        self.store.end_session(held.session.new.id, &ended).await?;
        Ok(Answered { turn: None, channel: held.session.new.channel, replies: vec![held.scorecard()] })
    }

    /// All scenarios.
    pub fn list_drills(&self, who: &Who) -> Result<Reply, AppError> {
        let playbook = self.playbook(&who.language)?;
        Ok(drill::list(&*self.words(&who.language)?, playbook.scenarios.values().map(|s| &**s)))
    }

    pub(super) fn fold(&self, session: Session) -> Result<Held, AppError> {
        let playbook = self.own_playbook(&session.new.playbook, &session.new.language)?;
        let words = self.words(&session.new.language)?;
        let plan = playbook
            .plan(&session.new.scenario)
            .ok_or(AppError::NoContent("scenario that this was begun with"))?;
        let mut bout = Bout::begin(plan, session.new.seed);
        for turn in &session.turns {
            let fold = |why: crate::coach::drill::Over| AppError::Fold {
                session: session.new.id.0,
                why: why.to_string(),
            };
            bout.answer(&turn.said, turn.verdict.clone()).map_err(fold)?;
        }
        Ok(Held { session, playbook, words, bout })
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

fn opening(words: &Words, bout: &Bout, session: SessionId) -> Vec<Reply> {
    let briefing =
        drill::briefing(words, &bout.plan).with(Block::Note(words.plain(phrase::HOW_TO_ANSWER).into()));
    vec![briefing, drill::line(words, bout, Some(session))]
}

impl Held {
    pub(super) fn is_as_played(&self) -> bool {
        self.bout.plan.scenario.digest == self.session.new.digest
    }

    fn cannot_fold(&self, why: &str) -> AppError {
        AppError::Fold { session: self.session.new.id.0, why: why.to_owned() }
    }

    fn answered(&self, n: u32) -> Answered {
        let mut replies = vec![drill::line(&self.words, &self.bout, Some(self.session.new.id))];
        if self.bout.end.is_some() {
            replies.push(self.scorecard());
        }
        Answered { turn: Some((self.session.new.id, n)), channel: self.session.new.channel, replies }
    }

    fn scorecard(&self) -> Reply {
        let next = self.playbook.after(&self.bout.plan.scenario).map(|s| &**s);
        drill::scorecard(&self.words, &self.bout, &score(&self.bout), next, Some(self.session.new.id))
    }

    fn not_taken(&self, why: &NotTaken) -> Answered {
        let text = match why {
            NotTaken::Refused(refusal) => {
                notice::refusal(&self.words, refusal, &self.playbook.language_name(&self.words))
            }
            NotTaken::Over => self.words.plain(phrase::DRILL_OVER).to_owned(),
        };
        Answered { turn: None, channel: self.session.new.channel, replies: vec![Reply::text(text)] }
    }

    fn ended(&self, state: SessionState, at: chrono::DateTime<chrono::Utc>) -> Ended {
        let card = score(&self.bout);
        Ended {
            state,
            at,
            score: card.score,
            passed: card.passed,
            earned: card.earned,
            rated: card.rated,
            whole: card.whole,
            faults_cost: card.faults_cost,
            receipts: stored(&card, self.bout.plan.method.id.as_str()),
        }
    }
}
