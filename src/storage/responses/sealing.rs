//! Writing responses in random order under new ids, so that neither their writer nor their place nor their name tells
//! anything.

use diesel::prelude::*;
use diesel::sql_types::{Array, Date, Nullable, Text, Uuid};
use diesel_async::RunQueryDsl;

use crate::domain::envelope::{Content, Cover};
use crate::domain::ids::{MunicipalityId, ResponseId, SurveyId};
use crate::domain::language::Language;
use crate::domain::submission::{AnswersJson, Duration};
use crate::domain::survey::Mode;
use crate::domain::time::Day;
use crate::storage::schema::{responses, surveys};
use crate::storage::sql::prepared;
use crate::storage::{Conn, QueryResult};

struct Sealing<'a> {
    municipality: MunicipalityId,
    survey: SurveyId,
    modes: Vec<&'a str>,
    languages: Vec<&'a str>,
    durations: Vec<Option<&'a str>>,
    days: Vec<Option<Day>>,
    answers: Vec<&'a str>,
}

prepared!(Sealing -> (),
    "with sealed as (select * from unnest(" [modes: Array<Text>] ", " [languages: Array<Text>] ", "
    [durations: Array<Nullable<Text>>] ", " [days: Array<Nullable<Date>>] ", " [answers: Array<Text>]
    ") as sealed (mode, language, duration, day, answers)), \
     counted as (insert into returns (municipality_id, survey_id, day, mode, responses) \
     select " [municipality: Uuid] ", " [survey: Uuid] ", day, mode, count(*) from sealed where day is not null group by day, mode) \
     insert into responses (municipality_id, survey_id, id, mode, language, duration, answers) \
     select " [municipality: Uuid] ", " [survey: Uuid] ", gen_random_uuid(), mode, language, duration, answers::json \
     from sealed order by 3");

/// Stores responses together and in random order, and counts the days that are not counted yet.
///
/// # Errors
/// When the database fails.
pub async fn insert(
    conn: &mut Conn,
    municipality: MunicipalityId,
    survey: SurveyId,
    all: &[Content],
) -> QueryResult<usize> {
    let covers = || all.iter().map(|content| &content.cover);
    let sealing = Sealing {
        municipality,
        survey,
        modes: covers().map(|cover| cover.mode.word()).collect(),
        languages: covers().map(|cover| cover.language.tag()).collect(),
        durations: covers()
            .map(|cover| cover.duration.map(Duration::word))
            .collect(),
        days: covers().map(|cover| cover.day).collect(),
        answers: all.iter().map(|content| content.answers.as_str()).collect(),
    };
    sealing.execute(conn).await
}

/// Writes all responses of a survey anew; how many.
///
/// # Errors
/// When the database fails.
pub async fn seal_all(
    conn: &mut Conn,
    municipality: MunicipalityId,
    survey: SurveyId,
) -> QueryResult<usize> {
    diesel::sql_query(
        "with moved as (delete from responses where municipality_id = $1 and survey_id = $2 returning *) \
         insert into responses (municipality_id, survey_id, id, mode, language, duration, answers) \
         select municipality_id, survey_id, gen_random_uuid(), mode, language, duration, answers from moved order by 3",
    )
    .bind::<Uuid, _>(municipality)
    .bind::<Uuid, _>(survey)
    .execute(conn)
    .await
}

#[derive(QueryableByName)]
struct Taken {
    #[diesel(sql_type = Text)]
    mode: String,
    #[diesel(sql_type = Text)]
    language: String,
    #[diesel(sql_type = Nullable<Text>)]
    duration: Option<String>,
    #[diesel(sql_type = Text)]
    answers: String,
}

/// Takes all responses of a survey out.
///
/// # Errors
/// When the database fails, or a row cannot be read.
pub async fn take(
    conn: &mut Conn,
    municipality: MunicipalityId,
    survey: SurveyId,
) -> QueryResult<Vec<Content>> {
    let rows: Vec<Taken> = diesel::sql_query(
        "delete from responses where municipality_id = $1 and survey_id = $2 \
         returning mode, language, duration, answers::text as answers",
    )
    .bind::<Uuid, _>(municipality)
    .bind::<Uuid, _>(survey)
    .load(conn)
    .await?;
    rows.into_iter().map(content).collect()
}

fn content(row: Taken) -> QueryResult<Content> {
    let broken = |what| super::broken(format!("no {what} of a response"));
    Ok(Content {
        cover: Cover {
            // Counted when it was sealed.
            day: None,
            mode: Mode::from_word(&row.mode).ok_or_else(|| broken("mode"))?,
            language: Language::parse(&row.language).map_err(|_| broken("language"))?,
            duration: row.duration.as_deref().and_then(Duration::from_word),
        },
        answers: AnswersJson::new(row.answers),
    })
}

/// Whether a survey has sealed responses, but fewer than `fewest`. No more than those are looked at: there may be a
/// million.
///
/// # Errors
/// When the database fails.
pub async fn are_too_few(
    conn: &mut Conn,
    municipality: MunicipalityId,
    survey: SurveyId,
    fewest: i64,
) -> QueryResult<bool> {
    let some: Vec<ResponseId> = responses::table
        .filter(responses::municipality_id.eq(municipality))
        .filter(responses::survey_id.eq(survey))
        .select(responses::id)
        .limit(fewest)
        .load(conn)
        .await?;
    let is_enough = i64::try_from(some.len()).is_ok_and(|some| some >= fewest);
    Ok(!some.is_empty() && !is_enough)
}

/// The surveys of every municipality that take answers and have fewer than `fewest` sealed responses, but some: they
/// were stored before there were envelopes.
///
/// # Errors
/// When the database fails.
pub async fn list_too_few(
    conn: &mut Conn,
    fewest: i64,
) -> QueryResult<Vec<(MunicipalityId, SurveyId)>> {
    use crate::domain::survey::State;
    responses::table
        .inner_join(
            surveys::table.on(surveys::municipality_id
                .eq(responses::municipality_id)
                .and(surveys::id.eq(responses::survey_id))),
        )
        .filter(surveys::state.eq_any([State::Open, State::WebClosed]))
        .group_by((responses::municipality_id, responses::survey_id))
        .having(diesel::dsl::count_star().lt(fewest))
        .select((responses::municipality_id, responses::survey_id))
        .load(conn)
        .await
}
