//! Reloading the playbooks: all or nothing. A folder with problems leaves the last good library in place.

use std::sync::Arc;

use super::App;
use crate::playbook::{Loaded, Problem, SourceFile, load};

impl App {
    /// Takes over the playbooks of these files; `Err` says what is wrong with them, and nothing has changed.
    pub fn reload(&self, files: &[SourceFile]) -> Result<(), Vec<Problem>> {
        let Loaded { library, problems } = load(files);
        if !problems.is_empty() {
            return Err(problems);
        }
        library.remember_as(&self.library());
        self.library.send_replace(Arc::new(library));
        self.recognisers.forget(|_| true);
        self.contents.forget(|_| true);
        Ok(())
    }
}
