//! Content of a server's own: a trainer's file is held against the format, the rules and its own transcripts with all
//! that is in effect around it, then kept as a version, which takes effect when a trainer says so.
//! What is checked is checked off the threads that talk, one file at a time.
//! It must not fetch files.

use std::sync::Arc;

use super::contents::{Content, SCENARIOS, file_of};
use super::{App, AppError, Who};
use crate::playbook::{
    Playbook, Problem, SourceFile, UPLOADS, UploadKind, put_in, put_in_what_fits, self_test_of,
};
use crate::reply::upload::{Named, problems};
use crate::reply::{Phrase, Reply, Words, notice, phrase};
use crate::store::{MOST_UPLOADS, NewUpload, UploadPath, UploadText, Uploaded};

/// The largest file that is taken, in bytes.
pub const LARGEST_UPLOAD: usize = 256 << 10;
/// The longest name of a file, in characters; an id has as many.
const LONGEST_NAME: usize = 60;

/// A file that a trainer brings.
#[derive(Debug, Clone, Default)]
pub struct Brought {
    /// What it is called.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
    /// What sort of file it is.
    pub kind: Option<String>,
    /// The playbook's id; the reader's own when absent.
    pub playbook: Option<String>,
    /// The language; the reader's when absent.
    pub language: Option<String>,
}

/// A file that is fit to be checked.
struct Case {
    base: Arc<Playbook>,
    path: UploadPath,
    named: Named,
    text: String,
}

impl App {
    /// What somebody is told who may not change the content here; none where they may.
    pub fn not_a_trainer(&self, who: &Who) -> Result<Option<Reply>, AppError> {
        let words = self.words(&who.language)?;
        Ok(not_for(who).map(|why| notice::plain(&words, why)))
    }

    /// Checks a file as an upload does, and keeps nothing.
    pub async fn check_upload(&self, who: &Who, brought: &Brought) -> Result<Reply, AppError> {
        let words = self.words(&who.language)?;
        let case = match self.to_check(&words, who, brought) {
            Ok(case) => case,
            Err(reply) => return Ok(*reply),
        };
        let _alone = self.uploading.lock().await;
        Ok(match self.tried_in(who, &case.base, &case.path, Some(case.file())).await?.as_slice() {
            [] => case.named.told(&words, phrase::UPLOAD_CHECKED, &[]),
            pictures => case.named.problems(&words, phrase::UPLOAD_PROBLEMS, pictures),
        })
    }

    /// Keeps a file as the next version of its name, where it is in order; it is not in effect by that.
    pub async fn upload(&self, who: &Who, event: i64, brought: &Brought) -> Result<Reply, AppError> {
        let words = self.words(&who.language)?;
        let case = match self.to_check(&words, who, brought) {
            Ok(case) => case,
            Err(reply) => return Ok(*reply),
        };
        let _alone = self.uploading.lock().await;
        let pictures = self.tried_in(who, &case.base, &case.path, Some(case.file())).await?;
        if !pictures.is_empty() {
            return Ok(case.named.problems(&words, phrase::UPLOAD_PROBLEMS, &pictures));
        }
        let Case { path, named, text, .. } = case;
        let new = NewUpload { id: event, server: who.server, path, text, by: who.rep, at: self.now() };
        Ok(match self.store.add_upload(&new).await? {
            Uploaded::Version(version) => named.taken(&words, version, event),
            Uploaded::Full => {
                Reply::text(words.say(phrase::UPLOAD_FULL, &[("most", &MOST_UPLOADS.to_string())]))
            }
        })
    }

    /// Checks everything that is in effect in a server, and plays the transcripts of its own scenarios.
    pub async fn check_content(&self, who: &Who) -> Result<Reply, AppError> {
        let words = self.words(&who.language)?;
        if let Some(why) = not_for(who) {
            return Ok(notice::plain(&words, why));
        }
        let _alone = self.uploading.lock().await;
        let content = self.content(who.server).await?;
        let texts = self.store.in_effect(who.server, content.edition.unwrap_or(0)).await?;
        let count = texts.len();
        let pictures = tokio::task::spawn_blocking(move || all_pictures(&content, &texts)).await?;
        Ok(match pictures.as_slice() {
            [] => Reply::text(words.say(phrase::CONTENT_CHECKED, &[("count", &count.to_string())])),
            pictures => problems(&words, pictures),
        })
    }

    /// The pictures of what would be wrong with a file among all that is in effect now.
    async fn tried_in(
        &self,
        who: &Who,
        base: &Arc<Playbook>,
        path: &UploadPath,
        file: Option<SourceFile>,
    ) -> Result<Vec<String>, AppError> {
        let edition = self.newest_edition(who).await?;
        let texts = self.store.in_effect(who.server, edition).await?;
        tried(Arc::clone(base), texts, path.clone(), file).await
    }

