//! What the fake knows: users, guilds, channels, messages, interactions, and the hub through which tests and
//! connections share it. Nothing here speaks HTTP or WebSocket.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use serde_json::Value;
use tokio::sync::watch;

use super::faults::Fault;
use super::gateway::Gateway;
use super::ledger::Request;
use super::rates::Rates;
use super::weather::Sky;

/// Milliseconds of 2015-01-01, where Discord's snowflakes begin.
pub(super) const EPOCH_MS: u64 = 1_420_070_400_000;
/// How long a test waits for anything before it fails with the conversation.
pub(super) const PATIENCE: Duration = Duration::from_secs(5);
/// How long an interaction may stay without an answer.
pub(super) const ACK_WITHIN: Duration = Duration::from_secs(3);
/// How long an interaction's token serves after that.
pub(super) const TOKEN_LIVES: Duration = Duration::from_secs(15 * 60);

/// Tells Unix milliseconds.
pub(super) type Clock = Arc<dyn Fn() -> u64 + Send + Sync>;

/// A role of a guild.
pub(super) struct Role {
    pub(super) id: u64,
    pub(super) name: String,
}

/// A member of a guild: roles and permission bits.
pub(super) struct Member {
    pub(super) roles: Vec<u64>,
    pub(super) permissions: u64,
}

/// A server.
pub(super) struct Guild {
    pub(super) id: u64,
    pub(super) name: String,
    pub(super) roles: Vec<Role>,
    pub(super) members: BTreeMap<u64, Member>,
}

/// A person or the bot.
pub(super) struct Person {
    pub(super) name: String,
    pub(super) bot: bool,
    pub(super) closed_to_bot: bool,
    /// Shares no server with the bot any more.
    pub(super) left: bool,
}

/// A text channel (0), direct channel (1) or thread (11, 12).
pub(super) struct Channel {
    pub(super) id: u64,
    pub(super) kind: u64,
    pub(super) guild: Option<u64>,
    pub(super) name: String,
    pub(super) parent: Option<u64>,
    /// Of a direct channel the recipient, of a thread its creator.
    pub(super) owner: u64,
    pub(super) members: BTreeSet<u64>,
    pub(super) archived: bool,
    pub(super) locked: bool,
    pub(super) archive_after: u64,
    pub(super) denied: u64,
    pub(super) gone: bool,
}

impl Channel {
    /// Is it a thread?
    pub(super) fn is_thread(&self) -> bool {
        matches!(self.kind, 10..=12)
    }
}

/// A message in its wire form, and what the wire does not say.
pub(super) struct Post {
    pub(super) json: Value,
    pub(super) channel: u64,
    pub(super) author: u64,
    pub(super) hidden_for: Option<u64>,
    pub(super) read: bool,
    pub(super) edits: usize,
    pub(super) edits_read: usize,
}

/// The bot's first answer to an interaction.
pub(super) struct Callback {
    pub(super) body: Value,
    pub(super) kind: u64,
    pub(super) after: Duration,
}

/// An interaction that was dispatched.
pub(super) struct Asked {
    pub(super) token: String,
    pub(super) kind: u64,
    pub(super) user: u64,
    pub(super) locale: String,
    pub(super) channel: u64,
    pub(super) source: Option<u64>,
    /// The type of the option that an autocomplete completes.
    pub(super) completes: u64,
    pub(super) what: String,
    pub(super) sent: Instant,
    /// Age a test has added.
    pub(super) aged: Duration,
    /// A fault of the test's own stands in the way: `finish` does not ask for an answer.
    pub(super) excused: bool,
    pub(super) callback: Option<Callback>,
    pub(super) original: Option<u64>,
    /// The message that answered first, once there is one.
    pub(super) answered: Option<u64>,
    pub(super) followups: Vec<u64>,
}

impl Asked {
    /// How old Discord would call it.
    pub(super) fn age(&self) -> Duration {
        self.sent.elapsed() + self.aged
    }
}

