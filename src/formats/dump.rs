//! What `pg_restore` makes of an archive: its list of contents, and its rows as statements.
//!
//! An archive may be forged, so nothing of it is ever handed to a database or to `psql`: rows are taken out of the
//! statements that carry them, and any other line that `pg_restore` does not write of itself is refused.

use std::collections::BTreeSet;
use std::io::{self, BufRead};

/// Part of the rows of an archive, in its order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// The rows of a table follow.
    Table {
        /// Its name.
        table: String,
        /// The columns of the rows, in their order.
        columns: Vec<String>,
    },
    /// Rows in PostgreSQL's text format, whole lines.
    Rows(Vec<u8>),
    /// The rows of the table are at their end.
    End,
}

/// Why the rows were not read.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// A line that has no business in a backup.
    #[error("it holds what no backup of Kocho holds: “{0}”")]
    Foreign(String),
    /// The rows of a table have no end.
    #[error("it ends in the middle of a table")]
    Cut,
    /// It was written in another encoding than UTF-8.
    #[error("it is not written in UTF-8: dump it with --encoding=UTF8")]
    Encoding,
    /// Nobody takes the rows any more.
    #[error("the rows were not taken")]
    NotTaken,
    /// It cannot be read.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// Rows are handed on in pieces of about this many bytes.
const PIECE: usize = 64 << 10;

/// What `pg_restore` writes before and between the rows, besides comments and settings.
const OWN: [&str; 3] = [
    "SELECT pg_catalog.set_config('search_path', '', false);",
    "\\restrict ",
    "\\unrestrict ",
];

/// Reads what `pg_restore --data-only --file=-` writes and hands on its rows; `take` says whether to go on.
///
/// # Errors
/// [`Fault`].
pub fn rows(mut script: impl BufRead, mut take: impl FnMut(Piece) -> bool) -> Result<(), Fault> {
    let mut hand = |piece| match take(piece) {
        true => Ok(()),
        false => Err(Fault::NotTaken),
    };
    let mut line = Vec::new();
    while script.read_until(b'\n', &mut line)? > 0 {
        let text = String::from_utf8_lossy(&line).trim_end().to_owned();
        if let Some((table, columns)) = copied(&text) {
            hand(Piece::Table { table, columns })?;
            table_rows(&mut script, &mut hand)?;
        } else {
            expected(&text)?;
        }
        line.clear();
    }
    Ok(())
}

fn table_rows(
    script: &mut impl BufRead,
    hand: &mut impl FnMut(Piece) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let mut piece = Vec::new();
    loop {
        let before = piece.len();
        if script.read_until(b'\n', &mut piece)? == 0 {
            return Err(Fault::Cut);
        }
        if piece.get(before..) == Some(b"\\.\n") {
            piece.truncate(before);
            hand(Piece::Rows(piece))?;
            return hand(Piece::End);
        }
        if piece.len() >= PIECE {
            hand(Piece::Rows(std::mem::take(&mut piece)))?;
        }
    }
}

/// A line that carries no rows and may stand there.
fn expected(line: &str) -> Result<(), Fault> {
    if let Some(encoding) = line.strip_prefix("SET client_encoding = ") {
        return match encoding {
            "'UTF8';" => Ok(()),
            _ => Err(Fault::Encoding),
        };
    }
    let of_its_own = OWN.iter().any(|own| line.starts_with(own));
    let is_setting = line.starts_with("SET ") && line.find(';') == Some(line.len() - 1);
    match line.is_empty() || line.starts_with("--") || is_setting || of_its_own {
        true => Ok(()),
        false => Err(Fault::Foreign(told(line))),
    }
}

/// A line as it is told: its beginning, without what moves a terminal's cursor.
fn told(line: &str) -> String {
    line.chars().filter(|c| !c.is_control()).take(80).collect()
}

/// `COPY public.jobs (id, job) FROM stdin;`: the table and the columns.
fn copied(line: &str) -> Option<(String, Vec<String>)> {
    let rest = line.strip_prefix("COPY public.")?;
    let (table, rest) = rest.split_once(" (")?;
    let columns = rest.strip_suffix(") FROM stdin;")?;
    let columns: Option<Vec<String>> = columns.split(", ").map(name).collect();
    Some((name(table)?, columns?))
}

