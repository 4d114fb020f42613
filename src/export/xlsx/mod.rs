//! Tables as one workbook for Excel, LibreOffice and WPS: a sheet for each, header in bold and frozen, with a filter,
//! columns as wide as their content. Text is always written as text; a value that is not shown says why, in grey.
//! It must not write a formula.

mod name;
mod sheet;
mod style;
mod summary;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use rust_xlsxwriter::{DocProperties, Workbook};

use super::{Cell, ExportError, Kind, Table};
use name::Names;
use style::Styles;

/// Rows that a sheet takes; Excel itself takes 1,048,576 with the header.
pub const MOST_ROWS: usize = 100_000;

/// What a workbook is about.
#[derive(Debug, Clone)]
pub struct Book {
    /// Its title in the document's properties.
    pub title: String,
    /// When it is made, in the document's properties.
    pub created: DateTime<Utc>,
    /// The zone in whose local time moments are shown; sheets know no zones.
    pub zone: Tz,
    /// A first sheet that says what the others hold.
    pub summary: Option<Summary>,
}

/// A sheet with a heading and some lines, each a label with a value.
#[derive(Debug, Clone)]
pub struct Summary {
    /// The sheet's name.
    pub sheet: String,
    /// The heading.
    pub heading: String,
    /// Label, kind and value, one below the other.
    pub lines: Vec<(String, Kind, Cell)>,
}

/// The workbook as a file; the same tables give the same bytes.
///
/// # Errors
/// If there is nothing to write, a table is longer than [`MOST_ROWS`], or the workbook cannot be put together.
pub fn written(book: &Book, tables: &[Table]) -> Result<Vec<u8>, ExportError> {
    if tables.is_empty() && book.summary.is_none() {
        return Err(ExportError::Nothing);
    }
    if let Some(long) = tables.iter().find(|table| table.rows().len() > MOST_ROWS) {
        let (table, rows) = (long.name().to_owned(), long.rows().len());
        return Err(ExportError::TooManyRows { table, rows, most: MOST_ROWS });
    }
    let mut workbook = Workbook::new();
    let properties = DocProperties::new().set_title(book.title.as_str()).set_creation_datetime(&book.created);
    workbook.set_properties(&properties);
    let (styles, mut names) = (Styles::new(), Names::default());
    if let Some(summary) = &book.summary {
        let page = workbook.add_worksheet().set_name(names.take(&summary.sheet, "summary"))?;
        summary::fill(page, summary, &styles, book.zone)?;
    }
    for table in tables {
        let page = workbook.add_worksheet().set_name(names.take(table.title(), table.name()))?;
        sheet::fill(page, table, &styles, book.zone)?;
    }
    Ok(workbook.save_to_buffer()?)
}

#[cfg(test)]
mod tests;
