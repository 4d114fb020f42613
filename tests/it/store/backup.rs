//! Backups: everything is in them and comes back, into either database; what cannot be whole is refused.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use sparring::store::{Backup, BackupError, Limits, Store, StoreError, back_up, restore};

use super::migrations::{MIGRATIONS, fill};
use super::sample::{ANA, SERVER, follow_up};
use crate::support::db::{self, Db, Rows};

/// A folder for backups that goes away.
struct Shelf(tempfile::TempDir);

impl Shelf {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.0.path()).unwrap();
        let mut names: Vec<_> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

fn url(file: &Path) -> String {
    format!("sqlite://{}", file.display())
}

async fn taken(db: &str, file: &Path) -> Result<Backup, BackupError> {
    back_up(db, file, Limits::default()).await
}

async fn restored(file: &Path, db: &str) -> Result<Backup, BackupError> {
    restore(file, db, Limits::default()).await
}

fn newest() -> i64 {
    MIGRATIONS.iter().map(|step| step.version).max().unwrap()
}

fn counts(dump: &BTreeMap<String, Rows>) -> Vec<(String, u64)> {
    dump.iter().map(|(table, rows)| (table.clone(), rows.rows.len() as u64)).collect()
}

/// Restores into an empty PostgreSQL, if there is one, and compares.
async fn same_on_postgres(file: PathBuf, meant: BTreeMap<String, Rows>) {
    db::on_empty_postgres(|url| async move {
        let restored = restored(&file, &url).await.unwrap();
        assert_eq!(restored, Backup { version: newest(), tables: counts(&meant) });
        assert_eq!(db::dump(&url).await, meant);
        Store::open(&url).await.unwrap().close().await;
    })
    .await;
}

pub(crate) async fn a_backup_holds_every_row_and_goes_back_into_either_database(db: Db) {
    on_an_empty_one(db, every_row).await;
}

/// Runs a case on another database of the same sort, which has no tables yet.
async fn on_an_empty_one<F: Future<Output = ()> + 'static>(db: Db, case: impl Fn(String) -> F + 'static) {
    if db.postgres { db::on_empty_postgres(case).await } else { db::on_no_sqlite(case).await }
}

async fn every_row(from: String) {
    fill(&from, newest()).await;
    let (shelf, meant) = (Shelf::new(), db::dump(&from).await);
    assert!(meant.values().all(|table| !table.rows.is_empty()), "a table without a row: {meant:#?}");
    let file = shelf.file("备份 50%.db");
    let backup = taken(&from, &file).await.unwrap();
    assert_eq!(backup, Backup { version: newest(), tables: counts(&meant) });
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    }
    let bytes = fs::read(&file).unwrap();
    let there = shelf.file("restored.db");
    assert_eq!(restored(&file, &url(&there)).await.unwrap(), backup);
    assert_eq!(db::dump(&url(&there)).await, meant);
    same_on_postgres(file.clone(), meant).await;
    assert!(fs::read(&file).unwrap() == bytes, "the backup was changed");
    assert_eq!(shelf.names(), ["restored.db", "备份 50%.db"]);
}

pub(crate) async fn a_backup_is_taken_from_one_moment_while_others_write(db: Db) {
    const TOUCHES: usize = 12;
    let shelf = Shelf::new();
    let store = db.another().await;
    let writer = tokio::spawn(async move {
        // A transaction each: a follow-up with all its touches.
        for id in 1..=200 {
            store.add_follow_up(&follow_up(id, &[id; TOUCHES])).await.unwrap();
        }
        store.close().await;
    });
    let mut seen = Vec::new();
    while !writer.is_finished() || seen.is_empty() {
        let file = shelf.file(&format!("{}.db", seen.len()));
        taken(&db.url, &file).await.unwrap();
        let dump = db::dump(&url(&file)).await;
        let follow_ups = dump["follow_ups"].rows.len();
        assert_eq!(dump["touches"].rows.len(), follow_ups * TOUCHES, "half a transaction was taken");
        seen.push(follow_ups);
        tokio::task::yield_now().await;
    }
    writer.await.unwrap();
    assert!(seen.iter().any(|count| *count < 200), "nobody wrote meanwhile: {seen:?}");
    assert!(seen.is_sorted(), "{seen:?}");
}

