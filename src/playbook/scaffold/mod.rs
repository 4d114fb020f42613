//! Beginnings for authors: a playbook, a scenario or a quiz that loads as it is and is changed from there.
//! From texts to texts: what is written where is for the caller. Scaffolds with holes lie in `scaffolds/`.
//! It must not touch the disk.

mod playbook;
mod quiz;
mod scenario;

use std::collections::BTreeMap;

use include_dir::{Dir, include_dir};
use serde::Deserialize;

use super::format::MANIFEST;
use super::problem::{Problem, SourceFile};

pub use playbook::playbook;
pub use quiz::{QuizHead, quiz};
pub use scenario::{HOLES, OBJECTIONS, filled, like};

/// What the program brings along to begin from, by name and language: `NAME.LANGUAGE.toml`.
static SCAFFOLDS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/scaffolds");

/// There is nothing to begin from.
#[derive(Debug, thiserror::Error)]
pub enum NoBeginning {
    /// No scaffold.
    #[error(
        "there is no scaffold for the method `{method}` in {language}; {known}, or copy a scenario with --like ID"
    )]
    Scaffold {
        /// The method.
        method: String,
        /// The language.
        language: String,
        /// What there is instead.
        known: String,
    },
    /// No scenario of that name.
    #[error("there is no scenario `{scenario}` in {language} to copy; {near}")]
    Scenario {
        /// What was asked for.
        scenario: String,
        /// The language.
        language: String,
        /// What there is instead.
        near: String,
    },
    /// The program brings along no playbook in that language.
    #[error("the program brings along nothing in `{language}` to begin from; use one of {known} with --lang")]
    Language {
        /// What was asked for.
        language: String,
        /// What there is.
        known: String,
    },
    /// The program brings along no such method.
    #[error("the program brings along no method `{method}`; use one of {known} with --method")]
    Method {
        /// What was asked for.
        method: String,
        /// What there is.
        known: String,
    },
}

/// A playbook's folder in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Home {
    /// The folder with a slash at its end.
    pub root: String,
    /// The playbook's id.
    pub id: String,
    /// Its language.
    pub language: String,
    /// Its sources, each with its kind.
    sources: BTreeMap<String, Source>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
struct Source {
    kind: String,
}

#[derive(Debug, Deserialize)]
struct Manifest {
    id: String,
    language: String,
    #[serde(default)]
    sources: BTreeMap<String, Source>,
}

impl Home {
    /// The source of what this house writes itself: one of the kind `house`, else the first.
    pub fn own_source(&self) -> &str {
        let house = self.sources.iter().find(|(_, source)| source.kind == "house");
        house.or_else(|| self.sources.first_key_value()).map_or("house", |(id, _)| id)
    }
}

/// Every folder with a manifest that can be read, in the order of the files.
pub fn homes(files: &[SourceFile]) -> Vec<Home> {
    let home = |file: &SourceFile| {
        let root = file.path.strip_suffix(MANIFEST)?.to_owned();
        let Manifest { id, language, sources } = toml::from_str(&file.text).ok()?;
        Some(Home { root, id, language, sources })
    };
    files.iter().filter_map(home).collect()
}

/// What is wrong with new files among those that are there.
pub fn problems_with(files: &[SourceFile], new: &[SourceFile]) -> Vec<Problem> {
    let mut all = files.to_vec();
    all.extend_from_slice(new);
    let is_new = |problem: &Problem| new.iter().any(|file| file.path == problem.file.path);
    super::load(&all).problems.into_iter().filter(is_new).collect()
}

fn scaffold(name: &str, language: &str) -> Option<&'static str> {
    SCAFFOLDS.get_file(format!("{name}.{language}.toml"))?.contents_utf8()
}

/// The names of all scaffolds that begin like this, without their languages.
fn scaffolds(of: &str) -> Vec<&'static str> {
    let names =
        SCAFFOLDS.files().filter_map(|file| file.path().to_str()?.strip_prefix(of)?.split('.').next());
    let mut names: Vec<&str> = names.collect();
    names.sort_unstable();
    names.dedup();
    names
}

fn named<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    let names: Vec<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
    names.join(", ")
}
