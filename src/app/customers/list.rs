//! Follow-ups listed: a rep's own by day or by customer, and for managers a team's by owner, with a file.
//! It must not show a manager what was given or noted.

use chrono::{DateTime, NaiveTime, Utc};
use chrono_tz::Tz;

use super::super::files::file;
use super::super::team::not_for;
use super::super::{App, AppError, Who};
use super::tables;
use crate::coach::ids::{RepId, TouchId};
use crate::coach::local::moment;
use crate::export::csv;
use crate::reply::followup::{Counted, Entry, Order, Owner, Sum, list, team};
use crate::reply::{Reply, notice, phrase};
use crate::store::TouchCounts;

/// Touches that are read for a list; the rest is only counted.
const READ: u32 = 300;

impl App {
    /// A rep's own follow-ups by `day` or `customer`, or a team's by `owner`.
    pub async fn list_follow_ups(&self, who: &Who, by: &str) -> Result<Reply, AppError> {
        let words = self.words(&who.language)?;
        let order = match by {
            "owner" if who.manager && who.server.0 != 0 => {
                return Ok(team(&words, &self.owners(who).await?));
            }
            "owner" => return Ok(notice::plain(&words, phrase::FOLLOWUP_NOT_BY_OWNER)),
            "customer" => Order::Customer,
            _ => Order::Day,
        };
        let zone = self.rhythm_of(who.server, who.rep).await?.zone;
        let mut entries: Vec<(TouchId, Entry)> = Vec::new();
        for touch in self.store.touches_of(who.server, who.rep, READ).await? {
            entries.push((touch.id, self.entry(&touch).await?));
        }
        let (today, begun) = self.day_begun(zone);
        let counts = self.store.touch_counts_of(who.server, who.rep, begun).await?;
        let sum = counts.as_ref().map(sum).unwrap_or_default();
        Ok(list(&words, order, &Counted { entries: &entries, sum, zone, today }))
    }

    /// The follow-ups of a team by owner, with a file; for managers.
    pub async fn team_follow_ups(&self, who: &Who) -> Result<Reply, AppError> {
        let words = self.words(&who.language)?;
        if let Some(why) = not_for(who) {
            return Ok(notice::plain(&words, why));
        }
        let owners = self.owners(who).await?;
        let reply = team(&words, &owners);
        if owners.is_empty() {
            return Ok(reply);
        }
        let counts = self.counts(who).await?;
        let names = self.owner_names(who, &counts).await?;
        let table = tables::owners(&words, &counts, &names)?;
        Ok(reply.file(file("followups.csv", "text/csv", csv::written(&table, csv::Mark::With)?)))
    }

    /// Owners by how far they are behind.
    async fn owners(&self, who: &Who) -> Result<Vec<Owner>, AppError> {
        let mut counts = self.counts(who).await?;
        counts.sort_by_key(|one| {
            (std::cmp::Reverse(one.overdue + one.gave_up), std::cmp::Reverse(one.open), one.owner)
        });
        let names = self.owner_names(who, &counts).await?;
        let owner = |(one, name): (&TouchCounts, &String)| Owner {
            name: name.clone(),
            sum: sum(one),
            next: one.next,
        };
        Ok(counts.iter().zip(&names).map(owner).collect())
    }

    async fn counts(&self, who: &Who) -> Result<Vec<TouchCounts>, AppError> {
        let (_, begun) = self.day_begun(self.server_zone(who).await?);
        Ok(self.store.touch_counts(who.server, begun).await?)
    }

    async fn owner_names(&self, who: &Who, counts: &[TouchCounts]) -> Result<Vec<String>, AppError> {
        let reps: Vec<RepId> = counts.iter().map(|one| one.owner).collect();
        let names = self.store.names(who.server, &reps).await?;
        Ok(reps.iter().map(|rep| names.get(rep).cloned().unwrap_or_else(|| rep.to_string())).collect())
    }

    /// The day in a zone, and when it began.
    fn day_begun(&self, zone: Tz) -> (chrono::NaiveDate, DateTime<Utc>) {
        let today = self.now().with_timezone(&zone).date_naive();
        (today, moment(today, NaiveTime::MIN, zone))
    }
}

fn sum(counts: &TouchCounts) -> Sum {
    Sum { open: counts.open, overdue: counts.overdue, gave_up: counts.gave_up, empty: counts.empty }
}
