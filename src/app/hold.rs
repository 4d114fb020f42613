//! How long a claim may be worked on, and when what failed is tried again.
//! A claim holds for a lease; nothing is begun when half of it is over, and a request may take a fifth of it, so who
//! claims it afterwards does not meet one that is still under way. Clocks may jump: the longer of two clocks counts.
//! It must not send or ask the store.

use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};

use super::ping::SendError;
use crate::coach::seed;
use crate::store::Notice;

/// How long a claim holds, where nothing else is configured. It outlives a send with its timeout, and ends within the few
/// minutes that Discord remembers a nonce.
pub(super) const LEASE: TimeDelta = TimeDelta::seconds(60);
/// Tries before a notice is given up, and how long it is tried at least: a day and a half. Neither alone would do: a
/// process that dies again and again uses up tries, and a clock that jumps uses up time.
const TRIES: u32 = 24;
const TRIED_FOR: TimeDelta = TimeDelta::hours(36);
/// The longest wait between two tries.
const LONGEST: TimeDelta = TimeDelta::hours(2);

/// What was claimed at once.
#[derive(Debug, Clone)]
pub(super) struct Hold {
    /// Under which it was claimed: another for each claim, so that what was claimed anew is not marked by who held it
    /// before.
    pub(super) token: String,
    /// When, by the clock on the wall.
    pub(super) begun: DateTime<Utc>,
    since: Instant,
    lease: TimeDelta,
}

impl Hold {
    /// Claimed just now.
    pub(super) fn new(token: String, begun: DateTime<Utc>, lease: TimeDelta) -> Self {
        Self { token, begun, since: Instant::now(), lease }
    }

    /// In what time the next request has to be begun; none is left when half of the lease is over.
    pub(super) fn left(&self, now: DateTime<Utc>) -> Option<Duration> {
        let half = (self.lease / 2).to_std().unwrap_or_default();
        let passed = (now - self.begun).to_std().unwrap_or_default().max(self.since.elapsed());
        half.checked_sub(passed).filter(|left| !left.is_zero())
    }

    /// How long one request may take.
    pub(super) fn request(&self) -> Duration {
        (self.lease / 5).to_std().unwrap_or_default()
    }

    /// Whether Discord may have forgotten the nonce of an earlier try.
    pub(super) fn has_outlived_nonces(&self, notice: &Notice, now: DateTime<Utc>) -> bool {
        notice.attempts > 1 && tried_for(notice, now) > self.lease * 2
    }
}

fn tried_for(notice: &Notice, now: DateTime<Utc>) -> TimeDelta {
    notice.first_attempt.map_or(TimeDelta::zero(), |first| now - first)
}

/// Whether it was tried often and long enough.
pub(super) fn is_hopeless(notice: &Notice, now: DateTime<Utc>) -> bool {
    notice.attempts >= TRIES && tried_for(notice, now) >= TRIED_FOR
}

/// As long as was asked, else as long again as it has been tried for, from two seconds up to two hours; with a quarter more
/// or less, so that what failed together is not tried again together. Not longer than the number of tries warrants
/// either: the clock may have jumped.
pub(super) fn wait(error: &SendError, notice: &Notice, now: DateTime<Utc>) -> TimeDelta {
    if let SendError::RetryAfter(asked) = error {
        return TimeDelta::from_std(*asked).unwrap_or(LONGEST).clamp(TimeDelta::seconds(1), LONGEST);
    }
    let by_tries = TimeDelta::seconds(2i64.saturating_pow(notice.attempts.clamp(1, 13)));
    let plain = tried_for(notice, now).clamp(TimeDelta::seconds(2), LONGEST).min(by_tries);
    let jitter = seed::mix(notice.new.about.id().cast_unsigned(), u64::from(notice.attempts)) % 501;
    TimeDelta::milliseconds(plain.num_milliseconds() * (750 + jitter.cast_signed()) / 1_000)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coach::ids::{RepId, ServerId};
    use crate::coach::notice::{About, NoticeKind};
    use crate::store::NewNotice;

    const NOON: DateTime<Utc> = DateTime::UNIX_EPOCH;

    fn tried(attempts: u32) -> Notice {
        let about = About { rep: RepId(7), kind: NoticeKind::Touch, subject: 8, part: 1 };
        let new = NewNotice { about, server: ServerId(1), channel: 5, due: NOON };
        Notice { new, round: 0, attempts, first_attempt: Some(NOON) }
    }

    #[test]
    fn waits_double_up_to_two_hours_give_or_take_a_quarter() {
        let failed = SendError::ForNow(String::new());
        for (attempts, for_seconds, plain) in
            [(1, 0, 2), (2, 2, 2), (3, 5, 5), (5, 20, 20), (13, 9_000, 7_200), (3, 9_000, 8), (200, 10, 10)]
        {
            let now = NOON + TimeDelta::seconds(for_seconds);
            let waited = wait(&failed, &tried(attempts), now).num_milliseconds();
            assert!(
                (plain * 750..=plain * 1_250).contains(&waited),
                "{attempts} in {for_seconds} s: {waited}"
            );
        }
        let asked = SendError::RetryAfter(Duration::from_secs(3));
        assert_eq!(wait(&asked, &tried(9), NOON).num_seconds(), 3);
    }

    #[test]
    fn it_is_given_up_after_many_tries_and_a_long_time() {
        let (soon, late) = (NOON + TimeDelta::hours(1), NOON + TimeDelta::hours(37));
        assert!(!is_hopeless(&tried(500), soon), "it was killed in the middle of it again and again");
        assert!(!is_hopeless(&tried(3), late), "the clock has jumped");
        assert!(is_hopeless(&tried(24), late));
    }

    #[test]
    fn nothing_is_begun_in_the_second_half_of_a_lease_whatever_the_clock_does() {
        let hold = Hold::new("a".into(), NOON, LEASE);
        assert!(hold.left(NOON + TimeDelta::seconds(29)).is_some_and(|left| left <= Duration::from_secs(1)));
        assert_eq!(hold.left(NOON + TimeDelta::seconds(30)), None);
        assert_eq!(hold.left(NOON + TimeDelta::days(9)), None);
        assert!(hold.left(NOON - TimeDelta::days(9)).is_some_and(|left| left <= Duration::from_secs(30)));
    }

    #[test]
    fn nonces_are_trusted_for_two_leases() {
        let hold = Hold::new("a".into(), NOON, LEASE);
        assert!(!hold.has_outlived_nonces(&tried(2), NOON + TimeDelta::seconds(119)));
        assert!(hold.has_outlived_nonces(&tried(2), NOON + TimeDelta::seconds(121)));
        assert!(!hold.has_outlived_nonces(&tried(1), NOON + TimeDelta::seconds(121)));
    }
}
