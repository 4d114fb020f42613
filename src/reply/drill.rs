//! A drill in words: the briefing, the buyer's lines, the scorecard and the receipts.
//! The buyer's hidden facts are never in a reply before the drill is over.
//! It must not score or react.

use super::reviewed::{self, Told};
use super::{Action, Block, Look, Phrase, Reply, Words, phrase};
use crate::coach::drill::{Bout, End, Plan};
use crate::coach::ids::SessionId;
use crate::coach::recognise::Trick;
use crate::coach::scenario::{Outcome, Scenario};
use crate::coach::score::{Credit, NotRated, Quote, Receipt, Scorecard, feedback};

/// What the rep knows before the buyer speaks.
pub fn briefing(words: &Words, plan: &Plan) -> Reply {
    let scenario = &plan.scenario;
    let mut reply = Reply::default()
        .with(Block::Title(scenario.title.clone()))
        .with(Block::Field(words.plain(phrase::BRIEF).into(), scenario.brief.clone()))
        .with(Block::Field(words.plain(phrase::GOAL).into(), scenario.goal.clone()));
    if !scenario.facts.is_empty() {
        reply = reply
            .with(Block::Text(words.plain(phrase::FACT_SHEET).into()))
            .with(Block::List(scenario.facts.iter().map(|fact| fact.text.clone()).collect()));
    }
    reply.with(Block::Note(buyer_line(words, scenario)))
}

fn buyer_line(words: &Words, scenario: &Scenario) -> String {
    let buyer = &scenario.buyer;
    let holes = [("name", buyer.name.as_str()), ("title", &buyer.title), ("company", &buyer.company)];
    words.say(phrase::BUYER_LINE, &holes)
}

/// What the buyer said just before the so-manieth reply, counted from 0.
pub fn said(bout: &Bout, reply: usize) -> Block {
    let line = bout.said_before(reply);
    let speaker = line.speaker.as_ref().unwrap_or(&bout.plan.scenario.buyer.name);
    Block::Said(speaker.clone(), line.line.clone())
}

/// The buyer's last line, with where the talk stands. Buttons are there for who answers in chat.
pub fn line(words: &Words, bout: &Bout, session: Option<SessionId>) -> Reply {
    let scenario = &bout.plan.scenario;
    let mut reply = Reply::default().with(said(bout, bout.turns.len()));
    if !bout.turns.is_empty() {
        let holes = [
            ("turn", bout.turns.len().to_string()),
            ("most", scenario.most_turns(bout.plan.difficulty).to_string()),
        ];
        reply = reply
            .with(Block::Note(words.say(phrase::TURN, &holes.each_ref().map(|(h, v)| (*h, v.as_str())))));
    }
    if let Some(trick) = bout.turns.last().and_then(|turn| turn.heard.verdict.trick) {
        reply = reply.with(Block::Note(words.plain(named(trick)).into()));
    }
    if let Some(session) = session.filter(|_| bout.end.is_none()) {
        reply = reply
            .button(words.plain(phrase::BUTTON_REPLY).into(), Action::Answer(session), Look::Main)
            .button(words.plain(phrase::BUTTON_HINT).into(), Action::Hint(session), Look::Plain)
            .button(words.plain(phrase::BUTTON_STOP).into(), Action::Stop(session), Look::Stop);
    }
    reply
}

/// Why a reply earned nothing.
fn named(trick: Trick) -> Phrase {
    match trick {
        Trick::Echo => phrase::TRICK_ECHO,
        Trick::Pasted => phrase::TRICK_PASTED,
        Trick::Salad => phrase::TRICK_SALAD,
        Trick::Again => phrase::TRICK_AGAIN,
    }
}

/// The replies that earned nothing, each with the reason.
pub fn tricks(words: &Words, bout: &Bout) -> Vec<String> {
    let turns = bout.turns.iter().zip(1usize..);
    let named = turns.filter_map(|(turn, number)| {
        let why = words.plain(named(turn.heard.verdict.trick?));
        Some(words.say(phrase::TRICK_IN_REPLY, &[("turn", &number.to_string()), ("why", why)]))
    });
    named.collect()
}

/// What the coach whispers.
pub fn hint(words: &Words, bout: &Bout) -> Reply {
    let text = bout.hint().map_or_else(
        || words.plain(phrase::NO_HINT).to_owned(),
        |hint| words.say(phrase::HINT, &[("hint", hint)]),
    );
    Reply::text(text)
}

