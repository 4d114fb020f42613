//! Several processes of the delivered program on one database: who serves which part of the gateway, and what a member
//! sees when one comes, ends, dies or hangs.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use serde_json::json;
use sparring::store::Store;
use sqlx::{AnyConnection, Connection, Executor};

use crate::support::db;
use crate::support::fake_discord::User;
use crate::support::fleet::Fleet;

/// How long is waited for an answer before it is asked again.
const ASK_AGAIN: Duration = Duration::from_millis(400);

/// A server on one shard, with a member in it.
struct Place {
    channel: u64,
    ana: User,
}

/// Processes, a server on each shard, and a look into the database.
struct World {
    fleet: Fleet,
    places: Vec<Place>,
    store: Store,
}

impl World {
    /// As many servers as shards; nothing runs yet.
    async fn new(processes: usize, shards: u64, url: Option<String>) -> Self {
        let fleet = Fleet::new(processes, url).await;
        fleet.d.recommend_shards(shards, shards, Duration::from_secs(1));
        let place = |shard| {
            let guild = fleet.d.guild_on_shard(&format!("Acme {shard}"), shard, shards);
            let channel = fleet.d.text_channel(guild, "practice");
            let ana = fleet.d.user(&format!("Ana {shard}"), "en-US");
            fleet.d.member(guild, &ana, &[], 1 << 11);
            Place { channel, ana }
        };
        let places = (0..shards).map(place).collect();
        let store = Store::open(&fleet.url).await.expect("a store");
        let mut world = Self { fleet, places, store };
        world.fleet.set("SPARRING_DISCORD__IDENTIFY_SECONDS", "1");
        world
    }

    /// Who holds each shard, as the database tells.
    async fn holders(&self) -> Vec<Option<String>> {
        self.store.shards().await.expect("read").into_iter().map(|shard| shard.held_by).collect()
    }

