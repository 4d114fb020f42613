//! Notices: planned once, claimed by one, ended once.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use sparring::coach::ids::RepId;
use sparring::coach::notice::{About, NoticeKind};
use sparring::store::{NewNotice, Notice, Store};
use sqlx::Executor;

use super::sample::{ANA, BEN, OTHER_SERVER, SERVER, minute};
use crate::support::db::Db;

const LEASE: TimeDelta = TimeDelta::seconds(60);

fn notice(rep: RepId, part: u32, due: i64) -> NewNotice {
    let about = About { rep, kind: NoticeKind::Test, subject: 8, part };
    NewNotice { about, server: SERVER, channel: 77, due: minute(due) }
}

pub(crate) async fn a_notice_is_planned_once_and_claimed_by_one(db: Db) {
    db.store.plan_notices(&[notice(ANA, 0, 1), notice(BEN, 0, 2)]).await.unwrap();
    // Planned again, and later: the first plan stays.
    db.store.plan_notices(&[notice(ANA, 0, 9)]).await.unwrap();
    assert!(db.store.claim_notices(minute(0), LEASE, "a", 9).await.unwrap().is_empty());
    let claimed = db.store.claim_notices(minute(2), LEASE, "a", 9).await.unwrap();
    assert_eq!(claimed.iter().map(|n| n.new).collect::<Vec<_>>(), [notice(ANA, 0, 1), notice(BEN, 0, 2)]);
    assert!(claimed.iter().all(|n| n.attempts == 1 && n.first_attempt == Some(minute(2))));
    assert!(db.store.claim_notices(minute(2), LEASE, "b", 9).await.unwrap().is_empty());
    let (ana, ben) = (notice(ANA, 0, 1).about, notice(BEN, 0, 2).about);
    assert!(!db.store.notice_sent(&ana, "b", 1, 2, minute(2)).await.unwrap());
    assert!(db.store.notice_sent(&ana, "a", 1, 2, minute(2)).await.unwrap());
    assert!(db.store.notice_later(&ben, "a", minute(5), "no answer").await.unwrap());
    assert!(db.store.claim_notices(minute(4), LEASE, "a", 9).await.unwrap().is_empty());
    let again = db.store.claim_notices(minute(5), LEASE, "b", 9).await.unwrap();
    assert_eq!(again.iter().map(|n| (n.new.about, n.attempts)).collect::<Vec<_>>(), [(ben, 2)]);
    assert!(db.store.notice_ended(&ben, "b", Some("no way"), minute(5)).await.unwrap());
    // What was sent or given up is not planned anew.
    db.store.plan_notices(&[notice(ANA, 0, 1), notice(BEN, 0, 2)]).await.unwrap();
    assert!(db.store.claim_notices(minute(99), LEASE, "a", 9).await.unwrap().is_empty());
}

pub(crate) async fn notices_that_wait_can_be_taken_back(db: Db) {
    db.store.plan_notices(&[notice(ANA, 0, 1), notice(ANA, 1, 1)]).await.unwrap();
    assert_eq!(db.store.drop_notices(NoticeKind::Test, 8, minute(0)).await.unwrap(), 2);
    assert_eq!(db.store.drop_notices(NoticeKind::Test, 8, minute(0)).await.unwrap(), 0);
    assert!(db.store.claim_notices(minute(2), LEASE, "a", 9).await.unwrap().is_empty());
}

pub(crate) async fn a_claim_that_ran_out_is_taken_over(db: Db) {
    db.store.plan_notices(&[notice(ANA, 0, 1)]).await.unwrap();
    db.store.claim_notices(minute(1), LEASE, "a", 9).await.unwrap();
    let taken = db.store.claim_notices(minute(2), LEASE, "b", 9).await.unwrap();
    assert_eq!(taken.len(), 1);
    assert!(!db.store.notice_ended(&taken[0].new.about, "a", None, minute(2)).await.unwrap());
    assert!(db.store.notice_ended(&taken[0].new.about, "b", None, minute(2)).await.unwrap());
}

fn parts(claimed: &[Notice]) -> Vec<u32> {
    claimed.iter().map(|notice| notice.new.about.part).collect()
}

async fn claim(store: &Store, minutes: i64, worker: &str, limit: u32) -> Vec<Notice> {
    store.claim_notices(minute(minutes), LEASE, worker, limit).await.unwrap()
}

pub(crate) async fn a_limit_takes_the_most_overdue(db: Db) {
    db.store.plan_notices(&[notice(ANA, 0, 3), notice(ANA, 1, 1), notice(ANA, 2, 2)]).await.unwrap();
    assert_eq!(parts(&claim(&db.store, 3, "w", 2).await), [1, 2]);
    assert_eq!(parts(&claim(&db.store, 3, "w", 2).await), [0]);
}

