//! `kocho serve`: web and worker in one process, until it is asked to stop.

use std::io::Write as _;

use actix_web::dev::{Server, ServerHandle};
use actix_web::web::Data;
use anyhow::Context;
use tokio::signal::unix::{SignalKind, signal};

use crate::app::App;
use crate::commands::session::Session;
use crate::config::Config;
use crate::jobs::Worker;
use crate::web::state::AppState;
use crate::web::{Side, listening};

use super::{files, first_links};

/// `kocho serve`
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Answer plain http on addresses other machines can reach, because a proxy in front speaks https.
    #[arg(long)]
    insecure: bool,
}

impl Arguments {
    pub(super) fn apply(&self, config: &mut Config) {
        config.web.insecure |= self.insecure;
    }
}

pub(super) async fn run(config: Config) -> anyhow::Result<()> {
    let mut stop = Box::pin(asked_to_stop());
    let session = tokio::select! {
        session = Session::open(config) => session?,
        stopped = &mut stop => return stopped,
    };
    until(stop, session).await
}

/// Serves and works until somebody asks to stop.
pub(super) async fn until(
    stop: impl Future<Output = anyhow::Result<()>>,
    session: Session,
) -> anyhow::Result<()> {
    let state = Data::new(AppState::new(session.app.clone())?);
    let servers = listen(&state)?;
    let handles: Vec<ServerHandle> = servers.iter().map(Server::handle).collect();
    let running: Vec<_> = servers.into_iter().map(tokio::spawn).collect();
    let worker = Worker::start(session.app.clone());
    let sweeping = tokio::spawn(async move { state.drafts.sweep().await });
    say_ready(&session.app).await?;
    stop.await?;
    tracing::info!("stopping: requests under way are finished first");
    futures_util::future::join_all(handles.iter().map(|handle| handle.stop(true))).await;
    for server in running {
        server.await??;
    }
    sweeping.abort();
    worker.stop().await;
    Ok(())
}

/// Returns when somebody presses Ctrl-C or the system says it is time.
pub(super) fn asked_to_stop() -> impl Future<Output = anyhow::Result<()>> {
    let signals = (
        signal(SignalKind::interrupt()),
        signal(SignalKind::terminate()),
    );
    async move {
        let (mut interrupt, mut terminate) = (signals.0?, signals.1?);
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
        Ok(())
    }
}

fn listen(state: &Data<AppState>) -> anyhow::Result<Vec<Server>> {
    let web = &state.config.web;
    let pages = if web.staff.is_some() { 2 } else { 1 };
    files::allow(&state.config, pages)?;
    let mut sides = vec![(
        web.public,
        if web.staff.is_some() {
            Side::Public
        } else {
            Side::Both
        },
    )];
    sides.extend(web.staff.map(|address| (address, Side::Staff)));
    sides.extend(web.metrics.map(|address| (address, Side::Metrics)));
    sides
        .into_iter()
        .map(|(address, side)| {
            listening::listen(state, address, side)
                .with_context(|| format!("listening on {address}"))
        })
        .collect()
}

/// All at once: whoever reads the first line may not stay for the others.
async fn say_ready(app: &App) -> anyhow::Result<()> {
    let staff = app.config.has_two_sides();
    let staff = staff.then(|| format!("Staff come in at {}", app.config.staff_url()));
    let mut lines = vec![format!("Kocho is at {}", app.config.public_url())];
    lines.extend(staff);
    lines.extend(first_links::first_links(app).await?);
    // Nobody listens: that is no reason not to serve.
    let _ = writeln!(std::io::stdout(), "{}", lines.join("\n"));
    Ok(())
}
