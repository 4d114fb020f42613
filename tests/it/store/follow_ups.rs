//! Follow-ups: planned, claimed, sent, done.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use sparring::coach::ids::TouchId;
use sparring::store::{Done, NewFollowUp, Recorded, Store, Touch, TouchState};
use sqlx::Executor;

use super::sample::{ANA, BEN, OTHER_SERVER, SERVER, follow_up, minute, touch};
use crate::support::db::Db;

const LEASE: TimeDelta = TimeDelta::minutes(5);

async fn claim(store: &Store, minutes: i64, worker: &str) -> Vec<Touch> {
    store.claim_due(minute(minutes), LEASE, worker, 10).await.unwrap()
}

fn ids(touches: &[Touch]) -> Vec<TouchId> {
    touches.iter().map(|touch| touch.id).collect()
}

pub(crate) async fn a_follow_up_is_planned_once(db: Db) {
    let new = follow_up(1, &[10, 20]);
    assert_eq!(db.store.add_follow_up(&new).await.unwrap(), Recorded::New);
    assert_eq!(db.store.add_follow_up(&new).await.unwrap(), Recorded::Duplicate);
    let found = db.store.touch(touch(1, 1)).await.unwrap().unwrap();
    let meant = Touch {
        id: touch(1, 1),
        server: SERVER,
        owner: ANA,
        customer: new.customer.clone(),
        note: new.note.clone(),
        zone: new.zone.clone(),
        playbook: new.playbook.clone(),
        language: new.language.clone(),
        edition: Some(9),
        cadence: new.cadence.clone(),
        plan: "day-1".into(),
        planned: new.signed,
        due: minute(20),
        state: TouchState::Pending,
        channel: 55,
        attempts: 0,
        first_attempt: None,
        message: None,
        error: None,
    };
    assert_eq!(found, meant);
    assert_eq!(db.store.touch(touch(1, 2)).await.unwrap(), None);
    assert_eq!(db.store.touches_of(SERVER, ANA, 9).await.unwrap().len(), 2);
}

pub(crate) async fn what_is_due_is_claimed_once_and_the_most_overdue_first(db: Db) {
    db.store.add_follow_up(&follow_up(1, &[3, 30])).await.unwrap();
    db.store.add_follow_up(&follow_up(2, &[1, 2])).await.unwrap();
    assert!(claim(&db.store, 0, "w").await.is_empty());
    let claimed = claim(&db.store, 3, "w").await;
    assert_eq!(ids(&claimed), [touch(2, 0), touch(2, 1), touch(1, 0)]);
    assert!(claimed.iter().all(|touch| touch.attempts == 1 && touch.first_attempt == Some(minute(3))));
    assert!(claim(&db.store, 4, "w").await.is_empty());
    // A limit takes the most overdue.
    db.store.add_follow_up(&follow_up(3, &[3, 1, 2])).await.unwrap();
    let two = db.store.claim_due(minute(3), LEASE, "w", 2).await.unwrap();
    assert_eq!(ids(&two), [touch(3, 1), touch(3, 2)]);
}

pub(crate) async fn workers_at_once_never_claim_the_same_touch(db: Db) {
    let other = db.another().await;
    for round in 0..10_i64 {
        db.store.add_follow_up(&follow_up(round, &[0; 12])).await.unwrap();
        let (one, two) = tokio::join!(
            db.store.claim_due(minute(round * 10), LEASE, "one", 6),
            other.claim_due(minute(round * 10), LEASE, "two", 6)
        );
        let (one, two) = (one.unwrap(), two.unwrap());
        let both: BTreeSet<TouchId> = ids(&one).into_iter().chain(ids(&two)).collect();
        assert_eq!(both.len(), one.len() + two.len(), "claimed twice in round {round}");
        for (worker, touches) in [("one", one), ("two", two)] {
            for touch in touches {
                assert!(db.store.mark_sent(touch.id, worker, 1, 2, minute(round * 10)).await.unwrap());
            }
        }
        // What both left is claimed before the next round.
        for touch in claim(&db.store, round * 10, "rest").await {
            assert!(db.store.mark_sent(touch.id, "rest", 1, 2, minute(round * 10)).await.unwrap());
        }
    }
}

