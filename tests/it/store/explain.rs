//! No question that is asked all the time reads a whole table.

use sparring::store::{Frequent, Store};

use super::sample::{ANA, SERVER, follow_up, minute};
use crate::support::db::Db;

pub(crate) async fn what_is_asked_all_the_time_is_found_by_an_index(db: Db) {
    db.store.add_follow_up(&follow_up(1, &[1, 2, 3])).await.unwrap();
    // With so few rows PostgreSQL would read them all, unless it is told that this is dear.
    let store = if db.postgres {
        Store::open(&format!("{}%20-c%20enable_seqscan%3Doff", db.url)).await.unwrap()
    } else {
        db.store.clone()
    };
    for (question, index) in [
        (Frequent::Claim { now: minute(2) }, "notices_due"),
        (Frequent::TouchesOf { server: SERVER, owner: ANA }, "follow_ups_of_owner"),
    ] {
        let plan = store.plan_of(question).await.unwrap();
        assert!(plan.iter().any(|step| step.contains(index)), "{plan:#?}");
        for table in ["notices", "touches", "follow_ups"] {
            let whole = |step: &&String| {
                let step = step.trim_start_matches([' ', '-', '>']);
                step.starts_with(&format!("Seq Scan on {table}")) || *step == format!("SCAN {table}")
            };
            assert_eq!(plan.iter().find(whole), None, "{plan:#?}");
        }
        // Nor is anything read whole under the short name that it has in the question.
        for short in ["t", "f", "p", "n"] {
            assert!(!plan.contains(&format!("SCAN {short}")), "{plan:#?}");
        }
    }
    store.close().await;
}
