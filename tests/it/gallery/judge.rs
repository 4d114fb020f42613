//! Official drills under review, marked blind, and what their reps are told: compared, and drawn with shipped scenarios.

use std::path::Path;

use chrono::TimeDelta;
use serde_json::{Value, json};
use sparring::coach::ids::{AssignmentId, RepId, ServerId};
use sparring::coach::purpose::Purpose;
use sparring::coach::review::Mark;
use sparring::playbook::SourceFile;
use sparring::store::Reviewing;

use super::{answered, hold};
use crate::support::bench::{Bench, label_of, list_of, shipped_files, tiny_files};
use crate::support::fake_discord::{Message, User};

const OFFICIAL: Purpose = Purpose::Assigned { assignment: AssignmentId(7), step: 0 };

/// What a trainer writes: the reason of a change, a comment.
const WORDS: [(&str, [&str; 2]); 2] = [
    (
        "en-US",
        [
            "“What would a stop cost you?” is a confirmation, though it is worded as a question.",
            "Good listening. Next time name the next step with a day before she asks for it.",
        ],
    ),
    (
        "zh-CN",
        [
            "「停一次要损失多少」虽然是问句,其实已经在确认顾虑。",
            "倾听做得好。下次在客户开口之前,先把下一步约到具体日期。",
        ],
    ),
];

async fn messages(files: Vec<SourceFile>, locale: &str, scenario: &str, lines: &[String]) -> Vec<Value> {
    let bench = Bench::with(true, files).await;
    let ana = bench.ana.speaking(locale);
    let (boss, mia) = (bench.boss(bench.guild, locale), bench.d.user("Mia", locale));
    bench.d.member(bench.guild, &mia, &[], 1 << 5);
    let said: Vec<&str> = lines.iter().map(String::as_str).collect();
    let mut seen = Vec::new();
    let say = async |who: &User, sub: &str| {
        bench.d.slash(who, bench.channel, "review", Some(sub), json!({})).answer().await
    };
    for sub in ["next", "mark", "agreement"] {
        seen.push(answered(&say(&boss, sub).await, &boss, "review", Some(sub)));
    }
    bench.held(&ana, 1_000_000, scenario, OFFICIAL, &said).await;
    blind(&bench, &mia, &mut seen).await;
    reviewed(&bench, &boss, &mut seen).await;
    bench.later(TimeDelta::seconds(1)).await;
    let told = bench.d.next_message(bench.d.dm(&ana)).await;
    seen.push(told.json.clone());
    let why = bench.d.press(&ana, told.id, &label_of(&told, "review-outcome"));
    seen.push(why.answer().await.json);
    seen.extend(why.followups().into_iter().map(|message| message.json));
    disputed(&bench, &ana, &boss, &mut seen).await;
    agreed(&bench, &ana, &[&boss, &mia], scenario, &said).await;
    seen.push(answered(&say(&mia, "agreement").await, &mia, "review", Some("agreement")));
    bench.finish().await;
    seen
}

/// A trainer marks one check after another, changes one and finishes.
async fn blind(bench: &Bench, who: &User, seen: &mut Vec<Value>) {
    let mut shown = bench.d.slash(who, bench.channel, "review", Some("mark"), json!({})).answer().await;
    seen.push(answered(&shown, who, "review", Some("mark")));
    let mut at = 0;
    while shown.buttons().iter().any(|button| button.custom_id.contains("review-mark:")) {
        let marks: Vec<_> =
            shown.buttons().into_iter().filter(|b| b.custom_id.contains("review-mark:")).collect();
        shown = bench.d.press(who, shown.id, &marks[at % 3].custom_id).answer().await;
        at += 1;
        if at == 2 {
            seen.push(shown.json.clone());
        }
    }
    seen.push(shown.json.clone());
    let back = bench.d.choose(who, shown.id, &list_of(&shown), &["1"]).answer().await;
    seen.push(back.json.clone());
    let all = bench.d.press(who, back.id, &label_of(&back, "review-mark")).answer().await;
    seen.push(bench.d.press(who, all.id, &label_of(&all, "review-finish")).answer().await.json);
}

/// A trainer reads, changes the first verdict that is not met, comments and settles.
async fn reviewed(bench: &Bench, who: &User, seen: &mut Vec<Value>) {
    let (_, [reason, comment]) = WORDS.iter().find(|(locale, _)| *locale == who.locale).expect("there");
    let case = bench.d.slash(who, bench.channel, "review", Some("next"), json!({})).answer().await;
    seen.push(answered(&case, who, "review", Some("next")));
    let talk = bench.d.press(who, case.id, &label_of(&case, "review-look")).answer().await;
    seen.push(talk.json.clone());
    let options = talk.selects()[0]["options"].as_array().cloned().expect("options");
    let unmet = options.iter().find(|o| o["label"].as_str().is_some_and(|label| label.starts_with('✗')));
    let unmet = unmet.or(options.first()).expect("a check")["value"].as_str().expect("a value").to_owned();
    let looked = bench.d.choose(who, talk.id, &list_of(&talk), &[&unmet]).answer().await;
    seen.push(looked.json.clone());
    let form = bench.d.choose(who, looked.id, &list_of(&looked), &["met"]);
    form.modal().await;
    let case = bench.d.submit(who, &form, json!({"words": reason})).answer().await;
    let form = bench.d.press(who, case.id, &label_of(&case, "review-comment"));
    form.modal().await;
    let case = bench.d.submit(who, &form, json!({"words": comment})).answer().await;
    seen.push(case.json.clone());
    let looked = bench.d.choose(who, case.id, &list_of(&case), &[&unmet]).answer().await;
    seen.push(looked.json.clone());
    let case = bench.d.press(who, looked.id, &label_of(&looked, "review-look")).answer().await;
    let settled = bench.d.press(who, case.id, &label_of(&case, "review-settle"));
    settled.followup(0).await;
    seen.push(settled.answer().await.json);
    let late: Message = bench.d.press_forged(who, case.id, &label_of(&case, "review-settle")).answer().await;
    seen.push(late.json);
}

