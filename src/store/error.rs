//! What can go wrong with the memory, in one sentence each: what happened, where, and how to mend it.
//! The two databases number their errors differently; here those numbers become the few cases a bot has to tell apart.
//! It must not show a password: places come from the address, never from the URL.

use sqlx::migrate::MigrateError;

use super::address::Kind;
use super::newest;

/// Why the memory could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The configured address is none.
    #[error("{why}; write it like sqlite://sparring.db or postgres://user:password@host/database")]
    BadUrl {
        /// What is wrong with it.
        why: String,
    },
    /// Nobody answers there, or not to us.
    #[error("cannot reach {place}: {why}; {mend}")]
    Unreachable {
        /// Which database.
        place: String,
        /// What the database or the network said.
        why: String,
        /// What to do.
        mend: &'static str,
    },
    /// Somebody else holds it for longer than we wait.
    #[error("{place} is locked by another program or is too busy; close what else uses it, then try again")]
    Locked {
        /// Which database.
        place: String,
    },
    /// There is no room for more.
    #[error(
        "no room is left for {place}; what was stored before is safe: free some disk space, then try again"
    )]
    Full {
        /// Which database.
        place: String,
    },
    /// It may be read, not written.
    #[error(
        "{place} cannot be written; give this program the right to write the file and its folder, or to the tables"
    )]
    ReadOnly {
        /// Which database.
        place: String,
    },
    /// What was to be stored does not fit what is stored.
    #[error("{what}; read it again and go on from there")]
    Conflict {
        /// What does not fit.
        what: String,
    },
    /// A stored value that this program does not understand.
    #[error(
        "{table}.{column} of row {id} in the database holds what this program does not understand; correct that value or restore a backup"
    )]
    BadRow {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
        /// The row's key, its parts joined by `/`.
        id: String,
    },
    /// The tables could not be brought up to date.
    #[error("the tables of {place} cannot be brought up to date: {why}; {mend}")]
    Migration {
        /// Which database.
        place: String,
        /// What went wrong.
        why: String,
        /// What to do.
        mend: &'static str,
    },
    /// A newer program's tables, which this one might damage.
    #[error(
        "{place} was written by a newer Sparring: its tables are at version {version}, and this one knows them up to {known}; start the newer one, or restore a backup of before the update into another database"
    )]
    Newer {
        /// Which database.
        place: String,
        /// The number of its last migration.
        version: i64,
        /// The number of this program's last migration.
        known: i64,
    },
    /// Anything else that the database said.
    #[error("{place} failed: {why}; if it happens again, check the database with its own tools")]
    Other {
        /// Which database.
        place: String,
        /// What the database said.
        why: String,
    },
}

impl StoreError {
    pub(super) fn conflict(what: impl Into<String>) -> Self {
        Self::Conflict { what: what.into() }
    }
}

enum Sort {
    Unreachable,
    Locked,
    Full,
    ReadOnly,
    Other,
}

/// Finds the case that an error of the database belongs to.
pub(super) fn of_database(kind: Kind, place: &str, error: sqlx::Error) -> StoreError {
    let place = place.to_owned();
    match sort(kind, &error) {
        Sort::Unreachable => StoreError::Unreachable { place, why: why(error), mend: mend(kind) },
        Sort::Locked => StoreError::Locked { place },
        Sort::Full => StoreError::Full { place },
        Sort::ReadOnly => StoreError::ReadOnly { place },
        Sort::Other => StoreError::Other { place, why: why(error) },
    }
}

/// The same for what went wrong while the tables were brought up to date.
pub(super) fn of_migration(kind: Kind, place: &str, error: MigrateError) -> StoreError {
    let mend = match error {
        MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _)
            if !matches!(sort(kind, &error), Sort::Other) =>
        {
            return of_database(kind, place, error);
        }
        MigrateError::VersionMissing(version) if version > newest() => {
            return StoreError::Newer { place: place.to_owned(), version, known: newest() };
        }
        MigrateError::VersionMissing(_) | MigrateError::VersionMismatch(_) => {
            "start the Sparring that made these tables, or restore a backup"
        }
        _ => "restore a backup, or start with an empty database",
    };
    StoreError::Migration { place: place.to_owned(), why: error.to_string(), mend }
}

