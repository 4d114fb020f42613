//! What a server drills with: the playbooks, with its own uploads put in. It is made when a server first needs it and kept
//! until other playbooks change it; a server without uploads has the playbooks themselves, which costs nothing.
//! Content is known by its edition, which a server's next change leaves behind: what began with one goes on with it.
//! It must not decide what may take effect.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::OnceCell;

use super::kept::Kept;
use super::{App, AppError, Who};
use crate::coach::ids::{Id, ServerId};
use crate::playbook::{Library, Playbook, Problem, SourceFile, put_in_what_fits};
use crate::store::{ContentVersion, UploadPath, UploadText};

/// The folders of what attempts are about.
pub(super) const SCENARIOS: &str = "scenarios";
pub(super) const QUIZZES: &str = "quizzes";

/// The content of one server in one edition.
pub(super) struct Content {
    /// The playbooks with what is in effect.
    pub(super) library: Arc<Library>,
    /// Which edition; none where nothing was ever in effect.
    pub(super) edition: Option<i64>,
    /// The files in effect, each with its version.
    pub(super) versions: BTreeMap<UploadPath, u32>,
    /// Why files that ought to be in effect are not.
    pub(super) problems: Vec<Problem>,
}

impl Content {
    fn of_all(library: Arc<Library>, edition: Option<i64>) -> Self {
        Self { library, edition, versions: BTreeMap::new(), problems: Vec::new() }
    }

    fn made(library: &Library, edition: i64, texts: Vec<UploadText>) -> Self {
        let mut all: BTreeMap<(String, String), Vec<UploadText>> = BTreeMap::new();
        for text in texts {
            let whose = (text.path.playbook.clone(), text.path.language.clone());
            all.entry(whose).or_default().push(text);
        }
        let (mut versions, mut problems) = (BTreeMap::new(), Vec::new());
        let playbooks = library.playbooks.iter().map(|base| {
            let Some(texts) = all.remove(&(base.id.to_string(), base.language.to_string())) else {
                return Arc::clone(base);
            };
            let files: Vec<SourceFile> = texts.iter().map(file_of).collect();
            let (mut playbook, odd) = put_in_what_fits(base, &files);
            // Attempts name the playbook's version: this one is not the same everywhere.
            playbook.version = format!("{}+{edition}", base.version);
            let fits = |file: &SourceFile| !odd.iter().any(|problem| problem.file.path == file.path);
            let fitting = texts.into_iter().zip(&files).filter(|(_, file)| fits(file));
            versions.extend(fitting.map(|(text, _)| (text.path, text.version)));
            problems.extend(odd);
            Arc::new(playbook)
        });
        let playbooks = playbooks.collect();
        let library = Arc::new(Library {
            playbooks,
            words: library.words.clone(),
            calendars: library.calendars.clone(),
        });
        Self { library, edition: Some(edition), versions, problems }
    }

    /// The playbook for a reader, in their language as far as it is there.
    pub(super) fn playbook(&self, language: &str) -> Result<Arc<Playbook>, AppError> {
        self.library.playbook(language).cloned().ok_or(AppError::NoContent("playbook"))
    }

    /// The playbook that something was begun with.
    pub(super) fn own(&self, id: &str, language: &str) -> Result<Arc<Playbook>, AppError> {
        let own = self.library.playbooks.iter().find(|p| p.id == *id && p.language.as_str() == language);
        own.cloned().ok_or(AppError::NoContent("playbook that this was begun with"))
    }

    /// What an attempt remembers of it: the edition, and the version of the file that it is about.
    pub(super) fn remembered(&self, playbook: &Playbook, folder: &str, name: &Id) -> Option<ContentVersion> {
        let path = UploadPath {
            playbook: playbook.id.to_string(),
            language: playbook.language.to_string(),
            folder: folder.to_owned(),
            name: name.to_string(),
        };
        Some(ContentVersion { edition: self.edition?, version: self.versions.get(&path).copied() })
    }
}

/// A version of a file as the loader and receipts name it.
pub(super) fn file_of(text: &UploadText) -> SourceFile {
    let UploadPath { folder, name, .. } = &text.path;
    let path = format!("uploads/v{}/{folder}/{name}.toml", text.version);
    SourceFile { path: path.into(), text: text.text.as_str().into() }
}

/// The contents of servers, by server and edition.
#[derive(Default)]
pub(super) struct Contents {
    /// The present editions, of those servers alone in which anything was ever in effect; read once.
    editions: OnceCell<Mutex<BTreeMap<ServerId, i64>>>,
    kept: Kept<i64, Content>,
}

impl Contents {
    /// Forgets those of some servers, after the playbooks that they stand on have changed.
    pub(super) fn forget(&self, whose: impl Fn(ServerId) -> bool) {
        self.kept.forget(whose);
    }
}

impl App {
    /// A server's content as it is now.
    pub(super) async fn content(&self, server: ServerId) -> Result<Arc<Content>, AppError> {
        let editions = self.editions().await?;
        let edition = editions.lock().unwrap_or_else(PoisonError::into_inner).get(&server).copied();
        self.content_in(server, edition).await
    }

    /// A server's content as it was in an edition; without one, the playbooks as they are.
    pub(super) async fn content_in(
        &self,
        server: ServerId,
        edition: Option<i64>,
    ) -> Result<Arc<Content>, AppError> {
        let Some(edition) = edition else {
            return Ok(Arc::new(Content::of_all(self.library(), None)));
        };
        let forgotten = match self.contents.kept.find(server, edition) {
            Ok(found) => return Ok(found),
            Err(forgotten) => forgotten,
        };
        // Looked up only now: what comes after the count is as new as the count says.
        let library = self.library();
        let texts = self.store.in_effect(server, edition).await?;
        let made = if texts.is_empty() {
            Content::of_all(library, Some(edition))
        } else {
            tokio::task::spawn_blocking(move || Content::made(&library, edition, texts)).await?
        };
        for problem in &made.problems {
            let (file, rule) = (&problem.file.path, problem.rule);
            tracing::warn!(server = server.0, %file, rule, "an upload does not fit the playbooks any more");
        }
        let made = Arc::new(made);
        self.contents.kept.keep(server, edition, forgotten, &made);
        Ok(made)
    }

    /// The playbook for a member, with what is in effect in their server.
    pub(super) async fn playbook(&self, who: &Who) -> Result<Arc<Playbook>, AppError> {
        self.content(who.server).await?.playbook(&who.language)
    }

    async fn editions(&self) -> Result<&Mutex<BTreeMap<ServerId, i64>>, AppError> {
        let read = || async { Ok::<_, AppError>(Mutex::new(self.store.editions().await?)) };
        self.contents.editions.get_or_try_init(read).await
    }

    /// Other processes may have begun new editions; an older one that is told later changes nothing.
    pub(super) async fn read_editions_again(&self) -> Result<(), AppError> {
        for (server, edition) in self.store.editions().await? {
            self.note_edition(server, edition).await?;
        }
        Ok(())
    }

    /// A server's content has come to a new edition; an older one that is told later changes nothing.
    pub(super) async fn note_edition(&self, server: ServerId, edition: i64) -> Result<(), AppError> {
        let mut editions = self.editions().await?.lock().unwrap_or_else(PoisonError::into_inner);
        let known = editions.entry(server).or_insert(edition);
        *known = edition.max(*known);
        Ok(())
    }
}
