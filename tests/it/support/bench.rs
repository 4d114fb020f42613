//! The bot under test: the real app, store and adapter against the fake Discord, with a clock that stands still.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock};

use chrono::{DateTime, TimeDelta, Utc};
use sparring::app::{App, Round};
use sparring::clock::{Clock, FakeClock};
use sparring::coach::ids::RepId;
use sparring::config::{self, Config, Secret};
use sparring::discord::{Discord, DiscordPost, Seal};
use sparring::playbook::{Library, Loaded, SourceFile, load, read_dir};
use sparring::store::{Limits, Store};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::fake_discord::{FakeDiscord, Interaction, Message, User};

/// The day on which every test begins: a Friday, nine in the morning in Shanghai.
pub(crate) fn start() -> DateTime<Utc> {
    "2026-03-06T01:00:00Z".parse().expect("a moment")
}

/// The tiny playbooks with the real words of the interface.
pub(crate) fn tiny_files() -> Vec<SourceFile> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = read_dir(&root.join("tests/it/playbooks")).expect("tiny playbooks");
    let shipped = read_dir(&root.join("playbooks")).expect("shipped playbooks");
    files.extend(shipped.into_iter().filter(|file| file.path.contains("/phrases/")));
    files
}

/// The playbooks that are shipped.
pub(crate) fn shipped_files() -> Vec<SourceFile> {
    read_dir(&Path::new(env!("CARGO_MANIFEST_DIR")).join("playbooks")).expect("shipped playbooks")
}

/// The shipped playbooks, loaded and learnt once for all tests.
pub(crate) fn shipped() -> &'static Library {
    static SHIPPED: LazyLock<Library> = LazyLock::new(|| load(&shipped_files()).library);
    &SHIPPED
}

/// A running bot with a member in a server.
pub(crate) struct Bench {
    pub(crate) d: FakeDiscord,
    pub(crate) guild: u64,
    pub(crate) channel: u64,
    pub(crate) ana: User,
    pub(crate) clock: Arc<FakeClock>,
    pub(crate) app: Arc<App>,
    files: Vec<SourceFile>,
    url: String,
    limits: Limits,
    running: Option<Running>,
    folder: tempfile::TempDir,
    message_content: bool,
    members: bool,
    /// How often members may ask; as good as ever in tests, where no time passes between two presses.
    pub(crate) asks: config::Limits,
}

struct Running {
    stop: watch::Sender<bool>,
    task: JoinHandle<Result<(), String>>,
}

impl Bench {
    /// A bot that may not read messages in servers, as most are.
    pub(crate) async fn start() -> Self {
        Self::with(false, tiny_files()).await
    }

    pub(crate) async fn with(message_content: bool, files: Vec<SourceFile>) -> Self {
        Self::within(message_content, files, Limits::default()).await
    }

    /// A bot whose store waits as long and takes as much as said.
    pub(crate) async fn within(message_content: bool, files: Vec<SourceFile>, limits: Limits) -> Self {
        let d = FakeDiscord::start().await;
        let clock = Arc::new(FakeClock::at(start()));
        let at = Arc::clone(&clock);
        d.use_clock(move || at.now().timestamp_millis().unsigned_abs());
        let guild = d.guild("Acme");
        let channel = d.text_channel(guild, "practice");
        let ana = d.user("Ana", "en-US");
        d.member(guild, &ana, &[], 1 << 11);
        let folder = tempfile::tempdir().expect("a folder");
        let path: PathBuf = folder.path().join("sparring.db");
        let url = format!("sqlite://{}", path.display());
        let app = app(&url, &files, &clock, limits).await;
        let running = None;
        let members = false;
        let at_once = u32::MAX;
        let asks = config::Limits { member_at_once: at_once, server_at_once: at_once, ..Default::default() };
        let mut bench = Self {
            d,
            guild,
            channel,
            ana,
            clock,
            app,
            files,
            url,
            limits,
            running,
            folder,
            message_content,
            members,
            asks,
        };
        bench.run().await;
        bench
    }

    /// The bot may know the members of its servers from now on.
    pub(crate) async fn know_members(&mut self) {
        self.members = true;
        self.restart().await;
    }

    /// A member who may manage a server.
    pub(crate) fn boss(&self, guild: u64, locale: &str) -> User {
        let boss = self.d.user("Boss", locale);
        self.d.member(guild, &boss, &[], 1 << 5);
        boss
    }

    /// The database's file.
    pub(crate) fn database(&self) -> PathBuf {
        self.folder.path().join("sparring.db")
    }

    fn config(&self) -> Config {
        let mut config = Config::default();
        config.discord.api_url = self.d.api_url();
        config.discord.token = Some(Secret::from(self.d.token()));
        config.discord.message_content = self.message_content;
        config.discord.members = self.members;
        config.discord.identify_seconds = 0;
        config.limits = self.asks;
        config
    }

    /// An id as this bot writes it, such as one of a message that the test did not see.
    pub(crate) fn sealed(&self, id: &str) -> String {
        Seal::of(&Secret::from(self.d.token())).close(id)
    }

