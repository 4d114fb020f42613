//! What every report is put together from: columns with their titles, numbers as cells, files, a picture beside the words.
//! It must not know what a report is about.

use chrono_tz::Tz;

use crate::export::markdown::Manner;
use crate::export::{Cell, Column, Kind};
use crate::picture::PictureError;
use crate::reply::{File, Phrase, Reply, Words, phrase};

/// The media type of a workbook.
pub(super) const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// A column with its name for programs and its title for people.
pub(super) fn column(words: &Words, name: &str, title: Phrase, kind: Kind) -> Column {
    Column::new(name, words.plain(title), kind)
}

/// A count as a cell.
pub(super) fn count(value: usize) -> Cell {
    Cell::Whole(i64::try_from(value).unwrap_or(i64::MAX))
}

/// A count as pictures take it.
pub(super) fn small(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// How a report to read shows moments, yes and no.
pub(super) fn manner(words: &Words, zone: Tz) -> Manner {
    let (yes, no) = (words.plain(phrase::WORD_YES).to_owned(), words.plain(phrase::WORD_NO).to_owned());
    Manner { zone, yes, no }
}

/// A file that is no picture.
pub(super) fn file(name: &str, kind: &'static str, bytes: Vec<u8>) -> File {
    File { name: name.to_owned(), kind, bytes, alt: String::new() }
}

/// Adds a picture; without one the words still say it all.
pub(super) fn with_picture(
    reply: Reply,
    drawn: Result<Vec<u8>, PictureError>,
    name: &str,
    alt: String,
) -> Reply {
    match drawn {
        Ok(bytes) => reply.file(File { name: name.to_owned(), kind: "image/png", bytes, alt }),
        Err(error) => {
            tracing::warn!(%error, name, "a picture could not be drawn");
            reply
        }
    }
}
