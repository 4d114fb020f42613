//! `sparring replay`: a transcript that was not touched is identical; one that was is told turn by turn.

use super::practice::drill;
use super::{Home, REPLIES, lines};

/// A home with the transcript of the tiny drill.
fn recorded() -> (Home, String) {
    let home = Home::new();
    home.hear(&drill(&["--transcript", "t.jsonl"]), lines(&REPLIES)).well();
    let text = home.read("t.jsonl");
    (home, text)
}

#[test]
fn an_exported_transcript_is_identical_when_it_is_replayed() {
    let (home, _) = recorded();
    assert_eq!(home.run(&["replay", "t.jsonl"]).well(), "identical: 4 replies judged again, score 100\n");
}

#[test]
fn a_changed_word_is_found_in_its_turn() {
    let (home, text) = recorded();
    home.write("t.jsonl", text.replacen("So the worry is a standstill", "So the dread is a standstill", 1));
    let out = home.run(&["replay", "t.jsonl"]).failed(&["differences", "t.jsonl"]);
    assert!(out.lines().any(|line| line.starts_with("rep 2.digest: recorded ")), "{out}");
    assert!(!out.contains("rep 1") && !out.contains("rep 3"), "{out}");
}

#[test]
fn a_changed_score_is_found() {
    let (home, text) = recorded();
    home.write("t.jsonl", text.replacen(r#""score":100"#, r#""score":99"#, 1));
    let out = home.run(&["replay", "t.jsonl"]).failed(&["1 difference from"]);
    assert_eq!(out, "score.score: recorded 99, now 100\n");
}

#[test]
fn lines_that_were_added_doubled_moved_or_taken_out_are_found() {
    let (home, text) = recorded();
    let all: Vec<&str> = text.lines().collect();
    let at = all.iter().position(|line| line.contains(r#""event":"moved","turn":2"#)).expect("a move");
    let mut doubled = all.clone();
    doubled.insert(at, all[at]);
    let mut gone = all.clone();
    gone.remove(at);
    let mut swapped = all.clone();
    swapped.swap(at, at + 1);
    let more = all[at].replacen(r#""turn":2"#, r#""turn":2,"bonus":9"#, 1);
    let mut added = all.clone();
    added[at] = &more;
    for tampered in [doubled, gone, swapped, added] {
        home.write("t.jsonl", lines(&tampered));
        let out = home.run(&["replay", "t.jsonl"]).failed(&["difference"]);
        assert!(out.contains("moved 2"), "{out}");
    }
}

#[test]
fn what_is_no_transcript_is_told_with_its_line() {
    let (home, text) = recorded();
    let cut = format!("{}\n{{\"event\":\"re", text.lines().next().expect("a line"));
    let cases: [(&[u8], &[&str]); 6] = [
        (b"hello\n", &["line 1", "--transcript"]),
        (b"{\"turn\":1}\n", &["line 1", "no `event`"]),
        (b"", &["first line", "--transcript"]),
        (b"{\"event\":\"rep\",\"said\":\"x\"}\n", &["first line", "`scenario` is missing"]),
        (cut.as_bytes(), &["line 2"]),
        (b"{\"event\":\"\xff\"}\n", &["t.jsonl", "UTF-8"]),
    ];
    for (bytes, words) in cases {
        home.write("t.jsonl", bytes);
        assert_eq!(home.run(&["replay", "t.jsonl"]).failed(words), "");
    }
    home.run(&["replay", "nowhere.jsonl"]).failed(&["cannot read", "nowhere.jsonl", "check"]);
}

#[test]
fn a_transcript_of_a_scenario_that_is_not_there_is_told() {
    let (home, text) = recorded();
    home.write("t.jsonl", text.replacen(r#""scenario":"quote""#, r#""scenario":"gone""#, 1));
    home.run(&["replay", "t.jsonl"]).failed(&["`gone`", "en", "playbook"]);
    home.write("t.jsonl", text.replacen(r#""language":"en""#, r#""language":"fr""#, 1));
    home.run(&["replay", "t.jsonl"]).failed(&["`quote`", "fr"]);
}
