//! What is recognised may not get worse, and may not depend on how a sentence is typed.

use std::fmt::Write;

use sparring::coach::recognise::{Example, MOST_CHARACTERS, Text};
use sparring::playbook::Playbook;
use sparring::terminal::{ScoreOptions, score_files};

use crate::support::bench::shipped;

/// Mean macro-F1 over the seven tasks that must not be fallen short of.
const FLOORS: [(&str, f64); 2] = [("en", 0.90), ("zh-CN", 0.90)];

#[test]
fn sentences_that_no_tuning_saw_are_recognised_as_well_as_before() {
    let mut table = Vec::new();
    score_files(shipped(), &ScoreOptions::default(), &mut table).expect("scored");
    let table = String::from_utf8(table).expect("text");
    for (language, floor) in FLOORS {
        let mean = table.lines().find(|line| line.starts_with(&format!("{language} mean macro-F1")));
        let mean: f64 = mean.and_then(|line| line.split(' ').nth(3)?.parse().ok()).expect("a mean");
        assert!(mean >= floor, "{language}: {mean} is below {floor}\n{table}");
    }
}

/// The playbooks' own tests with their task and playbook.
fn tests() -> impl Iterator<Item = (&'static Playbook, &'static str, &'static Example)> {
    shipped().playbooks.iter().flat_map(|playbook| {
        let tests = playbook.tests.iter();
        tests.flat_map(move |(task, tests)| tests.iter().map(move |test| (&**playbook, task.as_str(), test)))
    })
}

fn labels(playbook: &Playbook, task: &str, text: &str, context: &str) -> Vec<String> {
    let choices = playbook.recogniser().forced(task, &Text::new(text), context);
    choices.into_iter().filter(|choice| choice.taken).map(|choice| choice.label.to_string()).collect()
}

/// How many of the tests keep their labels when they are typed otherwise, and those that do not.
fn kept(typed: impl Fn(&str) -> String) -> (f64, String) {
    let (mut all, mut same, mut told) = (0.0, 0.0, String::new());
    for (playbook, task, test) in tests() {
        let otherwise = typed(&test.text);
        let (before, after) = (
            labels(playbook, task, &test.text, &test.context),
            labels(playbook, task, &otherwise, &test.context),
        );
        all += 1.0;
        if before == after {
            same += 1.0;
        } else {
            writeln!(told, "{before:?} {after:?} {otherwise}").expect("a string");
        }
    }
    (same / all, told)
}

#[test]
fn width_case_and_invisible_characters_change_nothing() {
    let wide = |text: &str| {
        text.chars()
            .map(
                |c| if ('!'..='~').contains(&c) { char::from_u32(c as u32 + 0xFEE0).unwrap_or(c) } else { c },
            )
            .collect()
    };
    let (share, told) = kept(wide);
    assert!(share >= 1.0, "full width: {told}");
    let (share, told) = kept(str::to_uppercase);
    assert!(share >= 1.0, "capitals: {told}");
    let (share, told) = kept(|text| text.chars().flat_map(|c| [c, '\u{200B}']).collect());
    assert!(share >= 1.0, "zero width: {told}");
    let (share, told) = kept(|text| text.replace('\'', "’"));
    assert!(share >= 1.0, "curly: {told}");
}

#[test]
fn traditional_characters_are_read_as_simplified_ones() {
    // A few characters have two traditional forms, of which the tables know one.
    let (share, told) = kept(|text| hanconv::s2t(text));
    assert!(share >= 0.99, "{share}: {told}");
}

#[test]
fn markup_emoji_and_spaces_hardly_change_anything() {
    for (name, least, typed) in [
        ("bold", 0.99, (|text: &str| format!("**{text}**")) as fn(&str) -> String),
        ("quoted", 0.97, |text: &str| format!("> {text}")),
        ("code", 0.97, |text: &str| format!("`{text}`")),
        ("emoji", 0.97, |text: &str| format!("{text} 🚢📎")),
        ("spaces", 0.97, |text: &str| format!("  {}  ", text.replace(' ', "   "))),
        ("lines", 0.90, |text: &str| text.replace(". ", ".\n").replace('。', "。\n")),
    ] {
        let (share, told) = kept(typed);
        assert!(share >= least, "{name} {share}: {told}");
    }
}

#[test]
fn a_typo_seldom_changes_a_verdict() {
    // The letter in the middle of the longest word is lost.
    let slip = |text: &str| {
        let longest =
            text.split(|c: char| !c.is_ascii_alphabetic()).max_by_key(|word| word.len()).unwrap_or_default();
        if longest.len() < 5 {
            return text.to_owned();
        }
        let (head, tail) = longest.split_at(longest.len() / 2);
        text.replacen(longest, &format!("{head}{}", &tail[1..]), 1)
    };
    let (share, told) = kept(slip);
    assert!(share >= 0.93, "{share}: {told}");
}

#[test]
fn two_languages_in_one_reply_are_judged_as_one() {
    let zh = shipped().exact_playbook("zh-CN").expect("shipped");
    let en = shipped().exact_playbook("en").expect("shipped");
    for (playbook, task, text, label) in [
        (zh, "objection", "这个 price 我们 budget 根本 cover 不了", "price"),
        (zh, "objection", "我们 budget 真的不够,你们太 expensive 了", "price"),
        (zh, "openness", "你们现在的 workflow 是怎么跑的?", "open"),
        (zh, "closing", "go-live 最快什么时候?", "schedule"),
        (zh, "spin", "如果这个 downtime 再发生一次,会 cost 你们多少?", "implication"),
        (en, "objection", "Honestly, 太贵了, we can't afford that.", "price"),
    ] {
        assert_eq!(labels(playbook, task, text, ""), [format!("{task}.{label}")], "{text}");
    }
}

#[test]
fn anything_typed_is_judged_and_quoted_within_bounds() {
    let long = "I understand your worry, and 您担心的是什么? ".repeat(400);
    let one_word = "a".repeat(MOST_CHARACTERS * 2);
    for text in ["", " ", "?", "😀", "\u{200B}", "٣٤٥", "ﷺﷺ", "e\u{301}e\u{301}", "𝕎𝕙𝕪?", &long, &one_word]
    {
        for playbook in &shipped().playbooks {
            let verdict = playbook.recogniser().judge(&Text::new(text), text);
            assert!(verdict.marks.iter().all(|mark| text.get(mark.span.clone()).is_some()), "{text}");
        }
    }
}
