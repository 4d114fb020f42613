//! Uploads and the editions of a server's content.

use sparring::coach::ids::{RepId, ServerId, SessionId};
use sparring::store::{
    ContentVersion, Effect, MOST_UPLOADS, MOST_VERSIONS, NewAssignment, NewFollowUp, NewSession, NewUpload,
    Upload, UploadPath, UploadText, Uploaded,
};

use super::assignments::assigned;
use super::sample::{ANA, BEN, OTHER_SERVER, SERVER, ended, follow_up, minute, quiz_run, session};
use crate::support::db::Db;

fn path(folder: &str, name: &str) -> UploadPath {
    let [playbook, language, folder, name] = ["objections", "zh-CN", folder, name].map(str::to_owned);
    UploadPath { playbook, language, folder, name }
}

fn price() -> UploadPath {
    path("scenarios", "price")
}

fn new(id: i64, path: UploadPath, text: &str) -> NewUpload {
    NewUpload { id, server: SERVER, path, text: text.into(), by: BEN, at: minute(id) }
}

async fn add(db: &Db, new: NewUpload) -> Uploaded {
    db.store.add_upload(&new).await.unwrap()
}

fn effect(server: ServerId, edition: i64, path: UploadPath, on: Option<i64>) -> Effect {
    Effect { server, edition, path, on, by: ANA, at: minute(edition) }
}

async fn take(db: &Db, edition: i64, path: UploadPath, on: Option<i64>) -> Option<i64> {
    db.store.take_effect(&effect(SERVER, edition, path, on)).await.unwrap()
}

async fn ids(db: &Db, edition: i64) -> Vec<i64> {
    db.store.in_effect(SERVER, edition).await.unwrap().iter().map(|text| text.id).collect()
}

pub(crate) async fn an_upload_is_kept_as_the_next_version_of_its_file(mut db: Db) {
    let long = "长".repeat(80_000);
    assert_eq!(add(&db, new(1, price(), "one")).await, Uploaded::Version(1));
    assert_eq!(add(&db, new(2, price(), &long)).await, Uploaded::Version(2));
    assert_eq!(add(&db, new(2, price(), "again")).await, Uploaded::Version(2), "the same event");
    assert_eq!(add(&db, new(3, path("cards", "price"), "x\0")).await, Uploaded::Version(1));
    db.restart().await;
    let meant = |id, path, version| Upload { id, path, version, by: BEN, at: minute(id), in_effect: false };
    let all = [meant(3, path("cards", "price"), 1), meant(2, price(), 2), meant(1, price(), 1)];
    assert_eq!(db.store.uploads(SERVER).await.unwrap(), all);
    let text = UploadText { id: 2, path: price(), version: 2, text: long };
    assert_eq!(db.store.upload(SERVER, 2).await.unwrap(), Some(text));
    assert_eq!(db.store.upload(SERVER, 4).await.unwrap(), None);
    assert_eq!(db.store.upload(SERVER, 3).await.unwrap().unwrap().text, "x\u{1a}");
}

pub(crate) async fn uploads_at_once_get_versions_of_their_own(db: Db) {
    let mut events = tokio::task::JoinSet::new();
    for id in 1..=6 {
        let store = if id % 2 == 0 { db.store.clone() } else { db.another().await };
        events.spawn(async move { store.add_upload(&new(id, price(), "text")).await.unwrap() });
    }
    let mut versions = events.join_all().await;
    versions.sort_by_key(|uploaded| format!("{uploaded:?}"));
    assert_eq!(versions, [1, 2, 3, 4, 5, 6].map(Uploaded::Version));
}

