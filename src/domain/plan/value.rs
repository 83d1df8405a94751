//! A value (実績値) and its provenance (R7): appended, never edited; only its state moves.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::{Deserialize, Serialize};

use super::definition::Base;
use super::unit;
use crate::domain::ids::{ReportId, SurveyId, VersionId};
use crate::domain::small_numbers::SmallNumbers;
use crate::domain::statistics::margin::MarginReason;
use crate::domain::statistics::wave::Current;
use crate::domain::words::words;
use crate::domain::year::FiscalYear;

/// What one value says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Value {
    /// The year it is for.
    pub fiscal_year: FiscalYear,
    /// The value as published, rounded to the indicator's decimals (M-7).
    pub shown: Decimal,
    /// The same before rounding.
    pub unrounded: Decimal,
    /// Its unit.
    pub unit: Option<String>,
    /// How it was made.
    pub provenance: Provenance,
}

/// How a value was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "from", rename_all = "snake_case")]
pub enum Provenance {
    /// Computed from a survey.
    Survey(Box<Measured>),
    /// Typed by a person.
    Typed {
        /// From where, in words.
        source: String,
        /// Why an earlier value of the same year is replaced, when it is.
        correction: Option<String>,
    },
}

/// Everything needed to recompute a value from a survey.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measured {
    /// The report it is taken from.
    pub report: ReportId,
    /// The survey.
    pub survey: SurveyId,
    /// The version of the questionnaire that was answered.
    pub version: VersionId,
    /// What came out.
    #[serde(flatten)]
    pub figure: Figure,
    /// Version of the rules it was computed by.
    pub method: String,
    /// Number of the indicator's definition it was computed by.
    pub definition: i32,
    /// Whether the answers are synthetic (架空の回答).
    pub synthetic: bool,
}

/// The figure of an item beside its value: how many people, how exact, and what is too small for the public.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figure {
    /// The item it was taken from.
    pub item: String,
    /// How many chose an option of the numerator; `None` for a mean.
    pub numerator: Option<u64>,
    /// How many are in the base.
    pub n: u64,
    /// Who is in the base.
    pub base: Base,
    /// The 95 % interval, unrounded, in the unit of the value. It is there also where no margin is shown (M-10), since it
    /// decides whether a difference is one (M-14); `None` without a standard error.
    pub interval: Option<(Decimal, Decimal)>,
    /// The margin as published, in the unit of the value; `None` where none is shown.
    pub margin: Option<Decimal>,
    /// Whether weights entered it.
    pub weighted: bool,
    /// The limits of its survey; the usual ones in values of older method versions.
    #[serde(default)]
    pub limits: SmallNumbers,
    /// How exact it is; empty in values of older method versions.
    #[serde(default)]
    pub precision: Precision,
}

/// How exact a value is (M-10), in the unit of the value.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Precision {
    /// Effective people in the base; n itself without weights.
    pub n_eff: Option<Decimal>,
    /// Linearised standard error, without finite population correction.
    pub se: Option<Decimal>,
    /// The margin as printed: `±3.1`, or `0.0～3.2` where ± would be 0.0.
    pub shown: Option<String>,
    /// Why it is not a plain ±.
    pub reason: Option<MarginReason>,
    /// The interval that decides where no margin may be shown: the one without correction (M-14).
    pub deciding: Option<(Decimal, Decimal)>,
    /// Whether everybody of the population answered.
    pub census: bool,
    /// Whether the scale has no zero, so that a ratio says nothing (M-14).
    pub no_zero: bool,
    /// The figure with the other weighting, where there are weights.
    pub other: Option<OtherWeighting>,
}

/// A figure without its weights, or with them (M-10).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OtherWeighting {
    /// Whether this one is the weighted figure.
    pub weighted: bool,
    /// As printed.
    pub shown: Decimal,
    /// Whether both must be printed side by side: they differ by more than half the margin of the published one.
    pub beside: bool,
}

impl Precision {
    /// Of the answers of whoever wanted: no margin, and no census however many they were.
    #[must_use]
    fn of_no_sample(self) -> Self {
        Self {
            shown: None,
            reason: Some(MarginReason::NotASample),
            census: false,
            ..self
        }
    }
}

impl Figure {
    /// Of the answers of whoever wanted: without a margin.
    #[must_use]
    pub fn of_no_sample(self) -> Self {
        Self {
            margin: None,
            precision: self.precision.of_no_sample(),
            ..self
        }
    }

