//! A customer or a touch of one's own by what is typed: what a list offered, else the customer's name.
//! It must not find anything of somebody else's.

use super::super::complete::MOST;
use super::super::touch::read_id;
use super::super::{App, AppError, Suggestion, Who};
use crate::coach::card::likeness;
use crate::coach::ids::FollowUpId;
use crate::coach::snooze::Until;
use crate::reply::{Reply, Words, phrase};
use crate::store::{Closing, Customer, Touch, TouchState};

/// Customers and touches that are looked through.
const LOOKED_AT: u32 = 2_000;
/// How like a name is to what was typed before it is offered, of 100.
const LIKE: u32 = 30;

impl App {
    /// Closes a touch with what was given and what comes next; without either, it is shown with its buttons, which ask.
    pub async fn done_typed(
        &self,
        who: &Who,
        typed: &str,
        (gave, next): (Option<&str>, Option<&str>),
    ) -> Result<Reply, AppError> {
        let words = self.words(&who.language)?;
        let Some(touch) = self.find_touch(who, typed).await? else {
            return Ok(unknown(&words, typed));
        };
        if gave.is_none() && next.is_none() {
            return self.show_touch(who, touch.id).await;
        }
        let text = |typed: Option<&str>| typed.unwrap_or_default().to_owned();
        let closing = Closing::Done { gave: text(gave), next_step: text(next) };
        Ok(said(self.close_touch(who, touch.id, &closing).await?))
    }

    /// Puts a touch off; without a moment, it is asked for.
    pub async fn snooze_typed(&self, who: &Who, typed: &str, until: Option<&str>) -> Result<Reply, AppError> {
        let words = self.words(&who.language)?;
        let Some(touch) = self.find_touch(who, typed).await? else {
            return Ok(unknown(&words, typed));
        };
        match until {
            Some(until) => Ok(said(self.snooze(who, touch.id, Until::Typed(until)).await?)),
            None => self.snooze_choice(who, touch.id).await,
        }
    }

    /// A touch of the member's own: the one that was offered, else the next of the customer that was typed.
    async fn find_touch(&self, who: &Who, typed: &str) -> Result<Option<Touch>, AppError> {
        if let Some(id) = read_id(typed) {
            return Ok(self.store.touch(id).await?.filter(|touch| touch.owner == who.rep));
        }
        match self.find_customer(who, typed).await? {
            Some(customer) => Ok(self.open_of(customer.id).await?.into_iter().next()),
            None => Ok(None),
        }
    }

    /// A customer of the member's own: the one that was offered, else the only one of that name.
    pub(super) async fn find_customer(&self, who: &Who, typed: &str) -> Result<Option<Customer>, AppError> {
        let all = self.store.customers_of(who.server, who.rep, LOOKED_AT).await?;
        if let Ok(id) = typed.trim().parse().map(FollowUpId)
            && let Some(found) = all.iter().find(|customer| customer.id == id)
        {
            return Ok(Some(found.clone()));
        }
        let named = |customer: &&Customer| same_name(&customer.card.customer, typed);
        let mut found = all.iter().filter(named);
        Ok(match (found.next(), found.next()) {
            (Some(only), None) => Some(only.clone()),
            _ => None,
        })
    }

    /// Open touches of one's own like what is typed.
    pub async fn suggest_touches(&self, who: &Who, typed: &str) -> Result<Vec<Suggestion>, AppError> {
        let words = self.words(&who.language)?;
        let typed = typed.trim().to_lowercase();
        let touches = self.store.touches_of(who.server, who.rep, LOOKED_AT).await?;
        let open = touches.iter().filter(|touch| touch.state == TouchState::Open);
        let like = open.filter(|touch| is_like(&touch.card.customer, &typed));
        let zone = self.rhythm_of(who.server, who.rep).await?.zone;
        let mut found = Vec::new();
        for touch in like.take(MOST) {
            let called = self.touch_called(touch).await?;
            let due = touch.new.due.with_timezone(&zone).date_naive().to_string();
            let holes = [("customer", called.customer.as_str()), ("touch", &called.touch), ("due", &due)];
            let value = format!("{}.{}", touch.id.follow_up, touch.id.n);
            found.push(Suggestion { name: words.say(phrase::CHOOSE_TOUCH, &holes), value });
        }
        Ok(super::super::assign_list::told_apart(found))
    }

    /// Customers of one's own like what is typed.
    pub async fn suggest_customers(&self, who: &Who, typed: &str) -> Result<Vec<Suggestion>, AppError> {
        let typed = typed.trim().to_lowercase();
        let all = self.store.customers_of(who.server, who.rep, LOOKED_AT).await?;
        let found = all.into_iter().filter(|customer| is_like(&customer.card.customer, &typed)).take(MOST);
        let each =
            found.map(|customer| Suggestion { name: customer.card.customer, value: customer.id.to_string() });
        Ok(super::super::assign_list::told_apart(each.collect()))
    }
}

fn is_like(name: &str, typed: &str) -> bool {
    typed.is_empty() || likeness(&name.to_lowercase(), typed) >= LIKE
}

/// Whether two names are of one customer.
pub(super) fn same_name(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}

/// What a step says, where nothing was pressed that could be replaced.
fn said(step: super::super::Step) -> Reply {
    step.outcome.or(step.next).unwrap_or_default()
}

pub(super) fn unknown(words: &Words, typed: &str) -> Reply {
    let shown: String = typed.chars().take(60).collect();
    Reply::text(words.say(phrase::FOLLOWUP_UNKNOWN, &[("typed", &shown)]))
}