    /// A file with the playbook that it belongs to, or what to tell the trainer.
    fn to_check(&self, words: &Words, who: &Who, brought: &Brought) -> Result<Case, Box<Reply>> {
        let refused = |what, holes: &[(&str, &str)]| Box::new(Reply::text(words.say(what, holes)));
        if let Some(why) = not_for(who) {
            return Err(refused(why, &[]));
        }
        let kind = brought.kind.as_deref().and_then(kind_of);
        let kind = kind.ok_or_else(|| refused(phrase::UPLOAD_NEEDS_KIND, &[]))?;
        let name = brought.name.strip_suffix(".toml").filter(|name| is_an_id(name)).ok_or_else(|| {
            let shown: String = brought.name.chars().take(100).collect();
            refused(phrase::UPLOAD_BAD_NAME, &[("name", &shown)])
        })?;
        if brought.bytes.len() > LARGEST_UPLOAD {
            return Err(Box::new(too_large(words)));
        }
        let text = std::str::from_utf8(&brought.bytes).map_err(|error| {
            refused(phrase::UPLOAD_NOT_TEXT, &[("byte", &error.valid_up_to().to_string())])
        })?;
        // A byte order mark is an editor's habit, not content.
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text).to_owned();
        let base = self.meant(who, brought).ok_or_else(|| Box::new(self.no_playbook(words)))?;
        let path = UploadPath {
            playbook: base.id.to_string(),
            language: base.language.to_string(),
            folder: kind.folder.to_owned(),
            name: name.to_owned(),
        };
        Ok(Case { base, named: named(words, &path), path, text })
    }

    /// The playbook that is meant: the named one or the reader's, in the named language or the reader's.
    fn meant(&self, who: &Who, brought: &Brought) -> Option<Arc<Playbook>> {
        let library = self.library();
        let language = brought.language.as_deref().unwrap_or(&who.language);
        let mut own = library.playbooks.iter().filter(|playbook| match &brought.playbook {
            Some(id) => playbook.id == *id.trim(),
            None => true,
        });
        let in_it = own.clone().find(|playbook| playbook.language.serves(language));
        // Without a word about the language, it is the one that the reader gets.
        let found = if brought.language.is_some() { in_it } else { in_it.or_else(|| own.next()) };
        found.cloned()
    }

    pub(super) fn no_playbook(&self, words: &Words) -> Reply {
        let library = self.library();
        let there: Vec<String> =
            library.playbooks.iter().map(|p| shelf_name(p.id.as_str(), p.language.as_str())).collect();
        Reply::text(words.say(phrase::UPLOAD_NO_PLAYBOOK, &[("there", &there.join(", "))]))
    }
}

impl Case {
    fn file(&self) -> SourceFile {
        let path = format!("{}/{}.toml", self.path.folder, self.path.name);
        SourceFile { path: path.into(), text: self.text.as_str().into() }
    }
}

/// Why somebody may not change the content here.
pub(super) fn not_for(who: &Who) -> Option<Phrase> {
    match who {
        Who { server, .. } if server.0 == 0 => Some(phrase::SERVER_ONLY),
        Who { manager: false, .. } => Some(phrase::NOT_FOR_CONTENT),
        _ => None,
    }
}

/// A file is larger than it may be.
pub fn too_large(words: &Words) -> Reply {
    let most = (LARGEST_UPLOAD >> 10).to_string();
    Reply::text(words.say(phrase::UPLOAD_TOO_LARGE, &[("most", &most)]))
}

fn kind_of(word: &str) -> Option<&'static UploadKind> {
    UPLOADS.iter().find(|kind| kind.word == word)
}

fn is_an_id(name: &str) -> bool {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
    !name.is_empty() && name.len() <= LONGEST_NAME && name.chars().all(fits)
}

/// A playbook in a language, as it is shown and typed.
pub(super) fn shelf_name(playbook: &str, language: &str) -> String {
    format!("{playbook}.{language}")
}

/// A file as it is typed.
pub(super) fn typed_name(path: &UploadPath) -> String {
    format!("{}/{}/{}", shelf_name(&path.playbook, &path.language), path.folder, path.name)
}

/// A file as people call it.
pub(super) fn named(words: &Words, path: &UploadPath) -> Named {
    let kind = UPLOADS.iter().find(|kind| kind.folder == path.folder);
    Named {
        kind: kind.map_or(path.folder.as_str(), |kind| words.plain(kind.name)).to_owned(),
        name: path.name.clone(),
        playbook: shelf_name(&path.playbook, &path.language),
    }
}

/// Holds a file against the playbook with all else that is in effect there; without one, looks whether the rest stands
/// without what was there. What was amiss before is not held against it.
pub(super) async fn tried(
    base: Arc<Playbook>,
    texts: Vec<UploadText>,
    path: UploadPath,
    file: Option<SourceFile>,
) -> Result<Vec<String>, AppError> {
    let work = move || {
        let same = |text: &&UploadText| {
            (&text.path.playbook, &text.path.language) == (&path.playbook, &path.language)
        };
        let all: Vec<(bool, SourceFile)> =
            texts.iter().filter(same).map(|text| (text.path == path, file_of(text))).collect();
        let files: Vec<SourceFile> = all.iter().map(|(_, file)| file.clone()).collect();
        let (_, odd) = put_in_what_fits(&base, &files);
        let fits = |file: &SourceFile| !odd.iter().any(|problem| problem.file.path == file.path);
        let rest = all.into_iter().filter(|(own, other)| !own && fits(other)).map(|(_, other)| other);
        let files: Vec<SourceFile> = rest.chain(file.clone()).collect();
        let (playbook, mut problems) = put_in(&base, &files);
        if problems.is_empty() && file.is_some() && path.folder == SCENARIOS {
            problems = self_test_of(&playbook, &path.name, &files).problems;
        }
        pictures_of(&problems)
    };
    Ok(tokio::task::spawn_blocking(work).await?)
}

/// What is wrong with all that is in effect: files that do not fit, and scenarios whose transcripts do not score.
fn all_pictures(content: &Content, texts: &[UploadText]) -> Vec<String> {
    let files: Vec<SourceFile> = texts.iter().map(file_of).collect();
    let mut pictures = pictures_of(&content.problems);
    for path in content.versions.keys().filter(|path| path.folder == SCENARIOS) {
        if let Ok(playbook) = content.own(&path.playbook, &path.language) {
            pictures.extend(pictures_of(&self_test_of(&playbook, &path.name, &files).problems));
        }
    }
    pictures
}

pub(super) fn pictures_of(problems: &[Problem]) -> Vec<String> {
    problems.iter().map(|problem| problem.picture(false)).collect()
}
