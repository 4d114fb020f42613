//! Whether the bot stays as quick with ten million pings that wait as with a thousand: a look at what is due, a claim of a
//! hundred, and `/followup list`, on SQLite in a file and on PostgreSQL, with the plans of both databases.
//! PostgreSQL is used where `SPARRING_TEST_POSTGRES` holds a URL; `SPARRING_SCALE` is the most rows (ten million).

#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a measurement that cannot be made should say so and stop"
)]
#![expect(clippy::disallowed_methods, reason = "a bench is told where its database is")]

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use sparring::app::{App, Ping, Post, Posted, SendError, Who};
use sparring::clock::FakeClock;
use sparring::coach::ids::{RepId, ServerId};
use sparring::playbook::{Library, bundled, load};
use sparring::store::{Frequent, Store};
use sqlx::{AnyConnection, AssertSqlSafe, Connection, Executor, Row};
use tokio::runtime::Runtime;

/// Touches of a customer, customers of a member, members of a server.
const TOUCHES: i64 = 10;
const CUSTOMERS: i64 = 50;
const MEMBERS: i64 = 20;
/// Pings that fall due in a second.
const A_SECOND: i64 = 1;
const LEASE: TimeDelta = TimeDelta::days(3650);
/// How often each is measured; the median is told.
const TIMES: usize = 25;

fn base() -> DateTime<Utc> {
    "2027-01-01T00:00:00Z".parse().expect("a moment")
}

/// A database under measurement.
struct Place {
    url: String,
    postgres: bool,
}

impl Place {
    async fn raw(&self) -> AnyConnection {
        sqlx::any::install_default_drivers();
        AnyConnection::connect(&self.url).await.expect("a connection")
    }

    async fn ask(&self, raw: &mut AnyConnection, sql: &str) -> Vec<String> {
        let rows = raw.fetch_all(AssertSqlSafe(sql.to_owned())).await.expect("asked");
        rows.iter().map(|row| row.get(0)).collect()
    }

    async fn run(&self, raw: &mut AnyConnection, sql: &str) {
        raw.execute(AssertSqlSafe(sql.to_owned()))
            .await
            .map_err(|error| format!("{sql}: {error}"))
            .expect("it runs");
    }

    /// So many touches with their pings, due a second apart in an order that has nothing to do with their ids. Indices
    /// are taken away and made again, by their own words.
    async fn fill(&self, rows: i64) {
        Store::open(&self.url).await.expect("a store").close().await;
        let raw = &mut self.raw().await;
        let indices = if self.postgres {
            "SELECT indexdef FROM pg_indexes WHERE schemaname = current_schema() AND indexname NOT LIKE '%pkey' \
             AND tablename IN ('touches', 'notices', 'follow_ups')"
        } else {
            self.run(raw, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF")
                .await;
            "SELECT sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ('touches', 'notices', 'follow_ups')"
        };
        let indices = self.ask(raw, indices).await;
        for index in &indices {
            let name = index.split("INDEX ").nth(1).and_then(|rest| rest.split(' ').next()).expect("a name");
            self.run(raw, &format!("DROP INDEX {name}")).await;
        }
        let key = "touches_follow_up_id_fkey";
        if self.postgres {
            self.run(raw, &format!("ALTER TABLE touches DROP CONSTRAINT {key}")).await;
        }
        self.run(raw, "BEGIN").await;
        for sql in self.rows_of(rows) {
            self.run(raw, &sql).await;
        }
        self.run(raw, "COMMIT").await;
        if self.postgres {
            let back = "FOREIGN KEY (follow_up_id) REFERENCES follow_ups (id)";
            self.run(raw, &format!("ALTER TABLE touches ADD CONSTRAINT {key} {back}")).await;
        }
        for index in &indices {
            self.run(raw, index).await;
        }
        self.run(raw, if self.postgres { "VACUUM ANALYZE" } else { "ANALYZE" }).await;
        if self.postgres {
            self.run(raw, "CHECKPOINT").await;
        }
    }

    fn rows_of(&self, rows: i64) -> [String; 3] {
        let series = |count: i64| {
            if self.postgres {
                format!("SELECT * FROM generate_series(CAST(0 AS BIGINT), {count} - 1) AS s (i)")
            } else {
                format!(
                    "WITH RECURSIVE s (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM s WHERE i + 1 < {count}) SELECT * FROM s"
                )
            }
        };
        let (follow_ups, of_member, of_server) = (rows / TOUCHES, CUSTOMERS, CUSTOMERS * MEMBERS);
        let due = format!("{} + (s.i * 7919) % {rows} * {}", base().timestamp_millis(), 1_000 / A_SECOND);
        let (customers, touches) = (series(follow_ups), series(rows));
        [
            format!(
                "INSERT INTO follow_ups (id, server_id, owner_id, customer, signed, zone, cadence, playbook, language, \
                 channel_id, created_ms, look_ms) SELECT s.i, s.i / {of_server}, s.i / {of_member}, 'Delta Foods ' || s.i, \
                 '2026-12-01', 'Asia/Shanghai', 'customer', 'key-account', 'en', 7, 0, 9000000000000 FROM ({customers}) AS s"
            ),
            format!(
                "INSERT INTO touches (follow_up_id, n, plan, planned, due_ms, state, server_id) SELECT s.i / {TOUCHES}, \
                 s.i % {TOUCHES}, 'day-7', '2027-01-01', {due}, 'open', s.i / {TOUCHES} / {of_server} FROM ({touches}) AS s"
            ),
            format!(
                "INSERT INTO notices (kind, subject, part, rep_id, server_id, channel_id, due_ms, state, round, next_try_ms, \
                 attempts) SELECT 'touch', s.i / {TOUCHES}, s.i % {TOUCHES}, s.i / {TOUCHES} / {of_member}, \
                 s.i / {TOUCHES} / {of_server}, 7, {due}, 'pending', 0, {due}, 0 FROM ({touches}) AS s"
            ),
        ]
    }
}

/// Says of every ping that it arrived.
struct Nowhere;

impl Post for Nowhere {
    async fn post(&self, _: &Ping) -> Result<Posted, SendError> {
        Ok(Posted { channel: 1, message: 2 })
    }

