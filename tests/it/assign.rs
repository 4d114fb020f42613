//! Assignments end to end: a trainer assigns, reps are told when it suits them, begin by a button, and everybody sees how
//! far they are; also roles, both with and without knowing a server's members.

mod refused;
mod roles;

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::discord::answer_question;
use crate::support::bench::{Bench, label_of};
use crate::support::fake_discord::{Message, User};

/// A trainer assigns; what they are told comes back.
pub(crate) async fn assign(bench: &Bench, boss: &User, sub: &str, options: Value) -> Message {
    bench.d.slash(boss, bench.channel, "assign", Some(sub), options).answer().await
}

/// The notice that a rep gets by direct message.
async fn told(bench: &Bench, who: &User) -> Message {
    bench.later(TimeDelta::zero()).await;
    bench.d.next_message(bench.d.dm(who)).await
}

/// Everything in the quiz is answered, four of five right; what came of the last answer comes back.
async fn answers(bench: &Bench, mut question: Message) -> Message {
    for n in 0..5 {
        let step = answer_question(bench, &question).await;
        if n == 4 {
            return step.answer().await;
        }
        question = step.followup(0).await;
    }
    unreachable!("the quiz has five questions")
}

/// A rep begins by the button under a message and answers the whole quiz.
async fn take_quiz(bench: &Bench, who: &User, under: &Message) -> Message {
    let begun = bench.d.press(who, under.id, &label_of(under, "begin"));
    let intro = begun.answer().await.text();
    assert!(intro.contains("Basics") && intro.contains("official"), "{intro}");
    answers(bench, begun.followup(0).await).await
}

async fn listed(bench: &Bench, boss: &User) -> String {
    assign(bench, boss, "list", json!({})).await.text()
}

/// The members of the only assignment.
async fn members(bench: &Bench, boss: &User) -> String {
    let id = only_one(bench, boss).await;
    assign(bench, boss, "list", json!({"assignment": id})).await.text()
}