    /// Whether it is a share, printed in percent; otherwise a mean.
    #[must_use]
    pub fn is_share(&self) -> bool {
        self.numerator.is_some()
    }

    /// The margin as printed, where one is.
    #[must_use]
    pub fn margin_shown(&self) -> Option<String> {
        let plain = || self.margin.map(|margin| format!("±{margin}"));
        self.precision.shown.clone().or_else(plain)
    }

    /// Whether the public may not see it: too few people, or too few inside or outside the numerator (M-12).
    #[must_use]
    pub fn is_small(&self) -> bool {
        let SmallNumbers { k, min_base } = self.limits;
        let few = |people: u64| (1..k).contains(&people);
        let inside = self.numerator.unwrap_or(k);
        let outside = self
            .numerator
            .map_or(k, |inside| self.n.saturating_sub(inside));
        self.n < min_base || few(inside) || few(outside)
    }

    /// The figure as tests need it (M-11): n is the effective one where it is weighted.
    #[must_use]
    pub fn current(&self, unrounded: Decimal) -> Option<Current> {
        let unit = self.unit();
        let plain = Decimal::from(self.n);
        let n = self
            .precision
            .n_eff
            .filter(|_| self.weighted)
            .unwrap_or(plain);
        Some(Current {
            estimate: unrounded.to_f64()? / unit,
            n: n.to_f64().filter(|n| *n > 0.0)?,
            se: self
                .precision
                .se
                .and_then(|se| se.to_f64())
                .map(|se| se / unit),
            is_share: self.is_share(),
            census: self.precision.census,
        })
    }

    /// From the inner to the printed unit: 100 or 1.
    #[must_use]
    pub fn unit(&self) -> f64 {
        if self.is_share() { 100.0 } else { 1.0 }
    }
}

impl Value {
    /// Whether its number is one of this unit; a number without a unit is one of any.
    #[must_use]
    pub fn is_in(&self, unit: Option<&str>) -> bool {
        unit::same(self.unit.as_deref(), unit)
    }

    /// The release of its survey does not show it: something that is x would follow from it (M-12.5). Whatever its
    /// people, they are too few then.
    pub fn withhold(&mut self) {
        if let Provenance::Survey(measured) = &mut self.provenance {
            measured.figure.limits = SmallNumbers {
                k: u64::MAX,
                min_base: u64::MAX,
            };
        }
    }

    /// Whether the public may not see it (M-12). What was typed has been decided about by who typed it.
    #[must_use]
    pub fn is_small(&self) -> bool {
        matches!(&self.provenance, Provenance::Survey(measured) if measured.figure.is_small())
    }
}

words! {
    /// The life of a value and of a report.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum State {
        /// 速報
        Provisional = "provisional",
        /// 確定
        Final = "final",
        /// 承認済
        Approved = "approved",
        /// 公表
        Published = "published",
        /// 取下げ
        Withdrawn = "withdrawn",
    }
}

/// A state cannot follow another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a value that is {} cannot become {}", from.word(), to.word())]
pub struct NoSuchStep {
    /// Where it is.
    pub from: State,
    /// Where it should go.
    pub to: State,
}

impl State {
    /// Whether the divisions that own the indicator say something about it: it will not change by itself any more, and
    /// nobody has seen it yet.
    #[must_use]
    pub fn is_commented(self) -> bool {
        matches!(self, Self::Final | Self::Approved)
    }

