//! `kocho backup`: everything in one file, while the program may go on serving.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, bail};

use crate::clock;
use crate::commands::client_programs::connected;
use crate::commands::session::Database;
use crate::config::Config;
use crate::domain::time::Timestamp;
use crate::formats::backup::{self, Label, Recipients};
use crate::installation;
use crate::storage::restoring::LEFT_OUT;
use crate::storage::{audit, pool};

/// `kocho backup`
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The file to write; by default named after this moment. An existing file is not touched.
    file: Option<PathBuf>,
    /// Encrypt it so that only the holder of this age key can open it (age1…, as `age-keygen` prints it). May be given
    /// several times; those of `backup.recipients` in the settings are always among them.
    #[arg(long, value_name = "AGE1…")]
    recipient: Vec<String>,
}

#[expect(clippy::print_stdout, reason = "the operator asked")]
pub(super) async fn run(config: Config, arguments: Arguments) -> anyhow::Result<()> {
    let written = config.backup.recipients.iter().chain(&arguments.recipient);
    let recipients = Recipients::parse(written.map(String::as_str))?;
    let now = clock::now();
    let file = arguments.file.unwrap_or_else(|| named(now, &recipients));
    if file.exists() {
        bail!("{} exists already", file.display());
    }
    let database = Database::ready(&config).await?;
    // Before the rows are read: what is written meanwhile may be in the backup, never less.
    let heads = audit::heads(&mut pool::alone(&database.url).await?).await?;
    let label = Label {
        made_at: now,
        program: env!("CARGO_PKG_VERSION").to_owned(),
        left_out: LEFT_OUT.map(str::to_owned).to_vec(),
        heads,
    };
    let dump = dump(&database)?;
    write(&file, &recipients, |to| archive(dump, &label, to))?;
    installation::note_backup(&config, now)?;
    let size = file.metadata()?.len();
    let how = if recipients.is_empty() {
        "not encrypted"
    } else {
        "encrypted"
    };
    println!("wrote {} ({size} bytes, {how})", file.display());
    println!(
        "Left out on purpose: unfinished answers (drafts) and the recipients of confidential surveys."
    );
    if config.secret.is_none() && installation::kept(&config)?.is_some() {
        let secret = config.var.join("secret");
        println!(
            "It does not contain {}: keep a copy of that apart from the backups; together they can forge keys.",
            secret.display()
        );
    }
    Ok(())
}

fn named(now: Timestamp, recipients: &Recipients) -> PathBuf {
    let ending = if recipients.is_empty() { "" } else { ".age" };
    let name = now.format("kocho-%Y%m%dT%H%M%SZ.dump");
    format!("{name}{ending}").into()
}

fn dump(database: &Database) -> anyhow::Result<Command> {
    let mut command = connected(database, "pg_dump")?;
    command
        .args(["--format=custom", "--no-owner", "--no-privileges"])
        .arg("--encoding=UTF8")
        .args(LEFT_OUT.map(|table| format!("--exclude-table-data=*.{table}")))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    Ok(command)
}

/// Whole and on the disk, or not at all. Only its owner may read it: it holds what citizens wrote.
fn write(
    file: &Path,
    recipients: &Recipients,
    content: impl FnOnce(&mut dyn Write) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let unfinished = PathBuf::from(format!("{}.unfinished", file.display()));
    let opened: io::Result<File> = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&unfinished);
    let opened = opened.with_context(|| format!("writing {}", unfinished.display()))?;
    let written: anyhow::Result<()> = recipients
        .write(BufWriter::new(&opened), |to| {
            content(to)?;
            Ok(to.flush()?)
        })
        .and_then(|()| {
            opened.sync_all()?;
            fs::rename(&unfinished, file)?;
            let folder = file
                .parent()
                .filter(|folder| !folder.as_os_str().is_empty());
            Ok(File::open(folder.unwrap_or(Path::new(".")))?.sync_all()?)
        });
    if written.is_err() {
        let _ = fs::remove_file(&unfinished);
    }
    written.with_context(|| format!("writing {}", file.display()))
}

/// The label, and what `pg_dump` says after it.
fn archive(mut dump: Command, label: &Label, to: &mut dyn Write) -> anyhow::Result<()> {
    let mut child = dump.spawn().context("pg_dump")?;
    let (mut rows, mut complaints) = (child.stdout.take(), child.stderr.take());
    let mut to = backup::begin(to, label)?;
    let mut said = String::new();
    let copied = std::thread::scope(|threads| {
        let saying = &mut said;
        threads.spawn(move || complaints.as_mut().map(|from| from.read_to_string(saying)));
        let Some(rows) = rows.take() else {
            return Ok(0);
        };
        io::copy(&mut io::BufReader::new(rows), &mut to)
    });
    let ended = child.wait().context("pg_dump")?;
    copied?;
    if !ended.success() {
        bail!("pg_dump: {}", said.trim());
    }
    to.finish()?;
    Ok(())
}
