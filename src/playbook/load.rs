//! From the texts of files to a library: parse, validate, build, look at the whole.
//! Each stage adds its problems and goes on; a file with problems is left out, so that one typo does not bring up ten.
//! It must not touch the disk.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use toml::Spanned;
use toml::de::DeTable;

use super::build::{self, Recognisers};
use super::format::{CALENDARS, FILES, FileKind, MANIFEST};
use super::ids::{Ids, suggestion};
use super::library::{Library, Playbook, Recognition};
use super::problem::{Problem, SourceFile, sorted};
use super::read::Node;
use super::rules;
use super::validate::{Patterns, validate};
use super::{Loaded, words};
use crate::coach::calendar::Calendar;
use crate::coach::ids::{Id, Language};
use crate::coach::recognise::TaskSpec;
use crate::coach::scenario::Part;

/// The folder of the interface's words, beside the playbooks.
const PHRASES: &str = "phrases";

/// A file that was parsed and validated.
pub(super) struct Checked<'f> {
    file: &'f SourceFile,
    pub(super) kind: &'static FileKind,
    table: Spanned<DeTable<'f>>,
    patterns: Patterns,
}

impl<'f> Checked<'f> {
    pub(super) fn node(&'f self) -> Node<'f> {
        Node {
            file: self.file,
            patterns: &self.patterns,
            table: self.table.get_ref(),
            start: self.table.span().start,
        }
    }
}

/// Loads playbooks and the interface's words from the texts of their files.
pub fn load(files: &[SourceFile]) -> Loaded {
    let mut problems = Vec::new();
    let roots: Vec<&str> = files.iter().filter_map(|file| file.path.strip_suffix(MANIFEST)).collect();
    let mut playbooks = Vec::new();
    for root in &roots {
        let own: Vec<&SourceFile> = files.iter().filter(|file| file.path.starts_with(root)).collect();
        playbooks.extend(playbook(root, &own, &mut problems));
    }
    let playbooks = sharing(playbooks).into_iter().map(Arc::new).collect();
    let phrases = files
        .iter()
        .filter(|file| folder_of(&file.path) == PHRASES && !roots.iter().any(|r| file.path.starts_with(r)));
    let words = words::words(phrases, &mut problems);
    let calendars = calendars(files, &roots, &mut problems);
    let library = Library { playbooks, words, calendars };
    rules::library(&library, files, &mut problems);
    Loaded { library, problems: sorted(problems) }
}

/// The calendars beside the playbooks.
fn calendars(
    files: &[SourceFile],
    roots: &[&str],
    problems: &mut Vec<Problem>,
) -> BTreeMap<Id, Arc<Calendar>> {
    let Some(kind) = FILES.iter().find(|kind| kind.folder == CALENDARS) else {
        return BTreeMap::new();
    };
    let beside = |file: &&SourceFile| {
        folder_of(&file.path) == CALENDARS && !roots.iter().any(|r| file.path.starts_with(r))
    };
    let mut ids = Ids::default();
    let mut checked = Vec::new();
    for file in files.iter().filter(beside) {
        let Some(one) = check_as(kind, file, &mut ids, problems) else { continue };
        rules::file(&one, problems);
        checked.push(one);
    }
    ids.dangling(problems);
    by_id(checked.iter().filter_map(|one| build::calendar(one.node())), |calendar| &calendar.id)
}

/// One recogniser for all languages of a playbook, so that a reply in two languages is judged as a whole.
fn sharing(playbooks: Vec<(Playbook, Vec<TaskSpec>)>) -> Vec<Playbook> {
    let mut specs: BTreeMap<Id, Vec<TaskSpec>> = BTreeMap::new();
    let mut alone = Vec::new();
    for (playbook, own) in playbooks {
        specs.entry(playbook.id.clone()).or_default().extend(own);
        alone.push(playbook);
    }
    let shared: BTreeMap<Id, Arc<Recognition>> =
        specs.into_iter().map(|(id, specs)| (id, Arc::new(Recognition::new(build::joined(specs))))).collect();
    let share = |playbook: Playbook| Playbook {
        recognition: shared.get(&playbook.id).map(Arc::clone).unwrap_or_default(),
        ..playbook
    };
    alone.into_iter().map(share).collect()
}

fn folder_of(path: &str) -> &str {
    let mut parts = path.rsplit('/');
    parts.next();
    parts.next().unwrap_or("")
}

fn playbook(
    root: &str,
    files: &[&SourceFile],
    problems: &mut Vec<Problem>,
) -> Option<(Playbook, Vec<TaskSpec>)> {
    let mut ids = Ids::default();
    let (mut checked, mut contributions) = (Vec::new(), Vec::new());
    for file in files {
        let Some(one) = check(root, file, &mut ids, problems) else { continue };
        rules::file(&one, problems);
        // Recogniser files are by far the largest: their tables are not kept beside each other.
        if one.kind.folder == "recognisers" {
            contributions.extend(build::contribution(one.node()));
        } else {
            checked.push(one);
        }
    }
    ids.dangling(problems);
    let of =
        |folder: &'static str| checked.iter().filter(move |c| c.kind.folder == folder).map(Checked::node);
    let manifest = of("").next()?;
    let parts: BTreeMap<Id, Part> =
        of("personas").flat_map(build::parts).map(|part| (part.id.clone(), part)).collect();
    let recognisers = build::recognisers(contributions);
    let Recognisers { mut specs, label_names, tests } = recognisers;
    let banks = by_id(of("banks").filter_map(build::bank), |b| &b.id);
    banks.values().for_each(|bank| build::learn_from(bank, &mut specs));
    let looked_up = banks.values().flat_map(|bank| bank.cards());
    let playbook = Playbook {
        id: manifest.id("id")?,
        title: manifest.text("title")?,
        language: Language::new(&manifest.text("language")?),
        version: manifest.text("version")?,
        sources: Arc::new(sources(manifest)),
        methods: by_id(of("methods").filter_map(build::method), |m| &m.id),
        scenarios: by_id(of("scenarios").filter_map(|n| build::scenario(n, &parts)), |s| &s.id),
        quizzes: by_id(of("quizzes").filter_map(build::quiz), |q| &q.id),
        surveys: by_id(of("surveys").filter_map(build::survey), |s| &s.id),
        cards: of("cards").flat_map(build::cards).chain(looked_up).map(Arc::new).collect(),
        banks,
        synthetic: by_id(of("synthetic").filter_map(build::synthetic), |s| &s.id),
        cadences: by_id(of("cadences").filter_map(build::cadence), |c| &c.id),
        label_names: Arc::new(label_names),
        examples: specs.iter().map(|spec| spec.examples.len()).sum(),
        tests: Arc::new(tests),
        parts: Arc::new(parts),
        recognition: Arc::default(),
    };
    for node in of("scenarios") {
        rules::scenario(node, &playbook, problems);
    }
    for node in of("quizzes") {
        rules::forms(node, &playbook, problems);
    }
    Some((playbook, specs))
}

pub(super) fn by_id<T>(all: impl Iterator<Item = T>, id: impl Fn(&T) -> &Id) -> BTreeMap<Id, Arc<T>> {
    all.map(|one| (id(&one).clone(), Arc::new(one))).collect()
}

fn sources(manifest: Node<'_>) -> BTreeMap<Id, String> {
    let Some(table) = manifest.table("sources") else {
        return BTreeMap::new();
    };
    let title = |name: &str| table.table(name).and_then(|source| source.text("title"));
    table.table.keys().filter_map(|name| Some((Id::new(name.get_ref()), title(name.get_ref())?))).collect()
}

/// Parses and validates one file; `None` when anything is wrong with it.
pub(super) fn check<'f>(
    root: &str,
    file: &'f SourceFile,
    ids: &mut Ids,
    problems: &mut Vec<Problem>,
) -> Option<Checked<'f>> {
    let within = file.path.strip_prefix(root)?;
    let folder = within.split_once('/').map_or("", |(folder, _)| folder);
    let lives_here = |kind: &&FileKind| kind.folder == folder && kind.folder != CALENDARS;
    let Some(kind) = FILES.iter().find(|kind| lives_here(kind) && (!folder.is_empty() || within == MANIFEST))
    else {
        problems.push(unknown_folder(file, folder));
        FILES.iter().for_each(|kind| ids.doubt_keys(kind.keys, file));
        return None;
    };
    check_as(kind, file, ids, problems)
}

