//! Why a backup could not be taken or restored, in one sentence each: what happened, where, and how to mend it.
//! It must not show anything that was stored.

use std::io;

use crate::store::StoreError;

/// Why a backup could not be taken or restored.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// One of the two databases could not be used.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// What is stored in memory cannot be reached from outside.
    #[error(
        "database.url names a SQLite database in memory, which ends with its program; name a file or a PostgreSQL database"
    )]
    Memory,
    /// Nothing is ever replaced.
    #[error("{file} is there already; name another file, or move that one away")]
    Taken {
        /// The file that is in the way.
        file: String,
    },
    /// Somebody else writes the file, or did not finish it.
    #[error(
        "{file} is there already: it is being written, or was left when a backup or a restore was broken off; when none is running, delete it, then try again"
    )]
    Unfinished {
        /// The unfinished file.
        file: String,
    },
    /// A file could not be made, written or named.
    #[error(
        "cannot write {file}: {why}; see that its folder exists, that this program may write there, and that there is room"
    )]
    File {
        /// The file.
        file: String,
        /// What the system said.
        why: io::Error,
    },
    /// The rows of a SQLite file could not be written into another.
    #[error(
        "cannot copy {place} into {file}: {why}; see that there is room on the disk, and that neither is damaged"
    )]
    Uncopied {
        /// Which database.
        place: String,
        /// The file that was written.
        file: String,
        /// What the database said.
        why: String,
    },
    /// There is nothing to back up.
    #[error("{place} holds no tables of Sparring; see that it is the right one")]
    NoTables {
        /// Which database.
        place: String,
    },
    /// The file is no whole database.
    #[error("{place} is damaged: {what}; use another backup, or take one again")]
    Damaged {
        /// Which database.
        place: String,
        /// What was found.
        what: String,
    },
    /// What is stored is never mixed with what is restored.
    #[error(
        "{place} is not empty: there are rows in its table {table}; a backup is restored into an empty database only"
    )]
    NotEmpty {
        /// Which database.
        place: String,
        /// A table with rows.
        table: String,
    },
    /// A value that has no place in its column elsewhere.
    #[error(
        "{place} holds in {table}.{column} what does not belong there; correct that value, then try again"
    )]
    Value {
        /// Which database.
        place: String,
        /// The table.
        table: String,
        /// The column.
        column: String,
    },
    /// As many rows as were read must be found again.
    #[error(
        "not as many rows of the table {table} were written as were read; nothing was kept, so try again"
    )]
    Differs {
        /// The table.
        table: String,
    },
}
