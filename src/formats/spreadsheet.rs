//! CSV as Japanese offices open it: UTF-8 with a byte order mark, CRLF, and no cell that a spreadsheet would run.

use csv::{ReaderBuilder, Terminator, WriterBuilder};
use serde::Serialize;

use crate::domain::text::runs_in_a_spreadsheet;

/// Says that a file is UTF-8.
const MARK: &str = "\u{feff}";

/// A text a spreadsheet would run as a formula is kept from it by an apostrophe. So is one that looks like such a text
/// already, so that every text can be told again.
pub fn guard(text: &mut String) {
    if runs_in_a_spreadsheet(text.trim_start_matches('\'')) {
        text.insert(0, '\'');
    }
}

/// A cell without the apostrophe of [`guard`].
#[must_use]
pub fn unguarded(cell: &str) -> &str {
    let guarded = runs_in_a_spreadsheet(cell.trim_start_matches('\''));
    let text = cell.strip_prefix('\'').filter(|_| guarded);
    text.unwrap_or(cell)
}

/// A file of figures, its first line from the names of the fields. Every cell is guarded but numbers, which run nothing.
///
/// # Errors
/// When a row is no record of simple values: a fault of the program.
pub fn figures<R: Serialize>(rows: impl IntoIterator<Item = R>) -> csv::Result<Vec<u8>> {
    let mut plain = csv::Writer::from_writer(Vec::new());
    for row in rows {
        plain.serialize(row)?;
    }
    let plain = plain.into_inner().map_err(|error| error.into_error())?;
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .from_reader(plain.as_slice());
    let mut writer = WriterBuilder::new()
        .terminator(Terminator::CRLF)
        .from_writer(MARK.as_bytes().to_vec());
    for row in reader.records() {
        writer.write_record(row?.iter().map(figure))?;
    }
    Ok(writer.into_inner().map_err(|error| error.into_error())?)
}

fn figure(cell: &str) -> String {
    let mut cell = cell.to_owned();
    if cell.parse::<rust_decimal::Decimal>().is_err() {
        guard(&mut cell);
    }
    cell
}

/// A file with a first line; every cell is guarded.
#[must_use]
pub fn csv<const WIDTH: usize>(
    header: [&str; WIDTH],
    rows: impl IntoIterator<Item = [String; WIDTH]>,
) -> Vec<u8> {
    let mut file = MARK.to_owned();
    let mut line = |cells: [String; WIDTH]| {
        let cells: Vec<String> = cells.iter().map(|cell| quoted(cell)).collect();
        file += &cells.join(",");
        file += "\r\n";
    };
    line(header.map(str::to_owned));
    for mut row in rows {
        row.iter_mut().for_each(guard);
        line(row);
    }
    file.into_bytes()
}

fn quoted(cell: &str) -> String {
    if cell.contains(['"', ',', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A text as somebody types it who knows spreadsheets.
    fn cell() -> impl Strategy<Value = String> {
        let sly = "[ \\t\u{a0}\u{3000}\u{200b}\u{feff}]{0,2}[=+@＝＋－＠-]{1,2}[0-9A-Z!|()']{0,6}";
        prop_oneof![".{0,12}", sly]
    }

    fn rows(file: &[u8]) -> Vec<csv::StringRecord> {
        let text = file.strip_prefix(MARK.as_bytes()).unwrap();
        let mut reader = ::csv::Reader::from_reader(text);
        reader.records().map(Result::unwrap).collect()
    }

    #[derive(Serialize)]
    struct Figure {
        label: String,
        note: Option<String>,
        value: Option<String>,
        n: u64,
    }

    proptest! {
        /// Nothing in a file of figures runs, and numbers stay numbers.
        #[test]
        fn figures_run_nothing(label in cell(), note in cell(), tenths in -10_000_i64..10_000) {
            let value = rust_decimal::Decimal::new(tenths, 1).to_string();
            let figure = Figure {
                label: label.clone(),
                note: Some(note.clone()),
                value: Some(value.clone()),
                n: 5,
            };
            let read = rows(&figures([figure]).unwrap());
            let cells: Vec<&str> = read[0].iter().collect();
            prop_assert_eq!(&cells[2..], [value.as_str(), "5"]);
            for (cell, text) in cells.iter().zip([&label, &note]) {
                prop_assert!(!runs_in_a_spreadsheet(cell) || cell.parse::<rust_decimal::Decimal>().is_ok());
                prop_assert_eq!(unguarded(cell), text);
            }
        }

        /// What is written is read back, but for the apostrophe before what would run.
        #[test]
        fn a_cell_comes_back_as_it_was(cells in proptest::array::uniform2(cell())) {
            let file = csv(["a", "b"], [cells.clone()]);
            let record = &rows(&file)[0];
            for (read, mut cell) in record.iter().zip(cells) {
                guard(&mut cell);
                prop_assert_eq!(read, cell.as_str());
                prop_assert!(!runs_in_a_spreadsheet(read));
            }
        }
    }
}
