//! The Discord adapter: events come in, use cases are called, replies go out. serenity is used here only.
//! Every event is acknowledged before any work, but a form with a reply, which is stored first; one member's events are worked on one after another.
//! It must not decide anything about drills, quizzes or follow-ups.

mod answer;
mod assign;
mod attachment;
mod commands;
mod component;
mod custom_id;
mod follow_up;
mod gateway;
mod intake;
mod lanes;
mod message;
mod playbook;
mod post;
mod quiz;
mod render;
mod rest;
mod review;
mod session;
mod start;
mod table;

use std::sync::Arc;

use reqwest::Method;
use serde::Deserialize;
use tokio::sync::watch;

use crate::app::App;
use crate::config::{Config, ConfigError, Secret};

pub use gateway::GatewayError;
pub use post::DiscordPost;
pub(crate) use rest::Rest;
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
}

/// What all parts of the adapter share.
pub(crate) struct Bot {
    pub(crate) app: Arc<App>,
    pub(crate) rest: Arc<Rest>,
    /// Whether the bot may list a server's members and hears of their roles.
    pub(crate) members: bool,
}

#[derive(Deserialize)]
struct GatewayAddress {
    url: String,
}

/// A bot that is connected to nothing yet.
pub struct Discord {
    bot: Arc<Bot>,
    token: Secret,
    api_url: String,
    message_content: bool,
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
        let rest = Arc::new(Rest::new(&api_url, &token).map_err(unreachable)?);
        let bot = Arc::new(Bot { app, rest, members: config.discord.members });
        Ok(Self { bot, token, api_url, message_content: config.discord.message_content })
    }

    /// Delivers pings over this connection.
    pub fn post(&self) -> DiscordPost {
        DiscordPost::new(Arc::clone(&self.bot.rest))
    }

    /// Works until `stop` turns true or the gateway closes for good.
    ///
    /// # Errors
    /// When Discord cannot be reached at the start, or refuses the connection.
    pub async fn run(&self, mut stop: watch::Receiver<bool>) -> Result<(), BotError> {
        // serenity would connect to the real gateway when it cannot learn the address: it is asked for here instead.
        let nothing: Option<&()> = None;
        let address = tokio::select! {
            address = self.bot.rest.call(Method::GET, "/gateway", nothing) => address,
            _ = stop.wait_for(|stop| *stop) => return Ok(()),
        };
        let unreachable = |error: rest::RestError| BotError::Unreachable {
            api_url: self.api_url.clone(),
            why: error.to_string(),
        };
        let address: GatewayAddress = address.map_err(unreachable)?;
        let asked = gateway::Asked {
            url: address.url,
            api_url: self.api_url.clone(),
            token: self.token.clone(),
            message_content: self.message_content,
            members: self.bot.members,
        };
        let (events, closed) = gateway::connect(asked, stop.clone());
        intake::work(Arc::clone(&self.bot), events).await;
        closed.await.unwrap_or(Ok(())).map_err(BotError::from)
    }
}
