//! Tending follow-ups: which plans are to be looked at again, what is planned in them, and how a plan is changed.
//! A plan is changed as a whole or not at all, and only as it was read: who comes second, or too late because a ping is on
//! its way, changes nothing.
//! It must not decide dates.

use chrono::{DateTime, NaiveDate, Utc};

use super::connection::{Work, sql};
use super::follow_ups::{NewTouch, Place, insert_touch, read_merged, write_merged};
use super::notices::{NewNotice, plan};
use super::row::{Cells, ms};
use super::{Store, StoreError};
use crate::coach::ids::{FollowUpId, RepId, ServerId};
use crate::coach::notice::{About, NoticeKind};

/// A follow-up's plan, as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredPlan {
    /// Which.
    pub id: FollowUpId,
    /// Where it belongs.
    pub server: ServerId,
    /// Who follows up.
    pub owner: RepId,
    /// Where pings go when direct messages are closed; 0 for nowhere.
    pub channel: i64,
    /// The day of the signature.
    pub signed: NaiveDate,
    /// The owner's time zone.
    pub zone: String,
    /// The cadence's id.
    pub cadence: String,
    /// The playbook's id.
    pub playbook: String,
    /// The language, as a tag.
    pub language: String,
    /// The edition of the server's content that it was planned by; `None` for the playbooks as they are.
    pub edition: Option<i64>,
    /// When it was asked for.
    pub created: DateTime<Utc>,
    /// When it was to be looked at.
    pub look: DateTime<Utc>,
    /// Its touches, by number.
    pub touches: Vec<PlannedTouch>,
}

/// A touch of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedTouch {
    /// Its number.
    pub n: u32,
    /// As it was planned.
    pub new: NewTouch,
    /// Whether it is told with another.
    pub merged: bool,
    /// Whether its ping waits, and nobody has tried to send it or put it off.
    pub waits: bool,
}

/// A change of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlanChange {
    /// A further touch.
    Add(u32, NewTouch),
    /// A touch that waits comes at another moment, or with others.
    Move(u32, NewTouch),
    /// A touch that waits is told with another.
    Merge(u32),
    /// A touch that was told with another stands by itself again.
    Return(u32, NewTouch),
}

impl Store {
    /// Follow-ups whose plan is to be looked at by now, the longest waiting first.
    pub async fn plans_to_look_at(
        &self,
        now: DateTime<Utc>,
        limit: u32,
    ) -> Result<Vec<FollowUpId>, StoreError> {
        let query = sql("SELECT id FROM follow_ups WHERE look_ms IS NOT NULL AND look_ms <= $1 \
             ORDER BY look_ms LIMIT $2");
        let rows = self.rows(query.bind(ms(now)).bind(i64::from(limit))).await?;
        rows.iter().map(|row| Ok(FollowUpId(Cells::new(row, "follow_ups", &["id"]).int("id")?))).collect()
    }

    /// A follow-up's plan; `None` where it has ended.
    pub async fn stored_plan(&self, id: FollowUpId) -> Result<Option<StoredPlan>, StoreError> {
        let query =
            sql("SELECT id, server_id, owner_id, channel_id, signed, zone, cadence, playbook, language, \
             edition, created_ms, look_ms FROM follow_ups WHERE id = $1 AND look_ms IS NOT NULL");
        let Some(row) = self.row(query.bind(id.0)).await? else {
            return Ok(None);
        };
        let cells = Cells::new(&row, "follow_ups", &["id"]);
        let query = sql("SELECT t.follow_up_id, t.n, t.plan, t.planned, t.merged, t.due_ms, \
             CASE WHEN t.state = 'merged' THEN 1 ELSE 0 END AS told_with, \
             CASE WHEN t.state = 'open' AND p.state = 'pending' AND p.round = 0 AND p.attempts = 0 \
             THEN 1 ELSE 0 END AS waits \
             FROM touches t JOIN follow_ups f ON f.id = t.follow_up_id LEFT JOIN notices p \
             ON p.kind = 'touch' AND p.subject = t.follow_up_id AND p.part = t.n AND p.rep_id = f.owner_id \
             WHERE t.follow_up_id = $1 ORDER BY t.n");
        let touches = self.rows(query.bind(id.0)).await?;
        Ok(Some(StoredPlan {
            id,
            server: ServerId(cells.int("server_id")?),
            owner: RepId(cells.int("owner_id")?),
            channel: cells.int("channel_id")?,
            signed: cells.date("signed")?,
            zone: cells.text("zone")?,
            cadence: cells.text("cadence")?,
            playbook: cells.text("playbook")?,
            language: cells.text("language")?,
            edition: cells.maybe_int("edition")?,
            created: cells.time("created_ms")?,
            look: cells.time("look_ms")?,
            touches: touches.iter().map(read_planned).collect::<Result<_, _>>()?,
        }))
    }

