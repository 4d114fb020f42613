//! What is assigned to a role, with and without knowing who has it.

use chrono::TimeDelta;
use serde_json::json;

use super::{assign, listed, members, take_quiz};
use crate::support::bench::{Bench, label_of};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_role_is_told_in_the_channel_and_who_joins_it_gets_what_is_open() {
    let bench = Bench::start().await;
    let boss = bench.boss(bench.guild, "en-US");
    let role = bench.d.role(bench.guild, "Reps");
    let (ana, ben) = (bench.ana.clone(), bench.d.user("Ben", "en-US"));
    bench.d.member(bench.guild, &ana, &[role], 1 << 11);
    bench.d.member(bench.guild, &ben, &[], 1 << 11);
    let options = json!({"quiz": "basics", "role": role.to_string(), "due": "7d"});
    let made = assign(&bench, &boss, "quiz", options).await.text();
    assert!(made.contains("who has the role Reps"), "{made}");
    let said = bench.d.next_message(bench.channel).await;
    assert_eq!(said.content(), format!("<@&{role}>"));
    assert_eq!(said.json["mention_roles"], json!([role.to_string()]));
    assert!(said.text().contains("For this role: Basics"), "{}", said.text());
    assert_eq!(bench.later(TimeDelta::zero()).await.sent, 0);

    let refused = bench.d.press(&ben, said.id, &label_of(&said, "begin")).answer().await;
    assert!(refused.text().contains("not assigned to you"), "{}", refused.text());
    let done = take_quiz(&bench, &ana, &said).await;
    let quiz = said;
    assert!(done.text().contains("Passed"), "{}", done.text());
    assert_eq!(bench.later(TimeDelta::zero()).await.sent, 0, "she began, so she is not told that she may");

    // Ben is given the role; whatever he does next with the bot, he gets what is open, once.
    bench.d.member(bench.guild, &ben, &[role], 1 << 11);
    for _ in 0..2 {
        bench.d.slash(&ben, bench.channel, "help", None, json!({})).answer().await;
    }
    assert_eq!(bench.later(TimeDelta::zero()).await.sent, 1);
    assert!(bench.d.next_message(bench.d.dm(&ben)).await.text().contains("For you: Basics"));
    let list = listed(&bench, &boss).await;
    assert!(list.contains("members: 2 · passed 1 · not begun 1"), "{list}");

    // A drill that is begun in the channel is held in a private thread.
    assign(&bench, &boss, "drill", json!({"scenario": "quote", "role": role.to_string()})).await;
    let said = bench.d.next_message(bench.channel).await;
    let begun = bench.d.press(&ben, said.id, &label_of(&said, "begin")).answer().await;
    let thread = bench.d.thread_of(&ben).await;
    assert!(begun.text().contains(&format!("<#{thread}>")), "{}", begun.text());
    bench.d.next_message(thread).await;
    bench.d.next_message(thread).await;
    assert_eq!(bench.later(TimeDelta::zero()).await.sent, 0);

    // What is over is not handed out any more.
    bench.later(TimeDelta::days(8)).await;
    let cem = bench.d.user("Cem", "en-US");
    bench.d.member(bench.guild, &cem, &[role], 1 << 11);
    bench.d.slash(&cem, bench.channel, "help", None, json!({})).answer().await;
    let late = bench.d.press(&cem, quiz.id, &label_of(&quiz, "begin")).answer().await;
    assert!(late.text().contains("not assigned to you"), "{}", late.text());
    assert!(listed(&bench, &boss).await.contains("members: 2"));
    bench.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_known_members_all_of_a_role_get_it_at_once_and_new_ones_when_they_join() {
    let mut bench = Bench::start().await;
    bench.know_members().await;
    let intents = bench.d.identifies().last().expect("identified")["intents"].as_u64().expect("a number");
    assert_eq!(intents & 2, 2, "GUILD_MEMBERS");
    let boss = bench.boss(bench.guild, "en-US");
    let role = bench.d.role(bench.guild, "Reps");
    let empty = json!({"quiz": "basics", "role": role.to_string()});
    let told = assign(&bench, &boss, "quiz", empty).await.text();
    assert!(told.contains("Nobody has the role Reps yet"), "{told}");
    let ana = bench.ana.clone();
    bench.d.member(bench.guild, &ana, &[role], 1 << 11);
    let mut all = Vec::new();
    for n in 0..30 {
        let rep = bench.d.user(&format!("Rep {n:02}"), "en-US");
        bench.d.member(bench.guild, &rep, &[role], 1 << 11);
        all.push(rep);
    }
    let options = json!({"quiz": "basics", "role": role.to_string(), "due": "7d"});
    let made = assign(&bench, &boss, "quiz", options).await.text();
    assert!(made.contains("have it: 31") && made.contains("given the role Reps later"), "{made}");
    assert_eq!(bench.later(TimeDelta::zero()).await.sent, 31);
    for rep in all.iter().chain([&ana]) {
        assert!(bench.d.next_message(bench.d.dm(rep)).await.text().contains("For you: Basics"));
    }
    let first = members(&bench, &boss).await;
    assert!(first.contains("Rep 00: not begun") && first.contains("Page 1 of 2"), "{first}");

    // One joins with the role, another is given it; neither does anything.
    let [dan, eva] = ["Dan", "Eva"].map(|name| bench.d.user(name, "en-US"));
    bench.d.member(bench.guild, &dan, &[role], 1 << 11);
    bench.d.member(bench.guild, &eva, &[], 1 << 11);
    bench.d.member(bench.guild, &eva, &[role], 1 << 11);
    while !listed(&bench, &boss).await.contains("members: 33") {
        tokio::task::yield_now().await;
    }
    assert_eq!(bench.later(TimeDelta::zero()).await.sent, 2);
    for rep in [&dan, &eva] {
        bench.d.next_message(bench.d.dm(rep)).await;
    }
    let id = super::only_one(&bench, &boss).await;
    let page =
        bench.d.slash(&boss, bench.channel, "assign", Some("list"), json!({"assignment": id})).answer().await;
    let turned = bench.d.press(&boss, page.id, "▶").answer().await;
    assert!(turned.text().contains("Page 2 of 2"), "{}", turned.text());
    bench.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_role_is_told_in_the_channel_where_members_may_not_be_listed() {
    let mut bench = Bench::start().await;
    bench.know_members().await;
    let boss = bench.boss(bench.guild, "en-US");
    let role = bench.d.role(bench.guild, "Reps");
    bench.d.fail_next("GET /guilds/*/members", 403);
    bench.d.deny(bench.channel, "SEND_MESSAGES");
    let made = assign(&bench, &boss, "drill", json!({"scenario": "quote", "role": role.to_string()})).await;
    assert!(made.text().contains("could not be told in this channel"), "{}", made.text());
    bench.finish().await;
}
