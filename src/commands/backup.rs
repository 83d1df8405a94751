//! `kocho backup`: everything in one file, while the program may go on serving.

use std::fs::{self, File, OpenOptions};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context, bail};

use crate::clock;
use crate::commands::client_programs::connected;
use crate::commands::session::Database;
use crate::config::Config;
use crate::installation;

/// `kocho backup`
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The file to write; by default named after this moment. An existing file is not touched.
    file: Option<PathBuf>,
}

#[expect(clippy::print_stdout, reason = "the operator asked")]
pub(super) async fn run(config: Config, arguments: Arguments) -> anyhow::Result<()> {
    let file = arguments.file.unwrap_or_else(|| {
        clock::now()
            .format("kocho-%Y%m%dT%H%M%SZ.dump")
            .to_string()
            .into()
    });
    let unfinished = PathBuf::from(format!("{}.unfinished", file.display()));
    if file.exists() {
        bail!("{} exists already", file.display());
    }
    let database = Database::find(&config)?;
    let written = dump(&database, &unfinished).and_then(|()| {
        fs::rename(&unfinished, &file).with_context(|| format!("writing {}", file.display()))
    });
    if written.is_err() {
        let _ = fs::remove_file(&unfinished);
    }
    written?;
    let size = file.metadata()?.len();
    println!("wrote {} ({size} bytes)", file.display());
    if config.secret.is_none() && installation::kept(&config)?.is_some() {
        let secret = config.var.join("secret");
        println!(
            "It does not contain {}: keep a copy of that apart from the backups; together they can forge keys.",
            secret.display()
        );
    }
    Ok(())
}

/// Only its owner may read it: it holds what citizens wrote.
fn dump(database: &Database, to: &Path) -> anyhow::Result<()> {
    let file: File = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(to)
        .with_context(|| format!("writing {}", to.display()))?;
    let output = connected(database, "pg_dump")?
        .args(["--format=custom", "--no-owner", "--no-privileges"])
        // A backup outlives the day on which they are destroyed.
        .arg("--exclude-table-data=*.recipients")
        // They matter for seconds.
        .arg("--exclude-table-data=*.turns")
        .stdout(file.try_clone()?)
        .stderr(Stdio::piped())
        .output()
        .context("pg_dump")?;
    if !output.status.success() {
        bail!(
            "pg_dump: {}",
            String::from_utf8_lossy(&output.stderr).trim()
        );
    }
    file.sync_all()?;
    Ok(())
}
