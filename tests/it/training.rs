//! Training sessions in chat: each thing in its time, once, by those who were there; the survey anonymous; figures whole or
//! not at all.

use chrono::TimeDelta;
use serde_json::json;
use sparring::playbook::SourceFile;

use crate::support::bench::{Bench, label_of, list_of, tiny_files};
use crate::support::fake_discord::{Message, User};

/// Adds three forms of a test to the tiny playbooks, of two statements each.
pub(crate) fn with_forms(mut files: Vec<SourceFile>) -> Vec<SourceFile> {
    for language in ["en", "zh-CN"] {
        for stage in ["pre", "post", "delayed"] {
            let item = |n: u32| {
                format!(
                    "[[items]]\nid = \"{stage}-{n}\"\nask = \"Is {stage} statement {n} true?\"\nexplain = \"It is.\"\n\
                     source = \"deck\"\nanswer = {{ true-false = {{ correct = true }} }}\n"
                )
            };
            let text = format!(
                "id = \"course-{stage}\"\ntitle = \"Course test, {stage}\"\nsummary = \"Two statements.\"\npass = 60\n\
                 feedback = \"at-end\"\nform = \"{stage}\"\ntest = \"course\"\n\n{}\n{}",
                item(1),
                item(2)
            );
            let path =
                files.iter().find(|f| f.path.ends_with(&format!("tiny.{language}/quizzes/basics.toml")));
            let path = path.expect("a quiz").path.replace("basics", &format!("course-{stage}"));
            files.push(SourceFile { path: path.into(), text: text.into() });
        }
    }
    files
}

/// A bench with an open session and its announcement.
pub(crate) async fn opened() -> (Bench, User, Message) {
    let bench = Bench::with(false, with_forms(tiny_files())).await;
    let boss = bench.boss(bench.guild, "en-US");
    bench.d.open_command("session");
    let options = json!({"title": "Objections", "drill": "quote"});
    bench.d.slash(&boss, bench.channel, "session", Some("open"), options).answer().await;
    let announced = bench.d.next_message(bench.channel).await;
    (bench, boss, announced)
}

async fn rep(bench: &Bench, name: &str) -> User {
    let rep = bench.d.user(name, "en-US");
    bench.d.member(bench.guild, &rep, &[], 1 << 11);
    rep
}

async fn attend(bench: &Bench, rep: &User, announced: &Message) -> Message {
    bench.d.press(rep, announced.id, &label_of(announced, "attend")).answer().await
}

async fn close(bench: &Bench, boss: &User) -> Message {
    bench.d.slash(boss, bench.channel, "session", Some("close"), json!({})).answer().await;
    bench.d.next_message(bench.channel).await
}

/// Takes the test under a message; all answers are the same.
async fn take(bench: &Bench, rep: &User, under: &Message, says: &str) -> String {
    let begun = bench.d.press(rep, under.id, &label_of(under, "test"));
    begun.answer().await;
    let first = begun.followup(0).await;
    let second = bench.d.press(rep, first.id, says).followup(0).await;
    bench.d.press(rep, second.id, says).answer().await.text()
}

