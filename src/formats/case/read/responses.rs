//! responses.csv and text_tokens.json: the sheets and their answers.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use csv::StringRecord;

use super::instant;
use crate::domain::statistics::columns::{Columns, clean_row};
use crate::domain::statistics::intake::{Arrival, Exclusion, Mode, Rules, Sheet, decide};
use crate::domain::statistics::item::{Accepts, Answer, Cleaned, Item};
use crate::formats::case::fault::{Faults, Problem};
use crate::formats::case::json::{self, Node};
use crate::formats::case::lines::{line, unreadable};

const FILE: &str = "responses.csv";

/// The rows of the file, and the columns of the valid ones.
#[derive(Debug, Default)]
pub(super) struct Answers {
    pub sheets: Vec<Sheet>,
    pub decided: Vec<Option<Exclusion>>,
    pub valid: Vec<usize>,
    pub columns: Columns,
    pub completeness: Vec<(u64, u64)>,
}

pub(super) fn read(bytes: &[u8], items: &[Item], rules: &Rules, faults: &Faults) -> Answers {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
    let header = match reader.headers() {
        Ok(header) => Header::of(bytes, header, items, faults),
        Err(error) => {
            faults.add(FILE, Some(1), "", unreadable(&error));
            return Answers::default();
        }
    };
    let mut rows: Vec<Vec<Cleaned>> = Vec::new();
    let (mut sheets, mut seen) = (Vec::new(), BTreeSet::new());
    for record in reader.records() {
        match record {
            Ok(record) => {
                let mut answers = Vec::with_capacity(items.len());
                clean_row(items, header.answers(&record), &mut answers);
                let sheet = header.sheet(&record, items, &answers, faults);
                if !seen.insert(sheet.id.clone()) {
                    let line = line(bytes, record.position());
                    let twice = Problem::Duplicate(sheet.id.clone());
                    faults.add(FILE, line, "response_id", twice);
                }
                sheets.push(sheet);
                rows.push(answers);
            }
            Err(error) => {
                let line = line(bytes, error.position());
                faults.add(FILE, line, "", unreadable(&error));
            }
        }
    }
    assemble(sheets, &rows, items, rules)
}

fn assemble(sheets: Vec<Sheet>, rows: &[Vec<Cleaned>], items: &[Item], rules: &Rules) -> Answers {
    let decided = decide(&sheets, rules);
    let mut columns = Columns::new(items);
    let (mut valid, mut completeness) = (Vec::new(), Vec::new());
    for (at, row) in rows.iter().enumerate() {
        if decided.get(at) == Some(&None) {
            columns.push(row);
            valid.push(at);
            completeness.push(answered_of_applicable(items, row));
        }
    }
    Answers {
        sheets,
        decided,
        valid,
        columns,
        completeness,
    }
}

/// Answered and applicable non-text items (M-6).
fn answered_of_applicable(items: &[Item], row: &[Cleaned]) -> (u64, u64) {
    let asked = items
        .iter()
        .zip(row)
        .filter(|(item, _)| item.accepts != Accepts::Text)
        .filter(|(_, cleaned)| cleaned.answer != Answer::NotApplicable);
    asked.fold((0, 0), |(answered, asked), (_, cleaned)| {
        (
            answered + u64::from(cleaned.answer.is_answered()),
            asked + 1,
        )
    })
}

/// Where each column is.
struct Header<'f> {
    bytes: &'f [u8],
    width: usize,
    id: Option<usize>,
    key: Option<usize>,
    mode: Option<usize>,
    received: Option<usize>,
    duration: Option<usize>,
    items: Vec<Option<usize>>,
}

