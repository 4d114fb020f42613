//! Quizzes with a limit of time: the offer to go on, time that is up, misses that come back and what is said freely.

use std::path::Path;

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{answered, any_answer, hold};
use crate::quiz::sheet::{files, kinds, respond};
use crate::support::bench::{Bench, label_of, shipped_files};
use crate::support::fake_discord::{Message, User};

/// Answers a run to its end: rightly where it is known how, else by what comes first. The last outcome comes back with
/// what is asked after it.
async fn run(bench: &Bench, who: &User, first: Message, surveyed: bool, seen: &mut Vec<Value>) -> Message {
    let mut question = first;
    loop {
        let step = any_answer(bench, who, &question).await;
        let outcome = step.answer().await;
        let last = outcome.text().contains("%)");
        if last {
            seen.push(outcome.json.clone());
        }
        if last && !surveyed {
            return outcome;
        }
        question = step.followup(0).await;
        if last {
            return question;
        }
    }
}

async fn begin(bench: &Bench, who: &User, quiz: &str) -> (Message, Message) {
    let asked = bench.d.slash(who, bench.channel, "quiz", Some("start"), json!({ "quiz": quiz }));
    (asked.answer().await, asked.followup(0).await)
}

async fn messages(bench: &Bench, who: &User, quiz: &str, surveyed: bool) -> Vec<Value> {
    let mut seen = Vec::new();
    let (intro, first) = begin(bench, who, quiz).await;
    seen.extend([answered(&intro, who, "quiz", Some("start")), first.json.clone()]);
    any_answer(bench, who, &first).await.followup(0).await;
    let again = bench.d.slash(who, bench.channel, "quiz", Some("start"), json!({ "quiz": quiz }));
    let offer = again.answer().await;
    seen.push(answered(&offer, who, "quiz", Some("start")));
    let resumed = bench.d.press(who, offer.id, &label_of(&offer, "resume"));
    seen.push(resumed.answer().await.json);
    let second = resumed.followup(0).await;
    seen.push(second.json.clone());
    let mut question = run(bench, who, second, surveyed, &mut seen).await;
    while question.buttons().iter().any(|button| button.custom_id.contains(":survey:")) {
        question = bench.d.press(who, question.id, &label_of(&question, "survey")).followup(0).await;
    }
    seen.push(question.json.clone());
    if question.buttons().iter().any(|button| button.custom_id.contains(":say:")) {
        let form = bench.d.press(who, question.id, &label_of(&question, "say"));
        form.modal().await;
        seen.push(bench.d.submit(who, &form, json!({"words": "More of it."})).answer().await.json);
    }
    // Nothing is due on the same day; on the next, the rep is told and answers once more.
    for sub in ["review", "misses"] {
        let said = bench.d.slash(who, bench.channel, "quiz", Some(sub), json!({})).answer().await;
        seen.push(answered(&said, who, "quiz", Some(sub)));
    }
    bench.later(TimeDelta::hours(24 + 9)).await;
    let told = bench.d.next_message(bench.d.dm(who)).await;
    seen.push(told.json.clone());
    let list = bench.d.slash(who, bench.channel, "quiz", Some("misses"), json!({})).answer().await;
    seen.push(answered(&list, who, "quiz", Some("misses")));
    let begun = bench.d.press(who, told.id, &label_of(&told, "misses"));
    let first = begun.followup(1).await;
    seen.extend([begun.followup(0).await.json, first.json.clone()]);
    run(bench, who, first, false, &mut seen).await;
    seen
}

/// Time is up after the first of the questions.
async fn late(bench: &Bench, who: &User, language: &str, seen: &mut Vec<Value>) {
    let quiz = kinds(bench, language);
    let (_, first) = begin(bench, who, "kinds").await;
    let second = respond(bench, who, &quiz, &first, false).await.followup(0).await;
    bench.clock.advance(TimeDelta::minutes(10));
    let resumed = bench.d.press_forged(who, second.id, &bench.sealed(&resume_of(&second)));
    seen.push(resumed.answer().await.json);
}

/// The id of the button that goes on with the run of a question.
fn resume_of(question: &Message) -> String {
    let button = question.buttons().first().map(|button| button.custom_id.clone());
    let id = button.unwrap_or_else(|| question.selects()[0]["custom_id"].as_str().expect("an id").to_owned());
    format!("v1:resume:{}", id.split([':', '~']).nth(2).expect("a run"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn quizzes_are_as_they_were_looked_at() {
    for (locale, language) in [("en-US", "en"), ("zh-CN", "zh-CN")] {
        let bench =
            Bench::with(false, files("minutes = 10\nfeedback = \"at-end\"\nsurvey = \"reaction\"")).await;
        let ana = bench.ana.speaking(locale);
        let mut seen = messages(&bench, &ana, "kinds", true).await;
        late(&bench, &ana, language, &mut seen).await;
        hold(&format!("quiz-{language}"), &seen);
        bench.finish().await;
    }
}

/// The same of a shipped quiz, for drawing; nothing is compared.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn shipped_quizzes_are_written_where_asked_for() {
    let Some(folder) = std::env::var_os("SPARRING_GALLERY") else { return };
    for locale in ["en-US", "zh-CN"] {
        let mut files = shipped_files();
        for file in files.iter_mut().filter(|file| file.path.ends_with("quizzes/relationship-ladder.toml")) {
            file.text = file.text.replacen("\npass = ", "\nminutes = 20\npass = ", 1).into();
        }
        let bench = Bench::with(true, files).await;
        let ana = bench.ana.speaking(locale);
        let seen = messages(&bench, &ana, "relationship-ladder", false).await;
        let all: Vec<String> = seen.iter().map(Value::to_string).collect();
        std::fs::write(Path::new(&folder).join(format!("quiz-{locale}.jsonl")), all.join("\n"))
            .expect("written");
        bench.finish().await;
    }
}
