//! The bot end to end: real serenity, real requests, real SQLite, and a Discord that refuses what Discord refuses.

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::support::bench::{Bench, label_of};

const LISTEN: &str = "Tell me more, please.";
const CONFIRM: &str = "So the worry is a standstill in the season, do I get that right?";
const POSITION: &str = "Three firms went live in six weeks with two hours of standstill.";
const ASSURE: &str = "I own it. Shall we say Thursday at ten?";

/// Says the whole model talk and gives back the scorecard's text.
async fn finish_talk(
    bench: &Bench,
    thread: u64,
    mut last: crate::support::fake_discord::Message,
    lines: &[&str],
) -> String {
    for line in lines {
        bench.reply(&last, line).await.callback().await;
        let said = bench.d.next_message(thread).await;
        assert!(said.text().contains(&line[..8]), "the rep's words are shown: {}", said.text());
        last = bench.d.next_message(thread).await;
    }
    bench.d.next_message(thread).await.text()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_drill_goes_from_the_command_to_the_scorecard() {
    let bench = Bench::start().await;
    let asked =
        bench.d.slash(&bench.ana, bench.channel, "drill", Some("start"), json!({"scenario": "quote"}));
    let answer = asked.answer().await;
    assert!(answer.is_ephemeral());
    let thread = bench.d.thread_of(&bench.ana).await;
    assert!(answer.text().contains(&format!("<#{thread}>")), "{}", answer.text());
    let briefing = bench.d.next_message(thread).await;
    assert!(briefing.text().contains("You sell pumps."), "{}", briefing.text());
    assert!(!briefing.text().contains("standstill in"), "hidden needs stay hidden");
    let opening = bench.d.next_message(thread).await;
    let card = finish_talk(&bench, thread, opening, &[LISTEN, CONFIRM, POSITION, ASSURE]).await;
    assert!(card.contains("Score 100 of 100"), "{card}");
    let why = bench.d.slash(&bench.ana, bench.channel, "drill", Some("why"), json!({}));
    let why = why.answer().await.text();
    assert!(why.contains("methods/lscpa.toml:"), "{why}");
    assert!(why.contains("Tell me more"), "{why}");
    bench.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_restart_between_any_two_turns_changes_nothing() {
    let mut bench = Bench::start().await;
    let (thread, mut last) = bench.start_drill().await;
    for line in [LISTEN, CONFIRM, POSITION] {
        bench.reply(&last, line).await.callback().await;
        bench.d.next_message(thread).await;
        last = bench.d.next_message(thread).await;
        bench.restart().await;
    }
    let card = finish_talk(&bench, thread, last, &[ASSURE]).await;
    assert!(card.contains("Score 100 of 100"), "{card}");
    bench.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_quick_messages_are_taken_in_order_and_a_redelivered_one_once() {
    let bench = Bench::start().await;
    let dm = bench.d.dm(&bench.ana);
    let asked = bench.d.slash(
        &bench.ana,
        bench.channel,
        "drill",
        Some("start"),
        json!({"scenario": "quote", "private": true}),
    );
    asked.answer().await;
    bench.d.next_message(dm).await;
    bench.d.next_message(dm).await;
    bench.d.says(&bench.ana, dm, CONFIRM);
    bench.d.says(&bench.ana, dm, POSITION);
    let first = bench.d.next_message(dm).await.text();
    let second = bench.d.next_message(dm).await.text();
    assert!(first.contains("Reply 1 of at most 6"), "{first}");
    assert!(second.contains("Reply 2 of at most 6"), "{second}");
    bench.d.redeliver_last();
    bench.d.says(&bench.ana, dm, ASSURE);
    let third = bench.d.next_message(dm).await.text();
    assert!(third.contains("Reply 3 of at most 6"), "{third}");
    bench.d.next_message(dm).await;
    bench.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_the_intent_reps_write_in_the_thread() {
    let bench = Bench::with(true, crate::support::bench::tiny_files()).await;
    let (thread, _) = bench.start_drill().await;
    bench.d.says(&bench.ana, thread, LISTEN);
    let line = bench.d.next_message(thread).await.text();
    assert!(line.contains("Last year a line stood still"), "{line}");
    bench.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_cannot_be_judged_is_refused_and_nothing_is_counted() {
    let bench = Bench::start().await;
    let dm = bench.d.dm(&bench.ana);
    bench
        .d
        .slash(
            &bench.ana,
            bench.channel,
            "drill",
            Some("start"),
            json!({"scenario": "quote", "private": true}),
        )
        .answer()
        .await;
    bench.d.next_message(dm).await;
    bench.d.next_message(dm).await;
    bench.d.says(&bench.ana, dm, "…");
    assert!(bench.d.next_message(dm).await.text().contains("no words"));
    bench.d.says(&bench.ana, dm, "我理解您的顾虑");
    assert!(bench.d.next_message(dm).await.text().contains("in English"));
    bench.d.says(&bench.ana, dm, LISTEN);
    assert!(bench.d.next_message(dm).await.text().contains("Reply 1 of"));
    bench.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn hint_stop_history_and_list_answer_in_private() {
    let bench = Bench::start().await;
    let (thread, opening) = bench.start_drill().await;
    let hint = bench.d.press(&bench.ana, opening.id, &label_of(&opening, "hint")).answer().await;
    assert!(hint.is_ephemeral() && hint.text().contains("Ask for more."), "{}", hint.text());
    bench.reply(&opening, LISTEN).await.callback().await;
    bench.d.next_message(thread).await;
    bench.d.next_message(thread).await;
    let again = bench.d.slash(&bench.ana, bench.channel, "drill", Some("start"), json!({})).answer().await;
    assert!(again.text().contains("still in"), "{}", again.text());
    let stopped = bench.d.slash(&bench.ana, bench.channel, "drill", Some("stop"), json!({})).answer().await;
    assert!(stopped.text().contains("Score 30 of 100"), "{}", stopped.text());
    bench.d.next_message(thread).await;
    let history =
        bench.d.slash(&bench.ana, bench.channel, "drill", Some("history"), json!({})).answer().await;
    assert!(history.text().contains("The quote is too high: 30"), "{}", history.text());
    let list = bench.d.slash(&bench.ana, bench.channel, "drill", Some("list"), json!({})).answer().await;
    assert!(list.text().contains("Machine building"), "{}", list.text());
    bench.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everything_is_in_the_members_language() {
    let bench = Bench::start().await;
    let ana = bench.ana.speaking("zh-CN");
    let help = bench.d.slash(&ana, bench.channel, "help", None, json!({})).answer().await;
    assert!(help.text().contains("你的销售陪练"), "{}", help.text());
    let card = bench.d.slash(&ana, bench.channel, "card", None, json!({"name": "price"})).answer().await;
    assert!(card.text().contains("价格异议"), "{}", card.text());
    let choices = bench
        .d
        .autocomplete(&ana, bench.channel, ("drill", Some("start")), json!({"scenario": "报价"}), "scenario")
        .choices()
        .await;
    assert_eq!(choices, [("报价太高 · 难度 1".to_owned(), json!("quote"))]);
    let commands = bench.d.commands();
    let drill = commands.as_array().expect("a list").iter().find(|c| c["name"] == "drill").expect("there");
    assert_eq!(drill["name_localizations"]["zh-CN"], "对练");
    bench.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn due_touches_are_pinged_once_with_purpose_and_draft_and_done_by_button() {
    let bench = Bench::start().await;
    let added = bench.d.slash(
        &bench.ana,
        bench.channel,
        "followup",
        Some("add"),
        json!({"customer": "Delta *Foods*", "zone": "Asia/Shanghai"}),
    );
    let added = added.answer().await.text();
    assert!(added.contains("3 touches planned") && added.contains("Thank-you + First look"), "{added}");
    let dm = bench.d.dm(&bench.ana);
    assert_eq!(bench.later(TimeDelta::days(1)).await.claimed, 0, "Saturday moves to Monday");
    // Days 1 and 3 both come on Monday at nine: one ping tells them.
    let round = bench.later(TimeDelta::days(2)).await;
    assert_eq!((round.claimed, round.sent), (1, 1));
    let ping = bench.d.next_message(dm).await;
    assert!(
        ping.text().contains("Keep the promise.") && ping.text().contains("Dear Delta \\*Foods\\*"),
        "{}",
        ping.text()
    );
    assert!(ping.text().contains("Also today: Thank-you"), "{}", ping.text());
    assert_eq!(bench.later(TimeDelta::minutes(10)).await.claimed, 0);
    let form = bench.d.press(&bench.ana, ping.id, &label_of(&ping, "done"));
    form.modal().await;
    let done = bench.d.submit(&bench.ana, &form, json!({"field0": "The plan", "field1": "A call"}));
    assert!(done.answer().await.text().contains("Done:"));
    let list =
        bench.d.slash(&bench.ana, bench.channel, "followup", Some("list"), json!({})).answer().await.text();
    assert!(list.contains("done, was due") && list.contains("Progress"), "{list}");
    bench.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_ping_whose_answer_was_lost_is_seen_once() {
    let bench = Bench::start().await;
    bench
        .d
        .slash(
            &bench.ana,
            bench.channel,
            "followup",
            Some("add"),
            json!({"customer": "Delta", "zone": "Asia/Shanghai"}),
        )
        .answer()
        .await;
    let dm = bench.d.dm(&bench.ana);
    bench.d.commit_then_fail_next("POST /channels/*/messages", 502);
    let round = bench.later(TimeDelta::days(3)).await;
    assert_eq!((round.later, round.sent + 1), (1, round.claimed));
    assert_eq!(bench.later(TimeDelta::minutes(30)).await.sent, 1);
    assert_eq!(bench.d.messages(dm).len(), round.claimed);
    for _ in 0..round.claimed {
        bench.d.next_message(dm).await;
    }
    bench.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn closed_direct_messages_fall_back_to_the_channel() {
    let bench = Bench::start().await;
    bench
        .d
        .slash(
            &bench.ana,
            bench.channel,
            "followup",
            Some("add"),
            json!({"customer": "Delta", "zone": "Asia/Shanghai"}),
        )
        .answer()
        .await;
    bench.d.blocks_dms(&bench.ana, true);
    assert_eq!(bench.later(TimeDelta::days(3)).await.sent, 1);
    let ping = bench.d.next_message(bench.channel).await;
    assert!(ping.content().contains(&format!("<@{}>", bench.ana.id)));
    bench.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_quiz_is_answered_by_buttons_lists_and_forms_and_the_survey_follows() {
    let bench = Bench::start().await;
    let asked = bench.d.slash(&bench.ana, bench.channel, "quiz", Some("start"), json!({}));
    assert!(asked.answer().await.text().contains("5 questions"));
    let mut question = asked.followup(0).await;
    let mut shown = Vec::new();
    for _ in 0..5 {
        let answered = answer_question(&bench, &question).await;
        shown.push(answered.answer().await.text());
        question = answered.followup(0).await;
    }
    let shown = shown.join("\n");
    assert!(shown.contains("4 of 5 right (80 %)"), "{shown}");
    assert!(shown.contains("80 to 20, says the course."), "the miss is explained: {shown}");
    for _ in 0..2 {
        let pressed = bench.d.press(&bench.ana, question.id, &label_of(&question, "survey"));
        question = pressed.followup(0).await;
    }
    assert!(question.text().contains("Thank you"), "{}", question.text());
    let me =
        bench.d.slash(&bench.ana, bench.channel, "me", Some("progress"), json!({})).answer().await.text();
    assert!(me.contains("Basics: 4 of 5"), "{me}");
    bench.finish().await;
}

/// Answers everything right but the fill-in.
pub(crate) async fn answer_question(
    bench: &Bench,
    question: &crate::support::fake_discord::Message,
) -> crate::support::fake_discord::Interaction {
    let text = question.text();
    let letter_of = |wanted: &str| {
        let line =
            text.lines().find(|line| line.contains(wanted)).unwrap_or_else(|| panic!("{wanted} in {text}"));
        line.trim_start_matches("• ").chars().next().expect("a letter").to_string()
    };
    if text.contains("How many per cent") {
        return bench.d.press(&bench.ana, question.id, &letter_of("20 %"));
    }
    if text.contains("day 0") {
        return bench.d.press(&bench.ana, question.id, "True");
    }
    if text.contains("Which are steps") {
        let id = question.selects()[0]["custom_id"].as_str().expect("an id").to_owned();
        return bench.d.choose(&bench.ana, question.id, &id, &["0", "2"]);
    }
    let typed = if text.contains("Put in order") {
        ["Lead", "Quote", "Cash"].map(letter_of).join(" ")
    } else {
        "50".to_owned()
    };
    let form = bench.d.press(&bench.ana, question.id, &label_of(question, "type"));
    form.modal().await;
    bench.d.submit(&bench.ana, &form, json!({"words": typed}))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn team_progress_is_for_managers_and_hides_few_answers() {
    let bench = Bench::start().await;
    let asked = bench.d.slash(&bench.ana, bench.channel, "quiz", Some("start"), json!({}));
    asked.answer().await;
    let mut question = asked.followup(0).await;
    for _ in 0..5 {
        let answered = answer_question(&bench, &question).await;
        question = answered.followup(0).await;
    }
    bench.d.press(&bench.ana, question.id, &label_of(&question, "survey")).followup(0).await;
    bench.d.open_command("team");
    let refused =
        bench.d.slash(&bench.ana, bench.channel, "team", Some("progress"), json!({})).answer().await;
    assert!(refused.text().contains("for managers"), "{}", refused.text());
    let boss = bench.d.user("Boss", "en-US");
    bench.d.member(bench.guild, &boss, &[], 1 << 5);
    let seen = bench.d.slash(&boss, bench.channel, "team", Some("progress"), json!({})).answer().await.text();
    assert!(!seen.contains("Ana"), "practice is private: {seen}");
    assert!(seen.contains("Fewer than 5 answers"), "{seen}");
    assert!(!seen.contains("I can use it tomorrow"), "{seen}");
    bench.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_the_right_to_open_threads_the_permission_is_named() {
    let bench = Bench::start().await;
    bench.d.deny(bench.channel, "CREATE_PRIVATE_THREADS");
    let asked = bench
        .d
        .slash(&bench.ana, bench.channel, "drill", Some("start"), json!({"scenario": "quote"}))
        .answer()
        .await;
    assert!(asked.text().contains("Create Private Threads"), "{}", asked.text());
    bench.d.blocks_dms(&bench.ana, true);
    let asked = bench
        .d
        .slash(
            &bench.ana,
            bench.channel,
            "drill",
            Some("start"),
            json!({"scenario": "quote", "private": true}),
        )
        .answer()
        .await;
    assert!(asked.text().contains("direct message"), "{}", asked.text());
    bench.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rate_limits_and_lost_connections_are_borne() {
    let bench = Bench::start().await;
    let (thread, opening) = bench.start_drill().await;
    bench.d.rate_limit_next("POST /channels", 0.05);
    bench.d.commit_then_drop_next("POST /channels");
    bench.reply(&opening, LISTEN).await.callback().await;
    bench.d.next_message(thread).await;
    let last = bench.d.next_message(thread).await;
    bench.d.restart_gateway();
    bench.d.sessions(1, 1).await;
    bench.reply(&last, CONFIRM).await.callback().await;
    bench.d.next_message(thread).await;
    assert!(bench.d.next_message(thread).await.text().contains("Reply 2 of"));
    bench.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn old_buttons_and_strangers_presses_do_nothing() {
    let bench = Bench::start().await;
    let (thread, opening) = bench.start_drill().await;
    let eve = bench.d.user("Eve", "en-US");
    bench.d.member(bench.guild, &eve, &[], 1 << 11);
    let pressed = bench.d.press_forged(&eve, opening.id, &label_of(&opening, "stop"));
    assert!(pressed.followup(0).await.text().contains("No drill is running"));
    let old = bench.d.press_forged(&bench.ana, opening.id, "v0:stop:1");
    assert!(old.answer().await.text().contains("older version"));
    bench.reply(&opening, LISTEN).await.callback().await;
    assert!(bench.d.next_message(thread).await.text().contains("Tell me more"));
    bench.d.next_message(thread).await;
    bench.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_token_ends_with_one_sentence() {
    let mut bench = Bench::start().await;
    bench.d.close_gateway(4004);
    let ended = bench.stop_reason().await;
    assert!(ended.contains("does not know this token"), "{ended}");
    let _: Value = bench.d.commands();
}
