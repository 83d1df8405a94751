//! What waits at a town's desk: how much of each, in one statement.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text, Timestamptz, Uuid};
use diesel_async::RunQueryDsl;

use super::{Conn, QueryResult};
use crate::domain::ids::{MunicipalityId, PersonId};
use crate::domain::person::Login;
use crate::domain::time::Timestamp;

/// How much waits.
#[derive(Debug, Clone, QueryableByName)]
pub struct Waiting {
    /// Reports that are final and not approved, of each survey the newest, where nothing is moved.
    #[diesel(sql_type = BigInt)]
    pub approvals: i64,
    /// Reports that are approved and not published, where nothing is moved.
    #[diesel(sql_type = BigInt)]
    pub publications: i64,
    /// What others moved and nobody has decided.
    #[diesel(sql_type = BigInt)]
    pub motions: i64,
    /// Values of the person's division that will be published and of which nobody of it has said anything.
    #[diesel(sql_type = BigInt)]
    pub silent: i64,
    /// Indicators of plans.
    #[diesel(sql_type = BigInt)]
    pub indicators: i64,
    /// Those of them that no question gives a value.
    #[diesel(sql_type = BigInt)]
    pub unbound: i64,
    /// Letters that no mail server takes.
    #[diesel(sql_type = BigInt)]
    pub failed_letters: i64,
    /// Forms that the person has begun and not sent.
    #[diesel(sql_type = BigInt)]
    pub kept_forms: i64,
    /// Entries of the log by others since a moment.
    #[diesel(sql_type = BigInt)]
    pub entries: i64,
    /// Questionnaires.
    #[diesel(sql_type = BigInt)]
    pub questionnaires: i64,
    /// People who work here.
    #[diesel(sql_type = BigInt)]
    pub people: i64,
    /// Divisions.
    #[diesel(sql_type = BigInt)]
    pub divisions: i64,
    /// Ways in which the person proves who they are besides the password.
    #[diesel(sql_type = BigInt)]
    pub factors: i64,
}

/// How much waits for somebody who was there before at a moment; nothing has happened since where they never were.
///
/// # Errors
/// When the database fails.
pub async fn waiting(
    conn: &mut Conn,
    municipality: MunicipalityId,
    (person, login): (PersonId, &Login),
    before: Option<Timestamp>,
) -> QueryResult<Waiting> {
    const WAITING: &str = "select \
    (select count(*) from reports r where r.municipality_id = $1 and r.state = 'final' and r.number = \
       (select max(number) from reports n where n.municipality_id = $1 and n.survey_id = r.survey_id) \
       and not exists (select from motions m where m.municipality_id = $1 and m.state = 'waiting' \
         and m.motion->>'report' = r.id::text)) as approvals, \
    (select count(*) from reports r where municipality_id = $1 and state = 'approved' \
       and not exists (select from motions m where m.municipality_id = $1 and m.state = 'waiting' \
         and m.motion->>'report' = r.id::text)) as publications, \
    (select count(*) from motions where municipality_id = $1 and state = 'waiting' and moved_by <> $4) as motions, \
    (select count(*) from indicator_values v join people p on p.municipality_id = $1 and p.id = $4 \
       join indicator_owners o on o.municipality_id = $1 and o.indicator_id = v.indicator_id \
         and o.division_id = p.division_id \
       where v.municipality_id = $1 and v.state in ('final', 'approved') \
       and not exists (select from indicator_values l where l.municipality_id = $1 \
         and l.indicator_id = v.indicator_id and l.fiscal_year = v.fiscal_year and l.state <> 'withdrawn' \
         and l.recorded_at > v.recorded_at) \
       and not exists (select from value_comments c where c.municipality_id = $1 and c.value_id = v.id \
         and c.division_id = p.division_id)) as silent, \
    (select count(*) from indicators where municipality_id = $1) as indicators, \
    (select count(*) from indicators i where i.municipality_id = $1 and not coalesce( \
       (select d.document->'source' ? 'item' from indicator_definitions d where d.municipality_id = $1 \
        and d.indicator_id = i.id order by d.number desc limit 1), false)) as unbound, \
    (select count(*) from letters where municipality_id = $1 and state = 'given_up') as failed_letters, \
    (select count(*) from kept_forms where municipality_id = $1 and person = $2) as kept_forms, \
    (select count(*) from audit where municipality_id = $1 and at > $3 \
       and who is distinct from jsonb_build_object('staff', $2)) as entries, \
    (select count(*) from questionnaires where municipality_id = $1) as questionnaires, \
    (select count(*) from people where municipality_id = $1) as people, \
    (select count(*) from divisions where municipality_id = $1) as divisions, \
    (select count(*) from people where municipality_id = $1 and id = $4 and totp is not null) \
    + (select count(distinct person_id) from one_time_codes where municipality_id = $1 and person_id = $4) as factors";
    diesel::sql_query(WAITING)
        .bind::<Uuid, _>(municipality)
        .bind::<Text, _>(login)
        .bind::<Nullable<Timestamptz>, _>(before)
        .bind::<Uuid, _>(person)
        .get_result(conn)
        .await
}