    /// Changes a plan and says when it is looked at next; `false`, and nothing is changed, where it is no more as it was
    /// read.
    pub async fn change_plan(
        &self,
        read: &StoredPlan,
        changes: &[PlanChange],
        months: u32,
        next: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let mut work = self.work().await?;
        let hold = sql("UPDATE follow_ups SET look_ms = $4, months = $5 \
             WHERE id = $1 AND owner_id = $2 AND look_ms = $3 AND ended_ms IS NULL");
        let hold = hold.bind(read.id.0).bind(read.owner.0).bind(ms(read.look)).bind(ms(next));
        if work.run(hold.bind(i64::from(months))).await? == 0 {
            return Ok(false);
        }
        let place =
            Place { follow_up: read.id, server: read.server, owner: read.owner, channel: read.channel };
        for change in changes {
            if !self::change(&mut work, place, change).await? {
                return Ok(false);
            }
        }
        work.commit().await?;
        Ok(true)
    }

    /// Looks at a plan later, whatever is wrong with it now.
    pub async fn look_later(&self, id: FollowUpId, then: DateTime<Utc>) -> Result<(), StoreError> {
        let update = sql("UPDATE follow_ups SET look_ms = $2 WHERE id = $1 AND look_ms IS NOT NULL");
        self.run(update.bind(id.0).bind(ms(then))).await.map(|_| ())
    }

    /// Has the follow-ups of a server, or those of one member, looked at again as soon as can be.
    pub async fn look_again(
        &self,
        server: ServerId,
        owner: Option<RepId>,
        now: DateTime<Utc>,
    ) -> Result<u64, StoreError> {
        let update = sql("UPDATE follow_ups SET look_ms = $2 WHERE server_id = $1 AND look_ms > $2 \
             AND ($3 = 0 OR owner_id = $3)");
        self.run(update.bind(server.0).bind(ms(now)).bind(owner.map_or(0, |owner| owner.0))).await
    }

    /// The servers that have follow-ups which have not ended, each with the days that these were planned by (`digest`),
    /// where that is known.
    pub async fn planned_days(&self) -> Result<Vec<(ServerId, Option<i64>)>, StoreError> {
        let query = sql("SELECT s.server_id, d.digest FROM (SELECT DISTINCT server_id FROM follow_ups \
             WHERE look_ms IS NOT NULL) AS s LEFT JOIN planned_days d ON d.server_id = s.server_id ORDER BY s.server_id");
        let read = |row| {
            let cells = Cells::new(row, "planned_days", &["server_id"]);
            Ok((ServerId(cells.int("server_id")?), cells.maybe_int("digest")?))
        };
        self.rows(query).await?.iter().map(read).collect()
    }

