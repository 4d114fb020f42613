//! Whole files of figures, good and bad.
//! A bad file shows that every fault is found and nothing is taken.
//! It must not test a single field; that stands beside its reader.

use chrono::NaiveDate;
use proptest::prelude::*;

use super::*;

const CHINESE: [Synonym<'_>; 5] = [
    (Field::Metric, "指标"),
    (Field::Period, "期间"),
    (Field::Unit, "单位"),
    (Field::Value, "数值"),
    (Field::Rep, "销售"),
];

fn taken(text: &str) -> Vec<Figure> {
    read(text.as_bytes(), &CHINESE).unwrap()
}

fn faults(text: &str) -> Vec<String> {
    read(text.as_bytes(), &CHINESE).unwrap_err().iter().map(ToString::to_string).collect()
}

fn places(text: &str) -> Vec<(u64, usize, &'static str)> {
    let faults = read(text.as_bytes(), &CHINESE).unwrap_err();
    faults.iter().map(|fault| (fault.line, fault.column, fault.wrong.key())).collect()
}

#[test]
fn a_good_file_is_taken_in_its_order() {
    let figures = taken(
        "\u{FEFF}Metric,Period,Unit,Value,Rep,Note\r\nrevenue,2026-10,CNY,1200.5,王芳,\r\n,,,,,\r\nwin rate,2026-Q3,,31%,,\"good, but\nlate\"\r\n",
    );
    let expected = Figure {
        line: 2,
        metric: "revenue".into(),
        period: Period {
            first: NaiveDate::from_ymd_opt(2026, 10, 1).unwrap(),
            last: NaiveDate::from_ymd_opt(2026, 10, 31).unwrap(),
        },
        unit: "CNY".into(),
        value: 1200.5,
        rep: Some("王芳".into()),
        note: None,
    };
    assert_eq!(figures.first(), Some(&expected));
    let second = figures.get(1).unwrap();
    assert_eq!((second.line, second.value, second.unit.as_str()), (4, 31.0, "%"));
    assert_eq!((second.rep.as_deref(), second.note.as_deref()), (None, Some("good, but\nlate")));
}

#[test]
fn a_chinese_header_in_another_order_is_taken() {
    let figures = taken("数值, 单位 ,销售,期间,指标\n12,单,王芳,2026年10月,成交\n");
    assert_eq!(figures.first().map(|figure| (figure.metric.as_str(), figure.value)), Some(("成交", 12.0)));
}

#[test]
fn all_faults_are_found_with_their_places() {
    let text = "metric,period,unit,value\nrevenue,Oct-26,CNY,\"1,234\"\n,2026,CNY,12\nrevenue,2026,CNY\ndeals,2026,,5\ndeals,2026,,6\n";
    assert_eq!(
        places(text),
        [
            (2, 2, "figures-period"),
            (2, 4, "figures-thousands"),
            (3, 1, "figures-missing"),
            (4, 0, "figures-cells"),
            (6, 1, "figures-twice"),
        ]
    );
    let said = faults(text);
    assert_eq!(said.get(1).unwrap(), "line 2, column 4: `1,234` has thousands separators; write 1234");
    assert_eq!(
        said.get(4).unwrap(),
        "line 6, column 1: the same metric, period and rep as on line 5; keep one"
    );
}

#[test]
fn a_bad_header_names_every_column() {
    assert_eq!(
        places("metric,Metric,colour,value\n"),
        [
            (1, 2, "figures-two-columns"),
            (1, 3, "figures-unknown-column"),
            (1, 0, "figures-no-column"),
            (1, 0, "figures-no-column"),
        ]
    );
    assert_eq!(places("metric;period;unit;value\n"), [(1, 0, "figures-separator")]);
    assert_eq!(places(""), [(0, 0, "figures-no-header")]);
    assert_eq!(places("metric,period,unit,value\n"), [(0, 0, "figures-no-rows")]);
}

#[test]
fn other_files_are_told_apart() {
    let key = |file: &[u8]| read(file, &[]).unwrap_err().first().map(|fault| (fault.line, fault.wrong.key()));
    assert_eq!(key(b"PK\x03\x04..."), Some((0, "figures-workbook")));
    let gb18030 = b"metric,period,unit,value\n\xCA\xFD,2026,,1\n";
    assert_eq!(key(gb18030), Some((2, "figures-not-utf8")));
    assert_eq!(key(&vec![b'a'; MOST_BYTES + 1]), Some((0, "figures-too-large")));
}

#[test]
fn five_thousand_rows_are_taken_and_not_one_more() {
    let rows = |count: usize| {
        let rows: String = (0..count).map(|number| format!("m{number},2026,,1\n")).collect();
        format!("metric,period,unit,value\n{rows}")
    };
    assert_eq!(taken(&rows(MOST_ROWS)).len(), MOST_ROWS);
    assert_eq!(places(&rows(MOST_ROWS + 1)), [(0, 0, "figures-too-many-rows")]);
}

#[test]
fn a_name_that_was_defused_is_restored() {
    let figures = taken("metric,period,unit,value\n'=sum,2026,,1\n");
    assert_eq!(figures.first().map(|figure| figure.metric.as_str()), Some("=sum"));
}

proptest! {
    #[test]
    fn no_file_makes_it_stumble(file in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = read(&file, &CHINESE);
    }

    #[test]
    fn no_row_makes_it_stumble(row in "[\",;\r\n0-9a-z%年.-]{0,60}") {
        let _ = read(format!("metric,period,unit,value,rep\n{row}\n").as_bytes(), &CHINESE);
    }

    #[test]
    fn a_written_figure_is_read_back(value in -1e12..1e12_f64, metric in "[a-z王]{1,9}", month in 1..=12_u32) {
        let mut writer = ::csv::Writer::from_writer(Vec::new());
        writer.write_record(["value", "metric", "unit", "period"]).unwrap();
        writer.write_record([&value.to_string(), &metric, "EUR", &format!("2026-{month:02}")]).unwrap();
        let figures = read(&writer.into_inner().unwrap(), &[]).unwrap();
        prop_assert_eq!(figures.first().map(|figure| (figure.value, figure.metric.as_str())), Some((value, metric.as_str())));
    }
}