impl<'f> Header<'f> {
    fn of(bytes: &'f [u8], header: &StringRecord, items: &[Item], faults: &Faults) -> Header<'f> {
        let mut places: BTreeMap<&str, usize> = BTreeMap::new();
        for (at, name) in header.iter().map(str::trim).enumerate() {
            if places.insert(name, at).is_some() {
                faults.add(FILE, Some(1), name, Problem::Duplicate(name.to_owned()));
            }
        }
        let optional = |name: &str| places.get(name).copied();
        let required = |name: &str| {
            let place = optional(name);
            if place.is_none() {
                faults.add(FILE, Some(1), name, Problem::Missing);
            }
            place
        };
        Header {
            bytes,
            width: header.len(),
            id: required("response_id"),
            key: optional("sample_id"),
            mode: required("mode"),
            received: optional("received_at"),
            duration: optional("duration_sec"),
            items: items.iter().map(|item| required(&item.id)).collect(),
        }
    }

    fn answers<'a>(&'a self, record: &'a StringRecord) -> impl Iterator<Item = &'a str> {
        self.items.iter().map(|place| field(record, *place))
    }

    fn sheet(
        &self,
        record: &StringRecord,
        items: &[Item],
        answers: &[Cleaned],
        faults: &Faults,
    ) -> Sheet {
        let fault = |column: &str, problem| {
            faults.add(FILE, line(self.bytes, record.position()), column, problem);
        };
        if record.len() != self.width {
            fault(
                "",
                Problem::Refused("the line has another number of fields than the header"),
            );
        }
        let id = field(record, self.id);
        if id.is_empty() {
            fault("response_id", Problem::Missing);
        }
        let mode = match field(record, self.mode) {
            "web" => Mode::Web,
            "paper" => Mode::Paper,
            other => {
                fault("mode", Problem::Unknown(other.to_owned()));
                Mode::Paper
            }
        };
        let key = field(record, self.key);
        let is_answered = |(_, cleaned): &(&Item, &Cleaned)| cleaned.answer.is_answered();
        let answered = || items.iter().zip(answers).filter(is_answered);
        Sheet {
            id: id.to_owned(),
            key: (!key.is_empty()).then(|| key.to_owned()),
            received: arrival(field(record, self.received), &fault),
            duration: duration(field(record, self.duration), &fault).filter(|_| mode == Mode::Web),
            mode,
            opinions: count(answered().filter(|(item, _)| !item.attribute).count()),
            answered: count(answered().count()),
        }
    }
}

fn count(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}

fn field(record: &StringRecord, place: Option<usize>) -> &str {
    place
        .and_then(|at| record.get(at))
        .unwrap_or_default()
        .trim()
}

fn arrival(text: &str, fault: &impl Fn(&str, Problem)) -> Option<Arrival> {
    if text.is_empty() {
        return None;
    }
    let instant = instant(text).map(Arrival::Instant);
    let day = || NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
    let arrival = instant.or_else(|| day().map(Arrival::Day));
    if arrival.is_none() {
        fault(
            "received_at",
            Problem::Expected("an instant with its UTC offset, or a date"),
        );
    }
    arrival
}

fn duration(text: &str, fault: &impl Fn(&str, Problem)) -> Option<f64> {
    if text.is_empty() {
        return None;
    }
    let seconds = text.parse::<f64>().ok().filter(|s| (0.0..=1e9).contains(s));
    if seconds.is_none() {
        fault("duration_sec", Problem::Expected("seconds"));
    }
    seconds
}

/// Tokens of the valid responses.
pub(super) fn tokens(bytes: &[u8], answers: &Answers, faults: &Faults) -> Option<Vec<Vec<String>>> {
    let value = json::parse("text_tokens.json", bytes, faults)?;
    let all: BTreeSet<&str> = answers.sheets.iter().map(|s| s.id.as_str()).collect();
    let valid: BTreeSet<&str> = answers
        .valid
        .iter()
        .filter_map(|at| answers.sheets.get(*at))
        .map(|sheet| sheet.id.as_str())
        .collect();
    let mut found = Vec::new();
    for node in Node::root("text_tokens.json", &value, faults).maybe_list() {
        let id = node.get("response_id");
        // Without any sheet (an unreadable file, say) every line here would be a fault of its own.
        if !all.is_empty() && !all.contains(id.text()) {
            id.fault(Problem::Unknown(id.text().to_owned()));
        }
        let words: Vec<String> = node
            .get("tokens")
            .list()
            .iter()
            .map(|token| token.text().to_owned())
            .collect();
        if valid.contains(id.text()) {
            found.push(words);
        }
    }
    Some(found)
}
