//! What time it is for Discord, as its answers tell: a clock besides our own, which may have been set wrong.
//! Nothing is told before it is due, so who is ahead of Discord waits; who is behind is late, which does less harm.
//! It must not ask: requests that are made anyway bring the time along.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use reqwest::header::{DATE, HeaderMap};

/// So far ahead is taken for a slow answer or a clock that is a little fast.
const SLACK: TimeDelta = TimeDelta::minutes(2);

/// The last time that was heard, and when that was by a clock that nobody sets.
#[derive(Debug, Default)]
pub(super) struct Hour(Mutex<Option<(DateTime<Utc>, Instant)>>);

impl Hour {
    /// Notes the time of an answer (RFC 9110, 6.6.1).
    pub(super) fn heard(&self, headers: &HeaderMap) {
        let date = headers.get(DATE).and_then(|date| DateTime::parse_from_rfc2822(date.to_str().ok()?).ok());
        if let Some(date) = date {
            *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((date.to_utc(), Instant::now()));
        }
    }

    /// How far our clock is ahead of Discord's, where that is more than can be overlooked.
    pub(super) fn ahead(&self, now: DateTime<Utc>) -> Option<TimeDelta> {
        let heard = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        heard.and_then(|(theirs, at)| ahead(theirs, at.elapsed(), now))
    }
}

fn ahead(theirs: DateTime<Utc>, since: Duration, now: DateTime<Utc>) -> Option<TimeDelta> {
    let there = theirs.checked_add_signed(TimeDelta::from_std(since).ok()?)?;
    Some(now - there).filter(|ahead| *ahead > SLACK)
}

#[cfg(test)]
mod tests {
    use super::*;
    use reqwest::header::HeaderValue;

    #[test]
    fn a_clock_that_is_ahead_is_noticed_and_one_that_is_behind_is_not() {
        let theirs: DateTime<Utc> = "2026-03-06T09:00:00Z".parse().expect("a moment");
        let now = |minutes| theirs + TimeDelta::minutes(minutes);
        assert_eq!(ahead(theirs, Duration::ZERO, now(2)), None);
        assert_eq!(ahead(theirs, Duration::ZERO, now(3)), Some(TimeDelta::minutes(3)));
        assert_eq!(ahead(theirs, Duration::from_secs(120), now(3)), None);
        assert_eq!(ahead(theirs, Duration::from_secs(120), now(-999)), None);
    }

    #[test]
    fn answers_bring_the_time_along() {
        let hour = Hour::default();
        let now: DateTime<Utc> = "2026-11-24T05:40:00Z".parse().expect("a moment");
        assert_eq!(hour.ahead(now), None);
        let mut headers = HeaderMap::new();
        headers.insert(DATE, HeaderValue::from_static("Tue, 24 Nov 2026 04:40:00 GMT"));
        hour.heard(&headers);
        assert!(hour.ahead(now).is_some_and(|ahead| ahead > TimeDelta::minutes(59)));
        headers.insert(DATE, HeaderValue::from_static("soon"));
        hour.heard(&headers);
        assert!(hour.ahead(now).is_some(), "what cannot be read changes nothing");
    }
}
