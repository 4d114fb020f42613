//! The header of a file of figures: which field stands in which column, whatever the order, case and language.
//! Full-width letters count as plain ones, blanks and hyphens as `_`.
//! It must not take a column that it does not know.

use super::fault::{Fault, Wrong};
use super::number::narrow;

/// Characters of an unknown name that are repeated.
const MOST_SHOWN: usize = 40;

/// A further name of a field, such as the Chinese one.
pub type Synonym<'s> = (Field, &'s str);

/// A field of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// What is measured.
    Metric,
    /// The days it is about.
    Period,
    /// Its unit.
    Unit,
    /// Its value.
    Value,
    /// Whose it is; may be missing.
    Rep,
    /// A remark; may be missing.
    Note,
}

impl Field {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Metric, Self::Period, Self::Unit, Self::Value, Self::Rep, Self::Note];

    /// Its English name in a header.
    pub fn name(self) -> &'static str {
        match self {
            Self::Metric => "metric",
            Self::Period => "period",
            Self::Unit => "unit",
            Self::Value => "value",
            Self::Rep => "rep",
            Self::Note => "note",
        }
    }

    fn is_needed(self) -> bool {
        !matches!(self, Self::Rep | Self::Note)
    }
}

/// Which field stands in which column.
#[derive(Debug)]
pub(super) struct Header {
    fields: Vec<Field>,
}

impl Header {
    /// Reads the first line.
    pub(super) fn read(record: &::csv::StringRecord, synonyms: &[Synonym<'_>]) -> Result<Self, Vec<Fault>> {
        let line = record.position().map_or(1, ::csv::Position::line);
        if let Some(found) = other_separator(record) {
            return Err(vec![Fault { line, column: 0, field: None, wrong: Wrong::Separator { found } }]);
        }
        let mut fields = Vec::new();
        let mut faults = Vec::new();
        for (column, name) in (1..).zip(record) {
            let mut wrong = |field, wrong| faults.push(Fault { line, column, field, wrong });
            match field_of(name, synonyms) {
                None => wrong(
                    None,
                    Wrong::UnknownColumn { found: name.trim().chars().take(MOST_SHOWN).collect() },
                ),
                Some(field) if fields.contains(&field) => wrong(Some(field), Wrong::TwoColumns { field }),
                Some(field) => fields.push(field),
            }
        }
        let missing = Field::ALL.into_iter().filter(|field| field.is_needed() && !fields.contains(field));
        faults.extend(missing.map(|field| Fault {
            line,
            column: 0,
            field: Some(field),
            wrong: Wrong::NoColumn { field },
        }));
        if faults.is_empty() { Ok(Self { fields }) } else { Err(faults) }
    }

    /// The columns.
    pub(super) fn width(&self) -> usize {
        self.fields.len()
    }

    /// The column of a field, counted from 0.
    pub(super) fn place(&self, field: Field) -> Option<usize> {
        self.fields.iter().position(|&found| found == field)
    }
}

fn field_of(name: &str, synonyms: &[Synonym<'_>]) -> Option<Field> {
    let name = plain(name);
    let english = Field::ALL.into_iter().find(|field| field.name() == name);
    english.or_else(|| synonyms.iter().find(|(_, synonym)| plain(synonym) == name).map(|(field, _)| *field))
}

fn plain(name: &str) -> String {
    narrow(name.trim()).trim().to_lowercase().replace([' ', '-'], "_")
}

/// A semicolon or a tab, where the whole header is one cell.
fn other_separator(record: &::csv::StringRecord) -> Option<char> {
    let only = record.get(0).filter(|_| record.len() == 1)?;
    only.chars().find(|c| matches!(c, ';' | '\t' | '；' | '，'))
}
