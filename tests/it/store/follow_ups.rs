//! Follow-ups: planned with their pings, closed, put off, handed over, ended.

use chrono::{DateTime, TimeDelta, Utc};
use sparring::coach::ids::{FollowUpId, RepId, TouchId};
use sparring::coach::notice::{About, NoticeKind};
use sparring::store::{
    Changed, Closing, Customer, NewFollowUp, Recorded, Store, Telling, Touch, TouchCounts, TouchState,
};

use super::sample::{ANA, BEN, OTHER_SERVER, SERVER, follow_up, minute, touch};
use crate::support::db::Db;

const LEASE: TimeDelta = TimeDelta::minutes(5);

fn ids(touches: &[Touch]) -> Vec<TouchId> {
    touches.iter().map(|touch| touch.id).collect()
}

fn about(id: TouchId, rep: RepId) -> About {
    About { rep, kind: NoticeKind::Touch, subject: id.follow_up.0, part: id.n }
}

fn done(gave: &str) -> Closing {
    Closing::Done { gave: gave.into(), next_step: "A call on Monday".into() }
}

/// Claims what is due and marks it as sent.
async fn ping_all(store: &Store, at: DateTime<Utc>) -> Vec<(TouchId, RepId)> {
    let claimed = store.claim_notices(at, LEASE, "w", 99).await.unwrap();
    for notice in &claimed {
        assert!(store.notice_sent(&notice.new.about, "w", 1, 2, at).await.unwrap());
    }
    let touches = claimed.iter().filter(|notice| notice.new.about.kind == NoticeKind::Touch);
    let id = |about: About| TouchId { follow_up: FollowUpId(about.subject), n: about.part };
    touches.map(|notice| (id(notice.new.about), notice.new.about.rep)).collect()
}

async fn state(store: &Store, id: TouchId) -> (TouchState, Telling) {
    let found = store.touch(id).await.unwrap().unwrap();
    (found.state, found.telling)
}

pub(crate) async fn a_follow_up_is_planned_once_with_its_pings(db: Db) {
    let new = follow_up(1, &[10, 20]);
    assert_eq!(db.store.add_follow_up(&new).await.unwrap(), Recorded::New);
    assert_eq!(db.store.add_follow_up(&new).await.unwrap(), Recorded::Duplicate);
    let found = db.store.touch(touch(1, 1)).await.unwrap().unwrap();
    let meant = Touch {
        id: touch(1, 1),
        server: SERVER,
        owner: ANA,
        card: new.card.clone(),
        signed: new.signed,
        zone: new.zone.clone(),
        playbook: new.playbook.clone(),
        language: new.language.clone(),
        edition: Some(9),
        cadence: new.cadence.clone(),
        channel: 55,
        new: new.touches[1].clone(),
        state: TouchState::Open,
        telling: Telling::Waiting,
        closed: None,
        gave: None,
        next_step: None,
        skipped_because: None,
    };
    assert_eq!(found, meant);
    assert_eq!(db.store.touch(touch(1, 2)).await.unwrap(), None);
    assert_eq!(db.store.touches_of(SERVER, ANA, 9).await.unwrap().len(), 2);
    assert_eq!(ping_all(&db.store, minute(15)).await, [(touch(1, 0), ANA)]);
    assert_eq!(state(&db.store, touch(1, 0)).await, (TouchState::Open, Telling::Over));
}

pub(crate) async fn a_ping_that_was_given_up_shows_in_its_touch(db: Db) {
    db.store.add_follow_up(&follow_up(1, &[0])).await.unwrap();
    db.store.claim_notices(minute(0), LEASE, "w", 9).await.unwrap();
    let closed = Some("direct messages are closed");
    assert!(db.store.notice_ended(&about(touch(1, 0), ANA), "w", closed, minute(1)).await.unwrap());
    let shown = db.store.touches_of(SERVER, ANA, 9).await.unwrap();
    assert_eq!(
        (shown[0].state, &shown[0].telling),
        (TouchState::Open, &Telling::GaveUp("direct messages are closed".into()))
    );
    let closed = db.store.close_touch(touch(1, 0), ANA, &done("The report"), minute(2)).await.unwrap();
    assert_eq!(closed, Changed::Now);
}

