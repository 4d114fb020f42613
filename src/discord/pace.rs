//! The pace of requests: Discord's limits are kept before Discord has to say 429, since whoever is told so too often is
//! shut out for a while. A request first has its turn in its route's bucket, then in what is allowed altogether; of those
//! that nobody waits for (pings) only one at a time competes for that, so what a member waits for goes first.
//! It must not send, and must not say what is sent again.

mod buckets;
mod window;

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use reqwest::Method;
use reqwest::header::HeaderMap;
use tokio::sync::{Mutex as Queue, Notify, watch};
use tokio::time::timeout_at;

use buckets::{Buckets, Lane, Told};
use window::Window;

/// What a turn costs when the queue before it is too long to wait in.
const LATER: Duration = Duration::from_secs(1);

/// Who waits for a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Urgency {
    /// A member.
    Waited,
    /// Nobody.
    Background,
}

/// What an answer tells of limits.
#[derive(Debug, Clone, Copy)]
pub(super) struct Heard<'a> {
    /// The HTTP status.
    pub(super) status: u16,
    /// The answer's headers.
    pub(super) headers: &'a HeaderMap,
    /// How long Discord asks to wait, where it does.
    pub(super) wait: Option<Duration>,
    /// Whether that is meant of all requests.
    pub(super) of_all: bool,
}

/// Keeps all requests of this process within Discord's limits.
pub(super) struct Pace {
    limits: Mutex<Limits>,
    /// Rung when a bucket may have room again.
    bell: Notify,
    /// The queue for what is allowed altogether, first come, first served.
    all: Queue<()>,
    /// Before that queue, those that nobody waits for stand in one of their own.
    background: Queue<()>,
    /// How many processes share one bot's limit; each takes an equal part.
    processes: watch::Receiver<usize>,
}

struct Limits {
    buckets: Buckets,
    window: Window,
}

impl Pace {
    /// Nothing was sent yet; so many requests a second are allowed to all processes together.
    pub(super) fn new(a_second: u32, processes: watch::Receiver<usize>) -> Self {
        let limits = Limits { buckets: Buckets::default(), window: Window::new(a_second, Instant::now()) };
        let (all, background) = (Queue::new(()), Queue::new(()));
        Self { limits: Mutex::new(limits), bell: Notify::new(), all, background, processes }
    }

    /// Lets one go, or tells how long it has to wait at least.
    fn go(&self, urgency: Urgency) -> Result<u64, Duration> {
        let processes = *self.processes.borrow();
        let mut limits = self.limits();
        limits.window.share_with(processes);
        limits.window.go(Instant::now(), urgency)
    }

    fn limits(&self) -> MutexGuard<'_, Limits> {
        self.limits.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for a turn. `None` for what Discord counts elsewhere: answers to interactions.
    ///
    /// # Errors
    /// How long to wait, where that is longer than `patience`.
    pub(super) async fn turn(
        &self,
        method: &Method,
        path: &str,
        urgency: Urgency,
        patience: Duration,
    ) -> Result<Option<Turn<'_>>, Duration> {
        let Some(lane) = Lane::of(method.as_str(), path) else { return Ok(None) };
        let deadline = Instant::now() + patience;
        let mut turn = self.bucket(lane, deadline).await?;
        let _alone = match urgency {
            Urgency::Waited => None,
            Urgency::Background => {
                Some(timeout_at(deadline.into(), self.background.lock()).await.or(Err(LATER))?)
            }
        };
        let _first = timeout_at(deadline.into(), self.all.lock()).await.or(Err(LATER))?;
        loop {
            match self.go(urgency) {
                Ok(number) => {
                    turn.number = Some(number);
                    return Ok(Some(turn));
                }
                Err(wait) => pause(wait, deadline).await?,
            }
        }
    }

    /// Waits until the route's bucket has room.
    async fn bucket(&self, lane: Lane, deadline: Instant) -> Result<Turn<'_>, Duration> {
        let key = loop {
            let bell = self.bell.notified();
            tokio::pin!(bell);
            bell.as_mut().enable();
            let taken = self.limits().buckets.take(&lane, Instant::now());
            match taken {
                Ok(key) => break key,
                Err(Some(wait)) => {
                    tokio::select! {
                        waited = pause(wait, deadline) => waited?,
                        () = bell => {}
                    }
                }
                // Until an answer comes.
                Err(None) => timeout_at(deadline.into(), bell).await.or(Err(LATER))?,
            }
        };
        Ok(Turn { pace: self, lane, key, number: None, heard: false })
    }
}

/// A request that may be sent now. Dropped without an answer, it is over as well.
pub(super) struct Turn<'a> {
    pace: &'a Pace,
    lane: Lane,
    key: buckets::Key,
    /// Its number among all, once it may go.
    number: Option<u64>,
    heard: bool,
}

impl Turn<'_> {
    /// Takes note of what its answer tells.
    pub(super) fn answered(mut self, heard: &Heard<'_>) {
        self.heard = true;
        let now = Instant::now();
        let number = |name: &str| heard.headers.get(name)?.to_str().ok()?.parse::<f64>().ok();
        let seconds = |name: &str| number(name).and_then(duration);
        let text = |name: &str| heard.headers.get(name).and_then(|value| value.to_str().ok());
        let mut limits = self.pace.limits();
        if let Some(number) = self.number {
            limits.window.answered(number, now);
        }
        match (heard.status, heard.wait) {
            (429, Some(wait)) if heard.of_all => limits.window.stop(now + wait),
            _ => {}
        }
        // What others have used up is not held against a bot.
        if matches!(heard.status, 401 | 403 | 429) && text("x-ratelimit-scope") != Some("shared") {
            limits.window.note_invalid(now);
        }
        let told = match (heard.wait.filter(|_| !heard.of_all), number("x-ratelimit-limit")) {
            (Some(wait), _) => Some(Told { limit: None, remaining: 0, reset: now + wait }),
            (None, Some(limit)) => number("x-ratelimit-remaining")
                .zip(seconds("x-ratelimit-reset-after"))
                .map(|(left, after)| Told {
                    limit: Some(whole(limit)),
                    remaining: whole(left),
                    reset: now + after,
                }),
            (None, None) => None,
        };
        limits.buckets.answered(&self.lane, &self.key, text("x-ratelimit-bucket"), told, now);
        drop(limits);
        self.pace.bell.notify_waiters();
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        if !self.heard {
            self.pace.limits().buckets.answered(&self.lane, &self.key, None, None, Instant::now());
            self.pace.bell.notify_waiters();
        }
    }
}

/// Seconds as Discord writes them; nothing where they cannot be meant.
pub(super) fn duration(seconds: f64) -> Option<Duration> {
    (seconds.is_finite() && (0.0..=86_400.0).contains(&seconds)).then(|| Duration::from_secs_f64(seconds))
}

fn whole(number: f64) -> u32 {
    number.clamp(0.0, 1e6) as u32
}

#[expect(
    clippy::disallowed_methods,
    reason = "a wait that a restart may cut off: nothing was sent, and who asked asks again"
)]
async fn pause(wait: Duration, deadline: Instant) -> Result<(), Duration> {
    if Instant::now() + wait > deadline {
        return Err(wait);
    }
    tokio::time::sleep(wait).await;
    Ok(())
}
