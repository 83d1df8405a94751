//! The table of one item as the public sees it: the whole town in one line.
//!
//! 無回答 and the bases are facts of the fieldwork and are shown, except where they would give an x away: the opinions
//! without わからない when わからない is x; and of an attribute the people who did not give it, who help to hide a
//! small category (in cross tables both are rows that are not shown).

use super::making::{Made, Making, Sum};
use super::{Cell, OptionCell, OptionFigures, Table};
use crate::domain::plan::definition::Base;
use crate::domain::questionnaire::question::{Meaning, Role};
use crate::domain::report::{self, Bases, OptionRow};
use crate::domain::statistics::suppression::{Line, hide_options};

/// Which bases may be shown beside a line.
#[derive(Debug, Clone, Copy)]
struct ShownBases {
    answered: bool,
    substantive: bool,
}

pub(super) fn make(making: &Making, table: &report::Table) -> Made {
    let enough = table.bases.all >= making.design.min_base;
    let (line, bases) = match line(making, table) {
        Some((line, bases)) if enough => (Some(line), bases),
        _ => (None, ShownBases::NONE),
    };
    let missing = table.options.len();
    let hides_missing = line.as_ref().is_some_and(|line| line.hides(missing));
    let missing = |count| match hides_missing {
        true => Cell::X,
        false => Cell::Shown(count),
    };
    let options = line.as_ref().map(|line| {
        let rows = table.options.iter().enumerate();
        rows.map(|(at, row)| option(row, line.hides(at), bases))
            .collect()
    });
    let whole = enough && line.as_ref().is_some_and(|line| !line.hides_any());
    let mean = table.mean.clone();
    Made {
        table: Table {
            item: table.item.clone(),
            bases: bases.n(&table.bases),
            no_answer: missing(table.no_answer),
            invalid: missing(table.invalid),
            not_applicable: table.not_applicable,
            options,
            mean: mean.filter(|mean| whole && mean.n >= making.design.min_base),
        },
        line,
    }
}

fn option(row: &OptionRow, hidden: bool, bases: ShownBases) -> OptionCell {
    let figures = || OptionFigures {
        count: row.count,
        percent: bases.of(&row.percent),
        precision: bases.of(&row.precision),
        weighted_percent: row.weighted.as_ref().map(|w| bases.of(&w.percent)),
        weighted_precision: row.weighted.as_ref().map(|w| bases.of(&w.precision)),
    };
    OptionCell {
        code: row.code.clone(),
        figures: match hidden {
            true => Cell::X,
            false => Cell::Shown(figures()),
        },
    }
}

/// The options with 無回答 last, and what may be shown beside their x.
fn line(making: &Making, table: &report::Table) -> Option<(Line, ShownBases)> {
    let missing = table.options.len();
    let mut counts: Vec<u64> = table.options.iter().map(|row| row.count).collect();
    counts.push(table.no_answer + table.invalid);
    let options: Vec<usize> = (0..missing).collect();
    let (opinions, is_attribute) = opinions(making, table);
    let of_indicators = making.sums.iter().filter(|sum| sum.item == table.item);
    let fixed: Vec<Vec<usize>> = of_indicators
        .flat_map(|sum| sets(sum, table, &options, &opinions))
        .collect();
    let before = x_before(making, table);
    let attempt = |beside: &[&Vec<usize>]| {
        let all = fixed.iter().chain(beside.iter().copied());
        let sums: Vec<Vec<usize>> = all.cloned().collect();
        hide_options(&counts, making.design.k, &sums, &before, Some(missing))
    };
    let outside = |line: &Line| {
        let mut rest = options.iter().filter(|at| !opinions.contains(at));
        rest.any(|at| line.hides(*at))
    };
    let everything = attempt(&[&options, &opinions])
        .filter(|line| !line.hides_any() || !(is_attribute || outside(line)));
    if let Some(line) = everything {
        return Some((line, ShownBases::ALL));
    }
    let line = match is_attribute {
        true => attempt(&[]),
        false => attempt(&[&options]),
    }?;
    let answered = !line.hides(missing);
    let substantive = answered && opinions == options;
    Some((
        line,
        ShownBases {
            answered,
            substantive,
        },
    ))
}

/// The options that are opinions, without わからない; and whether the item is an attribute.
fn opinions(making: &Making, table: &report::Table) -> (Vec<usize>, bool) {
    let item = making.reader.item(&table.item).map(|(_, item)| item);
    let choices = item.map_or(&[][..], |item| item.choices(making.reader.questionnaire()));
    let is_opinion = |at: &usize| {
        let choice = choices.get(*at);
        choice.is_none_or(|choice| choice.meaning == Meaning::Substantive)
    };
    let opinions = (0..table.options.len()).filter(is_opinion).collect();
    (
        opinions,
        item.is_some_and(|item| item.role == Role::Attribute),
    )
}

/// The sums an indicator publishes: its numerator, and its base.
fn sets(
    sum: &Sum,
    table: &report::Table,
    options: &[usize],
    opinions: &[usize],
) -> Vec<Vec<usize>> {
    let inside = |at: &usize| {
        let code = table.options.get(*at).map(|row| &row.code);
        let admitted = sum.base != Base::Substantive || opinions.contains(at);
        admitted && code.is_some_and(|code| sum.codes.contains(code))
    };
    let numerator: Vec<usize> = options.iter().copied().filter(inside).collect();
    let base = match sum.base {
        Base::Everyone | Base::All => None,
        Base::Answered => Some(options.to_vec()),
        Base::Substantive => Some(opinions.to_vec()),
    };
    std::iter::once(numerator).chain(base).collect()
}

/// What was x in an earlier release.
fn x_before(making: &Making, table: &report::Table) -> Vec<usize> {
    let earlier = making.earlier.iter().filter_map(|r| r.table(&table.item));
    let mut before = Vec::new();
    for known in earlier {
        let x = known
            .options
            .iter()
            .flatten()
            .filter(|o| o.figures == Cell::X);
        before.extend(x.filter_map(|o| table.options.iter().position(|row| row.code == o.code)));
        if known.no_answer == Cell::X {
            before.push(table.options.len());
        }
    }
    before
}

impl ShownBases {
    const ALL: Self = Self {
        answered: true,
        substantive: true,
    };
    const NONE: Self = Self {
        answered: false,
        substantive: false,
    };

    fn n(self, n: &Bases<u64>) -> Bases<Cell<u64>> {
        let cell = |shown, n| match shown {
            true => Cell::Shown(n),
            false => Cell::X,
        };
        Bases {
            everyone: Cell::Shown(n.everyone),
            all: Cell::Shown(n.all),
            answered: cell(self.answered, n.answered),
            substantive: cell(self.substantive, n.substantive),
        }
    }

    fn of<T: Clone>(self, figures: &Bases<Option<T>>) -> Bases<Option<T>> {
        let kept = |shown: bool, figure: &Option<T>| figure.clone().filter(|_| shown);
        Bases {
            everyone: figures.everyone.clone(),
            all: figures.all.clone(),
            answered: kept(self.answered, &figures.answered),
            substantive: kept(self.substantive, &figures.substantive),
        }
    }
}
