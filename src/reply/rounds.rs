//! The learner's rounds after a drill in words: what was planned, and each round when it is due.
//! It must not know when that is.

use chrono::{DateTime, Utc};

use super::{Action, Block, Look, Reply, Words, phrase};
use crate::coach::cadence::TouchPlan;

/// One round.
#[derive(Debug, Clone)]
pub struct Round<'r> {
    /// What the cadence asks for.
    pub touch: &'r TouchPlan,
    /// The rep's name.
    pub rep: &'r str,
    /// The drill's title.
    pub drill: &'r str,
    /// What cost most points in it.
    pub to_mend: Option<&'r str>,
    /// What the button does: show the receipt.
    pub action: Action,
}

/// The days on which a rep is reminded.
pub fn planned(words: &Words, due: &[DateTime<Utc>]) -> Reply {
    let title = words.plain(phrase::ROUNDS_PLANNED).into();
    due.iter().fold(Reply::default().with(Block::Title(title)), |reply, due| {
        reply.with(Block::Moment(words.plain(phrase::ROUNDS_ON).into(), due.timestamp()))
    })
}

/// A round that is due.
pub fn round(words: &Words, round: &Round<'_>) -> Reply {
    let mut reply = Reply::default()
        .with(Block::Title(round.touch.title.clone()))
        .with(Block::Text(round.touch.draft.replace("{rep}", round.rep)))
        .with(Block::List(round.touch.checklist.clone()))
        .with(Block::Field(words.plain(phrase::ROUND_DRILL).into(), round.drill.to_owned()));
    if let Some(to_mend) = round.to_mend {
        reply = reply.with(Block::Field(words.plain(phrase::ROUND_TO_MEND).into(), to_mend.to_owned()));
    }
    reply.button(words.plain(phrase::BUTTON_WHY).into(), round.action.clone(), Look::Plain)
}
