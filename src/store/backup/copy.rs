//! Rows from one database into the other, as they come: a few hundred are in memory at a time.
//! It must not know any table.

use futures_util::StreamExt;
use sqlx::any::AnyRow;
use sqlx::{AssertSqlSafe, Row};

use super::BackupError;
use super::side::Side;
use super::tables::{Column, Sort, Table};

/// Values in one statement; SQLite takes 32,766 and PostgreSQL 65,535.
const MOST_VALUES: usize = 8_000;
/// Bytes of words in one statement, or a little more.
const MOST_BYTES: usize = 1 << 20;

enum Value {
    Whole(Option<i64>),
    Real(Option<f64>),
    Words(Option<String>),
}

/// Copies all tables; each with its number of rows, by name.
pub(super) async fn all(
    from: &mut Side,
    to: &mut Side,
    tables: &[Table],
) -> Result<Vec<(String, u64)>, BackupError> {
    let mut copied = Vec::with_capacity(tables.len());
    for table in tables {
        copied.push((table.name.clone(), copy(from, to, table).await?));
    }
    copied.sort();
    Ok(copied)
}

async fn copy(from: &mut Side, to: &mut Side, table: &Table) -> Result<u64, BackupError> {
    let question = format!("SELECT {} FROM {}", table.quoted_columns(), table.quoted());
    let (kind, place) = (from.kind, from.place.clone());
    let mut rows = sqlx::query(AssertSqlSafe(question)).fetch(&mut from.connection);
    let mut batch = Batch::default();
    let mut copied = 0;
    while let Some(row) = rows.next().await {
        let row = row.map_err(|error| crate::store::error::of_database(kind, &place, error))?;
        for (at, column) in table.columns.iter().enumerate() {
            batch.push(read(&row, at, column).map_err(|()| BackupError::Value {
                place: place.clone(),
                table: table.name.clone(),
                column: column.name.clone(),
            })?);
        }
        copied += 1;
        if batch.is_full(table.columns.len()) {
            batch.write(to, table).await?;
        }
    }
    batch.write(to, table).await?;
    Ok(copied)
}

fn read(row: &AnyRow, at: usize, column: &Column) -> Result<Value, ()> {
    match column.sort {
        Sort::Whole => row.try_get(at).map(Value::Whole),
        Sort::Real => row.try_get(at).map(Value::Real),
        Sort::Words => row.try_get(at).map(Value::Words),
    }
    .map_err(|_| ())
}

/// Rows that wait to be written, one value after another.
#[derive(Default)]
struct Batch {
    values: Vec<Value>,
    bytes: usize,
}

impl Batch {
    fn push(&mut self, value: Value) {
        if let Value::Words(Some(words)) = &value {
            self.bytes += words.len();
        }
        self.values.push(value);
    }

    /// Whether one row more would be too much.
    fn is_full(&self, columns: usize) -> bool {
        self.values.len() + columns > MOST_VALUES || self.bytes >= MOST_BYTES
    }

    async fn write(&mut self, to: &mut Side, table: &Table) -> Result<(), BackupError> {
        if self.values.is_empty() {
            return Ok(());
        }
        let mut insert = sqlx::query(AssertSqlSafe(insertion(table, self.values.len())));
        for value in self.values.drain(..) {
            insert = match value {
                Value::Whole(number) => insert.bind(number),
                Value::Real(number) => insert.bind(number),
                Value::Words(words) => insert.bind(words),
            };
        }
        self.bytes = 0;
        let written = insert.execute(&mut to.connection).await;
        Ok(written.map(|_| ()).map_err(|error| to.failed(error))?)
    }
}

fn insertion(table: &Table, values: usize) -> String {
    let columns = table.columns.len();
    let mut text = format!("INSERT INTO {} ({}) VALUES ", table.quoted(), table.quoted_columns());
    for n in 0..values {
        let before = match (n % columns, n) {
            (0, 0) => "(",
            (0, _) => "), (",
            _ => ", ",
        };
        text.push_str(before);
        text.push_str(&format!("${}", n + 1));
    }
    text + ")"
}
