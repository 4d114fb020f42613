//! Two ledgers side by side: what was promised (the store's) and what members saw (the fake's).

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use sqlx::any::AnyRow;
use sqlx::{AnyConnection, AssertSqlSafe, Connection, Row};

use super::{Blown, Reach, Storm, World};
use crate::support::fake_discord::Message;
use crate::support::fleet::Fleet;

/// Discord's ids begin here.
const EPOCH_MS: u64 = 1_420_070_400_000;

/// Asks SQL past the store.
pub(super) async fn ask(url: &str, sql: &str) -> Vec<AnyRow> {
    sqlx::any::install_default_drivers();
    let mut raw = AnyConnection::connect(url).await.expect("connected");
    let rows = sqlx::query(AssertSqlSafe(sql.to_owned())).fetch_all(&mut raw).await.expect("answered");
    raw.close().await.expect("closed");
    rows
}

/// Two ledgers side by side.
#[derive(Debug)]
pub(crate) struct Ledger {
    storm: Storm,
    blown: Blown,
    postgres: bool,
    /// Promised, and never seen though there was a way.
    pub(crate) lost: Vec<i64>,
    /// Seen more than once.
    pub(crate) doubled: Vec<i64>,
    /// Nowhere to be sent and not said to be given up.
    pub(crate) hidden: Vec<i64>,
    by_way: BTreeMap<&'static str, usize>,
    touches: usize,
    pressed: usize,
    gave_up: usize,
    late: [f64; 2],
    weather: BTreeMap<&'static str, usize>,
    saved_by_nonce: usize,
    read_back: usize,
    requests: usize,
    too_many: (usize, usize),
}

/// The touches that a message tells of, and how it does.
fn told(message: &Message, bundles: &BTreeMap<i64, Vec<i64>>) -> Vec<(i64, &'static str)> {
    let ids = message.buttons().into_iter().map(|button| button.custom_id);
    let ids =
        ids.chain(message.selects().into_iter().filter_map(|s| Some(s["custom_id"].as_str()?.to_owned())));
    let mut found = BTreeSet::new();
    for id in ids {
        let mut parts = id.split('~').next().unwrap_or_default().split(':').skip(1);
        let (verb, number) =
            (parts.next().unwrap_or_default(), parts.next().and_then(|n| n.parse::<i64>().ok()));
        // Only the first touch of a follow-up was promised here; others are planned for other days.
        match (verb, number.filter(|_| parts.next().is_none_or(|n| n == "0"))) {
            ("done", Some(touch)) => drop(found.insert((touch, "in a direct message"))),
            ("touch", Some(touch)) => drop(found.insert((touch, "in a channel"))),
            ("late", Some(bundle)) => {
                found.extend(
                    bundles.get(&bundle).into_iter().flatten().map(|touch| (*touch, "together with others")),
                );
            }
            _ => {}
        }
    }
    found.into_iter().collect()
}

impl Ledger {
    /// What members saw against what was promised.
    pub(crate) async fn of(fleet: &Fleet, world: &World, storm: &Storm, blown: Blown) -> Self {
        let d = &fleet.d;
        let states =
            ask(&fleet.url, "SELECT subject, state, bundle FROM notices WHERE kind = 'touch' AND part = 0")
                .await;
        let mut bundles: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
        let mut gave_up = BTreeSet::new();
        for row in &states {
            if let Ok(Some(bundle)) = row.try_get::<Option<i64>, _>(2) {
                bundles.entry(bundle).or_default().push(row.get(0));
            }
            if row.get::<String, _>(1) == "gave-up" {
                gave_up.insert(row.get::<i64, _>(0));
            }
        }
        let mut seen: BTreeMap<i64, Vec<(u64, &'static str)>> = BTreeMap::new();
        for message in d.all_messages() {
            for (touch, way) in told(&message, &bundles) {
                seen.entry(touch).or_default().push((message.id, way));
            }
        }
        let mut ledger = Self {
            storm: *storm,
            blown,
            postgres: fleet.url.starts_with("postgres"),
            lost: Vec::new(),
            doubled: Vec::new(),
            hidden: Vec::new(),
            by_way: BTreeMap::new(),
            touches: world.promises.len(),
            pressed: world.pressed.len(),
            gave_up: gave_up.len(),
            late: [0.0; 2],
            weather: d.weathered(),
            saved_by_nonce: d.suppressed_doubles(),
            read_back: fleet.logs().matches("found by reading back").count(),
            requests: d.requests().len(),
            too_many: d.too_many(),
        };
        ledger.compare(world, &seen, &gave_up);
        ledger
    }

    fn compare(
        &mut self,
        world: &World,
        seen: &BTreeMap<i64, Vec<(u64, &'static str)>>,
        gave_up: &BTreeSet<i64>,
    ) {
        let mut late = Vec::new();
        for promise in &world.promises {
            let times = seen.get(&promise.id).map_or(&[][..], Vec::as_slice);
            let nowhere = world.members[promise.member].reach == Reach::Nowhere;
            match times {
                [] if nowhere && gave_up.contains(&promise.id) => {}
                [] if nowhere => self.hidden.push(promise.id),
                [] => self.lost.push(promise.id),
                [(message, way)] => {
                    *self.by_way.entry(way).or_default() += 1;
                    let at = i64::try_from((message >> 22) + EPOCH_MS).expect("a moment");
                    if *way != "together with others" {
                        late.push((at - promise.due.timestamp_millis()) as f64 / 1000.0);
                    }
                }
                _ => self.doubled.push(promise.id),
            }
        }
        late.sort_by(f64::total_cmp);
        let part = |part: f64| late.get(((late.len() as f64 - 1.0) * part) as usize).copied().unwrap_or(0.0);
        self.late = [part(0.5), part(0.99)];
    }
}

impl fmt::Display for Ledger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (storm, database) = (&self.storm, if self.postgres { "PostgreSQL" } else { "SQLite" });
        writeln!(
            f,
            "{database}, {} processes: {} kills, {} freezes, {} touches (seed {}, lease {} s, nonces kept {:?})",
            storm.processes,
            self.blown.kills,
            self.blown.freezes,
            self.touches,
            storm.seed,
            storm.lease,
            storm.nonces
        )?;
        writeln!(
            f,
            "  lost {}, doubled {}, hidden {}",
            self.lost.len(),
            self.doubled.len(),
            self.hidden.len()
        )?;
        writeln!(
            f,
            "  seen once: {:?}; given up, visibly: {}; buttons pressed: {}",
            self.by_way, self.gave_up, self.pressed
        )?;
        writeln!(
            f,
            "  late: half by at most {:.1} s, of a hundred 99 by at most {:.1} s",
            self.late[0], self.late[1]
        )?;
        writeln!(f, "  weather: {:?} of {} requests", self.weather, self.requests)?;
        writeln!(f, "  429 caused: {} of all together, {} of a channel", self.too_many.0, self.too_many.1)?;
        write!(f, "  saved by the nonce: {}; found by reading back: {}", self.saved_by_nonce, self.read_back)
    }
}
