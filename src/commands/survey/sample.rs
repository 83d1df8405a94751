//! `kocho survey population`, `kocho survey fieldwork`: what is known of a survey's sample.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, bail};

use super::find;
use crate::commands::rehearsal;
use crate::domain::actor::Actor;
use crate::domain::questionnaire::Reader;
use crate::domain::slug::Slug;
use crate::domain::survey::design::{Design, Dimension, TotalsDiffer};
use crate::formats::case;
use crate::storage::surveys::{self, Survey};
use crate::storage::{Conn, designs, questionnaires};
use crate::workflows::sampling::{self, Population, Said};

#[derive(Debug, clap::Subcommand)]
pub(super) enum Act {
    /// Say whom the survey stands for, from the register: reports are weighted by it.
    Population {
        survey: Slug,
        /// A CSV file (UTF-8) with the columns dimension, category, population and perhaps mailed, one line a
        /// category. A dimension is a single-choice question about the respondent, or several joined with `*`:
        /// `sex*age,1*3,1021`. In `mailed` stand the letters sent to the category, where the sample was drawn by it.
        file: PathBuf,
        /// Keep every weight between these two, e.g. 0.3,3.0; untrimmed without.
        #[arg(long, value_name = "LOW,HIGH", value_parser = bounds)]
        bounds: Option<(f64, f64)>,
        /// Only read and check the file.
        #[arg(long)]
        check: bool,
    },
    /// Say what became of the letters and how small numbers are kept. What is not said stays.
    Fieldwork(Fieldwork),
}

#[derive(Debug, clap::Args)]
pub(super) struct Fieldwork {
    survey: Slug,
    /// Letters sent; without it, the keys that were drawn.
    #[arg(long, value_parser = clap::value_parser!(i32).range(1..))]
    mailed: Option<i32>,
    /// Letters the post returned.
    #[arg(long)]
    undeliverable: Option<u64>,
    /// Letters to people who had moved away or died.
    #[arg(long)]
    ineligible: Option<u64>,
    /// People who refused by telephone or note; a sheet that came back empty is not one of them.
    #[arg(long)]
    refused: Option<u64>,
    /// Show margins also where everybody was asked and less than 80 % came back (=false takes it back).
    #[arg(long, num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    census_margin: Option<bool>,
    /// Counts of fewer people than this are not published; at least 3.
    #[arg(long)]
    k: Option<u64>,
    /// Rows of fewer people than this are not published.
    #[arg(long)]
    min_base: Option<u64>,
    /// Only say what would be.
    #[arg(long)]
    check: bool,
}

fn bounds(written: &str) -> Result<(f64, f64), String> {
    let pair = written
        .split_once(',')
        .and_then(|(low, high)| Some((low.trim().parse().ok()?, high.trim().parse().ok()?)));
    pair.ok_or_else(|| "write two numbers: 0.3,3.0".to_owned())
}

pub(super) async fn run(conn: &mut Conn, actor: &Actor, act: Act) -> anyhow::Result<String> {
    match act {
        Act::Population {
            survey,
            file,
            bounds,
            check,
        } => {
            let bytes = fs::read(&file).with_context(|| format!("reading {}", file.display()))?;
            population(conn, actor, &survey, &bytes, (bounds, check))
                .await
                .with_context(|| format!("{} was not taken", file.display()))
        }
        Act::Fieldwork(given) => {
            let said = Said {
                population: None,
                mailed: given.mailed,
                undeliverable: given.undeliverable,
                ineligible: given.ineligible,
                refused: given.refused,
                census_margin: given.census_margin,
                k: given.k,
                min_base: given.min_base,
            };
            fieldwork(conn, actor, &given.survey, said, given.check).await
        }
    }
}

/// Takes in a population file, or with `check` only says what would be; what is known of the sample afterwards.
///
/// # Errors
/// Every fault of the file with its line; a survey that does not allow it; a failing database.
pub async fn population(
    conn: &mut Conn,
    actor: &Actor,
    slug: &Slug,
    bytes: &[u8],
    (bounds, check): (Option<(f64, f64)>, bool),
) -> anyhow::Result<String> {
    let municipality = actor.municipality;
    let survey = find(conn, actor, slug).await?;
    let version = questionnaires::version(conn, municipality, survey.version_id).await?;
    let dimensions = case::population(bytes, &Reader::new(version.document)).map_err(|faults| {
        let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
        anyhow::anyhow!("{} faults\n{}", lines.len(), lines.join("\n"))
    })?;
    let said = Said {
        population: Some(Population { dimensions, bounds }),
        ..Said::default()
    };
    say(conn, actor, &survey, said, check).await
}

/// Says what became of the letters; what is known of the sample afterwards.
///
/// # Errors
/// Nothing was said; numbers that cannot be; a survey that does not allow it; a failing database.
pub async fn fieldwork(
    conn: &mut Conn,
    actor: &Actor,
    slug: &Slug,
    said: Said,
    check: bool,
) -> anyhow::Result<String> {
    if said == Said::default() {
        bail!("say at least one number; see kocho survey fieldwork --help");
    }
    let survey = find(conn, actor, slug).await?;
    say(conn, actor, &survey, said, check).await
}

async fn say(
    conn: &mut Conn,
    actor: &Actor,
    survey: &Survey,
    said: Said,
    check: bool,
) -> anyhow::Result<String> {
    let lines = rehearsal::transaction(conn, check, async |tx| {
        sampling::say(tx, actor, survey.id, &said).await?;
        lines(tx, actor, survey).await
    })
    .await?;
    let told = format!("{}\n{}", survey.slug, lines.join("\n"));
    Ok(rehearsal::said(check, told))
}

/// What is known of the sample of a survey, one line each.
pub(super) async fn lines(
    conn: &mut Conn,
    actor: &Actor,
    survey: &Survey,
) -> anyhow::Result<Vec<String>> {
    let municipality = actor.municipality;
    let mailed = surveys::by_id(conn, municipality, survey.id)
        .await?
        .sample_size;
    let design = designs::by_survey(conn, municipality, survey.id).await?;
    let asked = mailed.map_or_else(|| "not known".to_owned(), |mailed| mailed.to_string());
    let work = design.fieldwork;
    let mut lines = vec![format!(
        "mailed: {asked}; {} undeliverable, {} ineligible, {} refused",
        work.undeliverable, work.ineligible, work.refused
    )];
    lines.extend(design.population.iter().map(dimension));
    let totals = design.population.iter().map(|d| (d.name(), d.people()));
    let differ = TotalsDiffer::among(totals.collect());
    lines.extend(differ.map(|differ| format!("warning: {differ}")));
    if design.population.is_empty() {
        lines.push("population: not known; nothing is weighted".to_owned());
    }
    lines.push(settings(&design));
    Ok(lines)
}

fn dimension(dimension: &Dimension) -> String {
    let (name, people) = (dimension.name(), dimension.people());
    let categories = dimension.categories.len();
    let sampled = if dimension.is_sampled() {
        let letters: u64 = dimension.categories.iter().filter_map(|c| c.mailed).sum();
        format!("; the sample was drawn by it, {letters} letters")
    } else {
        String::new()
    };
    format!("population: {name}: {people} people in {categories} categories{sampled}")
}

fn settings(design: &Design) -> String {
    let bounds = design.bounds.map_or_else(String::new, |(low, high)| {
        format!("; weights from {low} to {high}")
    });
    let census = if design.census_margin {
        "; margins of a census with low return are shown"
    } else {
        ""
    };
    let (k, row) = (design.k, design.min_base);
    format!("published: counts of at least {k}, rows of at least {row}{bounds}{census}")
}
