//! What Discord allows of all requests together: so many in any second; after a global 429 none for as long as told; and
//! no more than so many that it refuses as invalid in ten minutes. Requests that nobody waits for keep an even distance.
//! It must not wait: it tells how long.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use super::Urgency;

/// A second, and a little.
const WIDTH: Duration = Duration::from_millis(1_010);
/// What one request may be longer on its way than others. As much is reckoned with until its answer has come.
const DELAY: Duration = Duration::from_millis(120);
/// Answers from which it is known how long one takes at least.
const ANSWERS: usize = 64;
/// Left for what does not go this way: the library's own questions for the gateway.
const SPARE: u32 = 1;
/// Discord shuts out who sends 10,000 invalid requests (401, 403, 429) in ten minutes: at half of that, what nobody waits
/// for is no longer sent.
const INVALID: u32 = 5_000;
/// Minutes over which invalid requests are counted.
const MINUTES: u64 = 10;
/// How long it is before one looks again whether there were fewer.
const LOOK: Duration = Duration::from_secs(15);

/// One that went.
#[derive(Debug)]
struct Gone {
    number: u64,
    went: Instant,
    /// A second after it can have arrived at the latest.
    until: Instant,
}

/// All requests together.
#[derive(Debug)]
pub(super) struct Window {
    /// Allowed in a second to all processes.
    a_second: u32,
    processes: u32,
    /// The last ones that went.
    gone: VecDeque<Gone>,
    /// How long the last answers took.
    took: VecDeque<Duration>,
    count: u64,
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
            took: VecDeque::new(),
            count: 0,
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
        let share = self.a_second.saturating_sub(SPARE) / self.processes;
        usize::try_from(share.max(1)).unwrap_or(usize::MAX)
    }

    /// Lets one go and gives its number, or tells how long it has to wait at least.
    pub(super) fn go(&mut self, now: Instant, urgency: Urgency) -> Result<u64, Duration> {
        wait_for(self.stopped, now)?;
        self.gone.retain(|gone| gone.until > now);
        let most = self.most();
        if let Some(over) = self.gone.len().checked_sub(most) {
            let mut untils: Vec<Instant> = self.gone.iter().map(|gone| gone.until).collect();
            untils.sort_unstable();
            wait_for(untils.get(over).copied().unwrap_or(now), now)?;
        }
        if urgency == Urgency::Background {
            if self.invalid(now) >= INVALID / self.processes {
                return Err(LOOK);
            }
            wait_for(self.even, now)?;
        }
        self.count += 1;
        self.gone.push_back(Gone { number: self.count, went: now, until: now + WIDTH + DELAY });
        // Who wakes a little late does not lose what was missed; who comes after a silence does not catch up on it.
        let apart = WIDTH / u32::try_from(most).unwrap_or(u32::MAX);
        self.even = if self.even + apart > now { self.even } else { now } + apart;
        Ok(self.count)
    }

    /// One has its answer. By as much as that took longer than others it may have arrived later.
    pub(super) fn answered(&mut self, number: u64, now: Instant) {
        let Some(gone) = self.gone.iter_mut().find(|gone| gone.number == number) else { return };
        let took = now.saturating_duration_since(gone.went);
        self.took.push_back(took);
        if self.took.len() > ANSWERS {
            self.took.pop_front();
        }
        let least = self.took.iter().min().copied().unwrap_or_default();
        gone.until = gone.went + WIDTH + (took - least).min(DELAY);
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

    /// When so many go that all want to go at once and wake a little late, and when each arrives: now and then the way
    /// stands still, and all that are on it arrive together. In milliseconds.
    fn gone(window: &mut Window, start: Instant, count: u64, urgency: Urgency) -> (Vec<u128>, Vec<u128>) {
        let mut now = start;
        let (mut went, mut arrived, mut answers) = (Vec::new(), Vec::new(), VecDeque::new());
        for n in 0..count {
            let number = loop {
                while let Some((at, number)) = answers.front().copied().filter(|(at, _)| *at <= now) {
                    window.answered(number, at);
                    answers.pop_front();
                }
                match window.go(now, urgency) {
                    Ok(number) => break number,
                    Err(wait) => {
                        now += wait.min(Duration::from_millis(5)) + Duration::from_micros(200 * (n % 8))
                    }
                }
            };
            let still = now + Duration::from_millis(n * 7919 % 3);
            let since = ((still - start).as_millis() as u64 + 1_000) % 7_000;
            let there = if since < 110 { still + Duration::from_millis(110 - since) } else { still };
            answers.push_back((there + Duration::from_millis(20), number));
            went.push((now - start).as_millis());
            arrived.push((there - start).as_millis());
        }
        (went, arrived)
    }

    /// The most that arrive in any second.
    fn most_in_a_second(mut arrived: Vec<u128>) -> usize {
        arrived.sort_unstable();
        let until = |from: u128| arrived.iter().filter(|at| (from..from + 1000).contains(*at)).count();
        arrived.iter().map(|from| until(*from)).max().unwrap_or(0)
    }

    #[test]
    fn no_second_sees_more_than_fifty_and_ninety_five_percent_are_used_although_the_way_stands_still_now_and_then()
     {
        for urgency in [Urgency::Waited, Urgency::Background] {
            let start = Instant::now();
            let mut window = Window::new(50, start);
            let (went, arrived) = gone(&mut window, start, 2_000, urgency);
            let most = most_in_a_second(arrived);
            assert!(most <= 50, "{most}");
            let rate = 2_000_000.0 / *went.last().expect("many") as f64;
            assert!((47.5..50.1).contains(&rate), "{rate} a second");
        }
    }

    #[test]
    fn those_that_nobody_waits_for_go_at_an_even_distance() {
        let start = Instant::now();
        let mut window = Window::new(50, start);
        let mut now = start + Duration::from_secs(9);
        let mut went = Vec::new();
        for _ in 0..40 {
            while let Err(wait) = window.go(now, Urgency::Background) {
                now += wait;
            }
            went.push(now);
        }
        assert!(went.windows(2).all(|two| (20..=21).contains(&(two[1] - two[0]).as_millis())), "{went:?}");
    }

    #[test]
    fn what_a_member_waits_for_goes_at_once_while_the_second_has_room() {
        let start = Instant::now();
        let mut window = Window::new(50, start);
        assert!((0..20).all(|_| window.go(start, Urgency::Waited).is_ok()));
        assert!(window.go(start, Urgency::Background).is_err(), "the others leave a gap for them");
        assert!((0..29).all(|_| window.go(start, Urgency::Waited).is_ok()));
        assert_eq!(window.go(start, Urgency::Waited), Err(WIDTH + DELAY), "one is spare");
    }

    #[test]
    fn a_global_429_stops_all_for_as_long_as_told() {
        let start = Instant::now();
        let mut window = Window::new(50, start);
        window.stop(start + Duration::from_secs(3));
        window.stop(start + Duration::from_secs(2));
        assert_eq!(window.go(start + Duration::from_secs(1), Urgency::Waited), Err(Duration::from_secs(2)));
        assert!(window.go(start + Duration::from_secs(3), Urgency::Waited).is_ok());
    }

    #[test]
    fn processes_share_and_together_keep_the_limit() {
        let start = Instant::now();
        let mut all = Vec::new();
        for _ in 0..3 {
            let mut window = Window::new(50, start);
            window.share_with(3);
            all.extend(gone(&mut window, start, 500, Urgency::Background).1);
        }
        assert!(most_in_a_second(all) <= 50);
    }

    #[test]
    fn after_many_invalid_requests_only_what_a_member_waits_for_is_sent() {
        let start = Instant::now();
        let mut window = Window::new(50, start);
        (0..INVALID).for_each(|_| window.note_invalid(start));
        assert_eq!(window.go(start, Urgency::Background), Err(LOOK));
        assert!(window.go(start, Urgency::Waited).is_ok());
        let later = start + Duration::from_secs(60 * (MINUTES + 1));
        assert!(window.go(later, Urgency::Background).is_ok());
    }
}
