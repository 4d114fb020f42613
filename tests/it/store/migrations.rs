//! Migrations one by one, with rows: what was stored before a step is there after it, on both databases, and what an
//! older Sparring wrote is read by this one. Rows of each step are in `migrations/NNNN.sql`, as that Sparring wrote them.
//!
//! A new migration needs such a file with a row in each table that it makes or changes, and a value in each new column.
//! `-- gone: table, table.column` names what it takes away or rewrites; `-- after: SELECT … => 3` is asked when it was
//! applied, before the rows of its own file are written.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use chrono::{DateTime, TimeDelta, Utc};
use sparring::app::{self, App, Ping, Post, SendError};
use sparring::clock::FakeClock;
use sparring::coach::ids::{AssignmentId, QuizRunId, RepId, SessionId, TrainingId};
use sparring::playbook;
use sparring::store::{SessionState, Store, TouchState};
use sqlx::migrate::Migrator;
use sqlx::{AnyConnection, AssertSqlSafe, Connection, Executor};

use super::sample::{ANA, BEN, SERVER, touch};
use crate::support::bench::tiny_files;
use crate::support::db::{self, Cells, Rows};

/// The same files as the program's.
pub(crate) static MIGRATIONS: Migrator = sqlx::migrate!();

/// What stands in a sample file beside its rows.
struct Sample {
    text: String,
    gone: BTreeSet<String>,
    after: Vec<(String, String)>,
}

fn path(version: i64) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/it/store/migrations/{version:04}.sql"))
}

fn sample(version: i64) -> Sample {
    let path = path(version);
    let told = "write it: rows as this step's Sparring stores them";
    let text = std::fs::read_to_string(&path).unwrap_or_else(|_| panic!("no {}; {told}", path.display()));
    let lines = |key: &str| -> Vec<String> {
        text.lines().filter_map(|line| line.strip_prefix(key)).map(|rest| rest.trim().to_owned()).collect()
    };
    let gone = lines("-- gone:")
        .iter()
        .flat_map(|line| line.split(','))
        .map(|name| name.trim().to_owned())
        .collect();
    let asked = |line: &String| {
        let (question, answer) = line.rsplit_once("=>").expect("an answer");
        (question.trim().to_owned(), answer.trim().to_owned())
    };
    let after = lines("-- after:").iter().map(asked).collect();
    Sample { gone, after, text }
}

/// Makes the tables of a version and fills them with all samples up to it.
pub(crate) async fn fill(url: &str, until: i64) {
    sqlx::any::install_default_drivers();
    let mut raw = create(url).await;
    for step in MIGRATIONS.iter().filter(|step| step.version <= until) {
        MIGRATIONS.run_to(step.version, &mut raw).await.unwrap();
        raw.execute(AssertSqlSafe(sample(step.version).text)).await.unwrap();
    }
    raw.close().await.unwrap();
}

async fn create(url: &str) -> AnyConnection {
    sqlx::any::install_default_drivers();
    let made = if url.starts_with("sqlite") { format!("{url}?mode=rwc") } else { url.to_owned() };
    AnyConnection::connect(&made).await.unwrap()
}

async fn step_by_step(url: String) {
    let mut raw = create(&url).await;
    let mut before = BTreeMap::new();
    for step in MIGRATIONS.iter() {
        let sample = sample(step.version);
        MIGRATIONS.run_to(step.version, &mut raw).await.unwrap();
        let applied = db::dump(&url).await;
        let kept = lost(&before, &applied, &sample.gone);
        assert!(kept.is_empty(), "migration {} lost {kept:#?}", step.version);
        for (question, answer) in &sample.after {
            let row = raw
                .fetch_one(AssertSqlSafe(format!("SELECT CAST(({question}) AS TEXT) AS told")))
                .await
                .unwrap();
            assert_eq!(
                db::cell(&row, "told"),
                format!("{answer:?}"),
                "after migration {}: {question}",
                step.version
            );
        }
        raw.execute(AssertSqlSafe(sample.text)).await.unwrap();
        let filled = db::dump(&url).await;
        let bare = unfilled(&before, &applied, &filled);
        assert!(bare.is_empty(), "the sample of migration {} gives no value to {bare:?}", step.version);
        before = filled;
    }
    raw.close().await.unwrap();
    let store = Store::open(&url).await.unwrap();
    drills_are_read(&store).await;
    the_rest_is_read(&store).await;
    store.close().await;
}

