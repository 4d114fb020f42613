//! Lines that are not taken: each is refused in one sentence, and what was said before and after stays.

use serde_json::Value;

use super::practice::drill;
use super::{Home, REPLIES, lines};

fn events(text: &str, kind: &str) -> Vec<Value> {
    let all = text.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
    all.filter(|event| event["event"] == kind).collect()
}

fn odd_lines() -> [(&'static str, String); 7] {
    [
        ("no words", String::new()),
        ("no words", "  … !".to_owned()),
        ("10000 characters", "tell me more ".repeat(1000)[..10_000].to_owned()),
        ("characters", "x".repeat(100_000)),
        ("U+0007", "Tell me\u{7} more".to_owned()),
        ("U+0000", "Tell me more\0".to_owned()),
        ("English", "我理解您的顾虑,请您多说说".to_owned()),
    ]
}

#[test]
fn a_line_that_cannot_be_judged_is_refused_in_one_sentence() {
    let home = Home::new();
    for (reason, odd) in odd_lines() {
        let ran = home.hear(&drill(&["--json"]), lines(&[REPLIES[0], &odd, REPLIES[1]]));
        let out = ran.failed(&["1 line was not taken"]);
        let refused = events(&out, "refused");
        assert_eq!((refused.len(), &refused[0]["line"]), (1, &Value::from(2)), "{out}");
        let why = refused[0]["why"].as_str().expect("a sentence");
        assert!(why.contains(reason) && why.contains("nothing was counted"), "{why}");
        assert!(why.chars().count() < 200 && !why.contains('\n'), "{why}");
        assert_eq!(events(&out, "rep").len(), 2);
    }
}

#[test]
fn what_was_said_before_and_after_is_scored_as_if_the_refused_lines_had_not_been() {
    let home = Home::new();
    let clean = home.hear(&drill(&["--json"]), lines(&REPLIES)).well();
    let mut said = vec![REPLIES[0].to_owned()];
    said.extend(odd_lines().map(|(_, odd)| odd));
    said.extend(REPLIES[1..].iter().map(|&reply| reply.to_owned()));
    let said: String = said.iter().map(|line| format!("{line}\n")).collect();
    let out =
        home.hear(&drill(&["--json", "--transcript", "t.jsonl"]), said).failed(&["7 lines were not taken"]);
    let taken: String =
        out.lines().filter(|line| !line.contains(r#""event":"refused""#)).map(|l| format!("{l}\n")).collect();
    assert_eq!(taken, clean);
    assert_eq!(home.read("t.jsonl"), out);
    assert!(home.run(&["replay", "t.jsonl"]).well().starts_with("identical: 4 replies"));
}

#[test]
fn a_refusal_is_shown_to_people_too() {
    let home = Home::new();
    let out = home.hear(&drill(&[]), lines(&["", REPLIES[0]])).failed(&["1 line was not taken"]);
    assert_eq!(out.matches("There are no words in that reply").count(), 1, "{out}");
}

#[test]
fn bytes_that_are_no_text_do_not_stop_a_drill() {
    let home = Home::new();
    let mut said = b"Tell me \xff\xfe more.\n".to_vec();
    said.extend(lines(&REPLIES[1..]).bytes());
    let out = home.hear(&drill(&["--json"]), said).well();
    assert_eq!(events(&out, "rep").len(), 4, "{out}");
}

#[test]
fn english_in_a_chinese_drill_is_refused_in_chinese() {
    let home = Home::new();
    let chinese = ["practice", "--lang", "zh", "--scenario", "quote", "--seed", "7", "--json"];
    let ran = home.hear(&chinese, "I understand your concern about the price.\n您多说说看。\n");
    assert_eq!(ran.code, Some(1));
    let refused = events(&ran.out, "refused");
    assert!(refused[0]["why"].as_str().is_some_and(|why| why.contains("中文")), "{refused:?}");
    assert_eq!(events(&ran.out, "rep").len(), 1);
}
