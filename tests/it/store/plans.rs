//! Plans of follow-ups: looked at when it is time, changed as a whole by one, and planned anew when other days are worked.

use chrono::TimeDelta;
use sparring::coach::ids::FollowUpId;
use sparring::store::{Closing, NewTouch, PlanChange, Store, StoredPlan, TouchState};

use super::sample::{ANA, BEN, OTHER_SERVER, SERVER, follow_up, minute, touch};
use crate::support::db::Db;

async fn plan(store: &Store, id: i64) -> StoredPlan {
    store.stored_plan(FollowUpId(id)).await.unwrap().unwrap()
}

fn ids(ids: &[i64]) -> Vec<FollowUpId> {
    ids.iter().map(|id| FollowUpId(*id)).collect()
}

/// A touch of the sample at another moment, with others.
fn at(n: usize, due: i64, merged: &[&str]) -> NewTouch {
    let new = follow_up(1, &[10, 20, 30]).touches.remove(n);
    let merged = merged.iter().map(|plan| ((*plan).to_owned(), new.planned)).collect();
    NewTouch { due: minute(due), merged, ..new }
}

pub(crate) async fn a_plan_is_looked_at_when_its_time_has_come(db: Db) {
    for (id, look) in [(1, 60), (2, 30), (3, 90)] {
        let new = sparring::store::NewFollowUp { look: minute(look), ..follow_up(id, &[10, 20]) };
        db.store.add_follow_up(&new).await.unwrap();
    }
    assert_eq!(db.store.plans_to_look_at(minute(60), 9).await.unwrap(), ids(&[2, 1]));
    assert_eq!(db.store.plans_to_look_at(minute(99), 2).await.unwrap(), ids(&[2, 1]));
    db.store.look_later(FollowUpId(2), minute(200)).await.unwrap();
    assert_eq!(db.store.plans_to_look_at(minute(99), 9).await.unwrap(), ids(&[1, 3]));
    let read = plan(&db.store, 1).await;
    assert_eq!((read.owner, read.channel, read.edition, read.look), (ANA, 55, Some(9), minute(60)));
    assert_eq!((read.created, read.signed), (minute(0), follow_up(1, &[]).signed));
    let told: Vec<_> = read.touches.iter().map(|t| (t.n, t.new.due, t.merged, t.waits)).collect();
    assert_eq!(told, [(0, minute(10), false, true), (1, minute(20), false, true)]);
    assert_eq!(read.touches[1].new.merged, [("day-0".to_owned(), read.signed)]);
    db.store.end_follow_up(FollowUpId(1), SERVER, ANA, "lost", minute(5)).await.unwrap();
    assert_eq!(db.store.stored_plan(FollowUpId(1)).await.unwrap(), None);
    assert_eq!(db.store.plans_to_look_at(minute(99), 9).await.unwrap(), ids(&[3]));
    db.store.look_later(FollowUpId(1), minute(0)).await.unwrap();
    assert_eq!(db.store.plans_to_look_at(minute(0), 9).await.unwrap(), []);
}

pub(crate) async fn touches_are_added_moved_merged_and_stand_alone_again(db: Db) {
    db.store.add_follow_up(&follow_up(1, &[10, 20])).await.unwrap();
    let read = plan(&db.store, 1).await;
    let merged = [
        PlanChange::Merge(0),
        PlanChange::Move(1, at(1, 40, &["day-0"])),
        PlanChange::Add(2, at(2, 50, &[])),
    ];
    assert!(db.store.change_plan(&read, &merged, 13, minute(99)).await.unwrap());
    assert!(db.store.claim_notices(minute(39), TimeDelta::minutes(1), "w", 9).await.unwrap().is_empty());
    assert_eq!(db.store.touch(touch(1, 0)).await.unwrap().unwrap().state, TouchState::Merged);
    let read = plan(&db.store, 1).await;
    assert_eq!(read.look, minute(99));
    let told: Vec<_> = read.touches.iter().map(|t| (t.n, t.merged, t.waits)).collect();
    assert_eq!(told, [(0, true, false), (1, false, true), (2, false, true)]);
    let back = [PlanChange::Return(0, at(0, 15, &[])), PlanChange::Move(1, at(1, 25, &[]))];
    assert!(db.store.change_plan(&read, &back, 13, minute(199)).await.unwrap());
    let claimed = db.store.claim_notices(minute(60), TimeDelta::minutes(1), "w", 9).await.unwrap();
    let told: Vec<_> = claimed.iter().map(|n| (n.new.about.part, n.new.due, n.round)).collect();
    assert_eq!(told, [(0, minute(15), 0), (1, minute(25), 0), (2, minute(50), 0)]);
    assert!(plan(&db.store, 1).await.touches.iter().all(|touch| !touch.waits));
}

