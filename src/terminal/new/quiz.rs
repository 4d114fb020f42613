//! `sparring new quiz`: a quiz with a first question, in all languages of a playbook.

use std::path::Path;
use std::sync::Arc;

use super::{Desk, NewError, first_playbook, good_id, next, write};
use crate::coach::ids::{Id, Place};
use crate::coach::quiz::{Answer, Item};
use crate::playbook::scaffold::{Home, QuizHead, quiz};

/// What was given for a quiz.
#[derive(Debug)]
pub struct NewQuiz {
    /// Its id.
    pub id: String,
    /// Its names.
    pub title: Vec<String>,
    /// The first question.
    pub ask: Vec<String>,
    /// Its right answer.
    pub right: Vec<String>,
    /// Its wrong answers, divided by `|`.
    pub wrong: Vec<String>,
    /// Why the right answer is right.
    pub explain: Vec<String>,
}

/// Makes a quiz in every language of a folder's first playbook.
///
/// # Errors
/// When something is missing, not good, there already, or cannot be written.
pub fn new_quiz(new: &NewQuiz, folder: &Path, desk: &mut Desk<'_>) -> Result<(), NewError> {
    good_id(&new.id)?;
    let (there, homes) = first_playbook(folder)?;
    let mut files = Vec::new();
    for home in &homes {
        let title = desk.needed("--title", &new.title, &home.language, "What is the quiz called?")?;
        let item = first_item(new, home, desk)?;
        let head = QuizHead { id: &new.id, title: &title, summary: &title };
        files.push(quiz(home, head, &[item]).0);
    }
    write(&there, &files, desk)?;
    next(desk, &[format!("check {}", folder.display())])
}

fn first_item(new: &NewQuiz, home: &Home, desk: &mut Desk<'_>) -> Result<Item, NewError> {
    let language = home.language.as_str();
    let ask = desk.needed("--ask", &new.ask, language, "What is the first question?")?;
    let right = desk.needed("--right", &new.right, language, "What is the right answer?")?;
    let question = "Which answers are wrong? Divide them by |";
    let wrong = desk.needed("--wrong", &new.wrong, language, question)?;
    let explain = desk.needed("--explain", &new.explain, language, "Why is the right answer right?")?;
    let mut choices = vec![right];
    choices.extend(wrong.split('|').map(|wrong| wrong.trim().to_owned()));
    Ok(Item {
        id: Id::new("q1"),
        topic: None,
        ask,
        explain,
        source: Id::new(home.own_source()),
        answer: Answer::Single { choices, correct: 0 },
        place: Place { file: Arc::from(""), line: 1 },
    })
}
