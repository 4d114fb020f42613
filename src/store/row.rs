//! Cells of a row as values of the domain, and back: the only place where stored numbers are cast.
//! A cell that holds something else names its table, column and key, so that an operator can find it.
//! It must not know what a row is for.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::any::{Any, AnyRow};
use sqlx::{Decode, Row, Type};

use super::StoreError;

/// A value that is stored by its name.
pub(super) trait Named: Copy + 'static {
    /// All of them.
    const ALL: &'static [Self];
    /// The stored name.
    fn name(self) -> &'static str;
}

/// One row, with what is needed to name a cell that cannot be understood.
#[derive(Clone, Copy)]
pub(super) struct Cells<'r> {
    row: &'r AnyRow,
    table: &'static str,
    key: &'static [&'static str],
}

impl<'r> Cells<'r> {
    /// Looks at the cells of `table` in a row; `key` are the columns that tell which row of the table it is.
    pub(super) fn new(row: &'r AnyRow, table: &'static str, key: &'static [&'static str]) -> Self {
        Self { row, table, key }
    }

    /// The error of a cell that holds what it must not.
    pub(super) fn bad(&self, column: &'static str) -> StoreError {
        let part = |column: &&'static str| {
            self.row.try_get::<i64, _>(*column).map_or("?".to_owned(), |id| id.to_string())
        };
        let id = self.key.iter().map(part).collect::<Vec<_>>().join("/");
        StoreError::BadRow { table: self.table, column, id }
    }

    fn get<T: Decode<'r, Any> + Type<Any>>(&self, column: &'static str) -> Result<T, StoreError> {
        self.row.try_get(column).map_err(|_| self.bad(column))
    }

    /// A number.
    pub(super) fn int(&self, column: &'static str) -> Result<i64, StoreError> {
        self.get(column)
    }

    /// A number, or none.
    pub(super) fn maybe_int(&self, column: &'static str) -> Result<Option<i64>, StoreError> {
        self.get(column)
    }

    /// The unsigned number of the same bits.
    pub(super) fn bits(&self, column: &'static str) -> Result<u64, StoreError> {
        Ok(self.int(column)?.cast_unsigned())
    }

    /// A number that counts something.
    pub(super) fn count(&self, column: &'static str) -> Result<u32, StoreError> {
        u32::try_from(self.int(column)?).map_err(|_| self.bad(column))
    }

    /// A number that counts something, or none.
    pub(super) fn maybe_count(&self, column: &'static str) -> Result<Option<u32>, StoreError> {
        let count = self.maybe_int(column)?.map(u32::try_from);
        count.transpose().map_err(|_| self.bad(column))
    }

    /// A flag.
    pub(super) fn flag(&self, column: &'static str) -> Result<bool, StoreError> {
        match self.int(column)? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(self.bad(column)),
        }
    }

    /// A flag, or none.
    pub(super) fn maybe_flag(&self, column: &'static str) -> Result<Option<bool>, StoreError> {
        match self.maybe_int(column)? {
            None => Ok(None),
            Some(_) => self.flag(column).map(Some),
        }
    }

    /// A number with a fraction; one that is no number is refused.
    pub(super) fn real(&self, column: &'static str) -> Result<f64, StoreError> {
        let value: f64 = self.get(column)?;
        if value.is_finite() { Ok(value) } else { Err(self.bad(column)) }
    }

    /// Words.
    pub(super) fn text(&self, column: &'static str) -> Result<String, StoreError> {
        self.get(column)
    }

    /// Words, or none.
    pub(super) fn maybe_text(&self, column: &'static str) -> Result<Option<String>, StoreError> {
        self.get(column)
    }

    /// A moment.
    pub(super) fn time(&self, column: &'static str) -> Result<DateTime<Utc>, StoreError> {
        DateTime::from_timestamp_millis(self.int(column)?).ok_or_else(|| self.bad(column))
    }

    /// A moment, or none.
    pub(super) fn maybe_time(&self, column: &'static str) -> Result<Option<DateTime<Utc>>, StoreError> {
        let time = |ms| DateTime::from_timestamp_millis(ms).ok_or_else(|| self.bad(column));
        self.maybe_int(column)?.map(time).transpose()
    }

    /// A day.
    pub(super) fn date(&self, column: &'static str) -> Result<NaiveDate, StoreError> {
        self.text(column)?.parse().map_err(|_| self.bad(column))
    }

    /// A value that is stored by its name.
    pub(super) fn named<T: Named>(&self, column: &'static str) -> Result<T, StoreError> {
        let name = self.text(column)?;
        T::ALL.iter().copied().find(|value| value.name() == name).ok_or_else(|| self.bad(column))
    }
}

/// A moment as it is stored; what is finer than a millisecond is dropped.
pub(super) fn ms(time: DateTime<Utc>) -> i64 {
    time.timestamp_millis()
}

/// Words as they are stored. PostgreSQL's TEXT takes no NUL; its stand-in is one byte as well, so that the places of
/// marks in what was said stay right.
pub(super) fn plain(text: &str) -> String {
    text.replace('\0', "\u{1a}")
}
