//! Measuring: one indicator's definition applied to the responses of a survey (M-5, M-7, M-10).

use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive;

use super::Layout;
use super::counted::Counted;
use super::responses::Responses;
use crate::domain::plan::definition::{self, Definition, Source};
use crate::domain::plan::value::{self, OtherWeighting, Precision};
use crate::domain::questionnaire::question::Code;
use crate::domain::questionnaire::routing::{Condition, Test};
use crate::domain::report::Reason;
use crate::domain::small_numbers::SmallNumbers;
use crate::domain::statistics::base::Base;
use crate::domain::statistics::columns::Column;
use crate::domain::statistics::indicator::{Figure, Known, Measure, Setting, figure, figure_of};
use crate::domain::statistics::interval::Interval;
use crate::domain::statistics::margin::weightings_differ;
use crate::domain::statistics::mean::MeanBase;
use crate::domain::statistics::variable::{Accepts, Index, Variable};

/// What an indicator's definition gives.
#[derive(Debug, Clone, PartialEq)]
pub struct Measured {
    /// As published, rounded to the indicator's decimals.
    pub shown: Decimal,
    /// Before rounding, in the same unit.
    pub unrounded: Decimal,
    /// Whether it is printed ×100: with ％, or in points.
    pub is_percent: bool,
    /// What stands beside the value; with the usual limits until the design of the survey says others.
    pub figure: value::Figure,
}

impl Measured {
    /// The unit it is printed with: a share in percent, a net score in points; none for a mean, whose plan says it.
    #[must_use]
    pub fn unit(&self) -> Option<&'static str> {
        let of_shares = if self.figure.is_share() {
            "％"
        } else {
            "ポイント"
        };
        self.is_percent.then_some(of_shares)
    }
}

/// Applies a definition to the counted responses. Where there are weights the figure is computed both ways (M-10).
///
/// # Errors
/// [`Reason`] says why the survey does not give the figure.
pub fn measure(
    definition: &Definition,
    counted: &Counted<'_>,
    setting: Setting,
) -> Result<Measured, Reason> {
    let Source::Item(asked) = &definition.source else {
        return Err(Reason::Formula);
    };
    let layout = counted.layout;
    let (weighted, weights) = (asked.weighting.is_some(), counted.weights());
    if weighted && weights.is_none() {
        return Err(Reason::NoWeights);
    }
    let (at, variable) = variable(layout, &asked.item).ok_or(Reason::NoSuchItem)?;
    let measure = measure_of(variable, &asked.measure, asked.base)?;
    let meeting = |condition| meeting(condition, layout, counted.responses);
    let filter = asked.filter.as_ref().map(meeting);
    let asked_for = (&measure, definition.decimals);
    let with = |weights: Option<&[f64]>| {
        let who = (weights, filter.as_deref());
        taken(counted, (at, variable), asked_for, who, setting)
    };
    let published = with(weights.filter(|_| weighted)).ok_or(Reason::NoSuchItem)?;
    let other = weights.and_then(|weights| with((!weighted).then_some(weights)));
    let (figure, known) = (&published, published.known.as_ref());
    let known = known.ok_or(Reason::EmptyBase)?;
    let mut precision = precision(&measure, figure, known);
    precision.no_zero = measure.lacks_zero(variable);
    precision.other = other.and_then(|other| other_weighting(known, &other, !weighted));
    Ok(Measured {
        shown: number(&known.display).ok_or(Reason::EmptyBase)?,
        unrounded: unrounded(&measure, figure, known, weighted),
        is_percent: measure.is_percent(),
        figure: value::Figure {
            item: asked.item.clone(),
            numerator: measure.is_share().then_some(figure.count),
            n: figure.n_base,
            base: asked.base,
            interval: printed(known.interval, &measure),
            margin: plain(precision.shown.as_deref()),
            weighted,
            limits: SmallNumbers::default(),
            precision,
        },
    })
}

/// The variable of an item, and which it is.
fn variable<'l>(layout: &'l Layout, item: &str) -> Option<(usize, &'l Variable)> {
    let at = layout.position(item)?;
    Some((at, layout.items.get(at)?))
}

/// The figure of a variable. Only what hangs on a condition, or on more than how many gave each answer, is counted
/// again.
fn taken(
    counted: &Counted<'_>,
    (at, variable): (usize, &Variable),
    (measure, decimals): (&Measure, u32),
    who: (Option<&[f64]>, Option<&[bool]>),
    setting: Setting,
) -> Option<Figure> {
    let (weighted, is_everybody) = (who.0.is_some(), who.1.is_none());
    let tally = is_everybody.then(|| counted.tally(at, weighted));
    tally
        .and_then(|tally| figure_of(variable, &tally, measure, (weighted, decimals), setting))
        .or_else(|| {
            let column = counted.responses.columns.get(at)?;
            Some(figure((variable, column), measure, decimals, who, setting))
        })
}

