//! responses.csv: one line a response, written as they come, so that a million of them need no memory.

use std::io::{self, Write};

use csv::{Terminator, WriterBuilder};

use super::questionnaire::segment;

use crate::domain::questionnaire::answers::{Answer, Answers, Document, Unfitting};
use crate::domain::questionnaire::item::Item;
use crate::domain::questionnaire::reader::Reader;
use crate::domain::survey::Mode;

/// What stands for a text, a day or a time: it may name its writer and no figure needs it.
const WRITTEN: &str = "記入あり";

/// The columns that are no items.
const OWN: [&str; 4] = ["response_id", "sample_id", "mode", "duration_sec"];

/// Why a line was not written.
#[derive(Debug, thiserror::Error)]
pub enum RowError {
    /// The stored document is no JSON of answers.
    #[error("a stored response cannot be read: {0}")]
    Document(#[from] serde_json::Error),
    /// The stored answers do not fit the questionnaire: nothing is written rather than something wrong.
    #[error(transparent)]
    Unfitting(#[from] Unfitting),
    /// The file cannot be written.
    #[error("responses.csv cannot be written: {0}")]
    Csv(#[from] csv::Error),
    /// The file cannot be written.
    #[error("responses.csv cannot be written: {0}")]
    Io(#[from] io::Error),
}

/// The file, line by line.
pub struct Rows<W: Write> {
    csv: csv::Writer<W>,
    reader: Reader,
    number: u64,
    line: Vec<String>,
}

impl<W: Write> Rows<W> {
    /// Begins the file with its header.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn new(file: W, reader: &Reader) -> Result<Self, RowError> {
        let mut csv = WriterBuilder::new()
            .terminator(Terminator::CRLF)
            .from_writer(file);
        let items = reader.items().iter().map(|item| item.code.as_str());
        csv.write_record(OWN.into_iter().chain(items))?;
        Ok(Self {
            csv,
            reader: reader.clone(),
            number: 0,
            line: Vec::new(),
        })
    }

    /// Writes a response under the next running number. `document` is its answers as stored.
    ///
    /// # Errors
    /// [`RowError`].
    pub fn add(&mut self, mode: Mode, document: &str) -> Result<(), RowError> {
        let document: Document = serde_json::from_str(document)?;
        let answers = Answers::stored(&self.reader, document)?;
        self.number += 1;
        let mode = if mode.is_typed() { "paper" } else { "web" };
        self.line.clear();
        self.line.extend([
            self.number.to_string(),
            String::new(),
            mode.to_owned(),
            String::new(),
        ]);
        let items = self.reader.items().iter().enumerate();
        self.line
            .extend(items.map(|(at, item)| field(&self.reader, answers.at(at), item)));
        Ok(self.csv.write_record(&self.line)?)
    }

    /// Ends the file: it, and how many responses are in it.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn finish(self) -> Result<(W, u64), RowError> {
        let number = self.number;
        let file = self.csv.into_inner().map_err(|error| error.into_error())?;
        Ok((file, number))
    }
}

/// The header alone.
pub(super) fn header(reader: &Reader) -> Vec<u8> {
    let rows = Rows::new(Vec::new(), reader).and_then(Rows::finish);
    // Writing to memory cannot fail; a file without its header would be refused.
    rows.map(|(header, _)| header).unwrap_or_default()
}

fn field(reader: &Reader, answer: Option<&Answer>, item: &Item) -> String {
    let code = |at: &usize| {
        let code = item.accepts.codes().get(*at);
        code.map_or_else(String::new, |code| code.as_str().to_owned())
    };
    match answer {
        None => String::new(),
        Some(Answer::One(at)) => code(at),
        Some(Answer::Many(all)) => all.iter().map(code).collect::<Vec<_>>().join(";"),
        Some(Answer::Number(number)) => number.to_string(),
        Some(Answer::Date(day)) => match reader.segments_of_days(&item.code) {
            Some(segments) if segments.count() > 1 => segment(segments.position_of(*day)),
            _ => WRITTEN.to_owned(),
        },
        Some(Answer::Time(_) | Answer::Text(_)) => WRITTEN.to_owned(),
        Some(Answer::Invalid) => "*".to_owned(),
    }
}
