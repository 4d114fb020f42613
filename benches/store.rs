//! What memory costs: a reply made durable, a session read and folded, due touches claimed. SQLite, in a file.

#![expect(clippy::expect_used, reason = "a measurement that cannot be made should say so and stop")]

use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use criterion::{BenchmarkId, Criterion};
use sparring::coach::drill::{Bout, Plan};
use sparring::coach::ids::{FollowUpId, RepId, ServerId, SessionId};
use sparring::coach::recognise::{Text, Verdict};
use sparring::playbook::{Playbook, bundled, load};
use sparring::store::{Card, NewFollowUp, NewSession, NewTouch, Recorded, Store, StoredTurn};
use tokio::runtime::Runtime;

/// Replies in a drill.
const TURNS: u32 = 8;
/// Touches of one follow-up; more than any cadence has, so that preparing takes few transactions.
const TOUCHES: u32 = 100;
/// What a round of `send_due` claims.
const CLAIMED: u32 = 50;
const LEASE: TimeDelta = TimeDelta::seconds(60);

fn start() -> DateTime<Utc> {
    "2026-03-06T01:00:00Z".parse().expect("a moment")
}

fn session(id: i64, plan: &Plan, playbook: &Playbook) -> NewSession {
    NewSession {
        id: SessionId(id),
        server: ServerId(1),
        rep: RepId(id),
        channel: id,
        playbook: playbook.id.to_string(),
        language: playbook.language.to_string(),
        scenario: plan.scenario.id.to_string(),
        digest: plan.scenario.digest,
        content: None,
        seed: 1,
        difficulty: 0,
        occasion: None,
        peer: None,
        purpose: Default::default(),
        started: start(),
    }
}

/// A reply as it is stored, of a usual length and with a real verdict.
fn turn(message: i64, said: &str, verdict: &Verdict) -> StoredTurn {
    StoredTurn { message, said: said.to_owned(), verdict: verdict.clone(), at: start(), answered: false }
}

async fn open(folder: &tempfile::TempDir) -> Store {
    let path = folder.path().join("sparring.db");
    Store::open(&format!("sqlite://{}", path.display())).await.expect("a store")
}

/// A store in which so many touches wait, one a second from the start on.
async fn with_touches(folder: &tempfile::TempDir, many: u32) -> Store {
    let store = open(folder).await;
    let mut due = (0..many).map(|second| start() + TimeDelta::seconds(i64::from(second)));
    for id in 1..=many.div_ceil(TOUCHES) {
        let touch = |due: DateTime<Utc>| NewTouch {
            plan: "day-3".into(),
            planned: due.date_naive(),
            merged: Vec::new(),
            due,
        };
        let new = NewFollowUp {
            id: FollowUpId(i64::from(id)),
            server: ServerId(1),
            owner: RepId(i64::from(id)),
            card: Card { customer: "Delta Foods".into(), ..Card::default() },
            signed: start().date_naive(),
            zone: "Asia/Shanghai".into(),
            cadence: "key-account".into(),
            playbook: "key-account".into(),
            language: "en".into(),
            edition: None,
            channel: 1,
            created: start(),
            months: 12,
            look: start() + TimeDelta::days(30),
            touches: due.by_ref().take(TOUCHES as usize).map(touch).collect(),
        };
        assert_eq!(store.add_follow_up(&new).await.expect("stored"), Recorded::New);
    }
    store
}

/// Drills whose replies are stored one after another.
struct Log<'l> {
    store: &'l Store,
    plan: &'l Plan,
    playbook: &'l Playbook,
    reply: (&'l str, Verdict),
    next: i64,
}

