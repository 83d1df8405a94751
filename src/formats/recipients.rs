//! Lists of recipients: CSV in, the list for the mail merge and for reminders out.
//!
//! The columns are `code`, `name` and `email`, at least one of them, in any order; others are refused, so that nothing
//! comes into the database that nobody needs there.

use std::collections::HashMap;

use csv::StringRecord;

use super::spreadsheet;
use crate::domain::recipient::{self, MOST, Recipient};
use crate::domain::token::Key;

/// What may be known of a recipient.
const COLUMNS: [&str; 3] = ["code", "name", "email"];

/// What is wrong with a file of recipients.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Saved as something else.
    #[error("UTF-8 text expected (not CP932 or Shift_JIS)")]
    NotUtf8,
    /// The first line.
    #[error(
        "line 1: the columns are code, name and email, at least one of them, each once; not {0}"
    )]
    Columns(String),
    /// Nobody is in it.
    #[error("there is nobody in this file")]
    Empty,
    /// More than one survey may have.
    #[error("at most {MOST} recipients")]
    TooMany,
    /// Fields that belong to no column.
    #[error("line {0}: more fields than the first line has")]
    Fields(u64),
    /// A recipient.
    #[error("line {0}: {1}")]
    Recipient(u64, recipient::Fault),
    /// Two of them are one.
    #[error("line {0}: {1} {2} stands in line {3} already")]
    Twice(u64, &'static str, String, u64),
    /// A quotation mark that is not closed, and the like.
    #[error("{0}")]
    Unreadable(String),
}

/// Reads a file.
///
/// # Errors
/// Every fault with its line.
pub fn read(bytes: &[u8]) -> Result<Vec<Recipient>, Vec<Fault>> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if std::str::from_utf8(bytes).is_err() {
        return Err(vec![Fault::NotUtf8]);
    }
    let mut records = csv::ReaderBuilder::new()
        .flexible(true)
        .has_headers(false)
        .from_reader(bytes);
    let mut lines = Lines {
        bytes,
        at: 0,
        line: 1,
    };
    let mut reading = Reading::default();
    let mut record = StringRecord::new();
    loop {
        match records.read_record(&mut record) {
            Ok(false) => break,
            Ok(true) => {
                let line = lines.of(record.position().map_or(0, csv::Position::byte));
                reading.record(line, &record);
            }
            Err(error) => {
                reading.faults.push(Fault::Unreadable(error.to_string()));
                break;
            }
        }
    }
    reading.finish()
}

/// Counts lines from the beginning on; the CSV reader's own count is one too low after CRLF.
struct Lines<'b> {
    bytes: &'b [u8],
    at: usize,
    line: u64,
}

impl Lines<'_> {
    /// The line a record that begins at this byte, or at the line ends there, stands on.
    fn of(&mut self, byte: u64) -> u64 {
        let start = usize::try_from(byte).unwrap_or(usize::MAX);
        let rest = self.bytes.get(start..).unwrap_or_default();
        let breaks = rest
            .iter()
            .take_while(|b| matches!(b, b'\r' | b'\n'))
            .count();
        let passed = self.bytes.get(self.at..start + breaks).unwrap_or_default();
        let ends = passed.iter().filter(|b| **b == b'\n').count();
        (self.at, self.line) = (start + breaks, self.line + u64::try_from(ends).unwrap_or(0));
        self.line
    }
}

#[derive(Default)]
struct Reading {
    /// Where each of the three columns is; none before the first line.
    places: Option<[Option<usize>; 3]>,
    recipients: Vec<Recipient>,
    seen: HashMap<(&'static str, String), u64>,
    faults: Vec<Fault>,
}

impl Reading {
    fn record(&mut self, line: u64, record: &StringRecord) {
        // Excel leaves rows of commas behind.
        if record.iter().all(|field| field.trim().is_empty()) {
            return;
        }
        let Some(places) = self.places else {
            self.header(record);
            return;
        };
        let field = |at: Option<usize>| at.and_then(|at| record.get(at)).unwrap_or_default();
        let known = |at: usize| places.contains(&Some(at));
        if record
            .iter()
            .enumerate()
            .any(|(at, field)| !known(at) && !field.trim().is_empty())
        {
            self.faults.push(Fault::Fields(line));
        }
        match Recipient::parse(places.map(field)) {
            Ok(recipient) => self.add(line, recipient),
            Err(found) => {
                let found = found.into_iter().map(|fault| Fault::Recipient(line, fault));
                self.faults.extend(found);
            }
        }
    }

