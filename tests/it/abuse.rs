//! What members may try who mean no good: forged and repeated buttons, floods, characters that hide; and answers that come
//! too late.

use chrono::TimeDelta;
use serde_json::json;
use sparring::config::Limits as Asks;
use sparring::config::Secret;
use sparring::discord::Seal;
use sqlx::{Connection, SqliteConnection};

use crate::support::bench::{Bench, label_of};

const OLD: &str = "older version";

/// How many follow-ups, drills and turns there are.
async fn rows(bench: &Bench) -> Vec<i64> {
    let url = format!("sqlite://{}?mode=ro", bench.database().display());
    let mut own = SqliteConnection::connect(&url).await.expect("a connection");
    let mut counts = Vec::new();
    for sql in [
        "SELECT COUNT(*) FROM sessions WHERE ended_ms IS NULL",
        "SELECT COUNT(*) FROM turns",
        "SELECT COUNT(*) FROM touches WHERE state = 'open'",
    ] {
        counts.push(sqlx::query_scalar(sql).fetch_one(&mut own).await.expect(sql));
    }
    counts
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_forged_id_does_nothing_whoever_presses_it() {
    let bench = Bench::start().await;
    let (_, opening) = bench.start_drill().await;
    let own = label_of(&opening, "stop");
    let (bare, _) = own.split_once('~').expect("sealed");
    let number: i64 = bare.rsplit(':').next().and_then(|n| n.parse().ok()).expect("a number");
    let before = rows(&bench).await;
    let another = Seal::of(&Secret::from("another bot's token".to_owned()));
    for forged in [
        bare.to_owned(),
        format!("{bare}~"),
        format!("{bare}~0000000000000000"),
        another.close(bare),
        own.replace(&format!(":{number}~"), &format!(":{}~", number + 1)),
        own.replace("v1:stop", "v1:why"),
        own.to_uppercase(),
        own.chars().rev().collect(),
        "\u{202E}~".to_owned(),
    ] {
        for member in [&bench.ana, &bench.boss(bench.guild, "en-US")] {
            let told = bench.d.press_forged(member, opening.id, &forged).answer().await;
            assert!(told.is_ephemeral() && told.text().contains(OLD), "{forged}: {}", told.text());
        }
    }
    assert_eq!(rows(&bench).await, before);
    let stopped = bench.d.press(&bench.ana, opening.id, &own);
    stopped.callback().await;
    bench.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_button_that_is_pressed_again_changes_nothing_more() {
    let bench = Bench::start().await;
    let (thread, opening) = bench.start_drill().await;
    let stop = label_of(&opening, "stop");
    bench.d.press(&bench.ana, opening.id, &stop).callback().await;
    bench.d.next_message(thread).await;
    let before = rows(&bench).await;
    for _ in 0..3 {
        bench.d.press(&bench.ana, opening.id, &stop).callback().await;
    }
    bench.d.slash(&bench.ana, bench.channel, "drill", Some("history"), json!({})).answer().await;
    assert_eq!(rows(&bench).await, before);
    bench.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_asks_too_often_is_told_to_wait_and_others_are_not() {
    let mut bench = Bench::start().await;
    bench.asks = Asks { member_at_once: 10, member_a_minute: 60, ..Asks::default() };
    bench.restart().await;
    let (boss, chinese) = (bench.boss(bench.guild, "en-US"), bench.ana.speaking("zh-CN"));
    let help = async |who| bench.d.slash(who, bench.channel, "help", None, json!({})).answer().await;
    for n in 0..10 {
        assert!(!help(&bench.ana).await.text().contains("a lot at once"), "{n}");
    }
    let refused = help(&bench.ana).await;
    assert!(refused.is_ephemeral() && refused.text().contains("try again in 1 s"), "{}", refused.text());
    assert!(help(&chinese).await.text().contains("1 秒后再试"));
    assert!(!help(&boss).await.text().contains("a lot at once"));
    bench.clock.advance(TimeDelta::seconds(2));
    assert!(!help(&bench.ana).await.text().contains("a lot at once"));
    // What takes long counts for more.
    let report =
        async || bench.d.slash(&boss, bench.channel, "team", Some("progress"), json!({})).answer().await;
    assert!(!report().await.text().contains("a lot at once"));
    assert!(report().await.text().contains("try again in 6 s"));
    bench.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_asks_too_often_does_not_slow_down_another() {
    let mut bench = Bench::start().await;
    bench.asks = Asks { server_at_once: 8, server_a_minute: 60, ..Asks::default() };
    bench.restart().await;
    let there = bench.d.guild("Globex");
    let elsewhere = bench.d.text_channel(there, "practice");
    let eve = bench.boss(there, "en-US");
    for n in 0..8 {
        let member = bench.d.user(&format!("Rep {n}"), "en-US");
        bench.d.member(bench.guild, &member, &[], 1 << 11);
        bench.d.slash(&member, bench.channel, "help", None, json!({})).answer().await;
    }
    let refused = bench.d.slash(&bench.ana, bench.channel, "help", None, json!({})).answer().await;
    assert!(refused.text().contains("very busy"), "{}", refused.text());
    let fine = bench.d.slash(&eve, elsewhere, "help", None, json!({})).answer().await;
    assert!(!fine.text().contains("very busy"), "{}", fine.text());
    bench.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_that_comes_after_a_quarter_of_an_hour_is_told_of_kindly() {
    let bench = Bench::start().await;
    let url = format!("sqlite://{}", bench.database().display());
    let mut other = SqliteConnection::connect(&url).await.expect("a connection");
    sqlx::query("BEGIN EXCLUSIVE").execute(&mut other).await.expect("locked");
    let asked = bench.d.slash(&bench.ana, bench.channel, "drill", Some("history"), json!({}));
    asked.callback().await;
    asked.grow_older(std::time::Duration::from_secs(16 * 60));
    other.close().await.expect("given back");
    let told = bench.d.next_message(bench.d.dm(&bench.ana)).await;
    assert!(told.text().contains("more than a quarter of an hour"), "{}", told.text());
    bench.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn characters_that_hide_or_steer_are_gone_before_anybody_reads_them() {
    let bench = Bench::start().await;
    let customer = "Del\u{200B}ta \u{202E}sdooF\u{202C} @every\u{2060}one <@&1> *x*";
    let options = json!({"customer": customer, "zone": "Asia/Shanghai"});
    let added = bench.d.slash(&bench.ana, bench.channel, "followup", Some("add"), options).answer().await;
    let shown = added.json.to_string();
    for c in ['\u{200B}', '\u{202E}', '\u{202C}', '\u{2060}'] {
        assert!(!shown.contains(c), "{c:?} in {shown}");
    }
    assert!(shown.contains("Delta sdooF @everyone \\\\<@&1> \\\\*x\\\\*"), "{shown}");
    let typed = json!({"touch": "del"});
    let line = ("followup", Some("done"));
    let choices = bench.d.autocomplete(&bench.ana, bench.channel, line, typed, "touch").choices().await;
    assert!(choices.iter().all(|choice| !format!("{choice:?}").contains('\u{202E}')), "{choices:?}");
    bench.finish().await;
}
