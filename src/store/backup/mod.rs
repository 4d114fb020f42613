//! Backups: all that is stored, from either database, as one SQLite file, and back into an empty database of either sort.
//! A backup is taken while others write, from one moment; it gets its name when it was read again and found whole.
//! It must not change the database that is backed up, nor the file that is restored, and must not replace anything.

mod copy;
mod error;
mod file;
mod side;
mod tables;

use std::path::Path;

pub use error::BackupError;

use super::address::{Address, Kind};
use super::{Limits, Store, newest};
use file::Unfinished;
use side::Side;

/// What a backup holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    /// The number of the last migration of its tables.
    pub version: i64,
    /// Each table with its number of rows, by name.
    pub tables: Vec<(String, u64)>,
}

impl Backup {
    /// The rows of all tables.
    pub fn rows(&self) -> u64 {
        self.tables.iter().map(|(_, rows)| rows).sum()
    }
}

/// Writes all that is stored at `url` into a new file. The tables are left as they are, also those of an older Sparring.
///
/// # Errors
/// When the file is there already, the database cannot be read or is a newer Sparring's, or the file cannot be written or
/// is not whole when it is read again. Nothing is at the file's name then.
pub async fn back_up(url: &str, file: &Path, limits: Limits) -> Result<Backup, BackupError> {
    let address = Address::parse(url)?;
    let unfinished = Unfinished::new(file)?;
    let backup = match address.kind {
        Kind::Memory => return Err(BackupError::Memory),
        Kind::Sqlite => {
            let source = Address::of_file(&address.file()?, "rw")?;
            unfinished.copy(&source, limits).await?;
            unfinished.check(limits).await?
        }
        Kind::Postgres => {
            let read = from_postgres(&address, &unfinished, limits).await?;
            let written = unfinished.check(limits).await?;
            same(&read, &written)?;
            written
        }
    };
    unfinished.finish()?;
    Ok(backup)
}

/// Puts what a backup holds into an empty database, in one piece or not at all. The tables of an older Sparring are
/// brought up to date on the way; the backup stays as it is.
///
/// # Errors
/// When the backup is not whole or a newer Sparring's, the database is not empty, or it cannot be written.
pub async fn restore(file: &Path, url: &str, limits: Limits) -> Result<Backup, BackupError> {
    let address = Address::parse(url)?;
    let held = Side::file(file, limits).await?.checked().await?;
    match address.kind {
        Kind::Memory => Err(BackupError::Memory),
        Kind::Sqlite => {
            let unfinished = Unfinished::new(&address.file()?)?;
            unfinished.copy(&Address::of_file(file, "ro")?, limits).await?;
            same(&held, &unfinished.check(limits).await?)?;
            unfinished.bring_up_to_date(limits).await?;
            let restored = unfinished.check(limits).await?;
            unfinished.finish()?;
            Ok(restored)
        }
        Kind::Postgres if held.version == newest() => into_postgres(file, url, limits).await,
        Kind::Postgres => {
            let newer = Unfinished::beside(file)?;
            newer.copy(&Address::of_file(file, "ro")?, limits).await?;
            newer.bring_up_to_date(limits).await?;
            newer.check(limits).await?;
            into_postgres(newer.path(), url, limits).await
        }
    }
}

/// Copies a PostgreSQL database, as it is at one moment, into the file.
async fn from_postgres(
    address: &Address,
    unfinished: &Unfinished,
    limits: Limits,
) -> Result<Backup, BackupError> {
    let mut source = Side::open(address, limits).await?;
    source.run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?;
    let version = source.version().await?;
    let mut target = unfinished.open(limits).await?;
    // Until it was checked and has its name, the file is worth nothing: no journal, no waiting for the disk.
    target.run("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF").await?;
    target.make_tables(version).await?;
    let tables = target.tables().await?;
    target.run("BEGIN").await?;
    let copied = copy::all(&mut source, &mut target, &tables).await?;
    target.run("COMMIT").await?;
    target.close().await?;
    source.run("ROLLBACK").await?;
    source.close().await?;
    Ok(Backup { version, tables: copied })
}

/// Copies a file with the newest tables into an empty PostgreSQL database, in one transaction.
async fn into_postgres(file: &Path, url: &str, limits: Limits) -> Result<Backup, BackupError> {
    let mut source = Side::file(file, limits).await?;
    source.run("BEGIN").await?;
    let tables = source.tables().await?;
    // Makes the tables where there are none.
    Store::open_within(url, limits).await?.close().await;
    let mut target = Side::open(&Address::parse(url)?, limits).await?;
    target.run("BEGIN").await?;
    let names: Vec<String> = tables.iter().map(|table| table.quoted()).collect();
    target.run(&format!("LOCK TABLE {} IN EXCLUSIVE MODE", names.join(", "))).await?;
    for (table, rows) in target.counted(&tables).await? {
        if rows > 0 {
            return Err(BackupError::NotEmpty { place: target.place, table });
        }
    }
    let read = Backup { version: newest(), tables: copy::all(&mut source, &mut target, &tables).await? };
    let written = Backup { version: newest(), tables: target.counted(&tables).await? };
    same(&read, &written)?;
    target.run("COMMIT").await?;
    target.close().await?;
    source.close().await?;
    Ok(written)
}

/// Whether as much was written as was read.
fn same(read: &Backup, written: &Backup) -> Result<(), BackupError> {
    if read == written {
        return Ok(());
    }
    let differs = read.tables.iter().find(|table| !written.tables.contains(table));
    let table = differs.map_or_else(|| "_sqlx_migrations".to_owned(), |(table, _)| table.clone());
    Err(BackupError::Differs { table })
}
