//! Reps: how a member is called in a server, in which language and in which zone.
//! They are noted in passing whenever a rep does something, so a row is written only where something changed.
//! It must not hold anything that a rep did.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use super::connection::sql;
use super::row::{Cells, ms, plain};
use super::settings::read_quiet;
use super::{Store, StoreError};
use crate::coach::ids::{RepId, ServerId};
use crate::coach::quiet::Quiet;

/// What is known of a rep in a server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rep {
    /// The name that others see; empty where only the zone is known so far.
    pub name: String,
    /// The language, as a tag; empty where only the zone is known so far.
    pub language: String,
    /// The time zone that the rep chose.
    pub zone: Option<String>,
    /// The quiet hours that the rep chose.
    pub quiet: Option<Quiet>,
}

impl Store {
    /// Notes a rep's name and language; an older event does not undo a newer one.
    pub async fn note_rep(
        &self,
        server: ServerId,
        rep: RepId,
        name: &str,
        language: &str,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let upsert = sql(
            "INSERT INTO reps (server_id, rep_id, name, language, noted_ms) VALUES ($1, $2, $3, $4, $5) \
             ON CONFLICT (server_id, rep_id) DO UPDATE SET name = excluded.name, language = excluded.language, \
             noted_ms = excluded.noted_ms WHERE reps.noted_ms <= excluded.noted_ms \
             AND (reps.name <> excluded.name OR reps.language <> excluded.language)",
        );
        let upsert =
            upsert.bind(server.0).bind(rep.0).bind(plain(name)).bind(language.to_owned()).bind(ms(at));
        self.run(upsert).await.map(|_| ())
    }

    /// Notes what members are called who never used the bot; what a member told by using it stays.
    pub async fn introduce(&self, server: ServerId, names: &[(RepId, &str)]) -> Result<(), StoreError> {
        let mut work = self.work().await?;
        for (rep, name) in names {
            let insert = sql(
                "INSERT INTO reps (server_id, rep_id, name, language, noted_ms) VALUES ($1, $2, $3, '', 0) \
                 ON CONFLICT (server_id, rep_id) DO UPDATE SET name = excluded.name WHERE reps.noted_ms = 0",
            );
            work.run(insert.bind(server.0).bind(rep.0).bind(plain(name))).await?;
        }
        work.commit().await
    }

    /// Sets the time zone of a rep in a server.
    pub async fn set_zone(&self, server: ServerId, rep: RepId, zone: &str) -> Result<(), StoreError> {
        let upsert = sql(
            "INSERT INTO reps (server_id, rep_id, name, language, zone, noted_ms) VALUES ($1, $2, '', '', $3, 0) \
             ON CONFLICT (server_id, rep_id) DO UPDATE SET zone = excluded.zone",
        );
        self.run(upsert.bind(server.0).bind(rep.0).bind(zone.to_owned())).await.map(|_| ())
    }

    /// What is known of a rep in a server.
    pub async fn rep(&self, server: ServerId, rep: RepId) -> Result<Option<Rep>, StoreError> {
        let query = sql("SELECT server_id, rep_id, name, language, zone, quiet_from, quiet_until FROM reps \
             WHERE server_id = $1 AND rep_id = $2");
        let Some(row) = self.row(query.bind(server.0).bind(rep.0)).await? else {
            return Ok(None);
        };
        let cells = Cells::new(&row, "reps", &["server_id", "rep_id"]);
        Ok(Some(Rep {
            name: cells.text("name")?,
            language: cells.text("language")?,
            zone: cells.maybe_text("zone")?,
            quiet: read_quiet(cells)?,
        }))
    }

    /// Reps of a server with their names, those first who were there last; who was never noted is left out.
    pub async fn known_reps(&self, server: ServerId, limit: u32) -> Result<Vec<(RepId, String)>, StoreError> {
        let query = sql("SELECT server_id, rep_id, name FROM reps WHERE server_id = $1 AND name <> '' \
             ORDER BY noted_ms DESC, rep_id LIMIT $2");
        let read = |row| {
            let cells = Cells::new(row, "reps", &["server_id", "rep_id"]);
            Ok((RepId(cells.int("rep_id")?), cells.text("name")?))
        };
        self.rows(query.bind(server.0).bind(i64::from(limit))).await?.iter().map(read).collect()
    }

    /// The names of some reps of a server; who was never noted is left out.
    pub async fn names(
        &self,
        server: ServerId,
        reps: &[RepId],
    ) -> Result<BTreeMap<RepId, String>, StoreError> {
        // A list of values cannot be bound alike on both databases, and a server's names are few.
        let wanted: BTreeSet<RepId> = reps.iter().copied().collect();
        let mut names = BTreeMap::new();
        for row in &self
            .rows(sql("SELECT server_id, rep_id, name FROM reps WHERE server_id = $1").bind(server.0))
            .await?
        {
            let cells = Cells::new(row, "reps", &["server_id", "rep_id"]);
            let rep = RepId(cells.int("rep_id")?);
            if wanted.contains(&rep) {
                names.insert(rep, cells.text("name")?);
            }
        }
        names.retain(|_, name| !name.is_empty());
        Ok(names)
    }
}
