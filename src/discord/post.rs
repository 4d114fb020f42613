//! Delivers pings: to the rep's direct messages, else to the channels where that is agreed.
//! A repeated attempt carries the same nonce; when the first one is older than Discord remembers nonces, all these places
//! are read back for the ping's own button before anything is sent again.
//! It must not decide when to try again.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use reqwest::Method;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Bot;
use super::custom_id;
use super::render::{nobody, render};
use super::rest::{RestError, Sent, Slack};
use crate::app::{Ping, Post, Posted, SendError, Told};
use crate::coach::ids::RepId;

/// The first millisecond of Discord's ids.
const EPOCH: i64 = 1_420_070_400_000;
/// Pages of a hundred messages that are read back.
const PAGES: usize = 50;
/// Discord's code for a channel that is not there.
const UNKNOWN_CHANNEL: u64 = 10_003;
/// Codes of what may work later: the API is overloaded, the target is busy.
const LATER: [u64; 2] = [110_000, 130_000];

/// Codes of a rep whose direct messages are closed, or who is in no server of the bot any more.
const CLOSED: [u64; 2] = [50_007, 50_278];
/// Closed doors are not knocked at again for so long: who is refused too often is shut out.
const CLOSED_FOR: Duration = Duration::from_secs(3_600);
/// Closed doors that are remembered.
const REMEMBERED: usize = 10_000;

/// Delivers over Discord.
pub struct DiscordPost {
    bot: Arc<Bot>,
    /// When a rep's direct messages were found closed.
    closed: Mutex<HashMap<RepId, (Instant, u64)>>,
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
    pub(super) fn new(bot: Arc<Bot>) -> Self {
        Self { bot, closed: Mutex::default() }
    }

    /// What Discord answered of late where a rep's direct messages are closed.
    fn closed(&self, rep: RepId) -> Option<RestError> {
        let closed = self.closed.lock().unwrap_or_else(PoisonError::into_inner);
        let (_, code) = closed.get(&rep).filter(|(since, _)| since.elapsed() < CLOSED_FOR)?;
        let message = "found closed within the last hour".to_owned();
        Some(RestError::Refused { status: 403, code: *code, message, errors: Value::Null })
    }

    fn note_closed(&self, rep: RepId, code: u64) {
        let mut closed = self.closed.lock().unwrap_or_else(PoisonError::into_inner);
        if closed.len() >= REMEMBERED {
            closed.retain(|_, (since, _)| since.elapsed() < CLOSED_FOR);
        }
        if closed.len() < REMEMBERED {
            closed.insert(rep, (Instant::now(), code));
        }
    }

    /// The channel of a rep's direct messages, which stays the same for good: it is asked for once.
    async fn direct_channel(&self, rep: RepId, slack: Slack) -> Result<i64, RestError> {
        match self.bot.app.direct_channel(rep).await {
            Ok(Some(known)) => return Ok(known),
            Ok(None) => {}
            Err(error) => tracing::warn!(%error, "a direct channel could not be looked up"),
        }
        let body = Recipient { recipient_id: rep.to_string() };
        let path = "/users/@me/channels";
        let opened: Sent = self.bot.rest.in_background(Method::POST, path, Some(&body), slack).await?;
        if let Err(error) = self.bot.app.note_direct_channel(rep, opened.id).await {
            tracing::warn!(%error, "a direct channel could not be noted");
        }
        Ok(opened.id)
    }

    /// To the rep alone. A channel that was noted and is not there is opened anew.
    async fn deliver_to_rep(&self, ping: &Ping, channel: i64, slack: Slack) -> Result<Posted, RestError> {
        // Where there is no other way, this one is tried each time.
        if let Some(closed) = self.closed(ping.to).filter(|_| !ping.channels.is_empty()) {
            return Err(closed);
        }
        match self.deliver(ping, channel, true, slack).await {
            Err(error) if CLOSED.contains(&error.code()) => {
                self.note_closed(ping.to, error.code());
                Err(error)
            }
            Err(error) if error.code() == UNKNOWN_CHANNEL => {
                if let Err(error) = self.bot.app.forget_direct_channel(ping.to).await {
                    tracing::warn!(%error, "a direct channel could not be forgotten");
                }
                let channel = self.direct_channel(ping.to, slack).await?;
                self.deliver(ping, channel, true, slack).await
            }
            delivered => delivered,
        }
    }

    async fn deliver(
        &self,
        ping: &Ping,
        channel: i64,
        to_rep: bool,
        slack: Slack,
    ) -> Result<Posted, RestError> {
        let told = if to_rep { &ping.direct } else { &ping.public };
        let mut last = Posted { channel, message: 0 };
        for (part, page) in render(&told.reply, &self.bot.seal).into_iter().enumerate() {
            let mut body = page.message(format!("{}.{part}", ping.nonce));
            if !to_rep {
                // In a channel the rep, and nobody else, is called by name.
                let rep = serenity::model::id::UserId::new(ping.to.0.unsigned_abs().max(1));
                body = body.content(format!("<@{}>", ping.to)).allowed_mentions(nobody().users([rep]));
            }
            last.message = self.bot.rest.send_in_background(channel, &body, slack).await?.id;
        }
        Ok(last)
    }

