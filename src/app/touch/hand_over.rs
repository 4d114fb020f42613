//! Handing a customer over: to whom is asked, the touches change hands, and the new owner is told.
//! It must not tell anybody by itself: the store plans the notice together with the change.

use super::super::ping::Told;
use super::super::send_due::{Due, Telling};
use super::super::{App, AppError, Person, Step, Who};
use super::not_changed;
use crate::coach::ids::{FollowUpId, TouchId};
use crate::reply::followup::{Working, hand_over, handed, handed_in_public, handed_to_you};
use crate::reply::{Action, Reply, notice, phrase};
use crate::store::{Changed, Notice, Touch, TouchState};

/// Members that are offered where a platform cannot list them.
const OFFERED: u32 = 25;

impl App {
    /// Asks to whom a customer goes; `listed` where the platform can list the server's members.
    pub async fn hand_over_choice(&self, who: &Who, id: TouchId, listed: bool) -> Result<Reply, AppError> {
        let words = self.words(&who.language)?;
        let touch = match self.handed_by(who, id).await? {
            Ok(touch) => touch,
            Err(reply) => return Ok(reply),
        };
        let open = self.open_of(id.follow_up).await?.len();
        let about = (id, touch.card.customer.as_str(), open);
        if listed {
            return Ok(hand_over(&words, about, None));
        }
        let known = self.store.known_reps(touch.server, OFFERED + 1).await?;
        let others = known.into_iter().filter(|(rep, _)| *rep != touch.owner);
        let others: Vec<(String, String)> = others.map(|(rep, name)| (rep.to_string(), name)).collect();
        Ok(hand_over(&words, about, Some(&others)))
    }

    /// The server in which a member for a touch is looked for.
    pub async fn server_of(&self, id: TouchId) -> Result<Option<crate::coach::ids::ServerId>, AppError> {
        Ok(self.store.touch(id).await?.map(|touch| touch.server))
    }

    /// Hands the customer of a touch to a member; `None` where the chosen one is no member, or a bot.
    pub async fn hand_over(&self, who: &Who, id: TouchId, to: Option<Person>) -> Result<Step, AppError> {
        let words = self.words(&who.language)?;
        let touch = match self.handed_by(who, id).await? {
            Ok(touch) => touch,
            Err(reply) => return Ok(Step::aside(reply)),
        };
        let Some(to) = to else {
            return Ok(Step::aside(notice::plain(&words, phrase::HAND_NOT_MEMBER)));
        };
        if to.rep == touch.owner {
            let same = words.say(phrase::HAND_SAME, &[("name", &to.name)]);
            return Ok(Step::aside(Reply::text(same)));
        }
        self.store.introduce(touch.server, &[(to.rep, to.name.as_str())]).await?;
        let open = self.open_of(id.follow_up).await?.len();
        let change = (touch.owner, to.rep, who.rep);
        let changed = self.store.hand_over(id.follow_up, touch.server, change, self.now()).await?;
        Ok(match changed {
            Changed::Now => Step::last(handed(&words, &touch.card.customer, &to.name, open)),
            changed => Step::aside(notice::plain(&words, not_changed(changed))),
        })
    }

    /// A touch whose customer the member may hand over: its owner, or who oversees it.
    async fn handed_by(&self, who: &Who, id: TouchId) -> Result<Result<Touch, Reply>, AppError> {
        let words = self.words(&who.language)?;
        let Some(touch) = self.store.touch(id).await? else {
            return Ok(Err(notice::plain(&words, phrase::OLD_BUTTON)));
        };
        let may = touch.owner == who.rep || self.oversees(who, &touch).await?;
        Ok(match touch.state {
            _ if !may => Err(notice::plain(&words, phrase::TOUCH_NOT_YOURS)),
            _ if touch.server.0 == 0 => Err(notice::plain(&words, phrase::HAND_NO_SERVER)),
            TouchState::Cancelled => Err(notice::plain(&words, phrase::TOUCH_WAS_ENDED)),
            _ => Ok(touch),
        })
    }

    /// What the new owner of a customer is told.
    pub(in crate::app) async fn said_of_handed_over(&self, due: &Notice) -> Result<Due, AppError> {
        let (id, server) = (FollowUpId(due.new.about.subject), due.new.server);
        let customer = self.store.customer(id, server).await?;
        // Handed on meanwhile, or ended: somebody else is told, or nobody.
        let own = |owner| owner == due.new.about.rep;
        let Some(customer) = customer.filter(|c| own(c.owner) && c.ended_because.is_none()) else {
            return Ok(Due::Nothing);
        };
        let rep = self.store.rep(server, customer.owner).await?;
        let words = self.words(rep.as_ref().map_or("", |rep| rep.language.as_str()))?;
        let open = self.open_of(id).await?;
        let next = match open.first() {
            Some(touch) => Some((self.touch_called(touch).await?.touch, touch.new.due)),
            None => None,
        };
        let next = next.as_ref().map(|(touch, due)| (touch.as_str(), *due));
        let by = customer.handed_by.unwrap_or(customer.owner);
        let from = self.store.rep(server, by).await?.map(|rep| rep.name).unwrap_or_default();
        let about = (id, customer.card.customer.as_str(), from.as_str());
        let known_by = Action::Touch(Working::Next(id));
        let told = |reply| Told { reply, known_by: known_by.clone() };
        Ok(Due::Tell(Box::new(Telling {
            direct: told(handed_to_you(&words, about, open.len(), next)),
            public: told(handed_in_public(&words, id)),
            channels: self.store.server_settings(server).await?.followup_channel.into_iter().collect(),
            again: None,
        })))
    }
}
