//! A training session from its announcement to its report, in both languages: compared, and written for drawing.

use std::path::Path;

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{answered, hold};
use crate::support::bench::{Bench, label_of, list_of, tiny_files};
use crate::training::with_forms;

/// Members who are there: enough for a survey to be shown.
const REPS: [&str; 6] = ["王芳", "Ben *B*", "陈静", "Dana", "Eve", "刘洋"];

async fn messages(locale: &str, title: &str) -> Vec<Value> {
    let bench = Bench::with(false, with_forms(tiny_files())).await;
    let (d, here) = (&bench.d, bench.channel);
    let boss = bench.boss(bench.guild, locale);
    let mut seen = Vec::new();
    let say = async |sub: &str, options: Value| {
        let answer = d.slash(&boss, here, "session", Some(sub), options).answer().await;
        answered(&answer, &boss, "session", Some(sub))
    };
    d.open_command("session");
    seen.push(say("open", json!({"title": title, "drill": "quote"})).await);
    let announced = d.next_message(here).await;
    seen.push(announced.json.clone());
    let reps: Vec<_> = REPS
        .iter()
        .map(|name| {
            let rep = d.user(name, locale);
            d.member(bench.guild, &rep, &[], 1 << 11);
            rep
        })
        .collect();
    let mut there = Vec::new();
    for rep in &reps {
        there.push(d.press(rep, announced.id, &label_of(&announced, "attend")).answer().await);
    }
    seen.push(there[0].json.clone());
    for (at, rep) in reps.iter().enumerate() {
        test(&bench, rep, &there[at], at % 2, &mut seen, at == 0).await;
    }
    seen.push(say("close", json!({})).await);
    let over = d.next_message(here).await;
    seen.push(over.json.clone());
    for (at, rep) in reps.iter().enumerate() {
        test(&bench, rep, &over, usize::from(at != 1), &mut seen, false).await;
        let mut question = d.press(rep, over.id, &label_of(&over, "react")).answer().await;
        while question.buttons().iter().any(|button| button.custom_id.starts_with("v1:react-pick")) {
            seen.extend((at == 0).then(|| question.json.clone()));
            let picks = question.buttons();
            question = d.press(rep, question.id, &picks[at % picks.len()].custom_id).followup(0).await;
        }
        seen.extend((at == 0).then(|| question.json.clone()));
    }
    bench.settled(TimeDelta::days(22)).await;
    seen.push(d.messages(d.dm(&reps[0])).pop().expect("a notice").json);
    bench.settled(TimeDelta::days(8)).await;
    let mine = d.messages(d.dm(&reps[0])).pop().expect("a check-in");
    seen.push(mine.json.clone());
    seen.push(d.press(&reps[0], mine.id, &label_of(&mine, "check-in")).answer().await.json);
    let team = d.messages(d.dm(&boss)).pop().expect("a team's check-in");
    seen.push(team.json.clone());
    let ids = [reps[0].id.to_string(), reps[2].id.to_string()];
    let told = d.choose(&boss, team.id, &list_of(&team), &[&ids[0], &ids[1]]).answer().await;
    seen.push(told.json);
    let report = d.slash(&boss, here, "session", Some("report"), json!({}));
    seen.push(answered(&report.answer().await, &boss, "session", Some("report")));
    seen.extend(report.followups().into_iter().map(|message| message.json));
    for sub in ["progress", "report"] {
        let team = d.slash(&boss, here, "team", Some(sub), json!({})).answer().await;
        seen.push(answered(&team, &boss, "team", Some(sub)));
    }
    bench.finish().await;
    for message in &mut seen {
        // Files are proved elsewhere; their sizes are those of pictures.
        message["attachments"] = json!([]);
        message["embeds"].as_array_mut().into_iter().flatten().for_each(|embed| {
            embed.as_object_mut().and_then(|fields| fields.remove("image"));
        });
    }
    seen
}

/// Takes a test; every answer is the so-manieth button's.
async fn test(
    bench: &Bench,
    rep: &crate::support::fake_discord::User,
    under: &crate::support::fake_discord::Message,
    which: usize,
    seen: &mut Vec<Value>,
    shown: bool,
) {
    let begun = bench.d.press(rep, under.id, &label_of(under, "test"));
    let intro = begun.answer().await;
    let first = begun.followup(0).await;
    let pick = |m: &crate::support::fake_discord::Message| m.buttons()[which].custom_id.clone();
    let second = bench.d.press(rep, first.id, &pick(&first)).followup(0).await;
    let last = bench.d.press(rep, second.id, &pick(&second)).answer().await;
    if shown {
        seen.extend([intro.json, first.json, last.json]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn trainings_are_as_they_were_looked_at() {
    for (locale, name, title) in [("en-US", "en", "Objections"), ("zh-CN", "zh-CN", "异议处理")] {
        let seen = messages(locale, title).await;
        if let Some(folder) = std::env::var_os("SPARRING_GALLERY") {
            let lines: Vec<String> = seen.iter().map(Value::to_string).collect();
            std::fs::create_dir_all(&folder).expect("a folder");
            std::fs::write(Path::new(&folder).join(format!("training-{name}.jsonl")), lines.join("\n"))
                .expect("written");
        }
        hold(&format!("training-{name}"), &seen);
    }
}
