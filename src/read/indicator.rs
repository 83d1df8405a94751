//! One indicator: its row, its values and what they say, where the latest comes from, and what was changed.

use std::collections::{BTreeSet, HashMap};

use super::plan::by_indicator;
use super::{Sees, series};
use crate::domain::division::Called;
use crate::domain::ids::{DivisionId, IndicatorId, ReportId};
use crate::domain::plan::amendment::Defined;
use crate::domain::plan::definition::Definition;
use crate::domain::plan::series::{self as judged, Change, Series};
use crate::domain::plan::value::{Measured, Provenance, Value};
use crate::domain::questionnaire::Reader;
use crate::domain::questionnaire::question::Code;
use crate::domain::report::Milestone;
use crate::domain::slug::Slug;
use crate::domain::statistics::rounding;
use crate::domain::time::Day;
use crate::storage::amendments::{self, AmendmentRow};
use crate::storage::indicators::{self, DefinitionRow, IndicatorRow, VersionRow};
use crate::storage::plans::{self, NodeRow, PlanRow};
use crate::storage::reports::{self, Origin};
use crate::storage::surveys::{self, Survey};
use crate::storage::values::ValueRow;
use crate::storage::{self, Conn, QueryResult, continuity, divisions, questionnaires};

/// Everything an indicator's page shows.
pub struct IndicatorRecord {
    /// The plan it stands in.
    pub plan: PlanRow,
    /// The indicator.
    pub indicator: IndicatorRow,
    /// What the newest version of the plan prints of it.
    pub version: VersionRow,
    /// The tree of the plan.
    pub nodes: Vec<NodeRow>,
    /// Its values, oldest first.
    pub values: Vec<ValueRow>,
    /// How it is measured now.
    pub definition: Option<Definition>,
    /// What was changed, oldest first.
    pub amendments: Vec<AmendmentRow>,
    /// The newest version of each questionnaire that a changed definition names.
    pub readers: HashMap<Code, Reader>,
    /// Where the latest value comes from, if a survey gave it.
    pub source: Option<SourceRows>,
    /// All of it over the years.
    pub series: Series,
    /// The divisions that own it.
    pub owners: Vec<Called>,
    /// The indicators that other rows of the same grid feed: their arrows are judged together (M-11).
    siblings: Vec<Series>,
}

/// Where a value comes from.
pub struct SourceRows {
    /// What was measured.
    pub measured: Measured,
    /// When it was computed, and from how many responses.
    pub origin: Origin,
    /// The survey.
    pub survey: Survey,
    /// What was asked.
    pub version: questionnaires::VersionRow,
}

/// An indicator by the names of its plan and its own in addresses; none where the plan has no such row.
///
/// # Errors
/// When there is no such plan or indicator, or the database fails.
pub async fn record(
    conn: &mut Conn,
    sees: &impl Sees,
    plan: &Slug,
    indicator: &Slug,
) -> QueryResult<Option<IndicatorRecord>> {
    let municipality = sees.municipality();
    let plan = plans::by_slug(conn, municipality, plan).await?;
    let indicator = indicators::by_slug(conn, municipality, indicator).await?;
    let versions = indicators::versions_of(conn, municipality, indicator.id).await?;
    let newest = versions.into_iter().next_back();
    let Some(version) = newest.filter(|_| indicator.plan_id == plan.id) else {
        return Ok(None);
    };
    let nodes = plans::nodes(conn, municipality, plan.id).await?;
    let values = sees.values(conn, &[indicator.id]).await?;
    let definitions = indicators::definitions(conn, municipality, indicator.id).await?;
    let amendments = amendments::list_of(conn, municipality, indicator.id).await?;
    let source = match values.last().map(|value| &value.document.provenance) {
        Some(Provenance::Survey(measured)) => Some(source(conn, sees, measured).await?),
        _ => None,
    };
    let definition = definitions.last();
    let asked = continuity::asked(conn, municipality).await?;
    Ok(Some(IndicatorRecord {
        series: series::of(&version, &definitions, &values, &asked),
        siblings: siblings(conn, sees, definition).await?,
        readers: readers(conn, sees, &amendments).await?,
        owners: owners(conn, sees, indicator.id).await?,
        definition: definition.map(|row| row.document.clone()),
        plan,
        indicator,
        version,
        nodes,
        values,
        amendments,
        source,
    }))
}

/// The divisions that own an indicator, by their names of now.
async fn owners(
    conn: &mut Conn,
    sees: &impl Sees,
    indicator: IndicatorId,
) -> QueryResult<Vec<Called>> {
    let municipality = sees.municipality();
    let owners = indicators::owners(conn, municipality, indicator).await?;
    let ids: Vec<DivisionId> = owners.into_iter().map(|(id, ..)| id).collect();
    let mut called = divisions::called(conn, municipality, Some(&ids)).await?;
    Ok(ids.iter().filter_map(|id| called.remove(id)).collect())
}

