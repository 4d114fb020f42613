//! The gateway connection: serenity on a thread and runtime of its own.
//! serenity starts one task an event, and on several threads those overtake each other; a single-threaded runtime runs
//! them in the order of their arrival, so two quick messages stay in order.
//! It must not look into events, beyond counting those that serenity does not understand.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use serenity::all::{Context, Event, GatewayIntents, HttpBuilder, RawEventHandler};
use serenity::async_trait;
use serenity::gateway::GatewayError as Closed;
use tokio::sync::{mpsc, oneshot, watch};

use crate::config::Secret;

/// Events that may wait to be worked on.
const WAITING: usize = 10_000;

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

/// Hands events on in the order in which they came.
struct Relay {
    events: mpsc::Sender<Event>,
    unknown: AtomicU64,
    dropped: AtomicU64,
}

#[async_trait]
impl RawEventHandler for Relay {
    async fn raw_event(&self, _: Context, event: Event) {
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

/// Connects in the background. Events end when the connection has ended; the second part says how it did.
pub(super) fn connect(
    asked: Asked,
    stop: watch::Receiver<bool>,
) -> (mpsc::Receiver<Event>, oneshot::Receiver<Result<(), GatewayError>>) {
    let (events, received) = mpsc::channel(WAITING);
    let (done, closed) = oneshot::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let result = match runtime {
            Ok(runtime) => runtime.block_on(hold(asked, events, stop)),
            Err(error) => Err(GatewayError::Other(error.to_string())),
        };
        // Nobody listens when the program is ending anyway.
        let _ = done.send(result);
    });
    (received, closed)
}

async fn hold(
    asked: Asked,
    events: mpsc::Sender<Event>,
    mut stop: watch::Receiver<bool>,
) -> Result<(), GatewayError> {
    let other = |error: serenity::Error| GatewayError::Other(error.to_string());
    let http = HttpBuilder::new(asked.token.reveal()).proxy(asked.api_url).ratelimiter_disabled(true).build();
    let mut intents =
        GatewayIntents::GUILDS | GatewayIntents::GUILD_MESSAGES | GatewayIntents::DIRECT_MESSAGES;
    if asked.message_content {
        intents |= GatewayIntents::MESSAGE_CONTENT;
    }
    if asked.members {
        intents |= GatewayIntents::GUILD_MEMBERS;
    }
    let relay = Relay { events, unknown: AtomicU64::new(0), dropped: AtomicU64::new(0) };
    let mut client = serenity::all::ClientBuilder::new_with_http(http, intents)
        .raw_event_handler(relay)
        .await
        .map_err(other)?;
    *client.ws_url.lock().await = asked.url;
    let shards = Arc::clone(&client.shard_manager);
    tokio::select! {
        ended = client.start() => match ended {
            Ok(()) => Ok(()),
            Err(serenity::Error::Gateway(Closed::InvalidAuthentication)) => Err(GatewayError::Token),
            Err(serenity::Error::Gateway(Closed::DisallowedGatewayIntents | Closed::InvalidGatewayIntents)) => Err(GatewayError::Intents),
            Err(error) => Err(other(error)),
        },
        _ = stop.wait_for(|stop| *stop) => {
            shards.shutdown_all().await;
            Ok(())
        }
    }
}
