//! Groups with the appearance `table-list`: several questions with one list of options, which are the rows of a grid.

use super::columns::Row;
use super::read::Reading;
use super::types::{RowType, Select, truth};
use crate::domain::questionnaire::question::Kind;
use crate::domain::text::Text;
use crate::formats::foreign::assemble::Rule;
use crate::formats::foreign::kinds::{Offered, answer, question, rows};
use crate::formats::foreign::lack::Lack;
use crate::formats::foreign::place::Place;
use crate::formats::foreign::texts::told;

/// A grid while its rows are read.
#[derive(Debug)]
pub(super) struct Grid {
    name: String,
    text: Text,
    hint: Text,
    pub rules: Vec<Rule>,
    place: Place,
    /// How its rows are answered, with which list; as the first one says.
    how: Option<(Select, String)>,
    required: Option<bool>,
    rows: Vec<Offered>,
    /// What the file calls the rows.
    names: Vec<String>,
}

impl Grid {
    pub(super) fn new(name: &str, text: Text, hint: Text, rules: Vec<Rule>, place: Place) -> Self {
        Self {
            name: name.to_owned(),
            text,
            hint,
            rules,
            place,
            how: None,
            required: None,
            rows: Vec::new(),
            names: Vec::new(),
        }
    }

    /// Whether a row of the sheet can be one of its rows.
    fn takes(&self, row: &RowType) -> bool {
        match row {
            RowType::Select {
                how: Select::Rank, ..
            }
            | RowType::Select { or_other: true, .. } => false,
            RowType::Select { how, list, .. } => self
                .how
                .as_ref()
                .is_none_or(|(known, of)| known == how && of == list),
            _ => false,
        }
    }
}

impl Reading {
    /// Takes a row of the sheet as a row of the grid that is open; false where it is none.
    pub(super) fn row_of_grid(&mut self, row: &mut Row<'_>, is: &RowType) -> bool {
        let Some(grid) = self.grid.as_mut().filter(|grid| grid.takes(is)) else {
            return false;
        };
        let found = &mut self.draft.found;
        if let RowType::Select { how, list, .. } = is {
            grid.how = Some((*how, list.clone()));
        }
        let place = row.place("name");
        let name = row.take("name").map_or(String::new(), |(name, _)| name);
        let label = row.text("label", found);
        if let Some((raw, place)) = row.take("required") {
            let required = truth(&raw);
            if required.is_none() || grid.required.is_some_and(|known| Some(known) != required) {
                found.lack(&place, Lack::Value(told(&raw)));
            }
            grid.required = grid.required.or(required);
        }
        // What a grid looks like follows from what it is.
        if let Some((raw, place)) = row
            .take("appearance")
            .filter(|(raw, _)| raw != "list-nolabel" && raw != "label")
        {
            found.lack(&place, Lack::Value(told(&raw)));
        }
        let own = name
            .strip_prefix(grid.name.as_str())
            .and_then(|own| own.strip_prefix(['.', '_', '-']));
        let short = own
            .filter(|own| !own.is_empty())
            .unwrap_or(&name)
            .to_owned();
        grid.names.push(name);
        grid.rows.push(Offered {
            name: short,
            label,
            place,
        });
        true
    }

    /// The grid that is open becomes a question.
    pub(super) fn finish_grid(&mut self) {
        let Some(grid) = self.grid.take() else {
            return;
        };
        let place = grid.place;
        let Some((how, list)) = grid.how else {
            return self
                .draft
                .lack(&place, Lack::Missing("select_one".to_owned()));
        };
        let Some(options) = self.lists.options(&list, &mut self.draft) else {
            return self.draft.lack(&place, Lack::Missing(told(&list)));
        };
        let code = self.draft.code(&grid.name, &place);
        let rows = rows(grid.rows, &mut self.draft);
        let all = rows.iter().map(|(_, row)| row.clone()).collect();
        let kind = match how {
            Select::Multiple => Kind::MultipleGrid {
                rows: all,
                options: options.choices,
                max: None,
            },
            Select::One | Select::Rank => Kind::Grid {
                rows: all,
                options: options.choices,
            },
        };
        for (name, (_, row)) in grid.names.iter().zip(&rows) {
            self.draft.name(
                name,
                format!("{code}.{}", row.code),
                answer(&kind, &options.names),
            );
        }
        let mut question = question(code, grid.text, kind);
        question.hint = (grid.hint != Text::default()).then_some(grid.hint);
        question.required = grid.required.unwrap_or_default();
        self.ask(question, grid.rules, &place);
    }
}
