//! What becomes of touches: done, left out, put off, handed over, ended. Whoever closes a touch takes its ping back in the
//! same transaction, so nobody is reminded of what is done.
//! It must not move the schedule: putting off moves a ping alone.

use chrono::{DateTime, Utc};

use super::connection::{Work, sql};
use super::follow_ups::{Card, Touch, TouchState, read_touch, touches};
use super::notices::{NewNotice, drop_part, plan, tell_anew};
use super::row::{Cells, Named, ms, plain};
use super::{Store, StoreError};
use crate::coach::ids::{FollowUpId, RepId, ServerId, TouchId};
use crate::coach::notice::{About, NoticeKind};

/// How a touch is closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Closing {
    /// It was done.
    Done {
        /// What the customer was given; empty for nothing: such a touch counts as an empty one.
        gave: String,
        /// What comes next; empty for nothing.
        next_step: String,
    },
    /// It is left out.
    Skipped {
        /// Why.
        because: String,
    },
}

/// What became of a change to a touch or a follow-up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Changed {
    /// It is changed now.
    Now,
    /// It was closed or ended before.
    Already,
    /// It is another rep's.
    NotYours,
    /// There is none.
    Unknown,
}

/// A customer with all touches of whom something is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Customer {
    /// The follow-up.
    pub id: FollowUpId,
    /// Who follows up.
    pub owner: RepId,
    /// What is known of them.
    pub card: Card,
    /// The day of the signature.
    pub signed: chrono::NaiveDate,
    /// The owner's zone when it was planned.
    pub zone: String,
    /// The cadence's id.
    pub cadence: String,
    /// Why it ended, where it has.
    pub ended_because: Option<String>,
    /// Who handed it to its owner, where somebody has.
    pub handed_by: Option<RepId>,
}

impl Store {
    /// Closes a touch, whether its ping was sent or not; only its owner can.
    pub async fn close_touch(
        &self,
        id: TouchId,
        owner: RepId,
        closing: &Closing,
        at: DateTime<Utc>,
    ) -> Result<Changed, StoreError> {
        let filled = |text: &str| (!text.trim().is_empty()).then(|| plain(text));
        let (state, gave, next_step, because) = match closing {
            Closing::Done { gave, next_step } => (TouchState::Done, filled(gave), filled(next_step), None),
            Closing::Skipped { because } => (TouchState::Skipped, None, None, filled(because)),
        };
        let mut work = self.work().await?;
        let update =
            sql("UPDATE touches SET state = $4, closed_ms = $5, closed_by = $3, gave = $6, next_step = $7, \
             skipped_because = $8 WHERE follow_up_id = $1 AND n = $2 AND state = 'open' \
             AND follow_up_id IN (SELECT id FROM follow_ups WHERE id = $1 AND owner_id = $3)");
        let update = update.bind(id.follow_up.0).bind(i64::from(id.n)).bind(owner.0).bind(state.name());
        let update = update.bind(ms(at)).bind(gave).bind(next_step).bind(because);
        if work.run(update).await? == 0 {
            return standing(&mut work, id, owner).await;
        }
        drop_part(&mut work, NoticeKind::Touch, id.follow_up.0, id.n, at).await?;
        work.commit().await?;
        Ok(Changed::Now)
    }

    /// Puts the ping of an open touch off; the schedule stays as it is. Only its owner can.
    pub async fn put_touch_off(
        &self,
        id: TouchId,
        owner: RepId,
        until: DateTime<Utc>,
    ) -> Result<Changed, StoreError> {
        let mut work = self.work().await?;
        // The row is held until the ping is put off, so that it is not closed meanwhile.
        let hold =
            sql("UPDATE touches SET closed_ms = NULL WHERE follow_up_id = $1 AND n = $2 AND state = 'open' \
             AND follow_up_id IN (SELECT id FROM follow_ups WHERE id = $1 AND owner_id = $3)");
        if work.run(hold.bind(id.follow_up.0).bind(i64::from(id.n)).bind(owner.0)).await? == 0 {
            return standing(&mut work, id, owner).await;
        }
        let about = About { rep: owner, kind: NoticeKind::Touch, subject: id.follow_up.0, part: id.n };
        if !tell_anew(&mut work, &about, until).await? {
            return Err(StoreError::conflict(format!("touch {}/{} has no ping", id.follow_up.0, id.n)));
        }
        work.commit().await?;
        Ok(Changed::Now)
    }

