//! Judging: what figures say against the values before and against their targets (M-11, M-14), gathered from what is
//! stored. The rules are in `domain::plan::series` and `domain::plan::progress`.

use super::measuring::Measurement;
use crate::domain::ids::MunicipalityId;
use crate::domain::plan::series;
use crate::domain::report;
use crate::read::{self, Public};
use crate::storage::{Conn, QueryResult};

/// Judges the figures of one report: each against the published value before or the baseline, the rows of a grid
/// together, and against the targets it is on the way to.
///
/// # Errors
/// When the database fails.
pub async fn judge(
    conn: &mut Conn,
    municipality: MunicipalityId,
    measurements: &[Measurement],
) -> QueryResult<Vec<report::Indicator>> {
    let (published, mut found) = (Public::of(municipality), Vec::new());
    for measurement in measurements {
        let stored = read::series::load(conn, &published, measurement.indicator).await?;
        if let Some((_, series)) = stored {
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