/// A rep hands two replies over; one becomes a test, the other stays as it was judged.
async fn disputed(bench: &Bench, ana: &User, boss: &User, seen: &mut Vec<Value>) {
    let why = bench.d.slash(ana, bench.channel, "drill", Some("why"), json!({}));
    let list = |message: &Message| !message.selects().is_empty();
    let mut pages = vec![why.answer().await];
    pages.extend(why.followups());
    let page = pages.into_iter().find(list).expect("a list");
    for reply in ["0", "1"] {
        bench.d.choose(ana, page.id, &list_of(&page), &[reply]).answer().await;
    }
    let case = bench.d.slash(boss, bench.channel, "review", Some("next"), json!({})).answer().await;
    let test = bench.d.press(boss, case.id, &label_of(&case, "review-case")).answer().await;
    seen.push(test.json.clone());
    let label = test.selects()[0]["options"][0]["value"].as_str().expect("a label").to_owned();
    let taken = bench.d.choose(boss, test.id, &list_of(&test), &[&label]);
    let case = taken.followup(0).await;
    // Who is told first is told by when it was settled.
    bench.clock.advance(TimeDelta::seconds(1));
    seen.push(taken.answer().await.json);
    let skipped = bench.d.press(boss, case.id, &label_of(&case, "review-skip")).answer().await;
    seen.push(skipped.json);
    let case = bench.d.slash(boss, bench.channel, "review", Some("next"), json!({})).answer().await;
    bench.d.press(boss, case.id, &label_of(&case, "keep")).followup(0).await;
    bench.later(TimeDelta::seconds(1)).await;
    let dm = bench.d.dm(ana);
    for _ in 0..2 {
        seen.push(bench.d.next_message(dm).await.json);
    }
}

/// Eleven more drills that two trainers mark: on some checks they are of one mind, on others not.
async fn agreed(bench: &Bench, ana: &User, both: &[&User; 2], scenario: &str, lines: &[&str]) {
    let id = |id: u64| i64::try_from(id).expect("an id");
    let store = bench.app.store();
    for n in 0..11i64 {
        let said = &lines[..lines.len().min(1 + usize::try_from(n).expect("small") % 2)];
        let event = 2_000_000 + 1_000 * n;
        let session = bench.held(ana, event, scenario, OFFICIAL, said).await;
        let receipts = store.receipts(session).await.expect("read");
        for (at, who) in both.iter().enumerate() {
            let at = i64::try_from(at).expect("small");
            let (server, by) = (ServerId(id(bench.guild)), RepId(id(who.id)));
            let reviewing = Reviewing { session, server, by, at: crate::support::bench::start() };
            for (check, receipt) in (0..).zip(&receipts).filter(|(_, receipt)| receipt.step.is_some()) {
                // The first check is seen alike, the second always met, the third less and less alike.
                let apart = i64::from(check >= 2 && (n + i64::from(check)) % 4 == 0);
                let met = receipt.earned == Some(receipt.weight * 1_000);
                let mark = match check {
                    1 => Mark::Met,
                    _ if met != (apart * at == 1) => Mark::Met,
                    _ => Mark::NotMet,
                };
                store.record_mark(&reviewing, check, mark).await.expect("marked");
            }
            store.finish_marking(&reviewing).await.expect("finished");
        }
    }
}

const TINY: [(&str, &str, [&str; 3]); 2] = [
    (
        "en-US",
        "en",
        ["Tell me more, please.", "You are wrong, it's *cheap*.", "So the worry is a standstill?"],
    ),
    ("zh-CN", "zh-CN", ["您先说,多说说看。", "您错了。", "您担心的是停机,对吗?"]),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reviews_are_as_they_were_looked_at() {
    for (locale, name, lines) in TINY {
        let seen = messages(tiny_files(), locale, "quote", &super::lines(&lines)).await;
        hold(&format!("review-{name}"), &seen);
    }
}

/// With shipped scenarios, for drawing; nothing is compared.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reviews_of_shipped_scenarios_are_written_where_asked_for() {
    let Some(folder) = std::env::var_os("SPARRING_GALLERY") else { return };
    let files = shipped_files();
    let library = sparring::playbook::load(&files).library;
    for locale in ["en-US", "zh-CN"] {
        let playbook = library.exact_playbook(locale).expect("there");
        let scenario = playbook.scenarios.get("timing-peak-season").expect("there");
        let mut lines = scenario.transcripts.weak.clone();
        lines.insert(1, scenario.transcripts.bad[0].clone());
        // A line out of the playbook, which earns nothing.
        lines.insert(2, scenario.transcripts.model[0].clone());
        lines.truncate(6);
        let seen = messages(files.clone(), locale, "timing-peak-season", &lines).await;
        let all: Vec<String> = seen.iter().map(Value::to_string).collect();
        let path = Path::new(&folder).join(format!("review-{locale}.jsonl"));
        std::fs::write(path, all.join("\n")).expect("written");
    }
}
