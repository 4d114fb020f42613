//! Pings that do not go the usual way, end to end: late ones, closed doors, and what a manager hears of them.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;
use sparring::clock::Clock;

use crate::support::bench::{Bench, label_of, list_of};
use crate::support::fake_discord::User;

/// Ana plans the follow-ups of customers, from Friday the 6th of March on.
async fn plan(bench: &Bench, customers: &[&str]) {
    for customer in customers {
        let options = json!({"customer": customer, "zone": "Asia/Shanghai"});
        bench.d.slash(&bench.ana, bench.channel, "followup", Some("add"), options).answer().await;
    }
}

/// The server's rule: who is told, where pings go that cannot reach a member.
async fn rule(bench: &Bench, options: serde_json::Value) -> User {
    let boss = bench.boss(bench.guild, "en-US");
    let mut options = options;
    options["manager"] = json!(boss.id.to_string());
    options["zone"] = json!("Asia/Shanghai");
    let shown = bench.d.slash(&boss, bench.channel, "settings", None, options).answer().await.text();
    assert!(shown.contains("Boss"), "{shown}");
    boss
}

async fn list(bench: &Bench) -> String {
    bench.d.slash(&bench.ana, bench.channel, "followup", Some("list"), json!({})).answer().await.text()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn touches_that_come_late_are_told_together_once_saying_when_they_were_due() {
    let mut bench = Bench::start().await;
    plan(&bench, &["Delta", "Echo", "Foxtrot"]).await;
    // The bot was down on Monday, and comes back in the evening.
    assert_eq!(bench.settled(TimeDelta::days(3) + TimeDelta::hours(9)).await, 1);
    let dm = bench.d.dm(&bench.ana);
    let told = bench.d.next_message(dm).await;
    let text = told.text();
    assert!(text.contains("could not be told in time"), "{text}");
    for customer in ["Delta", "Echo", "Foxtrot"] {
        assert!(text.contains(customer), "{text}");
    }
    assert!(text.contains("<t:1773018000:"), "it says when they were due: {text}");
    assert_eq!(bench.settled(TimeDelta::hours(2)).await, 0, "once");
    // One of them is opened from the list, still after a restart.
    bench.restart().await;
    let value = told.selects()[0]["options"][0]["value"].as_str().expect("a value").to_owned();
    let opened = bench.d.choose(&bench.ana, told.id, &list_of(&told), &[value.as_str()]).answer().await;
    assert!(opened.text().contains("This comes late: it was due"), "{}", opened.text());
    bench.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_others_read_along_only_the_owner_learns_what_is_due() {
    let bench = Bench::start().await;
    let reminders = bench.d.text_channel(bench.guild, "reminders");
    let boss = rule(&bench, json!({"followup-channel": reminders.to_string()})).await;
    plan(&bench, &["Delta"]).await;
    bench.d.blocks_dms(&bench.ana, true);
    bench.settled(TimeDelta::days(3)).await;
    let ping = bench.d.next_message(reminders).await;
    assert!(ping.content().contains(&format!("<@{}>", bench.ana.id)));
    assert!(!ping.text().contains("Delta"), "{}", ping.text());
    let shown = bench.d.press(&bench.ana, ping.id, &label_of(&ping, "touch")).answer().await;
    assert!(shown.text().contains("Delta"), "{}", shown.text());
    let cole = bench.d.user("Cole", "en-US");
    bench.d.member(bench.guild, &cole, &[], 1 << 11);
    let hidden = bench.d.press(&cole, ping.id, &label_of(&ping, "touch")).answer().await;
    assert!(hidden.text().contains("somebody else's"), "{}", hidden.text());
    // The appointed manager may look.
    let seen = bench.d.press(&boss, ping.id, &label_of(&ping, "touch")).answer().await;
    assert!(seen.text().contains("Delta"), "{}", seen.text());
    read_all(&bench).await;
    bench.finish().await;
}

/// Reads what is of no matter any more.
async fn read_all(bench: &Bench) {
    for message in bench.d.unread() {
        bench.d.next_message(message.channel).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn when_no_way_is_open_the_manager_hears_of_it_and_the_list_shows_it() {
    let bench = Bench::start().await;
    let reminders = bench.d.text_channel(bench.guild, "reminders");
    let boss = rule(&bench, json!({"followup-channel": reminders.to_string()})).await;
    let asked_in = bench.d.text_channel(bench.guild, "asked");
    let options = json!({"customer": "Delta", "zone": "Asia/Shanghai"});
    bench.d.slash(&bench.ana, asked_in, "followup", Some("add"), options).answer().await;
    bench.d.blocks_dms(&bench.ana, true);
    bench.d.delete_channel(reminders);
    bench.d.deny(asked_in, "SEND_MESSAGES");
    let round = bench.later(TimeDelta::days(3)).await;
    assert!(round.gave_up > 0 && round.sent == 0, "{round:?}");
    bench.settled(TimeDelta::zero()).await;
    let dm = bench.d.dm(&boss);
    let told = bench.d.next_message(dm).await.text();
    assert!(told.contains("could not reach Ana") && told.contains("Delta"), "{told}");
    let shown = list(&bench).await;
    assert!(shown.contains("could not be delivered"), "{shown}");
    read_all(&bench).await;
    bench.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn overdue_touches_are_told_to_the_manager_every_working_day() {
    let bench = Bench::start().await;
    let boss = rule(&bench, json!({"overdue-days": 2})).await;
    plan(&bench, &["Delta"]).await;
    let dm = bench.d.dm(&boss);
    let told = |bench: &Bench| bench.d.messages(dm).iter().filter(|m| m.only_for.is_none()).count();
    // Pinged on Monday at nine; on Tuesday nothing is overdue yet.
    bench.settled(TimeDelta::days(3)).await;
    bench.settled(TimeDelta::hours(25)).await;
    assert_eq!(told(&bench), 0);
    bench.settled(TimeDelta::days(1)).await;
    let first = bench.d.next_message(dm).await;
    assert!(
        first.text().contains("2 working days") && first.text().contains("Ana: Delta"),
        "{}",
        first.text()
    );
    bench.settled(TimeDelta::hours(5)).await;
    assert_eq!(told(&bench), 1, "once a day");
    // Thursday and Friday, not on the weekend.
    bench.settled(TimeDelta::hours(19)).await;
    bench.settled(TimeDelta::days(1)).await;
    assert_eq!(told(&bench), 3);
    bench.settled(TimeDelta::days(2)).await;
    assert_eq!(told(&bench), 3);
    bench.d.next_message(dm).await;
    let last = bench.d.next_message(dm).await;
    let again = bench.d.press(&boss, last.id, &label_of(&last, "overdue")).answer().await;
    assert!(again.text().contains("Ana: Delta"), "{}", again.text());
    // The rule is taken back.
    bench.d.slash(&boss, bench.channel, "settings", None, json!({"overdue-days": 0})).answer().await;
    bench.settled(TimeDelta::days(3)).await;
    assert_eq!(told(&bench), 3);
    read_all(&bench).await;
    bench.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_step_of_a_drill_that_cost_points_comes_back_for_who_asks() {
    let bench = Bench::with(false, crate::quiz::sheet::files("")).await;
    let (thread, last) = bench.start_drill().await;
    bench.reply(&last, "Our price is fine. You should buy today.").await.callback().await;
    bench.d.next_message(thread).await;
    let said = bench.d.next_message(thread).await;
    bench.d.press(&bench.ana, said.id, &label_of(&said, "stop")).callback().await;
    let card = bench.d.next_message(thread).await;
    let dm = bench.d.dm(&bench.ana);
    for _ in 0..2 {
        let planned = bench.d.press(&bench.ana, card.id, &label_of(&card, "rounds")).answer().await;
        assert!(planned.text().contains("<t:"), "{}", planned.text());
    }
    // Practice keeps no working days: it is Saturday.
    assert_eq!(bench.settled(TimeDelta::hours(33)).await, 1, "asked twice, told once");
    let round = bench.d.next_message(dm).await;
    assert!(round.text().contains("To mend"), "{}", round.text());
    let why = bench.d.press(&bench.ana, round.id, &label_of(&round, "round")).answer().await;
    assert!(why.text().contains("Listen: 0 of 30 points"), "{}", why.text());
    read_all(&bench).await;
    bench.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_told_before_it_is_due_because_a_clock_jumped() {
    let bench = Bench::start().await;
    plan(&bench, &["Delta"]).await;
    let (post, dm) = (bench.post(), bench.d.dm(&bench.ana));
    let set = |to: DateTime<Utc>| bench.clock.advance(to - bench.clock.now());
    let monday = bench.clock.now() + TimeDelta::days(3);
    bench.d.tells_the_time(monday);
    bench.clock.advance(TimeDelta::days(3));
    let first = bench.app.send_due(&post).await.expect("a round").sent;
    assert!(first > 0);
    // The computer's clock goes a month ahead, then right again: nothing came early, nothing comes twice.
    bench.clock.advance(TimeDelta::days(30));
    assert_eq!(bench.app.send_due(&post).await.expect("a round").claimed, 0);
    set(monday + TimeDelta::hours(1));
    assert_eq!(bench.app.send_due(&post).await.expect("a round").claimed, 0);
    // Behind by a month, and right again on the day that is due.
    set(monday - TimeDelta::days(30));
    assert_eq!(bench.app.send_due(&post).await.expect("a round").claimed, 0);
    bench.d.tells_the_time(monday + TimeDelta::days(4));
    set(monday + TimeDelta::days(4));
    assert_eq!(bench.app.send_due(&post).await.expect("a round").sent, 1);
    assert_eq!(bench.d.messages(dm).len(), first + 1);
    read_all(&bench).await;
    bench.finish().await;
}
