//! Looks at playbook files again and again, and loads what has changed; whoever holds an old library keeps it where the new
//! files have problems. It must not know when to look.

use super::load::load;
use super::{Library, Loaded, Problem, SourceFile};

/// Files that may change.
pub struct Watch<'f> {
    files: Box<dyn Fn() -> Option<Vec<SourceFile>> + Send + 'f>,
    known: Vec<SourceFile>,
}

impl<'f> Watch<'f> {
    /// From now on, other files than these are a change. `files` reads them; `None` when they cannot be read just now.
    pub fn new(known: Vec<SourceFile>, files: impl Fn() -> Option<Vec<SourceFile>> + Send + 'f) -> Self {
        Self { files: Box::new(files), known }
    }

    /// The files, where they are other than at the last look.
    pub fn changed(&mut self) -> Option<&[SourceFile]> {
        let now = (self.files)()?;
        if now == self.known {
            return None;
        }
        self.known = now;
        Some(&self.known)
    }
}

/// A library of changed files, which keeps what it learns where the old one does.
///
/// # Errors
/// Everything that is wrong with the files.
pub fn reload(old: &Library, files: &[SourceFile]) -> Result<Library, Vec<Problem>> {
    let Loaded { library, problems } = load(files);
    if !problems.is_empty() {
        return Err(problems);
    }
    library.remember_as(old);
    Ok(library)
}
