//! What is refused: who is no trainer, what is not there, whom it does not concern, and content that has changed.

use serde_json::json;

use super::{assign, listed, only_one, told};
use crate::support::bench::{Bench, label_of};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_no_trainer_is_refused() {
    let bench = Bench::start().await;
    for command in ["assign", "settings"] {
        bench.d.open_command(command);
    }
    let ana = bench.ana.clone();
    let options = json!({"quiz": "basics", "member": ana.id.to_string()});
    for (sub, options) in [("quiz", options), ("list", json!({})), ("cancel", json!({"assignment": "1"}))] {
        let told = assign(&bench, &ana, sub, options).await.text();
        assert!(told.contains("Assigning is for trainers"), "{told}");
    }
    let set =
        bench.d.slash(&ana, bench.channel, "settings", None, json!({"leaderboard": true})).answer().await;
    assert!(set.text().contains("Manage Server"), "{}", set.text());
    let line = ("assign", Some("cancel"));
    let typed = json!({"assignment": ""});
    assert!(bench.d.autocomplete(&ana, bench.channel, line, typed, "assignment").choices().await.is_empty());
    bench.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_wrong_is_told_with_what_would_be_right() {
    let bench = Bench::start().await;
    let boss = bench.boss(bench.guild, "en-US");
    let ana = bench.ana.id.to_string();
    let stranger = bench.d.user("Stranger", "en-US");
    let role = bench.d.role(bench.guild, "Reps");
    let long = vec!["quote"; 21].join(",");
    for (sub, options, wanted) in [
        ("quiz", json!({"quiz": "basisc", "member": ana}), "Did you mean one of these? basics"),
        ("drill", json!({"scenario": "qoute", "member": ana}), "Did you mean one of these? quote"),
        ("course", json!({"steps": "quote, none", "member": ana}), "no “none” to assign"),
        ("course", json!({"steps": " , ", "member": ana}), "at least one step"),
        ("course", json!({"steps": "quote，quote", "member": ana}), "in the course twice"),
        ("course", json!({"steps": long, "member": ana}), "at most 20 steps; this one has 21"),
        ("quiz", json!({"quiz": "basics"}), "Nobody was chosen"),
        ("quiz", json!({"quiz": "basics", "members": "Ana"}), "“Ana” is no member"),
        ("quiz", json!({"quiz": "basics", "members": format!("<@{}>", stranger.id)}), "is no member"),
        ("quiz", json!({"quiz": "basics", "member": bench.d.bot_id().to_string()}), "or a bot"),
        ("quiz", json!({"quiz": "basics", "members": format!("<@&{role}>")}), "the option “role”"),
        ("quiz", json!({"quiz": "basics", "member": ana, "due": "yesterday"}), "no end I understand"),
        ("quiz", json!({"quiz": "basics", "member": ana, "due": "2026-03-05"}), "no end I understand"),
    ] {
        let told = assign(&bench, &boss, sub, options.clone()).await.text();
        assert!(told.contains(wanted), "{options}: {told}");
    }
    assert!(listed(&bench, &boss).await.contains("Nothing is assigned"));
    for (options, wanted) in [
        (json!({"zone": "Mars"}), "is not a time zone"),
        (json!({"quiet-from": "25:00", "quiet-until": "08:00"}), "no time of day"),
        (json!({"quiet-from": "21:00"}), "need both ends"),
        (json!({"quiet-from": "8:00", "quiet-until": "08:00"}), "cannot end when they begin"),
    ] {
        let told = bench.d.slash(&boss, bench.channel, "settings", None, options).answer().await.text();
        assert!(told.contains(wanted), "{told}");
    }
    let shown = bench.d.slash(&boss, bench.channel, "settings", None, json!({})).answer().await.text();
    assert!(shown.contains("not set") && shown.contains("off"), "{shown}");
    bench.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_concerns_nobody_else_and_no_other_server() {
    let bench = Bench::start().await;
    let boss = bench.boss(bench.guild, "en-US");
    let options = json!({"quiz": "basics", "member": bench.ana.id.to_string()});
    assign(&bench, &boss, "quiz", options).await;
    bench.d.blocks_dms(&bench.ana, true);
    bench.later(chrono::TimeDelta::zero()).await;
    let notice = bench.d.next_message(bench.channel).await;
    let ben = bench.d.user("Ben", "en-US");
    bench.d.member(bench.guild, &ben, &[], 1 << 11);
    let pressed = bench.d.press(&ben, notice.id, &label_of(&notice, "begin")).answer().await;
    assert!(pressed.text().contains("not assigned to you"), "{}", pressed.text());

    let id = only_one(&bench, &boss).await;
    let other = bench.d.guild("Other");
    let there = bench.d.text_channel(other, "practice");
    let chief = bench.boss(other, "en-US");
    let ask = async |sub: &str, options| {
        bench.d.slash(&chief, there, "assign", Some(sub), options).answer().await.text()
    };
    assert!(ask("list", json!({})).await.contains("Nothing is assigned"));
    assert!(ask("list", json!({"assignment": id})).await.contains("no open assignment"));
    assert!(ask("cancel", json!({"assignment": id})).await.contains("no open assignment"));
    bench.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everybody_is_measured_by_the_content_that_was_assigned() {
    let bench = Bench::start().await;
    let boss = bench.boss(bench.guild, "en-US");
    let files = crate::support::bench::tiny_files();
    let quiz = files.iter().find(|file| file.path.ends_with("tiny.en/quizzes/basics.toml")).expect("there");
    let changed = quiz.text.replace("Five questions.", "Five new questions.");
    let enable = async |text: &str| {
        let file = bench.d.upload("basics.toml", "application/toml", text.as_bytes());
        let options = json!({"file": file, "kind": "quiz"});
        let asked = bench.d.slash(&boss, bench.channel, "playbook", Some("upload"), options);
        let taken = asked.answer().await;
        bench.d.press(&boss, taken.id, &label_of(&taken, "enable")).answer().await;
    };
    // Assigned as the playbook is; changed by an upload meanwhile: begun as it was.
    let options = json!({"quiz": "basics", "member": bench.ana.id.to_string()});
    assign(&bench, &boss, "quiz", options.clone()).await;
    let notice = told(&bench, &bench.ana).await;
    enable(&changed).await;
    let intro = bench.d.press(&bench.ana, notice.id, &label_of(&notice, "begin")).answer().await.text();
    assert!(intro.contains("Five questions."), "{intro}");
    // Assigned as uploaded, then changed again: begun in the edition of then.
    assign(&bench, &boss, "quiz", options).await;
    let notice = told(&bench, &bench.ana).await;
    enable(&quiz.text.replace("Five questions.", "Five other questions.")).await;
    let intro = bench.d.press(&bench.ana, notice.id, &label_of(&notice, "begin")).answer().await.text();
    assert!(intro.contains("Five new questions."), "{intro}");
    assert!(!listed(&bench, &boss).await.contains("content was changed"));
    bench.finish().await;
}
