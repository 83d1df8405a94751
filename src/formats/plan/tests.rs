//! The four plans: read, written back unchanged, and read from their printed texts alone.

use std::collections::HashMap;

use proptest::prelude::*;

use super::record::{Fault, What};
use super::*;
use crate::domain::plan::printed::decimal;
use crate::domain::reason::says_something;
use crate::domain::text::runs_in_a_spreadsheet;
use crate::formats::spreadsheet;

const CSV: &[u8] = include_bytes!("../../../config/demo/plans/indicators.csv");
const JSON: &[u8] = include_bytes!("../../../config/demo/plans/indicators.json");

type Sheet = Vec<HashMap<String, String>>;

fn sheet(bytes: &[u8]) -> Sheet {
    let mut reader = csv::Reader::from_reader(bytes);
    let mut rows: Sheet = reader.deserialize().map(Result::unwrap).collect();
    for cell in rows.iter_mut().flat_map(HashMap::values_mut) {
        assert!(!runs_in_a_spreadsheet(cell), "{cell}");
        *cell = spreadsheet::unguarded(cell).to_owned();
    }
    rows
}

fn bytes(names: &[&str], rows: &[Vec<&str>]) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(names).unwrap();
    for row in rows {
        writer.write_record(row).unwrap();
    }
    writer.into_inner().unwrap()
}

/// Tells the first line that differs instead of two files.
fn same_lines(written: &[u8], original: &[u8]) {
    for (line, (one, other)) in (1..).zip(
        written
            .split(|b| *b == b'\n')
            .zip(original.split(|b| *b == b'\n')),
    ) {
        assert_eq!(
            String::from_utf8_lossy(one),
            String::from_utf8_lossy(other),
            "line {line}"
        );
    }
    assert_eq!(written.len(), original.len());
}

#[test]
fn the_four_plans_are_written_back_byte_for_byte() {
    let from_csv = read(CSV, Form::Csv).unwrap();
    let from_json = read(JSON, Form::Json).unwrap();
    assert_eq!(from_csv.len(), 5, "砂川市 has its plan and its strategy");
    assert_eq!(
        from_csv
            .iter()
            .map(|plan| plan.rows().count())
            .sum::<usize>(),
        115
    );
    same_lines(&write(&from_csv, Form::Csv), CSV);
    same_lines(&write(&from_json, Form::Csv), CSV);
    same_lines(&write(&from_json, Form::Json), JSON);
}

/// What staff says and no text prints: the operator of a bare number, the parts' operators, maintenance and its side.
fn said_by_staff(row: &HashMap<String, String>, target: &str) -> bool {
    row.get(&format!("{target}_explicit"))
        .is_some_and(|explicit| explicit == "False")
}

/// Only the texts as printed, and what a row is called.
const PRINTED: [&str; 14] = [
    "row_id",
    "municipality",
    "plan_name",
    "version",
    "indicator_name_raw",
    "explanation_raw",
    "baseline_raw",
    "baseline_year_raw",
    "target1_label",
    "target1_raw",
    "target1_year_raw",
    "target2_label",
    "target2_raw",
    "target2_year_raw",
];

/// What a typed column has to be when only the print was read.
fn expected(said: &HashMap<String, String>, column: &str) -> Option<String> {
    let text = said[column].clone();
    let Some((target, name)) = column
        .split_once('_')
        .filter(|(t, _)| t.starts_with("target"))
    else {
        let typed = [
            "value",
            "year",
            "kind",
            "period",
            "components",
            "text",
            "missing",
        ];
        return column
            .strip_prefix("baseline_")
            .filter(|name| typed.contains(name))
            .map(|_| text);
    };
    let staff = said_by_staff(said, target);
    match name {
        "type" if staff => Some("number".to_owned()),
        "bound" if staff => Some(String::new()),
        "components" => {
            let operators = [", \"type\": \"at_least\"", ", \"type\": \"at_most\""];
            Some(
                operators
                    .iter()
                    .fold(text, |text, operator| text.replace(operator, "")),
            )
        }
        "note" => None,
        _ => Some(text),
    }
}

