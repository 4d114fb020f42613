//! Disputes and corrections.

use sparring::coach::ids::{Id, SessionId, TurnId};
use sparring::coach::notice::{About, NoticeKind};
use sparring::coach::recognise::{Correction, Example};
use sparring::coach::review::QueuePlace;
use sparring::store::{
    Corrected, Dispute, Disputed, MOST_CORRECTIONS, MOST_DISPUTES, NewDispute, Recorded, SettledDispute,
    Settling, Taught, Use,
};
use sqlx::Row;

use super::sample::{ANA, BEN, BY, OTHER_SERVER, SERVER, minute, session, turn};
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
            .record_turn(SessionId(1), n, &turn(100 + i64::from(n), "我明白。\nWhy?"), None, BY)
            .await
            .unwrap();
        assert_eq!(db.store.record_dispute(&dispute(n)).await.unwrap(), Disputed::New);
    }
}

pub(crate) async fn a_dispute_waits_once_with_what_was_said(mut db: Db) {
    assert_eq!(db.store.oldest_dispute(SERVER, QueuePlace::START).await.unwrap(), None);
    disputed(&db, 2).await;
    let again = NewDispute { context: "other".into(), at: minute(0), ..dispute(1) };
    assert_eq!(db.store.record_dispute(&again).await.unwrap(), Disputed::Before);
    db.restart().await;
    assert_eq!(db.store.disputes_waiting(SERVER).await.unwrap(), 2);
    let said = turn(101, "我明白。\nWhy?");
    let meant = Dispute {
        turn: reply(1),
        task: Id::new("lscpa"),
        context: "Too \u{1a}dear, 1.".into(),
        said: said.said,
        verdict: said.verdict,
        place: QueuePlace { since_ms: minute(9).timestamp_millis(), session: SessionId(1), reply: 2 },
    };
    assert_eq!(db.store.oldest_dispute(SERVER, QueuePlace::START).await.unwrap(), Some(meant.clone()));
    assert_eq!(db.store.open_dispute(SERVER, reply(1)).await.unwrap(), Some(meant));
    assert_eq!(db.store.open_dispute(SERVER, reply(2)).await.unwrap(), None);
}

pub(crate) async fn a_dispute_is_settled_once(db: Db) {
    disputed(&db, 2).await;
    let right = correction("我明白。\nWhy?", &["listen", "confirm"]);
    assert_eq!(db.store.keep_verdict(&settling(0)).await.unwrap(), Recorded::New);
    assert_eq!(db.store.keep_verdict(&settling(0)).await.unwrap(), Recorded::Duplicate);
    assert_eq!(db.store.correct(&settling(0), &right, Use::Example).await.unwrap(), Corrected::Settled);
    assert_eq!(db.store.corrections(SERVER).await.unwrap(), Taught::default());
    let other = db.another().await;
    let (one, two) = (settling(1), Settling { by: ANA, ..settling(1) });
    let both =
        tokio::join!(db.store.correct(&one, &right, Use::Example), other.correct(&two, &right, Use::Example));
    let taken = [both.0.unwrap(), both.1.unwrap()];
    assert_eq!(taken.iter().filter(|outcome| **outcome == Corrected::Taken).count(), 1, "{taken:?}");
    assert_eq!(db.store.disputes_waiting(SERVER).await.unwrap(), 0);
    assert_eq!(db.store.open_dispute(SERVER, reply(1)).await.unwrap(), None);
    // Disputed once more, it stays settled.
    assert_eq!(db.store.record_dispute(&dispute(1)).await.unwrap(), Disputed::Before);
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
        let outcome = db.store.correct(&settling(n), &correction(text, labels), Use::Example).await.unwrap();
        assert_eq!(outcome, Corrected::Taken);
    }
    db.restart().await;
    let meant = [correction(&long, &["argue"]), correction("Go on.", &["listen"]), correction(said, &[])];
    assert_eq!(db.store.corrections(SERVER).await.unwrap().examples, meant);
}

