//! The tape of a drill in words: reply by reply, then the ledger, stand-ins for talk time, other letterings, and the
//! shortest way to win. It is shown after the drill, so hidden needs may be named.
//! It must not judge: grades and ways are worked out.

use super::{Block, Phrase, Reply, Words, duel, phrase};
use crate::coach::drill::Bout;
use crate::coach::ids::Id;
use crate::coach::method::{Check, Rule};
use crate::coach::tape::{Grade, Imagined, Played, Reading, Tape};

/// What labels are called.
type Names<'n> = &'n dyn Fn(&str) -> Option<String>;

/// The whole tape.
pub fn tape(words: &Words, bout: &Bout, tape: &Tape, label_name: impl Fn(&str) -> Option<String>) -> Reply {
    let title = Block::Title(words.plain(phrase::TAPE_TITLE).into());
    let mut reply = Reply::default().with(title);
    for played in &tape.played {
        reply = played_blocks(words, bout, played, reply);
    }
    reply = order_blocks(words, bout, tape, reply);
    reply = ledger(words, bout, reply);
    let holes = [("percent", tape.talk_share.to_string()), ("longest", tape.longest.to_string())];
    let stand_ins = words.say(phrase::TAPE_STAND_INS, &holes.each_ref().map(|(h, v)| (*h, v.as_str())));
    reply = reply.with(Block::Note(stand_ins));
    for reading in &tape.readings {
        reply = reply.with(Block::Text(reading_line(words, reading)));
    }
    best_line(words, bout, tape, &label_name, reply)
}

fn grade(grade: Grade) -> Phrase {
    match grade {
        Grade::Best => phrase::GRADE_BEST,
        Grade::Good => phrase::GRADE_GOOD,
        Grade::Inaccuracy => phrase::GRADE_INACCURACY,
        Grade::Blunder => phrase::GRADE_BLUNDER,
    }
}

fn played_blocks(words: &Words, bout: &Bout, played: &Played, mut reply: Reply) -> Reply {
    let number = played.number.to_string();
    let holes = [("turn", number.as_str()), ("grade", words.plain(grade(played.grade)))];
    // What a person would have answered to something better nobody can search.
    let told = if bout.by_peer() { phrase::TAPE_REPLY_TO_PEER } else { phrase::TAPE_REPLY };
    let mut head = words.say(told, &holes);
    if played.lost > 0 && !bout.by_peer() {
        head.push_str(&words.say(phrase::TAPE_LOST, &[("points", &played.lost.to_string())]));
    }
    reply = reply.with(Block::Text(head));
    if played.steps.is_empty() {
        let said = bout.turns.get(played.number - 1).map_or("", |turn| turn.said.as_str());
        reply = reply.with(Block::Quote(said.to_owned()));
    }
    for (step, quote) in &played.steps {
        let (letter, name) = bout.plan.method.step(step).map_or(("", ""), |s| (&s.letter, &s.name));
        let holes = [("letter", letter), ("step", name), ("words", quote.words(bout))];
        reply = reply.with(Block::Quote(words.say(phrase::TAPE_STEP, &holes)));
    }
    if played.opened > 0 {
        reply = reply.with(Block::Note(words.plain(phrase::TAPE_OPENED).into()));
    }
    if played.idle_question {
        reply = reply.with(Block::Note(words.plain(phrase::TAPE_IDLE).into()));
    }
    if let Some((objection, by)) = &played.provoked {
        let by: Vec<String> = by.iter().map(usize::to_string).collect();
        let holes = [
            ("objection", words.plain(objection_name(objection))),
            ("turns", &by.join(words.plain(phrase::AND))),
        ];
        reply = reply.with(Block::Note(words.say(phrase::TAPE_PROVOKED, &holes)));
    }
    reply
}

/// What an objection is called.
fn objection_name(objection: &Id) -> Phrase {
    match objection.as_str() {
        "price" => phrase::OBJECTION_PRICE,
        "product" => phrase::OBJECTION_PRODUCT,
        "timing" => phrase::OBJECTION_TIMING,
        "trust" => phrase::OBJECTION_TRUST,
        _ => phrase::OBJECTION_INTERNAL,
    }
}

fn order_blocks(words: &Words, bout: &Bout, tape: &Tape, mut reply: Reply) -> Reply {
    let name = |step: &Id| bout.plan.method.step(step).map_or("", |step| step.name.as_str());
    if !tape.missing.is_empty() {
        let missing: Vec<&str> = tape.missing.iter().map(name).collect();
        let holes = [("steps", missing.join(words.plain(phrase::AND)))];
        reply = reply.with(Block::Text(
            words.say(phrase::TAPE_MISSING, &holes.each_ref().map(|(h, v)| (*h, v.as_str()))),
        ));
    }
    for (early, late) in &tape.out_of_order {
        let holes = [("early", name(early)), ("late", name(late))];
        reply = reply.with(Block::Text(words.say(phrase::TAPE_OUT_OF_ORDER, &holes)));
    }
    reply
}

