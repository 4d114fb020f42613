//! Due notices become pings: claim with a lease, send with a nonce, mark. A crash anywhere repeats the send with the
//! same nonce, which Discord drops; so a ping is attempted until it is delivered or visibly given up, and arrives once.
//! It must not wait: the loop in `run` calls it, and so do tests; what is said is made elsewhere (`said_of`).

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::future::BoxFuture;
use futures_util::stream::FuturesUnordered;
use futures_util::{FutureExt, StreamExt};

use super::hold::{Hold, is_hopeless, wait};
use super::ping::{Ping, Post, Posted, SendError, Told};
use super::{App, AppError};
use crate::coach::ids::{RepId, ServerId};
use crate::coach::notice::{About, NoticeKind};
use crate::coach::seed;
use crate::reply::{Action, Reply};
use crate::store::{NewNotice, Notice};

/// Notices claimed at once: few enough to be sent in half of a lease, also where many processes share what is allowed.
const AT_ONCE: u32 = 50;
/// Members who are written to at the same time, by all processes together: as many as requests are on their way when
/// fifty a second take half a second each. More would only wait for one another until their leases are over.
const SIDE_BY_SIDE: usize = 24;
/// A touch that is told later than this says so, and several of one member are told together.
pub(super) const LATE: TimeDelta = TimeDelta::minutes(15);

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

/// Notices of one member, and how they are held.
type Batch = (Arc<Hold>, Vec<Notice>);

/// What goes on side by side.
enum Step {
    /// So many were claimed.
    Claimed(usize, Vec<Batch>),
    /// The store cannot be asked.
    Failed(AppError),
    /// One member's notices.
    Sent(Vec<Outcome>),
}

impl Round {
    fn note(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Sent => self.sent += 1,
            Outcome::Later => self.later += 1,
            Outcome::GaveUp => self.gave_up += 1,
            Outcome::Dropped => {}
        }
    }
}

/// What the sends of one round share.
struct Sending<'a, P> {
    post: &'a P,
    /// Whether no more is to be begun.
    stop: &'a (dyn Fn() -> bool + Sync),
    /// One turn a member: what was claimed first is told first.
    turns: Mutex<BTreeMap<RepId, Arc<tokio::sync::Mutex<()>>>>,
}

impl<P> Sending<'_, P> {
    fn turn(&self, rep: RepId) -> Arc<tokio::sync::Mutex<()>> {
        let mut turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(turns.entry(rep).or_default())
    }
}

impl App {
    /// One round: claims what is due, sends it, marks it. One bad notice never stops the others.
    ///
    /// # Errors
    /// When the store cannot be asked what is due.
    pub async fn send_due(&self, post: &impl Post) -> Result<Round, AppError> {
        self.send_rounds(post, 1, &|| false).await
    }

    /// Rounds without a gap between them, until nothing is due any more or `stop` says so.
    ///
    /// # Errors
    /// When the store cannot be asked what is due.
    pub async fn send_all_due(
        &self,
        post: &impl Post,
        stop: &(dyn Fn() -> bool + Sync),
    ) -> Result<Round, AppError> {
        self.send_rounds(post, usize::MAX, stop).await
    }

    async fn send_rounds(
        &self,
        post: &impl Post,
        most: usize,
        stop: &(dyn Fn() -> bool + Sync),
    ) -> Result<Round, AppError> {
        if let Err(error) = self.store.end_late_runs(self.now()).await {
            tracing::error!(%error, "quiz runs whose time is up could not be ended");
        }
        if !post.is_that_late(self.now()).await {
            return Ok(Round::default());
        }
        let sending = Sending { post, stop, turns: Mutex::default() };
        let (mut round, mut failed, mut left) = (Round::default(), None, most);
        let mut waiting: VecDeque<Batch> = VecDeque::new();
        let mut steps: FuturesUnordered<BoxFuture<'_, Step>> = FuturesUnordered::new();
        let (mut sent_now, mut claims_now) = (0, false);
        let side_by_side = (SIDE_BY_SIDE / (*self.live.borrow()).max(1)).max(2);
        loop {
            while sent_now < side_by_side
                && let Some((hold, notices)) = waiting.pop_front()
            {
                steps.push(self.send_to_one(hold, notices, &sending).boxed());
                sent_now += 1;
            }
            // The next are claimed while the last are still on their way.
            if waiting.is_empty() && !claims_now && left > 0 && !stop() {
                steps.push(self.claim().boxed());
                (claims_now, left) = (true, left - 1);
            }
            match steps.next().await {
                None => return failed.map_or(Ok(round), Err),
                Some(Step::Claimed(claimed, batches)) => {
                    claims_now = false;
                    round.claimed += claimed;
                    left = if claimed == 0 { 0 } else { left };
                    waiting.extend(batches);
                }
                Some(Step::Failed(error)) => (failed, left, claims_now) = (Some(error), 0, false),
                Some(Step::Sent(outcomes)) => {
                    sent_now -= 1;
                    outcomes.into_iter().for_each(|outcome| round.note(outcome));
                }
            }
        }
    }

