//! Whose a backup is: what its tables of migrations and of the installation say.

use std::collections::BTreeSet;

/// The tables that say whose a backup is.
pub const TELLING: [&str; 2] = ["__diesel_schema_migrations", "installation"];

/// Why a backup is refused before anything is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// It is of another program.
    #[error("this is a backup of something else")]
    Foreign,
    /// Its schema is newer than the program's.
    #[error("the backup was made by a newer program than this one")]
    Newer,
    /// Its keys and receipts were made with another secret.
    #[error(
        "the backup belongs to an installation with another secret; put its secret into var/secret (or KOCHO__SECRET) \
         first"
    )]
    AnotherSecret,
}

/// What the [`TELLING`] tables say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Telling {
    /// The migrations the backup's database had.
    pub versions: BTreeSet<String>,
    /// What it recognised its secret by, in hexadecimal digits, where it had one.
    pub secret_check: Option<String>,
}

impl Telling {
    /// Takes in the rows of one of the tables; others say nothing.
    pub fn take(&mut self, table: &str, columns: &[String], rows: &[u8]) {
        let at = |name| columns.iter().position(|column| column == name);
        let rows = String::from_utf8_lossy(rows);
        let values = |place: Option<usize>| {
            let cell = move |row: &str| row.split('\t').nth(place?).map(str::to_owned);
            rows.lines().filter_map(cell)
        };
        match table {
            "__diesel_schema_migrations" => self.versions.extend(values(at("version"))),
            "installation" => {
                let check = values(at("secret_check")).next();
                self.secret_check = check.map(|check| check.trim_start_matches("\\\\x").to_owned());
            }
            _ => {}
        }
    }

    /// Whether the backup is ours: made by a program that knew no more than this one, with the secret that is here.
    ///
    /// # Errors
    /// [`Refused`].
    pub fn judge(&self, known: &BTreeSet<String>, checks: &[[u8; 32]]) -> Result<(), Refused> {
        if self.versions.is_empty() {
            return Err(Refused::Foreign);
        }
        if !self.versions.is_subset(known) {
            return Err(Refused::Newer);
        }
        let digits = |check: &[u8; 32]| crate::domain::chain::digits(check);
        let fits = |theirs: &String| checks.iter().any(|own| digits(own) == *theirs);
        match &self.secret_check {
            Some(theirs) if !checks.is_empty() && !fits(theirs) => Err(Refused::AnotherSecret),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_backup_says_whose_it_is() {
        let known = BTreeSet::from(["20260101000100".to_owned()]);
        let of = |version: &str, secret: &str| {
            let mut telling = Telling::default();
            let columns = ["version", "run_on"].map(str::to_owned);
            let rows = format!("{version}\t2026-01-01\n");
            telling.take("__diesel_schema_migrations", &columns, rows.as_bytes());
            let columns = ["singleton", "secret_check"].map(str::to_owned);
            let rows = format!("t\t\\\\x{secret}\n");
            telling.take("installation", &columns, rows.as_bytes());
            telling
        };
        let (own, other) = ("07".repeat(32), "08".repeat(32));
        let (ours, version) = ([[9; 32], [7; 32]], "20260101000100");
        assert_eq!(of(version, &own).judge(&known, &ours), Ok(()));
        assert_eq!(of(version, &other).judge(&known, &[]), Ok(()));
        assert_eq!(
            of(version, &other).judge(&known, &ours),
            Err(Refused::AnotherSecret)
        );
        assert_eq!(
            of("20990101000100", &own).judge(&known, &ours),
            Err(Refused::Newer)
        );
        assert_eq!(
            Telling::default().judge(&known, &ours),
            Err(Refused::Foreign)
        );
    }
}
