//! The statistics core: reference cases, vectors, properties, extremes.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may panic"
)]

mod cases;
mod cells;
mod conditions;
mod extremes;
mod properties;
mod small_numbers;
mod told;
mod vectors;

use std::path::PathBuf;

use kocho::formats::case::{Case, Fault, Files, read};

/// A folder below the reference cases.
pub fn folder(name: &str) -> PathBuf {
    let data = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/cases");
    PathBuf::from(data).join(name)
}

/// Text of the four files of a case; a test changes what it is about.
#[derive(Clone)]
pub struct Draft {
    pub questionnaire: String,
    pub responses: String,
    pub population: String,
    pub indicators: String,
}

impl Draft {
    /// A reference case as it is.
    pub fn of(name: &str) -> Draft {
        let text = |file: &str| std::fs::read_to_string(folder(name).join(file)).unwrap();
        Draft {
            questionnaire: text("questionnaire.json"),
            responses: text("responses.csv"),
            population: text("population.csv"),
            indicators: text("indicators.json"),
        }
    }

    pub fn read(&self) -> Result<Case, Vec<Fault>> {
        read(Files {
            questionnaire: Some(self.questionnaire.as_bytes()),
            responses: Some(self.responses.as_bytes()),
            population: Some(self.population.as_bytes()),
            indicators: Some(self.indicators.as_bytes()),
            text_tokens: None,
        })
    }
}
