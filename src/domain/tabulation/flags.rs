//! Quality flags of a report (M-15).

use std::collections::BTreeMap;

use super::Layout;
use super::responses::Responses;
use crate::domain::questionnaire::item::{Accepts, Item, Part};
use crate::domain::report::{Quality, StraightLined};
use crate::domain::statistics::columns::Column;
use crate::domain::statistics::quality::straight_lined;

/// A grid with fewer rows says nothing about how it was answered (M-15).
pub const ROWS: usize = 5;

/// What to look at before trusting the answers.
#[must_use]
pub fn quality(layout: &Layout, responses: &Responses) -> Quality {
    let large = layout
        .grids()
        .into_iter()
        .filter(|grid| grid.items.len() >= ROWS);
    let columns = |grid: &Grid| -> Vec<&Column> {
        let columns = grid
            .items
            .iter()
            .filter_map(|at| responses.columns.get(*at));
        columns.collect()
    };
    Quality {
        straight_lined: large.map(|grid| line(columns(&grid), grid.name)).collect(),
        durations: responses.summary.durations,
        identical: responses.identical(layout),
    }
}

/// The rows of a grid answered on a scale; each axis of a dual grid is a grid of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grid {
    /// The question; of a dual grid with its axis, `q8.satisfaction`.
    pub name: String,
    /// Positions of its items.
    pub items: Vec<usize>,
}

impl Layout {
    /// Every grid answered on a scale, in order of the questionnaire.
    #[must_use]
    pub fn grids(&self) -> Vec<Grid> {
        let mut grids: BTreeMap<(usize, usize, usize), Grid> = BTreeMap::new();
        for (at, item) in self.reader.items().iter().enumerate() {
            // A number or several options in each row are no scale to run down.
            let axis = match (item.part, &item.accepts) {
                (Part::Row(_), Accepts::One(_)) => 0,
                (Part::Cell { axis, .. }, _) => axis,
                _ => continue,
            };
            let place = (item.section, item.question, axis);
            let grid = grids.entry(place).or_insert_with(|| Grid {
                name: self.name_of_grid(item),
                items: Vec::new(),
            });
            grid.items.push(at);
        }
        grids.into_values().collect()
    }

    fn name_of_grid(&self, item: &Item) -> String {
        let question = item.question(self.reader.questionnaire());
        let code = question.map_or_else(String::new, |question| question.code.to_string());
        // The code of an axis is what follows the row's: q8.r1.satisfaction.
        match item.code.rsplit_once('.') {
            Some((_, axis)) if matches!(item.part, Part::Cell { .. }) => format!("{code}.{axis}"),
            _ => code,
        }
    }
}

fn line(rows: Vec<&Column>, question: String) -> StraightLined {
    let respondents = rows.first().map_or(0, |row| row.len());
    let complete = (0..respondents).filter(|at| rows.iter().all(|row| row.is_answered(*at)));
    StraightLined {
        question,
        count: count(straight_lined(&rows, ROWS).len()),
        of: count(complete.count()),
    }
}

fn count(people: usize) -> u64 {
    u64::try_from(people).unwrap_or(u64::MAX)
}
