//! responses.csv and text_tokens.json: the sheets and their answers.

use std::borrow::Cow;
use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::cells::{self, Doubts};
use super::heading::{self, Heading, Source};
use super::instant;
use crate::domain::statistics::columns::{Columns, clean_row};
use crate::domain::statistics::intake::{Arrival, Exclusion, Mode, Rules, Sheet, decide};
use crate::domain::statistics::variable::{Accepts, Answer, Cleaned, Variable};
use crate::formats::case::fault::{Faults, Problem};
use crate::formats::case::json::{self, Node};
use crate::formats::case::table::{Row, Table};

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

pub(super) fn read(
    bytes: &[u8],
    variables: &[Variable],
    rules: &Rules,
    accepted: bool,
    faults: &Faults,
) -> Answers {
    let Some(mut table) = Table::open(FILE, bytes, faults) else {
        return Answers::default();
    };
    let columns = Places::of(&Heading::read(FILE, &mut table, faults), variables, faults);
    let mut rows: Vec<Vec<Cleaned>> = Vec::new();
    let (mut sheets, mut seen) = (Vec::new(), BTreeSet::new());
    let mut doubts: Vec<Doubts> = variables.iter().map(|_| Doubts::default()).collect();
    while let Some(row) = table.next(faults) {
        let cells = columns.cells(&row, variables);
        if sheets.is_empty() && columns.is_heading(&row, variables, &cells) {
            faults.remark(FILE, row.line, "", Problem::Heading);
            continue;
        }
        for ((variable, cell), doubts) in variables.iter().zip(&cells).zip(&mut doubts) {
            doubts.look(variable, cell, row.line);
        }
        let mut answers = Vec::with_capacity(variables.len());
        clean_row(variables, cells.iter().map(AsRef::as_ref), &mut answers);
        let sheet = columns.sheet(&row, variables, &answers, faults);
        if !seen.insert(sheet.id.clone()) {
            let twice = Problem::Duplicate(sheet.id.clone());
            faults.add(FILE, row.line, heading::ID, twice);
        }
        sheets.push(sheet);
        rows.push(answers);
    }
    for (variable, doubts) in variables.iter().zip(&doubts) {
        doubts.tell(FILE, variable, accepted, faults);
    }
    assemble(sheets, &rows, variables, rules)
}

fn assemble(
    sheets: Vec<Sheet>,
    rows: &[Vec<Cleaned>],
    variables: &[Variable],
    rules: &Rules,
) -> Answers {
    let decided = decide(&sheets, rules);
    let mut columns = Columns::new(variables);
    let (mut valid, mut completeness) = (Vec::new(), Vec::new());
    for (at, row) in rows.iter().enumerate() {
        if decided.get(at) == Some(&None) {
            columns.push(row);
            valid.push(at);
            completeness.push(answered_of_applicable(variables, row));
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
fn answered_of_applicable(variables: &[Variable], row: &[Cleaned]) -> (u64, u64) {
    let asked = variables
        .iter()
        .zip(row)
        .filter(|(variable, _)| variable.accepts != Accepts::Text)
        .filter(|(_, cleaned)| cleaned.answer != Answer::NotApplicable);
    asked.fold((0, 0), |(answered, asked), (_, cleaned)| {
        (
            answered + u64::from(cleaned.answer.is_answered()),
            asked + 1,
        )
    })
}

/// Where each column is.
struct Places {
    width: usize,
    id: Option<usize>,
    key: Option<usize>,
    mode: Option<usize>,
    received: Option<usize>,
    duration: Option<usize>,
    variables: Vec<Source>,
}

impl Places {
    fn of(heading: &Heading, variables: &[Variable], faults: &Faults) -> Self {
        Self {
            width: heading.width,
            id: heading.required(heading::ID, faults),
            key: heading.optional("sample_id", faults),
            mode: heading.required("mode", faults),
            received: heading.optional("received_at", faults),
            duration: heading.optional("duration_sec", faults),
            variables: variables
                .iter()
                .map(|variable| heading.source(variable, faults))
                .collect(),
        }
    }

    /// The answers of a row, in the codes of the items where it is plain which are meant.
    fn cells<'r>(&self, row: &'r Row, variables: &[Variable]) -> Vec<Cow<'r, str>> {
        let cells = self.variables.iter().zip(variables);
        cells
            .map(|(source, variable)| match source.cell(row) {
                Cow::Borrowed(cell) => cells::plain(variable, cell),
                Cow::Owned(cell) => Cow::Owned(cells::plain(variable, &cell).into_owned()),
            })
            .collect()
    }

    /// Whether a row below the names holds names too: how it came is none of the words, and no answer is one.
    fn is_heading(&self, row: &Row, variables: &[Variable], cells: &[Cow<'_, str>]) -> bool {
        let closed = variables.iter().zip(cells).filter(|(variable, cell)| {
            !matches!(variable.accepts, Accepts::Text) && !cell.is_empty() && **cell != "*"
        });
        let mut closed = closed.peekable();
        let mode = field(row, self.mode);
        !mode.is_empty()
            && mode_of(mode).is_none()
            && closed.peek().is_some()
            && closed.all(|(variable, cell)| !variable.clean(cell).answer.is_answered())
    }

    fn sheet(
        &self,
        row: &Row,
        variables: &[Variable],
        answers: &[Cleaned],
        faults: &Faults,
    ) -> Sheet {
        let fault = |column: &str, problem| faults.add(FILE, row.line, column, problem);
        if row.len() < self.width || row.filled() > self.width {
            fault(
                "",
                Problem::Refused("the line has another number of fields than the header"),
            );
        }
        let id = field(row, self.id);
        if id.is_empty() {
            fault(heading::ID, Problem::Missing);
        }
        let word = field(row, self.mode);
        let mode = mode_of(word).unwrap_or_else(|| {
            fault("mode", Problem::Unknown(word.to_owned()));
            Mode::Paper
        });
        let key = field(row, self.key);
        let is_answered = |(_, cleaned): &(&Variable, &Cleaned)| cleaned.answer.is_answered();
        let answered = || variables.iter().zip(answers).filter(is_answered);
        Sheet {
            id: id.to_owned(),
            key: (!key.is_empty()).then(|| key.to_owned()),
            received: arrival(field(row, self.received), &fault),
            duration: duration(field(row, self.duration), &fault).filter(|_| mode == Mode::Web),
            mode,
            opinions: count(
                answered()
                    .filter(|(variable, _)| !variable.attribute)
                    .count(),
            ),
            answered: count(answered().count()),
        }
    }
}

fn mode_of(word: &str) -> Option<Mode> {
    match word {
        "web" => Some(Mode::Web),
        "paper" => Some(Mode::Paper),
        _ => None,
    }
}

fn field(row: &Row, place: Option<usize>) -> &str {
    place.map_or("", |at| row.field(at))
}

fn count(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
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
