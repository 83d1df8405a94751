//! The places of a question, all in one field: a line each, with its reading. In another language than the one the
//! questionnaire is written in they are options like others.

use serde::Serialize;

use crate::domain::language::Language;
use crate::domain::questionnaire::place::lines::{self, LineFault, Wrong};
use crate::domain::questionnaire::question::{Choice, Kind};
use crate::views::datum::Datum;
use crate::views::say::Say;
use crate::web::page::form::{FieldErrors, FormView};

use super::super::fields::Fields;

/// The name of the field.
const FIELD: &str = "gazetteer";
/// So many lines are named at once; whoever has mended them finds the next.
const NAMED: usize = 20;

/// The field with what is wrong in it, line by line.
#[derive(Serialize)]
pub(super) struct View {
    wrong: Vec<WrongLine>,
}

#[derive(Serialize)]
struct WrongLine {
    id: String,
    said: Say,
}

impl View {
    /// Of a question that is one of places.
    pub(super) fn of(kind: &Kind, form: &FormView, is_first: bool) -> Option<Self> {
        let is_here = matches!(kind, Kind::Place { .. }) && is_first;
        let lines = 1..=form.value(FIELD).lines().count();
        let wrong = lines.filter_map(|line| {
            let id = name(line);
            let said = form.error(&id)?.clone();
            Some(WrongLine { id, said })
        });
        is_here.then(|| Self {
            wrong: wrong.collect(),
        })
    }
}

/// What stands in the field.
pub(super) fn filled(kind: &Kind, language: &Language) -> Option<(String, String)> {
    match kind {
        Kind::Place { options } => Some((FIELD.to_owned(), lines::written(options, language))),
        _ => None,
    }
}

/// Reads the field into the places of a question.
pub(super) fn read(
    places: &mut Vec<Choice>,
    fields: &Fields,
    language: &Language,
) -> Result<(), FieldErrors> {
    if let Some(typed) = fields.sent(FIELD) {
        *places = lines::read(&typed, places, language).map_err(|wrong| told(&wrong))?;
    }
    Ok(())
}

/// A line as the page points at it.
fn name(line: usize) -> String {
    format!("{FIELD}.{line:05}")
}

fn told(wrong: &[Wrong]) -> FieldErrors {
    let count = Datum::how_many(wrong.len());
    let all = FieldErrors::of(FIELD, Say::new("draft-places-wrong").with("count", count));
    let named = wrong.iter().take(NAMED);
    named.fold(all, |all, one| all.and(name(one.line), said(one)))
}

fn said(wrong: &Wrong) -> Say {
    use LineFault as F;
    let fault = match &wrong.fault {
        F::NoReading => Say::new("draft-place-no-reading"),
        F::NotKana(kana) => Say::new("draft-place-not-kana").with("kana", kana.as_str()),
        F::Columns => Say::new("draft-place-columns"),
        F::Long => Say::new("draft-place-long"),
        F::Twice(line) => Say::new("draft-place-twice").with("line", Datum::how_many(*line)),
        F::TooMany => Say::new("draft-place-many"),
    };
    Say::new("draft-place-line")
        .with("line", Datum::how_many(wrong.line))
        .with("name", wrong.text.as_str())
        .with("fault", fault)
}
