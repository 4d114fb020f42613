//! Customers with their follow-ups: found by what is typed, ended, listed, taken from a file, written into files.
//! It must not plan touches by itself; `follow_up` does.

mod export;
mod find;
mod import;
mod list;
mod tables;

pub use import::LARGEST_CUSTOMERS;

use super::{App, AppError, Step, Who};
use crate::coach::ids::FollowUpId;
use crate::reply::followup::{Form, end, end_form};
use crate::reply::{Reply, notice, phrase};
use crate::store::{Changed, Customer};

use super::touch::LONGEST_NOTED;

impl App {
    /// Asks back before the follow-ups of a customer end.
    pub async fn end_asked(&self, who: &Who, typed: &str) -> Result<Reply, AppError> {
        let words = self.words(&who.language)?;
        let Some(customer) = self.find_customer(who, typed).await? else {
            return Ok(find::unknown(&words, typed));
        };
        let open = self.open_of(customer.id).await?.len();
        Ok(end(&words, (customer.id, &customer.card.customer), open))
    }

    /// The form for why the follow-ups of a customer end, or what to say instead.
    pub async fn end_form(&self, who: &Who, id: FollowUpId) -> Result<Result<Form, Step>, AppError> {
        let words = self.words(&who.language)?;
        Ok(match self.own_customer(who, id).await? {
            Ok(customer) => Ok(end_form(&words, &customer.card.customer)),
            Err(reply) => Err(Step::last(reply)),
        })
    }

    /// Ends the follow-ups of a customer.
    pub async fn end_follow_up(&self, who: &Who, id: FollowUpId, because: &str) -> Result<Step, AppError> {
        let words = self.words(&who.language)?;
        let customer = match self.own_customer(who, id).await? {
            Ok(customer) => customer,
            Err(reply) => return Ok(Step::last(reply)),
        };
        let open = self.open_of(id).await?.len().to_string();
        let because: String = because.trim().chars().take(LONGEST_NOTED).collect();
        let changed = self.store.end_follow_up(id, who.server, who.rep, &because, self.now()).await?;
        Ok(Step::last(match changed {
            Changed::Now => {
                let holes = [("customer", customer.card.customer.as_str()), ("count", &open)];
                Reply::text(words.say(phrase::CANCEL_DONE, &holes))
            }
            Changed::Already => notice::plain(&words, phrase::TOUCH_WAS_ENDED),
            Changed::NotYours => notice::plain(&words, phrase::TOUCH_NOT_YOURS),
            Changed::Unknown => notice::plain(&words, phrase::OLD_BUTTON),
        }))
    }

    /// A customer of the member's own whose follow-ups go on, or what to tell them.
    async fn own_customer(&self, who: &Who, id: FollowUpId) -> Result<Result<Customer, Reply>, AppError> {
        let words = self.words(&who.language)?;
        Ok(match self.store.customer(id, who.server).await? {
            None => Err(notice::plain(&words, phrase::OLD_BUTTON)),
            Some(customer) if customer.owner != who.rep => {
                Err(notice::plain(&words, phrase::TOUCH_NOT_YOURS))
            }
            Some(customer) if customer.ended_because.is_some() => {
                Err(notice::plain(&words, phrase::TOUCH_WAS_ENDED))
            }
            Some(customer) => Ok(customer),
        })
    }
}