async fn told(bench: &Bench, rep: &User, under: &Message, verb: &str) -> String {
    bench.d.press(rep, under.id, &label_of(under, verb)).answer().await.text()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_test_is_taken_once_in_its_time_by_those_who_are_there() {
    let (mut bench, boss, announced) = opened().await;
    let ana = bench.ana.clone();
    let there = attend(&bench, &ana, &announced).await;
    let result = take(&bench, &ana, &there, "False").await;
    assert!(result.contains("0 of 2") && !result.contains("It is."), "a pre-test explains nothing: {result}");
    let again = told(&bench, &ana, &there, "test").await;
    assert!(again.contains("taken this already"), "{again}");
    bench.restart().await;
    let over = close(&bench, &boss).await;
    let ben = rep(&bench, "Ben").await;
    let late = told(&bench, &ben, &announced, "attend").await;
    assert!(late.contains("is over"), "{late}");
    let stranger = told(&bench, &ben, &over, "test").await;
    assert!(stranger.contains("not noted for this training"), "{stranger}");
    let result = take(&bench, &ana, &over, "True").await;
    assert!(result.contains("2 of 2"), "{result}");
    // The post-test is told by direct message as well, unless it was taken; the delayed test is told in its time.
    assert_eq!(bench.settled(TimeDelta::zero()).await, 1);
    bench.settled(TimeDelta::days(8)).await;
    assert!(told(&bench, &ana, &over, "test-drill").await.contains("too late"));
    assert_eq!(bench.settled(TimeDelta::days(14)).await, 1);
    let dm = bench.d.dm(&ana);
    let delayed = bench.d.messages(dm).pop().expect("a notice");
    let result = take(&bench, &ana, &delayed, "True").await;
    assert!(result.contains("2 of 2"), "{result}");
    // Who has taken it is not reminded of it; the drill still waits.
    bench.settled(TimeDelta::days(6)).await;
    let reminder = bench.d.messages(dm).pop().expect("a reminder");
    assert!(reminder.buttons().iter().all(|button| !button.custom_id.starts_with("v1:test:")));
    bench.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_fewer_than_five_say_is_shown_nowhere_and_what_five_say_without_names() {
    let (bench, boss, announced) = opened().await;
    let mut reps = vec![bench.ana.clone()];
    for name in ["Ben", "Cleo", "Dana", "Eve"] {
        reps.push(rep(&bench, name).await);
    }
    for rep in &reps {
        attend(&bench, rep, &announced).await;
    }
    let over = close(&bench, &boss).await;
    let report = async || {
        let asked = bench.d.slash(&boss, bench.channel, "session", Some("report"), json!({}));
        let answer = asked.answer().await;
        let pages: String = asked.followups().iter().map(Message::text).collect();
        let last = asked.followups().pop().unwrap_or_else(|| answer.clone());
        let files: String = last
            .files()
            .into_iter()
            .filter(|(name, _)| name.ends_with(".csv") || name.ends_with(".md"))
            .map(|(_, url)| String::from_utf8_lossy(&bench.d.file(&url).expect("a file")).into_owned())
            .collect();
        answer.text() + &pages + &files
    };
    for (at, rep) in reps.iter().enumerate() {
        if at == 4 {
            let hidden = report().await;
            assert!(hidden.contains("at least 5 are needed") && !hidden.contains("Least said"), "{hidden}");
            assert!(!hidden.contains("I can use it tomorrow"), "{hidden}");
        }
        let mut question = bench.d.press(rep, over.id, &label_of(&over, "react")).answer().await;
        while question.buttons().iter().any(|button| button.custom_id.starts_with("v1:react-pick")) {
            let pick = question.buttons()[0].custom_id.clone();
            question = bench.d.press(rep, question.id, &pick).followup(0).await;
        }
        if at == 0 {
            let form = bench.d.press(rep, question.id, &label_of(&question, "remark"));
            form.modal().await;
            bench.d.submit(rep, &form, json!({"words": "Least said, soonest mended."})).answer().await;
            let again = told(&bench, rep, &over, "react").await;
            assert!(again.contains("kept without your name"), "{again}");
        }
    }
    let shown = report().await;
    assert!(shown.contains("5 of 5 answered") && shown.contains("Least said"), "{shown}");
    bench.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn use_on_the_job_is_asked_of_each_and_of_the_manager_by_pages() {
    let (bench, boss, announced) = opened().await;
    let mut reps = Vec::new();
    for n in 0..27 {
        let rep = rep(&bench, &format!("Rep {n:02}")).await;
        attend(&bench, &rep, &announced).await;
        reps.push(rep);
    }
    close(&bench, &boss).await;
    bench.settled(TimeDelta::days(30)).await;
    let asked = bench.d.messages(bench.d.dm(&reps[3])).pop().expect("a check-in");
    assert!(asked.text().contains("30 days on"), "{}", asked.text());
    bench.d.press(&reps[3], asked.id, "Yes, once or twice").answer().await;
    let other =
        told(&bench, &reps[4], &bench.d.messages(bench.d.dm(&reps[4])).pop().expect("one"), "check-in").await;
    assert!(other.contains("Yes, more than twice"), "{other}");
    let team = bench.d.messages(bench.d.dm(&boss)).pop().expect("the manager's");
    let listed = team.selects()[0]["options"].to_string();
    assert!(listed.contains("Rep 00"), "members are called by name: {listed}");
    let seen = [reps[0].id.to_string(), reps[3].id.to_string()];
    let first = bench.d.choose(&boss, team.id, &list_of(&team), &[&seen[0], &seen[1]]);
    assert!(first.answer().await.text().contains("2 of 25"));
    let second = first.followup(0).await;
    assert!(second.text().contains("page 2 of 2"), "{}", second.text());
    let nobody = bench.d.press(&boss, second.id, "Nobody yet").answer().await.text();
    assert!(nobody.contains("0 of 2"), "{nobody}");
    let report =
        bench.d.slash(&boss, bench.channel, "session", Some("report"), json!({})).answer().await.text();
    assert!(report.contains("Day 30: 2 of 2 say they used it"), "{report}");
    assert!(report.contains("the manager saw 2 of 27 use it"), "{report}");
    bench.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn figures_with_a_mistake_are_refused_whole_and_sessions_are_of_one_server() {
    let (bench, boss, _) = opened().await;
    let send = async |text: &str| {
        let file = bench.d.upload("kpi.csv", "text/csv", text.as_bytes());
        let options = json!({"results": file.to_string()});
        bench.d.slash(&boss, bench.channel, "session", Some("report"), options).answer().await.text()
    };
    let wrong = send("metric,period,unit,value\nwin rate,2026-01,%,12\nwin rate,soon,%,1.000\n").await;
    assert!(wrong.contains("Nothing was taken") && wrong.contains("line 3"), "{wrong}");
    let report =
        bench.d.slash(&boss, bench.channel, "session", Some("report"), json!({})).answer().await.text();
    assert!(!report.contains("win rate"), "{report}");
    assert!(send("指标,期间,单位,数值\n成交率,2026-01,%,12\n").await.contains("beside this training: 1"));
    let elsewhere = bench.d.guild("Elsewhere");
    let there = bench.d.text_channel(elsewhere, "talk");
    let other = bench.boss(elsewhere, "en-US");
    let none = bench.d.slash(&other, there, "session", Some("report"), json!({})).answer().await.text();
    assert!(none.contains("no training session here yet"), "{none}");
    let none = bench.d.slash(&other, there, "session", Some("close"), json!({})).answer().await.text();
    assert!(none.contains("no open training session"), "{none}");
    let refused =
        bench.d.slash(&bench.ana, bench.channel, "session", Some("report"), json!({})).answer().await;
    assert!(refused.text().contains("trainers"), "{}", refused.text());
    let odd = json!({"title": "x", "test": "nothing"});
    let odd = bench.d.slash(&boss, bench.channel, "session", Some("open"), odd).answer().await.text();
    assert!(odd.contains("There is: course"), "{odd}");
    bench.finish().await;
}
