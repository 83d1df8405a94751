//! Matrices: rows with one list of columns, or with columns that have lists of their own.

use rust_decimal::Decimal;
use serde_json::Value;

use super::element::Made;
use super::object::{Object, scalar, text};
use super::read::Reading;
use crate::domain::questionnaire::code::Code;
use crate::domain::questionnaire::question::{Axis, Kind, Row};
use crate::domain::text::Text;
use crate::formats::foreign::codes::Codes;
use crate::formats::foreign::expression::Answer;
use crate::formats::foreign::kinds::{self, Offered, Options, answer, rows};
use crate::formats::foreign::lack::Lack;
use crate::formats::foreign::place::Place;
use crate::formats::foreign::texts::told;

/// What rules call a matrix and its rows.
struct Named {
    name: String,
    code: Code,
    rows: Vec<(String, Row)>,
}

impl Named {
    fn rows(&self) -> Vec<Row> {
        self.rows.iter().map(|(_, row)| row.clone()).collect()
    }
}

/// A column of a matrix as far as it is read.
struct Column {
    name: String,
    label: Text,
    options: Options,
    place: Place,
    number: Option<Kind>,
}

impl Reading {
    /// One list of columns for all rows.
    pub(super) fn matrix(&mut self, object: &mut Object<'_>) -> Option<Made> {
        let named = self.rows_of(object);
        let (options, rules) = self.choices(object, "columns");
        let cells = object.word("cellType", &mut self.draft.found);
        let kind = match cells.as_deref() {
            None | Some("radio") => Kind::Grid {
                rows: named.rows(),
                options: options.choices.clone(),
            },
            Some("checkbox") => Kind::MultipleGrid {
                rows: named.rows(),
                options: options.choices.clone(),
                max: None,
            },
            Some(other) => {
                self.draft
                    .lack(&object.at("cellType"), Lack::NoSuchKind(told(other)));
                return None;
            }
        };
        for (name, row) in &named.rows {
            let item = format!("{}.{}", named.code, row.code);
            self.draft.name(
                format!("{}.{name}", named.name),
                item,
                answer(&kind, &options.names),
            );
        }
        // Columns of a matrix are the same in every row.
        for (_, rule) in rules {
            self.draft
                .lack(&rule.place, Lack::Expression(told(&rule.raw)));
        }
        let rules = Vec::new();
        Some(Made {
            kind,
            options,
            rules,
        })
    }

    fn rows_of(&mut self, object: &mut Object<'_>) -> Named {
        let name = object
            .take("name")
            .and_then(|(name, _)| scalar(name))
            .unwrap_or_default();
        let mut offered = Vec::new();
        for (value, path) in object.list("rows", &mut self.draft.found) {
            let place = Place::Json(path.clone());
            if let Some(name) = scalar(value) {
                let label = text(value, &place, &mut self.languages, &mut self.draft.found);
                offered.push(Offered { name, label, place });
                continue;
            }
            let Some(mut row) = Object::of(value, path, &mut self.draft.found) else {
                continue;
            };
            let name = row.word("value", &mut self.draft.found).unwrap_or_default();
            let label = match row.take("text") {
                Some((value, place)) => {
                    text(value, &place, &mut self.languages, &mut self.draft.found)
                }
                None => text(
                    &Value::String(name.clone()),
                    &place,
                    &mut self.languages,
                    &mut self.draft.found,
                ),
            };
            row.close(&mut self.draft.found);
            offered.push(Offered { name, label, place });
        }
        let rows = rows(offered, &mut self.draft);
        // The code is given once more, and told, when the question is added.
        let code = self.draft.codes.peek(&name, "q");
        Named { name, code, rows }
    }

    /// Columns with lists of their own: two of them are two scales, one of numbers is a grid of numbers.
    pub(super) fn columns(&mut self, object: &mut Object<'_>) -> Option<Made> {
        let named = self.rows_of(object);
        let (shared, _) = self.choices(object, "choices");
        let cells = object.word("cellType", &mut self.draft.found);
        let mut columns = Vec::new();
        for (value, path) in object.list("columns", &mut self.draft.found) {
            let column = Object::of(value, path, &mut self.draft.found)?;
            columns.push(self.column(column, cells.as_deref(), &shared)?);
        }
        match <[Column; 1]>::try_from(columns) {
            Ok([column]) => Some(self.one_column(&named, column)),
            Err(columns) => match <[Column; 2]>::try_from(columns) {
                Ok(columns) if columns.iter().all(|column| column.number.is_none()) => {
                    Some(self.two(&named, columns))
                }
                _ => {
                    self.draft.lack(
                        &object.at("columns"),
                        Lack::NoSuchKind("matrixdropdown".to_owned()),
                    );
                    None
                }
            },
        }
    }