    /// Waits until the shards are held in such numbers, told from the largest, and all are connected once.
    async fn shared(&self, wanted: &[usize]) {
        let deadline = Instant::now() + Duration::from_secs(30);
        loop {
            let holders = self.holders().await;
            let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
            holders.iter().flatten().for_each(|id| *counts.entry(id).or_default() += 1);
            let mut counts: Vec<usize> = counts.into_values().collect();
            counts.sort_unstable_by(|a, b| b.cmp(a));
            let all = self.fleet.d.connections(u64::try_from(holders.len()).expect("few"));
            if counts == wanted && counts.iter().sum::<usize>() == all.len() && all.values().all(|n| *n == 1)
            {
                return self.fleet.d.ready().await;
            }
            assert!(
                Instant::now() < deadline,
                "{holders:?} {all:?}\n{}\n{}",
                self.fleet.logs(),
                self.fleet.d.conversation()
            );
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// The shards that a process holds.
    async fn held_by(&self, i: usize) -> Vec<usize> {
        let name = format!("-{}-", self.fleet.pid(i));
        let holders = self.holders().await;
        let own =
            holders.iter().enumerate().filter(|(_, id)| id.as_ref().is_some_and(|id| id.contains(&name)));
        own.map(|(shard, _)| shard).collect()
    }

    /// The process that holds a shard.
    async fn holder_of(&self, shard: usize) -> usize {
        for i in (0..self.fleet.size()).filter(|i| self.fleet.runs(*i)) {
            if self.held_by(i).await.contains(&shard) {
                return i;
            }
        }
        panic!("nobody holds shard {shard}: {:?}", self.holders().await);
    }

    /// How long a member of each of these shards' servers waits for a first answer, asking again and again.
    async fn answered(&self, shards: &[usize]) -> Duration {
        let began = Instant::now();
        for shard in shards {
            let place = &self.places[*shard];
            loop {
                let asked = self.fleet.d.slash(&place.ana, place.channel, "help", None, json!({}));
                asked.may_stay_unanswered();
                if tokio::time::timeout(ASK_AGAIN, asked.callback()).await.is_ok() {
                    break;
                }
                assert!(began.elapsed() < Duration::from_secs(40), "nobody answers\n{}", self.fleet.logs());
            }
        }
        began.elapsed()
    }

    /// Nothing was answered twice, nor did anybody identify out of turn.
    async fn finish(mut self) {
        for i in 0..self.fleet.size() {
            if self.fleet.runs(i) {
                let (status, _) = self.fleet.terminate(i).await;
                assert!(status.success(), "{status}\n{}", self.fleet.logs());
            }
        }
        let mut seen = BTreeSet::new();
        for request in self.fleet.d.requests().iter().filter(|request| request.path.ends_with("/callback")) {
            assert!(
                seen.insert(request.path.clone()),
                "answered twice: {}\n{}",
                request.path,
                self.fleet.logs()
            );
        }
        assert_eq!(self.fleet.d.identified_too_early(), 0, "{}", self.fleet.d.conversation());
        self.store.close().await;
        self.fleet.d.finish().await;
    }
}

/// Starts three at once on what may be an empty database.
async fn all_come_up(url: Option<String>) {
    let mut fleet = Fleet::new(3, url).await;
    fleet.d.recommend_shards(3, 1, Duration::ZERO);
    (0..3).for_each(|i| fleet.launch(i));
    fleet.d.all_connected(3).await;
    let store = Store::open(&fleet.url).await.expect("a store");
    let world = World { fleet, places: Vec::new(), store };
    world.shared(&[1, 1, 1]).await;
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn three_at_once_on_an_empty_postgres_all_come_up() {
    db::on_empty_postgres(|url| all_come_up(Some(url))).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn three_at_once_on_a_missing_sqlite_file_all_come_up() {
    all_come_up(None).await;
}

/// One, two and three share four shards; one is killed, one asked to end.
async fn come_and_go(url: Option<String>) {
    let kind = if url.is_some() { "PostgreSQL" } else { "SQLite" };
    let mut world = World::new(3, 4, url).await;
    world.fleet.launch(0);
    world.shared(&[4]).await;
    world.answered(&[0, 1, 2, 3]).await;
    world.fleet.launch(1);
    world.shared(&[2, 2]).await;
    world.answered(&[0, 1, 2, 3]).await;
    world.fleet.launch(2);
    world.shared(&[2, 1, 1]).await;
    world.answered(&[0, 1, 2, 3]).await;
    let killed = world.held_by(0).await;
    world.fleet.kill(0);
    let took = world.answered(&killed).await;
    assert!(took < Duration::from_secs(10), "{took:?}");
    eprintln!(
        "{kind}: shards {killed:?} of a killed process were served by others after {} ms",
        took.as_millis()
    );
    world.shared(&[2, 2]).await;
    let ended = world.held_by(1).await;
    let (status, _) = world.fleet.terminate(1).await;
    assert!(status.success(), "{status}");
    let took = world.answered(&ended).await;
    eprintln!("{kind}: shards {ended:?} of one that was asked to end, after {} ms", took.as_millis());
    world.shared(&[4]).await;
    world.answered(&[0, 1, 2, 3]).await;
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn shards_are_shared_taken_over_and_handed_over_on_postgres() {
    db::on_empty_postgres(|url| come_and_go(Some(url))).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn shards_are_shared_taken_over_and_handed_over_on_sqlite() {
    come_and_go(None).await;
}

/// What is said in a channel.
const SAID: &str = "POST /channels/*/messages";

/// A member of a server begins a drill; its channel.
async fn drill(world: &World, shard: usize, private: bool) -> u64 {
    let place = &world.places[shard];
    let options = json!({"scenario": "quote", "private": private});
    let asked = world.fleet.d.slash(&place.ana, place.channel, "drill", Some("start"), options);
    asked.answer().await;
    let d = &world.fleet.d;
    let channel = if private { d.dm(&place.ana) } else { d.thread_of(&place.ana).await };
    d.next_message(channel).await;
    d.next_message(channel).await;
    channel
}

/// Of two processes one dies after it has stored a reply and before it has said the answer.
async fn dies_before_it_answers(url: Option<String>, shard: usize) {
    let mut world = World::new(2, 2, url).await;
    world.fleet.launch(0);
    world.shared(&[2]).await;
    world.fleet.launch(1);
    world.shared(&[1, 1]).await;
    // The drill was begun in a server on the one shard or the other; direct messages come over the first.
    let channel = drill(&world, shard, true).await;
    let dies = world.holder_of(0).await;
    world.fleet.d.hang_next(SAID);
    world.fleet.d.says(&world.places[shard].ana, channel, "Tell me more, please.");
    world.fleet.d.faults_met().await;
    let began = Instant::now();
    world.fleet.kill(dies);
    let said = world.fleet.d.next_message(channel).await.text();
    assert!(said.contains("Reply 1 of at most"), "{said}");
    assert!(said.contains("Tell me more, please."), "it says to what: {said}");
    eprintln!(
        "an answer that a killed process owed was said by another after {} ms",
        began.elapsed().as_millis()
    );
    world.shared(&[2]).await;
    world.fleet.d.says(
        &world.places[shard].ana,
        channel,
        "So the worry is a standstill, do I get that right?",
    );
    let said = world.fleet.d.next_message(channel).await.text();
    assert!(said.contains("Reply 2 of at most"), "{said}");
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_that_a_killed_process_owed_is_said_by_another() {
    db::on_empty_postgres(|url| dies_before_it_answers(Some(url), 0)).await;
    dies_before_it_answers(None, 1).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_takes_over_does_not_say_again_what_a_living_process_is_about_to_say() {
    let mut world = World::new(3, 3, None).await;
    for (i, wanted) in [&[3][..], &[2, 1], &[1, 1, 1]].into_iter().enumerate() {
        world.fleet.launch(i);
        world.shared(wanted).await;
    }
    let channel = drill(&world, 0, true).await;
    let lives = world.holder_of(0).await;
    let dies = world.holder_of(1).await;
    assert_ne!(lives, dies);
    let before = world.fleet.d.requests_to(SAID, 0).await.len();
    // It is told to wait with its answer, and meanwhile another process is taken over by the two that live.
    world.fleet.d.rate_limit_next(SAID, 4.0);
    world.fleet.d.says(&world.places[0].ana, channel, "Tell me more, please.");
    world.fleet.d.faults_met().await;
    world.fleet.kill(dies);
    world.answered(&[1]).await;
    let said = world.fleet.d.next_message(channel).await.text();
    assert!(said.contains("Reply 1 of at most"), "{said}");
    let tries = world.fleet.d.requests_to(SAID, 0).await.len() - before;
    assert_eq!(tries, 2, "told to wait, then said: by one process\n{}", world.fleet.logs());
    world.finish().await;
}

/// A process hangs for longer than its lease and goes on as if nothing had been.
async fn hangs(url: Option<String>) {
    const LEASE: Duration = Duration::from_secs(3);
    let mut world = World::new(2, 2, url).await;
    world.fleet.set("SPARRING_PROCESSES__LEASE_SECONDS", "3");
    world.fleet.launch(0);
    world.fleet.launch(1);
    world.shared(&[1, 1]).await;
    let hung = world.held_by(0).await;
    world.fleet.freeze(0);
    let took = world.answered(&hung).await;
    assert!(took <= LEASE + Duration::from_secs(2), "{took:?}");
    eprintln!("shards {hung:?} of a process that hangs were served by another after {} ms", took.as_millis());
    world.fleet.thaw(0);
    // What it was sent meanwhile was answered by the other: it must not take it.
    world.shared(&[1, 1]).await;
    world.answered(&[0, 1]).await;
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_process_held_that_hangs_is_taken_over_and_it_answers_nothing_more_of_it() {
    db::on_empty_postgres(|url| hangs(Some(url))).await;
    hangs(None).await;
}

/// Nobody can give a sign of life for longer than the lease lasts.
async fn no_sign_of_life(url: String) {
    let mut world = World::new(2, 2, Some(url.clone())).await;
    world.fleet.set("SPARRING_PROCESSES__LEASE_SECONDS", "3");
    world.fleet.launch(0);
    world.shared(&[2]).await;
    world.fleet.launch(1);
    world.shared(&[1, 1]).await;
    let mut other = AnyConnection::connect(&url).await.expect("a connection");
    other.execute("BEGIN; LOCK TABLE processes, shards IN ACCESS EXCLUSIVE MODE").await.expect("locked");
    let began = Instant::now();
    while world.fleet.d.connections(2).values().any(|count| *count > 0) {
        assert!(began.elapsed() < Duration::from_secs(4), "they go on\n{}", world.fleet.logs());
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    eprintln!("without a sign of life both stopped after {} ms", began.elapsed().as_millis());
    other.execute("ROLLBACK").await.expect("given back");
    world.shared(&[1, 1]).await;
    world.answered(&[0, 1]).await;
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_cannot_renew_its_lease_stops_and_goes_on_when_it_can() {
    db::on_empty_postgres(no_sign_of_life).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn shards_given_by_hand_are_served_and_shared_with_nobody() {
    let mut world = World::new(3, 4, None).await;
    world.fleet.set("SPARRING_DISCORD__SHARDS", "0-1/4");
    world.fleet.launch(0);
    world.fleet.set("SPARRING_DISCORD__SHARDS", "2-3/4");
    world.fleet.launch(1);
    world.fleet.d.all_connected(4).await;
    world.fleet.d.ready().await;
    world.answered(&[0, 1, 2, 3]).await;
    world.fleet.kill(1);
    tokio::time::sleep(Duration::from_secs(3)).await;
    let counts: Vec<usize> = world.fleet.d.connections(4).into_values().collect();
    assert_eq!(counts, [1, 1, 0, 0], "nobody takes what was given to another");
    world.fleet.launch(2);
    world.fleet.d.all_connected(4).await;
    world.answered(&[2, 3]).await;
    assert_eq!(world.holders().await, []);
    world.finish().await;
}
