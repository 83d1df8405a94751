//! Arrivals: what the door stores of a batch of responses, in one statement: the receipts, and of each response whose
//! receipt is new its envelope, or, where enough came together, the sealed response and its day's count.

use diesel::sql_types::{Array, Binary, Bool, Date, Nullable, Text, Uuid};
use diesel_async::RunQueryDsl;

use super::sql::prepared;
use super::{Conn, QueryResult};
use crate::domain::ids::{MunicipalityId, ResponseId, SurveyId};
use crate::domain::time::Day;
use crate::domain::token::ReceiptHash;

/// Responses column by column: one place in each list is one response. Either it has an envelope or all of the rest.
#[derive(Debug, Default)]
pub struct Arrivals<'a> {
    /// The tenants.
    pub municipalities: Vec<MunicipalityId>,
    /// The surveys.
    pub surveys: Vec<SurveyId>,
    /// What the receipts are found by.
    pub receipts: Vec<ReceiptHash>,
    /// The names of their envelopes.
    pub names: Vec<ResponseId>,
    /// What is not stored sealed.
    pub envelopes: Vec<Option<Vec<u8>>>,
    /// Whether each is stored sealed.
    pub sealed: Vec<bool>,
    /// `web`, `paper`, `kiosk`, `phone`.
    pub modes: Vec<&'a str>,
    /// Language tags.
    pub languages: Vec<&'a str>,
    /// `short`, `usual`, `long`.
    pub durations: Vec<Option<&'a str>>,
    /// The days they count for.
    pub days: Vec<Day>,
    /// The documents of those that are stored sealed.
    pub answers: Vec<Option<&'a str>>,
}

prepared!(Arrivals -> (Binary,),
    "with arrived as (select * from unnest(" [municipalities: Array<Uuid>] ", " [surveys: Array<Uuid>] ", "
    [receipts: Array<Binary>] ", " [names: Array<Uuid>] ", " [envelopes: Array<Nullable<Binary>>] ", " [sealed: Array<Bool>] ", "
    [modes: Array<Text>] ", " [languages: Array<Text>] ", " [durations: Array<Nullable<Text>>] ", "
    [days: Array<Date>] ", " [answers: Array<Nullable<Text>>]
    ") as arrived (m, s, receipt, name, envelope, sealed, mode, language, duration, day, answers)), \
     new as (insert into receipts (municipality_id, survey_id, receipt_hash) \
     select m, s, receipt from arrived order by receipt on conflict do nothing \
     returning municipality_id as m, survey_id as s, receipt_hash as receipt), \
     enclosed as (insert into envelopes (municipality_id, survey_id, id, content) \
     select m, s, name, envelope from arrived join new using (m, s, receipt) where not sealed order by name), \
     stored as (insert into responses (municipality_id, survey_id, id, mode, language, duration, answers) \
     select m, s, gen_random_uuid(), mode, language, duration, answers::jsonb \
     from arrived join new using (m, s, receipt) where sealed order by 3), \
     counted as (insert into returns (municipality_id, survey_id, day, mode, responses) \
     select m, s, day, mode, count(*) from arrived join new using (m, s, receipt) where sealed group by 1, 2, 3, 4) \
     select receipt from new");

/// Stores them; the receipts of those that were new.
///
/// # Errors
/// When the database says no to one of them: none is stored then.
pub async fn insert(conn: &mut Conn, arrivals: Arrivals<'_>) -> QueryResult<Vec<ReceiptHash>> {
    let rows: Vec<(ReceiptHash,)> = arrivals.load(conn).await?;
    Ok(rows.into_iter().map(|(receipt,)| receipt).collect())
}
