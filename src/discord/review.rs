//! Presses, lists and forms of reviews and of blind marking: what their ids say, and the use case of each.
//! It must not decide who may press.

use std::sync::Arc;

use serenity::model::application::InputTextStyle;

use super::answer::Answer;
use super::component::{hidden, old, open_form, step};
use super::{Bot, custom_id};
use crate::app::{AppError, Use, Who};
use crate::coach::ids::{SessionId, TurnId};
use crate::coach::review::{LONGEST_COMMENT, LONGEST_REASON, Mark, QueuePlace};
use crate::reply::judge::{AS_MACHINE, Reviewing};
use crate::reply::{Action, Reply};

/// With this begins the verb of each of these ids.
const OURS: &str = "review-";

/// The rest of an id, after the version.
pub(super) fn write(action: Reviewing) -> String {
    let rest = match action {
        Reviewing::Skip(QueuePlace { since_ms, session, reply }) => {
            format!("skip:{since_ms}:{session}:{reply}")
        }
        Reviewing::Dispute(TurnId { session, n }, test) => {
            format!("case:{session}:{n}:{}", i64::from(test))
        }
        Reviewing::Test(TurnId { session, n }) => format!("test:{session}:{n}"),
        Reviewing::Look(session, page) => format!("look:{session}:{page}"),
        Reviewing::Check(session) => format!("check:{session}"),
        Reviewing::Verdict(session, n) => format!("verdict:{session}:{n}"),
        Reviewing::Reason(session, n, mark) => format!("reason:{session}:{n}:{}", number(mark)),
        Reviewing::Comment(session) => format!("comment:{session}"),
        Reviewing::Settle(session, changes) => format!("settle:{session}:{changes}"),
        Reviewing::Outcome(session, part) => format!("outcome:{session}:{part}"),
        Reviewing::Marking(session, check, page) => format!("marking:{session}:{check}:{page}"),
        Reviewing::GoTo(session, page) => format!("goto:{session}:{page}"),
        Reviewing::Mark(session, n, mark, page) => format!("mark:{session}:{n}:{}:{page}", number(mark)),
        Reviewing::Finish(session) => format!("finish:{session}"),
    };
    format!("{OURS}{rest}")
}

/// What the rest of an id means.
pub(super) fn read(verb: &str, numbers: &[i64]) -> Option<Reviewing> {
    let count = |number: i64| u32::try_from(number).ok();
    let place = |number: i64| usize::try_from(number).ok();
    let mark = |number: i64| Mark::ALL.get(usize::try_from(number).ok()?).copied();
    let id = |number: i64| SessionId(number);
    Some(match (verb.strip_prefix(OURS)?, numbers) {
        ("skip", [since_ms, session, reply]) => {
            Reviewing::Skip(QueuePlace { since_ms: *since_ms, session: id(*session), reply: count(*reply)? })
        }
        ("case", [session, n, test]) => {
            Reviewing::Dispute(TurnId { session: id(*session), n: count(*n)? }, *test == 1)
        }
        ("test", [session, n]) => Reviewing::Test(TurnId { session: id(*session), n: count(*n)? }),
        ("look", [session, page]) => Reviewing::Look(id(*session), place(*page)?),
        ("check", [session]) => Reviewing::Check(id(*session)),
        ("verdict", [session, n]) => Reviewing::Verdict(id(*session), count(*n)?),
        ("reason", [session, n, said]) => Reviewing::Reason(id(*session), count(*n)?, mark(*said)?),
        ("comment", [session]) => Reviewing::Comment(id(*session)),
        ("settle", [session, changes]) => Reviewing::Settle(id(*session), place(*changes)?),
        ("outcome", [session, part]) => Reviewing::Outcome(id(*session), count(*part)?),
        ("marking", [session, check, page]) => {
            Reviewing::Marking(id(*session), count(*check)?, place(*page)?)
        }
        ("goto", [session, page]) => Reviewing::GoTo(id(*session), place(*page)?),
        ("mark", [session, n, said, page]) => {
            Reviewing::Mark(id(*session), count(*n)?, mark(*said)?, place(*page)?)
        }
        ("finish", [session]) => Reviewing::Finish(id(*session)),
        _ => return None,
    })
}

fn number(mark: Mark) -> usize {
    Mark::ALL.iter().position(|other| *other == mark).unwrap_or_default()
}