/// Rows that are no longer there, as far as their columns are; what a sample says to be gone is not looked for.
fn lost(
    before: &BTreeMap<String, Rows>,
    after: &BTreeMap<String, Rows>,
    gone: &BTreeSet<String>,
) -> Vec<String> {
    let mut lost = Vec::new();
    for (table, was) in before.iter().filter(|(table, _)| !gone.contains(*table)) {
        let Some(is) = after.get(table) else {
            lost.push(table.clone());
            continue;
        };
        let looked_at = |name: &&String| !gone.contains(&format!("{table}.{name}"));
        let columns: Vec<&String> = was.columns.iter().filter(looked_at).collect();
        let part = |row: &Cells| -> Vec<Option<String>> {
            columns.iter().map(|name| row.get(*name).cloned()).collect()
        };
        let mut there: Vec<_> = is.rows.iter().map(part).collect();
        for row in &was.rows {
            match there.iter().position(|other| *other == part(row)) {
                Some(at) => drop(there.swap_remove(at)),
                None => lost.push(format!("{table}: {row:?}")),
            }
        }
    }
    lost
}

/// Columns that the step made and to which no new row gives a value.
fn unfilled(
    before: &BTreeMap<String, Rows>,
    applied: &BTreeMap<String, Rows>,
    filled: &BTreeMap<String, Rows>,
) -> Vec<String> {
    let mut bare = Vec::new();
    for (table, now) in filled {
        let known = |name: &String| before.get(table).is_some_and(|was| was.columns.contains(name));
        let new: Vec<&Cells> = now.rows.iter().filter(|row| !applied[table].rows.contains(row)).collect();
        for name in now.columns.iter().filter(|name| !known(name)) {
            if new.iter().all(|row| row[name] == "-") {
                bare.push(format!("{table}.{name}"));
            }
        }
    }
    bare
}

async fn drills_are_read(store: &Store) {
    let first = store.session(SessionId(1), ANA).await.unwrap().unwrap();
    assert_eq!((first.state, first.score, first.turns.len()), (SessionState::Finished, Some(83), 2));
    assert_eq!(first.turns[0].verdict.marks[0].label.as_str(), "lscpa.listen");
    assert_eq!(first.turns[1].said, "It's \"quoted\" \\ back");
    let with_customer = store.session(SessionId(3), ANA).await.unwrap().unwrap();
    assert_eq!(with_customer.new.occasion.unwrap().customer, "王女士");
    assert_eq!(store.open_session(SERVER, BEN).await.unwrap().unwrap().new.content.unwrap().edition, 7);
    assert_eq!(store.ratings(SessionId(3)).await.unwrap().len(), 1);
    let review = store.review_of(SessionId(6)).await.unwrap().unwrap();
    assert_eq!(review.said.overrides.len(), 1);
    assert_eq!(store.finished_marks(SERVER).await.unwrap().len(), 1);
    assert_eq!(store.disputes_waiting(SERVER).await.unwrap(), 1);
    let taught = store.corrections(SERVER).await.unwrap();
    assert_eq!((taught.examples.len(), taught.fixtures.len()), (1, 1));
}

