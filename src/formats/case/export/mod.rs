//! Writing a survey held in Kocho as a case folder: the files that `read` takes.
//!
//! What the folder holds of the people is what the figures need: answers as codes, and how each came. Of texts and days
//! only that something was written. On which day how many came is a file of its own.

mod indicators;
mod plan;
mod questionnaire;
mod responses;
mod returns;
mod targets;

use serde_json::Value;

use super::fault::Fault;
use super::read::{Files, read};
use crate::domain::plan::definition::Definition;
use crate::domain::plan::indicator;
use crate::domain::plan::series::Series;
use crate::domain::survey::design::Design;
use crate::domain::survey::returns::Return;
use crate::domain::tabulation::Layout;

pub use responses::{RowError, Rows};

/// A survey, as far as its case folder tells.
#[derive(Debug, Clone)]
pub struct Survey {
    /// Its name in addresses.
    pub id: String,
    /// Its title in Japanese.
    pub title: String,
    /// The fiscal year its values are for.
    pub fiscal_year: i32,
    /// N, where known.
    pub population: Option<i32>,
    /// How many were asked, where known.
    pub mailed: Option<i32>,
    /// How many responses came back.
    pub returned: u64,
    /// On which days, and how.
    pub returns: Vec<Return>,
    /// Everybody was asked.
    pub census: bool,
    /// The population and the letters.
    pub design: Design,
}

/// An indicator the survey feeds.
#[derive(Debug, Clone)]
pub struct Indicator {
    /// Its name in addresses.
    pub id: String,
    /// Number of the definition that holds.
    pub number: i32,
    /// How it is measured.
    pub definition: Definition,
    /// What the newest version of its plan prints, and its values; none when the plan dropped it.
    pub row: Option<(indicator::Version, Series)>,
}

/// The files of a folder besides the responses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inputs {
    /// questionnaire.json
    pub questionnaire: Vec<u8>,
    /// population.csv
    pub population: Vec<u8>,
    /// indicators.json
    pub indicators: Vec<u8>,
    /// returns.csv
    pub returns: Vec<u8>,
    /// What of the indicators has no form in a case folder, one line each.
    pub left_out: Vec<String>,
}

/// Writes everything but the responses.
///
/// # Errors
/// What the folder's own reader would refuse: a column that is called like one of its own, more options than it takes.
pub fn inputs(
    survey: &Survey,
    layout: &Layout,
    indicators: &[Indicator],
) -> Result<Inputs, Vec<Fault>> {
    let mut left_out = Vec::new();
    let plan = plan::plan(survey, layout, indicators, &mut left_out);
    let inputs = Inputs {
        questionnaire: text(&questionnaire::questionnaire(survey, layout)),
        population: population(&survey.design).into_bytes(),
        returns: returns::returns(&survey.returns),
        indicators: text(&plan),
        left_out,
    };
    let header = responses::header(layout.reader());
    let files = Files {
        questionnaire: Some(&inputs.questionnaire),
        responses: Some(&header),
        population: Some(&inputs.population),
        indicators: Some(&inputs.indicators),
        text_tokens: None,
    };
    read(files).map(|_| inputs.clone())
}

fn text(document: &Value) -> Vec<u8> {
    format!("{document:#}\n").into_bytes()
}

/// Names of items and codes need no quotes.
fn population(design: &Design) -> String {
    let mut lines = "dimension,category,population\r\n".to_owned();
    for dimension in &design.population {
        for category in &dimension.categories {
            let (name, category, people) = (dimension.name(), category.name(), category.people);
            lines += &format!("{name},{category},{people}\r\n");
        }
    }
    lines
}
