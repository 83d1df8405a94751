//! The ends of the audit logs, noted beside the secret: whoever cuts off the end of a log in the database is found out.
//!
//! A head that is noted is given up only for one that follows it. What a restored backup takes back, a person accepts.

use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use serde::{Deserialize, Serialize};

use crate::domain::chain::{ChainKey, Head};
use crate::domain::ids::MunicipalityId;
use crate::storage::audit::{self, keys};
use crate::storage::{Conn, municipalities};

/// The name of the file in `var`.
const NAME: &str = "audit.heads";

#[derive(Serialize, Deserialize)]
struct Note {
    heads: Vec<Head>,
    /// The keyed hash of the heads as JSON.
    seal: String,
}

/// Notes the heads as they are now; those that were noted and are gone from the database, whose notes stay.
///
/// # Errors
/// When the note or the database cannot be read or written, or the note was changed by somebody without the secret.
pub async fn note(var: &Path, conn: &mut Conn) -> anyhow::Result<Vec<Head>> {
    let ring = keys::ring(conn).await?;
    let Some(key) = ring.last() else {
        return Ok(Vec::new());
    };
    let now = audit::heads(conn).await?;
    let noted = read(var, &ring)?.unwrap_or_default();
    let gone = gone(conn, &noted).await?;
    let _lock = lock(var)?;
    // Another process may have noted more meanwhile; what it saw is not older than what we asked for.
    let noted = read(var, &ring)?.unwrap_or_default();
    let next = next(&noted, now, &gone);
    if next != noted {
        write(var, next, key)?;
    }
    Ok(gone)
}

/// Notes the heads as they are now, whatever was noted before.
///
/// # Errors
/// When the database cannot be read or the note not be written.
pub async fn accept(var: &Path, conn: &mut Conn) -> anyhow::Result<Vec<Head>> {
    let ring = keys::ring(conn).await?;
    let now = audit::heads(conn).await?;
    if let Some(key) = ring.last() {
        let _lock = lock(var)?;
        write(var, now.clone(), key)?;
    }
    Ok(now)
}

/// Compares the whole of every log with its keys and with what was noted; how many entries there are.
///
/// # Errors
/// The first entry that is missing or was changed; the end that is missing; a failing database.
pub async fn verify(var: &Path, conn: &mut Conn) -> anyhow::Result<i64> {
    for town in municipalities::all(conn).await? {
        if let Some(number) = audit::first_fault(conn, town.id).await? {
            bail!("entry {number} of {} is missing or was changed", town.slug);
        }
    }
    let noted = read(var, &keys::ring(conn).await?)?.unwrap_or_default();
    if let Some(head) = gone(conn, &noted).await?.first() {
        bail!("{}", missing(conn, head).await?);
    }
    Ok(audit::heads(conn)
        .await?
        .iter()
        .map(|head| head.number)
        .sum())
}

/// The end of one log as it was noted; none before it was.
///
/// # Errors
/// When the note cannot be read, or was changed by somebody without the secret.
pub async fn noted(
    var: &Path,
    conn: &mut Conn,
    municipality: MunicipalityId,
) -> anyhow::Result<Option<Head>> {
    let noted = read(var, &keys::ring(conn).await?)?.unwrap_or_default();
    Ok(noted.into_iter().find(|head| head.of == municipality))
}

/// What is wrong, in words, where a noted head is gone.
///
/// # Errors
/// When the database fails.
pub async fn missing(conn: &mut Conn, head: &Head) -> anyhow::Result<String> {
    let towns = municipalities::all(conn).await?;
    let town = towns.iter().find(|town| town.id == head.of);
    let town = town.map_or_else(|| head.of.to_string(), |town| town.slug.to_string());
    let last = audit::head(conn, head.of)
        .await?
        .map_or(0, |(last, _)| last);
    let what = match head.number - last {
        ..=0 => format!("entry {} of {town} is not the one", head.number),
        1 => format!("entry {} of {town} is missing, the last one", head.number),
        _ => format!(
            "entries {} to {} of {town} are missing, the last ones",
            last + 1,
            head.number
        ),
    };
    Ok(format!(
        "{what} that was noted; if a backup was restored on purpose, kocho audit accept says so"
    ))
}

