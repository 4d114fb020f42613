//! Which days are worked: what a server chose, else what the operator configured, else Monday to Friday.
//! It must not plan anything by them.

use std::sync::Arc;

use super::settings::is_off;
use super::{App, AppError};
use crate::coach::calendar::{OwnDays, read_own_day};
use crate::coach::ids::{RepId, ServerId};
use crate::coach::quiet::Rhythm;
use crate::coach::working_days::{Week, WorkingDays, read_week};
use crate::playbook::Library;
use crate::store::ServerSettings;

/// What holds for servers that chose nothing.
#[derive(Debug, Clone, Default)]
pub struct DaysByDefault {
    calendar: Option<String>,
    week: Week,
    own: Arc<OwnDays>,
}

/// A default cannot be understood.
#[derive(Debug, thiserror::Error)]
pub enum DaysError {
    /// There is no such calendar.
    #[error("there is no calendar `{typed}`; there are: {known}")]
    Calendar {
        /// What was written.
        typed: String,
        /// Those that there are.
        known: String,
    },
    /// It names no days of the week.
    #[error("`{0}` names no days of the week; write them like mon-fri or 1,2,4")]
    Week(String),
    /// It is no day off.
    #[error("`{0}` is no day off; write 2026-12-24 or, for every year, 12-24, and a name if you like")]
    Holiday(String),
}

impl DaysByDefault {
    /// Reads what an operator wrote.
    ///
    /// # Errors
    /// When it cannot be understood.
    pub fn read(
        library: &Library,
        calendar: Option<&str>,
        days: &str,
        holidays: &[String],
    ) -> Result<Self, DaysError> {
        if let Some(typed) = calendar.filter(|typed| library.calendar(typed).is_none()) {
            return Err(DaysError::Calendar { typed: typed.to_owned(), known: known_calendars(library) });
        }
        let week = read_week(days).ok_or_else(|| DaysError::Week(days.to_owned()))?;
        let day = |typed: &String| read_own_day(typed).ok_or_else(|| DaysError::Holiday(typed.clone()));
        let own = holidays.iter().map(day).collect::<Result<_, _>>()?;
        Ok(Self { calendar: calendar.map(str::to_owned), week, own: Arc::new(OwnDays(own)) })
    }

    /// The days that are worked where nothing was chosen.
    pub fn days(&self, library: &Library) -> WorkingDays {
        self.of(library, &ServerSettings::default())
    }

    /// The days for which these are the settings.
    pub(super) fn of(&self, library: &Library, settings: &ServerSettings) -> WorkingDays {
        let calendar = settings.calendar.as_deref().or(self.calendar.as_deref());
        let week = settings.work_days.as_deref().and_then(read_week).unwrap_or(self.week);
        WorkingDays {
            week,
            calendar: calendar.filter(|id| !is_off(id)).and_then(|id| library.calendar(id).cloned()),
            own: Arc::clone(&self.own),
        }
    }
}

/// The ids of the calendars that there are.
pub(super) fn known_calendars(library: &Library) -> String {
    library.calendars.keys().map(|id| id.as_str().to_uppercase()).collect::<Vec<_>>().join(", ")
}

impl App {
    /// The days that are worked in a server.
    pub(super) fn days_of(&self, settings: &ServerSettings) -> WorkingDays {
        self.days.of(&self.library(), settings)
    }

    /// By what the touches of a member are timed whose zone is known.
    pub(super) async fn timing(
        &self,
        server: ServerId,
        rep: RepId,
        zone: chrono_tz::Tz,
    ) -> Result<(Rhythm, WorkingDays), AppError> {
        let rhythm = Rhythm { zone, ..self.rhythm_of(server, rep).await? };
        Ok((rhythm, self.days_of(&self.store.server_settings(server).await?)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::playbook::{bundled, load};

    fn library() -> Library {
        let files = bundled().into_iter().filter(|file| file.path.contains("/calendars/"));
        load(&files.collect::<Vec<_>>()).library
    }

    #[test]
    fn a_server_s_choice_comes_before_the_operator_s() {
        let library = library();
        let days =
            DaysByDefault::read(&library, Some("CN"), "mon-fri", &["12-24 Eve".to_owned()]).expect("read");
        let chosen = |calendar: &str, work_days: &str| ServerSettings {
            calendar: Some(calendar.to_owned()).filter(|c| !c.is_empty()),
            work_days: Some(work_days.to_owned()).filter(|w| !w.is_empty()),
            ..ServerSettings::default()
        };
        let holiday = "2026-10-02".parse().expect("a date");
        let off = |settings| days.of(&library, &settings).off(holiday).is_some();
        assert!(off(chosen("", "")) && off(chosen("cn", "1-7")) && !off(chosen("off", "")));
        assert!(
            days.of(&library, &chosen("off", "")).knows(2027)
                && !days.of(&library, &chosen("", "")).knows(2027)
        );
        assert!(
            days.of(&library, &chosen("off", "1-7")).off("2026-12-24".parse().expect("a date")).is_some()
        );
    }

    #[test]
    fn what_cannot_be_understood_is_told() {
        let library = library();
        let told = |calendar, days: &str, holidays: &[&str]| {
            let holidays: Vec<String> = holidays.iter().map(|day| (*day).to_owned()).collect();
            DaysByDefault::read(&library, calendar, days, &holidays).expect_err("wrong").to_string()
        };
        assert_eq!(told(Some("XX"), "1-5", &[]), "there is no calendar `XX`; there are: CN");
        assert!(told(None, "daily", &[]).starts_with("`daily` names no days"));
        assert!(told(None, "1-5", &["24.12."]).starts_with("`24.12.` is no day off"));
    }
}
