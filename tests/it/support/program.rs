//! The program as it is delivered: `sparring serve` as a child process against the fake Discord, with SQLite and
//! playbooks in a folder of its own, so that it can be killed.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus};
use std::time::{Duration, Instant};

use serde_json::json;
use sparring::coach::ids::{RepId, SessionId};
use sparring::store::{Session, Store};

use super::fake_discord::{FakeDiscord, Message, User};

/// How long is waited for anything; a debug build on a busy computer needs a while to start.
pub(super) const PATIENCE: Duration = Duration::from_secs(30);

/// The running program and its world.
pub(crate) struct Program {
    pub(crate) d: FakeDiscord,
    pub(crate) guild: u64,
    pub(crate) channel: u64,
    folder: tempfile::TempDir,
    child: Option<Child>,
    starts: usize,
}

/// A drill with the last message of the buyer.
pub(crate) struct Drill {
    pub(crate) rep: User,
    pub(crate) id: u64,
    pub(crate) channel: u64,
    pub(crate) last: Message,
}

impl Program {
    /// Starts it and waits until it is connected.
    pub(crate) async fn start() -> Self {
        let d = FakeDiscord::start().await;
        d.wait_at_most(PATIENCE);
        let guild = d.guild("Acme");
        let channel = d.text_channel(guild, "practice");
        let folder = folder_with_playbooks();
        let mut program = Self { d, guild, channel, folder, child: None, starts: 0 };
        program.launch().await;
        program.d.ready().await;
        program
    }

    /// Starts the program, without waiting for anything.
    pub(crate) fn spawn(&mut self) {
        let mut command = serve(self.folder.path(), &self.d, &self.url(), &self.log_path());
        self.child = Some(command.spawn().expect("the program starts"));
    }

    /// Starts the program and waits until it is connected.
    pub(crate) async fn launch(&mut self) {
        self.spawn();
        self.starts += 1;
        self.d.sessions(self.starts, 0).await;
    }

    /// Kills it as a power cut does.
    pub(crate) fn kill(&mut self) {
        let mut child = self.child.take().expect("running");
        child.kill().expect("killed");
        child.wait().expect("ended");
    }

    /// Asks it to end, and tells how it did and how long that took.
    pub(crate) async fn terminate(&mut self) -> (ExitStatus, Duration) {
        let child = self.child.take().expect("running");
        match terminate(child).await {
            Some(ended) => ended,
            None => panic!("it does not end\n{}", self.log()),
        }
    }

    /// The process's number.
    pub(crate) fn pid(&self) -> u32 {
        self.child.as_ref().expect("running").id()
    }

    /// The database's file.
    pub(crate) fn database(&self) -> PathBuf {
        self.folder.path().join("sparring.db")
    }

    fn url(&self) -> String {
        format!("sqlite://{}", self.database().display())
    }

    fn log_path(&self) -> PathBuf {
        self.folder.path().join("log.txt")
    }

    /// What it has logged.
    pub(crate) fn log(&self) -> String {
        fs::read_to_string(self.log_path()).unwrap_or_default()
    }

    /// A new member of the server.
    pub(crate) fn member(&self, name: &str) -> User {
        let user = self.d.user(name, "en-US");
        self.d.member(self.guild, &user, &[], 1 << 11);
        user
    }

    /// A new member begins the drill `quote`, in a thread or in direct messages.
    pub(crate) async fn drill(&self, name: &str, private: bool) -> Drill {
        let rep = self.member(name);
        let options = json!({"scenario": "quote", "private": private});
        let asked = self.d.slash(&rep, self.channel, "drill", Some("start"), options);
        asked.answer().await;
        let channel = if private { self.d.dm(&rep) } else { self.d.thread_of(&rep).await };
        self.d.next_message(channel).await;
        let last = self.d.next_message(channel).await;
        Drill { rep, id: asked.id, channel, last }
    }

    /// A drill as it is stored.
    pub(crate) async fn stored(&self, drill: &Drill) -> Session {
        let store = Store::open(&self.url()).await.expect("a store");
        let (id, rep) = (i64::try_from(drill.id).expect("fits"), i64::try_from(drill.rep.id).expect("fits"));
        let found = store.session(SessionId(id), RepId(rep)).await.expect("read");
        store.close().await;
        found.expect("the drill is stored")
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().ok();
            child.wait().ok();
        }
        if std::thread::panicking() {
            eprintln!("{}", self.log());
        }
    }
}

/// A folder with the tiny playbooks and the real words of the interface.
pub(super) fn folder_with_playbooks() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    copy(&root.join("tests/it/playbooks"), &folder.path().join("playbooks"));
    copy(&root.join("playbooks/phrases"), &folder.path().join("playbooks/phrases"));
    folder
}

/// The command that serves from such a folder; what it tells goes into a file.
pub(super) fn serve(folder: &Path, d: &FakeDiscord, url: &str, log: &Path) -> Command {
    let log = File::options().append(true).create(true).open(log).expect("a log");
    // Through a shell that ignores SIGXFSZ, as services do: a file that may not grow is an error, not a death.
    let mut command = Command::new("sh");
    command
        .args(["-c", "trap '' XFSZ; exec \"$0\" --cache learnt serve", env!("CARGO_BIN_EXE_sparring")])
        .current_dir(folder)
        .env_clear()
        .env("DISCORD_TOKEN", d.token())
        .env("SPARRING_DISCORD__API_URL", d.api_url())
        .env("SPARRING_DISCORD__IDENTIFY_SECONDS", "0")
        .env("SPARRING_DATABASE__URL", url)
        .env("SPARRING_PLAYBOOKS__PATH", folder.join("playbooks"))
        .stderr(log);
    command
}

/// Asks a process to end, and tells how it did and how long that took; `None` where it does not.
pub(super) async fn terminate(mut child: Child) -> Option<(ExitStatus, Duration)> {
    let asked = Instant::now();
    signal(&child, "-TERM");
    let ended = tokio::task::spawn_blocking(move || {
        let status = child.wait().expect("it ends");
        (status, asked.elapsed())
    });
    tokio::time::timeout(PATIENCE, ended).await.ok().map(|ended| ended.expect("waited for"))
}

/// Sends a signal, by its option of `kill`.
pub(super) fn signal(child: &Child, signal: &str) {
    let pid = child.id().to_string();
    assert!(Command::new("kill").args([signal, &pid]).status().expect("sent").success());
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("copied");
        }
    }
}
