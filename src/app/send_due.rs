//! Due notices become pings: claim with a lease, send with a nonce, mark. A crash anywhere repeats the send with the
//! same nonce, which Discord drops; so a ping is attempted until it is delivered or visibly given up, and arrives once.
//! It must not wait: the loop in `run` calls it, and so do tests; what is said is made elsewhere (`said_of`).

use std::collections::BTreeMap;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::{StreamExt, stream};

use super::{App, AppError};
use crate::coach::ids::{RepId, ServerId};
use crate::coach::notice::{About, NoticeKind};
use crate::coach::seed;
use crate::reply::{Action, Reply};
use crate::store::{NewNotice, Notice};

/// A lease outlives a send with its timeout, and ends within the few minutes that Discord remembers a nonce.
const LEASE: TimeDelta = TimeDelta::seconds(60);
/// Notices claimed in one round: what the half of a lease is enough for at Discord's fifty requests a second.
const AT_ONCE: u32 = 100;
/// Members who are written to at the same time.
const SIDE_BY_SIDE: usize = 16;
/// Attempts before a notice is given up; with the waits below, a day and a half.
const ATTEMPTS: u32 = 24;
/// A touch that is told later than this says so, and several of one member are told together.
pub(super) const LATE: TimeDelta = TimeDelta::minutes(15);

/// A ping to be delivered.
#[derive(Debug)]
pub struct Ping {
    /// To whom.
    pub to: RepId,
    /// The same over all attempts; at most 23 characters.
    pub nonce: String,
    /// When the first attempt was made: an earlier attempt may have arrived although its answer did not.
    pub first_attempt: DateTime<Utc>,
    /// Whether this is a further attempt.
    pub again: bool,
    /// What is said to the member alone.
    pub direct: Told,
    /// What is said where others read, when the member cannot be written to.
    pub public: Told,
    /// The channels to try then, in order.
    pub channels: Vec<i64>,
}

/// What is said, and by what it is known again.
#[derive(Debug, Clone)]
pub struct Told {
    /// What is said.
    pub reply: Reply,
    /// What one of its buttons does: by it a message of an earlier attempt is found.
    pub known_by: Action,
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
    /// Notices claimed.
    pub claimed: usize,
    /// Pings that arrived.
    pub sent: usize,
    /// Pings to be tried again.
    pub later: usize,
    /// Pings given up.
    pub gave_up: usize,
}

/// What there is to be told when a notice is due.
#[derive(Debug)]
pub(super) enum Due {
    /// This.
    Tell(Box<Telling>),
    /// Nothing any more.
    Nothing,
    /// Nothing yet; it is looked at again then.
    NotYet(DateTime<Utc>),
}

/// What is told, and where.
#[derive(Debug)]
pub(super) struct Telling {
    /// To the member alone.
    pub(super) direct: Told,
    /// Where others read along, when the member cannot be written to.
    pub(super) public: Told,
    /// The channels to try then, before the one of the notice.
    pub(super) channels: Vec<i64>,
    /// When it is to be told anew, where it comes again and again.
    pub(super) again: Option<DateTime<Utc>>,
}

impl From<Option<(Reply, Action)>> for Due {
    fn from(said: Option<(Reply, Action)>) -> Self {
        said.map_or(Self::Nothing, |(reply, known_by)| Self::tell(Told { reply, known_by }))
    }
}

impl Due {
    /// The same to the member alone as where others read.
    pub(super) fn tell(told: Told) -> Self {
        let public = told.clone();
        Self::Tell(Box::new(Telling { direct: told, public, channels: Vec::new(), again: None }))
    }
}

/// What became of one notice.
enum Outcome {
    Sent,
    Later,
    GaveUp,
    Dropped,
}

impl App {
    /// One round: claims what is due, sends it, marks it. One bad notice never stops the others.
    ///
    /// # Errors
    /// When the store cannot be asked what is due.
    pub async fn send_due(&self, post: &impl Post) -> Result<Round, AppError> {
        if let Err(error) = self.store.end_late_runs(self.now()).await {
            tracing::error!(%error, "quiz runs whose time is up could not be ended");
        }
        let begun = self.now();
        let claimed = self.store.claim_notices(begun, LEASE, &self.worker, AT_ONCE).await?;
        let mut round = Round { claimed: claimed.len(), ..Round::default() };
        let by_member = self.without_late(claimed, begun).await;
        let sent = stream::iter(by_member.into_values())
            .map(|notices| self.send_to_one(notices, begun, post))
            .buffer_unordered(SIDE_BY_SIDE)
            .collect::<Vec<_>>();
        for outcome in sent.await.into_iter().flatten() {
            match outcome {
                Outcome::Sent => round.sent += 1,
                Outcome::Later => round.later += 1,
                Outcome::GaveUp => round.gave_up += 1,
                Outcome::Dropped => {}
            }
        }
        Ok(round)
    }

