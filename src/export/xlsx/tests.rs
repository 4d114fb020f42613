//! Workbooks opened again by another reader, cell by cell.
//! The moment of Shanghai shows that local time is written, not UTC.
//! It must not look at bytes other than to compare two files.

use std::io::Cursor;

use calamine::{Data, Range, Reader, Xlsx};
use chrono::NaiveDate;
use proptest::prelude::*;

use super::super::testing::{every_kind, moment, of_texts};
use super::super::{Cell, Column, ExportError, Kind, Table};
use super::{Book, MOST_ROWS, Summary, written};

fn book() -> Book {
    let title = "Team report".to_owned();
    Book { title, created: moment("2026-11-01T08:00:00Z"), zone: chrono_tz::Asia::Shanghai, summary: None }
}

fn with_summary() -> Book {
    let lines = vec![
        ("Reps".to_owned(), Kind::Whole, Cell::Whole(2)),
        ("Passed".to_owned(), Kind::Percent, Cell::Decimal(50.0)),
        ("Surveys".to_owned(), Kind::Text, Cell::Withheld("fewer than 5".into())),
    ];
    let summary = Summary { sheet: "概览".into(), heading: "Team in October".into(), lines };
    Book { summary: Some(summary), ..book() }
}

fn opened(file: Vec<u8>) -> Xlsx<Cursor<Vec<u8>>> {
    Xlsx::new(Cursor::new(file)).unwrap()
}

fn sheet(file: Vec<u8>, name: &str) -> Range<Data> {
    opened(file).worksheet_range(name).unwrap()
}

fn at(sheet: &Range<Data>, row: u32, place: u32) -> Data {
    sheet.get_value((row, place)).cloned().unwrap_or_default()
}

#[test]
fn every_cell_is_read_back() {
    let sheet = sheet(written(&book(), &[every_kind()]).unwrap(), "Team- 10-2026");
    let header: Vec<String> = (0..7).map(|place| at(&sheet, 0, place).to_string()).collect();
    assert_eq!(header, ["销售", "Drills", "Mean", "Share", "Last", "Day", "Open"]);
    assert_eq!(at(&sheet, 1, 0), Data::String("王芳".into()));
    assert_eq!((at(&sheet, 1, 1), at(&sheet, 1, 2)), (Data::Float(12.0), Data::Float(7.25)));
    assert_eq!(at(&sheet, 1, 3), Data::Float(0.625));
    let Data::DateTime(last) = at(&sheet, 1, 4) else { panic!("no moment: {:?}", at(&sheet, 1, 4)) };
    let local = NaiveDate::from_ymd_opt(2026, 11, 1).and_then(|day| day.and_hms_opt(0, 30, 0)).unwrap();
    assert!((last.as_f64() - serial(local)).abs() < 1e-6);
    let Data::DateTime(day) = at(&sheet, 1, 5) else { panic!("no day: {:?}", at(&sheet, 1, 5)) };
    assert!((day.as_f64() - serial(local).floor()).abs() < 1e-9);
    assert_eq!((at(&sheet, 1, 6), at(&sheet, 2, 6)), (Data::Bool(true), Data::Bool(false)));
    assert_eq!(at(&sheet, 2, 0), Data::String("O'Neil, \"Ann\"".into()));
    assert_eq!(at(&sheet, 2, 3), Data::String("fewer than 5".into()));
    assert_eq!(at(&sheet, 2, 4), Data::Empty);
    assert_eq!(at(&sheet, 4, 0), Data::String("Figures of one month.".into()));
}

fn serial(local: chrono::NaiveDateTime) -> f64 {
    let start = NaiveDate::from_ymd_opt(1899, 12, 30).and_then(|day| day.and_hms_opt(0, 0, 0)).unwrap();
    f64::from(i32::try_from((local - start).num_minutes()).unwrap()) / 1440.0
}

#[test]
fn a_summary_comes_first_and_names_are_unlike() {
    let file = written(&with_summary(), &[every_kind(), every_kind()]).unwrap();
    let mut workbook = opened(file);
    assert_eq!(workbook.sheet_names(), ["概览", "Team- 10-2026", "Team- 10-2026 (2)"]);
    let page = workbook.worksheet_range("概览").unwrap();
    assert_eq!(at(&page, 0, 0), Data::String("Team in October".into()));
    assert_eq!((at(&page, 2, 1), at(&page, 3, 1)), (Data::Float(2.0), Data::Float(0.5)));
    assert_eq!(at(&page, 4, 1), Data::String("fewer than 5".into()));
}

#[test]
fn text_is_never_a_formula_nor_ready_made_xml() {
    let texts: Vec<String> =
        ["=1+1", "<r><t>x</t></r>", "-5", "_x0041_", "{=A1}", "https://example.com", "007"]
            .map(str::to_owned)
            .into();
    let file = written(&book(), &[of_texts(&texts)]).unwrap();
    let mut workbook = opened(file);
    assert!(workbook.worksheet_formula("Texts").unwrap().used_cells().next().is_none());
    let page = workbook.worksheet_range("Texts").unwrap();
    for (row, text) in (1..).zip(&texts) {
        assert_eq!(at(&page, row, 0).to_string().trim_end(), text);
    }
}

#[test]
fn a_long_id_and_an_old_day_stay_whole_as_text() {
    let columns = vec![Column::new("id", "Id", Kind::Whole), Column::new("day", "Day", Kind::Date)];
    let mut table = Table::new("ids", "Ids", columns).unwrap();
    let day = NaiveDate::from_ymd_opt(1889, 1, 2).unwrap();
    table.push(vec![Cell::Whole(1_234_567_890_123_456_789), Cell::Date(day)]).unwrap();
    let page = sheet(written(&book(), &[table]).unwrap(), "Ids");
    assert_eq!(at(&page, 1, 0), Data::String("1234567890123456789".into()));
    assert_eq!(at(&page, 1, 1), Data::String("1889-01-02".into()));
}

#[test]
fn a_text_longer_than_excel_keeps_is_cut() {
    let page = sheet(written(&book(), &[of_texts(&["王".repeat(40_000)])]).unwrap(), "Texts");
    let text = at(&page, 1, 0).to_string();
    assert_eq!((text.chars().count(), text.ends_with('…')), (32_767, true));
}

#[test]
fn the_same_tables_give_the_same_file() {
    let tables = [every_kind(), of_texts(&["王芳".into(), "=1".into()]), every_kind()];
    let first = written(&with_summary(), &tables).unwrap();
    for _ in 0..20 {
        assert_eq!(written(&with_summary(), &tables).unwrap(), first);
    }
}

#[test]
fn nothing_and_too_much_are_refused() {
    assert!(matches!(written(&book(), &[]), Err(ExportError::Nothing)));
    let mut long = Table::new("long", "Long", vec![Column::new("n", "N", Kind::Whole)]).unwrap();
    for _ in 0..=MOST_ROWS {
        long.push(vec![Cell::Empty]).unwrap();
    }
    let refused = written(&book(), &[long]).unwrap_err();
    assert!(matches!(refused, ExportError::TooManyRows { rows: 100_001, most: 100_000, .. }));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn every_text_is_read_back(texts in prop::collection::vec("[a-z=<>&'\"_x0-9 王\n]{1,12}|.{1,12}", 1..6)) {
        let page = sheet(written(&book(), &[of_texts(&texts)]).unwrap(), "Texts");
        for (row, text) in (1..).zip(&texts) {
            let text = text.replace("\r\n", "\n").replace('\r', "\n");
            let kept: String = text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
            prop_assert_eq!(at(&page, row, 0).to_string(), kept);
        }
    }
}
