//! What a person has answered to one question, as it is shown back to them: words of the questionnaire, numbers with
//! their unit, days in both calendars, grids as tables.

use std::ops::Range;

use rust_decimal::Decimal;
use serde::Serialize;

use crate::domain::language::Language;
use crate::domain::questionnaire::Reader;
use crate::domain::questionnaire::answers::{Answer, Answers};
use crate::domain::questionnaire::item::{Item, Part};
use crate::domain::questionnaire::question::{Kind, Question, Row};
use crate::views::datum::Datum;
use crate::views::ruby;
use crate::views::say::{Say, Wording};

/// The answer to a question: lines, or a table. Neither where nothing was answered.
#[derive(Serialize)]
pub(super) struct AnswerView {
    values: Vec<ValueView>,
    table: Option<TableView>,
    /// Whether somebody wrote it, and did not mark it.
    by_hand: bool,
}

/// One answer.
#[derive(Serialize)]
struct ValueView {
    /// Its place in a ranking, or the option it was written beside.
    label: Option<Wording>,
    /// Words of the questionnaire, numbers and days.
    value: Wording,
    /// A text as the person wrote it.
    typed: Option<String>,
}

/// A grid: a line for each row, a column for each axis.
#[derive(Serialize)]
struct TableView {
    /// The axes; none where there is only one.
    axes: Vec<String>,
    rows: Vec<RowView>,
}

#[derive(Serialize)]
struct RowView {
    label: String,
    /// What was answered on each axis; nothing where nothing was.
    cells: Vec<Vec<Wording>>,
}

/// Whose answers are shown, and in which language.
#[derive(Clone, Copy)]
pub(super) struct Showing<'a> {
    pub form: &'a Reader,
    pub answers: &'a Answers,
    pub language: &'a Language,
}

impl Showing<'_> {
    /// What was answered to the items of one question.
    pub(super) fn answer(self, question: &Question, items: Range<usize>) -> AnswerView {
        let answered = items.clone().any(|at| self.answers.at(at).is_some());
        let table = answered.then(|| self.table(question, items.clone()));
        let mut answers = items.clone().filter_map(|at| self.answers.at(at));
        let by_hand = answers.any(|answer| !matches!(answer, Answer::One(_) | Answer::Many(_)));
        match table.flatten() {
            Some(table) => AnswerView {
                values: Vec::new(),
                table: Some(table),
                by_hand,
            },
            None => AnswerView {
                values: self.values(question, items),
                table: None,
                by_hand,
            },
        }
    }

    fn table(self, question: &Question, items: Range<usize>) -> Option<TableView> {
        let rows = question.kind.rows()?;
        let axes = match &question.kind {
            Kind::DualGrid { axes, .. } => axes.as_slice(),
            _ => &[],
        };
        let items: Vec<&Item> = items.filter_map(|at| self.form.items().get(at)).collect();
        let row = |(row, items): (&Row, &[&Item])| RowView {
            label: row.label.get(self.language).to_owned(),
            cells: items.iter().map(|item| self.cell(question, item)).collect(),
        };
        Some(TableView {
            axes: axes
                .iter()
                .map(|axis| axis.label.get(self.language).to_owned())
                .collect(),
            rows: rows
                .iter()
                .zip(items.chunks(axes.len().max(1)))
                .map(row)
                .collect(),
        })
    }

    fn cell(self, question: &Question, item: &Item) -> Vec<Wording> {
        let answer = self.answers.get(&item.code);
        answer.map_or_else(Vec::new, |answer| self.words(question, item, answer))
    }

    fn values(self, question: &Question, items: Range<usize>) -> Vec<ValueView> {
        let mut values = Vec::new();
        for (item, answer) in
            items.filter_map(|at| self.form.items().get(at).zip(self.answers.at(at)))
        {
            let place = match item.part {
                Part::Place(place) => Some(format!("{}.", place + 1).into()),
                Part::Other(at) => self.line_of(question, at).map(Wording::from),
                _ => None,
            };
            let line = |value: Wording, typed: Option<String>| ValueView {
                label: place.clone(),
                value,
                typed,
            };
            match answer {
                Answer::Text(text) => values.push(line("".into(), Some(text.clone()))),
                answer => {
                    let words = self.words(question, item, answer).into_iter();
                    values.extend(words.map(|value| line(value, None)));
                }
            }
        }
        values
    }

    /// The option a line stands beside, where several have one.
    fn line_of(self, question: &Question, at: usize) -> Option<Say> {
        let options = question.kind.choices(0);
        let several = options.iter().filter(|option| option.other).count() > 1;
        let label = options.get(at)?.label.get(self.language);
        several.then(|| Say::new("answer-beside").with("option", ruby::plain(label)))
    }

    fn words(self, question: &Question, item: &Item, answer: &Answer) -> Vec<Wording> {
        match (answer, &question.kind) {
            (
                Answer::Number(number),
                Kind::Number {
                    unit: Some(unit), ..
                }
                | Kind::NumberGrid {
                    unit: Some(unit), ..
                },
            ) => {
                vec![with_unit(*number, unit.get(self.language)).into()]
            }
            (Answer::Number(number), _) => vec![grouped(*number).into()],
            (Answer::Date(day), Kind::Date { exact_to, .. }) => {
                vec![Datum::BothCalendars(*day, *exact_to).into()]
            }
            (Answer::Time(time), _) => vec![Datum::TimeOfDay(*time).into()],
            (_, Kind::Consent { label }) => vec![label.get(self.language).to_owned().into()],
            _ => self.chosen(item).into_iter().map(Wording::from).collect(),
        }
    }

    fn chosen(self, item: &Item) -> Vec<String> {
        let chosen = self.answers.chosen(&item.code).into_iter();
        chosen
            .map(|choice| choice.label.get(self.language).to_owned())
            .collect()
    }
}

/// `12,000円`, `42 years`.
fn with_unit(number: Decimal, unit: &str) -> String {
    let space = if unit.starts_with(|c: char| c.is_ascii_alphabetic()) {
        " "
    } else {
        ""
    };
    format!("{}{space}{unit}", grouped(number))
}

/// A number with a comma every three digits, from five digits on: four may be a year.
fn grouped(number: Decimal) -> String {
    let text = number.to_string();
    if number.abs() < Decimal::from(10_000) {
        return text;
    }
    let (whole, rest) = text.split_at(text.find('.').unwrap_or(text.len()));
    let digits: Vec<char> = whole.chars().rev().collect();
    let groups: Vec<String> = digits
        .chunks(3)
        .map(|group| group.iter().collect())
        .collect();
    let grouped: String = groups.join(",").chars().rev().collect();
    format!("{}{rest}", grouped.replace("-,", "-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_shown_with_their_unit() {
        for (number, unit, shown) in [
            ("12000", "円", "12,000円"),
            ("-1234567.5", "円", "-1,234,567.5円"),
            ("-100000", "円", "-100,000円"),
            ("1985", "年", "1985年"),
            ("42", "years", "42 years"),
            ("36.8", "％", "36.8％"),
        ] {
            assert_eq!(with_unit(number.parse().unwrap(), unit), shown);
        }
    }
}
