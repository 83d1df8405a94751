//! From a rule over the names of a file to a condition over our items.

use std::collections::HashMap;

use rust_decimal::Decimal;

use super::{How, Logic};
use crate::domain::questionnaire::code::Code;
use crate::domain::questionnaire::routing::Condition;
use crate::domain::time::Day;

/// What a name of the file is here.
#[derive(Debug, Clone)]
pub(in crate::formats::foreign) struct Names(pub HashMap<String, (String, Answer)>);

/// What the answer to an item can be.
#[derive(Debug, Clone)]
pub(in crate::formats::foreign) enum Answer {
    /// One of these options, by their names in the file.
    One(Vec<(String, Code)>),
    /// Several of them.
    Many(Vec<(String, Code)>),
    /// A mark of this option of the item.
    Tick(Code),
    /// A number with so many digits after the point.
    Number(u16),
    /// A day.
    Day,
    /// Anything that is only there or not.
    Other,
}

/// Why a rule cannot be said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::formats::foreign) enum Unresolved {
    /// Something in it is not there.
    Name(String),
    /// No condition says this.
    Meaning,
}

/// Words by which a mark is given.
const MARKED: [&str; 5] = ["Y", "1", "true", "yes", "OK"];

/// The condition a rule means, and whether it means another thing for those who left a question unanswered.
///
/// # Errors
/// What in it cannot be said.
pub(in crate::formats::foreign) fn resolve(
    logic: &Logic,
    names: &Names,
) -> Result<(Condition, bool), Unresolved> {
    let mut differs = false;
    let condition = condition(logic, names, &mut differs)?;
    Ok((condition, differs))
}

fn condition(logic: &Logic, names: &Names, differs: &mut bool) -> Result<Condition, Unresolved> {
    let mut all = |parts: &[Logic]| -> Result<Vec<Condition>, Unresolved> {
        parts
            .iter()
            .map(|part| condition(part, names, differs))
            .collect()
    };
    match logic {
        Logic::All(parts) => all(parts).map(between),
        Logic::Any(parts) => all(parts).map(one_of),
        Logic::Not(part) => {
            *differs |= !matches!(**part, Logic::Answered(_));
            Ok(Condition::Not(Box::new(condition(part, names, differs)?)))
        }
        Logic::Answered(name) => {
            let (item, answer) = known(name, names)?;
            Ok(match answer {
                Answer::Tick(code) => any_of(item, vec![code.clone()]),
                _ => Condition::Answered {
                    item: item.to_owned(),
                },
            })
        }
        Logic::Has { name, values } => has(name, values, names),
        Logic::Compare { name, how, value } => compared(name, *how, value, names),
    }
}

/// Two limits of one answer are one condition.
fn between(parts: Vec<Condition>) -> Condition {
    let joined = match parts.as_slice() {
        [one, other] => joined(one, other),
        _ => None,
    };
    joined.unwrap_or(Condition::All(parts))
}

/// A smallest and a largest answer of one item.
fn joined(one: &Condition, other: &Condition) -> Option<Condition> {
    use Condition::{Date, Number};
    match (one, other) {
        (
            Number {
                item,
                min,
                max: None,
            },
            Number {
                item: same,
                min: None,
                max,
            },
        ) if item == same => {
            let (item, min, max) = (item.clone(), Some((*min)?), Some((*max)?));
            Some(Number { item, min, max })
        }
        (
            Date {
                item,
                min,
                max: None,
            },
            Date {
                item: same,
                min: None,
                max,
            },
        ) if item == same => {
            let (item, min, max) = (item.clone(), Some((*min)?), Some((*max)?));
            Some(Date { item, min, max })
        }
        _ => None,
    }
}

/// One option of a question or another one is one condition.
fn one_of(parts: Vec<Condition>) -> Condition {
    let mut of = None;
    let mut all = Vec::new();
    for part in &parts {
        match part {
            Condition::AnyOf { item, codes } if of.is_none_or(|of| of == item) => {
                of = Some(item);
                all.extend(codes.iter().cloned());
            }
            _ => return Condition::Any(parts),
        }
    }
    match of {
        Some(item) => any_of(item, all),
        None => Condition::Any(parts),
    }
}

