//! Official drills under review, end to end: what a trainer sees and changes, what counts, what the rep is told, and who
//! sees nothing.

use chrono::TimeDelta;
use serde_json::json;
use sparring::coach::ids::{ServerId, SessionId};
use sparring::coach::purpose::Purpose;
use sparring::coach::review::{Item, Total};
use sparring::store::OfficialDrill;

use crate::support::bench::{Bench, label_of, list_of};
use crate::support::fake_discord::{Message, User};

/// The second reply is a fault; nothing is positioned or assured.
const LINES: [&str; 3] =
    ["Tell me more, please.", "You are wrong, it's *cheap*.", "So the worry is a standstill?"];

async fn next(bench: &Bench, who: &User) -> Message {
    bench.d.slash(who, bench.channel, "review", Some("next"), json!({})).answer().await
}

fn server(guild: u64) -> ServerId {
    ServerId(i64::try_from(guild).expect("an id"))
}

async fn drill(bench: &Bench, session: SessionId) -> OfficialDrill {
    let (from, until) = (chrono::DateTime::UNIX_EPOCH, chrono::DateTime::<chrono::Utc>::MAX_UTC);
    let until = until - TimeDelta::days(1);
    let drills = bench.app.store().official_drills(server(bench.guild), from, until).await.expect("read");
    drills.into_iter().find(|drill| drill.session == session).expect("an official drill")
}

/// Changes a verdict: the check, the mark, why.
async fn change(bench: &Bench, who: &User, case: &Message, change: [&str; 3]) -> Message {
    let [check, mark, why] = change;
    let looked = bench.d.choose(who, case.id, &list_of(case), &[check]).answer().await;
    let form = bench.d.choose(who, looked.id, &list_of(&looked), &[mark]);
    let modal = form.modal().await;
    assert_eq!(modal["components"][0]["components"][0]["max_length"], 500);
    bench.d.submit(who, &form, json!({"words": why})).answer().await
}

