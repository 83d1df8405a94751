//! `kocho migrate`: brings the database to this program's schema, or says that it is there.

use crate::commands::session::Database;
use crate::config::Config;
use crate::storage::migrations;

#[expect(clippy::print_stdout, reason = "the operator asked")]
pub(super) async fn run(config: Config) -> anyhow::Result<()> {
    let database = Database::ready(&config).await?;
    let run = migrations::migrate(&database.url).await?;
    for name in &run {
        println!("migrated: {name}");
    }
    if run.is_empty() {
        println!("nothing to migrate");
    }
    Ok(())
}
