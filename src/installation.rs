//! What the installation keeps on this machine: its secret, which must fit the database, when a backup was last written,
//! and how much room is left.
//!
//! What is computed with it is in `domain::secret`.

use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use subtle::ConstantTimeEq;

use crate::config::Config;
use crate::domain::secret::Secret;
use crate::domain::time::Timestamp;
use crate::storage::{Conn, audit, installation, survey_secrets};

/// With fewer bytes free the disk is called nearly full.
pub const LITTLE_SPACE: u64 = 1 << 30;

/// The file that remembers when a backup was last written.
const BACKED_UP: &str = "backup.last";

/// Bytes that are free where the program keeps what it makes.
///
/// # Errors
/// When the disk cannot be asked.
pub fn free_space(config: &Config) -> std::io::Result<u64> {
    let found = rustix::fs::statvfs(&config.var)?;
    Ok(found.f_bavail.saturating_mul(found.f_frsize))
}

/// When this machine last wrote a backup; none where it never did.
#[must_use]
pub fn last_backup(config: &Config) -> Option<Timestamp> {
    let noted = fs::read_to_string(config.var.join(BACKED_UP)).ok()?;
    noted.trim().parse().ok()
}

/// Remembers that a backup was written.
///
/// # Errors
/// When it cannot be noted.
pub fn note_backup(config: &Config, at: Timestamp) -> anyhow::Result<()> {
    let path = config.var.join(BACKED_UP);
    let written = fs::create_dir_all(&config.var).and_then(|()| fs::write(&path, at.to_rfc3339()));
    written.with_context(|| path.display().to_string())
}

/// The secret of this installation: from the settings, else from `var/secret`, else (with a new database) made there.
///
/// # Errors
/// When it cannot be read, or is not the one the database is used with.
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
    if known.is_none() {
        installation::insert(conn, &check(&secret)).await?;
    }
    let stored = installation::secret_check(conn).await?.unwrap_or_default();
    let secret = match fits(&stored, &check(&secret)) {
        true => secret,
        false => begun_change(config, &stored)?.with_context(|| {
            format!(
                "the secret is not the one this database is used with; put the right one into {} or KOCHO__SECRET",
                config.var.join("secret").display()
            )
        })?,
    };
    let kept = survey_secrets::list(conn).await?;
    let kept = kept
        .iter()
        .map(|row| (row.survey_id, row.wrapped.as_slice()));
    secret
        .keeping(kept)
        .context("a survey's former secret does not open with the secret of now")
}

/// The secret of a change that was stored in the database and whose file had not taken its place: it does now.
fn begun_change(config: &Config, stored: &[u8]) -> anyhow::Result<Option<Secret>> {
    let Ok(text) = fs::read_to_string(config.var.join(NEXT)) else {
        return Ok(None);
    };
    let next: Secret = text.parse().context(NEXT)?;
    if !fits(stored, &check(&next)) {
        return Ok(None);
    }
    take_place(&config.var)?;
    Ok(Some(next))
}

/// Where a new secret waits until the database knows it.
const NEXT: &str = "secret.next";

/// Makes a secret that will take the place of the one of now.
///
/// # Errors
/// When the secret comes from the settings, or its file cannot be written.
pub fn make_next(config: &Config) -> anyhow::Result<Secret> {
    if config.secret.is_some() {
        bail!(
            "the secret is said in the settings (KOCHO__SECRET): move it into var/secret first, then change it"
        );
    }
    let secret = random()?;
    let path = config.var.join(NEXT);
    write_private(&path, &secret.written()).with_context(|| path.display().to_string())?;
    File::open(&config.var)?.sync_all()?;
    Ok(secret)
}

/// The next secret takes the place of the one of now, which is kept beside it for the backups made with it; where.
///
/// # Errors
/// When a file cannot be moved.
pub fn take_place(var: &Path) -> anyhow::Result<PathBuf> {
    let former = (1..).map(|number| var.join(format!("secret.former-{number}")));
    let former = former.take(10_000).find(|path| !path.exists());
    let former = former.context("too many former secrets")?;
    fs::rename(var.join("secret"), &former)?;
    fs::rename(var.join(NEXT), var.join("secret"))?;
    File::open(var)?.sync_all()?;
    Ok(former)
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
/// When what is there is no secret, or the database cannot be asked.
pub async fn hold(config: &Config, conn: &mut Conn) -> anyhow::Result<()> {
    if let Some(secret) = kept(config)? {
        let mut all = former(&secret, conn).await?;
        all.push(secret.clone());
        audit::keys::hold(check(&secret), &all);
    }
    Ok(())
}

/// The secrets the installation had before this one, oldest first, as far as they open with it.
///
/// # Errors
/// When the database cannot be asked.
pub async fn former(secret: &Secret, conn: &mut Conn) -> anyhow::Result<Vec<Secret>> {
    let former = survey_secrets::list_former(conn).await?;
    let open = |wrapped: &Vec<u8>| secret.unwrap_whole(wrapped);
    Ok(former.iter().filter_map(open).collect())
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
    let secret = random()?;
    fs::create_dir_all(var).with_context(|| var.display().to_string())?;
    let path = var.join("secret");
    let new = var.join(format!("secret.{}", std::process::id()));
    let written = write_private(&new, &secret.written());
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

fn random() -> anyhow::Result<Secret> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).context("the system has no randomness")?;
    Ok(Secret::new(bytes))
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
