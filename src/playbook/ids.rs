//! All ids of a playbook: what defines them, what refers to them, and which references lead nowhere.
//! Where a definition may have been lost to another problem, its references are not held against anybody.
//! It must not walk files; `validate` does.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use super::problem::{Problem, SourceFile};
use super::shape::{Key, Kind, Space};

/// How an id is written.
pub const GOOD_ID: &str = "use at most 60 lower-case letters, digits and dashes, such as `price-too-high`";

/// Whether a name can be an id.
pub fn is_id(name: &str) -> bool {
    !name.is_empty()
        && name.len() <= 60
        && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'_')
}

/// Where an id stands.
#[derive(Debug, Clone)]
pub(super) struct Spot {
    pub(super) file: SourceFile,
    pub(super) span: Range<usize>,
}

/// What an id is known by: its space, the file where it is known (empty: everywhere) and its name.
type Name = (Space, Arc<str>, String);

/// All ids of a playbook, filled file by file.
#[derive(Debug, Default)]
pub(super) struct Ids {
    defined: BTreeMap<Name, Spot>,
    references: Vec<(Name, Spot)>,
    /// What a playbook that is loaded already defines around the files: it may be referred to, and defined anew.
    around: BTreeSet<(Space, String)>,
    /// Spaces of which some ids may not have been read, each with its scope.
    doubtful: BTreeSet<(Space, Arc<str>)>,
}

impl Ids {
    /// Takes an id in; where it is defined already, that place comes back.
    pub(super) fn define(&mut self, space: Space, task: Option<&str>, name: &str, at: Spot) -> Option<Spot> {
        let key = qualify(space, task, name, &at);
        if space == Space::OwnLabel && task.is_none() {
            self.doubtful.insert((Space::Label, Arc::from("")));
        }
        let first = self.defined.get(&key).cloned();
        self.defined.entry(key).or_insert(at);
        first
    }

    /// Lets files refer to what a playbook around them defines.
    pub(super) fn around(&mut self, space: Space, name: &str) {
        self.around.insert((space, name.to_owned()));
    }

    /// Takes a reference in.
    pub(super) fn refer(&mut self, space: Space, task: Option<&str>, name: &str, at: Spot) {
        self.references.push((qualify(space, task, name, &at), at));
    }

    /// What a file refers to is not asked about any more.
    pub(super) fn forget(&mut self, file: &SourceFile) {
        self.references.retain(|(_, at)| at.file.path != file.path);
    }

    /// What this kind of value would have defined in a file could not be read.
    pub(super) fn doubt(&mut self, kind: &Kind, file: &SourceFile) {
        match kind {
            Kind::Define(space) => self.doubt_space(*space, file),
            Kind::Named(space, keys) => {
                self.doubt_space(*space, file);
                self.doubt_keys(keys, file);
            }
            Kind::List(of, ..) => self.doubt(of, file),
            Kind::Table(keys) | Kind::Choice(keys) => self.doubt_keys(keys, file),
            _ => {}
        }
    }

    /// The same for a table's keys.
    pub(super) fn doubt_keys(&mut self, keys: &[Key], file: &SourceFile) {
        keys.iter().for_each(|key| self.doubt(&key.kind, file));
    }

    /// The same for a space.
    pub(super) fn doubt_space(&mut self, space: Space, file: &SourceFile) {
        let space = if space == Space::OwnLabel { Space::Label } else { space };
        self.doubtful.insert((space, scope(space, file)));
    }

    /// Reports references to what nobody defines. Call it when all files of a playbook were validated.
    pub(super) fn dangling(&self, problems: &mut Vec<Problem>) {
        for (name, at) in &self.references {
            let space = (name.0, Arc::clone(&name.1));
            let around = self.around.contains(&(name.0, name.2.clone()));
            if around || self.defined.contains_key(name) || self.doubtful.contains(&space) {
                continue;
            }
            let known = self
                .defined
                .keys()
                .filter(|(other, scope, _)| (*other, scope) == (name.0, &name.1))
                .map(|(.., name)| name.as_str());
            let known = known.chain(
                self.around.iter().filter(|(other, _)| *other == name.0).map(|(_, name)| name.as_str()),
            );
            problems.push(Problem {
                file: at.file.clone(),
                span: at.span.clone(),
                rule: "reference",
                what: format!("there is no {} `{}`", name.0.noun(), name.2),
                help: suggestion(&name.2, known, "define it, or name one that is there"),
            });
        }
    }
}

fn scope(space: Space, file: &SourceFile) -> Arc<str> {
    if space.is_local() { Arc::clone(&file.path) } else { Arc::from("") }
}

/// Labels are known by `task.label`; everything else by its own name, within its file or everywhere.
fn qualify(space: Space, task: Option<&str>, name: &str, at: &Spot) -> Name {
    match (space, task) {
        (Space::OwnLabel, Some(task)) => {
            (Space::Label, scope(Space::Label, &at.file), format!("{task}.{name}"))
        }
        _ => (space, scope(space, &at.file), name.to_owned()),
    }
}

/// What is most like what was typed, where something is near enough to be meant.
pub(super) fn nearest<'n>(typed: &str, known: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let near = known.map(|name| (strsim::damerau_levenshtein(typed, name), name)).min()?;
    (near.0 <= typed.chars().count().div_ceil(3).max(1)).then_some(near.1)
}

/// "did you mean", with what there is where nothing is near.
pub(super) fn suggestion<'n>(typed: &str, known: impl Iterator<Item = &'n str>, otherwise: &str) -> String {
    let mut known: Vec<&str> = known.collect();
    if let Some(near) = nearest(typed, known.iter().copied()) {
        return format!("did you mean `{near}`?");
    }
    known.sort_unstable();
    if known.is_empty() || known.len() > 12 {
        return otherwise.to_owned();
    }
    let names: Vec<String> = known.iter().map(|name| format!("`{name}`")).collect();
    format!("{otherwise}: {}", names.join(", "))
}
