//! `kocho demo`: the demonstration town is loaded where the database is empty, and served.
//!
//! Four towns with their real plans; in 砂川市 a finished survey, one that is open to people with keys and one that is
//! open to everybody. All answers are made up, arrive through the same door as real ones, and every page says so.
//! Loading again changes nothing.

mod fast;
mod fieldwork;
mod habits;
mod loading;
mod past;
mod people;
mod publication;
mod register;
mod staff;
mod towns;

use anyhow::Context;

use crate::commands::serve;
use crate::commands::session::Session;
use crate::config::Config;
use crate::storage::municipalities;

/// `kocho demo`
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Close the open survey within a minute, before your eyes: answers arrive, it closes by itself, the figures are
    /// computed, approved and published, and the indicator shows its new value.
    #[arg(long)]
    fast: bool,
    /// Only load the demonstration; serve nothing.
    #[arg(long, conflicts_with = "fast")]
    load_only: bool,
}

pub(super) async fn run(mut config: Config, arguments: Arguments) -> anyhow::Result<()> {
    config.web.demonstration = Some(towns::FIRST.to_owned());
    let stop = serve::asked_to_stop();
    let session = Session::open(config).await?;
    let loading = load(&session, &arguments);
    tokio::pin!(stop);
    tokio::select! {
        loaded = loading => loaded?,
        stopped = &mut stop => return stopped,
    }
    if arguments.load_only {
        return Ok(());
    }
    let show = arguments
        .fast
        .then(|| tokio::spawn(fast::show(session.app.clone())));
    let served = serve::until(stop, session).await;
    if let Some(show) = show {
        show.abort();
    }
    served
}

/// Loads what is missing; a database with towns that are no demonstration is left alone.
async fn load(session: &Session, arguments: &Arguments) -> anyhow::Result<()> {
    let mut conn = session.app.db.get().await?;
    let all = municipalities::list(&mut conn).await?;
    if let Some(real) = all.iter().find(|town| !town.synthetic) {
        say(&format!(
            "This database belongs to {}: the demonstration is not loaded.",
            real.slug
        ));
        return Ok(());
    }
    loading::load(&session.app, &mut conn, arguments.fast)
        .await
        .context("loading the demonstration")
}

#[expect(clippy::print_stdout, reason = "the visitor reads along")]
fn say(line: &str) {
    println!("demo: {line}");
}
