//! `kocho audit …`: whether the log of what staff, operators and the clock did is whole.

use std::path::PathBuf;

use anyhow::bail;

use super::session::Database;
use crate::commands::restore::Source;
use crate::config::Config;
use crate::installation;
use crate::jobs::heads;
use crate::storage::pool;

/// `kocho audit`
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, clap::Subcommand)]
enum Act {
    /// Follow every log from its beginning; compare its end with what this machine noted and with a backup.
    Verify {
        /// A backup whose entries must all be there.
        #[arg(long, value_name = "FILE")]
        backup: Option<PathBuf>,
        /// A file with the key of an encrypted backup.
        #[arg(long, value_name = "FILE")]
        identity: Vec<PathBuf>,
    },
    /// Note the ends of the logs as they are now, for example on other machines after a restored backup.
    Accept,
}

#[expect(clippy::print_stdout, reason = "the operator asked")]
pub(super) async fn run(config: Config, arguments: Arguments) -> anyhow::Result<()> {
    let database = Database::ready(&config).await?;
    let mut conn = pool::alone(&database.url).await?;
    installation::hold(&config, &mut conn).await?;
    match arguments.act {
        Act::Verify { backup, identity } => {
            let count = heads::verify(&config.var, &mut conn).await?;
            if let Some(file) = backup {
                let Some(label) = Source::find(&file, &identity)?.verify()? else {
                    bail!(
                        "{} was made by a Kocho that noted no ends of logs",
                        file.display()
                    );
                };
                if let Some(head) = heads::gone(&mut conn, &label.heads).await?.first() {
                    bail!("{}", heads::missing(&mut conn, head).await?);
                }
            }
            println!("{count} entries, each in its chain");
        }
        Act::Accept => {
            let heads = heads::accept(&config.var, &mut conn).await?;
            println!("noted the ends of {} logs as they are now", heads.len());
        }
    }
    Ok(())
}
