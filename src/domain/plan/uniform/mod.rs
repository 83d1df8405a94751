//! A row of a plan in one unit (R3): what values are compared with and what charts are drawn from.
//!
//! A plan prints 「1,300億円」 in a table of 億円 and 「月1回」 in one of 回. As printed they stay in [`Version`]; here every
//! number is one of the indicator's unit, and what cannot be brought to it is words, so that nothing compares it.

use rust_decimal::Decimal;

use super::baseline::Baseline;
use super::figure::Figure;
use super::indicator::Version;
use super::target::{Milestone, Target};
use super::unit::Unit;

/// A row of a plan with all its numbers in one unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Uniform {
    /// The unit; none where the row prints none.
    pub unit: Option<String>,
    /// Where it started; words where its unit is another one.
    pub baseline: Baseline,
    /// Whether the plan prints a number as baseline, but in a unit that cannot be brought to the indicator's.
    pub baseline_differs: bool,
    /// What is to be reached; [`Target::OtherUnit`] where the unit is another one.
    pub milestones: Vec<Milestone>,
}

impl Version {
    /// The unit as printed: from its column, its name or its cells; none where nothing is printed.
    #[must_use]
    pub fn printed_unit(&self) -> Option<&str> {
        let of_targets = || self.milestones.iter().find_map(|m| m.unit.as_deref());
        let of_cells = || self.baseline.printed.unit.as_deref().or_else(of_targets);
        self.unit.as_deref().or_else(of_cells)
    }

    /// The row with all its numbers in its unit.
    #[must_use]
    pub fn uniform(&self) -> Uniform {
        let unit = self.unit_of_comparison();
        let to = unit.as_deref().map(Unit::parse);
        let (baseline, differs) = baseline(&self.baseline, unit.as_deref(), to.as_ref());
        let milestone = |one: &Milestone| Milestone {
            target: target(one, to.as_ref()),
            unit: unit.clone().or_else(|| one.unit.clone()),
            ..one.clone()
        };
        Uniform {
            baseline,
            baseline_differs: differs,
            milestones: self.milestones.iter().map(milestone).collect(),
            unit,
        }
    }

    /// The printed unit; where it names no period and all cells do (回 with `年12回` and `月1回`), their figures of a year.
    fn unit_of_comparison(&self) -> Option<String> {
        let printed = self.printed_unit()?;
        let baseline = &self.baseline.printed;
        let start = baseline.number().map(|_| baseline.unit.as_deref());
        let goals = self.milestones.iter().filter(|m| m.target.is_a_number());
        let units: Vec<Option<&str>> = start
            .into_iter()
            .chain(goals.map(|goal| goal.unit.as_deref()))
            .collect();
        let rate = |unit: &Option<&str>| unit.is_some_and(|u| Unit::parse(u).is_a_rate_in_time());
        let only_cells_say_it = !units.is_empty() && units.iter().all(rate);
        if only_cells_say_it && !Unit::parse(printed).is_a_rate() {
            Some(format!("{printed}/年"))
        } else {
            Some(printed.to_owned())
        }
    }
}

/// A number of a cell in the unit; a number without a unit is in it already, unless its scale was multiplied into it.
fn number(
    value: Decimal,
    (unit, scale): (Option<&str>, Option<&str>),
    to: Option<&Unit>,
) -> Option<Decimal> {
    match (to, unit) {
        (Some(to), Some(unit)) => Unit::parse(unit).convert(value, to),
        (Some(to), None) if scale.is_some() => to.single().convert(value, to),
        (_, _) => Some(value),
    }
}

fn baseline(printed: &Baseline, unit: Option<&str>, to: Option<&Unit>) -> (Baseline, bool) {
    let mut baseline = printed.clone();
    let cell = &mut baseline.printed;
    let Figure::Number(value) = cell.figure else {
        return (baseline, false);
    };
    let found = number(value, (cell.unit.as_deref(), cell.scale.as_deref()), to);
    cell.figure = found.map_or_else(|| Figure::Text(cell.raw.clone()), Figure::Number);
    cell.unit = unit.map(str::to_owned).or_else(|| cell.unit.take());
    (baseline, found.is_none())
}

fn target(milestone: &Milestone, to: Option<&Unit>) -> Target {
    let of = (milestone.unit.as_deref(), milestone.scale.as_deref());
    let converted = milestone.target.map_numbers(|value| number(value, of, to));
    converted.unwrap_or_else(|| Target::OtherUnit(milestone.raw.clone()))
}

#[cfg(test)]
mod tests;
