//! Quizzes end to end: every kind of question, going on after a restart, time that runs out, misses that come back.

mod misses;
pub(crate) mod sheet;

use chrono::TimeDelta;
use serde_json::json;
use sparring::coach::ids::{QuizRunId, TrainingId};
use sparring::coach::purpose::{Purpose, Stage};
use sparring::store::{NewQuizRun, Terms};

use crate::support::bench::{Bench, label_of, start as begin};
use crate::support::fake_discord::Message;
use sheet::{asked, files, ids, kinds, respond, start, type_in};

const ALL: [&str; 8] = ["single", "multiple", "truth", "order", "match", "fill", "spot", "classify"];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_kind_of_question_is_asked_answered_and_judged() {
    for (locale, language, score) in
        [("en-US", "en", "7 of 7 right (100 %)"), ("zh-CN", "zh-CN", "7 题答对 7 题(100%)")]
    {
        let bench = Bench::with(false, files("")).await;
        let ana = bench.ana.speaking(locale);
        let quiz = kinds(&bench, language);
        for right in [true, false] {
            let (_, mut question) = start(&bench, &ana, "kinds").await;
            let mut seen = Vec::new();
            for at in 0..8 {
                let item = asked(&quiz, &question);
                seen.push(item.id.to_string());
                let answered = respond(&bench, &ana, &quiz, &question, right).await;
                let told = answered.answer().await.text();
                assert_eq!(told.contains(&item.explain), !right, "{told}");
                match at {
                    7 if right => assert!(told.contains(score), "{told}"),
                    7 => assert!(told.contains("(0"), "{told}"),
                    _ => question = answered.followup(0).await,
                }
            }
            seen.sort();
            let mut all = ALL;
            all.sort_unstable();
            assert_eq!(seen, all);
        }
        bench.finish().await;
    }
}

