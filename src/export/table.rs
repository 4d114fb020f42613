//! A plain table: columns with a kind, rows with as many cells as there are columns, each of its column's kind.
//! What is wrong with a table is said when it is made, so that no writer has to think of it.
//! It must not know how any file looks.

use chrono::{DateTime, NaiveDate, Utc};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Words.
    Text,
    /// A whole number.
    Whole,
    /// A number shown with so many digits after the point.
    Decimal(u8),
    /// Percent, stored as 0 to 100 and shown with one digit.
    Percent,
    /// A moment.
    Moment,
    /// A day.
    Date,
    /// Yes or no.
    Flag,
}

impl Kind {
    /// The digits after the point, where the kind is a broken number.
    pub fn digits(self) -> Option<usize> {
        match self {
            Self::Decimal(digits) => Some(usize::from(digits)),
            Self::Percent => Some(1),
            Self::Text | Self::Whole | Self::Moment | Self::Date | Self::Flag => None,
        }
    }

    /// Whether its cells are numbers.
    pub fn is_number(self) -> bool {
        matches!(self, Self::Whole | Self::Decimal(_) | Self::Percent)
    }

    fn takes(self, cell: &Cell) -> bool {
        match cell {
            Cell::Withheld(_) | Cell::Empty => true,
            Cell::Text(_) => self == Self::Text,
            Cell::Whole(_) => self.is_number(),
            Cell::Decimal(number) => self.digits().is_some() && number.is_finite(),
            Cell::Moment(_) => self == Self::Moment,
            Cell::Date(_) => self == Self::Date,
            Cell::Flag(_) => self == Self::Flag,
        }
    }
}

/// One column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name for machines, the header of CSV and the key of JSON: English, `snake_case`.
    pub name: String,
    /// Its name for people, in their language.
    pub title: String,
    /// What it holds.
    pub kind: Kind,
}

impl Column {
    /// A column.
    pub fn new(name: &str, title: &str, kind: Kind) -> Self {
        Self { name: name.to_owned(), title: title.to_owned(), kind }
    }
}

/// One cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Words.
    Text(String),
    /// A whole number.
    Whole(i64),
    /// A broken number; percent as 0 to 100.
    Decimal(f64),
    /// A moment.
    Moment(DateTime<Utc>),
    /// A day.
    Date(NaiveDate),
    /// Yes or no.
    Flag(bool),
    /// A value that is not shown, with the reason in the reader's language ("fewer than 5 answers").
    Withheld(String),
    /// Nothing.
    Empty,
}

/// What is wrong with a table.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TableError {
    /// It has no columns.
    #[error("the table `{table}` has no columns")]
    NoColumns {
        /// The table.
        table: String,
    },
    /// A name is not `snake_case`.
    #[error("`{name}` is no machine name; use lower-case letters, digits and `_`, a letter first")]
    Name {
        /// The name.
        name: String,
    },
    /// Two columns bear one name.
    #[error("the table `{table}` has the column `{column}` twice")]
    Twice {
        /// The table.
        table: String,
        /// The column.
        column: String,
    },
    /// A row has too few or too many cells.
    #[error("row {row} of `{table}` has {cells} cells for {columns} columns")]
    Width {
        /// The table.
        table: String,
        /// The row, counted from 1.
        row: usize,
        /// Its cells.
        cells: usize,
        /// The columns.
        columns: usize,
    },
    /// A cell is not of its column's kind, or is not a finite number.
    #[error("row {row} of `{table}` holds in `{column}` what does not belong there")]
    Kind {
        /// The table.
        table: String,
        /// The row, counted from 1.
        row: usize,
        /// The column.
        column: String,
    },
}

/// A table whose every row fits its columns.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    name: String,
    title: String,
    note: Option<String>,
    columns: Vec<Column>,
    rows: Vec<Vec<Cell>>,
}

