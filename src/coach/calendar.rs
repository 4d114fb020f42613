//! Calendars: the days off of a country by name, with the weekends that are worked in exchange, as far as they are known.
//! They are content, since governments announce them a year at a time; beside them stand the days off of one's own house.
//! It must not know weekends: those are a matter of the week that is worked.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::{Datelike, NaiveDate};

use super::ids::{Id, Language, Place};

/// What something is called, by language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names(Arc<BTreeMap<Language, String>>);

impl Names {
    /// A name in every language in which there is one.
    pub fn new(names: impl IntoIterator<Item = (Language, String)>) -> Self {
        Self(Arc::new(names.into_iter().filter(|(_, name)| !name.is_empty()).collect()))
    }

    /// A name whose language is not known; every reader is given it.
    pub fn of_any_language(name: &str) -> Self {
        Self::new([(Language::new("und"), name.to_owned())])
    }

    /// The name for a reader of a language, else in English, else any; `None` where there is no name.
    pub fn of(&self, language: &str) -> Option<&str> {
        let serving = |wanted: &str| self.0.iter().find(|(tag, _)| tag.serves(wanted)).map(|(_, name)| name);
        let name = serving(language).or_else(|| serving("en")).or_else(|| self.0.values().next());
        name.map(String::as_str)
    }

    /// The languages in which there is a name.
    pub fn languages(&self) -> impl Iterator<Item = &Language> {
        self.0.keys()
    }
}

/// The days off of a country or a region.
#[derive(Debug, Clone)]
pub struct Calendar {
    /// Its id, such as `CN`.
    pub id: Id,
    /// What it is called.
    pub title: Names,
    /// The years that are known.
    pub years: BTreeSet<i32>,
    /// The days off.
    pub off: BTreeMap<NaiveDate, Names>,
    /// Days that are worked although they are not within the working week.
    pub working: BTreeSet<NaiveDate>,
    /// Where it is written.
    pub place: Place,
}

/// A day off of one's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum OwnDay {
    /// One day.
    Once(NaiveDate),
    /// The same month and day in every year.
    Yearly(u32, u32),
}

/// The days off of one's own house, with their names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OwnDays(pub BTreeMap<OwnDay, Names>);

impl OwnDays {
    /// What the day is called, if it is off; one that is meant alone comes before one of every year.
    pub fn on(&self, day: NaiveDate) -> Option<&Names> {
        let yearly = OwnDay::Yearly(day.month(), day.day());
        self.0.get(&OwnDay::Once(day)).or_else(|| self.0.get(&yearly))
    }
}

/// A day off as it is typed: `2026-12-24`, `12-24` for every year, each with a name after it or none.
pub fn read_own_day(typed: &str) -> Option<(OwnDay, Names)> {
    let typed = typed.trim();
    let (date, name) = typed.split_once(char::is_whitespace).unwrap_or((typed, ""));
    Some((read_date(date)?, Names::of_any_language(name.trim())))
}

fn read_date(typed: &str) -> Option<OwnDay> {
    if let Ok(day) = typed.parse() {
        return Some(OwnDay::Once(day));
    }
    let (month, day) = typed.split_once('-')?;
    let two_digits = |text: &str| text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit());
    let number = |text: &str| two_digits(text).then(|| text.parse::<u32>().ok()).flatten();
    let (month, day) = (number(month)?, number(day)?);
    // 29 February is a day of some years.
    NaiveDate::from_ymd_opt(2024, month, day).map(|_| OwnDay::Yearly(month, day))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_is_given_the_name_in_their_language_else_in_english_else_any() {
        let both = [("zh-CN", "国庆节"), ("en", "National Day")];
        let names = Names::new(both.map(|(tag, name)| (Language::new(tag), name.to_owned())));
        assert_eq!(names.of("zh"), Some("国庆节"));
        assert_eq!(names.of("de"), Some("National Day"));
        assert_eq!(Names::of_any_language("Betriebsausflug").of("zh"), Some("Betriebsausflug"));
        assert_eq!(Names::of_any_language("").of("en"), None);
    }

    #[test]
    fn days_off_are_read_as_they_are_typed() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a date");
        let read =
            |typed: &str| read_own_day(typed).map(|(day, names)| (day, names.of("en").map(str::to_owned)));
        let eve = Some("Christmas Eve".to_owned());
        assert_eq!(read("2026-12-24 Christmas Eve"), Some((OwnDay::Once(day("2026-12-24")), eve.clone())));
        assert_eq!(read(" 12-24  Christmas Eve "), Some((OwnDay::Yearly(12, 24), eve)));
        assert_eq!(read("02-29"), Some((OwnDay::Yearly(2, 29), None)));
        for odd in ["", "24.12.", "13-01", "02-30", "2026-02-29", "1-1", "+1-01", "Christmas"] {
            assert_eq!(read(odd), None, "{odd}");
        }
    }

    #[test]
    fn a_day_of_every_year_is_off_in_every_year() {
        let typed = ["12-24 Eve", "2026-12-24 Long eve"];
        let own = OwnDays(typed.iter().filter_map(|typed| read_own_day(typed)).collect());
        let on = |day: &str| own.on(day.parse().expect("a date")).and_then(|names| names.of("en"));
        assert_eq!(
            (on("2025-12-24"), on("2026-12-24"), on("2026-12-25")),
            (Some("Eve"), Some("Long eve"), None)
        );
    }
}
