//! The records of a CSV file as spreadsheets write them: with a byte order mark, with commas behind the last column, with
//! rows in which nothing stands.

use csv::{ReaderBuilder, StringRecord};

use super::fault::{Faults, Problem};
use super::lines::{Lines, unreadable};

/// A CSV file being read from its first record to its last.
pub(super) struct Table<'b> {
    file: &'static str,
    reader: csv::Reader<&'b [u8]>,
    lines: Lines<'b>,
}

/// One record in which something stands.
#[derive(Debug, Clone, Default)]
pub(super) struct Row {
    record: StringRecord,
    /// The line it starts on.
    pub line: Option<u64>,
}

impl<'b> Table<'b> {
    /// Opens a file; a fault where it is not UTF-8 at all.
    pub(super) fn open(file: &'static str, bytes: &'b [u8], faults: &Faults) -> Option<Self> {
        if matches!(bytes, [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..]) {
            let problem = "UTF-8 text (not UTF-16, which Excel calls “Unicode text”)";
            faults.add(file, None, "", Problem::Expected(problem));
            return None;
        }
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let mut reader = ReaderBuilder::new();
        let reader = reader.flexible(true).has_headers(false).from_reader(bytes);
        let lines = Lines::new(bytes);
        Some(Self {
            file,
            reader,
            lines,
        })
    }

    /// The next row in which something stands. Unreadable ones are faults.
    pub(super) fn next(&mut self, faults: &Faults) -> Option<Row> {
        let mut record = StringRecord::new();
        loop {
            match self.reader.read_record(&mut record) {
                Ok(false) => return None,
                Ok(true) if record.iter().all(|field| field.trim().is_empty()) => {}
                Ok(true) => {
                    let line = self.lines.at(record.position());
                    return Some(Row { record, line });
                }
                Err(error) => {
                    let line = self.lines.at(error.position());
                    faults.add(self.file, line, "", unreadable(&error));
                    if error.is_io_error() {
                        return None;
                    }
                }
            }
        }
    }
}

impl Row {
    /// A field without the blanks around it; empty where there is none.
    pub(super) fn field(&self, at: usize) -> &str {
        self.record.get(at).unwrap_or_default().trim()
    }

    /// Its fields without the blanks around them and without those behind the last that holds something.
    pub(super) fn fields(&self) -> Vec<&str> {
        (0..self.filled()).map(|at| self.field(at)).collect()
    }

    /// Number of fields, empty ones included.
    pub(super) fn len(&self) -> usize {
        self.record.len()
    }

    /// Number of fields up to the last that holds something.
    pub(super) fn filled(&self) -> usize {
        let last = (0..self.len()).rev().find(|at| !self.field(*at).is_empty());
        last.map_or(0, |at| at + 1)
    }
}
