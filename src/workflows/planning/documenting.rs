//! Recording how a printed baseline was made: its n, its source and whether it compares (M-11, M-11b).

use super::binding::amend;
use crate::domain::actor::Actor;
use crate::domain::event::Event;
use crate::domain::ids::IndicatorId;
use crate::domain::plan::definition::{Comparability, Documented};
use crate::domain::reason::Reason;
use crate::domain::time::Timestamp;
use crate::storage::indicators::{self, DefinitionRow};
use crate::storage::{Conn, audit, plans};

/// What staff found out about a baseline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// How many answered, where known or assumed.
    pub n: Option<u32>,
    /// Whether n is an assumption.
    pub n_assumed: bool,
    /// The standard error of a mean, in its unit.
    pub se: Option<rust_decimal::Decimal>,
    /// From where this is known, in words.
    pub source: Reason,
    /// How the baseline compares with the survey's values.
    pub comparability: Comparability,
}

/// Why nothing was recorded.
#[derive(Debug, thiserror::Error)]
pub enum DocumentError {
    /// Nobody answered, or nobody is assumed.
    #[error("n must be at least 1, and an assumption needs one")]
    NoPeople,
    /// The standard error is negative.
    #[error("a standard error is not negative")]
    NegativeError,
    /// The indicator is not measured by a survey.
    #[error("this indicator is not bound to a question: its baseline is compared with nothing")]
    NotBound,
    /// The plan prints no number to start from.
    #[error("the plan prints no number as this indicator's baseline")]
    NoBaseline,
    /// The database failed, or there is no such indicator (`NotFound`).
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

impl Found {
    fn checked(&self) -> Result<(), DocumentError> {
        if self.n == Some(0) || (self.n.is_none() && self.n_assumed) {
            return Err(DocumentError::NoPeople);
        }
        if self.se.is_some_and(|se| se.is_sign_negative()) {
            return Err(DocumentError::NegativeError);
        }
        Ok(())
    }

    fn about(&self, printed: String) -> Documented {
        Documented {
            printed,
            n: self.n,
            n_assumed: self.n_assumed,
            se: self.se,
            source: self.source.to_string(),
            comparability: self.comparability,
        }
    }
}

/// Records how the printed baseline of an indicator was made, as an amendment of its plan. The number of the definition
/// that holds from now on; saying the same again makes no new one.
///
/// # Errors
/// [`DocumentError`].
pub async fn document_baseline(
    tx: &mut Conn,
    actor: &Actor,
    id: IndicatorId,
    found: &Found,
    now: Timestamp,
) -> Result<i32, DocumentError> {
    found.checked()?;
    let municipality = actor.municipality;
    let plan_id = indicators::by_id(tx, municipality, id).await?.plan_id;
    plans::lock(tx, municipality, plan_id).await?;
    let row = indicators::versions_of(tx, municipality, id).await?.pop();
    let baseline = row.map(|row| row.document.baseline.printed);
    let baseline = baseline.filter(|printed| printed.number().is_some());
    let baseline = baseline.ok_or(DocumentError::NoBaseline)?;
    let last = indicators::definitions(tx, municipality, id).await?.pop();
    let last = last.ok_or(DocumentError::NotBound)?;
    let documented = found.about(baseline.raw);
    if last.document.baseline.as_ref() == Some(&documented) {
        return Ok(last.number);
    }
    let old = last.document.clone();
    let mut new = DefinitionRow {
        number: last.number + 1,
        // The way of measuring stays: values before and after compare as before.
        comparability: Comparability::Same,
        defined_at: now,
        ..last
    };
    new.document.baseline = Some(documented);
    indicators::insert_definition(tx, &new).await?;
    amend(tx, plan_id, old, &new, ("baseline_method", None)).await?;
    let event = Event::BaselineDocumented {
        indicator: id,
        number: new.number,
    };
    audit::record(tx, actor, &event, now).await?;
    Ok(new.number)
}
