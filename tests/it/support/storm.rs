//! A storm: processes of the delivered program killed and frozen at random moments, in bad weather, while follow-ups fall
//! due. Afterwards two ledgers are laid side by side: what was promised (the store's) and what members saw (the fake's).

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use sparring::coach::ids::{FollowUpId, RepId, ServerId};
use sparring::store::{Card, NewFollowUp, NewTouch, Store};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, AssertSqlSafe, Connection, Row};

use super::fake_discord::{Dice, Message, User, Weather};
use super::fleet::Fleet;

/// Discord's ids begin here.
const EPOCH_MS: u64 = 1_420_070_400_000;
/// Servers, and members of each.
const SERVERS: usize = 4;
const MEMBERS: usize = 12;

/// How hard it blows.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Storm {
    pub(crate) seed: u64,
    pub(crate) processes: usize,
    pub(crate) kills: usize,
    /// Between two kills, in the middle.
    pub(crate) apart: Duration,
    pub(crate) touches: usize,
    /// A process may hold what it sends for so many seconds.
    pub(crate) lease: u64,
    /// Discord forgets a nonce after so long.
    pub(crate) nonces: Duration,
}

/// How a member can be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Reach {
    Direct,
    /// Their direct messages are closed: the channel where the follow-up was asked for.
    Closed,
    /// They have left the server: the same.
    Left,
    /// Closed, and that channel is deleted: the server's channel for follow-ups.
    Deleted,
    /// Closed, and there is no channel.
    Nowhere,
}

struct Member {
    user: User,
    server: u64,
    channel: u64,
    reach: Reach,
}

/// What was promised.
struct Promise {
    id: i64,
    member: usize,
    due: DateTime<Utc>,
}

/// Those who are promised something.
pub(crate) struct World {
    members: Vec<Member>,
    promises: Vec<Promise>,
}

fn id(number: u64) -> i64 {
    i64::try_from(number).expect("fits")
}

impl World {
    /// People whom pings reach in every way there is, with touches that fall due all the time it blows.
    pub(crate) async fn people(fleet: &Fleet, storm: &Storm) -> Self {
        let d = &fleet.d;
        let store = Store::open(&fleet.url).await.expect("a store");
        let mut members = Vec::new();
        for s in 0..SERVERS {
            let server = d.guild(&format!("Server {s}"));
            let (asked, spare) = (d.text_channel(server, "practice"), d.text_channel(server, "follow-ups"));
            let gone = d.text_channel(server, "gone");
            d.delete_channel(gone);
            let mut settings = store.server_settings(ServerId(id(server))).await.expect("read");
            settings.followup_channel = Some(id(spare));
            store.set_server_settings(ServerId(id(server)), &settings).await.expect("set");
            for m in 0..MEMBERS {
                let user = d.user(&format!("Rep {s}.{m}"), "en-US");
                d.member(server, &user, &[], 1 << 11);
                let reach = match m {
                    0 => Reach::Closed,
                    1 => Reach::Left,
                    2 => Reach::Deleted,
                    3 if s == 0 => Reach::Nowhere,
                    _ => Reach::Direct,
                };
                if reach == Reach::Left {
                    d.leaves(server, &user);
                } else if reach != Reach::Direct {
                    d.blocks_dms(&user, true);
                }
                let channel = if reach == Reach::Deleted { gone } else { asked };
                members.push(Member { user, server, channel, reach });
            }
        }
        let promises = promises(&store, &members, storm).await;
        store.close().await;
        Self { members, promises }
    }
}

/// Puts the touches into the store, one a customer, as `/followup add` does.
async fn promises(store: &Store, members: &[Member], storm: &Storm) -> Vec<Promise> {
    let now = Utc::now();
    let blows = storm.apart.as_secs_f64() * storm.kills as f64;
    let mut dice = Dice(storm.seed ^ 0x70_75_74);
    let mut promises = Vec::with_capacity(storm.touches);
    for n in 0..storm.touches {
        let member = usize::try_from(dice.below(members.len() as u64)).expect("few");
        let after = 1.0 + blows * dice.below(10_000) as f64 / 10_000.0;
        let due = now + TimeDelta::milliseconds((after * 1000.0) as i64);
        let promise = Promise { id: 1_000_000 + n as i64, member, due };
        store.add_follow_up(&new(&promise, &members[member], now)).await.expect("added");
        promises.push(promise);
    }
    promises
}

