//! The design of a survey (調査設計): the population it stands for, what became of the letters, how small numbers are kept.
//!
//! One document for each survey, replaced as a whole; every report keeps what it was computed with.

use serde::{Deserialize, Serialize};

use crate::domain::report::Fieldwork;

/// The design of one survey.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Design {
    /// The population by dimension, from the register (住民基本台帳) on the day of sampling. Without it nothing is
    /// weighted.
    pub population: Vec<Dimension>,
    /// Bounds of w/d; untrimmed without (M-9.6).
    pub bounds: Option<(f64, f64)>,
    /// What became of the letters.
    pub fieldwork: Fieldwork,
    /// Show margins of a census that came back by less than 80 % (M-10).
    pub census_margin: bool,
    /// Least count that is published (M-12).
    pub k: u64,
    /// Least people of a published row (M-12).
    pub min_base: u64,
}

impl Default for Design {
    /// Nothing is known; small numbers are kept as M-12 says.
    fn default() -> Self {
        Self {
            population: Vec::new(),
            bounds: None,
            fieldwork: Fieldwork::default(),
            census_margin: false,
            k: 3,
            min_base: 10,
        }
    }
}

/// The population by one or more attributes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dimension {
    /// Attribute items whose options make its categories: `[sex]`, `[sex, age]`.
    pub items: Vec<String>,
    /// Its categories, in the order of the register.
    pub categories: Vec<Category>,
}

impl Dimension {
    /// Its name: the items joined with `*`.
    #[must_use]
    pub fn name(&self) -> String {
        self.items.join("*")
    }
}

/// People of one category.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Category {
    /// One option code for each item of the dimension.
    pub codes: Vec<String>,
    /// People in the register.
    pub people: u64,
    /// Letters mailed to it, where the sample was drawn by this dimension.
    #[serde(default)]
    pub mailed: Option<u64>,
}

impl Category {
    /// Its name: the codes joined with `*`.
    #[must_use]
    pub fn name(&self) -> String {
        self.codes.join("*")
    }
}
