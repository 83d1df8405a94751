//! How domain types are stored: one line for each id, one for each word, one for each JSON document.
//!
//! `domain` knows nothing of this: the traits are implemented here by delegating to the raw type.

use diesel::deserialize::{self, FromSql, Queryable};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::serialize::{self, IsNull, Output, ToSql};
use diesel::sql_types::{Binary, Jsonb, Text, Uuid as SqlUuid};
use std::io::Write;

use crate::domain::{ids, job::Job, letter::Letter, survey, text, token};

/// Implements the diesel traits that let `$type` stand in rows, filters and inserts of SQL type `$sql`.
macro_rules! stored {
    ($type:ty, $sql:ty) => {
        impl AsExpression<$sql> for $type {
            type Expression = diesel::internal::derives::as_expression::Bound<$sql, $type>;

            fn as_expression(self) -> Self::Expression {
                diesel::internal::derives::as_expression::Bound::new(self)
            }
        }

        impl<'a> AsExpression<$sql> for &'a $type {
            type Expression = diesel::internal::derives::as_expression::Bound<$sql, &'a $type>;

            fn as_expression(self) -> Self::Expression {
                diesel::internal::derives::as_expression::Bound::new(self)
            }
        }

        impl AsExpression<diesel::sql_types::Nullable<$sql>> for $type {
            type Expression = diesel::internal::derives::as_expression::Bound<
                diesel::sql_types::Nullable<$sql>,
                $type,
            >;

            fn as_expression(self) -> Self::Expression {
                diesel::internal::derives::as_expression::Bound::new(self)
            }
        }

        impl<'a> AsExpression<diesel::sql_types::Nullable<$sql>> for &'a $type {
            type Expression = diesel::internal::derives::as_expression::Bound<
                diesel::sql_types::Nullable<$sql>,
                &'a $type,
            >;

            fn as_expression(self) -> Self::Expression {
                diesel::internal::derives::as_expression::Bound::new(self)
            }
        }

        impl ToSql<diesel::sql_types::Nullable<$sql>, Pg> for $type {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
                ToSql::<$sql, Pg>::to_sql(self, out)
            }
        }

        impl Queryable<$sql, Pg> for $type {
            type Row = Self;

            fn build(row: Self) -> deserialize::Result<Self> {
                Ok(row)
            }
        }
    };
}

/// An id: stored as `uuid`.
macro_rules! stored_id {
    ($($type:ty),+ $(,)?) => {$(
        stored!($type, SqlUuid);

        impl ToSql<SqlUuid, Pg> for $type {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
                out.write_all(self.0.as_bytes())?;
                Ok(IsNull::No)
            }
        }

        impl FromSql<SqlUuid, Pg> for $type {
            fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
                <uuid::Uuid as FromSql<SqlUuid, Pg>>::from_sql(value).map(Self)
            }
        }
    )+};
}

/// A word of the domain (an enum or a newtype that serde writes as a string): stored as `text`.
macro_rules! stored_word {
    ($($type:ty),+ $(,)?) => {$(
        stored!($type, Text);

        impl ToSql<Text, Pg> for $type {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
                match serde_json::to_value(self)? {
                    serde_json::Value::String(word) => out.write_all(word.as_bytes())?,
                    other => return Err(format!("not a word: {other}").into()),
                }
                Ok(IsNull::No)
            }
        }

        impl FromSql<Text, Pg> for $type {
            fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
                let word = <String as FromSql<Text, Pg>>::from_sql(value)?;
                Ok(serde_json::from_value(serde_json::Value::String(word))?)
            }
        }
    )+};
}

/// A document of the domain: stored as `jsonb`.
macro_rules! stored_document {
    ($($type:ty),+ $(,)?) => {$(
        stored!($type, Jsonb);

        impl ToSql<Jsonb, Pg> for $type {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
                out.write_all(&[1])?;
                serde_json::to_writer(out, self)?;
                Ok(IsNull::No)
            }
        }

        impl FromSql<Jsonb, Pg> for $type {
            fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
                Ok(serde_json::from_value(<serde_json::Value as FromSql<Jsonb, Pg>>::from_sql(value)?)?)
            }
        }
    )+};
}