/// A name as Kocho gives them, in quotation marks or not; no other.
fn name(written: &str) -> Option<String> {
    let bare = written
        .strip_prefix('"')
        .and_then(|inner| inner.strip_suffix('"'))
        .unwrap_or(written);
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    (!bare.is_empty() && bare.chars().all(plain)).then(|| bare.to_owned())
}

/// Kinds of contents that say nothing of how rows are kept.
const SAYING_NOTHING: [&str; 2] = ["COMMENT ", "SCHEMA "];

/// What `pg_restore --list` says is in an archive, each as `KIND schema name`, without comments.
#[must_use]
pub fn contents(list: &str) -> BTreeSet<String> {
    let entries = list.lines().filter(|line| !line.starts_with(';'));
    let without_ids = entries.filter_map(|line| line.split_once("; ")?.1.splitn(3, ' ').nth(2));
    let known = without_ids.filter(|entry| {
        !SAYING_NOTHING
            .iter()
            .any(|nothing| entry.starts_with(nothing))
    });
    // The last word is the owner.
    known
        .map(|entry| entry.rsplit_once(' ').map_or(entry, |(entry, _)| entry))
        .map(told)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(script: &str) -> Result<Vec<Piece>, Fault> {
        let mut pieces = Vec::new();
        rows(script.as_bytes(), |piece| {
            pieces.push(piece);
            true
        })?;
        Ok(pieces)
    }

    const BEGIN: &str = "--\n-- PostgreSQL database dump\n--\n\n\\restrict x\nSET client_encoding = 'UTF8';\n\
                         SELECT pg_catalog.set_config('search_path', '', false);\nSET row_security = off;\n\n";

    #[test]
    fn rows_are_taken_out_of_their_statements() {
        let script = format!(
            "{BEGIN}COPY public.jobs (id, \"order\") FROM stdin;\n1\tDROP TABLE x;\n\\N\t\\\\.\n\\.\n\n\\unrestrict x\n"
        );
        let table = Piece::Table {
            table: "jobs".to_owned(),
            columns: vec!["id".to_owned(), "order".to_owned()],
        };
        let lines = Piece::Rows(b"1\tDROP TABLE x;\n\\N\t\\\\.\n".to_vec());
        assert_eq!(read(&script).unwrap(), [table, lines, Piece::End]);
        assert_eq!(read(BEGIN).unwrap(), []);
    }

    #[test]
    fn what_is_no_row_is_refused() {
        for forged in [
            "COPY public.jobs (id) TO PROGRAM 'touch /tmp/x';",
            "COPY public.jobs (id) FROM PROGRAM 'id';",
            "COPY pg_catalog.pg_proc (oid) FROM stdin;",
            "COPY public.jobs (id) FROM stdin; DROP TABLE x; --) FROM stdin;",
            "COPY public.jobs (id); DROP TABLE x; --, b) FROM stdin;",
            "COPY (select 1) TO stdout;",
            "SET role = kocho; DROP TABLE x;",
            "\\! touch /tmp/x",
            "CREATE FUNCTION x() returns void language sql as 'select 1';",
            "ALTER SYSTEM SET archive_command = 'x';",
            "SELECT pg_catalog.setval('x', 1); select 1;",
        ] {
            let script = format!("{BEGIN}{forged}\n1\n\\.\n");
            assert!(matches!(read(&script), Err(Fault::Foreign(_))), "{forged}");
        }
        let half = format!("{BEGIN}COPY public.jobs (id) FROM stdin;\n1\n");
        assert!(matches!(read(&half), Err(Fault::Cut)));
        let other = "SET client_encoding = 'EUC_JP';\n";
        assert!(matches!(read(other), Err(Fault::Encoding)));
    }

    #[test]
    fn a_list_says_what_is_there() {
        let list = ";\n; Archive created at 2026-11-28\n;\n5; 2615 2200 SCHEMA - public kocho\n\
                    215; 1259 16386 TABLE public jobs kocho\n3500; 0 16386 TABLE DATA public jobs kocho\n\
                    229; 1255 16462 FUNCTION public forbid_change() kocho\n\
                    3511; 0 0 COMMENT public COLUMN jobs.id kocho\n3600; 2620 16900 TRIGGER public jobs evil kocho\n";
        let found = contents(list);
        let want = [
            "FUNCTION public forbid_change()",
            "TABLE DATA public jobs",
            "TABLE public jobs",
            "TRIGGER public jobs evil",
        ];
        assert!(found.iter().map(String::as_str).eq(want), "{found:?}");
    }
}
