//! A reference card in words, with its source and how well it is supported.
//! It must not choose the card.

use std::collections::BTreeMap;

use super::{Block, Phrase, Reply, Words, phrase};
use crate::coach::card::{Card, Heading};
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

/// The phrase that heads a part, where every language has one for it.
fn headed(heading: &Heading) -> Option<Phrase> {
    Some(match heading {
        Heading::Words(_) | Heading::Label(_) => return None,
        Heading::Situation => phrase::CARD_SITUATION,
        Heading::Customer => phrase::CARD_CUSTOMER,
        Heading::Behind => phrase::CARD_BEHIND,
        Heading::Sums => phrase::CARD_SUMS,
        Heading::Evidence => phrase::CARD_EVIDENCE,
        Heading::Never => phrase::CARD_NEVER,
        Heading::Note => phrase::CARD_NOTE,
    })
}

/// A card; `source` is the source's title, `names` what labels are called.
pub fn card(words: &Words, card: &Card, source: &str, names: &BTreeMap<String, String>) -> Reply {
    let mut reply = Reply::default().with(Block::Title(card.title.clone()));
    if !card.body.is_empty() {
        reply = reply.with(Block::Text(card.body.clone()));
    }
    if card.heading_only {
        reply = reply.with(Block::Note(words.plain(phrase::CARD_HEADING_ONLY).into()));
    }
    for section in &card.sections {
        if let Some(heading) = &section.heading {
            let named = match heading {
                Heading::Words(words) => words.clone(),
                Heading::Label(label) => names.get(label.as_str()).cloned().unwrap_or_default(),
                other => headed(other).map(|phrase| words.plain(phrase).to_owned()).unwrap_or_default(),
            };
            reply = reply.with(Block::Field(named, String::new()));
        }
        let bad = section.bad.iter();
        let bad = bad.map(|bad| words.say(phrase::CARD_BAD, &[("line", &bad.line), ("why", &bad.why)]));
        reply = reply.with(Block::List(section.lines.iter().cloned().chain(bad).collect()));
    }
    let graded = card.grade.map(|grade| words.plain(graded(grade)).to_owned());
    let source = words.say(phrase::CARD_SOURCE, &[("source", source)]);
    reply.with(Block::Note(graded.into_iter().chain([source]).collect::<Vec<_>>().join(" · ")))
}
