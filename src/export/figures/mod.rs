//! Business figures that a trainer brings as CSV: `metric,period,unit,value` and, if wished, `rep` and `note`.
//! The results level is fed from it. All faults are found at once, each with its place, and nothing is taken of a file
//! that has one.
//! It must not guess what a number means.

mod fault;
mod header;
mod number;
mod period;

use std::collections::BTreeMap;

pub use fault::{Fault, Wrong};
pub use header::{Field, Synonym};
pub use period::Period;

use super::csv::{BYTE_ORDER_MARK, restored};
use header::Header;

/// Rows that a file may have below its header.
pub const MOST_ROWS: usize = 5_000;
/// Bytes that a file may have.
pub const MOST_BYTES: usize = 256 * 1024;
/// Characters that a name or a unit may have.
pub const MOST_NAME: usize = 100;
/// Characters that a note may have.
pub const MOST_NOTE: usize = 500;

/// One figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// The line of the file on which it begins.
    pub line: u64,
    /// What is measured.
    pub metric: String,
    /// The days it is about.
    pub period: Period,
    /// Its unit; percent is always `%`.
    pub unit: String,
    /// Its value; percent as 0 to 100.
    pub value: f64,
    /// Whose figure it is, as written; the team's where none is said.
    pub rep: Option<String>,
    /// A remark.
    pub note: Option<String>,
}

/// The figures of a file, in its order.
///
/// `synonyms` are further names of the fields, such as Chinese ones; the English field names are always known.
///
/// # Errors
/// Every fault of the file, in the order of its lines; then no figure is taken.
pub fn read(file: &[u8], synonyms: &[Synonym<'_>]) -> Result<Vec<Figure>, Vec<Fault>> {
    let text = text_of(file).map_err(|fault| vec![fault])?;
    let mut reader =
        ::csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut records = reader.records();
    let first = match records.next() {
        Some(Ok(record)) => record,
        _ => return Err(vec![Fault::of_file(Wrong::NoHeader)]),
    };
    let header = Header::read(&first, synonyms)?;
    let mut page = Page { header, figures: Vec::new(), faults: Vec::new(), seen: BTreeMap::new() };
    let mut lines = Lines { text, until: 0, line: 1 };
    let mut rows = 0_usize;
    for record in records {
        rows += 1;
        if rows > MOST_ROWS {
            page.faults.push(Fault::of_file(Wrong::TooManyRows { most: MOST_ROWS }));
            break;
        }
        match record {
            Ok(record) => page.take(&record, lines.of(&record)),
            Err(_) => page.faults.push(Fault::of_file(Wrong::Unreadable)),
        }
    }
    match (page.faults.is_empty(), page.figures.is_empty()) {
        (true, false) => Ok(page.figures),
        (true, true) => Err(vec![Fault::of_file(Wrong::NoRows)]),
        (false, _) => Err(page.faults),
    }
}

fn text_of(file: &[u8]) -> Result<&str, Fault> {
    if file.len() > MOST_BYTES {
        return Err(Fault::of_file(Wrong::TooLarge { bytes: file.len(), most: MOST_BYTES }));
    }
    if file.starts_with(b"PK\x03\x04") || file.starts_with(b"\xD0\xCF\x11\xE0") {
        return Err(Fault::of_file(Wrong::Workbook));
    }
    let text = std::str::from_utf8(file).map_err(|error| {
        let before = file.get(..error.valid_up_to()).unwrap_or_default();
        let line = before.iter().fold(1, |line, byte| if *byte == b'\n' { line + 1 } else { line });
        Fault { line, column: 0, field: None, wrong: Wrong::NotUtf8 }
    })?;
    Ok(text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text))
}

/// Counts lines; the reader's own count is one behind where lines end in CRLF.
struct Lines<'t> {
    text: &'t str,
    until: usize,
    line: u64,
}