impl Table {
    /// A table without rows.
    ///
    /// # Errors
    /// If it has no columns, a name is not `snake_case`, or two columns bear one name.
    pub fn new(name: &str, title: &str, columns: Vec<Column>) -> Result<Self, TableError> {
        if columns.is_empty() {
            return Err(TableError::NoColumns { table: name.to_owned() });
        }
        let names = std::iter::once(name).chain(columns.iter().map(|column| column.name.as_str()));
        if let Some(bad) = names.into_iter().find(|name| !is_machine_name(name)) {
            return Err(TableError::Name { name: bad.to_owned() });
        }
        let mut seen = std::collections::BTreeSet::new();
        if let Some(column) = columns.iter().find(|column| !seen.insert(column.name.as_str())) {
            return Err(TableError::Twice { table: name.to_owned(), column: column.name.clone() });
        }
        let (name, title) = (name.to_owned(), title.to_owned());
        Ok(Self { name, title, note: None, columns, rows: Vec::new() })
    }

    /// The same table with a remark that stands below it.
    #[must_use]
    pub fn with_note(mut self, note: &str) -> Self {
        self.note = Some(note.to_owned());
        self
    }

    /// Adds a row.
    ///
    /// # Errors
    /// If it has another number of cells than there are columns, or a cell is not of its column's kind.
    pub fn push(&mut self, cells: Vec<Cell>) -> Result<(), TableError> {
        let (table, row) = (self.name.clone(), self.rows.len() + 1);
        if cells.len() != self.columns.len() {
            return Err(TableError::Width { table, row, cells: cells.len(), columns: self.columns.len() });
        }
        let mut pairs = self.columns.iter().zip(&cells);
        if let Some((column, _)) = pairs.find(|(column, cell)| !column.kind.takes(cell)) {
            return Err(TableError::Kind { table, row, column: column.name.clone() });
        }
        self.rows.push(cells);
        Ok(())
    }

    /// Its name for machines.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its name for people.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// The remark below it.
    pub fn note(&self) -> Option<&str> {
        self.note.as_deref()
    }

    /// Its columns.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// Its rows; each has a cell for every column.
    pub fn rows(&self) -> &[Vec<Cell>] {
        &self.rows
    }

    /// The cells of a row with their columns.
    pub(super) fn pairs<'t>(&'t self, row: &'t [Cell]) -> impl Iterator<Item = (&'t Column, &'t Cell)> {
        self.columns.iter().zip(row)
    }
}

fn is_machine_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn two() -> Table {
        let columns =
            vec![Column::new("rep", "Rep", Kind::Text), Column::new("score", "Score", Kind::Decimal(1))];
        Table::new("scores", "Scores", columns).unwrap()
    }

    #[test]
    fn a_row_with_too_few_cells_is_refused() {
        let refused = two().push(vec![Cell::Empty]).unwrap_err();
        assert_eq!(refused, TableError::Width { table: "scores".into(), row: 1, cells: 1, columns: 2 });
    }

    #[test]
    fn a_cell_of_another_kind_is_refused() {
        let refused = two().push(vec![Cell::Whole(1), Cell::Empty]).unwrap_err();
        assert_eq!(refused, TableError::Kind { table: "scores".into(), row: 1, column: "rep".into() });
    }

    #[test]
    fn what_is_no_number_is_refused() {
        assert!(two().push(vec![Cell::Empty, Cell::Decimal(f64::NAN)]).is_err());
        assert!(two().push(vec![Cell::Empty, Cell::Decimal(f64::INFINITY)]).is_err());
    }

    #[test]
    fn a_reason_stands_in_any_column() {
        assert!(two().push(vec![Cell::Text("Ann".into()), Cell::Withheld("too few".into())]).is_ok());
    }

    #[test]
    fn names_for_machines_are_snake_case_and_unlike() {
        let named = |names: &[&str]| {
            let columns = names.iter().map(|name| Column::new(name, "", Kind::Text)).collect();
            Table::new("t", "T", columns)
        };
        assert!(matches!(named(&["Rep"]), Err(TableError::Name { .. })));
        assert!(matches!(named(&["a", "a"]), Err(TableError::Twice { .. })));
        assert!(matches!(named(&[]), Err(TableError::NoColumns { .. })));
    }
}
