//! The file of a backup: what it is, what `pg_dump` wrote, and a checksum over all of it; around that, where recipients
//! are named, an age file (<https://age-encryption.org/v1>) that only they can open.
//!
//! ```text
//! kocho-backup 1 ⏎  label as JSON ⏎  archive of pg_dump …  SHA-256 of everything before (32 bytes)
//! ```
//!
//! What belongs here: writing such a file and reading it again. What does not: what is in the archive.

mod locked;
mod sum;

use std::io::{self, BufRead, Read, Write};

use serde::{Deserialize, Serialize};

pub use locked::{Identities, Recipients, Unlocked};
pub use sum::{Summed, Summing};

use crate::domain::chain::Head;
use crate::domain::time::Timestamp;

const FIRST_LINE: &[u8] = b"kocho-backup 1\n";

/// The longest label: a municipality's head has less than 200 bytes.
const LONGEST_LABEL: usize = 1 << 20;

/// How a file begins that `pg_dump` wrote alone, as Kocho's backups were at first.
const BARE: &[u8] = b"PGDMP";

/// What a backup says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Label {
    /// When it was made.
    pub made_at: Timestamp,
    /// The version of the program that made it.
    pub program: String,
    /// Tables whose rows are not in it.
    pub left_out: Vec<String>,
    /// The ends of the audit logs when it was begun.
    pub heads: Vec<Head>,
}

/// Why a file is no backup that can be used.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// It is something else.
    #[error("this is no backup of Kocho")]
    Foreign,
    /// A byte is other than it was written, or some are missing or too many.
    #[error("the backup is damaged: its checksum is another. Take another copy of it")]
    Damaged,
    /// Nobody said with which key it is opened.
    #[error("the backup is encrypted: give the file with its key by --identity")]
    Locked,
    /// None of the keys opens it.
    #[error(
        "the backup is encrypted for another key than those of --identity; the recipient it was made for says which \
         key opens it"
    )]
    WrongIdentity,
    /// A recipient or a key that cannot be read; says which.
    #[error("{0}")]
    NoKey(String),
    /// The file cannot be read or written.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// Begins a backup: writes its label; what `pg_dump` says is written after it, then [`Summing::finish`].
///
/// # Errors
/// When it cannot be written.
pub fn begin<W: Write>(to: W, label: &Label) -> io::Result<Summing<W>> {
    let mut to = Summing::new(to);
    to.write_all(FIRST_LINE)?;
    serde_json::to_writer(&mut to, label)?;
    to.write_all(b"\n")?;
    Ok(to)
}

/// An opened backup.
pub struct Opened<R: BufRead> {
    /// What it says of itself; nothing when a former Kocho made it.
    pub label: Option<Label>,
    /// What is in it. Reading it to its end tells whether it is whole; before that nothing is sure.
    pub archive: Archive<R>,
}

/// What `pg_dump` wrote.
pub enum Archive<R: BufRead> {
    /// With a checksum.
    Summed(Summed<Unlocked<R>>),
    /// Without one.
    Bare(Unlocked<R>),
}

impl<R: BufRead> Read for Archive<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Summed(from) => from.read(into),
            Self::Bare(from) => from.read(into),
        }
    }
}

/// Opens a backup and reads its label.
///
/// # Errors
/// [`Fault`].
pub fn open<R: BufRead>(from: R, identities: &Identities) -> Result<Opened<R>, Fault> {
    let mut from = locked::unlock(from, identities)?;
    let first = from.fill_buf().map_err(fault)?;
    if first.starts_with(BARE) {
        return Ok(Opened {
            label: None,
            archive: Archive::Bare(from),
        });
    }
    let mut from = Summed::new(from);
    let mut begins = [0; FIRST_LINE.len()];
    let read = from.read_exact(&mut begins);
    if read.is_err() || begins != FIRST_LINE {
        return Err(Fault::Foreign);
    }
    let label = serde_json::from_slice(&line(&mut from)?).map_err(|_| Fault::Damaged)?;
    Ok(Opened {
        label: Some(label),
        archive: Archive::Summed(from),
    })
}

fn line(from: &mut impl Read) -> Result<Vec<u8>, Fault> {
    let (mut line, mut byte) = (Vec::new(), [0]);
    while line.len() < LONGEST_LABEL {
        from.read_exact(&mut byte).map_err(fault)?;
        if byte == *b"\n" {
            break;
        }
        line.extend(byte);
    }
    Ok(line)
}

/// Reads a backup to its end; its label when every byte is as it was written, none for a bare archive.
///
/// # Errors
/// [`Fault`].
pub fn verify<R: BufRead>(from: R, identities: &Identities) -> Result<Option<Label>, Fault> {
    let mut opened = open(from, identities)?;
    io::copy(&mut opened.archive, &mut io::sink()).map_err(fault)?;
    Ok(opened.label)
}

/// Bytes that contradict the checksum are told from a disk that cannot be read.
fn fault(why: io::Error) -> Fault {
    match why.kind() {
        io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof => Fault::Damaged,
        _ => Fault::Io(why),
    }
}

#[cfg(test)]
mod tests;
