//! The table of one item: its options with people and percentages on every base that says something (M-4), and the
//! people who gave no answer.

use serde::Serialize;

use crate::domain::language::Language;
use crate::domain::questionnaire::question::Choice;
use crate::domain::report::Precision;
use crate::domain::report::release::{Cell, OptionFigures, Table};
use crate::domain::statistics::base::Base;
use crate::domain::statistics::rounding;
use crate::views::say::{Say, Wording};
use crate::web::public::wording;

use super::figures::{self, NONE, X, people, percent};

/// The table.
#[derive(Serialize)]
pub(super) struct List {
    bases: Vec<Head>,
    rows: Vec<Row>,
    weighted: bool,
    /// Whether margins stand beside the percentages of 該当者全員 and the weighted ones.
    margins: bool,
}

/// The head of a column of percentages.
#[derive(Serialize)]
struct Head {
    name: Say,
    n: String,
    margins: bool,
}

#[derive(Serialize)]
struct Row {
    label: Wording,
    /// 無回答, 無効, 非該当.
    state: bool,
    count: String,
    percents: Vec<Percent>,
    weighted: Percent,
}

/// A percentage, with its margin where the column has them.
#[derive(Serialize)]
struct Percent {
    shown: String,
    margins: bool,
    margin: String,
}

/// The bases that say something, with their people: with 非該当 only where there are any, the others only where their
/// people differ; not where their n is x.
fn telling(table: &Table) -> Vec<(Base, u64)> {
    let n = &table.bases;
    let bases = [
        (
            Base::Everyone,
            (table.not_applicable != Cell::Shown(0)).then_some(n.everyone),
        ),
        (Base::All, Some(n.all)),
        (
            Base::Answered,
            Some(n.answered).filter(|people| *people != n.all),
        ),
        (
            Base::Substantive,
            Some(n.substantive).filter(|people| *people != n.answered),
        ),
    ];
    let shown = |(base, n): (Base, Option<Cell<u64>>)| n?.shown().map(|n| (base, *n));
    bases.into_iter().filter_map(shown).collect()
}

impl List {
    pub fn new(table: &Table, choices: &[Choice], language: &Language) -> Self {
        let options = || table.options.iter().flatten();
        let figures = || options().filter_map(|option| option.figures.shown());
        let margins = figures().any(|f| margin(f.precision.all.as_ref()).is_some());
        let shown = telling(table);
        let head = |(base, n): &(Base, u64)| Head {
            name: wording::base(*base),
            n: figures::n(*n),
            margins: margins && *base == Base::All,
        };
        let bases: Vec<Head> = shown.iter().map(head).collect();
        let with_margins = |(base, _): &(Base, u64)| (*base, margins && *base == Base::All);
        let columns: Vec<(Base, bool)> = shown.iter().map(with_margins).collect();
        let of_options = options().zip(choices).map(|(option, choice)| {
            let label = choice.label.get(language).into();
            Row::of_option(label, &option.figures, &columns, margins)
        });
        let states = [
            ("no-answer", table.no_answer),
            ("state-invalid", table.invalid),
            ("state-not-applicable", table.not_applicable),
        ];
        let said = states
            .into_iter()
            .filter(|(key, people)| *key == "no-answer" || *people != Cell::Shown(0));
        let of_states = said.map(|(key, people)| {
            let inside = key != "state-not-applicable";
            let percent = |base| of_state(people, table, base, inside);
            Row::of_state(Say::new(key).into(), people, &columns, percent)
        });
        Self {
            rows: of_options.chain(of_states).collect(),
            weighted: figures().any(|f| f.weighted_percent.is_some()),
            bases,
            margins,
        }
    }
}

impl Row {
    fn of_option(
        label: Wording,
        figures: &Cell<OptionFigures>,
        columns: &[(Base, bool)],
        margins: bool,
    ) -> Self {
        let Cell::Shown(figures) = figures else {
            let x = |margins: bool| Percent::new(X.to_owned(), margins, || Some(X.to_owned()));
            return Self {
                label,
                state: false,
                count: X.to_owned(),
                percents: columns.iter().map(|(_, margins)| x(*margins)).collect(),
                weighted: x(margins),
            };
        };
        let of = |(base, margins): &(Base, bool)| {
            let shown = percent(figures.count, figures.percent.of(*base).as_deref());
            Percent::new(shown, *margins, || {
                margin(figures.precision.of(*base).as_ref())
            })
        };
        let weighted = figures.weighted_percent.as_ref();
        let heavy = figures.weighted_precision.as_ref();
        Self {
            label,
            state: false,
            count: people(figures.count),
            percents: columns.iter().map(of).collect(),
            weighted: Percent::new(
                percent(figures.count, weighted.and_then(|w| w.all.as_deref())),
                margins,
                || margin(heavy.and_then(|w| w.all.as_ref())),
            ),
        }
    }

    fn of_state(
        label: Wording,
        cell: Cell<u64>,
        columns: &[(Base, bool)],
        percent: impl Fn(Base) -> String,
    ) -> Self {
        let blank = || Some(String::new());
        let of = |(base, margins): &(Base, bool)| Percent::new(percent(*base), *margins, blank);
        Self {
            label,
            state: true,
            count: cell.shown().map_or_else(|| X.to_owned(), |n| people(*n)),
            percents: columns.iter().map(of).collect(),
            weighted: Percent::new(String::new(), true, blank),
        }
    }
}

impl Percent {
    fn new(shown: String, margins: bool, margin: impl Fn() -> Option<String>) -> Self {
        let margin = margin().unwrap_or_else(|| NONE.to_owned());
        Self {
            shown,
            margins,
            margin,
        }
    }
}

fn margin(precision: Option<&Precision>) -> Option<String> {
    precision.and_then(|precision| precision.margin.clone())
}

/// The percentage of 無回答, 無効 or 非該当 in a base that holds them.
fn of_state(cell: Cell<u64>, table: &Table, base: Base, inside: bool) -> String {
    if base != Base::Everyone && !(base == Base::All && inside) {
        return String::new();
    }
    match (cell, table.bases.of(base)) {
        (Cell::Shown(people), Cell::Shown(n)) => {
            percent(people, rounding::percent(people, *n, 1).as_deref())
        }
        _ => X.to_owned(),
    }
}
