//! Holds a file against its format: unknown and missing keys, types, bounds, patterns, ids and references.
//! It goes on after every problem, so that an author sees all of them at once, each at its exact place.
//! It must not look at what values mean together; that is for `rules`.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use regex_syntax::ParserBuilder;
use regex_syntax::hir::{Class, Hir, HirKind};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::ids::{GOOD_ID, Ids, Spot, is_id, nearest, suggestion};
use super::problem::{Problem, SourceFile};
use super::shape::{Key, Kind, Space};
use crate::coach::pattern::{DEEPEST, Regex};

/// A pattern of so many parts is far from too large; a larger one is compiled to know.
const SMALL: usize = 8_000;
/// The longest pattern that is accepted, in characters.
pub(super) const PATTERN_CHARACTERS: usize = 600;

/// What a value is wanted to be that holds keys.
const TABLE: &str = "a table, in `{ }` or under a `[header]`";

/// Compiled patterns of a file, by the byte where each starts.
pub(super) type Patterns = BTreeMap<usize, Regex>;

/// Validates one file; problems are added to `problems`, ids to `ids`.
pub(super) fn validate(
    file: &SourceFile,
    table: &Spanned<DeTable<'_>>,
    keys: &[Key],
    ids: &mut Ids,
    problems: &mut Vec<Problem>,
) -> Patterns {
    let task = table.get_ref().get("task").and_then(|value| value.get_ref().as_str()).map(str::to_owned);
    let mut walk = Walk { file, task, ids, problems, patterns: Patterns::new() };
    walk.table(table.get_ref(), table.span(), keys);
    walk.patterns
}

struct Walk<'w> {
    file: &'w SourceFile,
    task: Option<String>,
    ids: &'w mut Ids,
    problems: &'w mut Vec<Problem>,
    patterns: Patterns,
}