fn ending(bout: &Bout) -> Phrase {
    match bout.end {
        Some(End::Buyer(Outcome::Advance)) => phrase::END_ADVANCE,
        Some(End::Buyer(Outcome::Open)) => phrase::END_OPEN,
        Some(End::Buyer(Outcome::Lost)) => phrase::END_LOST,
        Some(End::Patience) => phrase::END_PATIENCE,
        Some(End::Turns) => phrase::END_TURNS,
        Some(End::Stopped) | None => phrase::END_STOPPED,
    }
}

/// Points with at most one decimal: 12500 thousandths are 12.5.
pub fn points(thousandths: u32) -> String {
    let tenths = (thousandths + 50) / 100;
    if tenths.is_multiple_of(10) {
        (tenths / 10).to_string()
    } else {
        format!("{}.{}", tenths / 10, tenths % 10)
    }
}

/// The end of a drill: the score, one strength, one fix, one next drill.
pub fn scorecard(
    words: &Words,
    bout: &Bout,
    card: &Scorecard,
    next: Option<&Scenario>,
    session: Option<SessionId>,
) -> Reply {
    let mut reply = Reply::default().with(Block::Text(words.plain(ending(bout)).into()));
    let Some(score) = card.score else {
        return reply.with(Block::Text(words.plain(phrase::NOT_SCORED).into()));
    };
    let pass = bout.plan.method.pass.to_string();
    let verdict = if card.passed { phrase::SCORE_PASSED } else { phrase::SCORE_NOT_YET };
    reply = reply
        .with(Block::Title(words.say(phrase::SCORE, &[("score", &score.to_string()), ("pass", &pass)])))
        .with(Block::Note(words.plain(verdict).into()));
    reply = tricks(words, bout).into_iter().fold(reply, |reply, told| reply.with(Block::Note(told)));
    reply = feedback_blocks(words, bout, card, reply);
    reply = reply.with(Block::Text(next_line(words, bout, card, next)));
    let coverage = words.say(phrase::COVERAGE, &[("percent", &card.coverage().to_string())]);
    reply = reply.with(Block::Note(coverage)).with(Block::Note(words.plain(phrase::FOR_COACHING).into()));
    match session {
        Some(session) => reply
            .button(words.plain(phrase::BUTTON_WHY).into(), Action::Why(session), Look::Plain)
            .button(words.plain(phrase::BUTTON_TAPE).into(), Action::Tape(session), Look::Plain),
        None => reply,
    }
}

fn feedback_blocks(words: &Words, bout: &Bout, card: &Scorecard, mut reply: Reply) -> Reply {
    let said = feedback(bout, card);
    reply = match &said.strength {
        Some((receipt, quote)) => reply
            .with(Block::Text(words.say(phrase::STRENGTH, &[("title", &receipt.title)])))
            .with(Block::Quote(quote.words(bout).to_owned())),
        None => reply.with(Block::Text(words.plain(phrase::NO_STRENGTH).into())),
    };
    match &said.fix {
        Some(fix) => {
            reply = reply.with(Block::Text(words.say(phrase::FIX, &[("title", fix.title)])));
            if let Some(quote) = &fix.quote {
                reply = reply.with(Block::Quote(quote.words(bout).to_owned()));
            }
            reply.with(Block::Text(words.say(phrase::BETTER, &[("line", fix.better)])))
        }
        None => reply.with(Block::Text(words.plain(phrase::NO_FIX).into())),
    }
}

fn next_line(words: &Words, bout: &Bout, card: &Scorecard, next: Option<&Scenario>) -> String {
    match next.filter(|_| card.passed) {
        Some(next) => words.say(phrase::NEXT_DRILL, &[("title", &next.title), ("id", next.id.as_str())]),
        None => {
            let same = &bout.plan.scenario;
            words.say(phrase::SAME_AGAIN, &[("title", &same.title), ("id", same.id.as_str())])
        }
    }
}

/// A quote of a receipt as it is stored: the reply and the words.
pub type StoredQuote = (usize, String);

/// The whole receipt: every check with its arithmetic, its words and its place in the playbook.
pub fn receipts(words: &Words, bout: &Bout, card: &Scorecard) -> Reply {
    receipts_with(words, bout, card, None)
}

