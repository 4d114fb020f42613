//! A database of its own for each case: a SQLite file in a folder that goes away, or a schema of the PostgreSQL that
//! `SPARRING_TEST_POSTGRES` names, dropped afterwards whether the case passed or not.

#![expect(clippy::unwrap_used, reason = "a test without its database has failed")]

use std::collections::{BTreeMap, BTreeSet};
use std::future::Future;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use sparring::store::{Limits, Store};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, AssertSqlSafe, Connection, Executor, Row, ValueRef};

/// An open store with the means to look behind it.
pub(crate) struct Db {
    /// The store under test.
    pub store: Store,
    /// Where it is.
    pub url: String,
    /// Whether it is PostgreSQL.
    pub postgres: bool,
}

impl Db {
    async fn new(url: String) -> Self {
        let store = Store::open(&url).await.unwrap();
        Self { store, postgres: url.starts_with("postgres"), url }
    }

    /// Closes the store and opens it again, as a restart does.
    pub(crate) async fn restart(&mut self) {
        self.store.close().await;
        self.store = Store::open(&self.url).await.unwrap();
    }

    /// A second store on the same database, as another process has it.
    pub(crate) async fn another(&self) -> Store {
        Store::open(&self.url).await.unwrap()
    }

    /// A second store that waits for no lock.
    pub(crate) async fn impatient(&self) -> Store {
        let limits = Limits { lock: Duration::from_millis(20), ..Limits::default() };
        Store::open_within(&self.url, limits).await.unwrap()
    }

    /// A connection that goes past the store.
    pub(crate) async fn raw(&self) -> AnyConnection {
        AnyConnection::connect(&self.url).await.unwrap()
    }

    /// Runs SQL past the store.
    pub(crate) async fn run(&self, sql: &str) {
        let mut raw = self.raw().await;
        raw.execute(AssertSqlSafe(sql.to_owned())).await.unwrap();
        raw.close().await.unwrap();
    }

    /// Asks SQL past the store.
    pub(crate) async fn ask(&self, sql: &str) -> Vec<AnyRow> {
        let mut raw = self.raw().await;
        let rows = raw.fetch_all(AssertSqlSafe(sql.to_owned())).await.unwrap();
        raw.close().await.unwrap();
        rows
    }

    /// Every column as `table.column TYPE NULLABLE`.
    pub(crate) async fn columns(&self) -> Vec<String> {
        columns(&mut self.raw().await, self.postgres).await
    }

    /// Every row of every table.
    pub(crate) async fn dump(&self) -> BTreeMap<String, Rows> {
        dump(&self.url).await
    }
}

/// Every column as `table.column TYPE NULLABLE`.
async fn columns(raw: &mut AnyConnection, postgres: bool) -> Vec<String> {
    let sql = if postgres {
        "SELECT CAST(table_name || '.' || column_name || ' ' || upper(data_type) || ' ' || is_nullable AS TEXT) \
         FROM information_schema.columns WHERE table_schema = current_schema() AND table_name NOT LIKE '\\_%' ORDER BY 1"
    } else {
        "SELECT m.name || '.' || p.name || ' ' || p.type || CASE WHEN p.\"notnull\" = 1 THEN ' NO' ELSE ' YES' END \
         FROM sqlite_master m JOIN pragma_table_info(m.name) p WHERE m.type = 'table' AND m.name NOT LIKE '\\_%' ESCAPE '\\' \
         AND m.name NOT LIKE 'sqlite%' ORDER BY 1"
    };
    let mut columns: Vec<String> = raw.fetch_all(sql).await.unwrap().iter().map(|row| row.get(0)).collect();
    columns.sort();
    columns
}

/// A row: its cells by column; NULL is `-`, a number as Rust writes it, words in quotes.
pub(crate) type Cells = BTreeMap<String, String>;

/// The rows of a table, in an order that is the same for the same rows.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Rows {
    /// The names of the columns.
    pub columns: BTreeSet<String>,
    /// The rows.
    pub rows: Vec<Cells>,
}

