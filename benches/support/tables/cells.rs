//! Cells of cross tables, to compare those of different programs.

use std::collections::BTreeMap;

use anyhow::{Context, ensure};
use kocho::domain::questionnaire::item::Accepts;
use kocho::domain::report::{Crosstab, Report, RowOf};

use crate::support::sheets::{KNOWN, NO_ANSWER, NOT_ASKED};
use crate::support::town::Asked;

/// People and what they weigh, where that was summed.
#[derive(Clone, Copy, Default)]
pub struct Cell {
    pub n: u64,
    pub weight: Option<f64>,
}

/// By attribute (none: everybody) and its option, item and its option.
#[derive(Default)]
pub struct Cells(BTreeMap<(String, i64, String, i64), Cell>);

impl Cells {
    /// Adds people; those who were not asked are in no table, invalid answers stand with the missing ones.
    pub fn add(&mut self, by: &str, category: i64, item: &str, answer: i64, cell: Cell) {
        if answer == NOT_ASKED || cell.n == 0 {
            return;
        }
        let answer = answer.max(NO_ANSWER);
        let place = (by.to_owned(), category, item.to_owned(), answer);
        let found = self.0.entry(place).or_default();
        let (before, more) = (found.weight.unwrap_or(0.0), cell.weight);
        *found = Cell {
            n: found.n + cell.n,
            weight: more.map(|more| before + more),
        };
    }

    /// The cells of a report's cross tables by sex, age and district.
    pub fn of(report: &Report, asked: &Asked) -> anyhow::Result<Self> {
        let mut cells = Self::default();
        for table in &report.crosstabs {
            if KNOWN.contains(&table.by.as_str()) {
                cells.add_table(table, asked)?;
            }
        }
        Ok(cells)
    }

    fn add_table(&mut self, table: &Crosstab, asked: &Asked) -> anyhow::Result<()> {
        let (_, item) = asked.form.item(&table.item).context("an item")?;
        let codes = item.accepts.codes().iter().enumerate();
        let answers: Vec<i64> = codes
            .map(|(at, code)| match item.accepts {
                Accepts::Many { .. } => Ok(at as i64),
                _ => code.as_str().parse(),
            })
            .collect::<Result<_, _>>()?;
        for row in &table.rows {
            let (by, category) = match &row.of {
                // Every attribute has the same total.
                RowOf::Total if table.by == KNOWN[0] => ("", 0),
                RowOf::Total => continue,
                RowOf::Option(code) => (table.by.as_str(), code.parse()?),
                RowOf::Missing => (table.by.as_str(), NO_ANSWER),
            };
            let counts = row.counts.iter().chain([&row.no_answer]);
            let answers = answers.iter().chain([&NO_ANSWER]);
            for (at, (n, answer)) in counts.zip(answers).enumerate() {
                let weight = row.weights.as_ref().map(|weights| weights[at]);
                self.add(by, category, &table.item, *answer, Cell { n: *n, weight });
            }
        }
        Ok(())
    }

    /// Fails unless each of these cells is the same in the other's; gives how many they are.
    pub fn check(&self, other: &Self) -> anyhow::Result<usize> {
        for (place, cell) in &self.0 {
            let found = other.0.get(place).copied().unwrap_or_default();
            ensure!(
                found.n == cell.n,
                "{place:?}: {} and {} people",
                cell.n,
                found.n
            );
            if let Some((mine, theirs)) = cell.weight.zip(found.weight) {
                let is_near = (mine - theirs).abs() <= 1e-6 * mine.max(1.0);
                ensure!(is_near, "{place:?}: weights {mine} and {theirs}");
            }
        }
        ensure!(!self.0.is_empty(), "no cells");
        Ok(self.0.len())
    }
}
