//! Rules of a calendar: each day is said once, within its year.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};

use super::{Problem, report};
use crate::playbook::build::days_of;
use crate::playbook::read::Node;

pub(super) fn calendar(node: Node<'_>, problems: &mut Vec<Problem>) {
    let mut years = BTreeSet::new();
    let mut said: BTreeSet<NaiveDate> = BTreeSet::new();
    for year in node.tables("years") {
        let Some(number) = year.number::<i32>("year") else { continue };
        if !years.insert(number) {
            let what = format!("the year {number} is there twice");
            problems.push(report(year, "year", "day-twice", what, "join them into one"));
        }
        for off in year.tables("off") {
            in_order(off, problems);
            for key in ["from", "to"] {
                within(off, key, off.date(key), number, problems);
            }
            let again = days_of(off).into_iter().filter(|day| !said.insert(*day)).min();
            twice(off, "from", again, problems);
        }
        for day in year.dates("working") {
            within(year, "working", Some(day), number, problems);
            let again = (!said.insert(day)).then_some(day);
            twice(year, "working", again, problems);
        }
    }
}

fn in_order(off: Node<'_>, problems: &mut Vec<Problem>) {
    if let (Some(from), Some(to)) = (off.date("from"), off.date("to"))
        && to < from
    {
        let what = format!("it ends on {to}, before it begins on {from}");
        problems.push(report(
            off,
            "to",
            "date-order",
            what,
            "write the last day off, or leave `to` out for one day",
        ));
    }
}

/// Holidays around New Year begin in the December before.
fn within(node: Node<'_>, key: &str, day: Option<NaiveDate>, year: i32, problems: &mut Vec<Problem>) {
    let Some(day) = day else { return };
    let december_before = day.year() + 1 == year && day.month() == 12;
    if day.year() != year && !december_before {
        let what = format!("{day} is not in the year {year}");
        problems.push(report(node, key, "out-of-year", what, "put it under its own year, or mend the date"));
    }
}

fn twice(node: Node<'_>, key: &str, day: Option<NaiveDate>, problems: &mut Vec<Problem>) {
    if let Some(day) = day {
        let what = format!("{day} is there twice");
        problems.push(report(
            node,
            key,
            "day-twice",
            what,
            "say of each day once whether it is off or worked",
        ));
    }
}
