//! What divisions are asked about drafts, with what they say and what becomes of it.

use std::collections::BTreeSet;

use super::Desk;
use super::listed::{Listed, window};
use super::names::Names;
use crate::domain::event::thing::Thing;
use crate::domain::ids::{InquiryId, PersonId, QuestionnaireDraftId};
use crate::storage::inquiries::{self as rows, AskedRow, InquiryRow};
use crate::storage::inquiry_comments::{self as comments, CommentRow};
use crate::storage::questionnaire_drafts::{self as drafts, DraftRow};
use crate::storage::{Conn, QueryResult};

/// Inquiries about one draft.
pub struct Inquired {
    /// The newest first.
    pub inquiries: Vec<InquiryRow>,
    /// Whom the newest one asks.
    pub asked: Vec<AskedRow>,
    /// What was said in all of them, the oldest first.
    pub comments: Vec<CommentRow>,
    /// Of whom and of what they are.
    pub names: Names,
}

/// One page of the list: those that ask somebody, or all.
///
/// # Errors
/// When the database fails.
pub async fn list(
    conn: &mut Conn,
    desk: Desk,
    whose: Option<PersonId>,
    page: u32,
) -> QueryResult<Listed<rows::Listed>> {
    let found = rows::list(conn, desk.municipality(), whose, window(page)).await?;
    let all = found.first().map_or(0, |one| one.all);
    Ok(Listed { all, rows: found })
}

/// All about a draft.
///
/// # Errors
/// When the database fails.
pub async fn of_draft(
    conn: &mut Conn,
    desk: Desk,
    draft: QuestionnaireDraftId,
) -> QueryResult<Inquired> {
    let all = rows::of_draft(conn, desk.municipality(), draft).await?;
    gathered(conn, desk, all).await
}

/// One, with its draft.
///
/// # Errors
/// `NotFound` when the municipality has no such inquiry.
pub async fn one(
    conn: &mut Conn,
    desk: Desk,
    id: InquiryId,
) -> QueryResult<(InquiryRow, DraftRow, Inquired)> {
    let row = rows::by_id(conn, desk.municipality(), id).await?;
    let draft = drafts::by_id(conn, desk.municipality(), row.draft_id).await?;
    let inquired = gathered(conn, desk, vec![row.clone()]).await?;
    Ok((row, draft, inquired))
}

async fn gathered(
    conn: &mut Conn,
    desk: Desk,
    inquiries: Vec<InquiryRow>,
) -> QueryResult<Inquired> {
    let town = desk.municipality();
    let ids: Vec<InquiryId> = inquiries.iter().map(|one| one.id).collect();
    let comments = comments::list(conn, town, &ids).await?;
    let asked = match ids.first() {
        Some(newest) => rows::asked(conn, town, *newest).await?,
        None => Vec::new(),
    };
    let asking = inquiries.iter().map(|one| Thing::Person(one.person_id));
    let divisions = asked.iter().map(|one| Thing::Division(one.division_id));
    let by = comments.iter().flat_map(CommentRow::things);
    let wanted = asking.chain(divisions).chain(by).collect();
    let names = Names::of_all(conn, town, wanted, BTreeSet::new()).await?;
    Ok(Inquired {
        inquiries,
        asked,
        comments,
        names,
    })
}
