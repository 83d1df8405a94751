//! Limits that were read become those of a question.

use rust_decimal::prelude::ToPrimitive;

use super::constraint::Limits;
use crate::domain::questionnaire::question::{Choice, Kind, Question};
use crate::formats::foreign::kinds::{self, Options};
use crate::formats::foreign::lack::Lack;
use crate::formats::foreign::texts::told;

/// Sets the limits of a question; true where some of them fit no question of its kind.
pub(super) fn set(
    question: &mut Question,
    limits: Limits,
    options: &Options,
    mut lack: impl FnMut(Lack),
) -> bool {
    let Limits {
        numbers,
        days,
        marks,
        length,
        pattern,
        alone,
    } = limits;
    let mut counts = marks != (None, None) || !alone.is_empty();
    let mut words = length.is_some() || pattern.is_some();
    match &mut question.kind {
        Kind::Number { min, max, .. } => {
            let widest = kinds::widest();
            if (*min, *max) == widest && (numbers.0.is_none() || numbers.1.is_none()) {
                lack(Lack::NoRange);
            }
            *min = numbers.0.unwrap_or(*min);
            *max = numbers.1.unwrap_or(*max);
        }
        Kind::Date { min, max, .. } => (*min, *max) = days,
        Kind::Multiple {
            options: all,
            min,
            max,
        } => {
            counts = false;
            (*min, *max) = marks;
            stand_alone(all, &alone, options, lack);
        }
        Kind::Text {
            max_length,
            pattern: form,
            ..
        } => {
            words = false;
            (*max_length, *form) = (length, pattern);
        }
        _ => {}
    }
    counts || words
}

/// The options that exclude all others, by their names in the file.
fn stand_alone(
    all: &mut [Choice],
    alone: &[String],
    options: &Options,
    mut lack: impl FnMut(Lack),
) {
    for name in alone {
        let named = options.names.iter().find(|(known, _)| known == name);
        let code = named.map(|(_, code)| code);
        match all.iter_mut().find(|option| Some(&option.code) == code) {
            Some(option) => option.exclusive = true,
            None => lack(Lack::Value(told(name))),
        }
    }
}

/// The largest number that is answered to a question that may say how often a section is repeated.
pub(super) fn largest(kind: &Kind) -> Option<u16> {
    match kind {
        Kind::Number { max, .. } => max.to_u16(),
        Kind::Single { options } | Kind::Scale { options } => options
            .iter()
            .filter_map(|option| option.code.as_str().parse().ok())
            .max(),
        _ => None,
    }
}
