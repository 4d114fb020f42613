//! Content of a server's own, end to end: files that are refused, versions that take effect, and what goes on meanwhile.

mod effect;
mod kinds;
mod refused;

use serde_json::{Value, json};

use crate::support::bench::{Bench, label_of, tiny_files};
use crate::support::fake_discord::{Interaction, Message, User};

/// A file of the tiny playbook in English.
fn tiny(path: &str) -> String {
    let files = tiny_files();
    let file = files.iter().find(|file| file.path.ends_with(&format!("tiny.en/{path}"))).expect("there");
    file.text.to_string()
}

/// The tiny scenario with another title and another opening.
fn quote(title: &str) -> String {
    let text = tiny("scenarios/quote.toml");
    let text = text.replace("The quote is too high", title);
    assert!(text.contains("Your quote is 20 % above the other one."));
    text.replace("Your quote is 20 % above the other one.", &format!("{title}: twenty per cent."))
        .replace(
            "Twenty per cent above the other one, that is what your quote is.",
            &format!("{title}: 20 %."),
        )
        .replace("It is not only the price.", &format!("{title} is not all."))
        .replace("There is more behind it, yes.", &format!("{title} hides more."))
}

fn file(bench: &Bench, name: &str, text: &str) -> u64 {
    bench.d.upload(name, "application/toml", text.as_bytes())
}

fn playbook(bench: &Bench, who: &User, sub: &str, options: Value) -> Interaction {
    bench.d.slash(who, bench.channel, "playbook", Some(sub), options)
}

/// Uploads a file; what is said comes back.
async fn upload(bench: &Bench, boss: &User, kind: &str, name: &str, text: &str) -> Message {
    let file = file(bench, name, text);
    let said = playbook(bench, boss, "upload", json!({"file": file, "kind": kind})).answer().await;
    assert!(said.is_ephemeral());
    said
}

/// Uploads a file and lets it take effect by the button.
async fn put(bench: &Bench, boss: &User, kind: &str, name: &str, text: &str) {
    let taken = upload(bench, boss, kind, name, text).await;
    let pressed = bench.d.press(boss, taken.id, &label_of(&taken, "enable"));
    let said = pressed.answer().await.text();
    assert!(said.contains("In effect from now on"), "{said}");
}

async fn turn_off(bench: &Bench, boss: &User, name: &str) {
    let said = playbook(bench, boss, "enable", json!({"name": name, "version": "off"})).answer().await;
    assert!(said.text().contains("Turned off"), "{}", said.text());
}

async fn ask(bench: &Bench, who: &User, channel: u64, line: (&str, Option<&str>), options: Value) -> String {
    bench.d.slash(who, channel, line.0, line.1, options).answer().await.text()
}

/// The drills that somebody is offered in a channel.
async fn drills(bench: &Bench, who: &User, channel: u64) -> String {
    ask(bench, who, channel, ("drill", Some("list")), json!({})).await
}

/// Somebody says something by the form under a message; the buyer's next line comes back.
async fn say(bench: &Bench, who: &User, thread: u64, under: &Message, words: &str) -> Message {
    let form = bench.d.press(who, under.id, &label_of(under, "answer"));
    form.modal().await;
    bench.d.submit(who, &form, json!({"words": words})).callback().await;
    bench.d.next_message(thread).await;
    bench.d.next_message(thread).await
}

fn server(bench: &Bench) -> sparring::coach::ids::ServerId {
    sparring::coach::ids::ServerId(i64::try_from(bench.guild).expect("an id"))
}

async fn kept(bench: &Bench) -> usize {
    bench.app.store().uploads(server(bench)).await.expect("read").len()
}
