//! The answers of one person to one version: only what was read against its questionnaire.
//!
//! What belongs here: what answers are, which questions they open, how they are stored. How a form is read is
//! `reading`.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write;

use rust_decimal::Decimal;
use serde::Deserialize;

use super::item::{Accepts, Part};
use super::question::{Choice, Code, Role};
use super::reader::Reader;
use super::routing::Path;
use crate::domain::time::Day;
use crate::domain::time_of_day::TimeOfDay;

/// Answers that fit their questionnaire. Made by [`Answers::read`], [`Answers::stored`] and of a draft only.
#[derive(Debug, Clone, PartialEq)]
pub struct Answers {
    pub(super) reader: Reader,
    /// One place for each item of the reader.
    pub(super) values: Vec<Option<Answer>>,
}

/// One answer. Options are positions among those of the item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// One option.
    One(usize),
    /// Several options, ascending, at least one.
    Many(Vec<usize>),
    /// A number, without trailing zeros.
    Number(Decimal),
    /// A day.
    Date(Day),
    /// A time of day.
    Time(TimeOfDay),
    /// A text, not blank.
    Text(String),
    /// Marked, but not as the question allows (無効); paper only.
    Invalid,
}

/// The stored form: `{item: code | [codes] | number | text | {"invalid": true}}`. Blank is absent, 非該当 is never there.
pub type Document = BTreeMap<String, Written>;

/// One value of a stored [`Document`].
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(untagged)]
pub enum Written {
    /// A code, a day, a time or a text.
    Word(String),
    /// Codes.
    Words(Vec<String>),
    /// A whole number.
    Whole(i64),
    /// A number with digits after the point.
    Real(f64),
    /// `{"invalid": true}`.
    Invalid {
        /// Always true.
        invalid: bool,
    },
}

/// A stored document that does not fit its questionnaire.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the stored answer to {item} does not fit its questionnaire")]
pub struct Unfitting {
    /// The item.
    pub item: String,
}

impl Answers {
    /// Nothing answered yet.
    #[must_use]
    pub fn none(reader: &Reader) -> Self {
        Self {
            reader: reader.clone(),
            values: vec![None; reader.items().len()],
        }
    }

    /// The questionnaire they belong to.
    #[must_use]
    pub fn reader(&self) -> &Reader {
        &self.reader
    }

    /// The answer to an item; none when it is blank or there is no such item.
    #[must_use]
    pub fn get(&self, item: &str) -> Option<&Answer> {
        let (position, _) = self.reader.item(item)?;
        self.at(position)
    }

    /// The answer to the item at a position of [`Reader::items`].
    #[must_use]
    pub fn at(&self, position: usize) -> Option<&Answer> {
        self.values.get(position)?.as_ref()
    }

    /// The chosen options of an item, in order of the questionnaire.
    #[must_use]
    pub fn chosen(&self, item: &str) -> Vec<&Choice> {
        let Some((position, item)) = self.reader.item(item) else {
            return Vec::new();
        };
        let choices = item.choices(self.reader.questionnaire());
        let positions: &[usize] = match self.at(position) {
            Some(Answer::One(option)) => std::slice::from_ref(option),
            Some(Answer::Many(options)) => options,
            _ => &[],
        };
        positions.iter().filter_map(|at| choices.get(*at)).collect()
    }