    /// The notices by member. Where several touches of one come late, as after the bot was down, they are told together:
    /// which, is stored before anything is sent, so a crash does not make two bundles of one.
    async fn without_late(&self, claimed: Vec<Notice>, now: DateTime<Utc>) -> BTreeMap<RepId, Vec<Notice>> {
        let is_late = |notice: &Notice| {
            notice.new.about.kind == NoticeKind::Touch
                && notice.attempts == 1
                && notice.round == 0
                && now - notice.new.due > LATE
        };
        let mut late: BTreeMap<(ServerId, RepId), Vec<Notice>> = BTreeMap::new();
        let mut by_member: BTreeMap<RepId, Vec<Notice>> = BTreeMap::new();
        for notice in claimed {
            if is_late(&notice) {
                late.entry((notice.new.server, notice.new.about.rep)).or_default().push(notice);
            } else {
                by_member.entry(notice.new.about.rep).or_default().push(notice);
            }
        }
        for ((server, rep), notices) in late {
            if let [first, _, ..] = notices.as_slice() {
                match self.bundle(server, rep, first, now).await {
                    Ok(()) => continue,
                    Err(error) => tracing::error!(%error, "late touches could not be put together"),
                }
            }
            by_member.entry(rep).or_default().extend(notices);
        }
        by_member
    }

    async fn bundle(
        &self,
        server: ServerId,
        rep: RepId,
        first: &Notice,
        now: DateTime<Utc>,
    ) -> Result<(), AppError> {
        let subject = seed::mix(first.new.about.id().cast_unsigned(), now.timestamp_millis().cast_unsigned());
        let about = About { rep, kind: NoticeKind::LateTouches, subject: subject.cast_signed(), part: 0 };
        let together = NewNotice { about, server, channel: first.new.channel, due: now };
        let late = now - LATE;
        let taken = self.store.bundle_notices(NoticeKind::Touch, &together, late, &self.worker).await?;
        tracing::info!(taken, "late touches of one member are told together");
        Ok(())
    }

    /// One member's notices one after another, in their order.
    async fn send_to_one(
        &self,
        notices: Vec<Notice>,
        begun: DateTime<Utc>,
        post: &impl Post,
    ) -> Vec<Outcome> {
        let mut outcomes = Vec::with_capacity(notices.len());
        for notice in notices {
            match self.send(&notice, begun, post).await {
                Ok(outcome) => outcomes.push(outcome),
                // The lease ends and the notice is claimed again.
                Err(error) => {
                    tracing::error!(about = ?notice.new.about, %error, "a due notice could not be marked");
                }
            }
        }
        outcomes
    }

    async fn send(
        &self,
        notice: &Notice,
        begun: DateTime<Utc>,
        post: &impl Post,
    ) -> Result<Outcome, AppError> {
        let (about, now) = (&notice.new.about, self.now());
        if now - begun > LEASE / 2 {
            self.store.notice_put_back(about, &self.worker, now).await?;
            return Ok(Outcome::Later);
        }
        // Planned before quiet hours were set, or late because nothing could be sent: it waits on.
        let then = self.rhythm_of(notice.new.server, about.rep).await?.after_quiet(now);
        if then > now {
            self.store.notice_put_back(about, &self.worker, then).await?;
            return Ok(Outcome::Later);
        }
        let telling = match self.said_of(notice).await? {
            Due::Tell(telling) => telling,
            Due::Nothing => {
                self.store.notice_ended(about, &self.worker, None, now).await?;
                return Ok(Outcome::Dropped);
            }
            Due::NotYet(then) => {
                self.store.notice_put_back(about, &self.worker, then).await?;
                return Ok(Outcome::Later);
            }
        };
        let again = telling.again;
        match post.post(&ping(notice, *telling, now)).await {
            Ok(posted) => self.arrived(notice, posted, again).await,
            Err(error) if matches!(error, SendError::Never(_)) || notice.attempts >= ATTEMPTS => {
                self.gave_up(notice, &error).await
            }
            Err(error) => {
                let next = self.now() + wait(&error, notice);
                self.store.notice_later(about, &self.worker, next, &error.to_string()).await?;
                tracing::warn!(?about, attempts = notice.attempts, %error, "a notice will be tried again");
                Ok(Outcome::Later)
            }
        }
    }

    async fn arrived(
        &self,
        notice: &Notice,
        posted: Posted,
        again: Option<DateTime<Utc>>,
    ) -> Result<Outcome, AppError> {
        let (about, now) = (&notice.new.about, self.now());
        let held = match again {
            Some(then) => self.store.notice_again(about, &self.worker, then).await?,
            None => self.store.notice_sent(about, &self.worker, posted.message, posted.channel, now).await?,
        };
        let late_ms = (now - notice.new.due).num_milliseconds();
        tracing::info!(?about, attempts = notice.attempts, late_ms, held, "pinged");
        Ok(Outcome::Sent)
    }

