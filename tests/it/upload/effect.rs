//! Versions that take effect: at once, in one server, and never for what is under way.

use std::sync::Arc;

use serde_json::json;
use sparring::app::{App, Who};
use sparring::clock::{Clock, FakeClock};
use sparring::coach::ids::RepId;
use sparring::playbook::{SourceFile, load};
use sparring::store::Store;

use super::{ask, drills, playbook, put, quote, say, server, tiny, turn_off, upload};
use crate::support::bench::{Bench, label_of, start, tiny_files};
use crate::support::fake_discord::{Message, User};

const LINES: [&str; 3] = [
    "So the worry is a standstill in the season, do I get that right?",
    "Three firms went live in six weeks with two hours of standstill.",
    "I own it. Shall we say Thursday at ten?",
];

async fn begin(bench: &Bench, who: &User, channel: u64) -> (u64, Message) {
    let options = json!({"scenario": "quote"});
    bench.d.slash(who, channel, "drill", Some("start"), options).answer().await;
    let thread = bench.d.thread_of(who).await;
    bench.d.next_message(thread).await;
    (thread, bench.d.next_message(thread).await)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_drill_goes_on_as_it_began_whatever_takes_effect_meanwhile() {
    let mut bench = Bench::start().await;
    let (ana, here) = (bench.ana.clone(), bench.channel);
    let boss = bench.boss(bench.guild, "en-US");
    let other = bench.d.guild("Other");
    let there = bench.d.text_channel(other, "practice");
    bench.d.member(other, &ana, &[], 1 << 11);

    let taken = upload(&bench, &boss, "scenario", "quote.toml", &quote("First")).await;
    assert!(taken.text().contains("version 1. It is not in effect yet"), "{}", taken.text());
    assert!(drills(&bench, &ana, here).await.contains("The quote is too high"), "kept is not in effect");
    // A drill of the playbook's own scenario is under way when the upload takes its place.
    let (thread, opening) = begin(&bench, &ana, here).await;
    let pressed = bench.d.press(&boss, taken.id, &label_of(&taken, "enable"));
    assert!(
        pressed
            .answer()
            .await
            .text()
            .contains("In effect from now on: Scenario quote for tiny.en, version 1")
    );
    let line = say(&bench, &ana, thread, &opening, "Tell me more, please.").await;
    assert!(line.text().contains("price") || line.text().contains("more behind"), "{}", line.text());
    bench.d.press(&ana, line.id, &label_of(&line, "stop")).callback().await;
    bench.d.next_message(thread).await;

    assert!(drills(&bench, &ana, here).await.contains("First"), "at once");
    let elsewhere = drills(&bench, &ana, there).await;
    assert!(!elsewhere.contains("First") && elsewhere.contains("The quote is too high"), "{elsewhere}");
    let typed = json!({"scenario": "first"});
    let choices =
        bench.d.autocomplete(&ana, here, ("drill", Some("start")), typed, "scenario").choices().await;
    assert_eq!(choices, [("First · level 1".to_owned(), json!("quote"))]);

    let (thread, opening) = begin(&bench, &ana, here).await;
    assert!(opening.text().contains("First: "), "{}", opening.text());
    put(&bench, &boss, "scenario", "quote.toml", &quote("Second")).await;
    let mut line = say(&bench, &ana, thread, &opening, "Tell me more, please.").await;
    assert!(line.text().contains("First"), "{}", line.text());
    bench.restart().await;
    for words in LINES {
        line = say(&bench, &ana, thread, &line, words).await;
    }
    let card = bench.d.next_message(thread).await;
    assert!(card.text().contains("Score 100"), "{}", card.text());
    let why = async || ask(&bench, &ana, here, ("drill", Some("why")), json!({})).await;
    let told = why().await;
    assert!(told.contains("Held with version 1 of this scenario"), "{told}");
    let tape = bench.d.press(&ana, card.id, &label_of(&card, "tape")).answer().await.text();
    assert!(tape.contains("Reply 1"), "{tape}");
    assert!(drills(&bench, &ana, here).await.contains("Second"), "after a restart, too");
    let (thread, opening) = begin(&bench, &ana, here).await;
    assert!(opening.text().contains("Second: "), "{}", opening.text());

    turn_off(&bench, &boss, "tiny.en/scenarios/quote").await;
    assert!(drills(&bench, &ana, here).await.contains("The quote is too high"));
    let line = say(&bench, &ana, thread, &opening, "Tell me more, please.").await;
    assert!(line.text().contains("Second"), "{}", line.text());
    bench.d.press(&ana, line.id, &label_of(&line, "stop")).callback().await;
    bench.d.next_message(thread).await;
    assert!(why().await.contains("Held with version 2"));
    let history = ask(&bench, &ana, here, ("drill", Some("history")), json!({})).await;
    for line in ["Second, version 2: 30", "First, version 1: 100", "The quote is too high: 30"] {
        assert!(history.contains(line), "{line} in {history}");
    }
    bench.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_list_tells_what_is_kept_and_what_is_in_effect() {
    let bench = Bench::start().await;
    let boss = bench.boss(bench.guild, "en-US");
    let list = async || playbook(&bench, &boss, "list", json!({})).answer().await.text();
    let empty = list().await;
    assert!(
        empty.contains("Tiny · tiny.en · version 1") && empty.contains("Scenario: 1 · Quiz: 1"),
        "{empty}"
    );
    assert!(empty.contains("no uploads"), "{empty}");
    put(&bench, &boss, "scenario", "quote.toml", &quote("First")).await;
    upload(&bench, &boss, "scenario", "quote.toml", &quote("Second")).await;
    let second = quote("Third").replace("id = \"quote\"", "id = \"another\"");
    put(&bench, &boss, "scenario", "another.toml", &second).await;
    let told = list().await;
    assert!(told.contains("Tiny · tiny.en · version 1+2") && told.contains("Scenario: 2"), "{told}");
    let older = "Scenario quote · tiny.en · version 2 · version 1 is in effect · Boss, <t:1772758800:f>";
    assert!(told.contains(older), "{told}");
    assert!(told.contains("Scenario another · tiny.en · version 1 · in effect · Boss"), "{told}");
    let complete = async |options: serde_json::Value, option: &str| {
        let line = ("playbook", Some("enable"));
        bench.d.autocomplete(&boss, bench.channel, line, options, option).choices().await
    };
    let names = complete(json!({"name": "quo"}), "name").await;
    assert_eq!(names[0], ("Scenario quote · tiny.en".to_owned(), json!("tiny.en/scenarios/quote")));
    let versions = complete(json!({"name": "tiny.en/scenarios/quote", "version": ""}), "version").await;
    let values: Vec<String> = versions.iter().map(|(_, value)| value.to_string()).collect();
    assert_eq!(values, ["\"2\"", "\"1\"", "\"off\""]);
    // Without a word about the version it is the newest.
    let said = playbook(&bench, &boss, "enable", json!({"name": "quote"})).answer().await.text();
    assert!(said.contains("version 2"), "{said}");
    let said = playbook(&bench, &boss, "enable", json!({"name": "quote"})).answer().await.text();
    assert!(said.contains("in effect already, in version 2"), "{said}");
    turn_off(&bench, &boss, "another").await;
    let options = json!({"name": "another", "version": "off"});
    let said = playbook(&bench, &boss, "enable", options).answer().await.text();
    assert!(said.contains("is not in effect"), "{said}");
    let said = playbook(&bench, &boss, "check", json!({})).answer().await.text();
    assert!(said.contains("is in order. Files: 1"), "{said}");
    bench.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_servers_trainer_cannot_reach_an_upload() {
    let bench = Bench::start().await;
    let boss = bench.boss(bench.guild, "en-US");
    let other = bench.d.guild("Other");
    let there = bench.d.text_channel(other, "practice");
    let rival = bench.boss(other, "en-US");
    put(&bench, &boss, "scenario", "quote.toml", &quote("Secret")).await;
    upload(&bench, &boss, "scenario", "quote.toml", &quote("Secret two")).await;
    let id = bench.app.store().uploads(server(&bench)).await.expect("read")[0].id;
    for (line, options) in [
        (("playbook", Some("list")), json!({})),
        (("playbook", Some("check")), json!({})),
        (("playbook", Some("reload")), json!({})),
        (("playbook", Some("enable")), json!({"name": "tiny.en/scenarios/quote"})),
        (("playbook", Some("enable")), json!({"name": "quote", "version": "off"})),
        (("drill", Some("list")), json!({})),
    ] {
        let said = ask(&bench, &rival, there, line, options).await;
        assert!(!said.contains("Secret") && !said.contains("Scenario quote"), "{line:?}: {said}");
    }
    let typed = json!({"name": "q"});
    let line = ("playbook", Some("enable"));
    assert_eq!(bench.d.autocomplete(&rival, there, line, typed, "name").choices().await, []);
    let own = bench.d.slash(&rival, there, "playbook", Some("list"), json!({})).answer().await;
    let forged = bench.d.press_forged(&rival, own.id, &bench.sealed(&format!("v1:enable:{id}")));
    assert!(forged.answer().await.text().contains("older version"));
    assert!(drills(&bench, &bench.ana, bench.channel).await.contains("Secret ·"));
    bench.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_process_learns_of_it_by_a_reload_or_when_it_comes_to_serve_the_server() {
    let bench = Bench::start().await;
    let boss = bench.boss(bench.guild, "en-US");
    let url = format!("sqlite://{}", bench.database().display());
    let store = Store::open(&url).await.expect("a store");
    let clock: Arc<dyn Clock> = Arc::new(FakeClock::at(start()));
    let app = App::new(store, load(&tiny_files()).library, clock, "other".to_owned());
    let rep = RepId(i64::try_from(boss.id).expect("an id"));
    let who = Who {
        server: server(&bench),
        rep,
        name: "Boss".into(),
        language: "en".into(),
        manager: true,
        roles: Vec::new(),
    };
    let drills = async || format!("{:?}", app.list_drills(&who).await.expect("a list"));
    assert!(drills().await.contains("The quote is too high"));
    put(&bench, &boss, "scenario", "quote.toml", &quote("First")).await;
    assert!(drills().await.contains("The quote is too high"), "it has not heard of it");
    let told = format!("{:?}", app.reload_content(&who).await.expect("read"));
    assert!(told.contains("in effect: 1"), "{told}");
    assert!(drills().await.contains("First"));
    // What that process changes is known by its edition: a trainer's next command here finds it.
    app.enable(&who, "quote", Some("off")).await.expect("done");
    let said = playbook(&bench, &boss, "enable", json!({"name": "quote", "version": "off"})).answer().await;
    assert!(said.text().contains("is not in effect"), "{}", said.text());
    let here = super::drills(&bench, &bench.ana, bench.channel).await;
    assert!(here.contains("The quote is too high"), "{here}");
    // When the server's shard comes to that process, it looks anew.
    put(&bench, &boss, "scenario", "quote.toml", &quote("Second")).await;
    assert!(drills().await.contains("The quote is too high"), "it has not heard of it");
    app.forget(|_| true).await.expect("read");
    assert!(drills().await.contains("Second"));
    app.store().close().await;
    bench.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_does_not_fit_changed_playbooks_any_more_is_left_out_and_told() {
    let bench = Bench::start().await;
    let boss = bench.boss(bench.guild, "en-US");
    put(&bench, &boss, "scenario", "quote.toml", &quote("First")).await;
    let own = tiny("cards/cards.toml").replace("\"cards\"", "\"own\"").replace("about value", "about trust");
    put(&bench, &boss, "cards", "own.toml", &own).await;
    let changed: Vec<SourceFile> = tiny_files()
        .into_iter()
        .map(|file| SourceFile {
            text: file.text.replace("\"listen\"", "\"hear\"").replace("lscpa.listen", "lscpa.hear").into(),
            ..file
        })
        .collect();
    bench.app.reload(&changed).expect("no problems");
    assert!(drills(&bench, &bench.ana, bench.channel).await.contains("The quote is too high"));
    let said = playbook(&bench, &boss, "check", json!({})).answer().await.text();
    assert!(
        said.contains("there is no label `lscpa.listen`") && said.contains("uploads/v1/scenarios/quote.toml"),
        "{said}"
    );
    let said = playbook(&bench, &boss, "list", json!({})).answer().await.text();
    assert!(said.contains("left out, because it does not fit"), "{said}");
    let said = playbook(&bench, &boss, "reload", json!({})).answer().await.text();
    assert!(said.contains("in effect: 1") && said.contains("Problems: "), "{said}");
    let found = ask(&bench, &bench.ana, bench.channel, ("card", None), json!({"name": "price"})).await;
    assert!(found.contains("about trust"), "the rest stays: {found}");
    // It does not stand in the way of what is in order, and may be replaced.
    let mended = quote("Mended").replace("\"listen\"", "\"hear\"").replace("lscpa.listen", "lscpa.hear");
    put(&bench, &boss, "scenario", "quote.toml", &mended).await;
    assert!(drills(&bench, &bench.ana, bench.channel).await.contains("Mended"));
    bench.finish().await;
}
