//! One connection to the gateway for one shard: serenity's own, on a thread and runtime that end with it.
//! serenity starts one task an event, and on several threads those overtake each other; a single-threaded runtime runs
//! them in the order of their arrival, so two quick messages stay in order. A connection that is lost is resumed here;
//! one that must identify anew ends, because over all processes identifying has its turns.
//! It must not look into events, beyond counting those that serenity does not understand.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

pub(super) use serenity::all::Event;
use serenity::all::{
    Context, GatewayIntents, Http, HttpBuilder, RawEventHandler, Shard, ShardId, ShardInfo, ShardManager,
    ShardManagerOptions, ShardMessenger, ShardRunner, ShardRunnerMessage, ShardRunnerOptions,
};
use serenity::async_trait;
use serenity::gateway::GatewayError as Closed;
use serenity::prelude::TypeMap;
use tokio::sync::{Mutex, RwLock, mpsc, oneshot, watch};

use super::lease::Lease;
use crate::config::Secret;

/// How long Discord may take to open a connection.
const WELCOME: Duration = Duration::from_secs(15);
/// How long Discord may take to agree that a connection is closed.
const FAREWELL: Duration = Duration::from_secs(2);
/// The close code that says that nobody will resume.
const FOR_GOOD: u16 = 1_000;

/// The gateway closed for good.
#[derive(Debug, thiserror::Error)]
pub enum GatewayError {
    /// Close code 4004.
    #[error("Discord does not know this token; copy it again from the Developer Portal, Bot, Reset Token")]
    Token,
    /// Close code 4014.
    #[error(
        "Discord does not allow the intent Message Content or Server Members; switch on in the Developer Portal under Bot what config.toml asks for, or set discord.message_content = false and discord.members = false"
    )]
    Intents,
    /// Anything else.
    #[error("the gateway closed: {0}; start again, and see https://discordstatus.com if it stays")]
    Other(String),
}

/// What a connection needs.
pub(super) struct Asked {
    pub(super) url: String,
    pub(super) api_url: String,
    pub(super) token: Secret,
    pub(super) message_content: bool,
    pub(super) members: bool,
}

/// A shard among how many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Piece {
    pub(super) shard: u32,
    pub(super) total: u32,
}

/// How a connection ended.
pub(super) enum Ended {
    /// It was told to.
    Told,
    /// The session is gone: it must identify anew.
    Anew,
    /// It was open, but another process was first to identify.
    NoTurn,
    /// Nobody answered there.
    Unreachable(String),
    /// No connection will do.
    ForGood(GatewayError),
}

/// Hands events on in the order in which they came, as long as the shard is this process's.
struct Relay {
    events: mpsc::Sender<Event>,
    lease: Lease,
    unknown: AtomicU64,
    dropped: AtomicU64,
}

#[async_trait]
impl RawEventHandler for Relay {
    async fn raw_event(&self, _: Context, event: Event) {
        if self.lease.is_over() {
            return;
        }
        if let Event::Unknown(unknown) = &event {
            let count = self.unknown.fetch_add(1, Ordering::Relaxed) + 1;
            let kind = unknown.kind.as_str();
            // The payload holds words of members; its kind says enough.
            if kind == "INTERACTION_CREATE" || kind == "MESSAGE_CREATE" {
                tracing::error!(kind, count, "an event could not be read; a member gets no answer");
            } else {
                tracing::warn!(kind, count, "an event could not be read");
            }
            return;
        }
        if self.events.try_send(event).is_err() {
            let count = self.dropped.fetch_add(1, Ordering::Relaxed) + 1;
            tracing::error!(count, "too many events wait; one was dropped");
        }
    }
}

/// What tells a connection to end.
#[derive(Clone)]
pub(super) struct Until {
    /// Turns true where it must end.
    pub(super) told: watch::Receiver<bool>,
    /// Over where the shard is this process's no more: then it ends without a word.
    pub(super) lease: Lease,
}

/// Opens a connection for a shard, identifies if it is given the turn, and hands events on until the connection ends.
/// The turn is asked for when all else is done: how long opening takes would else shift the moment of identifying.
pub(super) async fn connect(
    asked: Arc<Asked>,
    piece: Piece,
    events: mpsc::Sender<Event>,
    until: Until,
    turn: impl Future<Output = bool>,
) -> Ended {
    let (done, mut ended) = oneshot::channel();
    let (open, opened) = oneshot::channel();
    let (tell, go) = oneshot::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let result = match runtime {
            Ok(runtime) => runtime.block_on(hold(&asked, piece, events, until, Door { open, go })),
            Err(error) => Ended::Unreachable(error.to_string()),
        };
        // Nobody listens when the program is ending anyway.
        let _ = done.send(result);
    });
    let asking = async {
        if opened.await.is_ok() {
            // Where it ended meanwhile, nobody waits for this.
            let _ = tell.send(turn.await);
        }
    };
    tokio::select! {
        ended = &mut ended => return ended.unwrap_or(Ended::Anew),
        () = asking => {}
    }
    ended.await.unwrap_or(Ended::Anew)
}