/// Everything the fake knows.
pub(super) struct State {
    pub(super) token: String,
    pub(super) base: String,
    pub(super) app: u64,
    pub(super) bot: u64,
    pub(super) people: BTreeMap<u64, Person>,
    pub(super) guilds: BTreeMap<u64, Guild>,
    pub(super) channels: BTreeMap<u64, Channel>,
    pub(super) posts: BTreeMap<u64, Post>,
    pub(super) asked: BTreeMap<u64, Asked>,
    /// Registered commands by guild; 0 is everywhere.
    pub(super) commands: BTreeMap<u64, Vec<Value>>,
    /// Commands an admin has opened in the server's settings, whatever permission they ask for.
    pub(super) opened_commands: BTreeSet<String>,
    /// Nonces by (author, nonce), with the message and the time.
    pub(super) nonces: BTreeMap<(u64, String), (u64, u64)>,
    pub(super) nonce_window_ms: u64,
    pub(super) suppressed_doubles: usize,
    /// Uploaded files by address path.
    pub(super) files: BTreeMap<String, Vec<u8>>,
    /// What time its answers tell, where that is not the computer's.
    pub(super) date: Option<chrono::DateTime<chrono::Utc>>,
    /// Attachment objects a user has offered, by id.
    pub(super) offered: BTreeMap<u64, Value>,
    pub(super) gateway: Gateway,
    pub(super) requests: Vec<Request>,
    pub(super) faults: Vec<Fault>,
    pub(super) rates: Rates,
    pub(super) sky: Sky,
    pub(super) violations: Vec<String>,
    pub(super) unknown_routes: Vec<String>,
    pub(super) patience: Duration,
    pub(super) began: Instant,
    pub(super) clock: Clock,
    last_id: u64,
    log: Vec<String>,
}

impl State {
    /// A Discord with nobody in it but the bot.
    pub(super) fn new(base: String) -> Self {
        let mut state = Self {
            token: "MTAwMDAwMDAwMDAwMDAwMDAwMA.GfAkEd.0123456789abcdefghijklmnopqrstuvwxyzAB".into(),
            base,
            app: 0,
            bot: 0,
            people: BTreeMap::new(),
            guilds: BTreeMap::new(),
            channels: BTreeMap::new(),
            posts: BTreeMap::new(),
            asked: BTreeMap::new(),
            commands: BTreeMap::new(),
            opened_commands: BTreeSet::new(),
            nonces: BTreeMap::new(),
            nonce_window_ms: 300_000,
            suppressed_doubles: 0,
            files: BTreeMap::new(),
            date: None,
            offered: BTreeMap::new(),
            gateway: Gateway::default(),
            requests: Vec::new(),
            faults: Vec::new(),
            rates: Rates::default(),
            sky: Sky::default(),
            violations: Vec::new(),
            unknown_routes: Vec::new(),
            patience: PATIENCE,
            began: Instant::now(),
            clock: Arc::new(wall_clock),
            last_id: 0,
            log: Vec::new(),
        };
        state.bot = state.add_person("Sparring", true);
        state.app = state.bot;
        state
    }

    /// The next snowflake: later ids are larger, and each tells its time.
    pub(super) fn next_id(&mut self) -> u64 {
        let by_time = (self.clock)().saturating_sub(EPOCH_MS) << 22;
        self.last_id = by_time.max(self.last_id + 1);
        self.last_id
    }

    /// The next snowflake of a later millisecond, which may be a little ahead of time.
    pub(super) fn next_id_of_another_millisecond(&mut self) -> u64 {
        self.last_id = (self.next_id() >> 22).saturating_add(1) << 22;
        self.last_id
    }

    /// Adds a person or a bot.
    pub(super) fn add_person(&mut self, name: &str, bot: bool) -> u64 {
        let id = self.next_id();
        self.people.insert(id, Person { name: name.into(), bot, closed_to_bot: false, left: false });
        id
    }

