//! Saying how an indicator is measured and who owns it.

use crate::domain::actor::Actor;
use crate::domain::event::Event;
use crate::domain::ids::{DivisionId, IndicatorId, MunicipalityId, PlanId};
use crate::domain::plan::amendment::{Amendment, Cause, Defined};
use crate::domain::plan::definition::{Comparability, Definition};
use crate::domain::questionnaire::question::Code;
use crate::domain::reason::Reason;
use crate::domain::time::Timestamp;
use crate::storage::amendments::{self, AmendmentRow};
use crate::storage::indicators::{self, DefinitionRow};
use crate::storage::{Conn, QueryResult, audit, plans};

/// What is said about an indicator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binding {
    /// How it is measured.
    pub definition: Definition,
    /// How values before and after compare, where staff knows better than the difference of the definitions tells;
    /// for the first definition, how the printed baseline compares (`unknown` until its source is recorded, M-11b).
    pub comparability: Option<Comparability>,
    /// The divisions that own it, besides those that do already.
    pub owners: Vec<DivisionId>,
}

impl Binding {
    /// With what is recorded about the baseline: another way of measuring does not make it unknown.
    fn keeping(&self, last: Option<&DefinitionRow>) -> Self {
        let mut kept = self.clone();
        if kept.definition.baseline.is_none() {
            kept.definition.baseline = last.and_then(|last| last.document.baseline.clone());
        }
        kept
    }

    fn says_the_same(&self, last: &DefinitionRow) -> bool {
        last.document == self.definition
            && self
                .comparability
                .is_none_or(|said| said == last.comparability)
    }

    fn compared(&self, last: Option<&DefinitionRow>) -> Comparability {
        let computed = last.map_or(Comparability::Unknown, |last| {
            last.document.compared_with(&self.definition)
        });
        self.comparability.unwrap_or(computed)
    }
}

/// Why an indicator was not bound.
#[derive(Debug, thiserror::Error)]
pub enum BindError {
    /// It is measured in another way already: changing that changes the plan.
    #[error("this indicator is measured in another way already: say why that changes")]
    NeedsReason,
    /// The database failed, or there is no such indicator (`NotFound`).
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

/// Attaches a definition and owners to an indicator that has none. The number of the definition that holds from now on;
/// saying the same again makes no new one.
///
/// # Errors
/// [`BindError`]: another definition takes a reason to replace, see [`redefine`].
pub async fn bind(
    tx: &mut Conn,
    actor: &Actor,
    id: IndicatorId,
    binding: &Binding,
    now: Timestamp,
) -> Result<i32, BindError> {
    define(tx, actor, id, binding, None, now).await
}

/// As [`bind`], and where the indicator is measured in another way already, that is replaced: an amendment of the plan,
/// with its reason.
///
/// # Errors
/// [`BindError`].
pub async fn redefine(
    tx: &mut Conn,
    actor: &Actor,
    id: IndicatorId,
    binding: &Binding,
    reason: &Reason,
    now: Timestamp,
) -> Result<i32, BindError> {
    define(tx, actor, id, binding, Some(reason), now).await
}

async fn define(
    tx: &mut Conn,
    actor: &Actor,
    id: IndicatorId,
    binding: &Binding,
    reason: Option<&Reason>,
    now: Timestamp,
) -> Result<i32, BindError> {
    let municipality = actor.municipality;
    // The plan is what an import locks too: definitions and amendments are numbered under its lock.
    let plan_id = indicators::by_id(tx, municipality, id).await?.plan_id;
    plans::lock(tx, municipality, plan_id).await?;
    for owner in &binding.owners {
        indicators::insert_owner(tx, municipality, id, *owner).await?;
    }
    let last = indicators::definitions(tx, municipality, id).await?.pop();
    let binding = &binding.keeping(last.as_ref());
    if let Some(last) = last.as_ref().filter(|last| binding.says_the_same(last)) {
        return Ok(last.number);
    }
    if last.is_some() && reason.is_none() {
        return Err(BindError::NeedsReason);
    }
    let number = last.as_ref().map_or(1, |last| last.number + 1);
    let new = DefinitionRow {
        municipality_id: municipality,
        indicator_id: id,
        number,
        document: binding.definition.clone(),
        comparability: binding.compared(last.as_ref()),
        defined_at: now,
    };
    indicators::insert_definition(tx, &new).await?;
    if let Some(last) = last {
        amend(tx, plan_id, last.document, &new, ("definition", reason)).await?;
    }
    let event = Event::IndicatorDefined {
        indicator: id,
        number,
    };
    audit::record(tx, actor, &event, now).await?;
    Ok(number)
}

/// A changed definition is an amendment of the plan.
pub(super) async fn amend(
    tx: &mut Conn,
    plan_id: PlanId,
    old: Definition,
    new: &DefinitionRow,
    (field, reason): (&str, Option<&Reason>),
) -> QueryResult<()> {
    let document = Amendment {
        field: field.to_owned(),
        old: None,
        new: None,
        reason: reason.map(ToString::to_string),
        cause: Cause::Definition,
        defined: Some(Box::new(Defined {
            old,
            new: new.document.clone(),
        })),
    };
    let amendment = AmendmentRow {
        municipality_id: new.municipality_id,
        plan_id,
        number: amendments::last_number(tx, new.municipality_id, plan_id).await? + 1,
        indicator_id: Some(new.indicator_id),
        document,
        amended_at: new.defined_at,
    };
    amendments::insert(tx, &[amendment]).await
}

/// The definitions that hold now and need an item of this questionnaire.
///
/// # Errors
/// When the database fails.
pub async fn bound_to(
    conn: &mut Conn,
    municipality: MunicipalityId,
    questionnaire: &Code,
) -> QueryResult<Vec<DefinitionRow>> {
    let mut current = indicators::current_definitions(conn, municipality).await?;
    current.retain(|stored| {
        stored
            .document
            .items()
            .iter()
            .any(|item| item.questionnaire == *questionnaire)
    });
    Ok(current)
}
