//! The Discord adapter: events come in, use cases are called, replies go out. serenity is used here only.
//! Every event is acknowledged before any work, but a form with a reply, which is stored first; one member's events are worked on one after another.
//! It must not decide anything about drills, quizzes or follow-ups.

mod answer;
mod assign;
mod attachment;
mod commands;
mod component;
mod cooldown;
mod custom_id;
mod follow_up;
mod gateway;
mod hour;
mod intake;
mod lanes;
mod lease;
mod message;
mod pace;
mod playbook;
mod post;
mod quiz;
mod render;
mod rest;
mod review;
mod seal;
mod session;
mod shards;
mod start;
mod table;

use std::sync::Arc;
use std::time::Duration;

use reqwest::Method;
use serde::Deserialize;
use tokio::sync::watch;

use crate::app::{App, AppError};
use crate::config::{Config, ConfigError, Secret, Shards};

pub use gateway::GatewayError;
pub use post::DiscordPost;
pub(crate) use rest::Rest;
pub use seal::Seal;
pub use table::COMMANDS;

/// The bot cannot start or had to stop.
#[derive(Debug, thiserror::Error)]
pub enum BotError {
    /// A setting is wrong or missing.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// Discord could not be reached, or does not know the token.
    #[error("cannot reach Discord at {api_url}: {why}; check the token, `discord.api_url` and the network")]
    Unreachable {
        /// The API address.
        api_url: String,
        /// What happened.
        why: String,
    },
    /// The gateway closed the connection for good.
    #[error(transparent)]
    Gateway(#[from] GatewayError),
    /// It cannot be agreed with other processes who serves what.
    #[error(transparent)]
    App(#[from] AppError),
}

/// What all parts of the adapter share.
pub(crate) struct Bot {
    pub(crate) app: Arc<App>,
    pub(crate) rest: Arc<Rest>,
    /// Closes the ids of buttons that go out, and opens those that come back.
    pub(crate) seal: Seal,
    cooldown: cooldown::Cooldown,
    /// Whether the bot may list a server's members and hears of their roles.
    pub(crate) members: bool,
}

/// A bot that is connected to nothing yet.
pub struct Discord {
    bot: Arc<Bot>,
    token: Secret,
    api_url: String,
    message_content: bool,
    plan: Plan,
}

/// Which shards are served, and how it is shared who does.
#[derive(Debug, Clone, Copy)]
struct Plan {
    shards: Shards,
    /// So long after its last sign of life a process is taken for dead.
    lease: Duration,
    /// So long Discord wants between two identifies of a bucket.
    apart: Duration,
}

/// What Discord says of its gateway.
#[derive(Deserialize)]
struct Gateway {
    url: String,
    /// How many shards it recommends.
    shards: u32,
    session_start_limit: StartLimit,
}

#[derive(Deserialize)]
struct StartLimit {
    /// How many buckets there are that identify beside each other.
    max_concurrency: u32,
}

impl Discord {
    /// Prepares the adapter.
    ///
    /// # Errors
    /// When there is no token, or TLS cannot be set up.
    pub fn new(app: Arc<App>, config: &Config) -> Result<Self, BotError> {
        let token = config.token()?.clone();
        let api_url = config.discord.api_url.clone();
        let unreachable =
            |why: rest::RestError| BotError::Unreachable { api_url: api_url.clone(), why: why.to_string() };
        let rest = Rest::new(&api_url, &token, config.discord.requests_a_second, app.live_processes());
        let rest = Arc::new(rest.map_err(unreachable)?);
        let bot = Arc::new(Bot {
            app,
            rest,
            seal: Seal::of(&token),
            cooldown: cooldown::Cooldown::new(&config.limits),
            members: config.discord.members,
        });
        let seconds = |seconds: u32| Duration::from_secs(seconds.into());
        let plan = Plan {
            shards: config.discord.shards,
            lease: seconds(config.processes.lease_seconds.max(1)),
            // A tenth more: connections take differently long to open.
            apart: seconds(config.discord.identify_seconds) * 11 / 10,
        };
        Ok(Self { bot, token, api_url, message_content: config.discord.message_content, plan })
    }

    /// Delivers pings over this connection.
    pub fn post(&self) -> DiscordPost {
        DiscordPost::new(Arc::clone(&self.bot))
    }

    /// Works until `stop` turns true or the gateway closes for good.
    ///
    /// # Errors
    /// When Discord cannot be reached at the start, or refuses the connection.
    pub async fn run(&self, mut stop: watch::Receiver<bool>) -> Result<(), BotError> {
        // serenity would connect to the real gateway when it cannot learn the address: it is asked for here instead.
        let nothing: Option<&()> = None;
        let gateway = tokio::select! {
            gateway = self.bot.rest.call(Method::GET, "/gateway/bot", nothing) => gateway,
            _ = stop.wait_for(|stop| *stop) => return Ok(()),
        };
        let gateway: Gateway = gateway.map_err(|error| match error {
            rest::RestError::Refused { status: 401, .. } => GatewayError::Token.into(),
            error => BotError::Unreachable { api_url: self.api_url.clone(), why: error.to_string() },
        })?;
        let asked = gateway::Asked {
            url: gateway.url.clone(),
            api_url: self.api_url.clone(),
            token: self.token.clone(),
            message_content: self.message_content,
            members: self.bot.members,
        };
        shards::serve(Arc::clone(&self.bot), asked, self.plan, &gateway, stop).await
    }
}
