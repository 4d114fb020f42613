//! Short notices: a reply was not taken, something was not found, something failed.
//! Each says what happened and what to do next.
//! It must not show what went wrong inside; that is for the log, under the same id.

use super::{Reply, Words, phrase};
use crate::coach::recognise::{MOST_CHARACTERS, is_cjk};

/// Why a rep's words are not taken as a reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// There are no words in it.
    Empty,
    /// It has so many characters.
    TooLong(usize),
    /// It holds this control character.
    Control(char),
    /// It is in another language than the drill.
    OtherLanguage,
}

/// Whether words can be taken as a reply in a drill of that language.
///
/// # Errors
/// Says why not. Nothing is changed by a refusal: the rep may say it again.
pub fn accept(said: &str, language: &str) -> Result<(), Refusal> {
    let count = said.chars().count();
    if count > MOST_CHARACTERS {
        return Err(Refusal::TooLong(count));
    }
    if let Some(odd) = said.chars().find(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
        return Err(Refusal::Control(odd));
    }
    if !said.chars().any(char::is_alphanumeric) {
        return Err(Refusal::Empty);
    }
    if is_other_language(said, language) { Err(Refusal::OtherLanguage) } else { Ok(()) }
}

/// A whole reply in the other writing. Borrowed words and names do not make it one.
fn is_other_language(said: &str, language: &str) -> bool {
    let chinese = said.chars().filter(|c| is_cjk(*c)).count();
    let latin_words = said.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| word.len() > 1).count();
    if language.starts_with("zh") {
        chinese == 0 && latin_words >= 3
    } else {
        chinese >= 4 && latin_words * 2 < chinese
    }
}

/// The sentence for a refusal.
pub fn refusal(words: &Words, why: &Refusal, language_name: &str) -> String {
    match why {
        Refusal::Empty => words.plain(phrase::REFUSED_EMPTY).to_owned(),
        Refusal::TooLong(count) => {
            let holes = [("count", count.to_string()), ("most", MOST_CHARACTERS.to_string())];
            words.say(phrase::REFUSED_LONG, &holes.each_ref().map(|(hole, value)| (*hole, value.as_str())))
        }
        Refusal::Control(odd) => {
            words.say(phrase::REFUSED_CONTROL, &[("code", &format!("U+{:04X}", u32::from(*odd)))])
        }
        Refusal::OtherLanguage => words.say(phrase::REFUSED_LANGUAGE, &[("language", language_name)]),
    }
}

/// A reply of one phrase.
pub fn plain(words: &Words, what: super::Phrase) -> Reply {
    Reply::text(words.plain(what))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reply_in_the_drills_language_is_taken() {
        assert_eq!(accept("我理解您的顾虑,我们用的是CRM系统", "zh-CN"), Ok(()));
        assert_eq!(accept("OK", "zh-CN"), Ok(()));
        assert_eq!(accept("Mr 王 is right to ask", "en"), Ok(()));
    }

    #[test]
    fn what_cannot_be_judged_is_refused_with_its_reason() {
        assert_eq!(accept(" \n…", "en"), Err(Refusal::Empty));
        assert_eq!(accept(&"a".repeat(10_000), "en"), Err(Refusal::TooLong(10_000)));
        assert_eq!(accept("ring\u{7}", "en"), Err(Refusal::Control('\u{7}')));
        assert_eq!(accept("I understand your concern", "zh-CN"), Err(Refusal::OtherLanguage));
        assert_eq!(accept("我理解您的顾虑", "en"), Err(Refusal::OtherLanguage));
    }
}
