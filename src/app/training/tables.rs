//! The files of a training's report: every figure, and the rows from which anybody can compute them again.
//! Rows in files for machines have numbers in the place of names; survey answers appear only when they may be shown.
//! It must not compute.

use super::super::files::column;
use super::record::Whole;
use crate::coach::evaluate::figures::{NamedFigure, Unit};
use crate::coach::evaluate::training::{Evaluation, Record};
use crate::coach::purpose::Stage;
use crate::export::{Cell, Kind, Table, TableError};
use crate::reply::evaluation::{figure_name, number, use_name, withheld};
use crate::reply::{Words, phrase};

/// Whether names stand in a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Names {
    Shown,
    Left,
}

fn text(value: impl Into<String>) -> Cell {
    Cell::Text(value.into())
}

fn whole(value: Option<i64>) -> Cell {
    value.map_or(Cell::Empty, Cell::Whole)
}

/// Every figure with its name for machines and for people, to so many digits.
pub(super) fn figures(words: &Words, all: &[NamedFigure], digits: u8) -> Result<Table, TableError> {
    let columns = vec![
        column(words, "figure", phrase::COLUMN_FIGURE, Kind::Text),
        column(words, "of", phrase::COLUMN_OF, Kind::Text),
        column(words, "name", phrase::COLUMN_NAME, Kind::Text),
        column(words, "value", phrase::COLUMN_VALUE, Kind::Decimal(digits)),
        column(words, "unit", phrase::COLUMN_UNIT, Kind::Text),
    ];
    let mut table = Table::new("figures", words.plain(phrase::TABLE_FIGURES), columns)?;
    for figure in all {
        let unit = match figure.unit {
            Unit::Count => "count",
            Unit::Percent => "percent",
            Unit::Points => "points",
            Unit::Ratio => "ratio",
        };
        let value = figure.value.map_or_else(|why| Cell::Withheld(withheld(words, why)), Cell::Decimal);
        let name = figure_name(words, figure);
        table.push(vec![text(figure.name), text(figure.of.as_str()), text(name), value, text(unit)])?;
    }
    Ok(table)
}

/// Every figure as it is read, rounded as its unit wants.
pub(super) fn shown(words: &Words, all: &[NamedFigure]) -> Result<Table, TableError> {
    let columns = vec![
        column(words, "name", phrase::COLUMN_NAME, Kind::Text),
        column(words, "of", phrase::COLUMN_OF, Kind::Text),
        column(words, "value", phrase::COLUMN_VALUE, Kind::Text),
    ];
    let mut table = Table::new("figures", words.plain(phrase::TABLE_FIGURES), columns)?;
    for figure in all {
        let value = match figure.value {
            Ok(value) => text(number(value, figure.unit)),
            Err(why) => Cell::Withheld(withheld(words, why)),
        };
        table.push(vec![text(figure_name(words, figure)), text(figure.of.as_str()), value])?;
    }
    Ok(table)
}

/// Who was there and what they came to.
pub(super) fn people(
    words: &Words,
    whole_: &Whole,
    record: &Record,
    names: Names,
) -> Result<Table, TableError> {
    let mut columns = vec![column(words, "person", phrase::COLUMN_PERSON, Kind::Whole)];
    if names == Names::Shown {
        columns.push(column(words, "name", phrase::COLUMN_NAME, Kind::Text));
    }
    let tests = [
        ("test_pre", phrase::COLUMN_TEST_PRE),
        ("test_post", phrase::COLUMN_TEST_POST),
        ("test_delayed", phrase::COLUMN_TEST_DELAYED),
    ];
    let drills = [
        ("drill_pre", phrase::COLUMN_DRILL_PRE),
        ("drill_post", phrase::COLUMN_DRILL_POST),
        ("drill_delayed", phrase::COLUMN_DRILL_DELAYED),
    ];
    columns.extend(tests.map(|(name, title)| column(words, name, title, Kind::Decimal(6))));
    columns.extend(drills.map(|(name, title)| column(words, name, title, Kind::Whole)));
    let mut table = Table::new("people", words.plain(phrase::TABLE_PEOPLE), columns)?;
    for (attendance, person) in whole_.there.iter().zip(&record.people) {
        let mut row = vec![whole(whole_.number(attendance.rep))];
        if names == Names::Shown {
            row.push(text(whole_.name(attendance.rep)));
        }
        let percent = |taken: &Option<crate::coach::evaluate::training::Taken>| {
            taken.as_ref().and_then(|taken| taken.percent()).map_or(Cell::Empty, Cell::Decimal)
        };
        row.extend(person.tests.iter().map(percent));
        row.extend(person.drills.iter().map(|score| whole(score.map(i64::from))));
        table.push(row)?;
    }
    Ok(table)
}

/// Every answer of every test.
pub(super) fn answers(words: &Words, whole_: &Whole) -> Result<Table, TableError> {
    let columns = vec![
        column(words, "person", phrase::COLUMN_PERSON, Kind::Whole),
        column(words, "stage", phrase::COLUMN_STAGE, Kind::Text),
        column(words, "item", phrase::COLUMN_ITEM, Kind::Text),
        column(words, "given", phrase::COLUMN_GIVEN, Kind::Text),
        column(words, "right", phrase::COLUMN_RIGHT, Kind::Flag),
        column(words, "counts", phrase::COLUMN_COUNTS, Kind::Flag),
    ];
    let mut table = Table::new("answers", words.plain(phrase::TABLE_ANSWERS), columns)?;
    for run in &whole_.runs {
        for answer in &run.answers {
            table.push(vec![
                whole(whole_.number(run.rep)),
                text(run.stage.name()),
                text(answer.item.as_str()),
                text(answer.given.as_str()),
                Cell::Flag(answer.right),
                Cell::Flag(answer.scored),
            ])?;
        }
    }
    Ok(table)
}

