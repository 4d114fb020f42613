//! Processes that share a database, their shards, and the turns to identify.

use chrono::{DateTime, TimeDelta, Utc};
use sparring::coach::ids::SessionId;
use sparring::store::{NewSession, Process, Store, StoredTurn};

use super::sample::{ANA, BEN, BY, OTHER_SERVER, ended, minute, session, turn};
use crate::support::db::Db;

const LEASE: TimeDelta = TimeDelta::seconds(15);

fn process(id: &str, minutes: i64) -> Process {
    Process { id: id.to_owned(), leases: true, started: minute(minutes) }
}

fn second(seconds: i64) -> DateTime<Utc> {
    minute(0) + TimeDelta::seconds(seconds)
}

async fn holders(store: &Store) -> Vec<Option<String>> {
    store.shards().await.unwrap().into_iter().map(|shard| shard.held_by).collect()
}

async fn live(store: &Store, now: DateTime<Utc>) -> Vec<String> {
    store.live_processes(now).await.unwrap().into_iter().map(|process| process.id).collect()
}

pub(crate) async fn processes_live_as_long_as_they_renew_and_what_they_hold_with_them(db: Db) {
    let (store, one, two) = (&db.store, process("one", 0), process("two", 1));
    assert_eq!(store.join(&one, 4, second(0), LEASE).await.unwrap(), 4);
    assert_eq!(store.join(&two, 4, second(1), LEASE).await.unwrap(), 4);
    assert_eq!(store.live_processes(second(14)).await.unwrap(), [one.clone(), two.clone()]);
    assert_eq!(store.claim_shards("one", second(1), LEASE, 3).await.unwrap(), [0, 1, 2]);
    assert_eq!(store.claim_shards("two", second(1), LEASE, 3).await.unwrap(), [3]);
    assert_eq!(store.claim_shards("two", second(15), LEASE, 3).await.unwrap(), [0_u32; 0]);
    store.renew_process(&two, second(15), LEASE).await.unwrap();
    // The lease is over at its very end.
    assert_eq!(live(store, second(15)).await, ["two"]);
    assert_eq!(store.claim_shards("two", second(16), LEASE, 2).await.unwrap(), [0, 1]);
    // Late, but nobody has taken the third yet.
    store.renew_process(&one, second(17), LEASE).await.unwrap();
    assert_eq!(live(store, second(17)).await, ["one", "two"]);
    assert_eq!(store.claim_shards("two", second(18), LEASE, 9).await.unwrap(), [0_u32; 0]);
    let held = |ids: [&str; 4]| ids.map(|id| Some(id.to_owned()));
    assert_eq!(holders(store).await, held(["two", "two", "one", "two"]));
    let until: Vec<_> = store.shards().await.unwrap().into_iter().map(|shard| shard.until).collect();
    assert_eq!(until, [second(31), second(31), second(32), second(30)]);
}

pub(crate) async fn a_shard_is_given_back_by_its_holder_alone_and_all_of_them_when_it_leaves(db: Db) {
    let (store, one) = (&db.store, process("one", 0));
    store.join(&one, 3, second(0), LEASE).await.unwrap();
    store.claim_shards("one", second(0), LEASE, 3).await.unwrap();
    assert!(!store.release_shard(1, "two").await.unwrap());
    assert!(store.release_shard(1, "one").await.unwrap());
    assert!(!store.release_shard(1, "one").await.unwrap());
    assert_eq!(store.claim_shards("two", second(1), LEASE, 3).await.unwrap(), [1]);
    store.process_left("one").await.unwrap();
    store.process_left("one").await.unwrap();
    assert_eq!(live(store, second(1)).await, [""; 0]);
    assert_eq!(holders(store).await, [None, Some("two".to_owned()), None]);
}

pub(crate) async fn the_first_says_how_many_shards_there_are_until_nobody_lives(db: Db) {
    let store = &db.store;
    assert_eq!(store.join(&process("one", 0), 4, second(0), LEASE).await.unwrap(), 4);
    assert_eq!(store.join(&process("two", 0), 8, second(1), LEASE).await.unwrap(), 4);
    // Who serves shards of its own has no say, and is not asked.
    let apart = Process { leases: false, ..process("apart", 0) };
    store.renew_process(&apart, second(10), LEASE).await.unwrap();
    assert_eq!(store.join(&process("three", 1), 8, second(16), LEASE).await.unwrap(), 8);
    assert_eq!(store.shards().await.unwrap().len(), 8);
    assert_eq!(live(store, second(16)).await, ["apart", "three"]);
    store.process_left("three").await.unwrap();
    assert_eq!(store.join(&process("four", 2), 2, second(17), LEASE).await.unwrap(), 2);
    assert_eq!(store.shards().await.unwrap().len(), 2);
    // One that comes again is no other.
    assert_eq!(store.join(&process("four", 2), 3, second(18), LEASE).await.unwrap(), 3);
    // One that is about to end lives on, and shares no more.
    let ending = Process { leases: false, ..process("four", 2) };
    store.renew_process(&ending, second(18), LEASE).await.unwrap();
    assert_eq!(store.live_processes(second(19)).await.unwrap()[1], ending);
}

