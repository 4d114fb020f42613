//! The interface's words out of `phrases/LANGUAGE.toml`: one text a phrase, with exactly the placeholders it must have.
//! A language that lacks a phrase, or has one too many, is refused: nobody should meet half a translation.
//! It must not decide which phrases there are; `reply` does.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::problem::{Problem, SourceFile};
use super::validate::suggestion;
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
    let mut report = |span, rule, what: String, help: String| {
        problems.push(Problem { file: file.clone(), span, rule, what, help });
    };
    for error in &errors {
        let what = format!("this is not TOML: {}", error.message());
        report(error.span().unwrap_or(0..0), "syntax", what, "text stands in double quotes".to_owned());
    }
    let mut texts = BTreeMap::new();
    for (name, value) in table.get_ref() {
        let Some(known) = phrase::ALL.iter().find(|phrase| phrase.name == name.get_ref()) else {
            let help = suggestion(name.get_ref(), phrase::ALL.iter().map(|p| p.name), "remove it");
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
    for missing in phrase::ALL.iter().filter(|phrase| !table.get_ref().contains_key(phrase.name)) {
        let what = format!("the phrase `{}` is missing", missing.name);
        report(0..0, "missing-phrase", what, format!("add it; {}", placeholders(missing)));
    }
    Words::new(language_of(file), texts)
}

fn text_of(value: &Spanned<DeValue<'_>>, phrase: &Phrase) -> Result<String, String> {
    let text = value.get_ref().as_str().ok_or_else(|| format!("`{}` must be text in quotes", phrase.name))?;
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
