//! Blind marks.

use sparring::coach::ids::{RepId, SessionId};
use sparring::coach::review::Mark;
use sparring::store::{Marking, Recorded, Reviewing};

use super::reviews::{CLEO, held, reviewing};
use super::sample::{ANA, BEN, OTHER_SERVER, SERVER, minute};
use crate::support::db::Db;

/// Marks both checks of a drill and finishes.
async fn marked(db: &Db, id: i64, by: RepId, marks: [Mark; 2]) {
    for (n, mark) in (0..).zip(marks) {
        assert_eq!(db.store.record_mark(&reviewing(id, by), n, mark).await.unwrap(), Recorded::New);
    }
    assert_eq!(db.store.finish_marking(&reviewing(id, by)).await.unwrap(), Recorded::New);
}

async fn next(db: &Db, by: RepId) -> Option<i64> {
    db.store.next_to_mark(SERVER, by).await.unwrap().map(|session| session.0)
}

pub(crate) async fn a_marking_goes_on_where_it_was_left(mut db: Db) {
    for id in [1, 2, 4] {
        held(&db, id).await;
    }
    assert_eq!(next(&db, BEN).await, Some(2), "the oldest, and no practice");
    for mark in [Mark::Met, Mark::Partly] {
        assert_eq!(db.store.record_mark(&reviewing(4, BEN), 1, mark).await.unwrap(), Recorded::New);
    }
    db.restart().await;
    assert_eq!(next(&db, BEN).await, Some(4), "the one that was begun");
    let marking = Marking { marks: vec![(1, Mark::Partly)], finished: None };
    assert_eq!(db.store.marking(SERVER, BEN, SessionId(4)).await.unwrap(), Some(marking));
    assert_eq!(
        db.store.finish_marking(&reviewing(4, BEN)).await.unwrap(),
        Recorded::Duplicate,
        "one is open"
    );
    assert_eq!(db.store.marking(SERVER, BEN, SessionId(1)).await.unwrap(), None, "practice");
    assert_eq!(db.store.record_mark(&reviewing(1, BEN), 0, Mark::Met).await.unwrap(), Recorded::Duplicate);
    assert_eq!(next(&db, ANA).await, None, "never one's own");
}

pub(crate) async fn what_one_other_has_marked_comes_first(db: Db) {
    for id in [2, 4, 6] {
        held(&db, id).await;
    }
    let dora = RepId(900_000_000_000_000_004);
    marked(&db, 2, BEN, [Mark::Met, Mark::Met]).await;
    marked(&db, 2, CLEO, [Mark::Met, Mark::Met]).await;
    marked(&db, 6, BEN, [Mark::Met, Mark::Met]).await;
    // What is only begun is marked by nobody.
    db.store.record_mark(&reviewing(4, BEN), 0, Mark::Met).await.unwrap();
    assert_eq!(next(&db, dora).await, Some(6), "by one other");
    marked(&db, 6, dora, [Mark::Met, Mark::Met]).await;
    assert_eq!(next(&db, dora).await, Some(4), "by nobody");
    marked(&db, 4, dora, [Mark::Met, Mark::Met]).await;
    assert_eq!(next(&db, dora).await, Some(2), "by two");
}

pub(crate) async fn whoever_saw_the_machines_verdicts_marks_nothing(db: Db) {
    held(&db, 2).await;
    db.store.record_mark(&reviewing(2, BEN), 0, Mark::Met).await.unwrap();
    db.store.record_mark(&reviewing(2, BEN), 1, Mark::Met).await.unwrap();
    db.store.see_drill(&reviewing(2, BEN)).await.unwrap();
    assert_eq!(next(&db, BEN).await, None);
    assert_eq!(db.store.marking(SERVER, BEN, SessionId(2)).await.unwrap(), None);
    assert_eq!(db.store.record_mark(&reviewing(2, BEN), 0, Mark::Met).await.unwrap(), Recorded::Duplicate);
    assert_eq!(db.store.finish_marking(&reviewing(2, BEN)).await.unwrap(), Recorded::Duplicate);
    assert_eq!(next(&db, CLEO).await, Some(2));
}

pub(crate) async fn finished_marks_stay_and_are_of_one_server(mut db: Db) {
    held(&db, 2).await;
    marked(&db, 2, BEN, [Mark::NotMet, Mark::Partly]).await;
    db.store.record_mark(&reviewing(2, CLEO), 0, Mark::Met).await.unwrap();
    assert_eq!(db.store.record_mark(&reviewing(2, BEN), 0, Mark::Met).await.unwrap(), Recorded::Duplicate);
    assert_eq!(db.store.finish_marking(&reviewing(2, BEN)).await.unwrap(), Recorded::Duplicate);
    let stranger = Reviewing { server: OTHER_SERVER, ..reviewing(2, CLEO) };
    assert_eq!(db.store.record_mark(&stranger, 1, Mark::Met).await.unwrap(), Recorded::Duplicate);
    assert_eq!(db.store.finish_marking(&stranger).await.unwrap(), Recorded::Duplicate);
    db.restart().await;
    // Seen afterwards, the marks still count.
    db.store.see_drill(&reviewing(2, BEN)).await.unwrap();
    let finished = db.store.marking(SERVER, BEN, SessionId(2)).await.unwrap().unwrap();
    assert_eq!((finished.marks.len(), finished.finished), (2, Some(minute(60))));
    let marks = db.store.finished_marks(SERVER).await.unwrap();
    let shown: Vec<_> =
        marks.iter().map(|m| (m.marker, m.mark, m.item.as_str(), m.weight, m.earned)).collect();
    assert_eq!(
        shown,
        [(BEN, Mark::NotMet, "listens", 3, Some(2000)), (BEN, Mark::Partly, "confirms", 3, None)]
    );
    assert!(db.store.finished_marks(OTHER_SERVER).await.unwrap().is_empty());
    assert_eq!(db.store.next_to_mark(OTHER_SERVER, CLEO).await.unwrap(), None);
}
