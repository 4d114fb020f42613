//! What stands in the braces of a GIFT question: which sort of answer it is, and what is right.

use std::collections::BTreeSet;

use super::super::{Refused, refused};
use super::marked::{Marked, find, split, strip, text, words};
use crate::coach::quiz::Answer;

/// An answer with what was said to those who chose it.
#[derive(Debug)]
pub(super) struct Answered {
    pub(super) answer: Answer,
    pub(super) feedback: Vec<String>,
}

/// One of the answers in braces.
struct One {
    /// Begins with `=`.
    right: bool,
    weight: Option<f64>,
    text: String,
    feedback: String,
}

const HALF_RIGHT: &str = "a quiz knows right and wrong only; take the weight out, or the answer";

pub(super) fn answered(inside: &[Marked], html: bool) -> Result<Answered, Refused> {
    let has = |what: &str| find(inside, what).is_some();
    let begin = inside.iter().position(|mark| !mark.char.is_whitespace());
    let Some(inside) = begin.and_then(|begin| inside.get(begin..)) else {
        return refused(
            "it is an essay: nothing says what is right",
            "put the accepted answers in the braces, such as `{=yes =sure}`, or take it out",
        );
    };
    if let Some(numbers) = strip(inside, "#") {
        return numeric(numbers, html);
    }
    if has("~") {
        return choice(all(inside, &['~', '='], html)?);
    }
    if has("=") && has("->") {
        return matching(inside, html);
    }
    if let Some(truth) = truth(inside, html)? {
        return Ok(truth);
    }
    fill(all(inside, &['='], html)?)
}

fn all(inside: &[Marked], at: &[char], html: bool) -> Result<Vec<One>, Refused> {
    split(inside, at).into_iter().map(|part| one(part, html)).collect()
}

fn one(part: &[Marked], html: bool) -> Result<One, Refused> {
    let right = strip(part, "=");
    let bare = right.or_else(|| strip(part, "~")).unwrap_or(part);
    let (weight, bare) = weighed(bare);
    let (said, feedback) = match find(bare, "#") {
        Some(at) => (bare.get(..at).unwrap_or_default(), bare.get(at + 1..).unwrap_or_default()),
        None => (bare, &[][..]),
    };
    let one =
        One { right: right.is_some(), weight, text: text(said, html)?, feedback: text(feedback, html)? };
    if one.text.is_empty() {
        return refused("one of its answers is empty", "write it out, or take its `=` or `~` away");
    }
    Ok(one)
}

/// A weight such as `%50%` or `%-33.333%`, and what follows it.
fn weighed(part: &[Marked]) -> (Option<f64>, &[Marked]) {
    let begin = part.iter().take_while(|mark| mark.char.is_whitespace()).count();
    let bare = part.get(begin..).unwrap_or_default();
    let found = strip(bare, "%").and_then(|rest| {
        let end = find(rest, "%")?;
        let number: f64 = words(rest.get(..end)?).parse().ok()?;
        Some((number, rest.get(end + 1..)?)).filter(|(number, _)| number.is_finite())
    });
    found.map_or((None, part), |(number, rest)| (Some(number), rest))
}

/// What was said to each answer, with the answer that it belongs to.
fn feedback(all: &[One]) -> Vec<String> {
    let said = all.iter().filter(|one| !one.feedback.is_empty());
    said.map(|one| format!("{}: {}", one.text, one.feedback)).collect()
}

