//! What Discord allows of all requests together: so many in any second; after a global 429 none for as long as told; and
//! no more than so many that it refuses as invalid in ten minutes. Requests that nobody waits for keep an even distance.
//! It must not wait: it tells how long.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use super::Urgency;

/// A second, and as much as one request may be longer on its way than another.
const WIDTH: Duration = Duration::from_millis(1_040);
/// Discord shuts out who sends 10,000 invalid requests (401, 403, 429) in ten minutes: at a quarter of that, what nobody
/// waits for is no longer sent.
const INVALID: u32 = 2_500;
/// Minutes over which invalid requests are counted.
const MINUTES: u64 = 10;
/// How long it is before one looks again whether there were fewer.
const LOOK: Duration = Duration::from_secs(15);

/// All requests together.
#[derive(Debug)]
pub(super) struct Window {
    /// Allowed in a second to all processes.
    a_second: u32,
    processes: u32,
    /// When the last ones went, the oldest first.
    gone: VecDeque<Instant>,
    /// When one that nobody waits for may go.
    even: Instant,
    /// None goes before.
    stopped: Instant,
    began: Instant,
    /// Invalid ones, by the minute since the beginning.
    invalid: VecDeque<(u64, u32)>,
}

impl Window {
    /// Nothing has gone yet.
    pub(super) fn new(a_second: u32, now: Instant) -> Self {
        Self {
            a_second,
            processes: 1,
            gone: VecDeque::new(),
            even: now,
            stopped: now,
            began: now,
            invalid: VecDeque::new(),
        }
    }

    /// So many processes share the limit.
    pub(super) fn share_with(&mut self, processes: usize) {
        self.processes = u32::try_from(processes).unwrap_or(u32::MAX).max(1);
    }

    /// This process's part.
    fn most(&self) -> usize {
        usize::try_from((self.a_second / self.processes).max(1)).unwrap_or(usize::MAX)
    }

    /// Lets one go, or tells how long it has to wait at least.
    pub(super) fn go(&mut self, now: Instant, urgency: Urgency) -> Result<(), Duration> {
        wait_for(self.stopped, now)?;
        while self.gone.front().is_some_and(|gone| *gone + WIDTH <= now) {
            self.gone.pop_front();
        }
        let most = self.most();
        if let Some(oldest) = self.gone.len().checked_sub(most).and_then(|at| self.gone.get(at)) {
            wait_for(*oldest + WIDTH, now)?;
        }
        if urgency == Urgency::Background {
            if self.invalid(now) >= INVALID / self.processes {
                return Err(LOOK);
            }
            wait_for(self.even, now)?;
        }
        self.gone.push_back(now);
        // Who wakes a little late does not lose what was missed; who comes after a silence does not catch up on it.
        let apart = WIDTH / u32::try_from(most).unwrap_or(u32::MAX);
        self.even = if self.even + apart > now { self.even } else { now } + apart;
        Ok(())
    }

    /// Discord says that there were too many altogether.
    pub(super) fn stop(&mut self, until: Instant) {
        self.stopped = self.stopped.max(until);
    }

    /// Counts a request that was refused as invalid.
    pub(super) fn note_invalid(&mut self, now: Instant) {
        let minute = self.minute(now);
        match self.invalid.back_mut() {
            Some((last, count)) if *last == minute => *count = count.saturating_add(1),
            _ => self.invalid.push_back((minute, 1)),
        }
    }

    fn invalid(&mut self, now: Instant) -> u32 {
        let minute = self.minute(now);
        while self.invalid.front().is_some_and(|(then, _)| then + MINUTES < minute) {
            self.invalid.pop_front();
        }
        self.invalid.iter().map(|(_, count)| count).sum()
    }

    fn minute(&self, now: Instant) -> u64 {
        now.saturating_duration_since(self.began).as_secs() / 60
    }
}

