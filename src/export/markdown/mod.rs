//! A report as Markdown, the kind that GitHub, Typora and Obsidian read: headings, paragraphs, lists, tables, images.
//! All text is taken literally: whatever would be a mark of Markdown or HTML is escaped.
//! It must not let words of a rep become an image, a tag, or a link that hides where it leads.

mod escape;

use chrono_tz::Tz;

use super::{Cell, Kind, Table, plain};
use escape::{file_name, in_cell, in_line};

/// A report.
#[derive(Debug, Clone, Default)]
pub struct Document {
    /// Its parts, from top to bottom.
    pub blocks: Vec<Part>,
}

/// A part of a report.
#[derive(Debug, Clone)]
pub enum Part {
    /// A heading.
    Heading {
        /// Its level, 1 to 6.
        level: u8,
        /// Its words.
        text: String,
    },
    /// A paragraph; line breaks in it are kept.
    Paragraph(String),
    /// Points, one below the other.
    List(Vec<String>),
    /// A table with its remark; the heading above it is a part of its own.
    Table(Table),
    /// An image that lies beside the report.
    Image {
        /// Its file name.
        file: String,
        /// What it shows, for those who do not see it.
        alt: String,
    },
}

/// How values are shown that are neither words nor numbers.
#[derive(Debug, Clone)]
pub struct Manner {
    /// The zone in whose local time moments are shown.
    pub zone: Tz,
    /// "Yes" in the reader's language.
    pub yes: String,
    /// "No" in the reader's language.
    pub no: String,
}

/// The report as a file; parts are one blank line apart.
pub fn written(document: &Document, manner: &Manner) -> String {
    let parts: Vec<String> = document.blocks.iter().map(|part| of_part(part, manner)).collect();
    let mut file = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n");
    file.push('\n');
    file
}

fn of_part(part: &Part, manner: &Manner) -> String {
    match part {
        Part::Heading { level, text } => {
            format!("{} {}", "#".repeat(usize::from((*level).clamp(1, 6))), in_line(text))
        }
        Part::Paragraph(text) => paragraph(text),
        Part::List(points) => {
            points.iter().map(|point| format!("- {}", in_line(point))).collect::<Vec<_>>().join("\n")
        }
        Part::Table(table) => of_table(table, manner),
        Part::Image { file, alt } => format!("![{}]({})", in_line(alt), file_name(file)),
    }
}

/// Lines that are not blank, each but the last ended by a backslash, which is a hard break.
fn paragraph(text: &str) -> String {
    let lines = text.lines().map(in_line).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\\\n")
}

fn of_table(table: &Table, manner: &Manner) -> String {
    let titles: Vec<String> = table.columns().iter().map(|column| in_cell(&column.title)).collect();
    let rules: Vec<&str> = table.columns().iter().map(|column| rule(column.kind)).collect();
    let mut lines = vec![line(&titles), format!("|{}|", rules.join("|"))];
    for row in table.rows() {
        let cells: Vec<String> =
            table.pairs(row).map(|(column, cell)| value(cell, column.kind, manner)).collect();
        lines.push(line(&cells));
    }
    if let Some(note) = table.note() {
        lines.push(format!("\n{}", paragraph(note)));
    }
    lines.join("\n")
}

fn line(cells: &[String]) -> String {
    format!("| {} |", cells.join(" | "))
}

fn rule(kind: Kind) -> &'static str {
    if kind.is_number() { "---:" } else { "---" }
}

fn value(cell: &Cell, kind: Kind, manner: &Manner) -> String {
    match cell {
        Cell::Text(text) | Cell::Withheld(text) => in_cell(text),
        Cell::Whole(number) if kind == Kind::Percent => format!("{number} %"),
        Cell::Whole(number) => number.to_string(),
        Cell::Decimal(number) if kind == Kind::Percent => format!("{} %", plain::decimal(*number, 1)),
        Cell::Decimal(number) => plain::decimal(*number, kind.digits().unwrap_or(2)),
        Cell::Moment(moment) => plain::local_minute(moment, manner.zone),
        Cell::Date(date) => date.to_string(),
        Cell::Flag(flag) => in_cell(if *flag { &manner.yes } else { &manner.no }),
        Cell::Empty => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::testing::{every_kind, of_texts};
    use super::*;

    fn manner() -> Manner {
        Manner { zone: chrono_tz::Asia::Shanghai, yes: "是".into(), no: "否".into() }
    }

    #[test]
    fn a_report_has_its_parts_one_blank_line_apart() {
        let blocks = vec![
            Part::Heading { level: 2, text: "Team *report*".into() },
            Part::Paragraph("First.\n\n# not a heading".into()),
            Part::List(vec!["one".into(), "1. two".into()]),
            Part::Image { file: "trend 1.png".into(), alt: "Scores [rising]".into() },
        ];
        let expected = "## Team \\*report\\*\n\nFirst.\\\n\\# not a heading\n\n- one\n- 1\\. two\n\n\
                        ![Scores \\[rising\\]](trend%201.png)\n";
        assert_eq!(written(&Document { blocks }, &manner()), expected);
    }

    #[test]
    fn a_table_shows_local_time_and_reasons() {
        let expected = "| 销售 | Drills | Mean | Share | Last | Day | Open |\n\
                        |---|---:|---:|---:|---|---|---|\n\
                        | 王芳 | 12 | 7.25 | 62.5 % | 2026-11-01 00:30 | 2026-11-01 | 是 |\n\
                        | O'Neil, \"Ann\" | -3 | 0.00 | fewer than 5 |  |  | 否 |\n\n\
                        Figures of one month.\n";
        assert_eq!(written(&Document { blocks: vec![Part::Table(every_kind())] }, &manner()), expected);
    }

    proptest! {
        #[test]
        fn a_row_keeps_its_cells_whatever_the_text(text in "[|\\\\\r\n<>&`a ]{0,12}|.{0,12}") {
            let file = written(&Document { blocks: vec![Part::Table(of_texts(&[text]))] }, &manner());
            let row = file.lines().nth(2).unwrap();
            prop_assert_eq!(file.lines().count(), 3);
            prop_assert_eq!(bars(row), 3);
        }
    }

    /// The bars of a row that are not escaped.
    fn bars(row: &str) -> usize {
        let mut escaped = false;
        let bare = row.chars().filter(|&c| {
            let counts = c == '|' && !escaped;
            escaped = c == '\\' && !escaped;
            counts
        });
        bare.count()
    }
}
