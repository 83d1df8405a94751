//! How the latest value of an indicator was computed, in words.

use rust_decimal::Decimal;
use serde::Serialize;

use crate::domain::language::Language;
use crate::domain::plan::definition::{Measure, Source};
use crate::domain::questionnaire::Reader;
use crate::read::indicator::IndicatorRecord;
use crate::views::datum::Datum;
use crate::views::say::{Say, Wording, quoted};
use crate::web::town::Town;

use super::wording;

/// How the latest value was computed.
#[derive(Serialize)]
pub(super) struct How {
    question: String,
    numerator: Option<Wording>,
    base: Say,
    numerator_count: Option<Say>,
    n: Option<Datum>,
    survey: String,
    version: Say,
    responses: Say,
    population: Option<Say>,
    sample: Option<Say>,
    computed: Datum,
    method: String,
    weighted: bool,
}

impl How {
    /// The computation in words; none where no survey gave the value.
    pub(super) fn new(record: &IndicatorRecord, town: &Town, language: &Language) -> Option<Self> {
        let (source, definition) = record.source.as_ref().zip(record.definition.as_ref())?;
        let Source::Item(item) = &definition.source else {
            return None;
        };
        let reader = Reader::new(source.version.document.clone());
        let (survey, figure) = (&source.survey, &source.measured.figure);
        let (_, asked) = reader.item(&figure.item)?;
        let questionnaire = reader.questionnaire();
        let question = asked.wording(questionnaire, language);
        let rows = asked.labels(questionnaire, language).join(" ");
        let shown = !figure.is_small();
        let choices = asked.choices(questionnaire).iter();
        let chosen = |codes: &std::collections::BTreeSet<_>| {
            let chosen = choices.filter(|choice| codes.contains(&choice.code));
            quoted(chosen.map(|choice| choice.label.get(language)))
        };
        Some(Self {
            question: format!("{question} {rows}").trim().to_owned(),
            numerator: match &item.measure {
                Measure::Share(codes) => Some(chosen(codes)),
                _ => None,
            },
            base: wording::base(figure.base),
            numerator_count: figure
                .numerator
                .filter(|_| shown)
                .map(|n| people("people", n)),
            n: shown.then(|| Datum::how_many(figure.n)),
            survey: survey.title.get(language).to_owned(),
            version: Say::new("how-version").with("number", source.version.number.to_string()),
            responses: people("how-responses", source.origin.returned),
            population: survey.frame_population.map(|n| people("how-population", n)),
            sample: survey.sample_size.map(|n| people("how-sample", n)),
            computed: Datum::Date(town.zone.day(source.origin.computed_at)),
            method: source.measured.method.clone(),
            weighted: figure.weighted,
        })
    }
}

/// A sentence about so many people.
fn people(key: &'static str, count: impl Into<Decimal>) -> Say {
    Say::new(key).with("count", Datum::how_many(count))
}
