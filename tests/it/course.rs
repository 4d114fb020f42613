//! A whole course on the fake Discord: 24 reps, a trainer and a manager, from the test before to the check-in after 30 days
//! of a clock that is moved. `SPARRING_COURSE=DIR` keeps the files of its reports; those of the session are for `benches/recompute.py`.

use std::collections::BTreeMap;
use std::path::PathBuf;

use chrono::TimeDelta;
use serde_json::{Value, json};
use sparring::coach::purpose::Stage;
use sparring::coach::quiz::{Answer, Item, Quiz};
use sparring::coach::seed;
use sparring::playbook::Playbook;

use crate::support::bench::{Bench, label_of, list_of, shipped, shipped_files};
use crate::support::fake_discord::{FakeDiscord, Interaction, Message, User};

/// The rules of the specification, which share no code with what writes the statements.
#[path = "../../src/export/xapi/check.rs"]
mod specification;

const REPS: usize = 24;

/// The course as it is played.
struct Course {
    bench: Bench,
    trainer: User,
    manager: User,
    reps: Vec<User>,
}

impl Course {
    async fn begin() -> Self {
        let bench = Bench::with(true, shipped_files()).await;
        let (d, guild) = (&bench.d, bench.guild);
        let trainer = d.user("Trainer Tan", "en-US");
        d.member(guild, &trainer, &[], 1 << 5);
        let manager = d.user("经理 赵敏", "zh-CN");
        d.member(guild, &manager, &[], 1 << 5);
        let names = ["王芳", "李强", "Ana", "Ben", "陈静", "Chloé", "刘洋", "Dmitri"];
        let rep = |at: usize| {
            let (name, locale) = (names[at % names.len()], ["zh-CN", "zh-CN", "en-US", "en-GB"][at % 4]);
            let user = d.user(&format!("{name} {}", at + 1), locale);
            d.member(guild, &user, &[], 1 << 11);
            user
        };
        let reps = (0..REPS).map(rep).collect();
        Self { bench, trainer, manager, reps }
    }

    fn playbook(user: &User) -> &'static Playbook {
        shipped().playbook(&user.locale).expect("a playbook")
    }

    fn form(user: &User, stage: Stage) -> &'static Quiz {
        let forms = Self::playbook(user).quizzes.values();
        let mut own = forms.filter(|quiz| quiz.form.as_ref().is_some_and(|form| *form == *stage.name()));
        own.next().expect("a form")
    }

    /// The announcement of the session, or that of its end.
    fn announcement(&self) -> Message {
        self.bench.d.messages(self.bench.channel).pop().expect("an announcement")
    }

    /// The last direct message with a button of that verb.
    fn last(&self, user: &User, verb: &str) -> Message {
        let (d, verb) = (&self.bench.d, format!("v1:{verb}:"));
        let has = |m: &Message| m.buttons().iter().any(|button| button.custom_id.starts_with(&verb));
        d.messages(d.dm(user)).into_iter().rev().find(has).expect("a message with that button")
    }

    /// Takes the test of a stage to its end; whoever knows more answers more rightly.
    async fn test(&self, rep: &User, under: &Message, stage: Stage, knows: u64) {
        let begun = self.bench.d.press(rep, under.id, &label_of(under, "test"));
        begun.answer().await;
        let mut question = begun.followup(0).await;
        let form = Self::form(rep, stage);
        for n in 0..form.items.len() {
            let text = question.text();
            let item = form.items.iter().filter(|item| text.contains(&item.ask)).max_by_key(|i| i.ask.len());
            let item = item.unwrap_or_else(|| panic!("no item is asked in {text}"));
            let luck = seed::mix(rep.id, seed::digest(item.id.as_str())) % 100;
            let answered = self.answer(rep, &question, item, luck < knows).await;
            if n + 1 < form.items.len() {
                question = answered.followup(0).await;
            } else {
                answered.answer().await;
            }
        }
    }

    async fn answer(&self, rep: &User, question: &Message, item: &Item, right: bool) -> Interaction {
        let d = &self.bench.d;
        let pick = |which: usize| {
            let ids = question.buttons().into_iter().map(|button| button.custom_id);
            let mut picks = ids.filter(|id| id.starts_with("v1:pick:") && id.contains(&format!(":{which}~")));
            picks.next().unwrap_or_else(|| panic!("no button {which} in {}", question.text()))
        };
        match &item.answer {
            Answer::Single { choices, correct } | Answer::Classify { choices, correct, .. } => {
                let wrong = (correct + 1 + usize::try_from(rep.id % 2).expect("0 or 1")) % choices.len();
                let wrong = if wrong == *correct { (correct + 1) % choices.len() } else { wrong };
                d.press(rep, question.id, &pick(if right { *correct } else { wrong }))
            }
            Answer::TrueFalse { correct } => d.press(rep, question.id, &pick(usize::from(*correct == right))),
            Answer::Multiple { correct, .. } | Answer::Spot { correct, .. } => {
                let meant: Vec<String> = correct.iter().map(ToString::to_string).collect();
                let all: Vec<String> = (0..item.choices().len()).map(|at| at.to_string()).collect();
                let wrong = if meant.len() == all.len() { all[..1].to_vec() } else { all };
                let values: Vec<&str> =
                    if right { &meant } else { &wrong }.iter().map(String::as_str).collect();
                d.choose(rep, question.id, &list_of(question), &values)
            }
            Answer::Order { .. } | Answer::Match { .. } | Answer::Fill { .. } => {
                let typed = typed(item, &question.text(), right);
                let form = d.press(rep, question.id, &label_of(question, "type"));
                form.modal().await;
                d.submit(rep, &form, json!({"words": typed}))
            }
        }
    }

    /// Says in direct messages what a transcript of the drill says.
    async fn drill(&self, rep: &User, under: &Message, better: bool) {
        let d = &self.bench.d;
        d.press(rep, under.id, &label_of(under, "test-drill")).answer().await;
        let dm = d.dm(rep);
        let opening = d.messages(dm).iter().rev().take(4).map(Message::text).collect::<String>();
        let playbook = Self::playbook(rep);
        let named = |s: &&std::sync::Arc<sparring::coach::scenario::Scenario>| opening.contains(&s.brief);
        let scenario = playbook.scenarios.values().find(named).expect("a scenario");
        let lines = if better { &scenario.transcripts.weak } else { &scenario.transcripts.bad };
        let who = sparring::coach::ids::RepId(i64::try_from(rep.id).expect("an id"));
        let server = sparring::coach::ids::ServerId(i64::try_from(self.bench.guild).expect("an id"));
        for line in lines {
            d.says(rep, dm, line);
            let said = d.messages(dm).len();
            // The answer is a message of its own; the end brings more than one.
            while d.messages(dm).len() <= said {
                tokio::task::yield_now().await;
            }
            if self.bench.app.store().open_session(server, who).await.expect("read").is_none() {
                return;
            }
        }
        d.slash(rep, self.bench.channel, "drill", Some("stop"), json!({})).answer().await;
    }
}

