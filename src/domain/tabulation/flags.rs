//! Quality flags of a report (M-15).

use std::collections::BTreeMap;

use super::Layout;
use super::responses::Responses;
use crate::domain::questionnaire::item::Part;
use crate::domain::report::{Quality, StraightLined};
use crate::domain::statistics::columns::Column;
use crate::domain::statistics::quality::straight_lined;

/// A grid with fewer rows says nothing about how it was answered.
const ROWS: usize = 5;

/// What to look at before trusting the answers.
#[must_use]
pub fn quality(layout: &Layout, responses: &Responses) -> Quality {
    let grids = grids(layout, responses);
    let large = grids.into_iter().filter(|(_, rows)| rows.len() >= ROWS);
    Quality {
        straight_lined: large
            .map(|(question, rows)| line(question, &rows))
            .collect(),
        durations: responses.summary.durations,
        identical: responses.identical(layout),
    }
}

/// The rows of each grid; each axis of a dual grid is a grid of its own.
fn grids<'r>(layout: &Layout, responses: &'r Responses) -> Vec<(String, Vec<&'r Column>)> {
    let mut grids: BTreeMap<(usize, usize, usize), (String, Vec<&Column>)> = BTreeMap::new();
    for (item, column) in layout.reader.items().iter().zip(&responses.columns) {
        let axis = match item.part {
            Part::Row(_) => 0,
            Part::Cell { axis, .. } => axis,
            _ => continue,
        };
        let question = item.question(layout.reader.questionnaire());
        let code = question.map_or_else(String::new, |question| question.code.to_string());
        // The code of an axis is what follows the row's: q8.r1.satisfaction.
        let name = match item.code.rsplit_once('.') {
            Some((_, axis)) if matches!(item.part, Part::Cell { .. }) => format!("{code}.{axis}"),
            _ => code,
        };
        let place = (item.section, item.question, axis);
        let grid = grids.entry(place).or_insert_with(|| (name, Vec::new()));
        grid.1.push(column);
    }
    grids.into_values().collect()
}

fn line(question: String, rows: &[&Column]) -> StraightLined {
    let respondents = rows.first().map_or(0, |row| row.len());
    let complete = (0..respondents).filter(|at| rows.iter().all(|row| row.is_answered(*at)));
    StraightLined {
        question,
        count: count(straight_lined(rows, ROWS).len()),
        of: count(complete.count()),
    }
}

fn count(people: usize) -> u64 {
    u64::try_from(people).unwrap_or(u64::MAX)
}