/// The questions of the tests in words, with what their analysis says.
pub(super) fn items(words: &Words, whole_: &Whole, evaluation: &Evaluation) -> Result<Table, TableError> {
    let columns = vec![
        column(words, "stage", phrase::COLUMN_STAGE, Kind::Text),
        column(words, "item", phrase::COLUMN_ITEM, Kind::Text),
        column(words, "ask", phrase::COLUMN_ASK, Kind::Text),
        column(words, "difficulty", phrase::FIGURE_DIFFICULTY, Kind::Decimal(2)),
        column(words, "rest", phrase::FIGURE_ITEM_REST, Kind::Decimal(2)),
        column(words, "notes", phrase::COLUMN_NOTES, Kind::Text),
    ];
    let mut table = Table::new("items", words.plain(phrase::TABLE_ITEMS), columns)?;
    for (stage, form) in Stage::ALL.into_iter().zip(&evaluation.forms) {
        let quiz = whole_.form(stage);
        let ask = |id: &str| {
            let item = quiz.and_then(|quiz| quiz.items.iter().find(|item| item.id == *id));
            item.map_or_else(String::new, |item| item.ask.clone())
        };
        for item in &form.items {
            let cell = |figure: Result<f64, _>| {
                figure.map_or_else(|why| Cell::Withheld(withheld(words, why)), Cell::Decimal)
            };
            let notes = item.notes.iter().map(|note| crate::reply::evaluation::note(words, note));
            let notes: Vec<String> = notes.collect();
            table.push(vec![
                text(stage.name()),
                text(item.id.as_str()),
                text(ask(&item.id)),
                cell(item.difficulty),
                cell(item.item_rest),
                text(notes.join("; ")),
            ])?;
        }
    }
    Ok(table)
}

/// How often each answer to the survey was given, where it may be shown.
pub(super) fn survey(words: &Words, whole_: &Whole, evaluation: &Evaluation) -> Result<Table, TableError> {
    let columns = vec![
        column(words, "question", phrase::COLUMN_QUESTION, Kind::Text),
        column(words, "ask", phrase::COLUMN_ASK, Kind::Text),
        column(words, "choice", phrase::COLUMN_CHOICE, Kind::Text),
        column(words, "words", phrase::COLUMN_WORDS, Kind::Text),
        column(words, "times", phrase::COLUMN_TIMES, Kind::Whole),
    ];
    let mut table = Table::new("survey", words.plain(phrase::TABLE_SURVEY), columns)?;
    for ((id, ask, choices), (_, reaction)) in whole_.questions().iter().zip(&evaluation.reaction) {
        if let Err(why) = reaction.distribution {
            let hidden = Cell::Withheld(withheld(words, why));
            table.push(vec![text(id.as_str()), text(ask.as_str()), Cell::Empty, Cell::Empty, hidden])?;
            continue;
        }
        for (choice, said) in choices {
            let own = whole_.reactions.iter().find(|c| c.question == *id && c.choice == *choice);
            let times = own.map_or(0, |count| i64::from(count.times));
            table.push(vec![
                text(id.as_str()),
                text(ask.as_str()),
                text(choice.as_str()),
                text(said.as_str()),
                Cell::Whole(times),
            ])?;
        }
    }
    Ok(table)
}

/// The answers to the check-ins.
pub(super) fn check_ins(words: &Words, whole_: &Whole, names: Names) -> Result<Table, TableError> {
    let mut columns = vec![column(words, "person", phrase::COLUMN_PERSON, Kind::Whole)];
    if names == Names::Shown {
        columns.push(column(words, "name", phrase::COLUMN_NAME, Kind::Text));
    }
    columns.extend([
        column(words, "day", phrase::COLUMN_DAY, Kind::Whole),
        column(words, "by", phrase::COLUMN_BY, Kind::Text),
        column(words, "answer", phrase::COLUMN_ANSWER, Kind::Text),
        column(words, "words", phrase::COLUMN_WORDS, Kind::Text),
    ]);
    let mut table = Table::new("check_ins", words.plain(phrase::TABLE_CHECK_INS), columns)?;
    for check in &whole_.check_ins {
        let mut row = vec![whole(whole_.number(check.rep))];
        if names == Names::Shown {
            row.push(text(whole_.name(check.rep)));
        }
        row.extend([
            Cell::Whole(i64::from(check.day)),
            text(if check.by_manager { "manager" } else { "rep" }),
            text(check.answer.name()),
            text(use_name(words, check.answer)),
        ]);
        table.push(row)?;
    }
    Ok(table)
}

/// The figures of the business beside it.
pub(super) fn outcomes(words: &Words, whole_: &Whole) -> Result<Table, TableError> {
    let columns = vec![
        column(words, "metric", phrase::COLUMN_METRIC, Kind::Text),
        column(words, "period", phrase::COLUMN_PERIOD, Kind::Text),
        column(words, "value", phrase::COLUMN_VALUE, Kind::Decimal(2)),
        column(words, "unit", phrase::COLUMN_UNIT, Kind::Text),
        column(words, "note", phrase::COLUMN_NOTES, Kind::Text),
    ];
    let mut table = Table::new("outcomes", words.plain(phrase::TABLE_OUTCOMES), columns)?;
    for outcome in &whole_.outcomes {
        table.push(vec![
            text(outcome.metric.as_str()),
            text(outcome.period.as_str()),
            Cell::Decimal(outcome.value),
            text(outcome.unit.as_str()),
            text(outcome.note.as_str()),
        ])?;
    }
    Ok(table)
}
