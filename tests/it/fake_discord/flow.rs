//! A bot and its people.

use serde_json::json;
use serenity::all::GatewayIntents;

use super::{INTENTS, bot, running, world};
use crate::support::fake_discord::{Button, Interaction, Message};

#[tokio::test]
async fn a_command_is_answered_with_its_locale_and_resolved_options() {
    let w = running().await;
    let ben = w.d.user("Ben", "en-US");
    w.d.member(w.guild, &ben, &[], 0);
    let file = w.d.upload("book.toml", "text/plain", b"id = 1");
    let asked = w.d.slash(
        &w.ana,
        w.channel,
        "drill",
        Some("start"),
        json!({"scenario": "price", "who": ben.id, "file": file}),
    );
    let answer = asked.answer().await;
    assert_eq!(answer.content(), "zh-CN ana 2");
    assert!(answer.is_ephemeral());
    assert_eq!(answer.only_for, Some(w.ana.id));
    assert_eq!((answer.channel, answer.author), (w.channel, w.d.bot_id()));
    assert_eq!(answer.selects().len(), 1);
    assert_eq!(answer.buttons()[0], Button { label: "Go".into(), custom_id: "v1:go".into(), enabled: true });
    assert_eq!(asked.callback().await["type"], 4);
    assert!(asked.acknowledged_after().await.as_secs() < 3);
    assert!(w.d.gateway_was_asked());
    assert_eq!(w.d.commands()[0]["name"], "drill");
    assert_eq!(w.d.guild_commands(w.guild), json!([]));
    w.d.finish().await;
}

#[tokio::test]
async fn buttons_selects_modals_and_choices_work() {
    let w = running().await;
    let typing =
        w.d.autocomplete(&w.ana, w.channel, ("drill", Some("start")), json!({"scenario": "pri"}), "scenario");
    assert_eq!(typing.choices().await, [("price".to_owned(), json!("price"))]);
    let card =
        w.d.slash(&w.ana, w.channel, "drill", Some("start"), json!({"scenario": "price"})).answer().await;
    let pressed: Interaction = w.d.press(&w.ana, card.id, &card.button("Write"));
    assert_eq!(pressed.modal().await["title"], "Say it");
    let wrote = w.d.submit(&w.ana, &pressed, json!({"words": "hello"})).answer().await;
    assert_eq!(wrote.text(), "you wrote hello");
    let chosen: Message = w.d.choose(&w.ana, card.id, "v1:pick", &["2"]).answer().await;
    assert!(chosen.content().contains("\"2\""), "{}", chosen.content());
    let gone = w.d.press(&w.ana, card.id, "Go").answer().await;
    assert!(gone.content().starts_with("you took v1:go"));
    assert_eq!(gone.id, card.id);
    w.d.finish().await;
}

#[tokio::test]
async fn a_deferred_answer_and_its_follow_up_arrive() {
    let w = running().await;
    let asked = w.d.slash(&w.ana.speaking("en-US"), w.d.dm(&w.ana), "slow", None, json!({}));
    assert_eq!(asked.answer().await.content(), "late");
    let more = asked.followup(0).await;
    assert_eq!(more.content(), "more");
    assert!(!more.is_ephemeral());
    assert_eq!(asked.followups().len(), 1);
    assert_eq!(w.d.unread().len(), 0);
    w.d.finish().await;
}

#[tokio::test]
async fn content_is_hidden_without_the_intent_but_for_mentions_and_dms() {
    let w = running().await;
    w.d.says(&w.ana, w.channel, "secret");
    assert_eq!(w.d.next_message(w.channel).await.content(), "heard \"\"");
    w.d.says(&w.ana, w.channel, &format!("<@{}> hi", w.d.bot_id()));
    assert!(w.d.next_message(w.channel).await.content().contains("hi"));
    let dm = w.d.dm(&w.ana);
    w.d.says(&w.ana, dm, "direct");
    assert_eq!(w.d.next_message(dm).await.content(), "heard \"direct\"");
    assert_eq!(w.d.messages(dm).len(), 2);
    w.d.finish().await;
}