    fn header(&mut self, record: &StringRecord) {
        let names: Vec<&str> = record.iter().map(str::trim).collect();
        let named = names.iter().filter(|name| !name.is_empty()).count();
        let places = COLUMNS.map(|column| names.iter().position(|name| *name == column));
        if places.iter().flatten().count() != named || named == 0 {
            self.faults.push(Fault::Columns(names.join(", ")));
        }
        self.places = Some(places);
    }

    fn add(&mut self, line: u64, recipient: Recipient) {
        for mark in recipient.marks() {
            match self.seen.get(&mark) {
                Some(first) => self.faults.push(Fault::Twice(line, mark.0, mark.1, *first)),
                None => {
                    self.seen.insert(mark, line);
                }
            }
        }
        self.recipients.push(recipient);
    }

    fn finish(mut self) -> Result<Vec<Recipient>, Vec<Fault>> {
        // Under a first line that is none every other fault follows from it.
        if let Some(columns) = self
            .faults
            .iter()
            .find(|fault| matches!(fault, Fault::Columns(_)))
        {
            return Err(vec![columns.clone()]);
        }
        if self.recipients.len() > MOST {
            self.faults.push(Fault::TooMany);
        }
        if self.recipients.is_empty() && self.faults.is_empty() {
            self.faults.push(Fault::Empty);
        }
        if self.faults.is_empty() {
            Ok(self.recipients)
        } else {
            Err(self.faults)
        }
    }
}

/// The list for the mail merge: each recipient with their key. The only place where a key stands beside a name.
#[must_use]
pub fn with_keys(recipients: &[(Recipient, Key)]) -> Vec<u8> {
    let rows = recipients.iter().map(|(recipient, key)| {
        let [code, name, email] = fields(recipient);
        [code, name, email, key.to_string()]
    });
    spreadsheet::csv(["code", "name", "email", "key"], rows)
}

/// The list for a reminder.
#[must_use]
pub fn list(recipients: &[Recipient]) -> Vec<u8> {
    spreadsheet::csv(COLUMNS, recipients.iter().map(fields))
}

fn fields(recipient: &Recipient) -> [String; 3] {
    [&recipient.code, &recipient.name, &recipient.email]
        .map(|field| field.clone().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_whatever_wrote_it() {
        for file in [
            "code,name,email\n0012,山田,taro@town.example\n0013,,\n",
            "\u{feff}code,name,email,\r\n0012, 山田 ,taro@town.example,\r\n0013,,,\r\n,,,\r\n",
            "email,code,name\ntaro@town.example,\"0012\",山田\n,0013,\n",
        ] {
            let read = read(file.as_bytes()).unwrap();
            let codes: Vec<_> = read.iter().map(|r| r.code.as_deref().unwrap()).collect();
            assert_eq!(codes, ["0012", "0013"], "{file}");
            assert_eq!(read[0].email.as_deref(), Some("taro@town.example"));
        }
    }

    #[test]
    fn every_fault_is_told_with_its_line() {
        let file = "code,email\r\n1,a@b.example\r\n1,A@B.example\r\n\"x\r\ny\",\r\n,\r\n2,nobody\r\n3,,extra\r\n";
        let faults = read(file.as_bytes()).unwrap_err();
        let said: Vec<String> = faults.iter().map(ToString::to_string).collect();
        assert_eq!(
            said,
            [
                "line 3: code 1 stands in line 2 already",
                "line 3: email a@b.example stands in line 2 already",
                "line 4: code: control characters",
                "line 7: email: this is no e-mail address",
                "line 8: more fields than the first line has",
            ]
        );
        let first = |file: &[u8]| read(file).unwrap_err()[0].to_string();
        assert!(first(b"code,sex\n1,2\n").contains("not code, sex"));
        assert!(first(b"code,code\n1,2\n").contains("each once"));
        assert!(first(b"1,2\n").contains("columns"));
        assert_eq!(first(b""), "there is nobody in this file");
        assert_eq!(first(b"code\n"), "there is nobody in this file");
        assert!(first(b"code\n\x92\x6a\n").contains("UTF-8"));
    }

    #[test]
    fn a_list_runs_nothing_in_a_spreadsheet() {
        let recipient = Recipient::parse(["=1+1", "-2", "+a@b.example"]).unwrap();
        let text = String::from_utf8(list(&[recipient])).unwrap();
        assert_eq!(
            text,
            "\u{feff}code,name,email\r\n'=1+1,'-2,'+a@b.example\r\n"
        );
    }
}
