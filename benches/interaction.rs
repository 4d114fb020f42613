//! The bot as members meet it: the real program over the real gateway and REST of a fake Discord, both on this machine.
//! Start to ready, memory, and a closed loop from what a member does to what they see. The fake's own work is in the
//! times; the processor time is the bot's alone.

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

use std::collections::{HashMap, VecDeque};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use fake_discord::{FakeDiscord, User};
use serde_json::json;
use sparring::playbook::{SourceFile, bundled, load};
use tokio::runtime::Runtime;

/// The program under way; killed when dropped.
struct Program(Child);

impl Program {
    fn start(d: &FakeDiscord, folder: &tempfile::TempDir) -> Self {
        let database = format!("sqlite://{}", folder.path().join("sparring.db").display());
        let child = Command::new(env!("CARGO_BIN_EXE_sparring"))
            .arg("serve")
            .arg("--playbooks")
            .arg(folder.path())
            .env("DISCORD_TOKEN", d.token())
            .env("SPARRING_DISCORD__API_URL", d.api_url())
            .env("SPARRING_DATABASE__URL", database)
            .env("SPARRING_LOG__FILTER", "error")
            // A few members press as fast as they can.
            .env("SPARRING_LIMITS__MEMBER_AT_ONCE", "4000000")
            .env("SPARRING_LIMITS__SERVER_AT_ONCE", "4000000")
            .stdout(Stdio::null())
            .spawn();
        Self(child.expect("the program starts"))
    }

    fn proc(&self, file: &str) -> String {
        std::fs::read_to_string(format!("/proc/{}/{file}", self.0.id())).unwrap_or_default()
    }

    /// Resident memory in MiB.
    fn resident(&self) -> f64 {
        let status = self.proc("status");
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
        line.split_whitespace().next().and_then(|n| n.parse::<f64>().ok()).unwrap_or(0.0) / 1024.0
    }

