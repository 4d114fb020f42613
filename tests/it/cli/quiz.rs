//! `sparring quiz` from a script and a pipe: every kind of question by letters and words, judged as in chat.

use serde_json::Value;
use sparring::coach::quiz::{Answer, Item, Way};
use sparring::playbook::load;

use super::{Home, lines};
use crate::quiz::sheet::files;

const QUIZ: [&str; 7] = ["quiz", "--quiz", "kinds", "--seed", "7", "--lang", "en"];

fn typed<'a>(more: &[&'a str]) -> Vec<&'a str> {
    QUIZ.iter().chain(more).copied().collect()
}

/// The tiny playbooks with a quiz of every kind.
fn home(head: &str) -> Home {
    let home = Home::new();
    for file in files(head) {
        let path = file.path.rsplit_once("/playbooks/").expect("in a folder").1;
        home.write(&format!("books/{path}"), &*file.text);
    }
    home
}

/// What is typed for each question of the quiz in the order in which they come, rightly.
fn right(language: &str, seed: u64) -> Vec<String> {
    let library = load(&files("")).library;
    let quiz = library.exact_playbook(language).expect("there").quizzes.get("kinds").expect("there").clone();
    quiz.in_order(seed).map(|item| right_letters(item, seed)).collect()
}

fn right_letters(item: &Item, seed: u64) -> String {
    let letter = |shown: &[usize], which: usize| {
        let at = shown.iter().position(|&shown| shown == which).expect("shown");
        char::from(b'a' + u8::try_from(at).expect("few")).to_string()
    };
    let correct: Vec<usize> = match &item.answer {
        Answer::Single { correct, .. } | Answer::Classify { correct, .. } => vec![*correct],
        Answer::Multiple { correct, .. } | Answer::Spot { correct, .. } => correct.iter().copied().collect(),
        Answer::Order { .. } | Answer::Match { .. } => (0..3).collect(),
        Answer::TrueFalse { correct } => return if *correct { "A" } else { "B" }.to_owned(),
        Answer::Fill { accepted, .. } => return accepted[0].to_uppercase(),
    };
    let (Way::One(shown) | Way::Some(shown) | Way::Typed(shown)) = item.way(seed) else {
        panic!("no letters")
    };
    correct.into_iter().map(|which| letter(&shown, which)).collect::<Vec<_>>().join(" ")
}

#[test]
fn every_kind_is_answered_by_letters_and_words() {
    let home = home("");
    for (language, done) in [("en", "7 of 7 right (100 %)"), ("zh-CN", "7 题答对 7 题(100%)")] {
        let answers = right(language, 7);
        let answers: Vec<&str> = answers.iter().map(String::as_str).collect();
        home.write("script", lines(&answers));
        let command = ["quiz", "--quiz", "kinds", "--seed", "7", "--lang", language, "--script", "script"];
        let out = home.run(&command).well();
        assert!(out.ends_with(&format!("{done}\n\n")), "{out}");
        assert_eq!(home.hear(&command[..7], lines(&answers)).well(), out, "a pipe is heard as a script is");
    }
}

#[test]
fn what_is_shown_is_what_was_looked_at() {
    let home = home("");
    for language in ["en", "zh-CN"] {
        // Every second one is wrong, and something is typed before each that is no answer to it.
        let mut script = Vec::new();
        for (at, answer) in right(language, 7).into_iter().enumerate() {
            let letters = !answer.chars().any(|c| !c.is_ascii_alphabetic() && c != ' ') && answer.len() < 6;
            script.push(if letters { "Q Q Q Q".to_owned() } else { "  ".to_owned() });
            let wrong = match answer.as_str() {
                "A" | "a" => "b",
                "B" | "b" => "a",
                other if other.len() == 5 => "c b a",
                _ => "c",
            };
            script.push(if at % 2 == 0 { answer } else { wrong.to_owned() });
        }
        home.write("script", script.join("\n"));
        let out = home
            .run(&["quiz", "--quiz", "kinds", "--seed", "7", "--lang", language, "--script", "script"])
            .well();
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
            .join(format!("tests/it/cli/quiz-{language}.txt"));
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(&path, &out).expect("written");
        }
        let looked_at = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(out == looked_at, "look at it, then BLESS=1 cargo test cli::quiz:\n{out}");
    }
}

#[test]
fn json_is_one_event_a_line_and_a_bad_answer_is_asked_again() {
    let home = home("feedback = \"at-end\"");
    let answers = right("en", 7);
    let mut script = vec!["", "?!", "q w e r t y"];
    script.extend(answers.iter().map(String::as_str));
    let out = home.hear(&typed(&["--json"]), lines(&script)).well();
    let events: Vec<Value> = out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let of = |kind: &str| events.iter().filter(|event| event["event"] == kind).collect::<Vec<_>>();
    assert_eq!((&events[0]["event"], &events[0]["questions"]), (&Value::from("quiz"), &Value::from(8)));
    assert_eq!((of("question").len(), of("answer").len(), of("judged").len()), (8, 8, 8));
    assert!(of("refused").len() >= 2, "{out}");
    let end = &events[events.len() - 1];
    assert_eq!(
        (&end["event"], &end["right"], &end["passed"]),
        (&Value::from("end"), &Value::from(7), &Value::from(true))
    );
}

#[test]
fn who_ends_it_gets_the_score_of_what_was_answered() {
    let home = home("");
    let answers = right("en", 7);
    let begun = home.hear(&typed(&[]), lines(&[&answers[0], "/quit", &answers[1]])).well();
    assert!(begun.contains("1 of 7 right") || begun.contains("0 of 7 right"), "{begun}");
    let silent = home.hear(&typed(&[]), "").well();
    assert!(silent.contains("0 of 7 right"), "{silent}");
}

#[test]
fn quizzes_are_listed_and_one_that_is_not_there_is_told() {
    let home = home("");
    let list = home.run(&["quiz", "--list", "--lang", "en"]).well();
    assert_eq!(list, "basics: Basics (5 questions)\nkinds: All kinds (8 questions)\n");
    home.run(&["quiz", "--quiz", "kind", "--lang", "en"]).failed(&["`kind`", "basics, kinds"]);
    home.run(&["quiz", "--script", "nowhere", "--lang", "en"]).failed(&["nowhere", "--script"]);
}