/// A fixed number of bytes: stored as `bytea`.
macro_rules! stored_bytes {
    ($($type:ty),+ $(,)?) => {$(
        stored!($type, Binary);

        impl ToSql<Binary, Pg> for $type {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
                out.write_all(&self.0)?;
                Ok(IsNull::No)
            }
        }

        impl FromSql<Binary, Pg> for $type {
            fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
                Ok(Self(value.as_bytes().try_into()?))
            }
        }
    )+};
}

/// A statement in plain SQL whose text never changes, so that a connection prepares it once:
/// `prepared!(Type -> (Sql, Types), "select … (" [field: SqlType] ", " [field: SqlType] ") …")`.
/// (`diesel::sql_query` is prepared anew every time.)
macro_rules! prepared {
    ($type:ident -> $row:ty, $($text:literal $([$($field:tt).+: $sql:ty])?)+) => {
        impl diesel::query_builder::QueryId for $type<'_> {
            type QueryId = $type<'static>;
            const HAS_STATIC_QUERY_ID: bool = true;
        }

        impl diesel::query_builder::Query for $type<'_> {
            type SqlType = $row;
        }

        impl diesel::query_builder::QueryFragment<diesel::pg::Pg> for $type<'_> {
            fn walk_ast<'b>(
                &'b self,
                mut out: diesel::query_builder::AstPass<'_, 'b, diesel::pg::Pg>,
            ) -> diesel::QueryResult<()> {
                $(
                    out.push_sql($text);
                    $(out.push_bind_param::<$sql, _>(&self.$($field).+)?;)?
                )+
                Ok(())
            }
        }
    };
}
pub(super) use prepared;

stored_id!(
    ids::MunicipalityId,
    ids::DivisionId,
    ids::QuestionnaireId,
    ids::VersionId,
    ids::QuestionnaireDraftId,
    ids::ScaleId,
    ids::SurveyId,
    ids::ResponseId,
    ids::ReportId,
    ids::PlanId,
    ids::NodeId,
    ids::IndicatorId,
    ids::ValueId,
    ids::EditionId,
    ids::CommentId,
    ids::InquiryId,
    ids::JobId,
    ids::LetterId,
    ids::PersonId,
    ids::SetUpId,
    ids::DeputyId,
    ids::TransferId,
    ids::MotionId,
    ids::WorkId,
    ids::SessionId,
    ids::TrialId,
);
stored_word!(
    crate::domain::language::Language,
    crate::domain::questionnaire::question::Code,
    crate::domain::letter::LetterState,
    crate::domain::event::people::SetUp,
    crate::domain::motion::State,
    crate::domain::transfer::Hindrance,
    crate::domain::transfer::State,
    crate::domain::person::Login,
    crate::domain::person::Name,
    crate::domain::plan::definition::Comparability,
    crate::domain::plan::value::State,
    crate::domain::questionnaire::acts::history::Way,
    crate::domain::questionnaire::picture::Format,
    crate::domain::role::Role,
    crate::domain::session::Entry,
    crate::domain::session::Place,
    crate::domain::slug::Slug,
    crate::domain::time::Zone,
    crate::domain::report::Stage,
    survey::State,
    survey::Anonymity,
    survey::Mode,
    crate::domain::work::Kind,
    crate::domain::work::State,
);
stored_bytes!(
    crate::domain::questionnaire::picture::PictureHash,
    token::KeyHash,
    token::ReceiptHash,
    token::DraftHash,
    token::NetworkHash,
    token::LaneHash
);
stored_document!(
    text::Text,
    crate::domain::hosts::Hosts,
    crate::domain::motion::Motion,
    crate::domain::packet::Packet,
    crate::domain::plan::Heading,
    crate::domain::plan::amendment::Amendment,
    crate::domain::plan::definition::Definition,
    crate::domain::plan::indicator::Version,
    crate::domain::plan::value::Value,
    crate::domain::questionnaire::acts::Act,
    crate::domain::questionnaire::continuity::Judgements,
    crate::domain::questionnaire::acts::at::At,
    crate::domain::questionnaire::Questionnaire,
    crate::domain::questionnaire::scales::Scale,
    crate::domain::questionnaire::source::Source,
    crate::domain::report::Report,
    crate::domain::report::release::Release,
    crate::domain::survey::design::Design,
    Job,
    Letter,
    crate::domain::event::Event,
    crate::domain::actor::Who,
    crate::domain::work::Outcome,
    super::municipalities::Contact,
);
