//! The playbooks as a trainer sees them: what there is, what the server has uploaded, and what is offered while a trainer
//! types.
//! It must not change anything.

use std::collections::BTreeMap;

use super::complete::{MOST, Suggestion};
use super::enable::{OFF, found};
use super::uploads::{named, not_for, shelf_name, typed_name};
use super::{App, AppError, Who};
use crate::coach::card::likeness;
use crate::coach::ids::RepId;
use crate::playbook::Playbook;
use crate::reply::upload::{Listed, Shelf, Standing, list};
use crate::reply::{Phrase, Reply, Words, notice, phrase};
use crate::store::Upload;

/// The longest value that Discord lets a list offer, in characters.
const LONGEST: usize = 100;

impl App {
    /// The playbooks with what is in effect in a server, and the server's uploads.
    pub async fn list_playbooks(&self, who: &Who) -> Result<Reply, AppError> {
        let words = self.words(&who.language)?;
        if let Some(why) = not_for(who) {
            return Ok(notice::plain(&words, why));
        }
        let content = self.content(who.server).await?;
        let shelves: Vec<Shelf> = content.library.playbooks.iter().map(|p| shelf(&words, p)).collect();
        let uploads = self.store.uploads(who.server).await?;
        let people: Vec<RepId> = uploads.iter().map(|upload| upload.by).collect();
        let names = self.store.names(who.server, &people).await?;
        let mut files: BTreeMap<_, Vec<&Upload>> = BTreeMap::new();
        for upload in &uploads {
            files.entry(&upload.path).or_default().push(upload);
        }
        let mut listed: Vec<Listed> = Vec::new();
        for (path, versions) in files {
            let Some(newest) = versions.first() else { continue };
            let on = versions.iter().find(|upload| upload.in_effect);
            let standing = match on {
                None => Standing::Off,
                Some(_) if !content.versions.contains_key(path) => Standing::LeftOut,
                Some(on) if on.version == newest.version => Standing::On,
                Some(on) => Standing::OnOlder(on.version),
            };
            let who = names.get(&newest.by).cloned().unwrap_or_else(|| newest.by.to_string());
            let (version, at) = (newest.version, newest.at.timestamp());
            listed.push(Listed { named: named(&words, path), version, standing, who, at });
        }
        listed.sort_by_key(|upload| std::cmp::Reverse(upload.at));
        Ok(list(&words, &shelves, &listed))
    }

    /// Ids of playbooks like what is typed.
    pub fn suggest_playbooks(&self, typed: &str) -> Vec<Suggestion> {
        let library = self.library();
        let ids = library.playbooks.iter().map(|playbook| (playbook.title.clone(), playbook.id.to_string()));
        let mut all: Vec<Suggestion> = Vec::new();
        for (title, value) in ids {
            if !all.iter().any(|other| other.value == value) {
                all.push(Suggestion { name: format!("{title} · {value}"), value });
            }
        }
        like(all, typed)
    }

    /// Languages of playbooks like what is typed.
    pub fn suggest_languages(&self, typed: &str) -> Vec<Suggestion> {
        let library = self.library();
        let mut tags: Vec<&str> =
            library.playbooks.iter().map(|playbook| playbook.language.as_str()).collect();
        tags.sort_unstable();
        tags.dedup();
        let named = |tag: &str| {
            let words = library.words(tag);
            let name = words.map_or(tag, |words| words.plain(phrase::LANGUAGE_NAME));
            Suggestion { name: format!("{name} · {tag}"), value: tag.to_owned() }
        };
        like(tags.into_iter().map(named).collect(), typed)
    }

    /// A server's uploads like what is typed; for trainers only.
    pub async fn suggest_uploads(&self, who: &Who, typed: &str) -> Result<Vec<Suggestion>, AppError> {
        if not_for(who).is_some() {
            return Ok(Vec::new());
        }
        let words = self.words(&who.language)?;
        let mut paths: Vec<_> =
            self.store.uploads(who.server).await?.into_iter().map(|upload| upload.path).collect();
        paths.dedup();
        let offered =
            |path| Suggestion { name: named(&words, path).offered(&words), value: typed_name(path) };
        Ok(like(paths.iter().map(offered).collect(), typed))
    }

    /// The versions of an upload, and how it is turned off; for trainers only.
    pub async fn suggest_versions(
        &self,
        who: &Who,
        upload: &str,
        typed: &str,
    ) -> Result<Vec<Suggestion>, AppError> {
        if not_for(who).is_some() {
            return Ok(Vec::new());
        }
        let words = self.words(&who.language)?;
        let uploads = self.store.uploads(who.server).await?;
        let Some(path) = found(&uploads, upload) else { return Ok(Vec::new()) };
        let own = uploads.iter().filter(|upload| upload.path == *path).enumerate();
        let mut all: Vec<Suggestion> = own
            .map(|(at, upload)| {
                let what: Phrase = if at == 0 { phrase::CHOOSE_NEWEST } else { phrase::CHOOSE_VERSION };
                let value = upload.version.to_string();
                Suggestion { name: words.say(what, &[("version", &value)]), value }
            })
            .collect();
        let off = Suggestion { name: words.plain(phrase::CHOOSE_OFF).to_owned(), value: OFF.to_owned() };
        all.truncate(MOST - 1);
        all.push(off);
        all.retain(|suggestion| suggestion.value.starts_with(typed.trim()));
        Ok(all)
    }
}

/// Those that are like what is typed, the most like first; what a list cannot offer is left out.
fn like(mut all: Vec<Suggestion>, typed: &str) -> Vec<Suggestion> {
    let typed = typed.trim().to_lowercase();
    let near = |s: &Suggestion| {
        likeness(&s.value.to_lowercase(), &typed).max(likeness(&s.name.to_lowercase(), &typed))
    };
    all.retain(|suggestion| suggestion.value.chars().count() <= LONGEST && near(suggestion) > 0);
    all.sort_by_key(|suggestion| std::cmp::Reverse(near(suggestion)));
    all.truncate(MOST);
    all
}

fn shelf(words: &Words, playbook: &Playbook) -> Shelf {
    let counts = [
        (phrase::KIND_SCENARIO, playbook.scenarios.len()),
        (phrase::KIND_QUIZ, playbook.quizzes.len()),
        (phrase::KIND_CARDS, playbook.cards.len()),
        (phrase::KIND_METHOD, playbook.methods.len()),
        (phrase::KIND_CADENCE, playbook.cadences.len()),
        (phrase::KIND_SURVEY, playbook.surveys.len()),
    ];
    Shelf {
        title: playbook.title.clone(),
        playbook: shelf_name(playbook.id.as_str(), playbook.language.as_str()),
        version: playbook.version.clone(),
        counts: counts.map(|(kind, count)| (words.plain(kind).to_owned(), count)).into(),
    }
}
