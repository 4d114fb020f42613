//! Notices: planned once, claimed by one, ended once.

use chrono::TimeDelta;
use sparring::coach::ids::RepId;
use sparring::coach::notice::{About, NoticeKind};
use sparring::store::NewNotice;

use super::sample::{ANA, BEN, SERVER, minute};
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
