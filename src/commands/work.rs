//! `kocho work`: the worker without a web server, on as many machines as wanted.

use crate::commands::serve::asked_to_stop;
use crate::commands::session::Session;
use crate::config::Config;
use crate::jobs::Worker;

pub(super) async fn run(config: Config) -> anyhow::Result<()> {
    let mut stop = Box::pin(asked_to_stop());
    let session = tokio::select! {
        session = Session::open(config) => session?,
        stopped = &mut stop => return stopped,
    };
    let worker = Worker::start(session.app.clone());
    tracing::info!("working");
    stop.await?;
    worker.stop().await;
    drop(session);
    Ok(())
}
