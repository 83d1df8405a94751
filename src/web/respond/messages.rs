//! What is wrong with answers, as sentences: which translation each fault has and what it needs.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::domain::questionnaire::Reader;
use crate::domain::questionnaire::item::{Accepts, Part};
use crate::domain::questionnaire::refusal::{AnswerError, AnswerErrorKind as Fault};

use super::questions::{Message, Messages};

/// One line of the summary on top of a page.
#[derive(Debug, Clone, Serialize)]
pub struct SummaryLine {
    /// Where it leads: `#` and the id of a field, or the address of a page.
    target: String,
    number: Option<usize>,
    #[serde(flatten)]
    message: Message,
}

/// A line of its own, with a sentence that needs nothing more.
#[must_use]
pub fn plain_line(href: &str, message: &'static str) -> SummaryLine {
    let message = Message {
        message,
        max: None,
        min: None,
        length: None,
    };
    SummaryLine {
        target: href.to_owned(),
        number: None,
        message,
    }
}

/// The faults by field, and the summary in the order of the questionnaire.
#[must_use]
pub fn messages(form: &Reader, errors: &[AnswerError]) -> (Messages, Vec<SummaryLine>) {
    let mut by_field: Messages = BTreeMap::new();
    let mut summary = Vec::new();
    for error in errors {
        let item = form.item(&error.item).map(|(_, item)| item);
        let message = message(&error.kind, item.map(|item| &item.accepts));
        let target = item.map_or_else(
            || "#main".to_owned(),
            |item| target(&error.item, item.part, &item.accepts),
        );
        let number = item.and_then(|item| number(form, item.section, item.question));
        summary.push(SummaryLine {
            target,
            number,
            message: message.clone(),
        });
        let field = match item.map(|item| item.part) {
            Some(Part::Place(_)) => error.item.split('.').next().unwrap_or_default().to_owned(),
            Some(Part::Other) => error.item.trim_end_matches(".other").to_owned(),
            _ => error.item.clone(),
        };
        by_field.entry(field).or_insert(message);
    }
    (by_field, summary)
}

/// The printed number of a question: notes have none.
#[must_use]
pub fn number(form: &Reader, section: usize, question: usize) -> Option<usize> {
    let asked = |at: usize, count: usize| {
        (0..count)
            .filter(|q| !form.items_of(at, *q).is_empty())
            .count()
    };
    let sections = &form.questionnaire().sections;
    let before: usize = sections
        .iter()
        .take(section)
        .enumerate()
        .map(|(at, s)| asked(at, s.questions.len()))
        .sum();
    (!form.items_of(section, question).is_empty()).then(|| before + asked(section, question) + 1)
}

/// The id of the first thing to touch: an option of a choice, the field otherwise.
fn target(item: &str, part: Part, accepts: &Accepts) -> String {
    let first = accepts.codes().first();
    match (part, first) {
        (Part::Other | Part::Place(_), _) | (_, None) => format!("#{}", item.replace('.', "-")),
        (_, Some(code)) => format!("#{item}-{code}"),
    }
}

fn message(fault: &Fault, accepts: Option<&Accepts>) -> Message {
    let plain = |message| Message {
        message,
        max: None,
        min: None,
        length: None,
    };
    let up_to = |message, max: String| Message {
        max: Some(max),
        ..plain(message)
    };
    let between = |message, min: String, max: String| Message {
        min: Some(min),
        ..up_to(message, max)
    };
    match fault {
        Fault::UnknownItem => plain("error-unknown-question"),
        Fault::UnknownOption => plain("error-unknown-option"),
        Fault::Repeated => plain("error-repeated"),
        Fault::Required => plain(match accepts {
            Some(Accepts::One(_) | Accepts::Many { .. }) => "error-required-choice",
            _ => "error-required-text",
        }),
        Fault::TooManyChosen { max, .. } => up_to("error-too-many", max.to_string()),
        Fault::ExclusiveWithOthers => plain("error-exclusive"),
        Fault::OtherNotChosen => plain("error-other-not-chosen"),
        Fault::RankedTwice => plain("error-same-rank"),
        Fault::PlaceSkipped => plain("error-rank-gap"),
        Fault::NotANumber => plain("error-not-a-number"),
        Fault::NumberOutside { min, max } => {
            between("error-out-of-range", min.to_string(), max.to_string())
        }
        Fault::TooManyDecimals { decimals } => up_to("error-decimals", decimals.to_string()),
        Fault::NotADay => plain("error-not-a-date"),
        Fault::NoSuchDay | Fault::OutsideEra { .. } => plain("error-no-such-date"),
        Fault::DayOutside { min, max } => {
            between("error-date-range", min.to_string(), max.to_string())
        }
        Fault::TooLong { max, length } => Message {
            length: Some(length.to_string()),
            ..up_to("error-too-long", max.to_string())
        },
        Fault::TooManyBytes { .. } => plain("error-too-many-bytes"),
        Fault::ForbiddenCharacter => plain("error-characters"),
        Fault::NotOneLine => plain("error-one-line"),
    }
}
