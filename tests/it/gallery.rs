//! Every sort of message that the bot sends, in both languages, as Discord gets it: compared with what was looked at.
//! `BLESS=1 cargo test gallery` takes over what is sent now. With `SPARRING_GALLERY=FOLDER` the same messages of the
//! shipped playbooks are written there, one JSON object a line, to be drawn and looked at.

use std::path::Path;

use chrono::TimeDelta;
use serde_json::{Value, json};
use sparring::playbook::SourceFile;

use crate::support::bench::{Bench, label_of, list_of, shipped_files, tiny_files};
use crate::support::fake_discord::{Message, User};

/// What is played: a scenario, what the rep says, what is looked up.
struct Script<'s> {
    locale: &'s str,
    scenario: &'s str,
    lines: Vec<String>,
    card: &'s str,
    customer: &'s str,
}

async fn messages(files: Vec<SourceFile>, script: &Script<'_>) -> Vec<Value> {
    let bench = Bench::with(true, files).await;
    let ana = bench.ana.speaking(script.locale);
    let mut seen = Vec::new();
    drill(&bench, &ana, script, &mut seen).await;
    for (command, sub, options) in [
        ("drill", Some("list"), json!({})),
        ("drill", Some("history"), json!({})),
        ("card", None, json!({"name": script.card})),
        ("followup", Some("add"), json!({"customer": script.customer, "zone": "Asia/Shanghai"})),
        ("help", None, json!({})),
    ] {
        let asked = bench.d.slash(&ana, bench.channel, command, sub, options);
        let answer = asked.answer().await;
        seen.push(answered(&answer, &ana, command, sub));
        seen.extend(asked.followups().into_iter().map(|m| m.json));
    }
    bench.later(TimeDelta::days(3)).await;
    let dm = bench.d.dm(&ana);
    seen.push(bench.d.next_message(dm).await.json);
    bench.d.next_message(dm).await;
    quiz(&bench, &ana, &mut seen).await;
    let boss = boss(&bench, script.locale);
    for (who, command) in [(&ana, "me"), (&boss, "team")] {
        let answer = bench.d.slash(who, bench.channel, command, Some("progress"), json!({})).answer().await;
        seen.push(answered(&answer, who, command, Some("progress")));
    }
    review(&bench, &ana, &boss, &mut seen).await;
    bench.finish().await;
    seen
}

fn boss(bench: &Bench, locale: &str) -> User {
    let boss = bench.d.user("Boss", locale);
    bench.d.member(bench.guild, &boss, &[], 1 << 5);
    boss
}

fn answered(message: &Message, who: &User, command: &str, sub: Option<&str>) -> Value {
    let mut shown = message.json.clone();
    let name = [Some(command), sub].into_iter().flatten().collect::<Vec<_>>().join(" ");
    shown["interaction_metadata"] = json!({"name": name, "user": {"username": who.name}});
    shown
}

async fn drill(bench: &Bench, ana: &User, script: &Script<'_>, seen: &mut Vec<Value>) {
    let asked =
        bench.d.slash(ana, bench.channel, "drill", Some("start"), json!({"scenario": script.scenario}));
    seen.push(answered(&asked.answer().await, ana, "drill", Some("start")));
    let thread = bench.d.thread_of(ana).await;
    seen.push(bench.d.next_message(thread).await.json);
    let mut last = bench.d.next_message(thread).await;
    seen.push(last.json.clone());
    let hint = bench.d.press(ana, last.id, &label_of(&last, "hint")).answer().await;
    seen.push(hint.json);
    for line in &script.lines {
        let said = bench.d.says(ana, thread, line);
        seen.push(bench.d.message(said).expect("said").json);
        last = bench.d.next_message(thread).await;
        seen.push(last.json.clone());
        if !last.buttons().iter().any(|b| b.custom_id.contains(":stop:")) {
            break;
        }
    }
    if let Some(stop) = last.buttons().iter().find(|b| b.custom_id.contains(":stop:")) {
        bench.d.press(ana, last.id, &stop.custom_id).callback().await;
    }
    let card = bench.d.next_message(thread).await;
    seen.push(card.json.clone());
    let why = bench.d.press(ana, card.id, &label_of(&card, "why"));
    seen.push(why.answer().await.json);
}

/// Two replies are handed over; of the first, a trainer takes all labels away, then leaves them; the second is called
/// by the first label that there is.
async fn review(bench: &Bench, ana: &User, boss: &User, seen: &mut Vec<Value>) {
    let why = bench.d.slash(ana, bench.channel, "drill", Some("why"), json!({})).answer().await;
    for reply in ["0", "1"] {
        let handed = bench.d.choose(ana, why.id, &list_of(&why), &[reply]).answer().await;
        seen.push(handed.json);
    }
    let case = bench.d.slash(boss, bench.channel, "review", None, json!({})).answer().await;
    seen.push(answered(&case, boss, "review", None));
    let tried = bench.d.choose(boss, case.id, &list_of(&case), &[]);
    let case = tried.followup(0).await;
    seen.push(tried.answer().await.json);
    let case =
        match case.buttons().iter().find(|b| b.custom_id.contains(":keep:") && b.custom_id.ends_with(":0")) {
            Some(keep) => {
                let kept = bench.d.press(boss, case.id, &keep.custom_id);
                let next = kept.followup(0).await;
                seen.push(kept.answer().await.json);
                next
            }
            None => case,
        };
    let label = case.selects()[0]["options"][0]["value"].as_str().expect("a label").to_owned();
    let taken = bench.d.choose(boss, case.id, &list_of(&case), &[&label]);
    let nothing = taken.followup(0).await;
    seen.extend([case.json, taken.answer().await.json, nothing.json.clone()]);
    seen.push(bench.d.press(boss, nothing.id, "v1:overlay").answer().await.json);
}

