//! `sparring practice` from a script, from a pipe, into a file and into nothing.

use std::fs::File;

use serde_json::Value;

use super::{Home, REPLIES, lines, ran_into};

const DRILL: [&str; 7] = ["practice", "--lang", "en", "--scenario", "quote", "--seed", "7"];

pub(super) fn drill<'a>(more: &[&'a str]) -> Vec<&'a str> {
    DRILL.iter().chain(more).copied().collect()
}

#[test]
fn the_same_script_gives_the_same_bytes_as_text_and_as_json() {
    let home = Home::new();
    home.write("script", lines(&REPLIES));
    for more in
        [&["--script", "script"][..], &["--script", "script", "--why"], &["--script", "script", "--json"]]
    {
        let first = home.run(&drill(more)).well();
        assert_eq!(first, home.run(&drill(more)).well());
        assert!(first.contains("Thursday at ten"), "{first}");
        assert!(!first.contains('\u{1b}'), "colours in a pipe");
    }
}

#[test]
fn json_is_one_event_a_line_from_the_header_to_the_feedback() {
    let home = Home::new();
    home.write("script", lines(&REPLIES));
    let out = home.run(&drill(&["--script", "script", "--json"])).well();
    let events: Vec<Value> = out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let kinds: Vec<&str> = events.iter().map(|event| event["event"].as_str().expect("a kind")).collect();
    assert_eq!((kinds[0], kinds[kinds.len() - 1]), ("drill", "feedback"));
    assert_eq!(kinds.iter().filter(|kind| **kind == "rep").count(), 4);
    let score = events.iter().find(|event| event["event"] == "score").expect("a score");
    assert_eq!((&score["score"], &score["passed"]), (&Value::from(100), &Value::from(true)));
    let end = events.iter().find(|event| event["event"] == "end").expect("an end");
    assert_eq!(end["outcome"], "advance");
}

#[test]
fn a_pipe_is_heard_as_a_script_is() {
    let home = Home::new();
    home.write("script", lines(&REPLIES));
    let scripted = home.run(&drill(&["--script", "script"])).well();
    assert_eq!(home.hear(&drill(&[]), lines(&REPLIES)).well(), scripted);
    // Another system's line ends, and a last line without one.
    assert_eq!(home.hear(&drill(&[]), REPLIES.join("\r\n")).well(), scripted);
}

#[test]
fn quit_and_the_end_of_input_end_the_drill_and_score_what_was_said() {
    let home = Home::new();
    let stopped = home.hear(&drill(&["--json"]), lines(&[REPLIES[0], "/quit", REPLIES[1]])).well();
    assert_eq!(stopped, home.hear(&drill(&["--json"]), lines(&REPLIES[..1])).well());
    assert!(stopped.contains(r#"{"event":"end","outcome":"stopped"}"#), "{stopped}");
    let silent = home.hear(&drill(&["--json"]), "").well();
    assert!(silent.contains(r#""score":null"#), "{silent}");
}

#[test]
fn the_transcript_is_what_json_shows() {
    let home = Home::new();
    let out = home.hear(&drill(&["--json", "--transcript", "t.jsonl"]), lines(&REPLIES)).well();
    assert_eq!(home.read("t.jsonl"), out);
}

#[test]
fn the_other_language_is_played_in_its_own_words() {
    let home = Home::new();
    let out =
        home.hear(&["practice", "--lang", "zh", "--scenario", "quote", "--seed", "1"], "您错了。\n").well();
    assert!(out.contains("王经理"), "{out}");
    assert!(out.contains("评分") || out.contains("分"), "{out}");
}

#[test]
fn without_a_scenario_one_of_the_easiest_is_taken() {
    let home = Home::new();
    let out = home.hear(&["practice", "--lang", "en", "--seed", "1", "--json"], "").well();
    assert!(out.contains(r#""scenario":"quote""#), "{out}");
}

#[test]
fn a_scenario_that_is_not_there_is_told_with_those_that_are() {
    let home = Home::new();
    let failed = home.run(&["practice", "--lang", "en", "--scenario", "qoute"]);
    assert_eq!(failed.failed(&["qoute", "quote"]), "");
    let failed = home.run(&["practice", "--lang", "zh", "--scenario", "qoute"]);
    assert_eq!(failed.code, Some(1));
    assert!(failed.err.contains("qoute") && failed.err.contains("quote"), "{}", failed.err);
    assert_eq!(failed.err.lines().count(), 1);
}

#[test]
fn a_script_that_cannot_be_read_is_told_before_anything_is_written() {
    let home = Home::new();
    home.write("t.jsonl", "precious");
    home.write("folder/x", "");
    for script in ["nowhere", "folder"] {
        let failed = home.run(&drill(&["--script", script, "--transcript", "t.jsonl"]));
        assert_eq!(failed.failed(&["cannot read", script, "--script"]), "");
        assert_eq!(home.read("t.jsonl"), "precious", "an old transcript is lost for nothing");
    }
}

#[test]
fn a_transcript_that_cannot_be_written_is_told() {
    let home = Home::new();
    for place in ["/dev/full", "no/such/folder/t.jsonl", "books"] {
        home.hear(&drill(&["--transcript", place]), lines(&REPLIES)).failed(&[
            "cannot write",
            place,
            "--transcript",
        ]);
    }
}

#[test]
fn a_reader_who_has_seen_enough_is_no_failure() {
    let home = Home::new();
    home.write("script", lines(&REPLIES));
    for arguments in [drill(&["--script", "script"]), drill(&["--script", "script", "--json"]), vec!["check"]]
    {
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        let ran = ran_into(home.program(&arguments), writer, b"");
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
    }
}

#[test]
fn an_output_that_is_full_is_told() {
    let home = Home::new();
    home.write("script", lines(&REPLIES));
    home.hear(&drill(&["--transcript", "t.jsonl"]), lines(&REPLIES)).well();
    for arguments in [drill(&["--script", "script", "--json"]), vec!["check"], vec!["replay", "t.jsonl"]] {
        let full = File::options().write(true).open("/dev/full").expect("a full device");
        ran_into(home.program(&arguments), full, b"").failed(&["cannot write the output"]);
    }
}

#[test]
fn what_is_not_the_reps_own_earns_nothing_and_is_told_why() {
    let home = Home::new();
    for (said, why, name) in [
        (
            "Twenty per cent above the other one, that is what your quote is, right?",
            "customer's own sentence",
            "echo",
        ),
        (
            "If you stand still in the high season, you lose it all: do I get that right?",
            "model answer",
            "pasted",
        ),
        (
            "Go on tell me more six weeks two hours shall we say thursday",
            "keywords without a sentence",
            "salad",
        ),
    ] {
        let drill = ["practice", "--lang", "en", "--seed", "1"];
        let out = home.hear(&drill, format!("{said}\n")).well();
        assert_eq!(out.matches(why).count(), 2, "at once and on the scorecard: {out}");
        let out = home.hear(&[&drill[..], &["--json"]].concat(), format!("{said}\n")).well();
        assert!(out.contains(&format!(r#""trick":"{name}""#)) && out.contains(r#""labels":[]"#), "{out}");
    }
}
