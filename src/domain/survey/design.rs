//! The design of a survey (調査設計): the population it stands for, what became of the letters, how small numbers are kept.
//!
//! One document for each survey, replaced as a whole; every report keeps what it was computed with.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::State;
use super::dispositions::Dispositions;
use crate::domain::questionnaire::question::Code;
use crate::domain::small_numbers::SmallNumbers;

/// Least count that may be set as the least one that is published: 対象が1又は2のとき秘匿 (M-12).
const LEAST_K: u64 = 3;
/// Greater limits would leave nothing to publish in any town.
const MOST_K: u64 = 1_000;
/// More people than any country has.
pub const MOST_PEOPLE: u64 = 10_000_000_000;

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
    pub fieldwork: Dispositions,
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
        let SmallNumbers { k, min_base } = SmallNumbers::default();
        Self {
            population: Vec::new(),
            bounds: None,
            fieldwork: Dispositions::default(),
            census_margin: false,
            k,
            min_base,
        }
    }
}

/// Why a design is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DesignError {
    /// The survey was called off.
    #[error("the survey was cancelled")]
    Cancelled,
    /// Its figures are settled.
    #[error("a report of this survey has been approved: withdraw it first")]
    Approved,
    /// No weights could hold them.
    #[error(
        "the bounds of weights are a lower one, above 0 and at most 1, and an upper one, 1 to 1000, not both 1"
    )]
    Bounds,
    /// Too small to keep anybody's answers to themselves, or too large to publish anything.
    #[error("k is 3 to 1000")]
    SmallestCount,
    /// A row of fewer people than a published count.
    #[error("min-base is k to 1000")]
    SmallestRow,
    /// More letters came back, or fewer were sent, than can be.
    #[error("{0} letters {1}, and only {2} mailed")]
    Letters(u64, &'static str, u64),
}

impl Design {
    /// Whether the design of a survey may be said anew: until a report of it is approved.
    ///
    /// # Errors
    /// [`DesignError`] says why not.
    pub fn may_change(state: State, approved: bool) -> Result<(), DesignError> {
        match state {
            State::Cancelled => Err(DesignError::Cancelled),
            _ if approved => Err(DesignError::Approved),
            _ => Ok(()),
        }
    }

    /// The design, where its numbers can be; `mailed` is how many were asked, where known.
    ///
    /// # Errors
    /// [`DesignError`] says which cannot.
    pub fn checked(self, mailed: Option<u64>) -> Result<Self, DesignError> {
        let fits = |(low, high): (f64, f64)| {
            low > 0.0 && low <= 1.0 && (1.0..=1_000.0).contains(&high) && low < high
        };
        if !self.bounds.is_none_or(fits) {
            return Err(DesignError::Bounds);
        }
        if !(LEAST_K..=MOST_K).contains(&self.k) {
            return Err(DesignError::SmallestCount);
        }
        if !(self.k..=MOST_K).contains(&self.min_base) {
            return Err(DesignError::SmallestRow);
        }
        let mailed = mailed.unwrap_or(MOST_PEOPLE);
        let work = self.fieldwork;
        for (letters, what) in [
            (work.undeliverable, "came back"),
            (work.ineligible, "were for people who had gone"),
            (work.refused, "were refused"),
        ] {
            if letters > mailed {
                return Err(DesignError::Letters(letters, what, mailed));
            }
        }
        Ok(self)
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

    /// Whether all of these items are its own.
    #[must_use]
    pub fn carries(&self, wanted: &BTreeMap<&str, &[Code]>) -> bool {
        let mut items = wanted.keys();
        items.all(|item| self.items.iter().any(|own| own == item))
    }

    /// People of the register who have one of the codes in each of these items; none where the register has nobody of
    /// them (M-10: N of a filtered domain).
    #[must_use]
    pub fn people_of(&self, wanted: &BTreeMap<&str, &[Code]>) -> Option<u64> {
        let is_in = |category: &&Category| {
            let mut pairs = self.items.iter().zip(&category.codes);
            pairs.all(|(item, code)| {
                let codes = wanted.get(item.as_str());
                codes.is_none_or(|codes| codes.iter().any(|wanted| wanted.as_str() == code))
            })
        };
        let inside = self.categories.iter().filter(is_in);
        Some(inside.map(|category| category.people).sum()).filter(|people| *people > 0)
    }

    /// People in all its categories.
    #[must_use]
    pub fn people(&self) -> u64 {
        self.categories.iter().map(|category| category.people).sum()
    }

    /// Whether the sample was drawn by it.
    #[must_use]
    pub fn is_sampled(&self) -> bool {
        self.categories
            .iter()
            .any(|category| category.mailed.is_some())
    }
}

/// Dimensions of one population that count different numbers of people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TotalsDiffer(Vec<(String, u64)>);

impl TotalsDiffer {
    /// Of the dimensions with their people; none where all count the same. Each of them counts everybody of the register
    /// once, so only one of two totals can be right: one was counted on another day, or lacks a category.
    #[must_use]
    pub fn among(totals: Vec<(String, u64)>) -> Option<Self> {
        let first = totals.first().map(|(_, people)| *people);
        let differ = totals.iter().any(|(_, people)| Some(*people) != first);
        differ.then_some(Self(totals))
    }
}

impl std::fmt::Display for TotalsDiffer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let totals = self
            .0
            .iter()
            .map(|(name, people)| format!("{name} {people}"));
        let totals = totals.collect::<Vec<_>>().join(", ");
        write!(
            f,
            "the dimensions count different numbers of the same people: {totals}; look for a missing category or another \
             day of counting"
        )
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_totals_of_the_same_people_are_told() {
        let of = |pairs: &[(&str, u64)]| {
            TotalsDiffer::among(pairs.iter().map(|(n, p)| ((*n).to_owned(), *p)).collect())
        };
        assert_eq!(of(&[]), None);
        assert_eq!(of(&[("sex", 20_000), ("sex*age", 20_000)]), None);
        let told = of(&[("sex", 20_000), ("chiku", 33_000)])
            .unwrap()
            .to_string();
        assert!(told.contains("sex 20000, chiku 33000"), "{told}");
    }
}
