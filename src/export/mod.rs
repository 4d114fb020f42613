//! What leaves the house as a file: plain tables as CSV, XLSX, Markdown and JSON lines, events as xAPI statements.
//! It also reads the files that come in: the business figures of the results level, and customers to follow up. The same
//! input gives the same bytes, for moments and ids are arguments.
//! It must not know where a table comes from, nor send or save anything.
//!
//! ```
//! use sparring::export::{Cell, Column, Kind, Table, csv};
//!
//! let columns = vec![Column::new("rep", "Rep", Kind::Text), Column::new("score", "Score", Kind::Percent)];
//! let mut table = Table::new("scores", "Scores", columns)?;
//! table.push(vec![Cell::Text("Ann".into()), Cell::Decimal(62.5)])?;
//! assert_eq!(csv::written(&table, csv::Mark::Without)?, b"rep,score\r\nAnn,62.5\r\n");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod calendar;
pub mod csv;
pub mod customers;
pub mod figures;
pub mod jsonl;
pub mod markdown;
mod plain;
mod table;
#[cfg(test)]
mod testing;
pub mod xapi;
pub mod xlsx;

pub use table::{Cell, Column, Kind, Table, TableError};

/// Why a table could not be written.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// There is nothing to write a workbook of.
    #[error("a workbook needs at least one table or a summary")]
    Nothing,
    /// A sheet would grow too long.
    #[error(
        "the table `{table}` has {rows} rows; a sheet takes at most {most}. Narrow the time or the team."
    )]
    TooManyRows {
        /// The machine name of the table.
        table: String,
        /// Its rows.
        rows: usize,
        /// The rows that are allowed.
        most: usize,
    },
    /// The workbook could not be put together.
    #[error("the workbook could not be written: {0}")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    /// The CSV file could not be put together.
    #[error("the CSV file could not be written: {0}")]
    Csv(#[from] ::csv::Error),
    /// The JSON lines could not be put together.
    #[error("the JSON lines could not be written: {0}")]
    Json(#[from] serde_json::Error),
}
