//! Due touches and notices become pings: claim with a lease, send with a nonce, mark. A crash anywhere repeats the send with the
//! same nonce, which Discord drops; so a ping is attempted until it is delivered or visibly given up, and arrives once.
//! It must not wait: the loop in `run` calls it, and so do tests.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use super::{App, AppError};
use crate::coach::ids::RepId;
use crate::coach::notice::NoticeKind;
use crate::reply::{Action, Reply, followup};
use crate::store::{Notice, Touch};

/// A lease outlives a send with its timeout, and ends within the few minutes that Discord remembers a nonce.
const LEASE: TimeDelta = TimeDelta::seconds(60);
/// Touches claimed in one round.
const AT_ONCE: u32 = 50;
/// Attempts before a touch is given up; with the waits below, a day and a half.
const ATTEMPTS: u32 = 24;

/// A ping to be delivered.
#[derive(Debug)]
pub struct Ping {
    /// What one of its buttons does: by it a message of an earlier attempt is known again.
    pub known_by: Action,
    /// To whom.
    pub to: RepId,
    /// The channel to use when the rep cannot be written to; 0: none.
    pub fallback: i64,
    /// The same over all attempts; at most 25 characters.
    pub nonce: String,
    /// When the first attempt was made: an earlier attempt may have arrived although its answer did not.
    pub first_attempt: DateTime<Utc>,
    /// Whether this is a further attempt.
    pub again: bool,
    /// What is said.
    pub reply: Reply,
}

/// Where a ping arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Posted {
    /// The channel.
    pub channel: i64,
    /// The message.
    pub message: i64,
}

/// Why a ping did not arrive.
#[derive(Debug, thiserror::Error)]
pub enum SendError {
    /// The platform asks to wait.
    #[error("asked to wait {0:?}")]
    RetryAfter(Duration),
    /// It may work later.
    #[error("failed for now: {0}")]
    ForNow(String),
    /// It will never work: no way to the rep is open.
    #[error("cannot be delivered: {0}")]
    Never(String),
}

/// Delivers pings.
pub trait Post: Sync {
    /// Delivers one.
    fn post(&self, ping: &Ping) -> impl Future<Output = Result<Posted, SendError>> + Send;
}

/// What one round did.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Round {
    /// Touches and notices claimed.
    pub claimed: usize,
    /// Pings that arrived.
    pub sent: usize,
    /// Pings to be tried again.
    pub later: usize,
    /// Pings given up.
    pub gave_up: usize,
}

impl App {
    /// One round: claims what is due, sends it, marks it. One bad touch never stops the others.
    ///
    /// # Errors
    /// When the store cannot be asked what is due.
    pub async fn send_due(&self, post: &impl Post) -> Result<Round, AppError> {
        if let Err(error) = self.store.end_late_runs(self.now()).await {
            tracing::error!(%error, "quiz runs whose time is up could not be ended");
        }
        let due = self.store.claim_due(self.now(), LEASE, &self.worker, AT_ONCE).await?;
        let mut round = Round { claimed: due.len(), ..Round::default() };
        for touch in due {
            let id = touch.id;
            if let Err(error) = self.send(&touch, post, &mut round).await {
                // The lease ends and the touch is claimed again.
                tracing::error!(follow_up.id = id.follow_up.0, touch.n = id.n, %error, "a due touch could not be marked");
            }
        }
        let notices = self.store.claim_notices(self.now(), LEASE, &self.worker, AT_ONCE).await?;
        round.claimed += notices.len();
        for notice in notices {
            if let Err(error) = self.notify(&notice, post, &mut round).await {
                tracing::error!(about = ?notice.new.about, %error, "a due notice could not be marked");
            }
        }
        Ok(round)
    }

    async fn notify(&self, notice: &Notice, post: &impl Post, round: &mut Round) -> Result<(), AppError> {
        let about = &notice.new.about;
        // Planned before quiet hours were set, or late because nothing could be sent: it waits on.
        let (now, server) = (self.now(), notice.new.server);
        let then = self.rhythm_of(server, about.rep).await?.after_quiet(now);
        if then > now {
            round.later += 1;
            self.store.notice_later(about, &self.worker, then, "quiet hours").await?;
            return Ok(());
        }
        let Some((reply, known_by)) = self.said_of(notice).await? else {
            self.store.notice_ended(about, &self.worker, None, self.now()).await?;
            return Ok(());
        };
        let ping = Ping {
            known_by,
            to: about.rep,
            fallback: notice.new.channel,
            nonce: format!("n{:x}", about.id().cast_unsigned()),
            first_attempt: notice.first_attempt.unwrap_or_else(|| self.now()),
            again: notice.attempts > 1,
            reply,
        };
        match post.post(&ping).await {
            Ok(posted) => {
                round.sent += 1;
                let now = self.now();
                self.store.notice_sent(about, &self.worker, posted.message, posted.channel, now).await?;
            }
            Err(error) if matches!(error, SendError::Never(_)) || notice.attempts >= ATTEMPTS => {
                round.gave_up += 1;
                self.store.notice_ended(about, &self.worker, Some(&error.to_string()), self.now()).await?;
                tracing::error!(?about, %error, "gave up a notice");
            }
            Err(error) => {
                round.later += 1;
                let next = self.now() + wait(&error, notice.attempts);
                self.store.notice_later(about, &self.worker, next, &error.to_string()).await?;
                tracing::warn!(?about, %error, "a notice will be tried again");
            }
        }
        Ok(())
    }

