//! Quiz runs, their answers and the surveys beside them.

use sparring::coach::ids::QuizRunId;
use sparring::coach::purpose::Purpose;
use sparring::store::{Answered, MissChange, NewQuizRun, Recorded, StoreError, SurveyAnswer, Terms};
use sqlx::Row;

use super::sample::{ANA, BEN, OTHER_SERVER, SERVER, answer, minute, quiz_run};
use crate::support::db::Db;

pub(crate) async fn a_quiz_run_is_found_with_its_answers(mut db: Db) {
    let items = vec!["basics/pareto 1f".to_owned(), "更多/order 0".to_owned()];
    let (id, new) = (QuizRunId(1), NewQuizRun { items, ..quiz_run(1) });
    assert_eq!(db.store.begin_quiz_run(&new).await.unwrap(), Recorded::New);
    assert_eq!(db.store.begin_quiz_run(&new).await.unwrap(), Recorded::Duplicate);
    let run = db.store.quiz_run(id, ANA).await.unwrap().unwrap();
    assert_eq!((run.new, run.answers, run.surveyed, run.ended), (new, Vec::new(), 0, None));
    db.store.record_answer(id, &answer(0, true), false, &MissChange::None).await.unwrap();
    db.restart().await;
    db.store.record_answer(id, &answer(1, false), true, &MissChange::None).await.unwrap();
    let run = db.store.quiz_run(id, ANA).await.unwrap().unwrap();
    assert_eq!((run.answers, run.ended), (vec![answer(0, true), answer(1, false)], Some(minute(1))));
    assert_eq!(db.store.quiz_run(id, BEN).await.unwrap(), None);
    assert_eq!(db.store.quiz_run(QuizRunId(2), ANA).await.unwrap(), None);
}

pub(crate) async fn a_question_is_answered_once(db: Db) {
    let id = QuizRunId(1);
    db.store.begin_quiz_run(&quiz_run(1)).await.unwrap();
    assert_eq!(
        db.store.record_answer(id, &answer(0, false), false, &MissChange::None).await.unwrap(),
        Recorded::New
    );
    // A second press of another button; even as the last one it ends nothing.
    let second = Answered { given: "c".into(), ..answer(0, true) };
    assert_eq!(
        db.store.record_answer(id, &second, true, &MissChange::None).await.unwrap(),
        Recorded::Duplicate
    );
    let run = db.store.quiz_run(id, ANA).await.unwrap().unwrap();
    assert_eq!((run.answers, run.ended), (vec![answer(0, false)], None));
    let other = db.another().await;
    let (one, last) = (answer(1, true), answer(1, false));
    let presses = tokio::join!(
        db.store.record_answer(id, &one, true, &MissChange::None),
        other.record_answer(id, &last, true, &MissChange::None)
    );
    let mut presses = [presses.0.unwrap(), presses.1.unwrap()];
    presses.sort_by_key(|press| *press == Recorded::Duplicate);
    assert_eq!(presses, [Recorded::New, Recorded::Duplicate]);
}

pub(crate) async fn a_run_that_is_over_takes_no_answer(db: Db) {
    let id = QuizRunId(1);
    db.store.begin_quiz_run(&quiz_run(1)).await.unwrap();
    db.store.record_answer(id, &answer(0, true), true, &MissChange::None).await.unwrap();
    assert_eq!(
        db.store.record_answer(id, &answer(0, true), true, &MissChange::None).await.unwrap(),
        Recorded::Duplicate
    );
    let late = db.store.record_answer(id, &answer(1, true), true, &MissChange::None).await;
    assert!(matches!(late, Err(StoreError::Conflict { .. })));
    let nowhere = db.store.record_answer(QuizRunId(2), &answer(0, true), false, &MissChange::None).await;
    assert!(matches!(nowhere, Err(StoreError::Conflict { .. })));
}