/// What is typed: the words, or the letters that were shown; for a wrong answer, others, or in another order.
fn typed(item: &Item, shown: &str, right: bool) -> String {
    if let Answer::Fill { accepted, .. } = &item.answer {
        return if right { accepted[0].clone() } else { "zzz".to_owned() };
    }
    let letters: BTreeMap<String, char> = shown
        .lines()
        .filter_map(|line| {
            let (letter, text) = line.split_once(". ")?;
            Some((text.replace('\\', ""), letter.chars().next().filter(char::is_ascii_uppercase)?))
        })
        .collect();
    let of = |choice: &&str| letters.get(*choice).copied().unwrap_or('?');
    let choices = item.choices();
    if right { choices.iter().map(of).collect() } else { choices.iter().rev().map(of).collect() }
}

/// Keeps the files of a report in a folder where they are asked for.
fn keep(bench: &Bench, report: &Message, folder: &str) -> BTreeMap<String, Vec<u8>> {
    let files: BTreeMap<String, Vec<u8>> =
        report.files().into_iter().map(|(name, url)| (name, bench.d.file(&url).expect("a file"))).collect();
    if let Some(kept) = std::env::var_os("SPARRING_COURSE").map(PathBuf::from) {
        let folder = kept.join(folder);
        std::fs::create_dir_all(&folder).expect("a folder");
        for (name, bytes) in &files {
            std::fs::write(folder.join(name), bytes).expect("written");
        }
    }
    files
}

impl Course {
    fn d(&self) -> &FakeDiscord {
        &self.bench.d
    }

    async fn session(&self, sub: &str, options: Value) -> Message {
        self.d().slash(&self.trainer, self.bench.channel, "session", Some(sub), options).answer().await
    }

    /// The session is opened, all are there, 23 take the test before and eight hold the drill.
    async fn before(&self) {
        self.d().open_command("session");
        let manager = self.manager.id.to_string();
        let options =
            json!({"title": "Objections 异议处理", "drill": "price-peer-quote", "manager": manager});
        self.session("open", options).await;
        let announced = self.announcement();
        for (at, rep) in self.reps.iter().enumerate() {
            let there = self.d().press(rep, announced.id, &label_of(&announced, "attend")).answer().await;
            if at != 23 {
                self.test(rep, &there, Stage::Pre, 25 + 2 * at as u64).await;
            }
            if at < 8 {
                self.drill(rep, &there, false).await;
            }
        }
    }