pub(crate) async fn a_plan_is_changed_as_a_whole_or_not_at_all(db: Db) {
    db.store.add_follow_up(&follow_up(1, &[10, 20])).await.unwrap();
    let read = plan(&db.store, 1).await;
    let both = [PlanChange::Move(1, at(1, 40, &[])), PlanChange::Move(0, at(0, 30, &[]))];
    // The first ping is on its way.
    let claimed = db.store.claim_notices(minute(12), TimeDelta::minutes(1), "w", 9).await.unwrap();
    assert_eq!(claimed.len(), 1);
    assert!(!db.store.change_plan(&read, &both, 12, minute(99)).await.unwrap());
    assert_eq!(plan(&db.store, 1).await.touches[1].new.due, minute(20));
    assert!(!db.store.change_plan(&read, &[PlanChange::Merge(0)], 12, minute(99)).await.unwrap());
    assert!(db.store.change_plan(&read, &both[..1], 12, minute(99)).await.unwrap());
    // Closed, put off, handed over, looked at by another: no more as it was read.
    let read = plan(&db.store, 1).await;
    let skipped = Closing::Skipped { because: "holiday".into() };
    db.store.close_touch(touch(1, 1), ANA, &skipped, minute(13)).await.unwrap();
    assert!(
        !db.store.change_plan(&read, &[PlanChange::Move(1, at(1, 50, &[]))], 12, minute(199)).await.unwrap()
    );
    db.store.hand_over(FollowUpId(1), SERVER, (ANA, BEN, ANA), minute(14)).await.unwrap();
    assert!(!db.store.change_plan(&read, &[], 12, minute(199)).await.unwrap());
    let read = plan(&db.store, 1).await;
    assert!(db.store.change_plan(&read, &[], 12, minute(199)).await.unwrap());
    assert!(!db.store.change_plan(&read, &[], 12, minute(200)).await.unwrap());
}

pub(crate) async fn of_two_that_change_a_plan_at_once_one_does(db: Db) {
    let other = db.another().await;
    for id in 1..=10 {
        db.store.add_follow_up(&follow_up(id, &[10])).await.unwrap();
        let (mine, theirs) = (plan(&db.store, id).await, plan(&other, id).await);
        let add = [PlanChange::Add(1, at(1, 50, &[]))];
        let (one, two) = tokio::join!(
            db.store.change_plan(&mine, &add, 13, minute(99)),
            other.change_plan(&theirs, &add, 13, minute(99))
        );
        assert!(one.unwrap() ^ two.unwrap(), "round {id}");
        assert_eq!(plan(&db.store, id).await.touches.len(), 2);
    }
}

pub(crate) async fn plans_of_a_server_are_looked_at_again(db: Db) {
    for (id, server, owner) in [(1, SERVER, ANA), (2, SERVER, BEN), (3, OTHER_SERVER, ANA)] {
        let new = sparring::store::NewFollowUp { server, owner, ..follow_up(id, &[10]) };
        db.store.add_follow_up(&new).await.unwrap();
    }
    assert_eq!(db.store.look_again(SERVER, Some(BEN), minute(1)).await.unwrap(), 1);
    assert_eq!(db.store.plans_to_look_at(minute(1), 9).await.unwrap(), ids(&[2]));
    assert_eq!(db.store.look_again(SERVER, None, minute(2)).await.unwrap(), 1);
    assert_eq!(db.store.plans_to_look_at(minute(2), 9).await.unwrap(), ids(&[2, 1]));
    assert_eq!(db.store.planned_days().await.unwrap(), [(SERVER, None), (OTHER_SERVER, None)]);
    assert_eq!(db.store.note_planned_days(OTHER_SERVER, -7, minute(3)).await.unwrap(), 1);
    assert_eq!(db.store.note_planned_days(OTHER_SERVER, -7, minute(2)).await.unwrap(), 0);
    assert_eq!(db.store.planned_days().await.unwrap(), [(SERVER, None), (OTHER_SERVER, Some(-7))]);
    assert_eq!(db.store.note_planned_days(OTHER_SERVER, 8, minute(2)).await.unwrap(), 1);
    assert_eq!(db.store.plans_to_look_at(minute(2), 9).await.unwrap(), ids(&[2, 1, 3]));
}
