//! Several processes of the delivered program on one database.

use crate::support::db;
use crate::support::fleet::Fleet;

/// Starts three at once on what may be an empty database.
async fn all_come_up(url: Option<String>) {
    let mut fleet = Fleet::new(3, url).await;
    (0..3).for_each(|i| fleet.launch(i));
    for i in 0..3 {
        assert!(fleet.runs(i));
    }
    fleet.d.sessions(3, 0).await;
    for i in 0..3 {
        let (status, _) = fleet.terminate(i).await;
        assert!(status.success(), "{status}\n{}", fleet.logs());
    }
    fleet.d.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn three_at_once_on_an_empty_postgres_all_come_up() {
    db::on_empty_postgres(|url| all_come_up(Some(url))).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn three_at_once_on_a_missing_sqlite_file_all_come_up() {
    all_come_up(None).await;
}
