//! The means of the rows of a number grid, under each other.

use serde::Serialize;

use crate::domain::report::release::Table;
use crate::views::numbers::count;
use crate::views::say::Wording;

use super::super::wording;
use super::figures::{NONE, X};

/// The table.
#[derive(Serialize)]
pub(super) struct Means {
    caption: Wording,
    rows: Vec<Row>,
    margins: bool,
    weighted: bool,
}

/// One row, with the people in its mean.
#[derive(Serialize)]
struct Row {
    label: Wording,
    n: String,
    mean: Wording,
    margin: String,
    weighted: Wording,
}

impl Means {
    /// Of rows with their names.
    pub(super) fn new(caption: Wording, rows: Vec<(Wording, &Table)>) -> Self {
        let means = || rows.iter().filter_map(|(_, table)| table.mean.as_ref());
        Self {
            caption,
            margins: means().any(|mean| mean.margin.is_some()),
            weighted: means().any(|mean| mean.weighted.is_some()),
            rows: rows
                .iter()
                .map(|(label, table)| Row::new(label, table))
                .collect(),
        }
    }
}

impl Row {
    fn new(label: &Wording, table: &Table) -> Self {
        let label = label.clone();
        let Some(mean) = &table.mean else {
            // Too few people are in it. Of a row that nobody answered there is no table.
            let x = || X.to_owned();
            return Self {
                label,
                n: x(),
                mean: x().into(),
                margin: x(),
                weighted: x().into(),
            };
        };
        Self {
            label,
            n: count(mean.n),
            mean: wording::signed(&mean.shown),
            margin: mean.margin.clone().unwrap_or_else(|| NONE.to_owned()),
            weighted: mean
                .weighted
                .as_deref()
                .map_or(NONE.into(), wording::signed),
        }
    }
}