fn choice(all: Vec<One>) -> Result<Answered, Refused> {
    let feedback = feedback(&all);
    let weight = |one: &One| one.weight.unwrap_or(if one.right { 100.0 } else { 0.0 });
    let half = all.iter().find(|one| if one.right { weight(one) < 100.0 } else { weight(one) > 0.0 });
    let rights = all.iter().filter(|one| one.right).count();
    let correct: BTreeSet<usize> =
        all.iter().enumerate().filter(|(_, one)| weight(one) > 0.0).map(|(at, _)| at).collect();
    let sum: f64 = all.iter().map(weight).filter(|weight| *weight > 0.0).sum();
    let choices = all.iter().map(|one| one.text.clone()).collect();
    let answer = match (rights, half, correct.first()) {
        (0, _, None) => return refused("no answer is right", "put `=` instead of `~` before the right one"),
        (0, ..) if (sum - 100.0).abs() > 1.0 => {
            return refused(
                format!("the weights of the right answers add up to {sum}"),
                "let them add up to 100: of two, each has `%50%`",
            );
        }
        (0, ..) => Answer::Multiple { choices, correct },
        (1, None, Some(&correct)) => Answer::Single { choices, correct },
        (1, Some(half), _) => return refused(format!("`{}` is half right", half.text), HALF_RIGHT),
        _ => {
            return refused(
                "several answers are right where one is asked for",
                "keep one `=`; or, where all must be chosen, write each right one as `~%50%` (of two)",
            );
        }
    };
    Ok(Answered { answer, feedback })
}

fn matching(inside: &[Marked], html: bool) -> Result<Answered, Refused> {
    let mut pairs = Vec::new();
    for part in split(inside, &['=']) {
        let bare = strip(part, "=").unwrap_or(part);
        let Some(arrow) = find(bare, "->") else {
            return refused(format!("`{}` has no `->`", words(bare)), "write every pair as `=left -> right`");
        };
        let (left, right) = bare.split_at(arrow);
        let pair = (text(left, html)?, text(right.get(2..).unwrap_or_default(), html)?);
        if pair.0.is_empty() || pair.1.is_empty() {
            return refused(
                "a pair has only one side",
                "write both, as `=left -> right`; a right side that belongs to nothing cannot be asked for",
            );
        }
        pairs.push(pair);
    }
    Ok(Answered { answer: Answer::Match { pairs }, feedback: Vec::new() })
}

/// `T`, `TRUE`, `F` or `FALSE`, with what is said to the wrong and to the right.
fn truth(inside: &[Marked], html: bool) -> Result<Option<Answered>, Refused> {
    let end = find(inside, "#").unwrap_or(inside.len());
    let (word, said) = inside.split_at(end);
    let correct = match words(word).to_ascii_uppercase().as_str() {
        "T" | "TRUE" => true,
        "F" | "FALSE" => false,
        _ => return Ok(None),
    };
    let said = split(said, &['#']).into_iter().map(|part| text(strip(part, "#").unwrap_or(part), html));
    let feedback = said.collect::<Result<_, _>>()?;
    Ok(Some(Answered { answer: Answer::TrueFalse { correct }, feedback }))
}

fn fill(all: Vec<One>) -> Result<Answered, Refused> {
    if let Some(half) = all.iter().find(|one| one.weight.is_some_and(|weight| weight < 100.0)) {
        return refused(format!("`{}` is half right", half.text), HALF_RIGHT);
    }
    let feedback = feedback(&all);
    let accepted = all.into_iter().map(|one| one.text).collect();
    Ok(Answered { answer: Answer::Fill { accepted, typos: 0 }, feedback })
}

/// Numbers are accepted as words are, so only exact ones can be.
fn numeric(numbers: &[Marked], html: bool) -> Result<Answered, Refused> {
    let mut all = all(numbers, &['='], html)?;
    for one in &mut all {
        let exact = match (one.text.split_once(".."), one.text.split_once(':')) {
            (Some((least, most)), _) => same(least, most).then_some(least),
            (_, Some((number, tolerance))) => same(tolerance, "0").then_some(number),
            _ => Some(one.text.as_str()),
        };
        let Some(exact) = exact.map(str::trim).filter(|number| number.parse::<f64>().is_ok()) else {
            return refused(
                format!("`{}` is not one exact number", one.text),
                "a quiz accepts what is listed: write the numbers that count as right, such as `{=5 =5.0}`",
            );
        };
        one.text = exact.to_owned();
    }
    fill(all)
}

fn same(one: &str, other: &str) -> bool {
    let number = |text: &str| text.trim().parse::<f64>().ok();
    number(one).zip(number(other)).is_some_and(|(one, other)| (one - other).abs() < f64::EPSILON)
}
