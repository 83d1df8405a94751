//! Keeping figures of one survey apart (M-12.5), as tabulating does: what provisional ones leave out, and what is said
//! of those that are not made.

use crate::domain::actor::Actor;
use crate::domain::event::Event;
use crate::domain::report::Stage;
use crate::domain::report::apart::{self, TooClose};
use crate::domain::time::Timestamp;
use crate::storage::reports::ReportRow;
use crate::storage::{Conn, audit};

/// How many responses figures of a stage leave out. Final ones have all: so provisional ones must leave them enough.
pub(super) fn held_back(stage: Stage) -> u64 {
    match stage {
        Stage::Provisional => apart::FEWEST,
        Stage::Final => 0,
    }
}

/// Whether the figures may stand beside the earlier ones (M-12.5). Final ones are beside final ones: provisional ones
/// left them enough.
pub(super) fn check(new: &ReportRow, reports: &[ReportRow]) -> Result<(), TooClose> {
    let is_beside = |known: &&ReportRow| new.stage != Stage::Final || known.stage == new.stage;
    let known = reports.iter().filter(is_beside);
    apart::check(new.counted(), known.map(ReportRow::counted))
}

/// Final figures that are too close to earlier ones are not made: that is said in the audit log. Provisional ones come
/// when more have.
pub(super) async fn withhold(
    tx: &mut Conn,
    actor: &Actor,
    report: &ReportRow,
    close: TooClose,
    now: Timestamp,
) -> Result<(), diesel::result::Error> {
    if report.stage == Stage::Provisional {
        return Ok(());
    }
    let event = Event::FiguresWithheld {
        survey: report.survey_id,
        beside: close.beside,
        by: close.by,
    };
    audit::record(tx, actor, &event, now).await
}