pub(crate) async fn a_touch_that_another_is_just_claiming_is_passed_over(db: Db) {
    if !db.postgres {
        return; // SQLite has one writer at a time: the other one is waited for.
    }
    db.store.add_follow_up(&follow_up(1, &[0, 1])).await.unwrap();
    let mut other = db.raw().await;
    other.execute("BEGIN").await.unwrap();
    other
        .execute("UPDATE touches SET claimed_by = 'other', next_try_ms = 9000000000000 WHERE n = 0")
        .await
        .unwrap();
    assert_eq!(ids(&claim(&db.store, 2, "w").await), [touch(1, 1)]);
    other.execute("COMMIT").await.unwrap();
    assert!(claim(&db.store, 2, "w").await.is_empty());
}

pub(crate) async fn a_lease_that_is_over_is_taken_over(mut db: Db) {
    db.store.add_follow_up(&follow_up(1, &[0])).await.unwrap();
    claim(&db.store, 0, "dead").await;
    db.restart().await;
    assert!(claim(&db.store, 4, "alive").await.is_empty());
    let taken = claim(&db.store, 5, "alive").await;
    assert_eq!((taken[0].attempts, taken[0].first_attempt), (2, Some(minute(0))));
    assert!(!db.store.mark_sent(touch(1, 0), "dead", 1, 2, minute(5)).await.unwrap());
    assert!(db.store.mark_sent(touch(1, 0), "alive", 1, 2, minute(5)).await.unwrap());
    assert!(claim(&db.store, 600, "alive").await.is_empty());
}

pub(crate) async fn a_failed_ping_is_tried_again_later(db: Db) {
    db.store.add_follow_up(&follow_up(1, &[0])).await.unwrap();
    claim(&db.store, 0, "w").await;
    assert!(db.store.retry_later(touch(1, 0), "w", minute(2), "500 from Discord").await.unwrap());
    assert!(!db.store.retry_later(touch(1, 0), "w", minute(3), "again").await.unwrap());
    assert!(claim(&db.store, 1, "w").await.is_empty());
    let again = claim(&db.store, 2, "w").await;
    assert_eq!((again[0].attempts, again[0].error.as_deref()), (2, Some("500 from Discord")));
    assert!(db.store.mark_sent(touch(1, 0), "w", 8, 9, minute(2)).await.unwrap());
    let sent = db.store.touch(touch(1, 0)).await.unwrap().unwrap();
    assert_eq!((sent.state, sent.message, sent.channel, sent.error), (TouchState::Sent, Some(8), 9, None));
}

pub(crate) async fn a_ping_is_given_up_where_a_report_shows_it(db: Db) {
    db.store.add_follow_up(&follow_up(1, &[0])).await.unwrap();
    claim(&db.store, 0, "w").await;
    assert!(db.store.give_up(touch(1, 0), "w", "direct messages are closed", minute(1)).await.unwrap());
    assert!(claim(&db.store, 600, "w").await.is_empty());
    let shown = db.store.touches_of(SERVER, ANA, 9).await.unwrap();
    assert_eq!(
        (shown[0].state, shown[0].error.as_deref()),
        (TouchState::GaveUp, Some("direct messages are closed"))
    );
    assert_eq!(db.store.mark_done(touch(1, 0), ANA, minute(2)).await.unwrap(), Done::Now);
}

