//! `kocho restore`: all data back from a backup, in one transaction: the whole of it, or nothing.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::{Child, Stdio};

use anyhow::{Context, bail};

use crate::commands::client_programs::{connected, program};
use crate::commands::session::Database;
use crate::config::Config;
use crate::installation;
use crate::storage::{self, migrations, pool, restoring};

/// `kocho restore`
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// A file written by `kocho backup`.
    file: PathBuf,
    /// Replace the data that is there.
    #[arg(long)]
    force: bool,
}

#[expect(clippy::print_stdout, reason = "the operator asked")]
pub(super) async fn run(config: Config, arguments: Arguments) -> anyhow::Result<()> {
    if !arguments.file.is_file() {
        bail!("{} is not a file", arguments.file.display());
    }
    let database = Database::find(&config)?;
    let mut conn = pool::alone(&database.url).await?;
    if !arguments.force && storage::installation::in_use(&mut conn).await? {
        bail!("the database is not empty; with --force its data is replaced by that of the backup");
    }
    drop(conn);
    let secret = installation::kept(&config)?;
    let check = secret.as_ref().map(installation::check);
    let finish = restoring::finish(&migrations::known()?, check.as_ref());
    load(&database, &arguments, &finish)?;
    migrations::migrate(&database.url).await?;
    println!("restored {}", arguments.file.display());
    if secret.is_none() {
        println!(
            "Put the secret of this installation into {} before you start.",
            config.var.join("secret").display()
        );
    }
    Ok(())
}

/// The backup as statements, poured into one transaction that is finished only when the last byte was good.
fn load(database: &Database, arguments: &Arguments, finish: &str) -> anyhow::Result<()> {
    let mut reader = program(database, "pg_restore")?
        .args(["--no-owner", "--no-privileges", "--file=-"])
        .arg(&arguments.file)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .context("pg_restore")?;
    let mut writer = connected(database, "psql")?
        .args([
            "--no-psqlrc",
            "--quiet",
            "--set=ON_ERROR_STOP=1",
            "--file=-",
        ])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .context("psql")?;
    let poured = pour(&mut reader, &mut writer);
    let read = reader.wait_with_output()?;
    if poured.is_ok() && !read.status.success() {
        // Ending without `commit` undoes everything.
        drop(writer.stdin.take());
        writer.wait()?;
        bail!(
            "this is no whole backup: {}",
            String::from_utf8_lossy(&read.stderr).trim()
        );
    }
    if let (Ok(()), Some(stdin)) = (&poured, &mut writer.stdin) {
        // A failure shows in how psql ends.
        let _ = stdin.write_all(finish.as_bytes());
    }
    let written = writer.wait_with_output()?;
    if !written.status.success() {
        bail!("{}", explained(&String::from_utf8_lossy(&written.stderr)));
    }
    poured.context("reading the backup")
}

fn pour(reader: &mut Child, writer: &mut Child) -> io::Result<()> {
    let (Some(from), Some(to)) = (&mut reader.stdout, &mut writer.stdin) else {
        return Err(io::ErrorKind::BrokenPipe.into());
    };
    to.write_all(restoring::BEGIN.as_bytes())?;
    io::copy(from, to).map(drop)
}

/// What psql said, in the operator's words where the refusal is ours. Nothing was changed.
fn explained(said: &str) -> String {
    let why = if said.contains("kocho: another secret") {
        "the backup belongs to an installation with another secret; put its secret into var/secret (or KOCHO__SECRET) \
         first"
    } else if said.contains("kocho: made by a newer program") {
        "the backup was made by a newer program than this one"
    } else if said.contains("kocho: no backup of Kocho") {
        "this is a backup of something else"
    } else if said.contains("lock timeout") {
        "the database is in use; stop kocho serve and kocho work first"
    } else {
        said.lines()
            .find(|line| line.contains("ERROR"))
            .unwrap_or(said.trim())
    };
    format!("{why}. Nothing was changed")
}
