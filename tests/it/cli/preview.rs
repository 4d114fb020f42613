//! `sparring followups preview`: every touch of a year with its day and the reasons for it, in both languages, compared with
//! what was looked at. `BLESS=1 cargo test preview` takes over what is printed now.

use std::path::Path;
use std::process::Command;

use super::{Ran, ran};

/// In a folder without playbooks: with the rhythm and the calendars that are built in.
fn preview(arguments: &[&str]) -> Ran {
    let home = tempfile::tempdir().expect("a folder");
    let mut program = Command::new(env!("CARGO_BIN_EXE_sparring"));
    program.args(["followups", "preview", "--cache", "learnt"]).args(arguments).current_dir(home.path());
    program.env_clear().env("LANG", "en_US.UTF-8").env("TMPDIR", home.path());
    ran(program, b"")
}

#[test]
fn every_date_has_its_reasons_in_both_languages() {
    let mut wrong = String::new();
    for (lang, name) in [("en", "preview-en.txt"), ("zh", "preview-zh-CN.txt")] {
        let festival =
            ["--signed", "2026-02-12", "--zone", "Asia/Shanghai", "--calendar", "CN", "--lang", lang];
        let ends = ["--signed", "2026-08-31", "--zone", "Asia/Shanghai", "--calendar", "CN", "--lang", lang];
        let plain = ["--signed", "2026-03-06", "--zone", "Asia/Shanghai", "--lang", lang];
        let clocks = [
            "--signed",
            "2027-03-25",
            "--zone",
            "Europe/Vienna",
            "--days",
            "1-7",
            "--off",
            "12-24 Eve",
            "--quiet",
            "21:00-09:30",
            "--lang",
            lang,
        ];
        let told = [&festival[..], &ends, &plain, &clocks]
            .map(|arguments| preview(arguments).well())
            .join("\n=====\n\n");
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/cli").join(name);
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(&path, &told).expect("written");
        } else if std::fs::read_to_string(&path).unwrap_or_default() != told {
            wrong += &format!("{name} is told otherwise now:\n{told}");
        }
    }
    assert!(wrong.is_empty(), "{wrong}run with BLESS=1 and read it");
}

#[test]
fn what_cannot_be_understood_is_told_in_a_sentence() {
    let with =
        |more: &[&str]| preview(&[&["--signed", "2026-03-06", "--zone", "Asia/Shanghai"], more].concat());
    with(&["--calendar", "XX"]).failed(&["there is no calendar `XX`; there are: CN"]);
    with(&["--days", "daily"]).failed(&["`daily` names no days of the week"]);
    with(&["--off", "24.12."]).failed(&["`24.12.` is no day off"]);
    let quiet = with(&["--quiet", "late"]);
    assert!(quiet.code == Some(2) && quiet.err.contains("write them like 21:00-08:00"), "{quiet:?}");
}