async fn only_one(bench: &Bench, boss: &User) -> String {
    let line = ("assign", Some("list"));
    let found = bench.d.autocomplete(boss, bench.channel, line, json!({"assignment": ""}), "assignment");
    let choices = found.choices().await;
    choices[0].1.as_str().expect("an id").to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_quiz_is_assigned_told_taken_passed_and_listed() {
    let mut bench = Bench::start().await;
    let boss = bench.boss(bench.guild, "en-US");
    let options = json!({"quiz": "basics", "member": bench.ana.id.to_string(), "due": "7d"});
    let made = assign(&bench, &boss, "quiz", options).await;
    assert!(made.is_ephemeral());
    let text = made.text();
    assert!(text.contains("Assigned: Basics") && text.contains("Pass mark: 60 %"), "{text}");
    assert!(text.contains("have it: 1") && text.contains("<t:1773446340:f>"), "{text}");
    assert!(listed(&bench, &boss).await.contains("not begun 1"));

    // Nothing is lost by a restart between assigning and telling.
    bench.restart().await;
    let notice = told(&bench, &bench.ana).await;
    assert!(notice.text().contains("For you: Basics"), "{}", notice.text());
    let mine = bench.d.slash(&bench.ana, bench.channel, "me", Some("progress"), json!({})).answer().await;
    assert!(mine.text().contains("1. Basics · not begun · due"), "{}", mine.text());
    let begun = bench.d.press(&bench.ana, notice.id, &label_of(&notice, "begin"));
    begun.answer().await;
    let first = begun.followup(0).await;
    let second = answer_question(&bench, &first).await.followup(0).await;
    assert!(listed(&bench, &boss).await.contains("under way 1"));
    // Pressed again, it goes on where it was left, also after a restart; it is the same attempt.
    bench.restart().await;
    let again = bench.d.press(&bench.ana, notice.id, &label_of(&notice, "begin"));
    assert!(again.answer().await.text().contains("On with “Basics”"));
    let mut question = again.followup(0).await;
    assert_eq!(question.text(), second.text());
    for _ in 0..3 {
        question = answer_question(&bench, &question).await.followup(0).await;
    }
    let verdict = answer_question(&bench, &question).await.answer().await;
    assert!(verdict.text().contains("Passed: Basics"), "{}", verdict.text());

    assert!(listed(&bench, &boss).await.contains("passed 1"));
    let members = members(&bench, &boss).await;
    assert!(members.contains("Ana: passed · best 80 %"), "{members}");
    let again = bench.d.press(&bench.ana, notice.id, &label_of(&notice, "begin")).answer().await;
    assert!(again.text().contains("passed “Basics” already"), "{}", again.text());
    // Who has passed is reminded of nothing.
    assert_eq!(bench.later(TimeDelta::days(6)).await.sent, 0);
    assert_eq!(bench.later(TimeDelta::days(9)).await.sent, 0);
    bench.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn attempts_are_counted_and_used_up() {
    let bench = Bench::start().await;
    let boss = bench.boss(bench.guild, "en-US");
    let options = json!({
        "quiz": "basics", "members": format!("<@{}>", bench.ana.id), "pass": 90, "attempts": 2, "feedback": "final",
    });
    let made = assign(&bench, &boss, "quiz", options).await.text();
    assert!(made.contains("explanations come at the end") && !made.contains("Due"), "{made}");
    let notice = told(&bench, &bench.ana).await;
    let verdict = take_quiz(&bench, &bench.ana, &notice).await;
    let text = verdict.text();
    assert!(text.contains("Below the pass mark of 90 %. Attempts left: 1"), "{text}");
    assert!(text.contains("80 to 20, says the course"), "explained at the end: {text}");
    // Practice changes nothing.
    let asked = bench.d.slash(&bench.ana, bench.channel, "quiz", Some("start"), json!({"quiz": "basics"}));
    asked.answer().await;
    answers(&bench, asked.followup(0).await).await;
    let second = take_quiz(&bench, &bench.ana, &verdict).await;
    assert!(second.text().contains("attempts are used up"), "{}", second.text());
    assert!(second.buttons().is_empty());
    let third = bench.d.press(&bench.ana, notice.id, &label_of(&notice, "begin")).answer().await;
    assert!(third.text().contains("are used up"), "{}", third.text());
    let members = members(&bench, &boss).await;
    assert!(members.contains("Ana: attempts used up · best 80 %"), "{members}");
    bench.finish().await;
}

/// A drill that was assigned is held in direct messages, said to its end with these lines; all that the bot says comes back.
async fn drill(bench: &Bench, who: &User, under: &Message, lines: &[&str]) -> Vec<Message> {
    let begun = bench.d.press(who, under.id, &label_of(under, "begin")).answer().await;
    assert!(begun.text().contains("waiting in"), "{}", begun.text());
    let dm = bench.d.dm(who);
    let mut said = vec![bench.d.next_message(dm).await, bench.d.next_message(dm).await];
    for line in lines {
        bench.d.says(who, dm, line);
        said.push(bench.d.next_message(dm).await);
    }
    said
}

const GOOD: [&str; 4] = [
    "Tell me more, please.",
    "So the worry is a standstill in the season, do I get that right?",
    "Three firms went live in six weeks with two hours of standstill.",
    "I own it. Shall we say Thursday at ten?",
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_course_goes_from_a_drill_to_a_quiz() {
    let bench = Bench::start().await;
    let boss = bench.boss(bench.guild, "en-US");
    let line = ("assign", Some("course"));
    let typed = json!({"steps": "quote, ba"});
    let steps = bench.d.autocomplete(&boss, bench.channel, line, typed, "steps").choices().await;
    assert!(steps.iter().any(|step| step.1 == "quote, basics"), "{steps:?}");
    let ana = bench.ana.id.to_string();
    let options = json!({"steps": "quote, basics", "member": ana, "due": "2026-03-10", "feedback": "final"});
    let made = assign(&bench, &boss, "course", options).await.text();
    assert!(made.contains("Assigned: The quote is too high … (2 steps)"), "{made}");
    assert!(made.contains("2. Basics · pass mark 60 %"), "{made}");
    let notice = told(&bench, &bench.ana).await;

    // Nothing said is no attempt.
    let said = drill(&bench, &bench.ana, &notice, &[]).await;
    let hint = bench.d.press(&bench.ana, said[1].id, &label_of(&said[1], "hint")).answer().await;
    assert!(hint.text().contains("No hints here"), "{}", hint.text());
    let busy = bench.d.press(&bench.ana, notice.id, &label_of(&notice, "begin")).answer().await;
    assert!(busy.text().contains("still in"), "{}", busy.text());
    let dm = bench.d.dm(&bench.ana);
    bench.d.slash(&bench.ana, dm, "drill", Some("stop"), json!({})).answer().await;
    bench.d.next_message(dm).await;
    let told = bench.d.next_message(dm).await;
    assert!(told.text().contains("does not count"), "{}", told.text());

    drill(&bench, &bench.ana, &told, &GOOD).await;
    let card = bench.d.next_message(dm).await;
    assert!(card.text().contains("Score"), "{}", card.text());
    let next = bench.d.next_message(dm).await;
    assert!(next.text().contains("Step 1 of 2 is passed. Next: Basics"), "{}", next.text());
    assert!(members(&bench, &boss).await.contains("Ana: at step 2 of 2, attempts left: 3"));
    let done = take_quiz(&bench, &bench.ana, &next).await;
    assert!(done.text().contains("Passed: The quote is too high … (2 steps)"), "{}", done.text());
    assert!(listed(&bench, &boss).await.contains("passed 1"));
    bench.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reminders_wait_for_the_morning_and_come_once() {
    let bench = Bench::start().await;
    let boss = bench.boss(bench.guild, "en-US");
    // Nine in the morning in Shanghai is quiet for Ana until ten.
    let night = json!({"zone": "Asia/Shanghai", "quiet-from": "20:00", "quiet-until": "08:00"});
    let set = bench.d.slash(&boss, bench.channel, "settings", None, night).answer().await.text();
    assert!(set.contains("20:00–08:00") && set.contains("Asia/Shanghai"), "{set}");
    let own = json!({"quiet-from": "21:00", "quiet-until": "10:00"});
    let mine = bench.d.slash(&bench.ana, bench.channel, "me", Some("settings"), own).answer().await.text();
    assert!(mine.contains("21:00–10:00") && mine.contains("Asia/Shanghai (the server's)"), "{mine}");
    let ben = bench.d.user("Ben", "zh-CN");
    bench.d.member(bench.guild, &ben, &[], 1 << 11);
    let both = format!("<@{}><@!{}>", bench.ana.id, ben.id);
    assign(&bench, &boss, "quiz", json!({"quiz": "basics", "members": both, "due": "2026-03-13"})).await;
    assert_eq!(bench.later(TimeDelta::zero()).await.sent, 1);
    // He never used the bot, so he is told in the language in which it was assigned.
    assert!(bench.d.next_message(bench.d.dm(&ben)).await.text().contains("For you: Basics"));
    assert_eq!(bench.later(TimeDelta::minutes(59)).await.sent, 0);
    assert_eq!(bench.later(TimeDelta::minutes(1)).await.sent, 1);
    let dm = bench.d.dm(&bench.ana);
    bench.d.next_message(dm).await;
    // On the day before at nine, which is ten for Ana.
    assert_eq!(bench.later(TimeDelta::days(6) - TimeDelta::hours(1)).await.sent, 1);
    assert!(bench.d.next_message(bench.d.dm(&ben)).await.text().contains("Due soon: Basics"));
    assert_eq!(bench.later(TimeDelta::hours(1)).await.sent, 1);
    let soon = bench.d.next_message(dm).await.text();
    assert!(soon.contains("Due soon: Basics") && soon.contains("not begun"), "{soon}");
    // Overdue: once, on the morning after; Ben's direct messages are closed by now.
    bench.d.blocks_dms(&ben, true);
    assert_eq!(bench.later(TimeDelta::days(2) - TimeDelta::hours(2)).await.sent, 0);
    assert_eq!(bench.later(TimeDelta::hours(1)).await.sent, 1);
    let late = bench.d.next_message(bench.channel).await;
    assert!(late.content().contains(&format!("<@{}>", ben.id)) && late.text().contains("Overdue"));
    // She wants to sleep longer; what was planned waits, and says what is so then.
    let own = json!({"quiet-until": "10:30"});
    bench.d.slash(&bench.ana, bench.channel, "me", Some("settings"), own).answer().await;
    assert_eq!(bench.later(TimeDelta::hours(1)).await.later, 1);
    assert_eq!(bench.later(TimeDelta::minutes(30)).await.sent, 1);
    let late = bench.d.next_message(dm).await;
    assert!(late.text().contains("Overdue: Basics") && late.text().contains("counts as late"));
    for _ in 0..20 {
        assert_eq!(bench.later(TimeDelta::days(1)).await.sent, 0);
    }
    let list = listed(&bench, &boss).await;
    assert!(list.contains("not begun 2 · overdue 2"), "{list}");
    let done = take_quiz(&bench, &bench.ana, &late).await;
    assert!(done.text().contains("Passed"), "{}", done.text());
    let members = members(&bench, &boss).await;
    assert!(
        members.contains("Ben: overdue · not begun") && members.contains("Ana: passed late"),
        "{members}"
    );
    bench.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cancelled_assignment_is_told_to_nobody_any_more() {
    let bench = Bench::start().await;
    let boss = bench.boss(bench.guild, "en-US");
    let options = json!({"quiz": "basics", "member": bench.ana.id.to_string(), "due": "7d"});
    assign(&bench, &boss, "quiz", options.clone()).await;
    let notice = told(&bench, &bench.ana).await;
    let id = only_one(&bench, &boss).await;
    let gone = assign(&bench, &boss, "cancel", json!({"assignment": id})).await.text();
    assert!(gone.contains("Cancelled: Basics") && gone.contains("1 of 1"), "{gone}");
    let again = assign(&bench, &boss, "cancel", json!({"assignment": id})).await.text();
    assert!(again.contains("no open assignment"), "{again}");
    let pressed = bench.d.press(&bench.ana, notice.id, &label_of(&notice, "begin")).answer().await;
    assert!(pressed.text().contains("was cancelled"), "{}", pressed.text());
    for _ in 0..10 {
        assert_eq!(bench.later(TimeDelta::days(1)).await.claimed, 0);
    }
    assert!(listed(&bench, &boss).await.contains("Nothing is assigned"));
    bench.finish().await;
}