pub(crate) async fn a_touch_closed_before_its_ping_is_not_told(db: Db) {
    db.store.add_follow_up(&follow_up(1, &[0, 1, 2])).await.unwrap();
    db.store.close_touch(touch(1, 0), ANA, &done("The report"), minute(-1)).await.unwrap();
    let skipped = Closing::Skipped { because: "On holiday".into() };
    db.store.close_touch(touch(1, 1), ANA, &skipped, minute(-1)).await.unwrap();
    // Closed while its ping is under way: nothing is left to mark.
    db.store.claim_notices(minute(5), LEASE, "w", 9).await.unwrap();
    db.store.close_touch(touch(1, 2), ANA, &done("  "), minute(5)).await.unwrap();
    assert!(!db.store.notice_sent(&about(touch(1, 2), ANA), "w", 1, 2, minute(5)).await.unwrap());
    assert!(ping_all(&db.store, minute(600)).await.is_empty());
    let first = db.store.touch(touch(1, 0)).await.unwrap().unwrap();
    assert_eq!(
        (first.state, first.gave.as_deref(), first.next_step.as_deref(), first.closed),
        (TouchState::Done, Some("The report"), Some("A call on Monday"), Some(minute(-1)))
    );
    let second = db.store.touch(touch(1, 1)).await.unwrap().unwrap();
    assert_eq!((second.state, second.skipped_because.as_deref()), (TouchState::Skipped, Some("On holiday")));
    // An empty touch is known as one.
    assert_eq!(db.store.touch(touch(1, 2)).await.unwrap().unwrap().gave, None);
    let last = db.store.last_touch(FollowUpId(1)).await.unwrap().unwrap();
    assert_eq!(last.id, touch(1, 2));
}

pub(crate) async fn only_the_owner_closes_or_puts_off_a_touch(db: Db) {
    db.store.add_follow_up(&follow_up(1, &[0])).await.unwrap();
    let id = touch(1, 0);
    let skipped = Closing::Skipped { because: "x".into() };
    let close = |who, at| db.store.close_touch(id, who, &skipped, minute(at));
    assert_eq!(close(BEN, 1).await.unwrap(), Changed::NotYours);
    assert_eq!(db.store.put_touch_off(id, BEN, minute(9)).await.unwrap(), Changed::NotYours);
    assert_eq!(db.store.put_touch_off(touch(1, 9), ANA, minute(9)).await.unwrap(), Changed::Unknown);
    let unknown = db.store.close_touch(touch(1, 9), ANA, &done(""), minute(1)).await.unwrap();
    assert_eq!(unknown, Changed::Unknown);
    assert_eq!(close(ANA, 1).await.unwrap(), Changed::Now);
    assert_eq!(close(ANA, 2).await.unwrap(), Changed::Already);
    assert_eq!(db.store.put_touch_off(id, ANA, minute(9)).await.unwrap(), Changed::Already);
    assert!(ping_all(&db.store, minute(600)).await.is_empty());
}

pub(crate) async fn putting_off_moves_the_ping_and_not_the_schedule(db: Db) {
    db.store.add_follow_up(&follow_up(1, &[0, 60])).await.unwrap();
    assert_eq!(ping_all(&db.store, minute(1)).await.len(), 1);
    assert_eq!(db.store.put_touch_off(touch(1, 0), ANA, minute(30)).await.unwrap(), Changed::Now);
    let found = db.store.touch(touch(1, 0)).await.unwrap().unwrap();
    assert_eq!((found.telling, found.new.due), (Telling::PutOff(minute(30)), minute(0)));
    assert!(ping_all(&db.store, minute(29)).await.is_empty());
    let again = db.store.claim_notices(minute(30), LEASE, "w", 9).await.unwrap();
    assert_eq!((again[0].round, again[0].attempts, again[0].new.due), (1, 1, minute(0)));
    assert_eq!(db.store.touch(touch(1, 1)).await.unwrap().unwrap().new.due, minute(60));
}