fn wait_for(then: Instant, now: Instant) -> Result<(), Duration> {
    let wait = then.saturating_duration_since(now);
    if wait.is_zero() { Ok(()) } else { Err(wait) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// When so many go that all want to go at once and wake a little late, in milliseconds.
    fn gone(window: &mut Window, start: Instant, count: usize, urgency: Urgency) -> Vec<u128> {
        let mut now = start;
        let mut out = Vec::new();
        for n in 0..count {
            while let Err(wait) = window.go(now, urgency) {
                now += wait + Duration::from_micros(200 * (n as u64 % 8));
            }
            out.push((now - start).as_millis());
        }
        out
    }

    /// The most that arrive in any second when each is up to so many milliseconds on its way.
    fn most_in_a_second(gone: &[u128], on_the_way: u128) -> usize {
        let mut arrived: Vec<u128> =
            gone.iter().enumerate().map(|(n, at)| at + (n as u128 * 7919) % (on_the_way + 1)).collect();
        arrived.sort_unstable();
        let until = |from: u128| arrived.iter().filter(|at| (from..=from + 1000).contains(*at)).count();
        arrived.iter().map(|from| until(*from)).max().unwrap_or(0)
    }

    #[test]
    fn no_second_sees_more_than_fifty_and_ninety_five_percent_are_used() {
        for urgency in [Urgency::Waited, Urgency::Background] {
            let start = Instant::now();
            let mut window = Window::new(50, start);
            let gone = gone(&mut window, start, 2_000, urgency);
            assert!(most_in_a_second(&gone, 38) <= 50, "{}", most_in_a_second(&gone, 38));
            let rate = 2_000_000.0 / *gone.last().expect("many") as f64;
            assert!((47.5..50.1).contains(&rate), "{rate} a second");
        }
    }

    #[test]
    fn those_that_nobody_waits_for_go_at_an_even_distance() {
        let start = Instant::now();
        let mut window = Window::new(50, start);
        let gone = gone(&mut window, start + Duration::from_secs(9), 100, Urgency::Background);
        assert!(gone.windows(2).all(|two| (17..=24).contains(&(two[1] - two[0]))), "{gone:?}");
    }

    #[test]
    fn what_a_member_waits_for_goes_at_once_while_the_second_has_room() {
        let start = Instant::now();
        let mut window = Window::new(50, start);
        assert!((0..20).all(|_| window.go(start, Urgency::Waited).is_ok()));
        assert!(window.go(start, Urgency::Background).is_err(), "the others leave a gap for them");
        assert!((0..30).all(|_| window.go(start, Urgency::Waited).is_ok()));
        assert_eq!(window.go(start, Urgency::Waited), Err(WIDTH));
    }

    #[test]
    fn a_global_429_stops_all_for_as_long_as_told() {
        let start = Instant::now();
        let mut window = Window::new(50, start);
        window.stop(start + Duration::from_secs(3));
        window.stop(start + Duration::from_secs(2));
        assert_eq!(window.go(start + Duration::from_secs(1), Urgency::Waited), Err(Duration::from_secs(2)));
        assert_eq!(window.go(start + Duration::from_secs(3), Urgency::Waited), Ok(()));
    }

    #[test]
    fn processes_share_and_together_keep_the_limit() {
        let start = Instant::now();
        let mut all = Vec::new();
        for _ in 0..3 {
            let mut window = Window::new(50, start);
            window.share_with(3);
            all.extend(gone(&mut window, start, 500, Urgency::Background));
        }
        all.sort_unstable();
        assert!(most_in_a_second(&all, 20) <= 50);
    }

    #[test]
    fn after_many_invalid_requests_only_what_a_member_waits_for_is_sent() {
        let start = Instant::now();
        let mut window = Window::new(50, start);
        (0..INVALID).for_each(|_| window.note_invalid(start));
        assert_eq!(window.go(start, Urgency::Background), Err(LOOK));
        assert_eq!(window.go(start, Urgency::Waited), Ok(()));
        let later = start + Duration::from_secs(60 * (MINUTES + 1));
        assert_eq!(window.go(later, Urgency::Background), Ok(()));
    }
}
