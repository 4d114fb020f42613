//! Kills without end while follow-ups fall due: nothing that was promised is lost, and nobody is told twice.
//! `SPARRING_KILLS=1000 cargo test --release --test it storm -- --nocapture` blows longer.

use std::time::Duration;

use crate::support::db;
use crate::support::fleet::Fleet;
use crate::support::storm::{Ledger, Storm, World, blow, settled};

/// A short one for every day, or as many kills as the environment asks for.
fn storm(processes: usize) -> Storm {
    let asked = std::env::var("SPARRING_KILLS").ok().and_then(|kills| kills.parse::<usize>().ok());
    let seed = std::env::var("SPARRING_SEED").ok().and_then(|seed| seed.parse().ok());
    let long = asked.is_some();
    let kills = asked.unwrap_or(12);
    Storm {
        seed: seed.unwrap_or(20_260_306),
        processes,
        kills,
        apart: Duration::from_millis(if long { 500 } else { 700 }),
        touches: if long { kills * 2 } else { kills * 6 },
        lease: if long { 10 } else { 5 },
        nonces: Duration::from_secs(if long { 25 } else { 12 }),
    }
}

async fn all_is_told_once(url: Option<String>, storm: Storm) {
    let mut fleet = Fleet::new(storm.processes, url).await;
    fleet.set("SPARRING_DELIVERY__LEASE_SECONDS", &storm.lease.to_string());
    let mut world = World::people(&fleet, &storm).await;
    let blown = blow(&mut fleet, &mut world, &storm).await;
    settled(&fleet, Duration::from_secs(600)).await;
    let ledger = Ledger::of(&fleet, &world, &storm, blown).await;
    eprintln!("{ledger}");
    let wrong = [&ledger.lost, &ledger.doubled, &ledger.hidden];
    assert!(wrong.iter().all(|list| list.is_empty()), "{wrong:?}\n{}", fleet.logs());
    assert!(fleet.d.violations().is_empty(), "{:?}", fleet.d.violations());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_storm_over_sqlite_loses_no_follow_up_and_doubles_none() {
    all_is_told_once(None, storm(1)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_storm_over_postgres_and_three_processes_loses_no_follow_up_and_doubles_none() {
    db::on_empty_postgres(|url| all_is_told_once(Some(url), storm(3))).await;
}
