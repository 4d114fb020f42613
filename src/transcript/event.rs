//! The events of a drill and how they follow from it.

use serde::Serialize;

use crate::coach::drill::{Bout, End, Turn};
use crate::coach::recognise::Trick;
use crate::coach::scenario::Scenario;
use crate::coach::score::{Credit, NotRated, Quote, Scorecard, feedback};
use crate::coach::seed;
use crate::playbook::Playbook;

/// The version of this format.
const FORMAT: u32 = 1;

/// One line of a transcript. Turns count from 1; the opening is turn 0. Offsets are bytes of UTF-8.
#[derive(Debug, Serialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum Event<'e> {
    /// What is played; always the first line.
    #[expect(missing_docs, reason = "the names say it")]
    Drill {
        format: u32,
        engine: &'static str,
        playbook: &'e str,
        version: &'e str,
        language: &'e str,
        scenario: &'e str,
        digest: String,
        seed: u64,
        /// Where it is not the scenario's own level.
        #[serde(skip_serializing_if = "Option::is_none")]
        difficulty: Option<u32>,
        title: &'e str,
        method: &'e str,
        buyer: [&'e str; 3],
        brief: &'e str,
        goal: &'e str,
        facts: Vec<&'e str>,
    },
    /// The buyer said something.
    #[expect(missing_docs, reason = "the names say it")]
    Buyer { turn: usize, state: &'e str, line: &'e str },
    /// The rep said something; the digest shows whether it was changed since.
    #[expect(missing_docs, reason = "the names say it")]
    Rep { turn: usize, said: &'e str, digest: String },
    /// What the reply did.
    #[expect(missing_docs, reason = "the names say it")]
    Recognised {
        turn: usize,
        labels: Vec<Recognised<'e>>,
        unsure: Vec<&'e str>,
        facts: Vec<&'e str>,
        opened: Vec<&'e str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        trick: Option<&'static str>,
    },
    /// How the buyer took it.
    #[expect(missing_docs, reason = "the names say it")]
    Moved { turn: usize, state: &'e str, trust: i32, interest: i32, patience: i32, why: Vec<&'e str> },
    /// The talk is over.
    #[expect(missing_docs, reason = "the names say it")]
    End { outcome: &'static str },
    /// The receipt of a check. Points are thousandths.
    #[expect(missing_docs, reason = "the names say it")]
    Check {
        check: &'e str,
        step: &'e str,
        title: &'e str,
        place: String,
        weight: u32,
        got: Option<u32>,
        of: Option<u32>,
        earned: Option<u32>,
        not_rated: Option<&'static str>,
        quotes: Vec<Quoted<'e>>,
    },
    /// The receipt of a fault.
    #[expect(missing_docs, reason = "the names say it")]
    Fault { fault: &'e str, title: &'e str, place: String, cost: u32, quotes: Vec<Quoted<'e>> },
    /// The score: `earned` and `rated` are thousandths of a point.
    #[expect(missing_docs, reason = "the names say it")]
    Score {
        score: Option<u32>,
        passed: bool,
        earned: u32,
        rated: u32,
        whole: u32,
        coverage: u32,
        faults: u32,
    },
    /// One strength, one fix, one next drill.
    #[expect(missing_docs, reason = "the names say it")]
    Feedback { strength: Option<Point<'e>>, fix: Option<Point<'e>>, next: &'e str },
    /// A line of input was not taken.
    #[expect(missing_docs, reason = "the names say it")]
    Refused { line: usize, why: String },
}

/// A recognised label with its words.
#[derive(Debug, Serialize)]
pub struct Recognised<'e> {
    pub label: &'e str,
    pub start: usize,
    pub end: usize,
    pub text: &'e str,
    pub rule: &'e str,
}

/// Words of the rep.
#[derive(Debug, Serialize)]
pub struct Quoted<'e> {
    pub turn: usize,
    pub start: usize,
    pub end: usize,
    pub text: &'e str,
}

/// One point of the feedback.
#[derive(Debug, Serialize)]
pub struct Point<'e> {
    pub title: &'e str,
    pub quote: Option<Quoted<'e>>,
    pub better: Option<&'e str>,
}

impl Event<'_> {
    /// The event as one line of JSON, without its end.
    pub fn line(&self) -> String {
        // Every field is a string, a number or a list of such; none can fail.
        serde_json::to_string(self).unwrap_or_default()
    }
}

fn hex(digest: u64) -> String {
    format!("{digest:016x}")
}

/// The first events: what is played, and the buyer's opening.
pub fn opening<'e>(playbook: &'e Playbook, bout: &'e Bout) -> Vec<Event<'e>> {
    let scenario = &bout.plan.scenario;
    let buyer = &scenario.buyer;
    vec![
        Event::Drill {
            format: FORMAT,
            engine: env!("CARGO_PKG_VERSION"),
            playbook: playbook.id.as_str(),
            version: &playbook.version,
            language: playbook.language.as_str(),
            scenario: scenario.id.as_str(),
            digest: hex(scenario.digest),
            seed: bout.seed,
            difficulty: Some(bout.plan.difficulty).filter(|asked| *asked != scenario.level),
            title: &scenario.title,
            method: bout.plan.method.id.as_str(),
            buyer: [&buyer.name, &buyer.title, &buyer.company],
            brief: &scenario.brief,
            goal: &scenario.goal,
            facts: scenario.facts.iter().map(|fact| fact.text.as_str()).collect(),
        },
        Event::Buyer { turn: 0, state: bout.opening.state.as_str(), line: &bout.opening.line },
    ]
}

