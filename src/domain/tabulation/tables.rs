//! The tables of a report, counted from columns (M-4, M-5, M-7).

use super::Layout;
use super::reading::Responses;
use crate::domain::report::{Bases, Mean, OptionRow, Table};
use crate::domain::statistics::base::Base;
use crate::domain::statistics::columns::Column;
use crate::domain::statistics::indicator::{Measure, Setting, figure};
use crate::domain::statistics::item::{Accepts, Choice, Item};
use crate::domain::statistics::mean::MeanBase;
use crate::domain::statistics::share;
use crate::domain::statistics::tally::{Sums, Tally};

/// One table for each item.
#[must_use]
pub fn tables(layout: &Layout, responses: &Responses, setting: Setting) -> Vec<Table> {
    layout
        .items
        .iter()
        .zip(&responses.columns)
        .map(|(item, column)| table(item, column, setting))
        .collect()
}

fn table(item: &Item, column: &Column, setting: Setting) -> Table {
    let tally = Tally::of(column, item.options(), None, None);
    let options = item.options().iter().zip(&tally.codes);
    Table {
        item: item.id.clone(),
        bases: bases(|base| base.people(&tally).count),
        no_answer: tally.no_answer.count,
        invalid: tally.invalid.count,
        not_applicable: tally.not_applicable.count,
        options: options
            .map(|(option, people)| row(option, *people, &tally))
            .collect(),
        mean: mean(item, column, setting),
        marks: None,
    }
}

fn row(option: &Choice, people: Sums, tally: &Tally) -> OptionRow {
    let percent = |base: Base| {
        let printed = share::percent(people, base.people(tally), false, 1);
        printed.filter(|_| base.admits(option))
    };
    OptionRow {
        code: option.code.clone(),
        count: people.count,
        percent: bases(percent),
        weighted: None,
        precision: Bases::default(),
    }
}

fn mean(item: &Item, column: &Column, setting: Setting) -> Option<Mean> {
    let measure = match &item.accepts {
        Accepts::One(options) if options.iter().any(|o| o.score.is_some()) => {
            Measure::Mean(MeanBase::Substantive)
        }
        Accepts::Number { .. } | Accepts::Scale { .. } => Measure::MeanNumber,
        _ => return None,
    };
    let figure = figure((item, column), &measure, 2, (None, None), setting);
    let known = figure.known?;
    Some(Mean {
        n: figure.n_base,
        shown: known.display,
        unrounded: known.estimate.mean,
        margin: figure.margin.display,
        weighted: None,
    })
}

fn bases<T>(of: impl Fn(Base) -> T) -> Bases<T> {
    Bases {
        everyone: of(Base::Everyone),
        all: of(Base::All),
        answered: of(Base::Answered),
        substantive: of(Base::Substantive),
    }
}
