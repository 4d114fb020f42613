//! Missed questions and what is said freely after a survey.

use chrono::{NaiveDate, TimeDelta};
use sparring::coach::ids::{QuizRunId, RepId, ServerId};
use sparring::coach::ladder::Standing;
use sparring::coach::notice::{About, NoticeKind};
use sparring::store::{Miss, MissChange, MissKey, NewNotice, NewQuizRun, Recorded};
use sqlx::Row;

use super::sample::{ANA, BEN, OTHER_SERVER, SERVER, answer, minute, quiz_run};
use crate::support::db::Db;

fn key(rep: RepId, item: &str) -> MissKey {
    let (playbook, language) = ("objections".to_owned(), "zh-CN".to_owned());
    MissKey { server: SERVER, rep, playbook, language, quiz: "basics".to_owned(), item: item.to_owned() }
}

fn miss(rep: RepId, item: &str, rung: u32, day: u32) -> Miss {
    let due = NaiveDate::from_ymd_opt(2026, 3, day).unwrap();
    Miss { key: key(rep, item), standing: Standing { rung, due }, given: "八成 · B".to_owned() }
}

fn comes(miss: Miss) -> MissChange {
    let about = About { rep: miss.key.rep, kind: NoticeKind::Misses, subject: 20_500, part: 7 };
    let notice = NewNotice { about, server: miss.key.server, channel: 0, due: minute(60) };
    MissChange::Comes(miss, notice)
}

/// Answers the next question of a run.
async fn answered(db: &Db, run: i64, n: u32, change: &MissChange) -> Recorded {
    db.store.record_answer(QuizRunId(run), &answer(n, false), false, change).await.unwrap()
}

async fn of(db: &Db, server: ServerId, rep: RepId) -> Vec<Miss> {
    db.store.misses(server, rep).await.unwrap()
}

pub(crate) async fn a_miss_is_stored_with_its_answer_and_its_notice(mut db: Db) {
    db.store.begin_quiz_run(&quiz_run(1)).await.unwrap();
    let (late, early) = (miss(ANA, "b", 0, 9), miss(ANA, "a", 0, 8));
    answered(&db, 1, 0, &comes(late.clone())).await;
    answered(&db, 1, 1, &comes(early.clone())).await;
    db.restart().await;
    assert_eq!(of(&db, SERVER, ANA).await, [early, late]);
    // Both are of one day, so they are told of once.
    let claimed = db.store.claim_notices(minute(60), TimeDelta::seconds(60), "a", 9).await.unwrap();
    assert_eq!(claimed.len(), 1);
    assert_eq!((claimed[0].new.about.kind, claimed[0].new.channel), (NoticeKind::Misses, 0));
}

pub(crate) async fn a_miss_climbs_and_goes(db: Db) {
    db.store.begin_quiz_run(&quiz_run(1)).await.unwrap();
    answered(&db, 1, 0, &comes(miss(ANA, "a", 0, 8))).await;
    answered(&db, 1, 1, &comes(miss(ANA, "a", 1, 11))).await;
    assert_eq!(of(&db, SERVER, ANA).await, [miss(ANA, "a", 1, 11)]);
    answered(&db, 1, 2, &MissChange::None).await;
    answered(&db, 1, 3, &MissChange::Gone(key(ANA, "b"))).await;
    assert_eq!(of(&db, SERVER, ANA).await.len(), 1);
    answered(&db, 1, 4, &MissChange::Gone(key(ANA, "a"))).await;
    assert!(of(&db, SERVER, ANA).await.is_empty());
}

pub(crate) async fn an_answer_that_is_not_taken_moves_no_miss(db: Db) {
    db.store.begin_quiz_run(&quiz_run(1)).await.unwrap();
    answered(&db, 1, 0, &comes(miss(ANA, "a", 0, 8))).await;
    // The same press, delivered twice.
    assert_eq!(answered(&db, 1, 0, &MissChange::Gone(key(ANA, "a"))).await, Recorded::Duplicate);
    db.store.end_late_runs(minute(99)).await.unwrap();
    let late = MissChange::Gone(key(ANA, "a"));
    db.store.record_answer(QuizRunId(1), &answer(1, true), true, &late).await.unwrap_err();
    assert_eq!(of(&db, SERVER, ANA).await, [miss(ANA, "a", 0, 8)]);
}

