//! All tables of a closed survey by Kocho, in a process of its own: nobody else's memory is counted.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, anyhow, bail, ensure};
use kocho::domain::ids::{MunicipalityId, SurveyId};
use kocho::domain::plan::definition::Definition;
use kocho::domain::questionnaire::Reader;
use kocho::domain::report::Report;
use kocho::domain::statistics::crosstab::crosstab;
use kocho::domain::survey::design::Design;
use kocho::domain::tabulation::Layout;
use kocho::domain::tabulation::counted::Counted;
use kocho::domain::tabulation::crosstabs::crosstabs;
use kocho::domain::tabulation::method::Method;
use kocho::domain::tabulation::report::{Counting, Facts};
use kocho::domain::tabulation::responses::Responses;
use kocho::storage::surveys::Survey;
use kocho::storage::{designs, questionnaires, report_columns, reports, surveys};
use serde_json::{Value, json};

use crate::support::server::Memory;
use crate::support::sheets::{KNOWN, NO_ANSWER};
use crate::support::town::connect;

/// With it this program is that process.
pub const ARGUMENT: &str = "--count-tables";

/// How often the interactive table is made; the middle counts.
const TIMES: usize = 9;

/// What it says of itself: seconds and MB.
pub struct Counted30 {
    /// The columns from the database.
    pub loading: f64,
    /// Weights and counts.
    pub counting: f64,
    /// Thirty indicators.
    pub indicators: f64,
    /// Tables put together from the counts.
    pub tables: f64,
    /// Of that the cross tables.
    pub crosstabs: f64,
    /// One cross table with a filter.
    pub interactive: f64,
    /// At most.
    pub memory: f64,
    /// The report.
    pub report: Report,
}

/// Starts the process and reads what it says.
pub fn count(var: &Path, database: &str, survey: &Survey) -> anyhow::Result<Counted30> {
    let said = Command::new(std::env::current_exe()?)
        .arg(ARGUMENT)
        .arg(database)
        .arg(var)
        .arg(survey.municipality_id.to_string())
        .arg(survey.id.to_string())
        .output()?;
    ensure!(
        said.status.success(),
        "counting: {}",
        String::from_utf8_lossy(&said.stderr)
    );
    let said: Value = serde_json::from_slice(&said.stdout)?;
    let number = |name: &str| said[name].as_f64().with_context(|| name.to_owned());
    Ok(Counted30 {
        loading: number("loading")?,
        counting: number("counting")?,
        indicators: number("indicators")?,
        tables: number("tables")?,
        crosstabs: number("crosstabs")?,
        interactive: number("interactive")?,
        memory: number("memory")?,
        report: serde_json::from_slice(&std::fs::read(var.join("report.json"))?)?,
    })
}

/// The process: counts once, writes the report and the weights, says how long it took.
pub fn run(arguments: &[String]) -> anyhow::Result<()> {
    let [_, url, var, municipality, survey] = arguments else {
        bail!("{ARGUMENT} DATABASE DIRECTORY MUNICIPALITY SURVEY");
    };
    let (var, of) = (PathBuf::from(var), MunicipalityId(municipality.parse()?));
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let began = Instant::now();
    let kept = runtime.block_on(load(url, of, SurveyId(survey.parse()?)))?;
    let loading = began.elapsed();
    let (layout, responses) = (&kept.layout, &kept.responses);
    let counting = Counting::new(layout, responses, &kept.design, FACTS, Method::CURRENT);
    let counted = began.elapsed();
    for definition in indicators(layout)? {
        let measured = counting.measure(&definition);
        measured.map_err(|why| anyhow!("an indicator: {why:?}"))?;
    }
    let measured = began.elapsed();
    let report = counting.report(Vec::new());
    let tables = began.elapsed();
    let memory = Memory::of("self")?.most;
    let counted_again = Counted::new(layout, responses, &kept.design);
    let said = json!({
        "loading": loading.as_secs_f64(),
        "counting": (counted - loading).as_secs_f64(),
        "indicators": (measured - counted).as_secs_f64(),
        "tables": (tables - measured).as_secs_f64(),
        "crosstabs": crosstabs_alone(&counted_again),
        "interactive": interactive(&kept, &counted_again)?,
        "memory": memory,
    });
    std::fs::write(var.join("report.json"), serde_json::to_vec(&report)?)?;
    std::fs::write(var.join("weights.csv"), weights(layout, &counted_again)?)?;
    println!("{said}");
    Ok(())
}

