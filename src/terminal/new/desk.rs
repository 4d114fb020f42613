//! Where an author sits: what was given by flags, and a keyboard to ask for the rest, where there is one.

use std::io::{self, IsTerminal, Write};

use rustyline::error::ReadlineError;

use super::{NewError, TEXT};

/// Asks one question; the answer comes back.
type Keyboard<'d> = Box<dyn FnMut(&str) -> Result<String, ReadlineError> + 'd>;

/// Who is asked and where things are said.
pub struct Desk<'d> {
    keyboard: Option<Keyboard<'d>>,
    pub(super) out: &'d mut dyn Write,
}

impl<'d> Desk<'d> {
    /// The keyboard, where standard input is one.
    pub fn new(out: &'d mut dyn Write) -> Self {
        let mut editor = None;
        let ask = move |question: &str| {
            if editor.is_none() {
                editor = Some(rustyline::DefaultEditor::new()?);
            }
            editor.as_mut().map_or(Err(ReadlineError::Eof), |editor| editor.readline(question))
        };
        Self { keyboard: io::stdin().is_terminal().then(|| Box::new(ask) as Keyboard<'d>), out }
    }

    /// What was given for a language, else what is answered. `TEXT` is for every language, `LANG=TEXT` for one.
    ///
    /// # Errors
    /// When it was not given and nobody can be asked, or nobody answers.
    pub(super) fn needed(
        &mut self,
        flag: &str,
        given: &[String],
        language: &str,
        question: &str,
    ) -> Result<String, NewError> {
        match for_language(given, language) {
            Some(given) => Ok(given.to_owned()),
            None => self.ask(flag, &format!("{question} ({language})"), TEXT),
        }
    }

    /// The same, of a few words that it can be. A wrong answer is asked for again; a wrong flag is refused.
    ///
    /// # Errors
    /// As above, and when what was given is none of them.
    pub(super) fn one_of(
        &mut self,
        flag: &str,
        given: &[String],
        question: &str,
        words: &[&str],
    ) -> Result<String, NewError> {
        let known = words.join(", ");
        if let Some(given) = given.first().filter(|given| !words.contains(&given.as_str())) {
            let mend = format!("use one of {known} with {flag}");
            return Err(NewError::Bad { given: given.clone(), what: "taken", mend });
        }
        if let Some(given) = given.first() {
            return Ok(given.clone());
        }
        loop {
            let answer = self.ask(flag, &format!("{question} ({known})"), "WORD")?;
            if words.contains(&answer.as_str()) {
                return Ok(answer);
            }
        }
    }

    /// Asks until something is answered.
    ///
    /// # Errors
    /// When nobody can be asked, or nobody answers.
    pub(super) fn ask(&mut self, flag: &str, question: &str, how: &'static str) -> Result<String, NewError> {
        let Some(keyboard) = &mut self.keyboard else {
            return Err(NewError::Missing { flag: flag.to_owned(), question: question.to_owned(), how });
        };
        loop {
            match keyboard(&format!("{question}\n> ")) {
                Ok(answer) if answer.trim().is_empty() => {}
                Ok(answer) => return Ok(answer.trim().to_owned()),
                Err(ReadlineError::Eof | ReadlineError::Interrupted) => return Err(NewError::Stopped),
                Err(error) => return Err(NewError::Keyboard(error)),
            }
        }
    }
}

/// What was given for a language, else for all.
pub(super) fn for_language<'g>(given: &'g [String], language: &str) -> Option<&'g str> {
    let own = given.iter().find_map(|given| given.strip_prefix(language)?.strip_prefix('='));
    own.or_else(|| given.iter().map(String::as_str).find(|given| !is_for_one(given)))
}

/// Whether a value begins with a language and `=`.
fn is_for_one(given: &str) -> bool {
    given.split_once('=').is_some_and(|(language, _)| {
        let mut parts = language.split('-');
        parts.next().is_some_and(|first| {
            matches!(first.len(), 2 | 3) && first.bytes().all(|b| b.is_ascii_lowercase())
        }) && parts.all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answered<'d>(out: &'d mut Vec<u8>, answers: &'d [&str]) -> Desk<'d> {
        let mut answers = answers.iter();
        let ask = move |_: &str| answers.next().map(|&a| a.to_owned()).ok_or(ReadlineError::Eof);
        Desk { keyboard: Some(Box::new(ask)), out }
    }

    #[test]
    fn what_was_given_is_not_asked_for_and_an_empty_answer_is_asked_for_again() {
        let mut out = Vec::new();
        let mut desk = answered(&mut out, &[" ", " Pumps "]);
        let given = ["zh-CN=水泵".to_owned()];
        assert_eq!(desk.needed("--product", &given, "zh-CN", "What?").expect("given"), "水泵");
        assert_eq!(desk.needed("--product", &given, "en", "What?").expect("asked"), "Pumps");
        assert!(matches!(desk.needed("--product", &given, "en", "What?"), Err(NewError::Stopped)));
    }

    #[test]
    fn a_word_that_is_none_of_those_is_asked_for_again_and_refused_as_a_flag() {
        let mut out = Vec::new();
        let mut desk = answered(&mut out, &["blue", "red"]);
        assert_eq!(desk.one_of("--colour", &[], "Which?", &["red"]).expect("asked"), "red");
        let refused = desk.one_of("--colour", &["blue".to_owned()], "Which?", &["red"]);
        let told = refused.expect_err("refused").to_string();
        assert_eq!(told, "`blue` cannot be taken; use one of red with --colour");
    }

    #[test]
    fn a_value_is_for_one_language_or_for_all() {
        let given = ["x = y".to_owned(), "en=E=mc".to_owned()];
        assert_eq!(for_language(&given, "en"), Some("E=mc"));
        assert_eq!(for_language(&given, "zh-CN"), Some("x = y"));
        assert_eq!(for_language(&given[1..], "zh-CN"), None);
    }
}