/// Answers rightly until a question of this id is shown.
async fn until(bench: &Bench, item: &str) -> Message {
    let quiz = kinds(bench, "en");
    let (_, mut question) = start(bench, &bench.ana, "kinds").await;
    while asked(&quiz, &question).id != *item {
        question = respond(bench, &bench.ana, &quiz, &question, true).await.followup(0).await;
    }
    question
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn letters_that_were_not_shown_are_no_answer_and_typed_words_are_folded() {
    let bench = Bench::with(false, files("")).await;
    let question = until(&bench, "order").await;
    for typed in ["A B", "A B D", "A A B", "first"] {
        let odd = type_in(&bench, &bench.ana, &question, typed).await.followup(0).await;
        assert!(odd.text().contains("Nothing was counted"), "{}", odd.text());
    }
    let quiz = kinds(&bench, "en");
    let answered = respond(&bench, &bench.ana, &quiz, &question, true).await;
    assert!(answered.answer().await.text().contains("Right."));
    answered.followup(0).await;
    for (typed, told) in [
        ("ＥＩＧＨＴＹ  per-cent.", "Right."),
        ("eigthy per cent", "Right."),
        ("８０％", "Right."),
        ("81%", "Not right."),
    ] {
        // The run is gone on with or begun anew, until the word is asked for.
        let again = bench.d.slash(&bench.ana, bench.channel, "quiz", Some("start"), json!({"quiz": "kinds"}));
        let offer = again.answer().await;
        let mut question = match offer.buttons().iter().find(|b| b.custom_id.contains(":anew:")) {
            Some(anew) => bench.d.press(&bench.ana, offer.id, &anew.custom_id).followup(1).await,
            None => again.followup(0).await,
        };
        while asked(&quiz, &question).id != *"fill" {
            question = respond(&bench, &bench.ana, &quiz, &question, true).await.followup(0).await;
        }
        let said = type_in(&bench, &bench.ana, &question, typed).await.answer().await.text();
        assert!(said.contains(told), "{typed}: {said}");
    }
    bench.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_run_is_gone_on_with_after_a_restart() {
    let mut bench = Bench::with(false, files("")).await;
    let ana = bench.ana.clone();
    let quiz = kinds(&bench, "en");
    let (_, first) = start(&bench, &ana, "kinds").await;
    let second = respond(&bench, &ana, &quiz, &first, true).await.followup(0).await;
    bench.restart().await;
    let (offer, _) = {
        let again = bench.d.slash(&ana, bench.channel, "quiz", Some("start"), json!({"quiz": "basics"}));
        (again.answer().await, ())
    };
    assert!(offer.text().contains("“All kinds”: question 2 of 8"), "{}", offer.text());
    let labels: Vec<String> = offer.buttons().iter().map(|button| button.label.clone()).collect();
    assert_eq!(labels, ["Go on", "Begin anew: Basics"]);
    let resumed = bench.d.press(&ana, offer.id, &label_of(&offer, "resume"));
    let mut question = resumed.followup(0).await;
    assert_eq!(question.text(), second.text(), "the same question with the same letters");
    // The first question was answered: whoever presses there is told so.
    let old = first.buttons().first().cloned();
    if let Some(old) = old.filter(|old| !old.custom_id.contains(":type:")) {
        let told = bench.d.press_forged(&ana, first.id, &old.custom_id).answer().await.text();
        assert!(told.contains("answered already"), "{told}");
    }
    for _ in 1..8 {
        let answered = respond(&bench, &ana, &quiz, &question, true).await;
        let done = answered.answer().await.text();
        if done.contains("7 of 7") {
            break;
        }
        question = answered.followup(0).await;
    }
    let (server, rep) = ids(&bench, &ana);
    let results = bench.app.store().quiz_history(server, rep, 9).await.expect("read");
    assert_eq!(results.iter().map(|r| (r.right, r.of)).collect::<Vec<_>>(), [(7, 7)]);
    // Nothing is open now, so nothing is offered.
    let (intro, _) = start(&bench, &ana, "basics").await;
    assert!(intro.text().contains("Basics: 5 questions"), "{}", intro.text());
    bench.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_run_that_is_begun_anew_is_not_offered_again_and_an_old_one_does_not_block() {
    let bench = Bench::with(false, files("")).await;
    let ana = bench.ana.clone();
    start(&bench, &ana, "kinds").await;
    let again = bench.d.slash(&ana, bench.channel, "quiz", Some("start"), json!({"quiz": "basics"}));
    let offer = again.answer().await;
    let anew = bench.d.press(&ana, offer.id, &label_of(&offer, "anew"));
    assert!(anew.followup(0).await.text().contains("Basics: 5 questions"));
    let mut question = anew.followup(1).await;
    for _ in 0..5 {
        question = crate::discord::answer_question(&bench, &question).await.followup(0).await;
    }
    let (intro, _) = start(&bench, &ana, "kinds").await;
    assert!(intro.text().contains("All kinds: 8 questions"), "{}", intro.text());
    bench.later(TimeDelta::days(8)).await;
    for message in bench.d.unread() {
        bench
            .d
            .next_message(message.json["channel_id"].as_str().and_then(|id| id.parse().ok()).expect("an id"))
            .await;
    }
    let (intro, _) = start(&bench, &ana, "kinds").await;
    assert!(intro.text().contains("All kinds: 8 questions"), "{}", intro.text());
    bench.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_answered_after_the_end_is_not_taken() {
    let bench = Bench::with(false, files("minutes = 10")).await;
    let ana = bench.ana.clone();
    let quiz = kinds(&bench, "en");
    let (intro, first) = start(&bench, &ana, "kinds").await;
    let until = (begin() + TimeDelta::minutes(10)).timestamp();
    assert!(intro.text().contains(&format!("To be answered by <t:{until}:f>")), "{}", intro.text());
    let second = respond(&bench, &ana, &quiz, &first, asked(&quiz, &first).scored).await.followup(0).await;
    bench.clock.advance(TimeDelta::minutes(9));
    let third = respond(&bench, &ana, &quiz, &second, false).await.followup(0).await;
    bench.clock.advance(TimeDelta::minutes(1));
    let late = respond(&bench, &ana, &quiz, &third, true).await;
    let told = late.answer().await.text();
    assert!(told.contains("Time is up. Not answered, and counted as missed: 6."), "{told}");
    let right = u32::from(asked(&quiz, &first).scored);
    assert!(told.contains(&format!("{right} of 7 right")), "{told}");
    let (server, rep) = ids(&bench, &ana);
    let results = bench.app.store().quiz_history(server, rep, 9).await.expect("read");
    assert_eq!(
        results.iter().map(|r| (r.right, r.of, r.ended)).collect::<Vec<_>>(),
        [(right, 7, begin() + TimeDelta::minutes(10))]
    );
    // It is not offered any more.
    let (intro, _) = start(&bench, &ana, "kinds").await;
    assert!(intro.text().contains("All kinds: 8 questions"), "{}", intro.text());
    bench.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_run_that_nobody_touches_ends_by_itself() {
    let bench = Bench::with(false, files("minutes = 10")).await;
    let ana = bench.ana.clone();
    let (_, first) = start(&bench, &ana, "kinds").await;
    bench.later(TimeDelta::minutes(9)).await;
    let (server, rep) = ids(&bench, &ana);
    let history = async || bench.app.store().quiz_history(server, rep, 9).await.expect("read");
    assert!(history().await.is_empty());
    bench.later(TimeDelta::minutes(5)).await;
    let results = history().await;
    assert_eq!((results[0].right, results[0].of, results[0].ended), (0, 7, begin() + TimeDelta::minutes(10)));
    bench.later(TimeDelta::minutes(5)).await;
    assert_eq!(history().await, results, "it is ended once");
    // Whoever comes back to its question is told, not refused.
    let quiz = kinds(&bench, "en");
    let pressed = match first.buttons().iter().find(|button| button.custom_id.contains(":type:")) {
        Some(form) => bench.d.press(&ana, first.id, &form.custom_id),
        None => respond(&bench, &ana, &quiz, &first, true).await,
    };
    let told = pressed.answer().await.text();
    assert!(told.contains("counted as missed: 8"), "{told}");
    bench.finish().await;
}

/// Begins a run as a training's or an assignment's button does, and shows its first question.
async fn official(bench: &Bench, purpose: Purpose, terms: Terms) -> Message {
    let quiz = kinds(bench, "en");
    let (server, rep) = ids(bench, &bench.ana);
    let id = QuizRunId(1_400_000_000_000_000_000);
    let new = NewQuizRun {
        id,
        server,
        rep,
        quiz: "kinds".to_owned(),
        items: Vec::new(),
        counts: 7,
        playbook: "tiny".to_owned(),
        digest: quiz.digest,
        content: None,
        language: "en".to_owned(),
        seed: 7,
        purpose,
        terms,
        started: begin(),
    };
    bench.app.store().begin_quiz_run(&new).await.expect("begun");
    let offer = bench.d.slash(&bench.ana, bench.channel, "quiz", Some("start"), json!({})).answer().await;
    bench.d.press(&bench.ana, offer.id, &label_of(&offer, "resume")).followup(0).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_pre_test_tells_its_score_and_no_right_answer() {
    for (stage, explained) in [(Stage::Pre, false), (Stage::Post, true)] {
        let bench = Bench::with(false, files("")).await;
        let quiz = kinds(&bench, "en");
        let purpose = Purpose::Training { training: TrainingId(1), stage };
        let mut question = official(&bench, purpose, Terms { at_once: Some(true), until: None }).await;
        let mut told = String::new();
        for _ in 0..8 {
            let answered = respond(&bench, &bench.ana, &quiz, &question, false).await;
            told = answered.answer().await.text();
            if told.contains("right (") {
                break;
            }
            assert!(told.contains("Noted.") && !told.contains("Because"), "{told}");
            question = answered.followup(0).await;
        }
        assert!(told.contains("0 of 7 right"), "{told}");
        assert_eq!(told.matches("Because").count(), if explained { 8 } else { 0 }, "{told}");
        assert_eq!(told.contains("Missed: 8"), explained, "{told}");
        // What is not told is not told by the list of misses either.
        let list = bench.d.slash(&bench.ana, bench.channel, "quiz", Some("misses"), json!({})).answer().await;
        assert_eq!(list.text().contains("Questions you missed"), explained, "{}", list.text());
        bench.finish().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_asks_for_a_run_says_when_it_is_explained() {
    let bench = Bench::with(false, files("")).await;
    let quiz = kinds(&bench, "en");
    let purpose = Purpose::Assigned { assignment: sparring::coach::ids::AssignmentId(3), step: 0 };
    let question = official(&bench, purpose, Terms { at_once: Some(false), until: None }).await;
    let told = respond(&bench, &bench.ana, &quiz, &question, false).await.answer().await.text();
    assert!(told.contains("The answers come at the end."), "{told}");
    bench.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_said_after_the_survey_is_kept_once_and_without_a_name() {
    let bench = Bench::with(false, files("survey = \"reaction\"")).await;
    let ana = bench.ana.clone();
    let quiz = kinds(&bench, "en");
    let (_, mut question) = start(&bench, &ana, "kinds").await;
    for _ in 0..8 {
        question = respond(&bench, &ana, &quiz, &question, true).await.followup(0).await;
    }
    while question.buttons().iter().any(|button| button.custom_id.contains(":survey:")) {
        question = bench.d.press(&ana, question.id, &label_of(&question, "survey")).followup(0).await;
    }
    assert!(question.text().contains("Thank you"), "{}", question.text());
    let form = bench.d.press(&ana, question.id, &label_of(&question, "say"));
    let modal = form.modal().await;
    assert_eq!(modal["components"][0]["components"][0]["max_length"], 1_000, "{modal}");
    let said = bench.d.submit(&ana, &form, json!({"words": " More *time* for drills. "})).answer().await;
    assert!(said.text().contains("kept without your name") && said.buttons().is_empty(), "{}", said.text());
    let (server, _) = ids(&bench, &ana);
    let comments = bench.app.store().comments(server, "reaction").await.expect("read");
    assert_eq!(comments, ["More *time* for drills."]);
    let again = bench.d.press_forged(&ana, question.id, &label_of(&question, "say"));
    assert!(again.answer().await.text().contains("answered already"));
    bench.finish().await;
}