/// A sample of two million people.
const FACTS: Facts = Facts {
    population: Some(20_000_000),
    sample_size: Some(20_000_000),
    census: false,
    is_sample: true,
};

struct Kept {
    layout: Layout,
    design: Design,
    responses: Responses,
}

async fn load(url: &str, municipality: MunicipalityId, id: SurveyId) -> anyhow::Result<Kept> {
    let conn = &mut connect(url).await?;
    let survey = surveys::by_id(conn, municipality, id).await?;
    let version = questionnaires::version(conn, municipality, survey.version_id).await?;
    let layout = Layout::new(&Reader::new(version.document))?;
    let last = reports::latest(conn, municipality, id)
        .await?
        .context("a report")?;
    let digest = last.response_digest;
    let kept = report_columns::load(conn, (municipality, id), &digest, &layout).await?;
    Ok(Kept {
        design: designs::by_survey(conn, municipality, id).await?,
        responses: kept.context("kept columns")?,
        layout,
    })
}

/// Thirty: shares, means of scores, shares of one of several options, the mean of a number.
fn indicators(layout: &Layout) -> anyhow::Result<Vec<Definition>> {
    use kocho::domain::statistics::variable::{Accepts, Variable};
    let items = layout.items().iter().zip(0..);
    let definition = |(variable, at): (_, usize)| {
        let variable: &Variable = variable;
        let has_scores = variable
            .options()
            .iter()
            .any(|option| option.score.is_some());
        let measure = match variable.accepts {
            Accepts::Number { .. } => json!("mean"),
            Accepts::Many(..) => json!({"share": ["1"]}),
            _ if has_scores && at % 2 == 0 => json!("mean"),
            _ => json!({"share": ["1", "2"]}),
        };
        Ok(serde_json::from_value(json!({
            "source": {"item": {
                "questionnaire": "bench-30", "item": variable.id, "measure": measure, "base": "substantive",
                "weighting": "register",
            }},
            "decimals": 1,
            "direction": "increase",
        }))?)
    };
    items.take(30).map(definition).collect()
}

/// All cross tables put together from the counts.
fn crosstabs_alone(counted: &Counted<'_>) -> f64 {
    let began = Instant::now();
    let tables = crosstabs(counted);
    let took = began.elapsed().as_secs_f64();
    drop(tables);
    took
}

/// One weighted cross table of those who chose the first two options of another question; the middle of several.
fn interactive(kept: &Kept, counted: &Counted<'_>) -> anyhow::Result<f64> {
    let at = |item: &str| {
        let at = kept.layout.position(item).context("an item")?;
        anyhow::Ok((&kept.layout.items()[at], &kept.responses.columns[at]))
    };
    let (by, item, filter) = (at("q28")?, at("q1")?, at("q5")?.1);
    let mut times = Vec::new();
    for _ in 0..TIMES {
        let began = Instant::now();
        let chosen = filter.chose(&[0, 1]);
        let table = crosstab(by, item, (counted.groups(), true), Some(&chosen));
        times.push(began.elapsed().as_secs_f64());
        ensure!(table.total.people.count > 0, "an empty table");
    }
    times.sort_by(f64::total_cmp);
    Ok(times[TIMES / 2])
}

/// What people of each sex, age and district weigh, for the SQL.
fn weights(layout: &Layout, counted: &Counted<'_>) -> anyhow::Result<String> {
    let mut lines = String::new();
    let groups = counted.groups().groups();
    let mut seen = std::collections::BTreeSet::new();
    for group in groups {
        let codes: Vec<String> = KNOWN
            .iter()
            .zip(&group.codes)
            .map(|(name, code)| {
                let item = layout.position(name).map(|at| &layout.items()[at]);
                let option = code.and_then(|code| item?.options().get(usize::from(code)));
                option.map_or_else(|| NO_ANSWER.to_string(), |option| option.code.clone())
            })
            .collect();
        if seen.insert(codes.clone()) {
            writeln!(lines, "{}\t{:e}", codes.join("\t"), group.weight)?;
        }
    }
    Ok(lines)
}
