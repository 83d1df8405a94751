//! The rows of a grid as their templates need them: each with its options on one or two axes, or with its field.

use serde::Serialize;

use crate::domain::questionnaire::question::{Axis, Choice, Kind, Row};
use crate::views::say::Say;

use super::long_lists;
use super::questions::{OptionView, Writing};

/// A row for the templates `parts/question/grid` and `parts/question/number_grid`.
#[derive(Serialize)]
pub(super) struct RowView {
    /// Also the name of its field, where it has one.
    id: String,
    label: String,
    error: Option<Say>,
    /// The message describes the field.
    described: Option<String>,
    axes: Vec<AxisView>,
    value: String,
}

#[derive(Serialize)]
struct AxisView {
    label: Option<String>,
    row: String,
    name: String,
    /// Steps that stand side by side …
    steps: Vec<OptionView>,
    /// … or under each other …
    cards: Vec<OptionView>,
    /// … or in a list that opens, …
    list: Vec<OptionView>,
    /// … or, where several can be chosen of many, in columns.
    columns: Vec<OptionView>,
}

impl Writing<'_> {
    /// The rows of a grid; none of another kind.
    pub(super) fn rows(&self, question: &str, kind: &Kind) -> Vec<RowView> {
        let rows = kind.rows().unwrap_or_default().iter();
        rows.map(|row| self.row(question, row, kind)).collect()
    }

    fn row(&self, question: &str, row: &Row, kind: &Kind) -> RowView {
        let name = format!("{question}.{}", row.code);
        let axes: Vec<AxisView> = match kind {
            Kind::Grid { options, .. } => vec![self.steps(&name, row, None, options)],
            Kind::MultipleGrid { options, .. } => vec![self.boxes(&name, row, options)],
            Kind::DualGrid { axes, .. } => {
                let named = axes
                    .iter()
                    .map(|axis| (format!("{name}.{}", axis.code), axis));
                named
                    .map(|(name, axis)| self.steps(&name, row, Some(axis), &axis.options))
                    .collect()
            }
            _ => Vec::new(),
        };
        let told = |name: &String| self.wrong.get(name).cloned();
        let error = axes.iter().find_map(|axis| told(&axis.name));
        let error = error.or_else(|| told(&name));
        RowView {
            label: row.label.get(self.language).to_owned(),
            described: error.is_some().then(|| format!("{name}-error")),
            error,
            value: self.written(&name, matches!(kind, Kind::NumberGrid { .. })),
            id: name,
            axes,
        }
    }

    /// One scale of a row: very many steps are a list.
    fn steps(&self, name: &str, row: &Row, axis: Option<&Axis>, options: &[Choice]) -> AxisView {
        let all = self.choices(name, "radio", options);
        let view = AxisView {
            label: axis.map(|axis| axis.label.get(self.language).to_owned()),
            ..self.axis(name, row)
        };
        match long_lists::opens(options, self.language) {
            true => AxisView { list: all, ..view },
            false => view.laid_out(all),
        }
    }

    /// A row of which several options can be chosen: very many stand in columns.
    fn boxes(&self, name: &str, row: &Row, options: &[Choice]) -> AxisView {
        let all = self.choices(name, "checkbox", options);
        let view = self.axis(name, row);
        match long_lists::in_columns(options, self.language) {
            true => AxisView {
                columns: all,
                ..view
            },
            false => view.laid_out(all),
        }
    }

    fn axis(&self, name: &str, row: &Row) -> AxisView {
        AxisView {
            label: None,
            row: row.label.get(self.language).to_owned(),
            name: name.to_owned(),
            steps: Vec::new(),
            cards: Vec::new(),
            list: Vec::new(),
            columns: Vec::new(),
        }
    }
}

impl RowView {
    /// What a person wrote into its field, and what is wrong.
    pub(super) fn written(&self) -> (&String, &Option<Say>) {
        (&self.value, &self.error)
    }
}

impl AxisView {
    /// Up to five short options stand side by side, longer ones as cards under each other.
    fn laid_out(self, all: Vec<OptionView>) -> Self {
        let (apart, steps): (Vec<_>, Vec<_>) = all.into_iter().partition(|option| option.apart);
        let short = steps.len() <= 5 && steps.iter().all(|step| side_by_side(&step.label));
        let (steps, cards) = if short {
            (steps, apart)
        } else {
            (Vec::new(), steps.into_iter().chain(apart).collect())
        };
        Self {
            steps,
            cards,
            ..self
        }
    }
}

/// Whether a step is short enough to stand beside four others on a phone: its longest word must fit, and three lines
/// must hold it.
fn side_by_side(label: &str) -> bool {
    let plain = crate::views::ruby::plain(label);
    let width = long_lists::width;
    let lines: usize = plain
        .split_whitespace()
        .map(|word| width(word).div_ceil(6))
        .sum();
    lines <= 3
        && plain
            .split(' ')
            .all(|word| width(word) <= 6 || !word.is_ascii())
}
