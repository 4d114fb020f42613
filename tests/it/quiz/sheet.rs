//! Playbooks with a quiz of every kind of question and a learner's cadence, and a member who knows the answers.

use std::sync::Arc;

use serde_json::json;
use sparring::coach::quiz::{Answer, Item, Quiz, Way};
use sparring::playbook::SourceFile;

use crate::support::bench::{Bench, label_of, list_of, tiny_files};
use crate::support::fake_discord::{Interaction, Message, User};

const LEARNER: &str = r#"id = "learner"
title = "Review"
source = "deck"
at = "09:00"
"#;

fn touch(day: u32) -> String {
    format!(
        "\n[[touches]]\nid = \"day-{day}\"\nwhen = {{ day = {day} }}\ntitle = \"Day {day}\"\npurpose = \"Recall.\"\nchecklist = [\"Recall\"]\ndraft = \"{{rep}}, recall.\"\n"
    )
}

/// One question of each kind; the words are the same in both languages but for what is typed.
const KINDS: &str = r#"id = "kinds"
title = "TITLE"
summary = "One of each."
pass = 60
HEAD
[[items]]
id = "single"
ask = "Single: which one?"
explain = "Because of one."
source = "deck"
answer = { single = { choices = ["sone", "stwo", "sthree"], correct = 2 } }

[[items]]
id = "multiple"
ask = "Multiple: which of these?"
explain = "Because of several."
source = "deck"
answer = { multiple = { choices = ["mone", "mtwo", "mthree"], correct = [1, 3] } }

[[items]]
id = "truth"
ask = "Truth: is it so?"
explain = "Because it is not."
source = "deck"
answer = { true-false = { correct = false } }

[[items]]
id = "order"
ask = "Order: what comes first?"
explain = "Because of time."
source = "deck"
answer = { order = { items = ["oone", "otwo", "othree"] } }

[[items]]
id = "match"
ask = "Match: what belongs together?"
explain = "Because of kin."
source = "deck"
answer = { match = { pairs = [{ left = "lone", right = "rone" }, { left = "ltwo", right = "rtwo" }, { left = "lthree", right = "rthree" }] } }

[[items]]
id = "fill"
ask = "Fill: what is missing?"
explain = "Because of words."
source = "deck"
answer = { fill = { accepted = ["WORD", "80%"], typos = 1 } }

[[items]]
id = "spot"
ask = "Spot: which lines?"
explain = "Because of lines."
source = "deck"
answer = { spot = { lines = ["pone", "ptwo", "pthree"], correct = [2] } }

[[items]]
id = "classify"
ask = "Classify: what is it?"
scored = false
explain = "Because of sorts."
source = "deck"
answer = { classify = { line = "A line.", choices = ["cone", "ctwo"], correct = 1 } }
"#;

/// The tiny playbooks with the quiz `kinds` and the cadence; `head` are further lines of the quiz.
pub(crate) fn files(head: &str) -> Vec<SourceFile> {
    let mut files = tiny_files();
    let folders: Vec<(String, bool)> = files
        .iter()
        .filter_map(|file| file.path.strip_suffix("/quizzes/basics.toml"))
        .map(|folder| (folder.to_owned(), folder.ends_with("zh-CN")))
        .collect();
    let days: String = [1, 3, 7, 21].map(touch).concat();
    for (folder, chinese) in folders {
        let (title, word) =
            if chinese { ("各种题型", "关系层次") } else { ("All kinds", "eighty per cent") };
        let quiz = KINDS.replace("TITLE", title).replace("WORD", word).replace("HEAD", head);
        let mut add = |name: &str, text: String| {
            files.push(SourceFile { path: format!("{folder}/{name}").into(), text: text.into() });
        };
        add("quizzes/kinds.toml", quiz);
        add("cadences/learner.toml", format!("{LEARNER}{days}"));
    }
    files
}

/// The quiz in one language.
pub(crate) fn kinds(bench: &Bench, language: &str) -> Arc<Quiz> {
    let library = bench.app.library();
    Arc::clone(library.exact_playbook(language).expect("there").quizzes.get("kinds").expect("there"))
}

/// The item that a message asks.
pub(crate) fn asked<'q>(quiz: &'q Quiz, question: &Message) -> &'q Item {
    let text = question.text();
    let found = quiz.items.iter().find(|item| text.contains(&item.ask));
    found.unwrap_or_else(|| panic!("no question of the quiz: {text}"))
}

/// Answers a question rightly or wrongly.
pub(crate) async fn respond(
    bench: &Bench,
    who: &User,
    quiz: &Quiz,
    question: &Message,
    right: bool,
) -> Interaction {
    let item = asked(quiz, question);
    match item.way(0) {
        Way::Truth | Way::One(_) => {
            let correct = match &item.answer {
                Answer::Single { correct, .. } | Answer::Classify { correct, .. } => *correct,
                Answer::TrueFalse { correct } => usize::from(*correct),
                _ => panic!("another kind"),
            };
            let wanted = |id: &str| id.contains(&format!(":{correct}~")) == right;
            let buttons = question.buttons();
            let button = buttons.iter().find(|button| wanted(&button.custom_id)).expect("a button");
            bench.d.press(who, question.id, &button.custom_id)
        }
        Way::Some(_) => {
            let (Answer::Multiple { correct, .. } | Answer::Spot { correct, .. }) = &item.answer else {
                panic!("another kind")
            };
            let chosen: Vec<String> =
                (0..3).filter(|at| correct.contains(at) == right).map(|at| at.to_string()).collect();
            let chosen: Vec<&str> = chosen.iter().map(String::as_str).collect();
            bench.d.choose(who, question.id, &list_of(question), &chosen)
        }
        Way::Typed(_) => {
            let typed = typed(item, question, right);
            type_in(bench, who, question, &typed).await
        }
    }
}

/// Opens the form under a question and sends these words.
pub(crate) async fn type_in(bench: &Bench, who: &User, question: &Message, words: &str) -> Interaction {
    let form = bench.d.press(who, question.id, &label_of(question, "type"));
    form.modal().await;
    bench.d.submit(who, &form, json!({ "words": words }))
}

/// The letters as they are shown, or the word.
fn typed(item: &Item, question: &Message, right: bool) -> String {
    if let Answer::Fill { accepted, .. } = &item.answer {
        return if right { accepted[0].clone() } else { "something else".to_owned() };
    }
    let text = question.text();
    let letter = |choice: &str| {
        let line = text.lines().find(|line| line.ends_with(&format!(". {choice}"))).expect("a line");
        line.chars().next().expect("a letter").to_string()
    };
    let mut letters: Vec<String> = item.choices().into_iter().map(letter).collect();
    if !right {
        letters.rotate_left(1);
    }
    letters.join(" ")
}

/// Asks for a quiz and gives back what is said first, with the first question.
pub(crate) async fn start(bench: &Bench, who: &User, quiz: &str) -> (Message, Message) {
    let asked = bench.d.slash(who, bench.channel, "quiz", Some("start"), json!({ "quiz": quiz }));
    (asked.answer().await, asked.followup(0).await)
}

/// The ids of a bench's server and of a member.
pub(super) fn ids(
    bench: &Bench,
    who: &User,
) -> (sparring::coach::ids::ServerId, sparring::coach::ids::RepId) {
    let signed = |id: u64| i64::try_from(id).expect("an id");
    (sparring::coach::ids::ServerId(signed(bench.guild)), sparring::coach::ids::RepId(signed(who.id)))
}
