//! `kocho demo --fast`: the open survey closes within a minute, and its value arrives on the public page.

use std::time::Duration;

use actix_web::web::Data;
use diesel_async::AsyncConnection;

use super::fieldwork::{self, Field};
use super::loading::{SHIMIN, WAITING};
use super::{publication, say, towns};
use crate::app::App;
use crate::domain::ids::{MunicipalityId, SurveyId};
use crate::domain::plan::value::State as Stage;
use crate::domain::slug::Slug;
use crate::domain::survey::{Schedule, State};
use crate::storage::{Conn, clock, demonstration, municipalities, reports, surveys};
use crate::workflows::intake::Outcome;

/// From now until the survey closes.
const SECONDS: u32 = 40;

/// Runs beside the server and says what happens; a failure is said and ends the show, not the server.
pub(super) async fn show(app: Data<App>) {
    if let Err(error) = run(&app).await {
        say(&format!("the show ends here: {error:#}"));
    }
}

async fn run(app: &App) -> anyhow::Result<()> {
    let mut conn = app.db.get().await?;
    let conn = &mut *conn;
    let town = municipalities::by_slug(conn, &Slug::parse("sunagawa")?).await?;
    let actor = towns::actor(town.id);
    let mut field = fieldwork::prepare(app, conn, &actor, &SHIMIN).await?;
    if field.survey.state != State::Open {
        say("the survey of 令和7年度 has closed already; its value is on the indicator's page");
        return Ok(());
    }
    hurry(conn, &mut field).await?;
    say(&format!(
        "the survey of 令和7年度 closes in {SECONDS} seconds; answers keep arriving"
    ));
    arrive(conn, &field).await?;
    let survey = field.survey.id;
    say("the time is over; the worker closes the survey and computes its figures");
    wait_for_report(conn, town.id, survey).await?;
    let count = field.count(conn).await?;
    say(&format!(
        "closed with {count} responses; the figures are final, the division has a letter"
    ));
    publication::publish(conn, &actor, survey).await?;
    say("approved and published:");
    publication::say_values(
        conn,
        &actor,
        field.survey.fiscal_year,
        &app.config.public_url(),
    )
    .await
}

/// Ready when the worker has stored the final report.
async fn wait_for_report(
    conn: &mut Conn,
    municipality: MunicipalityId,
    survey: SurveyId,
) -> anyhow::Result<()> {
    loop {
        let report = reports::latest(conn, municipality, survey).await?;
        if report.is_some_and(|report| report.state != Stage::Provisional) {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
}

/// The survey ends soon, by the database's clock.
async fn hurry(conn: &mut Conn, field: &mut Field<'_>) -> anyhow::Result<()> {
    let (municipality, id) = (field.survey.municipality_id, field.survey.id);
    field.survey = conn
        .transaction(async |tx| {
            let survey = surveys::lock(tx, municipality, id).await?;
            let ends = clock::now(tx).await? + chrono::Duration::seconds(SECONDS.into());
            let times = Schedule {
                opens_at: survey.opens_at.unwrap_or(ends - chrono::Duration::days(1)),
                web_closes_at: ends,
                entry_closes_at: ends,
                grace_minutes: 0,
            };
            demonstration::set_times(tx, municipality, id, times).await?;
            surveys::by_id(tx, municipality, id).await
        })
        .await?;
    Ok(())
}

/// People answer until the door is closed to them.
async fn arrive(conn: &mut Conn, field: &Field<'_>) -> anyhow::Result<()> {
    let before = field.count(conn).await?;
    let pause = Duration::from_secs(SECONDS.into()) / (WAITING + WAITING / 10);
    let mut said = before;
    for number in before..before * 4 {
        let Some(submission) = field.submission(number) else {
            continue;
        };
        match field.app.intake.submit(submission).await {
            Outcome::Accepted(_) => {}
            Outcome::Refused(_) => break,
            other => tracing::debug!("not accepted: {other:?}"),
        }
        if number >= said + 60 {
            said = number;
            say(&format!(
                "{} people have answered",
                field.count(conn).await?
            ));
        }
        tokio::time::sleep(pause).await;
    }
    Ok(())
}
