//! Open files: each connection is one, and a process that has none left lets nobody in.

use anyhow::ensure;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

use crate::config::Config;
use crate::web::listening::{METRICS_CONNECTIONS, RESERVE};

/// Files for everything that is no connection to a door and none to the database: logs, sockets, letters.
const OWN: usize = 128;

/// Lets the process open as many files as its settings need, with so many doors for pages.
///
/// # Errors
/// When the system allows fewer.
pub(super) fn allow(config: &Config, doors: usize) -> anyhow::Result<()> {
    let pages = config.limits.connections.saturating_add(2 * RESERVE);
    let database = config.database.pool + config.intake.batches + 1;
    let needed = pages.saturating_mul(doors) + METRICS_CONNECTIONS + 2 * RESERVE + database + OWN;
    let needed = u64::try_from(needed).unwrap_or(u64::MAX);
    let files = getrlimit(Resource::Nofile);
    if files.current.is_none_or(|current| current >= needed) {
        return Ok(());
    }
    ensure!(
        files.maximum.is_none_or(|maximum| maximum >= needed),
        "limits.connections: {needed} files have to be open at once, and the system allows {}. Allow more (ulimit -n, \
         LimitNOFILE= of the service) or lower limits.connections",
        files.maximum.unwrap_or_default()
    );
    setrlimit(
        Resource::Nofile,
        Rlimit {
            current: Some(needed),
            ..files
        },
    )?;
    Ok(())
}
