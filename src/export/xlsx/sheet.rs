//! One table on one sheet, and how a single cell is written.
//! What a sheet cannot hold as a number or a date (long ids, days before 1900) is written as text, so nothing is lost.
//! It must not let text through as anything but text.

use std::borrow::Cow;

use chrono::{Datelike, NaiveDateTime, NaiveTime};
use chrono_tz::Tz;
use rust_xlsxwriter::{Format, Worksheet};

use super::super::{Cell, Column, ExportError, Kind, Table, csv, plain};
use super::name::cut;
use super::style::{Styles, of_kind};

/// Excel keeps 15 digits of a number.
const MOST_WHOLE: u64 = 999_999_999_999_999;
/// Excel keeps so many UTF-16 units of a text.
const MOST_TEXT: usize = 32_767;
/// The narrowest and the widest column, in letters.
const WIDTHS: (usize, usize) = (6, 60);

/// Writes a table: the header, its rows, and its remark one row below.
pub(super) fn fill(
    page: &mut Worksheet,
    table: &Table,
    styles: &Styles,
    zone: Tz,
) -> Result<(), ExportError> {
    page.set_freeze_panes(1, 0)?;
    let mut last = 0;
    for (place, column) in (0..).zip(table.columns()) {
        page.write_string_with_format(0, place, words(&column.title), &styles.header)?;
        let pen = Pen { styles, format: of_kind(column.kind), zone };
        let mut widest = plain::width(&column.title) + 3; // The button of the filter covers three letters.
        for (row, cells) in (1..).zip(table.rows()) {
            let Some(cell) = cells.get(usize::from(place)) else { continue };
            pen.write(page, (row, place), cell, column)?;
            widest = widest.max(plain::width(&pen.shown(cell, column.kind)) + 1);
        }
        page.set_column_width(place, width(widest))?;
        last = place;
    }
    let rows = u32::try_from(table.rows().len()).unwrap_or(u32::MAX);
    if rows > 0 {
        page.autofilter(0, 0, rows, last)?;
    }
    if let Some(note) = table.note() {
        page.write_string_with_format(rows.saturating_add(2), 0, words(note), &styles.grey)?;
    }
    Ok(())
}

/// The width of a column, in letters, for content of such a width.
pub(super) fn width(widest: usize) -> f64 {
    let letters = widest.clamp(WIDTHS.0, WIDTHS.1);
    f64::from(u32::try_from(letters).unwrap_or(0))
}

/// What writes the cells of one column.
pub(super) struct Pen<'s> {
    /// The formats of the workbook.
    pub(super) styles: &'s Styles,
    /// The format of the column's numbers and dates.
    pub(super) format: Format,
    /// The zone of its moments.
    pub(super) zone: Tz,
}

impl Pen<'_> {
    /// Writes a cell.
    pub(super) fn write(
        &self,
        page: &mut Worksheet,
        (row, place): (u32, u16),
        cell: &Cell,
        column: &Column,
    ) -> Result<(), ExportError> {
        match (cell, number(cell, column.kind), self.local(cell)) {
            (Cell::Empty, ..) => page,
            (Cell::Withheld(reason), ..) => {
                page.write_string_with_format(row, place, words(reason), &self.styles.grey)?
            }
            (Cell::Flag(flag), ..) => page.write_boolean_with_format(row, place, *flag, &self.format)?,
            (_, Some(number), _) => page.write_number_with_format(row, place, number, &self.format)?,
            (_, _, Some(local)) => page.write_datetime_with_format(row, place, local, &self.format)?,
            _ => {
                let text = words(&self.shown(cell, column.kind));
                let is_formula = matches!(csv::defused(&text), Cow::Owned(_));
                let format = if is_formula { &self.styles.quoted } else { &self.styles.text };
                page.write_string_with_format(row, place, text, format)?
            }
        };
        Ok(())
    }

    /// The local time of a moment, or a day's midnight. Excel counts from 1900 and holds that year, wrongly, for a leap
    /// year; nothing is said for days before 1901.
    fn local(&self, cell: &Cell) -> Option<NaiveDateTime> {
        let local = match cell {
            Cell::Moment(moment) => moment.with_timezone(&self.zone).naive_local(),
            Cell::Date(date) => date.and_time(NaiveTime::MIN),
            _ => return None,
        };
        (1901..=9999).contains(&local.year()).then_some(local)
    }

    /// A cell as it looks.
    pub(super) fn shown<'c>(&self, cell: &'c Cell, kind: Kind) -> Cow<'c, str> {
        match cell {
            Cell::Text(text) | Cell::Withheld(text) => text.into(),
            Cell::Whole(number) => number.to_string().into(),
            Cell::Decimal(number) if kind == Kind::Percent => {
                format!("{} %", plain::decimal(*number, 1)).into()
            }
            Cell::Decimal(number) => plain::decimal(*number, kind.digits().unwrap_or(2)).into(),
            Cell::Moment(moment) => plain::local_minute(moment, self.zone).into(),
            Cell::Date(date) => date.to_string().into(),
            Cell::Flag(_) => "FALSE".into(),
            Cell::Empty => "".into(),
        }
    }
}

/// The number that a sheet holds for a cell; percent is a share of one there. `None` for more digits than Excel keeps.
fn number(cell: &Cell, kind: Kind) -> Option<f64> {
    let number = match cell {
        Cell::Whole(number) if number.unsigned_abs() <= MOST_WHOLE => number.to_string().parse().ok()?,
        Cell::Decimal(number) => *number,
        _ => return None,
    };
    Some(if kind == Kind::Percent { number / 100.0 } else { number })
}

/// Text as a sheet holds it: no longer than Excel keeps, without characters that XML forbids.
pub(super) fn words(text: &str) -> String {
    let allowed =
        |c: &char| !matches!(c, '\u{FFFE}' | '\u{FFFF}') && (!c.is_control() || matches!(c, '\n' | '\t'));
    let mut clean: String = text.replace("\r\n", "\n").replace('\r', "\n").chars().filter(allowed).collect();
    if clean.encode_utf16().count() > MOST_TEXT {
        clean = format!("{}…", cut(&clean, MOST_TEXT - 1));
    }
    // The writer would take text within these marks for ready-made XML; a blank behind it keeps it text.
    if clean.starts_with("<r>") && clean.ends_with("</r>") {
        clean = format!("{} ", cut(&clean, MOST_TEXT - 1));
    }
    clean
}
