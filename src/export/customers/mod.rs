//! Customers that a rep brings as CSV: `customer,signed` and, if wished, `contact`, `product`, `note` and `zone`.
//! All faults are found at once, each with its place, and nothing is taken of a file that has one. Commas, semicolons
//! and tabs may keep columns apart, since spreadsheets write what their country does.
//! It must not plan anything, nor know who is followed up already.

mod fault;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use chrono_tz::Tz;

pub use fault::{Fault, Field, Wrong};

use super::csv::{BYTE_ORDER_MARK, restored};

/// Rows that a file may have below its header.
pub const MOST_ROWS: usize = 200;
/// Bytes that a file may have.
pub const MOST_BYTES: usize = 256 * 1024;
/// Characters that a name, a contact or a product may have.
pub const MOST_NAME: usize = 80;
/// Characters that a note may have.
pub const MOST_NOTE: usize = 300;
/// How far from today a signature may lie, in days.
pub const MOST_DAYS: i64 = 366;

/// A customer as a row has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Customer {
    /// The line of the file on which it begins.
    pub line: u64,
    /// The name.
    pub customer: String,
    /// The day of signing.
    pub signed: NaiveDate,
    /// Whom to talk to; empty when not said.
    pub contact: String,
    /// What was signed for; empty when not said.
    pub product: String,
    /// What to remember; empty for nothing.
    pub note: String,
    /// The zone, where one is said.
    pub zone: Option<Tz>,
}

/// The customers of a file, in its order; `today` is the day from which signatures may not lie too far.
///
/// # Errors
/// Every fault of the file, in the order of its lines; then no customer is taken.
pub fn read(file: &[u8], today: NaiveDate) -> Result<Vec<Customer>, Vec<Fault>> {
    let text = text_of(file).map_err(|fault| vec![fault])?;
    let mut reader = ::csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator(text))
        .from_reader(text.as_bytes());
    let mut records = reader.records();
    let Some(Ok(first)) = records.next() else { return Err(vec![Fault::of_file(Wrong::NoHeader)]) };
    let header = Header::read(&first)?;
    let mut page = Page { header, today, found: Vec::new(), faults: Vec::new(), seen: BTreeMap::new() };
    let mut rows = 0_usize;
    for record in records {
        match record {
            Ok(record) if record.iter().all(|cell| cell.trim().is_empty()) => continue,
            Ok(_) if rows == MOST_ROWS => {
                page.faults.push(Fault::of_file(Wrong::TooManyRows { most: MOST_ROWS }));
                break;
            }
            Ok(record) => page.take(&record, line_of(text, &record)),
            Err(_) => page.faults.push(Fault::of_file(Wrong::Unreadable)),
        }
        rows += 1;
    }
    match (page.faults.is_empty(), page.found.is_empty()) {
        (true, false) => Ok(page.found),
        (true, true) => Err(vec![Fault::of_file(Wrong::NoRows)]),
        (false, _) => Err(page.faults),
    }
}

fn text_of(file: &[u8]) -> Result<&str, Fault> {
    if file.len() > MOST_BYTES {
        return Err(Fault::of_file(Wrong::TooLarge { most: MOST_BYTES }));
    }
    if file.starts_with(b"PK\x03\x04") || file.starts_with(b"\xD0\xCF\x11\xE0") {
        return Err(Fault::of_file(Wrong::Workbook));
    }
    let text = std::str::from_utf8(file).map_err(|error| {
        let before = file.get(..error.valid_up_to()).unwrap_or_default();
        let line = before.iter().fold(1, |line, byte| if *byte == b'\n' { line + 1 } else { line });
        Fault { line, column: 0, wrong: Wrong::NotUtf8 }
    })?;
    Ok(text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text))
}

/// What keeps the columns of the first line apart.
fn separator(text: &str) -> u8 {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let found = first.bytes().find(|byte| matches!(byte, b',' | b';' | b'\t'));
    found.unwrap_or(b',')
}

/// The line on which a row begins. The reader's own count is behind where lines end in CRLF, and files are small.
fn line_of(text: &str, record: &::csv::StringRecord) -> u64 {
    let start = record.position().and_then(|place| usize::try_from(place.byte()).ok()).unwrap_or(0);
    let rest = text.get(start..).unwrap_or_default();
    let start = start + rest.len() - rest.trim_start_matches(['\r', '\n']).len();
    let before = text.get(..start).unwrap_or_default();
    before.bytes().fold(1, |line, byte| if byte == b'\n' { line + 1 } else { line })
}

/// Which field stands in which column.
struct Header {
    fields: Vec<Field>,
}

