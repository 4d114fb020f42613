//! A file that is being written: beside its place under another name, readable by its owner alone, and gone again unless
//! it was finished. So nothing half-written is ever found under the name that was asked for.
//! It must not replace a file.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use super::side::Side;
use super::{Backup, BackupError};
use crate::store::address::Address;
use crate::store::{Limits, StoreError, newest};

/// What SQLite puts beside a file; found without the file, they are of another one and would be taken for its own.
const BESIDE: [&str; 3] = ["-wal", "-shm", "-journal"];

/// A file on its way to its name.
pub(super) struct Unfinished {
    path: PathBuf,
    meant: PathBuf,
}

impl Unfinished {
    /// Makes the empty file, for a name that is free.
    pub(super) fn new(meant: &Path) -> Result<Self, BackupError> {
        free(meant)?;
        Self::beside(meant)
    }

    /// Makes the empty file beside one that stays as it is; it is never to be finished.
    pub(super) fn beside(meant: &Path) -> Result<Self, BackupError> {
        // SQLite would take a name that begins with `file:` for more than a name.
        let meant = std::path::absolute(meant).map_err(|why| failed(meant, why))?;
        let path = with(&meant, ".unfinished");
        match private().open(&path) {
            Ok(_) => Ok(Self { path, meant }),
            Err(why) if why.kind() == io::ErrorKind::AlreadyExists => {
                Err(BackupError::Unfinished { file: path.display().to_string() })
            }
            Err(why) => Err(failed(&path, why)),
        }
    }

    /// Where it is until it is finished.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Connects to it.
    pub(super) async fn open(&self, limits: Limits) -> Result<Side, StoreError> {
        Side::open(&Address::of_file(&self.path, "rw")?, limits).await
    }

    /// Fills it with what a SQLite file holds at one moment, whoever writes there meanwhile.
    pub(super) async fn copy(&self, source: &Address, limits: Limits) -> Result<(), BackupError> {
        let mut source = Side::open(source, limits).await?;
        source.version().await?;
        let path = self.path.to_str().unwrap_or_default().to_owned();
        let done = sqlx::query("VACUUM INTO $1").bind(path).execute(&mut source.connection).await;
        done.map_err(|error| match source.failed(error) {
            // SQLite does not tell which of the two it could not use.
            StoreError::Full { place } => self.uncopied(place, "no room is left"),
            StoreError::Other { place, why } => self.uncopied(place, &why),
            other => other.into(),
        })?;
        Ok(source.close().await?)
    }

    fn uncopied(&self, place: String, why: &str) -> BackupError {
        BackupError::Uncopied { place, file: self.path.display().to_string(), why: why.to_owned() }
    }

    /// Brings its tables up to date.
    pub(super) async fn bring_up_to_date(&self, limits: Limits) -> Result<(), StoreError> {
        let mut side = self.open(limits).await?;
        side.make_tables(newest()).await?;
        side.close().await
    }

    /// What it holds, read again from the file.
    pub(super) async fn check(&self, limits: Limits) -> Result<Backup, BackupError> {
        Side::file(&self.path, limits).await?.checked().await
    }

    /// Gives it its name, when all of it is on the disk.
    pub(super) fn finish(self) -> Result<(), BackupError> {
        free(&self.meant)?;
        let on_disk = File::options().write(true).open(&self.path).and_then(|file| file.sync_all());
        on_disk.map_err(|why| failed(&self.path, why))?;
        fs::rename(&self.path, &self.meant).map_err(|why| failed(&self.meant, why))?;
        // The name is in the folder, which is written by itself; where folders cannot be opened, the system sees to it.
        if let Some(Ok(folder)) = self.meant.parent().map(File::open) {
            folder.sync_all().ok();
        }
        Ok(())
    }
}

impl Drop for Unfinished {
    /// What was not finished goes; nothing is at the name any more when it was.
    fn drop(&mut self) {
        fs::remove_file(&self.path).ok();
        for beside in BESIDE {
            fs::remove_file(with(&self.path, beside)).ok();
        }
    }
}

/// Refuses a name that is taken, or beside which lies what SQLite would mix with the file.
fn free(meant: &Path) -> Result<(), BackupError> {
    let mut names = vec![meant.to_owned()];
    names.extend(BESIDE.map(|beside| with(meant, beside)));
    // A link that leads nowhere is a name as well.
    match names.iter().find(|name| name.symlink_metadata().is_ok()) {
        Some(taken) => Err(BackupError::Taken { file: taken.display().to_string() }),
        None => Ok(()),
    }
}

fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

fn with(path: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(ending);
    PathBuf::from(name)
}

fn failed(file: &Path, why: io::Error) -> BackupError {
    BackupError::File { file: file.display().to_string(), why }
}
