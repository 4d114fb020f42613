//! Duels: lines of the member who plays the buyer, and their ratings.

use sparring::coach::ids::SessionId;
use sparring::store::{Begun, NewSession, PeerLine, Recorded};

use super::sample::{ANA, BEN, BY, OTHER_SERVER, SERVER, ended, minute, session, turn};
use crate::support::db::Db;

const DUEL: SessionId = SessionId(1);

async fn begin(db: &Db) {
    let duel = NewSession { rep: ANA, peer: Some(BEN), channel: 77, ..session(1) };
    assert_eq!(db.store.begin_session(&duel).await.unwrap(), Begun::New);
}

fn line(message: i64, after: u32) -> PeerLine {
    PeerLine { message, after, said: "太贵了, \0 says Ben".into(), at: minute(message) }
}

pub(crate) async fn a_duel_is_found_by_either_of_the_two(db: Db) {
    begin(&db).await;
    assert_eq!(db.store.session(DUEL, ANA).await.unwrap().unwrap().new.peer, Some(BEN));
    assert_eq!(db.store.duel(DUEL, BEN).await.unwrap().unwrap().new.rep, ANA);
    assert_eq!(db.store.duel_in_channel(77, BEN).await.unwrap().unwrap().new.id, DUEL);
    for nothing in [db.store.duel(DUEL, ANA).await, db.store.duel_in_channel(77, ANA).await] {
        assert_eq!(nothing.unwrap(), None);
    }
    // Playing the buyer keeps nobody from a drill of their own, but from a second duel in that channel.
    let own = NewSession { rep: BEN, server: OTHER_SERVER, channel: 78, ..session(2) };
    assert_eq!(db.store.begin_session(&own).await.unwrap(), Begun::New);
    let again = NewSession { rep: ANA, server: OTHER_SERVER, channel: 77, peer: Some(BEN), ..session(3) };
    assert_eq!(db.store.begin_session(&again).await.unwrap(), Begun::Busy);
    db.store.end_session(DUEL, &ended(9, None)).await.unwrap();
    assert_eq!(db.store.duel_in_channel(77, BEN).await.unwrap(), None);
    assert!(db.store.duel(DUEL, BEN).await.unwrap().is_some());
    assert_eq!(db.store.open_session(SERVER, ANA).await.unwrap(), None);
}

pub(crate) async fn a_buyers_line_is_stored_once_and_stays_in_its_place(db: Db) {
    begin(&db).await;
    assert_eq!(db.store.record_peer_line(DUEL, &line(50, 0)).await.unwrap(), Recorded::New);
    assert_eq!(db.store.record_peer_line(DUEL, &line(50, 0)).await.unwrap(), Recorded::Duplicate);
    db.store.record_turn(DUEL, 0, &turn(60, "Tell me more."), None, BY).await.unwrap();
    assert_eq!(db.store.record_peer_line(DUEL, &line(70, 1)).await.unwrap(), Recorded::New);
    let held = db.store.session(DUEL, ANA).await.unwrap().unwrap();
    let places: Vec<(i64, u32)> = held.peer_lines.iter().map(|line| (line.message, line.after)).collect();
    assert_eq!(places, [(50, 0), (70, 1)]);
    assert_eq!(held.peer_lines[0].said, "太贵了, \u{1a} says Ben");
    db.store.end_session(DUEL, &ended(9, None)).await.unwrap();
    assert_eq!(db.store.record_peer_line(DUEL, &line(80, 1)).await.unwrap(), Recorded::Duplicate);
    assert_eq!(db.store.duel(DUEL, BEN).await.unwrap().unwrap().peer_lines.len(), 2);
}

pub(crate) async fn the_first_rating_counts(db: Db) {
    begin(&db).await;
    assert_eq!(db.store.rate(DUEL, "listened", "yes").await.unwrap(), Recorded::New);
    assert_eq!(db.store.rate(DUEL, "listened", "no").await.unwrap(), Recorded::Duplicate);
    assert_eq!(db.store.rate(DUEL, "next", "partly").await.unwrap(), Recorded::New);
    let ratings: Vec<(String, String)> = db.store.ratings(DUEL).await.unwrap().into_iter().collect();
    assert_eq!(ratings, [("listened".into(), "yes".into()), ("next".into(), "partly".into())]);
    assert!(db.store.ratings(SessionId(2)).await.unwrap().is_empty());
}
