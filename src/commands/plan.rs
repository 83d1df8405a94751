//! `kocho import plan`, `kocho export plan`: the plans of municipalities, in and out.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use diesel_async::AsyncConnection;

use super::session::Session;
use crate::config::Config;
use crate::domain::actor::{Actor, Who};
use crate::domain::language::Language;
use crate::domain::plan::Plan;
use crate::domain::slug::Slug;
use crate::formats::plan::{self, Form};
use crate::storage::municipalities::{self, Municipality};
use crate::storage::{Conn, clock, plans};
use crate::workflows::planning::{self, importing::Summary};

/// `kocho import plan`
#[derive(Debug, clap::Args)]
pub(super) struct ImportArguments {
    /// The file: `.csv` or `.json`.
    file: PathBuf,
    /// Only the plans of this municipality, by its name in addresses. Without it, all plans of the file, each to the
    /// municipality whose name it prints.
    #[arg(long)]
    municipality: Option<Slug>,
}

/// `kocho export plan`
#[derive(Debug, clap::Args)]
pub(super) struct ExportArguments {
    /// The file to write: `.csv` or `.json`.
    file: PathBuf,
    /// Only the plans of this municipality, by its name in addresses. Without it, those of all.
    #[arg(long)]
    municipality: Option<Slug>,
}

/// What an import did: one line a plan.
#[derive(Debug, Clone)]
pub struct Imported(pub Vec<(String, Summary)>);

impl fmt::Display for Imported {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, summary) in &self.0 {
            let Summary {
                added,
                changed,
                unchanged,
                removed,
                amendments,
                ..
            } = summary;
            writeln!(
                f,
                "{name}: {added} added, {changed} changed, {unchanged} unchanged, {removed} removed; {amendments} amendments"
            )?;
        }
        Ok(())
    }
}

#[expect(clippy::print_stdout, reason = "the operator asked")]
pub(super) async fn run_import(config: Config, arguments: ImportArguments) -> anyhow::Result<()> {
    let (file, form) = (&arguments.file, form(&arguments.file)?);
    let bytes = fs::read(file).with_context(|| format!("reading {}", file.display()))?;
    let session = Session::open(config).await?;
    let mut conn = session.app.db.get().await?;
    let who = format!("uid {}", rustix::process::getuid().as_raw());
    let imported = import(
        &mut conn,
        arguments.municipality.as_ref(),
        &bytes,
        form,
        &who,
    )
    .await
    .with_context(|| format!("{} was not imported", file.display()))?;
    print!("{imported}");
    Ok(())
}

#[expect(clippy::print_stdout, reason = "the operator asked")]
pub(super) async fn run_export(config: Config, arguments: ExportArguments) -> anyhow::Result<()> {
    let (file, form) = (&arguments.file, form(&arguments.file)?);
    let session = Session::open(config).await?;
    let mut conn = session.app.db.get().await?;
    let bytes = export(&mut conn, arguments.municipality.as_ref(), form).await?;
    fs::write(file, &bytes).with_context(|| format!("writing {}", file.display()))?;
    println!("wrote {} ({} bytes)", file.display(), bytes.len());
    Ok(())
}

fn form(file: &Path) -> anyhow::Result<Form> {
    match file.extension().and_then(|ending| ending.to_str()) {
        Some("csv") => Ok(Form::Csv),
        Some("json") => Ok(Form::Json),
        _ => bail!("{}: a plan file ends in .csv or .json", file.display()),
    }
}

/// Imports the plans of a file, all of them or none: into the municipality named, or each into the one whose name it
/// prints. `who` is the operator's login name.
///
/// # Errors
/// Every fault of the file with its place; a plan of a municipality that is not set up; a failing database.
pub async fn import(
    conn: &mut Conn,
    municipality: Option<&Slug>,
    bytes: &[u8],
    form: Form,
    who: &str,
) -> anyhow::Result<Imported> {
    let plans = plan::read(bytes, form).map_err(|faults| {
        let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
        anyhow::anyhow!("{} faults\n{}", lines.len(), lines.join("\n"))
    })?;
    let towns = municipalities::list(conn).await?;
    let chosen = choose(&plans, &towns, municipality)?;
    let imported = conn
        .transaction(async |tx| {
            let mut imported = Vec::new();
            for (plan, town) in chosen {
                let actor = Actor {
                    municipality: town.id,
                    who: Who::Operator(who.to_owned()),
                };
                let now = clock::now(tx).await?;
                let summary = planning::import(tx, &actor, plan, form, now).await?;
                imported.push((plan.heading.name.clone(), summary));
            }
            Ok::<_, planning::importing::ImportError>(imported)
        })
        .await?;
    Ok(Imported(imported))
}

fn printed(town: &Municipality) -> &str {
    town.name.get(&Language::japanese())
}

/// The plans to import, each with its municipality.
fn choose<'a>(
    plans: &'a [Plan],
    towns: &'a [Municipality],
    only: Option<&Slug>,
) -> anyhow::Result<Vec<(&'a Plan, &'a Municipality)>> {
    let town_of = |plan: &Plan| {
        towns
            .iter()
            .find(|town| printed(town) == plan.heading.municipality)
    };
    if let Some(only) = only {
        let town = towns.iter().find(|town| town.slug == *only);
        let town = town.with_context(|| format!("there is no municipality {only}"))?;
        let own: Vec<_> = plans
            .iter()
            .filter(|plan| plan.heading.municipality == printed(town))
            .collect();
        if own.is_empty() {
            bail!("no plan in this file is of {}", printed(town));
        }
        return Ok(own.into_iter().map(|plan| (plan, town)).collect());
    }
    plans
        .iter()
        .map(|plan| {
            let name = &plan.heading.municipality;
            let town =
                town_of(plan).with_context(|| format!("the municipality {name} is not set up"))?;
            Ok((plan, town))
        })
        .collect()
}

/// The plans of a municipality, or of all, as a file.
///
/// # Errors
/// When there is no such municipality or the database fails.
pub async fn export(
    conn: &mut Conn,
    municipality: Option<&Slug>,
    form: Form,
) -> anyhow::Result<Vec<u8>> {
    let towns = match municipality {
        Some(slug) => vec![
            municipalities::by_slug(conn, slug)
                .await
                .with_context(|| format!("municipality {slug}"))?,
        ],
        None => municipalities::list(conn).await?,
    };
    let mut exported = Vec::new();
    for town in towns {
        for stored in plans::list(conn, town.id).await? {
            exported.push(planning::load(conn, town.id, &stored).await?);
        }
    }
    exported.sort_by_key(|plan| plan.rows().next().map(|(_, row)| row.position));
    Ok(plan::write(&exported, form))
}
