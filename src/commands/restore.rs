//! `kocho restore`: all data back from a backup, in one transaction: the whole of it, or nothing.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};

use anyhow::{Context, bail};

use crate::commands::client_programs::{connected, program};
use crate::commands::session::Database;
use crate::config::Config;
use crate::domain::secret::Secret;
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
    /// Only read the file to its end and say whether it would be taken. Touches nothing; Kocho may go on serving.
    #[arg(long)]
    check: bool,
}

#[expect(clippy::print_stdout, reason = "the operator asked")]
pub(super) async fn run(config: Config, arguments: Arguments) -> anyhow::Result<()> {
    if !arguments.file.is_file() {
        bail!("{} is not a file", arguments.file.display());
    }
    let database = Database::find(&config)?;
    let mut conn = pool::alone(&database.url).await?;
    let is_refused = !arguments.force && storage::installation::in_use(&mut conn).await?;
    drop(conn);
    let secret = installation::kept(&config)?;
    if arguments.check {
        println!("{}", check(&database, &arguments.file, secret.as_ref())?);
    }
    if is_refused {
        bail!("the database is not empty; with --force its data is replaced by that of the backup");
    }
    if arguments.check {
        return Ok(());
    }
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

/// Reads the whole backup without a database and says what it is.
fn check(database: &Database, file: &Path, secret: Option<&Secret>) -> anyhow::Result<String> {
    read(database, file, &[], Stdio::null())?;
    let tables: Vec<&str> = restoring::TELLING
        .iter()
        .flat_map(|table| ["--table", table])
        .collect();
    let only = [["--data-only"].as_slice(), &tables].concat();
    let script = read(database, file, &only, Stdio::piped())?;
    let known = migrations::known()?;
    let own = secret.map(installation::check);
    restoring::would_finish(&String::from_utf8_lossy(&script), &known, own.as_ref())?;
    let found = "a whole backup that this program can restore; nothing was changed";
    Ok(format!("{}: {found}", file.display()))
}

/// What `pg_restore` makes of a backup; nothing where it goes nowhere.
fn read(database: &Database, file: &Path, only: &[&str], to: Stdio) -> anyhow::Result<Vec<u8>> {
    let read = program(database, "pg_restore")?
        .args(["--no-owner", "--no-privileges", "--file=-"])
        .args(only)
        .arg(file)
        .stdout(to)
        .stderr(Stdio::piped())
        .output()
        .context("pg_restore")?;
    if !read.status.success() {
        let said = String::from_utf8_lossy(&read.stderr);
        bail!("this is no whole backup: {}", said.trim());
    }
    Ok(read.stdout)
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
