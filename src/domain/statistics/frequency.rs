//! Frequency tables: one variable, all options, all bases (M-4, M-5, M-7).

use super::base::Base;
use super::columns::Column;
use super::estimate::float;
use super::mean;
use super::tally::{Sums, Tally, Weights};
use super::variable::{Accepts, Level, Variable};

/// The table of one variable. Columns of percentages are made from the counts when they are printed.
#[derive(Debug, Clone, PartialEq)]
pub struct Frequency {
    /// Counts, and weights where there are any.
    pub tally: Tally,
    /// What the variable holds beside its counts.
    pub detail: Detail,
}

/// What a frequency table holds beside its counts.
#[derive(Debug, Clone, PartialEq)]
pub enum Detail {
    /// Single choice.
    One,
    /// Multiple choice.
    Many {
        /// Σ of all marks that count.
        selections: u64,
        /// Valid sheets above `max_select` after exclusives.
        over_limit: u64,
    },
    /// Scale or number.
    Numbers(Option<Numbers>),
    /// Text: only states.
    Text,
}

/// Unweighted figures of a scale or number variable; absent when nobody answered.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Numbers {
    /// Arithmetic mean.
    pub mean: f64,
    /// Middle value.
    pub median: f64,
    /// Sample standard deviation; `None` for one answer.
    pub sd: Option<f64>,
}

/// Counts a variable's column.
pub fn frequency(
    variable: &Variable,
    column: &Column,
    weights: Weights,
    over_limit: u64,
) -> Frequency {
    let tally = Tally::of(column, variable.options(), weights, None);
    let detail = match variable.accepts {
        Accepts::One(_) => Detail::One,
        Accepts::Many(..) => Detail::Many {
            selections: tally.codes.iter().map(|s| s.count).sum(),
            over_limit,
        },
        Accepts::Scale { .. } | Accepts::Number { .. } => {
            Detail::Numbers(numbers(variable, column))
        }
        Accepts::Text => Detail::Text,
    };
    Frequency { tally, detail }
}

fn numbers(variable: &Variable, column: &Column) -> Option<Numbers> {
    let groups = mean::number_groups(variable, column, None, None);
    let all = super::estimate::estimate(&groups, 0)?;
    Some(Numbers {
        mean: all.mean,
        median: mean::median(&groups)?,
        sd: all.sd,
    })
}

impl Frequency {
    /// The percentage of an option in a base; `None` for an empty base, and for わからない in the substantive one.
    pub fn percent(&self, option: &Level, sums: Sums, base: Base) -> Option<f64> {
        let people = base.people(&self.tally);
        let defined = people.count > 0 && base.admits(option);
        defined.then(|| 100.0 * float(sums.count) / float(people.count))
    }

    /// The weighted percentage of an option in a base; `None` for an empty base.
    pub fn weighted_percent(&self, sums: Sums, base: Base) -> Option<f64> {
        let people = base.people(&self.tally);
        (people.count > 0 && people.weight > 0.0).then(|| 100.0 * sums.weight / people.weight)
    }

    /// M.T.: selections per 100 people of the base (内閣府の表記); multiple choice only.
    pub fn selections_per_hundred(&self, base: Base) -> Option<f64> {
        let Detail::Many { selections, .. } = self.detail else {
            return None;
        };
        let people = base.people(&self.tally).count;
        (people > 0).then(|| 100.0 * float(selections) / float(people))
    }
}
