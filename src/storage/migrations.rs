//! Bringing the database to the schema this program knows; refusing one it does not know.

use std::collections::BTreeSet;

use diesel::QueryableByName;
use diesel::migration::{Migration, MigrationSource};
use diesel::pg::Pg;
use diesel::sql_types::{BigInt, Text};
use diesel_async::{AsyncMigrationHarness, RunQueryDsl};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};
use rust_embed::RustEmbed;

use super::{Conn, QueryResult, pool};

const MIGRATIONS: EmbeddedMigrations = embed_migrations!("migrations");

/// The same files as text: restoring makes tables with another driver.
#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/migrations"]
struct Files;

/// How diesel keeps what was run.
const KEPT: &str = "create table __diesel_schema_migrations (version varchar(50) primary key not null, \
                    run_on timestamp not null default current_timestamp);\n";

/// The lock that lets one process migrate while the others wait. The number means nothing.
const LOCK: i64 = 0x6b6f_6368_6f00;

/// Why the database was not brought to this program's schema.
#[derive(Debug, thiserror::Error)]
pub enum MigrationError {
    /// The database was migrated by a newer program.
    #[error(
        "the database has a newer schema (migration {0}) than this program knows; install the newer program, or \
         restore a backup made before it"
    )]
    Newer(String),
    /// The database cannot be reached.
    #[error("the database cannot be reached: {0}")]
    Unreachable(#[from] diesel::ConnectionError),
    /// A statement failed.
    #[error("the database refused: {0}")]
    Database(#[from] diesel::result::Error),
    /// A migration failed; nothing of it remains.
    #[error("a migration failed: {0}")]
    Failed(Box<dyn std::error::Error + Send + Sync>),
}

/// Runs what is missing, one process at a time; does nothing when nothing is missing. Needs a runtime of several
/// threads. Returns the names of what was run.
///
/// # Errors
/// When the database is newer than the program, cannot be reached, or a migration fails.
pub async fn migrate(url: &str) -> Result<Vec<String>, MigrationError> {
    let mut conn = pool::alone(url).await?;
    if missing(&mut conn).await?.is_empty() {
        return Ok(Vec::new());
    }
    diesel::sql_query("select pg_advisory_lock($1)")
        .bind::<BigInt, _>(LOCK)
        .execute(&mut conn)
        .await?;
    // The lock ends with the connection, whatever happens.
    missing(&mut conn).await?;
    let mut harness = AsyncMigrationHarness::new(conn);
    let run = harness
        .run_pending_migrations(MIGRATIONS)
        .map_err(MigrationError::Failed)?;
    Ok(run.iter().map(ToString::to_string).collect())
}

/// Whether the database has exactly the schema this program knows.
///
/// # Errors
/// When the database cannot be asked.
pub async fn current(conn: &mut Conn) -> Result<bool, MigrationError> {
    Ok(missing(conn).await?.is_empty())
}

/// The versions this program knows, oldest first.
///
/// # Errors
/// Never, unless the program was built from a broken set of migrations.
pub fn known() -> Result<BTreeSet<String>, MigrationError> {
    let all: Vec<Box<dyn Migration<Pg>>> =
        MIGRATIONS.migrations().map_err(MigrationError::Failed)?;
    Ok(all
        .iter()
        .map(|migration| migration.name().version().to_string())
        .collect())
}

/// The statements that make the schema of a database with these versions, and an empty table of versions.
///
/// # Errors
/// When the program does not know one of them.
pub fn script(versions: &BTreeSet<String>) -> Result<String, MigrationError> {
    let mut script = KEPT.to_owned();
    let mut unknown = versions.clone();
    let mut paths: Vec<_> = Files::iter().collect();
    paths.sort();
    for path in paths {
        let Some(folder) = path.strip_suffix("/up.sql") else {
            continue;
        };
        let version = folder
            .split('_')
            .next()
            .unwrap_or_default()
            .replace('-', "");
        if let Some(file) = Files::get(&path).filter(|_| unknown.remove(&version)) {
            script.push_str(&String::from_utf8_lossy(&file.data));
            script.push('\n');
        }
    }
    match unknown.pop_last() {
        Some(unknown) => Err(MigrationError::Newer(unknown)),
        None => Ok(script),
    }
}

async fn missing(conn: &mut Conn) -> Result<Vec<String>, MigrationError> {
    let known = known()?;
    let applied = applied(conn).await?;
    if let Some(unknown) = applied.difference(&known).last() {
        return Err(MigrationError::Newer(unknown.clone()));
    }
    Ok(known.difference(&applied).cloned().collect())
}

#[derive(QueryableByName)]
struct Version {
    #[diesel(sql_type = Text)]
    version: String,
}

async fn applied(conn: &mut Conn) -> QueryResult<BTreeSet<String>> {
    let there: bool = diesel::select(diesel::dsl::sql::<diesel::sql_types::Bool>(
        "to_regclass('__diesel_schema_migrations') is not null",
    ))
    .get_result(conn)
    .await?;
    if !there {
        return Ok(BTreeSet::new());
    }
    let versions: Vec<Version> =
        diesel::sql_query("select version from __diesel_schema_migrations")
            .load(conn)
            .await?;
    Ok(versions.into_iter().map(|row| row.version).collect())
}