pub(crate) async fn a_backup_of_an_older_program_is_brought_up_to_date(db: Db) {
    on_an_empty_one(db, older).await;
}

async fn older(old: String) {
    fill(&old, 4).await;
    let (shelf, meant) = (Shelf::new(), db::dump(&old).await);
    let file = shelf.file("old.db");
    let backup = taken(&old, &file).await.unwrap();
    assert_eq!(backup, Backup { version: 4, tables: counts(&meant) });
    assert_eq!(db::dump(&old).await, meant, "the database was changed");
    let bytes = fs::read(&file).unwrap();
    let there = shelf.file("there.db");
    assert_eq!(restored(&file, &url(&there)).await.unwrap().version, newest());
    let touches = |store: Store| async move {
        let count = store.touches_of(SERVER, ANA, 99).await.unwrap().len();
        // Closed, a file is one file again.
        store.close().await;
        count
    };
    assert_eq!(touches(Store::open(&url(&there)).await.unwrap()).await, 5);
    let from = file.clone();
    db::on_empty_postgres(move |url| async move {
        assert_eq!(restored(&from, &url).await.unwrap().version, newest());
        assert_eq!(touches(Store::open(&url).await.unwrap()).await, 5);
    })
    .await;
    assert!(fs::read(&file).unwrap() == bytes, "the backup was changed");
    assert_eq!(shelf.names().len(), 2, "{:?}", shelf.names());
}

pub(crate) async fn a_newer_programs_rows_are_neither_backed_up_nor_restored(db: Db) {
    let shelf = Shelf::new();
    let file = shelf.file("newer.db");
    taken(&db.url, &file).await.unwrap();
    let newer = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
         SELECT 9999, description, success, checksum, execution_time FROM _sqlx_migrations WHERE version = 1";
    db.run(newer).await;
    let refused = |outcome: Result<Backup, BackupError>| {
        let error = outcome.unwrap_err();
        assert!(matches!(error, BackupError::Store(StoreError::Newer { version: 9999, .. })), "{error:?}");
        assert!(error.to_string().contains("start the newer one"), "{error}");
    };
    refused(taken(&db.url, &shelf.file("again.db")).await);
    let mut raw = <sqlx::AnyConnection as sqlx::Connection>::connect(&url(&file)).await.unwrap();
    sqlx::Executor::execute(&mut raw, newer).await.unwrap();
    sqlx::Connection::close(raw).await.unwrap();
    refused(restored(&file, &url(&shelf.file("there.db"))).await);
    refused(restored(&file, &db.url).await);
    assert_eq!(shelf.names(), ["newer.db"]);
}

pub(crate) async fn nothing_is_replaced_and_nothing_is_mixed(db: Db) {
    let shelf = Shelf::new();
    let file = shelf.file("a.db");
    db.store.add_follow_up(&follow_up(1, &[1])).await.unwrap();
    taken(&db.url, &file).await.unwrap();
    let bytes = fs::read(&file).unwrap();
    let again = taken(&db.url, &file).await.unwrap_err();
    assert!(matches!(again, BackupError::Taken { .. }), "{again}");
    assert!(fs::read(&file).unwrap() == bytes);
    let before = db.dump().await;
    let mixed = restored(&file, &db.url).await.unwrap_err();
    let told =
        if db.postgres { "is not empty: there are rows in its table follow_ups" } else { "is there already" };
    assert!(mixed.to_string().contains(told), "{mixed}");
    assert_eq!(db.dump().await, before);
    // What another file left behind would be taken for the new one's.
    fs::write(shelf.file("b.db-wal"), "old").unwrap();
    let beside = restored(&file, &url(&shelf.file("b.db"))).await.unwrap_err();
    assert!(beside.to_string().contains("b.db-wal is there already"), "{beside}");
    // Another that is under way, or was broken off.
    fs::write(shelf.file("c.db.unfinished"), "half").unwrap();
    let other = taken(&db.url, &shelf.file("c.db")).await.unwrap_err();
    assert!(other.to_string().contains("c.db.unfinished is there already"), "{other}");
    let nowhere = taken(&db.url, &shelf.file("no/such/folder/d.db")).await.unwrap_err();
    assert!(nowhere.to_string().contains("see that its folder exists"), "{nowhere}");
    assert_eq!(shelf.names(), ["a.db", "b.db-wal", "c.db.unfinished"]);
}

