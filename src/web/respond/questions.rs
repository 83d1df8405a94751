//! A question as its template needs it: names, ids, what is chosen, what is wrong. Decides nothing.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::domain::language::Language;
use crate::domain::questionnaire::Reader;
use crate::domain::questionnaire::draft_answers::Typed;
use crate::domain::questionnaire::item::{GIVEN, beside};
use crate::domain::questionnaire::picture::Picture;
use crate::domain::questionnaire::question::{Choice, Kind, Meaning, Question};
use crate::domain::questionnaire::routing::Path;
use crate::domain::questionnaire::same::SAME;
use crate::domain::text::Text;
use crate::views::say::{Say, question_number, so_many};

use super::finder::FinderView;
use super::rows::RowView;
use super::same::SameView;
use super::{hints, long_lists};

/// What is wrong, by field name.
pub type Messages = BTreeMap<String, Say>;

/// Everything a question is written from.
#[derive(Clone, Copy)]
pub struct Writing<'a> {
    /// Where pictures are.
    pub pictures: &'a str,
    /// The questionnaire.
    pub form: &'a Reader,
    /// Which questions are asked; all of them, where all stand on one page.
    pub path: Option<&'a Path>,
    /// The language of the page.
    pub language: &'a Language,
    /// What was typed so far.
    pub typed: &'a Typed,
    /// What is wrong with it.
    pub wrong: &'a Messages,
}

/// A question for the template `parts/question/{kind}`.
#[derive(Serialize)]
pub struct QuestionView {
    kind: &'static str,
    id: String,
    name: String,
    number: Option<Say>,
    text: String,
    hint: Option<String>,
    required: bool,
    error: Option<Say>,
    described: Option<String>,
    limit: Option<Say>,
    options: Vec<OptionView>,
    rows: Vec<RowView>,
    places: Vec<PlaceView>,
    finder: Option<FinderView>,
    /// The choice before all others that takes over another answer.
    same: Option<SameView>,
    value: String,
    unit: Option<String>,
    inputmode: Option<&'static str>,
    autocomplete: &'static str,
    long: bool,
    short: bool,
    /// How it is written: an example.
    format: Option<Say>,
    /// Whether the cards stand in columns.
    columns: bool,
    picture: Option<PictureView>,
    /// Whether something stands in it that a person wrote, or that is said of it.
    by_hand: bool,
}

/// A picture under a note.
#[derive(Serialize)]
struct PictureView {
    src: String,
    alt: String,
    width: u16,
    height: u16,
}

/// An option as a radio, a checkbox or an entry of a list.
#[derive(Serialize)]
pub(super) struct OptionView {
    r#type: &'static str,
    id: String,
    name: String,
    value: String,
    pub(super) label: String,
    checked: bool,
    /// Set off by a little space: わからない and the like.
    pub(super) apart: bool,
    invalid: bool,
    other: Option<OtherView>,
}

#[derive(Serialize)]
struct OtherView {
    label: Say,
    error: Option<Say>,
    id: String,
    name: String,
    value: String,
}

#[derive(Serialize)]
struct PlaceView {
    label: Say,
    id: String,
    name: String,
    options: Vec<OptionView>,
    /// What is wrong with the ranking describes each of its places.
    described: Option<String>,
    error: bool,
}

impl QuestionView {
    /// Writes a question; `number` is the printed one, absent for notes.
    #[must_use]
    pub fn new(question: &Question, number: Option<usize>, writing: Writing<'_>) -> Self {
        let name = question.code.as_str();
        let text = |text: &Text| text.get(writing.language).to_owned();
        let mut view = Self {
            kind: template(&question.kind, writing.language),
            id: name.to_owned(),
            name: name.to_owned(),
            number: number.map(question_number),
            text: text(&question.text),
            hint: question.hint.as_ref().map(text),
            required: question.required,
            error: writing.wrong.get(name).cloned(),
            described: None,
            limit: None,
            options: Vec::new(),
            rows: writing.rows(name, &question.kind),
            places: Vec::new(),
            finder: None,
            same: None,
            value: writing.written(name, is_written(&question.kind)),
            unit: None,
            inputmode: hints::keys(&question.kind),
            autocomplete: hints::autocomplete(&question.kind),
            long: false,
            short: false,
            format: hints::format(&question.kind),
            columns: false,
            picture: None,
            by_hand: false,
        };
        view.fill(&question.kind, name, writing);
        let checked = match &view.finder {
            Some(finder) => finder.same,
            None => writing.chosen(name, SAME),
        };
        view.same = writing.same(question, checked);
        view.described = view.described_by();
        view.by_hand = view.is_by_hand();
        view
    }