pub(crate) async fn a_server_with_much_to_tell_does_not_hold_up_the_others(db: Db) {
    let much: Vec<NewNotice> = (0..50).map(|part| notice(ANA, part, 0)).collect();
    db.store.plan_notices(&much).await.unwrap();
    let little = |part, due| NewNotice { server: OTHER_SERVER, ..notice(BEN, part, due) };
    db.store.plan_notices(&[little(0, 1), little(1, 2)]).await.unwrap();
    let claimed = claim(&db.store, 5, "w", 6).await;
    let of_the_other = claimed.iter().filter(|notice| notice.new.server == OTHER_SERVER).count();
    assert_eq!((claimed.len(), of_the_other), (6, 2));
}

pub(crate) async fn workers_at_once_never_claim_the_same_notice(db: Db) {
    let other = db.another().await;
    for round in 0..10_u32 {
        let all: Vec<NewNotice> = (0..12).map(|part| notice(ANA, round * 100 + part, 0)).collect();
        db.store.plan_notices(&all).await.unwrap();
        let (one, two) = tokio::join!(
            db.store.claim_notices(minute(1), LEASE, "one", 6),
            other.claim_notices(minute(1), LEASE, "two", 6)
        );
        let (one, two) = (one.unwrap(), two.unwrap());
        let both: BTreeSet<u32> = parts(&one).into_iter().chain(parts(&two)).collect();
        assert_eq!(both.len(), one.len() + two.len(), "claimed twice in round {round}");
        let rest = claim(&db.store, 1, "rest", 99).await;
        assert_eq!(both.len() + rest.len(), 12, "all are claimed by somebody in round {round}");
        for (worker, notices) in [("one", one), ("two", two), ("rest", rest)] {
            for notice in notices {
                assert!(db.store.notice_sent(&notice.new.about, worker, 1, 2, minute(1)).await.unwrap());
            }
        }
    }
}

pub(crate) async fn a_notice_that_another_is_just_claiming_is_passed_over(db: Db) {
    if !db.postgres {
        return; // SQLite has one writer at a time: the other one is waited for.
    }
    db.store.plan_notices(&[notice(ANA, 0, 0), notice(ANA, 1, 1)]).await.unwrap();
    let mut other = db.raw().await;
    other.execute("BEGIN").await.unwrap();
    let claimed = "UPDATE notices SET claimed_by = 'other', next_try_ms = 9000000000000 WHERE part = 0";
    other.execute(claimed).await.unwrap();
    assert_eq!(parts(&claim(&db.store, 2, "w", 9).await), [1]);
    other.execute("COMMIT").await.unwrap();
    assert!(claim(&db.store, 2, "w", 9).await.is_empty());
}

pub(crate) async fn a_lease_ends_over_a_restart_too(mut db: Db) {
    db.store.plan_notices(&[notice(ANA, 0, 0)]).await.unwrap();
    claim(&db.store, 0, "dead", 9).await;
    db.restart().await;
    assert!(db.store.claim_notices(minute(0), LEASE, "alive", 9).await.unwrap().is_empty());
    let taken = claim(&db.store, 1, "alive", 9).await;
    assert_eq!((taken[0].attempts, taken[0].first_attempt), (2, Some(minute(0))));
    let about = taken[0].new.about;
    assert!(!db.store.notice_sent(&about, "dead", 1, 2, minute(1)).await.unwrap());
    assert!(db.store.notice_sent(&about, "alive", 1, 2, minute(1)).await.unwrap());
}

pub(crate) async fn a_bad_notice_does_not_hold_up_the_others(db: Db) {
    db.store.plan_notices(&[notice(ANA, 0, 0), notice(ANA, 1, 1)]).await.unwrap();
    db.run("UPDATE notices SET round = -1 WHERE part = 0").await;
    assert_eq!(parts(&claim(&db.store, 2, "w", 9).await), [1]);
    // It is not lost: mended, it comes again when its lease is over.
    db.run("UPDATE notices SET round = 0 WHERE part = 0").await;
    assert_eq!(parts(&claim(&db.store, 7, "x", 9).await), [0, 1]);
}

pub(crate) async fn what_was_not_tried_is_put_back_as_if_it_had_not_been_claimed(db: Db) {
    db.store.plan_notices(&[notice(ANA, 0, 0)]).await.unwrap();
    let about = notice(ANA, 0, 0).about;
    claim(&db.store, 0, "w", 9).await;
    assert!(!db.store.notice_put_back(&about, "x", minute(5)).await.unwrap());
    assert!(db.store.notice_put_back(&about, "w", minute(5)).await.unwrap());
    assert!(claim(&db.store, 4, "w", 9).await.is_empty());
    let again = claim(&db.store, 5, "w", 9).await;
    assert_eq!((again[0].attempts, again[0].first_attempt, again[0].round), (1, Some(minute(5)), 0));
}

