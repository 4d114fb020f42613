//! Files of customers as spreadsheets write them, and what is wrong with others.

use proptest::prelude::*;

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn taken(file: &str) -> Result<Vec<Customer>, Vec<String>> {
    let read = read(file.as_bytes(), day("2026-03-06"));
    read.map_err(|faults| faults.iter().map(ToString::to_string).collect())
}

#[test]
fn customers_are_taken_in_any_order_of_columns_and_in_both_languages() {
    let english = "\u{FEFF}Signed,customer,zone,note,contact,product\r\n\
                   2026-03-01,Delta,Asia/Shanghai,\"likes, short mails\",Ms Wang,pumps\r\n\r\n2026/3/2,'=Evil,,,,\r\n";
    let found = taken(english).expect("taken");
    let first = Customer {
        line: 2,
        customer: "Delta".into(),
        signed: day("2026-03-01"),
        contact: "Ms Wang".into(),
        product: "pumps".into(),
        note: "likes, short mails".into(),
        zone: Some(chrono_tz::Asia::Shanghai),
    };
    assert_eq!(found[0], first);
    assert_eq!((found[1].line, found[1].customer.as_str(), found[1].zone), (4, "=Evil", None));
    let chinese = taken("客户;签约日期\n北田食品;2026-3-1\n").expect("taken");
    assert_eq!((chinese[0].customer.as_str(), chinese[0].signed), ("北田食品", day("2026-03-01")));
}

#[test]
fn every_fault_is_told_with_its_line_and_column() {
    let file = "customer,signed,zone\nDelta,soon,Mars\n,2026-03-01,\nBeta,2020-01-01,\n\
                Gamma,2026-03-01,,\n\"Two\nlines\",2026-03-01,\n delta ,2026-03-01,\nEpsilon,2026-03-01,\nepsilon,2026-03-02,\n";
    assert_eq!(
        taken(file).expect_err("faults"),
        [
            "line 2, column 2: `soon` is no date",
            "line 2, column 3: `Mars` is no zone",
            "line 3, column 1: empty",
            "line 4, column 2: 2020-01-01 is too far away",
            "line 5, column 0: 4 cells for 3 columns",
            "line 6, column 1: a control character",
            "line 10, column 1: the same customer as on line 9",
        ]
    );
    let long = format!("customer,signed\n{},2026-03-01\n", "x".repeat(81));
    assert_eq!(taken(&long).expect_err("faults"), ["line 2, column 1: longer than 80 characters"]);
}

#[test]
fn a_file_that_is_none_is_told_as_what_it_is() {
    let faults = |file: &[u8]| read(file, day("2026-03-06")).expect_err("faults").remove(0).wrong;
    assert_eq!(faults(b""), Wrong::NoHeader);
    assert_eq!(faults(b"PK\x03\x04xx"), Wrong::Workbook);
    assert_eq!(faults(b"customer,signed\n\xFF,x"), Wrong::NotUtf8);
    assert_eq!(faults(b"customer,signed\n\n"), Wrong::NoRows);
    assert_eq!(faults(b"customer\nx\n"), Wrong::NoColumn { field: Field::Signed });
    assert_eq!(faults(b"customer,signed,signed"), Wrong::TwoColumns { field: Field::Signed });
    assert_eq!(faults(b"customer,signed,colour"), Wrong::UnknownColumn { found: "colour".into() });
    assert_eq!(faults(&vec![b'x'; MOST_BYTES + 1]), Wrong::TooLarge { most: MOST_BYTES });
    let many: String = (0..=MOST_ROWS).map(|n| format!("c{n},2026-03-01\n")).collect();
    let file = format!("customer,signed\n{many}");
    assert_eq!(faults(file.as_bytes()), Wrong::TooManyRows { most: MOST_ROWS });
}

proptest! {
    #[test]
    fn whatever_is_in_a_file_does_no_harm(bytes in prop::collection::vec(any::<u8>(), 0..200), text in "(customer|signed|zone|[,;\n\"x' ]){0,30}") {
        let _ = read(&bytes, day("2026-03-06"));
        let _ = read(text.as_bytes(), day("2026-03-06"));
    }

    #[test]
    fn what_is_taken_keeps_its_bounds(rows in prop::collection::vec("[^\"]{0,90}", 1..6)) {
        let file: String = rows.iter().map(|name| format!("\"{name}\",2026-03-01\n")).collect();
        if let Ok(found) = read(format!("customer,signed\n{file}").as_bytes(), day("2026-03-06")) {
            for customer in found {
                prop_assert!(!customer.customer.is_empty() && customer.customer.chars().count() <= MOST_NAME);
                prop_assert!(!customer.customer.chars().any(char::is_control));
            }
        }
    }
}
