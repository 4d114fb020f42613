//! `sparring new quiz`: a quiz with a first question, or with those of a bank, in all languages of a playbook.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use super::{Desk, NewError, first_playbook, good_id, next, unused, write};
use crate::coach::ids::{Id, Place};
use crate::coach::quiz::{Answer, Item};
use crate::playbook::exchange::{Format, Imported, at_source, import};
use crate::playbook::scaffold::{Home, QuizHead, problems_with, quiz};
use crate::playbook::{SourceFile, read_file, sorted};

/// What was given for a quiz.
#[derive(Debug)]
pub struct NewQuiz {
    /// Its id.
    pub id: String,
    /// Its names.
    pub title: Vec<String>,
    /// The banks to take the questions from.
    pub from: Vec<String>,
    /// Whether questions that cannot be taken are left out; else nothing is taken.
    pub leave_out: bool,
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
    unused(&homes, "quizzes", &new.id)?;
    let (mut files, mut problems) = (Vec::new(), 0);
    for home in &homes {
        let title = desk.needed("--title", &new.title, &home.language, "What is the quiz called?")?;
        let head = QuizHead { id: &new.id, title: &title, summary: &title };
        if new.from.is_empty() {
            let item = first_item(new, home, desk)?;
            files.push(quiz(home, head, &[item]).0);
            continue;
        }
        let from = desk.needed("--from", &new.from, &home.language, "Which file are the questions in?")?;
        let Some(format) = Format::of(&from) else {
            let mend = "name a file that ends in .gift, .txt (GIFT) or .csv".to_owned();
            return Err(NewError::Bad { given: from, what: "a bank", mend });
        };
        let file = read_file(Path::new(&from))?;
        let bank = Bank { file: &file, format, home, head, there: &there };
        let (made, found) = bank.taken(new.leave_out, desk)?;
        files.push(made);
        problems += found;
    }
    if problems > 0 && !new.leave_out {
        return Err(NewError::Problems(problems));
    }
    write(&there, &files, desk)?;
    next(desk, &[format!("check {}", folder.display())])
}

/// A bank and the quiz that it becomes.
struct Bank<'b> {
    file: &'b SourceFile,
    format: Format,
    home: &'b Home,
    head: QuizHead<'b>,
    there: &'b [SourceFile],
}

impl Bank<'_> {
    /// The quiz with what could be taken, and how many problems there were; each was told.
    fn taken(&self, leave_out: bool, desk: &mut Desk<'_>) -> Result<(SourceFile, usize), NewError> {
        let Imported { mut items, mut problems, unexplained } =
            import(self.file, self.format, self.home.own_source());
        let (made, lines) = quiz(self.home, self.head, &items);
        if !items.is_empty() {
            let found = problems_with(self.there, std::slice::from_ref(&made));
            problems.extend(at_source(found, &lines, &items, self.file));
        }
        problems = sorted(problems);
        for problem in &problems {
            writeln!(desk.out, "{}\n", problem.picture(true))?;
        }
        let path = &self.file.path;
        if unexplained > 0 {
            writeln!(
                desk.out,
                "{path}: {unexplained} without an explanation; the right answer stands in for it"
            )?;
        }
        if problems.is_empty() || !leave_out {
            return Ok((made, problems.len()));
        }
        let told = problems.iter().filter(|problem| !problem.span.is_empty());
        let bad: BTreeSet<usize> = told.map(|problem| problem.position().0).collect();
        items.retain(|item| !bad.contains(&(item.place.line as usize)));
        writeln!(desk.out, "{path}: {} taken, {} left out", items.len(), bad.len())?;
        Ok((quiz(self.home, self.head, &items).0, problems.len()))
    }
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
        scored: true,
        explain,
        source: Id::new(home.own_source()),
        answer: Answer::Single { choices, correct: 0 },
        place: Place { file: Arc::from(""), line: 1 },
    })
}