    fn fill(&mut self, kind: &Kind, name: &str, writing: Writing<'_>) {
        match kind {
            Kind::Single { options } | Kind::Scale { options } => {
                self.options = writing.choices(name, "radio", options);
            }
            Kind::Place { options } => {
                let finder = writing.finder(name, options);
                self.value = finder.as_ref().map_or_else(String::new, |f| f.text.clone());
                self.finder = finder;
            }
            Kind::Multiple { options, min, max } => {
                self.options = writing.choices(name, "checkbox", options);
                self.limit = hints::limit(*min, *max);
                self.columns = long_lists::in_columns(options, writing.language);
            }
            Kind::MultipleGrid { max, .. } => {
                self.limit = max.map(|max| Say::new("choose-up-to-each").with("max", so_many(max)));
            }
            Kind::Ranking { options, places } => {
                self.places = (1..=*places)
                    .map(|place| writing.place(name, place, options))
                    .collect();
            }
            Kind::Number { unit, .. } | Kind::NumberGrid { unit, .. } => {
                self.unit = unit
                    .as_ref()
                    .map(|unit| unit.get(writing.language).to_owned());
                self.short = true;
            }
            Kind::Text { long, .. } => {
                self.long = *long;
            }
            Kind::Consent { label } => self.options = vec![writing.consent(name, label)],
            Kind::Time { .. } => self.short = true,
            Kind::Note { picture } => {
                self.picture = picture.as_ref().map(|picture| writing.picture(picture));
            }
            // Nobody sees what is drawn.
            Kind::Date { .. } | Kind::Grid { .. } | Kind::DualGrid { .. } | Kind::Drawn { .. } => {}
        }
    }

    /// Whether a person wrote something that stands in it, or something is wrong with what they sent.
    fn is_by_hand(&self) -> bool {
        let lines = self
            .options
            .iter()
            .filter_map(|option| option.other.as_ref());
        let mut lines = lines.map(|line| (&line.value, &line.error));
        let mut rows = self.rows.iter().map(RowView::written);
        let is_said =
            |(value, error): (&String, &Option<Say>)| !value.is_empty() || error.is_some();
        is_said((&self.value, &self.error)) || lines.any(is_said) || rows.any(is_said)
    }

    /// The ids of what describes the field: hint, format of a date, message.
    fn described_by(&self) -> Option<String> {
        let id = &self.id;
        let parts = [
            self.hint.is_some().then(|| format!("{id}-hint")),
            self.limit.is_some().then(|| format!("{id}-limit")),
            self.format.is_some().then(|| format!("{id}-form")),
            self.error.is_some().then(|| format!("{id}-error")),
        ];
        let ids: Vec<String> = parts.into_iter().flatten().collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }
}

/// Whether it is answered in a field that is written into.
fn is_written(kind: &Kind) -> bool {
    matches!(
        kind,
        Kind::Number { .. } | Kind::Date { .. } | Kind::Time { .. } | Kind::Text { .. }
    )
}

/// The template that shows a kind of question.
fn template(kind: &Kind, language: &Language) -> &'static str {
    match kind {
        Kind::Single { options } | Kind::Scale { options }
            if long_lists::opens(options, language) =>
        {
            "list"
        }
        Kind::Single { .. } | Kind::Multiple { .. } | Kind::Scale { .. } => "choices",
        Kind::Consent { .. } => "choices",
        Kind::Place { .. } => "place",
        Kind::Grid { .. } | Kind::DualGrid { .. } | Kind::MultipleGrid { .. } => "grid",
        Kind::NumberGrid { .. } => "number_grid",
        Kind::Ranking { .. } => "ranking",
        Kind::Number { .. } | Kind::Date { .. } | Kind::Text { .. } => "field",
        Kind::Time { .. } => "field",
        Kind::Drawn { .. } | Kind::Note { .. } => "note",
    }
}