pub(crate) async fn those_that_come_at_once_agree_and_never_hold_the_same_shard(db: Db) {
    let mut stores = Vec::new();
    for _ in 0..3 {
        stores.push(db.another().await);
    }
    let [a, b, c] = stores.try_into().unwrap();
    let names = ["a", "b", "c"].map(|id| process(id, 0));
    let (now, wished) = (second(0), [5, 7, 9]);
    let (x, y, z) = tokio::join!(
        a.join(&names[0], wished[0], now, LEASE),
        b.join(&names[1], wished[1], now, LEASE),
        c.join(&names[2], wished[2], now, LEASE)
    );
    let total = x.unwrap();
    assert!(wished.contains(&total));
    assert_eq!((y.unwrap(), z.unwrap()), (total, total));
    assert_eq!(db.store.shards().await.unwrap().len(), usize::try_from(total).unwrap());
    for round in 0..10 {
        // Each time all leases are over.
        let now = second(20 * (round + 1));
        let (x, y, z) = tokio::join!(
            a.claim_shards("a", now, LEASE, 3),
            b.claim_shards("b", now, LEASE, 3),
            c.claim_shards("c", now, LEASE, 3)
        );
        let mut all = [x.unwrap(), y.unwrap(), z.unwrap()].concat();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count, "one shard was given to two: {all:?}");
        assert!(count >= 3, "nobody got any: {count}");
    }
    for store in [a, b, c] {
        store.close().await;
    }
}

pub(crate) async fn the_turn_to_identify_is_given_to_one_and_the_next_comes_later(db: Db) {
    let (store, other) = (&db.store, db.another().await);
    let apart = TimeDelta::seconds(5);
    assert_eq!(store.next_identify_turn(0).await.unwrap(), None);
    for round in 0..5 {
        let now = second(5 * round);
        let (x, y) =
            tokio::join!(store.take_identify_turn(0, now, apart), other.take_identify_turn(0, now, apart));
        assert!(x.unwrap() ^ y.unwrap(), "one of the two");
        assert!(store.take_identify_turn(1, now, apart).await.unwrap(), "another bucket");
        assert!(!store.take_identify_turn(0, now + TimeDelta::milliseconds(4_999), apart).await.unwrap());
        assert_eq!(store.next_identify_turn(0).await.unwrap(), Some(now + apart));
    }
    // A clock that was an hour ahead does not close the door for an hour.
    assert!(store.take_identify_turn(0, second(3_600), apart).await.unwrap());
    assert!(store.take_identify_turn(0, second(30), apart).await.unwrap());
    other.close().await;
}

pub(crate) async fn an_answer_that_was_left_is_taken_over_once_and_only_from_who_lives_no_more(db: Db) {
    let store = &db.store;
    store.begin_session(&session(1)).await.unwrap();
    store.begin_session(&NewSession { rep: BEN, ..session(2) }).await.unwrap();
    store.begin_session(&NewSession { server: OTHER_SERVER, channel: 5, ..session(3) }).await.unwrap();
    store.record_turn(SessionId(1), 0, &turn(100, "one"), None, BY).await.unwrap();
    // The first reply was overtaken by the second, which was answered: nothing is left to say.
    store.record_turn(SessionId(2), 0, &turn(200, "one"), None, BY).await.unwrap();
    let answered = StoredTurn { answered: true, ..turn(201, "two") };
    store.record_turn(SessionId(2), 1, &answered, None, BY).await.unwrap();
    // A drill that is over may owe its last answer.
    store.record_turn(SessionId(3), 0, &turn(300, "one"), Some(&ended(8, None)), BY).await.unwrap();
    let taken = async |by: &str, now, limit| -> Vec<i64> {
        let found = store.take_unanswered(by, now, limit).await.unwrap();
        found.iter().map(|session| session.new.id.0).collect()
    };
    for by in [BY, "two"] {
        store.renew_process(&process(by, 0), second(0), LEASE).await.unwrap();
    }
    assert_eq!(taken("two", second(14), 10).await, [0; 0], "its process lives");
    store.renew_process(&process("two", 0), second(14), LEASE).await.unwrap();
    assert_eq!(taken("two", second(15), 1).await, [1]);
    store.renew_process(&process("three", 0), second(15), LEASE).await.unwrap();
    assert_eq!(taken("three", second(15), 10).await, [3], "the other one is taken");
    assert_eq!(taken("two", second(15), 10).await, [0; 0]);
    store.mark_answered(SessionId(1), 0).await.unwrap();
    store.mark_answered(SessionId(1), 0).await.unwrap();
    store.process_left("two").await.unwrap();
    store.process_left("three").await.unwrap();
    store.renew_process(&process("four", 0), second(15), LEASE).await.unwrap();
    assert_eq!(taken("four", second(16), 10).await, [3], "the first was answered");
    let found = store.session(SessionId(1), ANA).await.unwrap().unwrap();
    assert!(found.turns.iter().all(|turn| turn.answered));
    // One that was stored before anybody told who takes it.
    db.run("UPDATE turns SET taken_by = NULL WHERE session_id = 3").await;
    assert_eq!(taken("four", second(16), 10).await, [3]);
}

pub(crate) async fn two_that_take_over_at_once_take_each_answer_once(db: Db) {
    for id in 1..=20 {
        let new = NewSession { rep: sparring::coach::ids::RepId(id), channel: id, ..session(id) };
        db.store.begin_session(&new).await.unwrap();
        db.store.record_turn(SessionId(id), 0, &turn(100 + id, "one"), None, "gone").await.unwrap();
    }
    let other = db.another().await;
    for by in ["x", "y"] {
        db.store.renew_process(&process(by, 0), second(0), LEASE).await.unwrap();
    }
    let mut all = Vec::new();
    for _ in 0..4 {
        let (x, y) = tokio::join!(
            db.store.take_unanswered("x", second(1), 7),
            other.take_unanswered("y", second(1), 7)
        );
        all.extend([x.unwrap(), y.unwrap()].concat().iter().map(|session| session.new.id.0));
    }
    all.sort_unstable();
    assert_eq!(all, (1..=20).collect::<Vec<i64>>());
    other.close().await;
}
