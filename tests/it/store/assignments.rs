//! Assignments: made once, handed out once, found with what was tried.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use sparring::coach::assignment::{Attempt, StepKind};
use sparring::coach::ids::{AssignmentId, QuizRunId, RepId, SessionId};
use sparring::coach::notice::{About, NoticeKind};
use sparring::coach::purpose::Purpose;
use sparring::store::{
    AssignedStep, Assigning, Ended, Handing, MissChange, NewAssignment, NewNotice, NewQuizRun, NewSession,
    SessionState, ToRole,
};

use super::sample::{ANA, BEN, BY, OTHER_SERVER, SERVER, answer, ended, minute, quiz_run, session, turn};
use crate::support::db::Db;

/// A course of a quiz and a drill.
pub(crate) fn assigned(id: i64) -> NewAssignment {
    let step = |kind, content: &str, counted| AssignedStep {
        kind,
        content: content.into(),
        title: format!("标题 {content}"),
        pass: 70,
        counted,
        digests: BTreeMap::from([("en".to_owned(), u64::MAX), ("zh-CN".to_owned(), 3)]),
    };
    NewAssignment {
        id: AssignmentId(id),
        server: SERVER,
        playbook: "objections".into(),
        version: "1.2".into(),
        language: "zh-CN".into(),
        edition: None,
        by: BEN,
        role: None,
        channel: 77,
        attempts: 3,
        final_only: true,
        due: Some(minute(100)),
        created: minute(1),
        steps: vec![step(StepKind::Quiz, "basics", 4), step(StepKind::Drill, "price", 0)],
    }
}

fn handing(rep: RepId, subject: i64) -> Handing {
    let about = About { rep, kind: NoticeKind::Assigned, subject, part: 0 };
    Handing { rep, notices: vec![NewNotice { about, server: SERVER, channel: 77, due: minute(2) }] }
}

async fn assign(db: &Db, new: &NewAssignment, reps: &[RepId]) -> Assigning {
    let handings: Vec<Handing> = reps.iter().map(|rep| handing(*rep, new.id.0)).collect();
    db.store.assign(new, &handings, 9, minute(0)).await.unwrap()
}

pub(crate) async fn an_assignment_is_made_once_and_found_as_it_was_made(mut db: Db) {
    let new = assigned(1);
    assert_eq!(assign(&db, &new, &[ANA, BEN]).await, Assigning::New);
    assert_eq!(assign(&db, &NewAssignment { attempts: 9, ..new.clone() }, &[]).await, Assigning::Duplicate);
    db.restart().await;
    let found = db.store.assignment(new.id).await.unwrap().unwrap();
    assert_eq!((&found.assignment.new, found.assignment.cancelled), (&new, None));
    assert_eq!(found.assignees, BTreeMap::from([(ANA, minute(1)), (BEN, minute(1))]));
    assert!(found.attempts.is_empty());
    assert_eq!(db.store.assignment(AssignmentId(2)).await.unwrap(), None);
}

pub(crate) async fn a_server_has_only_so_many_open_assignments(db: Db) {
    let past = NewAssignment { due: Some(minute(-9)), ..assigned(1) };
    let there = NewAssignment { server: OTHER_SERVER, ..assigned(2) };
    let endless = NewAssignment { due: None, ..assigned(3) };
    for new in [&past, &there, &endless, &assigned(4), &assigned(5)] {
        assert_eq!(db.store.assign(new, &[], 3, minute(0)).await.unwrap(), Assigning::New);
    }
    assert_eq!(db.store.assign(&assigned(6), &[], 3, minute(0)).await.unwrap(), Assigning::Full);
    assert!(db.store.cancel_assignment(SERVER, AssignmentId(4), minute(2)).await.unwrap());
    assert_eq!(db.store.assign(&assigned(6), &[], 3, minute(0)).await.unwrap(), Assigning::New);
}

pub(crate) async fn an_assignment_is_handed_out_once_to_so_many_and_told_once(db: Db) {
    let to_role = NewAssignment { role: Some(5), ..assigned(1) };
    assign(&db, &to_role, &[ANA]).await;
    let meant = ToRole { id: AssignmentId(1), role: 5, due: Some(minute(100)) };
    assert_eq!(db.store.role_assignments(SERVER).await.unwrap(), [meant]);
    assert!(db.store.role_assignments(OTHER_SERVER).await.unwrap().is_empty());
    let both = [handing(ANA, 1), handing(BEN, 1), handing(RepId(3), 1)];
    let handed = db.store.hand_out(AssignmentId(1), &both, minute(5), 2).await.unwrap();
    assert_eq!(handed, [BEN], "Ana had it, the third does not fit");
    assert_eq!(db.store.received(BEN).await.unwrap().into_iter().collect::<Vec<_>>(), [AssignmentId(1)]);
    let found = db.store.assignment(AssignmentId(1)).await.unwrap().unwrap();
    assert_eq!(found.assignees, BTreeMap::from([(ANA, minute(1)), (BEN, minute(5))]));
    let told = db.store.claim_notices(minute(9), TimeDelta::seconds(9), "a", 9).await.unwrap();
    let mut reps: Vec<RepId> = told.iter().map(|notice| notice.new.about.rep).collect();
    reps.sort_unstable();
    assert_eq!(reps, [ANA, BEN]);
}

