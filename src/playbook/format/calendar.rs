//! The keys of a calendar's file. Calendars lie beside the playbooks, for they belong to a country, not to a language.
//! It must not hold rules that look at more than one value.

use super::{NAME, req};
use crate::playbook::shape::Kind::{ByLanguage, Date, Define, Integer, List, Named, Refer, Table, Text};
use crate::playbook::shape::{Key, Kind, Space, opt};

const NAMES: Kind = ByLanguage(&NAME);

pub(super) const CALENDAR: &[Key] = &[
    req("id", Define(Space::Calendar), "The file's name without `.toml`."),
    req("title", NAMES, "What it is called."),
    req(
        "years",
        List(&Table(YEAR), 1, 100),
        "The years that are known; in others only weekends are known to be off, and previews say so.",
    ),
    req("holidays", Named(Space::Holiday, HOLIDAY), "What days off are called, by id."),
];
const YEAR: &[Key] = &[
    req("year", Integer(1_990, 2_200), "The year."),
    req("source", Text(200), "Who announced it, and where."),
    req("off", List(&Table(OFF), 0, 120), "The days off; they may begin in the December before."),
    opt("working", List(&Date, 0, 60), "Days of weekends that are worked."),
];
const OFF: &[Key] = &[
    req("from", Date, "The first day."),
    opt("to", Date, "The last day; the first one when left out."),
    req("holiday", Refer(Space::Holiday), "The id of what it is called."),
];
const HOLIDAY: &[Key] = &[req("name", NAMES, "Its name.")];
