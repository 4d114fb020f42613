//! Banks: worked lines for a method, filed by what the customer says or by industry. A rep looks them up as cards.
//! It must not render anything.

use super::card::{Card, Heading, Section};
use super::ids::{Id, Label, Place};
use super::method::Grade;

/// A bank of worked lines.
#[derive(Debug, Clone)]
pub struct Bank {
    /// Its id in the playbook.
    pub id: Id,
    /// Its name.
    pub title: String,
    /// The method whose lines they are.
    pub method: Option<Id>,
    /// Where its entries come from, unless they say otherwise.
    pub source: Id,
    /// How well it is supported.
    pub grade: Grade,
    /// Whether all entries of an industry are looked up at once.
    pub by_industry: bool,
    /// Its entries.
    pub entries: Vec<Entry>,
    /// Where it is written.
    pub place: Place,
}

/// One worked case.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Its id within the bank.
    pub id: Id,
    /// Its name, where it is looked up by itself.
    pub title: Option<String>,
    /// Other names under which it is looked for.
    pub aliases: Vec<String>,
    /// The industry that it plays in.
    pub industry: Option<String>,
    /// What the customer's words are.
    pub label: Option<Label>,
    /// Where it comes from.
    pub source: Id,
    /// Where things stand before anything is said.
    pub situation: Option<String>,
    /// What the customer says, in several wordings.
    pub customer: Vec<String>,
    /// What is behind the customer's words, or what the rep's open.
    pub behind: Option<String>,
    /// What the rep says, part by part.
    pub says: Vec<Saying>,
    /// What not to say, and why.
    pub bad: Option<Bad>,
    /// Sums that hold.
    pub sums: Vec<String>,
    /// Where the proof comes from, and what of it may be told.
    pub evidence: Vec<String>,
    /// What else to know.
    pub note: Option<String>,
    /// Where it is written.
    pub place: Place,
}

/// Lines that do one thing.
#[derive(Debug, Clone)]
pub struct Saying {
    /// What they do.
    pub label: Option<Label>,
    /// What heads them instead of the label's name.
    pub title: Option<String>,
    /// Good lines.
    pub good: Vec<String>,
    /// A bad one.
    pub bad: Option<Bad>,
}

/// A line not to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bad {
    /// The line.
    pub line: String,
    /// Why not.
    pub why: String,
}

impl Saying {
    fn heading(&self) -> Option<Heading> {
        let titled = self.title.clone().map(Heading::Words);
        titled.or_else(|| self.label.clone().map(Heading::Label))
    }
}

impl Bank {
    /// Lines whose label is known: what customers say, and the rep's good ones. A recogniser may learn from them.
    pub fn labelled(&self) -> impl Iterator<Item = (&str, &Label)> {
        self.entries.iter().flat_map(|entry| {
            let heard = entry.customer.iter().zip(std::iter::repeat(entry.label.as_ref()));
            let said = entry
                .says
                .iter()
                .flat_map(|says| says.good.iter().zip(std::iter::repeat(says.label.as_ref())));
            heard.chain(said).filter_map(|(line, label)| Some((line.as_str(), label?)))
        })
    }

    /// What is looked up in it: a card for each entry, or for each industry in the order of the file.
    pub fn cards(&self) -> Vec<Card> {
        if self.by_industry {
            return self.industries().into_iter().map(|industry| self.page(industry)).collect();
        }
        self.entries.iter().map(|entry| self.card(entry)).collect()
    }

    fn industries(&self) -> Vec<&str> {
        let mut found = Vec::new();
        for industry in self.entries.iter().filter_map(|entry| entry.industry.as_deref()) {
            if !found.contains(&industry) {
                found.push(industry);
            }
        }
        found
    }

    fn card(&self, entry: &Entry) -> Card {
        let title = entry.title.as_deref().unwrap_or(entry.id.as_str());
        let told = |heading, lines: Vec<String>| Section { heading: Some(heading), lines, bad: Vec::new() };
        let before = [
            (Heading::Situation, entry.situation.iter().cloned().collect()),
            (Heading::Customer, entry.customer.clone()),
            (Heading::Behind, entry.behind.iter().cloned().collect()),
        ];
        let after = [(Heading::Sums, entry.sums.clone()), (Heading::Evidence, entry.evidence.clone())];
        let said = entry.says.iter().map(|saying| Section {
            heading: saying.heading(),
            lines: saying.good.clone(),
            bad: saying.bad.iter().cloned().collect(),
        });
        let never = entry.bad.iter().map(|bad| Section {
            heading: Some(Heading::Never),
            lines: Vec::new(),
            bad: vec![bad.clone()],
        });
        let mut sections: Vec<Section> = before.into_iter().map(|(h, lines)| told(h, lines)).collect();
        sections.extend(said);
        sections.extend(after.into_iter().map(|(heading, lines)| told(heading, lines)));
        sections.extend(never);
        sections.extend(entry.note.iter().map(|note| told(Heading::Note, vec![note.clone()])));
        sections.retain(|section| !(section.lines.is_empty() && section.bad.is_empty()));
        Card {
            id: Id::new(&format!("{}/{}", self.id, entry.id)),
            title: format!("{} · {title}", self.title),
            aliases: entry.aliases.iter().chain(&entry.industry).chain(&entry.customer).cloned().collect(),
            body: entry.industry.clone().unwrap_or_default(),
            sections,
            source: entry.source.clone(),
            grade: Some(self.grade),
            heading_only: false,
            place: entry.place.clone(),
        }
    }