pub(crate) async fn what_is_in_effect_changes_by_editions(mut db: Db) {
    assert_eq!(db.store.edition(SERVER).await.unwrap(), 0);
    for (id, path) in [(1, price()), (2, price()), (3, path("methods", "lscpa"))] {
        add(&db, new(id, path, "text")).await;
    }
    assert_eq!(db.store.edition(SERVER).await.unwrap(), 0, "kept is not in effect");
    assert!(db.store.editions().await.unwrap().is_empty());
    assert_eq!(take(&db, 0, price(), Some(1)).await, Some(1));
    assert_eq!(take(&db, 1, path("methods", "lscpa"), Some(3)).await, Some(2));
    assert_eq!(take(&db, 2, price(), Some(2)).await, Some(3));
    assert_eq!(take(&db, 3, price(), None).await, Some(4));
    db.restart().await;
    assert_eq!(db.store.edition(SERVER).await.unwrap(), 4);
    assert_eq!(db.store.editions().await.unwrap(), [(SERVER, 4)].into());
    let all = [ids(&db, 0).await, ids(&db, 1).await, ids(&db, 2).await, ids(&db, 3).await, ids(&db, 4).await];
    assert_eq!(all, [vec![], vec![1], vec![3, 1], vec![3, 2], vec![3]]);
    let on: Vec<i64> =
        db.store.uploads(SERVER).await.unwrap().iter().filter(|up| up.in_effect).map(|up| up.id).collect();
    assert_eq!(on, [3]);
    // The same version again later.
    assert_eq!(take(&db, 4, price(), Some(1)).await, Some(5));
    assert_eq!(ids(&db, 5).await, [3, 1]);
}

pub(crate) async fn a_change_that_was_overtaken_is_void(db: Db) {
    for id in 1..=2 {
        add(&db, new(id, price(), "text")).await;
    }
    let other = db.another().await;
    let (one, two) = (effect(SERVER, 0, price(), Some(1)), effect(SERVER, 0, price(), Some(2)));
    let both = tokio::join!(db.store.take_effect(&one), other.take_effect(&two));
    let mut both = [both.0.unwrap(), both.1.unwrap()];
    both.sort();
    assert_eq!(both, [None, Some(1)]);
    assert_eq!(ids(&db, 1).await.len(), 1);
    assert_eq!(take(&db, 0, price(), None).await, None);
    // A version that is not there, or of another file, changes nothing.
    assert_eq!(take(&db, 1, price(), Some(9)).await, None);
    assert_eq!(take(&db, 1, path("cards", "price"), Some(1)).await, None);
    assert_eq!((db.store.edition(SERVER).await.unwrap(), ids(&db, 1).await.len()), (1, 1));
}

pub(crate) async fn another_server_sees_no_upload(db: Db) {
    add(&db, new(1, price(), "secret")).await;
    take(&db, 0, price(), Some(1)).await;
    assert_eq!(db.store.uploads(OTHER_SERVER).await.unwrap(), []);
    assert_eq!(db.store.upload(OTHER_SERVER, 1).await.unwrap(), None);
    assert_eq!(db.store.in_effect(OTHER_SERVER, 1).await.unwrap(), []);
    assert_eq!(db.store.edition(OTHER_SERVER).await.unwrap(), 0);
    let stolen = effect(OTHER_SERVER, 0, price(), Some(1));
    assert_eq!(db.store.take_effect(&stolen).await.unwrap(), None);
    assert_eq!(db.store.take_effect(&effect(OTHER_SERVER, 0, price(), None)).await.unwrap(), Some(1));
    assert_eq!(ids(&db, 1).await, [1], "it is still in effect where it belongs");
    let theirs = NewUpload { server: OTHER_SERVER, ..new(2, price(), "theirs") };
    assert_eq!(add(&db, theirs).await, Uploaded::Version(1), "versions are counted by server");
}

pub(crate) async fn a_server_holds_only_so_many_files(db: Db) {
    let most = i64::try_from(MOST_UPLOADS).unwrap();
    for id in 1..=most {
        assert_eq!(add(&db, new(id, path("cards", &format!("c{id}")), "x")).await, Uploaded::Version(1));
    }
    assert_eq!(add(&db, new(most + 1, price(), "one too many")).await, Uploaded::Full);
    assert_eq!(add(&db, new(most + 1, path("cards", "c1"), "x")).await, Uploaded::Version(2));
    let elsewhere = NewUpload { server: OTHER_SERVER, ..new(most + 2, price(), "x") };
    assert_eq!(add(&db, elsewhere).await, Uploaded::Version(1));
    assert_eq!(db.store.uploads(SERVER).await.unwrap().len(), MOST_UPLOADS + 1);
}

