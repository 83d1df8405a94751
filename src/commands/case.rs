//! `kocho export case SURVEY DIR`: a closed survey as a case folder for `kocho analyze`.

use std::fs::{self, DirBuilder, File};
use std::io::{BufWriter, Write};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use diesel_async::AsyncConnection;

use super::operator;
use super::session::Session;
use crate::config::Config;
use crate::domain::actor::Actor;
use crate::domain::secret::Secret;
use crate::domain::slug::Slug;
use crate::storage::{Conn, surveys};
use crate::workflows::exporting::{self, Exported};

/// `kocho export case`
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The survey, by its name in addresses. It must be closed.
    survey: Slug,
    /// The folder to write: questionnaire.json, responses.csv, population.csv, indicators.json, returns.csv. It must
    /// not exist yet, or be empty. Only its owner may enter it: it holds single responses.
    dir: PathBuf,
    /// The municipality, by its name in addresses; not needed while there is only one.
    #[arg(long)]
    municipality: Option<String>,
}

#[expect(clippy::print_stdout, reason = "the operator asked")]
pub(super) async fn run(config: Config, arguments: Arguments) -> anyhow::Result<()> {
    let session = Session::open(config).await?;
    let mut conn = session.app.db.get().await?;
    let actor = operator::actor(&mut conn, arguments.municipality.as_deref()).await?;
    let secret = &session.app.secret;
    let said = export(&mut conn, secret, &actor, &arguments.survey, &arguments.dir).await?;
    print!("{said}");
    session.note().await
}

/// Writes the case folder of a closed survey: all of it, or nothing. What was written and what was left out.
///
/// # Errors
/// A survey that is not closed, a folder that is there, a response that cannot be read, a failing database or disk.
pub async fn export(
    conn: &mut Conn,
    secret: &Secret,
    actor: &Actor,
    slug: &Slug,
    dir: &Path,
) -> anyhow::Result<String> {
    let survey = surveys::by_slug(conn, actor.municipality, slug).await;
    let id = survey
        .with_context(|| format!("no survey is called {slug}"))?
        .id;
    let part = Part::beside(dir)?;
    let rows = BufWriter::new(part.file("responses.csv")?);
    let exported = conn
        .transaction(async |tx| {
            let exported = exporting::case(tx, secret, actor, id, rows).await?;
            write(&part, exported)
        })
        .await
        .with_context(|| format!("{slug} was not exported"))?;
    part.becomes(dir)?;
    Ok(said(slug, dir, &exported))
}

/// Writes the files within the transaction: what is not on disk was not exported, and is not in the audit log.
fn write(part: &Part, exported: Exported<BufWriter<File>>) -> anyhow::Result<Exported<()>> {
    let rows = exported
        .rows
        .into_inner()
        .map_err(|error| error.into_error());
    rows.and_then(|file| file.sync_all())
        .context("responses.csv")?;
    let inputs = &exported.inputs;
    for (name, bytes) in [
        ("questionnaire.json", &inputs.questionnaire),
        ("population.csv", &inputs.population),
        ("indicators.json", &inputs.indicators),
        ("returns.csv", &inputs.returns),
    ] {
        let mut file = part.file(name)?;
        let written = file.write_all(bytes).and_then(|()| file.sync_all());
        written.context(name)?;
    }
    Ok(Exported {
        rows: (),
        responses: exported.responses,
        inputs: exported.inputs,
        is_open: exported.is_open,
    })
}

fn said(slug: &Slug, dir: &Path, exported: &Exported<()>) -> String {
    let (responses, dir) = (exported.responses, dir.display());
    let mut said = format!("{slug}: {responses} responses in {dir}; kocho analyze {dir}\n");
    for line in &exported.inputs.left_out {
        said += &format!("left out: {line}\n");
    }
    if exported.is_open {
        said += "Anyone could answer this survey: Kocho shows no margins of it. A case folder cannot say so, and analyze \
                 computes them; do not use them.\n";
    }
    said
}

/// The folder while it is being written; removed when it does not become the one that was asked for.
struct Part {
    path: PathBuf,
}

impl Part {
    fn beside(dir: &Path) -> anyhow::Result<Self> {
        match fs::read_dir(dir).map(|entries| entries.count()) {
            Ok(0) => {}
            Ok(_) => bail!("{} is not empty", dir.display()),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(error).with_context(|| dir.display().to_string()),
        }
        let name = dir.file_name();
        let mut name = name
            .with_context(|| format!("{} is no name of a folder", dir.display()))?
            .to_owned();
        name.push(format!(".{}.part", std::process::id()));
        let path = dir.with_file_name(name);
        let made = DirBuilder::new().mode(0o700).create(&path);
        made.with_context(|| format!("making {}", path.display()))?;
        Ok(Self { path })
    }

    fn file(&self, name: &str) -> anyhow::Result<File> {
        let path = self.path.join(name);
        File::create_new(&path).with_context(|| format!("making {}", path.display()))
    }

    /// The name appears with everything in it.
    fn becomes(self, dir: &Path) -> anyhow::Result<()> {
        let moved = fs::rename(&self.path, dir);
        moved.with_context(|| format!("{} cannot become {}", self.path.display(), dir.display()))
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        // Gone already where it became the folder; a part that cannot be removed is no reason to lose the message.
        let _ = fs::remove_dir_all(&self.path);
    }
}