pub(crate) async fn results_are_counted_and_practice_is_private(db: Db) {
    let runs = [
        quiz_run(1),
        NewQuizRun { purpose: Purpose::Practice, ..quiz_run(2) },
        NewQuizRun { rep: BEN, ..quiz_run(3) },
        NewQuizRun { server: OTHER_SERVER, ..quiz_run(4) },
    ];
    for run in &runs {
        db.store.begin_quiz_run(run).await.unwrap();
        db.store.record_answer(run.id, &answer(0, true), false, &MissChange::None).await.unwrap();
        let last = Answered { at: minute(run.id.0), ..answer(1, run.id.0 == 3) };
        db.store.record_answer(run.id, &last, true, &MissChange::None).await.unwrap();
    }
    // What does not count is neither right nor wrong.
    for (n, right) in [(0, true), (1, false)] {
        let run = NewQuizRun { rep: BEN, server: OTHER_SERVER, counts: 1, ..quiz_run(6) };
        db.store.begin_quiz_run(&run).await.unwrap();
        let unscored = Answered { scored: n == 1, ..answer(n, right) };
        db.store.record_answer(run.id, &unscored, n == 1, &MissChange::None).await.unwrap();
    }
    let unscored = db.store.quiz_history(OTHER_SERVER, BEN, 1).await.unwrap();
    assert_eq!((unscored[0].right, unscored[0].of), (0, 1));
    // One that is under way is no result.
    db.store.begin_quiz_run(&quiz_run(5)).await.unwrap();
    db.store.record_answer(QuizRunId(5), &answer(0, true), false, &MissChange::None).await.unwrap();
    let own = db.store.quiz_history(SERVER, ANA, 9).await.unwrap();
    let told: Vec<_> =
        own.iter().map(|result| (result.ended, result.right, result.of, result.official)).collect();
    assert_eq!(told, [(minute(2), 1, 2, false), (minute(1), 1, 2, true)]);
    assert_eq!((own[0].quiz.as_str(), own[0].language.as_str()), ("basics", "en"));
    assert_eq!(db.store.quiz_history(SERVER, ANA, 1).await.unwrap().len(), 1);
    let team = db.store.team_quizzes(SERVER).await.unwrap();
    let told: Vec<_> = team.iter().map(|result| (result.rep, result.right, result.of)).collect();
    assert_eq!(told, [(BEN, 2, 2), (ANA, 1, 2)]);
    assert_eq!(db.store.team_quizzes(OTHER_SERVER).await.unwrap().len(), 2);
}

pub(crate) async fn survey_answers_do_not_know_who_gave_them(db: Db) {
    let said = |question: &str, choice: &str| SurveyAnswer {
        survey: "after".into(),
        question: question.into(),
        choice: choice.into(),
    };
    for (run, rep, choice) in [(1, ANA, "yes"), (2, BEN, "yes"), (3, ANA, "no")] {
        db.store.begin_quiz_run(&NewQuizRun { rep, ..quiz_run(run) }).await.unwrap();
        assert_eq!(
            db.store.record_survey(QuizRunId(run), 0, &said("useful", choice)).await.unwrap(),
            Recorded::New
        );
    }
    assert_eq!(
        db.store.record_survey(QuizRunId(1), 0, &said("useful", "no")).await.unwrap(),
        Recorded::Duplicate
    );
    let skipped = db.store.record_survey(QuizRunId(1), 2, &said("again", "no")).await;
    assert!(matches!(skipped, Err(StoreError::Conflict { .. })));
    db.store.record_survey(QuizRunId(1), 1, &said("again", "no")).await.unwrap();
    assert_eq!(db.store.quiz_run(QuizRunId(1), ANA).await.unwrap().unwrap().surveyed, 2);
    let given = db.store.survey_answers(SERVER).await.unwrap();
    assert_eq!(
        given,
        [said("again", "no"), said("useful", "no"), said("useful", "yes"), said("useful", "yes")]
    );
    assert!(db.store.survey_answers(OTHER_SERVER).await.unwrap().is_empty());
    // Nothing in what is stored leads back to a rep.
    let stored = db.ask("SELECT * FROM reactions").await;
    let columns: Vec<_> = stored[0].columns().iter().map(sqlx::Column::name).collect();
    assert_eq!(columns, ["server_id", "survey", "question", "choice", "times"]);
}

