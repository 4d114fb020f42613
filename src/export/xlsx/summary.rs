//! The first sheet of a workbook: a heading, and labels with their values.
//! Each value is written by its own kind, as in a table.
//! It must not have a header or a filter; it is for reading.

use chrono_tz::Tz;
use rust_xlsxwriter::Worksheet;

use super::super::{Column, ExportError, plain};
use super::Summary;
use super::sheet::{Pen, width, words};
use super::style::{Styles, of_kind};

/// Writes a summary.
pub(super) fn fill(
    page: &mut Worksheet,
    summary: &Summary,
    styles: &Styles,
    zone: Tz,
) -> Result<(), ExportError> {
    page.write_string_with_format(0, 0, words(&summary.heading), &styles.heading)?;
    let (mut labels, mut values) = (0, 0);
    for (row, (label, kind, cell)) in (2..).zip(&summary.lines) {
        let column = Column::new("value", "", *kind);
        let pen =
            Pen { styles, format: of_kind(column.kind).set_align(rust_xlsxwriter::FormatAlign::Left), zone };
        page.write_string_with_format(row, 0, words(label), &styles.label)?;
        pen.write(page, (row, 1), cell, &column)?;
        labels = labels.max(plain::width(label) + 2);
        values = values.max(plain::width(&pen.shown(cell, column.kind)) + 1);
    }
    page.set_column_width(0, width(labels))?;
    page.set_column_width(1, width(values))?;
    Ok(())
}
