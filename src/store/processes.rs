//! Processes that share the database: each renews its own lease, and whoever looks sees who lives.
//! How many shards there are is agreed by whoever comes first; a later wish counts only when nobody else lives.
//! It must not decide who holds what, nor read the clock.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::any::AnyRow;

use super::address::Kind;
use super::connection::{Work, sql};
use super::row::{Cells, ms};
use super::{Store, StoreError};

/// Processes whose lease ended so long ago are forgotten when another one joins.
const FORGOTTEN_AFTER: TimeDelta = TimeDelta::days(1);

/// A process.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Process {
    /// The name under which it claims.
    pub id: String,
    /// Whether it shares the agreed shards; else it was given some of its own.
    pub leases: bool,
    /// When it began.
    pub started: DateTime<Utc>,
}

impl Store {
    /// A process that shares the shards comes in, with how many it would have; gives how many there are.
    pub async fn join(
        &self,
        process: &Process,
        wished: u32,
        now: DateTime<Utc>,
        lease: TimeDelta,
    ) -> Result<u32, StoreError> {
        let mut work = self.work().await?;
        // Shard 0 stands for the agreement: who comes at the same time waits here until the other is through.
        let first = sql(
            "INSERT INTO shards (shard, total, until_ms) VALUES (0, $1, 0) ON CONFLICT (shard) DO NOTHING",
        );
        work.run(first.bind(i64::from(wished))).await?;
        let agreed = match self.kind {
            Kind::Postgres => "SELECT total FROM shards WHERE shard = 0 FOR UPDATE",
            Kind::Sqlite | Kind::Memory => "SELECT total FROM shards WHERE shard = 0",
        };
        let row = work.row(sql(agreed)).await?.ok_or_else(|| StoreError::conflict("there is no shard 0"))?;
        let mut total = Cells::new(&row, "shards", &[]).count("total")?;
        let others = sql("SELECT id FROM processes WHERE leases = 1 AND until_ms > $1 AND id <> $2 LIMIT 1");
        if work.row(others.bind(ms(now)).bind(process.id.clone())).await?.is_none() {
            total = wished;
        }
        agree(&mut work, total).await?;
        let forget = sql("DELETE FROM processes WHERE until_ms < $1");
        work.run(forget.bind(ms(now - FORGOTTEN_AFTER))).await?;
        renew(&mut work, process, now + lease).await?;
        work.commit().await?;
        Ok(total)
    }

    /// Renews the lease of a process and of all shards that it holds; whoever is not known (any more) is from now on.
    pub async fn renew_process(
        &self,
        process: &Process,
        now: DateTime<Utc>,
        lease: TimeDelta,
    ) -> Result<(), StoreError> {
        let mut work = self.work().await?;
        renew(&mut work, process, now + lease).await?;
        work.commit().await
    }

    /// A process is gone: what it held is free.
    pub async fn process_left(&self, id: &str) -> Result<(), StoreError> {
        let mut work = self.work().await?;
        let free = sql("UPDATE shards SET held_by = NULL, until_ms = 0 WHERE held_by = $1");
        work.run(free.bind(id.to_owned())).await?;
        work.run(sql("DELETE FROM processes WHERE id = $1").bind(id.to_owned())).await?;
        work.commit().await
    }

    /// The processes that live; the oldest first.
    pub async fn live_processes(&self, now: DateTime<Utc>) -> Result<Vec<Process>, StoreError> {
        let query =
            sql("SELECT id, leases, started_ms FROM processes WHERE until_ms > $1 ORDER BY started_ms, id");
        self.rows(query.bind(ms(now))).await?.iter().map(read).collect()
    }
}

/// Makes the rows of so many shards.
async fn agree(work: &mut Work<'_>, total: u32) -> Result<(), StoreError> {
    let same = sql("SELECT COUNT(*) AS shards FROM shards WHERE total = $1").bind(i64::from(total));
    let row = work.row(same).await?;
    let made = row.map(|row| Cells::new(&row, "shards", &[]).count("shards")).transpose()?;
    if made == Some(total) {
        return Ok(());
    }
    work.run(sql("DELETE FROM shards WHERE shard >= $1").bind(i64::from(total))).await?;
    for shard in 0..total {
        let put = sql("INSERT INTO shards (shard, total, until_ms) VALUES ($1, $2, 0) \
             ON CONFLICT (shard) DO UPDATE SET total = $2");
        work.run(put.bind(i64::from(shard)).bind(i64::from(total))).await?;
    }
    Ok(())
}

async fn renew(work: &mut Work<'_>, process: &Process, until: DateTime<Utc>) -> Result<(), StoreError> {
    let put = sql("INSERT INTO processes (id, leases, started_ms, until_ms) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (id) DO UPDATE SET leases = $2, until_ms = $4");
    let put = put.bind(process.id.clone()).bind(i16::from(process.leases));
    work.run(put.bind(ms(process.started)).bind(ms(until))).await?;
    let shards = sql("UPDATE shards SET until_ms = $2 WHERE held_by = $1");
    work.run(shards.bind(process.id.clone()).bind(ms(until))).await.map(|_| ())
}

fn read(row: &AnyRow) -> Result<Process, StoreError> {
    let cells = Cells::new(row, "processes", &[]);
    Ok(Process { id: cells.text("id")?, leases: cells.flag("leases")?, started: cells.time("started_ms")? })
}
