//! The statements around a restored backup: all of them and the backup itself are one transaction.

use std::collections::BTreeSet;

/// Opens the transaction and makes room. Waits a moment for sessions that still use the tables, then gives up.
pub const BEGIN: &str = "begin;\nset local lock_timeout = '10s';\n\
    drop schema public cascade;\ncreate schema public;\n";

/// Looks at what came back and keeps it, or refuses it whole: a schema newer than the program's, no schema of ours at
/// all, or another installation's secret. `known` are the program's migrations, `check` the keyed hash of its secret.
#[must_use]
pub fn finish(known: &BTreeSet<String>, check: Option<&[u8; 32]>) -> String {
    let known: Vec<String> = known.iter().map(|version| format!("'{version}'")).collect();
    let mut script = format!(
        "\nset search_path = public;\ndo $$ begin\n\
         if to_regclass('__diesel_schema_migrations') is null then raise exception 'kocho: no backup of Kocho'; end if;\n\
         if exists (select from __diesel_schema_migrations where version not in ({})) then \
         raise exception 'kocho: made by a newer program'; end if;\n",
        known.join(", ")
    );
    if let Some(check) = check {
        let digits: String = check.iter().map(|byte| format!("{byte:02x}")).collect();
        script.push_str(&format!(
            "if exists (select from installation where secret_check <> '\\x{digits}') then \
             raise exception 'kocho: another secret'; end if;\n"
        ));
    }
    script.push_str("end $$;\ncommit;\n");
    script
}

/// The tables that say whose a backup is: what [`finish`] looks at.
pub const TELLING: [&str; 2] = ["__diesel_schema_migrations", "installation"];

/// Why a backup would be refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// It is of another program.
    #[error("this is a backup of something else")]
    Foreign,
    /// Its schema is newer than the program's.
    #[error("the backup was made by a newer program than this one")]
    Newer,
    /// Its keys and receipts were made with another secret.
    #[error("the backup belongs to an installation with another secret")]
    AnotherSecret,
}

/// What [`finish`] would say of a backup, from the [`TELLING`] tables as `pg_restore` writes them.
///
/// # Errors
/// [`Refused`].
pub fn would_finish(
    tables: &str,
    known: &BTreeSet<String>,
    check: Option<&[u8; 32]>,
) -> Result<(), Refused> {
    let [migrations, installation] = TELLING.map(|table| rows(tables, table));
    let migrations = migrations.ok_or(Refused::Foreign)?;
    let first = |row: &&str| row.split('\t').next().unwrap_or_default().to_owned();
    if migrations
        .iter()
        .map(first)
        .any(|version| !known.contains(&version))
    {
        return Err(Refused::Newer);
    }
    let secret = check.map(|check| {
        check
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect::<String>()
    });
    let is_other = |row: &str| {
        secret
            .as_ref()
            .is_some_and(|secret| !row.ends_with(secret.as_str()))
    };
    match installation.is_some_and(|rows| rows.into_iter().any(is_other)) {
        true => Err(Refused::AnotherSecret),
        false => Ok(()),
    }
}

/// The lines of a table's data; none where there is no such table.
fn rows<'s>(script: &'s str, table: &str) -> Option<Vec<&'s str>> {
    let mut lines = script.lines();
    let opens = format!("COPY public.{table} (");
    lines.find(|line| line.starts_with(&opens))?;
    Some(lines.take_while(|line| *line != "\\.").collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_backup_says_whose_it_is() {
        let known = BTreeSet::from(["20260101000100".to_owned()]);
        let of = |version: &str, secret: &str| {
            format!(
                "SET x = 1;\nCOPY public.__diesel_schema_migrations (version, run_on) FROM stdin;\n{version}\t2026-01-01\n\\.\n\
                 \nCOPY public.installation (singleton, secret_check) FROM stdin;\nt\t\\\\x{secret}\n\\.\n"
            )
        };
        let (own, other) = ("07".repeat(32), "08".repeat(32));
        let judged = |script: &str, check| would_finish(script, &known, check);
        assert_eq!(judged(&of("20260101000100", &own), Some(&[7; 32])), Ok(()));
        assert_eq!(judged(&of("20260101000100", &other), None), Ok(()));
        assert_eq!(
            judged(&of("20260101000100", &other), Some(&[7; 32])),
            Err(Refused::AnotherSecret)
        );
        assert_eq!(
            judged(&of("20990101000100", &own), Some(&[7; 32])),
            Err(Refused::Newer)
        );
        assert_eq!(
            judged("SET x = 1;\n", Some(&[7; 32])),
            Err(Refused::Foreign)
        );
    }
}
