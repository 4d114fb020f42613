//! Which tables there are, what their columns hold, and which must be filled before which: asked of a SQLite file, whose
//! tables the migrations made. A new table needs no line here.
//! It must not look at rows.

use std::collections::BTreeSet;

use sqlx::Row;

use super::BackupError;
use super::side::Side;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    Whole,
    Real,
    Words,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Column {
    pub(super) name: String,
    pub(super) sort: Sort,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Table {
    pub(super) name: String,
    pub(super) columns: Vec<Column>,
    /// The tables that its rows refer to.
    parents: BTreeSet<String>,
}

impl Table {
    /// Its name as SQL has it.
    pub(super) fn quoted(&self) -> String {
        quoted(&self.name)
    }

    /// The names of its columns as SQL has them.
    pub(super) fn quoted_columns(&self) -> String {
        self.columns.iter().map(|column| quoted(&column.name)).collect::<Vec<_>>().join(", ")
    }
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

impl Side {
    /// The tables of a SQLite file, each after those that it refers to.
    pub(super) async fn tables(&mut self) -> Result<Vec<Table>, BackupError> {
        let columns = self
            .rows(
                "SELECT m.name AS in_table, p.name AS name, p.type AS type FROM sqlite_master m \
                 JOIN pragma_table_info(m.name) p WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' \
                 AND m.name <> '_sqlx_migrations' ORDER BY m.name, p.cid",
            )
            .await?;
        let mut tables: Vec<Table> = Vec::new();
        for row in columns {
            let text = |column| row.try_get::<String, _>(column).map_err(|error| self.failed(error));
            let (table, name) = (text("in_table")?, text("name")?);
            let Some(sort) = sort(&text("type")?) else {
                return Err(BackupError::Value { place: self.place.clone(), table, column: name });
            };
            let column = Column { name, sort };
            match tables.last_mut().filter(|last| last.name == table) {
                Some(last) => last.columns.push(column),
                None => tables.push(Table { name: table, columns: vec![column], parents: BTreeSet::new() }),
            }
        }
        let references = self
            .rows(
                "SELECT m.name AS in_table, f.\"table\" AS parent FROM sqlite_master m \
                 JOIN pragma_foreign_key_list(m.name) f WHERE m.type = 'table'",
            )
            .await?;
        for row in references {
            let text = |column| row.try_get::<String, _>(column).map_err(|error| self.failed(error));
            let (child, parent) = (text("in_table")?, text("parent")?);
            if let Some(table) = tables.iter_mut().find(|table| table.name == child && child != parent) {
                table.parents.insert(parent);
            }
        }
        Ok(parents_first(tables))
    }
}

fn sort(declared: &str) -> Option<Sort> {
    match declared {
        "BIGINT" | "INTEGER" | "SMALLINT" => Some(Sort::Whole),
        "DOUBLE PRECISION" => Some(Sort::Real),
        "TEXT" => Some(Sort::Words),
        _ => None,
    }
}

/// Each after those that it refers to; those that refer to each other come last, for the database to judge.
fn parents_first(mut waiting: Vec<Table>) -> Vec<Table> {
    let mut ordered: Vec<Table> = Vec::with_capacity(waiting.len());
    loop {
        let placed: BTreeSet<String> = ordered.iter().map(|table| table.name.clone()).collect();
        let (ready, rest): (Vec<_>, Vec<_>) =
            waiting.into_iter().partition(|table| table.parents.is_subset(&placed));
        let stuck = ready.is_empty();
        ordered.extend(ready);
        waiting = rest;
        if stuck {
            ordered.append(&mut waiting);
            return ordered;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(name: &str, parents: &[&str]) -> Table {
        let parents = parents.iter().map(|parent| (*parent).to_owned()).collect();
        Table { name: name.to_owned(), columns: Vec::new(), parents }
    }

    #[test]
    fn what_is_referred_to_comes_first() {
        let ordered = parents_first(vec![
            table("a", &["b", "c"]),
            table("b", &["c"]),
            table("c", &[]),
            table("d", &["d?"]),
        ]);
        let names: Vec<_> = ordered.iter().map(|table| table.name.as_str()).collect();
        assert_eq!(names, ["c", "b", "a", "d"]);
    }
}
