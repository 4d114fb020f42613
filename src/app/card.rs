//! Looking up a card.

use super::{App, AppError, Who};
use crate::reply::{Reply, card, phrase};

impl App {
    /// The card that is most like what was typed.
    pub async fn card(&self, who: &Who, typed: &str) -> Result<Reply, AppError> {
        let words = self.words(&who.language)?;
        let playbook = self.playbook(who).await?;
        let found = playbook.cards.iter().rev().max_by_key(|card| card.answers_to(typed));
        Ok(match found.filter(|card| card.answers_to(typed) > 0) {
            Some(found) => {
                let source = playbook.sources.get(&found.source).map_or("", String::as_str);
                card::card(&words, found, source, &playbook.label_names)
            }
            None => Reply::text(words.say(phrase::CARD_NOT_FOUND, &[("typed", typed)])),
        })
    }
}
