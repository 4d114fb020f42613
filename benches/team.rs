//! What a manager waits for: `/team progress` and `/team report` of 300 reps with a year of official attempts. SQLite, in a
//! file; pictures and files included.

#![expect(clippy::expect_used, reason = "a measurement that cannot be made should say so and stop")]

use std::collections::BTreeMap;
use std::hint::black_box;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use criterion::Criterion;
use sparring::app::{App, Canvas, Who};
use sparring::clock::FakeClock;
use sparring::coach::assignment::StepKind;
use sparring::coach::ids::{AssignmentId, QuizRunId, RepId, ServerId, SessionId};
use sparring::coach::purpose::Purpose;
use sparring::coach::seed;
use sparring::playbook::{Playbook, bundled, load};
use sparring::store::{
    Answered, AssignedStep, Ended, Handing, MissChange, NewAssignment, NewQuizRun, NewSession, SessionState,
    Store, StoredReceipt, Terms,
};
use tokio::runtime::Runtime;

const SERVER: ServerId = ServerId(1);
const QUESTIONS: u32 = 10;

/// How much there is to look at.
#[derive(Clone, Copy)]
struct Size {
    reps: i64,
    /// Official drills of each, one a week.
    weeks: i64,
    /// Quizzes that are assigned to all, one in two weeks.
    quizzes: i64,
}

const A_YEAR: Size = Size { reps: 300, weeks: 52, quizzes: 26 };
/// Where it is only shown that it works.
const A_LITTLE: Size = Size { reps: 6, weeks: 6, quizzes: 2 };

fn end_of_year() -> DateTime<Utc> {
    "2026-12-31T12:00:00Z".parse().expect("a moment")
}

fn week(back: i64) -> DateTime<Utc> {
    end_of_year() - TimeDelta::weeks(back) - TimeDelta::hours(3)
}

/// The receipts that a drill of the first scenario would leave.
fn receipts(playbook: &Playbook, salt: u64) -> Vec<StoredReceipt> {
    let method = playbook.methods.get("lscpa").expect("a method");
    let step = |at: usize| method.steps.get(at % method.steps.len()).map(|step| step.id.to_string());
    (0..10)
        .map(|n| StoredReceipt {
            id: format!("check-{n}"),
            method: "lscpa".into(),
            step: step(n),
            title: format!("Check {n}"),
            place: "lscpa.toml:9".into(),
            weight: 10,
            earned: (n != 9).then(|| u32::try_from(seed::mix(salt, n as u64) % 10_001).expect("small")),
            cost: 0,
            not_rated: None,
        })
        .collect()
}

async fn fill(store: &Store, playbook: &Playbook, size: Size) {
    let mut id = 1_000;
    for rep in 1..=size.reps {
        store.note_rep(SERVER, RepId(rep), &format!("王小明 {rep}"), "zh-CN", week(60)).await.expect("noted");
        for back in 0..size.weeks {
            id += 1;
            let new = NewSession {
                id: SessionId(id),
                server: SERVER,
                rep: RepId(rep),
                channel: id,
                playbook: playbook.id.to_string(),
                language: playbook.language.to_string(),
                scenario: "price-peer-quote".into(),
                digest: 1,
                content: None,
                seed: 1,
                difficulty: 0,
                occasion: None,
                peer: None,
                purpose: Purpose::Assigned { assignment: AssignmentId(1 + back % size.quizzes), step: 1 },
                started: week(back),
            };
            store.begin_session(&new).await.expect("begun");
            let score = u32::try_from(seed::mix(id.unsigned_abs(), 1) % 101).expect("small");
            let ended = Ended {
                state: SessionState::Finished,
                at: week(back) + TimeDelta::minutes(9),
                score: Some(score),
                passed: score >= 70,
                pass_mark: 70,
                earned: 1,
                rated: 1,
                whole: 1,
                faults_cost: 0,
                receipts: receipts(playbook, id.unsigned_abs()),
            };
            store.end_session(SessionId(id), &ended).await.expect("ended");
        }
    }
    for n in 0..size.quizzes {
        assign(store, playbook, (n, size.reps), &mut id).await;
    }
}

