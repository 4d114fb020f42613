//! What managers see of a team, without asking anybody: completion, distribution, weak steps, trend, what is overdue; in
//! chat with a picture, or as files for a period. Official attempts only: practice is never read.
//! It must not compute a figure; `coach/team` does.

mod board;
mod report;
mod tables;
mod view;

pub(super) use board::trend_of;

use super::files::with_picture;
use super::{App, AppError, Who};
use crate::coach::period::Period;
use crate::picture::{Theme, Width};
use crate::reply::{Reply, notice, phrase, team};

/// How a picture is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Canvas {
    /// On white; on dark otherwise, as most of Discord is.
    pub light: bool,
    /// For a wide screen; for a phone otherwise.
    pub wide: bool,
}

impl Canvas {
    pub(super) fn theme(self) -> Theme {
        if self.light { Theme::Light } else { Theme::Dark }
    }

    pub(super) fn width(self) -> Width {
        if self.wide { Width::Desktop } else { Width::Phone }
    }
}

/// Weeks that are looked at without being asked.
const WEEKS: u64 = 12;

impl App {
    /// A team's progress over the last weeks, with a picture.
    pub async fn team_progress(&self, who: &Who, canvas: Canvas) -> Result<Reply, AppError> {
        let words = self.words(&who.language)?;
        if let Some(why) = not_for(who) {
            return Ok(notice::plain(&words, why));
        }
        let zone = self.server_zone(who).await?;
        let period = Period::last_days(7 * WEEKS, self.now(), zone);
        let seen = self.team_view(who, period).await?;
        let reply = team::progress(&words, &seen.told);
        if seen.is_empty() {
            return Ok(reply);
        }
        let text = team::alt(&words, &seen.told);
        // Drawing takes tens of milliseconds: not on the threads that talk.
        let drawn = tokio::task::spawn_blocking(move || board::draw(&words, &seen, canvas)).await?;
        Ok(with_picture(reply, drawn, "team.png", text))
    }

    /// A report of a period, as files; the last three months when none is named.
    pub async fn team_report(
        &self,
        who: &Who,
        typed: Option<&str>,
        canvas: Canvas,
    ) -> Result<Reply, AppError> {
        let words = self.words(&who.language)?;
        if let Some(why) = not_for(who) {
            return Ok(notice::plain(&words, why));
        }
        let zone = self.server_zone(who).await?;
        let period = match typed {
            None => Some(Period::last_days(7 * WEEKS, self.now(), zone)),
            Some(typed) => Period::read(typed, self.now(), zone),
        };
        let Some(period) = period else {
            let typed = typed.unwrap_or_default();
            return Ok(Reply::text(words.say(phrase::TEAM_BAD_PERIOD, &[("typed", typed)])));
        };
        let seen = self.team_view(who, period).await?;
        let statements = self.statements(who, period).await?;
        let now = self.now();
        let text = team::alt(&words, &seen.told);
        let (reply, drawn) = tokio::task::spawn_blocking(move || {
            let files = report::files(&words, &seen, &statements, now)?;
            let reply = team::report(&words, &seen.told, &period_name(&period), statements.cut);
            let drawn = board::draw(&words, &seen, canvas);
            Ok::<_, AppError>((files.into_iter().fold(reply, Reply::file), drawn))
        })
        .await??;
        Ok(with_picture(reply, drawn, "team.png", text))
    }
}

/// The first and last day of a period.
fn period_name(period: &Period) -> String {
    format!("{} – {}", period.first, period.last())
}

pub(super) fn not_for(who: &Who) -> Option<crate::reply::Phrase> {
    if who.server.0 == 0 {
        return Some(phrase::SERVER_ONLY);
    }
    (!who.manager).then_some(phrase::NOT_A_MANAGER)
}
