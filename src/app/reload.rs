//! Reloading the playbooks: all or nothing. A folder with problems leaves the last good library in place.

use std::sync::Arc;

use super::App;
use crate::playbook::{Problem, SourceFile, reload};

impl App {
    /// Takes over the playbooks of these files; `Err` says what is wrong with them, and nothing has changed.
    pub fn reload(&self, files: &[SourceFile]) -> Result<(), Vec<Problem>> {
        let library = reload(&self.library(), files)?;
        self.library.send_replace(Arc::new(library));
        self.recognisers.forget(|_| true);
        self.contents.forget(|_| true);
        Ok(())
    }
}
