//! Notifying: letters written into the outbox by the transaction that causes them.

use std::collections::HashSet;

use uuid::Uuid;

use crate::domain::actor::Actor;
use crate::domain::ids::{IndicatorId, LetterId, MunicipalityId};
use crate::domain::job::Job;
use crate::domain::language::Language;
use crate::domain::letter::Letter;
use crate::domain::report::Stage;
use crate::domain::tabulation::measuring::Measured;
use crate::domain::time::Timestamp;
use crate::storage::indicators::{self, StoredDefinition};
use crate::storage::surveys::Survey;
use crate::storage::{Conn, QueryResult, jobs, letters, municipalities, plans};

/// Writes to the divisions that own the indicators whose value has arrived, and to each address once an indicator.
///
/// # Errors
/// When the database fails.
pub async fn values_arrived(
    tx: &mut Conn,
    actor: &Actor,
    survey: &Survey,
    stage: Stage,
    arrived: &[IndicatorId],
    measured: &[(StoredDefinition, Measured)],
    now: Timestamp,
) -> QueryResult<()> {
    let of = actor.municipality;
    let town = municipalities::by_id(tx, of).await?;
    let japanese = Language::japanese();
    for (definition, figure) in measured {
        let id = definition.indicator_id;
        if !arrived.contains(&id) {
            continue;
        }
        let indicator = indicators::by_id(tx, of, id).await?;
        let printed = indicators::versions_of(tx, of, id).await?.pop();
        let plan = plans::by_id(tx, of, indicator.plan_id).await?;
        let mut written = HashSet::new();
        for (_, division, email) in indicators::owners(tx, of, id).await? {
            let Some(address) = email.filter(|address| written.insert(address.clone())) else {
                continue;
            };
            let letter = Letter::ValueArrived {
                municipality: town.name.get(&japanese).to_owned(),
                division,
                indicator: printed
                    .as_ref()
                    .map_or_else(String::new, |v| v.name.clone()),
                value: format!(
                    "{}{}",
                    figure.shown,
                    if figure.is_percent { "％" } else { "" }
                ),
                margin: figure.margin_shown.clone(),
                fiscal_year: survey.fiscal_year,
                survey: survey.title.get(&japanese).to_owned(),
                stage,
                path: format!(
                    "/{}/plans/{}/indicators/{}",
                    town.slug, plan.slug, indicator.slug
                ),
            };
            queue(tx, of, &letter, &address, now).await?;
        }
    }
    Ok(())
}

/// Puts a letter into the outbox and asks the worker to send it. Staff reads Japanese.
async fn queue(
    tx: &mut Conn,
    municipality: MunicipalityId,
    letter: &Letter,
    address: &str,
    now: Timestamp,
) -> QueryResult<()> {
    let id = LetterId(Uuid::new_v4());
    letters::insert(tx, municipality, id, letter, &Language::japanese(), address).await?;
    let send = Job::Send {
        municipality,
        letter: id,
    };
    jobs::enqueue(tx, &send, now).await
}