fn known<'n>(name: &str, names: &'n Names) -> Result<(&'n str, &'n Answer), Unresolved> {
    let found = names
        .0
        .get(name)
        .ok_or_else(|| Unresolved::Name(name.to_owned()))?;
    Ok((&found.0, &found.1))
}

fn any_of(item: &str, codes: Vec<Code>) -> Condition {
    let item = item.to_owned();
    Condition::AnyOf { item, codes }
}

fn has(name: &str, values: &[String], names: &Names) -> Result<Condition, Unresolved> {
    let (item, answer) = known(name, names)?;
    if let (Answer::Tick(code), [value]) = (answer, values)
        && (code.as_str() == value || MARKED.contains(&value.as_str()))
    {
        return Ok(any_of(item, vec![code.clone()]));
    }
    let (Answer::One(options) | Answer::Many(options)) = answer else {
        return Err(Unresolved::Meaning);
    };
    let codes: Result<Vec<Code>, Unresolved> =
        values.iter().map(|value| code(value, options)).collect();
    Ok(any_of(item, codes?))
}

fn code(value: &str, options: &[(String, Code)]) -> Result<Code, Unresolved> {
    let found = options.iter().find(|(name, _)| name == value);
    found
        .map(|(_, code)| code.clone())
        .ok_or_else(|| Unresolved::Name(value.to_owned()))
}

fn compared(name: &str, how: How, value: &str, names: &Names) -> Result<Condition, Unresolved> {
    let (item, answer) = known(name, names)?;
    match answer {
        Answer::One(options) if how == How::Is => Ok(any_of(item, vec![code(value, options)?])),
        Answer::One(options) => steps(item, how, value, options),
        Answer::Tick(code) if how == How::Is && MARKED.contains(&value) => {
            Ok(any_of(item, vec![code.clone()]))
        }
        Answer::Number(decimals) => number(item, how, value, *decimals).ok_or(Unresolved::Meaning),
        Answer::Day => day(item, how, value).ok_or(Unresolved::Meaning),
        // Several marks are never equal to one, but where it is the only one.
        Answer::Many(_) | Answer::Tick(_) | Answer::Other => Err(Unresolved::Meaning),
    }
}

/// Options whose names are numbers, compared as numbers.
fn steps(
    item: &str,
    how: How,
    value: &str,
    options: &[(String, Code)],
) -> Result<Condition, Unresolved> {
    let limit: Decimal = value.parse().map_err(|_| Unresolved::Meaning)?;
    let mut codes = Vec::new();
    for (name, code) in options {
        let step: Decimal = name.parse().map_err(|_| Unresolved::Meaning)?;
        let holds = match how {
            How::Is => step == limit,
            How::Less => step < limit,
            How::AtMost => step <= limit,
            How::More => step > limit,
            How::AtLeast => step >= limit,
        };
        codes.extend(holds.then(|| code.clone()));
    }
    Ok(any_of(item, codes))
}

fn number(item: &str, how: How, value: &str, decimals: u16) -> Option<Condition> {
    let value: Decimal = value.parse().ok()?;
    // The next number that can be an answer: limits are ends included.
    let step = Decimal::try_new(1, decimals.into()).ok()?;
    let (min, max) = match how {
        How::Is => (Some(value), Some(value)),
        How::Less => (None, Some(value.checked_sub(step)?)),
        How::AtMost => (None, Some(value)),
        How::More => (Some(value.checked_add(step)?), None),
        How::AtLeast => (Some(value), None),
    };
    let item = item.to_owned();
    Some(Condition::Number { item, min, max })
}

fn day(item: &str, how: How, value: &str) -> Option<Condition> {
    let value: Day = value.parse().ok()?;
    let (min, max) = match how {
        How::Is => (Some(value), Some(value)),
        How::Less => (None, Some(value.pred_opt()?)),
        How::AtMost => (None, Some(value)),
        How::More => (Some(value.succ_opt()?), None),
        How::AtLeast => (Some(value), None),
    };
    let item = item.to_owned();
    Some(Condition::Date { item, min, max })
}
