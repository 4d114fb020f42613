//! Reference cards: what a rep looks up before or after a talk.
//! Each says where it comes from and how well it is supported; what the source only names is shown as a heading.
//! It must not render anything.

use super::bank::Bad;
use super::ids::{Id, Label, Place};
use super::method::Grade;

/// One card.
#[derive(Debug, Clone)]
pub struct Card {
    /// Its id within the playbook.
    pub id: Id,
    /// Its name.
    pub title: String,
    /// Other names under which it is looked for.
    pub aliases: Vec<String>,
    /// What it says, in short.
    pub body: String,
    /// Its parts, each a heading with lines.
    pub sections: Vec<Section>,
    /// The source it was taken from.
    pub source: Id,
    /// How well it is supported, where that is known.
    pub grade: Option<Grade>,
    /// The source names it and gives no content.
    pub heading_only: bool,
    /// Where it is written.
    pub place: Place,
}

/// A part of a card.
#[derive(Debug, Clone, Default)]
pub struct Section {
    /// What heads it.
    pub heading: Option<Heading>,
    /// Its lines.
    pub lines: Vec<String>,
    /// Lines not to say.
    pub bad: Vec<Bad>,
}

/// What heads a part: words of the playbook, the name of what its lines do, or what every language has a word for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heading {
    /// Words of the playbook.
    Words(String),
    /// What the lines do.
    Label(Label),
    /// Where things stand.
    Situation,
    /// What the customer says.
    Customer,
    /// What is behind it.
    Behind,
    /// Sums.
    Sums,
    /// Where the proof comes from.
    Evidence,
    /// What not to say.
    Never,
    /// What else to know.
    Note,
}

impl Card {
    /// How well a card answers to what was typed: 0 not at all, more is better.
    pub fn answers_to(&self, typed: &str) -> u32 {
        let typed = typed.trim().to_lowercase();
        let names =
            [self.id.as_str(), &self.title].into_iter().chain(self.aliases.iter().map(String::as_str));
        names.map(|name| likeness(&name.to_lowercase(), &typed)).max().unwrap_or(0)
    }
}

/// How much a name is like what was typed: equal, begins so, holds it, or is a typing error away.
pub fn likeness(name: &str, typed: &str) -> u32 {
    if typed.is_empty() {
        return 1;
    }
    if name == typed {
        return 100;
    }
    if name.starts_with(typed) {
        return 80;
    }
    if name.contains(typed) {
        return 60;
    }
    // A part of a percent is of no use in a list of at most 25.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 50")]
    let near = (strsim::normalized_damerau_levenshtein(name, typed) * 50.0) as u32;
    if near >= 30 { near } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::likeness;

    #[test]
    fn a_typing_error_still_finds_its_card() {
        assert!(likeness("lscpa", "lspca") > 0);
        assert_eq!(likeness("lscpa", "weather"), 0);
    }
}
