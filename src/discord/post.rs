//! Delivers pings: to the rep's direct messages, else to the channel where the follow-up was asked for.
//! A repeated attempt carries the same nonce; when the first one is older than Discord remembers nonces, the channel is
//! read back for the ping's own button before anything is sent again.
//! It must not decide when to try again.

use std::sync::Arc;

use chrono::TimeDelta;
use reqwest::Method;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::custom_id;
use super::render::{nobody, render};
use super::rest::{Rest, RestError, Sent};
use crate::app::{Ping, Post, Posted, SendError, Told};

/// The first millisecond of Discord's ids.
const EPOCH: i64 = 1_420_070_400_000;
/// Pages of a hundred messages that are read back.
const PAGES: usize = 10;

/// Delivers over Discord.
pub struct DiscordPost {
    rest: Arc<Rest>,
}

#[derive(Serialize)]
struct Recipient {
    recipient_id: String,
}

#[derive(Deserialize)]
struct Message {
    id: String,
    #[serde(default)]
    components: Value,
}

impl DiscordPost {
    pub(super) fn new(rest: Arc<Rest>) -> Self {
        Self { rest }
    }

    async fn direct_channel(&self, ping: &Ping) -> Result<i64, RestError> {
        let body = Recipient { recipient_id: ping.to.to_string() };
        let sent: Sent = self.rest.once(Method::POST, "/users/@me/channels", Some(&body)).await?;
        Ok(sent.id)
    }

    async fn deliver(&self, ping: &Ping, channel: i64, to_rep: bool) -> Result<Posted, RestError> {
        let told = if to_rep { &ping.direct } else { &ping.public };
        if ping.again
            && let Some(message) = self.read_back(ping, told, channel).await?
        {
            return Ok(Posted { channel, message });
        }
        let mut last = Posted { channel, message: 0 };
        for (part, page) in render(&told.reply).into_iter().enumerate() {
            let mut body = page.message(format!("{}.{part}", ping.nonce));
            if !to_rep {
                // In a channel the rep, and nobody else, is called by name.
                let rep = serenity::model::id::UserId::new(ping.to.0.unsigned_abs().max(1));
                body = body.content(format!("<@{}>", ping.to)).allowed_mentions(nobody().users([rep]));
            }
            let sent: Sent =
                self.rest.once(Method::POST, &format!("/channels/{channel}/messages"), Some(&body)).await?;
            last.message = sent.id;
        }
        Ok(last)
    }

    /// The message of an earlier attempt whose answer was lost, found by its button.
    async fn read_back(&self, ping: &Ping, told: &Told, channel: i64) -> Result<Option<i64>, RestError> {
        let button = json!(custom_id::write(&told.known_by)).to_string();
        let since = (ping.first_attempt - TimeDelta::seconds(5)).timestamp_millis() - EPOCH;
        let mut after = since.max(0) << 22;
        for _ in 0..PAGES {
            let path = format!("/channels/{channel}/messages?after={after}&limit=100");
            let nothing: Option<&()> = None;
            let page: Vec<Message> = self.rest.once(Method::GET, &path, nothing).await?;
            let ids = page.iter().filter_map(|message| Some((message.id.parse::<i64>().ok()?, message)));
            let mut newest = after;
            for (id, message) in ids {
                if message.components.to_string().contains(&button) {
                    return Ok(Some(id));
                }
                newest = newest.max(id);
            }
            if page.len() < 100 {
                break;
            }
            after = newest;
        }
        Ok(None)
    }
}

impl Post for DiscordPost {
    async fn post(&self, ping: &Ping) -> Result<Posted, SendError> {
        let direct = match self.direct_channel(ping).await {
            Ok(channel) => self.deliver(ping, channel, true).await,
            Err(error) => Err(error),
        };
        let mut last = match direct {
            Ok(posted) => return Ok(posted),
            Err(error) => error,
        };
        for channel in &ping.channels {
            if !matches!(last, RestError::Refused { .. }) {
                break;
            }
            match self.deliver(ping, *channel, false).await {
                Ok(posted) => return Ok(posted),
                Err(error) => last = error,
            }
        }
        Err(send_error(last))
    }
}

fn send_error(error: RestError) -> SendError {
    match error {
        RestError::RetryAfter(wait) => SendError::RetryAfter(wait),
        RestError::NoAnswer(why) => SendError::ForNow(why),
        refused @ RestError::Refused { .. } => SendError::Never(refused.to_string()),
    }
}
