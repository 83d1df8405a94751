//! Closing: from the moment a survey is closed by hand until its report and its indicator's value are stored, by the
//! worker of the running server.

use std::time::{Duration, Instant};

use anyhow::ensure;
use diesel_async::{AsyncConnection, RunQueryDsl};
use kocho::domain::ids::SurveyId;
use kocho::domain::plan::definition::{Base, Definition, Measurand, Measure, Source};
use kocho::domain::plan::indicator::Direction;
use kocho::domain::questionnaire::question::Code;
use kocho::domain::slug::Slug;
use kocho::formats::plan::Form;
use kocho::storage::{Conn, indicators};
use kocho::workflows::lifecycle::Act;
use kocho::workflows::planning::bind;
use kocho::workflows::planning::binding::Binding;

use super::environment::Environment;
use super::server::{Memory, Server};
use super::sheets;
use super::town::{Asked, Town};

const PATIENCE: Duration = Duration::from_secs(300);

/// How one closing went.
pub struct Closed {
    /// Until report and value were stored.
    pub took: Duration,
    /// Memory of the server, before and at most.
    pub memory: (Memory, Memory),
}

/// Binds an indicator of the demo's plan to the first question: the share of the first two options.
pub async fn bind_indicator(conn: &mut Conn, town: &Town) -> anyhow::Result<()> {
    let own = Slug::parse(super::town::SLUG)?;
    let plans = include_bytes!("../../config/demo/plans/indicators.csv");
    kocho::commands::plan_files::import(conn, Some(&own), plans, Form::Csv, "bench").await?;
    let indicator = indicators::by_slug(conn, town.id, &Slug::parse("sng-02")?).await?;
    let binding = Binding {
        definition: Definition {
            source: Source::Item(Measurand {
                questionnaire: Code::parse("bench-30")?,
                item: "q1".to_owned(),
                measure: Measure::Share([Code::parse("1")?, Code::parse("2")?].into()),
                base: Base::Substantive,
                weighting: None,
                filter: None,
            }),
            decimals: 1,
            direction: Direction::Increase,
            baseline: None,
        },
        comparability: None,
        owners: Vec::new(),
    };
    let bound = conn.transaction(async |tx| {
        bind(tx, &town.actor, indicator.id, &binding, kocho::clock::now()).await
    });
    bound.await?;
    Ok(())
}

/// Stores so many responses, closes the survey and waits for its figures.
pub fn close(
    environment: &Environment,
    server: &Server,
    asked: &Asked,
    responses: usize,
) -> anyhow::Result<Closed> {
    let id = asked.survey.id;
    environment.with(async |conn| sheets::store(conn, asked, responses, &environment.var).await)?;
    environment.settle()?;
    server.forget_peak()?;
    let before = server.memory()?;
    let began = Instant::now();
    environment.with(async |conn| {
        environment.town.act(conn, id, Act::CloseWeb).await?;
        while !has_figures(conn, id).await? {
            ensure!(began.elapsed() < PATIENCE, "no figures");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        Ok(())
    })?;
    let took = began.elapsed();
    let counted = environment.number(&format!(
        "select response_count from reports where survey_id = '{id}'"
    ))?;
    // Provisional figures leave out as many as the final ones have to be apart from them.
    let apart = usize::try_from(kocho::domain::report::apart::FEWEST)?;
    ensure!(
        usize::try_from(counted)? + apart == responses,
        "{counted} responses were counted"
    );
    Ok(Closed {
        took,
        memory: (before, server.memory()?),
    })
}

/// Ends the typing of paper answers and waits for the final report: with it the columns are kept.
pub fn finish(environment: &Environment, asked: &Asked) -> anyhow::Result<()> {
    let id = asked.survey.id;
    let began = Instant::now();
    environment.with(async |conn| {
        let closed = environment.town.act(conn, id, Act::CloseEntry).await;
        closed.map(|_| ())
    })?;
    while environment.number(&format!(
        "select count(*) from report_columns where survey_id = '{id}'"
    ))? == 0
    {
        ensure!(began.elapsed() < PATIENCE, "no final report");
        std::thread::sleep(Duration::from_millis(50));
    }
    Ok(())
}

/// Report and value come in one transaction.
async fn has_figures(conn: &mut Conn, id: SurveyId) -> anyhow::Result<bool> {
    #[derive(diesel::QueryableByName)]
    struct Found {
        #[diesel(sql_type = diesel::sql_types::Bool)]
        report: bool,
        #[diesel(sql_type = diesel::sql_types::Bool)]
        value: bool,
    }
    let query = "select exists (select from reports where survey_id = $1) as report, \
        exists (select from indicator_values v join reports r on v.report_id = r.id where r.survey_id = $1) as value";
    let found: Found = diesel::sql_query(query)
        .bind::<diesel::sql_types::Uuid, _>(id.0)
        .get_result(conn)
        .await?;
    ensure!(
        found.report == found.value,
        "a report without the value of its indicator"
    );
    Ok(found.report)
}
