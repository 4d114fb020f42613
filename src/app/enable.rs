//! What of a server's uploads is in effect: a version takes effect or is turned off by a trainer, at once in this process.
//! Other processes on the same database learn of it when they start, or by `reload_content`; what began meanwhile goes on
//! in the edition that it began with, in every process.
//! It must not read what is in a file.

use std::sync::Arc;

use super::contents::file_of;
use super::uploads::{named, not_for, pictures_of, tried, typed_name};
use super::{App, AppError, Step, Who};
use crate::reply::upload::{Named, problems};
use crate::reply::{Reply, Words, notice, phrase};
use crate::store::{Effect, Upload, UploadPath, UploadText};

/// What is typed to turn a file off.
pub(super) const OFF: &str = "off";
/// How often a change is tried again that somebody else's change has overtaken.
const TRIES: u32 = 3;

impl App {
    /// Reads again what is in effect in a server, after another process on the same database has changed it.
    pub async fn reload_content(&self, who: &Who) -> Result<Reply, AppError> {
        let words = self.words(&who.language)?;
        if let Some(why) = not_for(who) {
            return Ok(notice::plain(&words, why));
        }
        self.newest_edition(who).await?;
        self.contents.forget(|server| server == who.server);
        let content = self.content(who.server).await?;
        let count = content.versions.len().to_string();
        let told = Reply::text(words.say(phrase::CONTENT_RELOADED, &[("count", &count)]));
        Ok(match pictures_of(&content.problems).as_slice() {
            [] => told,
            pictures => {
                let wrong = problems(&words, pictures);
                wrong.blocks.into_iter().fold(told, Reply::with)
            }
        })
    }

    /// The edition in the database; another process may have begun it.
    pub(super) async fn newest_edition(&self, who: &Who) -> Result<i64, AppError> {
        let edition = self.store.edition(who.server).await?;
        if edition > 0 {
            self.note_edition(who.server, edition).await?;
        }
        Ok(edition)
    }

    /// Lets a version take effect: the newest where none is named; `off` or 0 turns the file off.
    pub async fn enable(&self, who: &Who, typed: &str, version: Option<&str>) -> Result<Reply, AppError> {
        let words = self.words(&who.language)?;
        if let Some(why) = not_for(who) {
            return Ok(notice::plain(&words, why));
        }
        let uploads = self.store.uploads(who.server).await?;
        let Some(path) = found(&uploads, typed) else {
            return Ok(Reply::text(words.say(phrase::ENABLE_UNKNOWN, &[("typed", typed)])));
        };
        let named = named(&words, path);
        let mut own = uploads.iter().filter(|upload| upload.path == *path);
        let version = version.map(str::trim).unwrap_or_default();
        if version == "0" || version.eq_ignore_ascii_case(OFF) {
            return self.switch(who, &words, path, None).await;
        }
        let chosen = match version {
            "" => own.next(),
            _ => own.find(|upload| version.parse() == Ok(upload.version)),
        };
        match chosen {
            Some(upload) => self.switch(who, &words, path, Some(upload.id)).await,
            None => {
                let own = uploads.iter().filter(|upload| upload.path == *path);
                let versions: Vec<String> = own.map(|upload| upload.version.to_string()).collect();
                let more = [("typed", version), ("versions", &versions.join(", "))];
                Ok(named.told(&words, phrase::ENABLE_NO_VERSION, &more))
            }
        }
    }

    /// Lets a version take effect by the button under it.
    pub async fn enable_upload(&self, who: &Who, id: i64) -> Result<Step, AppError> {
        let words = self.words(&who.language)?;
        if let Some(why) = not_for(who) {
            return Ok(Step::aside(notice::plain(&words, why)));
        }
        // Versions are dropped in time, and a press may come from anywhere.
        let Some(upload) = self.store.upload(who.server, id).await? else {
            return Ok(Step::last(notice::plain(&words, phrase::OLD_BUTTON)));
        };
        Ok(Step::last(self.switch(who, &words, &upload.path, Some(id)).await?))
    }

    /// Tries a change with all else that is in effect, and lets it happen where nothing else has changed meanwhile.
    async fn switch(
        &self,
        who: &Who,
        words: &Words,
        path: &UploadPath,
        on: Option<i64>,
    ) -> Result<Reply, AppError> {
        let named = named(words, path);
        let base = self.content_in(who.server, None).await?.own(&path.playbook, &path.language).ok();
        // What belongs to a playbook that is gone can only be turned off.
        if on.is_some() && base.is_none() {
            return Ok(self.no_playbook(words));
        }
        let _alone = self.uploading.lock().await;
        for _ in 0..TRIES {
            let edition = self.newest_edition(who).await?;
            let texts = self.store.in_effect(who.server, edition).await?;
            let before = texts.iter().find(|text| text.path == *path);
            let wanted = match on {
                Some(id) => match self.store.upload(who.server, id).await?.filter(|up| up.path == *path) {
                    Some(wanted) => Some(wanted),
                    None => return Ok(notice::plain(words, phrase::OLD_BUTTON)),
                },
                None => None,
            };
            if let Some(told) = nothing_to_do(words, &named, before, wanted.as_ref()) {
                return Ok(told);
            }
            let file = wanted.as_ref().map(file_of);
            let pictures = match &base {
                Some(base) => tried(Arc::clone(base), texts, path.clone(), file).await?,
                None => Vec::new(),
            };
            if !pictures.is_empty() {
                let what = if on.is_some() { phrase::UPLOAD_PROBLEMS } else { phrase::TURN_OFF_REFUSED };
                return Ok(named.problems(words, what, &pictures));
            }
            let (server, by, at) = (who.server, who.rep, self.now());
            let change = Effect { server, edition, path: path.clone(), on, by, at };
            if let Some(edition) = self.store.take_effect(&change).await? {
                self.note_edition(who.server, edition).await?;
                return Ok(match wanted {
                    Some(up) => named.told(words, phrase::ENABLED, &[("version", &up.version.to_string())]),
                    None => named.told(words, phrase::TURNED_OFF, &[]),
                });
            }
        }
        Ok(notice::plain(words, phrase::ENABLE_OVERTAKEN))
    }
}

/// The file that is meant: by all of its name, or by the last of it where only one is called so.
pub(super) fn found<'u>(uploads: &'u [Upload], typed: &str) -> Option<&'u UploadPath> {
    let typed = typed.trim();
    if let Some(exact) = uploads.iter().find(|upload| typed_name(&upload.path) == typed) {
        return Some(&exact.path);
    }
    let mut alike = uploads.iter().map(|upload| &upload.path).filter(|path| path.name == typed);
    let first = alike.next()?;
    alike.all(|path| path == first).then_some(first)
}

fn nothing_to_do(
    words: &Words,
    named: &Named,
    before: Option<&UploadText>,
    wanted: Option<&UploadText>,
) -> Option<Reply> {
    match (before, wanted) {
        (None, None) => Some(named.told(words, phrase::TURNED_OFF_BEFORE, &[])),
        (Some(before), Some(wanted)) if before.id == wanted.id => {
            let version = before.version.to_string();
            Some(named.told(words, phrase::ENABLED_BEFORE, &[("version", &version)]))
        }
        _ => None,
    }
}
