//! `kocho work`: the worker without a web server, on as many machines as wanted.

use crate::commands::serve::asked_to_stop;
use crate::commands::session::Session;
use crate::config::Config;
use crate::jobs::Worker;

pub(super) async fn run(config: Config) -> anyhow::Result<()> {
    let session = Session::open(config).await?;
    let worker = Worker::start(session.app.clone());
    tracing::info!("working");
    asked_to_stop().await?;
    worker.stop().await;
    drop(session);
    Ok(())
}
