//! The JSON Schemas agree with the loader: what it takes they take, and what it refuses of a single value they refuse.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use jsonschema::{Draft, Validator};
use serde_json::Value;
use sparring::playbook::SourceFile;
use sparring::playbook::format::FILES;
use sparring::playbook::schema::{name, schema};

use crate::broken::cases::cases;
use crate::broken::files_of;
use crate::support::bench::{shipped_files, tiny_files};

/// Rules of the loader that look at one value, and so can be said by a schema.
const SAID: [&str; 12] = [
    "unknown-key",
    "missing-key",
    "type",
    "range",
    "one-of",
    "time",
    "date",
    "language",
    "id",
    "empty",
    "too-long",
    "choice",
];
/// The validators of every kind, by folder, as old editors and as new ones read them.
fn validators() -> BTreeMap<&'static str, Vec<Validator>> {
    let one = |kind| {
        let text = schema(name(kind)).expect("a schema");
        let schema: Value = serde_json::from_str(&text).expect("JSON");
        let built = |draft| jsonschema::options().with_draft(draft).build(&schema).expect("a good schema");
        (kind.folder, vec![built(Draft::Draft4), built(Draft::Draft7), built(Draft::Draft202012)])
    };
    FILES.iter().map(one).collect()
}

/// What the schema of its kind says of a file; `None` for what is no playbook file, or no TOML.
fn refused(file: &SourceFile, all: &BTreeMap<&'static str, Vec<Validator>>) -> Option<bool> {
    let folder = file.path.rsplit('/').nth(1).expect("in a folder");
    let folder = if file.path.ends_with("playbook.toml") { "" } else { folder };
    let validators = all.get(folder)?;
    let value: Value = toml::from_str(&file.text).ok()?;
    let said: Vec<bool> = validators.iter().map(|validator| !validator.is_valid(&value)).collect();
    assert!(said.iter().all(|one| *one == said[0]), "the drafts do not agree about {}", file.path);
    Some(said[0])
}

#[test]
fn every_file_that_is_shipped_is_taken() {
    let all = validators();
    let files = [shipped_files(), tiny_files()].concat();
    let seen: Vec<(&SourceFile, bool)> =
        files.iter().filter_map(|file| Some((file, refused(file, &all)?))).collect();
    assert!(seen.len() > 200, "only {} files were held against a schema", seen.len());
    for (file, refused) in seen {
        assert!(!refused, "{}", file.path);
    }
}

#[test]
fn what_the_loader_refuses_of_one_value_the_schema_refuses_and_nothing_else() {
    let all = validators();
    // Other rules look at several values, or into a text.
    let mut counted = 0;
    for case in cases().iter().filter(|case| !case.rule.starts_with("syntax")) {
        let any = files_of(case).iter().filter_map(|file| refused(file, &all)).any(|refused| refused);
        if SAID.contains(&case.rule) {
            counted += 1;
            assert!(any, "{} is taken", case.name);
        } else if case.rule != "pattern" {
            assert!(!any, "{} is refused", case.name);
        }
    }
    assert!(counted > 15, "only {counted} broken playbooks can be told by a schema");
}

fn sparring(folder: &Path, arguments: &[&str]) -> (bool, String, String) {
    let run = Command::new(env!("CARGO_BIN_EXE_sparring")).args(arguments).current_dir(folder).output();
    let run = run.expect("runs");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (run.status.success(), text(run.stdout), text(run.stderr))
}

#[test]
fn schemas_are_printed_and_laid_down() {
    let home = tempfile::tempdir().expect("a folder");
    let (well, out, _) = sparring(home.path(), &["schema", "scenarios"]);
    assert!(well && out.trim_end() == schema("scenarios").expect("a schema"), "{out}");
    let (well, out, _) = sparring(home.path(), &["schema"]);
    assert!(well && out.starts_with("playbook\nmethods\n"), "{out}");
    let (well, _, err) = sparring(home.path(), &["schema", "scenario"]);
    assert!(
        !well && err.contains("no kind of playbook file `scenario`; use one of playbook, methods"),
        "{err}"
    );

    let (well, out, _) = sparring(home.path(), &["schema", "--into", "."]);
    assert!(well && out.contains("quizzes.schema.json\n"), "{out}");
    let settings = std::fs::read_to_string(home.path().join(".taplo.toml")).expect("settings");
    let settings: toml::Table = toml::from_str(&settings).expect("TOML");
    let rules = settings["rule"].as_array().expect("rules");
    assert_eq!(rules.len(), FILES.len());
    for rule in rules {
        let path = home.path().join(rule["schema"]["path"].as_str().expect("a path"));
        let text = std::fs::read_to_string(&path).expect("its schema");
        assert!(serde_json::from_str::<Value>(&text).is_ok());
    }
    // Settings of one's own stay; the schemas are made anew.
    std::fs::write(home.path().join(".taplo.toml"), "# mine\n").expect("written");
    let (well, out, _) = sparring(home.path(), &["schema", "--into", "."]);
    assert!(well && out.contains("is there already; add this to it:") && out.contains("[[rule]]"), "{out}");
    assert_eq!(std::fs::read_to_string(home.path().join(".taplo.toml")).expect("there"), "# mine\n");
}