    /// Processor time so far, in the kernel's ticks of 10 ms.
    fn processor(&self) -> Duration {
        let stat = self.proc("stat");
        let after_name = stat.rsplit(')').next().unwrap_or_default();
        let ticks = after_name.split_whitespace().skip(11).take(2).filter_map(|n| n.parse::<u64>().ok());
        Duration::from_millis(10 * ticks.sum::<u64>())
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The shipped playbooks; the Chinese ones alone while the others are still being translated.
fn shipped() -> Vec<SourceFile> {
    let mut files = bundled();
    if !load(&files).problems.is_empty() {
        println!("the shipped playbooks have problems: the Chinese ones are served alone");
        files.retain(|file| !file.path.contains("key-account.en/"));
    }
    files
}

/// A Discord with a bot in it.
struct World {
    d: FakeDiscord,
    guild: u64,
    channel: u64,
    program: Program,
    ready_after: Duration,
    _folder: tempfile::TempDir,
}

impl World {
    async fn start() -> Self {
        let d = FakeDiscord::start().await;
        let guild = d.guild("Acme");
        let channel = d.text_channel(guild, "practice");
        let folder = tempfile::tempdir().expect("a folder");
        for file in shipped() {
            let path = folder.path().join(&*file.path);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
            std::fs::write(path, file.text.as_bytes()).expect("written");
        }
        let began = Instant::now();
        let program = Program::start(&d, &folder);
        d.ready().await;
        Self { ready_after: began.elapsed(), d, guild, channel, program, _folder: folder }
    }

    fn member(&self, n: usize) -> User {
        let user = self.d.user(&format!("Rep {n}"), "zh-CN");
        self.d.member(self.guild, &user, &[], 1 << 11);
        user
    }
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// Times with the wall's and the bot's own time over all of them.
struct Report {
    times: Vec<Duration>,
    wall: Duration,
    processor: Duration,
}

impl Report {
    fn tell(mut self, what: &str) {
        self.times.sort();
        let count = self.times.len();
        let at = |part: f64| ms(self.times[((count - 1) as f64 * part).round() as usize]);
        println!(
            "{what:<28} min {:>7.2}  p50 {:>7.2}  p99 {:>7.2} ms, {:>6.0} a second, {:>5.2} ms of the bot's processor each",
            at(0.0),
            at(0.5),
            at(0.99),
            count as f64 / self.wall.as_secs_f64(),
            ms(self.processor) / count as f64,
        );
    }
}

/// `/help`, so many at once, each member asking again when the answer is there.
fn help(runtime: &Runtime, world: &World, at_once: usize, each: usize) -> Report {
    let users: Vec<User> = (0..at_once).map(|n| world.member(n)).collect();
    let (began, before) = (Instant::now(), world.program.processor());
    let times = runtime.block_on(async {
        let asking = users.iter().map(|user| async move {
            let mut times = Vec::with_capacity(each);
            for _ in 0..each {
                let began = Instant::now();
                world.d.slash(user, world.channel, "help", None, json!({})).answer().await;
                times.push(began.elapsed());
            }
            times
        });
        futures_util::future::join_all(asking).await.concat()
    });
    Report { times, wall: began.elapsed(), processor: world.program.processor() - before }
}

/// A drill in direct messages with replies that are still to be said.
struct Drill {
    user: User,
    channel: u64,
    lines: VecDeque<String>,
}

/// Begins a drill with the shipped model replies, but the last, which would end it.
async fn begin(world: &World, n: usize, scenario: &str, model: &[String]) -> Drill {
    let user = world.member(n);
    let channel = world.d.dm(&user);
    let options = json!({"scenario": scenario, "private": true});
    world.d.slash(&user, world.channel, "drill", Some("start"), options).answer().await;
    for _ in 0..2 {
        world.d.next_message(channel).await;
    }
    Drill { user, channel, lines: model[..model.len() - 1].iter().cloned().collect() }
}

/// Replies in drills, so many at once: said, judged, stored durably, answered.
fn replies(runtime: &Runtime, world: &World, at_once: usize, drills: usize) -> Report {
    let library = load(&shipped()).library;
    let scenarios = library.exact_playbook("zh").expect("shipped").scenarios.clone();
    let chosen = scenarios.values().cycle().take(drills).enumerate();
    let mut waiting: VecDeque<Drill> = runtime.block_on(async {
        let mut begun = VecDeque::new();
        for (n, scenario) in chosen {
            begun.push_back(begin(world, n, scenario.id.as_str(), &scenario.transcripts.model).await);
        }
        begun
    });
    let mut under_way: HashMap<u64, (Drill, Instant)> = HashMap::new();
    let (began, before) = (Instant::now(), world.program.processor());
    let mut times = Vec::new();
    let mut say = |mut drill: Drill, under_way: &mut HashMap<u64, (Drill, Instant)>| {
        let next = match drill.lines.pop_front() {
            Some(line) => Some((drill, line)),
            None => waiting.pop_front().and_then(|mut d| d.lines.pop_front().map(|line| (d, line))),
        };
        if let Some((drill, line)) = next {
            let began = Instant::now();
            world.d.says(&drill.user, drill.channel, &line);
            under_way.insert(drill.channel, (drill, began));
        }
    };
    let nobody = || Drill { user: world.member(0), channel: 0, lines: VecDeque::new() };
    for _ in 0..at_once {
        say(nobody(), &mut under_way);
    }
    // One looks for all: waiters that each search all messages would cost more than the bot.
    while !under_way.is_empty() {
        for message in world.d.unread() {
            runtime.block_on(world.d.next_message(message.channel));
            if let Some((drill, began)) = under_way.remove(&message.channel) {
                times.push(began.elapsed());
                say(drill, &mut under_way);
            }
        }
        assert!(began.elapsed() < Duration::from_secs(120), "{}", world.d.conversation());
        std::thread::sleep(Duration::from_micros(100));
    }
    Report { times, wall: began.elapsed(), processor: world.program.processor() - before }
}

fn main() {
    // Without `--bench` it is `cargo test` that only wants to see it work.
    let whole = std::env::args().any(|argument| argument == "--bench");
    let size = |measured: usize| if whole { measured } else { 1 };
    let runtime = Runtime::new().expect("a runtime");
    for _ in 0..size(5) {
        let world = runtime.block_on(World::start());
        println!(
            "start to ready {:>6.0} ms, {:>5.1} MiB resident, {:>4.0} ms of processor",
            ms(world.ready_after),
            world.program.resident(),
            ms(world.program.processor())
        );
    }
    for (at_once, each, drills) in [(1, 1000, 80), (32, 60, 256)] {
        let world = runtime.block_on(World::start());
        help(&runtime, &world, 1, 3);
        help(&runtime, &world, at_once, size(each)).tell(&format!("/help, {at_once} at once"));
        // The first reply in a language learns it.
        let began = Instant::now();
        replies(&runtime, &world, 1, 1);
        println!("first drill, with learning   {:>7.0} ms", ms(began.elapsed()));
        replies(&runtime, &world, at_once, size(drills))
            .tell(&format!("reply in a drill, {at_once} at once"));
        println!(
            "{:>5.1} MiB resident after that; against the rules: {:?}",
            world.program.resident(),
            world.d.violations()
        );
    }
}