    /// Provisional → final → approved → published; withdrawn from anywhere but provisional. Nothing comes back.
    ///
    /// # Errors
    /// [`NoSuchStep`] for any other step.
    pub fn step(self, to: Self) -> Result<Self, NoSuchStep> {
        let allowed = matches!(
            (self, to),
            (Self::Provisional, Self::Final)
                | (Self::Final, Self::Approved)
                | (Self::Approved, Self::Published)
                | (
                    Self::Final | Self::Approved | Self::Published,
                    Self::Withdrawn
                )
        );
        if allowed {
            Ok(to)
        } else {
            Err(NoSuchStep { from: self, to })
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// The value of a survey with this figure.
    pub(crate) fn measured(figure: Figure) -> Measured {
        Measured {
            report: ReportId(uuid::Uuid::nil()),
            survey: SurveyId(uuid::Uuid::nil()),
            version: VersionId(uuid::Uuid::nil()),
            figure,
            method: "1".to_owned(),
            definition: 1,
            synthetic: true,
        }
    }

    /// A share of so many people.
    pub(crate) fn share(numerator: u64, n: u64) -> Figure {
        Figure {
            item: "q5".to_owned(),
            numerator: Some(numerator),
            n,
            base: Base::All,
            interval: None,
            margin: None,
            weighted: false,
            limits: SmallNumbers::default(),
            precision: Precision::default(),
        }
    }

    /// M-12: one or two people are recognised also as those who did not choose it.
    #[test]
    fn one_or_two_people_are_not_shown() {
        let small = |numerator, n| share(numerator, n).is_small();
        for (numerator, n) in [(1, 400), (2, 400), (399, 400), (4, 9), (0, 9), (9, 9)] {
            assert!(small(numerator, n), "{numerator} of {n}");
        }
        for (numerator, n) in [(0, 400), (3, 400), (397, 400), (400, 400), (4, 10)] {
            assert!(!small(numerator, n), "{numerator} of {n}");
        }
        let mean = |n| Figure {
            numerator: None,
            ..share(0, n)
        };
        assert!(mean(9).is_small() && !mean(10).is_small());
        let stricter = Figure {
            limits: SmallNumbers { k: 5, min_base: 20 },
            ..share(4, 400)
        };
        assert!(stricter.is_small(), "the survey says what is small");
    }

    /// A value as it is stored: a weighted share with all there can be, and a mean with as little.
    pub(crate) const STORED: [&str; 2] = [
        concat!(
            r#"{"fiscal_year":2026,"shown":"61.5","unrounded":"61.538","unit":"％","provenance":{"from":"survey","#,
            r#""report":"00000000-0000-0000-0000-000000000001","survey":"00000000-0000-0000-0000-000000000002","#,
            r#""version":"00000000-0000-0000-0000-000000000003","item":"q7.r1","numerator":8,"n":13,"#,
            r#""base":"substantive","interval":["35.5","82.3"],"margin":"26.4","weighted":true,"#,
            r#""limits":{"k":5,"min_base":20},"precision":{"n_eff":"12.4","se":"13.5","shown":"±26.4","#,
            r#""reason":"census_low_return","deciding":["35.0","83.0"],"census":false,"no_zero":false,"#,
            r#""other":{"weighted":false,"shown":"60.0","beside":true}},"method":"5","definition":2,"#,
            r#""synthetic":false}}"#,
        ),
        concat!(
            r#"{"fiscal_year":2026,"shown":"3.2","unrounded":"3.21","unit":null,"provenance":{"from":"survey","#,
            r#""report":"00000000-0000-0000-0000-000000000001","survey":"00000000-0000-0000-0000-000000000002","#,
            r#""version":"00000000-0000-0000-0000-000000000003","item":"q5","numerator":null,"n":400,"#,
            r#""base":"all","interval":null,"margin":null,"weighted":false,"limits":{"k":3,"min_base":10},"#,
            r#""precision":{"n_eff":null,"se":null,"shown":null,"reason":null,"deciding":null,"census":false,"#,
            r#""no_zero":false,"other":null},"method":"1","definition":1,"synthetic":true}}"#,
        ),
    ];

    #[test]
    fn values_are_stored_field_by_field_as_ever() {
        for text in STORED {
            let value: Value = serde_json::from_str(text).unwrap();
            assert_eq!(serde_json::to_string(&value).unwrap(), text);
        }
        let [_, text] = STORED;
        let begins = text.find(r#""limits""#).unwrap();
        let ends = text.find(r#""method""#).unwrap();
        let older = format!("{}{}", &text[..begins], &text[ends..]);
        let value: Value = serde_json::from_str(&older).unwrap();
        assert_eq!(serde_json::to_string(&value).unwrap(), text);
    }

    #[test]
    fn nothing_is_published_without_approval() {
        assert!(State::Provisional.step(State::Published).is_err());
        assert!(State::Final.step(State::Published).is_err());
        assert_eq!(State::Approved.step(State::Published), Ok(State::Published));
        assert!(State::Withdrawn.step(State::Published).is_err());
        assert_eq!(
            State::Published.step(State::Withdrawn),
            Ok(State::Withdrawn)
        );
    }
}