pub(crate) async fn touches_are_listed_by_day_and_closed_ones_last(db: Db) {
    db.store.add_follow_up(&follow_up(1, &[10, 20, 30, 40])).await.unwrap();
    db.store.add_follow_up(&NewFollowUp { server: OTHER_SERVER, ..follow_up(2, &[1]) }).await.unwrap();
    db.store.add_follow_up(&NewFollowUp { owner: BEN, ..follow_up(3, &[1]) }).await.unwrap();
    for n in [0, 1] {
        db.store.close_touch(touch(1, n), ANA, &done(""), minute(50)).await.unwrap();
    }
    let listed = db.store.touches_of(SERVER, ANA, 3).await.unwrap();
    assert_eq!(ids(&listed), [touch(1, 2), touch(1, 3), touch(1, 1)]);
    assert_eq!(ids(&db.store.touches_of(OTHER_SERVER, ANA, 9).await.unwrap()), [touch(2, 0)]);
    assert!(db.store.touches_of(OTHER_SERVER, BEN, 9).await.unwrap().is_empty());
    // Managers see what is open and was due, of all owners of their server.
    let open = db.store.open_touches(SERVER, minute(30), 9).await.unwrap();
    assert_eq!(ids(&open), [touch(3, 0), touch(1, 2)]);
    assert_eq!(db.store.open_touches(SERVER, minute(30), 1).await.unwrap().len(), 1);
}

pub(crate) async fn a_customer_is_handed_over_with_all_pings(db: Db) {
    db.store.add_follow_up(&follow_up(1, &[0, 60])).await.unwrap();
    assert_eq!(ping_all(&db.store, minute(1)).await, [(touch(1, 0), ANA)]);
    let hand = |server, from, to| db.store.hand_over(FollowUpId(1), server, (from, to, from), minute(2));
    assert_eq!(hand(OTHER_SERVER, ANA, BEN).await.unwrap(), Changed::Unknown);
    assert_eq!(hand(SERVER, BEN, ANA).await.unwrap(), Changed::NotYours);
    assert_eq!(hand(SERVER, ANA, BEN).await.unwrap(), Changed::Now);
    assert!(db.store.touches_of(SERVER, ANA, 9).await.unwrap().is_empty());
    assert_eq!(db.store.touches_of(SERVER, BEN, 9).await.unwrap().len(), 2);
    assert_eq!(db.store.customer(FollowUpId(1), SERVER).await.unwrap().unwrap().handed_by, Some(ANA));
    let told = db.store.claim_notices(minute(2), LEASE, "w", 9).await.unwrap();
    assert_eq!(
        told.iter().map(|n| (n.new.about.kind, n.new.about.rep)).collect::<Vec<_>>(),
        [(NoticeKind::HandedOver, BEN)]
    );
    assert!(db.store.notice_sent(&told[0].new.about, "w", 1, 2, minute(2)).await.unwrap());
    assert_eq!(ping_all(&db.store, minute(61)).await, [(touch(1, 1), BEN)]);
    // Back and there again: both are told once more.
    assert_eq!(hand(SERVER, BEN, ANA).await.unwrap(), Changed::Now);
    assert_eq!(hand(SERVER, ANA, BEN).await.unwrap(), Changed::Now);
    let told = db.store.claim_notices(minute(62), LEASE, "w", 9).await.unwrap();
    assert_eq!(told.iter().map(|n| n.new.about.rep).collect::<Vec<_>>(), [ANA, BEN]);
}

pub(crate) async fn a_customer_whose_follow_ups_end_is_not_pinged_any_more(db: Db) {
    let new = follow_up(1, &[0, 60]);
    db.store.add_follow_up(&new).await.unwrap();
    let known = db.store.customer(FollowUpId(1), SERVER).await.unwrap().unwrap();
    let meant = Customer {
        id: FollowUpId(1),
        owner: ANA,
        card: new.card.clone(),
        signed: new.signed,
        zone: new.zone.clone(),
        cadence: new.cadence.clone(),
        ended_because: None,
        handed_by: None,
    };
    assert_eq!(known, meant);
    assert_eq!(db.store.customer(FollowUpId(1), OTHER_SERVER).await.unwrap(), None);
    assert_eq!(db.store.customers_of(SERVER, ANA, 9).await.unwrap(), [meant]);
    let end = |who| db.store.end_follow_up(FollowUpId(1), SERVER, who, "Contract over", minute(-1));
    assert_eq!(end(BEN).await.unwrap(), Changed::NotYours);
    assert_eq!(end(ANA).await.unwrap(), Changed::Now);
    assert_eq!(end(ANA).await.unwrap(), Changed::Already);
    assert!(ping_all(&db.store, minute(600)).await.is_empty());
    assert_eq!(state(&db.store, touch(1, 0)).await, (TouchState::Cancelled, Telling::Over));
    let known = db.store.customer(FollowUpId(1), SERVER).await.unwrap().unwrap();
    assert_eq!(known.ended_because.as_deref(), Some("Contract over"));
    assert!(db.store.customers_of(SERVER, ANA, 9).await.unwrap().is_empty());
    assert!(db.store.touches_of(SERVER, ANA, 9).await.unwrap().is_empty());
}

