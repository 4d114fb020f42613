//! Assignments as trainers and reps see them, and the settings: compared with what was looked at, and drawn.

use std::path::Path;

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{answered, any_answer, hold};
use crate::support::bench::{Bench, label_of, shipped_files, tiny_files};
use crate::support::fake_discord::{Message, User};
use sparring::playbook::SourceFile;

/// What is assigned: a quiz, a drill, and a wrong name.
struct Names {
    locale: &'static str,
    quiz: &'static str,
    drill: &'static str,
    wrong: &'static str,
    said: &'static str,
    people: [&'static str; 5],
    role: &'static str,
}

struct Scene {
    bench: Bench,
    boss: User,
    ana: User,
    seen: Vec<Value>,
}

impl Scene {
    async fn ask(&mut self, who: &User, line: (&str, Option<&str>), options: Value) -> Message {
        let asked = self.bench.d.slash(who, self.bench.channel, line.0, line.1, options);
        let answer = asked.answer().await;
        self.seen.push(answered(&answer, who, line.0, line.1));
        answer
    }

    /// The notice that has come to a member.
    async fn notice(&mut self, who: &User) -> Message {
        let notice = self.bench.d.next_message(self.bench.d.dm(who)).await;
        self.seen.push(notice.json.clone());
        notice
    }

