//! Tables for the tests of this room.
//! They hold one cell of every kind and what is known to be awkward.
//! It must not be used outside tests.

use chrono::{DateTime, NaiveDate, Utc};

use super::{Cell, Column, Kind, Table};

/// A moment of late October.
pub(super) fn moment(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// A table with every kind, two rows and a remark.
pub(super) fn every_kind() -> Table {
    let columns = vec![
        Column::new("rep", "销售", Kind::Text),
        Column::new("drills", "Drills", Kind::Whole),
        Column::new("mean", "Mean", Kind::Decimal(2)),
        Column::new("share", "Share", Kind::Percent),
        Column::new("last", "Last", Kind::Moment),
        Column::new("day", "Day", Kind::Date),
        Column::new("open", "Open", Kind::Flag),
    ];
    let mut table = Table::new("team", "Team: 10/2026", columns).unwrap().with_note("Figures of one month.");
    let day = NaiveDate::from_ymd_opt(2026, 11, 1).unwrap();
    let first = vec![
        Cell::Text("王芳".into()),
        Cell::Whole(12),
        Cell::Decimal(7.25),
        Cell::Decimal(62.5),
        Cell::Moment(moment("2026-10-31T16:30:00Z")),
        Cell::Date(day),
        Cell::Flag(true),
    ];
    let second = vec![
        Cell::Text("O'Neil, \"Ann\"".into()),
        Cell::Whole(-3),
        Cell::Decimal(-0.001),
        Cell::Withheld("fewer than 5".into()),
        Cell::Empty,
        Cell::Empty,
        Cell::Flag(false),
    ];
    table.push(first).unwrap();
    table.push(second).unwrap();
    table
}

/// A table of one text a row and a column that keeps blank texts apart from blank lines.
pub(super) fn of_texts(texts: &[String]) -> Table {
    let columns = vec![Column::new("text", "Text", Kind::Text), Column::new("row", "Row", Kind::Whole)];
    let mut table = Table::new("texts", "Texts", columns).unwrap();
    for text in texts {
        table.push(vec![Cell::Text(text.clone()), Cell::Whole(1)]).unwrap();
    }
    table
}