impl OptionView {
    /// With the line of this name to write in, and what it asks for.
    fn with(self, line: Option<String>, asks: &'static str, writing: &Writing<'_>) -> Self {
        let other = line.map(|name| OtherView {
            label: Say::new(asks).with("option", self.label.as_str()),
            id: name.replace('.', "-"),
            value: writing.first(&name).to_owned(),
            error: writing.wrong.get(&name).cloned(),
            name,
        });
        Self { other, ..self }
    }
}

impl Writing<'_> {
    /// What was typed into a field.
    pub(super) fn first(&self, name: &str) -> &str {
        self.typed
            .get(name)
            .and_then(|values| values.first())
            .map_or("", String::as_str)
    }

    /// What stands in a field, where it is one to write into.
    pub(super) fn written(&self, name: &str, is_field: bool) -> String {
        let written = is_field.then(|| self.first(name));
        written.unwrap_or_default().to_owned()
    }

    fn picture(&self, picture: &Picture) -> PictureView {
        PictureView {
            src: format!("{}/{}", self.pictures, picture.hash),
            alt: picture.alt.get(self.language).to_owned(),
            width: picture.width,
            height: picture.height,
        }
    }

    fn chosen(&self, name: &str, code: &str) -> bool {
        self.typed
            .get(name)
            .is_some_and(|values| values.iter().any(|value| value == code))
    }

    /// The options of an item, as `radio` or `checkbox`.
    pub(super) fn choices(
        &self,
        name: &str,
        kind: &'static str,
        options: &[Choice],
    ) -> Vec<OptionView> {
        let mut seen_apart = false;
        // Below a list that opens, a line stands far from its option.
        let is_list = kind == "radio" && long_lists::opens(options, self.language);
        let asks = if is_list { "list-other" } else { "other-text" };
        options
            .iter()
            .map(|option| {
                let apart =
                    (option.meaning != Meaning::Substantive || option.exclusive) && !seen_apart;
                seen_apart |= apart;
                let line = option.other.then(|| beside(name, option, options));
                let view = self.option(name, kind, option, apart);
                view.with(line, asks, self)
            })
            .collect()
    }

    fn option(&self, name: &str, kind: &'static str, option: &Choice, apart: bool) -> OptionView {
        let code = option.code.as_str();
        OptionView {
            r#type: kind,
            id: format!("{name}-{code}"),
            name: name.to_owned(),
            value: code.to_owned(),
            label: option.label.get(self.language).to_owned(),
            checked: self.chosen(name, code),
            apart,
            invalid: self.wrong.contains_key(name),
            other: None,
        }
    }

    /// The one tick of a consent.
    fn consent(&self, name: &str, label: &Text) -> OptionView {
        OptionView {
            r#type: "checkbox",
            id: format!("{name}-{GIVEN}"),
            name: name.to_owned(),
            value: GIVEN.to_owned(),
            label: label.get(self.language).to_owned(),
            checked: self.chosen(name, GIVEN),
            apart: false,
            invalid: self.wrong.contains_key(name),
            other: None,
        }
    }

    fn place(&self, question: &str, place: u16, options: &[Choice]) -> PlaceView {
        let name = format!("{question}.{place}");
        let error = self.wrong.contains_key(question);
        PlaceView {
            label: Say::new("place").with("place", usize::from(place)),
            described: error.then(|| format!("{question}-error")),
            error,
            id: format!("{question}-{place}"),
            options: options
                .iter()
                .map(|option| self.option(&name, "option", option, false))
                .collect(),
            name,
        }
    }
}

#[cfg(test)]
#[path = "questions_tests.rs"]
mod tests;
