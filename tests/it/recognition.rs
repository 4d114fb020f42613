//! What is recognised may not get worse: the playbooks' own tests, which nothing learns from, have a floor.

use sparring::playbook::load;
use sparring::terminal::{ScoreOptions, score_files};

use crate::support::bench::shipped_files;

/// Mean macro-F1 over the seven tasks that must not be fallen short of.
const FLOORS: [(&str, f64); 2] = [("en", 0.88), ("zh-CN", 0.88)];

#[test]
fn sentences_that_no_tuning_saw_are_recognised_as_well_as_before() {
    let library = load(&shipped_files()).library;
    let mut table = Vec::new();
    score_files(&library, &ScoreOptions::default(), &mut table).expect("scored");
    let table = String::from_utf8(table).expect("text");
    for (language, floor) in FLOORS {
        let mean = table.lines().find(|line| line.starts_with(&format!("{language} mean macro-F1")));
        let mean: f64 = mean.and_then(|line| line.split(' ').nth(3)?.parse().ok()).expect("a mean");
        assert!(mean >= floor, "{language}: {mean} is below {floor}\n{table}");
    }
}
