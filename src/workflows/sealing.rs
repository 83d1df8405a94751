//! Sealing: responses and keys are rewritten in random order, so that nothing in the tables tells which key gave which
//! response (`trust.md` H3). Until then the transaction that stored both links them, and the first page says so.

use diesel_async::AsyncConnection;

use crate::domain::ids::{MunicipalityId, SurveyId};
use crate::domain::survey::State;
use crate::storage::{Conn, QueryResult, drafts, invitations, pool, responses, surveys};

/// The fewest responses that are moved together while the survey runs.
pub const FEWEST: i64 = 20;

/// Seals what can be sealed. While the survey runs: unsealed responses, when there are [`FEWEST`]. Once it is over:
/// the rest, then all responses and all keys once more, each in a transaction of its own, and the drafts go.
/// Running it again changes nothing but the order.
///
/// # Errors
/// When the database fails, or there is no such survey (`NotFound`); what was sealed before stays sealed.
pub async fn seal(conn: &mut Conn, of: MunicipalityId, id: SurveyId) -> QueryResult<()> {
    let over = conn
        .transaction(async |tx| seal_new(tx, of, id).await)
        .await?;
    if !over {
        return Ok(());
    }
    conn.transaction(async |tx| {
        begin(tx, of, id).await?;
        responses::sealing::seal_all(tx, of, id).await
    })
    .await?;
    conn.transaction(async |tx| {
        begin(tx, of, id).await?;
        invitations::seal_all(tx, of, id).await
    })
    .await?;
    drafts::delete_all(conn, of, id).await?;
    Ok(())
}

/// The lock of the survey (nobody stores meanwhile), and as much time as it takes.
async fn begin(tx: &mut Conn, of: MunicipalityId, id: SurveyId) -> QueryResult<surveys::Survey> {
    pool::take_time(tx).await?;
    surveys::lock(tx, of, id).await
}

/// Whether the survey is over.
async fn seal_new(tx: &mut Conn, of: MunicipalityId, id: SurveyId) -> QueryResult<bool> {
    let survey = begin(tx, of, id).await?;
    let over = matches!(survey.state, State::EntryClosed | State::Cancelled);
    if over || responses::sealing::count_unsealed(tx, of, id).await? >= FEWEST {
        responses::sealing::seal_new(tx, of, id).await?;
    }
    Ok(over)
}
