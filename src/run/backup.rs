//! `sparring backup` and `sparring restore`: run the store's work to its end and tell what was moved.
//! It must not touch rows itself.

use std::io::{self, Write};
use std::path::Path;

use crate::config::Config;
use crate::store::{self, Backup, Limits};

/// Writes all that is stored into a new file.
///
/// # Errors
/// One sentence for the operator.
pub fn back_up(config: &Config, file: &Path, out: &mut dyn Write) -> Result<(), Box<dyn std::error::Error>> {
    let backup =
        runtime()?.block_on(store::back_up(config.database.url.reveal(), file, Limits::default()))?;
    tell(&backup, "backed up and read again", file, out)?;
    Ok(())
}

/// Puts what a backup holds into the empty database of the configuration.
///
/// # Errors
/// One sentence for the operator.
pub fn restore(config: &Config, file: &Path, out: &mut dyn Write) -> Result<(), Box<dyn std::error::Error>> {
    let backup =
        runtime()?.block_on(store::restore(file, config.database.url.reveal(), Limits::default()))?;
    tell(&backup, "restored", file, out)?;
    Ok(())
}

fn runtime() -> io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()
}

fn tell(backup: &Backup, done: &str, file: &Path, out: &mut dyn Write) -> io::Result<()> {
    for (table, rows) in &backup.tables {
        writeln!(out, "{rows:>12}  {table}")?;
    }
    let (rows, tables, version) = (backup.rows(), backup.tables.len(), backup.version);
    writeln!(out, "{done}: {rows} rows in {tables} tables of version {version}, {}", file.display())
}
