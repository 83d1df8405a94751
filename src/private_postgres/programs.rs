//! Finding the installed server programs.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{Fault, OLDEST};

/// A directory with `initdb` and `postgres` of one version.
#[derive(Debug, Clone)]
pub(super) struct Programs {
    pub(super) bin: PathBuf,
}

impl Programs {
    /// The programs that fit existing data, or the best ones when there is none.
    pub(super) fn find(made_by: Option<(u32, &Path)>) -> Result<Self, Fault> {
        let mut found = Vec::new();
        for bin in directories("initdb") {
            match (version(&bin, "postgres"), made_by) {
                (Some(major), Some((made, _))) if major == made => return Ok(Self { bin }),
                (Some(major), None) if major >= OLDEST => return Ok(Self { bin }),
                (Some(major), _) => found.push(major.to_string()),
                (None, _) => {}
            }
        }
        match made_by {
            Some((made, data)) if !found.is_empty() => Err(Fault::OtherVersion {
                data: data.to_owned(),
                made,
                found: found.join(", "),
            }),
            _ => Err(Fault::NoPrograms),
        }
    }
}

/// Where the program is installed: on PATH, where `pg_config` says, in Debian's directories (newest first).
pub(super) fn directories(program: &str) -> Vec<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut all: Vec<PathBuf> = std::env::split_paths(&path).collect();
    if let Ok(told) = Command::new("pg_config").arg("--bindir").output() {
        all.push(PathBuf::from(String::from_utf8_lossy(&told.stdout).trim()));
    }
    all.extend(debian());
    let mut real = Vec::new();
    for directory in all {
        // A link on PATH leads to the directory where its siblings are; Debian's wrappers lead elsewhere.
        let Ok(found) = directory.join(program).canonicalize() else {
            continue;
        };
        if let Some(bin) = found.parent().map(Path::to_owned)
            && bin.join(program).is_file()
            && !real.contains(&bin)
        {
            real.push(bin);
        }
    }
    real
}

fn debian() -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir("/usr/lib/postgresql") else {
        return Vec::new();
    };
    let mut versions: Vec<u32> = entries
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
        .collect();
    versions.sort_unstable_by(|one, other| other.cmp(one));
    versions
        .iter()
        .map(|version| PathBuf::from(format!("/usr/lib/postgresql/{version}/bin")))
        .collect()
}

fn version(bin: &Path, program: &str) -> Option<u32> {
    let told = Command::new(bin.join(program))
        .arg("--version")
        .output()
        .ok()?;
    major(&String::from_utf8_lossy(&told.stdout))
}

/// Where the newest `pg_dump` and its siblings are: one dumps every server that is not newer.
pub(super) fn newest_client() -> Option<PathBuf> {
    directories("pg_dump")
        .into_iter()
        .max_by_key(|bin| version(bin, "pg_dump"))
}

/// The major version in `postgres (PostgreSQL) 15.8 (Debian 15.8-0+deb12u1)`.
fn major(line: &str) -> Option<u32> {
    let number = line.split_whitespace().nth(2)?;
    let digits = number.split(|sign: char| !sign.is_ascii_digit()).next()?;
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::major;

    #[test]
    fn a_version_is_read_from_what_postgres_says() {
        for (line, want) in [
            (
                "postgres (PostgreSQL) 15.8 (Debian 15.8-0+deb12u1)",
                Some(15),
            ),
            ("postgres (PostgreSQL) 18beta1", Some(18)),
            ("postgres (PostgreSQL) 9.6.24", Some(9)),
            ("", None),
        ] {
            assert_eq!(major(line), want, "{line}");
        }
    }
}
