//! Drills and their turns.

use sparring::coach::ids::{RepId, ServerId, SessionId};
use sparring::store::{Begun, NewSession, Recorded, SessionState, StoreError};

use super::sample::{ANA, BEN, BY, OTHER_SERVER, SERVER, ended, minute, receipts, session, turn};
use crate::support::db::Db;

pub(crate) async fn a_drill_is_found_by_its_server_its_channel_and_its_id(db: Db) {
    let new = session(1);
    assert_eq!(db.store.begin_session(&new).await.unwrap(), Begun::New);
    let found = db.store.open_session(SERVER, ANA).await.unwrap().unwrap();
    assert_eq!((&found.new, found.state, found.score, found.ended), (&new, SessionState::Open, None, None));
    assert!(found.turns.is_empty());
    assert_eq!(db.store.session_in_channel(77, ANA).await.unwrap().as_ref(), Some(&found));
    assert_eq!(db.store.session(SessionId(1), ANA).await.unwrap().as_ref(), Some(&found));
    assert_eq!(db.store.session(SessionId(1), BEN).await.unwrap(), None);
    assert_eq!(db.store.session_in_channel(78, ANA).await.unwrap(), None);
    assert_eq!(db.store.last_ended(SERVER, ANA).await.unwrap(), None);
}

pub(crate) async fn a_drill_that_begins_twice_is_a_duplicate(db: Db) {
    db.store.begin_session(&session(1)).await.unwrap();
    assert_eq!(db.store.begin_session(&session(1)).await.unwrap(), Begun::Duplicate);
    db.store.end_session(SessionId(1), &ended(5, None)).await.unwrap();
    assert_eq!(db.store.begin_session(&session(1)).await.unwrap(), Begun::Duplicate);
    assert_eq!(db.store.open_session(SERVER, ANA).await.unwrap(), None);
}

pub(crate) async fn a_rep_holds_one_drill_at_a_time_in_a_server_and_in_a_channel(db: Db) {
    let begin = async |id, server: ServerId, channel, rep: RepId| {
        db.store.begin_session(&NewSession { server, channel, rep, ..session(id) }).await.unwrap()
    };
    assert_eq!(begin(1, SERVER, 77, ANA).await, Begun::New);
    assert_eq!(begin(2, SERVER, 78, ANA).await, Begun::Busy);
    assert_eq!(begin(3, OTHER_SERVER, 77, ANA).await, Begun::Busy);
    assert_eq!(begin(4, SERVER, 77, BEN).await, Begun::New);
    assert_eq!(begin(5, OTHER_SERVER, 79, ANA).await, Begun::New);
    db.store.end_session(SessionId(1), &ended(9, None)).await.unwrap();
    assert_eq!(begin(6, SERVER, 77, ANA).await, Begun::New);
}

pub(crate) async fn of_many_drills_begun_at_once_one_is_open(db: Db) {
    let mut events = tokio::task::JoinSet::new();
    for id in 1..=8 {
        let store = if id % 2 == 0 { db.store.clone() } else { db.another().await };
        events.spawn(async move { store.begin_session(&session(id)).await.unwrap() });
    }
    let begun = events.join_all().await;
    assert_eq!(begun.iter().filter(|begun| **begun == Begun::New).count(), 1, "{begun:?}");
    assert_eq!(begun.iter().filter(|begun| **begun == Begun::Busy).count(), 7, "{begun:?}");
}

pub(crate) async fn a_reply_is_stored_once(db: Db) {
    let id = SessionId(1);
    db.store.begin_session(&session(1)).await.unwrap();
    let said = turn(100, "I hear you. 您说得对。\n\tWhy?");
    assert_eq!(db.store.record_turn(id, 0, &said, None, BY).await.unwrap(), Recorded::New);
    // Delivered again, whether it was counted already or not.
    assert_eq!(db.store.record_turn(id, 0, &said, None, BY).await.unwrap(), Recorded::Duplicate);
    assert_eq!(db.store.record_turn(id, 1, &said, None, BY).await.unwrap(), Recorded::Duplicate);
    assert_eq!(db.store.record_turn(id, 1, &turn(101, "And then?"), None, BY).await.unwrap(), Recorded::New);
    let found = db.store.open_session(SERVER, ANA).await.unwrap().unwrap();
    assert_eq!(found.turns, [said.clone(), turn(101, "And then?")]);
    // The same message in another drill of the rep is the same message.
    db.store.begin_session(&NewSession { server: OTHER_SERVER, channel: 5, ..session(2) }).await.unwrap();
    assert_eq!(db.store.record_turn(SessionId(2), 0, &said, None, BY).await.unwrap(), Recorded::Duplicate);
    assert_eq!(
        db.store.record_turn(SessionId(2), 0, &turn(102, "New."), None, BY).await.unwrap(),
        Recorded::New
    );
}

pub(crate) async fn a_reply_out_of_place_is_a_conflict(db: Db) {
    let id = SessionId(1);
    db.store.begin_session(&session(1)).await.unwrap();
    db.store.record_turn(id, 0, &turn(100, "one"), None, BY).await.unwrap();
    let lost = |outcome| matches!(outcome, Err(StoreError::Conflict { .. }));
    assert!(lost(db.store.record_turn(id, 0, &turn(101, "two"), None, BY).await));
    assert!(lost(db.store.record_turn(id, 2, &turn(101, "two"), None, BY).await));
    assert!(lost(db.store.record_turn(SessionId(9), 0, &turn(101, "two"), None, BY).await));
    db.store.end_session(id, &ended(3, None)).await.unwrap();
    assert!(lost(db.store.record_turn(id, 1, &turn(101, "two"), None, BY).await));
    assert_eq!(db.store.session(id, ANA).await.unwrap().unwrap().turns.len(), 1);
}

