//! Weather: faults that meet any request by chance, and events that come twice, as a bad day brings them. The same seed
//! gives the same chances in the order in which requests come.

use std::collections::BTreeMap;

use super::FakeDiscord;
use super::faults::{Effect, Fault};
use super::state::State;

/// Small and seeded.
#[derive(Debug, Clone)]
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    /// A number below `most`.
    pub(crate) fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }
}

/// How many of a thousand requests meet which fault.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Weather {
    /// 429, for this route.
    pub(crate) limited: u64,
    /// 429, for all.
    pub(crate) limited_globally: u64,
    /// 500, 502 or 503 without effect.
    pub(crate) failed: u64,
    /// The same after it took effect.
    pub(crate) failed_late: u64,
    /// Never answered, without effect.
    pub(crate) hung: u64,
    /// The same after it took effect.
    pub(crate) hung_late: u64,
    /// The connection is cut, without effect.
    pub(crate) cut: u64,
    /// The same after it took effect.
    pub(crate) cut_late: u64,
    /// Of a thousand events that people cause, so many come twice.
    pub(crate) doubled: u64,
}

impl Weather {
    /// As bad as it gets: every fifth request meets something.
    pub(crate) fn storm() -> Self {
        Self {
            limited: 30,
            limited_globally: 5,
            failed: 40,
            failed_late: 40,
            hung: 8,
            hung_late: 8,
            cut: 30,
            cut_late: 30,
            doubled: 200,
        }
    }
}

/// The weather there is, and what it has done.
#[derive(Debug)]
pub(super) struct Sky {
    now: Option<Weather>,
    dice: Dice,
    met: BTreeMap<&'static str, usize>,
}

impl Default for Sky {
    fn default() -> Self {
        Self { now: None, dice: Dice(0), met: BTreeMap::new() }
    }
}

impl State {
    /// What the weather does to a request. The gateway's address is spared: were it refused, serenity would go to the
    /// real gateway.
    pub(super) fn weather_for(&mut self, path: &str) -> Option<Fault> {
        let weather = self.sky.now?;
        if path.starts_with("/gateway") {
            return None;
        }
        let dice = &mut self.sky.dice;
        let wait = 0.2 + dice.below(800) as f64 / 1000.0;
        let status = [500, 502, 503][dice.below(3) as usize];
        let kinds = [
            (weather.limited, "429", Effect::Limited(wait, false), false),
            (weather.limited_globally, "429 for all", Effect::Limited(wait, true), false),
            (weather.failed, "5xx", Effect::Status(status), false),
            (weather.failed_late, "5xx after effect", Effect::Status(status), true),
            (weather.hung, "no answer", Effect::Hang, false),
            (weather.hung_late, "no answer after effect", Effect::Hang, true),
            (weather.cut, "cut", Effect::Cut, false),
            (weather.cut_late, "cut after effect", Effect::Cut, true),
        ];
        let mut left = dice.below(1000);
        for (share, name, effect, committed) in kinds {
            if left < share {
                *self.sky.met.entry(name).or_default() += 1;
                return Some(Fault { pattern: String::new(), effect, spared: 0, committed });
            }
            left -= share;
        }
        None
    }

    /// Whether an event comes twice.
    pub(super) fn comes_twice(&mut self) -> bool {
        let share = self.sky.now.map_or(0, |weather| weather.doubled);
        let twice = share > 0 && self.sky.dice.below(1000) < share;
        if twice {
            *self.sky.met.entry("event twice").or_default() += 1;
        }
        twice
    }
}

impl FakeDiscord {
    /// From now on requests meet faults by chance.
    pub(crate) fn weather(&self, seed: u64, weather: Weather) {
        self.hub.with(|s| (s.sky.now, s.sky.dice) = (Some(weather), Dice(seed)));
    }

    /// No more faults by chance.
    pub(crate) fn calm(&self) {
        self.hub.with(|s| s.sky.now = None);
    }

    /// How often the weather has done what.
    #[must_use]
    pub(crate) fn weathered(&self) -> BTreeMap<&'static str, usize> {
        self.hub.look().sky.met.clone()
    }
}
