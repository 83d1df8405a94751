//! What the intake asks of many surveys at once, in one statement, while it holds their locks (`surveys`).

use diesel::sql_types::{Array, Timestamptz, Uuid};
use diesel_async::RunQueryDsl;

use super::sql::prepared;
use super::surveys::fieldwork;
use super::{Conn, QueryResult};
use crate::domain::ids::{MunicipalityId, SurveyId};
use crate::domain::survey::{Anonymity, Fieldwork, State};
use crate::domain::time::{Timestamp, Zone};

/// What the intake must know of a survey to decide.
#[derive(Debug, Clone, Copy)]
pub struct SurveyAtIntake {
    /// State and times.
    pub fieldwork: Fieldwork,
    /// Whether a key is needed.
    pub anonymity: Anonymity,
    /// Where the day is read.
    pub zone: Zone,
}

struct Reading<'a> {
    municipalities: &'a [MunicipalityId],
    surveys: &'a [SurveyId],
}

type ReadingRow = (
    Uuid,
    Uuid,
    diesel::sql_types::Text,
    diesel::sql_types::Nullable<Timestamptz>,
    diesel::sql_types::Nullable<Timestamptz>,
    diesel::sql_types::Nullable<Timestamptz>,
    diesel::sql_types::Integer,
    diesel::sql_types::Text,
    diesel::sql_types::Text,
    Timestamptz,
);

prepared!(Reading -> ReadingRow,
    "select s.municipality_id, s.id, s.state, s.opens_at, s.web_closes_at, s.entry_closes_at, s.grace_minutes, \
     s.anonymity, m.time_zone, clock_timestamp() from unnest(" [municipalities: Array<Uuid>] ", "
    [surveys: Array<Uuid>] ") as asked (municipality_id, id) \
     join surveys s on s.municipality_id = asked.municipality_id and s.id = asked.id \
     join municipalities m on m.id = s.municipality_id");

type Read = (
    MunicipalityId,
    SurveyId,
    State,
    Option<Timestamp>,
    Option<Timestamp>,
    Option<Timestamp>,
    i32,
    Anonymity,
    Zone,
    Timestamp,
);

/// State and times of several surveys, and the database's time at this moment.
///
/// # Errors
/// When the database fails.
pub async fn list(
    conn: &mut Conn,
    municipalities: &[MunicipalityId],
    surveys: &[SurveyId],
) -> QueryResult<Vec<((MunicipalityId, SurveyId), SurveyAtIntake, Timestamp)>> {
    let asked = Reading {
        municipalities,
        surveys,
    };
    let rows: Vec<Read> = asked.load(conn).await?;
    let read = |row: Read| {
        let (municipality, id, state, opens, web, entry, grace, anonymity, zone, now) = row;
        let survey = SurveyAtIntake {
            fieldwork: fieldwork(state, (opens, web, entry), grace),
            anonymity,
            zone,
        };
        ((municipality, id), survey, now)
    };
    Ok(rows.into_iter().map(read).collect())
}
