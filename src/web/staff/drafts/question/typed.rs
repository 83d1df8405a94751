//! The question that was typed, and its limits as fields.

use crate::domain::language::Language;
use crate::domain::questionnaire::changing::KindWord;
use crate::domain::questionnaire::question::{Kind, Question, Role};
use crate::views::say::Say;
use crate::web::page::form::FieldErrors;

use super::super::fields::{Fields, shown, write, write_optional};
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
        _ => Vec::new(),
    };
    all.into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

/// The question that a form makes of another.
///
/// # Errors
/// What is wrong, at its field.
pub(super) fn question(
    old: &Question,
    fields: &Fields,
    language: &Language,
    is_first: bool,
) -> Result<Question, FieldErrors> {
    let mut new = old.clone();
    let text = fields.text("text");
    if text.is_empty() && is_first {
        return Err(FieldErrors::of("text", Say::new("error-required-text")));
    }
    write(&mut new.text, language, text);
    write_optional(&mut new.hint, language, fields.text("hint"));
    let role = match fields.ticked("attribute") {
        true => Role::Attribute,
        false => Role::Subject,
    };
    let settled = KindWord::of(&new.kind).settled();
    (new.required, new.role) = settled.unwrap_or((fields.ticked("required"), role));
    lists::read(&mut new.kind, fields, (language, is_first))?;
    limit(&mut new.kind, fields, language)?;
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
        _ => {}
    }
    Ok(())
}

/// The fields of limits: empty is none.
struct Limits<'a>(&'a Fields);

impl Limits<'_> {
    fn count(&self, name: &'static str) -> Result<Option<u16>, FieldErrors> {
        let Some(number) = self.number(name)? else {
            return Ok(None);
        };
        match u16::try_from(number) {
            Ok(count) if number.fract().is_zero() => Ok(Some(count)),
            _ => Err(FieldErrors::of(name, Say::new("draft-not-a-count"))),
        }
    }

    fn number(&self, name: &'static str) -> Result<Option<rust_decimal::Decimal>, FieldErrors> {
        let typed = self.0.text(name);
        if typed.is_empty() {
            return Ok(None);
        }
        let number = decimal(&typed);
        let wrong = || FieldErrors::of(name, Say::new("draft-not-a-number"));
        number.map(Some).ok_or_else(wrong)
    }
}
