//! An indicator over the years: what plans print of it, how it was defined, and its values.

use std::sync::Arc;

use super::Sees;
use crate::domain::ids::IndicatorId;
use crate::domain::plan::series::{Asked, Said, Series};
use crate::storage::indicators::{self, DefinitionRow, VersionRow};
use crate::storage::values::ValueRow;
use crate::storage::{Conn, QueryResult, continuity};

/// The series of an indicator, from its newest row, its definitions (oldest first), its values and the versions of
/// questionnaires that were asked.
#[must_use]
pub fn of(
    row: &VersionRow,
    definitions: &[DefinitionRow],
    values: &[ValueRow],
    asked: &Arc<[Asked]>,
) -> Series {
    let said = |row: &DefinitionRow| Said {
        number: row.number,
        definition: row.document.clone(),
        comparability: row.comparability,
    };
    let values = values.iter().map(|row| row.document.clone());
    let definitions = definitions.iter().map(said).collect();
    Series::new(&row.document, definitions, values.collect()).with_asked(asked)
}

/// The newest row of an indicator and its series; none when no version of the plan has it any more.
///
/// # Errors
/// When the database fails.
pub async fn load(
    conn: &mut Conn,
    sees: &impl Sees,
    id: IndicatorId,
) -> QueryResult<Option<(VersionRow, Series)>> {
    let municipality = sees.municipality();
    let versions = indicators::versions_of(conn, municipality, id).await?;
    let Some(row) = versions.into_iter().next_back() else {
        return Ok(None);
    };
    let definitions = indicators::definitions(conn, municipality, id).await?;
    let values = sees.values(conn, &[id]).await?;
    let asked = continuity::asked(conn, municipality).await?;
    let series = of(&row, &definitions, &values, &asked);
    Ok(Some((row, series)))
}
