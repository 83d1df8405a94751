//! The structure as a table: rows of classes S, SL, G, Q, SQ, A, related by what stands before them.

use std::collections::{BTreeMap, HashMap};

use csv::{ReaderBuilder, StringRecord};

use super::structure::{Field, Group, Part, Question, Structure, add, rule};
use crate::domain::language::Language;
use crate::domain::questionnaire::Layout;
use crate::domain::text::Text;
use crate::formats::foreign::assemble::Found;
use crate::formats::foreign::lack::{Counted, Lack};
use crate::formats::foreign::limits::{COLUMNS, ROWS_OF_SHEET};
use crate::formats::foreign::place::Place;
use crate::formats::foreign::texts::told;
use crate::formats::lines::Lines;

/// Columns every row has; others are attributes of questions.
const SHARED: [&str; 6] = [
    "id",
    "related_id",
    "encrypted",
    "same_default",
    "same_script",
    "validation",
];

/// The structure of a table.
///
/// # Errors
/// Why it cannot be read at all.
pub(super) fn structure(text: &str, found: &mut Found) -> Result<Structure, Lack> {
    let mut records = ReaderBuilder::new()
        .delimiter(b'\t')
        .flexible(true)
        .has_headers(false)
        .from_reader(text.as_bytes());
    let mut lines = Lines::of(text);
    let mut reading = Reading::default();
    let mut record = StringRecord::new();
    while records
        .read_record(&mut record)
        .map_err(|error| Lack::Damaged(error.to_string()))?
    {
        let line = lines.at(record.position().map_or(0, csv::Position::byte));
        if reading.columns.is_empty() {
            reading.columns = record
                .iter()
                .take(COLUMNS)
                .map(|name| name.trim().to_owned())
                .collect();
            continue;
        }
        reading.rows += 1;
        if reading.rows > ROWS_OF_SHEET {
            let (what, limit) = (Counted::Lines, ROWS_OF_SHEET);
            found.lack(
                &Place::Field {
                    line,
                    column: "class".to_owned(),
                },
                Lack::TooMany { what, limit },
            );
            break;
        }
        let row = Row::of(&record, &reading.columns, line);
        reading.row(row, found);
    }
    Ok(reading.structure)
}

/// A row by the names of its columns, with something in them.
struct Row {
    fields: BTreeMap<String, Field>,
    line: usize,
}

impl Row {
    fn of(record: &StringRecord, columns: &[String], line: usize) -> Self {
        let named = columns
            .iter()
            .zip(record.iter())
            .filter(|(_, value)| !value.trim().is_empty());
        let fields = named.map(|(column, value)| {
            let place = Place::Field {
                line,
                column: told(column),
            };
            (
                column.clone(),
                Field {
                    value: value.to_owned(),
                    place,
                },
            )
        });
        let fields = fields.collect();
        Self { fields, line }
    }

    fn take(&mut self, column: &str) -> Option<Field> {
        self.fields.remove(column)
    }

    fn word(&mut self, column: &str) -> String {
        self.take(column)
            .map_or(String::new(), |field| field.value.trim().to_owned())
    }

    fn place(&self, column: &str) -> Place {
        let (line, column) = (self.line, column.to_owned());
        Place::Field { line, column }
    }

    /// Tells what nobody took.
    fn close(self, found: &mut Found) {
        for (name, Field { value, place }) in self.fields {
            let says = !matches!(value.trim(), "N" | "0" | "-1");
            if says && (!SHARED.contains(&name.as_str()) || name == "validation") {
                let value = told(&value);
                found.lack(&place, Lack::NotRead { name, value });
            }
        }
    }
}

/// The table while it is read.
#[derive(Default)]
struct Reading {
    columns: Vec<String>,
    rows: usize,
    structure: Structure,
    /// So many groups were met of each language: the second one of a language is the second group.
    groups: HashMap<String, usize>,
    /// The group and the question the rows belong to.
    group: usize,
    question: usize,
}

impl Reading {
    fn row(&mut self, mut row: Row, found: &mut Found) {
        let class = row.word("class");
        let place = row.place("language");
        let tag = row.word("language");
        let language = match tag.as_str() {
            "" => Ok(self.first_language()),
            tag => Language::parse(tag),
        };
        let Ok(language) = language else {
            return found.lack(&place, Lack::Language(told(&tag)));
        };
        match class.as_str() {
            "S" => self.setting(&mut row, found),
            "SL" => self.of_language(&mut row, &language, found),
            "G" => self.group(&mut row, &language, found),
            "Q" => {
                self.question(&mut row, &language, found);
                return self.attributes(row, &language);
            }
            "SQ" | "A" => self.part(&mut row, &class, &language, found),
            _ => {
                let what = Lack::Value(told(&class));
                return found.lack(&row.place("class"), what);
            }
        }
        row.close(found);
    }

    fn first_language(&self) -> Language {
        let first = self.structure.languages.first().cloned();
        first.unwrap_or_else(Language::japanese)
    }

    fn setting(&mut self, row: &mut Row, found: &mut Found) {
        let name = row.word("name");
        let Some(Field { value, place }) = row.take("text") else {
            return;
        };
        match name.as_str() {
            "language" | "additional_languages" => {
                for tag in value.split_whitespace() {
                    match Language::parse(tag) {
                        Ok(language) if self.structure.languages.contains(&language) => {}
                        // The first language stands before the others whatever the order of the rows.
                        Ok(language) if name == "language" => {
                            self.structure.languages.insert(0, language)
                        }
                        Ok(language) => self.structure.languages.push(language),
                        Err(_) => found.lack(&place, Lack::Language(told(tag))),
                    }
                }
            }
            "format" if value == "A" => self.structure.layout = Layout::OnePage,
            "format" if value == "G" => {}
            "sid" | "gsid" => {}
            _ if matches!(value.trim(), "N" | "0" | "I" | "-1") => {}
            _ => {
                let (name, value) = (told(&name), told(&value));
                found.lack(&place, Lack::NotRead { name, value });
            }
        }
    }

