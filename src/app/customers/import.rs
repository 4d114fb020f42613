//! Customers taken from a file: all of it or nothing; who is followed up already is told and left as they are.
//! It must not read CSV; `export/customers` does.

use super::super::follow_up::Planned;
use super::super::{App, AppError, Who};
use super::find::same_name;
use crate::coach::ids::FollowUpId;
use crate::coach::seed;
use crate::export::customers::{Fault, MOST_BYTES, Wrong, read};
use crate::reply::followup::{ImportFault, Taken, import_refused, imported};
use crate::reply::{Phrase, Reply, phrase};
use crate::store::Card;

/// The largest file of customers.
pub const LARGEST_CUSTOMERS: usize = MOST_BYTES;
/// Customers of a rep with whom those of a file are compared.
const COMPARED: u32 = 10_000;

/// The bits of an id that tell the lines of a file apart; a file has not so many.
const LINES: u64 = (1 << 20) - 1;

impl App {
    /// Takes customers from a file. The same event takes them once.
    pub async fn import_customers(
        &self,
        who: &Who,
        event: i64,
        channel: i64,
        file: &[u8],
    ) -> Result<Reply, AppError> {
        let words = self.words(&who.language)?;
        let own_zone = self.rhythm_of(who.server, who.rep).await?.zone;
        let rows = match read(file, self.now().with_timezone(&own_zone).date_naive()) {
            Ok(rows) => rows,
            Err(faults) => {
                let told: Vec<Told> = faults.iter().map(told).collect();
                let faults: Vec<ImportFault<'_>> = told.iter().map(Told::fault).collect();
                return Ok(import_refused(&words, &faults));
            }
        };
        let known = self.store.customers_of(who.server, who.rep, COMPARED).await?;
        // Rows differ by their lines and keep their order; the same event gives the same numbers.
        let base = (seed::mix(event.cast_unsigned(), seed::digest("customers")) >> 1) & !LINES;
        let (mut new, mut taken) = (Vec::new(), Taken::default());
        for row in rows {
            if known.iter().any(|old| same_name(&old.card.customer, &row.customer)) {
                taken.known.push(row.customer);
                continue;
            }
            let id = base | row.line;
            let card =
                Card { customer: row.customer, contact: row.contact, product: row.product, note: row.note };
            let (signed, zone) = (row.signed, row.zone.unwrap_or(own_zone));
            let planned = Planned { id: FollowUpId(id.cast_signed()), card, signed, zone, channel };
            let follow_up = self.follow_up_of(who, planned).await?;
            taken.touches += follow_up.touches.len();
            new.push(follow_up);
        }
        taken.new = new.len();
        self.store.add_follow_ups(&new).await?;
        tracing::info!(new = taken.new, known = taken.known.len(), "customers were taken from a file");
        Ok(imported(&words, &taken))
    }
}

/// A fault with the values that its phrase shows.
struct Told {
    line: u64,
    column: usize,
    what: Phrase,
    values: Vec<(&'static str, String)>,
}

impl Told {
    fn fault(&self) -> ImportFault<'_> {
        let holes = self.values.iter().map(|(hole, value)| (*hole, value.as_str())).collect();
        ImportFault { line: self.line, column: self.column, what: self.what, holes }
    }
}

fn told(fault: &Fault) -> Told {
    let most = |most: &usize| vec![("most", most.to_string())];
    let found = |found: &String| vec![("found", found.clone())];
    let (what, values) = match &fault.wrong {
        Wrong::TooLarge { most: bytes } => (phrase::IMPORT_TOO_LARGE, most(bytes)),
        Wrong::TooManyRows { most: rows } => (phrase::IMPORT_TOO_MANY, most(rows)),
        Wrong::Workbook => (phrase::IMPORT_WORKBOOK, Vec::new()),
        Wrong::NotUtf8 => (phrase::IMPORT_NOT_UTF8, Vec::new()),
        Wrong::Unreadable => (phrase::IMPORT_UNREADABLE, Vec::new()),
        Wrong::NoHeader => (phrase::IMPORT_NO_HEADER, Vec::new()),
        Wrong::NoRows => (phrase::IMPORT_NO_ROWS, Vec::new()),
        Wrong::NoColumn { field } => (phrase::IMPORT_NO_COLUMN, vec![("field", field.name().to_owned())]),
        Wrong::TwoColumns { field } => (phrase::IMPORT_TWO_COLUMNS, vec![("field", field.name().to_owned())]),
        Wrong::UnknownColumn { found: name } => (phrase::IMPORT_UNKNOWN_COLUMN, found(name)),
        Wrong::Cells { found, expected } => {
            let values = vec![("found", found.to_string()), ("expected", expected.to_string())];
            (phrase::IMPORT_CELLS, values)
        }
        Wrong::Missing => (phrase::IMPORT_MISSING, Vec::new()),
        Wrong::TooLong { most: characters } => (phrase::IMPORT_TOO_LONG, most(characters)),
        Wrong::Control => (phrase::IMPORT_CONTROL, Vec::new()),
        Wrong::Twice { first } => (phrase::IMPORT_TWICE, vec![("first", first.to_string())]),
        Wrong::Date { found: text } => (phrase::IMPORT_DATE, found(text)),
        Wrong::Far { found: text } => (phrase::IMPORT_FAR, found(text)),
        Wrong::Zone { found: text } => (phrase::IMPORT_ZONE, found(text)),
    };
    Told { line: fault.line, column: fault.column, what, values }
}