/// Every need of the buyer, and the reply that opened it.
fn ledger(words: &Words, bout: &Bout, reply: Reply) -> Reply {
    let needs = &bout.plan.scenario.needs;
    if needs.is_empty() || bout.by_peer() {
        return reply;
    }
    let line = |(at, need): (usize, &crate::coach::scenario::Need)| {
        let kind = words.plain(duel::ripeness(need.kind));
        let opened = bout.turns.iter().position(|turn| turn.opened.contains(&at));
        let turn = opened.map_or_else(String::new, |turn| (turn + 1).to_string());
        let told = match opened {
            _ if need.given => phrase::LEDGER_GIVEN,
            Some(_) => phrase::LEDGER_OPENED,
            None => phrase::LEDGER_HIDDEN,
        };
        words.say(told, &[("kind", kind), ("need", &need.text), ("turn", &turn)])
    };
    let lines: Vec<String> = needs.iter().enumerate().map(line).collect();
    reply.with(Block::Text(words.plain(phrase::LEDGER).into())).with(Block::Text(lines.join("\n")))
}

fn reading_line(words: &Words, reading: &Reading) -> String {
    let mark = |filled: &bool| if *filled { "✓" } else { "–" };
    let letters: Vec<String> =
        reading.letters.iter().map(|(letter, filled)| format!("{letter} {}", mark(filled))).collect();
    let score = reading.card.score.map_or_else(|| "–".to_owned(), |score| score.to_string());
    let holes = [("title", reading.title.as_str()), ("letters", &letters.join("  ")), ("score", &score)];
    words.say(phrase::TAPE_READING, &holes)
}

fn best_line(words: &Words, bout: &Bout, tape: &Tape, label_name: Names<'_>, reply: Reply) -> Reply {
    if tape.best.line.is_empty() || bout.by_peer() {
        return reply;
    }
    let holes = [("score", tape.best.score.to_string()), ("count", tape.best.line.len().to_string())];
    let title = words.say(phrase::TAPE_BEST, &holes.each_ref().map(|(h, v)| (*h, v.as_str())));
    let lines = tape.best.line.iter().map(|imagined| imagined_line(words, bout, imagined, label_name));
    let numbered: Vec<String> =
        (1..).zip(lines).map(|(number, line): (usize, _)| format!("{number}. {line}")).collect();
    reply.with(Block::Text(title)).with(Block::Text(numbered.join("\n")))
}

/// What an imagined reply does, with a line that would do it where the playbook has one.
fn imagined_line(words: &Words, bout: &Bout, imagined: &Imagined, label_name: Names<'_>) -> String {
    let names: Vec<String> = imagined
        .labels
        .iter()
        .map(|label| {
            let step = bout.plan.method.steps.iter().find(|step| step.labels.contains(label));
            let name = step.map(|step| step.name.clone());
            name.or_else(|| label_name(label.as_str())).unwrap_or_else(|| label.to_string())
        })
        .collect();
    let mut line = names.join(words.plain(phrase::AND));
    let need = imagined.asks.and_then(|at| bout.plan.scenario.needs.get(at));
    if let Some(need) = need {
        line = words.say(phrase::BEST_ASKS, &[("does", &line), ("need", &need.text)]);
    } else if let Some(check) = checks_of(bout, imagined) {
        line = words.say(phrase::BEST_EXAMPLE, &[("does", &line), ("line", &check.better)]);
    }
    line
}

/// The check whose words fit an imagined reply best: by its patterns, else by what it does.
fn checks_of<'b>(bout: &'b Bout, imagined: &Imagined) -> Option<&'b Check> {
    let all = || bout.plan.scenario.checks.iter().chain(&bout.plan.method.checks);
    let patterns = |check: &&Check| match &check.rule {
        Rule::Mentions { any, .. } => any.iter().any(|pattern| imagined.patterns.contains(pattern.as_str())),
        Rule::Exact { text } => imagined.patterns.contains(text),
        _ => false,
    };
    let deeds = |check: &&Check| match &check.rule {
        Rule::Did { any, .. } => any.iter().any(|label| imagined.labels.contains(label)),
        _ => false,
    };
    all().find(patterns).or_else(|| bout.plan.checks().find(deeds))
}