pub(crate) async fn a_touch_that_cannot_be_understood_names_its_cell(db: Db) {
    db.store.add_follow_up(&follow_up(1, &[0, 1])).await.unwrap();
    db.run("UPDATE touches SET merged = 'soon' WHERE n = 0").await;
    let told = db.store.touch(touch(1, 0)).await.unwrap_err().to_string();
    assert!(told.contains("touches.merged of row 1/0"), "{told}");
    assert!(db.store.touch(touch(1, 1)).await.unwrap().is_some());
}

pub(crate) async fn several_customers_are_taken_together_or_not_at_all(db: Db) {
    let all = [follow_up(1, &[10]), follow_up(2, &[20]), follow_up(3, &[30])];
    assert_eq!(db.store.add_follow_ups(&all[..2]).await.unwrap(), Recorded::New);
    // The third would be new, but the second was taken before: nothing is stored.
    assert_eq!(db.store.add_follow_ups(&all[1..]).await.unwrap(), Recorded::Duplicate);
    assert_eq!(
        db.store.add_follow_ups(&[all[2].clone(), all[0].clone()]).await.unwrap(),
        Recorded::Duplicate
    );
    assert_eq!(db.store.customers_of(SERVER, ANA, 9).await.unwrap().len(), 2);
    assert_eq!(db.store.add_follow_ups(&[]).await.unwrap(), Recorded::New);
}

pub(crate) async fn the_open_touches_of_a_customer_come_in_their_order(db: Db) {
    db.store.add_follow_up(&follow_up(1, &[30, 10, 20])).await.unwrap();
    db.store.add_follow_up(&follow_up(2, &[1])).await.unwrap();
    db.store.close_touch(touch(1, 1), ANA, &done("x"), minute(5)).await.unwrap();
    let open = db.store.open_touches_of(FollowUpId(1), 9).await.unwrap();
    assert_eq!(ids(&open), [touch(1, 2), touch(1, 0)]);
    assert_eq!(ids(&db.store.open_touches_of(FollowUpId(1), 1).await.unwrap()), [touch(1, 2)]);
}

pub(crate) async fn touches_are_counted_by_owner(db: Db) {
    db.store.add_follow_up(&follow_up(1, &[0, 10, 20, 30, 40, 50])).await.unwrap();
    db.store.add_follow_up(&NewFollowUp { owner: BEN, ..follow_up(2, &[5]) }).await.unwrap();
    db.store.add_follow_up(&NewFollowUp { server: OTHER_SERVER, ..follow_up(3, &[1]) }).await.unwrap();
    db.store.close_touch(touch(1, 0), ANA, &done("x"), minute(1)).await.unwrap();
    db.store.close_touch(touch(1, 1), ANA, &done(" "), minute(1)).await.unwrap();
    let skipped = Closing::Skipped { because: "x".into() };
    db.store.close_touch(touch(1, 2), ANA, &skipped, minute(1)).await.unwrap();
    db.store.claim_notices(minute(30), LEASE, "w", 9).await.unwrap();
    assert!(db.store.notice_ended(&about(touch(1, 3), ANA), "w", Some("closed"), minute(30)).await.unwrap());
    let ana = TouchCounts {
        owner: ANA,
        open: 3,
        overdue: 1,
        gave_up: 1,
        done: 2,
        empty: 1,
        skipped: 1,
        next: Some(minute(40)),
    };
    let all = db.store.touch_counts(SERVER, minute(35)).await.unwrap();
    let mut owners = [ANA, BEN];
    owners.sort();
    assert_eq!(all.iter().map(|one| one.owner).collect::<Vec<_>>(), owners);
    assert!(all.contains(&ana), "{all:?}");
    assert_eq!(db.store.touch_counts_of(SERVER, ANA, minute(35)).await.unwrap(), Some(ana));
    let ben = db.store.touch_counts_of(SERVER, BEN, minute(35)).await.unwrap().unwrap();
    assert_eq!((ben.open, ben.overdue, ben.next), (1, 1, None));
    assert_eq!(db.store.touch_counts_of(OTHER_SERVER, BEN, minute(35)).await.unwrap(), None);
}