/// The first two questions, each answered by its first button or choice, and the rest unseen.
async fn quiz(bench: &Bench, ana: &User, seen: &mut Vec<Value>) {
    let asked = bench.d.slash(ana, bench.channel, "quiz", Some("start"), json!({}));
    seen.push(answered(&asked.answer().await, ana, "quiz", Some("start")));
    let mut question = asked.followup(0).await;
    let mut shown = 0;
    while !question.buttons().iter().any(|b| b.custom_id.contains(":survey:")) {
        if shown < 2 {
            seen.push(question.json.clone());
        }
        let step = any_answer(bench, ana, &question).await;
        let verdict = step.answer().await;
        if shown < 2 {
            seen.push(verdict.json.clone());
        }
        shown += 1;
        question = step.followup(0).await;
    }
    seen.push(question.json.clone());
    while let Some(first) = question.buttons().first().cloned() {
        question = bench.d.press(ana, question.id, &first.custom_id).followup(0).await;
    }
}

async fn any_answer(
    bench: &Bench,
    ana: &User,
    question: &Message,
) -> crate::support::fake_discord::Interaction {
    if let Some(select) = question.selects().first() {
        let id = select["custom_id"].as_str().expect("an id").to_owned();
        return bench.d.choose(ana, question.id, &id, &["0"]);
    }
    let first = question.buttons()[0].clone();
    let pressed = bench.d.press(ana, question.id, &first.custom_id);
    if first.custom_id.contains(":type:") {
        pressed.modal().await;
        return bench.d.submit(ana, &pressed, json!({"words": "A B C"}));
    }
    pressed
}

/// What a member sees of a message, without what differs from run to run.
fn seen_part(message: &Value) -> String {
    let mut part = json!({
        "content": message["content"],
        "embeds": message["embeds"],
        "components": message["components"],
    });
    let files = message["attachments"].as_array().into_iter().flatten().map(|file| &file["filename"]);
    for file in files {
        part["file"] = file.clone();
    }
    let text = serde_json::to_string_pretty(&part).expect("serialises");
    let text = text.replace(concat!(env!("CARGO_MANIFEST_DIR"), "/"), "");
    // Ids are long numbers.
    let mut plain = String::new();
    let mut digits = String::new();
    for c in text.chars().chain(['\0']) {
        if c.is_ascii_digit() {
            digits.push(c);
            continue;
        }
        plain.push_str(if digits.len() > 14 { "ID" } else { &digits });
        digits.clear();
        if c != '\0' {
            plain.push(c);
        }
    }
    plain
}

async fn compare(language: &str, script: &Script<'_>) {
    let now: Vec<String> = messages(tiny_files(), script).await.iter().map(seen_part).collect();
    let now = now.join("\n\n") + "\n";
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/it/gallery/{language}.txt"));
    if std::env::var_os("BLESS").is_some() {
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        std::fs::write(&path, &now).expect("written");
    }
    let looked_at = std::fs::read_to_string(&path).unwrap_or_default();
    let differs = now.lines().zip(looked_at.lines()).find(|(now, before)| now != before);
    assert!(
        now == looked_at,
        "messages changed: look at them, then BLESS=1 cargo test gallery; first: {differs:?}"
    );
}

fn lines(all: &[&str]) -> Vec<String> {
    all.iter().map(|line| (*line).to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn messages_in_english_are_as_they_were_looked_at() {
    let lines =
        lines(&["Tell me more, please.", "You are wrong, it's *cheap*.", "So the worry is a standstill?"]);
    compare(
        "en",
        &Script { locale: "en-US", scenario: "quote", lines, card: "price", customer: "Delta *Foods*" },
    )
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn messages_in_chinese_are_as_they_were_looked_at() {
    let lines = lines(&["您先说,多说说看。", "您错了。", "您担心的是停机,对吗?"]);
    compare(
        "zh-CN",
        &Script { locale: "zh-CN", scenario: "quote", lines, card: "price", customer: "三角食品" },
    )
    .await;
}

/// The shipped playbooks' messages, for drawing; nothing is compared.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn shipped_messages_are_written_where_asked_for() {
    let Some(folder) = std::env::var_os("SPARRING_GALLERY") else { return };
    let files = shipped_files();
    let library = sparring::playbook::load(&files).library;
    for (locale, card, customer) in [("en-US", "lscpa", "Northfield Foods"), ("zh-CN", "lscpa", "北田食品")]
    {
        let playbook = library.exact_playbook(locale).expect("there").clone();
        let scenario = playbook.scenarios.get("timing-peak-season").expect("there");
        // A bad reply, a pasted one, and what a learner would say.
        let mut lines = scenario.transcripts.weak.clone();
        lines.insert(1, scenario.transcripts.bad[0].clone());
        lines.insert(2, scenario.transcripts.model[0].clone());
        let script = Script { locale, scenario: "timing-peak-season", lines, card, customer };
        let all: Vec<String> = messages(files.clone(), &script).await.iter().map(Value::to_string).collect();
        let path = Path::new(&folder).join(format!("{locale}.jsonl"));
        std::fs::write(path, all.join("\n")).expect("written");
    }
}
