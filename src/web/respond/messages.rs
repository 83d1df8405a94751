//! What is wrong with answers, as sentences: which translation each fault has and what it needs.

use std::collections::BTreeMap;

use crate::domain::calendar::Part;
use crate::domain::language::Language;
use crate::domain::questionnaire::Reader;
use crate::domain::questionnaire::item::{self, Accepts};
use crate::domain::questionnaire::place::OFFERED;
use crate::domain::questionnaire::question::Exactness;
use crate::domain::questionnaire::refusal::{AnswerError, AnswerErrorKind as Fault};
use crate::domain::time::Day;
use crate::views::datum::Datum;
use crate::views::say::{Say, question_number, so_many};
use crate::web::page::summary::{Summary, SummaryLine};

use super::questions::Messages;

/// The faults by field, and the summary in the order of the questionnaire.
#[must_use]
pub fn messages(form: &Reader, errors: &[AnswerError], language: &Language) -> (Messages, Summary) {
    let mut by_field: Messages = BTreeMap::new();
    let mut summary = Vec::new();
    for error in errors {
        let item = form.item(&error.item).map(|(_, item)| item);
        let message = message(form, &error.kind, item, language);
        let target = item.map_or_else(|| "#main".to_owned(), target);
        let number = item.and_then(|item| form.number(item.section, item.question));
        let field = field(item, &error.item);
        // The places of a ranking say one thing together.
        if by_field.get(&field) == Some(&message) {
            continue;
        }
        summary.push(SummaryLine {
            target,
            number: number.map(question_number),
            row: item.and_then(|item| row(form, item, language)),
            message: message.clone(),
        });
        by_field.entry(field).or_insert(message);
    }
    (by_field, Summary::new(summary))
}

/// Where a fault is told: at its field, or at the question of a ranking.
fn field(item: Option<&item::Item>, code: &str) -> String {
    let is_place = item.is_some_and(|item| matches!(item.part, item::Part::Place(_)));
    let question = code.split('.').next().filter(|_| is_place);
    question.unwrap_or(code).to_owned()
}

/// Which part of its question an item is, where several may be wrong: the label of its row, of the option it stands beside.
fn row(form: &Reader, item: &item::Item, language: &Language) -> Option<String> {
    let questionnaire = form.questionnaire();
    let labels = item.labels(questionnaire, language);
    if !labels.is_empty() {
        return Some(labels.join(" "));
    }
    let item::Part::Other(at) = item.part else {
        return None;
    };
    let option = item.question(questionnaire)?.kind.choices(0).get(at)?;
    Some(option.label.get(language).to_owned())
}

/// The id of the first thing to touch: an option of a choice, the field otherwise.
pub(super) fn target(item: &item::Item) -> String {
    let first = item.accepts.codes().first();
    let first = first.filter(|_| item.names.is_none());
    let (item, part) = (&item.code, item.part);
    match (part, first) {
        (item::Part::Row(_), None) => format!("#{item}"),
        (item::Part::Other(_) | item::Part::Place(_), _) | (_, None) => {
            format!("#{}", item.replace('.', "-"))
        }
        (_, Some(code)) => format!("#{item}-{code}"),
    }
}

/// The sentence of a fault with what it names.
fn message(form: &Reader, fault: &Fault, item: Option<&item::Item>, language: &Language) -> Say {
    let accepts = item.map(|item| &item.accepts);
    if let Some(enough) = enough(fault, accepts) {
        return enough;
    }
    if item.is_some_and(|item| item.names.is_some()) && *fault == Fault::Required {
        return Say::new("error-required-place");
    }
    let say = Say::new(sentence(fault, accepts));
    let say = named(say, form, fault, item, language);
    limited(say, fault, accepts)
}

/// The sentence with the options and questions it names.
fn named(
    say: Say,
    form: &Reader,
    fault: &Fault,
    item: Option<&item::Item>,
    language: &Language,
) -> Say {
    match fault {
        Fault::OtherNotChosen => {
            say.with_any("option", item.and_then(|item| row(form, item, language)))
        }
        Fault::ExclusiveWithOthers => {
            let choices = item.map_or(&[][..], |item| item.choices(form.questionnaire()));
            let alone = choices.iter().find(|choice| choice.exclusive);
            say.with_any("option", alone.map(|choice| choice.label.get(language)))
        }
        Fault::SameUnanswered { source } => {
            let source = form.item(source).map(|(_, item)| item);
            let number = source.and_then(|item| form.number(item.section, item.question));
            say.with_any("number", number)
        }
        Fault::NoSuchPlace { typed } => say.with("typed", typed.as_str()),
        Fault::SeveralPlaces { typed, found } => {
            say.with("typed", typed.as_str()).with("count", *found)
        }
        _ => say,
    }
}