    /// Hands a customer over: all open touches are the other member's from now on, who is told. A manager of the server
    /// may do it as well (`by` is then not the owner).
    pub async fn hand_over(
        &self,
        follow_up: FollowUpId,
        server: ServerId,
        (from, to, by): (RepId, RepId, RepId),
        at: DateTime<Utc>,
    ) -> Result<Changed, StoreError> {
        let mut work = self.work().await?;
        let update = sql("UPDATE follow_ups SET owner_id = $4, handed_by = $5 \
             WHERE id = $1 AND server_id = $2 AND owner_id = $3 AND ended_ms IS NULL");
        let update = update.bind(follow_up.0).bind(server.0).bind(from.0).bind(to.0).bind(by.0);
        if work.run(update).await? == 0 {
            return whose(&mut work, follow_up, server, from).await;
        }
        // What is being sent to the former owner is sent to the new one instead: the claim is taken away.
        let pings = sql("UPDATE notices SET rep_id = $2, claimed_by = NULL, next_try_ms = \
             CASE WHEN claimed_by IS NULL THEN next_try_ms ELSE $3 END, attempts = 0, first_attempt_ms = NULL, \
             state = CASE WHEN state = 'bundled' THEN 'pending' ELSE state END, bundle = NULL \
             WHERE kind = 'touch' AND subject = $1");
        work.run(pings.bind(follow_up.0).bind(to.0).bind(ms(at))).await?;
        let about = About { rep: to, kind: NoticeKind::HandedOver, subject: follow_up.0, part: 0 };
        if !tell_anew(&mut work, &about, at).await? {
            plan(&mut work, &NewNotice { about, server, channel: 0, due: at }).await?;
        }
        work.commit().await?;
        Ok(Changed::Now)
    }

    /// Ends the follow-ups of a customer: what is open is cancelled, and nothing more is planned.
    pub async fn end_follow_up(
        &self,
        follow_up: FollowUpId,
        server: ServerId,
        owner: RepId,
        because: &str,
        at: DateTime<Utc>,
    ) -> Result<Changed, StoreError> {
        let mut work = self.work().await?;
        let end = sql("UPDATE follow_ups SET ended_ms = $4, ended_because = $5, look_ms = NULL \
             WHERE id = $1 AND server_id = $2 AND owner_id = $3 AND ended_ms IS NULL");
        let end = end.bind(follow_up.0).bind(server.0).bind(owner.0).bind(ms(at)).bind(plain(because));
        if work.run(end).await? == 0 {
            return whose(&mut work, follow_up, server, owner).await;
        }
        let touches = sql("UPDATE touches SET state = 'cancelled', closed_ms = $2, closed_by = $3 \
             WHERE follow_up_id = $1 AND state = 'open'");
        work.run(touches.bind(follow_up.0).bind(ms(at)).bind(owner.0)).await?;
        let pings = sql("UPDATE notices SET state = 'dropped', claimed_by = NULL, ended_ms = $2 \
             WHERE kind = 'touch' AND subject = $1 AND state IN ('pending', 'bundled')");
        work.run(pings.bind(follow_up.0).bind(ms(at))).await?;
        work.commit().await?;
        Ok(Changed::Now)
    }

    /// One customer of a server.
    pub async fn customer(
        &self,
        follow_up: FollowUpId,
        server: ServerId,
    ) -> Result<Option<Customer>, StoreError> {
        let query = sql(
            "SELECT id, owner_id, customer, contact, product, note, signed, zone, cadence, ended_because, handed_by \
             FROM follow_ups WHERE id = $1 AND server_id = $2",
        );
        let row = self.row(query.bind(follow_up.0).bind(server.0)).await?;
        row.as_ref().map(read_customer).transpose()
    }

