//! Gateway trouble, and faults on single requests.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use serde_json::json;

use super::{Bare, INTENTS, bot, running, world};
use crate::support::fake_discord::{FakeDiscord, Request, Weather};

#[tokio::test]
async fn a_dropped_session_resumes_and_gets_what_it_missed() {
    let w = running().await;
    let dm = w.d.dm(&w.ana);
    w.d.restart_gateway();
    w.d.says(&w.ana, dm, "while you were out");
    w.d.sessions(1, 1).await;
    assert_eq!(w.d.next_message(dm).await.content(), "heard \"while you were out\"");
    w.d.reconnect_op7();
    w.d.sessions(1, 2).await;
    w.d.invalid_session(true);
    w.d.sessions(1, 3).await;
    w.d.close_gateway(4000);
    w.d.sessions(1, 4).await;
    w.d.says(&w.ana, dm, "again");
    assert_eq!(w.d.next_message(dm).await.content(), "heard \"again\"");
    assert_eq!((w.d.identifies().len(), w.d.resumes().len()), (1, 4));
    assert_eq!(w.d.messages(dm).len(), 4);
    w.d.finish().await;
}

#[tokio::test]
async fn wrong_tokens_and_ungranted_intents_end_the_client() {
    let w = world().await;
    let ended = bot(&w.d, "MTAw.Gx.wrong", INTENTS).await.expect("no panic");
    assert!(ended.is_err(), "{ended:?}");
    w.d.forbid_intents(1 << 15);
    let wanted = INTENTS | serenity::all::GatewayIntents::MESSAGE_CONTENT;
    let ended = bot(&w.d, &w.d.token(), wanted).await.expect("no panic");
    assert!(ended.expect_err("refused").to_lowercase().contains("intents"));
    w.d.finish().await;
}

