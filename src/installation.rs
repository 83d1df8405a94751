//! Where the installation's secret is kept, and that it fits the database.
//!
//! What is computed with it is in `domain::secret`.

use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use anyhow::{Context, bail};
use subtle::ConstantTimeEq;

use crate::config::Config;
use crate::domain::secret::Secret;
use crate::storage::{Conn, audit, installation};

/// The secret of this installation: from the settings, else from `var/secret`, else (with a new database) made there.
///
/// # Errors
/// When it cannot be read, or is not the one the database was first used with.
pub async fn secret(config: &Config, conn: &mut Conn) -> anyhow::Result<Secret> {
    let known = installation::secret_check(conn).await?;
    let secret = match (kept(config)?, &known) {
        (Some(secret), _) => secret,
        (None, None) => make(&config.var)?,
        (None, Some(_)) => bail!(
            "the secret of this installation is missing: put the file back as {}, or set KOCHO__SECRET. Without it the \
             keys and receipts handed out cannot be recognised",
            config.var.join("secret").display()
        ),
    };
    let check = check(&secret);
    if known.is_none() {
        installation::insert(conn, &check).await?;
    }
    let stored = installation::secret_check(conn).await?.unwrap_or_default();
    if !fits(&stored, &check) {
        bail!(
            "the secret is not the one this database was first used with; put the right one into {} or KOCHO__SECRET",
            config.var.join("secret").display()
        );
    }
    Ok(secret)
}

/// The secret in the settings or in its file, if there is one.
///
/// # Errors
/// When what is there is no secret.
pub fn kept(config: &Config) -> anyhow::Result<Option<Secret>> {
    if let Some(given) = &config.secret {
        return Ok(Some(given.0.parse().context("settings: secret")?));
    }
    let path = config.var.join("secret");
    match fs::read_to_string(&path) {
        Ok(text) => {
            let read = text.parse();
            Ok(Some(read.with_context(|| path.display().to_string())?))
        }
        Err(why) if why.kind() == ErrorKind::NotFound => Ok(None),
        Err(why) => Err(why).with_context(|| path.display().to_string()),
    }
}

/// Lets this process write and follow the audit log of this installation.
///
/// # Errors
/// When what is there is no secret.
pub fn hold(config: &Config) -> anyhow::Result<()> {
    if let Some(secret) = kept(config)? {
        audit::keys::hold(check(&secret), &[secret]);
    }
    Ok(())
}

/// What a database keeps to recognise the secret by.
#[must_use]
pub fn check(secret: &Secret) -> [u8; 32] {
    secret.hash("check", b"kocho")
}

/// Whether a stored check value is that of a secret.
#[must_use]
pub fn fits(stored: &[u8], check: &[u8; 32]) -> bool {
    stored.ct_eq(check).into()
}

/// Makes the file whole or not at all; when another process was faster, its secret is the one.
fn make(var: &Path) -> anyhow::Result<Secret> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).context("the system has no randomness")?;
    fs::create_dir_all(var).with_context(|| var.display().to_string())?;
    let path = var.join("secret");
    let new = var.join(format!("secret.{}", std::process::id()));
    let written = write_private(&new, &Secret::new(bytes).written());
    let linked = written.and_then(|()| match fs::hard_link(&new, &path) {
        Err(why) if why.kind() == ErrorKind::AlreadyExists => Ok(()),
        other => other,
    });
    let _ = fs::remove_file(&new);
    linked
        .and_then(|()| File::open(var)?.sync_all())
        .with_context(|| format!("writing {}", path.display()))?;
    let text = fs::read_to_string(&path)?;
    tracing::info!("made the secret of this installation: {}", path.display());
    Ok(text.parse()?)
}

fn write_private(path: &Path, text: &str) -> std::io::Result<()> {
    let mut file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(path)?;
    writeln!(file, "{text}")?;
    file.sync_all()
}