fn labels(message: &Message) -> Vec<String> {
    message.buttons().into_iter().map(|button| button.label).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_trainers_verdict_stands_beside_the_machines_and_the_rep_is_told() {
    let mut bench = Bench::start().await;
    let ana = bench.ana.clone();
    let boss = bench.boss(bench.guild, "en-US");
    let session = bench.official(&ana, 500, &LINES).await;
    let machine = drill(&bench, session).await;
    let case = next(&bench, &boss).await;
    let text = case.text();
    assert!(case.is_ephemeral() && text.contains("Ana: The quote is too high"), "{text}");
    assert!(text.contains("✓ Listen: 30 of 30 (reply 1: “Tell me more, please.”)"), "{text}");
    assert!(text.contains("✗ Position: 0 of 20") && text.contains("✗ Argue: −15"), "{text}");
    let score = machine.machine.expect("a score");
    assert!(text.contains(&format!("Machine: {score} of 100, not passed")), "{text}");
    assert!(!text.contains("With your changes"), "{text}");
    assert_eq!(labels(&case), ["Accept", "What was said ▶", "Comment", "Skip"]);

    let talk = bench.d.press(&boss, case.id, &label_of(&case, "review-look")).answer().await;
    let said = talk.text();
    assert!(
        said.contains("1 · Ms Wang")
            && said.contains("> Tell me more, please.")
            && said.contains("3 · Ms Wang"),
        "{said}"
    );

    let case = change(&bench, &boss, &talk, ["2", "met", "She offers a test run:\n*that* is it."]).await;
    let text = case.text();
    assert!(text.contains("✓ Position: machine 0 of 20, you 20 of 20"), "{text}");
    assert!(text.contains("With your changes"), "{text}");
    bench.restart().await;
    // The fault was none; of the confirmation half is taken away, then given back.
    let case = change(&bench, &boss, &case, ["4", "met", "A joke between the two."]).await;
    let case = change(&bench, &boss, &case, ["1", "partly", "Half."]).await;
    let looked = bench.d.choose(&boss, case.id, &list_of(&case), &["1"]).answer().await;
    assert!(looked.text().contains("Half."), "{}", looked.text());
    let case = bench.d.choose(&boss, looked.id, &list_of(&looked), &["machine"]).answer().await;
    assert!(case.text().contains("✓ Argue: machine −15, you not made"), "{}", case.text());
    assert!(case.text().contains("✓ Confirm: 30 of 30"), "{}", case.text());
    let form = bench.d.press(&boss, case.id, &label_of(&case, "review-comment"));
    assert_eq!(form.modal().await["components"][0]["components"][0]["max_length"], 1_000);
    let case = bench.d.submit(&boss, &form, json!({"words": "Well listened."})).answer().await;
    assert!(case.text().contains("> Well listened."), "{}", case.text());
    assert!(labels(&case).contains(&"Save changes".to_owned()));
    // Nothing counts yet.
    assert_eq!(drill(&bench, session).await.score, Some(score));
    let settled = bench.d.press(&boss, case.id, &label_of(&case, "review-settle"));
    assert!(settled.followup(0).await.text().contains("Nothing waits"));
    let told = settled.answer().await.text();
    // By hand: 30 + 30 + 20 of 100 points, and no fault.
    assert!(told.contains(&format!("Ana: 80 of 100 (machine: {score})")), "{told}");
    let counted = drill(&bench, session).await;
    assert_eq!(
        (counted.machine, counted.machine_passed, counted.score, counted.passed),
        (Some(score), false, Some(80), true)
    );

    bench.later(TimeDelta::seconds(1)).await;
    let dm = bench.d.dm(&ana);
    let notice = bench.d.next_message(dm).await;
    let text = notice.text();
    assert!(
        text.contains("Boss has looked at your drill") && text.contains("now 80 of 100, passed"),
        "{text}"
    );
    assert!(
        text.contains("Position: 20 of 20 instead of 0 of 20") && text.contains("\\*that\\* is it."),
        "{text}"
    );
    assert!(
        text.contains("Boss says") && text.contains("Well listened.") && !text.contains("Half"),
        "{text}"
    );
    let why = bench.d.press(&ana, notice.id, &label_of(&notice, "review-outcome")).answer().await.text();
    assert!(why.contains("Machine: 0 of 20. Boss: 20 of 20, because"), "{why}");
    assert!(why.contains("80 of 100 points are 80 of 100. Faults cost 0. Score: 80."), "{why}");
    assert!(why.contains("Well listened."), "{why}");
    let history = bench.d.slash(&ana, bench.channel, "drill", Some("history"), json!({})).answer().await;
    assert!(history.text().contains(": 80"), "{}", history.text());
    assert_eq!(bench.later(TimeDelta::hours(1)).await.sent, 0, "told once");
    bench.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn accepting_changes_nothing_and_the_second_trainer_is_told_who_was_first() {
    let bench = Bench::start().await;
    let (boss, mia) = (bench.boss(bench.guild, "en-US"), bench.d.user("Mia", "en-US"));
    bench.d.member(bench.guild, &mia, &[], 1 << 5);
    let session = bench.official(&bench.ana, 500, &LINES).await;
    let machine = drill(&bench, session).await;
    // Both sides of the arithmetic: the machine's score, and the sum over the receipts that were stored.
    let receipts = bench.app.store().receipts(session).await.expect("read");
    let items = receipts.iter().map(|r| match r.step {
        Some(_) => Item::Check { weight: r.weight, earned: r.earned },
        None => Item::Fault(r.cost),
    });
    assert_eq!(Total::of(items).score, machine.machine);
    let (first, second) = (next(&bench, &boss).await, next(&bench, &mia).await);
    let second = change(&bench, &mia, &second, ["2", "met", "Late"]).await;
    let accepted = bench.d.press(&boss, first.id, &label_of(&first, "review-settle"));
    assert!(accepted.followup(0).await.text().contains("Nothing waits"));
    assert!(accepted.answer().await.text().contains("stands. The rep is told."));
    for verb in ["review-settle", "review-look", "review-comment"] {
        let late = bench.d.press_forged(&mia, second.id, &label_of(&second, verb)).answer().await;
        assert!(late.text().contains("Boss has reviewed this drill already"), "{}", late.text());
    }
    let counted = drill(&bench, session).await;
    assert_eq!((counted.score, counted.passed), (machine.machine, machine.machine_passed));
    bench.later(TimeDelta::seconds(1)).await;
    let notice = bench.d.next_message(bench.d.dm(&bench.ana)).await;
    assert!(notice.text().contains("Your score stands"), "{}", notice.text());
    let why = bench.d.slash(&bench.ana, bench.channel, "drill", Some("why"), json!({})).answer().await;
    assert!(!why.text().contains("Boss"), "nothing was changed: {}", why.text());
    bench.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn practice_ones_own_drill_and_another_servers_are_never_shown() {
    let bench = Bench::start().await;
    let boss = bench.boss(bench.guild, "en-US");
    let other = bench.d.guild("Other");
    let there = bench.d.text_channel(other, "practice");
    let stranger = bench.boss(other, "en-US");
    bench.held(&bench.ana, 300, "quote", Purpose::Practice, &LINES).await;
    assert!(next(&bench, &boss).await.text().contains("Nothing waits"));
    bench.official(&boss, 400, &LINES).await;
    assert!(next(&bench, &boss).await.text().contains("Nothing waits"), "nobody reviews themselves");
    let session = bench.official(&bench.ana, 500, &LINES).await;
    let case = next(&bench, &boss).await;
    let theirs = bench.d.slash(&stranger, there, "review", Some("next"), json!({})).answer().await;
    assert!(theirs.text().contains("Nothing waits"), "{}", theirs.text());
    let mark = bench.d.slash(&stranger, there, "review", Some("mark"), json!({})).answer().await;
    assert!(mark.text().contains("no drill for you"), "{}", mark.text());
    let forged = [
        format!("v1:review-look:{session}:0"),
        format!("v1:review-settle:{session}:0"),
        format!("v1:review-comment:{session}"),
        format!("v1:review-mark:{session}:0:0:0"),
        format!("v1:review-marking:{session}:0:0"),
        format!("v1:review-finish:{session}"),
    ];
    for id in &forged {
        // In the other server, where the message is, that trainer may review; but not this drill.
        let pressed = bench.d.press_forged(&stranger, theirs.id, &bench.sealed(id)).answer().await.text();
        assert!(pressed.contains("no such drill") || pressed.contains("cannot mark"), "{id}: {pressed}");
        let pressed = bench.d.press_forged(&bench.ana, case.id, &bench.sealed(id)).answer().await.text();
        assert!(pressed.contains("for trainers"), "{id}: {pressed}");
    }
    bench.d.open_command("review");
    for sub in ["next", "mark", "agreement"] {
        let refused = bench.d.slash(&bench.ana, bench.channel, "review", Some(sub), json!({})).answer().await;
        assert!(
            refused.text().contains("for trainers") && refused.buttons().is_empty(),
            "{}",
            refused.text()
        );
    }
    assert_eq!(drill(&bench, session).await.reviewed, None);
    let practice =
        bench.d.press_forged(&boss, case.id, &bench.sealed("v1:review-look:300:0")).answer().await.text();
    assert!(practice.contains("no such drill"), "{practice}");
    bench.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_oldest_comes_first_and_may_be_skipped() {
    let bench = Bench::start().await;
    let boss = bench.boss(bench.guild, "en-US");
    let ben = bench.d.user("Ben", "en-US");
    bench.d.member(bench.guild, &ben, &[], 1 << 11);
    bench.official(&ben, 300, &LINES[..1]).await;
    bench.later(TimeDelta::minutes(1)).await;
    bench.held(&bench.ana, 400, "quote", Purpose::Practice, &["Please, I am *all* ears."]).await;
    let why = bench.d.slash(&bench.ana, bench.channel, "drill", Some("why"), json!({})).answer().await;
    bench.d.choose(&bench.ana, why.id, &list_of(&why), &["0"]).answer().await;
    bench.later(TimeDelta::minutes(1)).await;
    bench.official(&bench.ana, 500, &LINES).await;
    let first = next(&bench, &boss).await;
    assert!(
        first.text().contains("Ben: ") && first.text().contains("Drills waiting: 2 · disputed replies: 1"),
        "{}",
        first.text()
    );
    let skip =
        async |case: &Message| bench.d.press(&boss, case.id, &label_of(case, "review-skip")).answer().await;
    let second = skip(&first).await;
    assert!(second.text().contains("Judged wrongly?") && !second.text().contains("Ana"), "{}", second.text());
    let third = skip(&second).await;
    assert!(third.text().contains("Ana: "), "{}", third.text());
    let end = skip(&third).await;
    assert!(end.text().contains("That was the last one"), "{}", end.text());
    assert!(next(&bench, &boss).await.text().contains("Ben: "), "skipped ones wait");
    bench.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_disputed_sentence_becomes_a_test_and_its_rep_is_told() {
    let bench = Bench::start().await;
    let boss = bench.boss(bench.guild, "en-US");
    let lines = ["Please, I am *all* ears.", "Please go on and on."];
    bench.held(&bench.ana, 400, "quote", Purpose::Practice, &lines).await;
    let why = bench.d.slash(&bench.ana, bench.channel, "drill", Some("why"), json!({})).answer().await;
    for reply in ["0", "1"] {
        let handed = bench.d.choose(&bench.ana, why.id, &list_of(&why), &[reply]).answer().await;
        assert!(handed.text().contains("You will be told"), "{}", handed.text());
    }
    let case = next(&bench, &boss).await;
    let as_test = bench.d.press(&boss, case.id, &label_of(&case, "review-case")).answer().await;
    assert!(as_test.text().contains("becomes a test"), "{}", as_test.text());
    let taken = bench.d.choose(&boss, as_test.id, &list_of(&as_test), &["listen"]);
    let case = taken.followup(0).await;
    assert!(taken.answer().await.text().contains("Taken as a test"));
    // Who is told first is told by when it was settled.
    bench.clock.advance(TimeDelta::seconds(1));
    let taught = bench.app.store().corrections(server(bench.guild)).await.expect("read");
    assert_eq!((taught.examples.len(), taught.fixtures.len()), (0, 1));
    let kept = bench.d.press(&boss, case.id, &label_of(&case, "keep"));
    let nothing = kept.followup(0).await;
    let sent = bench.d.press(&boss, nothing.id, &bench.sealed("v1:overlay")).answer().await;
    let file = bench.d.file(&sent.files()[0].1).expect("a file");
    assert!(String::from_utf8(file).expect("text").starts_with("[[tests]]\ntask = \"lscpa\""));
    bench.later(TimeDelta::seconds(1)).await;
    let dm = bench.d.dm(&bench.ana);
    let told = [bench.d.next_message(dm).await, bench.d.next_message(dm).await];
    let text = |at: usize| told[at].text();
    assert!(text(0).contains("your reply 1, and you were right to ask. It is: Listen."), "{}", text(0));
    assert!(text(1).contains("your reply 2: the verdict was right"), "{}", text(1));
    let shown = bench.d.press(&bench.ana, told[1].id, &label_of(&told[1], "review-outcome")).answer().await;
    assert!(shown.text().contains("Listen: 30 of 30"), "{}", shown.text());
    bench.finish().await;
}