    /// The customers of an owner in a server whose follow-ups have not ended, by name.
    pub async fn customers_of(
        &self,
        server: ServerId,
        owner: RepId,
        limit: u32,
    ) -> Result<Vec<Customer>, StoreError> {
        let query = sql(
            "SELECT id, owner_id, customer, contact, product, note, signed, zone, cadence, ended_because, handed_by \
             FROM follow_ups WHERE server_id = $1 AND owner_id = $2 AND ended_ms IS NULL ORDER BY customer, id LIMIT $3",
        );
        let rows = self.rows(query.bind(server.0).bind(owner.0).bind(i64::from(limit))).await?;
        rows.iter().map(read_customer).collect()
    }

    /// The touch of a customer that was closed last, with what was given and promised.
    pub async fn last_touch(&self, follow_up: FollowUpId) -> Result<Option<Touch>, StoreError> {
        let query = sql(touches!(
            "WHERE t.follow_up_id = $1 AND t.state IN ('done', 'skipped') ORDER BY t.closed_ms DESC, t.n DESC LIMIT 1"
        ));
        let row = self.row(query.bind(follow_up.0)).await?;
        row.as_ref().map(read_touch).transpose()
    }

    /// The open touches of one customer, the next first.
    pub async fn open_touches_of(&self, follow_up: FollowUpId, limit: u32) -> Result<Vec<Touch>, StoreError> {
        let query =
            sql(touches!("WHERE t.follow_up_id = $1 AND t.state = 'open' ORDER BY t.due_ms, t.n LIMIT $2"));
        let rows = self.rows(query.bind(follow_up.0).bind(i64::from(limit))).await?;
        rows.iter().map(read_touch).collect()
    }

    /// The open touches of a server that were due by a moment, the longest waiting first.
    pub async fn open_touches(
        &self,
        server: ServerId,
        due_by: DateTime<Utc>,
        limit: u32,
    ) -> Result<Vec<Touch>, StoreError> {
        let query = sql(touches!(
            "WHERE t.server_id = $1 AND t.state = 'open' AND t.due_ms <= $2 ORDER BY t.due_ms, t.follow_up_id, t.n LIMIT $3"
        ));
        let rows = self.rows(query.bind(server.0).bind(ms(due_by)).bind(i64::from(limit))).await?;
        rows.iter().map(read_touch).collect()
    }
}

/// Why a touch could not be changed.
async fn standing(work: &mut Work<'_>, id: TouchId, owner: RepId) -> Result<Changed, StoreError> {
    let query = sql(touches!("WHERE t.follow_up_id = $1 AND t.n = $2"));
    let row = work.row(query.bind(id.follow_up.0).bind(i64::from(id.n))).await?;
    Ok(match row.as_ref().map(read_touch).transpose()? {
        None => Changed::Unknown,
        Some(touch) if touch.owner == owner => Changed::Already,
        Some(_) => Changed::NotYours,
    })
}

/// Why a follow-up could not be changed.
async fn whose(
    work: &mut Work<'_>,
    follow_up: FollowUpId,
    server: ServerId,
    owner: RepId,
) -> Result<Changed, StoreError> {
    let query = sql("SELECT id, owner_id FROM follow_ups WHERE id = $1 AND server_id = $2");
    let row = work.row(query.bind(follow_up.0).bind(server.0)).await?;
    let found = row.as_ref().map(|row| Cells::new(row, "follow_ups", &["id"]).int("owner_id")).transpose()?;
    Ok(match found {
        None => Changed::Unknown,
        Some(found) if found == owner.0 => Changed::Already,
        Some(_) => Changed::NotYours,
    })
}

fn read_customer(row: &sqlx::any::AnyRow) -> Result<Customer, StoreError> {
    let cells = Cells::new(row, "follow_ups", &["id"]);
    Ok(Customer {
        id: FollowUpId(cells.int("id")?),
        owner: RepId(cells.int("owner_id")?),
        card: Card {
            customer: cells.text("customer")?,
            contact: cells.text("contact")?,
            product: cells.text("product")?,
            note: cells.text("note")?,
        },
        signed: cells.date("signed")?,
        zone: cells.text("zone")?,
        cadence: cells.text("cadence")?,
        ended_because: cells.maybe_text("ended_because")?,
        handed_by: cells.maybe_int("handed_by")?.map(RepId),
    })
}
