//! Reviews of official drills.

use chrono::TimeDelta;
use sparring::coach::ids::{RepId, SessionId};
use sparring::coach::notice::{About, NoticeKind};
use sparring::coach::progress::Points;
use sparring::coach::review::{Mark, QueuePlace};
use sparring::store::{Outcome, Override, Recorded, Review, Reviewing, Said, Settled};
use sqlx::Row;

use super::sample::{ANA, BEN, BY, OTHER_SERVER, SERVER, ended, minute, session, turn};
use crate::support::db::Db;

pub(crate) const CLEO: RepId = RepId(900_000_000_000_000_003);

/// A drill with one reply that ended at its number's minute. Even ones are official.
pub(crate) async fn held(db: &Db, id: i64) {
    db.store.begin_session(&session(id)).await.unwrap();
    db.store
        .record_turn(SessionId(id), 0, &turn(100 + id, "我明白。"), Some(&ended(id, Some(55))), BY)
        .await
        .unwrap();
}

pub(crate) fn reviewing(id: i64, by: RepId) -> Reviewing {
    Reviewing { session: SessionId(id), server: SERVER, by, at: minute(60) }
}

fn changed(n: u32, mark: Mark, reason: &str) -> Override {
    Override { n, mark, earned: mark.earned(3), cost: 0, reason: reason.into() }
}

fn settled(overrides: Vec<Override>, score: u32) -> Settled {
    let outcome = if overrides.is_empty() { Outcome::Accepted } else { Outcome::Adjusted };
    let said = Said { comment: Some("Well \0done".into()), overrides };
    Settled { outcome, said, score: Some(score), passed: score >= 70 }
}

pub(crate) async fn official_drills_wait_in_their_order_and_practice_does_not(db: Db) {
    for id in [4, 1, 2, 3] {
        held(&db, id).await;
    }
    // One that ended without a word shows nothing that could be reviewed.
    db.store.begin_session(&session(6)).await.unwrap();
    db.store.end_session(SessionId(6), &ended(6, None)).await.unwrap();
    db.store.begin_session(&session(8)).await.unwrap();
    assert_eq!(db.store.drills_waiting(SERVER, BEN).await.unwrap(), 2);
    let mut walked = Vec::new();
    let mut after = QueuePlace::START;
    while let Some(place) = db.store.next_drill(SERVER, BEN, after).await.unwrap() {
        assert_eq!((place.since_ms, place.reply), (minute(place.session.0).timestamp_millis(), 0));
        walked.push(place.session.0);
        after = place;
    }
    assert_eq!(walked, [2, 4]);
    let drill = db.store.official_drill(SERVER, SessionId(2)).await.unwrap().unwrap();
    assert_eq!((drill.new.rep, drill.turns.len(), drill.pass_mark), (ANA, 1, Some(70)));
    for hidden in [1, 8] {
        assert_eq!(db.store.official_drill(SERVER, SessionId(hidden)).await.unwrap(), None);
    }
}

pub(crate) async fn what_a_trainer_changes_is_kept_until_it_is_settled(mut db: Db) {
    held(&db, 2).await;
    let (ben, cleo) = (reviewing(2, BEN), reviewing(2, CLEO));
    db.store.see_drill(&ben).await.unwrap();
    db.store.see_drill(&ben).await.unwrap();
    let first = changed(1, Mark::Partly, "Half of it");
    for own in [changed(1, Mark::Met, "All of it"), first.clone(), changed(2, Mark::Met, "No fault")] {
        assert_eq!(db.store.record_override(&ben, &own).await.unwrap(), Recorded::New);
    }
    db.store.record_override(&cleo, &changed(0, Mark::NotMet, "None")).await.unwrap();
    assert_eq!(db.store.drop_override(&ben, 2).await.unwrap(), Recorded::New);
    for comment in ["Good", "Very good"] {
        assert_eq!(db.store.record_comment(&ben, comment).await.unwrap(), Recorded::New);
    }
    db.restart().await;
    let said = Said { comment: Some("Very good".into()), overrides: vec![first] };
    assert_eq!(db.store.said_of_drill(SessionId(2), BEN).await.unwrap(), said);
    assert_eq!(db.store.review_of(SessionId(2)).await.unwrap(), None);
    let cleos = db.store.said_of_drill(SessionId(2), CLEO).await.unwrap();
    assert_eq!((cleos.comment, cleos.overrides.len()), (None, 1));
}