    /// It is closed: 23 take the test at the end, eight hold another drill, eighteen say how it was.
    async fn after(&self) {
        self.bench.later(TimeDelta::hours(3)).await;
        self.session("close", json!({})).await;
        let over = self.announcement();
        for (at, rep) in self.reps.iter().enumerate() {
            if at != 22 {
                self.test(rep, &over, Stage::Post, 55 + at as u64).await;
            }
            if at < 8 {
                self.drill(rep, &over, at != 0).await;
            }
            if at < 18 {
                self.react(rep, &over, at).await;
            }
        }
    }

    async fn react(&self, rep: &User, over: &Message, at: usize) {
        let mut question = self.d().press(rep, over.id, &label_of(over, "react")).answer().await;
        for n in 0..3 {
            let picks: Vec<String> = question.buttons().into_iter().map(|b| b.custom_id).collect();
            let pick = &picks[(at * (n + 1)) % picks.len().min(4)];
            question = self.d().press(rep, question.id, pick).followup(0).await;
        }
        if at.is_multiple_of(6) {
            let form = self.d().press(rep, question.id, &label_of(&question, "remark"));
            form.modal().await;
            let words = json!({"words": format!("More price drills, please ({at})")});
            self.d().submit(rep, &form, words).answer().await;
        }
    }

    /// Three weeks later eighteen take the delayed test; after thirty days fifteen and the manager say who uses it.
    async fn later(&self) {
        let sent = self.bench.settled(TimeDelta::days(22)).await;
        assert!(sent >= REPS, "the delayed test was told to {sent} members");
        for (at, rep) in self.reps.iter().enumerate().take(18) {
            self.test(rep, &self.last(rep, "test"), Stage::Delayed, 50 + at as u64).await;
        }
        self.bench.settled(TimeDelta::days(8) + TimeDelta::hours(1)).await;
        for (at, rep) in self.reps.iter().enumerate().take(15) {
            let told = self.last(rep, "check-in");
            let choices: Vec<String> = told.buttons().into_iter().map(|b| b.custom_id).collect();
            self.d().press(rep, told.id, &choices[at % 4]).answer().await;
        }
        let told = self.last(&self.manager, "team-nobody");
        let seen: Vec<String> = self.reps.iter().take(9).map(|rep| rep.id.to_string()).collect();
        let seen: Vec<&str> = seen.iter().map(String::as_str).collect();
        self.d().choose(&self.manager, told.id, &list_of(&told), &seen).answer().await;
        let figures = "metric,period,unit,value\nwin rate,2026-02,%,21.5\nwin rate,2026-04,%,24\n";
        let file = self.d().upload("kpi.csv", "text/csv", figures.as_bytes());
        let kept = self.session("report", json!({"results": file.to_string()})).await.text();
        assert!(kept.contains("beside this training: 2"), "{kept}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_course_from_the_test_before_to_the_check_in_after_thirty_days() {
    let course = Course::begin().await;
    course.before().await;
    course.after().await;
    course.later().await;
    let report = course.session("report", json!({})).await;
    let text = report.text();
    for part in ["Present: 24", "18 of 24", "Knowledge", "Skill", "You may say", "You may not say"] {
        assert!(text.contains(part), "{part} is missing in {text}");
    }
    let files = keep(&course.bench, &report, "session");
    for name in ["report.xlsx", "report.md", "report.png", "answers.csv", "survey.csv", "check_ins.csv"] {
        assert!(files.contains_key(name), "{name} is missing among {:?}", files.keys());
    }
    let figures = String::from_utf8(files["figures.csv"].clone()).expect("text");
    for line in ["gain.pairs,knowledge,", "gain.only-pre,knowledge,", "retention.people,knowledge,"] {
        assert!(figures.contains(line), "{line} is missing in {figures}");
    }
    let raw = String::from_utf8(files["people.csv"].clone()).expect("text");
    assert!(!raw.contains("王芳") && raw.lines().count() == REPS + 1, "{raw}");
    let asked = course.d().slash(
        &course.trainer,
        course.bench.channel,
        "team",
        Some("report"),
        json!({"wide": true}),
    );
    let team = keep(&course.bench, &asked.answer().await, "team");
    let statements = String::from_utf8(team["statements.jsonl"].clone()).expect("text");
    // 23 + 23 + 18 tests of 27 questions, begun and ended; 16 drills, begun and ended.
    assert_eq!(statements.lines().count(), 64 * 29 + 16 * 2);
    for line in statements.lines() {
        let statement = serde_json::from_str(line).expect("JSON");
        assert_eq!(specification::check(&statement), Vec::<String>::new(), "{line}");
        assert!(!line.contains(&course.reps[0].id.to_string()), "a rep can be told: {line}");
    }
    course.bench.finish().await;
}
