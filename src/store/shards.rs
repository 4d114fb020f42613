//! Shards: parts of the gateway, each held by one process for as long as its lease, and the turns in which Discord is
//! asked for a new session. The predicate of a claim stands outside as well as inside (see `claims`).
//! It must not decide who ought to hold how many, nor connect.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::any::AnyRow;

use super::address::Kind;
use super::connection::sql;
use super::row::{Cells, ms};
use super::{Store, StoreError};

/// A part of the gateway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shard {
    /// Its number, from 0.
    pub shard: u32,
    /// Who holds it, or held it last.
    pub held_by: Option<String>,
    /// Until when.
    pub until: DateTime<Utc>,
}

impl Store {
    /// All shards, in order.
    pub async fn shards(&self) -> Result<Vec<Shard>, StoreError> {
        let query = sql("SELECT shard, held_by, until_ms FROM shards ORDER BY shard");
        self.rows(query).await?.iter().map(read).collect()
    }

    /// Takes up to so many shards that nobody holds or whose lease is over; the lowest first.
    pub async fn claim_shards(
        &self,
        process: &str,
        now: DateTime<Utc>,
        lease: TimeDelta,
        limit: u32,
    ) -> Result<Vec<u32>, StoreError> {
        let mut work = self.work().await?;
        let claim = match self.kind {
            Kind::Postgres => {
                "WITH free AS MATERIALIZED (SELECT shard FROM shards WHERE held_by IS NULL OR until_ms <= $1 \
                 ORDER BY shard LIMIT $2 FOR UPDATE SKIP LOCKED) \
                 UPDATE shards SET held_by = $3, until_ms = $4 WHERE (held_by IS NULL OR until_ms <= $1) \
                 AND shard IN (SELECT shard FROM free) RETURNING shard"
            }
            Kind::Sqlite | Kind::Memory => {
                "WITH free AS MATERIALIZED (SELECT shard FROM shards WHERE held_by IS NULL OR until_ms <= $1 \
                 ORDER BY shard LIMIT $2) \
                 UPDATE shards SET held_by = $3, until_ms = $4 WHERE (held_by IS NULL OR until_ms <= $1) \
                 AND shard IN (SELECT shard FROM free) RETURNING shard"
            }
        };
        let claim = sql(claim).bind(ms(now)).bind(i64::from(limit));
        let rows = work.rows(claim.bind(process.to_owned()).bind(ms(now + lease))).await?;
        work.commit().await?;
        let shard = |row: &AnyRow| Cells::new(row, "shards", &["shard"]).count("shard");
        let mut claimed: Vec<u32> = rows.iter().map(shard).collect::<Result<_, _>>()?;
        claimed.sort_unstable();
        Ok(claimed)
    }

    /// Gives a shard back; `false` where it is no longer this process's.
    pub async fn release_shard(&self, shard: u32, process: &str) -> Result<bool, StoreError> {
        let free = sql("UPDATE shards SET held_by = NULL, until_ms = 0 WHERE shard = $1 AND held_by = $2");
        Ok(self.run(free.bind(i64::from(shard)).bind(process.to_owned())).await? > 0)
    }

    /// Takes the turn to identify in a bucket, so that the next one comes `apart` later; `false` where another has just
    /// had it. A turn that is further ahead than that was written by a clock that has been put right since.
    pub async fn take_identify_turn(
        &self,
        bucket: u32,
        now: DateTime<Utc>,
        apart: TimeDelta,
    ) -> Result<bool, StoreError> {
        let take =
            sql("INSERT INTO identifies (bucket, next_ms) VALUES ($1, $3) ON CONFLICT (bucket) DO UPDATE \
             SET next_ms = $3 WHERE identifies.next_ms <= $2 OR identifies.next_ms > $3");
        let take = take.bind(i64::from(bucket)).bind(ms(now)).bind(ms(now + apart));
        Ok(self.run(take).await? > 0)
    }

    /// When the next turn to identify in a bucket is; `None` where nobody has had one.
    pub async fn next_identify_turn(&self, bucket: u32) -> Result<Option<DateTime<Utc>>, StoreError> {
        let query = sql("SELECT bucket, next_ms FROM identifies WHERE bucket = $1").bind(i64::from(bucket));
        let row = self.row(query).await?;
        row.as_ref().map(|row| Cells::new(row, "identifies", &["bucket"]).time("next_ms")).transpose()
    }
}

fn read(row: &AnyRow) -> Result<Shard, StoreError> {
    let cells = Cells::new(row, "shards", &["shard"]);
    Ok(Shard {
        shard: cells.count("shard")?,
        held_by: cells.maybe_text("held_by")?,
        until: cells.time("until_ms")?,
    })
}