pub(crate) async fn of_two_trainers_at_once_one_settles(db: Db) {
    held(&db, 2).await;
    let (ben, cleo) = (reviewing(2, BEN), reviewing(2, CLEO));
    db.store.record_comment(&cleo, "Mine").await.unwrap();
    db.store.record_override(&cleo, &changed(0, Mark::NotMet, "None")).await.unwrap();
    let other = db.another().await;
    let (one, two) = (settled(vec![changed(1, Mark::Met, "Yes")], 80), settled(Vec::new(), 55));
    let both = tokio::join!(db.store.settle_review(&ben, &one), other.settle_review(&cleo, &two));
    let taken = [both.0.unwrap(), both.1.unwrap()];
    assert_eq!(taken.iter().filter(|outcome| **outcome == Recorded::New).count(), 1, "{taken:?}");
    let review = db.store.review_of(SessionId(2)).await.unwrap().unwrap();
    assert_eq!(review.by, if taken[0] == Recorded::New { BEN } else { CLEO });
    // Whoever came too late changes nothing any more.
    for late in [ben, cleo] {
        let duplicate = Recorded::Duplicate;
        assert_eq!(db.store.settle_review(&late, &two).await.unwrap(), duplicate);
        let more = changed(0, Mark::Met, "Late");
        assert_eq!(db.store.record_override(&late, &more).await.unwrap(), duplicate);
        assert_eq!(db.store.drop_override(&late, 1).await.unwrap(), duplicate);
        assert_eq!(db.store.record_comment(&late, "Late").await.unwrap(), duplicate);
    }
    assert_eq!(db.store.review_of(SessionId(2)).await.unwrap().unwrap(), review);
    let loser = if review.by == BEN { CLEO } else { BEN };
    assert_eq!(db.store.said_of_drill(SessionId(2), loser).await.unwrap(), Said::default());
    assert_eq!(db.store.drills_waiting(SERVER, CLEO).await.unwrap(), 0);
}

pub(crate) async fn a_settled_review_counts_everywhere_and_the_machines_stays(mut db: Db) {
    held(&db, 2).await;
    held(&db, 4).await;
    let yes = changed(1, Mark::Met, "Yes");
    db.store.settle_review(&reviewing(2, BEN), &settled(vec![yes.clone()], 80)).await.unwrap();
    db.restart().await;
    let said = Said { comment: Some("Well \u{1a}done".into()), overrides: vec![yes] };
    let (outcome, at) = (Outcome::Adjusted, minute(60));
    let review = Review { by: BEN, at, outcome, score: Some(80), passed: true, said };
    assert_eq!(db.store.review_of(SessionId(2)).await.unwrap(), Some(review));
    let drills = db.store.official_drills(SERVER, minute(0), minute(5)).await.unwrap();
    let shown: Vec<_> =
        drills.iter().map(|d| (d.session.0, d.machine, d.machine_passed, d.score, d.passed)).collect();
    assert_eq!(shown, [(2, Some(55), false, Some(80), true), (4, Some(55), false, Some(55), false)]);
    assert_eq!((drills[0].reviewed, drills[1].reviewed), (Some(minute(60)), None));
    assert_eq!((drills[0].rep, drills[0].purpose), (ANA, session(2).purpose));
    assert_eq!(db.store.official_drills(SERVER, minute(0), minute(4)).await.unwrap().len(), 1);
    let past = db.store.history(SERVER, ANA, 9).await.unwrap();
    assert_eq!(
        past.iter().map(|p| (p.score, p.passed)).collect::<Vec<_>>(),
        [(Some(55), false), (Some(80), true)]
    );
    let points = db.store.points(SERVER, ANA, 9).await.unwrap();
    let confirm = |points: &&Points| points.step == "confirm";
    let earned: Vec<_> = points.iter().filter(confirm).map(|p| (p.earned, p.rated)).collect();
    assert_eq!(earned, [(0, 0), (3_000, 3_000)], "the latest drill first");
    let row = &db.ask("SELECT score, passed FROM sessions WHERE id = 2").await[0];
    assert_eq!((row.get::<i64, _>(0), row.get::<i64, _>(1)), (55, 0));
    assert_eq!(db.store.receipts(SessionId(2)).await.unwrap(), super::sample::receipts());
    let due = db.store.claim_notices(minute(99), TimeDelta::seconds(60), "a", 9).await.unwrap();
    let about = About { rep: ANA, kind: NoticeKind::Reviewed, subject: 2, part: 0 };
    assert_eq!(due.iter().map(|n| (n.new.about, n.new.channel)).collect::<Vec<_>>(), [(about, 77)]);
}

pub(crate) async fn another_server_and_the_rep_review_nothing(db: Db) {
    held(&db, 2).await;
    held(&db, 1).await;
    let stranger = Reviewing { server: OTHER_SERVER, ..reviewing(2, BEN) };
    let practice = reviewing(1, BEN);
    for who in [stranger, reviewing(2, ANA), practice] {
        let (none, own) = (settled(Vec::new(), 1), changed(0, Mark::Met, "Mine"));
        assert_eq!(db.store.settle_review(&who, &none).await.unwrap(), Recorded::Duplicate);
        assert_eq!(db.store.record_override(&who, &own).await.unwrap(), Recorded::Duplicate);
        assert_eq!(db.store.record_comment(&who, "Mine").await.unwrap(), Recorded::Duplicate);
    }
    assert_eq!(db.store.drills_waiting(OTHER_SERVER, BEN).await.unwrap(), 0);
    assert_eq!(db.store.drills_waiting(SERVER, ANA).await.unwrap(), 0);
    assert_eq!(db.store.next_drill(OTHER_SERVER, BEN, QueuePlace::START).await.unwrap(), None);
    assert_eq!(db.store.official_drill(OTHER_SERVER, SessionId(2)).await.unwrap(), None);
    assert!(db.store.official_drills(OTHER_SERVER, minute(0), minute(9)).await.unwrap().is_empty());
    assert!(db.store.claim_notices(minute(99), TimeDelta::seconds(60), "a", 9).await.unwrap().is_empty());
}