impl Header {
    fn read(record: &::csv::StringRecord) -> Result<Self, Vec<Fault>> {
        let (mut fields, mut faults) = (Vec::new(), Vec::new());
        for (column, name) in (1..).zip(record) {
            let wrong = match Field::named(name) {
                Some(field) if fields.contains(&field) => Wrong::TwoColumns { field },
                Some(field) => {
                    fields.push(field);
                    continue;
                }
                None => Wrong::UnknownColumn { found: name.trim().chars().take(40).collect() },
            };
            faults.push(Fault { line: 1, column, wrong });
        }
        let missing = Field::NEEDED.into_iter().filter(|field| !fields.contains(field));
        faults.extend(missing.map(|field| Fault { line: 1, column: 0, wrong: Wrong::NoColumn { field } }));
        if faults.is_empty() { Ok(Self { fields }) } else { Err(faults) }
    }

    fn place(&self, field: Field) -> Option<usize> {
        self.fields.iter().position(|found| *found == field)
    }
}

/// What is known of a file so far.
struct Page {
    header: Header,
    today: NaiveDate,
    found: Vec<Customer>,
    faults: Vec<Fault>,
    /// The lines of the customers by their names in lower case.
    seen: BTreeMap<String, u64>,
}

impl Page {
    fn take(&mut self, record: &::csv::StringRecord, line: u64) {
        let (found, expected) = (record.len(), self.header.fields.len());
        if found != expected {
            self.faults.push(Fault { line, column: 0, wrong: Wrong::Cells { found, expected } });
            return;
        }
        let row = Row { header: &self.header, record, today: self.today };
        match row.customer(line) {
            Err(wrong) => {
                let place = |field| self.header.place(field).map_or(0, |place| place + 1);
                let fault = |(field, wrong)| Fault { line, column: place(field), wrong };
                self.faults.extend(wrong.into_iter().map(fault));
            }
            Ok(customer) => match self.seen.insert(customer.customer.to_lowercase(), line) {
                Some(first) => {
                    self.seen.insert(customer.customer.to_lowercase(), first);
                    let column = self.header.place(Field::Customer).map_or(0, |place| place + 1);
                    self.faults.push(Fault { line, column, wrong: Wrong::Twice { first } });
                }
                None => self.found.push(customer),
            },
        }
    }
}

/// One row with its header.
struct Row<'r> {
    header: &'r Header,
    record: &'r ::csv::StringRecord,
    today: NaiveDate,
}

impl Row<'_> {
    fn customer(&self, line: u64) -> Result<Customer, Vec<(Field, Wrong)>> {
        let mut faults = Vec::new();
        let mut words = |field, most| {
            let cell = self.cell(field);
            let wrong = match cell.chars().count() {
                0 if field == Field::Customer => Some(Wrong::Missing),
                count if count > most => Some(Wrong::TooLong { most }),
                _ => cell.chars().any(char::is_control).then_some(Wrong::Control),
            };
            faults.extend(wrong.map(|wrong| (field, wrong)));
            cell.to_owned()
        };
        let customer = words(Field::Customer, MOST_NAME);
        let contact = words(Field::Contact, MOST_NAME);
        let product = words(Field::Product, MOST_NAME);
        let note = words(Field::Note, MOST_NOTE);
        let signed = self.signed().map_err(|wrong| faults.push((Field::Signed, wrong))).ok();
        let zone = self.zone().map_err(|wrong| faults.push((Field::Zone, wrong))).ok();
        match (signed, zone) {
            (Some(signed), Some(zone)) if faults.is_empty() => {
                Ok(Customer { line, customer, signed, contact, product, note, zone })
            }
            _ => Err(faults),
        }
    }

    /// A cell; an apostrophe that keeps spreadsheets from computing is taken off.
    fn cell(&self, field: Field) -> &str {
        let cell = self.header.place(field).and_then(|place| self.record.get(place)).unwrap_or_default();
        restored(cell.trim()).trim()
    }

    fn signed(&self) -> Result<NaiveDate, Wrong> {
        let cell = self.cell(Field::Signed);
        if cell.is_empty() {
            return Err(Wrong::Missing);
        }
        let found = || cell.chars().take(40).collect::<String>();
        let plain = cell.replace(['/', '.'], "-");
        let four = plain.split('-').next().is_some_and(|year| year.len() == 4);
        let day = NaiveDate::parse_from_str(&plain, "%Y-%m-%d").ok().filter(|_| four);
        let day = day.ok_or_else(|| Wrong::Date { found: found() })?;
        let near = (day - self.today).num_days().abs() <= MOST_DAYS;
        if near { Ok(day) } else { Err(Wrong::Far { found: found() }) }
    }

    fn zone(&self) -> Result<Option<Tz>, Wrong> {
        match self.cell(Field::Zone) {
            "" => Ok(None),
            cell => {
                cell.parse().map(Some).map_err(|_| Wrong::Zone { found: cell.chars().take(40).collect() })
            }
        }
    }
}

#[cfg(test)]
mod tests;
