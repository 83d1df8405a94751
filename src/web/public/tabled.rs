//! An indicator as a table: what the plan prints of its beginning and its targets, and every published value between.

use serde::Serialize;

use crate::domain::language::Language;
use crate::domain::plan::baseline::Start;
use crate::domain::plan::target::Milestone;
use crate::domain::plan::value::Provenance;
use crate::read::indicator::IndicatorRecord;
use crate::storage::values::ValueRow;
use crate::views::datum::Datum;
use crate::views::say::{Say, Wording};
use crate::web::town::Town;

use super::indicator::shown;
use super::when::When;
use super::{printed, wording};

/// What stands where nothing is known.
const NONE: &str = "－";

/// A row: the baseline, a value or a target.
#[derive(Serialize)]
pub(super) struct RowView {
    year: Wording,
    kind: Wording,
    /// What the plan calls a target, where it does.
    label: Option<String>,
    value: String,
    /// Whether the value is as the plan prints it.
    is_printed: bool,
    margin: Option<String>,
    n: Option<Datum>,
    origin: Say,
    note: Option<String>,
    /// Whether divisions own the indicator.
    is_owned: bool,
    /// Those that do, as they were called when the value was recorded.
    division: Option<String>,
}

/// All of it; nothing where the plan sets no indicator.
pub(super) fn rows(
    record: &IndicatorRecord,
    (town, language): (&Town, &Language),
    unit: Option<&str>,
) -> Vec<RowView> {
    let version = &record.version.document;
    if version.not_set().is_some() {
        return Vec::new();
    }
    let value = |value: &ValueRow| RowView {
        division: record.owned_on(town.zone.day(value.recorded_at)),
        ..RowView::of_value(value, unit)
    };
    let printed_unit = version.printed_unit();
    let target = |milestone: &Milestone| RowView::of_target(milestone, printed_unit, language);
    let rows = std::iter::once(RowView::of_baseline(record, language))
        .chain(record.values.iter().map(value))
        .chain(version.milestones.iter().map(target));
    let is_owned = !record.owners.is_empty();
    rows.map(|row| RowView { is_owned, ..row }).collect()
}

impl RowView {
    /// What the plan prints: a figure and its time.
    fn printed(kind: impl Into<Wording>, value: String, time: Option<Wording>) -> Self {
        Self {
            year: time.unwrap_or_else(|| NONE.into()),
            kind: kind.into(),
            label: None,
            value,
            is_printed: false,
            margin: None,
            n: None,
            origin: Say::new("origin-plan"),
            note: None,
            is_owned: false,
            division: None,
        }
    }

    fn of_baseline(record: &IndicatorRecord, language: &Language) -> Self {
        let document = &record.version.document;
        let baseline = &document.baseline;
        let value = match wording::cell(&baseline.printed.raw, document.printed_unit()) {
            empty if empty.is_empty() => NONE.to_owned(),
            value => value,
        };
        let heading = printed::start_heading(&Start::of(baseline));
        let time = When::in_a_sentence(&baseline.period, language);
        Self {
            n: record.series.baseline().n.map(Datum::how_many),
            ..Self::printed(heading, value, time)
        }
    }

    /// A target, by the heading of its column where that is more than its year.
    fn of_target(milestone: &Milestone, unit: Option<&str>, language: &Language) -> Self {
        let heading = milestone.label.as_deref();
        let heading = heading.filter(|label| Some(*label) != milestone.period.raw.as_deref());
        let time = When::in_a_sentence(&milestone.period, language);
        let target = wording::cell(&milestone.raw, milestone.unit.as_deref().or(unit));
        Self {
            label: heading.map(wording::printed),
            is_printed: true,
            ..Self::printed(Say::new("col-target"), target, time)
        }
    }

    fn of_value(value: &ValueRow, unit: Option<&str>) -> Self {
        let document = &value.document;
        let time = Datum::FiscalYear(value.fiscal_year).into();
        let number = shown(value, document.unit.as_deref().or(unit));
        let row = Self::printed(Say::new("col-value"), number, Some(time));
        match &document.provenance {
            Provenance::Survey(_) if document.is_small() => Self {
                origin: Say::new("origin-survey"),
                ..row
            },
            Provenance::Survey(measured) => Self {
                origin: Say::new("origin-survey"),
                margin: measured.figure.margin_shown(),
                n: Some(Datum::how_many(measured.figure.n)),
                ..row
            },
            Provenance::Typed { source, correction } => Self {
                origin: Say::new("origin-typed"),
                note: Some(correction.clone().unwrap_or_else(|| source.clone())),
                ..row
            },
        }
    }
}
