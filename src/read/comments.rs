//! Values that are to be published, with what the divisions that own their indicators say of them.

use std::collections::{BTreeSet, HashMap};

use super::Desk;
use super::listed::{Listed, window};
use super::names::Names;
use crate::domain::event::thing::Thing;
use crate::domain::ids::{DivisionId, ValueId};
use crate::storage::comments::{self, CommentRow, Wanted};
use crate::storage::values::{self, ValueRow};
use crate::storage::{Conn, QueryResult, indicators};

/// A value that will be published.
pub struct Awaiting {
    /// The value.
    pub value: ValueRow,
    /// How many comments it has.
    pub comments: i64,
}

/// A value with all that is said of it.
pub struct Commented {
    /// The value.
    pub value: ValueRow,
    /// The divisions that own its indicator.
    pub owners: Vec<DivisionId>,
    /// The oldest first.
    pub comments: Vec<CommentRow>,
    /// Of whom and of what they are.
    pub names: Names,
}

/// One page of those that will be published.
///
/// # Errors
/// When the database fails.
pub async fn awaiting(
    conn: &mut Conn,
    desk: Desk,
    wanted: Wanted,
    page: u32,
) -> QueryResult<(Listed<Awaiting>, Names)> {
    let town = desk.municipality();
    let found = comments::awaiting(conn, town, wanted, window(page)).await?;
    let ids: Vec<ValueId> = found.iter().map(|one| one.id).collect();
    let rows = values::by_ids(conn, town, &ids).await?;
    let mut rows: HashMap<ValueId, ValueRow> =
        rows.into_iter().map(|value| (value.id, value)).collect();
    let all = found.first().map_or(0, |one| one.all);
    let of = |one: comments::Awaiting| {
        let comments = one.comments;
        rows.remove(&one.id)
            .map(|value| Awaiting { value, comments })
    };
    let rows: Vec<Awaiting> = found.into_iter().filter_map(of).collect();
    let wanted = rows.iter().flat_map(|one| things(&one.value)).collect();
    let names = Names::of_all(conn, town, wanted, BTreeSet::new()).await?;
    Ok((Listed { all, rows }, names))
}

/// One value.
///
/// # Errors
/// `NotFound` when the municipality has no such value.
pub async fn one(conn: &mut Conn, desk: Desk, id: ValueId) -> QueryResult<Commented> {
    let town = desk.municipality();
    let value = values::by_id(conn, town, id).await?;
    let owners = indicators::owners(conn, town, value.indicator_id).await?;
    let owners: Vec<DivisionId> = owners.into_iter().map(|(id, ..)| id).collect();
    let comments = comments::list(conn, town, &[id]).await?;
    let by = comments.iter().flat_map(CommentRow::things);
    let owning = owners.iter().copied().map(Thing::Division);
    let wanted = things(&value).chain(by).chain(owning).collect();
    let names = Names::of_all(conn, town, wanted, BTreeSet::new()).await?;
    Ok(Commented {
        value,
        owners,
        comments,
        names,
    })
}

/// What a value is of.
fn things(value: &ValueRow) -> impl Iterator<Item = Thing> {
    let report = value.report_id.map(Thing::Report);
    report
        .into_iter()
        .chain([Thing::Indicator(value.indicator_id)])
}
