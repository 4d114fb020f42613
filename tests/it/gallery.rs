//! Every sort of message that the bot sends, in both languages, as Discord gets it: compared with what was looked at.
//! `BLESS=1 cargo test gallery` takes over what is sent now. With `SPARRING_GALLERY=FOLDER` the same messages of the
//! shipped playbooks are written there, one JSON object a line, to be drawn and looked at.

mod assign;
mod course;
mod followup;
mod judge;
mod pings;
mod quiz;
mod training;

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
    /// What the buyer and the rep say in a duel.
    duel: &'s [(&'s str, &'s str)],
}

async fn messages(files: Vec<SourceFile>, script: &Script<'_>) -> Vec<Value> {
    let bench = Bench::with(true, files.clone()).await;
    let ana = bench.ana.speaking(script.locale);
    let mut seen = Vec::new();
    drill(&bench, &ana, script, &mut seen).await;
    for (command, sub, options) in [
        ("drill", Some("list"), json!({})),
        ("drill", Some("history"), json!({})),
        ("card", None, json!({"name": script.card})),
        ("followup", Some("add"), json!({"customer": script.customer, "zone": "Asia/Shanghai"})),
        ("followup", Some("preview"), json!({"zone": "Asia/Shanghai", "signed": "2026-02-28"})),
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
    quiz(&bench, &ana, &mut seen).await;
    let boss = bench.boss(bench.guild, script.locale);
    for (who, command) in [(&ana, "me"), (&boss, "team")] {
        let answer = bench.d.slash(who, bench.channel, command, Some("progress"), json!({})).answer().await;
        seen.push(answered(&answer, who, command, Some("progress")));
    }
    review(&bench, &ana, &boss, &mut seen).await;
    duel(&bench, &ana, script.scenario, script.duel, &mut seen).await;
    content(&bench, &boss, script, &files, &mut seen).await;
    bench.finish().await;
    seen
}

/// A trainer uploads the scenario with three mistakes, then as it is; it takes effect, is drilled, and is turned off.
async fn content(
    bench: &Bench,
    boss: &User,
    script: &Script<'_>,
    files: &[SourceFile],
    seen: &mut Vec<Value>,
) {
    let language = if script.locale.starts_with("zh") { "zh-CN" } else { "en" };
    let ending = format!(".{language}/scenarios/{}.toml", script.scenario);
    let good = &files.iter().find(|file| file.path.ends_with(&ending)).expect("there").text;
    let broken =
        good.replace("max-turns", "max-turn").replace("[buyer]", "[byer]").replace("lscpa", "lscpaa");
    let name = format!("{}.toml", script.scenario);
    let offer = |text: &str| bench.d.upload(&name, "application/toml", text.as_bytes());
    let say = async |sub: &str, options: Value| {
        bench.d.slash(boss, bench.channel, "playbook", Some(sub), options).answer().await
    };
    let mut tell = |message: &Message, sub| seen.push(answered(message, boss, "playbook", Some(sub)));
    tell(&say("list", json!({})).await, "list");
    tell(&say("upload", json!({"file": offer(&broken), "kind": "scenario"})).await, "upload");
    tell(&say("check", json!({"file": offer(good), "kind": "scenario"})).await, "check");
    let taken = say("upload", json!({"file": offer(good), "kind": "scenario"})).await;
    tell(&taken, "upload");
    let enabled = bench.d.press(boss, taken.id, &label_of(&taken, "enable")).answer().await;
    seen.push(enabled.json);
    let options = json!({"scenario": script.scenario, "private": true});
    bench.d.slash(boss, bench.channel, "drill", Some("start"), options).answer().await;
    let dm = bench.d.dm(boss);
    bench.d.next_message(dm).await;
    bench.d.next_message(dm).await;
    bench.d.slash(boss, bench.channel, "drill", Some("stop"), json!({})).answer().await;
    bench.d.next_message(dm).await;
    for sub in ["why", "history"] {
        let said = bench.d.slash(boss, bench.channel, "drill", Some(sub), json!({})).answer().await;
        seen.push(answered(&said, boss, "drill", Some(sub)));
    }
    for (sub, options) in [
        ("list", json!({})),
        ("check", json!({})),
        ("reload", json!({})),
        ("enable", json!({"name": script.scenario, "version": "2"})),
        ("enable", json!({"name": script.scenario, "version": "off"})),
    ] {
        let said = say(sub, options).await;
        seen.push(answered(&said, boss, "playbook", Some(sub)));
    }
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
    for button in ["why", "tape"] {
        let pressed = bench.d.press(ana, card.id, &label_of(&card, button));
        seen.push(pressed.answer().await.json);
        seen.extend(pressed.followups().into_iter().map(|m| m.json));
    }
}

/// Somebody plays the buyer: the first line of each pair is theirs, the second the rep's. They rate with one answer each.
async fn duel(bench: &Bench, ana: &User, scenario: &str, talk: &[(&str, &str)], seen: &mut Vec<Value>) {
    let ben = bench.d.user("Ben", &ana.locale);
    bench.d.member(bench.guild, &ben, &[], 1 << 11);
    let options = json!({"scenario": scenario, "buyer": ben.id.to_string()});
    let asked = bench.d.slash(ana, bench.channel, "drill", Some("duel"), options);
    seen.push(answered(&asked.answer().await, ana, "drill", Some("duel")));
    let thread = bench.d.thread_of(ana).await;
    seen.push(bench.d.next_message(thread).await.json);
    let opening = bench.d.next_message(thread).await;
    seen.push(opening.json.clone());
    seen.push(bench.d.press(&ben, opening.id, &label_of(&opening, "secret")).answer().await.json);
    for (buyer, rep) in talk {
        for (who, line) in [(&ben, buyer), (ana, rep)] {
            let said = bench.d.says(who, thread, line);
            seen.push(bench.d.message(said).expect("said").json);
            // Each has a lane of their own; nobody waits for an answer here, so the talk waits for them.
            bench.taken(thread).await;
        }
    }
    bench.d.press(ana, opening.id, &label_of(&opening, "stop")).callback().await;
    let card = bench.d.next_message(thread).await;
    seen.push(card.json.clone());
    let mut question = bench.d.next_message(thread).await;
    for which in [0, 1, 0] {
        let pressed = bench.d.press(&ben, question.id, &question.buttons()[which].custom_id);
        seen.push(pressed.answer().await.json);
        if question.buttons()[which].custom_id.contains(":2:") {
            break;
        }
        question = pressed.followup(0).await;
    }
    let tape = bench.d.press(ana, card.id, &label_of(&card, "tape"));
    seen.push(tape.answer().await.json);
}

/// Two replies are handed over; of the first, a trainer takes all labels away, then leaves them; the second is called
/// by the first label that there is.
async fn review(bench: &Bench, ana: &User, boss: &User, seen: &mut Vec<Value>) {
    let why = bench.d.slash(ana, bench.channel, "drill", Some("why"), json!({})).answer().await;
    for reply in ["0", "1"] {
        let handed = bench.d.choose(ana, why.id, &list_of(&why), &[reply]).answer().await;
        seen.push(handed.json);
    }
    let case = bench.d.slash(boss, bench.channel, "review", Some("next"), json!({})).answer().await;
    seen.push(answered(&case, boss, "review", Some("next")));
    let tried = bench.d.choose(boss, case.id, &list_of(&case), &[]);
    let case = tried.followup(0).await;
    seen.push(tried.answer().await.json);
    let case =
        match case.buttons().iter().find(|b| b.custom_id.contains(":keep:") && b.custom_id.contains(":0~")) {
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
    seen.push(bench.d.press(boss, nothing.id, &bench.sealed("v1:overlay")).answer().await.json);
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
    while let Some(first) = question.buttons().first().filter(|b| b.custom_id.contains(":survey:")) {
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
        let letter =
            |line: &str| line.starts_with(|c: char| c.is_ascii_uppercase()) && line[1..].starts_with(". ");
        let letters = ('A'..='J').take(question.text().lines().filter(|line| letter(line)).count());
        let words = letters.map(|letter| format!("{letter} ")).collect::<String>();
        let words = if words.is_empty() { "A B C" } else { &words };
        return bench.d.submit(ana, &pressed, json!({ "words": words }));
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
    let text = without_seals(&text);
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
    // The number of a notice may be below zero.
    plain.replace(":-ID", ":ID")
}

/// Buttons without what shows that they are the bot's, which tells a reader nothing.
fn without_seals(text: &str) -> String {
    let mut pieces = text.split('~');
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |plain, piece| {
        let sealed = piece.get(..16).is_some_and(|seal| seal.chars().all(|c| c.is_ascii_hexdigit()));
        plain + if sealed { &piece[16..] } else { "~" } + if sealed { "" } else { piece }
    })
}

async fn compare(language: &str, script: &Script<'_>) {
    hold(language, &messages(tiny_files(), script).await);
}

/// Holds messages against those that were looked at.
fn hold(name: &str, messages: &[Value]) {
    let now: Vec<String> = messages.iter().map(seen_part).collect();
    let now = now.join("\n\n") + "\n";
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/it/gallery/{name}.txt"));
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
        &Script {
            locale: "en-US",
            scenario: "quote",
            lines,
            card: "price",
            customer: "Delta *Foods*",
            duel: &[("Twenty per cent, *really*?", "Tell me more, please.")],
        },
    )
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn messages_in_chinese_are_as_they_were_looked_at() {
    let lines = lines(&["您先说,多说说看。", "您错了。", "您担心的是停机,对吗?"]);
    compare(
        "zh-CN",
        &Script {
            locale: "zh-CN",
            scenario: "quote",
            lines,
            card: "price",
            customer: "三角食品",
            duel: &[("贵了两成,*真的*?", "您先说,多说说看。")],
        },
    )
    .await;
}

/// What a learner says in a discovery, and in a duel with somebody who plays the buyer of an objection.
const DISCOVERY: [(&str, &[&str]); 2] = [
    (
        "en-US",
        &[
            "Hi Marcy, thanks for the time. When an elevator goes down today, how does anybody find out?",
            "We do remote monitoring: a sensor box reports every fault within 60 seconds and has a ten-year battery.",
            "Sorry, too early. What annoys you most about the way you hear of outages?",
            "And when you're the last to know, what does that do to your building managers' week?",
            "Which elevators keep causing trouble?",
            "If you knew about a dead car before the lobby does, what would that change for your people?",
            "Then let's do this: I come by on Tuesday at ten with our technician and we look at the tickets of those four cars together.",
        ],
    ),
    (
        "zh-CN",
        &[
            "孟总好,谢谢您抽时间。现在哪台电梯停了,一般是谁先知道,怎么报上来的?",
            "我们做远程监测:传感盒60秒内自动上报,电池能用十年。",
            "抱歉,我说早了。停梯的消息传到您那儿,哪一点最让您头疼?",
            "您总是最后一个知道,楼栋管家的一周会因此变成什么样?",
            "哪几台电梯老出问题?",
            "假如停梯的时候您比业主先知道,管家们的工作会有什么不同?",
            "那我们这样:周二上午十点我带技术员过来,跟您和小雷一起把那四台的维修单过一遍。",
        ],
    ),
];
const TALKS: [(&str, &[(&str, &str)]); 2] = [
    (
        "en-US",
        &[
            (
                "Same six coders, and you're more than seven thousand over the other guys. Why would I sign that?",
                "Fair question. Before I answer, what makes the gap hard for you?",
            ),
            (
                "If I don't take the low bid I have to write it up for Carl. And last time the low bid died on us in November.",
                "So paying more is possible as long as you can defend it to Carl, is that right?",
            ),
            (
                "Pretty much.",
                "Then let's put three years on one page: about $5,200 a year less in ink and solvent, and three years of warranty with the laser source. I'll send it to you by Thursday at ten. Would that do for Carl?",
            ),
            ("Thursday works. Put your name on it.", "I will, and he can call me directly."),
        ],
    ),
    (
        "zh-CN",
        &[
            (
                "同样的机器,你们贵出一截,我凭什么签?",
                "您这么问很正常。我先不急着答,贵出来的这部分,最难办的是哪一点?",
            ),
            (
                "不选最低价,我得写说明给领导。上回图便宜,旺季停了两回。",
                "也就是说,贵一点可以,但您得有个说得出口的理由,对吗?",
            ),
            (
                "差不多是这个意思。",
                "那我把三年的总账列成一页纸,耗材、质保都写上出处,周四上午十点前发给您。这样领导那边够用吗?",
            ),
            ("周四行。写上你的名字。", "好,领导有疑问直接打我电话,这事我负责到底。"),
        ],
    ),
];

/// The shipped playbooks' messages, for drawing; nothing is compared.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn shipped_messages_are_written_where_asked_for() {
    let Some(folder) = std::env::var_os("SPARRING_GALLERY") else { return };
    let files = shipped_files();
    let library = sparring::playbook::load(&files).library;
    let write = |name: String, messages: &[Value]| {
        let all: Vec<String> = messages.iter().map(Value::to_string).collect();
        std::fs::write(Path::new(&folder).join(name), all.join("\n")).expect("written");
    };
    for (locale, customer) in [("en-US", "Northfield Foods"), ("zh-CN", "北田食品")] {
        let playbook = library.exact_playbook(locale).expect("there").clone();
        let scenario = playbook.scenarios.get("timing-peak-season").expect("there");
        // A bad reply, a pasted one, and what a learner would say.
        let mut lines = scenario.transcripts.weak.clone();
        lines.insert(1, scenario.transcripts.bad[0].clone());
        lines.insert(2, scenario.transcripts.model[0].clone());
        let (_, duel) = TALKS.iter().find(|(language, _)| *language == locale).expect("there");
        let script = Script {
            locale,
            scenario: "timing-peak-season",
            lines,
            card: "lscpa",
            customer,
            duel: &duel[..1],
        };
        write(format!("{locale}.jsonl"), &messages(files.clone(), &script).await);

        let bench = Bench::with(true, files.clone()).await;
        let ana = bench.ana.speaking(locale);
        let (_, asked) = DISCOVERY.iter().find(|(language, _)| *language == locale).expect("there");
        let scenario = "discovery-lift-outages";
        let script = Script { scenario, lines: self::lines(asked), ..script };
        let mut seen = Vec::new();
        drill(&bench, &ana, &script, &mut seen).await;
        write(format!("discovery-{locale}.jsonl"), &seen);
        let mut seen = Vec::new();
        super::gallery::duel(&bench, &ana, "price-peer-quote", duel, &mut seen).await;
        write(format!("duel-{locale}.jsonl"), &seen);
        bench.finish().await;
    }
}
