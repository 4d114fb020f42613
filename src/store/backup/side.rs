//! One of the two databases of a backup or a restore: a single connection, whose errors name the database.
//! It must not know which way rows go.

use std::path::Path;

use sqlx::any::AnyRow;
use sqlx::migrate::{Migrate, MigrateError};
use sqlx::{AnyConnection, AssertSqlSafe, ConnectOptions, Connection, Executor, Row};

use super::tables::Table;
use super::{Backup, BackupError};
use crate::store::address::{Address, Kind};
use crate::store::error::{of_database, of_migration};
use crate::store::{Limits, MIGRATIONS, StoreError};

const APPLIED: &str = "_sqlx_migrations";

/// A database that is read or written.
pub(super) struct Side {
    pub(super) kind: Kind,
    pub(super) place: String,
    pub(super) connection: AnyConnection,
}

impl Side {
    /// Connects to a database that is there; brings nothing up to date.
    pub(super) async fn open(address: &Address, limits: Limits) -> Result<Self, StoreError> {
        sqlx::any::install_default_drivers();
        let options = address.options.clone().disable_statement_logging();
        let connected = tokio::time::timeout(limits.connect, options.connect()).await;
        let connection = connected
            .unwrap_or(Err(sqlx::Error::PoolTimedOut))
            .map_err(|error| of_database(address.kind, &address.place, error))?;
        let mut side = Self { kind: address.kind, place: address.place.clone(), connection };
        let patience = limits.lock.as_millis();
        let settings = match address.kind {
            Kind::Postgres => format!("SET lock_timeout = {patience}"),
            Kind::Sqlite | Kind::Memory => {
                let pages = limits.pages.map(|pages| format!("PRAGMA max_page_count = {pages};"));
                // The first question to the file: whether it is a database at all.
                let pages = pages.unwrap_or_default();
                format!("PRAGMA busy_timeout = {patience}; {pages} PRAGMA schema_version")
            }
        };
        side.run(&settings).await?;
        Ok(side)
    }

    /// Connects to a SQLite file that is only read.
    pub(super) async fn file(file: &Path, limits: Limits) -> Result<Self, StoreError> {
        Self::open(&Address::of_file(file, "ro")?, limits).await
    }

    pub(super) fn failed(&self, error: sqlx::Error) -> StoreError {
        of_database(self.kind, &self.place, error)
    }

    /// Runs statements.
    pub(super) async fn run(&mut self, text: &str) -> Result<(), StoreError> {
        let done = self.connection.execute(AssertSqlSafe(text)).await;
        done.map(|_| ()).map_err(|error| self.failed(error))
    }

    /// All rows of a question that has few.
    pub(super) async fn rows(&mut self, text: &str) -> Result<Vec<AnyRow>, StoreError> {
        let rows = self.connection.fetch_all(AssertSqlSafe(text)).await;
        rows.map_err(|error| self.failed(error))
    }

    /// The number of the last migration of its tables, when they are ours and this program knows them all.
    pub(super) async fn version(&mut self) -> Result<i64, BackupError> {
        let there = match self.kind {
            Kind::Postgres => "SELECT CAST(to_regclass('_sqlx_migrations') AS TEXT) AS name",
            Kind::Sqlite | Kind::Memory => "SELECT name FROM sqlite_master WHERE name = '_sqlx_migrations'",
        };
        let there = self.rows(there).await?;
        let is_there =
            |row: &AnyRow| row.try_get::<Option<String>, _>("name").is_ok_and(|name| name.is_some());
        if !there.iter().any(is_there) {
            return Err(BackupError::NoTables { place: self.place.clone() });
        }
        let known = self.known().await.map_err(|error| of_migration(self.kind, &self.place, error))?;
        known.ok_or_else(|| BackupError::NoTables { place: self.place.clone() })
    }

    async fn known(&mut self) -> Result<Option<i64>, MigrateError> {
        if let Some(version) = self.connection.dirty_version(APPLIED).await? {
            return Err(MigrateError::Dirty(version));
        }
        let applied = self.connection.list_applied_migrations(APPLIED).await?;
        for one in &applied {
            let known = MIGRATIONS.iter().find(|known| known.version == one.version);
            match known {
                None => return Err(MigrateError::VersionMissing(one.version)),
                Some(known) if known.checksum != one.checksum => {
                    return Err(MigrateError::VersionMismatch(one.version));
                }
                Some(_) => {}
            }
        }
        Ok(applied.iter().map(|one| one.version).max())
    }

    /// Makes the tables as they were after a migration, or brings them up to date.
    pub(super) async fn make_tables(&mut self, version: i64) -> Result<(), StoreError> {
        let made = MIGRATIONS.run_direct(Some(version), &mut self.connection, false).await;
        made.map_err(|error| of_migration(self.kind, &self.place, error))
    }

    /// Each table with its number of rows, by name.
    pub(super) async fn counted(&mut self, tables: &[Table]) -> Result<Vec<(String, u64)>, StoreError> {
        let mut counted = Vec::with_capacity(tables.len());
        for table in tables {
            let rows = self.rows(&format!("SELECT COUNT(*) AS n FROM {}", table.quoted())).await?;
            let count: i64 = match rows.first() {
                Some(row) => row.try_get("n").map_err(|error| self.failed(error))?,
                None => 0,
            };
            counted.push((table.name.clone(), count.unsigned_abs()));
        }
        counted.sort();
        Ok(counted)
    }

    /// What a SQLite file holds, when all of it can be read, fits together and is known to this program.
    pub(super) async fn checked(self) -> Result<Backup, BackupError> {
        self.looked_through().await.map_err(|error| match error {
            // Of a file that is damaged badly enough, SQLite says so by itself.
            BackupError::Store(StoreError::Other { place, why }) => BackupError::Damaged { place, what: why },
            other => other,
        })
    }

    async fn looked_through(mut self) -> Result<Backup, BackupError> {
        let version = self.version().await?;
        let found = self.rows("PRAGMA integrity_check").await?;
        let told = found.first().and_then(|row| row.try_get::<String, _>(0).ok()).unwrap_or_default();
        if told != "ok" {
            return Err(BackupError::Damaged { place: self.place, what: told.replace('\n', ", ") });
        }
        let orphans = self.rows("SELECT \"table\" AS name FROM pragma_foreign_key_check LIMIT 1").await?;
        if let Some(row) = orphans.first() {
            let table: String = row.try_get("name").map_err(|error| self.failed(error))?;
            let what = format!("a row of the table {table} refers to one that is not there");
            return Err(BackupError::Damaged { place: self.place, what });
        }
        let tables = self.tables().await?;
        let backup = Backup { version, tables: self.counted(&tables).await? };
        self.close().await?;
        Ok(backup)
    }

    /// Ends the connection; what is wrong with the last writes is told here.
    pub(super) async fn close(self) -> Result<(), StoreError> {
        let (kind, place) = (self.kind, self.place);
        self.connection.close().await.map_err(|error| of_database(kind, &place, error))
    }
}
