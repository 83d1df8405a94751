//! The column `constraint`: limits of an answer, as rules over `.`.

use std::collections::HashMap;

use rust_decimal::Decimal;

use crate::domain::questionnaire::pattern::Pattern;
use crate::domain::questionnaire::question::Kind;
use crate::domain::time::Day;
use crate::formats::foreign::assemble::Rule;
use crate::formats::foreign::expression::{Dialect, How, Logic, parse};

/// The forms of texts, as rules are written for them.
pub(super) const FORMS: [(Pattern, &str); 2] = [
    (Pattern::PostalCode, "^[0-9]{3}-?[0-9]{4}$"),
    (Pattern::Telephone, "^0[0-9-]{9,12}$"),
];

/// The limits of an answer.
#[derive(Debug, Default)]
pub(super) struct Limits {
    pub numbers: (Option<Decimal>, Option<Decimal>),
    pub days: (Option<Day>, Option<Day>),
    pub marks: (Option<u16>, Option<u16>),
    pub length: Option<u16>,
    pub pattern: Option<Pattern>,
    /// Names of options that stand alone.
    pub alone: Vec<String>,
}

/// The limits a rule says; none where it says something else as well.
pub(super) fn limits(rule: &Rule, kind: &Kind) -> Option<Limits> {
    let logic = parse(&rule.raw, Dialect::XlsForm)?;
    let mut limits = Limits::default();
    each(&logic, kind, &mut limits).then_some(limits)
}

/// Every part of a rule is a limit.
fn each(logic: &Logic, kind: &Kind, limits: &mut Limits) -> bool {
    match logic {
        Logic::All(parts) => parts.iter().all(|part| each(part, kind, limits)),
        Logic::Compare { name, how, value } => match name.as_str() {
            "." => of_answer(*how, value, kind, limits).is_some(),
            "string-length(.)" => length(*how, value, limits).is_some(),
            "count-selected(.)" => marks(*how, value, limits).is_some(),
            _ => false,
        },
        Logic::Has { name, values } if name == "regex(.)" => {
            let form = FORMS
                .iter()
                .find(|(_, form)| values.iter().any(|value| value == form));
            limits.pattern = form.map(|(pattern, _)| *pattern);
            form.is_some()
        }
        Logic::Not(inside) => alone(inside, limits),
        _ => false,
    }
}

/// `selected(., 'none') and count-selected(.) > 1`, which must not be.
fn alone(logic: &Logic, limits: &mut Limits) -> bool {
    let Logic::All(parts) = logic else {
        return false;
    };
    match parts.as_slice() {
        [
            Logic::Has { name, values },
            Logic::Compare {
                name: counted,
                how: How::More,
                value,
            },
        ] if name == "." && counted == "count-selected(.)" && value == "1" => {
            limits.alone.extend(values.iter().cloned());
            true
        }
        _ => false,
    }
}

fn of_answer(how: How, value: &str, kind: &Kind, limits: &mut Limits) -> Option<()> {
    match kind {
        Kind::Number { decimals, .. } => {
            let value: Decimal = value.parse().ok()?;
            let step = Decimal::try_new(1, (*decimals).into()).ok()?;
            bound(
                how,
                value,
                value.checked_sub(step)?,
                value.checked_add(step)?,
                &mut limits.numbers,
            )
        }
        Kind::Date { .. } => {
            let value: Day = value.parse().ok()?;
            bound(
                how,
                value,
                value.pred_opt()?,
                value.succ_opt()?,
                &mut limits.days,
            )
        }
        _ => None,
    }
}

/// Sets the limit a comparison says; `before` and `after` are the neighbours of the value.
fn bound<T>(
    how: How,
    value: T,
    before: T,
    after: T,
    limits: &mut (Option<T>, Option<T>),
) -> Option<()> {
    let (place, value) = match how {
        How::Is => return None,
        How::Less => (&mut limits.1, before),
        How::AtMost => (&mut limits.1, value),
        How::More => (&mut limits.0, after),
        How::AtLeast => (&mut limits.0, value),
    };
    place.replace(value).is_none().then_some(())
}

fn length(how: How, value: &str, limits: &mut Limits) -> Option<()> {
    let value: u16 = value.parse().ok()?;
    let most = match how {
        How::Less => value.checked_sub(1)?,
        How::AtMost => value,
        _ => return None,
    };
    limits.length.replace(most).is_none().then_some(())
}

fn marks(how: How, value: &str, limits: &mut Limits) -> Option<()> {
    let value: u16 = value.parse().ok()?;
    if how == How::Is {
        limits.marks = (Some(value), Some(value));
        return Some(());
    }
    bound(
        how,
        value,
        value.checked_sub(1)?,
        value.checked_add(1)?,
        &mut limits.marks,
    )
}

/// `start=0 end=10 step=1`.
pub(super) fn parameters(written: &str) -> HashMap<String, String> {
    let parts = written
        .split([' ', ',', ';'])
        .filter_map(|part| part.split_once('='));
    parts
        .map(|(name, value)| (name.trim().to_lowercase(), value.trim().to_owned()))
        .collect()
}
