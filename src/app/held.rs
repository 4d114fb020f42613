//! A session held in the hand: its turns folded into the talk as it stands, with the playbook and words it began with.
//! It must not change anything that is stored.

use std::sync::Arc;

use crate::coach::drill::{Bout, Over, Plan};
use crate::coach::score::score;
use crate::playbook::Playbook;
use crate::reply::{Action, Look, Reply, Words, drill, duel, notice, phrase};
use crate::store::{Ended, NewSession, Session, SessionState};

use super::begin::LEARNER;
use super::scores::stored;
use super::spar::NotTaken;
use super::{Answered, App, AppError};

/// A session with its fold.
pub(super) struct Held {
    pub(super) session: Session,
    pub(super) playbook: Arc<Playbook>,
    pub(super) words: Arc<Words>,
    pub(super) bout: Bout,
}

impl App {
    /// The playbook that a drill began with, in the edition of then.
    pub(super) async fn playbook_of(&self, drill: &NewSession) -> Result<Arc<Playbook>, AppError> {
        let edition = drill.content.map(|content| content.edition);
        self.content_in(drill.server, edition).await?.own(&drill.playbook, &drill.language)
    }

    pub(super) async fn fold(&self, session: Session) -> Result<Held, AppError> {
        let playbook = self.playbook_of(&session.new).await?;
        let words = self.words(&session.new.language)?;
        let scenario = &session.new.scenario;
        let plan = match &session.new.occasion {
            Some(occasion) => playbook.plan_about(scenario, occasion),
            None => playbook.plan(scenario),
        };
        let plan = plan.ok_or(AppError::NoContent("scenario that this was begun with"))?;
        let plan = plan.as_hard_as(session.new.difficulty);
        let bout = talk(&session, plan)
            .map_err(|why| AppError::Fold { session: session.new.id.0, why: why.to_string() })?;
        Ok(Held { session, playbook, words, bout })
    }
}

/// What was said, in its order, over the plan that it began with.
fn talk(session: &Session, plan: Plan) -> Result<Bout, Over> {
    let seed = session.new.seed;
    let mut bout = if session.new.peer.is_some() { Bout::duel(plan, seed) } else { Bout::begin(plan, seed) };
    let mut lines = session.peer_lines.iter().peekable();
    for (n, turn) in (0u32..).zip(&session.turns) {
        while let Some(line) = lines.next_if(|line| line.after <= n) {
            bout.peer_says(&line.said);
        }
        bout.answer(&turn.said, turn.verdict.clone())?;
    }
    lines.for_each(|line| bout.peer_says(&line.said));
    Ok(bout)
}

impl Held {
    pub(super) fn is_as_played(&self) -> bool {
        self.bout.plan.scenario.digest == self.session.new.digest
    }

    pub(super) fn cannot_fold(&self, why: &str) -> AppError {
        AppError::Fold { session: self.session.new.id.0, why: why.to_owned() }
    }

    pub(super) fn answered(&self, n: u32) -> Answered {
        let mut replies = Vec::new();
        // In a duel the buyer is a person, who answers for themselves.
        if self.session.new.peer.is_none() {
            replies.push(drill::line(&self.words, &self.bout, Some(self.session.new.id)));
        }
        if self.bout.end.is_some() {
            replies.extend(self.closing());
        }
        Answered { turn: Some((self.session.new.id, n)), channel: self.session.new.channel, replies }
    }

    pub(super) fn scorecard(&self) -> Reply {
        let next = self.playbook.after(&self.bout.plan.scenario).map(|s| &**s);
        let session = self.session.new.id;
        let card = score(&self.bout);
        let reply = drill::scorecard(&self.words, &self.bout, &card, next, Some(session));
        if card.score.is_none() || !self.playbook.cadences.contains_key(LEARNER) {
            return reply;
        }
        reply.button(self.words.plain(phrase::BUTTON_ROUNDS).into(), Action::Rounds(session), Look::Plain)
    }

    /// The scorecard; after a duel also the first question to whoever played the buyer.
    pub(super) fn closing(&self) -> Vec<Reply> {
        let ask = self.session.new.peer.map(|_| duel::rating(&self.words, self.session.new.id, 0));
        std::iter::once(self.scorecard()).chain(ask.flatten()).collect()
    }

    pub(super) fn not_taken(&self, why: &NotTaken) -> Answered {
        let text = match why {
            NotTaken::Refused(refusal) => {
                notice::refusal(&self.words, refusal, &self.playbook.language_name(&self.words))
            }
            NotTaken::Over => self.words.plain(phrase::DRILL_OVER).to_owned(),
        };
        Answered { turn: None, channel: self.session.new.channel, replies: vec![Reply::text(text)] }
    }

    pub(super) fn ended(&self, state: SessionState, at: chrono::DateTime<chrono::Utc>) -> Ended {
        let card = score(&self.bout);
        Ended {
            state,
            at,
            score: card.score,
            pass_mark: self.bout.plan.method.pass,
            passed: card.passed,
            earned: card.earned,
            rated: card.rated,
            whole: card.whole,
            faults_cost: card.faults_cost,
            receipts: stored(&card, self.bout.plan.method.id.as_str()),
        }
    }
}
