//! Settings of a server and of its members: zone, quiet hours, and whether there is a list of the best.
//! What was never set is absent, so that a default can be changed for all who never chose.
//! It must not know what a default is.

use std::collections::BTreeMap;

use chrono::NaiveTime;
use chrono_tz::Tz;

use super::connection::sql;
use super::row::Cells;
use super::{Store, StoreError};
use crate::coach::ids::{RepId, ServerId};
use crate::coach::quiet::{Quiet, read_time};

/// The settings of a server.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ServerSettings {
    /// Its zone, where it was set.
    pub zone: Option<Tz>,
    /// Its quiet hours, where they were set.
    pub quiet: Option<Quiet>,
    /// Whether members see who has improved most.
    pub leaderboard: bool,
    /// The id of its calendar of days off, where one was chosen.
    pub calendar: Option<String>,
    /// Its working days as they were typed, where they were set.
    pub work_days: Option<String>,
    /// The channel for pings that cannot reach a member.
    pub followup_channel: Option<i64>,
    /// Who is told of what is overdue or cannot be delivered.
    pub manager: Option<RepId>,
    /// An open touch is told to the manager after so many working days.
    pub overdue_days: Option<u32>,
}

impl Store {
    /// A server's settings.
    pub async fn server_settings(&self, server: ServerId) -> Result<ServerSettings, StoreError> {
        let query =
            sql("SELECT server_id, zone, quiet_from, quiet_until, leaderboard, calendar, work_days, \
             followup_channel_id, manager_id, overdue_days FROM server_settings WHERE server_id = $1");
        let Some(row) = self.row(query.bind(server.0)).await? else {
            return Ok(ServerSettings::default());
        };
        let cells = Cells::new(&row, "server_settings", &["server_id"]);
        let zone = cells.maybe_text("zone")?.map(|name| name.parse().map_err(|_| cells.bad("zone")));
        Ok(ServerSettings {
            zone: zone.transpose()?,
            quiet: read_quiet(cells)?,
            leaderboard: cells.flag("leaderboard")?,
            calendar: cells.maybe_text("calendar")?,
            work_days: cells.maybe_text("work_days")?,
            followup_channel: cells.maybe_int("followup_channel_id")?,
            manager: cells.maybe_int("manager_id")?.map(RepId),
            overdue_days: cells.maybe_count("overdue_days")?,
        })
    }

    /// Replaces a server's settings.
    pub async fn set_server_settings(
        &self,
        server: ServerId,
        settings: &ServerSettings,
    ) -> Result<(), StoreError> {
        let upsert = sql(
            "INSERT INTO server_settings (server_id, zone, quiet_from, quiet_until, leaderboard, calendar, \
             work_days, followup_channel_id, manager_id, overdue_days) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) \
             ON CONFLICT (server_id) DO UPDATE SET zone = excluded.zone, quiet_from = excluded.quiet_from, \
             quiet_until = excluded.quiet_until, leaderboard = excluded.leaderboard, calendar = excluded.calendar, \
             work_days = excluded.work_days, followup_channel_id = excluded.followup_channel_id, \
             manager_id = excluded.manager_id, overdue_days = excluded.overdue_days",
        );
        let (from, until) = written(settings.quiet);
        let upsert = upsert.bind(server.0).bind(settings.zone.map(|zone| zone.name().to_owned()));
        let upsert = upsert.bind(from).bind(until).bind(i16::from(settings.leaderboard));
        let upsert = upsert.bind(settings.calendar.clone()).bind(settings.work_days.clone());
        let upsert = upsert.bind(settings.followup_channel).bind(settings.manager.map(|rep| rep.0));
        let upsert = upsert.bind(settings.overdue_days.map(i64::from));
        self.run(upsert).await.map(|_| ())
    }

    /// Zones and quiet hours that the reps of a server chose; who chose nothing is left out.
    pub async fn rep_settings(
        &self,
        server: ServerId,
    ) -> Result<BTreeMap<RepId, (Option<Tz>, Option<Quiet>)>, StoreError> {
        let query = sql("SELECT server_id, rep_id, zone, quiet_from, quiet_until FROM reps \
             WHERE server_id = $1 AND (zone IS NOT NULL OR quiet_from IS NOT NULL)");
        let read = |row| {
            let cells = Cells::new(row, "reps", &["server_id", "rep_id"]);
            // A zone that a newer database of zones has dropped is as good as none.
            let zone = cells.maybe_text("zone")?.and_then(|name| name.parse().ok());
            Ok((RepId(cells.int("rep_id")?), (zone, read_quiet(cells)?)))
        };
        self.rows(query.bind(server.0)).await?.iter().map(read).collect()
    }

    /// Sets the quiet hours of a rep in a server; `None` where they are the server's.
    pub async fn set_quiet(
        &self,
        server: ServerId,
        rep: RepId,
        quiet: Option<Quiet>,
    ) -> Result<(), StoreError> {
        let upsert =
            sql("INSERT INTO reps (server_id, rep_id, name, language, quiet_from, quiet_until, noted_ms) \
             VALUES ($1, $2, '', '', $3, $4, 0) ON CONFLICT (server_id, rep_id) DO UPDATE SET \
             quiet_from = excluded.quiet_from, quiet_until = excluded.quiet_until");
        let (from, until) = written(quiet);
        self.run(upsert.bind(server.0).bind(rep.0).bind(from).bind(until)).await.map(|_| ())
    }
}

fn written(quiet: Option<Quiet>) -> (Option<String>, Option<String>) {
    let time = |at: NaiveTime| at.format("%H:%M").to_string();
    (quiet.map(|quiet| time(quiet.from)), quiet.map(|quiet| time(quiet.until)))
}

/// Reads `quiet_from` and `quiet_until`.
pub(super) fn read_quiet(cells: Cells<'_>) -> Result<Option<Quiet>, StoreError> {
    let time = |column: &'static str| {
        let text = cells.maybe_text(column)?;
        text.map(|text| read_time(&text).ok_or_else(|| cells.bad(column))).transpose()
    };
    Ok(match (time("quiet_from")?, time("quiet_until")?) {
        (Some(from), Some(until)) => Quiet::new(from, until),
        _ => None,
    })
}
