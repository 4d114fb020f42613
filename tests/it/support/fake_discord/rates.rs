//! Rate limits as Discord has them, where a test asks for them: 50 requests in any second over all routes but those of
//! interactions, and 5 messages in 5 seconds in a channel; told by headers before, and by 429 afterwards.

use std::collections::{BTreeMap, VecDeque};
use std::time::{Duration, Instant};

use axum::http::response::Builder;

use super::FakeDiscord;
use super::state::State;

/// Requests in a second.
const A_SECOND: usize = 50;
/// Messages in a channel, and in how long.
const MESSAGES: (u32, Duration) = (5, Duration::from_secs(5));

/// What an answer tells of its route's bucket.
#[derive(Debug, Clone, Copy)]
pub(super) struct Standing {
    limit: u32,
    remaining: u32,
    reset_after: Duration,
}

impl Standing {
    /// What is told where nothing is counted.
    const AMPLE: Self = Self { limit: 50, remaining: 49, reset_after: Duration::from_secs(1) };

    /// The headers of an answer.
    pub(super) fn headers(self, path: &str, answer: Builder) -> Builder {
        let counted = self.limit == MESSAGES.0;
        let major: Vec<&str> = path.split('/').take(3).collect();
        let bucket = if counted {
            "messages".to_owned()
        } else {
            let mixed = major.join("/").bytes().fold(7_u64, |h, b| h.wrapping_mul(31).wrapping_add(b.into()));
            format!("{mixed:x}")
        };
        answer
            .header("x-ratelimit-limit", self.limit.to_string())
            .header("x-ratelimit-remaining", self.remaining.to_string())
            .header("x-ratelimit-reset-after", format!("{:.3}", self.reset_after.as_secs_f64()))
            .header("x-ratelimit-bucket", bucket)
    }
}

/// A request too many.
#[derive(Debug, Clone, Copy)]
pub(super) struct TooMany {
    pub(super) wait: Duration,
    pub(super) global: bool,
}

/// What was asked of late.
#[derive(Debug, Default)]
pub(super) struct Rates {
    enforced: bool,
    last: VecDeque<Instant>,
    channels: BTreeMap<u64, (Instant, u32)>,
    /// Answered with 429 because of these limits: of all requests together, and of a channel.
    pub(super) too_many: (usize, usize),
    /// The most requests in any second.
    pub(super) busiest: usize,
}

impl Rates {
    /// Counts a request; refuses it where it is one too many.
    pub(super) fn count(&mut self, method: &str, path: &str) -> Result<Standing, TooMany> {
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        if matches!(parts.first(), Some(&("interactions" | "webhooks" | "attachments"))) {
            return Ok(Standing::AMPLE);
        }
        let now = Instant::now();
        while self.last.front().is_some_and(|then| now - *then >= Duration::from_secs(1)) {
            self.last.pop_front();
        }
        if self.enforced && self.last.len() >= A_SECOND {
            self.too_many.0 += 1;
            let wait = Duration::from_secs(1) - (now - self.last[0]);
            return Err(TooMany { wait, global: true });
        }
        self.last.push_back(now);
        self.busiest = self.busiest.max(self.last.len());
        match (self.enforced, method, parts.as_slice()) {
            (true, "POST", ["channels", channel, "messages"]) => {
                self.message(channel.parse().unwrap_or(0), now)
            }
            _ => Ok(Standing::AMPLE),
        }
    }

    fn message(&mut self, channel: u64, now: Instant) -> Result<Standing, TooMany> {
        let (limit, within) = MESSAGES;
        let (began, sent) = self.channels.entry(channel).or_insert((now, 0));
        if now - *began >= within {
            (*began, *sent) = (now, 0);
        }
        let reset_after = within - (now - *began);
        if *sent >= limit {
            self.too_many.1 += 1;
            return Err(TooMany { wait: reset_after, global: false });
        }
        *sent += 1;
        Ok(Standing { limit, remaining: limit - *sent, reset_after })
    }
}

impl State {
    /// Counts a request; what the limits say of it.
    pub(super) fn rate(&mut self, method: &str, path: &str) -> Result<Standing, TooMany> {
        let counted = self.rates.count(method, path);
        if let Err(too_many) = counted {
            self.tell(&format!("429: {method} {path} {too_many:?}"));
        }
        counted
    }
}

impl FakeDiscord {
    /// From now on the limits hold: 50 requests a second, 5 messages in 5 seconds in a channel.
    pub(crate) fn enforce_rates(&self) {
        self.hub.with(|s| s.rates.enforced = true);
    }

    /// How many requests got 429 because of the limits: of all together, and of a channel. Ordered ones do not count.
    #[must_use]
    pub(crate) fn too_many(&self) -> (usize, usize) {
        self.hub.look().rates.too_many
    }

    /// The most requests that came in any second, answers to interactions apart.
    #[must_use]
    pub(crate) fn busiest_second(&self) -> usize {
        self.hub.look().rates.busiest
    }
}
