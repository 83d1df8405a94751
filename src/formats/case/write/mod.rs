//! Computing the figures of a case and writing them in the shape of `expected.json`.
//!
//! One file per section of the document; the rules themselves are in `domain::statistics`.

mod achievements;
mod changes;
mod crosstabs;
mod frequencies;
mod indicators;
mod intake;
mod suppression;
mod survey;
mod weights;

pub(super) use achievements::achievement;
use serde_json::{Map, Value, json};

use super::model::Case;
use survey::Survey;

/// All figures of a case.
pub fn results(case: &Case) -> Value {
    let survey = Survey::of(case);
    let figures = indicators::figures(&survey);
    let mut document = Map::new();
    let mut section = |key: &str, value: Option<Value>| {
        if let Some(value) = value {
            document.insert(key.to_owned(), value);
        }
    };
    section("case_id", Some(json!(case.id)));
    section("schema", Some(json!("survey-ref-expected/1")));
    section("intake", Some(intake::intake(case)));
    section("weights", Some(weights::weights(&survey)));
    section("frequencies", Some(frequencies::frequencies(&survey)));
    section(
        "indicators",
        Some(indicators::indicators(&survey, &figures)),
    );
    section("crosstabs", Some(crosstabs::crosstabs(&survey)));
    section("portfolios", Some(crosstabs::portfolios(&survey)));
    section("changes", Some(changes::changes(case, &figures)));
    section(
        "achievements",
        Some(achievements::achievements(case, &figures)),
    );
    section("suppression", Some(suppression::suppression(&survey)));
    section("quality", Some(intake::quality(case)));
    section("cooccurrence", intake::cooccurrence(case));
    Value::Object(document)
}