/// The same for a file whose kind is known.
fn check_as<'f>(
    kind: &'static FileKind,
    file: &'f SourceFile,
    ids: &mut Ids,
    problems: &mut Vec<Problem>,
) -> Option<Checked<'f>> {
    let before = problems.len();
    let (table, errors) = DeTable::parse_recoverable(&file.text);
    let lost = syntax(file, &errors, problems);
    let told = problems.len();
    let patterns = validate(file, &table, kind.keys, ids, problems);
    if lost {
        problems.truncate(told);
        ids.forget(file);
        ids.doubt_keys(kind.keys, file);
    } else if !errors.is_empty() {
        // A header that cannot be read leaves its keys to the table above and is itself missing.
        let own = problems.split_off(told);
        problems.extend(own.into_iter().filter(|p| !matches!(p.rule, "missing-key" | "unknown-key")));
    }
    (problems.len() == before).then_some(Checked { file, kind, table, patterns })
}

fn unknown_folder(file: &SourceFile, folder: &str) -> Problem {
    let folders =
        FILES.iter().map(|kind| kind.folder).filter(|folder| !folder.is_empty() && *folder != CALENDARS);
    let otherwise = if folder == CALENDARS {
        "calendars lie beside the playbooks; here belong these folders"
    } else {
        "move it to one of these folders"
    };
    Problem {
        file: file.clone(),
        span: 0..0,
        rule: "folder",
        what: "no kind of playbook file lives here".to_owned(),
        help: suggestion(folder, folders, otherwise),
    }
}

