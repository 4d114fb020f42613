//! Follow-ups: a customer's touches after a signature, as they were planned and as they stand.
//! A touch that was promised is never dropped silently: it is open, closed by somebody, or ended with its follow-up;
//! its ping is a notice of the outbox, planned in the same transaction.
//! It must not know the calendar (the cadence decided the days); what becomes of touches is in `touches.rs`.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::any::AnyRow;

use super::connection::{Work, sql};
use super::notices::{NewNotice, plan};
use super::row::{Cells, Named, ms, plain};
use super::{Recorded, Store, StoreError};
use crate::coach::ids::{FollowUpId, RepId, ServerId, TouchId};
use crate::coach::notice::{About, NoticeKind};

/// The follow-ups of one customer, as they are planned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFollowUp {
    /// The event that asked for them.
    pub id: FollowUpId,
    /// Where they belong; 0 for direct messages.
    pub server: ServerId,
    /// Who is to follow up.
    pub owner: RepId,
    /// What is known of the customer.
    pub card: Card,
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
    /// Planned so many months after signing.
    pub months: u32,
    /// When the plan is to be looked at again.
    pub look: DateTime<Utc>,
    /// The touches, in the order of dates.
    pub touches: Vec<NewTouch>,
}

/// What is known of a customer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Card {
    /// The customer's name.
    pub customer: String,
    /// Whom to talk to there; empty when not known.
    pub contact: String,
    /// What was signed for; empty when not known.
    pub product: String,
    /// What to remember of them; empty for nothing.
    pub note: String,
}

/// One touch, as it is planned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewTouch {
    /// The id of the cadence's touch.
    pub plan: String,
    /// The date that the rule gave.
    pub planned: NaiveDate,
    /// Touches of the same day that are told in the same ping: their ids and the dates that the rule gave.
    pub merged: Vec<(String, NaiveDate)>,
    /// The moment of the ping.
    pub due: DateTime<Utc>,
}

/// What became of a touch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TouchState {
    /// It is still to be done.
    Open,
    /// The owner has seen to it.
    Done,
    /// The owner has left it out, with a reason.
    Skipped,
    /// It falls on the day of another and is told with that one.
    Merged,
    /// Its follow-up has ended.
    Cancelled,
}

impl Named for TouchState {
    const ALL: &'static [Self] = &[Self::Open, Self::Done, Self::Skipped, Self::Merged, Self::Cancelled];

    fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Done => "done",
            Self::Skipped => "skipped",
            Self::Merged => "merged",
            Self::Cancelled => "cancelled",
        }
    }
}

/// What became of a touch's ping.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Telling {
    /// It is still to be sent.
    Waiting,
    /// Its owner put it off until then.
    PutOff(DateTime<Utc>),
    /// It was sent, or is not needed any more.
    Over,
    /// It could not be sent, and why not.
    GaveUp(String),
}

/// One touch with what its follow-up says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Touch {
    /// Which.
    pub id: TouchId,
    /// Where it belongs.
    pub server: ServerId,
    /// Who is to follow up.
    pub owner: RepId,
    /// What is known of the customer.
    pub card: Card,
    /// The day of the signature.
    pub signed: NaiveDate,
    /// The owner's time zone when it was planned.
    pub zone: String,
    /// The playbook's id.
    pub playbook: String,
    /// The language, as a tag.
    pub language: String,
    /// The edition of the server's content that it was planned by; `None` for the playbooks as they are.
    pub edition: Option<i64>,
    /// The cadence's id.
    pub cadence: String,
    /// Where the ping goes when direct messages are closed; 0 for nowhere.
    pub channel: i64,
    /// As it was planned.
    pub new: NewTouch,
    /// What became of it.
    pub state: TouchState,
    /// What became of its ping.
    pub telling: Telling,
    /// When it was closed.
    pub closed: Option<DateTime<Utc>>,
    /// What the customer was given; none in an empty touch.
    pub gave: Option<String>,
    /// What comes next.
    pub next_step: Option<String>,
    /// Why it was left out.
    pub skipped_because: Option<String>,
}

