//! Every text and every condition of a questionnaire with its place in the words of the file.

use super::Questionnaire;
use super::question::{Choice, Kind, Question, Row};
use super::routing::Condition;
use crate::domain::text::Text;

/// Every text of a questionnaire with its place.
pub(super) fn texts(questionnaire: &Questionnaire) -> Vec<(String, &Text)> {
    let mut all = vec![
        ("title".to_owned(), &questionnaire.title),
        ("purpose".to_owned(), &questionnaire.purpose),
    ];
    for (at, section) in questionnaire.sections.iter().enumerate() {
        let path = format!("sections[{at}]");
        all.push((format!("{path}.title"), &section.title));
        all.extend(
            section
                .note
                .iter()
                .map(|note| (format!("{path}.note"), note)),
        );
        for (position, question) in section.questions.iter().enumerate() {
            question_texts(&format!("{path}.questions[{position}]"), question, &mut all);
        }
    }
    all
}

fn question_texts<'q>(path: &str, question: &'q Question, all: &mut Vec<(String, &'q Text)>) {
    all.push((format!("{path}.text"), &question.text));
    let hint = question.hint.iter();
    all.extend(hint.map(|hint| (format!("{path}.hint"), hint)));
    match &question.kind {
        Kind::DualGrid { rows, axes } => {
            row_texts(path, rows, all);
            for (at, axis) in axes.iter().enumerate() {
                all.push((format!("{path}.axes[{at}].label"), &axis.label));
                option_texts(&format!("{path}.axes[{at}]"), &axis.options, all);
            }
        }
        Kind::Consent { label } => all.push((format!("{path}.label"), label)),
        kind => {
            row_texts(path, kind.rows().unwrap_or_default(), all);
            option_texts(path, kind.choices(0), all);
            if let Kind::Number { unit, .. } | Kind::NumberGrid { unit, .. } = kind {
                all.extend(unit.iter().map(|unit| (format!("{path}.unit"), unit)));
            }
        }
    }
}

fn option_texts<'q>(path: &str, options: &'q [Choice], all: &mut Vec<(String, &'q Text)>) {
    let labels = options.iter().enumerate();
    all.extend(labels.map(|(at, o)| (format!("{path}.options[{at}].label"), &o.label)));
}

fn row_texts<'q>(path: &str, rows: &'q [Row], all: &mut Vec<(String, &'q Text)>) {
    let labels = rows.iter().enumerate();
    all.extend(labels.map(|(at, row)| (format!("{path}.rows[{at}].label"), &row.label)));
}

/// The conditions of a questionnaire with their places, each with the position of the first item it guards.
pub(super) fn conditions(
    questionnaire: &Questionnaire,
) -> Vec<(String, (usize, usize), &Condition)> {
    let mut all = Vec::new();
    for (at, section) in questionnaire.sections.iter().enumerate() {
        let path = format!("sections[{at}]");
        all.extend(
            section
                .show_if
                .iter()
                .map(|c| (format!("{path}.show_if"), (at, 0), c)),
        );
        for (position, question) in section.questions.iter().enumerate() {
            let path = format!("{path}.questions[{position}].show_if");
            all.extend(
                question
                    .show_if
                    .iter()
                    .map(|c| (path.clone(), (at, position), c)),
            );
        }
    }
    all
}
