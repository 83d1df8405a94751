//! Reading all responses of a survey, to count them. Rows are streamed: a million of them fit no memory.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use futures_util::{Stream, TryStreamExt};
use uuid::Uuid;

use crate::domain::ids::{MunicipalityId, SubmissionId, SurveyId};
use crate::domain::submission::Duration;
use crate::domain::survey::Mode;
use crate::domain::time::Day;
use crate::storage::schema::responses;
use crate::storage::{Conn, QueryResult};

/// Half of the responses, by the first bit of their ids: two connections read a survey in half the time.
/// Ids never change, so a half is the same half also while responses are being sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Half {
    /// The lower ids.
    Lower,
    /// The upper ids.
    Upper,
}

const MIDDLE: Uuid = Uuid::from_u128(1 << 127);

/// A response: id, mode, class of duration, and document (JSON as the database prints it).
pub type Row = (SubmissionId, Mode, Option<Duration>, String);

/// Each response of one half, in no order.
///
/// # Errors
/// When the database fails.
pub async fn half(
    conn: &mut Conn,
    of: MunicipalityId,
    survey: SurveyId,
    half: Half,
) -> QueryResult<impl Stream<Item = QueryResult<Row>>> {
    let text = |expression| diesel::dsl::sql::<diesel::sql_types::Text>(expression);
    let middle = SubmissionId(MIDDLE);
    let all = responses::table
        .filter(responses::municipality_id.eq(of))
        .filter(responses::survey_id.eq(survey))
        .select((
            responses::submission_id,
            text("mode"),
            text("coalesce(duration, '')"),
            text("answers::text"),
        ));
    let rows = match half {
        Half::Lower => {
            all.filter(responses::submission_id.lt(middle))
                .load_stream::<(SubmissionId, String, String, String)>(conn)
                .await?
        }
        Half::Upper => {
            all.filter(responses::submission_id.ge(middle))
                .load_stream(conn)
                .await?
        }
    };
    Ok(rows.and_then(|(id, mode, duration, answers)| async move {
        let broken = |what: String| diesel::result::Error::DeserializationError(what.into());
        let mode = Mode::from_word(&mode).ok_or_else(|| broken(format!("no mode: {mode}")))?;
        Ok((id, mode, Duration::from_word(&duration), answers))
    }))
}

/// A response without its id: mode, the day it bears, and document.
pub type Dated = (Mode, Day, String);

/// All responses of a survey in order of their ids, which were drawn at random: the order tells nothing.
///
/// # Errors
/// When the database fails.
pub async fn in_order(
    conn: &mut Conn,
    of: MunicipalityId,
    survey: SurveyId,
) -> QueryResult<impl Stream<Item = QueryResult<Dated>>> {
    let text = |expression| diesel::dsl::sql::<diesel::sql_types::Text>(expression);
    let rows = responses::table
        .filter(responses::municipality_id.eq(of))
        .filter(responses::survey_id.eq(survey))
        .order(responses::submission_id)
        .select((text("mode"), responses::received_on, text("answers::text")))
        .load_stream::<(String, Day, String)>(conn)
        .await?;
    Ok(rows.and_then(|(mode, day, answers)| async move {
        let broken = |what: String| diesel::result::Error::DeserializationError(what.into());
        let mode = Mode::from_word(&mode).ok_or_else(|| broken(format!("no mode: {mode}")))?;
        Ok((mode, day, answers))
    }))
}