#[tokio::test]
async fn content_is_there_with_the_intent() {
    let w = world().await;
    drop(bot(&w.d, &w.d.token(), INTENTS | GatewayIntents::MESSAGE_CONTENT));
    w.d.ready().await;
    w.d.says(&w.ana, w.channel, "secret");
    assert_eq!(w.d.next_message(w.channel).await.content(), "heard \"secret\"");
    w.d.finish().await;
}

#[tokio::test]
async fn only_events_of_the_asked_intents_are_sent() {
    let w = world().await;
    drop(bot(&w.d, &w.d.token(), GatewayIntents::DIRECT_MESSAGES));
    w.d.ready().await;
    w.d.says(&w.ana, w.channel, "unheard");
    let dm = w.d.dm(&w.ana);
    w.d.says(&w.ana, dm, "heard");
    w.d.next_message(dm).await;
    assert_eq!(w.d.messages(w.channel).len(), 1);
    w.d.finish().await;
}

/// The panic of what Discord's client would not let a person do.
fn refusal(act: impl FnOnce()) -> String {
    let caught = std::panic::catch_unwind(std::panic::AssertUnwindSafe(act)).expect_err("a panic");
    caught.downcast_ref::<String>().expect("a text").lines().next().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn people_can_only_do_what_discord_offers_them() {
    let w = running().await;
    let (d, ana, ch) = (&w.d, &w.ana, w.channel);
    let card = d.slash(ana, ch, "drill", Some("start"), json!({"scenario": "price"})).answer().await;
    let eve = d.user("Eve", "en-US");
    assert!(refusal(|| drop(d.slash(ana, ch, "nope", None, json!({})))).contains("not registered /nope"));
    assert!(refusal(|| drop(d.slash(ana, ch, "drill", None, json!({})))).contains("[start]"));
    assert!(refusal(|| drop(d.slash(ana, ch, "drill", Some("start"), json!({})))).contains("required"));
    assert!(
        refusal(|| drop(d.slash(ana, ch, "drill", Some("start"), json!({"x": 1})))).contains("no option x")
    );
    assert!(refusal(|| drop(d.slash(ana, ch, "admin", None, json!({})))).contains("may not see"));
    assert!(refusal(|| drop(d.slash(&eve, ch, "slow", None, json!({})))).contains("Eve is not in #practice"));
    assert!(refusal(|| drop(d.press(ana, card.id, "Stop"))).contains("[Go|v1:go]"));
    assert!(refusal(|| drop(d.press(ana, card.id, "Off"))).contains("disabled"));
    assert!(refusal(|| drop(d.press(&eve, card.id, "Go"))).contains("only Ana sees"));
    assert!(refusal(|| drop(d.choose(ana, card.id, "v1:pick", &["3"]))).contains("none of"));
    let opened = d.press(ana, card.id, "Write");
    opened.modal().await;
    assert!(refusal(|| drop(d.submit(ana, &opened, json!({"other": ""})))).contains("has no other"));
    assert!(refusal(|| drop(d.submit(ana, &opened, json!({})))).contains("do not fit"));
    d.open_command("admin");
    d.slash(ana, ch, "admin", None, json!({})).may_stay_unanswered();
    w.d.finish().await;
}

#[tokio::test]
async fn finish_tells_what_was_wrong() {
    let w = running().await;
    w.d.interact(&w.ana, w.channel, 2, json!({"id": "1", "name": "unheard-of", "type": 1}));
    super::Bare::new(&w.d).ask("GET", "/sticker-packs", json!(null)).await;
    let said = tokio::spawn(async move { w.d.finish().await }).await.expect_err("a panic").into_panic();
    let said = said.downcast_ref::<String>().expect("a text");
    assert!(said.contains("unknown route: GET /sticker-packs"), "{said}");
    assert!(said.contains("never acknowledged: Ana in #practice: interaction of type 2"), "{said}");
}