pub(crate) async fn another_server_sees_no_dispute_and_no_correction(db: Db) {
    disputed(&db, 2).await;
    let stranger = |n| Settling { server: OTHER_SERVER, ..settling(n) };
    assert_eq!(db.store.disputes_waiting(OTHER_SERVER).await.unwrap(), 0);
    assert_eq!(db.store.oldest_dispute(OTHER_SERVER, QueuePlace::START).await.unwrap(), None);
    assert_eq!(db.store.open_dispute(OTHER_SERVER, reply(0)).await.unwrap(), None);
    assert_eq!(db.store.keep_verdict(&stranger(0)).await.unwrap(), Recorded::Duplicate);
    let words = correction("Go on.", &["listen"]);
    assert_eq!(db.store.correct(&stranger(0), &words, Use::Example).await.unwrap(), Corrected::Settled);
    assert_eq!(db.store.correct(&settling(0), &words, Use::Example).await.unwrap(), Corrected::Taken);
    assert_eq!(db.store.corrections(OTHER_SERVER).await.unwrap(), Taught::default());
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
    let correct =
        async |n, words: &Correction| db.store.correct(&settling(n), words, Use::Example).await.unwrap();
    assert_eq!(correct(0, &correction("the last", &["listen"])).await, Corrected::Taken);
    assert_eq!(correct(1, &correction("one too many", &["listen"])).await, Corrected::Full);
    assert_eq!(db.store.disputes_waiting(SERVER).await.unwrap(), 3, "nothing was changed");
    // What takes the place of another, or is of another task, still fits.
    assert_eq!(correct(1, &correction("the last", &["argue"])).await, Corrected::Taken);
    let other = Correction { task: Id::new("spin"), ..correction("one too many", &["problem"]) };
    assert_eq!(correct(2, &other).await, Corrected::Taken);
    assert_eq!(db.store.corrections(SERVER).await.unwrap().examples.len(), MOST_CORRECTIONS + 1);
}

pub(crate) async fn disputes_are_walked_through_from_place_to_place(db: Db) {
    disputed(&db, 3).await;
    let mut walked = Vec::new();
    let mut after = QueuePlace::START;
    while let Some(dispute) = db.store.oldest_dispute(SERVER, after).await.unwrap() {
        walked.push(dispute.turn.n);
        after = dispute.place;
    }
    assert_eq!(walked, [2, 1, 0]);
}

pub(crate) async fn a_rep_has_only_so_many_disputes_waiting(db: Db) {
    disputed(&db, MOST_DISPUTES).await;
    db.store.record_turn(SessionId(1), MOST_DISPUTES, &turn(999, "Why?"), None, BY).await.unwrap();
    let more = dispute(MOST_DISPUTES);
    assert_eq!(db.store.record_dispute(&more).await.unwrap(), Disputed::Full);
    assert_eq!(db.store.disputes_waiting(SERVER).await.unwrap(), MOST_DISPUTES);
    db.store.keep_verdict(&settling(0)).await.unwrap();
    assert_eq!(db.store.record_dispute(&more).await.unwrap(), Disputed::New);
}

pub(crate) async fn a_settled_dispute_is_told_to_its_rep_and_a_test_is_kept_apart(mut db: Db) {
    disputed(&db, 3).await;
    let (learnt, test) = (correction("Go on.", &["listen"]), correction("Why?", &["argue"]));
    assert_eq!(db.store.settled_dispute(reply(0), ANA).await.unwrap(), None);
    db.store.correct(&settling(0), &learnt, Use::Example).await.unwrap();
    db.store.correct(&settling(1), &test, Use::Fixture).await.unwrap();
    db.store.keep_verdict(&settling(2)).await.unwrap();
    db.restart().await;
    let taught = db.store.corrections(SERVER).await.unwrap();
    assert_eq!(taught, Taught { examples: vec![learnt], fixtures: vec![test] });
    let (said, task) = ("我明白。\nWhy?".to_owned(), Id::new("lscpa"));
    let settled = SettledDispute { said, task, labels: Some(vec![Id::new("argue")]) };
    assert_eq!(db.store.settled_dispute(reply(1), ANA).await.unwrap(), Some(settled.clone()));
    assert_eq!(db.store.settled_dispute(reply(1), BEN).await.unwrap(), None);
    let kept = SettledDispute { labels: None, ..settled };
    assert_eq!(db.store.settled_dispute(reply(2), ANA).await.unwrap(), Some(kept));
    let due = db.store.claim_notices(minute(99), chrono::TimeDelta::seconds(60), "a", 9).await.unwrap();
    let told: Vec<About> = due.iter().map(|notice| notice.new.about).collect();
    let about = |part| About { rep: ANA, kind: NoticeKind::Reviewed, subject: 1, part };
    assert_eq!(told, [1, 2, 3].map(about));
    assert!(due.iter().all(|notice| notice.new.channel == 77));
}
