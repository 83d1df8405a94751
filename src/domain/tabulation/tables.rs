//! The tables of a report, one for each item (M-4, M-5, M-7, M-10).

use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive;

use super::counted::Counted;
use super::method::Method;
use crate::domain::questionnaire::Reader;
use crate::domain::report::{Bases, Marks, Mean, OptionRow, Precision, Table, Weighted};
use crate::domain::statistics::base::Base;
use crate::domain::statistics::columns::Column;
use crate::domain::statistics::indicator::{Measure, Setting, figure, figure_of};
use crate::domain::statistics::mean::MeanBase;
use crate::domain::statistics::share;
use crate::domain::statistics::tally::{Tally, Weights};
use crate::domain::statistics::variable::{Accepts, Index, Level, Variable};

/// What all tables of a report share.
struct Printing<'a> {
    setting: Setting,
    /// The weight of each response, for means of numbers.
    weights: Option<&'a [f64]>,
    with_precision: bool,
}

/// One table for each item. `over_limit` is parallel to the items.
#[must_use]
pub fn tables(
    counted: &Counted<'_>,
    over_limit: &[u64],
    setting: Setting,
    method: Method,
) -> Vec<Table> {
    let printing = Printing {
        setting,
        weights: counted.weights(),
        with_precision: method >= Method::V2,
    };
    let reader = counted.layout.reader();
    let table = |(at, variable, column): (usize, &Variable, &Column)| {
        let tallies = Tallies {
            plain: counted.tally(at, false),
            weighted: counted.is_weighted().then(|| counted.tally(at, true)),
        };
        let over_limit = over_limit.get(at).copied().unwrap_or(0);
        Table {
            segments: people_of_segments(reader, variable, column),
            ..table(variable, column, &tallies, over_limit, &printing)
        }
    };
    counted.items().map(table).collect()
}

/// The counts of one item.
struct Tallies {
    plain: Tally,
    weighted: Option<Tally>,
}

fn table(
    variable: &Variable,
    column: &Column,
    tallies: &Tallies,
    over_limit: u64,
    printing: &Printing<'_>,
) -> Table {
    let tally = &tallies.plain;
    let marks = Marks {
        selections: tally.codes.iter().map(|people| people.count).sum(),
        over_limit,
    };
    let options = variable.options().iter().zip(0..);
    Table {
        item: variable.id.clone(),
        bases: bases(|base| base.people(tally).count),
        no_answer: tally.no_answer.count,
        invalid: tally.invalid.count,
        not_applicable: tally.not_applicable.count,
        options: options
            .map(|(option, code)| row(variable, option, code, tallies, printing))
            .collect(),
        mean: mean(variable, column, tallies, printing),
        marks: matches!(variable.accepts, Accepts::Many(..)).then_some(marks),
        segments: Vec::new(),
    }
}

/// The people of each segment into which conditions divide the numbers of an item; none where no condition asks for them.
fn people_of_segments(reader: &Reader, variable: &Variable, column: &Column) -> Vec<u64> {
    let (Column::Numbers(numbers), Some(segments)) =
        (column, reader.segments_of_numbers(&variable.id))
    else {
        return Vec::new();
    };
    let mut people = vec![0; segments.count()];
    let answered = numbers.iter().filter(|number| number.is_finite());
    let answered = answered.filter_map(|number| Decimal::from_f64(*number));
    for number in answered {
        if let Some(people) = people.get_mut(segments.position_of(number)) {
            *people += 1;
        }
    }
    people
}

fn row(
    variable: &Variable,
    option: &Level,
    code: Index,
    tallies: &Tallies,
    printing: &Printing<'_>,
) -> OptionRow {
    let percent = |tally: &Tally, weighted: bool| {
        bases(|base| {
            let printed = share::percent(tally.code(code), base.people(tally), weighted, 1);
            printed.filter(|_| base.admits(option))
        })
    };
    let precise = |tally: &Tally, weighted: bool| {
        let of = |base: Base| {
            let wanted = printing.with_precision && base.admits(option);
            wanted.then(|| precision(variable, code, base, (tally, weighted), printing.setting))?
        };
        bases(of)
    };
    OptionRow {
        code: option.code.clone(),
        count: tallies.plain.code(code).count,
        percent: percent(&tallies.plain, false),
        precision: precise(&tallies.plain, false),
        weighted: tallies.weighted.as_ref().map(|tally| Weighted {
            count: tally.code(code).weight,
            percent: percent(tally, true),
            precision: precise(tally, true),
        }),
    }
}

fn precision(
    variable: &Variable,
    code: Index,
    base: Base,
    (tally, weighted): (&Tally, bool),
    setting: Setting,
) -> Option<Precision> {
    let measure = match variable.accepts {
        Accepts::Many(..) => Measure::SetShare(code, base),
        _ => Measure::Share(vec![code], base),
    };
    let figure = figure_of(variable, tally, &measure, (weighted, 1), setting)?;
    let interval = figure.known?.interval?.times(measure.unit());
    Some(Precision {
        low: interval.low,
        high: interval.high,
        margin: figure.margin.display,
        reason: figure.margin.reason,
    })
}

fn mean(
    variable: &Variable,
    column: &Column,
    tallies: &Tallies,
    printing: &Printing<'_>,
) -> Option<Mean> {
    let measure = match &variable.accepts {
        Accepts::One(options) if options.iter().any(|o| o.score.is_some()) => {
            Measure::Mean(MeanBase::Substantive)
        }
        Accepts::Number { .. } | Accepts::Scale { .. } => Measure::MeanNumber,
        _ => return None,
    };
    let of = |tally: &Tally, weights: Weights| {
        let printed = (weights.is_some(), 2);
        figure_of(variable, tally, &measure, printed, printing.setting).unwrap_or_else(|| {
            let people = (weights, None);
            figure((variable, column), &measure, 2, people, printing.setting)
        })
    };
    let figure = of(&tallies.plain, None);
    let known = figure.known?;
    let weighted = tallies.weighted.as_ref().zip(printing.weights);
    Some(Mean {
        n: figure.n_base,
        shown: known.display,
        unrounded: known.estimate.mean,
        margin: figure.margin.display,
        weighted: weighted
            .and_then(|(tally, weights)| Some(of(tally, Some(weights)).known?.display)),
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
