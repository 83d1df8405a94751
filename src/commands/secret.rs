//! `kocho secret rotate`: another secret from now on; what was handed out stays valid.

use anyhow::bail;
use diesel_async::AsyncConnection;

use super::operator;
use super::session::Database;
use crate::config::Config;
use crate::installation;
use crate::storage::{self, migrations, pool};
use crate::workflows::rekeying;

/// `kocho secret`
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    act: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Make a new secret and use it from now on. Keys, receipts and envelopes of the surveys there are stay valid: each
    /// survey keeps the secret it began with, encrypted under the new one. The former secret is kept in a file beside it;
    /// backups made until now need it. Stop kocho serve and kocho work on every machine first.
    Rotate,
}

#[expect(clippy::print_stdout, reason = "the operator asked")]
pub(super) async fn run(config: Config, arguments: Arguments) -> anyhow::Result<()> {
    let Command::Rotate = arguments.act;
    let database = Database::ready(&config).await?;
    migrations::migrate(&database.url).await?;
    let mut conn = pool::alone(&database.url).await?;
    let now = installation::secret(&config, &mut conn).await?;
    if storage::installation::others(&mut conn).await? > 0 {
        bail!("the database is in use; stop kocho serve and kocho work on every machine first");
    }
    let next = installation::make_next(&config)?;
    let check = installation::check(&next);
    let actors = operator::everywhere(&mut conn).await?;
    let mut former = installation::former(&now, &mut conn).await?;
    former.push(now.clone());
    let change = rekeying::Change {
        former: &former,
        now: &now,
        next: &next,
        check,
    };
    let kept = conn
        .transaction(async |tx| rekeying::rekey(tx, &actors, &change).await)
        .await?;
    let former = installation::take_place(&config.var)?;
    println!("{kept} surveys keep the secret they began with; new ones begin with the new one.");
    println!(
        "The former secret is in {}: keep it as long as backups made until now, apart from them, and no longer.",
        former.display()
    );
    println!(
        "Every machine that serves needs the new {}.",
        config.var.join("secret").display()
    );
    Ok(())
}