    /// What a notice says now, with the button by which it is known again; `None` where there is nothing to tell any
    /// more.
    async fn said_of(&self, notice: &Notice) -> Result<Option<(Reply, Action)>, AppError> {
        match notice.new.about.kind {
            NoticeKind::Assigned | NoticeKind::DueSoon | NoticeKind::Overdue => {
                self.said_of_assigned(notice).await
            }
            NoticeKind::Misses => self.misses_told(notice).await,
            NoticeKind::Test | NoticeKind::CheckIn | NoticeKind::TeamCheckIn => {
                self.said_of_training(notice).await
            }
            NoticeKind::Reviewed => self.said_of_review(notice).await,
        }
    }

    async fn send(&self, touch: &Touch, post: &impl Post, round: &mut Round) -> Result<(), AppError> {
        let Some(ping) = self.ping(touch).await? else {
            round.gave_up += 1;
            let why = "its cadence is not in the playbooks any more";
            self.store.give_up(touch.id, &self.worker, why, self.now()).await?;
            return Ok(());
        };
        let late = (self.now() - touch.due).num_milliseconds();
        match post.post(&ping).await {
            Ok(posted) => {
                round.sent += 1;
                self.store
                    .mark_sent(touch.id, &self.worker, posted.message, posted.channel, self.now())
                    .await?;
                tracing::info!(
                    follow_up.id = touch.id.follow_up.0,
                    touch.n = touch.id.n,
                    late_ms = late,
                    "pinged"
                );
            }
            Err(SendError::Never(why)) => self.give_up(touch, &why, round).await?,
            Err(error) if touch.attempts >= ATTEMPTS => {
                self.give_up(touch, &error.to_string(), round).await?
            }
            Err(error) => {
                round.later += 1;
                let next = self.now() + wait(&error, touch.attempts);
                self.store.retry_later(touch.id, &self.worker, next, &error.to_string()).await?;
                tracing::warn!(follow_up.id = touch.id.follow_up.0, touch.n = touch.id.n, %error, "a ping will be tried again");
            }
        }
        Ok(())
    }

    async fn give_up(&self, touch: &Touch, why: &str, round: &mut Round) -> Result<(), AppError> {
        round.gave_up += 1;
        self.store.give_up(touch.id, &self.worker, why, self.now()).await?;
        tracing::error!(
            follow_up.id = touch.id.follow_up.0,
            touch.n = touch.id.n,
            why,
            "gave up a ping; /followup list shows it"
        );
        Ok(())
    }

    async fn ping(&self, touch: &Touch) -> Result<Option<Ping>, AppError> {
        let content = self.content_in(touch.server, touch.edition).await?;
        let Ok(playbook) = content.own(&touch.playbook, &touch.language) else {
            return Ok(None);
        };
        let cadence = playbook.cadences.get(touch.cadence.as_str());
        let Some(plan) = cadence.and_then(|c| c.touches.iter().find(|t| t.id == *touch.plan.as_str())) else {
            return Ok(None);
        };
        let words = self.words(&touch.language)?;
        let name = self.store.rep(touch.server, touch.owner).await?.map(|rep| rep.name).unwrap_or_default();
        Ok(Some(Ping {
            known_by: Action::TouchDone(touch.id),
            to: touch.owner,
            fallback: touch.channel,
            nonce: format!("t{:x}.{}", touch.id.follow_up.0, touch.id.n),
            first_attempt: touch.first_attempt.unwrap_or_else(|| self.now()),
            again: touch.attempts > 1,
            reply: followup::ping(&words, touch.id, &touch.customer, &name, touch.due, plan),
        }))
    }
}

/// As long as was asked, else 2, 4, 8 … seconds while Discord remembers the nonce, then up to two hours.
fn wait(error: &SendError, attempts: u32) -> TimeDelta {
    match error {
        SendError::RetryAfter(asked) => {
            TimeDelta::from_std(*asked).unwrap_or(LEASE).clamp(TimeDelta::seconds(1), TimeDelta::hours(2))
        }
        _ => TimeDelta::seconds(2i64.saturating_pow(attempts.clamp(1, 13)).min(7_200)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_to_two_hours_and_no_further() {
        let seconds = |attempts| wait(&SendError::ForNow(String::new()), attempts).num_seconds();
        assert_eq!([1, 2, 5, 13, 20].map(seconds), [2, 4, 32, 7_200, 7_200]);
        let asked = SendError::RetryAfter(Duration::from_secs(3));
        assert_eq!(wait(&asked, 9).num_seconds(), 3);
    }

    #[test]
    fn a_nonce_fits_discords_25_characters() {
        assert!(format!("t{:x}.{}", i64::MAX, u32::MAX % 10_000).len() <= 25);
    }
}
