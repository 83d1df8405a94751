//! Sheets as cities lay them out, as text and as Word files, and files that are none.

#![expect(
    clippy::too_many_lines,
    reason = "tables of cases, and laws that stop at the first surprise"
)]

mod bad_tests;
mod laws_tests;
mod typed_tests;
mod whole_tests;
mod word_tests;

use super::*;
use crate::domain::questionnaire::changing::KindWord;
use crate::domain::questionnaire::code::Code;
use crate::domain::questionnaire::pattern::Pattern;
use crate::domain::questionnaire::question::{Choice, Exactness, Kind, Meaning, Question, Role};
use crate::domain::questionnaire::routing::Condition;
use crate::domain::questionnaire::source::fate::{Became, Fate, Reason};
use crate::domain::text::Text;

pub(super) fn code(code: &str) -> Code {
    Code::parse(code).unwrap()
}

/// The draft of a text.
pub(super) fn of_text(sheet: &str) -> Guess {
    guess(&text(sheet.as_bytes()).unwrap().lines, code("shimin"))
}

pub(super) fn said(text: &Text) -> &str {
    text.iter().next().map_or("", |(_, text)| text)
}

/// A question on one line, so that a whole draft can be read at a glance.
pub(super) fn shown(question: &Question) -> String {
    let mut line = format!("{} {}", question.code, said(&question.text));
    if question.role == Role::Attribute {
        line += " @";
    }
    if let Some(Condition::AnyOf { item, codes }) = &question.show_if {
        let codes: Vec<&str> = codes.iter().map(Code::as_str).collect();
        line += &format!(" if {item}={}", codes.join(","));
    }
    if let Some(hint) = &question.hint {
        line += &format!(" ?{}", said(hint));
    }
    line + " | " + &kind(&question.kind)
}

fn kind(kind: &Kind) -> String {
    let rows: Vec<&str> = kind
        .rows()
        .unwrap_or_default()
        .iter()
        .map(|row| said(&row.label))
        .collect();
    let rows = rows.join("/");
    match kind {
        Kind::Single { options } => format!("single {}", options_of(options)),
        Kind::Scale { options } => format!("scale {}", options_of(options)),
        Kind::Multiple { options, max, .. } => match max {
            Some(max) => format!("multiple≤{max} {}", options_of(options)),
            None => format!("multiple {}", options_of(options)),
        },
        Kind::Ranking { options, places } => format!("ranking{places} {}", options_of(options)),
        Kind::Grid { options, .. } => format!("grid {rows} × {}", options_of(options)),
        Kind::MultipleGrid { options, .. } => {
            format!("multiple_grid {rows} × {}", options_of(options))
        }
        Kind::DualGrid { axes, .. } => {
            let axes: Vec<String> = axes
                .iter()
                .map(|axis| {
                    format!(
                        "{}:{} {}",
                        axis.code,
                        said(&axis.label),
                        options_of(&axis.options)
                    )
                })
                .collect();
            format!("dual_grid {rows} × {}", axes.join(" + "))
        }
        Kind::Number { unit, max, .. } => {
            format!("number ≤{max}{}", unit.as_ref().map_or("", said))
        }
        Kind::Date { exact_to, .. } if *exact_to == Exactness::Month => "date Month".to_owned(),
        Kind::Date { .. } => "date Day".to_owned(),
        Kind::Time { .. } => "time".to_owned(),
        Kind::Text {
            pattern: Some(Pattern::PostalCode),
            ..
        } => "text postal_code".to_owned(),
        Kind::Text { long: true, .. } => "text long".to_owned(),
        Kind::Note { .. } => "note".to_owned(),
        other => KindWord::of(other).word().to_owned(),
    }
}

/// `1満足+2`: the code, the label, points; `?` わからない, `!` not applicable, `-` alone, `…` with a line.
fn options_of(options: &[Choice]) -> String {
    let shown = options.iter().map(|option| {
        let mut line = format!("{}{}", option.code, said(&option.label));
        if let Some(score) = option.score {
            line += &format!("{score:+}");
        }
        line += match option.meaning {
            Meaning::Substantive => "",
            Meaning::DontKnow => "?",
            Meaning::NotApplicable => "!",
        };
        line += if option.exclusive { "-" } else { "" };
        line + if option.other { "…" } else { "" }
    });
    let shown: Vec<String> = shown.collect();
    shown.join(" ")
}