pub(crate) async fn the_same_message_from_two_sides_is_stored_once(db: Db) {
    db.store.begin_session(&session(1)).await.unwrap();
    for n in 0..10 {
        let (one, two) = (db.store.clone(), db.another().await);
        let said = turn(100 + i64::from(n), "same");
        let sides = tokio::join!(
            one.record_turn(SessionId(1), n, &said, None, BY),
            two.record_turn(SessionId(1), n, &said, None, BY)
        );
        let mut sides = [sides.0.unwrap(), sides.1.unwrap()];
        sides.sort_by_key(|side| *side == Recorded::Duplicate);
        assert_eq!(sides, [Recorded::New, Recorded::Duplicate]);
    }
    assert_eq!(db.store.session(SessionId(1), ANA).await.unwrap().unwrap().turns.len(), 10);
}

pub(crate) async fn the_last_reply_ends_the_drill_with_its_receipts(db: Db) {
    let id = SessionId(1);
    db.store.begin_session(&session(1)).await.unwrap();
    let end = ended(9, Some(72));
    assert_eq!(db.store.record_turn(id, 0, &turn(100, "bye"), Some(&end), BY).await.unwrap(), Recorded::New);
    assert_eq!(
        db.store.record_turn(id, 0, &turn(100, "bye"), Some(&end), BY).await.unwrap(),
        Recorded::Duplicate
    );
    assert_eq!(db.store.open_session(SERVER, ANA).await.unwrap(), None);
    let found = db.store.last_ended(SERVER, ANA).await.unwrap().unwrap();
    assert_eq!((found.state, found.score, found.ended), (SessionState::Finished, Some(72), Some(minute(9))));
    assert_eq!(found.turns.len(), 1);
    assert_eq!(db.store.receipts(id).await.unwrap(), receipts());
    assert_eq!(db.store.receipts(SessionId(2)).await.unwrap(), []);
}

pub(crate) async fn a_drill_that_was_left_stays_as_it_ended(db: Db) {
    let id = SessionId(1);
    db.store.begin_session(&session(1)).await.unwrap();
    let mut left = ended(4, None);
    left.state = SessionState::Open;
    assert!(matches!(db.store.end_session(id, &left).await, Err(StoreError::Conflict { .. })));
    left.state = SessionState::Left;
    assert_eq!(db.store.end_session(id, &left).await.unwrap(), Recorded::New);
    assert_eq!(db.store.end_session(id, &ended(6, Some(90))).await.unwrap(), Recorded::Duplicate);
    let found = db.store.session(id, ANA).await.unwrap().unwrap();
    assert_eq!((found.state, found.score, found.ended), (SessionState::Left, None, Some(minute(4))));
    let nowhere = db.store.end_session(SessionId(2), &left).await;
    assert!(matches!(nowhere, Err(StoreError::Conflict { .. })));
}

pub(crate) async fn a_restart_between_two_replies_changes_nothing(mut db: Db) {
    db.store.begin_session(&session(1)).await.unwrap();
    for n in 0..3 {
        let before = db.store.open_session(SERVER, ANA).await.unwrap();
        db.restart().await;
        assert_eq!(db.store.open_session(SERVER, ANA).await.unwrap(), before);
        db.store.record_turn(SessionId(1), n, &turn(100 + i64::from(n), "on"), None, BY).await.unwrap();
    }
    db.restart().await;
    assert_eq!(db.store.open_session(SERVER, ANA).await.unwrap().unwrap().turns.len(), 3);
}

pub(crate) async fn history_and_points_are_of_the_last_ended_drills(db: Db) {
    for (id, score) in [(1, Some(40)), (2, None), (3, Some(80))] {
        db.store.begin_session(&session(id)).await.unwrap();
        db.store.end_session(SessionId(id), &ended(10 * id, score)).await.unwrap();
    }
    db.store.begin_session(&session(4)).await.unwrap();
    let past = db.store.history(SERVER, ANA, 2).await.unwrap();
    let told: Vec<_> =
        past.iter().map(|past| (past.session.0, past.score, past.passed, past.started)).collect();
    assert_eq!(told, [(3, Some(80), true, minute(3)), (2, None, false, minute(2))]);
    assert_eq!(
        (past[0].scenario.as_str(), past[0].language.as_str(), past[0].state),
        ("price", "zh-CN", SessionState::Finished)
    );
    let points = db.store.points(SERVER, ANA, 2).await.unwrap();
    let told: Vec<_> = points.iter().map(|point| (point.step.as_str(), point.earned, point.rated)).collect();
    assert_eq!(told, [("listen", 2000, 3000), ("confirm", 0, 0), ("listen", 2000, 3000), ("confirm", 0, 0)]);
}

pub(crate) async fn another_server_sees_no_drill(db: Db) {
    db.store.begin_session(&session(1)).await.unwrap();
    assert_eq!(db.store.open_session(OTHER_SERVER, ANA).await.unwrap(), None);
    db.store.end_session(SessionId(1), &ended(2, Some(50))).await.unwrap();
    assert_eq!(db.store.last_ended(OTHER_SERVER, ANA).await.unwrap(), None);
    assert_eq!(db.store.history(OTHER_SERVER, ANA, 9).await.unwrap(), []);
    assert!(db.store.points(OTHER_SERVER, ANA, 9).await.unwrap().is_empty());
    assert_eq!(db.store.history(SERVER, BEN, 9).await.unwrap(), []);
}
