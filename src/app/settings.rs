//! Settings of a server and of a member: read from what was typed, kept, shown. By them members are reminded.
//! It must not remind anybody.

use std::collections::BTreeMap;

use chrono_tz::Tz;

use super::days::known_calendars;
use super::{App, AppError, Who};
use crate::coach::ids::{RepId, ServerId};
use crate::coach::quiet::{Quiet, Rhythm, read_time};
use crate::coach::working_days::read_week;
use crate::reply::settings::{Setting, shown};
use crate::reply::{Block, Reply, Words, dates, notice, phrase};
use crate::store::ServerSettings;

/// What ends quiet hours, as it is typed.
const OFF: [&str; 3] = ["off", "关", "关闭"];

/// Settings as they were typed; what was not typed stays as it is.
#[derive(Debug, Clone, Copy, Default)]
pub struct SettingsAsked<'a> {
    /// The zone's IANA name.
    pub zone: Option<&'a str>,
    /// When quiet hours begin, or `off`.
    pub quiet_from: Option<&'a str>,
    /// When they end, or `off`.
    pub quiet_until: Option<&'a str>,
    /// Whether there is a list of those who improved most; servers only.
    pub leaderboard: Option<bool>,
    /// The channel for pings that cannot reach a member; servers only, as are the next two.
    pub followup_channel: Option<i64>,
    /// Who is told of what is overdue or cannot be delivered.
    pub manager: Option<RepId>,
    /// An open touch is told to the manager after so many working days; 0 is never.
    pub overdue_days: Option<u32>,
    /// The calendar of days off, or `off`; servers only.
    pub calendar: Option<&'a str>,
    /// The days of the week that are worked, or `off` for the usual ones; servers only.
    pub working_days: Option<&'a str>,
}

impl SettingsAsked<'_> {
    fn is_empty(&self) -> bool {
        self.zone.is_none()
            && self.quiet_from.is_none()
            && self.quiet_until.is_none()
            && self.leaderboard.is_none()
            && self.followup_channel.is_none()
            && self.manager.is_none()
            && self.overdue_days.is_none()
            && self.calendar.is_none()
            && self.working_days.is_none()
    }
}

impl App {
    /// Shows the settings of a server and changes those that were given.
    pub async fn server_settings(&self, who: &Who, asked: SettingsAsked<'_>) -> Result<Reply, AppError> {
        let words = self.words(&who.language)?;
        if who.server.0 == 0 {
            return Ok(notice::plain(&words, phrase::SERVER_ONLY));
        }
        if !who.manager {
            return Ok(notice::plain(&words, phrase::NOT_FOR_SETTINGS));
        }
        let mut settings = self.store.server_settings(who.server).await?;
        match read(&words, asked, settings.zone, settings.quiet) {
            Ok((zone, quiet)) => (settings.zone, settings.quiet) = (zone, quiet),
            Err(reply) => return Ok(*reply),
        }
        if let Err(reply) = self.read_days(&words, asked, &mut settings) {
            return Ok(*reply);
        }
        settings.leaderboard = asked.leaderboard.unwrap_or(settings.leaderboard);
        settings.followup_channel = asked.followup_channel.or(settings.followup_channel);
        settings.manager = asked.manager.or(settings.manager);
        settings.overdue_days =
            asked.overdue_days.map_or(settings.overdue_days, |days| (days > 0).then_some(days));
        if !asked.is_empty() {
            self.store.set_server_settings(who.server, &settings).await?;
            self.plan_escalation(who.server, &settings, &who.language).await?;
            self.plan_by_these(who.server, &settings).await?;
        }
        self.shown_settings(&words, who.server, &settings, !asked.is_empty()).await
    }