pub(crate) async fn only_the_worker_with_the_claim_may_end_it(db: Db) {
    db.store.add_follow_up(&follow_up(1, &[0])).await.unwrap();
    let id = touch(1, 0);
    assert!(!db.store.mark_sent(id, "w", 1, 2, minute(0)).await.unwrap());
    claim(&db.store, 0, "w").await;
    assert!(!db.store.mark_sent(id, "x", 1, 2, minute(0)).await.unwrap());
    assert!(!db.store.retry_later(id, "x", minute(1), "no").await.unwrap());
    assert!(!db.store.give_up(id, "x", "no", minute(1)).await.unwrap());
    // Ticked off while the ping is under way: nothing is left to mark.
    assert_eq!(db.store.mark_done(id, ANA, minute(1)).await.unwrap(), Done::Now);
    assert!(!db.store.mark_sent(id, "w", 1, 2, minute(1)).await.unwrap());
    assert_eq!(db.store.touch(id).await.unwrap().unwrap().state, TouchState::Done);
}

pub(crate) async fn only_the_owner_ticks_a_touch_off(db: Db) {
    db.store.add_follow_up(&follow_up(1, &[0])).await.unwrap();
    assert_eq!(db.store.mark_done(touch(1, 0), BEN, minute(1)).await.unwrap(), Done::NotYours);
    assert_eq!(db.store.mark_done(touch(1, 9), ANA, minute(1)).await.unwrap(), Done::Unknown);
    assert_eq!(db.store.mark_done(touch(1, 0), ANA, minute(1)).await.unwrap(), Done::Now);
    assert_eq!(db.store.mark_done(touch(1, 0), ANA, minute(2)).await.unwrap(), Done::Already);
    assert!(claim(&db.store, 600, "w").await.is_empty());
}

pub(crate) async fn touches_are_listed_by_day_and_done_ones_last(db: Db) {
    db.store.add_follow_up(&follow_up(1, &[10, 20, 30, 40])).await.unwrap();
    db.store.add_follow_up(&NewFollowUp { server: OTHER_SERVER, ..follow_up(2, &[1]) }).await.unwrap();
    db.store.add_follow_up(&NewFollowUp { owner: BEN, ..follow_up(3, &[1]) }).await.unwrap();
    for n in [0, 1] {
        db.store.mark_done(touch(1, n), ANA, minute(50)).await.unwrap();
    }
    let listed = db.store.touches_of(SERVER, ANA, 3).await.unwrap();
    assert_eq!(ids(&listed), [touch(1, 2), touch(1, 3), touch(1, 1)]);
    assert_eq!(ids(&db.store.touches_of(OTHER_SERVER, ANA, 9).await.unwrap()), [touch(2, 0)]);
    assert!(db.store.touches_of(OTHER_SERVER, BEN, 9).await.unwrap().is_empty());
}

pub(crate) async fn the_next_moment_is_known(db: Db) {
    assert_eq!(db.store.next_due().await.unwrap(), None);
    db.store.add_follow_up(&follow_up(1, &[10, 30])).await.unwrap();
    assert_eq!(db.store.next_due().await.unwrap(), Some(minute(10)));
    claim(&db.store, 11, "w").await;
    // The lease may end before its worker has marked anything.
    assert_eq!(db.store.next_due().await.unwrap(), Some(minute(16)));
    db.store.retry_later(touch(1, 0), "w", minute(12), "later").await.unwrap();
    assert_eq!(db.store.next_due().await.unwrap(), Some(minute(12)));
    db.store.mark_done(touch(1, 0), ANA, minute(12)).await.unwrap();
    assert_eq!(db.store.next_due().await.unwrap(), Some(minute(30)));
}

pub(crate) async fn a_bad_touch_does_not_hold_up_the_others(db: Db) {
    db.store.add_follow_up(&follow_up(1, &[0, 1])).await.unwrap();
    db.run("UPDATE touches SET planned = 'soon' WHERE n = 0").await;
    assert_eq!(ids(&claim(&db.store, 2, "w").await), [touch(1, 1)]);
    // It is not lost: mended, it comes again when its lease is over.
    db.run("UPDATE touches SET planned = '2026-02-01' WHERE n = 0").await;
    assert_eq!(ids(&claim(&db.store, 7, "x").await), [touch(1, 0), touch(1, 1)]);
}
