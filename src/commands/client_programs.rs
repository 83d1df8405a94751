//! PostgreSQL's own programs for whole databases: `pg_dump`, `pg_restore`, `psql`, of the right version and told where
//! the database is, without a password that other users of the machine could read from the list of processes.

use std::process::Command;

use anyhow::Context;

use crate::commands::session::Database;
use crate::private_postgres;

/// A program that will talk to the database; what it writes about faults is in English.
pub(super) fn program(database: &Database, name: &str) -> anyhow::Result<Command> {
    let bin = match &database.private {
        Some(private) => private.bin().to_owned(),
        None => private_postgres::newest_client().context(
            "pg_dump, pg_restore and psql were not found. On Debian: apt-get install postgresql-client",
        )?,
    };
    let mut command = Command::new(bin.join(name));
    command.env("LC_ALL", "C");
    Ok(command)
}

/// The same program with the database as its `--dbname`.
pub(super) fn connected(database: &Database, name: &str) -> anyhow::Result<Command> {
    let mut command = program(database, name)?;
    let settings: tokio_postgres::Config = database.url.parse()?;
    if let Some(password) = settings.get_password() {
        command.env("PGPASSWORD", String::from_utf8_lossy(password).as_ref());
    }
    command
        .arg("--no-password")
        .arg("--dbname")
        .arg(without_password(&database.url));
    Ok(command)
}

/// `postgres://user:password@host/name` without the password.
fn without_password(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else {
        return url.to_owned();
    };
    let (authority, path) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
    let Some((user, host)) = authority.rsplit_once('@') else {
        return url.to_owned();
    };
    let user = user.split(':').next().unwrap_or_default();
    let mut path = path.to_owned();
    if let Some((before, query)) = path.clone().split_once('?') {
        let kept: Vec<&str> = query
            .split('&')
            .filter(|pair| !pair.starts_with("password="))
            .collect();
        path = format!("{before}?{}", kept.join("&"));
    }
    format!("{scheme}://{user}@{host}{path}")
}

#[cfg(test)]
mod tests {
    use super::without_password;

    #[test]
    fn a_password_is_left_out() {
        for (url, want) in [
            ("postgres://a:b@h:1/d", "postgres://a@h:1/d"),
            (
                "postgres://a@h/d?sslmode=disable",
                "postgres://a@h/d?sslmode=disable",
            ),
            (
                "postgres://a:b%40@h/d?password=x&options=-c%20a",
                "postgres://a@h/d?options=-c%20a",
            ),
            ("postgres://h/d", "postgres://h/d"),
            (
                "postgres://kocho@%2Ftmp%2Fx/kocho",
                "postgres://kocho@%2Ftmp%2Fx/kocho",
            ),
        ] {
            assert_eq!(without_password(url), want);
        }
    }
}
