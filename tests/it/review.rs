//! Wrong verdicts end to end: a rep hands a reply over, a trainer corrects it with one choice, and the server's next
//! drills are judged by it.

use serde_json::json;
use sparring::playbook::{SourceFile, load, overlay};

use crate::support::bench::{Bench, label_of, list_of, tiny_files};
use crate::support::fake_discord::{Message, User};

/// Nothing recognises this, though it listens.
const UNHEARD: &str = "Please, I am *all* ears.";
/// What the buyer tells only somebody who listens.
const TOLD: &str = "Last year a line stood still";

/// Somebody says these lines in a drill of a channel's server and leaves it; the buyer's answers come back.
async fn drill(bench: &Bench, who: &User, channel: u64, lines: &[&str]) -> Vec<String> {
    let options = json!({"scenario": "quote"});
    bench.d.slash(who, channel, "drill", Some("start"), options).answer().await;
    let thread = bench.d.thread_of(who).await;
    bench.d.next_message(thread).await;
    let mut last = bench.d.next_message(thread).await;
    let mut answers = Vec::new();
    for line in lines {
        let form = bench.d.press(who, last.id, &label_of(&last, "answer"));
        form.modal().await;
        bench.d.submit(who, &form, json!({"words": line})).callback().await;
        bench.d.next_message(thread).await;
        last = bench.d.next_message(thread).await;
        answers.push(last.text());
    }
    bench.d.press(who, last.id, &label_of(&last, "stop")).callback().await;
    bench.d.next_message(thread).await;
    answers
}

/// Hands replies of the last drill over; what is said to each comes back.
async fn dispute(bench: &Bench, who: &User, channel: u64, replies: &[&str]) -> Vec<String> {
    let why = bench.d.slash(who, channel, "drill", Some("why"), json!({})).answer().await;
    let mut said = Vec::new();
    for reply in replies {
        let chosen = bench.d.choose(who, why.id, &list_of(&why), &[reply]).answer().await;
        assert!(chosen.is_ephemeral());
        said.push(chosen.text());
    }
    said
}

fn boss(bench: &Bench, guild: u64) -> User {
    let boss = bench.d.user("Boss", "en-US");
    bench.d.member(guild, &boss, &[], 1 << 5);
    boss
}

async fn review(bench: &Bench, who: &User) -> Message {
    bench.d.slash(who, bench.channel, "review", Some("next"), json!({})).answer().await
}

