//! The words of one language: phrases with their holes filled.
//! Every phrase is there, for the loader refuses a language that lacks one.
//! It must not hold words of its own.

use std::collections::BTreeMap;

use super::phrase::Phrase;
use crate::coach::ids::Language;

/// The interface's texts in one language.
#[derive(Debug, Clone)]
pub struct Words {
    language: Language,
    texts: BTreeMap<&'static str, String>,
}

impl Words {
    /// Takes the texts as they were read.
    pub fn new(language: Language, texts: BTreeMap<&'static str, String>) -> Self {
        Self { language, texts }
    }

    /// The language.
    pub fn language(&self) -> &Language {
        &self.language
    }

    /// A phrase without holes.
    pub fn plain(&self, phrase: Phrase) -> &str {
        self.texts.get(phrase.name).map_or(phrase.name, String::as_str)
    }

    /// A phrase with its holes filled, in one pass, so that what is filled in cannot open another hole.
    pub fn say(&self, phrase: Phrase, holes: &[(&str, &str)]) -> String {
        let mut said = String::new();
        let mut rest = self.plain(phrase);
        while let Some((before, after)) = rest.split_once('{') {
            said.push_str(before);
            let Some((name, tail)) = after.split_once('}') else {
                break;
            };
            said.push_str(holes.iter().find(|(hole, _)| *hole == name).map_or("", |(_, value)| value));
            rest = tail;
        }
        said.push_str(rest);
        said
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reply::phrase;

    #[test]
    fn what_is_filled_in_cannot_open_another_hole() {
        let texts = BTreeMap::from([(phrase::TURN.name, "{turn} of {most}".to_owned())]);
        let words = Words::new(Language::new("en"), texts);
        assert_eq!(words.say(phrase::TURN, &[("turn", "{most}"), ("most", "9")]), "{most} of 9");
    }
}
