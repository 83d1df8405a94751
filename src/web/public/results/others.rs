//! The options of an item with their shares of the bases that do not count (M-4), for who wants to know.

use serde::Serialize;

use crate::domain::language::Language;
use crate::domain::questionnaire::question::Choice;
use crate::domain::report::release::{Cell, Table};
use crate::domain::statistics::base::Base;
use crate::views::say::{Say, Wording};

use super::figures::{X, percent};
use super::list::{counted, of_state, states};

/// The table.
#[derive(Serialize)]
pub(super) struct Others {
    caption: Wording,
    /// The heads of its columns: one for each base.
    bases: Vec<Say>,
    /// Who they are, and how many.
    counted: Say,
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    label: Wording,
    /// 無回答, 無効, 非該当.
    state: bool,
    percents: Vec<String>,
}

/// One of the bases, with what the head of its column says is in it or not.
struct Told {
    base: Base,
    head: &'static str,
    n: u64,
}

/// The bases that say something beside 該当者全員: with 非該当 only where there are any, the others only where their
/// people differ; not where their n is x.
fn telling(table: &Table) -> Vec<Told> {
    let n = &table.bases;
    let has_others = table.not_applicable != Cell::Shown(0);
    let bases = [
        (Base::Everyone, "of-everyone", n.everyone, has_others),
        (
            Base::Answered,
            "of-answered",
            n.answered,
            n.answered != n.all,
        ),
        (
            Base::Substantive,
            "of-substantive",
            n.substantive,
            n.substantive != n.answered,
        ),
    ];
    let told = bases.into_iter().filter(|(_, _, _, says)| *says);
    told.filter_map(|(base, head, n, _)| {
        let n = *n.shown()?;
        Some(Told { base, head, n })
    })
    .collect()
}

impl Others {
    /// None where every other base has the same people, or is not shown.
    pub(super) fn new(
        caption: &Wording,
        table: &Table,
        choices: &[Choice],
        language: &Language,
    ) -> Option<Self> {
        let bases = telling(table);
        if bases.is_empty() {
            return None;
        }
        let of = bases.iter().map(|told| counted(told.base, told.n));
        let comma = if language.is_wide() { "、" } else { ", " };
        Some(Self {
            caption: Say::new("caption-others")
                .with("table", caption.clone())
                .into(),
            counted: Say::new("percent-of").with("base", Wording::several(of, comma)),
            rows: rows(table, choices, &bases, language),
            bases: bases.iter().map(|told| Say::new(told.head)).collect(),
        })
    }
}

fn rows(table: &Table, choices: &[Choice], bases: &[Told], language: &Language) -> Vec<Row> {
    let options = table.options.iter().flatten().zip(choices);
    let of_options = options.map(|(option, choice)| Row {
        label: choice.label.get(language).into(),
        state: false,
        percents: of_each(bases, |base| match &option.figures {
            Cell::X => X.to_owned(),
            Cell::Shown(figures) => percent(figures.count, figures.percent.of(base).as_deref()),
        }),
    });
    let of_states = states(table).map(|state| Row {
        label: Say::new(state.0).into(),
        state: true,
        percents: of_each(bases, |base| of_state(state, table, base)),
    });
    let says = |row: &Row| row.percents.iter().any(|percent| !percent.is_empty());
    of_options.chain(of_states.filter(says)).collect()
}

fn of_each(bases: &[Told], percent: impl Fn(Base) -> String) -> Vec<String> {
    bases.iter().map(|told| percent(told.base)).collect()
}
