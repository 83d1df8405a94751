//! A survey of `LimeSurvey` whichever file it stands in: groups, questions, their parts.

use std::collections::BTreeMap;

use crate::domain::language::Language;
use crate::domain::questionnaire::Layout;
use crate::domain::text::Text;
use crate::formats::foreign::assemble::{Found, Rule};
use crate::formats::foreign::lack::Lack;
use crate::formats::foreign::place::Place;
use crate::formats::foreign::texts::{clean, told, without_markup};

/// A value with its place.
#[derive(Debug, Clone)]
pub(super) struct Field {
    pub value: String,
    pub place: Place,
}

/// A survey.
#[derive(Debug, Default)]
pub(super) struct Structure {
    pub languages: Vec<Language>,
    pub title: Text,
    pub purpose: Text,
    pub layout: Layout,
    pub groups: Vec<Group>,
}

/// A group of questions.
#[derive(Debug)]
pub(super) struct Group {
    pub title: Text,
    pub note: Text,
    pub rules: Vec<Rule>,
    pub place: Place,
    pub questions: Vec<Question>,
}

/// A question.
#[derive(Debug)]
pub(super) struct Question {
    pub letter: String,
    pub code: String,
    pub text: Text,
    pub help: Text,
    pub required: bool,
    /// Whether it offers 「その他」.
    pub other: bool,
    /// Whether options stand in another order for each person; known once the kind is.
    pub random: bool,
    pub rules: Vec<Rule>,
    pub place: Place,
    /// What else is set, by name; languages behind `::`.
    pub attributes: BTreeMap<String, Field>,
    pub subquestions: Vec<Part>,
    pub answers: Vec<Part>,
}

/// A subquestion or an answer.
#[derive(Debug)]
pub(super) struct Part {
    /// 0 or 1: of two scales, or rows and columns.
    pub scale: String,
    pub code: String,
    pub label: Text,
    pub score: Option<rust_decimal::Decimal>,
    pub rule: Option<Rule>,
    pub place: Place,
}

impl Question {
    /// Takes what is set under a name, unless it says nothing.
    pub(super) fn take(&mut self, name: &str) -> Option<Field> {
        self.attributes
            .remove(name)
            .filter(|field| !field.value.trim().is_empty())
    }

    /// The same as a number.
    pub(super) fn number<T: std::str::FromStr>(
        &mut self,
        name: &str,
        found: &mut Found,
    ) -> Option<T> {
        let Field { value, place } = self.take(name)?;
        let number = value.trim().parse().ok();
        if number.is_none() {
            found.lack(&place, Lack::Value(told(&value)));
        }
        number
    }

    /// Whether something is switched on.
    pub(super) fn is_set(&mut self, name: &str) -> bool {
        self.take(name)
            .is_some_and(|field| matches!(field.value.as_str(), "1" | "Y"))
    }

    /// A text that is set in several languages.
    pub(super) fn text(&mut self, name: &str, default: &Language, found: &mut Found) -> Text {
        let begin = format!("{name}::");
        let keys: Vec<String> = self
            .attributes
            .keys()
            .filter(|key| *key == name || key.starts_with(&begin))
            .cloned()
            .collect();
        let mut texts = Vec::new();
        for key in keys {
            let language = match key.strip_prefix(&begin) {
                Some(tag) => Language::parse(tag).ok(),
                None => Some(default.clone()),
            };
            if let (Some(language), Some(field)) = (language, self.take(&key)) {
                texts.push((language, words(&field, found)));
            }
        }
        texts.into_iter().collect()
    }
}

/// The words of a field in HTML. `{Q1.shown}` shows an answer.
pub(super) fn words(field: &Field, found: &mut Found) -> String {
    if field.value.contains('{') {
        found.lack(&field.place, Lack::Piping(told(&field.value)));
    }
    let words = without_markup(&field.value, &field.place, found);
    clean(&words, &field.place, found)
}

/// The rule of a field; none where it always holds.
pub(super) fn rule(field: Option<Field>) -> Option<Rule> {
    let Field { value, place } = field?;
    let says = !matches!(value.trim(), "" | "1");
    says.then_some(Rule { raw: value, place })
}

/// A text of one more language; a second one of the same is told.
pub(super) fn add(text: &mut Text, language: &Language, field: &Field, found: &mut Found) {
    let new = words(field, found);
    if new.is_empty() {
        return;
    }
    if text.exact(language).is_some() {
        let (name, value) = (language.to_string(), told(&new));
        return found.lack(&field.place, Lack::NotRead { name, value });
    }
    let known = text
        .iter()
        .map(|(language, words)| (language.clone(), words.to_owned()));
    *text = known.chain([(language.clone(), new)]).collect();
}
