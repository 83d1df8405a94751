//! `kocho survey recipients`, `kocho survey unanswered`: whom a confidential survey was sent to.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use super::{find, private};
use crate::commands::rehearsal;
use crate::domain::actor::Actor;
use crate::domain::secret::Secret;
use crate::domain::slug::Slug;
use crate::domain::time::Zone;
use crate::formats::recipients as files;
use crate::storage::surveys::Survey;
use crate::storage::{self, Conn};
use crate::workflows::recipients;

#[derive(Debug, clap::Subcommand)]
pub(super) enum Act {
    /// Take in the recipients of a confidential survey and draw a key for each. A new file adds to those before it.
    Recipients(Import),
    /// List who has not answered a confidential survey, to remind them; only while they still can.
    Unanswered {
        survey: Slug,
        /// The file to write, readable by its owner only; it must not exist yet.
        file: PathBuf,
    },
}

#[derive(Debug, Clone, clap::Args)]
pub(super) struct Import {
    survey: Slug,
    /// A CSV file (UTF-8) with the columns code, name and email, at least one of them. Any other column is refused.
    file: PathBuf,
    /// The file to write for the mail merge: the same columns and the key of each recipient, which is shown this once.
    /// Readable by its owner only; it must not exist yet.
    #[arg(long, required_unless_present = "check")]
    keys: Option<PathBuf>,
    /// Only read and check the file.
    #[arg(long, conflicts_with = "keys")]
    check: bool,
}

pub(super) async fn run(
    conn: &mut Conn,
    actor: &Actor,
    secret: &Secret,
    act: Act,
) -> anyhow::Result<String> {
    match act {
        Act::Recipients(import) => {
            let file = &import.file;
            let bytes = fs::read(file).with_context(|| format!("reading {}", file.display()))?;
            take(
                conn,
                actor,
                secret,
                (&import.survey, &bytes),
                import.keys.as_deref(),
            )
            .await
            .with_context(|| format!("{} was not taken", file.display()))
        }
        Act::Unanswered { survey, file } => unanswered(conn, actor, &survey, &file).await,
    }
}

/// Takes in a file of recipients and writes their keys to `keys`; without it nothing is stored. What is said.
///
/// # Errors
/// Every fault of the file with its line; a survey that does not allow it; a file that cannot be written; a failing
/// database.
pub async fn take(
    conn: &mut Conn,
    actor: &Actor,
    secret: &Secret,
    (slug, bytes): (&Slug, &[u8]),
    keys: Option<&Path>,
) -> anyhow::Result<String> {
    let id = find(conn, actor, slug).await?.id;
    let new = files::read(bytes).map_err(|faults| {
        let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
        anyhow::anyhow!("{} faults\n{}", lines.len(), lines.join("\n"))
    })?;
    let place = keys.map(|path| private::create(path).map(|file| (file, path)));
    let mut place = place.transpose()?;
    let taken = rehearsal::transaction(conn, keys.is_none(), async |tx| {
        let taken = recipients::take(tx, actor, id, &new, secret).await?;
        // Keys that are not on the disk were never shown: then nobody was taken in.
        if let Some((file, path)) = place.take() {
            private::write(file, path, &files::with_keys(&taken))?;
        }
        Ok::<_, anyhow::Error>(taken.len())
    })
    .await;
    if let (Err(_), Some(path)) = (&taken, keys) {
        // Made by us a moment ago, and worth nothing now.
        let _ = fs::remove_file(path);
    }
    let said = format!("{slug}: {} recipients, each with a key", taken?);
    Ok(match keys {
        Some(path) => format!("{said}; {} holds them, this once", path.display()),
        None => rehearsal::said(true, said),
    })
}

/// Writes the list of those who have not answered; what is said.
///
/// # Errors
/// A survey that has no recipients any more or is closed; a file that cannot be written; a failing database.
pub async fn unanswered(
    conn: &mut Conn,
    actor: &Actor,
    slug: &Slug,
    path: &Path,
) -> anyhow::Result<String> {
    let id = find(conn, actor, slug).await?.id;
    let file = private::create(path)?;
    let waiting = rehearsal::transaction(conn, false, async |tx| {
        recipients::unanswered(tx, actor, id).await
    })
    .await;
    let written = waiting.map_err(anyhow::Error::from).and_then(|waiting| {
        private::write(file, path, &files::list(&waiting))?;
        Ok(waiting.len())
    });
    match written {
        Ok(count) => Ok(format!(
            "{slug}: {count} have not answered yet; {}",
            path.display()
        )),
        Err(error) => {
            let _ = fs::remove_file(path);
            bail!("{error:#}")
        }
    }
}

/// What is known of the recipients of a survey, where it has any.
pub(super) async fn lines(
    conn: &mut Conn,
    survey: &Survey,
    zone: Zone,
) -> anyhow::Result<Vec<String>> {
    let (municipality, id) = (survey.municipality_id, survey.id);
    let Some(list) = storage::recipients::list(conn, municipality, id).await? else {
        return Ok(Vec::new());
    };
    Ok(vec![match (list.destroyed_at, list.destroyed) {
        (Some(at), Some(count)) => {
            format!("recipients: {count} were destroyed on {}", zone.day(at))
        }
        _ => {
            let count = storage::recipients::count(conn, municipality, id).await?;
            format!(
                "recipients: {count}; they are destroyed on {}",
                list.destroy_on
            )
        }
    }])
}
