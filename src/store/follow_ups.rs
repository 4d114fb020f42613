//! Follow-ups: a customer's touches after a signature, from planned to done.
//! A touch that was promised is never dropped silently: it is pending, sent, done, or given up where a report shows it.
//! It must not know the calendar (the cadence decided the days) or send anything; claims are in `claims.rs`.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::any::AnyRow;

use super::connection::sql;
use super::row::{Cells, Named, ms, plain};
use super::{Recorded, Store, StoreError};
use crate::coach::ids::{FollowUpId, RepId, ServerId, TouchId};

/// The follow-ups of one customer, as they are planned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFollowUp {
    /// The event that asked for them.
    pub id: FollowUpId,
    /// Where they belong; 0 for direct messages.
    pub server: ServerId,
    /// Who is to follow up.
    pub owner: RepId,
    /// The customer's name.
    pub customer: String,
    /// What to remember of them; empty for nothing.
    pub note: String,
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
    /// The edition of the server's content that they were planned by; `None` for the playbooks as they are.
    pub edition: Option<i64>,
    /// Where pings go when direct messages are closed; 0 for nowhere.
    pub channel: i64,
    /// When they were asked for.
    pub created: DateTime<Utc>,
    /// The touches, in the order of dates.
    pub touches: Vec<NewTouch>,
}

/// One touch, as it is planned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewTouch {
    /// The id of the cadence's touch.
    pub plan: String,
    /// The date that the rule gave.
    pub planned: NaiveDate,
    /// The moment of the ping.
    pub due: DateTime<Utc>,
}

/// Where a touch stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TouchState {
    /// Its ping is still to be sent.
    Pending,
    /// Its ping was sent.
    Sent,
    /// The owner has seen to it.
    Done,
    /// Its ping could not be sent.
    GaveUp,
}

impl Named for TouchState {
    const ALL: &'static [Self] = &[Self::Pending, Self::Sent, Self::Done, Self::GaveUp];

    fn name(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Sent => "sent",
            Self::Done => "done",
            Self::GaveUp => "gave-up",
        }
    }
}

/// One touch with what is needed to ping its owner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Touch {
    /// Which.
    pub id: TouchId,
    /// Where it belongs.
    pub server: ServerId,
    /// Who is to follow up.
    pub owner: RepId,
    /// The customer's name.
    pub customer: String,
    /// What to remember of them; empty for nothing.
    pub note: String,
    /// The owner's time zone.
    pub zone: String,
    /// The playbook's id.
    pub playbook: String,
    /// The language, as a tag.
    pub language: String,
    /// The edition of the server's content that it was planned by; `None` for the playbooks as they are.
    pub edition: Option<i64>,
    /// The cadence's id.
    pub cadence: String,
    /// The id of the cadence's touch.
    pub plan: String,
    /// The date that the rule gave.
    pub planned: NaiveDate,
    /// The moment of the ping.
    pub due: DateTime<Utc>,
    /// Where it stands.
    pub state: TouchState,
    /// Where the ping was sent; before that, where it goes when direct messages are closed; 0 for nowhere.
    pub channel: i64,
    /// How often it was claimed.
    pub attempts: u32,
    /// When it was claimed for the first time.
    pub first_attempt: Option<DateTime<Utc>>,
    /// The ping.
    pub message: Option<i64>,
    /// Why the last attempt failed.
    pub error: Option<String>,
}

/// What became of a touch that was to be ticked off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Done {
    /// It is done now.
    Now,
    /// It was done before.
    Already,
    /// It is another rep's.
    NotYours,
    /// There is no such touch.
    Unknown,
}

/// Touches with what their follow-up says.
macro_rules! touches {
    ($rest:literal) => {
        concat!(
            "SELECT t.follow_up_id, t.n, f.server_id, f.owner_id, f.customer, f.note, f.zone, f.playbook, f.language, f.edition, f.cadence, \
             t.plan, t.planned, t.due_ms, t.state, COALESCE(t.sent_channel_id, f.channel_id) AS channel_id, t.attempts, \
             t.first_attempt_ms, t.message_id, t.last_error FROM touches t JOIN follow_ups f ON f.id = t.follow_up_id ",
            $rest
        )
    };
}
pub(super) use touches;

