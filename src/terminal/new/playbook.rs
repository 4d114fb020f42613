//! `sparring new playbook`: a folder a language with a manifest, a method and what recognises its replies.

use std::io::ErrorKind;
use std::path::Path;

use super::{Desk, NewError, good_id, next, write};
use crate::playbook::scaffold::{homes, playbook};
use crate::playbook::{SourceError, read_dir};

/// What was given for a playbook.
#[derive(Debug)]
pub struct NewPlaybook {
    /// Its id.
    pub id: String,
    /// Its languages.
    pub languages: Vec<String>,
    /// Its names.
    pub title: Vec<String>,
    /// The method that it begins with.
    pub method: String,
}

/// Makes a playbook under a folder.
///
/// # Errors
/// When something is missing, not good, there already, or cannot be written.
pub fn new_playbook(new: &NewPlaybook, folder: &Path, desk: &mut Desk<'_>) -> Result<(), NewError> {
    good_id(&new.id)?;
    let there = match read_dir(folder) {
        Err(SourceError::Nothing { .. }) => Vec::new(),
        Err(SourceError::Read { source, .. }) if source.kind() == ErrorKind::NotFound => Vec::new(),
        read => read?,
    };
    let taken = |language: &String| homes(&there).into_iter().find(|home| home.language == *language);
    let mut files = Vec::new();
    for language in &new.languages {
        if let Some(home) = taken(language).filter(|home| home.id != new.id) {
            return Err(NewError::Hidden {
                folder: folder.to_owned(),
                other: home.id,
                language: home.language,
            });
        }
        let title = desk.needed("--title", &new.title, language, "What is the playbook called?")?;
        let root = format!("{}/{}.{language}/", folder.to_string_lossy().replace('\\', "/"), new.id);
        files.extend(playbook(&root, &new.id, language, &title, &new.method)?);
    }
    write(&there, &files, desk)?;
    let folder = folder.display();
    next(
        desk,
        &[format!("new scenario ID --method {} --playbooks {folder}", new.method), format!("check {folder}")],
    )
}
