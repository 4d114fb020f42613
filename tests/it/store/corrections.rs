//! Disputes and corrections.

use sparring::coach::ids::{Id, SessionId, TurnId};
use sparring::coach::recognise::{Correction, Example};
use sparring::store::{Corrected, Dispute, MOST_CORRECTIONS, NewDispute, Recorded, Settling};
use sqlx::Row;

use super::sample::{ANA, BEN, OTHER_SERVER, SERVER, minute, session, turn};
use crate::support::db::Db;

fn reply(n: u32) -> TurnId {
    TurnId { session: SessionId(1), n }
}

fn dispute(n: u32) -> NewDispute {
    let (task, context) = (Id::new("lscpa"), format!("Too \0dear, {n}."));
    NewDispute { turn: reply(n), server: SERVER, rep: ANA, task, context, at: minute(10 - i64::from(n)) }
}

fn settling(n: u32) -> Settling {
    Settling { turn: reply(n), server: SERVER, by: BEN, at: minute(20 + i64::from(n)) }
}

fn correction(text: &str, labels: &[&str]) -> Correction {
    let labels = labels.iter().map(|label| Id::new(label)).collect();
    Correction {
        task: Id::new("lscpa"),
        example: Example { text: text.into(), context: "太贵了。".into(), labels },
    }
}

/// A drill with so many replies, all disputed; the later ones earlier.
async fn disputed(db: &Db, replies: u32) {
    db.store.begin_session(&session(1)).await.unwrap();
    for n in 0..replies {
        db.store
            .record_turn(SessionId(1), n, &turn(100 + i64::from(n), "我明白。\nWhy?"), None)
            .await
            .unwrap();
        assert_eq!(db.store.record_dispute(&dispute(n)).await.unwrap(), Recorded::New);
    }
}

pub(crate) async fn a_dispute_waits_once_with_what_was_said(mut db: Db) {
    assert_eq!(db.store.oldest_dispute(SERVER).await.unwrap(), None);
    disputed(&db, 2).await;
    let again = NewDispute { context: "other".into(), at: minute(0), ..dispute(1) };
    assert_eq!(db.store.record_dispute(&again).await.unwrap(), Recorded::Duplicate);
    db.restart().await;
    assert_eq!(db.store.disputes_waiting(SERVER).await.unwrap(), 2);
    let said = turn(101, "我明白。\nWhy?");
    let meant = Dispute {
        turn: reply(1),
        task: Id::new("lscpa"),
        context: "Too \u{1a}dear, 1.".into(),
        said: said.said,
        verdict: said.verdict,
    };
    assert_eq!(db.store.oldest_dispute(SERVER).await.unwrap(), Some(meant.clone()));
    assert_eq!(db.store.open_dispute(SERVER, reply(1)).await.unwrap(), Some(meant));
    assert_eq!(db.store.open_dispute(SERVER, reply(2)).await.unwrap(), None);
}

pub(crate) async fn a_dispute_is_settled_once(db: Db) {
    disputed(&db, 2).await;
    let right = correction("我明白。\nWhy?", &["listen", "confirm"]);
    assert_eq!(db.store.keep_verdict(&settling(0)).await.unwrap(), Recorded::New);
    assert_eq!(db.store.keep_verdict(&settling(0)).await.unwrap(), Recorded::Duplicate);
    assert_eq!(db.store.correct(&settling(0), &right).await.unwrap(), Corrected::Settled);
    assert_eq!(db.store.corrections(SERVER).await.unwrap(), []);
    let other = db.another().await;
    let (one, two) = (settling(1), Settling { by: ANA, ..settling(1) });
    let both = tokio::join!(db.store.correct(&one, &right), other.correct(&two, &right));
    let taken = [both.0.unwrap(), both.1.unwrap()];
    assert_eq!(taken.iter().filter(|outcome| **outcome == Corrected::Taken).count(), 1, "{taken:?}");
    assert_eq!(db.store.disputes_waiting(SERVER).await.unwrap(), 0);
    assert_eq!(db.store.open_dispute(SERVER, reply(1)).await.unwrap(), None);
    // Disputed once more, it stays settled.
    assert_eq!(db.store.record_dispute(&dispute(1)).await.unwrap(), Recorded::Duplicate);
    assert_eq!(db.store.disputes_waiting(SERVER).await.unwrap(), 0);
    let rows = db.ask("SELECT outcome, settled_by FROM disputes WHERE n = 0").await;
    assert_eq!((rows[0].get::<String, _>(0), rows[0].get::<i64, _>(1)), ("kept".to_owned(), BEN.0));
}