/// Touches with what their follow-up and their ping say.
macro_rules! touches {
    ($rest:literal) => {
        concat!(
            "SELECT t.follow_up_id, t.n, f.server_id, f.owner_id, f.customer, f.contact, f.product, f.note, f.signed, \
             f.zone, f.playbook, f.language, f.edition, f.cadence, f.channel_id, t.plan, t.planned, t.merged, t.due_ms, \
             t.state, t.closed_ms, t.gave, t.next_step, t.skipped_because, p.state AS ping, p.round, p.next_try_ms, \
             p.last_error FROM touches t JOIN follow_ups f ON f.id = t.follow_up_id LEFT JOIN notices p \
             ON p.kind = 'touch' AND p.subject = t.follow_up_id AND p.part = t.n AND p.rep_id = f.owner_id ",
            $rest
        )
    };
}
pub(super) use touches;

/// The touches of an owner in a server.
pub(super) const OF_OWNER: &str = touches!(
    "WHERE f.server_id = $1 AND f.owner_id = $2 AND t.state NOT IN ('merged', 'cancelled') \
     ORDER BY CASE WHEN t.state = 'open' THEN 0 ELSE 1 END, \
     CASE WHEN t.state = 'open' THEN t.due_ms ELSE -t.due_ms END, t.follow_up_id, t.n LIMIT $3"
);

impl Store {
    /// Plans the follow-ups of a customer, with their pings.
    pub async fn add_follow_up(&self, new: &NewFollowUp) -> Result<Recorded, StoreError> {
        self.add_follow_ups(std::slice::from_ref(new)).await
    }

    /// Plans the follow-ups of several customers, with their pings: all of them or none. Of those that were planned by
    /// the same events before, nothing is planned anew.
    pub async fn add_follow_ups(&self, all: &[NewFollowUp]) -> Result<Recorded, StoreError> {
        let mut work = self.work().await?;
        for new in all {
            if !insert_follow_up(&mut work, new).await? {
                return Ok(Recorded::Duplicate);
            }
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

    /// The touches of an owner in a server: what is open by the day it is due, then what was closed, the latest first.
    pub async fn touches_of(
        &self,
        server: ServerId,
        owner: RepId,
        limit: u32,
    ) -> Result<Vec<Touch>, StoreError> {
        let rows = self.rows(sql(OF_OWNER).bind(server.0).bind(owner.0).bind(i64::from(limit))).await?;
        rows.iter().map(read_touch).collect()
    }
}

/// Stores a follow-up with its touches; `false` where it was there before.
async fn insert_follow_up(work: &mut Work<'_>, new: &NewFollowUp) -> Result<bool, StoreError> {
    let insert =
        sql("INSERT INTO follow_ups (id, server_id, owner_id, customer, contact, product, note, signed, \
         zone, cadence, playbook, language, edition, channel_id, created_ms, months, look_ms) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) \
         ON CONFLICT DO NOTHING")
        .bind(new.id.0)
        .bind(new.server.0)
        .bind(new.owner.0)
        .bind(plain(&new.card.customer))
        .bind(plain(&new.card.contact))
        .bind(plain(&new.card.product))
        .bind(plain(&new.card.note))
        .bind(new.signed.to_string())
        .bind(new.zone.clone())
        .bind(new.cadence.clone())
        .bind(new.playbook.clone())
        .bind(new.language.clone())
        .bind(new.edition)
        .bind(new.channel)
        .bind(ms(new.created))
        .bind(i64::from(new.months))
        .bind(ms(new.look));
    if work.run(insert).await? == 0 {
        return Ok(false);
    }
    let place = Place { follow_up: new.id, server: new.server, owner: new.owner, channel: new.channel };
    for (n, touch) in (0_u32..).zip(&new.touches) {
        insert_touch(work, place, n, touch).await?;
    }
    Ok(true)
}

/// Where a touch belongs.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub(super) follow_up: FollowUpId,
    pub(super) server: ServerId,
    pub(super) owner: RepId,
    pub(super) channel: i64,
}

/// Stores a touch and plans its ping.
pub(super) async fn insert_touch(
    work: &mut Work<'_>,
    place: Place,
    n: u32,
    touch: &NewTouch,
) -> Result<(), StoreError> {
    let insert =
        sql("INSERT INTO touches (follow_up_id, n, plan, planned, merged, due_ms, state, server_id) \
         VALUES ($1, $2, $3, $4, $5, $6, 'open', $7)")
        .bind(place.follow_up.0)
        .bind(i64::from(n))
        .bind(touch.plan.clone())
        .bind(touch.planned.to_string())
        .bind(write_merged(&touch.merged))
        .bind(ms(touch.due))
        .bind(place.server.0);
    work.run(insert).await?;
    let about = About { rep: place.owner, kind: NoticeKind::Touch, subject: place.follow_up.0, part: n };
    plan(work, &NewNotice { about, server: place.server, channel: place.channel, due: touch.due }).await
}

/// `day-1@2026-03-07 day-3@2026-03-09`; none where nothing is merged.
pub(super) fn write_merged(merged: &[(String, NaiveDate)]) -> Option<String> {
    let each: Vec<String> = merged.iter().map(|(plan, planned)| format!("{plan}@{planned}")).collect();
    (!each.is_empty()).then(|| each.join(" "))
}

pub(super) fn read_merged(text: &str) -> Option<Vec<(String, NaiveDate)>> {
    let each = text.split(' ').map(|one| {
        let (plan, planned) = one.rsplit_once('@')?;
        Some((plan.to_owned(), planned.parse().ok()?))
    });
    each.collect()
}

fn cells(row: &AnyRow) -> Cells<'_> {
    Cells::new(row, "touches", &["follow_up_id", "n"])
}

