//! The days a figure is about: a year, a quarter, a month, a week of ISO 8601, a day.
//! Excel turns 2026-10 into a date when it saves, so its forms with strokes and the Chinese ones are taken as well.
//! It must not take a form in which day and month could be confused.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

use super::fault::Wrong;
use super::number::narrow;

/// Days from the first to the last, both counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Period {
    /// The first day.
    pub first: NaiveDate,
    /// The last day.
    pub last: NaiveDate,
}

/// A period, as written: `2026`, `2026-Q3`, `2026-10`, `2026-W41`, `2026-10-31`.
pub(super) fn read(text: &str) -> Result<Period, Wrong> {
    let plain = narrow(text).to_uppercase().replace(['/', '.', '年', '月'], "-").replace(['日', ' '], "");
    let parts: Vec<&str> = plain.trim_end_matches('-').split('-').collect();
    let found = match parts.as_slice() {
        [year] => match year.split_once('Q') {
            Some((year, quarter)) => months(year, number(quarter).map(|q| q * 3).filter(|end| *end <= 12), 3),
            None => months(year, Some(12), 12),
        },
        [year, part] => match (part.strip_prefix('Q'), part.strip_prefix('W')) {
            (Some(quarter), _) => months(year, number(quarter).map(|q| q * 3).filter(|end| *end <= 12), 3),
            (_, Some(week)) => of_week(year, week),
            _ => months(year, number(part), 1),
        },
        [year, month, day] => of_day(year, month, day),
        _ => None,
    };
    found
        .filter(|period| (2000..2100).contains(&period.first.year()))
        .ok_or_else(|| Wrong::Period { found: text.to_owned() })
}

/// So many months up to and with the given one.
fn months(year: &str, end: Option<u32>, count: u32) -> Option<Period> {
    let begin = end?.checked_sub(count)? + 1;
    let first = NaiveDate::from_ymd_opt(of_year(year)?, begin, 1)?;
    let last = first.checked_add_months(Months::new(count))?.pred_opt()?;
    Some(Period { first, last })
}

fn of_week(year: &str, week: &str) -> Option<Period> {
    let first = NaiveDate::from_isoywd_opt(of_year(year)?, number(week)?, Weekday::Mon)?;
    Some(Period { first, last: first.checked_add_days(Days::new(6))? })
}

fn of_day(year: &str, month: &str, day: &str) -> Option<Period> {
    let day = NaiveDate::from_ymd_opt(of_year(year)?, number(month)?, number(day)?)?;
    Some(Period { first: day, last: day })
}

/// Four digits, so that 10-11-26 is not taken for anything.
fn of_year(text: &str) -> Option<i32> {
    i32::try_from(number(text)?).ok().filter(|_| text.len() == 4)
}

fn number(text: &str) -> Option<u32> {
    text.parse().ok().filter(|_| text.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(text: &str) -> Option<String> {
        read(text).ok().map(|period| format!("{}..{}", period.first, period.last))
    }

    #[test]
    fn every_form_has_its_days() {
        for (text, expected) in [
            ("2026", "2026-01-01..2026-12-31"),
            ("2026-Q3", "2026-07-01..2026-09-30"),
            ("2026q4", "2026-10-01..2026-12-31"),
            ("2026-2", "2026-02-01..2026-02-28"),
            ("2026年10月", "2026-10-01..2026-10-31"),
            ("2026-W53", "2026-12-28..2027-01-03"),
            ("2026/10/31", "2026-10-31..2026-10-31"),
            ("2026年10月31日", "2026-10-31..2026-10-31"),
        ] {
            assert_eq!(days(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_could_be_confused_is_refused() {
        for text in [
            "Oct-26",
            "10-11-26",
            "2026-13",
            "2026-Q5",
            "2026-Q0",
            "2026-0",
            "2025-W53",
            "2026-02-30",
            "Q3",
            "",
            "1026",
        ] {
            assert_eq!(days(text), None, "{text}");
        }
    }
}
