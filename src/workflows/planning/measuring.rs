//! Values: given by a report or typed by hand. Appended, never edited; [`crate::workflows::publishing`] moves them on.

use rust_decimal::Decimal;
use uuid::Uuid;

use crate::domain::actor::Actor;
use crate::domain::event::Event;
use crate::domain::ids::{IndicatorId, ValueId};
use crate::domain::plan::value::{Measured, Provenance, State, Value};
use crate::domain::reason::Reason;
use crate::domain::survey::Anonymity;
use crate::domain::tabulation::measuring;
use crate::domain::time::Timestamp;
use crate::domain::year::{FiscalYear, YearError};
use crate::storage::indicators::{self, DefinitionRow};
use crate::storage::reports::ReportRow;
use crate::storage::surveys::Survey;
use crate::storage::values::{self, ValueRow};
use crate::storage::{Conn, QueryResult, audit};

/// One figure of a report, for one indicator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measurement {
    /// The indicator it is for.
    pub indicator: IndicatorId,
    /// The value: year, rounded and unrounded, unit.
    pub value: Value,
}

/// The figures of a survey's report as values of their indicators. The answers of an open survey are no sample: they
/// have no sampling error and no margin (M-2).
#[must_use]
pub fn values_of(
    survey: &Survey,
    report: &ReportRow,
    measured: &[(DefinitionRow, measuring::Measured)],
) -> Vec<Measurement> {
    let is_sample = survey.anonymity != Anonymity::Open;
    let one = |(definition, given): &(DefinitionRow, measuring::Measured)| Measurement {
        indicator: definition.indicator_id,
        value: Value {
            fiscal_year: FiscalYear(survey.fiscal_year),
            shown: given.shown,
            unrounded: given.unrounded,
            unit: given.unit().map(str::to_owned),
            provenance: Provenance::Survey(Box::new(Measured {
                report: report.id,
                survey: survey.id,
                version: report.version_id,
                figure: if is_sample {
                    given.figure.clone()
                } else {
                    given.figure.clone().of_no_sample()
                },
                method: report.method.clone(),
                definition: definition.number,
                synthetic: survey.synthetic,
            })),
        },
    };
    measured.iter().map(one).collect()
}

/// Gives indicators the values of a report (`stage` is provisional or final). Those that have one from this report
/// already keep it, so doing it again changes nothing. Answers the indicators that got one now: their owners are told.
///
/// # Errors
/// When the database says no.
pub async fn refresh_from(
    tx: &mut Conn,
    actor: &Actor,
    stage: State,
    measurements: &[Measurement],
    now: Timestamp,
) -> QueryResult<Vec<IndicatorId>> {
    let mut arrived = Vec::new();
    for Measurement { indicator, value } in measurements {
        if append(tx, actor, *indicator, value, stage, now).await? {
            arrived.push(*indicator);
        }
    }
    Ok(arrived)
}

/// A value as somebody types it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typed {
    /// The fiscal year it is for.
    pub fiscal_year: i32,
    /// The number.
    pub number: Decimal,
    /// Its unit; the indicator's where none is given.
    pub unit: Option<String>,
    /// From where it is.
    pub source: Reason,
    /// Why it takes the place of an earlier value of the same year, where there is one.
    pub correction: Option<Reason>,
}

/// Why a typed value was not recorded.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    /// Nothing can be recorded for that year.
    #[error("fiscal year {0}: {1}")]
    Year(i32, YearError),
    /// It would stand beside numbers of another unit.
    #[error("the value is in {own}, but the indicator in {unit}")]
    OtherUnit {
        /// The unit of the value.
        own: String,
        /// The unit of the indicator.
        unit: String,
    },
    /// There is a value of that year.
    #[error("fiscal year {0} has a value already: say why it is corrected")]
    NeedsCorrection(i32),
    /// There is nothing to correct.
    #[error("fiscal year {0} has no value yet: there is nothing to correct")]
    NothingToCorrect(i32),
    /// The database failed, or there is no such indicator (`NotFound`).
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

/// Records a value typed by hand. It is final, and not public before it is approved.
///
/// # Errors
/// [`RecordError`].
pub async fn record(
    tx: &mut Conn,
    actor: &Actor,
    indicator: IndicatorId,
    typed: &Typed,
    now: Timestamp,
) -> Result<(), RecordError> {
    let municipality = actor.municipality;
    let year = FiscalYear::checked(typed.fiscal_year);
    let year = year.map_err(|why| RecordError::Year(typed.fiscal_year, why))?;
    let rows = indicators::versions_of(tx, municipality, indicator).await?;
    let row = rows.last().ok_or(diesel::result::Error::NotFound)?;
    let value = typed.value(year);
    let unit = row.document.uniform().unit;
    if !value.is_in(unit.as_deref()) {
        return Err(RecordError::OtherUnit {
            own: typed.unit.clone().unwrap_or_default(),
            unit: unit.unwrap_or_default(),
        });
    }
    let earlier = values::list(tx, municipality, indicator).await?;
    let same = |v: &&ValueRow| v.fiscal_year == year.0 && v.state != State::Withdrawn;
    match (earlier.iter().any(|value| same(&value)), &typed.correction) {
        (true, None) => return Err(RecordError::NeedsCorrection(year.0)),
        (false, Some(_)) => return Err(RecordError::NothingToCorrect(year.0)),
        (_, _) => append(tx, actor, indicator, &value, State::Final, now).await?,
    };
    Ok(())
}

impl Typed {
    fn value(&self, fiscal_year: FiscalYear) -> Value {
        Value {
            fiscal_year,
            shown: self.number,
            unrounded: self.number,
            unit: self.unit.clone(),
            provenance: Provenance::Typed {
                source: self.source.to_string(),
                correction: self.correction.as_ref().map(ToString::to_string),
            },
        }
    }
}

async fn append(
    tx: &mut Conn,
    actor: &Actor,
    indicator: IndicatorId,
    value: &Value,
    state: State,
    now: Timestamp,
) -> QueryResult<bool> {
    let report = match &value.provenance {
        Provenance::Survey(measured) => Some(measured.report),
        Provenance::Typed { .. } => None,
    };
    let new = ValueRow {
        municipality_id: actor.municipality,
        id: ValueId(Uuid::now_v7()),
        indicator_id: indicator,
        fiscal_year: value.fiscal_year.0,
        state,
        document: value.clone(),
        report_id: report,
        recorded_at: now,
        recorded_by: actor.who.clone(),
    };
    let inserted = values::insert(tx, &new).await?;
    if inserted {
        audit::record(tx, actor, &Event::ValueRecorded { indicator, report }, now).await?;
    }
    Ok(inserted)
}