/// The events of the so-manieth turn, counted from 1.
pub fn turn(bout: &Bout, number: usize) -> Vec<Event<'_>> {
    let Some(turn) = number.checked_sub(1).and_then(|at| bout.turns.get(at)) else {
        return Vec::new();
    };
    let state = turn.answer.state.as_str();
    vec![
        Event::Rep { turn: number, said: &turn.said, digest: hex(seed::digest(&turn.said)) },
        recognised(bout, turn, number),
        Event::Moved {
            turn: number,
            state,
            trust: turn.mood.trust,
            interest: turn.mood.interest,
            patience: turn.mood.patience,
            why: turn.moves.iter().map(|moved| moved.why.as_str()).collect(),
        },
        Event::Buyer { turn: number, state, line: &turn.answer.line },
    ]
}

fn recognised<'e>(bout: &'e Bout, turn: &'e Turn, number: usize) -> Event<'e> {
    let scenario = &bout.plan.scenario;
    let label = |mark: &'e crate::coach::recognise::Mark| Recognised {
        label: mark.label.as_str(),
        start: mark.span.start,
        end: mark.span.end,
        text: turn.said.get(mark.span.clone()).unwrap_or_default(),
        rule: &mark.because,
    };
    Event::Recognised {
        turn: number,
        labels: turn.heard.verdict.marks.iter().map(label).collect(),
        unsure: turn.heard.verdict.unsure.iter().map(crate::coach::ids::Label::as_str).collect(),
        facts: turn
            .heard
            .facts
            .keys()
            .filter_map(|&at| scenario.facts.get(at))
            .map(|fact| fact.id.as_str())
            .collect(),
        opened: turn
            .opened
            .iter()
            .filter_map(|&at| scenario.needs.get(at))
            .map(|need| need.id.as_str())
            .collect(),
        trick: turn.heard.verdict.trick.map(Trick::name),
    }
}

/// The last events: how the talk ended, all receipts, the score and the feedback.
pub fn ending<'e>(bout: &'e Bout, card: &'e Scorecard, next: Option<&'e Scenario>) -> Vec<Event<'e>> {
    let mut events = vec![Event::End { outcome: outcome(bout) }];
    events.extend(card.receipts.iter().map(|receipt| {
        let (got, of, not_rated) = match receipt.credit {
            Credit::Rated { got, of } => (Some(got), Some(of), None),
            Credit::NotRated(NotRated::Unsure) => (None, None, Some("unsure")),
            Credit::NotRated(NotRated::NeverCameUp) => (None, None, Some("never-came-up")),
        };
        Event::Check {
            check: receipt.check.as_str(),
            step: receipt.step.as_str(),
            title: &receipt.title,
            place: receipt.place.to_string(),
            weight: receipt.weight,
            got,
            of,
            earned: receipt.earned(),
            not_rated,
            quotes: receipt.quotes.iter().map(|quote| quoted(bout, quote)).collect(),
        }
    }));
    events.extend(card.faults.iter().map(|fault| Event::Fault {
        fault: fault.fault.as_str(),
        title: &fault.title,
        place: fault.place.to_string(),
        cost: fault.cost,
        quotes: fault.quotes.iter().map(|quote| quoted(bout, quote)).collect(),
    }));
    events.push(Event::Score {
        score: card.score,
        passed: card.passed,
        earned: card.earned,
        rated: card.rated,
        whole: card.whole,
        coverage: card.coverage(),
        faults: card.faults_cost,
    });
    events.push(short_feedback(bout, card, next));
    events
}

fn outcome(bout: &Bout) -> &'static str {
    match bout.end {
        Some(End::Buyer(outcome)) => outcome.name(),
        Some(End::Patience) => "patience",
        Some(End::Turns) => "turns",
        Some(End::Stopped) | None => "stopped",
    }
}

fn quoted<'e>(bout: &'e Bout, quote: &Quote) -> Quoted<'e> {
    Quoted { turn: quote.turn, start: quote.span.start, end: quote.span.end, text: quote.words(bout) }
}

fn short_feedback<'e>(bout: &'e Bout, card: &'e Scorecard, next: Option<&'e Scenario>) -> Event<'e> {
    let said = feedback(bout, card);
    let strength = said.strength.as_ref().map(|(receipt, quote)| Point {
        title: &receipt.title,
        quote: Some(quoted(bout, quote)),
        better: None,
    });
    let fix = said.fix.as_ref().map(|fix| Point {
        title: fix.title,
        quote: fix.quote.as_ref().map(|quote| quoted(bout, quote)),
        better: Some(fix.better),
    });
    let same = &bout.plan.scenario.id;
    Event::Feedback {
        strength,
        fix,
        next: next.filter(|_| card.passed).map_or(same, |next| &next.id).as_str(),
    }
}