pub(crate) async fn runs_are_told_that_a_rep_began_of_late(db: Db) {
    let untimed = |id: i64, started: i64| NewQuizRun {
        started: minute(started),
        purpose: Purpose::Practice,
        terms: Terms::default(),
        ..quiz_run(id)
    };
    for run in [
        untimed(1, 0),
        untimed(2, 10),
        NewQuizRun { started: minute(20), ..quiz_run(3) },
        NewQuizRun { rep: BEN, ..untimed(4, 20) },
        NewQuizRun { server: OTHER_SERVER, ..untimed(5, 20) },
    ] {
        db.store.begin_quiz_run(&run).await.unwrap();
    }
    db.store.record_answer(QuizRunId(2), &answer(11, true), true, &MissChange::None).await.unwrap();
    let told = async |since, now| {
        let runs = db.store.begun_quiz_runs(SERVER, ANA, minute(since), minute(now)).await.unwrap();
        runs.into_iter().map(|run| (run.id.0, run.open)).collect::<Vec<_>>()
    };
    assert_eq!(told(0, 30).await, [(3, true), (2, false), (1, true)]);
    assert_eq!(told(5, 89).await, [(3, true), (2, false)]);
    // Its time is up at the ninetieth minute.
    assert_eq!(told(5, 90).await, [(3, false), (2, false)]);
    let run = &db.store.begun_quiz_runs(SERVER, ANA, minute(20), minute(21)).await.unwrap()[0];
    assert_eq!((run.quiz.as_str(), run.purpose), ("basics", quiz_run(3).purpose));
}

pub(crate) async fn a_run_whose_time_is_up_ends_then_and_what_was_not_answered_counts(db: Db) {
    for run in [quiz_run(1), NewQuizRun { terms: Terms::default(), ..quiz_run(2) }] {
        db.store.begin_quiz_run(&run).await.unwrap();
        db.store.record_answer(run.id, &answer(0, true), false, &MissChange::None).await.unwrap();
    }
    assert_eq!(db.store.end_late_runs(minute(89)).await.unwrap(), 0);
    assert!(db.store.team_quizzes(SERVER).await.unwrap().is_empty());
    let other = db.another().await;
    let both = tokio::join!(db.store.end_late_runs(minute(95)), other.end_late_runs(minute(95)));
    assert_eq!(both.0.unwrap() + both.1.unwrap(), 1, "the one without a limit goes on");
    let results = db.store.team_quizzes(SERVER).await.unwrap();
    assert_eq!(results.iter().map(|r| (r.right, r.of, r.ended)).collect::<Vec<_>>(), [(1, 2, minute(90))]);
    let late = db.store.record_answer(QuizRunId(1), &answer(1, true), true, &MissChange::None).await;
    assert!(matches!(late, Err(StoreError::Conflict { .. })));
    assert_eq!(db.store.end_late_runs(minute(99)).await.unwrap(), 0);
    // A run of before the limit knew no count: its answers are counted.
    db.run("UPDATE quiz_runs SET counts = NULL").await;
    let results = db.store.team_quizzes(SERVER).await.unwrap();
    assert_eq!((results[0].right, results[0].of), (1, 1));
}

pub(crate) async fn a_run_over_missed_questions_is_no_result(db: Db) {
    let items = vec!["basics/item-0 1".to_owned()];
    let run = NewQuizRun { items, quiz: String::new(), purpose: Purpose::Practice, ..quiz_run(1) };
    db.store.begin_quiz_run(&run).await.unwrap();
    db.store.record_answer(run.id, &answer(0, true), true, &MissChange::None).await.unwrap();
    assert!(db.store.quiz_history(SERVER, ANA, 9).await.unwrap().is_empty());
    let begun = db.store.begun_quiz_runs(SERVER, ANA, minute(0), minute(9)).await.unwrap();
    assert_eq!((begun[0].quiz.as_str(), begun[0].open), ("", false));
}
