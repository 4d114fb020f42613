//! Several processes of the delivered program, on one database, against one fake Discord: each can be started, killed,
//! asked to end, frozen and thawed by its number. `Fleet::new` starts nothing; `launch(i)` does.

use std::fs;
use std::path::PathBuf;
use std::process::{Child, ExitStatus};
use std::time::Duration;

use super::fake_discord::FakeDiscord;
use super::program::{PATIENCE, folder_with_playbooks, serve, signal, terminate};

/// Processes and their world.
pub(crate) struct Fleet {
    pub(crate) d: FakeDiscord,
    folder: tempfile::TempDir,
    /// The database; a SQLite file in the folder where none was given.
    pub(crate) url: String,
    settings: Vec<(String, String)>,
    children: Vec<Option<Child>>,
}

impl Fleet {
    /// Room for so many processes on a database; without one, on a SQLite file of their own.
    pub(crate) async fn new(size: usize, url: Option<String>) -> Self {
        let d = FakeDiscord::start().await;
        d.wait_at_most(PATIENCE);
        let folder = folder_with_playbooks();
        let url = url.unwrap_or_else(|| format!("sqlite://{}", folder.path().join("sparring.db").display()));
        Self { d, folder, url, settings: Vec::new(), children: (0..size).map(|_| None).collect() }
    }

    /// A setting, by its variable such as `SPARRING_LOG__FILTER`, of all that are launched from now on.
    pub(crate) fn set(&mut self, variable: &str, value: &str) {
        self.settings.retain(|(known, _)| known != variable);
        self.settings.push((variable.to_owned(), value.to_owned()));
    }

    /// Starts a process, without waiting for anything.
    pub(crate) fn launch(&mut self, i: usize) {
        assert!(self.children[i].is_none(), "process {i} runs already");
        let mut command = serve(self.folder.path(), &self.d, &self.url, &self.log_path(i));
        command.envs(self.settings.iter().map(|(variable, value)| (variable, value)));
        self.children[i] = Some(command.spawn().expect("the program starts"));
    }

    /// Whether it was launched and not ended since.
    pub(crate) fn runs(&self, i: usize) -> bool {
        self.children[i].is_some()
    }

    /// For how many processes there is room.
    pub(crate) fn size(&self) -> usize {
        self.children.len()
    }

    /// The process's number in the system.
    pub(crate) fn pid(&self, i: usize) -> u32 {
        self.children[i].as_ref().expect("running").id()
    }

    /// Kills it as a power cut does.
    pub(crate) fn kill(&mut self, i: usize) {
        let mut child = self.children[i].take().expect("running");
        child.kill().expect("killed");
        child.wait().expect("ended");
    }

    /// Asks it to end, and tells how it did and how long that took.
    pub(crate) async fn terminate(&mut self, i: usize) -> (ExitStatus, Duration) {
        let child = self.children[i].take().expect("running");
        match terminate(child).await {
            Some(ended) => ended,
            None => panic!("process {i} does not end\n{}", self.logs()),
        }
    }

    /// It does nothing more, with its connections open, as on a machine that hangs.
    pub(crate) fn freeze(&self, i: usize) {
        signal(self.children[i].as_ref().expect("running"), "-STOP");
    }

    /// It goes on as if nothing had been.
    pub(crate) fn thaw(&self, i: usize) {
        signal(self.children[i].as_ref().expect("running"), "-CONT");
    }

    fn log_path(&self, i: usize) -> PathBuf {
        self.folder.path().join(format!("log-{i}.txt"))
    }

    /// What a process has logged, in all its lives.
    pub(crate) fn log(&self, i: usize) -> String {
        fs::read_to_string(self.log_path(i)).unwrap_or_default()
    }

    /// What all have logged.
    pub(crate) fn logs(&self) -> String {
        (0..self.children.len()).map(|i| format!("--- process {i}\n{}", self.log(i))).collect()
    }
}

impl Drop for Fleet {
    fn drop(&mut self) {
        for mut child in self.children.iter_mut().filter_map(Option::take) {
            child.kill().ok();
            child.wait().ok();
        }
        if std::thread::panicking() {
            eprintln!("{}", self.logs());
        }
    }
}
