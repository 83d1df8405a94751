//! What was moved and is decided by a second person, with the names of what it is about.

use std::collections::{BTreeSet, HashMap};

use super::Desk;
use super::listed::{ON_A_PAGE, window};
use super::names::Names;
use crate::domain::event::thing::Thing;
use crate::domain::ids::{IndicatorId, MotionId, ReportId, ValueId};
use crate::domain::motion::State;
use crate::storage::comments::{self, CommentRow};
use crate::storage::motions::{self, MotionRow};
use crate::storage::values::{self, ValueRow};
use crate::storage::{Conn, QueryResult, reports};

/// One page of motions.
pub struct Motions {
    /// The newest first.
    pub rows: Vec<MotionRow>,
    /// How many there are on all pages, each with [`ON_A_PAGE`].
    pub all: i64,
    /// Of whom and of what they are.
    pub names: Names,
}

/// A value that figures give an indicator.
pub struct Given {
    /// The indicator.
    pub indicator: IndicatorId,
    /// The value.
    pub value: ValueRow,
    /// What is public of it until now.
    pub before: Option<ValueRow>,
    /// What the divisions that own the indicator say of it.
    pub comments: Vec<CommentRow>,
}

/// One page of those in a state, or of all.
///
/// # Errors
/// When the database fails.
pub async fn page(
    conn: &mut Conn,
    desk: Desk,
    state: Option<State>,
    page: u32,
) -> QueryResult<Motions> {
    let states = state.map_or_else(|| State::ALL.to_vec(), |state| vec![state]);
    let (town, (skipped, _)) = (desk.municipality(), window(page));
    let (rows, all) = motions::page(conn, town, &states, (skipped, ON_A_PAGE)).await?;
    let wanted = rows.iter().flat_map(things).collect();
    let names = Names::of_all(conn, town, wanted, BTreeSet::new()).await?;
    Ok(Motions { rows, all, names })
}

/// One, with the names of what it is about and of the indicators it gives a value.
///
/// # Errors
/// `NotFound` when the municipality has no such motion.
pub async fn one(
    conn: &mut Conn,
    desk: Desk,
    id: MotionId,
) -> QueryResult<(MotionRow, Vec<Given>, Names)> {
    let town = desk.municipality();
    let row = motions::by_id(conn, town, id).await?;
    let (given, mut names) = about(conn, desk, row.motion.thing()).await?;
    let people = Names::of_all(conn, town, things(&row).collect(), BTreeSet::new()).await?;
    names.extend(people);
    Ok((row, given, names))
}

/// What something that can be moved is called; where it is figures, the values they give.
///
/// # Errors
/// `NotFound` when the municipality has no such report.
pub async fn about(conn: &mut Conn, desk: Desk, thing: Thing) -> QueryResult<(Vec<Given>, Names)> {
    let town = desk.municipality();
    let given = match thing {
        Thing::Report(report) => given(conn, desk, report).await?,
        _ => Vec::new(),
    };
    let indicators = given.iter().map(|given| Thing::Indicator(given.indicator));
    let comments = given.iter().flat_map(|given| &given.comments);
    let wanted = indicators
        .chain([thing])
        .chain(comments.flat_map(CommentRow::things))
        .collect();
    let names = Names::of_all(conn, town, wanted, BTreeSet::new()).await?;
    Ok((given, names))
}

/// The values a report gives, each with what is public until now.
async fn given(conn: &mut Conn, desk: Desk, report: ReportId) -> QueryResult<Vec<Given>> {
    let town = desk.municipality();
    reports::origin(conn, town, report).await?;
    let values = values::by_report(conn, town, report).await?;
    let indicators: Vec<IndicatorId> = values.iter().map(|value| value.indicator_id).collect();
    let public = values::list_published(conn, town, &indicators).await?;
    let ids: Vec<ValueId> = values.iter().map(|value| value.id).collect();
    let mut comments = comments::list(conn, town, &ids).await?;
    let mut newest: HashMap<IndicatorId, ValueRow> = HashMap::new();
    for value in public
        .into_iter()
        .filter(|value| value.report_id != Some(report))
    {
        newest.insert(value.indicator_id, value);
    }
    let with_before = |value: ValueRow| Given {
        indicator: value.indicator_id,
        before: newest.remove(&value.indicator_id),
        comments: comments
            .extract_if(.., |comment| comment.value_id == value.id)
            .collect(),
        value,
    };
    Ok(values.into_iter().map(with_before).collect())
}

/// Who and what is named.
fn things(row: &MotionRow) -> impl Iterator<Item = Thing> {
    let people = [Some(row.moved_by), row.decided_by, row.instead_of];
    let people = people.into_iter().flatten().map(Thing::Person);
    people.chain([row.motion.thing()])
}