    fn column(
        &mut self,
        mut object: Object<'_>,
        cells: Option<&str>,
        shared: &Options,
    ) -> Option<Column> {
        let found = &mut self.draft.found;
        let name = object.word("name", found).unwrap_or_default();
        let place = object.at("name");
        let label = object.text("title", &mut self.languages, found);
        let label = match label == Text::default() {
            true => text(
                &Value::String(name.clone()),
                &place,
                &mut self.languages,
                found,
            ),
            false => label,
        };
        let own = object.word("cellType", found);
        let is = own.as_deref().or(cells).unwrap_or("dropdown");
        let (mut options, _) = self.choices(&mut object, "choices");
        if options.choices.is_empty() {
            options = shared.clone();
        }
        let number = match is {
            "dropdown" | "radiogroup" => None,
            "text" => Some(self.number_of(&mut object)?),
            other => {
                self.draft
                    .lack(&object.at("cellType"), Lack::NoSuchKind(told(other)));
                return None;
            }
        };
        object.close(&mut self.draft.found);
        Some(Column {
            name,
            label,
            options,
            place,
            number,
        })
    }

    /// The number a column asks for.
    fn number_of(&mut self, object: &mut Object<'_>) -> Option<Kind> {
        let kind = self.typed(object, "text")?.kind;
        if matches!(kind, Kind::Number { .. }) {
            return Some(kind);
        }
        let what = Lack::NoSuchKind("matrixdropdown".to_owned());
        self.draft.lack(&object.at("inputType"), what);
        None
    }

    fn one_column(&mut self, named: &Named, column: Column) -> Made {
        let rows = named.rows();
        let kind = match column.number {
            Some(Kind::Number {
                min,
                max,
                decimals,
                unit,
            }) => Kind::NumberGrid {
                rows,
                min,
                max,
                decimals,
                unit,
            },
            _ => Kind::Grid {
                rows,
                options: column.options.choices.clone(),
            },
        };
        for (name, row) in &named.rows {
            let item = format!("{}.{}", named.code, row.code);
            let answers = answer(&kind, &column.options.names);
            self.draft.name(
                format!("{}.{name}.{}", named.name, column.name),
                item,
                answers,
            );
        }
        let rules = Vec::new();
        Made {
            kind,
            options: column.options,
            rules,
        }
    }

    fn two(&mut self, named: &Named, columns: [Column; 2]) -> Made {
        let mut codes = Codes::default();
        let axes = columns.map(|column| {
            let code = codes.give(&column.name, "a", &column.place, &mut self.draft.found);
            for (name, row) in &named.rows {
                let item = format!("{}.{}.{code}", named.code, row.code);
                let answers = Answer::One(column.options.names.clone());
                self.draft.name(
                    format!("{}.{name}.{}", named.name, column.name),
                    item,
                    answers,
                );
            }
            Axis {
                code,
                label: column.label,
                options: column.options.choices,
            }
        });
        let rows = named.rows();
        Made::plain(Kind::DualGrid { rows, axes })
    }

    /// A number with the limits and digits of a field.
    pub(super) fn number(&mut self, object: &mut Object<'_>, limits: [Option<Decimal>; 2]) -> Kind {
        let step: Option<Decimal> = match object.take("step") {
            Some((value, _)) if value == "any" => None,
            Some((value, place)) => {
                let step = scalar(value).and_then(|step| step.parse().ok());
                if step.is_none() {
                    self.draft
                        .lack(&place, Lack::Value(super::object::shown(value)));
                }
                step
            }
            None => None,
        };
        let [min, max] = limits;
        // Without a step any number is taken.
        let decimals = step.map_or(3, |step| {
            u16::try_from(step.normalize().scale()).unwrap_or(3).min(3)
        });
        let usual = Decimal::try_new(1, decimals.into()).ok();
        if let Some(step) = step.filter(|step| Some(*step) != usual) {
            let (name, value) = ("step".to_owned(), step.to_string());
            self.draft
                .lack(&object.at("step"), Lack::NotRead { name, value });
        }
        let place = object.at("min");
        kinds::number((min, max), decimals, &place, &mut self.draft)
    }
}
