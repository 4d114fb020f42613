//! Recognition on sentences that no tuning sees must not get worse.

use std::path::Path;

use sparring::playbook::load;
use sparring::terminal::score_files;

use crate::support::bench::shipped_files;

/// Mean macro-F1 over the seven tasks, measured 0.794 and 0.863 when the floor was set.
const FLOORS: [(&str, f64); 2] = [("en", 0.78), ("zh", 0.84)];

#[test]
fn sentences_never_seen_are_recognised_as_well_as_before() {
    let library = load(&shipped_files()).library;
    for (language, floor) in FLOORS {
        let path = format!("{}/tests/recognition/unseen.{language}.jsonl", env!("CARGO_MANIFEST_DIR"));
        let mut table = Vec::new();
        score_files(&library, &[Path::new(&path).to_owned()], &mut table).expect("scored");
        let table = String::from_utf8(table).expect("text");
        let mean = table.lines().find_map(|line| line.split_once(" mean macro-F1 ")).expect("a mean").1;
        let mean: f64 = mean.split(' ').next().expect("a number").parse().expect("a number");
        assert!(mean >= floor, "{language}: {mean} is below {floor}\n{table}");
    }
}
