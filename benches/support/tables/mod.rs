//! All tables of thirty questions for a million responses: by Kocho, by SQL, by polars.

mod cells;
pub mod counting;
mod polars;
mod sql;

use anyhow::{Context, ensure};
use diesel_async::SimpleAsyncConnection;
use kocho::domain::ids::ResponseId;
use kocho::domain::survey::Mode;
use kocho::domain::tabulation::Layout;
use kocho::domain::tabulation::reading::{Reading, Stored};
use kocho::storage::{report_columns, reports};

use self::cells::Cells;
use super::environment::Environment;
use super::figures::Figures;
use super::sheets;
use super::town::Asked;

/// Measures a survey whose responses are all in the database and whose columns are kept; gives Kocho's seconds.
pub fn compare(
    environment: &Environment,
    figures: &mut Figures,
    asked: &Asked,
    n: usize,
) -> anyhow::Result<f64> {
    let Measured {
        total,
        crosstabs,
        cells,
    } = measure(environment, figures, asked, n)?;
    let (weights, csv) = (
        environment.var.join("weights.csv"),
        environment.var.join("wide.csv"),
    );
    environment.with(async |conn| {
        sheets::store_wide(conn, asked, n, &csv).await?;
        sql::prepare(conn, &weights).await
    })?;
    let mut ways = vec![("a table of small numbers", sql::From::Wide)];
    if environment.is_thorough {
        ways.push(("the stored documents", sql::From::Documents(asked)));
    }
    for (what, from) in ways {
        let (seconds, found) =
            environment.with(async |conn| sql::count(conn, asked, from).await)?;
        let compared = cells.check(&found)?;
        eprintln!("{compared} cells are the same");
        let what = format!("– counts by sex, age and district in SQL, from {what}");
        figures.slower(&what, seconds, total, 5.0);
    }
    match polars::count(&csv, asked)? {
        Some((seconds, found)) => {
            cells.check(&found)?;
            let what = "– unweighted cross tables by sex, age and district in polars, from Parquet";
            figures.slower(what, seconds, crosstabs, 1.0);
            figures.note(
                "– – against all that Kocho did",
                format!("{:.2} times its time", seconds / total),
            );
        }
        None => figures.note("– polars", "not run: no polars".to_owned()),
    }
    environment.with(async |conn| Ok(conn.batch_execute("drop table wide").await?))?;
    Ok(total)
}

/// What Kocho did.
pub struct Measured {
    /// Seconds for everything.
    total: f64,
    /// Seconds for the cross tables: columns from the database, weights and counts, tables.
    crosstabs: f64,
    cells: Cells,
}

/// Kocho alone, with the cells of its report.
pub fn measure(
    environment: &Environment,
    figures: &mut Figures,
    asked: &Asked,
    n: usize,
) -> anyhow::Result<Measured> {
    let one = counting::count(&environment.var, environment.postgres.url(), &asked.survey)?;
    let report = &one.report;
    let is_weighted = report.weights.as_ref().is_some_and(|w| w.converged);
    ensure!(is_weighted, "the weights do not converge");
    let parts = [one.loading, one.counting, one.indicators, one.tables];
    let total = parts.iter().sum();
    let what = format!(
        "{} simple and {} cross tables, weighted, with intervals, and 30 indicators: {n} responses",
        report.tables.len(),
        report.crosstabs.len()
    );
    // The targets are for a million; of ten times as many the growth is asked, and that they fit the memory.
    let is_ten = n > 1_000_000;
    let most_memory = if is_ten { 1000.0 } else { 300.0 };
    let mut at_most = |what: &str, value: f64, most: f64, unit: &str| match is_ten && unit != "MB" {
        true => figures.note(what, format!("{value:.2} {unit}")),
        false => figures.at_most(what, value, most, unit),
    };
    at_most(&what, total, 2.0, "s");
    let what = "– one weighted cross table with a filter, columns in memory";
    at_most(what, one.interactive * 1000.0, 50.0, "ms");
    at_most(
        "– memory of that process at most",
        one.memory,
        most_memory,
        "MB",
    );
    let milliseconds = parts
        .map(|part| format!("{:.0}", part * 1000.0))
        .join(" + ");
    let what = "– columns from the database + weights and counts + indicators + tables";
    figures.note(what, format!("{milliseconds} ms"));
    let crosstabs = one.loading + one.counting + one.crosstabs;
    let what = "– of that columns, weights and counts, cross tables";
    figures.note(what, format!("{crosstabs:.2} s"));
    Ok(Measured {
        total,
        crosstabs,
        cells: Cells::of(report, asked)?,
    })
}

/// Ten times as many responses: their columns are kept as those of another survey, without storing them one by one.
pub fn grow(
    environment: &Environment,
    figures: &mut Figures,
    (n, took): (usize, f64),
) -> anyhow::Result<()> {
    let asked = &environment.closing[0];
    let of = (asked.survey.municipality_id, asked.survey.id);
    let layout = Layout::new(&asked.form)?;
    let mut reading = Reading::new(&layout);
    let mut sheet = sheets::Sheet::default();
    for nth in 0..10 * n as u64 {
        sheet.fill(&asked.form, nth);
        reading.add(Stored {
            id: ResponseId(uuid::Uuid::from_u64_pair(nth, nth)),
            mode: Mode::Web,
            duration: None,
            document: &sheet.document,
        })?;
    }
    let (responses, _) = reading.finish();
    environment.with(async |conn| {
        let last = reports::latest(conn, of.0, of.1).await?;
        let digest = last.context("a report")?.response_digest;
        Ok(report_columns::keep(conn, of, &digest, &layout, &responses).await?)
    })?;
    drop(responses);
    let ten = measure(environment, figures, asked, 10 * n)?;
    figures.at_most(
        "– growth of the time for 10 times the responses",
        ten.total / took,
        10.0,
        "times",
    );
    Ok(())
}