    /// M-1.2: no question about the subject has a valid answer. The door refuses such answers and spends no key.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        let mut answered = self.reader.items().iter().zip(&self.values);
        !answered.any(|(item, answer)| {
            item.role == Role::Subject && answer.as_ref().is_some_and(|a| *a != Answer::Invalid)
        })
    }

    /// For each required question of a section that is asked and not fully answered: its first open item.
    pub(super) fn open_in(&self, section: usize, path: &Path) -> Vec<usize> {
        let questions = self.reader.questions_of(section);
        questions
            .iter()
            .enumerate()
            .filter(|(at, question)| question.required && path.asks(section, *at))
            .filter_map(|(at, _)| {
                self.reader
                    .items_of(section, at)
                    .find(|item| self.is_open(*item))
            })
            .collect()
    }

    /// Whether an item that belongs to a required question lacks its answer; later places of a ranking may.
    fn is_open(&self, position: usize) -> bool {
        let part = self.reader.items().get(position).map(|item| item.part);
        let optional = matches!(part, None | Some(Part::Other(_) | Part::Place(1..)));
        !optional && self.at(position).is_none()
    }

    pub(super) fn clear(&mut self, positions: std::ops::Range<usize>) {
        for value in self.values.get_mut(positions).into_iter().flatten() {
            *value = None;
        }
    }

    /// Every answer as a form would send it: item and value, several of one item for several options.
    /// Invalid marks have no such form and are left out.
    #[must_use]
    pub fn pairs(&self) -> Vec<(&str, Cow<'_, str>)> {
        let mut pairs = Vec::new();
        for (item, answer) in self.reader.items().iter().zip(&self.values) {
            let name = item.code.as_str();
            let code = |at: &usize| {
                item.accepts
                    .codes()
                    .get(*at)
                    .map(|code| Cow::from(code.as_str()))
            };
            match answer {
                None | Some(Answer::Invalid) => {}
                Some(Answer::One(at)) => pairs.extend(code(at).map(|code| (name, code))),
                Some(Answer::Many(all)) => {
                    pairs.extend(all.iter().filter_map(code).map(|c| (name, c)))
                }
                Some(Answer::Number(number)) => pairs.push((name, number.to_string().into())),
                Some(Answer::Date(day)) => pairs.push((name, day.to_string().into())),
                Some(Answer::Time(time)) => pairs.push((name, time.to_string().into())),
                Some(Answer::Text(text)) => pairs.push((name, text.as_str().into())),
            }
        }
        pairs
    }

    /// The JSON document to store, just as the database prints it. Written directly: the door is busy.
    #[must_use]
    pub fn document(&self) -> String {
        let mut json = String::with_capacity(24 * self.values.len() + 2);
        json.push('{');
        for at in self.reader.stored_order() {
            let item = self.reader.items().get(*at);
            let (Some(item), Some(Some(answer))) = (item, self.values.get(*at)) else {
                continue;
            };
            if json.len() > 1 {
                json.push_str(", ");
            }
            push_word(&mut json, &item.code);
            json.push_str(": ");
            push_answer(&mut json, answer, item.accepts.codes());
        }
        json.push('}');
        json
    }

    /// Answers from their stored document.
    ///
    /// # Errors
    /// [`Unfitting`] names the first item that does not fit the questionnaire.
    pub fn stored(reader: &Reader, document: Document) -> Result<Self, Unfitting> {
        let mut answers = Self::none(reader);
        for (code, written) in document {
            let slot = reader.item(&code).and_then(|(position, item)| {
                let answer = fitting(&item.accepts, written)?;
                *answers.values.get_mut(position)? = Some(answer);
                Some(())
            });
            slot.ok_or(Unfitting { item: code })?;
        }
        Ok(answers)
    }
}

impl Accepts {
    /// The codes that may be chosen, in order; none for numbers, days, times and texts.
    #[must_use]
    pub fn codes(&self) -> &[Code] {
        match self {
            Self::One(codes) | Self::Many { codes, .. } => codes,
            Self::Consent(code) => std::slice::from_ref(code),
            Self::Number { .. } | Self::Date { .. } => &[],
            Self::Time { .. } | Self::Text { .. } => &[],
        }
    }

    /// The position of a code.
    pub(super) fn option(&self, code: &str) -> Option<usize> {
        self.codes().iter().position(|known| known.as_str() == code)
    }
}

fn push_answer(json: &mut String, answer: &Answer, codes: &[Code]) {
    let code = |at: usize| codes.get(at).map_or("", Code::as_str);
    match answer {
        Answer::One(at) => push_word(json, code(*at)),
        Answer::Many(options) => {
            json.push('[');
            for (nth, at) in options.iter().enumerate() {
                if nth > 0 {
                    json.push_str(", ");
                }
                push_word(json, code(*at));
            }
            json.push(']');
        }
        // Writing to a string cannot fail.
        Answer::Number(number) => drop(write!(json, "{number}")),
        Answer::Date(day) => drop(write!(json, "\"{day}\"")),
        Answer::Time(time) => drop(write!(json, "\"{time}\"")),
        Answer::Text(text) => push_word(json, text),
        Answer::Invalid => json.push_str(r#"{"invalid": true}"#),
    }
}

/// A JSON string. Control characters other than TAB and LF never get into answers.
fn push_word(json: &mut String, word: &str) {
    json.push('"');
    for c in word.chars() {
        match c {
            '"' => json.push_str("\\\""),
            '\\' => json.push_str("\\\\"),
            '\n' => json.push_str("\\n"),
            '\t' => json.push_str("\\t"),
            _ => json.push(c),
        }
    }
    json.push('"');
}

/// A stored value as the answer of an item that accepts it.
fn fitting(accepts: &Accepts, written: Written) -> Option<Answer> {
    match (accepts, written) {
        (_, Written::Invalid { invalid }) => invalid.then_some(Answer::Invalid),
        (Accepts::One(_) | Accepts::Consent(_), Written::Word(code)) => {
            accepts.option(&code).map(Answer::One)
        }
        (Accepts::Many { .. }, Written::Words(codes)) => {
            let options: Option<Vec<usize>> =
                codes.iter().map(|code| accepts.option(code)).collect();
            options
                .filter(|o| !o.is_empty() && o.is_sorted_by(|a, b| a < b))
                .map(Answer::Many)
        }
        (Accepts::Number { .. }, Written::Whole(whole)) => Some(Answer::Number(whole.into())),
        (Accepts::Number { .. }, Written::Real(real)) => real
            .to_string()
            .parse()
            .ok()
            .map(|n: Decimal| Answer::Number(n.normalize())),
        (Accepts::Date { .. }, Written::Word(day)) => day.parse().ok().map(Answer::Date),
        (Accepts::Time { .. }, Written::Word(time)) => time.parse().ok().map(Answer::Time),
        (Accepts::Text { .. }, Written::Word(text)) => Some(Answer::Text(text)),
        _ => None,
    }
}