    async fn shown_settings(
        &self,
        words: &Words,
        server: ServerId,
        settings: &ServerSettings,
        taken: bool,
    ) -> Result<Reply, AppError> {
        let leaderboard = if settings.leaderboard { phrase::SETTINGS_ON } else { phrase::SETTINGS_OFF };
        let manager = match settings.manager {
            Some(manager) => {
                let known = self.store.rep(server, manager).await?.map(|rep| rep.name);
                Some(known.filter(|name| !name.is_empty()).unwrap_or_else(|| manager.to_string()))
            }
            None => None,
        };
        let overdue = settings
            .overdue_days
            .map(|days| words.say(phrase::SETTINGS_OVERDUE_AFTER, &[("days", &days.to_string())]));
        let days = self.days_of(settings);
        let all: [Setting; 7] = [
            (phrase::SETTINGS_ZONE, settings.zone.map(|zone| zone.name().to_owned()), false),
            (phrase::SETTINGS_QUIET, settings.quiet.map(|quiet| quiet.to_string()), false),
            (phrase::SETTINGS_WORKING_DAYS, Some(dates::week(words, days.week)), false),
            (phrase::SETTINGS_CALENDAR, Some(dates::calendar(words, &days)), false),
            (phrase::SETTINGS_LEADERBOARD, Some(words.plain(leaderboard).to_owned()), false),
            (phrase::SETTINGS_MANAGER, manager, false),
            (phrase::SETTINGS_OVERDUE, overdue, false),
        ];
        let reply = shown(words, phrase::SETTINGS_SERVER, &all, taken);
        Ok(match settings.followup_channel {
            Some(channel) => {
                let place = words.say(phrase::SETTINGS_FOLLOWUP_CHANNEL, &[("place", "{place}")]);
                reply.with(Block::Where(place, channel))
            }
            None => reply,
        })
    }

    /// Calendar and working days after what was typed, or what is wrong with it.
    fn read_days(
        &self,
        words: &Words,
        asked: SettingsAsked<'_>,
        settings: &mut ServerSettings,
    ) -> Result<(), Box<Reply>> {
        let library = self.library();
        if let Some(typed) = asked.calendar.map(str::trim) {
            if library.calendar(typed).is_none() && !is_off(typed) {
                let holes = [("typed", typed), ("known", &known_calendars(&library))];
                return Err(Box::new(Reply::text(words.say(phrase::SETTINGS_BAD_CALENDAR, &holes))));
            }
            settings.calendar = Some(typed.to_lowercase());
        }
        if let Some(typed) = asked.working_days {
            let week = read_week(typed);
            if week.is_none() && !is_off(typed) {
                return Err(Box::new(Reply::text(
                    words.say(phrase::SETTINGS_BAD_DAYS, &[("typed", typed.trim())]),
                )));
            }
            settings.work_days = week.map(|week| week.to_string());
        }
        Ok(())
    }

    /// Shows a member's own settings and changes those that were given.
    pub async fn my_settings(&self, who: &Who, asked: SettingsAsked<'_>) -> Result<Reply, AppError> {
        let words = self.words(&who.language)?;
        let own = self.store.rep(who.server, who.rep).await?;
        let zone = own.as_ref().and_then(|rep| rep.zone.as_ref()?.parse().ok());
        let quiet = own.and_then(|rep| rep.quiet);
        let (zone, quiet) = match read(&words, asked, zone, quiet) {
            Ok(read) => read,
            Err(reply) => return Ok(*reply),
        };
        if let (Some(_), Some(zone)) = (asked.zone, zone) {
            self.store.set_zone(who.server, who.rep, zone.name()).await?;
        }
        if asked.quiet_from.is_some() || asked.quiet_until.is_some() {
            self.store.set_quiet(who.server, who.rep, quiet).await?;
            self.store.look_again(who.server, Some(who.rep), self.now()).await?;
        }
        let server = self.store.server_settings(who.server).await?;
        let name = |zone: Tz| zone.name().to_owned();
        let all: [Setting; 2] = [
            (phrase::SETTINGS_ZONE, zone.or(server.zone).map(name), zone.is_none()),
            (phrase::SETTINGS_QUIET, quiet.or(server.quiet).map(|q| q.to_string()), quiet.is_none()),
        ];
        Ok(shown(&words, phrase::SETTINGS_MINE, &all, !asked.is_empty()))
    }

