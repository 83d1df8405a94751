//! Questionnaires as staff list them: the newest version of each, without its document, and where versions are used.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Jsonb, Text as SqlText};
use diesel_async::RunQueryDsl;

use super::questionnaires::NUMBER;
use super::schema::{questionnaires, surveys, versions};
use super::search::searched;
use super::{Conn, QueryResult};
use crate::domain::ids::{MunicipalityId, QuestionnaireId, VersionId};
use crate::domain::questionnaire::code::Code;
use crate::domain::questionnaire::version_number::VersionNumber;
use crate::domain::search::Search;
use crate::domain::slug::Slug;
use crate::domain::survey::State;
use crate::domain::text::Text;
use crate::domain::time::Timestamp;
use crate::domain::words::words;

words! {
    /// What comes first.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
    pub enum Order {
        /// The one whose newest version is the youngest.
        #[default]
        Newest = "newest",
        /// The one whose newest version is the oldest.
        Oldest = "oldest",
        /// By code.
        Code = "code",
        /// By code, from behind.
        CodeFromBehind = "code-from-behind",
    }
}

/// A questionnaire.
#[derive(Debug, Clone, Queryable)]
pub struct Listed {
    /// Its id.
    pub id: QuestionnaireId,
    /// Its code.
    pub code: String,
    /// What its newest version is called.
    pub title: Text,
    /// How many there are of those searched for, on all pages.
    pub all: i64,
}

/// A version.
#[derive(Debug, Clone, Queryable)]
pub struct Version {
    /// Of which questionnaire.
    pub questionnaire: QuestionnaireId,
    /// Its id.
    pub id: VersionId,
    /// Its number.
    pub number: VersionNumber,
    /// When it was frozen.
    pub frozen_at: Timestamp,
}

/// A survey that asks a version.
#[derive(Debug, Clone, Queryable)]
pub struct Use {
    /// Of which questionnaire.
    pub questionnaire: QuestionnaireId,
    /// Which version.
    pub number: VersionNumber,
    /// The survey's name in addresses.
    pub slug: Slug,
    /// What it is called.
    pub title: Text,
    /// Where it stands.
    pub state: State,
}

/// Whether no later version is there.
const IS_NEWEST: &str = "not exists (select from versions later where later.municipality_id = versions.municipality_id \
                         and later.questionnaire_id = versions.questionnaire_id \
                         and (later.number, later.erratum) > (versions.number, versions.erratum))";

/// What is searched: the code, and every language of the title.
const TEXT: &str = "(questionnaires.code || ' ' || coalesce((select string_agg(value, ' ') \
                    from jsonb_each_text(versions.document->'title')), ''))";

/// Those searched for: as many as `most`, after the first `skipped`.
///
/// # Errors
/// When the database fails.
pub async fn page(
    conn: &mut Conn,
    municipality: MunicipalityId,
    (search, order): (&Search, Order),
    (skipped, most): (i64, i64),
) -> QueryResult<Vec<Listed>> {
    let with_version = versions::table.on(versions::municipality_id
        .eq(questionnaires::municipality_id)
        .and(versions::questionnaire_id.eq(questionnaires::id)));
    let all = questionnaires::table
        .inner_join(with_version)
        .filter(questionnaires::municipality_id.eq(municipality))
        .filter(sql::<Bool>(IS_NEWEST))
        .select((
            questionnaires::id,
            questionnaires::code,
            sql::<Jsonb>("versions.document->'title'"),
            sql::<BigInt>("count(*) over ()"),
        ))
        .into_boxed();
    let found = searched!(all, sql::<SqlText>(TEXT), search);
    let (code, frozen_at) = (questionnaires::code, versions::created_at);
    let ordered = match order {
        Order::Newest => found.order_by(frozen_at.desc()),
        Order::Oldest => found.order_by(frozen_at.asc()),
        Order::Code => found.order_by(code.asc()),
        Order::CodeFromBehind => found.order_by(code.desc()),
    };
    let page = ordered.then_order_by(questionnaires::id);
    page.offset(skipped).limit(most).load(conn).await
}

/// The newest version of a questionnaire.
#[derive(Debug, Clone, Queryable)]
pub struct Newest {
    /// The version.
    pub id: VersionId,
    /// Its number.
    pub number: VersionNumber,
    /// What it is called.
    pub title: Text,
}

/// The newest version of every questionnaire, the youngest first.
///
/// # Errors
/// When the database fails.
pub async fn newest(conn: &mut Conn, municipality: MunicipalityId) -> QueryResult<Vec<Newest>> {
    versions::table
        .filter(versions::municipality_id.eq(municipality))
        .filter(sql::<Bool>(IS_NEWEST))
        .order((versions::created_at.desc(), versions::id))
        .select((
            versions::id,
            NUMBER,
            sql::<Jsonb>("versions.document->'title'"),
        ))
        .load(conn)
        .await
}

/// A version of one questionnaire.
#[derive(Debug, Clone, Queryable)]
pub struct Numbered {
    /// The version.
    pub id: VersionId,
    /// Its number.
    pub number: VersionNumber,
    /// Whether a survey asks it.
    pub is_asked: bool,
}

/// Whether a survey asks a version.
const IS_ASKED: &str = "exists (select from surveys where surveys.municipality_id = versions.municipality_id \
                        and surveys.version_id = versions.id)";

/// The versions of the questionnaire of this code, newest first.
///
/// # Errors
/// When the database fails.
pub async fn of_code(
    conn: &mut Conn,
    municipality: MunicipalityId,
    code: &Code,
) -> QueryResult<Vec<Numbered>> {
    let with_questionnaire = questionnaires::table.on(questionnaires::municipality_id
        .eq(versions::municipality_id)
        .and(questionnaires::id.eq(versions::questionnaire_id)));
    versions::table
        .inner_join(with_questionnaire)
        .filter(versions::municipality_id.eq(municipality))
        .filter(questionnaires::code.eq(code.as_str()))
        .order((versions::number.desc(), versions::erratum.desc()))
        .select((versions::id, NUMBER, sql::<Bool>(IS_ASKED)))
        .load(conn)
        .await
}

/// The versions of these, newest first.
///
/// # Errors
/// When the database fails.
pub async fn versions_of(
    conn: &mut Conn,
    municipality: MunicipalityId,
    ids: &[QuestionnaireId],
) -> QueryResult<Vec<Version>> {
    versions::table
        .filter(versions::municipality_id.eq(municipality))
        .filter(versions::questionnaire_id.eq_any(ids))
        .order((
            versions::questionnaire_id,
            versions::number.desc(),
            versions::erratum.desc(),
        ))
        .select((
            versions::questionnaire_id,
            versions::id,
            NUMBER,
            versions::created_at,
        ))
        .load(conn)
        .await
}

/// The surveys that ask a version of these, newest first.
///
/// # Errors
/// When the database fails.
pub async fn uses(
    conn: &mut Conn,
    municipality: MunicipalityId,
    ids: &[QuestionnaireId],
) -> QueryResult<Vec<Use>> {
    let with_version = versions::table.on(versions::municipality_id
        .eq(surveys::municipality_id)
        .and(versions::id.eq(surveys::version_id)));
    surveys::table
        .inner_join(with_version)
        .filter(surveys::municipality_id.eq(municipality))
        .filter(versions::questionnaire_id.eq_any(ids))
        .order((surveys::fiscal_year.desc(), surveys::slug))
        .select((
            versions::questionnaire_id,
            NUMBER,
            surveys::slug,
            surveys::title,
            surveys::state,
        ))
        .load(conn)
        .await
}