#[test]
fn the_printed_texts_give_the_typed_columns_of_all_115_rows() {
    let typed = sheet(CSV);
    let rows: Vec<Vec<&str>> = typed
        .iter()
        .map(|row| PRINTED.map(|name| row[name].as_str()).to_vec())
        .collect();
    let plans = read(&bytes(&PRINTED, &rows), Form::Csv).unwrap();
    let parsed = sheet(&write(&plans, Form::Csv));
    assert_eq!(parsed.len(), 115);
    let mut compared = 0;
    for (row, said) in parsed.iter().zip(&typed) {
        for (column, found) in row {
            let Some(expected) = expected(said, column) else {
                continue;
            };
            let same = *found == expected
                || decimal(found).is_some_and(|value| Some(value) == decimal(&expected));
            assert!(
                same,
                "{} {column}: {found:?}, expected {expected:?}",
                said["row_id"]
            );
            compared += 1;
        }
    }
    assert_eq!(
        compared,
        115 * (7 + 2 * 14),
        "seven columns of the baseline, fourteen of each target"
    );
    let bare = typed
        .iter()
        .flat_map(|row| ["target1", "target2"].map(|target| said_by_staff(row, target)));
    assert_eq!(
        bare.filter(|bare| *bare).count(),
        111,
        "numbers whose operator only staff can say"
    );
}

#[test]
fn a_bom_and_unix_line_ends_change_nothing() {
    let plain = String::from_utf8(CSV.to_vec())
        .unwrap()
        .replace("\r\n", "\n");
    let with_bom = format!("\u{feff}{plain}");
    assert!(read(with_bom.as_bytes(), Form::Csv) == read(CSV, Form::Csv));
}

const HEAD: [&str; 6] = [
    "row_id",
    "municipality",
    "plan_name",
    "indicator_name_raw",
    "target1_raw",
    "target1_type",
];

fn faults(bytes: &[u8], form: Form) -> Vec<Fault> {
    read(bytes, form).unwrap_err()
}

#[test]
fn every_fault_is_told_at_once_with_its_place() {
    let rows = [
        vec!["A-1", "町", "計画", "率", "5", "at_least"],
        vec!["A 2", "町", "", "率", "5", "upwards"],
        vec!["A-1", "町", "計画", "率", "↗", "increase"],
    ];
    let found = faults(&bytes(&HEAD, &rows), Form::Csv);
    let places: Vec<_> = found
        .iter()
        .map(|fault| (fault.line, fault.column, fault.path.as_str()))
        .collect();
    assert_eq!(
        places,
        [
            (2, 1, "target1_value"),
            (3, 1, "row_id"),
            (3, 3, "plan_name"),
            (3, 6, "target1_type"),
            (4, 1, "row_id"),
        ]
    );
    assert_eq!(found[4].what, What::Twice { first: 2 });
}

#[test]
fn a_heading_with_unknown_or_missing_columns_is_refused() {
    let found = faults(
        &bytes(
            &["row_id", "municipality", "plan_name", "colour", "row_id"],
            &[],
        ),
        Form::Csv,
    );
    let told: Vec<_> = found
        .iter()
        .map(|fault| (fault.path.as_str(), fault.what.clone()))
        .collect();
    assert_eq!(
        told,
        [
            ("indicator_name_raw", What::Missing),
            ("colour", What::Unknown),
            ("row_id", What::Doubled),
        ]
    );
}

