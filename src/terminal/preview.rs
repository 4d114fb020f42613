//! `sparring followups preview`: every touch after a signature with its date, its purpose and what moved it.
//! It must not compute dates; the cadence does.

use std::io::{self, Write};

use chrono::NaiveDate;
use chrono_tz::Tz;

use crate::coach::cadence::{Cadence, Touch, schedule};
use crate::coach::quiet::Rhythm;
use crate::coach::working_days::WorkingDays;
use crate::playbook::Library;
use crate::reply::{Words, phrase};

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
    zone: Tz,
    out: &mut dyn Write,
) -> Result<(), PreviewError> {
    let playbook =
        library.exact_playbook(language).or_else(|| library.playbook("en")).ok_or(PreviewError::NoCadence)?;
    let cadence = playbook.cadences.get("customer").ok_or(PreviewError::NoCadence)?;
    let words = library.words(playbook.language.as_str()).ok_or(PreviewError::NoCadence)?;
    for touch in schedule(cadence, signed, &Rhythm { zone, quiet: None }, &WorkingDays::default(), MONTHS) {
        let Some(plan) = cadence.touches.get(touch.plan) else { continue };
        let local = touch.due.with_timezone(&zone).format("%Y-%m-%d %H:%M %Z");
        writeln!(out, "{local}  {}: {}{}", plan.title, plan.purpose, why(words, cadence, &touch))?;
    }
    Ok(())
}

/// What moved a touch, or what it stands for as well.
fn why(words: &Words, cadence: &Cadence, touch: &Touch) -> String {
    let mut reasons = Vec::new();
    if touch.date != touch.planned {
        reasons.push(words.say(phrase::FOLLOWUP_MOVED, &[("planned", &touch.planned.to_string())]));
    }
    let replaced =
        touch.replaces.iter().filter_map(|&at| cadence.touches.get(at)).map(|plan| plan.title.as_str());
    let replaced: Vec<&str> = replaced.collect();
    if !replaced.is_empty() {
        reasons.push(words.say(phrase::FOLLOWUP_REPLACES, &[("touches", &replaced.join(", "))]));
    }
    if reasons.is_empty() { String::new() } else { format!(" [{}]", reasons.join("; ")) }
}
