//! The workbook: settings, sections as groups, the cells of the sheets.

use std::collections::BTreeMap;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use crate::domain::language::Language;
use crate::domain::questionnaire::code::Code;
use crate::domain::questionnaire::repetition::Repeat;
use crate::domain::questionnaire::{Layout, Questionnaire, Section};
use crate::domain::text::Text;
use crate::formats::foreign::Unmapped;
use crate::formats::foreign::expression::Dialect;
use crate::formats::foreign::lack::{Detail, Lack, MINUTES_TAKEN};
use crate::formats::foreign::place::Place;
use crate::formats::foreign::written::Unsaid;

/// A row by the names of its columns.
pub(super) type Cells = BTreeMap<String, String>;

/// Most characters of a cell.
const CELL: usize = 32_767;

/// The columns of each sheet in their order; those of texts stand here without their language.
const SURVEY: [&str; 10] = [
    "type",
    "name",
    "label",
    "hint",
    "required",
    "relevant",
    "constraint",
    "appearance",
    "parameters",
    "repeat_count",
];
const CHOICES: [&str; 5] = ["list_name", "name", "label", "score", "meaning"];
const SETTINGS: [&str; 4] = ["form_title", "form_id", "default_language", "style"];

/// The form while it is written.
pub(super) struct Form<'q> {
    pub questionnaire: &'q Questionnaire,
    pub unsaid: Unsaid,
    pub survey: Vec<Cells>,
    pub choices: Vec<Cells>,
}

/// The file, and what it does not say.
pub(super) fn workbook(questionnaire: &Questionnaire) -> (Vec<u8>, Vec<Unmapped>) {
    let mut form = Form {
        questionnaire,
        unsaid: Unsaid::of(questionnaire),
        survey: Vec::new(),
        choices: Vec::new(),
    };
    let settings = form.settings();
    for (at, section) in questionnaire.sections.iter().enumerate() {
        form.section(section, &format!("sections[{at}]"));
    }
    let languages = &questionnaire.languages;
    let sheets = [
        (
            "survey",
            columns(&SURVEY, languages, &form.survey),
            &form.survey,
        ),
        (
            "choices",
            columns(&CHOICES, languages, &form.choices),
            &form.choices,
        ),
        (
            "settings",
            columns(&SETTINGS, languages, &settings),
            &settings,
        ),
    ];
    let file = packed(&sheets);
    let mut found = form.unsaid.found;
    let bytes = file.unwrap_or_else(|error| {
        found.lack(&Place::File, Lack::Damaged(error.to_string()));
        Vec::new()
    });
    (bytes, found.lacks)
}

/// How a language is named behind a column.
fn named(language: &Language) -> String {
    format!("{} ({language})", language.own_name())
}

/// The name of a column of texts.
pub(super) fn column(base: &str, language: &Language) -> String {
    format!("{base}::{}", named(language))
}

/// A name of a question or a group begins with a letter or a line.
pub(super) fn name(item: &str) -> String {
    match item.starts_with(|c: char| c.is_ascii_alphabetic()) {
        true => item.to_owned(),
        false => format!("_{item}"),
    }
}

/// The columns in which something stands, in their order; labels in every language.
fn columns(order: &[&str], languages: &[Language], rows: &[Cells]) -> Vec<String> {
    let used = |column: &String| rows.iter().any(|row| row.contains_key(column));
    let mut columns = Vec::new();
    for base in order {
        let in_languages = languages.iter().map(|language| column(base, language));
        match *base {
            "label" => columns.extend(in_languages),
            "hint" => columns.extend(in_languages.filter(used)),
            base => columns.extend(Some(base.to_owned()).filter(used)),
        }
    }
    columns
}

fn packed(sheets: &[(&str, Vec<String>, &Vec<Cells>)]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // The same questionnaire gives the same file on every day.
    let day = ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&day));
    for (name, columns, rows) in sheets {
        let sheet = book.add_worksheet();
        sheet.set_name(*name)?;
        sheet.set_freeze_panes(1, 0)?;
        for (at, column) in (0_u16..).zip(columns) {
            sheet.write_string(0, at, column)?;
            sheet.set_column_width(at, if column.contains("::") { 40 } else { 18 })?;
            for (line, cells) in (1_u32..).zip(rows.iter()) {
                if let Some(text) = cells.get(column) {
                    sheet.write_string(line, at, text)?;
                }
            }
        }
    }
    book.save_to_buffer()
}

