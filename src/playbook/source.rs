//! Where playbook files come from: a folder on disk, or the copy that was built into the program.
//! Sizes and counts are bounded here, before anything is parsed.
//! It must not parse.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use include_dir::{Dir, include_dir};

use super::problem::SourceFile;

/// The playbooks that the program brings along, so that one file is enough to start.
static BUNDLED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/playbooks");

/// The largest file that is read, in bytes.
const LARGEST_FILE: u64 = 4 << 20;
/// The most files that are read.
const MOST_FILES: usize = 5_000;
/// How deep folders may lie.
const DEEPEST: usize = 6;

/// A folder could not be read.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// The operating system said no.
    #[error("cannot read {path}: {source}; check that the path exists and that it may be read")]
    Read {
        /// What was to be read.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// Something is larger or more than it may be.
    #[error("{path} {what}; split it up, or move what does not belong there elsewhere")]
    TooMuch {
        /// What is too large.
        path: PathBuf,
        /// In which way.
        what: String,
    },
    /// A file is not text.
    #[error("{path} is not UTF-8 text (byte {at}); save it as UTF-8")]
    NotText {
        /// The file.
        path: PathBuf,
        /// The first byte that is not.
        at: usize,
    },
    /// No playbook is there.
    #[error("{path} holds no playbook: there is no `playbook.toml` in it or in a folder of it")]
    Nothing {
        /// The folder.
        path: PathBuf,
    },
}

/// All TOML files of a folder and its folders, sorted by path.
///
/// # Errors
/// When something cannot be read, is too large, or no playbook is there.
pub fn read_dir(root: &Path) -> Result<Vec<SourceFile>, SourceError> {
    let mut files = Vec::new();
    walk(root, 0, &mut files)?;
    files.sort_by(|a, b| a.path.cmp(&b.path));
    if !files.iter().any(|file| file.path.ends_with(super::format::MANIFEST)) {
        return Err(SourceError::Nothing { path: root.to_owned() });
    }
    Ok(files)
}

fn walk(folder: &Path, depth: usize, files: &mut Vec<SourceFile>) -> Result<(), SourceError> {
    let failed = |source| SourceError::Read { path: folder.to_owned(), source };
    if depth > DEEPEST {
        return Err(SourceError::TooMuch { path: folder.to_owned(), what: "lies too deep".to_owned() });
    }
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        // Hidden files are an editor's: its settings, its backups.
        let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        if hidden {
            continue;
        }
        if path.is_dir() {
            walk(&path, depth + 1, files)?;
        } else if path.extension().is_some_and(|ending| ending == "toml") {
            files.push(read_file(&path)?);
        }
        if files.len() > MOST_FILES {
            return Err(SourceError::TooMuch {
                path: folder.to_owned(),
                what: format!("holds more than {MOST_FILES} files"),
            });
        }
    }
    Ok(())
}

/// One file.
///
/// # Errors
/// When it cannot be read, is too large, or not text.
pub fn read_file(path: &Path) -> Result<SourceFile, SourceError> {
    let failed = |source| SourceError::Read { path: path.to_owned(), source };
    let size = std::fs::metadata(path).map_err(failed)?.len();
    if size > LARGEST_FILE {
        let what = format!("has {size} bytes; at most {LARGEST_FILE} are read");
        return Err(SourceError::TooMuch { path: path.to_owned(), what });
    }
    let bytes = std::fs::read(path).map_err(failed)?;
    let text = String::from_utf8(bytes)
        .map_err(|e| SourceError::NotText { path: path.to_owned(), at: e.utf8_error().valid_up_to() })?;
    let shown = path.to_string_lossy().replace('\\', "/");
    // A byte order mark is an editor's habit, not content.
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(&text);
    Ok(SourceFile { path: Arc::from(shown), text: Arc::from(text) })
}

/// The playbooks built into the program.
pub fn bundled() -> Vec<SourceFile> {
    fn collect(dir: &Dir<'_>, files: &mut Vec<SourceFile>) {
        for file in dir.files() {
            let path = format!("playbooks/{}", file.path().to_string_lossy().replace('\\', "/"));
            if let Some(text) = file.contents_utf8().filter(|_| path.ends_with(".toml")) {
                files.push(SourceFile { path: Arc::from(path), text: Arc::from(text) });
            }
        }
        dir.dirs().for_each(|inner| collect(inner, files));
    }
    let mut files = Vec::new();
    collect(&BUNDLED, &mut files);
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}