    /// Notes by which days a server's follow-ups are planned from now on; those that were planned by others are looked at
    /// again. How many these are.
    pub async fn note_planned_days(
        &self,
        server: ServerId,
        digest: i64,
        now: DateTime<Utc>,
    ) -> Result<u64, StoreError> {
        let mut work = self.work().await?;
        let note = sql("INSERT INTO planned_days (server_id, digest) VALUES ($1, $2) \
             ON CONFLICT (server_id) DO UPDATE SET digest = excluded.digest WHERE planned_days.digest <> excluded.digest");
        if work.run(note.bind(server.0).bind(digest)).await? == 0 {
            return Ok(0);
        }
        let again = sql("UPDATE follow_ups SET look_ms = $2 WHERE server_id = $1 AND look_ms > $2");
        let again = work.run(again.bind(server.0).bind(ms(now))).await?;
        work.commit().await?;
        Ok(again)
    }
}

fn read_planned(row: &sqlx::any::AnyRow) -> Result<PlannedTouch, StoreError> {
    let cells = Cells::new(row, "touches", &["follow_up_id", "n"]);
    let merged = cells.maybe_text("merged")?;
    let merged = merged.map(|text| read_merged(&text).ok_or_else(|| cells.bad("merged"))).transpose()?;
    Ok(PlannedTouch {
        n: cells.count("n")?,
        new: NewTouch {
            plan: cells.text("plan")?,
            planned: cells.date("planned")?,
            merged: merged.unwrap_or_default(),
            due: cells.time("due_ms")?,
        },
        merged: cells.flag("told_with")?,
        waits: cells.flag("waits")?,
    })
}

/// Makes one change; `false` where the touch or its ping is no more as it was.
async fn change(work: &mut Work<'_>, place: Place, change: &PlanChange) -> Result<bool, StoreError> {
    match change {
        PlanChange::Add(n, touch) => {
            insert_touch(work, place, *n, touch).await?;
            Ok(true)
        }
        PlanChange::Move(n, touch) => {
            let pings = sql(
                "UPDATE notices SET due_ms = $4, next_try_ms = $4 WHERE kind = 'touch' AND subject = $1 \
                 AND part = $2 AND rep_id = $3 AND state = 'pending' AND round = 0 AND attempts = 0",
            );
            let pings = pings.bind(place.follow_up.0).bind(i64::from(*n)).bind(place.owner.0);
            Ok(rewrite(work, place, *n, ("open", "open"), touch).await?
                && work.run(pings.bind(ms(touch.due))).await? == 1)
        }
        PlanChange::Merge(n) => {
            let touches = sql("UPDATE touches SET state = 'merged', merged = NULL \
                 WHERE follow_up_id = $1 AND n = $2 AND state = 'open'");
            // It was never tried: when the touch stands by itself again, a new one is planned.
            let pings = sql("DELETE FROM notices WHERE kind = 'touch' AND subject = $1 AND part = $2 \
                 AND rep_id = $3 AND state = 'pending' AND round = 0 AND attempts = 0");
            let (id, n) = (place.follow_up.0, i64::from(*n));
            Ok(work.run(touches.bind(id).bind(n)).await? == 1
                && work.run(pings.bind(id).bind(n).bind(place.owner.0)).await? == 1)
        }
        PlanChange::Return(n, touch) => {
            let about =
                About { rep: place.owner, kind: NoticeKind::Touch, subject: place.follow_up.0, part: *n };
            let ping = NewNotice { about, server: place.server, channel: place.channel, due: touch.due };
            let back = rewrite(work, place, *n, ("merged", "open"), touch).await?;
            plan(work, &ping).await?;
            Ok(back)
        }
    }
}

/// Gives a touch that is in the first state another moment and company, and the second state.
async fn rewrite(
    work: &mut Work<'_>,
    place: Place,
    n: u32,
    (from, to): (&'static str, &'static str),
    touch: &NewTouch,
) -> Result<bool, StoreError> {
    let update = sql("UPDATE touches SET due_ms = $3, merged = $4, state = $6 \
         WHERE follow_up_id = $1 AND n = $2 AND state = $5");
    let update = update.bind(place.follow_up.0).bind(i64::from(n)).bind(ms(touch.due));
    Ok(work.run(update.bind(write_merged(&touch.merged)).bind(from).bind(to)).await? == 1)
}
