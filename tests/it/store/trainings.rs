//! Training sessions: opened, attended, closed once; what people say of them without their names; official attempts.

use chrono::TimeDelta;
use sparring::coach::ids::{QuizRunId, SessionId, TrainingId};
use sparring::coach::notice::{About, NoticeKind};
use sparring::coach::purpose::{Purpose, Stage};
use sparring::coach::training::Use;
use sparring::store::{
    BusinessFigure, CheckIn, MissChange, NewNotice, NewQuizRun, NewSession, NewTraining, Recorded, StoreError,
};
use uuid::Uuid;

use super::sample::{ANA, BEN, OTHER_SERVER, SERVER, answer, ended, minute, quiz_run, session};
use crate::support::db::Db;

const ID: TrainingId = TrainingId(5);

fn training(id: i64) -> NewTraining {
    NewTraining {
        id: TrainingId(id),
        server: SERVER,
        channel: 77,
        title: "Objections 异议".into(),
        playbook: "key-account".into(),
        edition: (id % 2 == 0).then_some(3),
        test: Some("course".into()),
        drills: vec!["price".into(), "quote".into(), "timing".into()],
        survey: Some("reaction".into()),
        opened_by: BEN,
        manager: BEN,
        opened: minute(id),
    }
}

pub(crate) async fn a_training_is_opened_attended_and_closed_once(db: Db) {
    let store = &db.store;
    assert_eq!(store.open_training(&training(5)).await.unwrap(), Recorded::New);
    assert_eq!(store.open_training(&training(5)).await.unwrap(), Recorded::Duplicate);
    store.open_training(&training(6)).await.unwrap();
    assert_eq!(store.training(ID).await.unwrap().unwrap().new, training(5));
    assert_eq!(store.attend(ID, ANA, minute(7)).await.unwrap(), Recorded::New);
    assert_eq!(store.attend(ID, ANA, minute(8)).await.unwrap(), Recorded::Duplicate);
    let there = store.attendances(ID).await.unwrap();
    assert_eq!((there.len(), there[0].rep, there[0].joined), (1, ANA, minute(7)));
    assert_eq!(store.attendance(ID, BEN).await.unwrap(), None);
    let about = About { rep: ANA, kind: NoticeKind::Test, subject: ID.0, part: 1 };
    let told = [NewNotice { about, server: SERVER, channel: 77, due: minute(9) }];
    assert_eq!(store.close_training(OTHER_SERVER, ID, minute(9), &told).await.unwrap(), Recorded::Duplicate);
    assert_eq!(store.close_training(SERVER, ID, minute(9), &told).await.unwrap(), Recorded::New);
    assert_eq!(store.close_training(SERVER, ID, minute(10), &told).await.unwrap(), Recorded::Duplicate);
    assert_eq!(store.training(ID).await.unwrap().unwrap().closed, Some(minute(9)));
    let claimed = store.claim_notices(minute(9), TimeDelta::seconds(60), "a", 9).await.unwrap();
    assert_eq!(claimed.len(), 1, "it is told with the closing, and not for another server's try");
    let found = store.trainings(SERVER, minute(0), minute(99)).await.unwrap();
    assert_eq!(found.iter().map(|t| t.new.id.0).collect::<Vec<_>>(), [6, 5]);
    assert!(store.trainings(SERVER, minute(0), minute(5)).await.unwrap().is_empty());
    assert!(store.trainings(OTHER_SERVER, minute(0), minute(99)).await.unwrap().is_empty());
}

pub(crate) async fn a_survey_is_counted_once_each_and_knows_no_names(db: Db) {
    let store = &db.store;
    store.open_training(&training(5)).await.unwrap();
    store.attend(ID, ANA, minute(7)).await.unwrap();
    let say = |n, choice| store.record_training_survey(ID, ANA, n, "relevance", choice);
    assert_eq!(say(0, "often").await.unwrap(), Recorded::New);
    assert_eq!(say(0, "never").await.unwrap(), Recorded::Duplicate);
    assert!(matches!(say(2, "often").await, Err(StoreError::Conflict { .. })));
    assert!(store.record_training_survey(ID, BEN, 0, "relevance", "often").await.is_err());
    let counted = store.training_reactions(ID).await.unwrap();
    assert_eq!((counted.len(), counted[0].choice.as_str(), counted[0].times), (1, "often", 1));
    assert_eq!(store.add_training_comment(ID, ANA, "More drills").await.unwrap(), Recorded::New);
    assert_eq!(store.add_training_comment(ID, ANA, "And more").await.unwrap(), Recorded::Duplicate);
    assert_eq!(store.training_comments(ID).await.unwrap(), ["More drills"]);
}

