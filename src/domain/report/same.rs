//! Whether two reports say the same figures: what decides whether a newly computed one is new.

use serde::Serialize;
use serde_json::{Number, Value};

use super::{Figure, Indicator, Report};

/// So much may differ, of 1 or of the number: the last digits of a stored number are not always those of the computed
/// one, and no printed figure is near it.
const LAST_DIGITS: f64 = 1e-9;

impl Report {
    /// Whether both say the same figures: of the same people, tables, weights and flags, and the indicators by the same
    /// definitions. What is said of the indicators (change, targets) is no figure of this survey: it follows from other
    /// values and from the plan.
    #[must_use]
    pub fn same_figures(&self, other: &Report) -> bool {
        // A new field has to be decided about here.
        let Report {
            returned,
            valid,
            by_mode,
            population,
            sample_size,
            fieldwork,
            weights,
            tables,
            crosstabs,
            quality,
            indicators,
            not_computed,
        } = self;
        (returned, valid, by_mode) == (&other.returned, &other.valid, &other.by_mode)
            && (population, sample_size) == (&other.population, &other.sample_size)
            && (fieldwork, quality) == (&other.fieldwork, &other.quality)
            && not_computed == &other.not_computed
            && told(indicators) == told(&other.indicators)
            && alike(weights, &other.weights)
            && alike(tables, &other.tables)
            && alike(crosstabs, &other.crosstabs)
    }

    /// Whether both say the same of the same number of people, whatever was computed beside the tables.
    #[must_use]
    pub(super) fn same_people(&self, other: &Report) -> bool {
        (self.returned, self.valid, &self.by_mode) == (other.returned, other.valid, &other.by_mode)
            && alike(&self.tables, &other.tables)
            && alike(&self.crosstabs, &other.crosstabs)
    }
}

/// The figures of the indicators as they are told.
fn told(indicators: &[Indicator]) -> Vec<impl PartialEq> {
    let figure = |figure: &Figure| {
        let (item, shown) = (figure.item.clone(), figure.shown);
        let margin = figure.precision.shown.clone();
        let people = (figure.numerator, figure.n, figure.base, figure.weighted);
        (figure.definition, item, shown, margin, people)
    };
    let one = |one: &Indicator| (one.indicator, one.figure.as_ref().map(figure));
    indicators.iter().map(one).collect()
}

/// Whether two parts of a report are equal but for the last digits of computed numbers; what cannot be written is not.
fn alike<T: Serialize>(one: &T, other: &T) -> bool {
    let written = |part: &T| serde_json::to_value(part);
    match (written(one), written(other)) {
        (Ok(one), Ok(other)) => equal(&one, &other),
        _ => false,
    }
}

fn equal(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => close(one, other),
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(a, b)| equal(a, b))
        }
        (Value::Object(one), Value::Object(other)) => {
            let mut fields = one.iter();
            one.len() == other.len()
                && fields.all(|(key, a)| other.get(key).is_some_and(|b| equal(a, b)))
        }
        (one, other) => one == other,
    }
}

/// Counts are whole and must be equal; a computed number may be stored as a whole one.
fn close(one: &Number, other: &Number) -> bool {
    if one.is_u64() && other.is_u64() {
        return one == other;
    }
    let (Some(one), Some(other)) = (one.as_f64(), other.as_f64()) else {
        return false;
    };
    (one - other).abs() <= LAST_DIGITS * other.abs().max(1.0)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::domain::ids::IndicatorId;
    use crate::domain::report::{Bases, Mean, NotComputed, OptionRow, Reason, Table};
    use crate::domain::survey::dispositions::Dispositions;
    use uuid::Uuid;

    pub(in crate::domain::report) fn report() -> Report {
        let option = OptionRow {
            code: "1".to_owned(),
            count: 12,
            percent: Bases::default(),
            weighted: None,
            precision: Bases::default(),
        };
        let table = Table {
            item: "q1".to_owned(),
            bases: Bases::default(),
            no_answer: 1,
            invalid: 0,
            not_applicable: 0,
            options: vec![option],
            mean: Some(Mean {
                n: 12,
                shown: "0.33".to_owned(),
                unrounded: 1.0 / 3.0,
                margin: None,
                weighted: None,
            }),
            marks: None,
            segments: Vec::new(),
        };
        Report {
            returned: 13,
            valid: 13,
            by_mode: [].into(),
            population: Some(1_000),
            sample_size: None,
            fieldwork: Dispositions::default(),
            weights: None,
            tables: vec![table],
            crosstabs: Vec::new(),
            quality: super::super::Quality::default(),
            indicators: Vec::new(),
            not_computed: Vec::new(),
        }
    }

    #[test]
    fn only_figures_make_a_report_new() {
        let known = report();
        assert!(known.same_figures(&report()));
        type Change = fn(&mut Report);
        let noise: Change = |r| r.tables[0].mean.as_mut().unwrap().unrounded += 1e-15;
        let mut stored = report();
        noise(&mut stored);
        assert!(
            known.same_figures(&stored),
            "the last digit of a stored number"
        );
        let news: [Change; 7] = [
            |r| r.tables[0].options[0].count += 1,
            |r| r.tables[0].mean.as_mut().unwrap().unrounded += 1e-6,
            |r| r.tables[0].mean = None,
            |r| r.tables.clear(),
            |r| r.returned += 1,
            |r| r.population = None,
            |r| {
                r.not_computed.push(NotComputed {
                    indicator: IndicatorId(Uuid::nil()),
                    reason: Reason::EmptyBase,
                });
            },
        ];
        for (at, change) in news.iter().enumerate() {
            let mut changed = report();
            change(&mut changed);
            assert!(!known.same_figures(&changed), "{at}");
            assert!(!changed.same_figures(&known), "{at}");
        }
    }
}