impl Lines<'_> {
    /// The line on which a row begins; rows must come in their order.
    fn of(&mut self, record: &::csv::StringRecord) -> u64 {
        let start =
            record.position().and_then(|place| usize::try_from(place.byte()).ok()).unwrap_or(self.until);
        let rest = self.text.get(start..).unwrap_or_default();
        let start = start + rest.len() - rest.trim_start_matches(['\r', '\n']).len();
        let passed = self.text.get(self.until..start).unwrap_or_default();
        self.line += passed.bytes().fold(0, |lines, byte| if byte == b'\n' { lines + 1 } else { lines });
        self.until = start;
        self.line
    }
}

/// What names a figure: its metric, its period and its rep.
type Key = (String, Period, Option<String>);

/// What is known of a file so far.
struct Page {
    header: Header,
    figures: Vec<Figure>,
    faults: Vec<Fault>,
    seen: BTreeMap<Key, u64>,
}

impl Page {
    fn take(&mut self, record: &::csv::StringRecord, line: u64) {
        if record.iter().all(|cell| cell.trim().is_empty()) {
            return;
        }
        let expected = self.header.width();
        if record.len() != expected {
            let wrong = Wrong::Cells { found: record.len(), expected };
            self.faults.push(Fault { line, column: 0, field: None, wrong });
            return;
        }
        let row = Row { header: &self.header, record, line };
        match row.figure() {
            Err(faults) => self.faults.extend(faults),
            Ok(figure) => {
                let key = (figure.metric.clone(), figure.period, figure.rep.clone());
                if let Some(&first) = self.seen.get(&key) {
                    self.faults.push(row.fault(Field::Metric, Wrong::Twice { first }));
                } else {
                    self.seen.insert(key, line);
                    self.figures.push(figure);
                }
            }
        }
    }
}

/// One row with its header.
struct Row<'r> {
    header: &'r Header,
    record: &'r ::csv::StringRecord,
    line: u64,
}

impl Row<'_> {
    fn figure(&self) -> Result<Figure, Vec<Fault>> {
        let mut faults = Vec::new();
        let mut keep = |field, result: Result<String, Wrong>| {
            result.map_err(|wrong| faults.push(self.fault(field, wrong))).unwrap_or_default()
        };
        let metric = keep(Field::Metric, self.needed(Field::Metric, MOST_NAME));
        let rep = keep(Field::Rep, self.words(Field::Rep, MOST_NAME));
        let note = keep(Field::Note, self.words(Field::Note, MOST_NOTE));
        let unit = keep(Field::Unit, self.words(Field::Unit, MOST_NAME));
        let days = self.needed(Field::Period, MOST_NAME).and_then(|text| period::read(&text));
        let days = days.map_err(|wrong| faults.push(self.fault(Field::Period, wrong))).ok();
        let value = self.needed(Field::Value, MOST_NAME).and_then(|text| number::read(&text, &unit));
        let value = value.map_err(|wrong| faults.push(self.fault(Field::Value, wrong))).ok();
        match (days, value) {
            (Some(period), Some((value, unit))) if faults.is_empty() => {
                let some = |text: String| Some(text).filter(|text| !text.is_empty());
                Ok(Figure { line: self.line, metric, period, unit, value, rep: some(rep), note: some(note) })
            }
            _ => Err(faults),
        }
    }

    fn needed(&self, field: Field, most: usize) -> Result<String, Wrong> {
        self.words(field, most).and_then(|text| if text.is_empty() { Err(Wrong::Missing) } else { Ok(text) })
    }

    fn words(&self, field: Field, most: usize) -> Result<String, Wrong> {
        let cell = self.header.place(field).and_then(|place| self.record.get(place)).unwrap_or_default();
        let text = restored(cell.trim()).trim();
        if text.chars().count() > most { Err(Wrong::TooLong { most }) } else { Ok(text.to_owned()) }
    }

    fn fault(&self, field: Field, wrong: Wrong) -> Fault {
        let column = self.header.place(field).map_or(0, |place| place + 1);
        Fault { line: self.line, column, field: Some(field), wrong }
    }
}

#[cfg(test)]
mod tests;
