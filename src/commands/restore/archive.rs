//! What `pg_restore` makes of an archive. It is never given a database; what it writes is read, not run.

use std::io::{self, BufReader, Read};
use std::process::{ChildStdin, ChildStdout, Command, Stdio};

use crate::commands::client_programs::program;
use crate::commands::session::Database;
use crate::formats::backup;
use crate::formats::dump::{self, Piece};
use crate::storage::restoring::{TELLING, Telling};
use std::collections::BTreeSet;

use super::source::Source;

/// Why an archive could not be read.
#[derive(Debug, thiserror::Error)]
pub(super) enum Fault {
    /// The file is no whole backup.
    #[error(transparent)]
    File(#[from] backup::Fault),
    /// What is in it is no business of a backup.
    #[error("this is no backup of Kocho: {0}")]
    Content(dump::Fault),
    /// Nobody took what was read.
    #[error("the database did not take the rows")]
    NotTaken,
    /// `pg_restore` could not read it; says why.
    #[error("this is no whole backup: {0}")]
    Broken(String),
    /// It could not be run.
    #[error("pg_restore: {0}")]
    Program(#[from] io::Error),
}

/// Only rows, as statements.
const ROWS: [&str; 4] = ["--data-only", "--no-owner", "--no-privileges", "--file=-"];

/// `pg_restore`, ready for arguments.
pub(super) fn reader(database: &Database) -> anyhow::Result<Command> {
    program(database, "pg_restore")
}

/// Whose the backup is.
pub(super) fn telling(database: &Database, source: &Source) -> anyhow::Result<Telling> {
    let mut reader = reader(database)?;
    reader.args(ROWS);
    for table in TELLING {
        reader.args(["--table", table]);
    }
    let mut telling = Telling::default();
    let mut now = (String::new(), Vec::new());
    read_rows(reader, source, |piece| {
        match piece {
            Piece::Table { table, columns } => now = (table, columns),
            Piece::Rows(rows) => telling.take(&now.0, &now.1, &rows),
            Piece::End => {}
        }
        true
    })?;
    Ok(telling)
}

/// What is in it.
pub(super) fn contents(database: &Database, source: &Source) -> anyhow::Result<BTreeSet<String>> {
    let mut reader = reader(database)?;
    reader.arg("--list");
    let list = through(reader, source, |mut list| {
        let mut text = String::new();
        list.read_to_string(&mut text)?;
        Ok(text)
    })?;
    Ok(dump::contents(&list))
}

/// All its rows, table by table; `take` says whether to go on.
pub(super) fn rows(
    mut reader: Command,
    source: &Source,
    take: impl FnMut(Piece) -> bool,
) -> Result<(), Fault> {
    reader.args(ROWS);
    read_rows(reader, source, take)
}

fn read_rows(
    reader: Command,
    source: &Source,
    take: impl FnMut(Piece) -> bool,
) -> Result<(), Fault> {
    through(reader, source, |script| dump::rows(script, take))
}

/// Pours the archive through `pg_restore`; what `read` makes of the output, when every byte of both was good.
fn through<T>(
    mut reader: Command,
    source: &Source,
    read: impl FnOnce(BufReader<ChildStdout>) -> Result<T, dump::Fault>,
) -> Result<T, Fault> {
    let mut child = reader
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let (Some(stdin), Some(stdout), Some(mut stderr)) =
        (child.stdin.take(), child.stdout.take(), child.stderr.take())
    else {
        return Err(io::Error::from(io::ErrorKind::BrokenPipe).into());
    };
    let mut said = String::new();
    let (fed, read) = std::thread::scope(|threads| {
        let feeding = threads.spawn(move || feed(source, stdin));
        let saying = &mut said;
        threads.spawn(move || stderr.read_to_string(saying));
        let read = read(BufReader::new(stdout));
        let gone = |_| Err(io::Error::other("the archive was not read").into());
        (feeding.join().unwrap_or_else(gone), read)
    });
    let ended = child.wait()?;
    fed?;
    match read {
        Ok(read) if ended.success() => Ok(read),
        Err(dump::Fault::NotTaken) => Err(Fault::NotTaken),
        Err(fault @ (dump::Fault::Foreign(_) | dump::Fault::Encoding)) => {
            Err(Fault::Content(fault))
        }
        _ => Err(Fault::Broken(said.trim().to_owned())),
    }
}

/// Reads the archive to its end, also when `pg_restore` has read enough: only the end says that it is whole.
fn feed(source: &Source, mut to: ChildStdin) -> Result<(), backup::Fault> {
    let mut archive = source.archive()?;
    let poured = io::copy(&mut archive, &mut to);
    drop(to);
    match poured {
        Err(why) if why.kind() == io::ErrorKind::BrokenPipe => {
            io::copy(&mut archive, &mut io::sink())?;
        }
        Err(why) if why.kind() == io::ErrorKind::InvalidData => return Err(backup::Fault::Damaged),
        other => {
            other?;
        }
    }
    Ok(())
}
