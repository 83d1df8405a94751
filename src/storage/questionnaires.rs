//! Questionnaires and their versions. A version is never changed: answers were given to exactly its wording.

use diesel::backend::Backend;
use diesel::deserialize::{self, Queryable};
use diesel::expression::Selectable;
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::sql_types::Integer;
use diesel_async::RunQueryDsl;

use super::schema::{questionnaires, versions};
use super::{Conn, QueryResult};
use crate::domain::ids::{MunicipalityId, QuestionnaireId, VersionId};
use crate::domain::questionnaire::Questionnaire;
use crate::domain::questionnaire::continuity::Judgements;
use crate::domain::questionnaire::question::Code;
use crate::domain::questionnaire::version_number::VersionNumber;
use crate::domain::time::Timestamp;

/// One version as stored.
#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = versions)]
pub struct VersionRow {
    /// Its id.
    pub id: VersionId,
    /// The questionnaire it is a version of.
    pub questionnaire_id: QuestionnaireId,
    /// Its number within its questionnaire.
    #[diesel(embed)]
    pub number: VersionNumber,
    /// What is asked.
    pub document: Questionnaire,
    /// When it was frozen.
    pub created_at: Timestamp,
}

/// The columns of the number of a version.
pub(super) const NUMBER: Number = (versions::number, versions::erratum);

/// Their type.
pub(super) type Number = (versions::number, versions::erratum);

impl Queryable<(Integer, Integer), Pg> for VersionNumber {
    type Row = (i32, i32);

    fn build((number, erratum): Self::Row) -> deserialize::Result<Self> {
        Ok(Self { number, erratum })
    }
}

impl<DB: Backend> Selectable<DB> for VersionNumber {
    type SelectExpression = Number;

    fn construct_selection() -> Self::SelectExpression {
        NUMBER
    }
}

/// The questionnaire of this code, made when there is none, and locked until the transaction ends, so that two who
/// freeze a version at the same time do it one after the other.
///
/// # Errors
/// When the database fails.
pub async fn lock_or_insert(
    tx: &mut Conn,
    municipality: MunicipalityId,
    code: &Code,
    fresh: QuestionnaireId,
    now: Timestamp,
) -> QueryResult<QuestionnaireId> {
    diesel::insert_into(questionnaires::table)
        .values((
            questionnaires::municipality_id.eq(municipality),
            questionnaires::id.eq(fresh),
            questionnaires::code.eq(code.as_str()),
            questionnaires::created_at.eq(now),
        ))
        .on_conflict((questionnaires::municipality_id, questionnaires::code))
        .do_nothing()
        .execute(tx)
        .await?;
    questionnaires::table
        .filter(questionnaires::municipality_id.eq(municipality))
        .filter(questionnaires::code.eq(code.as_str()))
        .select(questionnaires::id)
        .for_update()
        .first(tx)
        .await
}

/// The version with this digest, if it was frozen before.
///
/// # Errors
/// When the database fails.
pub async fn version_by_digest(
    conn: &mut Conn,
    municipality: MunicipalityId,
    questionnaire: QuestionnaireId,
    digest: &[u8],
) -> QueryResult<Option<VersionId>> {
    versions::table
        .filter(versions::municipality_id.eq(municipality))
        .filter(versions::questionnaire_id.eq(questionnaire))
        .filter(versions::digest.eq(digest))
        .select(versions::id)
        .first(conn)
        .await
        .optional()
}

/// The last number of a questionnaire that is locked: of its versions, or of one of them with its errata.
///
/// # Errors
/// When the database fails.
pub async fn last_number(
    tx: &mut Conn,
    municipality: MunicipalityId,
    questionnaire: QuestionnaireId,
    of: Option<VersionNumber>,
) -> QueryResult<Option<VersionNumber>> {
    let mut all = versions::table
        .filter(versions::municipality_id.eq(municipality))
        .filter(versions::questionnaire_id.eq(questionnaire))
        .into_boxed();
    if let Some(of) = of {
        all = all.filter(versions::number.eq(of.number));
    }
    all.order((versions::number.desc(), versions::erratum.desc()))
        .select(NUMBER)
        .first(tx)
        .await
        .optional()
}

/// Adds a version of a questionnaire that is locked.
///
/// # Errors
/// When the database fails.
pub async fn insert_version(
    tx: &mut Conn,
    municipality: MunicipalityId,
    (questionnaire, number): (QuestionnaireId, VersionNumber),
    (id, document, digest, judged): (VersionId, &Questionnaire, &[u8], &Judgements),
    now: Timestamp,
) -> QueryResult<()> {
    diesel::insert_into(versions::table)
        .values((
            versions::municipality_id.eq(municipality),
            versions::id.eq(id),
            versions::questionnaire_id.eq(questionnaire),
            versions::number.eq(number.number),
            versions::erratum.eq(number.erratum),
            versions::document.eq(document),
            versions::digest.eq(digest),
            versions::judged.eq(judged),
            versions::created_at.eq(now),
        ))
        .execute(tx)
        .await?;
    Ok(())
}

/// A version by its id.
///
/// # Errors
/// `NotFound` when the municipality has none of this id.
pub async fn version(
    conn: &mut Conn,
    municipality: MunicipalityId,
    id: VersionId,
) -> QueryResult<VersionRow> {
    VersionRow::query()
        .filter(versions::municipality_id.eq(municipality))
        .filter(versions::id.eq(id))
        .first(conn)
        .await
}

/// The newest version of the questionnaire of this code.
///
/// # Errors
/// `NotFound` when the municipality has none of this code.
pub async fn newest_version(
    conn: &mut Conn,
    municipality: MunicipalityId,
    code: &Code,
) -> QueryResult<VersionRow> {
    let questionnaire: QuestionnaireId = questionnaires::table
        .filter(questionnaires::municipality_id.eq(municipality))
        .filter(questionnaires::code.eq(code.as_str()))
        .select(questionnaires::id)
        .first(conn)
        .await?;
    VersionRow::query()
        .filter(versions::municipality_id.eq(municipality))
        .filter(versions::questionnaire_id.eq(questionnaire))
        .order((versions::number.desc(), versions::erratum.desc()))
        .first(conn)
        .await
}