/// How exact a figure is, in the unit of the value.
fn precision(measure: &Measure, figure: &Figure, known: &Known) -> Precision {
    let se = known.estimate.se.map(|se| se * measure.unit());
    Precision {
        n_eff: Decimal::from_f64(known.estimate.n_eff),
        se: se.and_then(Decimal::from_f64),
        shown: figure.margin.display.clone(),
        reason: figure.margin.reason,
        deciding: printed(figure.deciding(), measure),
        census: known.is_census(),
        ..Precision::default()
    }
}

/// The figure with the other weighting, and whether it must stand beside the published one.
fn other_weighting(published: &Known, other: &Figure, weighted: bool) -> Option<OtherWeighting> {
    let other = other.known.as_ref()?;
    let differ = weightings_differ(published.half, published.estimate.mean, other.estimate.mean);
    Some(OtherWeighting {
        weighted,
        shown: number(&other.display)?,
        beside: differ.unwrap_or(false),
    })
}

/// The ± of a printed margin.
fn plain(shown: Option<&str>) -> Option<Decimal> {
    number(shown?.strip_prefix('±')?)
}

/// For each response whether the condition holds.
fn meeting(condition: &Condition, layout: &Layout, responses: &Responses) -> Vec<bool> {
    let rows = responses.columns.first().map_or(0, Column::len);
    let holds = |row: usize| {
        // A filter asks for options: nothing else has columns that say which of them it was.
        let mut passes = |item: &str, test: Test<'_>| match test {
            Test::AnyOf(codes) => {
                let at = layout.position(item)?;
                layout.chosen(at, &responses.columns.get(at)?.chosen(row), codes)
            }
            _ => None,
        };
        condition.verdict(&mut passes) == Some(true)
    };
    (0..rows).map(holds).collect()
}

fn measure_of(
    variable: &Variable,
    measure: &definition::Measure,
    base: Base,
) -> Result<Measure, Reason> {
    match (measure, &variable.accepts) {
        (definition::Measure::Share(codes), Accepts::One(_)) => {
            let codes = positions(variable, codes.iter())?;
            Ok(Measure::Share(codes, base))
        }
        (definition::Measure::Share(codes), Accepts::Many(..)) => {
            // Of several codes people who chose two would count twice.
            match positions(variable, codes.iter())?.as_slice() {
                [code] => Ok(Measure::SetShare(*code, base)),
                _ => Err(Reason::NoSuchMeasure),
            }
        }
        (definition::Measure::Mean, Accepts::One(_)) => match base {
            Base::Answered => Ok(Measure::Mean(MeanBase::Answered)),
            Base::Substantive => Ok(Measure::Mean(MeanBase::Substantive)),
            _ => Err(Reason::NoSuchMeasure),
        },
        (definition::Measure::Mean, Accepts::Number { .. }) => Ok(Measure::MeanNumber),
        (definition::Measure::Net { positive, negative }, Accepts::One(_)) => Ok(Measure::Net {
            positive: positions(variable, positive.iter())?,
            negative: positions(variable, negative.iter())?,
            base,
        }),
        _ => Err(Reason::NoSuchMeasure),
    }
}

fn positions<'c>(
    variable: &Variable,
    codes: impl Iterator<Item = &'c Code>,
) -> Result<Vec<Index>, Reason> {
    codes
        .map(|code| variable.index_of(code.as_str()).ok_or(Reason::NoSuchOption))
        .collect()
}

/// Unweighted shares exactly from their counts, everything else as computed.
fn unrounded(measure: &Measure, figure: &Figure, known: &Known, weighted: bool) -> Decimal {
    if measure.is_share() && !weighted {
        let hundred = Decimal::ONE_HUNDRED * Decimal::from(figure.count);
        return hundred
            .checked_div(Decimal::from(figure.n_base))
            .unwrap_or_default();
    }
    Decimal::from_f64(known.estimate.mean * measure.unit()).unwrap_or_default()
}

/// An interval in the unit of the value.
fn printed(interval: Option<Interval>, measure: &Measure) -> Option<(Decimal, Decimal)> {
    let interval = interval?.times(measure.unit());
    Some((
        Decimal::from_f64(interval.low)?,
        Decimal::from_f64(interval.high)?,
    ))
}

fn number(shown: &str) -> Option<Decimal> {
    shown.parse().ok()
}