    async fn run(&mut self) {
        let discord = Discord::new(Arc::clone(&self.app), &self.config()).expect("configured");
        let (stop, stopped) = watch::channel(false);
        let task = tokio::spawn(async move { discord.run(stopped).await.map_err(|e| e.to_string()) });
        self.running = Some(Running { stop, task });
        self.d.ready().await;
    }

    /// Stops the bot and starts it anew on the same database, as after an update.
    pub(crate) async fn restart(&mut self) {
        self.stop().await.expect("stops well");
        self.app.store().close().await;
        self.app = app(&self.url, &self.files, &self.clock, self.limits).await;
        self.run().await;
    }

    pub(crate) async fn stop(&mut self) -> Result<(), String> {
        match self.running.take() {
            Some(running) => {
                running.stop.send_replace(true);
                running.task.await.expect("no panic")
            }
            None => Ok(()),
        }
    }

    /// Waits until the bot ends by itself and gives back why.
    pub(crate) async fn stop_reason(&mut self) -> String {
        let running = self.running.take().expect("running");
        running.task.await.expect("no panic").expect_err("it ended well")
    }

    /// Another connection to send pings over.
    pub(crate) fn post(&self) -> DiscordPost {
        Discord::new(Arc::clone(&self.app), &self.config()).expect("configured").post()
    }

    /// Time passes, and what is due meanwhile is sent.
    pub(crate) async fn later(&self, by: TimeDelta) -> Round {
        self.clock.advance(by);
        self.app.send_due(&self.post()).await.expect("a round")
    }

    /// Time passes, and rounds are made until nothing is due any more; how much was sent.
    pub(crate) async fn settled(&self, by: TimeDelta) -> usize {
        let mut round = self.later(by).await;
        let mut sent = round.sent;
        while round.claimed > 0 {
            round = self.later(TimeDelta::zero()).await;
            sent += round.sent;
        }
        sent
    }

    /// The member starts the drill `quote`; its thread and the buyer's opening come back.
    pub(crate) async fn start_drill(&self) -> (u64, Message) {
        let asked = self.d.slash(
            &self.ana,
            self.channel,
            "drill",
            Some("start"),
            serde_json::json!({"scenario": "quote"}),
        );
        asked.answer().await;
        let thread = self.d.thread_of(&self.ana).await;
        self.d.next_message(thread).await;
        (thread, self.d.next_message(thread).await)
    }

    /// Waits until the store holds all that the two of a duel said in a thread.
    pub(crate) async fn taken(&self, thread: u64) {
        let channel = i64::try_from(thread).expect("an id");
        let rep = RepId(i64::try_from(self.ana.id).expect("an id"));
        let by_people = |message: &&Message| message.author != self.d.bot_id();
        let said = self.d.messages(thread).iter().filter(by_people).count();
        loop {
            let held = self.app.store().session_in_channel(channel, rep).await.expect("read").expect("open");
            if held.turns.len() + held.peer_lines.len() >= said {
                return;
            }
            tokio::task::yield_now().await;
        }
    }

    /// The member answers by the Reply button's form under a message.
    pub(crate) async fn reply(&self, under: &Message, words: &str) -> Interaction {
        let form = self.d.press(&self.ana, under.id, &label_of(under, "answer"));
        form.modal().await;
        self.d.submit(&self.ana, &form, serde_json::json!({"words": words}))
    }

    /// Ends the test: the bot stops well and nothing was left over.
    pub(crate) async fn finish(mut self) {
        self.stop().await.expect("stops well");
        self.d.finish().await;
    }
}

/// The custom id of the button with a verb.
pub(crate) fn label_of(message: &Message, verb: &str) -> String {
    let wanted = format!("v1:{verb}:");
    let buttons = message.buttons();
    let found = buttons.iter().find(|button| button.custom_id.starts_with(&wanted));
    found
        .map(|button| button.custom_id.clone())
        .unwrap_or_else(|| panic!("no {verb} under {}", message.text()))
}

/// The custom id of the list under a message.
pub(crate) fn list_of(message: &Message) -> String {
    let selects = message.selects();
    let list = selects.first().unwrap_or_else(|| panic!("no list under {}", message.text()));
    list["custom_id"].as_str().unwrap_or_default().to_owned()
}

async fn app(url: &str, files: &[SourceFile], clock: &Arc<FakeClock>, limits: Limits) -> Arc<App> {
    let Loaded { library, problems } = load(files);
    assert!(problems.is_empty(), "{}", problems.iter().map(|p| p.picture(false)).collect::<String>());
    // Learning is slow without optimisation; nobody waits for it here.
    for playbook in &library.playbooks {
        playbook.recogniser();
    }
    let store = Store::open_within(url, limits).await.expect("a store");
    let clock: Arc<dyn Clock> = Arc::<FakeClock>::clone(clock);
    // A process of its own each time, as after a restart.
    static STARTS: AtomicUsize = AtomicUsize::new(0);
    let name = format!("test-{}", STARTS.fetch_add(1, Ordering::Relaxed));
    Arc::new(App::new(store, library, clock, name))
}