    /// Adds a channel and returns its id.
    pub(super) fn add_channel(&mut self, kind: u64, guild: Option<u64>, name: &str, owner: u64) -> u64 {
        let id = self.next_id();
        let channel = Channel {
            id,
            kind,
            guild,
            name: name.into(),
            parent: None,
            owner,
            members: BTreeSet::new(),
            archived: false,
            locked: false,
            archive_after: 1440,
            denied: 0,
            gone: false,
        };
        self.channels.insert(id, channel);
        id
    }

    /// The direct channel with a user, opened if need be.
    pub(super) fn direct_channel(&mut self, user: u64) -> u64 {
        let open = self.channels.values().find(|c| c.kind == 1 && c.owner == user && !c.gone);
        match open.map(|c| c.id) {
            Some(id) => id,
            None => self.add_channel(1, None, "", user),
        }
    }

    /// The name of a person, for the log.
    pub(super) fn name_of(&self, user: u64) -> String {
        self.people.get(&user).map_or_else(|| format!("user {user}"), |p| p.name.clone())
    }

    /// The name of a place, for the log.
    pub(super) fn place(&self, channel: u64) -> String {
        match self.channels.get(&channel) {
            Some(c) if c.kind == 1 => format!("DM with {}", self.name_of(c.owner)),
            Some(c) => format!("#{}", c.name),
            None => format!("channel {channel}"),
        }
    }

    /// Adds a line to the conversation.
    pub(super) fn tell(&mut self, line: &str) {
        let at = self.began.elapsed().as_secs_f64();
        self.log.push(format!("{at:8.3}  {line}"));
    }

    /// The whole conversation.
    pub(super) fn conversation(&self) -> String {
        let mut out = self.log.join("\n");
        let _ = write!(
            out,
            "\n({} requests, {} gateway sessions)",
            self.requests.len(),
            self.gateway.sessions.len()
        );
        for violation in &self.violations {
            let _ = write!(out, "\nviolation: {violation}");
        }
        out
    }

    /// Records that the bot did what Discord's rules or our own forbid.
    pub(super) fn violation(&mut self, what: String) {
        self.tell(&format!("!! {what}"));
        self.violations.push(what);
    }
}

fn wall_clock() -> u64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

/// The state, and a bell that rings on every change.
pub(super) struct Hub {
    state: Mutex<State>,
    changed: watch::Sender<u64>,
}

impl Hub {
    /// A hub around a fresh state.
    pub(super) fn new(base: String) -> Arc<Self> {
        Arc::new(Self { state: Mutex::new(State::new(base)), changed: watch::Sender::new(0) })
    }

    /// Looks, without ringing the bell. A test that panicked inside has not broken the state.
    pub(super) fn look(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes something and wakes whoever waits.
    pub(super) fn with<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        let out = change(&mut self.look());
        self.changed.send_modify(|n| *n += 1);
        out
    }

    /// Like [`Hub::with`] for changes that a test asked for wrongly: panics outside the lock, with the conversation.
    pub(super) fn must<T>(&self, change: impl FnOnce(&mut State) -> Result<T, String>) -> T {
        self.with(change).unwrap_or_else(|why| panic!("{why}\n{}", self.look().conversation()))
    }

    /// Waits until `find` finds something.
    pub(super) async fn until<T>(&self, what: &str, mut find: impl FnMut(&mut State) -> Option<T>) -> T {
        let patience = self.look().patience;
        match self.within(patience, &mut find).await {
            Some(found) => found,
            None => panic!("waited {patience:?} in vain for {what}\n{}", self.look().conversation()),
        }
    }

    /// Waits for a while; `None` when nothing was found.
    pub(super) async fn within<T>(
        &self,
        patience: Duration,
        mut find: impl FnMut(&mut State) -> Option<T>,
    ) -> Option<T> {
        let mut bell = self.changed.subscribe();
        let deadline = tokio::time::Instant::now() + patience;
        loop {
            let found = find(&mut self.look());
            if found.is_some() {
                return found;
            }
            let rung = tokio::time::timeout_at(deadline, bell.changed()).await;
            if !matches!(rung, Ok(Ok(()))) {
                return None;
            }
        }
    }
}
