//! The commands `sparring backup` and `sparring restore`: what may be typed for them.
//! It must not do the work itself.

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::Failure;
use crate::config::Config;
use crate::run;

#[derive(Debug, Subcommand)]
pub(super) enum Keeping {
    /// Write all that is stored into one file, while the bot runs.
    Backup(Keep),
    /// Put a backup into the empty database of the configuration.
    Restore(Keep),
}

#[derive(Debug, Args)]
pub(super) struct Keep {
    /// The backup.
    file: PathBuf,
    /// The configuration; `config.toml` here when left out.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

pub(super) fn run(asked: Keeping, out: &mut dyn Write) -> Result<(), Failure> {
    match asked {
        Keeping::Backup(keep) => run::back_up(&Config::load(keep.config.as_deref())?, &keep.file, out),
        Keeping::Restore(keep) => run::restore(&Config::load(keep.config.as_deref())?, &keep.file, out),
    }
}