fn new(promise: &Promise, member: &Member, now: DateTime<Utc>) -> NewFollowUp {
    let day = now.date_naive();
    NewFollowUp {
        id: FollowUpId(promise.id),
        // Asked for in direct messages there is no server and no channel to fall back on.
        server: ServerId(if member.reach == Reach::Nowhere { 0 } else { id(member.server) }),
        owner: RepId(id(member.user.id)),
        card: Card { customer: format!("Customer {}", promise.id), ..Card::default() },
        signed: day,
        zone: "UTC".into(),
        cadence: "customer".into(),
        playbook: "tiny".into(),
        language: "en".into(),
        edition: None,
        channel: if member.reach == Reach::Nowhere { 0 } else { id(member.channel) },
        months: 12,
        look: now + TimeDelta::days(9),
        created: now,
        touches: vec![NewTouch { plan: "day-1".into(), planned: day, merged: Vec::new(), due: promise.due }],
    }
}

/// Kills and freezes at random moments; in the end all are up again and the sky is clear.
pub(crate) async fn blow(fleet: &mut Fleet, storm: &Storm) -> Blown {
    let mut dice = Dice(storm.seed);
    let mut frozen: BTreeMap<usize, tokio::time::Instant> = BTreeMap::new();
    let mut blown = Blown::default();
    fleet.d.remember_nonces_for(storm.nonces);
    fleet.d.weather(storm.seed, Weather::storm());
    (0..storm.processes).for_each(|i| fleet.launch(i));
    while blown.kills < storm.kills {
        let apart = u64::try_from(storm.apart.as_micros()).expect("short");
        tokio::time::sleep(Duration::from_micros(dice.below(2 * apart))).await;
        let now = tokio::time::Instant::now();
        for i in frozen.iter().filter(|(_, until)| **until <= now).map(|(i, _)| *i).collect::<Vec<_>>() {
            frozen.remove(&i);
            fleet.thaw(i);
        }
        let i = usize::try_from(dice.below(storm.processes as u64)).expect("few");
        if storm.processes > 1 && dice.below(10) == 0 && frozen.is_empty() {
            // Until long after its leases are over: what it does then, others have done.
            fleet.freeze(i);
            frozen.insert(i, now + Duration::from_secs(storm.lease * 3 / 2));
            blown.freezes += 1;
            continue;
        }
        frozen.remove(&i);
        fleet.kill(i);
        blown.kills += 1;
        fleet.launch(i);
    }
    frozen.keys().for_each(|i| fleet.thaw(*i));
    fleet.d.calm();
    blown
}

/// What was done to the processes.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Blown {
    kills: usize,
    freezes: usize,
}

async fn ask(url: &str, sql: &str) -> Vec<AnyRow> {
    sqlx::any::install_default_drivers();
    let mut raw = AnyConnection::connect(url).await.expect("connected");
    let rows = sqlx::query(AssertSqlSafe(sql.to_owned())).fetch_all(&mut raw).await.expect("answered");
    raw.close().await.expect("closed");
    rows
}

/// Waits until no ping is left to be sent.
pub(crate) async fn settled(fleet: &Fleet, patience: Duration) {
    let deadline = tokio::time::Instant::now() + patience;
    loop {
        let left = ask(
            &fleet.url,
            "SELECT subject, attempts, last_error FROM notices WHERE state = 'pending' AND kind IN ('touch', 'late-touches')",
        );
        let left = left.await;
        if left.is_empty() {
            return;
        }
        assert!(
            tokio::time::Instant::now() < deadline,
            "{} pings are still to be sent, one after {:?} attempts: {:?}\n{}",
            left.len(),
            left[0].try_get::<i64, _>(1),
            left[0].try_get::<Option<String>, _>(2),
            fleet.logs()
        );
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
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
        let mut parts = id.split(':').skip(1);
        let (verb, number) =
            (parts.next().unwrap_or_default(), parts.next().and_then(|n| n.parse::<i64>().ok()));
        match (verb, number) {
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
        let states = ask(&fleet.url, "SELECT subject, state, bundle FROM notices WHERE kind = 'touch'").await;
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
                    late.push((at - promise.due.timestamp_millis()) as f64 / 1000.0);
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
            storm.touches,
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
        writeln!(f, "  seen once: {:?}; given up, visibly: {}", self.by_way, self.gave_up)?;
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
