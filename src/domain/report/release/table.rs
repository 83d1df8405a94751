//! The table of one item as the public sees it: the whole town in one line.
//!
//! 無回答 and the bases are facts of the fieldwork and are shown, except where they would give an x away: the opinions
//! without わからない when わからない is x; and the people who gave no answer, who help to hide a small option: always of
//! an attribute (in cross tables both are rows that are not shown), elsewhere where nothing else does. Of a follow-up
//! that would give an x of its parent away nothing is shown at all (`system`).

use super::bases::ShownBases;
use super::making::{Made, Making};
use super::{Cell, OptionCell, OptionFigures, Table};
use crate::domain::questionnaire::question::{Meaning, Role};
use crate::domain::report::{self, Bases, OptionRow};
use crate::domain::statistics::suppression::{Line, hide_options, parts_of};

/// Whether the options of a table may be shown beside the sums that are published of them.
pub(super) fn can_be_shown(making: &Making, table: &report::Table, sums: &[Vec<usize>]) -> bool {
    is_enough(making, table) && line(making, table, sums).is_some()
}

fn is_enough(making: &Making, table: &report::Table) -> bool {
    table.bases.all >= making.design.min_base
}

/// A table of which nothing is shown, not even how many were asked.
pub(super) fn closed(table: &report::Table) -> Made {
    Made {
        table: Table {
            item: table.item.clone(),
            bases: Bases {
                everyone: Cell::Shown(table.bases.everyone),
                all: Cell::X,
                answered: Cell::X,
                substantive: Cell::X,
            },
            no_answer: Cell::X,
            invalid: Cell::X,
            not_applicable: Cell::X,
            options: None,
            mean: None,
        },
        line: None,
    }
}

/// The table beside the sums that are published of its options.
pub(super) fn make(making: &Making, table: &report::Table, sums: &[Vec<usize>]) -> Made {
    let enough = is_enough(making, table);
    let (line, bases) = match line(making, table, sums) {
        Some((line, bases)) if enough => (Some(line), bases),
        _ => (None, ShownBases::NONE),
    };
    let missing = table.options.len();
    // Where no options are shown, 無回答 would say how few did answer.
    let answered = table.bases.all - table.no_answer - table.invalid;
    let hides_missing = line.as_ref().map_or_else(
        || (1..making.design.k).contains(&answered),
        |line| line.hides(missing),
    ) || x_before(making, table).contains(&missing);
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
    // Of a sum of numbers it may follow how many are in a segment with few people.
    let whole = whole && !has_few(making, table);
    let mean = table.mean.clone();
    Made {
        table: Table {
            item: table.item.clone(),
            bases: bases.n(&table.bases),
            no_answer: missing(table.no_answer),
            invalid: missing(table.invalid),
            not_applicable: Cell::Shown(table.not_applicable),
            options,
            mean: mean.filter(|mean| whole && mean.n >= making.design.min_base),
        },
        line,
    }
}

/// Whether few people are in one of the segments into which conditions divide the numbers of a table.
pub(super) fn has_few(making: &Making, table: &report::Table) -> bool {
    let k = making.design.k;
    table.segments.iter().any(|people| (1..k).contains(people))
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

/// The options with 無回答 last, and what may be shown beside their x; none where they cannot be shown.
fn line(making: &Making, table: &report::Table, sums: &[Vec<usize>]) -> Option<(Line, ShownBases)> {
    if making.was_hidden(&table.item) {
        return None;
    }
    let missing = table.options.len();
    let counts = counts(table);
    let options: Vec<usize> = (0..missing).collect();
    let (opinions, is_attribute) = opinions(making, table);
    let known = bases_before(making, table);
    let fixed: Vec<&Vec<usize>> = sums.iter().chain(&known).collect();
    let x = x_before(making, table);
    let attempt = |beside: &[&Vec<usize>]| {
        let all = fixed.iter().chain(beside);
        let sums: Vec<Vec<usize>> = all.map(|set| (*set).clone()).collect();
        hide_options(&counts, making.design.k, &sums, &x, Some(missing))
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
    let with_answered = (!is_attribute).then(|| attempt(&[&options])).flatten();
    let line = with_answered.or_else(|| attempt(&[]))?;
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

/// The people of the options, those without an answer last.
pub(super) fn counts(table: &report::Table) -> Vec<u64> {
    let options = table.options.iter().map(|row| row.count);
    options.chain([table.no_answer + table.invalid]).collect()
}

/// The options of the bases that were shown before.
fn bases_before(making: &Making, table: &report::Table) -> Vec<Vec<usize>> {
    let before = making.bases_before(&table.item);
    let (opinions, _) = opinions(making, table);
    let answered = before.answered.then(|| (0..table.options.len()).collect());
    let substantive = before.substantive.then_some(opinions);
    answered.into_iter().chain(substantive).collect()
}

/// Whether what was x in a table that was shown before is safe beside the sums that are published now.
pub(super) fn fits_before(making: &Making, table: &report::Table, sums: &[Vec<usize>]) -> bool {
    let Some(x) = making.x_left(table) else {
        return true;
    };
    let sums: Vec<Vec<usize>> = [sums, &bases_before(making, table)].concat();
    let parts = parts_of(&counts(table), &sums);
    parts.into_iter().all(|part| {
        let x: Vec<(usize, u64)> = part.into_iter().filter(|(at, _)| x.contains(at)).collect();
        let is_few =
            |(at, n): &(usize, u64)| *at < table.options.len() && (1..making.design.k).contains(n);
        !x.iter().any(is_few) || (x.len() > 1 && x.iter().any(|(_, n)| *n > 1))
    })
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