/// The same, with what a trainer said beside it.
pub fn receipts_with(words: &Words, bout: &Bout, card: &Scorecard, told: Option<&Told<'_>>) -> Reply {
    let mut reply = Reply::default().with(Block::Title(words.plain(phrase::RECEIPT).into()));
    for receipt in &card.receipts {
        reply = quoted(words, bout, &receipt.quotes, reply.with(Block::Text(receipt_line(words, receipt))));
        reply = reviewed::beside(words, told, receipt.check.as_str(), reply);
        let place = [("check", receipt.check.as_str()), ("place", &receipt.place.to_string())];
        reply = reply.with(Block::Note(words.say(phrase::RECEIPT_PLACE, &place)));
    }
    for fault in &card.faults {
        let holes = [("title", fault.title.as_str()), ("cost", &fault.cost.to_string())];
        reply = quoted(
            words,
            bout,
            &fault.quotes,
            reply.with(Block::Text(words.say(phrase::RECEIPT_FAULT, &holes))),
        );
        reply = reviewed::beside(words, told, fault.fault.as_str(), reply);
        let place = [("check", fault.fault.as_str()), ("place", &fault.place.to_string())];
        reply = reply.with(Block::Note(words.say(phrase::RECEIPT_PLACE, &place)));
    }
    reply = reviewed::under_receipts(words, told, reply.with(Block::Text(arithmetic(words, card))));
    let hidden: Vec<String> = left_hidden(bout);
    if hidden.is_empty() {
        return reply;
    }
    reply.with(Block::Text(words.plain(phrase::NEEDS_LEFT).into())).with(Block::List(hidden))
}

fn receipt_line(words: &Words, receipt: &Receipt) -> String {
    let weight = receipt.weight.to_string();
    match (&receipt.credit, receipt.earned()) {
        (Credit::Rated { got, of }, Some(earned)) => words.say(
            phrase::RECEIPT_EARNED,
            &[
                ("title", &receipt.title),
                ("earned", &points(earned)),
                ("weight", &weight),
                ("got", &got.min(of).to_string()),
                ("of", &of.to_string()),
            ],
        ),
        (Credit::NotRated(why), _) => words.say(
            phrase::RECEIPT_NOT_RATED,
            &[("title", &receipt.title), ("why", words.plain(not_rated(*why)))],
        ),
        (Credit::Rated { .. }, None) => receipt.title.clone(),
    }
}

/// The phrase for why a check was not rated.
pub fn not_rated(why: NotRated) -> Phrase {
    match why {
        NotRated::Unsure => phrase::NOT_RATED_UNSURE,
        NotRated::NeverCameUp => phrase::NOT_RATED_NEVER,
    }
}

fn quoted(words: &Words, bout: &Bout, quotes: &[Quote], mut reply: Reply) -> Reply {
    for quote in quotes {
        let holes = [("turn", quote.turn.to_string()), ("words", quote.words(bout).to_owned())];
        let said = words.say(phrase::RECEIPT_QUOTE, &holes.each_ref().map(|(h, v)| (*h, v.as_str())));
        reply = reply.with(Block::Quote(said));
    }
    reply
}

fn arithmetic(words: &Words, card: &Scorecard) -> String {
    let score = card.score.unwrap_or(0);
    let base = card.base.unwrap_or(0);
    words.say(
        phrase::ARITHMETIC,
        &[
            ("earned", &points(card.earned)),
            ("rated", &points(card.rated)),
            ("base", &base.to_string()),
            ("faults", &card.faults_cost.to_string()),
            ("score", &score.to_string()),
        ],
    )
}

fn left_hidden(bout: &Bout) -> Vec<String> {
    let needs = bout.plan.scenario.needs.iter().enumerate();
    needs.filter(|(at, _)| !bout.opened().contains(at)).map(|(_, need)| need.text.clone()).collect()
}

/// Every scenario, the easier first.
pub fn list<'s>(words: &Words, scenarios: impl Iterator<Item = &'s Scenario>) -> Reply {
    let mut all: Vec<&Scenario> = scenarios.collect();
    all.sort_by_key(|scenario| (scenario.objection.clone(), scenario.level, scenario.id.clone()));
    let line = |s: &&Scenario| {
        let level = s.level.to_string();
        let holes = [
            ("title", s.title.as_str()),
            ("level", &level),
            ("id", s.id.as_str()),
            ("industry", &s.industry),
        ];
        words.say(phrase::DRILL_LIST_LINE, &holes)
    };
    Reply::default()
        .with(Block::Title(words.plain(phrase::DRILL_LIST).into()))
        .with(Block::List(all.iter().map(line).collect()))
}

#[cfg(test)]
mod tests {
    use super::points;

    #[test]
    fn points_have_at_most_one_decimal() {
        assert_eq!(points(12_500), "12.5");
        assert_eq!(points(6_667), "6.7");
        assert_eq!(points(10_000), "10");
        assert_eq!(points(9_960), "10");
    }
}