    /// All lines of an industry, under what they do.
    fn page(&self, industry: &str) -> Card {
        let mut sections: Vec<Section> = Vec::new();
        let own = self.entries.iter().filter(|entry| entry.industry.as_deref() == Some(industry));
        for (entry, saying) in own.clone().flat_map(|entry| entry.says.iter().map(move |says| (entry, says)))
        {
            let heading = saying.heading();
            let at = sections.iter().position(|section| section.heading == heading);
            let at = at.unwrap_or_else(|| {
                sections.push(Section { heading, ..Section::default() });
                sections.len() - 1
            });
            if let Some(section) = sections.get_mut(at) {
                let opens = entry.behind.as_ref().map(|behind| format!("\n→ {behind}")).unwrap_or_default();
                section.lines.extend(saying.good.iter().map(|line| format!("{line}{opens}")));
                section.bad.extend(saying.bad.iter().cloned());
            }
        }
        let first = own.map(|entry| entry.id.as_str()).next().unwrap_or_default();
        Card {
            id: Id::new(&format!("{}/{first}", self.id)),
            title: format!("{} · {industry}", self.title),
            aliases: vec![industry.to_owned()],
            body: String::new(),
            sections,
            source: self.source.clone(),
            grade: Some(self.grade),
            heading_only: false,
            place: self.place.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(id: &str, industry: &str, label: &str, text: &str) -> Entry {
        let label = Label::parse(label).expect("task.label");
        let place = Place { file: "t".into(), line: 1 };
        Entry {
            id: Id::new(id),
            title: None,
            aliases: Vec::new(),
            industry: Some(industry.to_owned()),
            label: None,
            source: Id::new("house"),
            situation: None,
            customer: vec!["It stops.".to_owned()],
            behind: Some("a fact".to_owned()),
            says: vec![Saying { label: Some(label), title: None, good: vec![text.to_owned()], bad: None }],
            bad: Some(Bad { line: "Well.".to_owned(), why: "It says nothing.".to_owned() }),
            sums: Vec::new(),
            evidence: Vec::new(),
            note: None,
            place,
        }
    }

    fn bank(by_industry: bool) -> Bank {
        let entries = vec![
            question("a", "Food", "spin.situation", "How many?"),
            question("b", "Food", "spin.problem", "What stops?"),
            question("c", "Steel", "spin.situation", "Which furnace?"),
            question("d", "Food", "spin.situation", "Since when?"),
        ];
        let place = Place { file: "t".into(), line: 1 };
        let (title, source) = ("Questions".to_owned(), Id::new("house"));
        let (id, grade) = (Id::new("spin"), Grade::Practice);
        Bank { id, title, method: None, source, grade, by_industry, entries, place }
    }

    #[test]
    fn an_industry_has_its_lines_under_what_they_do() {
        let cards = bank(true).cards();
        let titles: Vec<&str> = cards.iter().map(|card| card.title.as_str()).collect();
        assert_eq!(titles, ["Questions · Food", "Questions · Steel"]);
        let lines: Vec<&Vec<String>> = cards[0].sections.iter().map(|section| &section.lines).collect();
        assert_eq!(
            lines,
            [&vec!["How many?\n→ a fact", "Since when?\n→ a fact"], &vec!["What stops?\n→ a fact"]]
        );
    }

    #[test]
    fn an_entry_tells_what_was_heard_what_to_say_and_what_not() {
        let cards = bank(false).cards();
        assert_eq!((cards.len(), cards[1].id.as_str()), (4, "spin/b"));
        let headings: Vec<Option<&Heading>> =
            cards[1].sections.iter().map(|section| section.heading.as_ref()).collect();
        let does = Heading::Label(Label::parse("spin.problem").expect("task.label"));
        let all = [Heading::Customer, Heading::Behind, does, Heading::Never];
        assert_eq!(headings, all.iter().map(Some).collect::<Vec<_>>());
        assert!(cards[1].answers_to("it stops") > 0);
    }
}
