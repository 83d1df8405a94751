//! A form as its page shows it: what was typed, and what is wrong with it.
//!
//! Whoever cannot take a form answers with its page again, everything typed still there: a rule of the fields
//! (`validator`), a refusal of the domain and a broken constraint of the database all become a sentence at a field.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Serialize;
use validator::{ValidationError, ValidationErrors, ValidationErrorsKind};

use crate::storage::{self, QueryResult};
use crate::views::say::Say;

use super::summary::{Summary, SummaryLine};

/// What is wrong, by the name of the field.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct FieldErrors(BTreeMap<Cow<'static, str>, Say>);

/// What a page shows of its form: `form.fields.name` and `form.summary`.
#[derive(Debug, Serialize)]
pub struct FormView {
    fields: BTreeMap<Cow<'static, str>, FieldView>,
    summary: Summary,
}

/// A field: what stands in it, and what is wrong with it.
#[derive(Debug, Default, Serialize)]
struct FieldView {
    value: String,
    error: Option<Say>,
}

/// One of several things that can be chosen.
#[derive(Debug, Serialize)]
pub struct Choice {
    /// Not `id`: that is the one of the field around it.
    own_id: String,
    name: &'static str,
    value: &'static str,
    checked: bool,
    label: Say,
}

/// What a ticked box sends.
pub const TICKED: &str = "yes";

impl FieldErrors {
    /// One thing that is wrong.
    #[must_use]
    pub fn of(field: &'static str, message: Say) -> Self {
        Self::default().and(field, message)
    }

    /// And another one. A field says one thing: the first.
    #[must_use]
    pub fn and(mut self, field: impl Into<Cow<'static, str>>, message: Say) -> Self {
        self.0.entry(field.into()).or_insert(message);
        self
    }

    /// These and those.
    #[must_use]
    pub fn with(self, others: Self) -> Self {
        let others = others.0.into_iter();
        others.fold(self, |all, (field, message)| all.and(field, message))
    }

    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<ValidationErrors> for FieldErrors {
    fn from(errors: ValidationErrors) -> Self {
        let mut all = Self::default();
        for (field, kind) in errors.into_errors() {
            if let ValidationErrorsKind::Field(errors) = kind {
                let first = errors.first().map(sentence);
                all = first
                    .into_iter()
                    .fold(all, |all, say| all.and(field.clone(), say));
            }
        }
        all
    }
}

/// The sentence of a rule that a field broke. A rule of our own is named by its translation key.
fn sentence(error: &ValidationError) -> Say {
    let number = |name: &str| error.params.get(name).and_then(serde_json::Value::as_u64);
    let value = error.params.get("value").and_then(|value| value.as_str());
    let length = value.unwrap_or_default().chars().count();
    match (error.code.as_ref(), number("max")) {
        ("length", Some(max)) if u64::try_from(length).is_ok_and(|length| length > max) => {
            let say = Say::new("error-too-long").with("max", max.to_string());
            say.with("length", length.to_string())
        }
        ("length" | "required", _) => Say::new("error-required-text"),
        (key, _) => Say::new(key.to_owned()),
    }
}

/// What became of a write, where the database may refuse it by a rule of its own: `field` is told `message` when
/// `constraint` was broken.
///
/// # Errors
/// The outer one: every other fault of the database.
pub fn on_constraint<T>(
    done: QueryResult<T>,
    constraint: &str,
    (field, message): (&'static str, &'static str),
) -> QueryResult<Result<T, FieldErrors>> {
    match done {
        Ok(done) => Ok(Ok(done)),
        Err(error) if storage::broken_constraint(&error) == Some(constraint) => {
            Ok(Err(FieldErrors::of(field, Say::new(message))))
        }
        Err(error) => Err(error),
    }
}

impl FormView {
    /// Nothing typed yet, nothing wrong.
    #[must_use]
    pub fn blank(fields: &[&str]) -> Self {
        Self::filled(fields.iter().map(|field| (*field, String::new())))
    }

