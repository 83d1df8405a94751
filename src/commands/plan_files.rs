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
use crate::domain::plan::remarks::Remark;
use crate::domain::slug::Slug;
use crate::formats::plan::{self, Form};
use crate::storage::municipalities::{self, Municipality};
use crate::storage::{Conn, clock, plans};
use crate::workflows::planning;
use crate::workflows::planning::importing::{Changed, ImportError, Removals, Summary};

/// `kocho import plan`
#[derive(Debug, clap::Args)]
pub(super) struct ImportArguments {
    /// The file: `.csv` or `.json`.
    file: PathBuf,
    /// Only the plans of this municipality, by its name in addresses. Without it, all plans of the file, each to the
    /// municipality whose name it prints.
    #[arg(long)]
    municipality: Option<Slug>,
    /// Only say what would change and what was understood, and store nothing.
    #[arg(long)]
    check: bool,
    /// Take rows off the plan that the file no longer has. Without it, a file with only a part of the plan is refused.
    #[arg(long)]
    remove: bool,
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

/// What an import may do.
#[derive(Debug, Clone, Copy)]
pub struct Choice<'a> {
    /// Only the plans of this municipality.
    pub municipality: Option<&'a Slug>,
    /// The form of the file.
    pub form: Form,
    /// Whether rows that the file no longer has go.
    pub removals: Removals,
    /// Whether nothing is stored.
    pub check: bool,
}

/// What an import did: one line a plan.
#[derive(Debug, Clone)]
pub struct Imported(pub Vec<(String, Summary)>);

impl Imported {
    /// Everything it changed, one line each.
    #[must_use]
    pub fn changes(&self) -> Vec<String> {
        let changes = self.0.iter().flat_map(|(_, summary)| &summary.changes);
        changes.map(change).collect()
    }
}

/// One change as a line: `KK-10 unit: 「％」 → 「円」`.
fn change(changed: &Changed) -> String {
    let amendment = &changed.amendment;
    let row = changed.indicator.as_deref().unwrap_or("the plan");
    let text = |text: &Option<String>| text.as_ref().map(|text| format!("「{text}」"));
    match (text(&amendment.old), text(&amendment.new)) {
        (None, Some(new)) if amendment.field == "row" => format!("+ {row}: {new}"),
        (Some(old), None) if amendment.field == "row" => format!("- {row}: {old}"),
        (old, new) => {
            let shown = |side: Option<String>| side.unwrap_or_else(|| "(empty)".to_owned());
            let (old, new) = (shown(old), shown(new));
            format!("  {row} {}: {old} → {new}", amendment.field)
        }
    }
}

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
    let choice = Choice {
        municipality: arguments.municipality.as_ref(),
        form,
        removals: match arguments.remove {
            true => Removals::Allowed,
            false => Removals::Refused,
        },
        check: arguments.check,
    };
    let imported = import_as(&mut conn, choice, &bytes, &who)
        .await
        .with_context(|| format!("{} was not imported", file.display()))?;
    print!("{imported}");
    for line in imported.changes() {
        println!("{line}");
    }
    for remark in remarks(&bytes, form) {
        println!("remark: {remark}");
    }
    if arguments.check {
        println!("nothing was stored (--check)");
    }
    session.note().await
}

/// What a reader of the file should look at: cells with digits that are not compared with anything.
fn remarks(bytes: &[u8], form: Form) -> Vec<Remark> {
    let plans = plan::read(bytes, form).unwrap_or_default();
    let rows = plans.iter().flat_map(Plan::rows);
    rows.flat_map(|(_, row)| row.indicator.remarks()).collect()
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
/// prints. No row is removed. `who` is the operator's login name.
///
/// # Errors
/// Every fault of the file with its place; a plan of a municipality that is not set up; a file that lacks rows; a failing
/// database.
pub async fn import(
    conn: &mut Conn,
    municipality: Option<&Slug>,
    bytes: &[u8],
    form: Form,
    who: &str,
) -> anyhow::Result<Imported> {
    let choice = Choice {
        municipality,
        form,
        removals: Removals::Refused,
        check: false,
    };
    import_as(conn, choice, bytes, who).await
}

/// As [`import`], with what it may do. A check does everything and stores nothing; it removes what it finds missing, so
/// that it can tell it.
///
/// # Errors
/// As [`import`]; a check does not refuse a file that lacks rows.
pub async fn import_as(
    conn: &mut Conn,
    choice: Choice<'_>,
    bytes: &[u8],
    who: &str,
) -> anyhow::Result<Imported> {
    let plans = plan::read(bytes, choice.form).map_err(|faults| {
        let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
        anyhow::anyhow!("{} faults\n{}", lines.len(), lines.join("\n"))
    })?;
    let towns = municipalities::list(conn).await?;
    let chosen = choose(&plans, &towns, choice.municipality)?;
    let done = conn
        .transaction(async |tx| {
            let imported = store(tx, &chosen, choice, who).await?;
            if choice.check {
                Err(Stop::Checked(imported))
            } else {
                Ok(imported)
            }
        })
        .await;
    match done {
        Ok(imported) | Err(Stop::Checked(imported)) => Ok(imported),
        Err(Stop::Failed(error @ ImportError::Removes { .. })) => Err(anyhow::Error::new(error)
            .context("look with --check what would change; rows go only with --remove")),
        Err(Stop::Failed(error)) => Err(error.into()),
    }
}

/// Why a transaction is rolled back.
enum Stop {
    /// It was only a check.
    Checked(Imported),
    /// It failed.
    Failed(ImportError),
}

impl From<ImportError> for Stop {
    fn from(error: ImportError) -> Self {
        Self::Failed(error)
    }
}

impl From<diesel::result::Error> for Stop {
    fn from(error: diesel::result::Error) -> Self {
        Self::Failed(error.into())
    }
}

async fn store(
    tx: &mut Conn,
    chosen: &[(&Plan, &Municipality)],
    choice: Choice<'_>,
    who: &str,
) -> Result<Imported, ImportError> {
    let removals = match choice.check {
        true => Removals::Allowed,
        false => choice.removals,
    };
    let mut imported = Vec::new();
    for (plan, town) in chosen {
        let actor = Actor {
            municipality: town.id,
            who: Who::Operator(who.to_owned()),
        };
        let now = clock::now(tx).await?;
        let summary = planning::import(tx, &actor, plan, choice.form, removals, now).await?;
        imported.push((plan.heading.name.clone(), summary));
    }
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