pub(crate) async fn another_rep_and_another_server_see_no_miss(db: Db) {
    db.store.begin_quiz_run(&quiz_run(1)).await.unwrap();
    answered(&db, 1, 0, &comes(miss(ANA, "a", 0, 8))).await;
    answered(&db, 1, 1, &comes(miss(BEN, "a", 2, 9))).await;
    assert_eq!(of(&db, SERVER, BEN).await, [miss(BEN, "a", 2, 9)]);
    assert_eq!(of(&db, SERVER, ANA).await, [miss(ANA, "a", 0, 8)]);
    assert!(of(&db, OTHER_SERVER, ANA).await.is_empty());
}

pub(crate) async fn what_is_said_freely_does_not_know_who_said_it(db: Db) {
    let said = ["More time.", "更多练习", "More time.", "A \"quoted\" one", "zzz"];
    for (run, text) in (1..).zip(said) {
        db.store
            .begin_quiz_run(&NewQuizRun { rep: if run % 2 == 0 { ANA } else { BEN }, ..quiz_run(run) })
            .await
            .unwrap();
        let kept = db.store.record_survey_comment(QuizRunId(run), SERVER, "after", text).await.unwrap();
        assert_eq!(kept, Recorded::New);
    }
    let again = db.store.record_survey_comment(QuizRunId(1), SERVER, "after", "Once more.").await.unwrap();
    assert_eq!(again, Recorded::Duplicate);
    let nowhere = db.store.record_survey_comment(QuizRunId(99), SERVER, "after", "Who?").await.unwrap();
    assert_eq!(nowhere, Recorded::Duplicate);
    let mut kept = db.store.comments(SERVER, "after").await.unwrap();
    kept.sort();
    let mut all = said;
    all.sort_unstable();
    assert_eq!(kept, all);
    assert!(db.store.comments(SERVER, "other").await.unwrap().is_empty());
    assert!(db.store.comments(OTHER_SERVER, "after").await.unwrap().is_empty());
    assert!(db.store.quiz_run(QuizRunId(1), BEN).await.unwrap().unwrap().commented);
    // Nothing in what is stored leads back to a rep, nor does the order of the rows.
    let place = if db.postgres { "CAST(ctid AS TEXT)" } else { "rowid" };
    let stored = db.ask(&format!("SELECT * FROM comments ORDER BY {place}")).await;
    let columns: Vec<_> = stored[0].columns().iter().map(sqlx::Column::name).collect();
    assert_eq!(columns, ["server_id", "survey", "digest", "said", "times"]);
    let digests: Vec<i64> = stored.iter().map(|row| row.get("digest")).collect();
    assert!(db.postgres || digests.is_sorted(), "{digests:?}");
}

pub(crate) async fn what_is_said_at_once_is_all_kept(db: Db) {
    for run in 1..=8 {
        db.store.begin_quiz_run(&quiz_run(run)).await.unwrap();
    }
    let other = db.another().await;
    let texts: Vec<String> = (1..=8).map(|run| format!("Said {}", run % 3)).collect();
    let say = async |run: usize| {
        let store = if run.is_multiple_of(2) { &db.store } else { &other };
        let id = QuizRunId(i64::try_from(run).unwrap() + 1);
        store.record_survey_comment(id, SERVER, "after", &texts[run]).await.unwrap()
    };
    let all = tokio::join!(say(0), say(1), say(2), say(3), say(4), say(5), say(6), say(7));
    assert_eq!(all.7, Recorded::New);
    let mut kept = db.store.comments(SERVER, "after").await.unwrap();
    let mut said = texts.clone();
    kept.sort();
    said.sort();
    assert_eq!(kept, said);
}