impl Walk<'_> {
    fn problem(&mut self, span: Range<usize>, rule: &'static str, what: String, help: String) {
        self.problems.push(Problem { file: self.file.clone(), span, rule, what, help });
    }

    fn table(&mut self, table: &DeTable<'_>, span: Range<usize>, keys: &[Key]) {
        let known = self.keys(table, keys);
        for key in keys.iter().filter(|key| key.required && !known.contains(key.name)) {
            let help = format!("add `{} = …`: {}", key.name, key.doc);
            self.problem(span.clone(), "missing-key", format!("the key `{}` is missing", key.name), help);
            self.ids.doubt(&key.kind, self.file);
        }
    }

    /// Looks at every key that is there; the names of those that are there or were meant come back.
    fn keys(&mut self, table: &DeTable<'_>, keys: &[Key]) -> BTreeSet<&'static str> {
        let mut known = BTreeSet::new();
        for (name, value) in table {
            let found = keys.iter().find(|key| key.name == name.get_ref());
            let Some(key) = found.or_else(|| self.unknown_key(name, table, keys)) else {
                continue;
            };
            known.insert(key.name);
            // What stands under a misspelt key is read as what was meant, so that one typo stays one problem.
            if found.is_some() || !table.contains_key(key.name) || matches!(key.kind, Kind::List(..)) {
                self.value(value, key.name, &key.kind);
            }
        }
        known
    }

    /// Reports the key; the one that was probably meant comes back.
    fn unknown_key<'k>(
        &mut self,
        name: &Spanned<std::borrow::Cow<'_, str>>,
        table: &DeTable<'_>,
        keys: &'k [Key],
    ) -> Option<&'k Key> {
        let meant = nearest(name.get_ref(), keys.iter().map(|key| key.name));
        let help = meant.map_or_else(
            || {
                let free = keys.iter().map(|key| key.name).filter(|key| !table.contains_key(*key));
                suggestion(name.get_ref(), free, "remove it, or use one of the other keys of this table")
            },
            |near| format!("did you mean `{near}`?"),
        );
        self.problem(name.span(), "unknown-key", format!("there is no key `{}` here", name.get_ref()), help);
        keys.iter().find(|key| Some(key.name) == meant)
    }

    fn value(&mut self, value: &Spanned<DeValue<'_>>, name: &str, kind: &Kind) {
        match kind {
            Kind::Text(_)
            | Kind::Pattern
            | Kind::OneOf(_)
            | Kind::Time
            | Kind::Language
            | Kind::Date
            | Kind::Define(_)
            | Kind::Refer(_) => match value.get_ref().as_str() {
                Some(text) => self.text(text, value.span(), name, kind),
                None => {
                    self.wrong_type(value, name, "text in quotes");
                    self.ids.doubt(kind, self.file);
                }
            },
            Kind::Integer(least, most) => self.integer(value, name, *least, *most),
            Kind::Decimal(least, most) => self.decimal(value, name, *least, *most),
            Kind::Flag if value.get_ref().as_bool().is_none() => {
                self.wrong_type(value, name, "`true` or `false`")
            }
            Kind::Flag => {}
            Kind::List(of, least, most) => self.list(value, name, of, (*least, *most)),
            Kind::Table(keys) => match value.get_ref().as_table() {
                Some(table) => self.table(table, value.span(), keys),
                None => {
                    self.wrong_type(value, name, TABLE);
                    self.ids.doubt_keys(keys, self.file);
                }
            },
            Kind::Choice(keys) => self.choice(value, name, keys),
            Kind::ByLanguage(of) => self.by_language(value, name, of),
            Kind::Named(space, keys) => self.named(value, name, *space, keys),
        }
    }

    fn wrong_type(&mut self, value: &Spanned<DeValue<'_>>, name: &str, wanted: &str) {
        let found = value.get_ref().type_str();
        self.problem(
            value.span(),
            "type",
            format!("`{name}` must be {wanted}, not {found}"),
            format!("write {wanted}"),
        );
    }

    fn integer(&mut self, value: &Spanned<DeValue<'_>>, name: &str, least: i64, most: i64) {
        let Some(written) = value.get_ref().as_integer() else {
            return self.wrong_type(value, name, "a whole number");
        };
        let number = i64::from_str_radix(written.as_str(), written.radix());
        if !number.is_ok_and(|n| (least..=most).contains(&n)) {
            let what = format!("`{name}` must be from {least} to {most}");
            self.problem(value.span(), "range", what, format!("choose a number from {least} to {most}"));
        }
    }

    fn decimal(&mut self, value: &Spanned<DeValue<'_>>, name: &str, least: f64, most: f64) {
        match super::read::decimal(value.get_ref()) {
            None => self.wrong_type(value, name, "a number"),
            Some(number) if (least..=most).contains(&number) => {}
            Some(_) => {
                let what = format!("`{name}` must be from {least} to {most}");
                self.problem(value.span(), "range", what, format!("choose a number from {least} to {most}"));
            }
        }
    }

    fn list(&mut self, value: &Spanned<DeValue<'_>>, name: &str, of: &Kind, (least, most): (usize, usize)) {
        let Some(list) = value.get_ref().as_array() else {
            self.ids.doubt(of, self.file);
            return self.wrong_type(value, name, "a list in brackets");
        };
        if !(least..=most).contains(&list.len()) {
            let what = format!("`{name}` has {} entries; it must have {least} to {most}", list.len());
            self.problem(value.span(), "range", what, "add or remove entries".to_owned());
        }
        for entry in list {
            self.value(entry, name, of);
        }
    }

    fn choice(&mut self, value: &Spanned<DeValue<'_>>, name: &str, keys: &[Key]) {
        let Some(table) = value.get_ref().as_table() else {
            return self.wrong_type(value, name, "a table with one key, such as `{ kind = … }`");
        };
        if table.len() != 1 {
            let what = format!("`{name}` must have exactly one key, the kind; it has {}", table.len());
            let names: Vec<String> = keys.iter().map(|key| format!("`{}`", key.name)).collect();
            self.problem(value.span(), "choice", what, format!("write exactly one of {}", names.join(", ")));
        }
        self.keys(table, keys);
    }

    fn named(&mut self, value: &Spanned<DeValue<'_>>, name: &str, space: Space, keys: &[Key]) {
        let Some(table) = value.get_ref().as_table() else {
            self.ids.doubt_space(space, self.file);
            return self.wrong_type(value, name, "a table of tables");
        };
        for (id, inner) in table {
            self.define(space, id.get_ref(), id.span());
            match inner.get_ref().as_table() {
                Some(entry) => self.table(entry, inner.span(), keys),
                None => self.wrong_type(inner, id.get_ref(), TABLE),
            }
        }
    }

    fn by_language(&mut self, value: &Spanned<DeValue<'_>>, name: &str, of: &Kind) {
        let Some(table) = value.get_ref().as_table().filter(|table| !table.is_empty()) else {
            return self.wrong_type(value, name, "a table by language, such as `{ zh-CN = …, en = … }`");
        };
        for (tag, text) in table {
            if !is_language(tag.get_ref()) {
                self.no_language(tag.get_ref(), tag.span());
            }
            self.value(text, tag.get_ref(), of);
        }
    }

    fn no_language(&mut self, text: &str, span: Range<usize>) {
        let what = format!("`{text}` is not a language tag");
        self.problem(span, "language", what, "write it as `zh-CN` or `en`".to_owned());
    }

    fn text(&mut self, text: &str, span: Range<usize>, name: &str, kind: &Kind) {
        match kind {
            Kind::Text(most) => self.words(text, span, name, *most),
            Kind::Pattern => self.pattern(text, span),
            Kind::OneOf(words) if !words.contains(&text) => {
                let what = format!("`{name}` cannot be `{text}`");
                self.problem(span, "one-of", what, suggestion(text, words.iter().copied(), "use one of"));
            }
            Kind::Time if chrono::NaiveTime::parse_from_str(text, "%H:%M").is_err() => {
                self.problem(
                    span,
                    "time",
                    format!("`{text}` is not a time of day"),
                    "write it as `09:00`".to_owned(),
                );
            }
            Kind::Language if !is_language(text) => self.no_language(text, span),
            Kind::Date if !is_date(text) => {
                let what = format!("`{text}` is not a date");
                self.problem(span, "date", what, "write it as `2026-03-06`".to_owned());
            }
            Kind::Define(space) => self.define(*space, text, span),
            Kind::Refer(space) => self.refer(*space, text, span),
            _ => {}
        }
    }

    fn words(&mut self, text: &str, span: Range<usize>, name: &str, most: usize) {
        let count = text.chars().count();
        if text.trim().is_empty() {
            self.problem(
                span,
                "empty",
                format!("`{name}` is empty"),
                "write something; only a key that need not be there may be left out".to_owned(),
            );
        } else if count > most {
            let what = format!("`{name}` has {count} characters; {most} fit");
            self.problem(span, "too-long", what, format!("shorten it to {most} characters"));
        } else if let Some(odd) = text.chars().find(|c| c.is_control() && *c != '\n' && *c != '\t') {
            let what = format!("`{name}` holds the control character U+{:04X}", u32::from(odd));
            self.problem(span, "control-character", what, "remove it".to_owned());
        }
    }

    fn pattern(&mut self, text: &str, span: Range<usize>) {
        if text.chars().count() > PATTERN_CHARACTERS {
            let what = format!("the pattern has more than {PATTERN_CHARACTERS} characters");
            return self.problem(span, "pattern", what, "split it into several".to_owned());
        }
        if is_small(text) {
            self.patterns.insert(span.start, Regex::of(text));
            return;
        }
        match Regex::compile(text) {
            Ok(pattern) if pattern.is_match("") => {
                self.problem(
                    span,
                    "pattern",
                    "the pattern matches nothing at all, so it matches everywhere".to_owned(),
                    "make it ask for at least one character".to_owned(),
                );
            }
            Ok(_) => {
                self.patterns.insert(span.start, Regex::of(text));
            }
            Err(regex::Error::CompiledTooBig(_)) => {
                let what = "the pattern takes too much memory when it is compiled".to_owned();
                self.problem(span, "pattern", what, "ask for fewer repetitions, or split it".to_owned());
            }
            Err(error) => {
                let why = error
                    .to_string()
                    .lines()
                    .last()
                    .unwrap_or_default()
                    .trim()
                    .trim_start_matches("error: ")
                    .to_owned();
                self.problem(
                    span,
                    "pattern",
                    format!("the pattern does not compile: {why}"),
                    "mend the pattern; a literal `(`, `?` or `.` is written with a backslash before it"
                        .to_owned(),
                );
            }
        }
    }

    fn define(&mut self, space: Space, name: &str, span: Range<usize>) {
        let at = Spot { file: self.file.clone(), span: span.clone() };
        let first = self.ids.define(space, self.task.as_deref(), name, at);
        if !is_id(name) {
            let what = format!("`{name}` is not a good id");
            self.problem(span, "id", what, GOOD_ID.to_owned());
        } else if let Some(first) = first {
            let (line, column) = first.file.position(first.span.start);
            let what = format!("the {} `{name}` is defined twice", space.noun());
            let help =
                format!("it is first defined at {}:{line}:{column}; rename one of them", first.file.path);
            self.problem(span, "duplicate-id", what, help);
        }
    }

    fn refer(&mut self, space: Space, name: &str, span: Range<usize>) {
        self.ids.refer(space, self.task.as_deref(), name, Spot { file: self.file.clone(), span });
    }
}