pub(crate) async fn what_comes_again_and_again_is_told_anew_each_time(db: Db) {
    let planned = notice(ANA, 0, 0);
    db.store.plan_anew(&planned).await.unwrap();
    let first = claim(&db.store, 0, "w", 9).await;
    assert_eq!(first[0].round, 0);
    assert!(!db.store.notice_again(&planned.about, "x", minute(5)).await.unwrap());
    assert!(db.store.notice_again(&planned.about, "w", minute(5)).await.unwrap());
    let second = claim(&db.store, 5, "w", 9).await;
    assert_eq!((second[0].round, second[0].attempts), (1, 1));
    db.store.notice_ended(&planned.about, "w", None, minute(5)).await.unwrap();
    db.store.plan_anew(&NewNotice { due: minute(9), ..planned }).await.unwrap();
    assert_eq!(claim(&db.store, 9, "w", 9).await[0].round, 2);
}

pub(crate) async fn what_is_told_together_is_sent_or_given_up_together(db: Db) {
    let late: Vec<NewNotice> = (0..4).map(|part| notice(ANA, part, i64::from(part))).collect();
    let others = [notice(BEN, 0, 0), NewNotice { server: OTHER_SERVER, ..notice(ANA, 9, 0) }];
    db.store.plan_notices(&late).await.unwrap();
    db.store.plan_notices(&others).await.unwrap();
    claim(&db.store, 60, "w", 2).await;
    let bundle = |subject| {
        let about = About { rep: ANA, kind: NoticeKind::LateTouches, subject, part: 0 };
        NewNotice { about, server: SERVER, channel: 0, due: minute(60) }
    };
    // All that were due by the second minute: those of this worker and those that nobody holds.
    let taken = db.store.bundle_notices(NoticeKind::Test, &bundle(1), minute(2), "w").await.unwrap();
    assert_eq!(taken, 3);
    let parts_in = |abouts: Vec<About>| abouts.iter().map(|about| about.part).collect::<Vec<_>>();
    assert_eq!(parts_in(db.store.bundled_in(1, ANA).await.unwrap()), [0, 1, 2]);
    assert!(db.store.bundled_in(1, BEN).await.unwrap().is_empty());
    let due = claim(&db.store, 61, "w", 99).await;
    let kinds: BTreeSet<(NoticeKind, u32)> =
        due.iter().map(|n| (n.new.about.kind, n.new.about.part)).collect();
    assert!(kinds.contains(&(NoticeKind::LateTouches, 0)) && kinds.contains(&(NoticeKind::Test, 3)));
    assert!(!kinds.contains(&(NoticeKind::Test, 1)), "what is told together is not told by itself");
    assert!(db.store.notice_sent(&bundle(1).about, "w", 5, 6, minute(61)).await.unwrap());
    let left = "SELECT part FROM notices WHERE state = 'sent' AND bundle = 1 AND message_id = 5";
    assert_eq!(db.ask(left).await.len(), 3);
    db.store.bundle_notices(NoticeKind::Test, &bundle(2), minute(9), "w").await.unwrap();
    claim(&db.store, 63, "w", 99).await;
    assert!(db.store.notice_ended(&bundle(2).about, "w", Some("closed"), minute(63)).await.unwrap());
    assert_eq!(db.ask("SELECT part FROM notices WHERE state = 'gave-up' AND bundle = 2").await.len(), 1);
}

pub(crate) async fn what_may_have_been_sent_is_not_told_again_together_with_others(db: Db) {
    let late: Vec<NewNotice> = (0..4).map(|part| notice(ANA, part, i64::from(part))).collect();
    db.store.plan_notices(&late).await.unwrap();
    // The first was sent by a worker that died before it could say so; the second is being sent by this one.
    for worker in ["dead", "w.1", "w.2"] {
        claim(&db.store, 4, worker, 1).await;
    }
    let about = About { rep: ANA, kind: NoticeKind::LateTouches, subject: 1, part: 0 };
    let together = NewNotice { about, server: SERVER, channel: 0, due: minute(60) };
    let taken = db.store.bundle_notices(NoticeKind::Test, &together, minute(9), "w.2").await.unwrap();
    let parts: Vec<u32> = db.store.bundled_in(1, ANA).await.unwrap().iter().map(|about| about.part).collect();
    assert_eq!((taken, parts), (2, vec![2, 3]));
}
