//! Everything stored about one indicator that the public may know, and what its values say.

use crate::domain::ids::MunicipalityId;
use crate::domain::plan::definition::Definition;
use crate::domain::plan::series::{self, Change, Series};
use crate::domain::plan::value::{Measured, Provenance, Value};
use crate::domain::report;
use crate::domain::slug::Slug;
use crate::domain::statistics::rounding;
use crate::storage::indicators::{DefinitionRow, IndicatorRow};
use crate::storage::reports::Origin;
use crate::storage::surveys::Survey;
use crate::storage::values::ValueRow;
use crate::storage::{
    Conn, amendments, indicators, plans, questionnaires, reports, surveys, values,
};
use crate::web::error::Error;
use crate::workflows::planning::judging;

use super::defined::Definitions;

/// One indicator with everything published about it.
pub(super) struct IndicatorRecord {
    pub(super) plan: plans::PlanRow,
    pub(super) indicator: IndicatorRow,
    pub(super) version: indicators::VersionRow,
    pub(super) nodes: Vec<plans::NodeRow>,
    pub(super) values: Vec<ValueRow>,
    pub(super) definition: Option<Definition>,
    pub(super) amendments: Vec<amendments::AmendmentRow>,
    /// What the changed definitions among them are about.
    pub(super) definitions: Definitions,
    pub(super) source: Option<SourceRows>,
    pub(super) series: Series,
    /// The indicators that other rows of the same grid feed: their arrows are judged together (M-11).
    siblings: Vec<Series>,
}

/// Where the latest value comes from.
pub(super) struct SourceRows {
    pub(super) measured: Measured,
    pub(super) origin: Origin,
    pub(super) survey: Survey,
    pub(super) version: questionnaires::VersionRow,
}

impl IndicatorRecord {
    /// # Errors
    /// [`Error::NotFound`] when the town has no such plan or indicator.
    pub(super) async fn load(
        conn: &mut Conn,
        of: MunicipalityId,
        plan: &str,
        indicator: &str,
    ) -> Result<Self, Error> {
        let slug = |text: &str| Slug::parse(text).map_err(|_| Error::NotFound);
        let plan = plans::by_slug(conn, of, &slug(plan)?).await?;
        let indicator = indicators::by_slug(conn, of, &slug(indicator)?).await?;
        if indicator.plan_id != plan.id {
            return Err(Error::NotFound);
        }
        let versions = indicators::versions_of(conn, of, indicator.id).await?;
        let version = versions.into_iter().next_back().ok_or(Error::NotFound)?;
        let nodes = plans::nodes(conn, of, plan.id).await?;
        let values = values::list_published(conn, of, &[indicator.id]).await?;
        let definitions = indicators::definitions(conn, of, indicator.id).await?;
        let definition = definitions.last().cloned();
        let amendments = amendments::list_of(conn, of, indicator.id).await?;
        let source = match values.last().map(|value| &value.document.provenance) {
            Some(Provenance::Survey(measured)) => Some(SourceRows::load(conn, of, measured).await?),
            _ => None,
        };
        Ok(Self {
            series: judging::series_of(&version, judging::said(definitions), &values),
            siblings: siblings(conn, of, definition.as_ref()).await?,
            definitions: Definitions::load(conn, of, &amendments).await?,
            definition: definition.map(|stored| stored.document),
            plan,
            indicator,
            version,
            nodes,
            values,
            amendments,
            source,
        })
    }

    /// What a value says against the one before, judged with the rows of its grid.
    pub(super) fn change(&self, value: &Value) -> Option<Change> {
        let report = report_of(value);
        let same = |sibling: &&Value| report.is_some() && report_of(sibling) == report;
        let others = self.siblings.iter().filter_map(|sibling| {
            let value = sibling.values.iter().find(same)?;
            Some(sibling.compare(value))
        });
        let together: Vec<_> = std::iter::once(self.series.compare(value))
            .chain(others)
            .collect();
        series::judge(&together).into_iter().next()
    }

    /// How a value stands against the targets it is on the way to.
    pub(super) fn milestones(&self, value: &Value) -> Vec<report::Milestone> {
        report::Milestone::all(&self.series, value)
    }
}

fn report_of(value: &Value) -> Option<crate::domain::ids::ReportId> {
    match &value.provenance {
        Provenance::Survey(measured) => Some(measured.report),
        Provenance::Typed { .. } => None,
    }
}

async fn siblings(
    conn: &mut Conn,
    of: MunicipalityId,
    definition: Option<&DefinitionRow>,
) -> Result<Vec<Series>, Error> {
    let mut siblings = Vec::new();
    let Some(own) = definition.filter(|own| Series::grid(&own.document).is_some()) else {
        return Ok(siblings);
    };
    for other in indicators::current_definitions(conn, of).await? {
        if other.indicator_id == own.indicator_id
            || Series::grid(&other.document) != Series::grid(&own.document)
        {
            continue;
        }
        let series = judging::series(conn, of, other.indicator_id).await?;
        siblings.extend(series.map(|(_, series)| series));
    }
    Ok(siblings)
}

impl SourceRows {
    /// 有効回収率 of those asked, in percent; none where it is not known how many were asked.
    pub(super) fn return_rate(&self) -> Option<String> {
        let asked = self.survey.sample_size.or(self.survey.frame_population)?;
        let asked = u64::try_from(asked).ok()?;
        let valid = u64::try_from(self.origin.valid).ok()?;
        let rate = rounding::percent(valid, asked, 1)?;
        Some(format!("{rate}％"))
    }

    async fn load(conn: &mut Conn, of: MunicipalityId, measured: &Measured) -> Result<Self, Error> {
        Ok(Self {
            measured: measured.clone(),
            origin: reports::origin(conn, of, measured.report).await?,
            survey: surveys::by_id(conn, of, measured.survey).await?,
            version: questionnaires::version(conn, of, measured.version).await?,
        })
    }
}
