//! Reading all responses of a survey, to count them. Rows are streamed: a million of them fit no memory.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use futures_util::{Stream, TryStreamExt};
use uuid::Uuid;

use crate::domain::ids::{MunicipalityId, ResponseId, SurveyId};
use crate::domain::submission::Duration;
use crate::domain::survey::Mode;
use crate::storage::schema::responses;
use crate::storage::{Conn, QueryResult};

/// Half of the responses, by the first bit of their ids: two connections read a survey in half the time.
/// A survey is read under its shared lock: sealing moves responses from one half to the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Half {
    /// The lower ids.
    Lower,
    /// The upper ids.
    Upper,
}

const MIDDLE: Uuid = Uuid::from_u128(1 << 127);

/// A response: id, mode, class of duration, and document (JSON as the database prints it).
pub type Row = (ResponseId, Mode, Option<Duration>, String);

/// Each response of one half, in no order.
///
/// # Errors
/// When the database fails.
pub async fn half(
    conn: &mut Conn,
    municipality: MunicipalityId,
    survey: SurveyId,
    half: Half,
) -> QueryResult<impl Stream<Item = QueryResult<Row>>> {
    let text = |expression| diesel::dsl::sql::<diesel::sql_types::Text>(expression);
    let middle = ResponseId(MIDDLE);
    let all = responses::table
        .filter(responses::municipality_id.eq(municipality))
        .filter(responses::survey_id.eq(survey))
        .select((
            responses::id,
            text("mode"),
            text("coalesce(duration, '')"),
            text("answers"),
        ));
    let rows = match half {
        Half::Lower => {
            all.filter(responses::id.lt(middle))
                .load_stream::<(ResponseId, String, String, String)>(conn)
                .await?
        }
        Half::Upper => {
            all.filter(responses::id.ge(middle))
                .load_stream(conn)
                .await?
        }
    };
    Ok(rows.and_then(|(id, mode, duration, answers)| async move {
        let mode = read_mode(&mode)?;
        Ok((id, mode, Duration::from_word(&duration), answers))
    }))
}

fn read_mode(word: &str) -> QueryResult<Mode> {
    Mode::from_word(word).ok_or_else(|| super::broken(format!("no mode: {word}")))
}

/// All sealed responses of a survey in order of their ids, which were drawn at random: the order tells nothing.
///
/// # Errors
/// When the database fails.
pub async fn in_order(
    conn: &mut Conn,
    municipality: MunicipalityId,
    survey: SurveyId,
) -> QueryResult<impl Stream<Item = QueryResult<(ResponseId, Mode, String)>>> {
    let text = |expression| diesel::dsl::sql::<diesel::sql_types::Text>(expression);
    let rows = responses::table
        .filter(responses::municipality_id.eq(municipality))
        .filter(responses::survey_id.eq(survey))
        .order(responses::id)
        .select((responses::id, text("mode"), text("answers")))
        .load_stream::<(ResponseId, String, String)>(conn)
        .await?;
    Ok(rows.and_then(|(id, mode, answers)| async move { Ok((id, read_mode(&mode)?, answers)) }))
}
