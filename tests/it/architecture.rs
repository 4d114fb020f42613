//! The house: who may import whom, and what belongs in which room. The table here is the document.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Each room with those that it may import.
const ROOMS: [(&str, &[&str]); 16] = [
    ("coach", &[]),
    ("export", &[]),
    ("picture", &[]),
    ("reply", &["coach"]),
    ("playbook", &["coach", "reply"]),
    ("store", &["coach"]),
    ("transcript", &["coach", "playbook"]),
    ("app", &["coach", "export", "picture", "playbook", "reply", "store", "clock", "process"]),
    ("discord", &["app", "reply", "coach", "playbook", "config"]),
    ("terminal", &["app", "reply", "coach", "playbook", "transcript"]),
    ("config", &[]),
    ("clock", &[]),
    ("process", &[]),
    ("run", &["app", "clock", "config", "discord", "playbook", "process", "store"]),
    ("cli", &["clock", "config", "playbook", "run", "terminal", "transcript", "app", "coach"]),
    ("main", &["cli", "clock"]),
];

/// What is used in which rooms only.
const KEPT_IN: [(&str, &[&str]); 12] = [
    ("serenity::", &["discord"]),
    ("sqlx::", &["store"]),
    ("toml::", &["playbook", "config"]),
    ("async fn", &["app", "store", "discord", "run"]),
    ("Utc::now", &["clock"]),
    ("println!", &["main"]),
    ("std::env::var", &["config"]),
    ("::csv::", &["export", "playbook"]),
    ("resvg::", &["picture"]),
    ("rust_xlsxwriter::", &["export"]),
    ("rustyline", &["terminal"]),
    ("reqwest", &["discord"]),
];

const LINES_OF_A_FILE: usize = 400;

struct Source {
    path: String,
    room: String,
    /// Without its tests.
    code: String,
    text: String,
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    collect(&root, &mut paths);
    let source = |path: PathBuf| {
        let text = std::fs::read_to_string(&path).expect("readable");
        let name = path.strip_prefix(&root).expect("inside").to_string_lossy().replace('\\', "/");
        let room = name.split(['/', '.']).next().expect("a name").to_owned();
        let code = text.split("#[cfg(test)]").next().unwrap_or_default().to_owned();
        Source { path: name, room, code, text }
    };
    paths.into_iter().map(source).collect()
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

/// Rooms that a source imports, by `crate::room` anywhere in its code.
fn imports(source: &Source) -> BTreeSet<String> {
    let rooms = source.code.split("crate::").skip(1).filter_map(|rest| {
        rest.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next().map(str::to_owned)
    });
    let known = |room: &String| ROOMS.iter().any(|(name, _)| name == room);
    rooms.filter(|room| known(room) && *room != source.room).collect()
}

#[test]
fn rooms_import_only_whom_they_may() {
    let mut wrong = Vec::new();
    for source in sources().iter().filter(|s| s.room != "lib") {
        let allowed = ROOMS.iter().find(|(room, _)| *room == source.room);
        let (_, allowed) = allowed.unwrap_or_else(|| panic!("{} is in no room", source.path));
        let odd = imports(source).into_iter().filter(|room| !allowed.contains(&room.as_str()));
        wrong.extend(odd.map(|room| format!("{} imports {room}", source.path)));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn no_two_rooms_import_each_other() {
    let mut arrows: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for source in sources() {
        arrows.entry(source.room.clone()).or_default().extend(imports(&source));
    }
    for (from, targets) in &arrows {
        for to in targets {
            assert!(
                !arrows.get(to).is_some_and(|back| back.contains(from)),
                "{from} and {to} import each other"
            );
        }
    }
}

#[test]
fn libraries_stay_in_their_rooms() {
    let mut wrong = Vec::new();
    for source in sources() {
        let code: String =
            source.code.lines().filter(|l| !l.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
        for (what, rooms) in KEPT_IN {
            if code.contains(what) && !rooms.contains(&source.room.as_str()) {
                wrong.push(format!("{} uses {what}", source.path));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_file_says_what_it_is_and_is_not_too_long() {
    let mut wrong = Vec::new();
    for source in sources() {
        if !source.text.starts_with("//!") {
            wrong.push(format!("{} does not begin with what it is", source.path));
        }
        if source.code.lines().count() > LINES_OF_A_FILE {
            wrong.push(format!("{} has more than {LINES_OF_A_FILE} lines", source.path));
        }
        for way_out in ["todo!(", "unimplemented!(", "#[ignore", "#[allow(", "FIXME"] {
            if source.code.contains(way_out) {
                wrong.push(format!("{} contains {way_out}", source.path));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn sql_is_portable() {
    let mut wrong = Vec::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
    let mut texts: Vec<(String, String)> =
        sources().into_iter().filter(|s| s.room == "store").map(|s| (s.path, s.code)).collect();
    for entry in std::fs::read_dir(root).expect("migrations") {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|e| e == "sql") {
            texts.push((path.display().to_string(), std::fs::read_to_string(&path).expect("readable")));
        }
    }
    for (path, text) in texts {
        for word in [
            "now(",
            "CURRENT_",
            " BOOLEAN",
            "TIMESTAMP",
            "SERIAL",
            "AUTOINCREMENT",
            "JSONB",
            "ILIKE",
            "strftime",
        ] {
            let sql = text
                .lines()
                .filter(|l| !l.trim_start().starts_with("//") && !l.trim_start().starts_with("--"));
            if sql.into_iter().any(|line| line.contains(word)) {
                wrong.push(format!("{path} contains {word}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_readme_lists_every_command() {
    let readme =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).expect("a README");
    for command in sparring::discord::COMMANDS {
        for sub in command.subcommands {
            let name = format!("/{} {}", command.name, sub.name);
            assert!(readme.contains(&name), "{name} is not in the README");
        }
        assert!(readme.contains(&format!("/{}", command.name)), "/{} is not in the README", command.name);
    }
    for command in [
        "practice",
        "quiz",
        "serve",
        "check",
        "replay",
        "recognise",
        "followups preview",
        "new playbook",
        "schema",
        "export quiz",
        "backup",
        "restore",
    ] {
        assert!(readme.contains(&format!("sparring {command}")), "sparring {command} is not in the README");
    }
}

#[test]
fn the_guide_for_authors_names_every_key() {
    const MARK: &str = "renews it. -->\n\n";
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("playbooks/README.md");
    let guide = std::fs::read_to_string(&path).expect("a guide");
    let (page, list) = guide.split_once(MARK).expect("the mark");
    let written = sparring::playbook::guide();
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, format!("{page}{MARK}{written}")).expect("written");
        return;
    }
    assert!(list == written, "playbooks/README.md is behind the format: BLESS=1 cargo test the_guide");
}