/// The labels that are chosen before the trainer does anything.
fn preselected(message: &Message) -> Vec<String> {
    let options = message.selects()[0]["options"].as_array().cloned().unwrap_or_default();
    let chosen = options.iter().filter(|option| option["default"] == true);
    chosen.map(|option| option["value"].as_str().unwrap_or_default().to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_corrected_sentence_is_judged_anew_in_its_server_and_nowhere_else() {
    let mut bench = Bench::start().await;
    let (ana, here) = (bench.ana.clone(), bench.channel);
    let other = bench.d.guild("Other");
    let there = bench.d.text_channel(other, "practice");
    bench.d.member(other, &ana, &[], 1 << 11);
    let ben = bench.d.user("Ben", "en-US");
    bench.d.member(bench.guild, &ben, &[], 1 << 11);
    let boss = boss(&bench, bench.guild);

    let answers = drill(&bench, &ana, here, &["Tell me more, please.", UNHEARD]).await;
    assert!(answers[0].contains(TOLD) && !answers[1].contains(TOLD), "{answers:?}");
    let answers = drill(&bench, &ben, here, &[UNHEARD]).await;
    assert!(!answers[0].contains(TOLD), "{answers:?}");
    let said = dispute(&bench, &ana, here, &["1", "1"]).await;
    assert!(said[0].contains("A trainer of this server will look at reply 2"), "{said:?}");
    assert!(said[1].contains("once is enough"), "{said:?}");

    let case = review(&bench, &boss).await;
    assert!(case.is_ephemeral());
    let text = case.text();
    assert!(text.contains("Waiting: 1") && text.contains("I am \\*all\\* ears."), "{text}");
    assert!(text.contains("none of these") && !text.contains("Ana"), "{text}");
    assert_eq!(preselected(&case), [""; 0]);
    let taken = bench.d.choose(&boss, case.id, &list_of(&case), &["listen"]);
    assert!(taken.followup(0).await.text().contains("Nothing waits"));
    assert!(taken.answer().await.text().contains("in this server as: Listen."));

    let judged = drill(&bench, &ben, here, &[UNHEARD]).await;
    assert!(judged[0].contains(TOLD), "at once: {judged:?}");
    let elsewhere = drill(&bench, &ana, there, &[UNHEARD]).await;
    assert!(!elsewhere[0].contains(TOLD), "another server: {elsewhere:?}");
    bench.restart().await;
    let judged = drill(&bench, &ana, here, &[UNHEARD]).await;
    assert!(judged[0].contains(TOLD), "after a restart: {judged:?}");
    bench.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stored_verdict_is_not_judged_again() {
    let bench = Bench::start().await;
    let boss = boss(&bench, bench.guild);
    drill(&bench, &bench.ana, bench.channel, &[UNHEARD]).await;
    let why =
        async || bench.d.slash(&bench.ana, bench.channel, "drill", Some("why"), json!({})).answer().await;
    let before = why().await.text();
    dispute(&bench, &bench.ana, bench.channel, &["0"]).await;
    let case = review(&bench, &boss).await;
    bench.d.choose(&boss, case.id, &list_of(&case), &["listen"]).followup(0).await;
    assert_eq!(why().await.text(), before);
    bench.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_correction_that_breaks_the_playbooks_tests_is_refused() {
    let bench = Bench::start().await;
    let boss = boss(&bench, bench.guild);
    drill(&bench, &bench.ana, bench.channel, &["Tell me more, please.", UNHEARD]).await;
    dispute(&bench, &bench.ana, bench.channel, &["0"]).await;
    let case = review(&bench, &boss).await;
    assert!(case.text().contains("Listen: “Tell me more, please.”"), "{}", case.text());
    assert_eq!(preselected(&case), ["listen"]);
    let refused = bench.d.choose(&boss, case.id, &list_of(&case), &[]);
    let again = refused.followup(0).await;
    let text = refused.answer().await.text();
    assert!(text.contains("Not taken") && text.contains("• Tell me more, please."), "{text}");
    // It still waits, and may be kept.
    assert!(again.text().contains("Waiting: 1"), "{}", again.text());
    let kept = bench.d.press(&boss, again.id, &label_of(&again, "keep"));
    assert!(kept.followup(0).await.text().contains("Nothing waits"));
    assert!(kept.answer().await.text().contains("stays as it was"));
    let late = bench.d.press_forged(&boss, again.id, &label_of(&again, "keep"));
    assert!(late.answer().await.text().contains("settled already"));
    late.followup(0).await;
    assert!(bench.app.store().corrections(server(&bench)).await.expect("read").examples.is_empty());
    bench.finish().await;
}

fn server(bench: &Bench) -> sparring::coach::ids::ServerId {
    sparring::coach::ids::ServerId(i64::try_from(bench.guild).expect("an id"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_may_not_manage_the_server_reviews_nothing() {
    let bench = Bench::start().await;
    let boss = boss(&bench, bench.guild);
    drill(&bench, &bench.ana, bench.channel, &[UNHEARD]).await;
    dispute(&bench, &bench.ana, bench.channel, &["0"]).await;
    bench.d.open_command("review");
    let refused = review(&bench, &bench.ana).await;
    assert!(refused.text().contains("for trainers") && refused.selects().is_empty(), "{}", refused.text());
    let case = review(&bench, &boss).await;
    for id in [label_of(&case, "keep"), bench.sealed("v1:overlay"), list_of(&case)] {
        let forged = bench.d.press_forged(&bench.ana, case.id, &id);
        assert!(forged.answer().await.text().contains("for trainers"));
    }
    assert_eq!(bench.app.store().disputes_waiting(server(&bench)).await.expect("read"), 1);
    bench.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_file_of_corrections_is_an_overlay() {
    let bench = Bench::start().await;
    let boss = boss(&bench, bench.guild);
    let two_lines = "Please go ahead.\n\"All\" ears, 请.";
    drill(&bench, &bench.ana, bench.channel, &[UNHEARD, two_lines]).await;
    let nothing = review(&bench, &boss).await;
    let none = bench.d.press(&boss, nothing.id, &bench.sealed("v1:overlay")).answer().await;
    assert!(none.text().contains("no corrections yet") && none.files().is_empty(), "{}", none.text());
    dispute(&bench, &bench.ana, bench.channel, &["0", "1"]).await;
    let mut case = review(&bench, &boss).await;
    for labels in [&["listen", "confirm"][..], &["listen"]] {
        case = bench.d.choose(&boss, case.id, &list_of(&case), labels).followup(0).await;
    }
    let sent = bench.d.press(&boss, case.id, &bench.sealed("v1:overlay")).answer().await;
    let (name, url) = sent.files().remove(0);
    assert_eq!(name, "overlay.toml");
    let text = String::from_utf8(bench.d.file(&url).expect("a file")).expect("text");
    let file = SourceFile { path: name.as_str().into(), text: text.as_str().into() };
    let read = overlay(&file, &load(&tiny_files()).library).expect("an overlay");
    assert_eq!(read.corrections, bench.app.store().corrections(server(&bench)).await.expect("read").examples);
    assert_eq!((read.corrections.len(), read.tests.len()), (2, 0), "{text}");
    bench.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_changed_playbook_spoils_no_dispute() {
    let bench = Bench::start().await;
    let boss = boss(&bench, bench.guild);
    drill(&bench, &bench.ana, bench.channel, &["Tell me more, please.", UNHEARD]).await;
    let why = bench.d.slash(&bench.ana, bench.channel, "drill", Some("why"), json!({})).answer().await;
    bench.d.choose(&bench.ana, why.id, &list_of(&why), &["1"]).answer().await;
    let case = review(&bench, &boss).await;
    let changed = tiny_files().into_iter().map(|file| SourceFile {
        text: file.text.replace("You sell pumps.", "You sell fans.").replace("\"listen\"", "\"hear\"").into(),
        ..file
    });
    let changed: Vec<SourceFile> = changed
        .map(|file| SourceFile { text: file.text.replace("lscpa.listen", "lscpa.hear").into(), ..file })
        .collect();
    bench.app.reload(&changed).expect("no problems");
    // The labels that were shown are no more: nothing is taken, and the list is shown as it is now.
    let stale = bench.d.choose(&boss, case.id, &list_of(&case), &["listen"]).answer().await;
    assert!(stale.text().contains("Waiting: 1"), "{}", stale.text());
    let values = stale.selects()[0]["options"].to_string();
    assert!(values.contains("\"hear\"") && !values.contains("\"listen\""), "{values}");
    let taken = bench.d.choose(&boss, stale.id, &list_of(&stale), &["hear"]);
    assert!(taken.followup(0).await.text().contains("Nothing waits"));
    // What the buyer said in the other drill may be another line by now.
    let late = bench.d.choose(&bench.ana, why.id, &list_of(&why), &["0"]).answer().await;
    assert!(late.text().contains("earlier version"), "{}", late.text());
    bench.finish().await;
}
