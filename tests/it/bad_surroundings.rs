//! A database that cannot be written while a drill runs: the rep is told, nothing is counted, nothing stored is lost.

use std::io::Write as _;
use std::process::Command;
use std::time::Duration;

use serde_json::json;
use sparring::store::Limits;
use sqlx::{Connection, SqliteConnection};

use crate::support::bench::{Bench, label_of, tiny_files};
use crate::support::fake_discord::Message;
use crate::support::program::Program;

const LINES: [&str; 4] = [
    "Tell me more, please.",
    "So the worry is a standstill in the season, do I get that right?",
    "Three firms went live in six weeks with two hours of standstill.",
    "I own it. Shall we say Thursday at ten?",
];

/// The sentence with its number.
fn assert_not_saved(text: &str) {
    assert!(text.contains("nothing was counted") && text.contains("E-"), "{text}");
}

/// Another program holds the database for itself.
async fn lock(bench: &Bench) -> SqliteConnection {
    let url = format!("sqlite://{}", bench.database().display());
    let mut other = SqliteConnection::connect(&url).await.expect("a connection");
    sqlx::query("BEGIN EXCLUSIVE").execute(&mut other).await.expect("locked");
    other
}

/// A bot whose store soon gives up, so that no test waits for it.
async fn hasty() -> Bench {
    let limits = Limits { lock: Duration::from_millis(200), ..Limits::default() };
    Bench::within(false, tiny_files(), limits).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_the_database_is_locked_a_form_is_not_counted_and_later_the_same_words_are() {
    let bench = hasty().await;
    let (thread, mut last) = bench.start_drill().await;
    for (n, words) in LINES.iter().enumerate() {
        let other = lock(&bench).await;
        let refused = bench.reply(&last, words).await.followup(0).await;
        assert!(refused.is_ephemeral());
        assert_not_saved(&refused.text());
        let stop = bench.d.slash(&bench.ana, bench.channel, "drill", Some("stop"), json!({})).answer().await;
        assert!(stop.text().contains("E-"), "{}", stop.text());
        other.close().await.expect("given back");
        bench.reply(&last, words).await.callback().await;
        bench.d.next_message(thread).await;
        last = bench.d.next_message(thread).await;
        assert!(last.text().contains(&format!("Reply {} of", n + 1)), "{}", last.text());
    }
    let card = bench.d.next_message(thread).await;
    assert!(card.text().contains("Score 100 of 100"), "{}", card.text());
    bench.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_message_that_met_a_locked_database_is_taken_when_it_comes_again() {
    let bench = hasty().await;
    let dm = bench.d.dm(&bench.ana);
    let options = json!({"scenario": "quote", "private": true});
    bench.d.slash(&bench.ana, bench.channel, "drill", Some("start"), options).answer().await;
    bench.d.next_message(dm).await;
    bench.d.next_message(dm).await;
    let other = lock(&bench).await;
    bench.d.says(&bench.ana, dm, LINES[0]);
    assert_not_saved(&bench.d.next_message(dm).await.text());
    other.close().await.expect("given back");
    bench.d.redeliver_last();
    assert!(bench.d.next_message(dm).await.text().contains("Reply 1 of"));
    bench.d.says(&bench.ana, dm, LINES[1]);
    assert!(bench.d.next_message(dm).await.text().contains("Reply 2 of"));
    bench.finish().await;
}

/// The program's files may not grow, as on a full disk, or may again. `false` where there is no `prlimit`.
fn disk(program: &Program, room: &str) -> bool {
    let pid = program.pid().to_string();
    let set = Command::new("prlimit").args(["--pid", &pid, &format!("--fsize={room}:")]).status();
    set.is_ok_and(|status| status.success())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_a_full_disk_a_reply_is_not_counted_and_with_room_again_the_same_words_are() {
    let mut program = Program::start().await;
    let drill = program.drill("Ana", true).await;
    let said = async |words: &str| -> Message {
        program.d.says(&drill.rep, drill.channel, words);
        program.d.next_message(drill.channel).await
    };
    for (n, words) in LINES.iter().enumerate() {
        if !disk(&program, "0") {
            writeln!(std::io::stderr(), "full disk: skipped, there is no prlimit").ok();
            return;
        }
        // The log is on the same disk: it is not written either, and nobody waits for it.
        assert_not_saved(&said(words).await.text());
        assert!(disk(&program, "unlimited"), "room again");
        let line = said(words).await;
        assert!(line.text().contains(&format!("Reply {} of", n + 1)), "{}", line.text());
    }
    let card = program.d.next_message(drill.channel).await;
    assert!(card.text().contains("Score 100 of 100"), "{}", card.text());
    let why = program.d.press(&drill.rep, card.id, &label_of(&card, "why")).answer().await;
    assert!(why.text().contains("Tell me more"), "{}", why.text());
    let (status, _) = program.terminate().await;
    assert!(status.success(), "{status}\n{}", program.log());
    let stored = program.stored(&drill).await;
    assert_eq!(stored.turns.iter().map(|turn| turn.said.as_str()).collect::<Vec<_>>(), LINES);
    assert_eq!(stored.score, Some(100));
    program.d.finish().await;
}