    /// What stands there before anybody types.
    #[must_use]
    pub fn filled<'f>(fields: impl IntoIterator<Item = (&'f str, String)>) -> Self {
        let typed = fields
            .into_iter()
            .map(|(field, value)| (field.to_owned(), value));
        Self::new(typed, FieldErrors::default())
    }

    /// As it was typed, with what is wrong.
    #[must_use]
    pub fn new(
        typed: impl IntoIterator<Item = (String, String)>,
        FieldErrors(errors): FieldErrors,
    ) -> Self {
        let line = |(field, message): (&Cow<'static, str>, &Say)| SummaryLine {
            target: format!("#{field}"),
            number: None,
            row: None,
            message: message.clone(),
        };
        let summary = Summary::new(errors.iter().map(line).collect());
        let mut fields: BTreeMap<Cow<'static, str>, FieldView> = BTreeMap::new();
        for (field, value) in typed {
            fields.entry(field.into()).or_default().value = value;
        }
        for (field, message) in errors {
            fields.entry(field).or_default().error = Some(message);
        }
        Self { fields, summary }
    }

    /// With another value in a field that nobody types in.
    #[must_use]
    pub fn with(mut self, field: &'static str, value: String) -> Self {
        self.fields.entry(field.into()).or_default().value = value;
        self
    }

    /// With what is wrong, where nothing of the form itself came back.
    #[must_use]
    pub fn and_wrong(self, why: FieldErrors) -> Self {
        let typed = self.fields.into_iter();
        let typed = typed.map(|(field, view)| (field.into_owned(), view.value));
        Self::new(typed, why)
    }

    /// With what was typed into some of its fields.
    #[must_use]
    pub fn and_typed(mut self, typed: impl IntoIterator<Item = (String, String)>) -> Self {
        for (field, value) in typed {
            self.fields.entry(field.into()).or_default().value = value;
        }
        self
    }

    /// With these fields as well, where nothing was chosen for them.
    #[must_use]
    pub fn and_blank(mut self, fields: &[&'static str]) -> Self {
        for field in fields {
            self.fields.entry((*field).into()).or_default();
        }
        self
    }

    /// Whether a field was sent.
    #[must_use]
    pub fn has(&self, field: &str) -> bool {
        self.fields.contains_key(field)
    }

    /// What stands in a field.
    #[must_use]
    pub fn value(&self, field: &str) -> &str {
        self.fields.get(field).map_or("", |field| &field.value)
    }

    /// What is wrong with a field.
    #[must_use]
    pub fn error(&self, field: &str) -> Option<&Say> {
        self.fields.get(field)?.error.as_ref()
    }

    /// What can be chosen for a field: one of these values, each with its words. What stands in the field is chosen.
    #[must_use]
    pub fn choices(
        &self,
        field: &'static str,
        options: impl IntoIterator<Item = (&'static str, Say)>,
    ) -> Vec<Choice> {
        let choice = |(value, label): (&'static str, Say)| Choice {
            own_id: format!("{field}-{value}"),
            name: field,
            value,
            checked: self.value(field) == value,
            label,
        };
        options.into_iter().map(choice).collect()
    }

    /// Boxes of which several can be ticked: each is a field of its own, sent as `yes`.
    #[must_use]
    pub fn boxes(&self, options: impl IntoIterator<Item = (&'static str, Say)>) -> Vec<Choice> {
        let choice = |(field, label): (&'static str, Say)| Choice {
            own_id: field.to_owned(),
            name: field,
            value: TICKED,
            checked: self.value(field) == TICKED,
            label,
        };
        options.into_iter().map(choice).collect()
    }

    /// Whether it came back.
    #[must_use]
    pub fn failed(&self) -> bool {
        !self.summary.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use validator::Validate as _;

    #[derive(validator::Validate)]
    struct Fields {
        #[validate(length(max = 3))]
        key: String,
        #[validate(length(min = 1, max = 3))]
        name: String,
    }

    #[test]
    fn a_broken_rule_is_a_sentence_at_its_field() {
        let fields = Fields {
            key: "鍵鍵鍵鍵".to_owned(),
            name: String::new(),
        };
        let errors = FieldErrors::from(fields.validate().unwrap_err());
        let long = Say::new("error-too-long")
            .with("max", "3")
            .with("length", "4");
        let wanted = FieldErrors::of("key", long).and("name", Say::new("error-required-text"));
        assert_eq!(errors, wanted);
        let again = errors.with(FieldErrors::of("key", Say::new("key-wrong")));
        assert_eq!(again, wanted);
        let form = FormView::new([("key".to_owned(), fields.key)], again);
        assert!(form.failed() && !form.summary.is_empty());
        assert_eq!(form.fields["key"].value, "鍵鍵鍵鍵");
    }
}
