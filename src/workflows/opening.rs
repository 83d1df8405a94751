//! Opening: what responses say, sealed or still in their envelopes, for those who count or print them once the web has
//! closed. Envelopes are opened in memory only.

use futures_util::{Stream, StreamExt, TryStreamExt, stream};

use crate::domain::cipher::DoesNotOpen;
use crate::domain::envelope::{Content, EnvelopeKey};
use crate::domain::ids::{MunicipalityId, ResponseId, SurveyId};
use crate::domain::secret::Secret;
use crate::domain::survey::Mode;
use crate::domain::survey::returns::{Return, count};
use crate::storage::responses::reading;
use crate::storage::{Conn, QueryResult, envelopes, pool, returns, surveys};

/// As much time as reading takes, and nothing is sealed meanwhile: it would be read twice or not at all.
///
/// # Errors
/// When the database fails.
pub async fn begin(tx: &mut Conn, municipality: MunicipalityId, id: SurveyId) -> QueryResult<()> {
    pool::take_time(tx).await?;
    surveys::lock_reading(tx, municipality, id).await
}

/// The responses in envelopes, with the names of the envelopes, which lead nowhere. To be read after [`begin`] where the
/// sealed ones are read besides.
///
/// # Errors
/// When the database fails, or an envelope was made with another secret: nothing is counted then, rather than something
/// left out.
pub async fn enclosed(
    tx: &mut Conn,
    secret: &Secret,
    municipality: MunicipalityId,
    id: SurveyId,
) -> QueryResult<Vec<(ResponseId, Content)>> {
    let key = EnvelopeKey::of(secret, id);
    let list = envelopes::list(tx, municipality, id).await?;
    let open = |(id, envelope): (ResponseId, Vec<u8>)| {
        let content = key.open(&envelope).map_err(unopened);
        std::future::ready(content.map(|content| (id, content)))
    };
    list.and_then(open).try_collect().await
}

/// How each response came, and its document, in the order of ids that were drawn at random: which ones were in envelopes,
/// and so came last, it does not say.
///
/// # Errors
/// As [`enclosed`].
pub async fn documents(
    tx: &mut Conn,
    secret: &Secret,
    municipality: MunicipalityId,
    id: SurveyId,
) -> QueryResult<impl Stream<Item = QueryResult<(Mode, String)>>> {
    begin(tx, municipality, id).await?;
    let mut enclosed = enclosed(tx, secret, municipality, id).await?;
    enclosed.sort_unstable_by_key(|(id, _)| std::cmp::Reverse(*id));
    let sealed = reading::in_order(tx, municipality, id).await?.map(Some);
    let merged = sealed.chain(stream::iter([None])).flat_map(move |sealed| {
        let until = sealed.as_ref().and_then(|row| Some(row.as_ref().ok()?.0));
        let is_before = |id: ResponseId| until.is_none_or(|until| id < until);
        let mut before = Vec::new();
        while let Some((_, content)) = enclosed.pop_if(|(id, _)| is_before(*id)) {
            let document = content.answers.as_str().to_owned();
            before.push(Ok((content.cover.mode, document)));
        }
        let row = sealed.map(|row| row.map(|(_, mode, document)| (mode, document)));
        stream::iter(before.into_iter().chain(row))
    });
    Ok(merged)
}

/// On which day how many came, and how: those that are counted, and those in envelopes.
///
/// # Errors
/// As [`enclosed`].
pub async fn returned(
    tx: &mut Conn,
    secret: &Secret,
    municipality: MunicipalityId,
    id: SurveyId,
) -> QueryResult<Vec<Return>> {
    begin(tx, municipality, id).await?;
    let counted = returns::list(tx, municipality, id).await?;
    let counted = counted.into_iter();
    let counted = counted.map(|row| (row.day, row.mode, row.responses));
    let enclosed = enclosed(tx, secret, municipality, id).await?;
    let enclosed = enclosed
        .iter()
        .filter_map(|(_, content)| content.cover.came());
    Ok(count(counted.chain(enclosed)))
}

/// As an error of the database, which is where the envelope came from.
#[must_use]
pub fn unopened(error: DoesNotOpen) -> diesel::result::Error {
    diesel::result::Error::DeserializationError(format!("an envelope: {error}").into())
}
