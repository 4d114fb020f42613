//! Routes have limits of their own, which Discord tells with each answer: which bucket a route belongs to, how much is
//! left in it and for how long. A route that was never asked is asked once, and the others wait for what that tells.
//! It must not hold numbers of its own: Discord changes them.

use std::collections::HashMap;
use std::time::{Duration, Instant};

/// Buckets that are remembered before those that are full again are forgotten.
const REMEMBERED: usize = 10_000;
/// Two answers that tell of ends so close tell of the same one.
const SAME: Duration = Duration::from_millis(500);

/// A route as Discord counts: its form, and the channel, server or other place that it is about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Lane {
    form: String,
    place: String,
}

impl Lane {
    /// The lane of a request; `None` for answers to interactions, which have none.
    pub(super) fn of(method: &str, path: &str) -> Option<Self> {
        let path = path.split('?').next().unwrap_or_default();
        let (mut form, mut place) = (method.to_owned(), String::new());
        for (at, part) in path.split('/').filter(|part| !part.is_empty()).enumerate() {
            if at == 0 && matches!(part, "interactions" | "webhooks") {
                return None;
            }
            let is_id = part.bytes().all(|byte| byte.is_ascii_digit());
            if is_id && at == 1 {
                part.clone_into(&mut place);
            }
            form.push('/');
            form.push_str(if is_id { "*" } else { part });
        }
        Some(Self { form, place })
    }
}

/// A bucket, by its name (or the route's form as long as that is not known) and the place.
pub(super) type Key = (String, String);

/// What an answer tells of its bucket.
#[derive(Debug, Clone, Copy)]
pub(super) struct Told {
    pub(super) limit: Option<u32>,
    pub(super) remaining: u32,
    pub(super) reset: Instant,
}

#[derive(Debug)]
struct Bucket {
    /// One, as long as Discord has told nothing.
    limit: u32,
    /// Left until `reset`, those that are on their way taken off.
    remaining: u32,
    reset: Option<Instant>,
    on_their_way: u32,
}

impl Bucket {
    fn is_under_way(&self, now: Instant) -> bool {
        self.reset.is_some_and(|reset| reset > now)
    }
}

/// All buckets.
#[derive(Debug, Default)]
pub(super) struct Buckets {
    names: HashMap<String, String>,
    all: HashMap<Key, Bucket>,
}

impl Buckets {
    /// Takes one from the lane's bucket, or tells how long it is empty; `None` until another's answer comes.
    pub(super) fn take(&mut self, lane: &Lane, now: Instant) -> Result<Key, Option<Duration>> {
        if self.all.len() > REMEMBERED {
            self.all.retain(|_, bucket| bucket.on_their_way > 0 || bucket.is_under_way(now));
        }
        let name = self.names.get(&lane.form).unwrap_or(&lane.form);
        let key = (name.clone(), lane.place.clone());
        let new = Bucket { limit: 1, remaining: 0, reset: None, on_their_way: 0 };
        let bucket = self.all.entry(key.clone()).or_insert(new);
        match bucket.reset.filter(|reset| *reset > now) {
            Some(reset) if bucket.remaining == 0 => return Err(Some(reset - now)),
            Some(_) => bucket.remaining -= 1,
            None if bucket.on_their_way >= bucket.limit => return Err(None),
            None => {}
        }
        bucket.on_their_way += 1;
        Ok(key)
    }

