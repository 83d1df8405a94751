//! `kocho restore`: all data back from a backup, in one transaction: the whole of it, or nothing.
//!
//! First the file is read to its end and its checksum compared; then its list of contents is compared with what the
//! program's own migrations make; then its rows are taken, and nothing else of it.

mod archive;
mod source;

use std::path::PathBuf;

use anyhow::{anyhow, bail};
use tokio::sync::mpsc;

use crate::commands::session::Database;
use crate::config::Config;
use crate::formats::backup::Label;
use crate::formats::dump::Piece;
use crate::installation;
use crate::jobs::heads;
use crate::storage::restoring::{Restoring, Telling};
use crate::storage::{self, Conn, migrations, pool};
pub(in crate::commands) use source::Source;

/// Pieces of rows that wait for the database.
const WAITING: usize = 16;

/// `kocho restore`
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// A file written by `kocho backup`.
    file: PathBuf,
    /// Replace the data that is there.
    #[arg(long)]
    force: bool,
    /// Restore into a place of its own, undo it and say whether the backup would be taken. Touches nothing; Kocho may go
    /// on serving.
    #[arg(long)]
    check: bool,
    /// A file with the key of an encrypted backup, as `age-keygen` writes it. May be given several times.
    #[arg(long, value_name = "FILE")]
    identity: Vec<PathBuf>,
    /// Take a backup of a former Kocho, which has no checksum. Its contents are compared all the same.
    #[arg(long)]
    without_checksum: bool,
}

pub(super) async fn run(config: Config, arguments: Arguments) -> anyhow::Result<()> {
    let source = Source::find(&arguments.file, &arguments.identity)?;
    let label = source.verify()?;
    if label.is_none() && !arguments.without_checksum {
        bail!(
            "this backup was made by a Kocho that wrote no checksum, so damage cannot be noticed; with \
             --without-checksum it is taken all the same"
        );
    }
    let database = Database::ready(&config).await?;
    let is_refused = !arguments.force && in_use(&database).await?;
    if is_refused && !arguments.check {
        bail!("the database is not empty; with --force its data is replaced by that of the backup");
    }
    let unchanged = |why: anyhow::Error| anyhow!("{why:#}. Nothing was changed");
    let restoring = load(&config, &database, &source).await.map_err(unchanged)?;
    let name = arguments.file.display();
    if arguments.check {
        restoring.undo().await;
        say(&format!(
            "{name}: a whole backup that this program can restore{}; nothing was changed",
            made(label.as_ref())
        ));
        if is_refused {
            bail!("the database is not empty; to replace its data say --force");
        }
        return Ok(());
    }
    let finished = restoring.finish().await;
    finished.map_err(|why| unchanged(why.into()))?;
    migrations::migrate(&database.url).await?;
    say(&format!("restored {name}{}", made(label.as_ref())));
    afterwards(&config, &database, label).await
}

#[expect(clippy::print_stdout, reason = "the operator asked")]
fn say(said: &str) {
    println!("{said}");
}

async fn in_use(database: &Database) -> anyhow::Result<bool> {
    let mut conn = pool::alone(&database.url).await?;
    Ok(storage::installation::in_use(&mut conn).await?)
}

/// What is still to be done, and what is wrong with what came back.
async fn afterwards(
    config: &Config,
    database: &Database,
    label: Option<Label>,
) -> anyhow::Result<()> {
    if installation::kept(config)?.is_none() {
        say(&format!(
            "Put the secret of this installation into {} before you start.",
            config.var.join("secret").display()
        ));
        return Ok(());
    }
    let mut conn = pool::alone(&database.url).await?;
    installation::hold(config, &mut conn).await?;
    if let Some(fault) = look_at_logs(config, &mut conn, label).await? {
        say(&format!("Look at the audit log: {fault}"));
    }
    Ok(())
}

/// What came back is the log from now on, on this machine. What is wrong with it is said, and no reason to be without
/// data.
async fn look_at_logs(
    config: &Config,
    conn: &mut Conn,
    label: Option<Label>,
) -> anyhow::Result<Option<String>> {
    heads::accept(&config.var, conn).await?;
    if let Err(fault) = heads::verify(&config.var, conn).await {
        return Ok(Some(format!("{fault:#}")));
    }
    let heads = label.map(|label| label.heads).unwrap_or_default();
    match heads::gone(conn, &heads).await?.first() {
        Some(head) => Ok(Some(heads::missing(conn, head).await?)),
        None => Ok(None),
    }
}

fn made(label: Option<&Label>) -> String {
    label.map_or_else(String::new, |label| {
        let at = label.made_at.format("%Y-%m-%d %H:%M UTC");
        format!(" (made on {at} by Kocho {})", label.program)
    })
}

/// All rows of the backup beside the data that is there, neither kept nor undone yet.
async fn load(config: &Config, database: &Database, source: &Source) -> anyhow::Result<Restoring> {
    let telling: Telling = archive::telling(database, source)?;
    let checks: Vec<[u8; 32]> = installation::kept(config)?
        .iter()
        .map(installation::check)
        .collect();
    telling.judge(&migrations::known()?, &checks)?;
    let mut restoring = Restoring::begin(&database.url, &telling.versions).await?;
    let contents = archive::contents(database, source)?;
    restoring.compare(&contents).await?;
    restoring.step_down().await?;
    let (give, mut pieces) = mpsc::channel(WAITING);
    let reading = {
        let (reader, source) = (archive::reader(database)?, source.clone());
        tokio::task::spawn_blocking(move || {
            archive::rows(reader, &source, |piece| give.blocking_send(piece).is_ok())
        })
    };
    let filled = fill(&mut restoring, &mut pieces).await;
    drop(pieces);
    let read = reading.await?;
    // What the reader found explains what the database missed, unless it only found that nobody listened any more.
    match (filled, read) {
        (Err(refused), Err(archive::Fault::NotTaken) | Ok(())) => return Err(refused),
        (_, read) => read?,
    }
    restoring.tie().await?;
    Ok(restoring)
}

async fn fill(restoring: &mut Restoring, pieces: &mut mpsc::Receiver<Piece>) -> anyhow::Result<()> {
    while let Some(piece) = pieces.recv().await {
        let Piece::Table { table, columns } = piece else {
            continue;
        };
        let mut next = async || match pieces.recv().await {
            Some(Piece::Rows(rows)) => Some(rows),
            _ => None,
        };
        restoring.fill(&table, &columns, &mut next).await?;
    }
    Ok(())
}