#[tokio::test]
async fn an_unresumable_session_identifies_anew() {
    let w = running().await;
    w.d.invalid_session(false);
    let again = tokio::time::timeout(Duration::from_secs(12), async {
        while w.d.identifies().len() < 2 {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    });
    again.await.expect("a second IDENTIFY");
    w.d.finish().await;
}

#[tokio::test]
async fn events_come_twice_on_order_and_heartbeats_are_heard() {
    let w = world().await;
    w.d.heartbeat_every(Duration::from_millis(100));
    w.d.ignore_heartbeats(false);
    drop(bot(&w.d, &w.d.token(), INTENTS));
    w.d.ready().await;
    let dm = w.d.dm(&w.ana);
    w.d.says(&w.ana, dm, "once");
    w.d.next_message(dm).await;
    w.d.redeliver_last();
    w.d.next_message(dm).await;
    while w.d.heartbeats() == 0 {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    w.d.finish().await;
}

#[tokio::test]
async fn a_nonce_is_enforced_inside_its_window() {
    let w = world().await;
    let now = Arc::new(AtomicU64::new(1_800_000_000_000));
    let clock = now.clone();
    w.d.use_clock(move || clock.load(Ordering::SeqCst));
    w.d.remember_nonces_for(Duration::from_secs(60));
    let bare = Bare::new(&w.d);
    let path = format!("/channels/{}/messages", w.channel);
    let body = json!({"content": "due", "nonce": "f7.1", "enforce_nonce": true});
    let (_, first) = bare.ask("POST", &path, body.clone()).await;
    let (status, second) = bare.ask("POST", &path, body.clone()).await;
    assert_eq!((status, &second["id"]), (200, &first["id"]));
    assert_eq!(first["nonce"], "f7.1");
    now.fetch_add(61_000, Ordering::SeqCst);
    let (_, third) = bare.ask("POST", &path, body.clone()).await;
    assert_ne!(third["id"], first["id"]);
    let id = |m: &serde_json::Value| m["id"].as_str().and_then(|i| i.parse::<u64>().ok()).expect("an id");
    assert_eq!((id(&third) >> 22) + 1_420_070_400_000, 1_800_000_061_000);
    assert_eq!(w.d.suppressed_doubles(), 1);
    w.d.delete_message(id(&third));
    assert_eq!(bare.ask("POST", &path, body).await.1["code"], 10008);
    let after = (1_800_000_000_000_u64 - 1_420_070_400_000 - 1) << 22;
    let (_, found) = bare.ask("GET", &format!("{path}?after={after}&limit=1"), json!(null)).await;
    assert_eq!(found[0]["id"], first["id"]);
}

#[tokio::test]
async fn ordered_faults_meet_one_request_each() {
    let w = world().await;
    let bare = Bare::new(&w.d);
    let path = format!("/channels/{}/messages", w.channel);
    let body = json!({"content": "x"});
    w.d.rate_limit_next("POST /channels", 1.5);
    let limited = bare.raw("POST", &path).json(&body).send().await.expect("an answer");
    assert_eq!(
        (limited.status().as_u16(), limited.headers()["retry-after"].as_bytes()),
        (429, b"2".as_slice())
    );
    assert_eq!(limited.json::<serde_json::Value>().await.expect("JSON")["retry_after"], 1.5);
    w.d.rate_limit_next_globally("messages", 1.0);
    assert_eq!(bare.ask("POST", &path, body.clone()).await.1["global"], true);
    w.d.fail_next("POST /channels/*/messages", 503);
    w.d.commit_then_fail_next("POST /channels/*/messages", 502);
    assert_eq!(bare.ask("POST", &path, body.clone()).await.0, 503);
    assert_eq!(w.d.messages(w.channel).len(), 0);
    assert_eq!(bare.ask("POST", &path, body.clone()).await.0, 502);
    assert_eq!(w.d.messages(w.channel).len(), 1);
    w.d.drop_next("POST /channels");
    assert!(bare.raw("POST", &path).json(&body).send().await.is_err());
    w.d.commit_then_drop_next("POST /channels");
    assert!(bare.raw("POST", &path).json(&body).send().await.is_err());
    assert_eq!(w.d.messages(w.channel).len(), 2);
    w.d.hang_next("POST /channels");
    w.d.commit_then_hang_next("POST /channels");
    for kept in [2, 3] {
        let hung = bare.raw("POST", &path).json(&body).timeout(Duration::from_millis(200)).send().await;
        assert!(hung.expect_err("silence").is_timeout());
        assert_eq!(w.d.messages(w.channel).len(), kept);
    }
    assert_eq!(w.d.faults_left(), 0);
    let all: Vec<Request> = w.d.requests_to("POST /channels", 8).await;
    let statuses: Vec<Option<u16>> = all.iter().map(|r| r.status).collect();
    assert_eq!(statuses, [Some(429), Some(429), Some(503), Some(502), None, None, None, None]);
    assert_eq!(w.d.requests().len(), 8);
}

#[tokio::test]
async fn interactions_grow_old() {
    let w = running().await;
    let ask = |s: u64| {
        let asked = w.d.interact(&w.ana, w.channel, 2, json!({"id": "1", "name": "x", "type": 1}));
        asked.grow_older(Duration::from_secs(s));
        asked
    };
    let bare = Bare::new(&w.d);
    let late = ask(4);
    let path = format!("/interactions/{}/{}/callback", late.id, late.token());
    assert_eq!(bare.ask("POST", &path, json!({"type": 5})).await.1["code"], 10062);
    let fine = ask(0);
    let path = format!("/interactions/{}/{}/callback", fine.id, fine.token());
    assert_eq!(bare.ask("POST", &path, json!({"type": 5})).await.0, 204);
    assert_eq!(bare.ask("POST", &path, json!({"type": 5})).await.1["code"], 40060);
    fine.grow_older(Duration::from_secs(900));
    let path = format!("/webhooks/{}/{}", w.d.bot_id(), fine.token());
    assert_eq!(
        bare.ask("POST", &path, json!({"content": "x"})).await,
        (401, json!({"code": 50027, "message": "Invalid Webhook Token"}))
    );
    let unknown = format!("/interactions/{}/nonsense/callback", fine.id);
    assert_eq!(bare.ask("POST", &unknown, json!({"type": 5})).await.1["code"], 10062);
    w.d.finish().await;
}

/// Sends a message and gives the status with the answer's headers.
async fn said(d: &FakeDiscord, channel: u64, text: &str) -> (u16, reqwest::header::HeaderMap) {
    let url = format!("{}/api/v10/channels/{channel}/messages", d.api_url());
    let request = reqwest::Client::new().post(url).header("Authorization", format!("Bot {}", d.token()));
    let answer = request.json(&json!({"content": text})).send().await.expect("answered");
    (answer.status().as_u16(), answer.headers().clone())
}

#[tokio::test]
async fn rates_are_enforced_on_order_and_told_by_headers() {
    let w = world().await;
    w.d.enforce_rates();
    for left in (0..5).rev() {
        let (status, headers) = said(&w.d, w.channel, "hello").await;
        assert_eq!(status, 200);
        assert_eq!(headers["x-ratelimit-remaining"], left.to_string().as_str());
    }
    let (status, headers) = said(&w.d, w.channel, "hello").await;
    assert_eq!(status, 429);
    assert_eq!(headers["x-ratelimit-scope"], "user");
    let all = (0..60).map(|n| said(&w.d, 100 + n, "nowhere"));
    let all = futures_util::future::join_all(all).await;
    let over =
        all.iter().filter(|(status, headers)| *status == 429 && headers.contains_key("x-ratelimit-global"));
    let over = over.count();
    assert!((14..=16).contains(&over), "{over} of 60, after six within the second");
    assert_eq!((w.d.too_many(), w.d.busiest_second()), ((over, 1), 50));
}

#[tokio::test]
async fn weather_is_the_same_for_the_same_seed() {
    let (one, two) = (world().await, world().await);
    let mut seen = [Vec::new(), Vec::new()];
    for (w, seen) in [&one, &two].into_iter().zip(&mut seen) {
        w.d.weather(7, Weather { limited: 200, failed: 200, failed_late: 200, ..Weather::default() });
        for n in 0..40 {
            seen.push(said(&w.d, w.channel, &format!("{n}")).await.0);
        }
        w.d.calm();
        assert_eq!(said(&w.d, w.channel, "calm").await.0, 200);
        let met: usize = w.d.weathered().values().sum();
        assert_eq!(met, seen.iter().filter(|status| **status != 200).count());
        let late = w.d.weathered()["5xx after effect"];
        assert_eq!(w.d.count_messages(), 41 - met + late, "those took effect");
    }
    assert_eq!(seen[0], seen[1]);
    assert!(seen[0].contains(&429) && seen[0].iter().any(|status| *status >= 500), "{seen:?}");
}