/// Those of the heads that the database no longer holds.
///
/// # Errors
/// When the database fails.
pub async fn gone(conn: &mut Conn, heads: &[Head]) -> anyhow::Result<Vec<Head>> {
    let mut gone = Vec::new();
    for head in heads {
        if !audit::holds(conn, head).await? {
            gone.push(head.clone());
        }
    }
    Ok(gone)
}

/// What is to be noted: of each log the later head, and the noted one where that is gone.
fn next(noted: &[Head], now: Vec<Head>, gone: &[Head]) -> Vec<Head> {
    let keeps = |head: &&Head| {
        let later = |new: &Head| new.of == head.of && new.number >= head.number;
        let is_gone = gone.iter().any(|gone| gone.of == head.of);
        is_gone || !now.iter().any(later)
    };
    let mut next: Vec<Head> = noted.iter().filter(keeps).cloned().collect();
    let kept: Vec<_> = next.iter().map(|head| head.of).collect();
    next.extend(now.into_iter().filter(|head| !kept.contains(&head.of)));
    next.sort_by_key(|head| head.of);
    next
}

fn read(var: &Path, ring: &[ChainKey]) -> anyhow::Result<Option<Vec<Head>>> {
    let path = var.join(NAME);
    let text = match fs::read(&path) {
        Err(why) if why.kind() == ErrorKind::NotFound => return Ok(None),
        other => other.with_context(|| path.display().to_string())?,
    };
    let note: Option<Note> = serde_json::from_slice(&text).ok();
    let note = note.filter(|note| {
        let sealed = |key: &ChainKey| content(&note.heads).is_ok_and(|c| key.seal(&c) == note.seal);
        ring.iter().any(sealed)
    });
    match note {
        Some(note) => Ok(Some(note.heads)),
        None => bail!(
            "{} was changed by somebody without the secret, or belongs to another installation",
            path.display()
        ),
    }
}

fn write(var: &Path, heads: Vec<Head>, key: &ChainKey) -> anyhow::Result<()> {
    let seal = key.seal(&content(&heads)?);
    let text = serde_json::to_vec(&Note { heads, seal })?;
    let (path, new) = (var.join(NAME), var.join(format!("{NAME}.new")));
    let written = || -> std::io::Result<()> {
        let mut file = private(&new, true)?;
        file.write_all(&text)?;
        file.sync_all()?;
        fs::rename(&new, &path)?;
        File::open(var)?.sync_all()
    };
    written().with_context(|| format!("writing {}", path.display()))
}

fn content(heads: &[Head]) -> serde_json::Result<Vec<u8>> {
    serde_json::to_vec(heads)
}

/// Held while the note is read and written; released when dropped.
fn lock(var: &Path) -> anyhow::Result<File> {
    let path: PathBuf = var.join(format!("{NAME}.lock"));
    fs::create_dir_all(var).with_context(|| var.display().to_string())?;
    let locked = private(&path, false).and_then(|file| file.lock().map(|()| file));
    locked.with_context(|| path.display().to_string())
}

fn private(path: &Path, truncate: bool) -> std::io::Result<File> {
    OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(truncate)
        .mode(0o600)
        .open(path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::MunicipalityId;
    use uuid::Uuid;

    #[test]
    fn a_note_follows_its_log_and_never_goes_back() {
        let head = |of, number| Head::new(MunicipalityId(Uuid::from_u128(of)), number, &[]);
        let noted = [head(1, 5), head(2, 5), head(3, 5), head(4, 5)];
        let now = vec![head(1, 7), head(2, 4), head(3, 9), head(5, 1)];
        // 2 was noted later by another process; of 3 the noted entry is another one; 4 is gone with its town.
        let gone = [head(3, 5), head(4, 5)];
        let want = [head(1, 7), head(2, 5), head(3, 5), head(4, 5), head(5, 1)];
        assert_eq!(next(&noted, now, &gone), want);
    }
}