impl Form<'_> {
    fn first_language(&self) -> Language {
        let first = self.questionnaire.languages.first();
        first.cloned().unwrap_or_else(Language::japanese)
    }

    fn settings(&mut self) -> Vec<Cells> {
        let questionnaire = self.questionnaire;
        let language = self.first_language();
        let mut cells = Cells::new();
        let title = self.unsaid.one(&questionnaire.title, &language, "title");
        put(&mut cells, "form_title", title);
        put(&mut cells, "form_id", questionnaire.code.to_string());
        put(&mut cells, "default_language", named(&language));
        match questionnaire.layout {
            Layout::Sections => put(&mut cells, "style", "pages".to_owned()),
            Layout::OnePage => put(&mut cells, "style", "theme-grid".to_owned()),
        }
        if questionnaire.purpose != Text::default() {
            self.unsaid.cannot("purpose", Detail::Purpose);
        }
        if questionnaire.minutes != MINUTES_TAKEN {
            self.unsaid.cannot("minutes", Detail::Minutes);
        }
        vec![cells]
    }

    fn section(&mut self, section: &Section, path: &str) {
        let kind = if section.repeat.is_some() {
            "repeat"
        } else {
            "group"
        };
        let mut begin = Cells::new();
        put(&mut begin, "type", format!("begin_{kind}"));
        put(&mut begin, "name", self.group(&section.code, path));
        self.texts(
            &mut begin,
            "label",
            &section.title,
            &format!("{path}.title"),
        );
        if section.note.is_some() {
            self.unsaid.cannot(&format!("{path}.note"), Detail::Note);
        }
        if let Some(rule) = self.rule(section.show_if.as_ref(), path) {
            put(&mut begin, "relevant", rule);
        }
        if let Some(repeat) = &section.repeat {
            self.repeat(&mut begin, repeat, path);
        }
        self.survey.push(begin);
        for (at, question) in section.questions.iter().enumerate() {
            self.question(question, &format!("{path}.questions[{at}]"));
        }
        let mut end = Cells::new();
        put(&mut end, "type", format!("end_{kind}"));
        self.survey.push(end);
    }

    /// What says how often a section is asked.
    fn repeat(&mut self, begin: &mut Cells, repeat: &Repeat, path: &str) {
        put(
            begin,
            "repeat_count",
            format!("${{{}}}", name(&repeat.item)),
        );
        let mut questions = self.questionnaire.questions();
        let asked = questions.find(|question| question.code.as_str() == repeat.item);
        let largest = asked.and_then(|question| super::limited::largest(&question.kind));
        if largest != Some(repeat.max) {
            let path = format!("{path}.repeat.max");
            self.unsaid.cannot(&path, Detail::Repeats);
        }
    }

    /// The name of the group of a section: other than that of every question.
    fn group(&mut self, code: &Code, path: &str) -> String {
        match self.questionnaire.question(code) {
            None => name(code.as_str()),
            Some(_) => {
                self.unsaid
                    .cannot(&format!("{path}.code"), Detail::SectionCode);
                name(&format!("{code}.section"))
            }
        }
    }

    /// A condition as a rule of the form.
    pub(super) fn rule(
        &mut self,
        condition: Option<&crate::domain::questionnaire::routing::Condition>,
        path: &str,
    ) -> Option<String> {
        self.unsaid
            .rule(condition, Dialect::XlsForm, path, |item| Some(name(item)))
    }

    /// A text in the columns of its languages.
    pub(super) fn texts(&mut self, cells: &mut Cells, base: &str, text: &Text, path: &str) {
        for (language, words) in text.iter() {
            let place = Place::Own(path.to_owned());
            if !self.questionnaire.languages.contains(language) {
                self.unsaid
                    .found
                    .lack(&place, Lack::OneLanguage(language.to_string()));
                continue;
            }
            if words.chars().nth(CELL).is_some() {
                self.unsaid
                    .found
                    .lack(&place, Lack::TooLong { limit: CELL });
            }
            put(
                cells,
                &column(base, language),
                words.chars().take(CELL).collect(),
            );
        }
    }
}

/// Puts a text into a column; nothing where there is none.
pub(super) fn put(cells: &mut Cells, column: &str, text: String) {
    if !text.is_empty() {
        cells.insert(column.to_owned(), text);
    }
}
