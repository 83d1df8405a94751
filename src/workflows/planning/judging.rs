//! Judging: what figures say against the values before and against their targets (M-11, M-14), gathered from what is
//! stored. The rules are in `domain::plan::series` and `domain::plan::progress`.

use super::measuring::Measurement;
use crate::domain::ids::{IndicatorId, MunicipalityId};
use crate::domain::plan::series::{self, Said, Series};
use crate::domain::report;
use crate::storage::indicators::{self, DefinitionRow, VersionRow};
use crate::storage::values::ValueRow;
use crate::storage::{Conn, QueryResult, values};

/// The definitions of an indicator, oldest first, as its series knows them.
#[must_use]
pub fn said(definitions: Vec<DefinitionRow>) -> Vec<Said> {
    let said = |stored: DefinitionRow| Said {
        number: stored.number,
        definition: stored.document,
        comparability: stored.comparability,
    };
    definitions.into_iter().map(said).collect()
}

/// An indicator over the years, from its newest row, its definitions and its published values.
#[must_use]
pub fn series_of(row: &VersionRow, said: Vec<Said>, published: &[ValueRow]) -> Series {
    let values = published.iter().map(|stored| stored.document.clone());
    Series::new(&row.document, said, values.collect())
}

/// The newest row of an indicator and its series; none when no version of the plan has it any more.
///
/// # Errors
/// When the database fails.
pub async fn series(
    conn: &mut Conn,
    of: MunicipalityId,
    id: IndicatorId,
) -> QueryResult<Option<(VersionRow, Series)>> {
    let Some(row) = indicators::versions_of(conn, of, id).await?.pop() else {
        return Ok(None);
    };
    let said = said(indicators::definitions(conn, of, id).await?);
    let published = values::list_published(conn, of, &[id]).await?;
    let series = series_of(&row, said, &published);
    Ok(Some((row, series)))
}

/// Judges the figures of one report: each against the published value before or the baseline, the rows of a grid
/// together, and against the targets it is on the way to.
///
/// # Errors
/// When the database fails.
pub async fn judge(
    conn: &mut Conn,
    of: MunicipalityId,
    measurements: &[Measurement],
) -> QueryResult<Vec<report::Indicator>> {
    let mut found = Vec::new();
    for measurement in measurements {
        if let Some((_, series)) = series(conn, of, measurement.indicator).await? {
            let compared = series.compare(&measurement.value);
            let milestones = report::Milestone::all(&series, &measurement.value);
            found.push((measurement, compared, milestones));
        }
    }
    let compared: Vec<_> = found
        .iter()
        .map(|(_, compared, _)| compared.clone())
        .collect();
    let changes = series::judge(&compared);
    let judged = found.into_iter().zip(changes);
    let one =
        |((measurement, _, milestones), change): ((&Measurement, _, _), _)| report::Indicator {
            indicator: measurement.indicator,
            figure: report::Figure::of(&measurement.value),
            change,
            milestones,
        };
    Ok(judged.map(one).collect())
}
