//! Five mistakes at once: a key, a type, a pattern, a reference and a duplicate id are told in one run, each at its place.

use std::process::Command;

use serde_json::Value;
use sparring::playbook::{SourceFile, load};

use super::patch;
use crate::support::bench::tiny_files;

type Patch = (&'static str, &'static str, &'static str);
type Told = (String, usize, usize, &'static str);

const QUOTE: &str = "tiny.en/scenarios/quote.toml";

const IN_FIVE_FILES: [Patch; 5] = [
    ("tiny.en/cadences/customer.toml", "id = \"day-7\"", "id = \"day-3\""),
    ("tiny.en/methods/lscpa.toml", "summary = ", "sumary = "),
    ("tiny.en/quizzes/basics.toml", "pass = 60", "pass = \"60\""),
    ("tiny.en/recognisers/lscpa.toml", "tell me more|go on", "tell me (more|go on"),
    (QUOTE, "start = \"opening\"", "start = \"openning\""),
];

const IN_ONE_FILE: [Patch; 5] = [
    (QUOTE, "level = 1", "level = \"1\""),
    (QUOTE, "industry = ", "industri = "),
    (QUOTE, "start = \"opening\"", "start = \"openning\""),
    (QUOTE, "says = [\"six weeks\"]", "says = [\"zwölf\", \"six (weeks\"]"),
    (QUOTE, "id = \"hours\"", "id = \"weeks\""),
];

fn with(patches: &[Patch]) -> Vec<SourceFile> {
    let mut files: Vec<SourceFile> = tiny_files()
        .into_iter()
        .map(|file| SourceFile {
            path: file.path.rsplit_once("/playbooks/").expect("in a folder").1.into(),
            ..file
        })
        .collect();
    for (path, find, replace) in patches {
        patch(&mut files, path, find, replace);
    }
    files
}

fn told(files: &[SourceFile]) -> Vec<Told> {
    let problems = load(files).problems;
    problems.iter().map(|p| (p.file.path.to_string(), p.position().0, p.position().1, p.rule)).collect()
}

fn at(path: &str, line: usize, column: usize, rule: &'static str) -> Told {
    (path.to_owned(), line, column, rule)
}

#[test]
fn mistakes_in_five_files_are_all_told_at_their_places() {
    assert_eq!(
        told(&with(&IN_FIVE_FILES)),
        [
            at("tiny.en/cadences/customer.toml", 23, 6, "duplicate-id"),
            at("tiny.en/methods/lscpa.toml", 3, 1, "unknown-key"),
            at("tiny.en/quizzes/basics.toml", 4, 8, "type"),
            at("tiny.en/recognisers/lscpa.toml", 32, 9, "pattern"),
            at(QUOTE, 12, 9, "reference"),
        ]
    );
}

#[test]
fn five_mistakes_in_one_file_are_all_told_at_their_places() {
    assert_eq!(
        told(&with(&IN_ONE_FILE)),
        [
            at(QUOTE, 5, 9, "type"),
            at(QUOTE, 7, 1, "unknown-key"),
            at(QUOTE, 12, 9, "reference"),
            at(QUOTE, 26, 18, "pattern"),
            at(QUOTE, 29, 6, "duplicate-id"),
        ]
    );
}

#[test]
fn five_mistakes_are_told_as_json_with_the_text_at_fault() {
    let folder = tempfile::tempdir().expect("a folder");
    for file in with(&IN_ONE_FILE) {
        let path = folder.path().join(&*file.path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        std::fs::write(path, &*file.text).expect("written");
    }
    let ran = Command::new(env!("CARGO_BIN_EXE_sparring"))
        .args(["check", "--json", "."])
        .current_dir(folder.path())
        .output()
        .expect("runs");
    assert_eq!(ran.status.code(), Some(1));
    let lines = String::from_utf8(ran.stdout).expect("text");
    let seen: Vec<(u64, u64, String, String)> = lines
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).expect("JSON"))
        .map(|p| {
            assert!(p["file"].as_str().is_some_and(|file| file.ends_with(QUOTE)), "{p}");
            assert!(p["help"].as_str().is_some_and(|help| !help.is_empty()), "{p}");
            let word = |key: &str| p[key].as_str().expect("text").to_owned();
            (
                p["line"].as_u64().expect("a line"),
                p["column"].as_u64().expect("a column"),
                word("rule"),
                word("text"),
            )
        })
        .collect();
    let seen: Vec<_> = seen.iter().map(|(l, c, rule, text)| (*l, *c, rule.as_str(), text.as_str())).collect();
    assert_eq!(
        seen,
        [
            (5, 9, "type", "\"1\""),
            (7, 1, "unknown-key", "industri"),
            (12, 9, "reference", "\"openning\""),
            (26, 18, "pattern", "\"six (weeks\""),
            (29, 6, "duplicate-id", "\"weeks\""),
        ]
    );
}