fn mend(kind: Kind) -> &'static str {
    match kind {
        Kind::Postgres => "see that it runs and that user, password and name in database.url are right",
        Kind::Sqlite | Kind::Memory => {
            "see that its folder exists, that this program may write there, and that the file is a SQLite database"
        }
    }
}

fn sort(kind: Kind, error: &sqlx::Error) -> Sort {
    match error {
        sqlx::Error::Database(told) => {
            let code = told.code().unwrap_or_default();
            if kind == Kind::Postgres { sort_of_sqlstate(&code) } else { sort_of_result_code(&code) }
        }
        sqlx::Error::PoolTimedOut if kind == Kind::Postgres => Sort::Unreachable,
        sqlx::Error::PoolTimedOut => Sort::Locked,
        sqlx::Error::Io(_) | sqlx::Error::Tls(_) | sqlx::Error::PoolClosed | sqlx::Error::WorkerCrashed => {
            Sort::Unreachable
        }
        _ => Sort::Other,
    }
}

/// PostgreSQL, appendix A: five characters, of which the first two are the class.
fn sort_of_sqlstate(code: &str) -> Sort {
    match code {
        // lock_not_available, serialization_failure, deadlock_detected
        "55P03" | "40001" | "40P01" => Sort::Locked,
        // disk_full
        "53100" => Sort::Full,
        // read_only_sql_transaction, insufficient_privilege
        "25006" | "42501" => Sort::ReadOnly,
        // invalid_catalog_name, too_many_connections, and the server shutting down or starting up
        "3D000" | "53300" | "57P01" | "57P02" | "57P03" => Sort::Unreachable,
        // connection exceptions, invalid authorization (a wrong password)
        code if code.starts_with("08") || code.starts_with("28") => Sort::Unreachable,
        _ => Sort::Other,
    }
}

/// SQLite's result codes; the extended ones carry the primary one in their lowest byte.
fn sort_of_result_code(code: &str) -> Sort {
    match code.parse::<i32>().map(|code| code & 0xff) {
        // SQLITE_BUSY, SQLITE_LOCKED
        Ok(5 | 6) => Sort::Locked,
        // SQLITE_READONLY
        Ok(8) => Sort::ReadOnly,
        // SQLITE_FULL
        Ok(13) => Sort::Full,
        // SQLITE_CANTOPEN, SQLITE_NOTADB
        Ok(14 | 26) => Sort::Unreachable,
        _ => Sort::Other,
    }
}

fn why(error: sqlx::Error) -> String {
    match error {
        sqlx::Error::PoolTimedOut => {
            "no connection in time (nothing listens there, or all are in use)".to_owned()
        }
        sqlx::Error::Database(told) => told.message().to_owned(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(sort: &Sort) -> &'static str {
        match sort {
            Sort::Unreachable => "unreachable",
            Sort::Locked => "locked",
            Sort::Full => "full",
            Sort::ReadOnly => "read-only",
            Sort::Other => "other",
        }
    }

    #[test]
    fn numbers_of_both_databases_become_the_same_cases() {
        let sqlite: Vec<_> = ["5", "517", "6", "8", "1032", "13", "14", "11", "?"]
            .map(sort_of_result_code)
            .iter()
            .map(named)
            .collect();
        let meant =
            ["locked", "locked", "locked", "read-only", "read-only", "full", "unreachable", "other", "other"];
        assert_eq!(sqlite, meant);
        let postgres: Vec<_> = ["55P03", "53100", "25006", "28P01", "08006", "57P03", "42601"]
            .map(sort_of_sqlstate)
            .iter()
            .map(named)
            .collect();
        assert_eq!(
            postgres,
            ["locked", "full", "read-only", "unreachable", "unreachable", "unreachable", "other"]
        );
    }
}