async fn drill(db: &Db, id: i64, rep: RepId, said: bool, score: Option<u32>) {
    let purpose = Purpose::Assigned { assignment: AssignmentId(1), step: 1 };
    let new = NewSession { rep, purpose, channel: 77 + id, ..session(id) };
    db.store.begin_session(&new).await.unwrap();
    let over = Ended { state: SessionState::Left, ..ended(id + 1, score) };
    if said {
        db.store.record_turn(SessionId(id), 0, &turn(id * 10, "Hm."), Some(&over), BY).await.unwrap();
    } else {
        db.store.end_session(SessionId(id), &over).await.unwrap();
    }
}

pub(crate) async fn attempts_are_found_with_those_who_made_them(db: Db) {
    assign(&db, &assigned(1), &[ANA, BEN]).await;
    let purpose = Purpose::Assigned { assignment: AssignmentId(1), step: 0 };
    let run = |id, rep| NewQuizRun { rep, purpose, started: minute(id), ..quiz_run(id) };
    db.store.begin_quiz_run(&run(11, ANA)).await.unwrap();
    db.store.begin_quiz_run(&run(12, BEN)).await.unwrap();
    let unscored = sparring::store::Answered { scored: false, ..answer(2, true) };
    for (n, (given, last)) in
        [(answer(0, true), false), (answer(1, false), false), (unscored, true)].iter().enumerate()
    {
        assert_eq!(given.n as usize, n);
        db.store.record_answer(QuizRunId(11), given, *last, &MissChange::None).await.unwrap();
    }
    db.store.record_answer(QuizRunId(12), &answer(0, true), false, &MissChange::None).await.unwrap();
    drill(&db, 21, ANA, true, Some(64)).await;
    drill(&db, 22, BEN, false, None).await;
    // Practice is nobody's business.
    db.store.begin_quiz_run(&NewQuizRun { purpose: Purpose::Practice, ..run(13, ANA) }).await.unwrap();
    let quiz = |started, ended, percent| Attempt { step: 0, started: minute(started), ended, percent };
    let of_ana = vec![
        Attempt { step: 1, started: minute(21), ended: Some(minute(22)), percent: Some(64) },
        quiz(11, Some(minute(2)), Some(25)),
    ];
    let of_ben = vec![quiz(12, None, None)];
    let found = db.store.assignment(AssignmentId(1)).await.unwrap().unwrap();
    assert_eq!(found.attempts, BTreeMap::from([(ANA, of_ana.clone()), (BEN, of_ben)]));
    let own = db.store.assignment_of(AssignmentId(1), ANA).await.unwrap().unwrap();
    assert_eq!(own.attempts, BTreeMap::from([(ANA, of_ana)]));
    assert_eq!(own.assignees.len(), 1);
    assert_eq!(own.assignment.new, assigned(1));
    assert_eq!(db.store.open_assigned_run(AssignmentId(1), BEN).await.unwrap(), Some(QuizRunId(12)));
    assert_eq!(db.store.open_assigned_run(AssignmentId(1), ANA).await.unwrap(), None);
    assert_eq!(db.store.assignments_in(SERVER, minute(0), minute(2)).await.unwrap(), [found]);
}

pub(crate) async fn a_rep_sees_what_is_theirs_and_open(db: Db) {
    assign(&db, &assigned(1), &[ANA]).await;
    assign(&db, &assigned(2), &[BEN]).await;
    let there = NewAssignment { server: OTHER_SERVER, due: None, ..assigned(3) };
    assign(&db, &there, &[ANA, BEN]).await;
    let ids = async |server: i64, rep, since| {
        let server = sparring::coach::ids::ServerId(server);
        let all = db.store.assignments_of(server, rep, minute(since)).await.unwrap();
        all.iter().map(|found| found.assignment.new.id.0).collect::<Vec<_>>()
    };
    assert_eq!(ids(SERVER.0, ANA, 0).await, [1]);
    assert_eq!(ids(OTHER_SERVER.0, ANA, 0).await, [3]);
    assert_eq!(ids(0, ANA, 0).await, [1, 3], "a direct message is of no server");
    assert_eq!(ids(0, ANA, 101).await, [3], "what ended long ago is left out");
    assert_eq!(db.store.assignment_of(AssignmentId(2), ANA).await.unwrap(), None);
    let between = async |from, until| {
        let all = db.store.assignments_in(SERVER, minute(from), minute(until)).await.unwrap();
        all.iter().map(|found| found.assignment.new.id.0).collect::<Vec<_>>()
    };
    assert_eq!(between(0, 2).await, [1, 2]);
    assert!(between(101, 200).await.is_empty() && between(0, 1).await.is_empty());
}

pub(crate) async fn a_cancelled_assignment_is_over(db: Db) {
    let to_role = NewAssignment { role: Some(5), ..assigned(1) };
    assign(&db, &to_role, &[ANA]).await;
    assert!(!db.store.cancel_assignment(OTHER_SERVER, AssignmentId(1), minute(3)).await.unwrap());
    assert!(db.store.cancel_assignment(SERVER, AssignmentId(1), minute(3)).await.unwrap());
    assert!(!db.store.cancel_assignment(SERVER, AssignmentId(1), minute(4)).await.unwrap());
    assert!(db.store.role_assignments(SERVER).await.unwrap().is_empty());
    assert!(db.store.hand_out(AssignmentId(1), &[handing(BEN, 1)], minute(5), 9).await.unwrap().is_empty());
    assert!(db.store.assignments_of(SERVER, ANA, minute(0)).await.unwrap().is_empty());
    assert!(db.store.assignments_in(SERVER, minute(0), minute(9)).await.unwrap().is_empty());
    let found = db.store.assignment_of(AssignmentId(1), ANA).await.unwrap().unwrap();
    assert_eq!(found.assignment.cancelled, Some(minute(3)));
}