impl Store {
    /// Plans the follow-ups of a customer.
    pub async fn add_follow_up(&self, new: &NewFollowUp) -> Result<Recorded, StoreError> {
        let mut work = self.work().await?;
        let insert = sql("INSERT INTO follow_ups (id, server_id, owner_id, customer, signed, zone, cadence, playbook, \
             language, channel_id, created_ms, note, edition) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT DO NOTHING")
        .bind(new.id.0)
        .bind(new.server.0)
        .bind(new.owner.0)
        .bind(plain(&new.customer))
        .bind(new.signed.to_string())
        .bind(new.zone.clone())
        .bind(new.cadence.clone())
        .bind(new.playbook.clone())
        .bind(new.language.clone())
        .bind(new.channel)
        .bind(ms(new.created))
        .bind(plain(&new.note))
        .bind(new.edition);
        if work.run(insert).await? == 0 {
            return Ok(Recorded::Duplicate);
        }
        for (n, touch) in (0_i64..).zip(&new.touches) {
            let insert = sql(
                "INSERT INTO touches (follow_up_id, n, plan, planned, due_ms, state, next_try_ms, attempts) \
                 VALUES ($1, $2, $3, $4, $5, 'pending', $5, 0)",
            )
            .bind(new.id.0)
            .bind(n)
            .bind(touch.plan.clone())
            .bind(touch.planned.to_string())
            .bind(ms(touch.due));
            work.run(insert).await?;
        }
        work.commit().await?;
        Ok(Recorded::New)
    }

    /// One touch.
    pub async fn touch(&self, id: TouchId) -> Result<Option<Touch>, StoreError> {
        let query = sql(touches!("WHERE t.follow_up_id = $1 AND t.n = $2"));
        let row = self.row(query.bind(id.follow_up.0).bind(i64::from(id.n))).await?;
        row.as_ref().map(read_touch).transpose()
    }

    /// The touches of an owner in a server: what is not done by the day it is due, then what was done, the latest first.
    pub async fn touches_of(
        &self,
        server: ServerId,
        owner: RepId,
        limit: u32,
    ) -> Result<Vec<Touch>, StoreError> {
        let query = sql(touches!(
            "WHERE f.server_id = $1 AND f.owner_id = $2 ORDER BY CASE WHEN t.state = 'done' THEN 1 ELSE 0 END, \
             CASE WHEN t.state = 'done' THEN -t.due_ms ELSE t.due_ms END, t.follow_up_id, t.n LIMIT $3"
        ));
        let rows = self.rows(query.bind(server.0).bind(owner.0).bind(i64::from(limit))).await?;
        rows.iter().map(read_touch).collect()
    }

    /// Ticks a touch off, whether its ping was sent or not; only its owner can.
    pub async fn mark_done(&self, id: TouchId, owner: RepId, at: DateTime<Utc>) -> Result<Done, StoreError> {
        let mut work = self.work().await?;
        let update = sql(
            "UPDATE touches SET state = 'done', done_ms = $4 WHERE follow_up_id = $1 AND n = $2 \
             AND state <> 'done' AND follow_up_id IN (SELECT id FROM follow_ups WHERE id = $1 AND owner_id = $3)",
        );
        let update = update.bind(id.follow_up.0).bind(i64::from(id.n)).bind(owner.0).bind(ms(at));
        if work.run(update).await? > 0 {
            work.commit().await?;
            return Ok(Done::Now);
        }
        let query = sql(touches!("WHERE t.follow_up_id = $1 AND t.n = $2"));
        let row = work.row(query.bind(id.follow_up.0).bind(i64::from(id.n))).await?;
        let whose = row.as_ref().map(|row| cells(row).int("owner_id")).transpose()?;
        Ok(match whose {
            None => Done::Unknown,
            Some(whose) if whose == owner.0 => Done::Already,
            Some(_) => Done::NotYours,
        })
    }
}

fn cells(row: &AnyRow) -> Cells<'_> {
    Cells::new(row, "touches", &["follow_up_id", "n"])
}

pub(super) fn read_id(row: &AnyRow) -> Result<TouchId, StoreError> {
    let cells = cells(row);
    Ok(TouchId { follow_up: FollowUpId(cells.int("follow_up_id")?), n: cells.count("n")? })
}

pub(super) fn read_touch(row: &AnyRow) -> Result<Touch, StoreError> {
    let whole = Cells::new(row, "follow_ups", &["follow_up_id"]);
    let cells = cells(row);
    Ok(Touch {
        id: read_id(row)?,
        server: ServerId(whole.int("server_id")?),
        owner: RepId(whole.int("owner_id")?),
        customer: whole.text("customer")?,
        note: whole.text("note")?,
        zone: whole.text("zone")?,
        playbook: whole.text("playbook")?,
        language: whole.text("language")?,
        edition: whole.maybe_int("edition")?,
        cadence: whole.text("cadence")?,
        plan: cells.text("plan")?,
        planned: cells.date("planned")?,
        due: cells.time("due_ms")?,
        state: cells.named("state")?,
        channel: cells.int("channel_id")?,
        attempts: cells.count("attempts")?,
        first_attempt: cells.maybe_time("first_attempt_ms")?,
        message: cells.maybe_int("message_id")?,
        error: cells.maybe_text("last_error")?,
    })
}