    async fn gave_up(&self, notice: &Notice, error: &SendError) -> Result<Outcome, AppError> {
        let about = &notice.new.about;
        self.plan_undelivered(about, notice.new.server).await?;
        self.store.notice_ended(about, &self.worker, Some(&error.to_string()), self.now()).await?;
        tracing::error!(?about, %error, "gave up a notice");
        Ok(Outcome::GaveUp)
    }

    /// What a notice says now.
    async fn said_of(&self, notice: &Notice) -> Result<Due, AppError> {
        Ok(match notice.new.about.kind {
            NoticeKind::Touch => self.said_of_touch(notice).await?,
            NoticeKind::LateTouches => self.said_of_late(notice).await?,
            NoticeKind::Assigned | NoticeKind::DueSoon | NoticeKind::Overdue => {
                self.said_of_assigned(notice).await?.into()
            }
            NoticeKind::Misses => self.misses_told(notice).await?.into(),
            NoticeKind::Test | NoticeKind::CheckIn | NoticeKind::TeamCheckIn => {
                self.said_of_training(notice).await?.into()
            }
            NoticeKind::Reviewed => self.said_of_review(notice).await?.into(),
            NoticeKind::OverdueTouches => self.said_of_overdue(notice).await?,
            NoticeKind::Round => self.said_of_round(notice).await?,
            NoticeKind::Undelivered => self.said_of_undelivered(notice).await?,
            NoticeKind::HandedOver => Due::Nothing,
        })
    }
}

fn ping(notice: &Notice, telling: Telling, now: DateTime<Utc>) -> Ping {
    let mut channels = telling.channels;
    channels.push(notice.new.channel);
    channels.retain(|channel| *channel != 0);
    channels.dedup();
    Ping {
        to: notice.new.about.rep,
        nonce: format!("n{:x}.{}", notice.new.about.id().cast_unsigned(), notice.round),
        first_attempt: notice.first_attempt.unwrap_or(now),
        again: notice.attempts > 1,
        direct: telling.direct,
        public: telling.public,
        channels,
    }
}

/// As long as was asked, else 2, 4, 8 … seconds while Discord remembers the nonce, then up to two hours; with a quarter
/// more or less, so that what failed together is not tried again together.
fn wait(error: &SendError, notice: &Notice) -> TimeDelta {
    let plain = match error {
        SendError::RetryAfter(asked) => {
            return TimeDelta::from_std(*asked)
                .unwrap_or(LEASE)
                .clamp(TimeDelta::seconds(1), TimeDelta::hours(2));
        }
        _ => 2i64.saturating_pow(notice.attempts.clamp(1, 13)).min(7_200) * 1_000,
    };
    let jitter = seed::mix(notice.new.about.id().cast_unsigned(), u64::from(notice.attempts)) % 501;
    TimeDelta::milliseconds(plain * (750 + jitter.cast_signed()) / 1_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notice(attempts: u32) -> Notice {
        let about = About { rep: RepId(7), kind: NoticeKind::Touch, subject: 8, part: 1 };
        let new = NewNotice { about, server: ServerId(1), channel: 5, due: DateTime::UNIX_EPOCH };
        Notice { new, round: 0, attempts, first_attempt: None }
    }

    #[test]
    fn waits_grow_to_two_hours_give_or_take_a_quarter() {
        for (attempts, plain) in [(1, 2), (2, 4), (5, 32), (13, 7_200), (20, 7_200)] {
            let waited = wait(&SendError::ForNow(String::new()), &notice(attempts)).num_milliseconds();
            assert!((plain * 750..=plain * 1_250).contains(&waited), "{attempts}: {waited}");
        }
        let asked = SendError::RetryAfter(Duration::from_secs(3));
        assert_eq!(wait(&asked, &notice(9)).num_seconds(), 3);
    }

    #[test]
    fn a_nonce_fits_discords_25_characters_with_its_page() {
        assert!(format!("n{:x}.{}.{}", u64::MAX, 9_999, 9).len() <= 25);
    }

    #[test]
    fn every_channel_is_tried_once_and_none_is_zero() {
        let told = Told { reply: Reply::text("x"), known_by: Action::Overlay };
        let telling =
            |channels| Telling { direct: told.clone(), public: told.clone(), channels, again: None };
        assert_eq!(ping(&notice(1), telling(vec![3, 0]), DateTime::UNIX_EPOCH).channels, [3, 5]);
        assert_eq!(ping(&notice(1), telling(vec![5]), DateTime::UNIX_EPOCH).channels, [5]);
    }
}
