//! Calendars out of their tables.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::coach::calendar::{Calendar, Names};
use crate::playbook::read::Node;

pub(in crate::playbook) fn calendar(node: Node<'_>) -> Option<Calendar> {
    let holidays = node.table("holidays")?;
    let years = node.tables("years");
    let off = years.iter().flat_map(|year| year.tables("off")).flat_map(|off| {
        let names =
            off.text("holiday").and_then(|id| holidays.table(&id)).map(|holiday| holiday.names("name"));
        days_of(off).into_iter().map(move |day| (day, names.clone().unwrap_or_default()))
    });
    Some(Calendar {
        id: node.id("id")?,
        title: node.names("title"),
        years: years.iter().filter_map(|year| year.number("year")).collect(),
        off: off.collect::<BTreeMap<NaiveDate, Names>>(),
        working: years.iter().flat_map(|year| year.dates("working")).collect(),
        place: node.place(),
    })
}

/// The days from the first to the last of a table.
pub(in crate::playbook) fn days_of(off: Node<'_>) -> Vec<NaiveDate> {
    let Some(from) = off.date("from") else {
        return Vec::new();
    };
    let to = off.date("to").unwrap_or(from);
    from.iter_days().take_while(|day| *day <= to).take(LONGEST).collect()
}

/// More days off than a year has are a slip of the pen; a rule says so.
const LONGEST: usize = 400;