/// Between a connection that is open and its identify.
struct Door {
    open: oneshot::Sender<()>,
    go: oneshot::Receiver<bool>,
}

async fn hold(
    asked: &Asked,
    piece: Piece,
    events: mpsc::Sender<Event>,
    mut until: Until,
    door: Door,
) -> Ended {
    let relay =
        Relay { events, lease: until.lease.clone(), unknown: AtomicU64::new(0), dropped: AtomicU64::new(0) };
    let id = ShardId(piece.shard);
    let info = ShardInfo { id, total: piece.total };
    let url = Arc::new(Mutex::new(asked.url.clone()));
    let (token, intents) = (asked.token.reveal(), intents(asked));
    let made = tokio::select! {
        made = tokio::time::timeout(WELCOME, Shard::new(url, token, info, intents, None)) => made,
        () = until.ends() => return Ended::Told,
    };
    let shard = match made {
        Ok(Ok(shard)) => shard,
        Ok(Err(error)) => return Ended::Unreachable(error.to_string()),
        Err(error) => return Ended::Unreachable(error.to_string()),
    };
    let _ = door.open.send(());
    let turn = tokio::select! {
        turn = door.go => turn,
        () = until.ends() => return Ended::Told,
    };
    if turn != Ok(true) {
        return Ended::NoTurn;
    }
    let (mut runner, _kept) = runner(asked, shard, id, relay).await;
    let line = ShardMessenger::new(&runner);
    let run = runner.run();
    tokio::pin!(run);
    tokio::select! {
        ended = &mut run => return how(ended),
        () = until.lease.end() => return Ended::Told,
        _ = until.told.wait_for(|told| *told) => {}
    }
    line.send_to_shard(ShardRunnerMessage::Shutdown(id, FOR_GOOD));
    tokio::time::timeout(FAREWELL, run).await.ok();
    // The tasks of events that came before the farewell stand before this one.
    tokio::spawn(async {}).await.ok();
    Ended::Told
}

impl Until {
    /// Waits for either.
    pub(super) async fn ends(&mut self) {
        tokio::select! {
            _ = self.told.wait_for(|told| *told) => {}
            () = self.lease.end() => {}
        }
    }
}

fn intents(asked: &Asked) -> GatewayIntents {
    let mut intents =
        GatewayIntents::GUILDS | GatewayIntents::GUILD_MESSAGES | GatewayIntents::DIRECT_MESSAGES;
    intents.set(GatewayIntents::MESSAGE_CONTENT, asked.message_content);
    intents.set(GatewayIntents::GUILD_MEMBERS, asked.members);
    intents
}

/// serenity's runner of a shard. It resumes by itself; where it cannot, it asks its manager for a new start, which here
/// is the end: the manager's own queue, that would identify at once, waits for an address that never comes, and goes with
/// the runtime.
async fn runner(asked: &Asked, shard: Shard, id: ShardId, relay: Relay) -> (ShardRunner, impl Sized) {
    let token = asked.token.reveal();
    let http: Arc<Http> =
        Arc::new(HttpBuilder::new(token).proxy(asked.api_url.clone()).ratelimiter_disabled(true).build());
    let nowhere = Arc::new(Mutex::new(String::new()));
    let door = Arc::clone(&nowhere).lock_owned().await;
    let data = Arc::new(RwLock::new(TypeMap::new()));
    let (manager, told) = ShardManager::new(ShardManagerOptions {
        data: Arc::clone(&data),
        event_handlers: Vec::new(),
        raw_event_handlers: Vec::new(),
        shard_index: 0,
        shard_init: 0,
        shard_total: 0,
        ws_url: nowhere,
        http: Arc::clone(&http),
        intents: shard.intents,
        presence: None,
    });
    // A new start waits until the old one says that it has ended; that would be this one, which waits for it.
    manager.shutdown_finished(id);
    let raw_event_handlers: Vec<Arc<dyn RawEventHandler>> = vec![Arc::new(relay)];
    let (event_handlers, raw_event_handlers) = (Vec::new(), raw_event_handlers);
    let options = ShardRunnerOptions { data, event_handlers, raw_event_handlers, manager, shard, http };
    (ShardRunner::new(options), (door, told))
}

fn how(ended: Result<(), serenity::Error>) -> Ended {
    match ended {
        Ok(()) => Ended::Anew,
        Err(serenity::Error::Gateway(Closed::InvalidAuthentication)) => Ended::ForGood(GatewayError::Token),
        Err(serenity::Error::Gateway(Closed::DisallowedGatewayIntents | Closed::InvalidGatewayIntents)) => {
            Ended::ForGood(GatewayError::Intents)
        }
        Err(error) => {
            tracing::warn!(%error, "the gateway's connection ended badly; it is made anew");
            Ended::Anew
        }
    }
}
