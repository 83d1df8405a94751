//! What people will confuse: codes that differ in case or zeros, options that read alike, words that tables use
//! themselves. None of it makes an answer wrong, so these are remarks and no faults.

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization;

use super::Questionnaire;
use super::question::{Choice, Code, Kind, Question, Row};
use crate::domain::language::Language;
use crate::domain::text::Text;

/// Something that people will confuse, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// Where, in the words of the file.
    pub path: String,
    /// With what.
    pub confusion: Confusion,
}

/// What is confused with what.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Confusion {
    /// Two codes of one list differ only in case, leading zeros, or `-` and `_`.
    #[error(
        "the code “{code}” is easily taken for “{other}”: spreadsheets and people drop zeros and case"
    )]
    Codes {
        /// The later one.
        code: Code,
        /// The earlier one.
        other: Code,
    },
    /// Two labels of one list read the same.
    #[error("the label “{label}” of “{code}” reads the same as that of “{other}”")]
    Labels {
        /// The label.
        label: String,
        /// The later one.
        code: Code,
        /// The earlier one.
        other: Code,
    },
    /// A code that tables and files use for something else.
    #[error(
        "“{0}” is a word of tables and files themselves (totals, states, columns): choose another code"
    )]
    Reserved(Code),
}

/// Words that tables, files of responses and forms have of their own.
const RESERVED: [&str; 15] = [
    "answered",
    "duration_sec",
    "everyone",
    "invalid",
    "missing",
    "mode",
    "no_answer",
    "not_applicable",
    "null",
    "received_at",
    "response_id",
    "sample_id",
    "substantive",
    "total",
    "weight",
];

/// Everything that will be confused, in the order of the questionnaire.
#[must_use]
pub fn remarks(questionnaire: &Questionnaire) -> Vec<Remark> {
    let mut remarks = Remarks::default();
    let sections = questionnaire.sections.iter().enumerate();
    let sections = sections.map(|(at, s)| (format!("sections[{at}].code"), &s.code));
    remarks.codes(sections);
    remarks.codes(questions(questionnaire).map(|(path, q)| (format!("{path}.code"), &q.code)));
    for (path, question) in questions(questionnaire) {
        remarks.reserved(&path, &question.code);
        for (list, entries) in lists(&path, question) {
            let code = |(at, (code, _)): (usize, &(&'_ Code, &'_ Text))| {
                (format!("{list}[{at}].code"), (*code).clone())
            };
            let codes: Vec<(String, Code)> = entries.iter().enumerate().map(code).collect();
            remarks.codes(codes.iter().map(|(path, code)| (path.clone(), code)));
            for (at, (code, _)) in entries.iter().enumerate() {
                remarks.reserved(&format!("{list}[{at}]"), code);
            }
            // Places may be called alike: their readings tell them apart, which the review looks at.
            if !matches!(question.kind, Kind::Place { .. }) {
                remarks.labels(&list, &entries, &questionnaire.languages);
            }
        }
    }
    remarks.0
}

fn questions(questionnaire: &Questionnaire) -> impl Iterator<Item = (String, &Question)> {
    let sections = questionnaire.sections.iter().enumerate();
    sections.flat_map(|(at, section)| {
        let questions = section.questions.iter().enumerate();
        questions.map(move |(position, question)| {
            let path = format!("sections[{at}].questions[{position}]");
            (path, question)
        })
    })
}

type Entries<'q> = Vec<(&'q Code, &'q Text)>;

/// The lists of a question in each of which codes and labels must differ.
fn lists<'q>(path: &str, question: &'q Question) -> Vec<(String, Entries<'q>)> {
    let choices = |options: &'q [Choice]| options.iter().map(|o| (&o.code, &o.label)).collect();
    let rows = |rows: &'q [Row]| rows.iter().map(|row| (&row.code, &row.label)).collect();
    let all_rows = question.kind.rows().into_iter();
    let mut lists: Vec<(String, Entries<'q>)> = all_rows
        .map(|list| (format!("{path}.rows"), rows(list)))
        .collect();
    match &question.kind {
        Kind::DualGrid { axes, .. } => {
            for (at, axis) in axes.iter().enumerate() {
                lists.push((format!("{path}.axes[{at}].options"), choices(&axis.options)));
            }
        }
        kind => lists.push((format!("{path}.options"), choices(kind.choices(0)))),
    }
    lists
}

#[derive(Default)]
struct Remarks(Vec<Remark>);

impl Remarks {
    fn codes<'c>(&mut self, codes: impl Iterator<Item = (String, &'c Code)>) {
        let mut seen: HashMap<String, Code> = HashMap::new();
        for (path, code) in codes {
            match seen.get(&alike(code.as_str())) {
                // The same code twice is a fault already.
                Some(other) if other == code => {}
                Some(other) => {
                    let (code, other) = (code.clone(), other.clone());
                    let confusion = Confusion::Codes { code, other };
                    self.0.push(Remark { path, confusion });
                }
                None => {
                    seen.insert(alike(code.as_str()), code.clone());
                }
            }
        }
    }

    fn reserved(&mut self, path: &str, code: &Code) {
        let word = code.as_str().to_lowercase();
        if RESERVED.contains(&word.as_str()) {
            let path = format!("{path}.code");
            let confusion = Confusion::Reserved(code.clone());
            self.0.push(Remark { path, confusion });
        }
    }

    fn labels(&mut self, list: &str, entries: &Entries<'_>, languages: &[Language]) {
        for language in languages {
            let mut seen: HashMap<String, &Code> = HashMap::new();
            for (at, (code, label)) in entries.iter().enumerate() {
                let Some(label) = label.exact(language) else {
                    continue;
                };
                if let Some(other) = seen.insert(read_aloud(label), code) {
                    let confusion = Confusion::Labels {
                        label: label.to_owned(),
                        code: (*code).clone(),
                        other: other.clone(),
                    };
                    let path = format!("{list}[{at}].label");
                    self.0.push(Remark { path, confusion });
                }
            }
        }
    }
}

/// What is left of a code in a spreadsheet or in somebody's memory.
fn alike(code: &str) -> String {
    let code = code.to_lowercase().replace('-', "_");
    let digits = code.bytes().all(|byte| byte.is_ascii_digit());
    match code.trim_start_matches('0') {
        bare if digits && !bare.is_empty() => bare.to_owned(),
        _ => code,
    }
}

/// A label without what the eye does not see: width, case, blanks.
fn read_aloud(label: &str) -> String {
    let visible = label
        .nfkc()
        .filter(|c| !super::field::is_blank(&c.to_string()));
    visible.collect::<String>().to_lowercase()
}