pub(super) fn read_touch(row: &AnyRow) -> Result<Touch, StoreError> {
    let whole = Cells::new(row, "follow_ups", &["follow_up_id"]);
    let cells = cells(row);
    let merged = cells.maybe_text("merged")?;
    let merged = merged.map(|text| read_merged(&text).ok_or_else(|| cells.bad("merged"))).transpose()?;
    Ok(Touch {
        id: TouchId { follow_up: FollowUpId(cells.int("follow_up_id")?), n: cells.count("n")? },
        server: ServerId(whole.int("server_id")?),
        owner: RepId(whole.int("owner_id")?),
        card: Card {
            customer: whole.text("customer")?,
            contact: whole.text("contact")?,
            product: whole.text("product")?,
            note: whole.text("note")?,
        },
        signed: whole.date("signed")?,
        zone: whole.text("zone")?,
        playbook: whole.text("playbook")?,
        language: whole.text("language")?,
        edition: whole.maybe_int("edition")?,
        cadence: whole.text("cadence")?,
        channel: whole.int("channel_id")?,
        new: NewTouch {
            plan: cells.text("plan")?,
            planned: cells.date("planned")?,
            merged: merged.unwrap_or_default(),
            due: cells.time("due_ms")?,
        },
        state: cells.named("state")?,
        telling: read_telling(Cells::new(row, "notices", &["follow_up_id", "n"]))?,
        closed: cells.maybe_time("closed_ms")?,
        gave: cells.maybe_text("gave")?,
        next_step: cells.maybe_text("next_step")?,
        skipped_because: cells.maybe_text("skipped_because")?,
    })
}

fn read_telling(cells: Cells<'_>) -> Result<Telling, StoreError> {
    Ok(match cells.maybe_text("ping")?.as_deref() {
        Some("pending") if cells.count("round")? > 0 => Telling::PutOff(cells.time("next_try_ms")?),
        Some("pending" | "bundled") => Telling::Waiting,
        Some("sent" | "dropped") | None => Telling::Over,
        Some("gave-up") => Telling::GaveUp(cells.maybe_text("last_error")?.unwrap_or_default()),
        Some(_) => return Err(cells.bad("ping")),
    })
}