async fn source(conn: &mut Conn, sees: &impl Sees, measured: &Measured) -> QueryResult<SourceRows> {
    let municipality = sees.municipality();
    Ok(SourceRows {
        measured: measured.clone(),
        origin: reports::origin(conn, municipality, measured.report).await?,
        survey: surveys::by_id(conn, municipality, measured.survey).await?,
        version: questionnaires::version(conn, municipality, measured.version).await?,
    })
}

/// The series of the other indicators that the same grid feeds.
async fn siblings(
    conn: &mut Conn,
    sees: &impl Sees,
    own: Option<&DefinitionRow>,
) -> QueryResult<Vec<Series>> {
    let municipality = sees.municipality();
    let Some((own, grid)) = own.and_then(|own| Some((own, Series::grid(&own.document)?))) else {
        return Ok(Vec::new());
    };
    let all = indicators::all_definitions(conn, municipality).await?;
    let mut definitions = by_indicator(all, |row| row.indicator_id);
    definitions.retain(|id, rows| {
        let current = rows.last().and_then(|row| Series::grid(&row.document));
        *id != own.indicator_id && current.as_ref() == Some(&grid)
    });
    let ids: Vec<_> = definitions.keys().copied().collect();
    let rows = indicators::versions_of_each(conn, municipality, &ids).await?;
    let rows = by_indicator(rows, |row| row.indicator_id);
    let values = by_indicator(sees.values(conn, &ids).await?, |row| row.indicator_id);
    let asked = continuity::asked(conn, municipality).await?;
    let one = |(id, defined): (_, &Vec<DefinitionRow>)| {
        let values = values.get(id).map_or(&[][..], Vec::as_slice);
        Some(series::of(rows.get(id)?.last()?, defined, values, &asked))
    };
    Ok(definitions.iter().filter_map(one).collect())
}

/// The newest version of each questionnaire that changed definitions name; none of one that is not there any more.
async fn readers(
    conn: &mut Conn,
    sees: &impl Sees,
    changes: &[AmendmentRow],
) -> QueryResult<HashMap<Code, Reader>> {
    let changes = changes.iter().filter_map(|row| row.document.definitions());
    let both = changes.flat_map(|Defined { old, new }| [old, new]);
    let mut codes = BTreeSet::new();
    for definition in both {
        let named = definition.items().into_iter();
        codes.extend(named.map(|item| item.questionnaire.clone()));
    }
    let mut readers = HashMap::new();
    for code in codes {
        match questionnaires::newest_version(conn, sees.municipality(), &code).await {
            Ok(version) => {
                readers.insert(code, Reader::new(version.document));
            }
            Err(error) if storage::is_missing(&error) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(readers)
}

impl IndicatorRecord {
    /// What the divisions that own it were called on a day; none where it has none.
    #[must_use]
    pub fn owned_on(&self, day: Day) -> Option<String> {
        let names: Vec<&str> = self.owners.iter().map(|owner| owner.on(day)).collect();
        (!names.is_empty()).then(|| names.join("、"))
    }

    /// What a value says against the one before, judged with the rows of its grid.
    #[must_use]
    pub fn change(&self, value: &Value) -> Option<Change> {
        let report = report_of(value);
        let same = |sibling: &&Value| report.is_some() && report_of(sibling) == report;
        let others = self.siblings.iter().filter_map(|sibling| {
            let value = sibling.values.iter().find(same)?;
            Some(sibling.compare(value))
        });
        let own = std::iter::once(self.series.compare(value));
        let together: Vec<_> = own.chain(others).collect();
        judged::judge(&together).into_iter().next()
    }

    /// How a value stands against the targets it is on the way to.
    #[must_use]
    pub fn milestones(&self, value: &Value) -> Vec<Milestone> {
        Milestone::all(&self.series, value)
    }
}

fn report_of(value: &Value) -> Option<ReportId> {
    match &value.provenance {
        Provenance::Survey(measured) => Some(measured.report),
        Provenance::Typed { .. } => None,
    }
}

impl SourceRows {
    /// 有効回収率 of those asked, in percent; none where it is not known how many were asked.
    #[must_use]
    pub fn return_rate(&self) -> Option<String> {
        let asked = self.survey.sample_size.or(self.survey.frame_population)?;
        let asked = u64::try_from(asked).ok()?;
        let valid = u64::try_from(self.origin.valid).ok()?;
        let rate = rounding::percent(valid, asked, 1)?;
        Some(format!("{rate}％"))
    }
}