/// Every row of every table of ours, of whatever version.
pub(crate) async fn dump(url: &str) -> BTreeMap<String, Rows> {
    sqlx::any::install_default_drivers();
    let mut raw = AnyConnection::connect(url).await.unwrap();
    let mut tables: BTreeMap<String, Rows> = BTreeMap::new();
    for column in columns(&mut raw, url.starts_with("postgres")).await {
        let (table, rest) = column.split_once('.').unwrap();
        let name = rest.split(' ').next().unwrap();
        tables.entry(table.to_owned()).or_default().columns.insert(name.to_owned());
    }
    for (table, found) in &mut tables {
        let names: Vec<_> = found.columns.iter().cloned().collect();
        let question = format!("SELECT {} FROM {table}", names.join(", "));
        let rows = raw.fetch_all(AssertSqlSafe(question)).await.unwrap();
        let cells = |row: &AnyRow| names.iter().map(|name| (name.clone(), cell(row, name))).collect();
        found.rows = rows.iter().map(cells).collect();
        found.rows.sort();
    }
    raw.close().await.unwrap();
    tables
}

/// A cell as text.
pub(crate) fn cell(row: &AnyRow, name: &str) -> String {
    if row.try_get_raw(name).unwrap().is_null() {
        return "-".to_owned();
    }
    let number = row.try_get::<i64, _>(name).map(|number| number.to_string());
    let real = || row.try_get::<f64, _>(name).map(|number| number.to_string());
    number.or_else(|_| real()).unwrap_or_else(|_| format!("{:?}", row.get::<String, _>(name)))
}

/// Runs a case on a SQLite file of its own.
pub(crate) async fn on_sqlite<F: Future<Output = ()>>(case: impl FnOnce(Db) -> F) {
    on_no_sqlite(|url| async move { case(Db::new(url).await).await }).await;
}

/// Runs a case where there is no SQLite file yet.
pub(crate) async fn on_no_sqlite<F: Future<Output = ()>>(case: impl FnOnce(String) -> F) {
    let folder = tempfile::tempdir().unwrap();
    case(format!("sqlite://{}", folder.path().join("sparring.db").display())).await;
}

/// Where the PostgreSQL for tests is, if there is one.
pub(crate) fn postgres() -> Option<String> {
    std::env::var("SPARRING_TEST_POSTGRES").ok().filter(|url| !url.is_empty())
}

/// Adds server settings to a PostgreSQL URL.
pub(crate) fn with_options(url: &str, options: &str) -> String {
    let sign = if url.contains('?') { '&' } else { '?' };
    format!("{url}{sign}options={}", options.replace(' ', "%20").replace('=', "%3D"))
}

/// Runs a case on a PostgreSQL schema of its own; without a PostgreSQL it does nothing, and another test says so.
pub(crate) async fn on_postgres<F: Future<Output = ()> + 'static>(case: impl FnOnce(Db) -> F + 'static) {
    on_empty_postgres(|url| async move { case(Db::new(url).await).await }).await;
}

/// Runs a case on a PostgreSQL schema of its own that has no tables yet.
pub(crate) async fn on_empty_postgres<F: Future<Output = ()> + 'static>(
    case: impl FnOnce(String) -> F + 'static,
) {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let Some(server) = postgres() else { return };
    sqlx::any::install_default_drivers();
    let schema = format!("case_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    let mut admin = AnyConnection::connect(&server).await.unwrap();
    admin.execute(AssertSqlSafe(format!("CREATE SCHEMA {schema}"))).await.unwrap();
    let url = with_options(&server, &format!("-c search_path={schema}"));
    let outcome =
        tokio::task::LocalSet::new().run_until(async { tokio::task::spawn_local(case(url)).await }).await;
    admin.execute(AssertSqlSafe(format!("DROP SCHEMA {schema} CASCADE"))).await.unwrap();
    if let Err(failure) = outcome {
        std::panic::resume_unwind(failure.into_panic());
    }
}
