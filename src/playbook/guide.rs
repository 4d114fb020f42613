//! The format as a page for authors: every file kind with every key, read off the tables in `format`.
//! `playbooks/README.md` contains this text; a test says when it is behind.
//! It must not hold words about single keys; those stand beside the keys.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::format::FILES;
use super::shape::{Key, Kind};

/// Every kind of file with its keys, in Markdown.
pub fn guide() -> String {
    let mut page = String::new();
    let mut told = BTreeSet::new();
    for file in &FILES {
        let name = if file.folder.is_empty() {
            super::format::MANIFEST.to_owned()
        } else {
            format!("{}/*.toml", file.folder)
        };
        // Writing to a string cannot fail.
        let _ = writeln!(page, "### `{name}`\n");
        keys(&mut page, &mut told, file.keys, "");
        page.push('\n');
    }
    page
}

fn keys(page: &mut String, told: &mut BTreeSet<usize>, keys_of: &'static [Key], indent: &str) {
    for key in keys_of {
        let must = if key.required { "" } else { " (optional)" };
        let _ = writeln!(page, "{indent}- `{}`{must}: {}. {}", key.name, kind(&key.kind), key.doc);
        if let Some(inner) = inner(&key.kind) {
            // A table that was told once is not told again.
            if told.insert(inner.as_ptr() as usize) {
                keys(page, told, inner, &format!("{indent}  "));
            }
        }
    }
}

fn inner(kind: &'static Kind) -> Option<&'static [Key]> {
    match kind {
        Kind::Table(keys) | Kind::Choice(keys) | Kind::Named(_, keys) => Some(keys),
        Kind::List(of, ..) => inner(of),
        _ => None,
    }
}

fn kind(kind: &Kind) -> String {
    match kind {
        Kind::Text(most) => format!("text of at most {most} characters"),
        Kind::Integer(least, most) => format!("whole number, {least} to {most}"),
        Kind::Decimal(least, most) => format!("number, {least} to {most}"),
        Kind::Flag => "`true` or `false`".to_owned(),
        Kind::Pattern => "regular expression".to_owned(),
        Kind::OneOf(words) => words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(" or "),
        Kind::Time => "time of day, `HH:MM`".to_owned(),
        Kind::Language => "language tag".to_owned(),
        Kind::Date => "date, `YYYY-MM-DD`".to_owned(),
        Kind::ByLanguage(of) => format!("table by language tag: {}", self::kind(of)),
        Kind::Define(_) => "an id of its own".to_owned(),
        Kind::Refer(space) => format!("the id of a {}", space.noun()),
        Kind::List(of, least, most) => format!("list of {least} to {most}: {}", self::kind(of)),
        Kind::Table(_) => "table".to_owned(),
        Kind::Choice(_) => "table with exactly one of these keys".to_owned(),
        Kind::Named(space, _) => format!("tables by the id of a {}", space.noun()),
    }
}
