//! Reps: names, languages, zones.

use sparring::coach::ids::RepId;
use sparring::store::Rep;

use super::sample::{ANA, BEN, OTHER_SERVER, SERVER, minute};
use crate::support::db::Db;

pub(crate) async fn a_rep_is_noted_and_the_newer_note_stays(db: Db) {
    assert_eq!(db.store.rep(SERVER, ANA).await.unwrap(), None);
    db.store.note_rep(SERVER, ANA, "Ana", "en", minute(5)).await.unwrap();
    db.store.set_zone(SERVER, ANA, "Europe/Vienna").await.unwrap();
    db.store.note_rep(SERVER, ANA, "安娜", "zh-CN", minute(6)).await.unwrap();
    db.store.note_rep(SERVER, ANA, "late", "en", minute(4)).await.unwrap();
    let meant = Rep { name: "安娜".into(), language: "zh-CN".into(), zone: Some("Europe/Vienna".into()) };
    assert_eq!(db.store.rep(SERVER, ANA).await.unwrap(), Some(meant));
    assert_eq!(db.store.rep(OTHER_SERVER, ANA).await.unwrap(), None);
}

pub(crate) async fn a_zone_may_be_set_before_the_rep_is_noted(db: Db) {
    db.store.set_zone(SERVER, ANA, "Asia/Shanghai").await.unwrap();
    assert!(db.store.names(SERVER, &[ANA]).await.unwrap().is_empty());
    db.store.note_rep(SERVER, ANA, "Ana", "en", minute(1)).await.unwrap();
    let meant = Rep { name: "Ana".into(), language: "en".into(), zone: Some("Asia/Shanghai".into()) };
    assert_eq!(db.store.rep(SERVER, ANA).await.unwrap(), Some(meant));
}

pub(crate) async fn names_are_of_one_server(db: Db) {
    db.store.note_rep(SERVER, ANA, "Ana", "en", minute(1)).await.unwrap();
    db.store.note_rep(SERVER, BEN, "Ben", "en", minute(1)).await.unwrap();
    db.store.note_rep(OTHER_SERVER, BEN, "Benjamin", "en", minute(1)).await.unwrap();
    let names = db.store.names(SERVER, &[BEN, RepId(3)]).await.unwrap();
    assert_eq!(names.into_iter().collect::<Vec<_>>(), [(BEN, "Ben".to_owned())]);
    assert_eq!(db.store.names(OTHER_SERVER, &[ANA, BEN]).await.unwrap().len(), 1);
}
