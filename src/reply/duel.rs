//! A duel in words: its opening, the secret card of whoever plays the buyer, and the three questions afterwards.
//! The card is for the buyer's eyes only.

use super::{Action, Block, Look, Phrase, Reply, Words, phrase};
use crate::coach::drill::{Bout, Plan};
use crate::coach::ids::SessionId;
use crate::coach::scenario::{Need, NeedKind};

/// What the buyer is asked afterwards, by the names that are stored.
const QUESTIONS: [(&str, Phrase); 3] = [
    ("listened", phrase::RATE_LISTENED),
    ("understood", phrase::RATE_UNDERSTOOD),
    ("next", phrase::RATE_NEXT),
];
/// What may be answered, by the names that are stored.
const RATINGS: [(&str, Phrase); 3] =
    [("yes", phrase::RATE_YES), ("partly", phrase::RATE_PARTLY), ("no", phrase::RATE_NO)];

/// How a duel goes, with the buttons that both use.
pub fn opening(words: &Words, bout: &Bout, session: SessionId) -> Reply {
    let buyer = [("name", bout.plan.scenario.buyer.name.as_str())];
    Reply::default()
        .with(Block::Title(words.plain(phrase::DUEL_TITLE).into()))
        .with(Block::Text(words.say(phrase::DUEL_HOW, &buyer)))
        .button(words.plain(phrase::BUTTON_SECRET).into(), Action::Secret(session), Look::Main)
        .button(words.plain(phrase::BUTTON_REPLY).into(), Action::Answer(session), Look::Plain)
        .button(words.plain(phrase::BUTTON_STOP).into(), Action::Stop(session), Look::Stop)
}

/// Whom the buyer plays, what they hide, and what opens it.
pub fn secret_card(words: &Words, plan: &Plan, label_name: impl Fn(&str) -> Option<String>) -> Reply {
    let scenario = &plan.scenario;
    let buyer = &scenario.buyer;
    let who = [("name", buyer.name.as_str()), ("title", &buyer.title), ("company", &buyer.company)];
    let mut reply = Reply::default()
        .with(Block::Title(words.plain(phrase::SECRET_TITLE).into()))
        .with(Block::Text(words.say(phrase::SECRET_YOU_ARE, &who)));
    let manner: Vec<String> =
        buyer.parts.iter().map(|part| format!("{}: {}", part.name, part.emphasis)).collect();
    if !manner.is_empty() {
        reply = reply.with(Block::List(manner));
    }
    let opening = scenario.states.get(scenario.start).and_then(|state| state.say.first());
    if let Some(line) = opening {
        reply = reply
            .with(Block::Text(words.plain(phrase::SECRET_BEGIN).into()))
            .with(Block::Quote(line.clone()));
    }
    let needs: Vec<String> = scenario.needs.iter().map(|need| need_line(words, need, &label_name)).collect();
    if !needs.is_empty() {
        reply = reply.with(Block::Text(words.plain(phrase::SECRET_NEEDS).into())).with(Block::List(needs));
    }
    reply.with(Block::Note(words.plain(phrase::SECRET_RULES).into()))
}

fn need_line(words: &Words, need: &Need, label_name: &impl Fn(&str) -> Option<String>) -> String {
    let kind = words.plain(ripeness(need.kind));
    if need.given {
        return words.say(phrase::SECRET_NEED_GIVEN, &[("kind", kind), ("need", &need.text)]);
    }
    let opens = need.opens_with.iter().map(|l| label_name(l.as_str()).unwrap_or_else(|| l.to_string()));
    let opens = opens.collect::<Vec<_>>().join(" / ");
    words.say(phrase::SECRET_NEED, &[("kind", kind), ("need", &need.text), ("opens", &opens)])
}

/// What a need of that ripeness is called.
pub fn ripeness(kind: NeedKind) -> Phrase {
    match kind {
        NeedKind::Fact => phrase::NEED_FACT,
        NeedKind::Implied => phrase::NEED_IMPLIED,
        NeedKind::Explicit => phrase::NEED_EXPLICIT,
    }
}

/// The so-manieth question to whoever played the buyer; `None` when there is none any more.
pub fn rating(words: &Words, session: SessionId, at: usize) -> Option<Reply> {
    let (_, ask) = QUESTIONS.get(at)?;
    let holes = [("at", (at + 1).to_string()), ("of", QUESTIONS.len().to_string())];
    let intro = words.say(phrase::RATE_INTRO, &holes.each_ref().map(|(h, v)| (*h, v.as_str())));
    let reply = Reply::default().with(Block::Note(intro)).with(Block::Text(words.plain(*ask).into()));
    let buttons = RATINGS.iter().enumerate();
    Some(buttons.fold(reply, |reply, (which, (_, label))| {
        reply.button(words.plain(*label).into(), Action::Rate(session, at, which), Look::Plain)
    }))
}

/// The names under which an answer is stored.
pub fn rated(at: usize, which: usize) -> Option<(&'static str, &'static str)> {
    Some((QUESTIONS.get(at)?.0, RATINGS.get(which)?.0))
}

/// What was answered, in place of the question.
pub fn told(words: &Words, at: usize, rating: &str) -> Reply {
    let ask = QUESTIONS.get(at).map_or("", |(_, ask)| words.plain(*ask));
    let answer =
        RATINGS.iter().find(|(name, _)| *name == rating).map_or("", |(_, label)| words.plain(*label));
    Reply::text(words.say(phrase::RATE_TOLD, &[("question", ask), ("answer", answer)]))
}