    /// One that was taken has its answer, or will have none.
    pub(super) fn answered(
        &mut self,
        lane: &Lane,
        key: &Key,
        name: Option<&str>,
        told: Option<Told>,
        now: Instant,
    ) {
        let name = name.unwrap_or(&key.0);
        if name != key.0 {
            // Learnt or changed: what was taken from the old one is settled there, what is told is told of the new one.
            self.names.insert(lane.form.clone(), name.to_owned());
        }
        if let Some(bucket) = self.all.get_mut(key) {
            bucket.on_their_way = bucket.on_their_way.saturating_sub(1);
        }
        let Some(told) = told else { return };
        let new = Bucket { limit: 1, remaining: 0, reset: None, on_their_way: 0 };
        let bucket = self.all.entry((name.to_owned(), key.1.clone())).or_insert(new);
        bucket.limit = told.limit.unwrap_or(bucket.limit).max(1);
        let same = bucket.reset.filter(|reset| *reset > now && told.reset <= *reset + SAME);
        bucket.remaining = match same {
            Some(_) => bucket.remaining.min(told.remaining),
            None => told.remaining.saturating_sub(bucket.on_their_way),
        };
        bucket.reset = Some(same.map_or(told.reset, |reset| reset.max(told.reset)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lane(path: &str) -> Lane {
        Lane::of("POST", path).expect("counted")
    }

    fn told(limit: u32, remaining: u32, reset: Instant) -> Option<Told> {
        Some(Told { limit: Some(limit), remaining, reset })
    }

    #[test]
    fn a_lane_is_a_form_and_a_place() {
        let message = lane("/channels/7/messages/9?x=1");
        assert_eq!((message.form.as_str(), message.place.as_str()), ("POST/channels/*/messages/*", "7"));
        assert_eq!(lane("/users/@me/channels").place, "");
        assert_eq!(Lane::of("POST", "/interactions/1/token/callback"), None);
        assert_eq!(Lane::of("PATCH", "/webhooks/1/token/messages/@original"), None);
    }

    #[test]
    fn a_cold_lane_is_asked_once_and_then_as_often_as_was_told() {
        let now = Instant::now();
        let mut buckets = Buckets::default();
        let here = lane("/channels/7/messages");
        let first = buckets.take(&here, now).expect("the first goes");
        assert_eq!(buckets.take(&here, now), Err(None), "the others wait for its answer");
        assert!(buckets.take(&lane("/channels/8/messages"), now).is_ok(), "another channel does not");
        let reset = now + Duration::from_secs(5);
        buckets.answered(&here, &first, Some("abc"), told(5, 4, reset), now);
        let taken: Vec<_> = (0..6).map(|_| buckets.take(&here, now)).collect();
        assert!(taken[..4].iter().all(Result::is_ok), "{taken:?}");
        assert_eq!(taken[4..], [Err(Some(Duration::from_secs(5))), Err(Some(Duration::from_secs(5)))]);
    }

    #[test]
    fn after_its_end_a_bucket_is_full_again() {
        let now = Instant::now();
        let mut buckets = Buckets::default();
        let here = lane("/channels/7/messages");
        let first = buckets.take(&here, now).expect("goes");
        buckets.answered(&here, &first, Some("abc"), told(2, 0, now + Duration::from_secs(1)), now);
        assert!(buckets.take(&here, now).is_err());
        let later = now + Duration::from_secs(1);
        let two = [buckets.take(&here, later), buckets.take(&here, later)];
        assert!(two.iter().all(Result::is_ok), "{two:?}");
        assert_eq!(buckets.take(&here, later), Err(None), "no more than the limit are on their way");
        for key in two.into_iter().flatten() {
            buckets.answered(&here, &key, None, None, later);
        }
        assert!(buckets.take(&here, later).is_ok(), "those without an answer do not block it");
    }

    #[test]
    fn what_is_on_its_way_is_taken_off_what_is_left() {
        let now = Instant::now();
        let mut buckets = Buckets::default();
        let here = lane("/users/@me/channels");
        let first = buckets.take(&here, now).expect("goes");
        buckets.answered(&here, &first, Some("abc"), told(3, 2, now), now);
        let later = now + Duration::from_secs(1);
        let keys = [buckets.take(&here, later), buckets.take(&here, later), buckets.take(&here, later)];
        let [Ok(first), Ok(_), Ok(_)] = keys else { panic!("three are allowed: {keys:?}") };
        buckets.answered(&here, &first, Some("abc"), told(3, 2, later + Duration::from_secs(1)), later);
        assert_eq!(buckets.take(&here, later), Err(Some(Duration::from_secs(1))));
    }

    #[test]
    fn told_to_wait_it_waits_in_this_bucket_alone() {
        let now = Instant::now();
        let mut buckets = Buckets::default();
        let here = lane("/channels/7/messages");
        let first = buckets.take(&here, now).expect("goes");
        let wait = Duration::from_secs(2);
        let asked = Told { limit: None, remaining: 0, reset: now + wait };
        buckets.answered(&here, &first, None, Some(asked), now);
        assert_eq!(buckets.take(&here, now), Err(Some(wait)));
        assert!(buckets.take(&lane("/channels/8/messages"), now).is_ok());
    }
}
