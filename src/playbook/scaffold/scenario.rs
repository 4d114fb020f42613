//! A new scenario: a scaffold whose holes are filled, or a copy of another with notes on what to change.

use std::collections::BTreeMap;
use std::ops::Range;

use toml::de::DeTable;

use super::{Home, NoBeginning, homes, named, scaffold, scaffolds};
use crate::playbook::ids::suggestion;
use crate::playbook::problem::SourceFile;
use crate::playbook::quote::quoted;
use crate::playbook::source::bundled;

/// What an author is asked for a scaffold in every language: the hole's name and the question. Beside these there are `id`,
/// `source` and `objection`.
pub const HOLES: [(&str, &str); 5] = [
    ("title", "What is the scenario called?"),
    ("customer", "How does the rep address the customer?"),
    ("company", "Which company is the customer from?"),
    ("product", "What does the rep sell?"),
    ("says", "In which words does the customer object?"),
];

/// What fills the hole `objection`.
pub const OBJECTIONS: [&str; 5] = ["price", "product", "timing", "trust", "internal"];

/// The scaffold of a method with its holes filled by these answers.
///
/// # Errors
/// When there is none of that method in the playbook's language.
pub fn filled(
    home: &Home,
    id: &str,
    method: &str,
    answers: &BTreeMap<&str, String>,
) -> Result<SourceFile, NoBeginning> {
    const BEGIN: &str = "scenario-";
    let Some(text) = scaffold(&format!("{BEGIN}{method}"), &home.language) else {
        let known = format!("there are scaffolds for {}", named(scaffolds(BEGIN)));
        return Err(NoBeginning::Scaffold {
            method: method.to_owned(),
            language: home.language.clone(),
            known,
        });
    };
    let mut parts = text.split('«');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (hole, rest) = part.split_once('»').unwrap_or((part, ""));
        let answer = match hole {
            "id" => id,
            "source" => home.own_source(),
            _ => answers.get(hole).map_or("", String::as_str),
        };
        // The scaffold has the quotes.
        let answer = quoted(answer);
        out.push_str(answer.get(1..answer.len() - 1).unwrap_or_default());
        out.push_str(rest);
    }
    Ok(SourceFile { path: path_of(home, id), text: out.into() })
}

/// A copy of a scenario, of these files or those that the program brings along, under another id and title.
///
/// # Errors
/// When neither has a scenario of that name in the playbook's language.
pub fn like(
    files: &[SourceFile],
    home: &Home,
    id: &str,
    title: &str,
    scenario: &str,
) -> Result<SourceFile, NoBeginning> {
    let brought = bundled();
    let from = homes(&brought).into_iter().filter(|other| other.language == home.language);
    let mut roots: Vec<(&[SourceFile], String)> = vec![(files, home.root.clone())];
    roots.extend(from.map(|other| (brought.as_slice(), other.root)));
    let original = roots.iter().find_map(|(files, root)| {
        let path = format!("{root}scenarios/{scenario}.toml");
        files.iter().find(|file| *file.path == path)
    });
    let Some(original) = original else {
        let stem = |file: &SourceFile, root: &str| {
            let name = file.path.strip_prefix(root)?.strip_prefix("scenarios/")?.strip_suffix(".toml")?;
            Some(name.to_owned())
        };
        let known = roots.iter().flat_map(|(files, root)| files.iter().filter_map(|file| stem(file, root)));
        let known: Vec<String> = known.collect();
        let near = suggestion(
            scenario,
            known.iter().map(String::as_str),
            "the table of `sparring check` lists them all",
        );
        return Err(NoBeginning::Scenario {
            scenario: scenario.to_owned(),
            language: home.language.clone(),
            near,
        });
    };
    let text = renamed(&original.text, id, title);
    let notes = scaffold("like", &home.language).unwrap_or_default();
    Ok(SourceFile { path: path_of(home, id), text: annotated(&text, notes).into() })
}

fn path_of(home: &Home, id: &str) -> std::sync::Arc<str> {
    format!("{}scenarios/{id}.toml", home.root).into()
}

/// The same with another id and title, and without what comes after it: that is the original's.
fn renamed(text: &str, id: &str, title: &str) -> String {
    let (table, _) = DeTable::parse_recoverable(text);
    let value = |key: &str| table.get_ref().get(key).map(|value| value.span());
    let mut changes: Vec<(Range<usize>, String)> = Vec::new();
    changes.extend(value("id").map(|span| (span, quoted(id))));
    changes.extend(value("title").map(|span| (span, quoted(title))));
    changes.extend(value("next").map(|span| (whole_line(text, span.start), String::new())));
    changes.sort_by_key(|(span, _)| span.start);
    let mut out = text.to_owned();
    for (span, new) in changes.into_iter().rev() {
        out.replace_range(span, &new);
    }
    out
}

fn whole_line(text: &str, at: usize) -> Range<usize> {
    let (before, after) = text.split_at_checked(at).unwrap_or((text, ""));
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    start..after.find('\n').map_or(text.len(), |end| at + end + 1)
}

/// Notes are comments, each above the beginning of the first line that it belongs over.
fn annotated(text: &str, notes: &str) -> String {
    let mut open: Vec<(String, &str)> = Vec::new();
    let mut comment = String::new();
    for line in notes.lines() {
        if line.starts_with('#') {
            comment.push_str(line);
            comment.push('\n');
        } else {
            open.push((std::mem::take(&mut comment), line));
        }
    }
    let mut out = String::new();
    for line in text.lines() {
        let begins = |begin: &str| line == begin || line.split([' ', '=']).next() == Some(begin);
        if let Some(at) = open.iter().position(|(_, begin)| begins(begin)) {
            out.push_str(&open.remove(at).0);
        }
        out.push_str(line);
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_has_its_own_name_and_leads_nowhere() {
        let text = "# its own words\nid = \"a\"\ntitle = \"A\"\nnext = \"b\"\nbrief = \"id\"\n\n[buyer]\nname = \"x\"\n";
        let copy = annotated(
            &renamed(text, "c", "A \"C\""),
            "# one\n# two\nid\n# three\n[buyer]\n# four\n[[facts]]\n",
        );
        let wanted = "# its own words\n# one\n# two\nid = \"c\"\ntitle = \"A \\\"C\\\"\"\nbrief = \"id\"\n\n# three\n[buyer]\nname = \"x\"\n";
        assert_eq!(copy, wanted);
    }
}