#[test]
fn bytes_that_are_no_text_are_refused_with_their_line() {
    let mut cp932 = b"row_id\r\n".to_vec();
    cp932.extend(b"\x8d\x4c\x92\xae");
    assert_eq!(
        faults(&cp932, Form::Csv),
        [Fault {
            line: 2,
            column: 1,
            path: String::new(),
            what: What::NotUtf8
        }]
    );
    for hidden in ["a\0b", "a\u{7}b", "a\u{85}b", "a\tb"] {
        let found = faults(format!("row_id\n\n{hidden}\n").as_bytes(), Form::Csv);
        assert_eq!((found[0].line, found[0].column), (3, 2), "{hidden:?}");
        assert!(matches!(found[0].what, What::Control(_)));
    }
    assert_eq!(
        faults(b"", Form::Csv).len(),
        4,
        "every required column is missing"
    );
}

#[test]
fn a_broken_document_is_refused_with_its_place() {
    for (text, line, column) in [
        ("{\n \"meta\": {},\n \"indicators\": [}", 3, 17),
        ("[]", 1, 1),
        ("{\"indicators\": [{\"row_id\": 1e5}]}", 1, 31),
        ("{\"indicators\": [], \"indicators\": []}", 1, 32),
        ("{\"indicators\": [\"\\ud800\"]}", 1, 25),
        ("", 1, 1),
    ] {
        let found = faults(text.as_bytes(), Form::Json);
        assert_eq!(
            (found[0].line, found[0].column),
            (line, column),
            "{text}: {}",
            found[0]
        );
    }
    let deep = "[".repeat(100_000);
    assert_eq!(
        faults(deep.as_bytes(), Form::Json)[0].what,
        What::Json("too deep")
    );
    let unknown = faults(
        b"{\"indicators\": [{\"baseline\": {\"n\": [{}]}, \"colour\": 1}]}",
        Form::Json,
    );
    assert!(
        unknown
            .iter()
            .any(|fault| fault.path == "indicators[0].baseline.n" && fault.what == What::Unknown)
    );
    assert!(
        unknown
            .iter()
            .any(|fault| fault.path == "indicators[0].colour")
    );
    assert!(
        unknown
            .iter()
            .any(|fault| fault.path == "row_id" && fault.what == What::Missing)
    );
}

#[test]
fn decimals_are_never_floats() {
    let rows = [vec![
        "A-1",
        "町",
        "計画",
        "率",
        "0.1000000000000000000000000001",
        "",
    ]];
    let plans = read(&bytes(&HEAD, &rows), Form::Csv).unwrap();
    let written = sheet(&write(&plans, Form::Csv));
    assert_eq!(
        written[0]["target1_value"],
        "0.1000000000000000000000000001"
    );
}

proptest! {
    #[test]
    fn no_bytes_make_the_reader_panic(noise in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = read(&noise, Form::Csv);
        let _ = read(&noise, Form::Json);
    }

    #[test]
    fn the_printed_texts_of_any_row_survive(name in "[^\\p{C}]{1,20}", raw in "[^\\p{C}]{0,20}", year in "[^\\p{C}]{0,10}") {
        prop_assume!(says_something(&name));
        let mut head = HEAD.to_vec();
        head.push("target1_year_raw");
        let mut cells = ["A-1", "町", "計画", &name, &raw, "", &year].map(str::to_owned);
        cells.iter_mut().for_each(spreadsheet::guard);
        let rows = [cells.iter().map(String::as_str).collect()];
        let plans = read(&bytes(&head, &rows), Form::Csv).unwrap();
        let written = sheet(&write(&plans, Form::Csv));
        prop_assert_eq!(&written[0]["indicator_name_raw"], &name);
        prop_assert_eq!(written[0].get("target1_raw").map(String::as_str).unwrap_or_default(), raw);
        prop_assert_eq!(&written[0]["target1_year_raw"], &year);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn a_damaged_file_is_read_or_refused(at in 0..234_000_usize, byte in any::<u8>()) {
        let mut damaged = JSON.to_vec();
        damaged[at] = byte;
        if let Ok(plans) = read(&damaged, Form::Json) {
            let written = write(&plans, Form::Json);
            let again = read(&written, Form::Json).map(|plans| write(&plans, Form::Json));
            prop_assert!(again == Ok(written), "not stable at {at}");
        }
    }
}