    async fn is_that_late(&self, _: DateTime<Utc>) -> bool {
        true
    }
}

/// The median and the worst of some.
fn told(mut took: Vec<Duration>) -> String {
    took.sort();
    let at = |n: usize| took.get(n).map_or(0.0, |took| took.as_secs_f64() * 1_000.0);
    format!("{:.2} (to {:.2})", at(took.len() / 2), at(took.len().saturating_sub(1)))
}

/// A line of the table, in milliseconds.
async fn measure(place: &Place, rows: i64, library: Library) -> String {
    let began = Instant::now();
    place.fill(rows).await;
    let filled = began.elapsed().as_secs();
    let store = Store::open(&place.url).await.expect("a store");
    let clock = Arc::new(FakeClock::at(base() - TimeDelta::days(9)));
    let app = App::new(store.clone(), library, clock, "bench".to_owned());
    let member = rows / TOUCHES / CUSTOMERS / 2;
    let (server, rep) = (ServerId(member / MEMBERS), RepId(member));
    let who =
        Who { server, rep, name: "Ana".into(), language: "en".into(), manager: false, roles: Vec::new() };
    let mut took: [Vec<Duration>; 5] = Default::default();
    let mut note = |n: usize, began: Instant| took.get_mut(n).expect("one of them").push(began.elapsed());
    for n in 0..TIMES {
        let began = Instant::now();
        assert_eq!(app.send_due(&Nowhere).await.expect("a round").claimed, 0);
        note(0, began);
        let began = Instant::now();
        let listed = store.touches_of(server, rep, 60).await.expect("asked");
        note(2, began);
        assert_eq!(listed.len(), 60);
        let began = Instant::now();
        app.list_follow_ups(&who, "").await.expect("a list");
        note(3, began);
        // The next hundred: those of before are held by a lease that does not end. A thousand rows are ten such.
        if n < 10 {
            let now =
                base() + TimeDelta::milliseconds((i64::try_from(n).expect("small") + 1) * 100_000 - 500);
            let began = Instant::now();
            let claimed = store.claim_notices(now, LEASE, "bench", 100).await.expect("claimed");
            note(1, began);
            assert_eq!(claimed.len(), 100);
        }
    }
    // A day's backlog, as after a long time off: a hundred of many thousands that are due.
    let now = base() + TimeDelta::days(1);
    for _ in 0..if rows > 10_000 { 10 } else { 0 } {
        let began = Instant::now();
        assert_eq!(store.claim_notices(now, LEASE, "bench", 100).await.expect("claimed").len(), 100);
        note(4, began);
    }
    if rows >= 1_000_000 {
        for question in [
            Frequent::Claim { now: base() + TimeDelta::seconds(100) },
            Frequent::TouchesOf { server, owner: rep },
        ] {
            println!(
                "{rows} rows, {question:?}:\n  {}",
                store.plan_of(question).await.expect("a plan").join("\n  ")
            );
        }
    }
    store.close().await;
    let name = if place.postgres { "PostgreSQL" } else { "SQLite" };
    let cells: Vec<String> = took.into_iter().map(told).collect();
    format!("| {name} | {rows} | {} | {filled} |", cells.join(" | "))
}

async fn on_sqlite(folder: &Path, rows: i64, library: Library) -> String {
    let url = format!("sqlite://{}?mode=rwc", folder.join(format!("{rows}.db")).display());
    measure(&Place { url, postgres: false }, rows, library).await
}

async fn on_postgres(server: &str, rows: i64, library: Library) -> String {
    sqlx::any::install_default_drivers();
    let mut admin = AnyConnection::connect(server).await.expect("PostgreSQL");
    let schema = format!("scale_{}", std::process::id());
    admin.execute(AssertSqlSafe(format!("CREATE SCHEMA {schema}"))).await.expect("a schema");
    let url = format!("{server}?options=-c%20search_path%3D{schema}");
    let line =
        tokio::spawn(async move { measure(&Place { url, postgres: true }, rows, library).await }).await;
    admin.execute(AssertSqlSafe(format!("DROP SCHEMA {schema} CASCADE"))).await.expect("dropped");
    line.expect("measured")
}

fn main() {
    let runtime = Runtime::new().expect("a runtime");
    let asked = std::env::var("SPARRING_SCALE").ok().and_then(|most| most.parse().ok());
    let most: i64 =
        if std::env::args().any(|arg| arg == "--bench") { asked.unwrap_or(10_000_000) } else { 1_000 };
    let postgres = std::env::var("SPARRING_TEST_POSTGRES").ok().filter(|url| !url.is_empty());
    let files = bundled();
    let library = || load(&files).library;
    println!(
        "| database | rows | tick, nothing due (ms) | claim 100 | list: store | list: whole | claim 100 of a day's backlog | filled in (s) |"
    );
    println!("|---|---|---|---|---|---|---|---|");
    for rows in [1_000, 100_000, 1_000_000, 10_000_000].into_iter().filter(|rows| *rows <= most) {
        let folder = tempfile::tempdir().expect("a folder");
        println!("{}", runtime.block_on(on_sqlite(folder.path(), rows, library())));
        drop(folder);
        if let Some(server) = &postgres {
            println!("{}", runtime.block_on(on_postgres(server, rows, library())));
        }
    }
}
