//! A reference card in words, with its source and how well it is supported.
//! It must not choose the card.

use super::{Block, Phrase, Reply, Words, phrase};
use crate::coach::card::Card;
use crate::coach::method::Grade;

/// The phrase for how well something is supported.
fn graded(grade: Grade) -> Phrase {
    match grade {
        Grade::Strong => phrase::GRADE_STRONG,
        Grade::Moderate => phrase::GRADE_MODERATE,
        Grade::Practice => phrase::GRADE_PRACTICE,
        Grade::Weak => phrase::GRADE_WEAK,
    }
}

/// A card; `source` is the source's title.
pub fn card(words: &Words, card: &Card, source: &str) -> Reply {
    let mut reply =
        Reply::default().with(Block::Title(card.title.clone())).with(Block::Text(card.body.clone()));
    if card.heading_only {
        reply = reply.with(Block::Note(words.plain(phrase::CARD_HEADING_ONLY).into()));
    }
    for section in &card.sections {
        reply = reply
            .with(Block::Field(section.title.clone(), String::new()))
            .with(Block::List(section.lines.clone()));
    }
    if let Some(grade) = card.grade {
        reply = reply.with(Block::Note(words.plain(graded(grade)).into()));
    }
    reply.with(Block::Note(words.say(phrase::CARD_SOURCE, &[("source", source)])))
}
