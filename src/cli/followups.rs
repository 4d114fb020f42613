//! `sparring followups`: the dates of a customer's touches, without a bot.
//! It must not plan anything.

use std::io::Write;

use clap::Subcommand;

use super::Failure;
use crate::app::DaysByDefault;
use crate::coach::quiet::{Quiet, Rhythm, read_time};
use crate::playbook::Library;
use crate::terminal;

/// What may be asked of follow-ups.
#[derive(Debug, Subcommand)]
pub(super) enum Followups {
    /// Every touch with its date, its purpose and the rule that moved it.
    Preview {
        /// The day of signing, as 2026-03-06.
        #[arg(long, value_name = "DATE")]
        signed: chrono::NaiveDate,
        /// The owner's time zone, as Asia/Shanghai.
        #[arg(long, value_name = "ZONE")]
        zone: chrono_tz::Tz,
        /// Whose public holidays are passed over, as CN; only weekends when left out.
        #[arg(long, value_name = "CALENDAR")]
        calendar: Option<String>,
        /// The days of the week that are worked, as sun-thu.
        #[arg(long, value_name = "DAYS", default_value = "mon-fri")]
        days: String,
        /// A further day off, as 2026-12-24 or 12-24, with a name if you like.
        #[arg(long, value_name = "DAY")]
        off: Vec<String>,
        /// The owner's quiet hours, as 21:00-08:00.
        #[arg(long, value_name = "HOURS", value_parser = quiet_hours)]
        quiet: Option<Quiet>,
        /// The language: zh or en; the system's when left out.
        #[arg(long, value_name = "LANG")]
        lang: Option<String>,
    },
}

/// Does what was asked.
///
/// # Errors
/// One sentence for whoever typed it.
pub(super) fn run(asked: Followups, library: &Library, out: &mut dyn Write) -> Result<(), Failure> {
    let Followups::Preview { signed, zone, calendar, days, off, quiet, lang } = asked;
    let language = lang.or_else(sys_locale::get_locale).unwrap_or_else(|| "en".to_owned());
    let days = DaysByDefault::read(library, calendar.as_deref(), &days, &off)?.days(library);
    Ok(terminal::preview(library, &language, signed, &Rhythm { zone, quiet }, &days, out)?)
}

/// Reads `21:00-08:00`.
fn quiet_hours(typed: &str) -> Result<Quiet, String> {
    let read = || {
        let (from, until) = typed.split_once('-')?;
        Quiet::new(read_time(from)?, read_time(until)?)
    };
    read().ok_or_else(|| "write them like 21:00-08:00".to_owned())
}
