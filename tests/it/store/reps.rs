//! Reps: names, languages, zones.

use sparring::coach::ids::RepId;
use sparring::coach::quiet::Quiet;
use sparring::store::{Rep, ServerSettings};

use super::sample::{ANA, BEN, OTHER_SERVER, SERVER, minute};
use crate::support::db::Db;

pub(crate) async fn a_rep_is_noted_and_the_newer_note_stays(db: Db) {
    assert_eq!(db.store.rep(SERVER, ANA).await.unwrap(), None);
    db.store.note_rep(SERVER, ANA, "Ana", "en", minute(5)).await.unwrap();
    db.store.set_zone(SERVER, ANA, "Europe/Vienna").await.unwrap();
    db.store.note_rep(SERVER, ANA, "安娜", "zh-CN", minute(6)).await.unwrap();
    db.store.note_rep(SERVER, ANA, "late", "en", minute(4)).await.unwrap();
    let meant = Rep {
        name: "安娜".into(),
        language: "zh-CN".into(),
        zone: Some("Europe/Vienna".into()),
        quiet: None,
    };
    assert_eq!(db.store.rep(SERVER, ANA).await.unwrap(), Some(meant));
    assert_eq!(db.store.rep(OTHER_SERVER, ANA).await.unwrap(), None);
}

pub(crate) async fn a_zone_may_be_set_before_the_rep_is_noted(db: Db) {
    db.store.set_zone(SERVER, ANA, "Asia/Shanghai").await.unwrap();
    assert!(db.store.names(SERVER, &[ANA]).await.unwrap().is_empty());
    db.store.note_rep(SERVER, ANA, "Ana", "en", minute(1)).await.unwrap();
    let meant =
        Rep { name: "Ana".into(), language: "en".into(), zone: Some("Asia/Shanghai".into()), quiet: None };
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

pub(crate) async fn who_never_used_the_bot_has_a_name_until_they_do(db: Db) {
    db.store.introduce(SERVER, &[(ANA, "Ana"), (BEN, "Ben")]).await.unwrap();
    db.store.introduce(SERVER, &[(ANA, "Anna")]).await.unwrap();
    db.store.note_rep(SERVER, BEN, "Benjamin", "en", minute(1)).await.unwrap();
    db.store.introduce(SERVER, &[(BEN, "Ben")]).await.unwrap();
    let names = db.store.names(SERVER, &[ANA, BEN]).await.unwrap();
    assert_eq!(
        names.into_iter().collect::<Vec<_>>(),
        [(ANA, "Anna".to_owned()), (BEN, "Benjamin".to_owned())]
    );
}

pub(crate) async fn settings_are_replaced_and_absent_where_nobody_set_them(db: Db) {
    let time = |text| sparring::coach::quiet::read_time(text).unwrap();
    let night = Quiet::new(time("21:00"), time("08:30"));
    assert_eq!(db.store.server_settings(SERVER).await.unwrap(), ServerSettings::default());
    let set = ServerSettings {
        zone: Some(chrono_tz::Asia::Shanghai),
        quiet: night,
        leaderboard: true,
        calendar: Some("CN".into()),
        work_days: Some("1-6".into()),
        followup_channel: Some(77),
        manager: Some(BEN),
        overdue_days: Some(2),
    };
    for settings in [ServerSettings { leaderboard: true, ..ServerSettings::default() }, set] {
        db.store.set_server_settings(SERVER, &settings).await.unwrap();
        assert_eq!(db.store.server_settings(SERVER).await.unwrap(), settings);
    }
    assert_eq!(db.store.server_settings(OTHER_SERVER).await.unwrap(), ServerSettings::default());
    db.store.note_rep(SERVER, BEN, "Ben", "en", minute(1)).await.unwrap();
    db.store.set_quiet(SERVER, ANA, night).await.unwrap();
    db.store.set_zone(SERVER, ANA, "Europe/Vienna").await.unwrap();
    let all = db.store.rep_settings(SERVER).await.unwrap();
    assert_eq!(all.into_iter().collect::<Vec<_>>(), [(ANA, (Some(chrono_tz::Europe::Vienna), night))]);
    assert_eq!(db.store.rep(SERVER, ANA).await.unwrap().unwrap().quiet, night);
    db.store.set_quiet(SERVER, ANA, None).await.unwrap();
    assert_eq!(db.store.rep(SERVER, ANA).await.unwrap().unwrap().quiet, None);
}

pub(crate) async fn a_direct_channel_is_noted_changed_and_forgotten(db: Db) {
    assert_eq!(db.store.direct_channel(ANA).await.unwrap(), None);
    db.store.note_direct_channel(ANA, 7).await.unwrap();
    db.store.note_direct_channel(BEN, 8).await.unwrap();
    db.store.note_direct_channel(ANA, 9).await.unwrap();
    assert_eq!(db.store.direct_channel(ANA).await.unwrap(), Some(9));
    db.store.forget_direct_channel(ANA).await.unwrap();
    assert_eq!(db.store.direct_channel(ANA).await.unwrap(), None);
    assert_eq!(db.store.direct_channel(BEN).await.unwrap(), Some(8));
}

pub(crate) async fn known_reps_come_with_their_names_the_latest_first(db: Db) {
    db.store.note_rep(SERVER, ANA, "Ana", "en", minute(1)).await.unwrap();
    db.store.note_rep(SERVER, BEN, "Ben", "en", minute(2)).await.unwrap();
    db.store.set_zone(SERVER, sparring::coach::ids::RepId(99), "UTC").await.unwrap();
    let known = db.store.known_reps(SERVER, 9).await.unwrap();
    assert_eq!(known, [(BEN, "Ben".to_owned()), (ANA, "Ana".to_owned())]);
    assert_eq!(db.store.known_reps(SERVER, 1).await.unwrap().len(), 1);
    assert!(db.store.known_reps(OTHER_SERVER, 9).await.unwrap().is_empty());
}
