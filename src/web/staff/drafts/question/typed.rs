//! The question that was typed, and its limits as fields.

use rust_decimal::Decimal;

use crate::domain::language::Language;
use crate::domain::questionnaire::Questionnaire;
use crate::domain::questionnaire::changing::KindWord;
use crate::domain::questionnaire::question::{Exactness, Kind, Question, Role};
use crate::domain::time::Day;
use crate::domain::time_of_day::TimeOfDay;
use crate::views::say::Say;
use crate::web::page::form::FieldErrors;

use super::super::fields::{Fields, shown, write, write_optional};
use super::beside;
use super::lists::{self, decimal};
use super::ticked;

/// The limits of a question, by the names of their fields.
pub(super) fn limits(question: &Question, language: &Language) -> Vec<(String, String)> {
    let number = |number: Option<u16>| number.map_or_else(String::new, |number| number.to_string());
    let all: Vec<(&str, String)> = match &question.kind {
        Kind::Multiple { min, max, .. } => vec![("min", number(*min)), ("max", number(*max))],
        Kind::MultipleGrid { max, .. } => vec![("max", number(*max))],
        Kind::Ranking { places, .. } => vec![("places", places.to_string())],
        Kind::Number {
            min,
            max,
            decimals,
            unit,
        }
        | Kind::NumberGrid {
            min,
            max,
            decimals,
            unit,
            ..
        } => vec![
            ("min", min.normalize().to_string()),
            ("max", max.normalize().to_string()),
            ("decimals", decimals.to_string()),
            ("unit", shown(unit.as_ref(), language)),
        ],
        Kind::Text {
            long, max_length, ..
        } => {
            vec![("long", ticked(*long)), ("max_length", number(*max_length))]
        }
        Kind::Consent { label } => vec![("label", shown(Some(label), language))],
        other => span(other),
    };
    all.into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

/// The limits of a day or a time.
fn span(kind: &Kind) -> Vec<(&'static str, String)> {
    match kind {
        Kind::Date { min, max, exact_to } => vec![
            ("min", printed(min.as_ref())),
            ("max", printed(max.as_ref())),
            ("month", ticked(*exact_to == Exactness::Month)),
        ],
        Kind::Time { min, max } => {
            vec![
                ("min", printed(min.as_ref())),
                ("max", printed(max.as_ref())),
            ]
        }
        _ => Vec::new(),
    }
}

fn printed(limit: Option<&impl ToString>) -> String {
    limit.map_or_else(String::new, ToString::to_string)
}

/// The question that a form makes of another.
///
/// # Errors
/// What is wrong, at its field.
pub(super) fn question(
    (base, old): (&Questionnaire, &Question),
    fields: &Fields,
    language: &Language,
) -> Result<Question, FieldErrors> {
    let is_first = base.languages.first() == Some(language);
    let mut new = old.clone();
    let text = fields.text("text");
    if text.is_empty() && is_first {
        return Err(FieldErrors::of("text", Say::new("error-required-text")));
    }
    write(&mut new.text, language, text);
    if let Some(short) = fields.sent("short") {
        write_optional(&mut new.short, language, short);
    }
    write_optional(&mut new.hint, language, fields.text("hint"));
    let role = match fields.ticked("attribute") {
        true => Role::Attribute,
        false => Role::Subject,
    };
    let settled = KindWord::of(&new.kind).settled();
    (new.required, new.role) = settled.unwrap_or((fields.ticked("required"), role));
    lists::read(&mut new.kind, fields, (language, is_first))?;
    limit(&mut new.kind, fields, language)?;
    beside::read(&mut new, fields, base);
    Ok(new)
}

fn limit(kind: &mut Kind, fields: &Fields, language: &Language) -> Result<(), FieldErrors> {
    let limits = Limits(fields);
    match kind {
        Kind::Multiple { min, max, .. } => {
            *min = limits.count("min")?;
            *max = limits.count("max")?;
        }
        Kind::MultipleGrid { max, .. } => *max = limits.count("max")?,
        Kind::Ranking { places, .. } => *places = limits.count("places")?.unwrap_or(*places),
        Kind::Number {
            min,
            max,
            decimals,
            unit,
        }
        | Kind::NumberGrid {
            min,
            max,
            decimals,
            unit,
            ..
        } => {
            *min = limits.number("min")?.unwrap_or(*min);
            *max = limits.number("max")?.unwrap_or(*max);
            *decimals = limits.count("decimals")?.unwrap_or(0);
            write_optional(unit, language, fields.text("unit"));
        }
        Kind::Text {
            long, max_length, ..
        } => {
            *long = fields.ticked("long");
            *max_length = limits.count("max_length")?;
        }
        Kind::Consent { label } => write(label, language, fields.text("label")),
        other => limits.span(other)?,
    }
    Ok(())
}

/// The fields of limits: empty is none.
struct Limits<'a>(&'a Fields);

impl Limits<'_> {
    /// Of a day or a time.
    fn span(&self, kind: &mut Kind) -> Result<(), FieldErrors> {
        match kind {
            Kind::Date { min, max, exact_to } => {
                *min = self.day("min")?;
                *max = self.day("max")?;
                *exact_to = match self.0.ticked("month") {
                    true => Exactness::Month,
                    false => Exactness::Day,
                };
            }
            Kind::Time { min, max } => {
                *min = self.time("min")?;
                *max = self.time("max")?;
            }
            _ => {}
        }
        Ok(())
    }

    fn count(&self, name: &'static str) -> Result<Option<u16>, FieldErrors> {
        let Some(number) = self.number(name)? else {
            return Ok(None);
        };
        match u16::try_from(number) {
            Ok(count) if number.fract().is_zero() => Ok(Some(count)),
            _ => Err(FieldErrors::of(name, Say::new("draft-not-a-count"))),
        }
    }

    fn number(&self, name: &'static str) -> Result<Option<Decimal>, FieldErrors> {
        self.typed(name, decimal, "draft-not-a-number")
    }

    fn day(&self, name: &'static str) -> Result<Option<Day>, FieldErrors> {
        self.typed(name, |typed| typed.parse().ok(), "extension-no-day")
    }

    fn time(&self, name: &'static str) -> Result<Option<TimeOfDay>, FieldErrors> {
        self.typed(name, TimeOfDay::read, "draft-not-a-time")
    }

    fn typed<T>(
        &self,
        name: &'static str,
        read: impl Fn(&str) -> Option<T>,
        wrong: &'static str,
    ) -> Result<Option<T>, FieldErrors> {
        let typed = self.0.text(name);
        if typed.is_empty() {
            return Ok(None);
        }
        let wrong = || FieldErrors::of(name, Say::new(wrong));
        read(&typed).map(Some).ok_or_else(wrong)
    }
}
