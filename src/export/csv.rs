//! A table as CSV by RFC 4180: UTF-8, machine names in the header, lines ending in CRLF, '.' as the decimal point,
//! moments by RFC 3339. Text that a spreadsheet would take for a formula gets a leading apostrophe.
//! It must not write words of a rep so that a spreadsheet would run them.

use std::borrow::Cow;

use chrono::SecondsFormat;

use super::plain;
use super::{Cell, ExportError, Kind, Table};

/// The byte order mark of UTF-8.
pub const BYTE_ORDER_MARK: &str = "\u{FEFF}";

/// Whether a file begins with the byte order mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mark {
    /// With it: Excel otherwise reads the file in the code page of its Windows, in China GB 18030. For downloads.
    #[default]
    With,
    /// Without it, for programs.
    Without,
}

/// The table as a file.
///
/// # Errors
/// If the CSV writer fails, which it does not into memory.
pub fn written(table: &Table, mark: Mark) -> Result<Vec<u8>, ExportError> {
    let start = match mark {
        Mark::With => BYTE_ORDER_MARK.as_bytes().to_vec(),
        Mark::Without => Vec::new(),
    };
    let mut file = ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(start);
    file.write_record(table.columns().iter().map(|column| &column.name))?;
    for row in table.rows() {
        file.write_record(table.pairs(row).map(|(column, cell)| value(cell, column.kind).into_owned()))?;
    }
    file.into_inner().map_err(|failed| ::csv::Error::from(failed.into_error()).into())
}

fn value(cell: &Cell, kind: Kind) -> Cow<'_, str> {
    match cell {
        Cell::Text(text) | Cell::Withheld(text) => defused(text),
        Cell::Whole(number) => number.to_string().into(),
        Cell::Decimal(number) => plain::decimal(*number, kind.digits().unwrap_or(2)).into(),
        Cell::Moment(moment) => moment.to_rfc3339_opts(SecondsFormat::Secs, true).into(),
        Cell::Date(date) => date.to_string().into(),
        Cell::Flag(flag) => flag.to_string().into(),
        Cell::Empty => "".into(),
    }
}

/// The text with a leading apostrophe, if a spreadsheet would else take it for a formula (OWASP, "CSV Injection"):
/// it begins with `=`, `+`, `-`, `@`, their full-width forms, a tab or a line break, also behind blanks or apostrophes.
/// So [`restored`] finds back to every text.
pub fn defused(text: &str) -> Cow<'_, str> {
    if is_formula(text) { format!("'{text}").into() } else { text.into() }
}

/// The text as it was before [`defused`].
pub fn restored(text: &str) -> &str {
    text.strip_prefix('\'').filter(|rest| is_formula(rest)).unwrap_or(text)
}

fn is_formula(text: &str) -> bool {
    let start = text.trim_start_matches([' ', '\'']);
    start.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::testing::{every_kind, of_texts};
    use super::*;

    #[test]
    fn every_kind_is_written_in_its_form() {
        let file = String::from_utf8(written(&every_kind(), Mark::Without).unwrap()).unwrap();
        let expected = "rep,drills,mean,share,last,day,open\r\n\
                        王芳,12,7.25,62.5,2026-10-31T16:30:00Z,2026-11-01,true\r\n\
                        \"O'Neil, \"\"Ann\"\"\",-3,0.00,fewer than 5,,,false\r\n";
        assert_eq!(file, expected);
    }

    #[test]
    fn a_download_begins_with_the_byte_order_mark() {
        assert!(written(&every_kind(), Mark::default()).unwrap().starts_with(&[0xEF, 0xBB, 0xBF]));
    }

    #[test]
    fn no_text_stays_a_formula_and_negative_numbers_stay_numbers() {
        for text in ["=1+1", "+49 30", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", " =1", "'=1"] {
            assert_eq!(defused(text), format!("'{text}"));
        }
        for text in ["Ann", "a=b", "1-2", "'Ann", ""] {
            assert_eq!(defused(text), text);
        }
        let file = written(&every_kind(), Mark::Without).unwrap();
        assert!(String::from_utf8(file).unwrap().contains(",-3,"));
    }

    proptest! {
        #[test]
        fn every_text_comes_back_as_it_was(
            texts in prop::collection::vec("[=+\\-@'\"|, \t\r\na-z王＝]{0,8}|.{0,12}", 1..12),
        ) {
            let file = written(&of_texts(&texts), Mark::Without).unwrap();
            let mut reader = ::csv::Reader::from_reader(file.as_slice());
            let read: Vec<String> =
                reader.records().map(|row| restored(row.unwrap().get(0).unwrap()).to_owned()).collect();
            prop_assert_eq!(read, texts);
        }

        #[test]
        fn no_field_begins_like_a_formula(text in "[=+\\-@'\" \t\r\na-z＝]{0,8}") {
            prop_assert!(!defused(&text).starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']));
        }
    }
}
