//! A bank as a table: `id,topic,kind,ask,choices,correct,explain`, divided by commas or semicolons.
//! Within a cell `|` divides choices, accepted answers and pairs; `\|` is a `|` that is meant as such.

use std::collections::BTreeSet;
use std::ops::Range;

use super::{Bank, Question, Refused, refused};
use crate::coach::quiz::Answer;

/// The columns, in the order in which they are documented.
const COLUMNS: [&str; 7] = ["id", "topic", "kind", "ask", "choices", "correct", "explain"];
const KINDS: &str = "single, multiple, true-false, fill, match, order or spot";

pub(super) fn read(bank: &mut Bank<'_>) {
    let text = bank.file.text.clone();
    let header = text.lines().next().unwrap_or_default();
    let delimiter = if header.matches(';').count() > header.matches(',').count() { b';' } else { b',' };
    let mut reader = ::csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .has_headers(false)
        .from_reader(text.as_bytes());
    let mut columns: Option<Vec<&str>> = None;
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                return bank.problem(0..0, format!("it is no table: {error}"), "save it as CSV in UTF-8");
            }
        };
        let start = record.position().map_or(0, |at| usize::try_from(at.byte()).unwrap_or(0));
        let span = first_line(&text, start);
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let Some(known) = &columns else {
            match header_of(&record) {
                Ok(found) => columns = Some(found),
                Err((what, help)) => return bank.problem(span, what, help),
            }
            continue;
        };
        let question = question(&record, known);
        bank.take(span, question);
    }
}

/// The first line of a record; the reader may point at the line end before it.
fn first_line(text: &str, start: usize) -> Range<usize> {
    let rest = text.get(start..).unwrap_or_default();
    let start = start + (rest.len() - rest.trim_start_matches(['\n', '\r']).len());
    let line = text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or_default();
    start..start + line.len()
}

fn header_of(record: &::csv::StringRecord) -> Result<Vec<&'static str>, Refused> {
    let help = format!("let the first line be `{}`; `kind` and `ask` must be there", COLUMNS.join(","));
    let known = |cell: &str| COLUMNS.into_iter().find(|name| cell.trim().eq_ignore_ascii_case(name));
    let mut columns = Vec::new();
    for cell in record {
        match known(cell) {
            Some(name) if !columns.contains(&name) => columns.push(name),
            Some(name) => return refused(format!("the column `{name}` is there twice"), help),
            None => return refused(format!("there is no column `{}`", cell.trim()), help),
        }
    }
    let missing = ["kind", "ask"].into_iter().find(|name| !columns.contains(name));
    missing.map_or(Ok(columns), |missing| refused(format!("the column `{missing}` is missing"), help))
}

fn question(record: &::csv::StringRecord, columns: &[&str]) -> Result<Question, Refused> {
    if record.len() > columns.len() {
        return refused(
            format!("the line has {} cells, the header {}", record.len(), columns.len()),
            "put a cell that holds the divider, or a line's end, in double quotes",
        );
    }
    let cell = |name: &str| {
        let at = columns.iter().position(|column| *column == name)?;
        Some(record.get(at)?.trim().to_owned())
    };
    let cell = |name: &str| cell(name).unwrap_or_default();
    let ask = cell("ask");
    if ask.is_empty() {
        return refused("the question has no words", "write what is asked in the column `ask`");
    }
    let answer = answer(&cell("kind"), &divided(&cell("choices")), &cell("correct"))?;
    Ok(Question { name: cell("id"), topic: cell("topic"), ask, explain: cell("explain"), answer })
}

fn answer(kind: &str, choices: &[String], correct: &str) -> Result<Answer, Refused> {
    let choices = || {
        let given = choices.to_vec();
        if given.is_empty() {
            refused("it has no choices", "divide them by `|` in the column `choices`")
        } else {
            Ok(given)
        }
    };
    let some = || right(&choices()?, correct);
    Ok(match kind.to_lowercase().as_str() {
        "single" => {
            let (all, right) = (choices()?, some()?);
            match (right.len(), right.first()) {
                (1, Some(&correct)) => Answer::Single { choices: all, correct },
                _ => {
                    return refused(
                        "not exactly one choice is right",
                        "name one in `correct`, or make it `multiple`",
                    );
                }
            }
        }
        "multiple" => Answer::Multiple { choices: choices()?, correct: some()? },
        "spot" => Answer::Spot { lines: choices()?, correct: some()? },
        "order" => Answer::Order { items: choices()? },
        "true-false" => match correct.to_lowercase().as_str() {
            "true" | "t" | "1" => Answer::TrueFalse { correct: true },
            "false" | "f" | "0" => Answer::TrueFalse { correct: false },
            _ => {
                return refused(
                    format!("`{correct}` is neither true nor false"),
                    "write `true` or `false` in `correct`",
                );
            }
        },
        "fill" => match divided(correct) {
            accepted if accepted.is_empty() => {
                return refused(
                    "it accepts nothing",
                    "divide what is accepted by `|` in the column `correct`",
                );
            }
            accepted => Answer::Fill { accepted, typos: 0 },
        },
        "match" => {
            Answer::Match { pairs: choices()?.iter().map(|pair| sides(pair)).collect::<Result<_, _>>()? }
        }
        other => return refused(format!("there is no kind `{other}` in a table"), format!("use {KINDS}")),
    })
}

fn sides(pair: &str) -> Result<(String, String), Refused> {
    match pair.split_once("->").map(|(left, right)| (left.trim(), right.trim())) {
        Some((left, right)) if !left.is_empty() && !right.is_empty() => {
            Ok((left.to_owned(), right.to_owned()))
        }
        _ => refused(format!("`{pair}` is no pair"), "write every pair as `left -> right`, divided by `|`"),
    }
}

/// Which choices are right: numbers from 1, or the choices' own words.
fn right(choices: &[String], correct: &str) -> Result<BTreeSet<usize>, Refused> {
    let place = |named: String| {
        let by_words = choices.iter().position(|choice| *choice == named);
        let by_number = || named.parse::<usize>().ok()?.checked_sub(1).filter(|&at| at < choices.len());
        by_words.or_else(by_number).map_or_else(
            || {
                let help = format!("name a number from 1 to {}, or a choice as it is written", choices.len());
                refused(format!("no choice is `{named}`"), help)
            },
            Ok,
        )
    };
    let right: BTreeSet<usize> = divided(correct).into_iter().map(place).collect::<Result<_, _>>()?;
    if right.is_empty() {
        refused("nothing is right", "name the right ones in the column `correct`")
    } else {
        Ok(right)
    }
}

/// The parts between `|`, without the empty ones.
fn divided(cell: &str) -> Vec<String> {
    let parts = cell.replace("\\|", "\u{0}");
    let parts = parts.split('|').map(|part| part.replace('\u{0}', "|").trim().to_owned());
    parts.filter(|part| !part.is_empty()).collect()
}
