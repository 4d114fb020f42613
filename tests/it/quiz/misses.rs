//! Missed questions come back on the learner's cadence, are told of once a day, and can be taken along as files.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;

use super::sheet::{asked, files, ids, kinds, respond, start};
use crate::support::bench::{Bench, label_of, start as begin};
use crate::support::fake_discord::{Message, User};

/// Misses two questions of the quiz and knows all others.
async fn miss(bench: &Bench, who: &User, language: &str, missed: [&str; 2]) {
    let quiz = kinds(bench, language);
    let (_, mut question) = start(bench, who, "kinds").await;
    for at in 0..8 {
        let item = asked(&quiz, &question);
        let right = !missed.contains(&item.id.as_str());
        let answered = respond(bench, who, &quiz, &question, right).await;
        answered.answer().await;
        if at < 7 {
            question = answered.followup(0).await;
        }
    }
}

/// Presses the notice's button and answers the questions that come; those of `missed` wrongly. Gives back which came.
async fn review(bench: &Bench, notice: &Message, missed: &[&str]) -> Vec<String> {
    let quiz = kinds(bench, "en");
    let begun = bench.d.press(&bench.ana, notice.id, &label_of(notice, "misses"));
    let intro = begun.followup(0).await.text();
    assert!(intro.contains("Review of your misses") && intro.contains("nobody but you"), "{intro}");
    let mut question = begun.followup(1).await;
    let mut seen = Vec::new();
    loop {
        let item = asked(&quiz, &question);
        seen.push(item.id.to_string());
        let answered =
            respond(bench, &bench.ana, &quiz, &question, !missed.contains(&item.id.as_str())).await;
        if answered.answer().await.text().contains("right (") {
            seen.sort();
            return seen;
        }
        question = answered.followup(0).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn misses_come_back_after_1_3_7_and_21_days_and_then_no_more() {
    let mut bench = Bench::with(false, files("")).await;
    let ana = bench.ana.clone();
    let dm = bench.d.dm(&ana);
    miss(&bench, &ana, "en", ["single", "order"]).await;
    let early = bench.d.slash(&ana, bench.channel, "quiz", Some("review"), json!({})).answer().await.text();
    assert!(early.contains("Nothing is due today. The next question comes back tomorrow."), "{early}");
    let mut now = begin();
    for (day, missed, expected) in [
        ("2026-03-07", &["order"][..], &["order", "single"][..]),
        // Missed again, it begins anew; the other one goes on.
        ("2026-03-08", &[], &["order"]),
        ("2026-03-10", &[], &["single"]),
        ("2026-03-11", &[], &["order"]),
        ("2026-03-17", &[], &["single"]),
        ("2026-03-18", &[], &["order"]),
        ("2026-04-07", &[], &["single"]),
        ("2026-04-08", &[], &["order"]),
    ] {
        // At nine in the rep's zone, and not before.
        let due: DateTime<Utc> = format!("{day}T09:00:00Z").parse().expect("a moment");
        assert_eq!(bench.later(due - now - TimeDelta::minutes(1)).await.sent, 0, "before {due}");
        assert_eq!(bench.later(TimeDelta::minutes(1)).await.sent, 1, "at {due}");
        now = due;
        let notice = bench.d.next_message(dm).await;
        let told = format!("Questions you missed are due: {}.", expected.len());
        assert!(notice.text().contains(&told), "{}", notice.text());
        bench.restart().await;
        assert_eq!(review(&bench, &notice, missed).await, expected, "at {due}");
    }
    let (server, rep) = ids(&bench, &ana);
    assert!(bench.app.store().misses(server, rep).await.expect("read").is_empty());
    assert_eq!(bench.later(TimeDelta::days(400)).await.sent, 0);
    let none = bench.d.slash(&ana, bench.channel, "quiz", Some("misses"), json!({})).answer().await.text();
    assert!(none.contains("No question waits for you"), "{none}");
    bench.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_due_is_told_once_a_day_and_not_for_ever() {
    let bench = Bench::with(false, files("")).await;
    let ana = bench.ana.clone();
    let dm = bench.d.dm(&ana);
    miss(&bench, &ana, "en", ["single", "order"]).await;
    let mut sent = Vec::new();
    for _ in 0..48 {
        sent.push(bench.later(TimeDelta::hours(6)).await.sent);
    }
    assert_eq!(sent.iter().sum::<usize>(), 3, "{sent:?}");
    for _ in 0..3 {
        bench.d.next_message(dm).await;
    }
    bench.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_told_where_all_was_reviewed_before() {
    let bench = Bench::with(false, files("")).await;
    let ana = bench.ana.clone();
    miss(&bench, &ana, "en", ["single", "order"]).await;
    // After midnight they are due; by nine there is nothing left to tell.
    bench.clock.advance(TimeDelta::hours(24));
    let list = bench.d.slash(&ana, bench.channel, "quiz", Some("misses"), json!({})).answer().await;
    assert_eq!(review(&bench, &list, &[]).await, ["order", "single"]);
    let round = bench.later(TimeDelta::hours(8)).await;
    assert_eq!((round.claimed, round.sent), (1, 0));
    bench.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn misses_are_listed_by_quiz_and_taken_along_as_files() {
    for (locale, language, right, wrong) in [("en-US", "en", "False", "True"), ("zh-CN", "zh-CN", "错", "对")]
    {
        let bench = Bench::with(false, files("")).await;
        let ana = bench.ana.speaking(locale);
        miss(&bench, &ana, language, ["truth", "match"]).await;
        let list = bench.d.slash(&ana, bench.channel, "quiz", Some("misses"), json!({})).answer().await;
        assert!(list.text().contains("Truth: is it so?"), "{}", list.text());
        let files = list.files();
        let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["misses.csv", "misses-anki.csv"]);
        let read = |at: usize| String::from_utf8(bench.d.file(&files[at].1).expect("there")).expect("UTF-8");
        let (table, cards) = (read(0), read(1));
        let row = table.lines().find(|line| line.contains("Truth:")).expect("a row");
        assert!(row.contains(&format!(",{right},{wrong},")) && row.ends_with(",2026-03-07"), "{row}");
        assert!(table.contains("lone – rone · ltwo – rtwo · lthree – rthree"), "{table}");
        assert!(table.contains("lone – rtwo · ltwo – rthree · lthree – rone"), "{table}");
        assert!(cards.contains("#separator:Comma") && cards.contains("Because it is not."), "{cards}");
        bench.finish().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_review_goes_on_with_the_questions_that_it_began_with_and_passes_over_what_was_changed() {
    let mut bench = Bench::with(false, files("")).await;
    let ana = bench.ana.clone();
    miss(&bench, &ana, "en", ["single", "truth"]).await;
    bench.clock.advance(TimeDelta::days(1));
    let begun = bench.d.slash(&ana, bench.channel, "quiz", Some("review"), json!({}));
    assert!(begun.answer().await.text().contains("2 questions"));
    let first = begun.followup(0).await;
    bench.restart().await;
    let quiz = kinds(&bench, "en");
    let changed = if asked(&quiz, &first).id == *"single" { "Truth:" } else { "Single:" };
    let mut newer = files("");
    for file in &mut newer {
        file.text = file.text.replace(changed, "Changed:").into();
    }
    bench.app.reload(&newer).expect("in order");
    let answered = respond(&bench, &ana, &quiz, &first, true).await.answer().await.text();
    assert!(answered.contains("1 of 1 right"), "{answered}");
    // The changed one still waits.
    let list = bench.d.slash(&ana, bench.channel, "quiz", Some("misses"), json!({})).answer().await;
    assert!(list.text().contains("Changed:") && list.text().contains("due now"), "{}", list.text());
    bench.finish().await;
}
