//! The files of a team's report: a workbook, a report to read, tables for programs, xAPI statements.
//! It must not read the store.

use chrono::{DateTime, Utc};

use super::super::AppError;
use super::super::files::{XLSX, count, file, manner};
use super::super::statements::Statements;
use super::tables;
use super::view::View;
use crate::export::markdown::{Document, Part};
use crate::export::{Cell, Kind, Table, csv, markdown, xlsx};
use crate::reply::{File, Words, phrase, team};

/// The files; names are the same each time, so that a script finds them.
pub(super) fn files(
    words: &Words,
    view: &View,
    statements: &Statements,
    now: DateTime<Utc>,
) -> Result<Vec<File>, AppError> {
    let all = [
        tables::people(words, view)?,
        tables::assignments(words, view)?,
        tables::steps(words, view)?,
        tables::scores(words, view)?,
    ];
    let period = super::period_name(&view.period);
    let title = words.say(phrase::TEAM_REPORT_TITLE, &[("period", &period)]);
    let book = xlsx::Book {
        title: title.clone(),
        created: now,
        zone: view.period.zone,
        summary: Some(summary(words, view, &title)),
    };
    let text = read(words, view, &title, &all);
    let mut files = vec![
        file("team.xlsx", XLSX, xlsx::written(&book, &all)?),
        file("team.md", "text/markdown", text.into_bytes()),
    ];
    for table in &all {
        files.push(file(&format!("{}.csv", table.name()), "text/csv", csv::written(table, csv::Mark::With)?));
    }
    if !statements.lines.is_empty() {
        let lines = statements.lines.as_bytes().to_vec();
        files.push(file("statements.jsonl", "application/x-ndjson", lines));
    }
    Ok(files)
}

fn summary(words: &Words, view: &View, title: &str) -> xlsx::Summary {
    let told = &view.told;
    let line = |name, kind, cell| (words.plain(name).to_owned(), kind, cell);
    let median = told.median.map_or(Cell::Empty, Cell::Decimal);
    xlsx::Summary {
        sheet: words.plain(phrase::TEAM_TITLE).to_owned(),
        heading: title.to_owned(),
        lines: vec![
            line(phrase::COLUMN_REPS, Kind::Whole, count(told.reps)),
            line(phrase::COLUMN_DRILLS, Kind::Whole, count(told.drills)),
            line(phrase::BOARD_MEDIAN, Kind::Decimal(1), median),
            line(phrase::BOARD_PASSED, Kind::Whole, count(told.passed)),
            line(phrase::BOARD_OVERDUE, Kind::Whole, count(told.overdue.len())),
        ],
    }
}

fn read(words: &Words, view: &View, title: &str, tables: &[Table]) -> String {
    let mut blocks = vec![
        Part::Heading { level: 1, text: title.to_owned() },
        Part::Paragraph(team::alt(words, &view.told)),
        Part::Image { file: "team.png".to_owned(), alt: title.to_owned() },
    ];
    // Every score is a row of the workbook; a report to read has the others.
    for table in tables.iter().filter(|table| table.name() != "scores") {
        blocks.push(Part::Heading { level: 2, text: table.title().to_owned() });
        blocks.push(Part::Table(table.clone()));
    }
    blocks.push(Part::Paragraph(words.plain(phrase::TEAM_PRIVATE).to_owned()));
    markdown::written(&Document { blocks }, &manner(words, view.period.zone))
}
