//! Open touches as a calendar file (RFC 5545) for any calendar program: one event for each, told apart by a name that stays.
//! Moments are written in UTC, which is exact in every zone and needs no table of zones. There is no alarm, for the bot
//! reminds; and no event makes anybody look busy.
//! It must not hold notes about customers: calendars are shared and copied to other services.

use chrono::{DateTime, TimeDelta, Utc};
use icalendar::{Calendar, Component, Event, EventLike, Property};

/// How long an event is shown.
const SHOWN_FOR: TimeDelta = TimeDelta::minutes(30);

/// One event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appointment {
    /// A name of ASCII letters, digits and dashes that is the same in every file.
    pub name: String,
    /// When it begins.
    pub at: DateTime<Utc>,
    /// Its title.
    pub title: String,
    /// What it is for; empty for nothing.
    pub purpose: String,
}

/// The events as a file; `now` is when it was made.
pub fn written(title: &str, all: &[Appointment], now: DateTime<Utc>) -> Vec<u8> {
    let mut calendar = Calendar::empty();
    calendar.append_property(Property::new("VERSION", "2.0"));
    calendar.append_property(Property::new("PRODID", "-//sparring//follow-ups//EN"));
    calendar.append_property(Property::new("CALSCALE", "GREGORIAN"));
    calendar.append_property(Property::new("METHOD", "PUBLISH"));
    calendar.name(&plain(title));
    for one in all {
        let mut event = Event::new();
        event
            .uid(&format!("{}@sparring", one.name))
            .timestamp(now)
            .starts(one.at)
            .ends(one.at + SHOWN_FOR)
            .summary(&plain(&one.title))
            .append_property(Property::new("TRANSP", "TRANSPARENT"));
        if !one.purpose.is_empty() {
            event.description(&plain(&one.purpose));
        }
        calendar.push(event.done());
    }
    calendar.to_string().into_bytes()
}

/// Without characters that no calendar takes.
fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn appointment(title: &str) -> Appointment {
        let at = "2026-03-29T01:00:00Z".parse().expect("a moment");
        Appointment {
            name: "touch-7-1".into(),
            at,
            title: title.into(),
            purpose: "See, \"hear\"; ask.".into(),
        }
    }

    fn file(title: &str) -> String {
        let now = "2026-03-06T01:00:00Z".parse().expect("a moment");
        String::from_utf8(written("Ana", &[appointment(title)], now)).expect("UTF-8")
    }

    /// Lines as they were before they were folded.
    fn unfolded(file: &str) -> Vec<String> {
        file.replace("\r\n ", "").split("\r\n").map(str::to_owned).collect()
    }

    #[test]
    fn an_event_is_written_as_every_calendar_reads_it() {
        let lines = unfolded(&file("Delta, Inc.: Thank-you"));
        for wanted in [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "BEGIN:VEVENT",
            "UID:touch-7-1@sparring",
            "DTSTAMP:20260306T010000Z",
            "DTSTART:20260329T010000Z",
            "DTEND:20260329T013000Z",
            "SUMMARY:Delta\\, Inc.: Thank-you",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
            "END:VCALENDAR",
        ] {
            assert!(lines.iter().any(|line| line == wanted), "{wanted} in {lines:#?}");
        }
        assert!(!file("x").contains("VALARM"));
        assert_eq!(file("x"), file("x"), "the same touches give the same bytes");
    }

    proptest! {
        #[test]
        fn no_line_is_too_long_and_nothing_breaks_out(title in "\\PC{0,120}|[a-z\r\n:;,\\\\]{0,60}") {
            let file = file(&title);
            // RFC 5545, 3.1: no more than 75 octets; the library does not count the blank before a continued line.
            prop_assert!(file.split("\r\n").all(|line| line.strip_prefix(' ').unwrap_or(line).len() <= 75), "{file}");
            prop_assert!(!file.replace("\r\n", "").contains(['\r', '\n']));
            prop_assert_eq!(file.matches("BEGIN:VEVENT").count(), 1);
            prop_assert_eq!(unfolded(&file).iter().filter(|line| line.starts_with("SUMMARY")).count(), 1);
        }
    }
}