    async fn claim(&self) -> Step {
        let hold = self.hold();
        match self.store.claim_notices(hold.begun, self.lease, &hold.token, AT_ONCE).await {
            Ok(claimed) => Step::Claimed(claimed.len(), self.by_member(Arc::new(hold), claimed).await),
            Err(error) => Step::Failed(error.into()),
        }
    }

    /// The notices by member. Where several touches of one come late, as after the bot was down, they are told together:
    /// which, is stored before anything is sent, so a crash does not make two bundles of one.
    async fn by_member(&self, hold: Arc<Hold>, claimed: Vec<Notice>) -> Vec<Batch> {
        let is_late = |notice: &Notice| {
            notice.new.about.kind == NoticeKind::Touch
                && notice.attempts == 1
                && notice.round == 0
                && hold.begun - notice.new.due > LATE
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
                match self.bundle(server, rep, first, &hold).await {
                    Ok(()) => continue,
                    Err(error) => tracing::error!(%error, "late touches could not be put together"),
                }
            }
            by_member.entry(rep).or_default().extend(notices);
        }
        by_member.into_values().map(|notices| (Arc::clone(&hold), notices)).collect()
    }

    async fn bundle(
        &self,
        server: ServerId,
        rep: RepId,
        first: &Notice,
        hold: &Hold,
    ) -> Result<(), AppError> {
        let now = hold.begun;
        let subject = seed::mix(first.new.about.id().cast_unsigned(), now.timestamp_millis().cast_unsigned());
        let about = About { rep, kind: NoticeKind::LateTouches, subject: subject.cast_signed(), part: 0 };
        let together = NewNotice { about, server, channel: first.new.channel, due: now };
        let late = now - LATE;
        let taken = self.store.bundle_notices(NoticeKind::Touch, &together, late, &hold.token).await?;
        tracing::info!(taken, "late touches of one member are told together");
        Ok(())
    }

    /// One member's notices one after another, in their order.
    async fn send_to_one<P: Post>(
        &self,
        hold: Arc<Hold>,
        notices: Vec<Notice>,
        sending: &Sending<'_, P>,
    ) -> Step {
        let mut outcomes = Vec::with_capacity(notices.len());
        let Some(first) = notices.first() else { return Step::Sent(outcomes) };
        let turn = sending.turn(first.new.about.rep);
        let _turn = turn.lock().await;
        for notice in notices {
            match self.send(&notice, &hold, sending).await {
                Ok(outcome) => outcomes.push(outcome),
                // The lease ends and the notice is claimed again.
                Err(error) => {
                    tracing::error!(about = ?notice.new.about, %error, "a due notice could not be marked");
                }
            }
        }
        Step::Sent(outcomes)
    }

    async fn send<P: Post>(
        &self,
        notice: &Notice,
        hold: &Hold,
        sending: &Sending<'_, P>,
    ) -> Result<Outcome, AppError> {
        let (about, now) = (&notice.new.about, self.now());
        let Some(left) = hold.left(now).filter(|_| !(sending.stop)()) else {
            self.store.notice_put_back(about, &hold.token, now).await?;
            return Ok(Outcome::Later);
        };
        // Planned before quiet hours were set, or late because nothing could be sent: it waits on.
        let then = self.rhythm_of(notice.new.server, about.rep).await?.after_quiet(now);
        if then > now {
            self.store.notice_put_back(about, &hold.token, then).await?;
            return Ok(Outcome::Later);
        }
        let telling = match self.said_of(notice).await? {
            Due::Tell(telling) => telling,
            Due::Nothing => {
                self.store.notice_ended(about, &hold.token, None, now).await?;
                return Ok(Outcome::Dropped);
            }
            Due::NotYet(then) => {
                self.store.notice_put_back(about, &hold.token, then).await?;
                return Ok(Outcome::Later);
            }
        };
        let again = telling.again;
        let ping = Ping { left, ..ping(notice, *telling, hold, now) };
        match sending.post.post(&ping).await {
            Ok(posted) => self.arrived(notice, hold, posted, again).await,
            Err(error) if matches!(error, SendError::Never(_)) || is_hopeless(notice, self.now()) => {
                self.gave_up(notice, hold, &error).await
            }
            Err(error) => {
                let next = self.now() + wait(&error, notice, self.now());
                self.store.notice_later(about, &hold.token, next, &error.to_string()).await?;
                tracing::warn!(?about, attempts = notice.attempts, %error, "a notice will be tried again");
                Ok(Outcome::Later)
            }
        }
    }

    async fn arrived(
        &self,
        notice: &Notice,
        hold: &Hold,
        posted: Posted,
        again: Option<DateTime<Utc>>,
    ) -> Result<Outcome, AppError> {
        let (about, now) = (&notice.new.about, self.now());
        let held = match again {
            Some(then) => self.store.notice_again(about, &hold.token, then).await?,
            None => self.store.notice_sent(about, &hold.token, posted.message, posted.channel, now).await?,
        };
        let late_ms = (now - notice.new.due).num_milliseconds();
        tracing::info!(?about, attempts = notice.attempts, late_ms, held, "pinged");
        Ok(Outcome::Sent)
    }

    async fn gave_up(&self, notice: &Notice, hold: &Hold, error: &SendError) -> Result<Outcome, AppError> {
        let about = &notice.new.about;
        self.plan_undelivered(about, notice.new.server).await?;
        self.store.notice_ended(about, &hold.token, Some(&error.to_string()), self.now()).await?;
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
            NoticeKind::HandedOver => self.said_of_handed_over(notice).await?,
        })
    }
}

