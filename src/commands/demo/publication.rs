//! The figures of a closed survey on their way to the public: approved and published, as the section chief would.

use diesel_async::AsyncConnection;

use super::say;
use crate::domain::actor::Actor;
use crate::domain::ids::SurveyId;
use crate::domain::plan::value::State;
use crate::storage::{Conn, clock, indicators, plans, reports, values};
use crate::workflows::publishing;

/// What stands in for the number of a recorded decision.
const DECISION: &str = "架空第1号";

/// Approves and publishes the survey's final report, if it has one and that has not happened yet.
pub(super) async fn publish(
    conn: &mut Conn,
    actor: &Actor,
    survey: SurveyId,
) -> anyhow::Result<()> {
    let Some(report) = reports::latest(conn, actor.municipality, survey).await? else {
        return Ok(());
    };
    if report.state == State::Final {
        conn.transaction(async |tx| {
            let now = clock::now(tx).await?;
            publishing::approve(tx, actor, report.id, DECISION, now).await
        })
        .await?;
    }
    if matches!(report.state, State::Final | State::Approved) {
        conn.transaction(async |tx| {
            let now = clock::now(tx).await?;
            publishing::publish(tx, actor, report.id, now).await
        })
        .await?;
    }
    Ok(())
}

/// Says the values of a fiscal year that are public now, and where they are shown.
pub(super) async fn say_values(
    conn: &mut Conn,
    actor: &Actor,
    fiscal_year: i32,
    public_url: &str,
) -> anyhow::Result<()> {
    let municipality = actor.municipality;
    for definition in indicators::current_definitions(conn, municipality).await? {
        let indicator = indicators::by_id(conn, municipality, definition.indicator_id).await?;
        let plan = plans::by_id(conn, municipality, indicator.plan_id)
            .await?
            .slug;
        let published = values::list_published(conn, municipality, &[indicator.id]).await?;
        for value in published
            .iter()
            .filter(|value| value.fiscal_year == fiscal_year)
        {
            let unit = value.document.unit.as_deref().unwrap_or_default();
            let address = format!(
                "{public_url}/sunagawa/plans/{plan}/indicators/{}",
                indicator.slug
            );
            say(&format!("{} {unit}   {address}", value.document.shown));
        }
    }
    Ok(())
}
