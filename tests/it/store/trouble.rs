//! What goes wrong, and how it is told.

use std::time::Duration;

use sparring::coach::ids::{QuizRunId, SessionId};
use sparring::store::{Begun, Limits, Store, StoreError};
use sqlx::Executor;

use super::sample::{ANA, BY, SERVER, follow_up, minute, quiz_run, session, touch, turn};
use crate::support::db::{self, Db};

fn named<T>(outcome: Result<T, StoreError>) -> String {
    match outcome {
        Ok(_) => "no error".to_owned(),
        Err(StoreError::BadRow { table, column, id }) => format!("{table}.{column} {id}"),
        Err(other) => other.to_string(),
    }
}

pub(crate) async fn a_value_that_is_not_understood_is_named(db: Db) {
    let store = &db.store;
    store.begin_session(&session(1)).await.unwrap();
    store.record_turn(SessionId(1), 0, &turn(100, "one"), None, BY).await.unwrap();
    store.add_follow_up(&follow_up(2, &[1])).await.unwrap();
    store.begin_quiz_run(&quiz_run(3)).await.unwrap();
    for (spoil, mend, meant) in [
        ("sessions SET state = 'asleep'", "sessions SET state = 'open'", "sessions.state 1"),
        ("sessions SET training_id = 1", "sessions SET training_id = NULL", "sessions.stage 1"),
        ("sessions SET score = -1", "sessions SET score = NULL", "sessions.score 1"),
        (
            "sessions SET started_ms = 9223372036854775807",
            "sessions SET started_ms = 0",
            "sessions.started_ms 1",
        ),
        ("turns SET verdict = 'good'", "turns SET verdict = ''", "turns.verdict 1/0"),
    ] {
        db.run(&format!("UPDATE {spoil}")).await;
        assert_eq!(named(store.session(SessionId(1), ANA).await), meant);
        db.run(&format!("UPDATE {mend}")).await;
        assert_eq!(named(store.session(SessionId(1), ANA).await), "no error");
    }
    db.run("UPDATE touches SET planned = 'soon'").await;
    assert_eq!(named(store.touch(touch(2, 0)).await), "touches.planned 2/0");
    if !db.postgres {
        // SQLite takes words for a number.
        db.run("UPDATE quiz_runs SET seed = 'many'").await;
        assert_eq!(named(store.quiz_run(QuizRunId(3), ANA).await), "quiz_runs.seed 3");
    }
}

pub(crate) async fn a_locked_database_is_told_as_locked(db: Db) {
    let store = db.impatient().await;
    let mut other = db.raw().await;
    let lock = if db.postgres { "BEGIN; LOCK TABLE sessions IN EXCLUSIVE MODE" } else { "BEGIN EXCLUSIVE" };
    other.execute(lock).await.unwrap();
    let refused = store.begin_session(&session(1)).await;
    assert!(matches!(refused, Err(StoreError::Locked { .. })), "{refused:?}");
    assert!(named(refused).contains("is locked by another program"));
    // Readers go on meanwhile.
    assert_eq!(store.open_session(SERVER, ANA).await.unwrap(), None);
    other.execute("ROLLBACK").await.unwrap();
    assert_eq!(store.begin_session(&session(1)).await.unwrap(), Begun::New);
}

pub(crate) async fn a_database_that_may_only_be_read_is_told_as_such(db: Db) {
    let url = if db.postgres {
        format!("{}%20-c%20default_transaction_read_only%3Don", db.url)
    } else {
        format!("{}?mode=ro", db.url)
    };
    let refused = match Store::open(&url).await {
        Ok(store) => store.begin_session(&session(1)).await.map(|_| ()),
        Err(error) => Err(error),
    };
    assert!(matches!(refused, Err(StoreError::ReadOnly { .. })), "{refused:?}");
}

pub(crate) async fn tables_of_a_newer_program_are_refused(db: Db) {
    db.run(
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
         SELECT 9999, description, success, checksum, execution_time FROM _sqlx_migrations WHERE version = 1",
    )
    .await;
    let refused = Store::open(&db.url).await.unwrap_err();
    assert!(matches!(refused, StoreError::Newer { version: 9999, .. }), "{refused:?}");
    assert!(refused.to_string().contains("was written by a newer Sparring"), "{refused}");
}

pub(crate) async fn a_nul_in_what_was_said_is_no_obstacle(db: Db) {
    db.store.begin_session(&session(1)).await.unwrap();
    let said = turn(100, "nul \0 byte");
    db.store.record_turn(SessionId(1), 0, &said, None, BY).await.unwrap();
    let found = db.store.open_session(SERVER, ANA).await.unwrap().unwrap();
    assert_eq!(found.turns[0].said, "nul \u{1a} byte");
    assert_eq!(found.turns[0].verdict, said.verdict);
    db.store.note_rep(SERVER, ANA, "A\0na", "en", minute(0)).await.unwrap();
}

