//! What divisions say of drafts, and what becomes of it.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::schema::inquiry_comments;
use super::{Conn, QueryResult};
use crate::domain::event::thing::Thing;
use crate::domain::ids::{CommentId, DivisionId, InquiryId, MunicipalityId, PersonId};
use crate::domain::questionnaire::question::Code;
use crate::domain::time::Timestamp;

/// A comment as stored.
#[derive(Debug, Clone, HasQuery, Insertable)]
#[diesel(table_name = inquiry_comments)]
pub struct CommentRow {
    /// The tenant.
    pub municipality_id: MunicipalityId,
    /// Its id.
    pub id: CommentId,
    /// Where it was asked for.
    pub inquiry_id: InquiryId,
    /// Of which question; none: of the whole.
    pub question: Option<Code>,
    /// For which division.
    pub division_id: Option<DivisionId>,
    /// By whom.
    pub person_id: PersonId,
    /// The words.
    pub said: String,
    /// When.
    pub said_at: Timestamp,
    /// What becomes of it.
    pub answer: Option<String>,
    /// Who says so.
    pub answered_by: Option<PersonId>,
    /// When.
    pub answered_at: Option<Timestamp>,
}

impl CommentRow {
    /// Who said it, for whom, and who answered.
    pub fn things(&self) -> impl Iterator<Item = Thing> {
        let people = self.answered_by.into_iter().chain([self.person_id]);
        let division = self.division_id.map(Thing::Division);
        people.map(Thing::Person).chain(division)
    }
}

/// Stores a new one.
///
/// # Errors
/// When the database fails.
pub async fn insert(tx: &mut Conn, comment: &CommentRow) -> QueryResult<usize> {
    diesel::insert_into(inquiry_comments::table)
        .values(comment)
        .execute(tx)
        .await
}

/// What was said where these inquiries asked, the oldest first.
///
/// # Errors
/// When the database fails.
pub async fn list(
    conn: &mut Conn,
    municipality: MunicipalityId,
    inquiries: &[InquiryId],
) -> QueryResult<Vec<CommentRow>> {
    CommentRow::query()
        .filter(inquiry_comments::municipality_id.eq(municipality))
        .filter(inquiry_comments::inquiry_id.eq_any(inquiries))
        .order((inquiry_comments::said_at, inquiry_comments::id))
        .load(conn)
        .await
}

/// By its id.
///
/// # Errors
/// `NotFound` when the municipality has no such comment.
pub async fn by_id(
    conn: &mut Conn,
    municipality: MunicipalityId,
    id: CommentId,
) -> QueryResult<CommentRow> {
    CommentRow::query()
        .filter(inquiry_comments::municipality_id.eq(municipality))
        .filter(inquiry_comments::id.eq(id))
        .first(conn)
        .await
}

/// Says what becomes of one that nobody has answered; how many there were.
///
/// # Errors
/// When the database fails.
pub async fn answer(
    tx: &mut Conn,
    municipality: MunicipalityId,
    id: CommentId,
    answer: &str,
    (by, now): (PersonId, Timestamp),
) -> QueryResult<usize> {
    diesel::update(inquiry_comments::table)
        .filter(inquiry_comments::municipality_id.eq(municipality))
        .filter(inquiry_comments::id.eq(id))
        .filter(inquiry_comments::answer.is_null())
        .set((
            inquiry_comments::answer.eq(answer),
            inquiry_comments::answered_by.eq(by),
            inquiry_comments::answered_at.eq(now),
        ))
        .execute(tx)
        .await
}

/// Takes back one of somebody's own that nobody has answered; how many there were.
///
/// # Errors
/// When the database fails.
pub async fn delete(
    tx: &mut Conn,
    municipality: MunicipalityId,
    id: CommentId,
    by: PersonId,
) -> QueryResult<usize> {
    diesel::delete(inquiry_comments::table)
        .filter(inquiry_comments::municipality_id.eq(municipality))
        .filter(inquiry_comments::id.eq(id))
        .filter(inquiry_comments::person_id.eq(by))
        .filter(inquiry_comments::answer.is_null())
        .execute(tx)
        .await
}
