//! Whether the database and what lies in it are well, as those who run the installation see it.

use crate::storage::migrations::MigrationError;
use crate::storage::municipalities::{self, Municipality};
use crate::storage::{Conn, QueryResult, audit, durability, jobs, migrations};

/// What was found.
pub struct Condition {
    /// The version of the server.
    pub server: String,
    /// Whether it notices when a disk fails.
    pub has_checksums: bool,
    /// Settings without which acknowledged answers could be lost, that are off.
    pub unsafe_settings: Vec<String>,
    /// Whether it has exactly the schema this program knows.
    pub is_migrated: bool,
    /// Jobs that wait or run.
    pub waiting: i64,
    /// Jobs that were given up.
    pub given_up: i64,
    /// How many logs there are.
    pub logs: i64,
    /// The names in addresses of those whose logs do not end as they were written.
    pub faulty_logs: Vec<String>,
}

/// Looks at everything.
///
/// # Errors
/// When the database fails.
pub async fn condition(conn: &mut Conn) -> QueryResult<Condition> {
    let about = durability::about(conn).await?;
    let told = |name| about.iter().find(|setting| setting.name == name);
    let told = |name| told(name).map(|setting| setting.setting.clone());
    let off = durability::unsafe_settings(conn).await?;
    let (waiting, given_up) = jobs::count(conn).await?;
    let desks = municipalities::all(conn).await?;
    Ok(Condition {
        server: told("server_version").unwrap_or_default(),
        has_checksums: told("data_checksums").as_deref() == Some("on"),
        unsafe_settings: off.into_iter().map(|setting| setting.name).collect(),
        is_migrated: is_migrated(conn).await?,
        waiting,
        given_up,
        logs: i64::try_from(desks.len()).unwrap_or(i64::MAX),
        faulty_logs: faulty_logs(conn, desks).await?,
    })
}

async fn is_migrated(conn: &mut Conn) -> QueryResult<bool> {
    match migrations::current(conn).await {
        Ok(is_current) => Ok(is_current),
        Err(MigrationError::Database(error)) => Err(error),
        Err(_) => Ok(false),
    }
}

async fn faulty_logs(conn: &mut Conn, desks: Vec<Municipality>) -> QueryResult<Vec<String>> {
    let mut faulty = Vec::new();
    for desk in desks {
        if audit::faulty_end(conn, desk.id).await?.is_some() {
            faulty.push(desk.slug.to_string());
        }
    }
    Ok(faulty)
}