/// The sentence with the limits it names.
fn limited(say: Say, fault: &Fault, accepts: Option<&Accepts>) -> Say {
    match fault {
        Fault::TooManyChosen { max, chosen } => {
            let chosen = u16::try_from(*chosen).unwrap_or(u16::MAX);
            say.with("max", so_many(*max))
                .with("count", so_many(chosen))
        }
        Fault::NumberOutside { min, max } => say
            .with("min", min.to_string())
            .with("max", max.to_string()),
        Fault::TooManyDecimals { decimals } => say.with("max", decimals.to_string()),
        Fault::DayOutside { min, max } => {
            let exact_to = match asks_month(accepts) {
                true => Exactness::Month,
                false => Exactness::Day,
            };
            let day = |day: Day| Datum::BothCalendars(day, exact_to);
            say.with("min", day(*min)).with("max", day(*max))
        }
        Fault::TimeOutside { min, max } => say
            .with("min", min.to_string())
            .with("max", max.to_string()),
        Fault::TooLong { max, length } => say
            .with("max", max.to_string())
            .with("length", length.to_string()),
        _ => say,
    }
}

/// The translation key of a fault.
fn sentence(fault: &Fault, accepts: Option<&Accepts>) -> &'static str {
    match fault {
        Fault::UnknownItem => "error-unknown-question",
        Fault::UnknownOption => "error-unknown-option",
        Fault::Repeated => "error-repeated",
        Fault::Required => required(accepts),
        Fault::TooFewChosen { .. } => "error-too-few",
        Fault::TooManyChosen { .. } => "error-too-many",
        Fault::ExclusiveWithOthers => "error-exclusive",
        Fault::OtherNotChosen => "error-other-not-chosen",
        Fault::SameUnanswered { .. } => "error-same-unanswered",
        Fault::NoSuchPlace { .. } => "error-place-none",
        Fault::SeveralPlaces { found, .. } if *found > OFFERED => "error-place-many",
        Fault::SeveralPlaces { .. } => "error-place-several",
        Fault::PlacesDiffer => "error-place-differ",
        Fault::RankedTwice => "error-same-rank",
        Fault::PlaceSkipped => "error-rank-gap",
        Fault::NotANumber => "error-not-a-number",
        Fault::NumberOutside { .. } => "error-out-of-range",
        Fault::TooManyDecimals { decimals: 0 } => "error-whole-number",
        Fault::TooManyDecimals { .. } => "error-decimals",
        Fault::NotADay if asks_month(accepts) => "error-not-a-month",
        Fault::NotADay => "error-not-a-date",
        Fault::DayWithout { part: Part::Year } => "error-without-year",
        Fault::DayWithout { part: Part::Month } => "error-without-month",
        Fault::DayWithout { part: Part::Day } => "error-without-day",
        Fault::NoSuchDay | Fault::OutsideEra { .. } => "error-no-such-date",
        Fault::DayOutside { .. } => "error-date-range",
        Fault::NotATime => "error-not-a-time",
        Fault::TimeOutside { .. } => "error-time-range",
        Fault::NotAPostalCode => "error-not-a-postal-code",
        Fault::NotATelephone => "error-not-a-telephone",
        Fault::TooLong { .. } => "error-too-long",
        Fault::TooManyBytes { .. } => "error-too-many-bytes",
        Fault::ForbiddenCharacter => "error-characters",
        Fault::NotOneLine => "error-one-line",
    }
}

/// What has to be done where nothing was.
fn required(accepts: Option<&Accepts>) -> &'static str {
    match accepts {
        Some(Accepts::Consent(_)) => "error-consent",
        Some(Accepts::Many { .. }) => "error-required-several",
        Some(accepts) if !accepts.codes().is_empty() => "error-required-choice",
        _ => "error-required-text",
    }
}

/// How many are to be chosen, where the question says how many at least: also where nothing is.
fn enough(fault: &Fault, accepts: Option<&Accepts>) -> Option<Say> {
    let Some(Accepts::Many {
        min: Some(min),
        max,
        ..
    }) = accepts
    else {
        return None;
    };
    match fault {
        Fault::Required | Fault::TooFewChosen { .. } | Fault::TooManyChosen { .. }
            if Some(min) == max.as_ref() =>
        {
            Some(Say::new("error-exactly").with("count", so_many(*min)))
        }
        Fault::Required | Fault::TooFewChosen { .. } => {
            Some(Say::new("error-too-few").with("min", so_many(*min)))
        }
        _ => None,
    }
}

fn asks_month(accepts: Option<&Accepts>) -> bool {
    matches!(
        accepts,
        Some(Accepts::Date {
            exact_to: Exactness::Month,
            ..
        })
    )
}
