//! `sparring followups preview`: every touch after a signature with its date, its purpose and the reasons for the date.
//! It must not compute dates; the cadence does.

use std::io::{self, Write};

use chrono::NaiveDate;

use crate::coach::cadence::schedule;
use crate::coach::quiet::Rhythm;
use crate::coach::working_days::WorkingDays;
use crate::playbook::Library;
use crate::reply::dates::Terms;
use crate::reply::preview::{found_by, previewed, title};

/// A year of months after the first three weeks.
const MONTHS: u32 = 12;

/// There is nothing to show.
#[derive(Debug, thiserror::Error)]
pub enum PreviewError {
    /// No playbook has the rhythm.
    #[error("no playbook has the cadence `customer`; add cadences/customer.toml")]
    NoCadence,
    /// What is shown cannot be written.
    #[error("cannot write the output: {0}; check where it is sent")]
    Output(#[from] io::Error),
}

/// Prints the touches of a year.
///
/// # Errors
/// When there is no cadence for customers, or the output cannot be written.
pub fn preview(
    library: &Library,
    language: &str,
    signed: NaiveDate,
    rhythm: &Rhythm,
    days: &WorkingDays,
    out: &mut dyn Write,
) -> Result<(), PreviewError> {
    let playbook =
        library.exact_playbook(language).or_else(|| library.playbook("en")).ok_or(PreviewError::NoCadence)?;
    let cadence = playbook.cadences.get("customer").ok_or(PreviewError::NoCadence)?;
    let words = library.words(playbook.language.as_str()).ok_or(PreviewError::NoCadence)?;
    let terms = Terms { cadence, rhythm, days };
    writeln!(out, "{}\n{}", title(words, &terms, signed), found_by(words, &terms))?;
    for touch in previewed(words, &terms, &schedule(cadence, signed, rhythm, days, MONTHS)) {
        writeln!(out, "\n{}  {}\n    {}", touch.when, touch.title, touch.purpose)?;
        for why in touch.why {
            writeln!(out, "    - {why}")?;
        }
    }
    Ok(())
}