    /// By what members of a server are reminded: what they chose, else what the server did.
    pub(super) async fn rhythms(&self, server: ServerId, language: &str) -> Result<Rhythms, AppError> {
        let settings = self.store.server_settings(server).await?;
        let own = self.store.rep_settings(server).await?;
        Ok(Rhythms { settings, own, last: by_language(language) })
    }

    /// By what one member is reminded.
    pub(super) async fn rhythm_of(&self, server: ServerId, rep: RepId) -> Result<Rhythm, AppError> {
        let settings = self.store.server_settings(server).await?;
        let known = self.store.rep(server, rep).await?;
        let last = by_language(known.as_ref().map_or("", |rep| rep.language.as_str()));
        let own = known.map(|known| (known.zone.and_then(|zone| zone.parse().ok()), known.quiet));
        let own = own.map(|own| (rep, own)).into_iter().collect();
        Ok(Rhythms { settings, own, last }.of(rep))
    }

    /// The zone in which a trainer's days end: the server's, else their own.
    pub(super) async fn server_zone(&self, who: &Who) -> Result<Tz, AppError> {
        if let Some(zone) = self.store.server_settings(who.server).await?.zone {
            return Ok(zone);
        }
        let own = self.store.rep(who.server, who.rep).await?.and_then(|rep| rep.zone);
        Ok(own.and_then(|zone| zone.parse().ok()).unwrap_or_else(|| by_language(&who.language)))
    }
}

/// Whether something is to be ended by what was typed.
pub(super) fn is_off(typed: &str) -> bool {
    OFF.contains(&typed.trim().to_lowercase().as_str())
}

/// What nobody has set is guessed.
pub(super) fn by_language(language: &str) -> Tz {
    if language.starts_with("zh") { chrono_tz::Asia::Shanghai } else { chrono_tz::UTC }
}

/// The rhythms of a server's members.
pub(super) struct Rhythms {
    settings: ServerSettings,
    own: BTreeMap<RepId, (Option<Tz>, Option<Quiet>)>,
    last: Tz,
}

impl Rhythms {
    pub(super) fn of(&self, rep: RepId) -> Rhythm {
        let (zone, quiet) = self.own.get(&rep).copied().unwrap_or_default();
        Rhythm {
            zone: zone.or(self.settings.zone).unwrap_or(self.last),
            quiet: quiet.or(self.settings.quiet),
        }
    }
}

/// Zone and quiet hours after what was typed, or what is wrong with it.
fn read(
    words: &Words,
    asked: SettingsAsked<'_>,
    zone: Option<Tz>,
    quiet: Option<Quiet>,
) -> Result<(Option<Tz>, Option<Quiet>), Box<Reply>> {
    let wrong = |what, typed: &str| Box::new(Reply::text(words.say(what, &[("typed", typed)])));
    let zone = match asked.zone {
        Some(typed) => {
            let typed = typed.trim();
            Some(typed.parse().map_err(|_| wrong(phrase::FOLLOWUP_BAD_ZONE, typed))?)
        }
        None => zone,
    };
    let typed = [asked.quiet_from, asked.quiet_until];
    if typed.iter().flatten().any(|typed| is_off(typed)) {
        return Ok((zone, None));
    }
    let time = |typed: Option<&str>| {
        typed.map(|typed| read_time(typed).ok_or_else(|| wrong(phrase::SETTINGS_BAD_TIME, typed))).transpose()
    };
    let (from, until) = (time(asked.quiet_from)?, time(asked.quiet_until)?);
    let quiet = match (from.or(quiet.map(|q| q.from)), until.or(quiet.map(|q| q.until))) {
        (Some(from), Some(until)) => {
            let quiet = Quiet::new(from, until);
            Some(quiet.ok_or_else(|| Box::new(notice::plain(words, phrase::SETTINGS_SAME_TIMES)))?)
        }
        (None, None) => None,
        _ => return Err(Box::new(notice::plain(words, phrase::SETTINGS_BOTH_TIMES))),
    };
    Ok((zone, quiet))
}
