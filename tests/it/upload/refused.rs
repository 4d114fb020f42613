//! Files that are not taken, and who may not bring any.

use serde_json::json;

use super::{ask, drills, file, kept, playbook, put, quote, tiny, turn_off, upload};
use crate::support::bench::{Bench, label_of};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_broken_file_is_answered_with_the_picture_of_the_place() {
    let bench = Bench::start().await;
    let boss = bench.boss(bench.guild, "en-US");
    let broken =
        quote("New").replace("level = 1", "level = 9").replace("method = \"lscpa\"", "method = \"lscpaa\"");
    let said = upload(&bench, &boss, "scenario", "quote.toml", &broken).await;
    let text = said.text();
    assert!(
        text.contains("Scenario quote for tiny.en is not in order") && text.contains("Problems: 2"),
        "{text}"
    );
    assert!(text.contains("error: scenarios/quote.toml:5:9: `level` must be from 1 to 4"), "{text}");
    assert!(text.contains("5 | level = 9") && text.contains("^ range"), "{text}");
    assert!(text.contains("did you mean `lscpa`?"), "{text}");
    assert_eq!(text.matches("```").count(), 4, "{text}");
    assert!(said.buttons().is_empty());
    // Words of the file do not leave their block, and what has no room is counted.
    let odd = "``` @everyone\n".repeat(3) + &"[[x]]\n".repeat(3_000);
    let said = upload(&bench, &boss, "cards", "mine.toml", &odd).await.text();
    assert_eq!(said.matches("```").count() % 2, 0, "{said}");
    let many: String = (0..150).map(|n| format!("unknown{n} = 1\n")).collect();
    let said = upload(&bench, &boss, "cards", "mine.toml", &many).await.text();
    assert!(said.contains("… and 1"), "{said}");
    assert_eq!(kept(&bench).await, 0);
    bench.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_scenario_plays_its_transcripts_before_it_is_taken() {
    let bench = Bench::start().await;
    let boss = bench.boss(bench.guild, "en-US");
    let poor = quote("New").replace("model = [\"Tell me more, please.\", ", "model = [");
    for sub in ["check", "upload"] {
        let options = json!({"file": file(&bench, "quote.toml", &poor), "kind": "scenario"});
        let said = playbook(&bench, &boss, sub, options).answer().await.text();
        assert!(said.contains("the `model` transcript of `quote` scores 70"), "{said}");
    }
    let options = json!({"file": file(&bench, "quote.toml", &quote("New")), "kind": "scenario"});
    let said = playbook(&bench, &boss, "check", options).answer().await;
    assert!(said.text().contains("is in order. Nothing was kept"), "{}", said.text());
    assert!(said.buttons().is_empty());
    assert_eq!(kept(&bench).await, 0);
    bench.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_is_fetched_from_discord_alone_and_only_so_much_of_it() {
    let bench = Bench::start().await;
    let boss = bench.boss(bench.guild, "en-US");
    let good = quote("New");
    let asked = async |file: u64| {
        playbook(&bench, &boss, "upload", json!({"file": file, "kind": "scenario"})).answer().await.text()
    };
    let elsewhere = file(&bench, "quote.toml", &good);
    for url in
        ["http://127.0.0.1:9/quote.toml", "https://evil.example/quote.toml", "file:///etc/passwd", "no"]
    {
        bench.d.misrepresent(elsewhere, "url", json!(url));
        let said = asked(elsewhere).await;
        assert!(said.contains("does not lie where Discord keeps files"), "{url}: {said}");
    }
    let large = file(&bench, "quote.toml", &format!("{good}\n#{}", "x".repeat(256 << 10)));
    assert!(asked(large).await.contains("at most 256 KiB"));
    bench.d.misrepresent(large, "size", json!(10));
    assert!(asked(large).await.contains("at most 256 KiB"), "its size is counted while it comes");
    let latin = bench.d.upload("quote.toml", "application/toml", b"id = \"caf\xe9\"");
    assert!(asked(latin).await.contains("not UTF-8 text (byte 9)"));
    let gone = file(&bench, "quote.toml", &good);
    bench.d.misrepresent(gone, "url", json!(format!("{}/api/v10/webhooks/1/gone", bench.d.api_url())));
    let said = asked(gone).await;
    assert!(said.contains("could not fetch"), "{said}");
    for name in ["Quote.toml", "quote.txt", "quote", "..toml", "a.b.toml"] {
        let said = asked(file(&bench, name, &good)).await;
        assert!(said.contains("called like its id"), "{name}: {said}");
    }
    let said = asked(file(&bench, "other.toml", &good)).await;
    assert!(said.contains("the id `quote` is not the file's name, `other`"), "{said}");
    let said = asked(file(&bench, "quote.toml", &format!("\u{feff}{good}"))).await;
    assert!(said.contains("version 1"), "{said}");
    assert_eq!(kept(&bench).await, 1);
    bench.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_playbook_or_kind_that_is_not_there_is_told() {
    let bench = Bench::start().await;
    let boss = bench.boss(bench.guild, "en-US");
    let asked = async |sub: &str, options: serde_json::Value| {
        playbook(&bench, &boss, sub, options).answer().await.text()
    };
    let file = file(&bench, "quote.toml", &quote("New"));
    let said = asked("upload", json!({"file": file, "kind": "scenario", "playbook": "none"})).await;
    assert!(said.contains("there is: tiny.en, tiny.zh-CN"), "{said}");
    let said = asked("upload", json!({"file": file, "kind": "scenario", "language": "fr"})).await;
    assert!(said.contains("there is: tiny.en, tiny.zh-CN"), "{said}");
    let said = asked("check", json!({"file": file})).await;
    assert!(said.contains("what sort of file"), "{said}");
    let said = asked("enable", json!({"name": "quote"})).await;
    assert!(said.contains("no upload “quote”"), "{said}");
    let options = json!({"file": file, "kind": "scenario", "playbook": "tiny", "language": "en"});
    assert!(asked("upload", options).await.contains("Scenario quote for tiny.en, version 1"));
    let said = asked("enable", json!({"name": "quote", "version": "7"})).await;
    assert!(said.contains("no version “7”") && said.contains("there is: 1, off"), "{said}");
    bench.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_may_not_manage_the_server_changes_nothing() {
    let bench = Bench::start().await;
    let (ana, boss) = (bench.ana.clone(), bench.boss(bench.guild, "en-US"));
    bench.d.open_command("playbook");
    let taken = upload(&bench, &boss, "scenario", "quote.toml", &quote("New")).await;
    let file = file(&bench, "quote.toml", &quote("Newer"));
    for (sub, options) in [
        ("list", json!({})),
        ("check", json!({})),
        ("check", json!({"file": file, "kind": "scenario"})),
        ("upload", json!({"file": file, "kind": "scenario"})),
        ("enable", json!({"name": "quote"})),
        ("reload", json!({})),
    ] {
        let said = playbook(&bench, &ana, sub, options).answer().await.text();
        assert!(said.contains("for trainers"), "{sub}: {said}");
    }
    let line = ("playbook", Some("enable"));
    let typed = json!({"name": ""});
    let choices = bench.d.autocomplete(&ana, bench.channel, line, typed, "name").choices().await;
    assert_eq!(choices, []);
    let forged = bench.d.press_forged(&ana, taken.id, &label_of(&taken, "enable"));
    assert!(forged.followup(0).await.text().contains("for trainers"));
    assert_eq!(kept(&bench).await, 1);
    assert!(drills(&bench, &ana, bench.channel).await.contains("The quote is too high"));
    bench.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_others_need_stays_and_no_id_has_two_files() {
    let bench = Bench::start().await;
    let boss = bench.boss(bench.guild, "en-US");
    let method = tiny("methods/lscpa.toml").replace("id = \"lscpa\"", "id = \"own\"");
    let method =
        method.replace("id = \"listen\"", "id = \"hark\"").replace("step = \"listen\"", "step = \"hark\"");
    let scenario = quote("New")
        .replace("method = \"lscpa\"", "method = \"own\"")
        .replace("expects = \"listen\"", "expects = \"hark\"");
    let early = upload(&bench, &boss, "scenario", "quote.toml", &scenario).await.text();
    assert!(early.contains("there is no method `own`"), "{early}");
    put(&bench, &boss, "method", "own.toml", &method).await;
    put(&bench, &boss, "scenario", "quote.toml", &scenario).await;
    let said =
        playbook(&bench, &boss, "enable", json!({"name": "own", "version": "0"})).answer().await.text();
    assert!(said.contains("other uploads need it") && said.contains("there is no method `own`"), "{said}");
    // A method that takes a step away which the playbook's scenarios name.
    turn_off(&bench, &boss, "quote").await;
    let fewer = tiny("methods/lscpa.toml").replace("\"listen\"", "\"hark\"");
    let said = upload(&bench, &boss, "method", "lscpa.toml", &fewer).await.text();
    assert!(said.contains("the scenario `quote` names the step `listen`"), "{said}");
    let card = |file: &str| tiny("cards/cards.toml").replace("\"cards\"", &format!("\"{file}\""));
    put(&bench, &boss, "cards", "one.toml", &card("one").replace("about value", "about trust")).await;
    let said = upload(&bench, &boss, "cards", "two.toml", &card("two")).await.text();
    assert!(
        said.contains("the card `price` is defined twice") && said.contains("uploads/v1/cards/one.toml"),
        "{said}"
    );
    let found = ask(&bench, &bench.ana, bench.channel, ("card", None), json!({"name": "price"})).await;
    assert!(found.contains("about trust"), "{found}");
    bench.finish().await;
}