async fn the_rest_is_read(store: &Store) {
    let states = [TouchState::Done, TouchState::Open, TouchState::Open, TouchState::Open, TouchState::Open];
    for (n, state) in (0..).zip(states) {
        assert_eq!(store.touch(touch(11, n)).await.unwrap().unwrap().state, state, "touch {n}");
    }
    assert_eq!(store.touch(touch(12, 0)).await.unwrap().unwrap().card.note, "夜班还没培训");
    let run = store.quiz_run(QuizRunId(22), BEN).await.unwrap().unwrap();
    assert!(!run.answers[0].scored);
    assert_eq!(store.quiz_history(SERVER, ANA, 9).await.unwrap().len(), 2);
    assert_eq!(store.survey_answers(SERVER).await.unwrap().len(), 3);
    assert_eq!(store.comments(SERVER, "after").await.unwrap(), ["更多练习", "更多练习"]);
    assert_eq!(store.misses(SERVER, ANA).await.unwrap().len(), 1);
    let assigned = store.assignment(AssignmentId(41)).await.unwrap().unwrap();
    assert_eq!(assigned.assignment.new.steps.len(), 2);
    assert!(store.server_settings(SERVER).await.unwrap().leaderboard);
    assert_eq!(store.names(SERVER, &[ANA, BEN]).await.unwrap()[&BEN], "Ben 王");
    assert_eq!(store.in_effect(SERVER, 7).await.unwrap().len(), 1);
    let training = TrainingId(51);
    assert!(store.training(training).await.unwrap().unwrap().closed.is_some());
    assert_eq!(store.training_comments(training).await.unwrap(), ["Shorter breaks."]);
    assert_eq!(store.check_ins(training).await.unwrap().len(), 1);
    assert_eq!(store.outcomes(training).await.unwrap()[0].value.to_string(), "41.30000000000001");
}

/// The last migration of the release before; whoever updates from it has promises that wait.
const RELEASED: i64 = 10;

/// Takes all pings, and says that they arrived.
#[derive(Default)]
struct Posted(Mutex<Vec<(RepId, String)>>);

impl Post for Posted {
    async fn post(&self, ping: &Ping) -> Result<app::Posted, SendError> {
        self.0.lock().unwrap().push((ping.to, format!("{:?}", ping.direct)));
        Ok(app::Posted { channel: 1, message: 2 })
    }

    async fn is_that_late(&self, _: DateTime<Utc>) -> bool {
        true
    }
}

/// What the release before planned is pinged by this one, once: also what it had claimed and not sent.
async fn old_promises(url: String) {
    fill(&url, RELEASED).await;
    let store = Store::open(&url).await.unwrap();
    let clock = Arc::new(FakeClock::at(DateTime::from_timestamp_millis(1_774_915_260_000).unwrap()));
    let library = playbook::load(&tiny_files()).library;
    let app = App::new(store, library, Arc::<FakeClock>::clone(&clock), "new".to_owned());
    let posted = Posted::default();
    let told = async |whom: RepId, customer: &str| {
        app.send_due(&posted).await.unwrap();
        let pings = std::mem::take(&mut *posted.0.lock().unwrap());
        assert!(pings.iter().all(|(to, said)| *to == whom && said.contains(customer)), "{pings:?}");
        pings.len()
    };
    // One was claimed by a worker that is gone, the other comes due now.
    assert_eq!(told(ANA, "王女士").await, 2);
    assert_eq!(told(ANA, "王女士").await, 0);
    clock.advance(TimeDelta::milliseconds(1_790_064_000_000 - 1_774_915_260_000));
    assert_eq!(told(BEN, "Mr Li").await, 1);
    assert_eq!(told(BEN, "Mr Li").await, 0);
    let list = app.store().touches_of(SERVER, ANA, 99).await.unwrap();
    let open = list.iter().filter(|touch| touch.state == TouchState::Open).count();
    assert_eq!((list.len(), open), (5, 4), "{list:?}");
    app.store().close().await;
}

#[tokio::test]
async fn promises_of_the_release_before_are_kept_on_sqlite() {
    db::on_no_sqlite(old_promises).await;
}

#[tokio::test]
async fn promises_of_the_release_before_are_kept_on_postgres() {
    db::on_empty_postgres(old_promises).await;
}

#[tokio::test]
async fn what_was_stored_before_a_migration_is_there_after_it_on_sqlite() {
    db::on_no_sqlite(step_by_step).await;
}

#[tokio::test]
async fn what_was_stored_before_a_migration_is_there_after_it_on_postgres() {
    db::on_empty_postgres(step_by_step).await;
}
