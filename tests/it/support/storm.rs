//! A storm: processes of the delivered program killed and frozen at random moments, in bad weather, while follow-ups fall
//! due.

mod ledger;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use sparring::coach::ids::{FollowUpId, RepId, ServerId};
use sparring::store::{Card, NewFollowUp, NewTouch, Store};
use sqlx::Row;

use super::fake_discord::{Dice, Message, User, Weather};
use super::fleet::Fleet;
pub(crate) use ledger::Ledger;
use ledger::ask;

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
    url: String,
    /// Pings whose button was pressed.
    pressed: BTreeSet<u64>,
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
        Self { members, promises, url: fleet.url.clone(), pressed: BTreeSet::new() }
    }

    /// Several touches of one member were due long ago, as after a night without any process.
    async fn fall_behind(&mut self, dice: &mut Dice) {
        let store = Store::open(&self.url).await.expect("a store");
        let (now, member) =
            (Utc::now(), usize::try_from(dice.below(self.members.len() as u64)).expect("few"));
        for n in 0..4 {
            let due = now - TimeDelta::minutes(60 + n);
            let promise = Promise { id: 1_000_000 + self.promises.len() as i64, member, due };
            store.add_follow_up(&new(&promise, &self.members[member], now)).await.expect("added");
            self.promises.push(promise);
        }
        store.close().await;
    }

    /// Somebody presses the button of a ping that nobody has pressed yet. Whether anybody answers is another matter.
    fn press_something(&mut self, fleet: &Fleet, dice: &mut Dice) {
        let done =
            |message: &Message| message.buttons().into_iter().find(|b| b.custom_id.starts_with("v1:done:"));
        let pings = fleet.d.all_messages();
        let open: Vec<&Message> =
            pings.iter().filter(|m| done(m).is_some() && !self.pressed.contains(&m.id)).collect();
        let Some(ping) = open.get(usize::try_from(dice.below(open.len().max(1) as u64)).expect("few")) else {
            return;
        };
        let Some(member) = self.members.iter().find(|m| fleet.d.dm(&m.user) == ping.channel) else { return };
        let button = done(ping).expect("it has one").custom_id;
        fleet.d.press(&member.user, ping.id, &button).may_stay_unanswered();
        self.pressed.insert(ping.id);
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
pub(crate) async fn blow(fleet: &mut Fleet, world: &mut World, storm: &Storm) -> Blown {
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
        // A process that is frozen while it brings the tables up to date lets nobody else do so.
        if blown.kills % 6 == 1 && frozen.is_empty() {
            world.fall_behind(&mut dice).await;
        }
        world.press_something(fleet, &mut dice);
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

/// Waits until no ping is left to be sent. How long the program waits between two tries grows with the time that it has
/// tried for; of the long waits that the storm has made, the rest is cut short.
pub(crate) async fn settled(fleet: &Fleet, patience: Duration) {
    let deadline = tokio::time::Instant::now() + patience;
    loop {
        let now = Utc::now().timestamp_millis();
        // What is planned for other days is not waited for.
        let due = format!("state = 'pending' AND due_ms <= {now}");
        ask(
            &fleet.url,
            &format!(
                "UPDATE notices SET next_try_ms = {now} WHERE {due} AND claimed_by IS NULL AND next_try_ms > {}",
                now + 10_000
            ),
        )
        .await;
        let left = format!("SELECT subject, attempts, last_error FROM notices WHERE {due}");
        let left = ask(&fleet.url, &left);
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
