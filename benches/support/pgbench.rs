//! What the same PostgreSQL reaches when equal rows are inserted one per transaction: the measure of the door.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, ensure};
use kocho::private_postgres::PrivatePostgres;

use super::town::Asked;

/// Rows a second with this many clients.
///
/// Everything that differs from row to row is made as cheaply as the server can; the document comes as a parameter,
/// as every client has to send it.
pub fn inserts(
    postgres: &PrivatePostgres,
    directory: &Path,
    asked: &Asked,
    clients: u32,
    seconds: u64,
) -> anyhow::Result<f64> {
    let script = directory.join("insert.sql");
    let statement = format!(
        "insert into responses (municipality_id, survey_id, id, mode, language, duration, answers) \
         values ('{}', '{}', gen_random_uuid(), 'web', 'ja', 'short', :answers);\n",
        asked.survey.municipality_id, asked.survey.id
    );
    fs::write(&script, statement)?;
    let said = Command::new(postgres.bin().join("pgbench"))
        .args(["-n", "-M", "prepared", "-j", "2"])
        .args(["-c", &clients.to_string(), "-T", &seconds.to_string()])
        .arg("-D")
        .arg(format!("answers={}", asked.document(1)?))
        .arg("-f")
        .arg(&script)
        .arg(postgres.url())
        .output()
        .context("pgbench (of the package postgresql)")?;
    let text = String::from_utf8_lossy(&said.stdout);
    ensure!(
        said.status.success(),
        "pgbench: {text}{}",
        String::from_utf8_lossy(&said.stderr)
    );
    let rate = text.lines().find_map(|line| line.strip_prefix("tps = "));
    let rate = rate.and_then(|line| line.split_whitespace().next());
    Ok(rate.context("pgbench says no rate")?.parse()?)
}