pub(crate) async fn the_last_answer_to_a_check_in_and_the_last_figure_count(db: Db) {
    let store = &db.store;
    store.open_training(&training(5)).await.unwrap();
    let check = |answer, by_manager| CheckIn { rep: ANA, day: 30, by_manager, answer, at: minute(1) };
    store.check_in(ID, &[check(Use::NotYet, false)]).await.unwrap();
    store.check_in(ID, &[check(Use::Often, false), check(Use::NotYet, true)]).await.unwrap();
    assert_eq!(store.check_ins(ID).await.unwrap(), [check(Use::Often, false), check(Use::NotYet, true)]);
    let figure = |value| BusinessFigure {
        metric: "win rate".into(),
        period: "2026-01".into(),
        unit: "%".into(),
        value,
        note: String::new(),
    };
    store.set_outcomes(ID, &[figure(12.5)], BEN, minute(1)).await.unwrap();
    store.set_outcomes(ID, &[figure(13.25)], BEN, minute(2)).await.unwrap();
    assert_eq!(store.outcomes(ID).await.unwrap(), [figure(13.25)]);
}

pub(crate) async fn tests_and_drills_of_a_training_are_found_with_their_stage(db: Db) {
    let store = &db.store;
    let purpose = Purpose::Training { training: ID, stage: Stage::Post };
    store.begin_quiz_run(&NewQuizRun { purpose, ..quiz_run(1) }).await.unwrap();
    store.begin_quiz_run(&NewQuizRun { purpose: Purpose::Practice, ..quiz_run(2) }).await.unwrap();
    store.record_answer(QuizRunId(1), &answer(0, true), false, &MissChange::None).await.unwrap();
    store.record_answer(QuizRunId(1), &answer(1, false), true, &MissChange::None).await.unwrap();
    let runs = store.test_runs(ID).await.unwrap();
    assert_eq!(runs.len(), 1);
    assert_eq!((runs[0].rep, runs[0].stage, runs[0].answers.len()), (ANA, Stage::Post, 2));
    assert!(runs[0].ended.is_some() && runs[0].answers[0].right && !runs[0].answers[1].right);
    assert_eq!(store.own_tests(ID, ANA).await.unwrap(), [(QuizRunId(1), Stage::Post, true)]);
    assert_eq!(store.own_tests(ID, BEN).await.unwrap(), []);
    store.begin_session(&NewSession { purpose, ..session(3) }).await.unwrap();
    assert_eq!(store.own_drills(ID, ANA).await.unwrap(), [Stage::Post]);
    assert_eq!(store.own_drills(ID, BEN).await.unwrap(), []);
    store.end_session(SessionId(3), &ended(9, Some(64))).await.unwrap();
    let drills = store.test_drills(ID).await.unwrap();
    assert_eq!((drills.len(), drills[0].score, drills[0].stage), (1, Some(64), Stage::Post));
}

pub(crate) async fn a_teams_official_attempts_are_read_and_practice_is_not(db: Db) {
    let store = &db.store;
    let purpose = Purpose::Training { training: ID, stage: Stage::Pre };
    for (id, purpose) in [(1, purpose), (2, Purpose::Practice), (3, purpose)] {
        store.begin_session(&NewSession { purpose, channel: id, ..session(id) }).await.unwrap();
        store.end_session(SessionId(id), &ended(id, Some(60))).await.unwrap();
    }
    let time = (minute(0), minute(3));
    let scores = store.official_scores(SERVER, time.0, time.1).await.unwrap();
    assert_eq!(scores.iter().map(|s| (s.rep, s.ended, s.score)).collect::<Vec<_>>(), [(ANA, minute(1), 60)]);
    assert!(store.official_scores(OTHER_SERVER, time.0, time.1).await.unwrap().is_empty());
    let own = store.own_scores(SERVER, ANA, minute(0)).await.unwrap();
    assert_eq!(own.len(), 3, "one's own practice is one's own to see");
    let steps = store.official_steps(SERVER, time.0, minute(99)).await.unwrap();
    let seen: Vec<_> = steps.iter().map(|s| (s.step.as_str(), s.week, s.earned, s.rated, s.drills)).collect();
    assert_eq!(seen, [("listen", 0, 4_000, 6, 2)]);
    let drills = store.taken_drills(SERVER, (minute(0), minute(99)), 1).await.unwrap();
    assert_eq!((drills.len(), drills[0].id, drills[0].checks.len()), (1, SessionId(3), 1));
    store.begin_quiz_run(&NewQuizRun { purpose, ..quiz_run(1) }).await.unwrap();
    store.record_answer(QuizRunId(1), &answer(0, true), true, &MissChange::None).await.unwrap();
    let quizzes = store.taken_quizzes(SERVER, (minute(-9), minute(99)), 9).await.unwrap();
    assert_eq!((quizzes.len(), quizzes[0].answers.len()), (1, 1));
    assert!(store.taken_quizzes(OTHER_SERVER, (minute(-9), minute(99)), 9).await.unwrap().is_empty());
}

pub(crate) async fn a_servers_keys_stay_those_that_were_first(db: Db) {
    let keys = |n: u128| (Uuid::from_u128(n), Uuid::from_u128(n + 1));
    assert_eq!(db.store.server_keys(SERVER, keys(1)).await.unwrap(), keys(1));
    assert_eq!(db.store.server_keys(SERVER, keys(7)).await.unwrap(), keys(1));
    assert_eq!(db.store.server_keys(OTHER_SERVER, keys(7)).await.unwrap(), keys(7));
}