impl Log<'_> {
    /// Stores the next reply, in a new drill when the last one is full; only the reply is timed.
    async fn record(&mut self) -> Duration {
        let (id, n) = (1 + self.next / i64::from(TURNS), self.next % i64::from(TURNS));
        if n == 0 {
            self.store.begin_session(&session(id, self.plan, self.playbook)).await.expect("begun");
        }
        let n = u32::try_from(n).expect("small");
        let row = turn(self.next, self.reply.0, &self.reply.1);
        self.next += 1;
        let began = Instant::now();
        let recorded = self.store.record_turn(SessionId(id), n, &row, None, "bench").await;
        let taken = began.elapsed();
        assert_eq!(recorded.expect("stored"), Recorded::New);
        taken
    }
}

fn drills(criterion: &mut Criterion, runtime: &Runtime) {
    let library = load(&bundled()).library;
    let playbook = library.playbooks.iter().find(|p| !p.scenarios.is_empty()).expect("scenarios");
    let scenario = playbook.scenarios.values().next().expect("a scenario");
    let plan = playbook.plan(scenario.id.as_str()).expect("a plan");
    let judged = |said: &str| playbook.recogniser().judge(&Text::new(said), "");
    let said = scenario.transcripts.model.first().expect("a model reply");
    let folder = tempfile::tempdir().expect("a folder");
    let store = runtime.block_on(open(&folder));
    let mut log = Log { store: &store, plan: &plan, playbook, reply: (said, judged(said)), next: 0 };
    for _ in 0..TURNS {
        runtime.block_on(log.record());
    }
    criterion.bench_function("store/record_turn", |b| {
        b.iter_custom(|times| (0..times).map(|_| runtime.block_on(log.record())).sum());
    });
    criterion.bench_function(&format!("store/read_session/{TURNS}_turns"), |b| {
        b.iter(|| {
            let read = runtime.block_on(store.session(SessionId(1), RepId(1))).expect("read");
            assert_eq!(read.expect("there").turns.len(), TURNS as usize);
        });
    });
    let verdicts: Vec<(&String, Verdict)> =
        scenario.transcripts.model.iter().map(|said| (said, judged(said))).collect();
    criterion.bench_function(&format!("drill/fold/{}_turns", verdicts.len()), |b| {
        b.iter(|| {
            let mut bout = Bout::begin(plan.clone(), 1);
            for (said, verdict) in &verdicts {
                // A talk may end before its last line; folding stops there as well.
                let _ = black_box(bout.answer(said, verdict.clone()));
            }
            bout
        });
    });
    runtime.block_on(store.close());
}

fn claims(criterion: &mut Criterion, runtime: &Runtime) {
    let mut group = criterion.benchmark_group("store/claim_notices");
    for many in [1_000, 100_000] {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Arc::new(runtime.block_on(with_touches(&folder, many)));
        group.bench_with_input(BenchmarkId::new("nothing_due", many), &many, |b, _| {
            let before = start() - TimeDelta::days(1);
            b.iter(|| {
                let claimed = runtime.block_on(store.claim_notices(before, LEASE, "bench", CLAIMED));
                assert!(claimed.expect("asked").is_empty());
            });
        });
        // Every round comes after the leases of the one before, so all touches are due in each.
        let mut now = start() + TimeDelta::seconds(i64::from(many));
        group.bench_with_input(BenchmarkId::new("50_of_all_due", many), &many, |b, _| {
            b.iter(|| {
                now += LEASE + TimeDelta::seconds(1);
                let claimed = runtime.block_on(store.claim_notices(now, LEASE, "bench", CLAIMED));
                assert_eq!(claimed.expect("asked").len(), CLAIMED as usize);
            });
        });
        runtime.block_on(store.close());
    }
    group.finish();
}

fn main() {
    let runtime = Runtime::new().expect("a runtime");
    let mut criterion = Criterion::default()
        .sample_size(30)
        .warm_up_time(Duration::from_secs(1))
        .measurement_time(Duration::from_secs(3))
        .configure_from_args();
    drills(&mut criterion, &runtime);
    claims(&mut criterion, &runtime);
    criterion.final_summary();
}
