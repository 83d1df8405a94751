//! Doing long work that somebody asked for, in their name.

use std::path::Path;

use super::{Failure, heads};
use crate::domain::actor::Actor;
use crate::domain::ids::{MunicipalityId, WorkId};
use crate::domain::work::Kind;
use crate::storage::{self, Conn, works};
use crate::workflows::working;

/// Does the work, unless it has ended.
///
/// # Errors
/// [`Failure`]: whoever waits for it hears at once what will not go better later.
pub(super) async fn work(
    conn: &mut Conn,
    var: &Path,
    municipality: MunicipalityId,
    id: WorkId,
) -> Result<(), Failure> {
    let work = works::by_id(conn, municipality, id).await?;
    if !work.state.is_under_way() {
        return Ok(());
    }
    let actor = Actor {
        municipality,
        who: work.who,
    };
    let done = match work.kind {
        Kind::VerifyRecord => {
            let noted = heads::noted(var, conn, municipality).await;
            let noted = noted.map_err(Failure::GiveUp)?;
            working::verify_record(conn, &actor, id, noted.as_ref()).await
        }
    };
    done.map_err(|error| match storage::is_away(&error) {
        true => Failure::Retry(error.into()),
        false => Failure::GiveUp(error.into()),
    })
}
