//! Rekeying: the installation's secret is changed, and every survey keeps the one it began with.

use crate::domain::actor::Actor;
use crate::domain::event::Event;
use crate::domain::secret::Secret;
use crate::storage::survey_secrets::{self, SurveySecret};
use crate::storage::{Conn, QueryResult, audit, clock, installation};

/// Makes the database one of `next`, whose keyed hash is `check`: keys, receipts and envelopes of each survey stay valid,
/// what is made for new surveys is made with the new secret. `actors` are the operator in every municipality. How many
/// surveys keep another.
///
/// # Errors
/// When the database fails.
pub async fn rekey(
    tx: &mut Conn,
    actors: &[Actor],
    now: &Secret,
    next: &Secret,
    check: &[u8],
) -> QueryResult<usize> {
    let surveys = survey_secrets::list_surveys(tx).await?;
    let keep = |(municipality_id, survey_id)| SurveySecret {
        municipality_id,
        survey_id,
        wrapped: now.wrap(survey_id, next, rand::random()),
    };
    let kept: Vec<_> = surveys.into_iter().map(keep).collect();
    survey_secrets::put(tx, &kept).await?;
    installation::update(tx, check).await?;
    let at = clock::now(tx).await?;
    for actor in actors {
        audit::record(tx, actor, &Event::SecretChanged, at).await?;
    }
    Ok(kept.len())
}
