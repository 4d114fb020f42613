//! A table as JSON lines: one object a row, machine names as keys in the order of the columns, numbers as stored.
//! A value that is not shown is `{"withheld": reason}`, so no program takes it for a value.
//! It must not round: this is the file for machines.

use chrono::SecondsFormat;
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::{Cell, ExportError, Table};

/// The table as a file; every line ends in a line feed.
///
/// # Errors
/// If the JSON writer fails, which it does not into memory.
pub fn written(table: &Table) -> Result<String, ExportError> {
    let mut file = String::new();
    for cells in table.rows() {
        file.push_str(&serde_json::to_string(&Row { table, cells })?);
        file.push('\n');
    }
    Ok(file)
}

struct Row<'t> {
    table: &'t Table,
    cells: &'t [Cell],
}

impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.table.pairs(self.cells).map(|(column, cell)| (&column.name, Value(cell))))
    }
}

struct Value<'t>(&'t Cell);

impl Serialize for Value<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Cell::Text(text) => serializer.serialize_str(text),
            Cell::Whole(number) => serializer.serialize_i64(*number),
            Cell::Decimal(number) => serializer.serialize_f64(*number),
            Cell::Moment(moment) => {
                serializer.serialize_str(&moment.to_rfc3339_opts(SecondsFormat::AutoSi, true))
            }
            Cell::Date(date) => serializer.collect_str(date),
            Cell::Flag(flag) => serializer.serialize_bool(*flag),
            Cell::Withheld(reason) => {
                let mut map = serializer.serialize_map(Some(1))?;
                map.serialize_entry("withheld", reason)?;
                map.end()
            }
            Cell::Empty => serializer.serialize_none(),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::testing::{every_kind, of_texts};
    use super::*;

    #[test]
    fn a_row_is_an_object_in_the_order_of_the_columns() {
        let file = written(&every_kind()).unwrap();
        let expected = "{\"rep\":\"王芳\",\"drills\":12,\"mean\":7.25,\"share\":62.5,\
                        \"last\":\"2026-10-31T16:30:00Z\",\"day\":\"2026-11-01\",\"open\":true}\n\
                        {\"rep\":\"O'Neil, \\\"Ann\\\"\",\"drills\":-3,\"mean\":-0.001,\
                        \"share\":{\"withheld\":\"fewer than 5\"},\"last\":null,\"day\":null,\"open\":false}\n";
        assert_eq!(file, expected);
    }

    proptest! {
        #[test]
        fn a_text_never_breaks_a_line(texts in prop::collection::vec(".{0,12}|[\r\n\u{2028}\"]{1,4}", 1..8)) {
            let file = written(&of_texts(&texts)).unwrap();
            let lines: Vec<serde_json::Value> =
                file.split_terminator('\n').map(|line| serde_json::from_str(line).unwrap()).collect();
            let read: Vec<&str> = lines.iter().map(|line| line["text"].as_str().unwrap()).collect();
            prop_assert_eq!(read, texts);
        }
    }
}
