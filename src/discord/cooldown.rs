//! How often members and servers may ask: some at once, then at a steady pace. Who asks for more is told how long to wait,
//! and nothing is done. What draws or makes files counts for more.
//!
//! Each key holds one moment, the generic cell rate algorithm's theoretical arrival time (ITU-T I.371): that by which all
//! that was asked so far would be used up at the steady pace.
//! It must not read a clock, nor say anything.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use crate::config::Limits;

/// Keys that are remembered before those that are idle are dropped.
const MOST: usize = 10_000;
/// What is drawn, or made into files, counts like so many presses of a button.
pub(super) const HEAVY: u32 = 8;

/// Whose patience is at an end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Busy {
    /// The member asked too often; so many seconds until they may ask again.
    Member(i64),
    /// All of the server together did.
    Server(i64),
}

/// So many at once, then one every so often.
#[derive(Debug, Clone, Copy)]
struct Rate {
    at_once: i64,
    apart_ms: i64,
}

impl Rate {
    fn new(at_once: u32, a_minute: u32) -> Self {
        let apart_ms = 60_000 / i64::from(a_minute.clamp(1, 60_000));
        Self { at_once: i64::from(at_once.max(HEAVY)), apart_ms }
    }

    /// The arrival time after this effort, or how many milliseconds there are to wait.
    fn after(self, used_up: &mut i64, now: i64, effort: i64) -> Result<i64, i64> {
        let most = self.at_once * self.apart_ms;
        // A clock that was put back must not shut anybody out for longer than a burst lasts.
        *used_up = (*used_up).clamp(now, now + most);
        let after = *used_up + effort * self.apart_ms;
        if after > now + most { Err(after - now - most) } else { Ok(after) }
    }
}

/// Who asked how much of late.
pub(super) struct Cooldown {
    member: Rate,
    server: Rate,
    typing: Rate,
    used_up: Mutex<HashMap<(Of, i64), i64>>,
}

/// Whose asking is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Of {
    Member,
    Server,
    /// A member's, for suggestions: Discord asks for them while somebody types.
    Typing,
}

impl Cooldown {
    pub(super) fn new(limits: &Limits) -> Self {
        Self {
            member: Rate::new(limits.member_at_once, limits.member_a_minute),
            server: Rate::new(limits.server_at_once, limits.server_a_minute),
            typing: Rate::new(limits.member_at_once, limits.member_a_minute.saturating_mul(4)),
            used_up: Mutex::default(),
        }
    }

    /// Takes note of what a member asks for in a server (0: none) at a moment in milliseconds, unless it is too much.
    pub(super) fn take(&self, server: i64, member: i64, effort: u32, now: i64) -> Result<(), Busy> {
        let effort = i64::from(effort);
        let seconds = |ms: i64| (ms + 999) / 1_000;
        let mut used_up = self.used_up.lock().unwrap_or_else(PoisonError::into_inner);
        if used_up.len() >= MOST {
            used_up.retain(|_, until| *until > now);
        }
        let own = used_up.entry((Of::Member, member)).or_insert(now);
        let by_member = self.member.after(own, now, effort).map_err(|ms| Busy::Member(seconds(ms)))?;
        // In direct messages there is nobody else.
        if server != 0 {
            let all = used_up.entry((Of::Server, server)).or_insert(now);
            *all = self.server.after(all, now, effort).map_err(|ms| Busy::Server(seconds(ms)))?;
        }
        used_up.insert((Of::Member, member), by_member);
        Ok(())
    }

    /// Whether a member who types is suggested something.
    pub(super) fn suggests(&self, member: i64, now: i64) -> bool {
        let mut used_up = self.used_up.lock().unwrap_or_else(PoisonError::into_inner);
        let own = used_up.entry((Of::Typing, member)).or_insert(now);
        self.typing.after(own, now, 1).map(|after| *own = after).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cooldown() -> Cooldown {
        Cooldown::new(&Limits {
            member_at_once: 10,
            member_a_minute: 60,
            server_at_once: 15,
            server_a_minute: 120,
        })
    }

    #[test]
    fn a_burst_goes_through_and_then_one_a_second() {
        let cooldown = cooldown();
        for _ in 0..10 {
            assert_eq!(cooldown.take(0, 1, 1, 5_000), Ok(()));
        }
        assert_eq!(cooldown.take(0, 1, 1, 5_000), Err(Busy::Member(1)));
        assert_eq!(cooldown.take(0, 2, 1, 5_000), Ok(()), "another member has their own");
        assert_eq!(cooldown.take(0, 1, 1, 6_000), Ok(()));
        assert_eq!(cooldown.take(0, 1, HEAVY, 10_000), Err(Busy::Member(4)), "four are back by then");
        assert_eq!(cooldown.take(0, 1, HEAVY, 14_000), Ok(()));
    }

    #[test]
    fn many_members_together_have_to_wait_and_lose_nothing_of_their_own() {
        let cooldown = cooldown();
        for member in 0..15 {
            assert_eq!(cooldown.take(7, member, 1, 0), Ok(()));
        }
        assert_eq!(cooldown.take(7, 99, 1, 0), Err(Busy::Server(1)));
        assert_eq!(cooldown.take(8, 99, 1, 0), Ok(()), "elsewhere it is quiet");
    }

    #[test]
    fn a_clock_that_is_put_back_shuts_nobody_out_for_long() {
        let cooldown = cooldown();
        assert_eq!(cooldown.take(0, 1, 1, 900_000_000), Ok(()));
        assert_eq!(cooldown.take(0, 1, 1, 0), Err(Busy::Member(1)));
        assert_eq!(cooldown.take(0, 1, 1, 1_001), Ok(()));
    }

    #[test]
    fn what_is_idle_is_forgotten() {
        let cooldown = cooldown();
        for member in 0..3 * i64::try_from(MOST).expect("small") {
            assert_eq!(cooldown.take(0, member, 1, member * 10), Ok(()));
        }
        assert!(cooldown.used_up.lock().expect("not poisoned").len() <= MOST);
    }

    proptest! {
        #[test]
        fn never_more_than_a_burst_and_the_pace(asks in proptest::collection::vec((0i64..400, 1u32..9), 1..200)) {
            let cooldown = cooldown();
            let (mut now, mut done) = (0, 0i64);
            for (later, effort) in asks {
                now += later;
                if cooldown.take(0, 1, effort, now).is_ok() {
                    done += i64::from(effort);
                }
                prop_assert!(done <= 10 + now / 1_000, "{done} by {now} ms");
            }
        }
    }
}