#[tokio::test]
async fn a_full_disk_is_told_and_loses_nothing_stored_before() {
    db::on_sqlite(|db| async move {
        db.store.begin_session(&session(1)).await.unwrap();
        db.store.record_turn(SessionId(1), 0, &turn(100, "kept"), None, BY).await.unwrap();
        let before = db.store.open_session(SERVER, ANA).await.unwrap();
        db.store.close().await;
        // A limit below what the file has already: it cannot grow by a single page.
        let full = Store::open_within(&db.url, Limits { pages: Some(1), ..Limits::default() }).await.unwrap();
        let long = "on ".repeat(20_000);
        let refused = full.record_turn(SessionId(1), 1, &turn(101, &long), None, BY).await;
        assert!(matches!(refused, Err(StoreError::Full { .. })), "{refused:?}");
        assert_eq!(full.open_session(SERVER, ANA).await.unwrap(), before);
        full.close().await;
        let store = Store::open(&db.url).await.unwrap();
        assert_eq!(store.open_session(SERVER, ANA).await.unwrap(), before);
        store.record_turn(SessionId(1), 1, &turn(101, &long), None, BY).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_server_that_is_not_there_is_told_without_the_password() {
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let url = format!("postgres://bot:s3cret@127.0.0.1:{port}/sparring");
    let limits = Limits { connect: Duration::from_millis(40), ..Limits::default() };
    let refused = Store::open_within(&url, limits).await.unwrap_err();
    assert!(matches!(refused, StoreError::Unreachable { .. }), "{refused:?}");
    let told = format!("{refused} {refused:?}");
    assert!(told.contains(&format!("127.0.0.1:{port}/sparring")) && !told.contains("s3cret"), "{told}");
}

#[tokio::test]
async fn a_stranger_and_a_missing_database_are_unreachable() {
    let Some(url) = db::postgres() else { return };
    let (scheme, rest) = url.split_once("://").unwrap();
    let (user, rest) = rest.rsplit_once('@').unwrap_or(("postgres", rest));
    let (host, _) = rest.split_once('/').unwrap_or((rest, ""));
    let stranger = format!("{scheme}://nobody-here:s3cret@{rest}");
    let nowhere = format!("{scheme}://{user}@{host}/no_such_database");
    for url in [stranger, nowhere] {
        let refused = Store::open(&url).await.unwrap_err();
        assert!(matches!(refused, StoreError::Unreachable { .. }), "{refused:?}");
        assert!(!refused.to_string().contains("s3cret"), "{refused}");
    }
}

#[tokio::test]
async fn an_address_that_is_none_is_refused() {
    for url in ["mysql://u:s3cret@h/d", "sparring.db", ""] {
        let refused = Store::open(url).await.unwrap_err();
        assert!(matches!(refused, StoreError::BadUrl { .. }), "{refused:?}");
        assert!(
            refused.to_string().starts_with("database.url must start with sqlite: or postgres:"),
            "{refused}"
        );
        assert!(!refused.to_string().contains("s3cret"), "{refused}");
    }
    let refused = Store::open("sqlite:///no/such/folder/sparring.db").await.unwrap_err();
    assert!(matches!(refused, StoreError::Unreachable { .. }), "{refused:?}");
    assert!(refused.to_string().contains("see that its folder exists"), "{refused}");
}

#[tokio::test]
async fn memory_needs_no_file() {
    let store = Store::open("sqlite::memory:").await.unwrap();
    let other = Store::open("sqlite::memory:").await.unwrap();
    assert_eq!(store.begin_session(&session(1)).await.unwrap(), Begun::New);
    store.record_turn(SessionId(1), 0, &turn(100, "one"), None, BY).await.unwrap();
    assert_eq!(store.open_session(SERVER, ANA).await.unwrap().unwrap().turns.len(), 1);
    assert_eq!(other.open_session(SERVER, ANA).await.unwrap(), None);
}

#[tokio::test]
async fn a_file_that_is_no_database_is_told_as_such_and_left_as_it_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("notes.txt");
    let text = "this is no database\n".repeat(100);
    std::fs::write(&path, &text).expect("written");
    let refused = Store::open(&format!("sqlite://{}", path.display())).await.expect_err("refused");
    let told = refused.to_string();
    assert!(told.contains("not a database") && told.contains("SQLite database"), "{told}");
    assert_eq!(std::fs::read_to_string(&path).expect("still there"), text);
}