pub(crate) async fn of_the_same_words_the_newest_correction_stays(mut db: Db) {
    disputed(&db, 4).await;
    let said = "我明白。\"Why?\"";
    let long = "长".repeat(4_000);
    for (n, text, labels) in
        [(0, said, &["listen"][..]), (1, &long, &["argue"]), (2, "Go on.", &["listen"]), (3, said, &[])]
    {
        let outcome = db.store.correct(&settling(n), &correction(text, labels)).await.unwrap();
        assert_eq!(outcome, Corrected::Taken);
    }
    db.restart().await;
    let meant = [correction(&long, &["argue"]), correction("Go on.", &["listen"]), correction(said, &[])];
    assert_eq!(db.store.corrections(SERVER).await.unwrap(), meant);
}

pub(crate) async fn another_server_sees_no_dispute_and_no_correction(db: Db) {
    disputed(&db, 2).await;
    let stranger = |n| Settling { server: OTHER_SERVER, ..settling(n) };
    assert_eq!(db.store.disputes_waiting(OTHER_SERVER).await.unwrap(), 0);
    assert_eq!(db.store.oldest_dispute(OTHER_SERVER).await.unwrap(), None);
    assert_eq!(db.store.open_dispute(OTHER_SERVER, reply(0)).await.unwrap(), None);
    assert_eq!(db.store.keep_verdict(&stranger(0)).await.unwrap(), Recorded::Duplicate);
    let words = correction("Go on.", &["listen"]);
    assert_eq!(db.store.correct(&stranger(0), &words).await.unwrap(), Corrected::Settled);
    assert_eq!(db.store.correct(&settling(0), &words).await.unwrap(), Corrected::Taken);
    assert_eq!(db.store.corrections(OTHER_SERVER).await.unwrap(), []);
    assert_eq!(db.store.disputes_waiting(SERVER).await.unwrap(), 1);
}

pub(crate) async fn a_server_holds_only_so_many_corrections_of_a_task(db: Db) {
    disputed(&db, 4).await;
    for (server, most) in [(SERVER, MOST_CORRECTIONS - 1), (OTHER_SERVER, MOST_CORRECTIONS)] {
        let row = |at| format!("({server}, 'lscpa', {at}, '', 'sentence {at}', '[]', {BEN}, 0)");
        let rows = (0..most).map(row).collect::<Vec<_>>().join(", ");
        let columns = "server_id, task, digest, context, text, labels, corrected_by, corrected_ms";
        db.run(&format!("INSERT INTO corrections ({columns}) VALUES {rows}")).await;
    }
    let correct = async |n, words: &Correction| db.store.correct(&settling(n), words).await.unwrap();
    assert_eq!(correct(0, &correction("the last", &["listen"])).await, Corrected::Taken);
    assert_eq!(correct(1, &correction("one too many", &["listen"])).await, Corrected::Full);
    assert_eq!(db.store.disputes_waiting(SERVER).await.unwrap(), 3, "nothing was changed");
    // What takes the place of another, or is of another task, still fits.
    assert_eq!(correct(1, &correction("the last", &["argue"])).await, Corrected::Taken);
    let other = Correction { task: Id::new("spin"), ..correction("one too many", &["problem"]) };
    assert_eq!(correct(2, &other).await, Corrected::Taken);
    assert_eq!(db.store.corrections(SERVER).await.unwrap().len(), MOST_CORRECTIONS + 1);
}