    fn of_language(&mut self, row: &mut Row, language: &Language, found: &mut Found) {
        let name = row.word("name");
        let Some(field) = row.take("text") else {
            return;
        };
        match name.as_str() {
            "surveyls_title" => add(&mut self.structure.title, language, &field, found),
            "surveyls_description" => add(&mut self.structure.purpose, language, &field, found),
            "surveyls_language" | "surveyls_survey_id" => {}
            _ => {
                let (name, value) = (told(&name), told(&field.value));
                found.lack(&field.place, Lack::NotRead { name, value });
            }
        }
    }

    fn group(&mut self, row: &mut Row, language: &Language, found: &mut Found) {
        let met = self.groups.entry(language.to_string()).or_default();
        self.group = *met;
        *met += 1;
        let place = row.place("name");
        if self.group >= self.structure.groups.len() {
            self.structure.groups.push(Group {
                title: Text::default(),
                note: Text::default(),
                rules: rule(row.take("relevance")).into_iter().collect(),
                place,
                questions: Vec::new(),
            });
        }
        // The rule of a group is the same in every language.
        row.take("relevance");
        let (title, note) = (row.take("name"), row.take("text"));
        // Of a randomisation it says the name here.
        if let Some(group) = self.structure.groups.get_mut(self.group) {
            if let Some(field) = title {
                add(&mut group.title, language, &field, found);
            }
            if let Some(field) = note {
                add(&mut group.note, language, &field, found);
            }
        }
    }

    fn question(&mut self, row: &mut Row, language: &Language, found: &mut Found) {
        let place = row.place("name");
        let code = row.word("name");
        let letter = row.word("type/scale");
        let rules = rule(row.take("relevance"));
        let (required, other) = (row.word("mandatory"), row.word("other"));
        let (text, help) = (row.take("text"), row.take("help"));
        if let Some(field) = row.take("validation") {
            found.lack(&field.place, Lack::Expression(told(&field.value)));
        }
        if let Some(field) = row.take("default") {
            let (name, value) = ("default".to_owned(), told(&field.value));
            found.lack(&field.place, Lack::NotRead { name, value });
        }
        let first = *language == self.first_language();
        let Some(group) = self.structure.groups.get_mut(self.group) else {
            return found.lack(&place, Lack::Missing("G".to_owned()));
        };
        let known = group
            .questions
            .iter()
            .position(|question| question.code == code);
        let known = known.filter(|_| !first);
        self.question = known.unwrap_or(group.questions.len());
        if known.is_none() {
            let mut question = blank(letter, code, place);
            question.required = matches!(required.as_str(), "Y" | "S");
            question.other = other == "Y";
            question.rules.extend(rules);
            group.questions.push(question);
        }
        if let Some(question) = group.questions.get_mut(self.question) {
            if let Some(field) = text {
                add(&mut question.text, language, &field, found);
            }
            if let Some(field) = help {
                add(&mut question.help, language, &field, found);
            }
        }
    }

    /// The other columns of a question.
    fn attributes(&mut self, row: Row, language: &Language) {
        let first = *language == self.first_language();
        let Some(question) = self.current() else {
            return;
        };
        for (name, field) in row
            .fields
            .into_iter()
            .filter(|(name, _)| !SHARED.contains(&name.as_str()))
        {
            // In other languages only texts differ.
            let key = if first {
                name
            } else {
                format!("{name}::{language}")
            };
            let same = key
                .split("::")
                .next()
                .and_then(|name| question.attributes.get(name));
            if same.is_none_or(|same| same.value != field.value) {
                question.attributes.insert(key, field);
            }
        }
    }

    fn current(&mut self) -> Option<&mut Question> {
        let group = self.structure.groups.get_mut(self.group)?;
        group.questions.get_mut(self.question)
    }

    fn part(&mut self, row: &mut Row, class: &str, language: &Language, found: &mut Found) {
        let place = row.place("name");
        let (scale, code) = (row.word("type/scale"), row.word("name"));
        let rule = rule(row.take("relevance"));
        let text = row.take("text");
        let score = row.word("assessment_value").parse().ok();
        let first = *language == self.first_language();
        let Some(question) = self.current() else {
            return found.lack(&place, Lack::Missing("Q".to_owned()));
        };
        let parts = match class {
            "A" => &mut question.answers,
            _ => &mut question.subquestions,
        };
        let same = |part: &Part| part.code == code && part.scale == scale && !first;
        let part = match parts.iter().position(same) {
            Some(at) => parts.get_mut(at),
            None => {
                let label = Text::default();
                parts.push(Part {
                    scale,
                    code,
                    label,
                    score,
                    rule,
                    place,
                });
                parts.last_mut()
            }
        };
        if let (Some(part), Some(field)) = (part, text) {
            add(&mut part.label, language, &field, found);
        }
    }
}

/// A question of which nothing else is known yet.
fn blank(letter: String, code: String, place: Place) -> Question {
    Question {
        letter,
        code,
        text: Text::default(),
        help: Text::default(),
        required: false,
        other: false,
        random: false,
        rules: Vec::new(),
        place,
        attributes: BTreeMap::new(),
        subquestions: Vec::new(),
        answers: Vec::new(),
    }
}
