//! Blind marking end to end: two trainers mark the same drills without seeing a verdict or each other's marks, and then
//! see how far they agree.

use serde_json::json;
use sparring::coach::ids::{RepId, ServerId, SessionId};
use sparring::coach::review::Mark;
use sparring::store::Reviewing;

use crate::support::bench::{Bench, label_of, list_of};
use crate::support::fake_discord::{Message, User};

const LINES: [&str; 2] = ["Tell me more, please.", "So the worry is a standstill?"];

async fn command(bench: &Bench, who: &User, sub: &str) -> Message {
    bench.d.slash(who, bench.channel, "review", Some(sub), json!({})).answer().await
}

fn trainer(bench: &Bench, name: &str) -> User {
    let trainer = bench.d.user(name, "en-US");
    bench.d.member(bench.guild, &trainer, &[], 1 << 5);
    trainer
}

/// Presses the button of a mark.
async fn mark(bench: &Bench, who: &User, shown: &Message, label: &str) -> Message {
    bench.d.press(who, shown.id, &shown.button(label)).answer().await
}

fn reviewing(bench: &Bench, who: &User, session: SessionId) -> Reviewing {
    let id = |id: u64| i64::try_from(id).expect("an id");
    let at = "2026-03-06T02:00:00Z".parse().expect("a moment");
    Reviewing { session, server: ServerId(id(bench.guild)), by: RepId(id(who.id)), at }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_drill_is_marked_blind_and_goes_on_after_a_restart() {
    let mut bench = Bench::start().await;
    let (mia, tom) = (trainer(&bench, "Mia"), trainer(&bench, "Tom"));
    let session = bench.official(&bench.ana, 500, &LINES).await;
    let shown = command(&bench, &mia, "mark").await;
    let text = shown.text();
    assert!(text.contains("> Tell me more, please.") && text.contains("Check 1 of 4: Listen"), "{text}");
    for hidden in ["Ana", "30 of", "of 100", "✓", "✗", "Machine"] {
        assert!(!text.contains(hidden), "{hidden} in {text}");
    }
    let shown = mark(&bench, &mia, &shown, "Met").await;
    assert!(shown.text().contains("Check 2 of 4: Confirm"), "{}", shown.text());
    mark(&bench, &mia, &shown, "Partly").await;
    bench.restart().await;
    let shown = command(&bench, &mia, "mark").await;
    assert!(shown.text().contains("Check 3 of 4: Position"), "{}", shown.text());
    let shown = mark(&bench, &mia, &shown, "Not met").await;
    let all = mark(&bench, &mia, &shown, "Not met").await;
    assert!(all.text().contains("All 4 checks are marked"), "{}", all.text());
    let back = bench.d.choose(&mia, all.id, &list_of(&all), &["1"]).answer().await;
    assert!(back.text().contains("Check 2 of 4: Confirm") && back.text().contains("Your mark: Partly"));
    let all = mark(&bench, &mia, &back, "Met").await;
    // The other sees nothing of it.
    let theirs = command(&bench, &tom, "mark").await;
    assert!(
        !theirs.text().contains("Your mark") && theirs.text().contains("Check 1 of 4"),
        "{}",
        theirs.text()
    );
    assert!(!theirs.selects()[0].to_string().contains("Not met"), "{}", theirs.selects()[0]);
    let finished = bench.d.press(&mia, all.id, &label_of(&all, "review-finish")).answer().await;
    assert!(finished.text().contains("Your marks count now"), "{}", finished.text());
    let late = bench
        .d
        .press_forged(&mia, all.id, &bench.sealed(&format!("v1:review-mark:{session}:0:2:0")))
        .answer()
        .await;
    assert!(late.text().contains("cannot mark this drill blind any more"), "{}", late.text());
    assert!(command(&bench, &mia, "mark").await.text().contains("no drill for you to mark"));
    // Whoever looks at the machine's verdicts is blind no more.
    let theirs = mark(&bench, &tom, &theirs, "Met").await;
    command(&bench, &tom, "next").await;
    let late = mark(&bench, &tom, &theirs, "Met").await;
    assert!(late.text().contains("cannot mark this drill blind any more"), "{}", late.text());
    assert!(command(&bench, &tom, "mark").await.text().contains("no drill for you to mark"));
    bench.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_who_have_marked_the_same_see_how_far_they_agree() {
    let bench = Bench::start().await;
    let (mia, tom) = (trainer(&bench, "Mia"), trainer(&bench, "Tom"));
    command(&bench, &tom, "mark").await;
    let nothing = command(&bench, &mia, "agreement").await;
    assert!(nothing.text().contains("Nobody has finished"), "{}", nothing.text());
    // By hand, of ten drills: both met 4, both not met 4, two apart: 80 % alike, 50 % by chance, kappa 0.6.
    let listens = |n: i64| match n {
        0..=3 => [Mark::Met, Mark::Met],
        4..=7 => [Mark::NotMet, Mark::NotMet],
        8 => [Mark::Met, Mark::NotMet],
        _ => [Mark::NotMet, Mark::Met],
    };
    let store = bench.app.store();
    for n in 0..10 {
        let lines = if n % 2 == 0 { &LINES[..] } else { &LINES[1..] };
        let session = bench.official(&bench.ana, 1_000 + 100 * n, lines).await;
        for (at, who) in [&mia, &tom].into_iter().enumerate() {
            let reviewing = reviewing(&bench, who, session);
            // Confirm is met throughout; of Position they think always apart; Assure one leaves, so nothing is finished.
            let apart = if (n % 2 == 0) == (at == 0) { Mark::Met } else { Mark::NotMet };
            for (check, mark) in (0..).zip([listens(n)[at], Mark::Met, apart, Mark::Partly]) {
                store.record_mark(&reviewing, check, mark).await.expect("marked");
            }
            if n < 9 || at == 0 {
                store.finish_marking(&reviewing).await.expect("finished");
            }
        }
    }
    let few = command(&bench, &mia, "agreement").await;
    assert!(few.text().contains("Mia – Tom: 9 drills; shown from 10 on"), "{}", few.text());
    let last = command(&bench, &tom, "mark").await;
    bench.d.press(&tom, last.id, &label_of(&last, "review-finish")).answer().await;
    let seen = command(&bench, &mia, "agreement").await;
    let text = seen.text();
    assert!(
        text.contains("Agreement, marked blind: 10 drills") && text.contains("κ of 0.6 or more"),
        "{text}"
    );
    assert!(text.contains("✓ Listen") && text.contains("Mia – Tom: 10 drills, 80 % alike, κ 0.60"), "{text}");
    let order: Vec<_> =
        ["Listen", "Confirm", "Position", "Assure"].iter().map(|check| text.find(check)).collect();
    assert!(order.is_sorted() && order[0].is_some(), "in the method's order: {text}");
    assert!(text.contains("Mia – Tom: 10 drills, 100 % alike; no κ"), "{text}");
    assert!(
        text.contains("✗ Position") && text.contains("Mia – Tom: 10 drills, 0 % alike, κ −1.00"),
        "{text}"
    );
    // The machine heard a listening reply in every other drill.
    assert!(text.contains("Mia – machine: 10 drills"), "{text}");
    bench.finish().await;
}
