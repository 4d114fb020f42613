//! The fields of a file of customers, and what can be wrong with one, with its place.
//! Each fault has a key for the phrase that says what it is and how to mend it; the English words here are for the log.
//! It must not repeat more of a cell than its beginning.

/// A field of a customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// The name.
    Customer,
    /// The day of signing.
    Signed,
    /// Whom to talk to; may be missing.
    Contact,
    /// What was signed for; may be missing.
    Product,
    /// What to remember; may be missing.
    Note,
    /// The time zone; may be missing.
    Zone,
}

impl Field {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Customer, Self::Signed, Self::Contact, Self::Product, Self::Note, Self::Zone];
    /// Those that every file has.
    pub const NEEDED: [Self; 2] = [Self::Customer, Self::Signed];

    /// Its names in a header: English, then others.
    pub fn names(self) -> &'static [&'static str] {
        match self {
            Self::Customer => &["customer", "客户", "客户名称"],
            Self::Signed => &["signed", "签约日", "签约日期"],
            Self::Contact => &["contact", "联系人"],
            Self::Product => &["product", "产品"],
            Self::Note => &["note", "备注"],
            Self::Zone => &["zone", "时区"],
        }
    }

    /// Its English name.
    pub fn name(self) -> &'static str {
        self.names().first().copied().unwrap_or_default()
    }

    /// The field that a header's cell names, whatever its case.
    pub(super) fn named(cell: &str) -> Option<Self> {
        let cell = cell.trim().to_lowercase();
        Self::ALL.into_iter().find(|field| field.names().contains(&cell.as_str()))
    }
}

/// A fault with its place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, column {column}: {wrong}")]
pub struct Fault {
    /// The line, counted from 1; 0 where it is about the whole file.
    pub line: u64,
    /// The column, counted from 1; 0 where it is about the whole line.
    pub column: usize,
    /// What is wrong.
    pub wrong: Wrong,
}

impl Fault {
    pub(super) fn of_file(wrong: Wrong) -> Self {
        Self { line: 0, column: 0, wrong }
    }
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Wrong {
    /// The file is too large.
    #[error("more than {most} bytes")]
    TooLarge {
        /// The bytes that are allowed.
        most: usize,
    },
    /// The file has too many rows.
    #[error("more than {most} rows")]
    TooManyRows {
        /// The rows that are allowed.
        most: usize,
    },
    /// The file is a workbook.
    #[error("a workbook, not CSV")]
    Workbook,
    /// The file is not UTF-8.
    #[error("not UTF-8")]
    NotUtf8,
    /// The reader of CSV gave up.
    #[error("not readable as CSV")]
    Unreadable,
    /// The file is empty.
    #[error("no header")]
    NoHeader,
    /// There is nothing below the header.
    #[error("no row below the header")]
    NoRows,
    /// A column is needed that the header does not have.
    #[error("no column `{}`", field.name())]
    NoColumn {
        /// The field.
        field: Field,
    },
    /// The header has a column twice.
    #[error("two columns `{}`", field.name())]
    TwoColumns {
        /// The field.
        field: Field,
    },
    /// The header has a name that is not known.
    #[error("an unknown column `{found}`")]
    UnknownColumn {
        /// Its beginning, as written.
        found: String,
    },
    /// A row has too few or too many cells.
    #[error("{found} cells for {expected} columns")]
    Cells {
        /// The row's cells.
        found: usize,
        /// The header's columns.
        expected: usize,
    },
    /// A cell that is needed is empty.
    #[error("empty")]
    Missing,
    /// A cell is too long.
    #[error("longer than {most} characters")]
    TooLong {
        /// The characters that are allowed.
        most: usize,
    },
    /// A cell holds a line break or another control character.
    #[error("a control character")]
    Control,
    /// The same customer stands on an earlier line.
    #[error("the same customer as on line {first}")]
    Twice {
        /// The earlier line.
        first: u64,
    },
    /// A day is none.
    #[error("`{found}` is no date")]
    Date {
        /// What is written.
        found: String,
    },
    /// A day is too far away.
    #[error("{found} is too far away")]
    Far {
        /// What is written.
        found: String,
    },
    /// A zone is none.
    #[error("`{found}` is no zone")]
    Zone {
        /// What is written.
        found: String,
    },
}
