//! The CSV form: bytes of a sheet ⇄ flat rows.

use csv::{ByteRecord, ReaderBuilder, Terminator, WriterBuilder};

use super::record::{Fault, Record, What};
use super::{cells, columns};
use crate::domain::plan::Plan;
use crate::formats::lines::Lines;
use crate::formats::spreadsheet;

const REQUIRED: [&str; 4] = ["row_id", "municipality", "plan_name", "indicator_name_raw"];

/// Reads the rows of a sheet.
pub(super) fn read(text: &str, faults: &mut Vec<Fault>) -> Vec<Record> {
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut rows = reader.byte_records().filter_map(Result::ok);
    let names: Vec<String> = rows.next().map(|row| texts(&row)).unwrap_or_default();
    head(&names, faults);
    let mut records = Vec::new();
    let mut lines = Lines::of(text);
    for row in rows {
        let line = lines.at(row.position().map_or(0, csv::Position::byte));
        let texts = texts(&row);
        if texts.len() != names.len() {
            let what = What::Cells {
                found: texts.len(),
                expected: names.len(),
            };
            faults.push(Fault {
                line,
                column: texts.len().min(names.len()) + 1,
                path: String::new(),
                what,
            });
        }
        let mut record = Record::new(line);
        for (column, (name, text)) in (1..).zip(names.iter().zip(&texts)) {
            record.put(name, text, line, column, name.clone());
        }
        records.push(record);
    }
    records
}

/// The text was checked to be UTF-8, and a cell boundary never cuts a character.
fn texts(row: &ByteRecord) -> Vec<String> {
    row.iter()
        .map(|cell| spreadsheet::unguarded(&String::from_utf8_lossy(cell)).to_owned())
        .collect()
}

fn head(names: &[String], faults: &mut Vec<Fault>) {
    for (column, name) in (1..).zip(names) {
        let fault = |what| Fault {
            line: 1,
            column,
            path: name.clone(),
            what,
        };
        if !columns::known(name) {
            faults.push(fault(What::Unknown));
        }
        if names.iter().take(column - 1).any(|other| other == name) {
            faults.push(fault(What::Doubled));
        }
    }
    for name in REQUIRED {
        if !names.iter().any(|other| other == name) {
            faults.push(Fault {
                line: 1,
                column: 1,
                path: name.to_owned(),
                what: What::Missing,
            });
        }
    }
}

/// Writes plans as a sheet: UTF-8, CRLF.
pub(super) fn write(plans: &[Plan]) -> Vec<u8> {
    let rows: Vec<cells::Cells> = plans.iter().flat_map(cells::of_plan).collect();
    let names = columns::heading(rows.iter().map(|row| row.targets()).max().unwrap_or(0));
    let mut writer = WriterBuilder::new()
        .terminator(Terminator::CRLF)
        .from_writer(Vec::new());
    let body = rows
        .iter()
        .map(|row| names.iter().map(|name| cell(row, name)).collect::<Vec<_>>());
    let head = std::iter::once(names.clone());
    for row in head.chain(body) {
        // Writing to memory has no way to fail: all rows have the heading's length.
        if writer.write_record(row).is_err() {
            break;
        }
    }
    writer.into_inner().unwrap_or_default()
}

/// As printed, but for what a spreadsheet would run.
fn cell(row: &cells::Cells, name: &str) -> String {
    let mut cell = row.get(name).to_owned();
    spreadsheet::guard(&mut cell);
    cell
}
