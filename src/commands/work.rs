//! `kocho work`: the worker without a web server, on as many machines as wanted.

use crate::commands::serve::asked_to_stop;
use crate::commands::session::Session;
use crate::config::Config;

pub(super) async fn run(config: Config) -> anyhow::Result<()> {
    let session = Session::open(config).await?;
    tracing::info!("working");
    asked_to_stop().await?;
    drop(session);
    Ok(())
}
