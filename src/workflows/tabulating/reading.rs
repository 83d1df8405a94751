//! Reading what is counted: sealed responses as they are streamed, the others from their envelopes.

use std::pin::pin;

use diesel_async::AsyncConnection;
use futures_util::TryStreamExt;

use super::{Subject, TabulateError};
use crate::domain::envelope::Content;
use crate::domain::ids::{MunicipalityId, ResponseId, SurveyId};
use crate::domain::report::Stage;
use crate::domain::secret::Secret;
use crate::domain::tabulation::reading::{Reading, Stored, Unfitting};
use crate::domain::tabulation::responses::Responses;
use crate::storage::responses::reading::{self, Half};
use crate::storage::{Conn, Db, pool};
use crate::workflows::{keeping_apart, opening};

/// What the digest of a report is made for: without the secret nobody tries out which responses give it.
const DIGEST: &str = "responses of a report";

/// Reads all responses, half of the sealed ones on each of two connections, and opens the envelopes; with them their
/// digest. Nothing is sealed meanwhile: it would be counted twice or not at all.
pub(super) async fn read(
    conn: &mut Conn,
    from: (&Db, &Secret),
    subject: &Subject,
    stage: Stage,
) -> Result<(Responses, Vec<u8>), TabulateError> {
    let all = conn.transaction(async |tx| read_all(tx, from, subject, stage).await);
    let all = all.await?;
    if i32::try_from(all.len()).is_err() {
        return Err(TabulateError::TooManyResponses);
    }
    let (responses, digest) = tokio::task::spawn_blocking(|| all.finish()).await?;
    Ok((
        responses,
        from.1.of(subject.survey.id).hash(DIGEST, &digest).to_vec(),
    ))
}

async fn read_all(
    tx: &mut Conn,
    (db, secret): (&Db, &Secret),
    subject: &Subject,
    stage: Stage,
) -> Result<Reading, TabulateError> {
    let (municipality, id) = (subject.survey.municipality_id, subject.survey.id);
    opening::begin(tx, municipality, id).await?;
    let none = Reading::new(&subject.layout).holding_back(keeping_apart::held_back(stage));
    let [lower, upper] = [Half::Lower, Half::Upper].map(|half| {
        tokio::spawn(read_half(
            db.clone(),
            none.clone(),
            (municipality, id),
            half,
        ))
    });
    let enclosed = opening::enclosed(tx, secret, municipality, id).await?;
    let mut all = lower.await??.and(upper.await??);
    add_enclosed(&mut all, &enclosed)?;
    Ok(all)
}

async fn read_half(
    db: Db,
    mut all: Reading,
    (municipality, survey): (MunicipalityId, SurveyId),
    half: Half,
) -> Result<Reading, TabulateError> {
    let mut conn = db.get().await?;
    conn.transaction(async |tx| {
        pool::take_time(tx).await?;
        let mut rows = pin!(reading::half(tx, municipality, survey, half).await?);
        while let Some((id, mode, duration, document)) = rows.try_next().await? {
            let document = document.as_str();
            all.add(Stored {
                id,
                mode,
                duration,
                document,
            })?;
        }
        Ok(all)
    })
    .await
}

/// The responses that are not sealed yet.
fn add_enclosed(all: &mut Reading, enclosed: &[(ResponseId, Content)]) -> Result<(), Unfitting> {
    enclosed.iter().try_for_each(|(id, content)| {
        all.add(Stored {
            id: *id,
            mode: content.cover.mode,
            duration: content.cover.duration,
            document: content.answers.as_str(),
        })
    })
}