/// Work on a press, or on a choice from a list.
pub(super) async fn pressed(
    bot: &Arc<Bot>,
    answer: &Answer,
    who: &Who,
    action: Reviewing,
    chosen: &[String],
) {
    let app = &bot.app;
    let first = chosen.first().map(String::as_str);
    let number = first.and_then(|first| first.parse().ok());
    match (action, number) {
        (Reviewing::Skip(place), _) => step(answer, app.skip_case(who, place)).await,
        (Reviewing::Dispute(turn, test), _) => {
            let used = if test { Use::Fixture } else { Use::Example };
            step(answer, app.dispute_case(who, turn, used)).await;
        }
        (Reviewing::Test(turn), _) => step(answer, app.correct(who, turn, chosen, Use::Fixture)).await,
        (Reviewing::Look(session, page), _) => step(answer, app.look_at_drill(who, session, page)).await,
        (Reviewing::Check(session), Some(n)) => step(answer, app.look_at_verdict(who, session, n)).await,
        (Reviewing::Verdict(session, n), _) => match first {
            Some(AS_MACHINE) => step(answer, app.as_machine(who, session, n)).await,
            first => match Mark::ALL.into_iter().find(|mark| first == Some(mark.name())) {
                Some(mark) => ask_why(bot, answer, who, (session, n, mark)).await,
                None => old(bot, answer, who).await,
            },
        },
        (Reviewing::Comment(session), _) => {
            let form = app.comment_form(who, session).await;
            open(bot, answer, form, action, LONGEST_COMMENT).await;
        }
        (Reviewing::Settle(session, changes), _) => {
            step(answer, app.settle_drill(who, session, changes)).await;
        }
        (Reviewing::Outcome(session, _), _) => hidden(answer, app.why(who, Some(session))).await,
        (Reviewing::Marking(session, check, page), _) => {
            step(answer, app.look_blind(who, session, check, page)).await;
        }
        (Reviewing::GoTo(session, page), Some(n)) => {
            step(answer, app.look_blind(who, session, n, page)).await;
        }
        (Reviewing::Mark(session, n, mark, page), _) => {
            step(answer, app.mark(who, session, (n, mark), page)).await;
        }
        (Reviewing::Finish(session), _) => step(answer, app.finish_marking(who, session)).await,
        (Reviewing::Reason(..) | Reviewing::Check(_) | Reviewing::GoTo(..), _) => {
            old(bot, answer, who).await;
        }
    }
}

async fn ask_why(bot: &Arc<Bot>, answer: &Answer, who: &Who, (session, n, mark): (SessionId, u32, Mark)) {
    let form = bot.app.reason_form(who, session).await;
    open(bot, answer, form, Reviewing::Reason(session, n, mark), LONGEST_REASON).await;
}

async fn open(
    bot: &Bot,
    answer: &Answer,
    form: Result<Result<(String, String), Reply>, AppError>,
    action: Reviewing,
    most: usize,
) {
    let id = bot.seal.close(&custom_id::write(&Action::Review(action)));
    open_form(answer, form, &id, InputTextStyle::Paragraph, most).await;
}

/// Work on a form that was sent.
pub(super) async fn submitted(bot: &Arc<Bot>, answer: &Answer, who: &Who, action: Reviewing, words: &str) {
    match action {
        Reviewing::Reason(session, n, mark) => {
            step(answer, bot.app.change_verdict(who, (session, n, mark), words)).await;
        }
        Reviewing::Comment(session) => step(answer, bot.app.comment_on_drill(who, session, words)).await,
        _ => old(bot, answer, who).await,
    }
}

#[cfg(test)]
pub(super) fn samples() -> Vec<Reviewing> {
    let session = SessionId(1_300_000_000_000_000_000);
    let turn = TurnId { session, n: 7 };
    let place = QueuePlace { since_ms: 1_790_000_000_123, session, reply: u32::MAX };
    let (n, mark) = (u32::MAX, Mark::NotRated);
    vec![
        Reviewing::Skip(place),
        Reviewing::Dispute(turn, true),
        Reviewing::Dispute(turn, false),
        Reviewing::Test(turn),
        Reviewing::Look(session, 3),
        Reviewing::Check(session),
        Reviewing::Verdict(session, n),
        Reviewing::Reason(session, n, mark),
        Reviewing::Comment(session),
        Reviewing::Settle(session, 2),
        Reviewing::Outcome(session, 1),
        Reviewing::Marking(session, n, 9),
        Reviewing::GoTo(session, 9),
        Reviewing::Mark(session, n, Mark::Partly, 9),
        Reviewing::Finish(session),
    ]
}
