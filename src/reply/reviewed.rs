//! What came of a review, told to the trainer who settled it, to the rep in a notice, and beside the machine's receipts.
//! A rep always sees both verdicts and the reason.
//! It must not hide what the machine said.

use super::judge::{Judged, Reviewing, Standing, points, score_text, scored};
use super::{Action, Block, Look, Reply, Words, phrase};
use crate::coach::ids::{SessionId, TurnId};
use crate::coach::review::Total;
use crate::reply::drill;

/// A review that counts, as it is told.
#[derive(Debug, Clone)]
pub struct Told<'t> {
    /// The drill.
    pub session: SessionId,
    /// The scenario's title.
    pub title: &'t str,
    /// What the trainer is called.
    pub who: &'t str,
    /// The machine's score.
    pub machine: Standing,
    /// The score that counts.
    pub standing: Standing,
    /// Every check and fault.
    pub judged: &'t [Judged],
    /// The trainer's comment.
    pub comment: Option<&'t str>,
}

impl Told<'_> {
    fn changes(&self) -> usize {
        self.judged.iter().filter(|judged| judged.changed.is_some()).count()
    }
}

/// What the trainer is told who settled it.
pub fn settled(words: &Words, rep: &str, told: &Told<'_>) -> Reply {
    let what = if told.changes() > 0 { phrase::JUDGE_ADJUSTED } else { phrase::JUDGE_ACCEPTED };
    let machine = score_text(words, told.machine.0);
    Reply::text(scored(words, what, told.standing, &[("rep", rep), ("machine", &machine)]))
}

/// What the rep is told, with the button by which the message is known again.
pub fn notice(words: &Words, told: &Told<'_>) -> (Reply, Action) {
    let title = words.say(phrase::REVIEWED_TITLE, &[("who", told.who), ("title", told.title)]);
    let what = if told.changes() > 0 { phrase::REVIEWED_ADJUSTED } else { phrase::REVIEWED_ACCEPTED };
    let machine = score_text(words, told.machine.0);
    let score = scored(words, what, told.standing, &[("machine", &machine)]);
    let mut reply = Reply::default().with(Block::Title(title)).with(Block::Text(score));
    for judged in told.judged {
        let Some(changed) = &judged.changed else { continue };
        let (machine, trainer) = (points(words, judged.item), points(words, changed.item));
        let holes = [("title", judged.title.as_str()), ("machine", &machine), ("trainer", &trainer)];
        reply = reply
            .with(Block::Field(words.say(phrase::REVIEWED_CHANGE, &holes), String::new()))
            .with(Block::Quote(changed.reason.clone()));
    }
    with_button(words, TurnOrDrill::Drill(told.session), comment(words, told, reply))
}

fn comment(words: &Words, told: &Told<'_>, reply: Reply) -> Reply {
    let Some(comment) = told.comment else { return reply };
    let said = words.say(phrase::REVIEWED_SAID, &[("who", told.who)]);
    reply.with(Block::Field(said, String::new())).with(Block::Quote(comment.to_owned()))
}

enum TurnOrDrill {
    Turn(TurnId),
    Drill(SessionId),
}

fn with_button(words: &Words, about: TurnOrDrill, reply: Reply) -> (Reply, Action) {
    let outcome = match about {
        TurnOrDrill::Turn(turn) => Reviewing::Outcome(turn.session, turn.n.saturating_add(1)),
        TurnOrDrill::Drill(session) => Reviewing::Outcome(session, 0),
    };
    let action = Action::Review(outcome);
    (reply.button(words.plain(phrase::BUTTON_WHY).into(), action.clone(), Look::Plain), action)
}

/// What the rep is told of a reply that they disputed: the labels' names where a trainer corrected it.
pub fn dispute_notice(words: &Words, turn: TurnId, said: &str, labels: Option<&[String]>) -> (Reply, Action) {
    let number = turn.n.saturating_add(1).to_string();
    let text = match labels {
        None => words.say(phrase::DISPUTE_KEPT, &[("turn", &number)]),
        Some(labels) => {
            let names = match labels {
                [] => words.plain(phrase::REVIEW_NONE).to_owned(),
                labels => labels.join(" · "),
            };
            words.say(phrase::DISPUTE_CORRECTED, &[("turn", &number), ("labels", &names)])
        }
    };
    let reply = Reply::text(text).with(Block::Quote(said.to_owned()));
    with_button(words, TurnOrDrill::Turn(turn), reply)
}

/// The trainer's verdict that stands beside a receipt, known by its id.
pub fn beside(words: &Words, told: Option<&Told<'_>>, id: &str, mut reply: Reply) -> Reply {
    let Some(told) = told else { return reply };
    for judged in told.judged.iter().filter(|judged| judged.id == id) {
        let Some(changed) = &judged.changed else { continue };
        let (machine, trainer) = (points(words, judged.item), points(words, changed.item));
        let holes = [("machine", machine.as_str()), ("who", told.who), ("trainer", &trainer)];
        reply = reply
            .with(Block::Text(words.say(phrase::WHY_TRAINER, &holes)))
            .with(Block::Quote(changed.reason.clone()));
    }
    reply
}

/// How the score that counts is added up, and the trainer's comment, under the receipts.
pub fn under_receipts(words: &Words, told: Option<&Told<'_>>, mut reply: Reply) -> Reply {
    let Some(told) = told else { return reply };
    if told.changes() > 0 {
        let item = |judged: &Judged| judged.changed.as_ref().map_or(judged.item, |changed| changed.item);
        let total = Total::of(told.judged.iter().map(item));
        let number = |number: Option<u32>| number.unwrap_or(0).to_string();
        let holes = [
            ("who", told.who.to_owned()),
            ("earned", drill::points(total.earned)),
            ("rated", drill::points(total.rated)),
            ("base", number(total.base)),
            ("faults", total.faults_cost.to_string()),
            ("score", number(told.standing.0)),
        ];
        let sum = words.say(phrase::WHY_ARITHMETIC, &holes.each_ref().map(|(h, v)| (*h, v.as_str())));
        reply = reply.with(Block::Text(sum));
    }
    comment(words, told, reply)
}