fn ping(notice: &Notice, telling: Telling, hold: &Hold, now: DateTime<Utc>) -> Ping {
    let mut channels = telling.channels;
    channels.push(notice.new.channel);
    channels.retain(|channel| *channel != 0);
    channels.dedup();
    Ping {
        to: notice.new.about.rep,
        nonce: format!("n{:x}.{}", notice.new.about.id().cast_unsigned(), notice.round),
        first_attempt: notice.first_attempt.unwrap_or(now),
        in_doubt: hold.has_outlived_nonces(notice, now),
        left: Duration::ZERO,
        request: hold.request(),
        direct: telling.direct,
        public: telling.public,
        channels,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nonce_fits_discords_25_characters_with_its_page() {
        assert!(format!("n{:x}.{}.{}", u64::MAX, 9_999, 9).len() <= 25);
    }

    #[test]
    fn every_channel_is_tried_once_and_none_is_zero() {
        let about = About { rep: RepId(7), kind: NoticeKind::Touch, subject: 8, part: 1 };
        let new = NewNotice { about, server: ServerId(1), channel: 5, due: DateTime::UNIX_EPOCH };
        let notice = Notice { new, round: 0, attempts: 1, first_attempt: None };
        let told = Told { reply: Reply::text("x"), known_by: Action::Overlay };
        let hold = Hold::new("a".into(), DateTime::UNIX_EPOCH, TimeDelta::seconds(60));
        let channels = |channels| {
            let telling = Telling { direct: told.clone(), public: told.clone(), channels, again: None };
            ping(&notice, telling, &hold, DateTime::UNIX_EPOCH).channels
        };
        assert_eq!(channels(vec![3, 0]), [3, 5]);
        assert_eq!(channels(vec![5]), [5]);
    }
}
