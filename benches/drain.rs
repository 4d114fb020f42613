//! Many touches due at once, as after a night in which the program did not run: how quickly the real program tells them
//! all while a fake Discord holds its limit of 50 requests a second, and how often it is told to wait (never, it hopes).
//! `cargo bench --bench drain` takes some minutes: the limit is in real time. `-- 2000` drains fewer.

#![expect(
    dead_code,
    unused_imports,
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "the fake is the tests'; a measurement that cannot be made should say so and stop"
)]

#[path = "../tests/it/support/fake_discord/mod.rs"]
mod fake_discord;

use std::process::{Child, Command, Stdio};
use std::time::Duration;

use chrono::{TimeDelta, Utc};
use fake_discord::FakeDiscord;
use sparring::coach::ids::{FollowUpId, RepId, ServerId};
use sparring::store::{Card, NewFollowUp, NewTouch, Store};
use tokio::runtime::Runtime;

/// Members' touches are spread over so many servers.
const SERVERS: usize = 50;

/// The program under way; killed when dropped.
struct Program(Child);

impl Program {
    fn start(d: &FakeDiscord, url: &str) -> Self {
        let child = Command::new(env!("CARGO_BIN_EXE_sparring"))
            .arg("serve")
            .env("DISCORD_TOKEN", d.token())
            .env("SPARRING_DISCORD__API_URL", d.api_url())
            .env("SPARRING_DATABASE__URL", url)
            .env("SPARRING_LOG__FILTER", "error")
            .stdout(Stdio::null())
            .spawn();
        Self(child.expect("the program starts"))
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn id(number: u64) -> i64 {
    i64::try_from(number).expect("fits")
}

/// One touch a member, all due now.
async fn fill(d: &FakeDiscord, store: &Store, touches: usize, known: bool) {
    let now = Utc::now();
    let servers: Vec<(u64, u64)> = (0..SERVERS)
        .map(|n| {
            let server = d.guild(&format!("Server {n}"));
            (server, d.text_channel(server, "practice"))
        })
        .collect();
    for n in 0..touches {
        let (server, channel) = servers[n % SERVERS];
        let user = d.user(&format!("Rep {n}"), "en-US");
        d.member(server, &user, &[], 1 << 11);
        if known {
            let channel = id(d.dm(&user));
            store.note_direct_channel(RepId(id(user.id)), channel).await.expect("noted");
        }
        let day = now.date_naive();
        let new = NewFollowUp {
            id: FollowUpId(1_000_000 + n as i64),
            server: ServerId(id(server)),
            owner: RepId(id(user.id)),
            card: Card { customer: format!("Customer {n}"), ..Card::default() },
            signed: day,
            zone: "UTC".into(),
            cadence: "customer".into(),
            playbook: "key-account".into(),
            language: "en".into(),
            edition: None,
            channel: id(channel),
            months: 12,
            look: now + TimeDelta::days(9),
            created: now,
            touches: vec![NewTouch { plan: "day-1".into(), planned: day, merged: Vec::new(), due: now }],
        };
        store.add_follow_up(&new).await.expect("added");
    }
}

async fn drain(touches: usize, known: bool) {
    let d = FakeDiscord::start().await;
    d.enforce_rates();
    let folder = tempfile::tempdir().expect("a folder");
    let url = format!("sqlite://{}", folder.path().join("sparring.db").display());
    let store = Store::open(&url).await.expect("a store");
    fill(&d, &store, touches, known).await;
    let _program = Program::start(&d, &url);
    let mut quiet = 0;
    let mut before = 0;
    while d.count_messages() < touches {
        tokio::time::sleep(Duration::from_millis(200)).await;
        let now = d.count_messages();
        quiet = if now == before { quiet + 1 } else { 0 };
        before = now;
        assert!(quiet < 300, "nothing is told for a minute, {now} were\n{}", d.conversation());
    }
    let requests = d.requests();
    let own = |path: &str| path.starts_with("/channels") || path.starts_with("/users");
    let times: Vec<Duration> = requests.iter().filter(|r| own(&r.path)).map(|r| r.at).collect();
    let took = times[times.len() - 1].saturating_sub(times[0]).as_secs_f64();
    let refused: Vec<f64> =
        requests.iter().filter(|r| r.status == Some(429)).map(|r| (r.at - times[0]).as_secs_f64()).collect();
    println!(
        "{touches} touches, direct channels {}: {took:.1} s, {:.2} touches and {:.2} requests a second ({:.1} % of 50); \
         429: {} {refused:.1?}; busiest second: {}; dropped by the nonce: {}; against the rules: {:?}",
        if known { "known" } else { "not known" },
        touches as f64 / took,
        times.len() as f64 / took,
        times.len() as f64 / took * 2.0,
        refused.len(),
        d.busiest_second(),
        d.suppressed_doubles(),
        d.violations(),
    );
}

fn main() {
    // Without `--bench` it is `cargo test` that only wants to see it work.
    let whole = std::env::args().any(|argument| argument == "--bench");
    let asked = std::env::args().skip(1).find_map(|argument| argument.parse::<usize>().ok());
    let touches = asked.unwrap_or(if whole { 10_000 } else { 60 });
    let runtime = Runtime::new().expect("a runtime");
    runtime.block_on(drain(touches, true));
    runtime.block_on(drain(if whole { touches / 4 } else { touches }, false));
}
