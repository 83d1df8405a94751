//! The versions of questionnaires that were asked, and how their questions continue those asked before.

use std::sync::Arc;

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use diesel_async::RunQueryDsl;

use super::questionnaires::{NUMBER, VersionRow};
use super::schema::{questionnaire_drafts, questionnaires, versions};
use super::{Conn, QueryResult};
use crate::domain::ids::{MunicipalityId, QuestionnaireDraftId, QuestionnaireId, VersionId};
use crate::domain::plan::series::Asked;
use crate::domain::questionnaire::continuity::Judgements;
use crate::domain::questionnaire::question::Code;
use crate::domain::questionnaire::version_number::VersionNumber;

/// Whether a survey asked it, or is about to: it itself, or its words as they were corrected later.
const IS_ASKED: &str = "exists (select from surveys \
                        join versions asked on asked.municipality_id = surveys.municipality_id \
                        and asked.id = surveys.version_id \
                        where surveys.municipality_id = versions.municipality_id and surveys.state <> 'cancelled' \
                        and asked.questionnaire_id = versions.questionnaire_id \
                        and asked.number = versions.number and asked.erratum >= versions.erratum)";

/// Every version that was asked.
///
/// # Errors
/// When the database fails.
pub async fn asked(conn: &mut Conn, municipality: MunicipalityId) -> QueryResult<Arc<[Asked]>> {
    let rows: Vec<(VersionId, QuestionnaireId, VersionNumber, Judgements)> = versions::table
        .filter(versions::municipality_id.eq(municipality))
        .filter(sql::<Bool>(IS_ASKED))
        .select((
            versions::id,
            versions::questionnaire_id,
            NUMBER,
            versions::judged,
        ))
        .load(conn)
        .await?;
    let one = |(version, questionnaire, number, judged)| Asked {
        version,
        questionnaire,
        number,
        judged,
    };
    Ok(rows.into_iter().map(one).collect())
}

/// The version of the questionnaire of this code that was asked last; none where none was.
///
/// # Errors
/// When the database fails.
pub async fn last_asked(
    conn: &mut Conn,
    municipality: MunicipalityId,
    code: &Code,
) -> QueryResult<Option<VersionRow>> {
    let own = questionnaires::table
        .filter(questionnaires::municipality_id.eq(municipality))
        .filter(questionnaires::code.eq(code.as_str()))
        .select(questionnaires::id);
    VersionRow::query()
        .filter(versions::municipality_id.eq(municipality))
        .filter(versions::questionnaire_id.eq_any(own))
        .filter(sql::<Bool>(IS_ASKED))
        .order((versions::number.desc(), versions::erratum.desc()))
        .first(conn)
        .await
        .optional()
}

/// Writes down what is said of the questions of a draft.
///
/// # Errors
/// When the database fails.
pub async fn judge(
    tx: &mut Conn,
    municipality: MunicipalityId,
    draft: QuestionnaireDraftId,
    judged: &Judgements,
) -> QueryResult<usize> {
    diesel::update(questionnaire_drafts::table)
        .filter(questionnaire_drafts::municipality_id.eq(municipality))
        .filter(questionnaire_drafts::id.eq(draft))
        .set(questionnaire_drafts::judged.eq(judged))
        .execute(tx)
        .await
}