    /// The quiz under a message, every question answered by its first button; the last verdict comes back.
    async fn quiz(&mut self, who: &User, under: &Message) -> Message {
        let begun = self.bench.d.press(who, under.id, &label_of(under, "begin"));
        begun.answer().await;
        let mut question = begun.followup(0).await;
        loop {
            let step = any_answer(&self.bench, who, &question).await;
            let verdict = step.answer().await;
            // What an attempt meant is told at its end alone.
            if verdict.text().contains("Your assignment") || verdict.text().contains("你的任务") {
                self.seen.push(verdict.json.clone());
                return verdict;
            }
            question = step.followup(0).await;
        }
    }
}

async fn messages(files: Vec<SourceFile>, names: &Names) -> Vec<Value> {
    let bench = Bench::with(true, files).await;
    let boss = bench.boss(bench.guild, names.locale);
    let ana = bench.ana.speaking(names.locale);
    let mut scene = Scene { boss: boss.clone(), ana: ana.clone(), bench, seen: Vec::new() };
    let zone = json!({"zone": "Asia/Shanghai", "quiet-from": "21:00", "quiet-until": "08:00"});
    scene.ask(&boss, ("settings", None), json!({})).await;
    scene.ask(&boss, ("settings", None), zone).await;
    scene.ask(&ana, ("me", Some("settings")), json!({})).await;
    let me = ana.id.to_string();
    let line = |sub| ("assign", Some(sub));
    scene.ask(&boss, line("quiz"), json!({"quiz": names.wrong, "member": me})).await;
    scene.ask(&boss, line("quiz"), json!({"quiz": names.quiz, "member": me, "due": "x"})).await;
    let options = json!({"quiz": names.quiz, "member": me, "due": "7d", "pass": 99, "attempts": 2});
    scene.ask(&boss, line("quiz"), options).await;
    let steps = format!("{}, {}", names.drill, names.quiz);
    let people: Vec<User> = names.people.iter().map(|name| scene.bench.d.user(name, names.locale)).collect();
    people.iter().for_each(|person| scene.bench.d.member(scene.bench.guild, person, &[], 1 << 11));
    let all: String = people.iter().chain([&ana]).map(|person| format!("<@{}>", person.id)).collect();
    let options = json!({"steps": steps, "members": all, "due": "2026-03-20", "feedback": "final"});
    scene.ask(&boss, line("course"), options).await;
    let role = scene.bench.d.role(scene.bench.guild, names.role);
    let options = json!({"scenario": names.drill, "role": role.to_string(), "due": "3d"});
    scene.ask(&boss, line("drill"), options).await;
    let announced = scene.bench.d.next_message(scene.bench.channel).await;
    scene.seen.push(announced.json.clone());
    scene.bench.later(TimeDelta::zero()).await;
    // Both are due at once, so either may come first.
    let dm = scene.bench.d.dm(&ana);
    let mut told = [scene.bench.d.next_message(dm).await, scene.bench.d.next_message(dm).await];
    told.sort_by_key(|notice| notice.text().contains("1. "));
    scene.seen.extend(told.iter().map(|notice| notice.json.clone()));
    attempts(&mut scene, &told, names).await;
    lists(&mut scene).await;
    scene.bench.finish().await;
    scene.seen
}

/// A missed quiz twice; a drill that goes wrong; progress, and reminders.
async fn attempts(scene: &mut Scene, told: &[Message; 2], names: &Names) {
    let ana = scene.ana.clone();
    let [quiz, course] = told;
    let missed = scene.quiz(&ana, quiz).await;
    scene.quiz(&ana, &missed).await;
    let over = scene.bench.d.press(&ana, quiz.id, &label_of(quiz, "begin")).answer().await;
    scene.seen.push(over.json);
    let begun = scene.bench.d.press(&ana, course.id, &label_of(course, "begin")).answer().await;
    scene.seen.push(begun.json);
    let dm = scene.bench.d.dm(&ana);
    scene.bench.d.next_message(dm).await;
    let opening = scene.bench.d.next_message(dm).await;
    let hint = scene.bench.d.press(&ana, opening.id, &label_of(&opening, "hint")).answer().await;
    scene.seen.push(hint.json);
    scene.bench.d.says(&ana, dm, names.said);
    let line = scene.bench.d.next_message(dm).await;
    scene.bench.d.press(&ana, line.id, &label_of(&line, "stop")).callback().await;
    scene.bench.d.next_message(dm).await;
    let meant = scene.bench.d.next_message(dm).await;
    scene.seen.push(meant.json);
    scene.ask(&ana, ("me", Some("progress")), json!({})).await;
    scene.bench.later(TimeDelta::days(13)).await;
    scene.notice(&ana).await;
    scene.bench.later(TimeDelta::days(2)).await;
    scene.notice(&ana).await;
}

async fn lists(scene: &mut Scene) {
    let boss = scene.boss.clone();
    let line = ("assign", Some("list"));
    scene.ask(&boss, line, json!({})).await;
    let (d, channel) = (&scene.bench.d, scene.bench.channel);
    let typed = json!({"assignment": ""});
    let found = d.autocomplete(&boss, channel, line, typed, "assignment").choices().await;
    let course = found.last().expect("the one that is due last").1.clone();
    scene.ask(&boss, line, json!({"assignment": course})).await;
    scene.ask(&boss, ("assign", Some("cancel")), json!({"assignment": course})).await;
}

const ENGLISH: Names = Names {
    locale: "en-US",
    quiz: "basics",
    drill: "quote",
    wrong: "basic",
    said: "You are wrong, it's *cheap*.",
    people: ["Ben", "Cem", "Dora *D*", "Eva", "Finn"],
    role: "New reps",
};
const CHINESE: Names = Names {
    locale: "zh-CN",
    quiz: "basics",
    drill: "quote",
    wrong: "basic",
    said: "您错了。",
    people: ["陈斌", "林芳", "赵敏", "孙浩", "周洁"],
    role: "新人班",
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn assignments_in_english_are_as_they_were_looked_at() {
    hold("assign-en", &messages(tiny_files(), &ENGLISH).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn assignments_in_chinese_are_as_they_were_looked_at() {
    hold("assign-zh-CN", &messages(tiny_files(), &CHINESE).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn assignments_are_written_where_asked_for() {
    let Some(folder) = std::env::var_os("SPARRING_GALLERY") else { return };
    for names in [ENGLISH, CHINESE] {
        let shipped = Names { quiz: "funnel-ltc", drill: "price-peer-quote", wrong: "funnel", ..names };
        let all: Vec<String> =
            messages(shipped_files(), &shipped).await.iter().map(Value::to_string).collect();
        let path = Path::new(&folder).join(format!("assign-{}.jsonl", shipped.locale));
        std::fs::write(path, all.join("\n")).expect("written");
    }
}