/// An assignment to all, at which nine of ten have made an attempt.
async fn assign(store: &Store, playbook: &Playbook, (n, reps): (i64, i64), id: &mut i64) {
    let at = week(2 * n + 1);
    let step = AssignedStep {
        kind: StepKind::Quiz,
        content: "course-basics".into(),
        title: format!("Quiz {n}"),
        pass: 70,
        counted: QUESTIONS,
        digests: BTreeMap::new(),
    };
    let new = NewAssignment {
        id: AssignmentId(n + 1),
        server: SERVER,
        playbook: playbook.id.to_string(),
        version: playbook.version.clone(),
        language: playbook.language.to_string(),
        edition: None,
        by: RepId(9),
        role: None,
        channel: 1,
        attempts: 3,
        final_only: false,
        due: Some(at + TimeDelta::days(10)),
        created: at,
        steps: vec![step],
    };
    let all: Vec<Handing> = (1..=reps).map(|rep| Handing { rep: RepId(rep), notices: Vec::new() }).collect();
    store.assign(&new, &all, 1_000, at).await.expect("assigned");
    for rep in (1..=reps).filter(|rep| rep % 10 != n % 10) {
        *id += 1;
        answer(store, playbook, (QuizRunId(*id), RepId(rep), new.id), at + TimeDelta::days(1)).await;
    }
}

/// A run of a quiz, begun and answered.
async fn answer(
    store: &Store,
    playbook: &Playbook,
    (id, rep, assignment): (QuizRunId, RepId, AssignmentId),
    at: DateTime<Utc>,
) {
    let run = NewQuizRun {
        id,
        server: SERVER,
        rep,
        quiz: "course-basics".into(),
        items: Vec::new(),
        counts: QUESTIONS,
        playbook: playbook.id.to_string(),
        digest: 1,
        content: None,
        language: playbook.language.to_string(),
        seed: 1,
        purpose: Purpose::Assigned { assignment, step: 0 },
        terms: Terms::default(),
        started: at,
    };
    store.begin_quiz_run(&run).await.expect("begun");
    for n in 0..QUESTIONS {
        let right = seed::mix(id.0.unsigned_abs(), u64::from(n)) % 10 < 8;
        let (item, given) = (format!("item-{n}"), "1".into());
        let answer = Answered { n, item, given, right, scored: true, at };
        let last = n + 1 == QUESTIONS;
        store.record_answer(id, &answer, last, &MissChange::None).await.expect("answered");
    }
}

/// Writes what a manager sees, in both languages, themes and widths, to be looked at.
async fn write(app: &App, who: &Who, folder: &std::path::Path) {
    std::fs::create_dir_all(folder).expect("a folder");
    for language in ["zh-CN", "en"] {
        let who = Who { language: language.to_owned(), ..who.clone() };
        for (light, wide) in [(false, false), (true, true)] {
            let seen = app.team_progress(&who, Canvas { light, wide }).await.expect("seen");
            let name =
                format!("progress-{language}-{}.png", if wide { "desktop-light" } else { "phone-dark" });
            let picture = seen.files.first().expect("a picture");
            std::fs::write(folder.join(name), &picture.bytes).expect("written");
        }
        for file in app.team_report(&who, Some("2026"), Canvas::default()).await.expect("told").files {
            std::fs::write(folder.join(format!("{language}-{}", file.name)), &file.bytes).expect("written");
        }
    }
}

fn main() {
    let (runtime, folder) = (Runtime::new().expect("a runtime"), tempfile::tempdir().expect("a folder"));
    let library = load(&bundled()).library;
    let playbook = Arc::clone(library.playbook("zh-CN").expect("a playbook"));
    let url = format!("sqlite://{}", folder.path().join("sparring.db").display());
    let size = if std::env::args().any(|arg| arg == "--bench") { A_YEAR } else { A_LITTLE };
    let app = runtime.block_on(async {
        let store = Store::open(&url).await.expect("a store");
        fill(&store, &playbook, size).await;
        App::new(store, library, Arc::new(FakeClock::at(end_of_year())), "bench".to_owned())
    });
    let who = Who {
        server: SERVER,
        rep: RepId(9_999),
        name: "经理".into(),
        language: "zh-CN".into(),
        manager: true,
        roles: Vec::new(),
    };
    if let Some(folder) = std::env::var_os("SPARRING_TEAM").map(std::path::PathBuf::from) {
        runtime.block_on(write(&app, &who, &folder));
    }
    let mut criterion = Criterion::default().sample_size(20).configure_from_args();
    let mut group = criterion.benchmark_group("team");
    group.bench_function("progress of 300 reps", |b| {
        b.iter(|| {
            let seen = runtime.block_on(app.team_progress(&who, Canvas::default())).expect("seen");
            assert_eq!(seen.files.len(), 1);
            black_box(seen)
        });
    });
    group.bench_function("report of a year of 300 reps", |b| {
        b.iter(|| {
            black_box(runtime.block_on(app.team_report(&who, Some("2026"), Canvas::default())).expect("told"))
        });
    });
    group.finish();
    criterion.final_summary();
}
