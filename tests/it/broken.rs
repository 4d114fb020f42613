//! One broken playbook for every rule of the loader, each with the picture that an author gets to see.
//! A case is the tiny playbook with a patch; `BLESS=1 cargo test broken` writes the pictures anew, for eyes to read.

mod calendars;
pub(crate) mod cases;
mod five;
mod rubric;
mod worked;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use regex::Regex;
use sparring::playbook::{Loaded, Problem, SourceFile, load, self_test};

use crate::support::bench::tiny_files;
use cases::{Case, cases};

/// The files of a case, named from the playbooks' folder on.
pub(crate) fn files_of(case: &Case) -> Vec<SourceFile> {
    let mut files: Vec<SourceFile> = tiny_files()
        .into_iter()
        .map(|file| SourceFile {
            path: file.path.rsplit_once("/playbooks/").expect("in a folder").1.into(),
            ..file
        })
        .filter(|file| case.both_languages || !file.path.contains("zh-CN"))
        .collect();
    for (path, find, replace) in &case.patches {
        patch(&mut files, path, find, replace);
    }
    files
}

/// Puts one text in the place of another, the first time that it comes; without a text to find, a file is added.
pub(crate) fn patch(files: &mut Vec<SourceFile>, path: &str, find: &str, replace: &str) {
    if find.is_empty() {
        files.push(SourceFile { path: path.into(), text: replace.into() });
        return;
    }
    let file = files.iter_mut().find(|file| *file.path == *path).unwrap_or_else(|| panic!("no file {path}"));
    assert!(file.text.contains(find), "{path} does not hold `{find}`");
    file.text = file.text.replacen(find, replace, 1).into();
}

/// What loading finds, else what the self-test finds.
fn problems_of(files: &[SourceFile]) -> Vec<Problem> {
    let Loaded { library, problems } = load(files);
    if problems.is_empty() { self_test(&library, files, &[]).problems } else { problems }
}

fn golden(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/it/broken/{name}.txt"))
}

#[test]
fn every_broken_playbook_is_told_as_its_picture_shows() {
    let bless = std::env::var_os("BLESS").is_some();
    let mut wrong = String::new();
    for case in cases() {
        let mut told = String::new();
        for problem in problems_of(&files_of(&case)) {
            writeln!(told, "{}\n", problem.picture(false)).expect("a string takes everything");
        }
        let path = golden(case.name);
        if bless {
            fs::write(&path, &told).expect("written");
        } else if fs::read_to_string(&path).unwrap_or_default() != told {
            writeln!(wrong, "{} is told otherwise now:\n{told}", case.name).expect("a string");
        }
    }
    assert!(wrong.is_empty(), "{wrong}run with BLESS=1 and read the pictures");
}

#[test]
fn one_mistake_brings_up_one_problem_of_its_own_rule() {
    let mut wrong = String::new();
    for case in cases() {
        let mut rules: Vec<&str> = problems_of(&files_of(&case)).iter().map(|problem| problem.rule).collect();
        if case.both_languages {
            // What differs between two languages is missing from each.
            rules.dedup();
        }
        if rules != [case.rule] {
            writeln!(wrong, "{}: {rules:?} instead of {}", case.name, case.rule).expect("a string");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn every_rule_of_the_loader_has_a_broken_playbook() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/playbook");
    let named = Regex::new(r#"rule: "([a-z-]+)""#).expect("compiles");
    let passed = Regex::new(r#"(?:\.problem|report|problem_at)\(\s*[^";{]*(?:"[a-z-]+",\s*)?"([a-z-]+)","#)
        .expect("compiles");
    let mut rules = BTreeSet::new();
    let folders = [folder.clone(), folder.join("rules"), folder.join("self_test")];
    for entry in folders.iter().flat_map(|folder| fs::read_dir(folder).expect("sources")) {
        let path = entry.expect("an entry").path();
        // An overlay is no playbook; `overlay` proves its rule.
        let overlay = path.ends_with("overlay.rs");
        let text =
            if path.is_file() && !overlay { fs::read_to_string(&path).expect("text") } else { String::new() };
        for found in named.captures_iter(&text).chain(passed.captures_iter(&text)) {
            rules.insert(found[1].to_owned());
        }
    }
    let proved: BTreeSet<String> = cases().iter().map(|case| case.rule.to_owned()).collect();
    assert_eq!(rules, proved);
}

#[test]
fn every_picture_belongs_to_a_case() {
    let names: BTreeSet<String> = cases().iter().map(|case| format!("{}.txt", case.name)).collect();
    let here = golden("x").with_file_name("");
    let pictures: BTreeSet<String> = fs::read_dir(here)
        .expect("pictures")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .filter(|name| name.ends_with(".txt"))
        .collect();
    assert_eq!(pictures, names);
}

#[test]
fn the_tiny_playbooks_themselves_have_no_problem() {
    let problems = problems_of(&tiny_files());
    assert!(problems.is_empty(), "{}", problems.iter().map(|p| p.picture(false)).collect::<String>());
}
