//! What can be wrong with a file of figures, with its place.
//! Each fault has a key for the phrase that says what it is and how to mend it, in the reader's language; the English
//! words here are for the log and the command line.
//! It must not hold a rep's words: only what stands in a field of numbers is repeated.

use super::header::Field;

/// A fault with its place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, column {column}: {wrong}")]
pub struct Fault {
    /// The line, counted from 1; 0 where it is about the whole file.
    pub line: u64,
    /// The column, counted from 1; 0 where it is about the whole line.
    pub column: usize,
    /// The field, where the fault lies in one.
    pub field: Option<Field>,
    /// What is wrong.
    pub wrong: Wrong,
}

impl Fault {
    /// A fault of the whole file.
    pub(super) fn of_file(wrong: Wrong) -> Self {
        Self { line: 0, column: 0, field: None, wrong }
    }
}

/// What is wrong, and how to mend it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Wrong {
    /// The file is too large.
    #[error("the file has {bytes} bytes, {most} are allowed; split it by period")]
    TooLarge {
        /// Its bytes.
        bytes: usize,
        /// The bytes that are allowed.
        most: usize,
    },
    /// The file has too many rows.
    #[error("more than {most} rows; split the file by period")]
    TooManyRows {
        /// The rows that are allowed.
        most: usize,
    },
    /// The file is a workbook.
    #[error("this is a workbook, not CSV; in Excel choose Save As, CSV UTF-8")]
    Workbook,
    /// The file is not UTF-8, as Excel's plain "CSV" is not.
    #[error("not UTF-8; in Excel choose Save As, CSV UTF-8")]
    NotUtf8,
    /// The reader of CSV gave up.
    #[error("not readable as CSV; save the file again as CSV UTF-8")]
    Unreadable,
    /// The file is empty.
    #[error("no header; the first line reads metric,period,unit,value")]
    NoHeader,
    /// There is nothing below the header.
    #[error("no row below the header; write one figure on each line")]
    NoRows,
    /// The columns are kept apart by another mark than a comma.
    #[error("columns are kept apart by `{found}`; use a comma")]
    Separator {
        /// The mark.
        found: char,
    },
    /// A column is needed that the header does not have.
    #[error("the header lacks `{}`; add the column", field.name())]
    NoColumn {
        /// The field.
        field: Field,
    },
    /// The header has a column twice.
    #[error("the header has `{}` twice; remove one", field.name())]
    TwoColumns {
        /// The field.
        field: Field,
    },
    /// The header has a name that is not known.
    #[error("`{found}` is no column of this file; remove or rename it")]
    UnknownColumn {
        /// Its beginning, as written.
        found: String,
    },
    /// A row has too few or too many cells.
    #[error("{found} cells for {expected} columns; put text that holds a comma in quotation marks")]
    Cells {
        /// The row's cells.
        found: usize,
        /// The header's columns.
        expected: usize,
    },
    /// A cell that is needed is empty.
    #[error("empty; fill it in or remove the row")]
    Missing,
    /// A cell is too long.
    #[error("longer than {most} characters; shorten it")]
    TooLong {
        /// The characters that are allowed.
        most: usize,
    },
    /// The same metric, period and rep stand on an earlier line.
    #[error("the same metric, period and rep as on line {first}; keep one")]
    Twice {
        /// The earlier line.
        first: u64,
    },
    /// A period is none that is known.
    #[error("`{found}` is no period; write 2026, 2026-Q3, 2026-10, 2026-W41 or 2026-10-31")]
    Period {
        /// What is written.
        found: String,
    },
    /// A number has separators of thousands.
    #[error("`{found}` has thousands separators; write {instead}")]
    Thousands {
        /// What is written.
        found: String,
        /// The number without them.
        instead: String,
    },
    /// A number has a comma for its point.
    #[error("`{found}` has a decimal comma; write {instead}")]
    DecimalComma {
        /// What is written.
        found: String,
        /// The number with a point.
        instead: String,
    },
    /// A value is no number.
    #[error("`{found}` is no number; write digits only, and the currency in the column `unit`")]
    Number {
        /// What is written.
        found: String,
    },
    /// A value has a percent sign, but its unit is another.
    #[error("a percent sign, but the unit is `{unit}`; write % as the unit or drop the sign")]
    PercentUnit {
        /// The unit.
        unit: String,
    },
}

impl Wrong {
    /// The key of the phrase that says it; the phrase has the fields of the variant as its placeholders.
    pub fn key(&self) -> &'static str {
        match self {
            Self::TooLarge { .. } => "figures-too-large",
            Self::TooManyRows { .. } => "figures-too-many-rows",
            Self::Workbook => "figures-workbook",
            Self::NotUtf8 => "figures-not-utf8",
            Self::Unreadable => "figures-unreadable",
            Self::NoHeader => "figures-no-header",
            Self::NoRows => "figures-no-rows",
            Self::Separator { .. } => "figures-separator",
            Self::NoColumn { .. } => "figures-no-column",
            Self::TwoColumns { .. } => "figures-two-columns",
            Self::UnknownColumn { .. } => "figures-unknown-column",
            Self::Cells { .. } => "figures-cells",
            Self::Missing => "figures-missing",
            Self::TooLong { .. } => "figures-too-long",
            Self::Twice { .. } => "figures-twice",
            Self::Period { .. } => "figures-period",
            Self::Thousands { .. } => "figures-thousands",
            Self::DecimalComma { .. } => "figures-decimal-comma",
            Self::Number { .. } => "figures-number",
            Self::PercentUnit { .. } => "figures-percent-unit",
        }
    }
}
