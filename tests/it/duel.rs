//! Drills beyond the talk with a scripted buyer, end to end: duels, a minute before a touch, harder buyers, drills that
//! suit, and the tape.

use chrono::TimeDelta;
use serde_json::json;
use sparring::playbook::SourceFile;

use crate::broken::patch;
use crate::support::bench::{Bench, label_of, tiny_files};
use crate::support::fake_discord::{Message, User};

const LISTEN: &str = "Tell me more, please.";
const CONFIRM: &str = "So the worry is a standstill in the season, do I get that right?";
const POSITION: &str = "Three firms went live in six weeks with two hours of standstill.";
const ASSURE: &str = "I own it. Shall we say Thursday at ten?";

async fn begin_duel(bench: &Bench, ben: &User) -> (u64, Message) {
    let options = json!({"scenario": "quote", "buyer": ben.id.to_string()});
    let asked = bench.d.slash(&bench.ana, bench.channel, "drill", Some("duel"), options);
    asked.answer().await;
    let thread = bench.d.thread_of(&bench.ana).await;
    assert_eq!(bench.d.thread_of(ben).await, thread, "both are in the thread");
    assert!(bench.d.next_message(thread).await.text().contains("You sell pumps."));
    (thread, bench.d.next_message(thread).await)
}

fn ben(bench: &Bench) -> User {
    let ben = bench.d.user("Ben", "en-US");
    bench.d.member(bench.guild, &ben, &[], 1 << 11);
    ben
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_duel_scores_the_rep_alone_and_the_buyer_rates() {
    let mut bench = Bench::with(true, tiny_files()).await;
    let ben = ben(&bench);
    let (thread, opening) = begin_duel(&bench, &ben).await;
    let secret = label_of(&opening, "secret");
    let card = bench.d.press(&ben, opening.id, &secret).answer().await;
    assert!(card.is_ephemeral() && card.text().contains("They fear a standstill"), "{}", card.text());
    let peek = bench.d.press(&bench.ana, opening.id, &secret).answer().await;
    assert!(peek.text().contains("for the member who plays the buyer"), "{}", peek.text());

    bench.d.says(&ben, thread, "Twenty per cent too dear, and last year a line stood still.");
    bench.d.says(&bench.ana, thread, LISTEN);
    bench.d.says(&ben, thread, "It was the season. Nobody came for three days.");
    // What is said while the bot is down does not reach it; this had been said before.
    bench.taken(thread).await;
    bench.restart().await;
    bench.d.says(&bench.ana, thread, CONFIRM);
    bench.d.says(&bench.ana, thread, POSITION);
    bench.d.press(&bench.ana, opening.id, &label_of(&opening, "stop")).callback().await;
    let card = bench.d.next_message(thread).await;
    assert!(card.text().contains("Score 80 of 100"), "{}", card.text());
    let mut question = bench.d.next_message(thread).await;
    let not_hers = bench.d.press(&bench.ana, question.id, &question.buttons()[0].custom_id).followup(0).await;
    assert!(not_hers.text().contains("for the member who plays the buyer"), "{}", not_hers.text());
    for which in [0, 1, 2] {
        let pressed = bench.d.press(&ben, question.id, &question.buttons()[which].custom_id);
        assert!(!pressed.answer().await.text().is_empty());
        if which < 2 {
            question = pressed.followup(0).await;
        }
    }
    let why = bench.d.press(&bench.ana, card.id, &label_of(&card, "why")).answer().await.text();
    assert!(why.contains("Tell me more"), "{why}");
    let tape = bench.d.press(&bench.ana, card.id, &label_of(&card, "tape")).answer().await.text();
    assert!(tape.contains("Never came: Assure"), "{tape}");
    assert!(!tape.contains("shortest way"), "a person is no machine to be searched: {tape}");
    bench.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_a_duel_without_the_intent_both_use_forms_and_their_words_are_shown() {
    let bench = Bench::start().await;
    let ben = ben(&bench);
    let (thread, opening) = begin_duel(&bench, &ben).await;
    for (who, words) in [(&ben, "Too dear."), (&bench.ana, LISTEN)] {
        let form = bench.d.press(who, opening.id, &label_of(&opening, "answer"));
        form.modal().await;
        bench.d.submit(who, &form, json!({"words": words})).callback().await;
        let shown = bench.d.next_message(thread).await.text();
        assert!(shown.contains(words) && shown.contains(&who.name), "{shown}");
    }
    // Either of the two may end it.
    bench.d.press(&ben, opening.id, &label_of(&opening, "stop")).callback().await;
    assert!(bench.d.next_message(thread).await.text().contains("Score 30 of 100"));
    bench.d.next_message(thread).await;
    bench.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_duels_alone_or_with_a_bot() {
    let bench = Bench::start().await;
    let options = json!({"scenario": "quote", "buyer": bench.ana.id.to_string()});
    let alone = bench.d.slash(&bench.ana, bench.channel, "drill", Some("duel"), options).answer().await;
    assert!(alone.text().contains("needs somebody else"), "{}", alone.text());
    bench.finish().await;
}

const PUSH_BACKS: &str = r#"
[[push-backs]]
id = "boss"
say = ["And what do I tell my boss?", "My boss will ask why."]
eased-by = ["lscpa.position"]
why = "She has to defend it."

[[push-backs]]
id = "late"
say = ["Thursday is late.", "Not before Thursday?"]
eased-by = ["lscpa.confirm"]
why = "She is in a hurry."

[transcripts]"#;

fn pushy() -> Vec<SourceFile> {
    let mut files = tiny_files();
    for file in &mut files {
        let path = file.path.to_string();
        if path.ends_with("en/scenarios/quote.toml") || path.ends_with("zh-CN/scenarios/quote.toml") {
            file.text = file.text.replacen("\n[transcripts]", PUSH_BACKS, 1).into();
        }
    }
    files
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_harder_buyer_pushes_back_before_they_agree() {
    let bench = Bench::with(true, pushy()).await;
    let options = json!({"scenario": "quote", "difficulty": 3});
    bench.d.slash(&bench.ana, bench.channel, "drill", Some("start"), options).answer().await;
    let thread = bench.d.thread_of(&bench.ana).await;
    let briefing = bench.d.next_message(thread).await.text();
    assert!(briefing.contains("Difficulty 3 of 4"), "{briefing}");
    bench.d.next_message(thread).await;
    let mut heard = Vec::new();
    for line in [LISTEN, CONFIRM, POSITION, ASSURE, "Two hours, and no more.", "So the worry is the date?"] {
        bench.d.says(&bench.ana, thread, line);
        heard.push(bench.d.next_message(thread).await.text());
    }
    assert!(heard[3].contains("boss") && heard[3].contains("of at most 8"), "{}", heard[3]);
    assert!(heard[4].contains("Thursday"), "{}", heard[4]);
    assert!(heard[5].contains("Good. Thursday at ten."), "{}", heard[5]);
    let card = bench.d.next_message(thread).await;
    assert!(card.text().contains("Score 100 of 100"), "{}", card.text());
    let tape = bench.d.press(&bench.ana, card.id, &label_of(&card, "tape")).answer().await;
    assert!(tape.is_ephemeral() && tape.text().contains("Reply 6: best"), "{}", tape.text());
    assert!(tape.text().contains("in 6 replies"), "{}", tape.text());
    bench.finish().await;
}

const TEMPLATE: &str = r#"
id = "before"
title = "A minute before a touch"
method = "lscpa"
kind = "just-in-time"
level = 1
industry = "Any"
source = "deck"
brief = "{touch} with {customer}. {purpose} Remember: {note}"
goal = "Say what you will say."
max-turns = 2
start = "opening"
gives-up = "left"

[buyer]
name = "Your customer"
title = "Contact"
company = "{customer}"
trust = 40
interest = 50
patience = 3

[example]
customer = "Nordic Mills"
touch = "Day 3"
purpose = "See whether it runs."
note = "Night shift not trained"

[[states]]
id = "opening"
say = ["{customer} here. What is it about?"]

[[states.reactions]]
when = { did = ["lscpa.assure"] }
go = "agreed"
why = "A date."

[states.otherwise]
say = ["And?", "So?"]
why = "Nothing came of it."

[[states]]
id = "agreed"
say = ["Fine, {customer} will be ready."]
ends = "advance"

[[states]]
id = "left"
say = ["Bye."]
ends = "lost"

[[checks]]
id = "recalls"
step = "listen"
weight = 100
title = "Came back to the note"
better = "How is the night shift doing?"
rule = { recalls = { at-least = 2 } }

[transcripts]
model = ["How did the night shift get on, are they trained? Tell me more, so the worry is gone: six weeks. I own it."]
weak = ["I own it, the night shift."]
bad = ["Hello."]
"#;

fn with_template() -> Vec<SourceFile> {
    let mut files = tiny_files();
    let folder = |language: &str| {
        let of = |file: &&SourceFile| file.path.contains(&format!("tiny.{language}/scenarios/"));
        let path = tiny_files().iter().find(of).expect("a scenario").path.to_string();
        path.rsplit_once('/').expect("a folder").0.to_owned()
    };
    for language in ["en", "zh-CN"] {
        patch(&mut files, &format!("{}/before.toml", folder(language)), "", TEMPLATE);
    }
    files
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_ping_offers_a_minute_of_practice_about_that_customer() {
    let mut bench = Bench::with(true, with_template()).await;
    let options = json!({"customer": "Delta *Foods*", "zone": "UTC", "note": "Baker Street ovens leak"});
    bench.d.slash(&bench.ana, bench.channel, "followup", Some("add"), options).answer().await;
    bench.later(TimeDelta::days(4)).await;
    let dm = bench.d.dm(&bench.ana);
    let ping = bench.d.next_message(dm).await;
    let rehearse = label_of(&ping, "rehearse");
    let stranger = bench.d.press_forged(&ben(&bench), ping.id, &rehearse).answer().await;
    assert!(stranger.text().contains("somebody else"), "{}", stranger.text());
    bench.d.press(&bench.ana, ping.id, &rehearse).answer().await;
    let briefing = bench.d.next_message(dm).await.text();
    assert!(briefing.contains("Delta \\*Foods\\*") && briefing.contains("Baker Street ovens"), "{briefing}");
    let opening = bench.d.next_message(dm).await.text();
    assert!(opening.contains("Delta \\*Foods\\* here."), "{opening}");
    bench.restart().await;
    bench.d.says(
        &bench.ana,
        dm,
        "Are the Baker Street ovens still leaking? I own it. Shall we say Thursday?",
    );
    let line = bench.d.next_message(dm).await.text();
    assert!(line.contains("Delta \\*Foods\\* will be ready."), "{line}");
    let card = bench.d.next_message(dm).await;
    let why = bench.d.press(&bench.ana, card.id, &label_of(&card, "why")).answer().await.text();
    assert!(why.contains("Came back to the note: 100 of 100"), "{why}");
    bench.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_drill_is_chosen_by_what_is_due_and_the_reason_is_told() {
    let bench = Bench::with(true, tiny_files()).await;
    let start = async || {
        let options = json!({"suits-me": true, "private": true});
        bench.d.slash(&bench.ana, bench.channel, "drill", Some("start"), options).answer().await;
        let dm = bench.d.dm(&bench.ana);
        let briefing = bench.d.next_message(dm).await.text();
        bench.d.next_message(dm).await;
        bench.d.slash(&bench.ana, bench.channel, "drill", Some("stop"), json!({})).answer().await;
        bench.d.next_message(dm).await;
        briefing
    };
    let first = start().await;
    assert!(first.contains("easiest one that you have not held"), "{first}");
    let again = start().await;
    assert!(again.contains("held them all"), "{again}");
    bench.finish().await;
}
