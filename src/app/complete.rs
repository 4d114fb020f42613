//! What is offered while somebody types: scenarios, cards, quizzes, time zones.

use super::{App, AppError, Who, spar};
use crate::coach::card::likeness;
use crate::reply::phrase;

/// Entries that a list may have.
pub(super) const MOST: usize = 25;

/// An entry: what is shown and the value that comes back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// What is shown.
    pub name: String,
    /// What comes back.
    pub value: String,
}

impl App {
    /// Scenarios like what is typed.
    pub async fn suggest_scenarios(&self, who: &Who, typed: &str) -> Result<Vec<Suggestion>, AppError> {
        let words = self.words(&who.language)?;
        let playbook = self.playbook(who).await?;
        let name = |title: &str, level: u32| {
            words.say(phrase::CHOOSE_SCENARIO, &[("title", title), ("level", &level.to_string())])
        };
        let all = spar::like(&playbook, typed).into_iter();
        Ok(all
            .take(MOST)
            .map(|s| Suggestion { name: name(&s.title, s.level), value: s.id.to_string() })
            .collect())
    }

    /// Cards like what is typed.
    pub async fn suggest_cards(&self, who: &Who, typed: &str) -> Result<Vec<Suggestion>, AppError> {
        let playbook = self.playbook(who).await?;
        let mut found: Vec<_> = playbook
            .cards
            .iter()
            .map(|card| (card.answers_to(typed), card))
            .filter(|(n, _)| *n > 0)
            .collect();
        found.sort_by_key(|(near, _)| std::cmp::Reverse(*near));
        let cards = found.into_iter().take(MOST);
        Ok(cards
            .map(|(_, card)| Suggestion { name: card.title.clone(), value: card.id.to_string() })
            .collect())
    }

    /// Quizzes like what is typed.
    pub async fn suggest_quizzes(&self, who: &Who, typed: &str) -> Result<Vec<Suggestion>, AppError> {
        let playbook = self.playbook(who).await?;
        let typed = typed.to_lowercase();
        let near = |id: &str, title: &str| likeness(id, &typed).max(likeness(&title.to_lowercase(), &typed));
        let found = playbook.quizzes.values().filter(|quiz| near(quiz.id.as_str(), &quiz.title) > 0);
        Ok(found
            .take(MOST)
            .map(|quiz| Suggestion { name: quiz.title.clone(), value: quiz.id.to_string() })
            .collect())
    }

    /// Calendars of days off like what is typed.
    pub fn suggest_calendars(&self, who: &Who, typed: &str) -> Vec<Suggestion> {
        let (library, typed) = (self.library(), typed.trim().to_lowercase());
        let title =
            |id: &str| library.calendars.get(id).and_then(|calendar| calendar.title.of(&who.language));
        let found =
            library.calendars.keys().map(|id| (id.as_str(), title(id.as_str()).unwrap_or(id.as_str())));
        found
            .filter(|(id, title)| likeness(id, &typed).max(likeness(&title.to_lowercase(), &typed)) > 0)
            .take(MOST)
            .map(|(id, title)| Suggestion { name: title.to_owned(), value: id.to_owned() })
            .collect()
    }

    /// Time zones like what is typed.
    pub fn suggest_zones(&self, typed: &str) -> Vec<Suggestion> {
        let typed = typed.to_lowercase().replace(' ', "_");
        let mut found: Vec<(u32, &str)> = chrono_tz::TZ_VARIANTS
            .iter()
            .map(|zone| (likeness(&zone.name().to_lowercase(), &typed), zone.name()))
            .filter(|(near, _)| *near >= 60 || typed.is_empty())
            .collect();
        found.sort_by_key(|(near, name)| (std::cmp::Reverse(*near), *name));
        let zones = found.into_iter().take(MOST);
        zones.map(|(_, name)| Suggestion { name: name.to_owned(), value: name.to_owned() }).collect()
    }
}