/// More errors than this are the echo of the first: a bracket or quote that was never closed.
const MOST_SYNTAX_ERRORS: usize = 3;

/// Reports how a file is not TOML. Whether so much of it is lost that nothing else in it can be judged comes back.
pub(super) fn syntax(file: &SourceFile, errors: &[toml::de::Error], problems: &mut Vec<Problem>) -> bool {
    let at = |error: &toml::de::Error| error.span().map_or(0, |span| span.start);
    let end = file.text.trim_end().len();
    let lost = errors.len() > MOST_SYNTAX_ERRORS || errors.iter().any(|error| at(error) >= end);
    let first = errors.iter().min_by_key(|error| at(error));
    let told = errors.iter().filter(|error| !lost || first.is_some_and(|first| std::ptr::eq(first, *error)));
    problems.extend(told.map(|error| {
        Problem {
            file: file.clone(),
            span: opened_at(file, error).or_else(|| error.span()).unwrap_or(0..0),
            rule: "syntax",
            what: format!("this is not TOML: {}", error.message().replace('\n', " ")),
            help: if lost {
                "close what was opened here or just above: a bracket, a quote; what follows could not be read"
            } else {
                "see https://toml.io for how it is written; text stands in double quotes"
            }
            .to_owned(),
        }
    }));
    lost
}

/// Where text in three quotes begins that is never closed; the parser points to the end of the file.
fn opened_at(file: &SourceFile, error: &toml::de::Error) -> Option<Range<usize>> {
    let unclosed =
        error.message().contains("multi-line") && error.span()?.start >= file.text.trim_end().len();
    let start = file.text.rfind("\"\"\"").max(file.text.rfind("'''")).filter(|_| unclosed)?;
    Some(start..start + 3)
}
