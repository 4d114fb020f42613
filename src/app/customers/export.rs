//! A rep's own customers as files: tables to read and to take again, and a calendar of what is open.
//! It must not put notes about customers into the calendar: calendars are shared and copied to other services.

use super::super::files::file;
use super::super::{App, AppError, Who};
use super::tables;
use crate::export::calendar::{self, Appointment};
use crate::export::csv;
use crate::reply::followup::exported;
use crate::reply::{Reply, notice, phrase};
use crate::store::TouchState;

/// Customers and touches that are written; a rep with more has other needs.
const CUSTOMERS: u32 = 5_000;
const TOUCHES: u32 = 50_000;

impl App {
    /// A rep's customers and touches as files.
    pub async fn export_follow_ups(&self, who: &Who) -> Result<Reply, AppError> {
        let words = self.words(&who.language)?;
        let customers = self.store.customers_of(who.server, who.rep, CUSTOMERS).await?;
        let touches = self.store.touches_of(who.server, who.rep, TOUCHES).await?;
        if customers.is_empty() && touches.is_empty() {
            return Ok(notice::plain(&words, phrase::FOLLOWUP_EMPTY));
        }
        let (mut named, mut open) = (Vec::with_capacity(touches.len()), Vec::new());
        for touch in touches {
            let title = self.touch_called(&touch).await?.touch;
            if touch.state == TouchState::Open {
                let purpose = self.touch_plan(&touch).await?.map(|plan| plan.purpose).unwrap_or_default();
                let holes = [("customer", touch.card.customer.as_str()), ("touch", &title)];
                open.push(Appointment {
                    name: format!("touch-{}-{}", touch.id.follow_up, touch.id.n),
                    at: touch.new.due,
                    title: words.say(phrase::PING_TITLE, &holes),
                    purpose,
                });
            }
            named.push((touch, title));
        }
        let csv = |table| csv::written(&table, csv::Mark::With);
        let calendar = calendar::written(words.plain(phrase::FOLLOWUP_LIST), &open, self.now());
        Ok(exported(&words, customers.len(), open.len())
            .file(file("customers.csv", "text/csv", csv(tables::customers(&words, &customers)?)?))
            .file(file("touches.csv", "text/csv", csv(tables::touches(&words, &named)?)?))
            .file(file("followups.ics", "text/calendar", calendar)))
    }
}
