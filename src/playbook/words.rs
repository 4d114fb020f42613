//! The interface's words out of `phrases/LANGUAGE.toml`: one text a phrase, with exactly the placeholders it must have.
//! A language that lacks a phrase, or has one too many, is refused: nobody should meet half a translation.
//! It must not decide which phrases there are; `reply` does.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::ids::nearest;
use super::load::syntax;
use super::problem::{Problem, SourceFile};

use crate::coach::ids::Language;
use crate::reply::{Phrase, Words, phrase};

/// Reads every language's words.
pub(super) fn words<'f>(
    files: impl Iterator<Item = &'f SourceFile>,
    problems: &mut Vec<Problem>,
) -> BTreeMap<Language, Arc<Words>> {
    files.map(|file| (language_of(file), Arc::new(one(file, problems)))).collect()
}

fn language_of(file: &SourceFile) -> Language {
    let name = file.path.rsplit('/').next().unwrap_or_default();
    Language::new(name.trim_end_matches(".toml"))
}

fn one(file: &SourceFile, problems: &mut Vec<Problem>) -> Words {
    let (table, errors) = DeTable::parse_recoverable(&file.text);
    let mut texts = BTreeMap::new();
    if syntax(file, &errors, problems) {
        return Words::new(language_of(file), texts);
    }
    let mut report = |span, rule, what: String, help: String| {
        problems.push(Problem { file: file.clone(), span, rule, what, help });
    };
    let free = || phrase::all().map(|p| p.name).filter(|name| !table.get_ref().contains_key(*name));
    let mut meant = BTreeSet::new();
    for (name, value) in table.get_ref() {
        let Some(known) = phrase::all().find(|phrase| phrase.name == name.get_ref()) else {
            meant.extend(nearest(name.get_ref(), free()));
            let help = nearest(name.get_ref(), free())
                .map_or_else(|| "remove it".to_owned(), |near| format!("did you mean `{near}`?"));
            report(
                name.span(),
                "unknown-phrase",
                format!("no message uses the phrase `{}`", name.get_ref()),
                help,
            );
            continue;
        };
        match text_of(value, known) {
            Ok(text) => {
                texts.insert(known.name, text);
            }
            Err(what) => report(value.span(), "phrase", what, placeholders(known)),
        }
    }
    // A misspelt name was told above; it is not missing as well.
    let gone = |phrase: &&Phrase| !table.get_ref().contains_key(phrase.name) && !meant.contains(phrase.name);
    for missing in phrase::all().filter(gone) {
        let what = format!("the phrase `{}` is missing", missing.name);
        let help = format!("add `{} = \"…\"`; {}", missing.name, placeholders(missing));
        report(0..0, "missing-phrase", what, help);
    }
    Words::new(language_of(file), texts)
}

fn text_of(value: &Spanned<DeValue<'_>>, phrase: &Phrase) -> Result<String, String> {
    let text = value.get_ref().as_str().ok_or_else(|| format!("`{}` must be text in quotes", phrase.name))?;
    if text.trim().is_empty() {
        return Err(format!("`{}` is empty", phrase.name));
    }
    let wanted: BTreeSet<&str> = phrase.holes.iter().copied().collect();
    let found: BTreeSet<&str> = holes(text).collect();
    match found.symmetric_difference(&wanted).next() {
        Some(odd) if wanted.contains(odd) => {
            Err(format!("`{}` lacks the placeholder {{{odd}}}", phrase.name))
        }
        Some(odd) => Err(format!("`{}` has the unknown placeholder {{{odd}}}", phrase.name)),
        None => Ok(text.to_owned()),
    }
}

fn holes(text: &str) -> impl Iterator<Item = &str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(hole, _)| hole)
}

fn placeholders(phrase: &Phrase) -> String {
    if phrase.holes.is_empty() {
        return "it has no placeholders".to_owned();
    }
    let holes: Vec<String> = phrase.holes.iter().map(|hole| format!("{{{hole}}}")).collect();
    format!("its placeholders are {}", holes.join(", "))
}
