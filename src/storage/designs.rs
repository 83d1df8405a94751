//! Designs (調査設計): one document for each survey, replaced as a whole.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::schema::designs;
use super::{Conn, QueryResult};
use crate::domain::ids::{MunicipalityId, SurveyId};
use crate::domain::survey::design::Design;

/// The design of a survey; the default one while nothing was said.
///
/// # Errors
/// When the database fails.
pub async fn by_survey(
    conn: &mut Conn,
    municipality: MunicipalityId,
    survey: SurveyId,
) -> QueryResult<Design> {
    let found = designs::table
        .filter(designs::municipality_id.eq(municipality))
        .filter(designs::survey_id.eq(survey))
        .select(designs::document)
        .first(conn)
        .await
        .optional()?;
    Ok(found.unwrap_or_default())
}

/// Says it anew.
///
/// # Errors
/// When the database says no.
pub async fn put(
    conn: &mut Conn,
    municipality: MunicipalityId,
    survey: SurveyId,
    design: &Design,
) -> QueryResult<()> {
    diesel::insert_into(designs::table)
        .values((
            designs::municipality_id.eq(municipality),
            designs::survey_id.eq(survey),
            designs::document.eq(design),
        ))
        .on_conflict((designs::municipality_id, designs::survey_id))
        .do_update()
        .set(designs::document.eq(design))
        .execute(conn)
        .await?;
    Ok(())
}