pub(crate) async fn many_rows_and_long_words_are_copied(db: Db) {
    for id in 1..=150_i64 {
        let mut new = follow_up(id, &[1, 2, 3, 4, 5, 6, 7]);
        new.card.note = "长".repeat(usize::try_from(id).unwrap() * 80);
        db.store.add_follow_up(&new).await.unwrap();
    }
    let (shelf, meant) = (Shelf::new(), db.dump().await);
    let file = shelf.file("many.db");
    taken(&db.url, &file).await.unwrap();
    assert_eq!(db::dump(&url(&file)).await, meant);
    same_on_postgres(file, meant).await;
    // A file that may not grow any further.
    let limits = Limits { pages: Some(200), ..Limits::default() };
    if db.postgres {
        let full = back_up(&db.url, &shelf.file("full.db"), limits).await.unwrap_err();
        assert!(matches!(full, BackupError::Store(StoreError::Full { .. })), "{full}");
        assert_eq!(shelf.names(), ["many.db"]);
    }
}

#[tokio::test]
async fn what_is_no_whole_backup_is_refused() {
    db::on_sqlite(|db| async move {
        for id in 1..=100_i64 {
            db.store.add_follow_up(&follow_up(id, &[1, 2, 3])).await.unwrap();
        }
        let shelf = Shelf::new();
        let file = shelf.file("a.db");
        taken(&db.url, &file).await.unwrap();
        let there = url(&shelf.file("there.db"));
        let refused = async |told: &str| {
            let error = restored(&file, &there).await.unwrap_err().to_string();
            assert!(error.contains(told), "{error}");
            db::on_empty_postgres({
                let file = file.clone();
                |url| async move {
                    restored(&file, &url).await.unwrap_err();
                    assert!(db::dump(&url).await.is_empty(), "tables were made for nothing");
                }
            })
            .await;
        };
        let whole = fs::read(&file).unwrap();
        fs::write(&file, &whole[..whole.len() / 2]).unwrap();
        refused("").await;
        // Somewhere in the rows, a letter of a number.
        let mut other = whole.clone();
        let page = 4096 * (whole.len() / 4096 - 3);
        other[page..page + 64].fill(0xee);
        fs::write(&file, &other).unwrap();
        refused("is damaged").await;
        fs::write(&file, "this is no database\n".repeat(100)).unwrap();
        refused("not a database").await;
        fs::write(&file, "").unwrap();
        refused("holds no tables of Sparring").await;
        fs::remove_file(&file).unwrap();
        refused("unable to open database file").await;
        fs::write(&file, &whole).unwrap();
        let mut raw = <sqlx::AnyConnection as sqlx::Connection>::connect(&url(&file)).await.unwrap();
        let orphans = "PRAGMA foreign_keys = OFF; DELETE FROM follow_ups WHERE id = 7";
        sqlx::Executor::execute(&mut raw, orphans).await.unwrap();
        sqlx::Connection::close(raw).await.unwrap();
        refused("a row of the table touches refers to one that is not there").await;
        assert_eq!(shelf.names(), ["a.db"]);
    })
    .await;
}

#[tokio::test]
async fn what_is_in_memory_is_neither_backed_up_nor_restored() {
    let shelf = Shelf::new();
    let refused = taken("sqlite::memory:", &shelf.file("a.db")).await.unwrap_err();
    assert!(refused.to_string().contains("ends with its program"), "{refused}");
    db::on_sqlite(|db| async move {
        let file = shelf.file("a.db");
        taken(&db.url, &file).await.unwrap();
        let refused = restored(&file, "sqlite::memory:").await.unwrap_err();
        assert!(refused.to_string().contains("ends with its program"), "{refused}");
        assert_eq!(shelf.names(), ["a.db"]);
    })
    .await;
}
