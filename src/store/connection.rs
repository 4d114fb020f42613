//! Connections, transactions and running one statement, with every error brought into ours at this one place.
//! SQLite: one writer that begins IMMEDIATE (so a transaction never fails half-way for a lock) and two readers beside it.
//! It must not hold the SQL of any table.

use sqlx::any::{Any, AnyArguments, AnyConnectOptions, AnyPoolOptions, AnyRow};
use sqlx::{AnyPool, AssertSqlSafe, ConnectOptions, Connection, Executor, Transaction};

use super::address::{Address, Kind};
use super::{Limits, Store, StoreError};

/// A statement with its values.
pub(super) type Query = sqlx::query::Query<'static, Any, AnyArguments>;

/// Begins a statement; values follow with `bind`.
pub(super) fn sql(text: &'static str) -> Query {
    sqlx::query(text)
}

enum Access {
    Write,
    Read,
}

const READERS: u32 = 2;
const POSTGRES_CONNECTIONS: u32 = 8;

impl Store {
    /// Sets the pools up; a connection is made when the first statement asks for one.
    pub(super) fn connect(address: &Address, limits: Limits) -> Self {
        sqlx::any::install_default_drivers();
        // Statements are not logged: a line for each would cost more than most of them.
        let options = address.options.clone().disable_statement_logging();
        let (write, read) = match address.kind {
            Kind::Postgres => {
                let pool = postgres_pool(options, limits);
                (pool.clone(), pool)
            }
            Kind::Memory => {
                let pool = sqlite_pool(1, options, limits, Access::Write);
                (pool.clone(), pool)
            }
            Kind::Sqlite => {
                let write = sqlite_pool(1, options.clone(), limits, Access::Write);
                (write, sqlite_pool(READERS, options, limits, Access::Read))
            }
        };
        Self { write, read, kind: address.kind, place: address.place.as_str().into() }
    }

    /// All rows of a question.
    pub(super) async fn rows(&self, query: Query) -> Result<Vec<AnyRow>, StoreError> {
        query.fetch_all(&self.read).await.map_err(|error| self.failed(error))
    }

    /// The first row of a question.
    pub(super) async fn row(&self, query: Query) -> Result<Option<AnyRow>, StoreError> {
        query.fetch_optional(&self.read).await.map_err(|error| self.failed(error))
    }

    /// One statement that is a transaction by itself; how many rows it changed.
    pub(super) async fn run(&self, query: Query) -> Result<u64, StoreError> {
        let done = query.execute(&self.write).await.map_err(|error| self.failed(error))?;
        Ok(done.rows_affected())
    }

    /// Begins a transaction; dropped without [`Work::commit`], it changes nothing.
    pub(super) async fn work(&self) -> Result<Work<'_>, StoreError> {
        let begun = match self.kind {
            Kind::Postgres => self.write.begin().await,
            Kind::Sqlite | Kind::Memory => self.write.begin_with("BEGIN IMMEDIATE").await,
        };
        Ok(Work { store: self, transaction: begun.map_err(|error| self.failed(error))? })
    }
}

/// A transaction under way.
pub(super) struct Work<'s> {
    store: &'s Store,
    transaction: Transaction<'static, Any>,
}

impl Work<'_> {
    /// Runs a statement; how many rows it changed.
    pub(super) async fn run(&mut self, query: Query) -> Result<u64, StoreError> {
        let done = query.execute(&mut *self.transaction).await.map_err(|error| self.store.failed(error))?;
        Ok(done.rows_affected())
    }

    /// The first row of a question, as this transaction sees it.
    pub(super) async fn row(&mut self, query: Query) -> Result<Option<AnyRow>, StoreError> {
        query.fetch_optional(&mut *self.transaction).await.map_err(|error| self.store.failed(error))
    }

    /// All rows of a question or of a statement that returns what it changed.
    pub(super) async fn rows(&mut self, query: Query) -> Result<Vec<AnyRow>, StoreError> {
        query.fetch_all(&mut *self.transaction).await.map_err(|error| self.store.failed(error))
    }

    /// Makes it last.
    pub(super) async fn commit(self) -> Result<(), StoreError> {
        self.transaction.commit().await.map_err(|error| self.store.failed(error))
    }
}

fn postgres_pool(options: AnyConnectOptions, limits: Limits) -> AnyPool {
    let patience = format!("SET lock_timeout = {}", limits.lock.as_millis());
    let pool = AnyPoolOptions::new().max_connections(POSTGRES_CONNECTIONS).acquire_timeout(limits.connect);
    with_settings(pool, patience).connect_lazy_with(options)
}

fn sqlite_pool(most: u32, options: AnyConnectOptions, limits: Limits, access: Access) -> AnyPool {
    let query_only = matches!(access, Access::Read);
    let patience = limits.lock.as_millis();
    let pages = limits.pages.map(|pages| format!("PRAGMA max_page_count = {pages};")).unwrap_or_default();
    let pragmas = format!(
        "PRAGMA busy_timeout = {patience}; PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; \
         PRAGMA query_only = {query_only}; {pages}"
    );
    let pool = AnyPoolOptions::new()
        .max_connections(most)
        // Those who queue behind a statement that waits for a lock get their turn before they give up.
        .acquire_timeout(limits.connect + limits.lock)
        // A file does not hang up: connections are kept for good and need no question whether they are still there.
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
        // After a write error (a full disk) SQLite has ended the transaction by itself, while sqlx still counts it and
        // would refuse every further one: such a connection is replaced.
        .before_acquire(|connection, _| {
            let usable = !connection.is_in_transaction();
            Box::pin(async move { Ok(usable) })
        });
    with_settings(pool, pragmas).connect_lazy_with(options)
}

/// Runs the settings on each connection when it is made.
fn with_settings(pool: AnyPoolOptions, settings: String) -> AnyPoolOptions {
    pool.after_connect(move |connection, _| {
        let settings = settings.clone();
        Box::pin(async move { connection.execute(AssertSqlSafe(settings)).await.map(|_| ()) })
    })
}