fn is_language(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let primary =
        parts.next().is_some_and(|p| (2..=3).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_lowercase()));
    primary && parts.all(|p| (2..=8).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_alphanumeric()))
}

/// Ten characters, as editors' schemas have it; chrono alone would take fewer.
fn is_date(text: &str) -> bool {
    text.len() == 10 && text.parse::<chrono::NaiveDate>().is_ok()
}

/// Whether a pattern surely compiles, asks for at least one character, and is far from too large. To compile it would
/// tell, too, and takes fifty times as long.
fn is_small(text: &str) -> bool {
    let parsed = ParserBuilder::new().case_insensitive(true).nest_limit(DEEPEST).build().parse(text);
    parsed
        .is_ok_and(|hir| hir.properties().minimum_len().is_some_and(|least| least > 0) && parts(&hir) < SMALL)
}

/// How many parts a pattern has when its repetitions are written out.
fn parts(hir: &Hir) -> usize {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => 1,
        HirKind::Literal(literal) => literal.0.len(),
        HirKind::Class(Class::Unicode(class)) => class.ranges().len(),
        HirKind::Class(Class::Bytes(class)) => class.ranges().len(),
        HirKind::Repetition(repeated) => {
            let times = repeated.max.unwrap_or(repeated.min.saturating_add(1)).max(1);
            parts(&repeated.sub).saturating_mul(times as usize)
        }
        HirKind::Capture(group) => parts(&group.sub).saturating_add(1),
        HirKind::Concat(all) | HirKind::Alternation(all) => {
            all.iter().fold(0, |sum, part| sum.saturating_add(parts(part)))
        }
    }
}