    /// The message of an earlier attempt whose answer was lost, wherever it went.
    async fn arrived_before(
        &self,
        ping: &Ping,
        direct: Option<i64>,
        slack: Slack,
    ) -> Result<Option<Posted>, RestError> {
        let direct = direct.map(|channel| (channel, &ping.direct));
        let public = ping.channels.iter().map(|channel| (*channel, &ping.public));
        for (channel, told) in direct.into_iter().chain(public) {
            match self.read_back(told, channel, ping.first_attempt, slack).await {
                Ok(Some(message)) => {
                    tracing::info!(channel, message, nonce = ping.nonce, "found by reading back");
                    return Ok(Some(Posted { channel, message }));
                }
                // Where nothing may be read, nothing may be sent either.
                Ok(None) | Err(RestError::Refused { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(None)
    }

    /// The message with this ping's button.
    async fn read_back(
        &self,
        told: &Told,
        channel: i64,
        since: DateTime<Utc>,
        slack: Slack,
    ) -> Result<Option<i64>, RestError> {
        let button = self.bot.seal.until_the_seal(&custom_id::write(&told.known_by));
        let since = (since - TimeDelta::seconds(5)).timestamp_millis() - EPOCH;
        let mut after = since.max(0) << 22;
        for _ in 0..PAGES {
            let path = format!("/channels/{channel}/messages?after={after}&limit=100");
            let nothing: Option<&()> = None;
            let page: Vec<Message> = self.bot.rest.in_background(Method::GET, &path, nothing, slack).await?;
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

    async fn to_any(&self, ping: &Ping) -> Result<Posted, RestError> {
        let slack = Slack { by: Instant::now() + ping.left, within: ping.request };
        let direct = self.direct_channel(ping.to, slack).await;
        if ping.in_doubt {
            let channel = direct.as_ref().ok().copied();
            if let Some(posted) = self.arrived_before(ping, channel, slack).await? {
                return Ok(posted);
            }
        }
        let mut last = match direct {
            Ok(channel) => match self.deliver_to_rep(ping, channel, slack).await {
                Ok(posted) => return Ok(posted),
                Err(error) => error,
            },
            Err(error) => error,
        };
        for channel in &ping.channels {
            if verdict(&last) != Verdict::Elsewhere {
                break;
            }
            tracing::info!(code = last.code(), nonce = ping.nonce, channel, "goes elsewhere");
            match self.deliver(ping, *channel, false, slack).await {
                Ok(posted) => return Ok(posted),
                Err(error) => last = error,
            }
        }
        Err(last)
    }
}

impl Post for DiscordPost {
    async fn post(&self, ping: &Ping) -> Result<Posted, SendError> {
        self.to_any(ping).await.map_err(|error| match (verdict(&error), error) {
            (_, RestError::RetryAfter(wait)) => SendError::RetryAfter(wait),
            (Verdict::Later, error) => SendError::ForNow(error.to_string()),
            (Verdict::Elsewhere | Verdict::Never, error) => SendError::Never(error.to_string()),
        })
    }

    async fn is_that_late(&self, now: DateTime<Utc>) -> bool {
        let rest = &self.bot.rest;
        if rest.hour.ahead(now).is_none() {
            return true;
        }
        // A computer that slept knows the time, but not how long it slept: asked again, Discord tells.
        let nothing: Option<&()> = None;
        if let Err(error) = rest.once::<Value>(Method::GET, "/gateway", nothing).await {
            tracing::warn!(%error, "Discord could not be asked for the time");
        }
        match rest.hour.ahead(now) {
            Some(ahead) => {
                let seconds = ahead.num_seconds();
                tracing::error!(seconds, "this computer's clock is ahead: pings wait until it is right");
                false
            }
            None => true,
        }
    }
}

/// What a failure means for a ping.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    /// It may work later.
    Later,
    /// It may work in another place.
    Elsewhere,
    /// It will not work anywhere, such as when the message itself is refused.
    Never,
}

/// What is forbidden or not there is so in this place; what is wrong with a request stays wrong. A bot that is not known
/// (401), or an address that is shut out (a 403 without a code), may be known and let in again.
fn verdict(error: &RestError) -> Verdict {
    match error {
        RestError::RetryAfter(_) | RestError::NoAnswer(_) => Verdict::Later,
        RestError::Refused { code, .. } if LATER.contains(code) => Verdict::Later,
        RestError::Refused { status: 401 | 408, .. } => Verdict::Later,
        RestError::Refused { status: 403, code: 0, .. } => Verdict::Later,
        // Blocked by a server's own rules for words.
        RestError::Refused { code: 200_000 | 200_001, .. } => Verdict::Never,
        // An archived or locked thread, a recipient who is no person, no server in common.
        RestError::Refused { code: 50_083 | 160_005 | 50_033 | 50_278, .. } => Verdict::Elsewhere,
        RestError::Refused { status: 403 | 404, .. } => Verdict::Elsewhere,
        RestError::Refused { .. } => Verdict::Never,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_means_later_elsewhere_or_never() {
        let refused = |status, code| {
            let (message, errors) = (String::new(), Value::Null);
            verdict(&RestError::Refused { status, code, message, errors })
        };
        for (status, code) in [(401, 0), (403, 0), (400, 130_000), (403, 110_000)] {
            assert_eq!(refused(status, code), Verdict::Later, "{status} {code}");
        }
        let elsewhere = [
            (404, 10_003),
            (404, 10_004),
            (404, 10_013),
            (403, 50_001),
            (403, 50_013),
            (403, 50_007),
            (403, 50_278),
            (400, 50_083),
            (400, 160_005),
            (400, 50_033),
        ];
        for (status, code) in elsewhere {
            assert_eq!(refused(status, code), Verdict::Elsewhere, "{status} {code}");
        }
        for (status, code) in [(400, 50_035), (400, 50_006), (400, 200_000), (413, 40_005)] {
            assert_eq!(refused(status, code), Verdict::Never, "{status} {code}");
        }
        assert_eq!(verdict(&RestError::NoAnswer(String::new())), Verdict::Later);
    }
}