/// A drill of somebody in an edition.
fn drill(id: i64, edition: i64, scenario: &str) -> NewSession {
    let content = Some(ContentVersion { edition, version: None });
    NewSession { rep: RepId(id), channel: id, content, scenario: scenario.into(), ..session(id) }
}

/// Touches that were planned in an edition.
fn planned(id: i64, edition: i64) -> NewFollowUp {
    NewFollowUp { edition: Some(edition), playbook: price().playbook, ..follow_up(id, &[1]) }
}

pub(crate) async fn the_cadence_of_touches_to_come_is_kept(db: Db) {
    let cadence = || path("cadences", &follow_up(1, &[]).cadence);
    add(&db, new(1, cadence(), "old")).await;
    add(&db, new(2, cadence(), "older")).await;
    take(&db, 0, cadence(), Some(1)).await;
    take(&db, 1, cadence(), Some(2)).await;
    take(&db, 2, cadence(), None).await;
    db.store.add_follow_up(&planned(1_001, 1)).await.unwrap();
    for id in 3..=i64::from(MOST_VERSIONS) + 3 {
        add(&db, new(id, cadence(), "new")).await;
    }
    assert!(db.store.upload(SERVER, 1).await.unwrap().is_some());
    assert!(db.store.upload(SERVER, 2).await.unwrap().is_none());
}

pub(crate) async fn old_versions_are_dropped_unless_an_attempt_needs_them(db: Db) {
    let most = i64::from(MOST_VERSIONS);
    // Versions 1 to 5 were in effect one after the other, in the editions 1 to 5; 6 is.
    for id in 1..=most {
        add(&db, new(id, price(), "text")).await;
        if id <= 6 {
            take(&db, id - 1, price(), Some(id)).await;
        }
    }
    db.store.begin_session(&drill(1_001, 2, "price")).await.unwrap();
    db.store.end_session(SessionId(1_001), &ended(5, None)).await.unwrap();
    db.store.begin_session(&drill(1_002, 3, "another")).await.unwrap();
    db.store.begin_quiz_run(&quiz_run(1_003)).await.unwrap();
    db.store.add_follow_up(&planned(1_004, 4)).await.unwrap();
    // Another server's drill needs nothing of this one.
    let theirs = NewSession { server: OTHER_SERVER, ..drill(1_005, 5, "price") };
    db.store.begin_session(&theirs).await.unwrap();
    for id in most + 1..=most + 8 {
        assert_eq!(add(&db, new(id, price(), "text")).await, Uploaded::Version(u32::try_from(id).unwrap()));
    }
    let mut kept: Vec<i64> = db.store.uploads(SERVER).await.unwrap().iter().map(|up| up.id).collect();
    kept.reverse();
    // 2 was drilled and 6 is in effect; nobody needs 1, 3, 4, 5, 7 and 8 any more.
    let meant: Vec<i64> = [2, 6].into_iter().chain(9..=most + 8).collect();
    assert_eq!(kept, meant);
    assert_eq!((ids(&db, 2).await, ids(&db, 3).await, ids(&db, 6).await), (vec![2], vec![], vec![6]));
}

pub(crate) async fn what_was_assigned_keeps_its_uploads(db: Db) {
    let most = i64::from(MOST_VERSIONS);
    for id in 1..=most {
        add(&db, new(id, price(), "text")).await;
        if id <= 3 {
            take(&db, id - 1, price(), Some(id)).await;
        }
    }
    let pinned = |id, edition| NewAssignment { edition: Some(edition), ..assigned(id) };
    for (id, edition) in [(2_001, 1), (2_002, 2)] {
        db.store.assign(&pinned(id, edition), &[], 9, minute(0)).await.unwrap();
    }
    db.store.cancel_assignment(SERVER, pinned(2_002, 2).id, minute(9)).await.unwrap();
    for id in most + 1..=most + 4 {
        add(&db, new(id, price(), "text")).await;
    }
    assert_eq!((ids(&db, 1).await, ids(&db, 2).await, ids(&db, 3).await), (vec![1], vec![], vec![3]));
}
