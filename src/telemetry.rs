//! What the program says about itself while it runs.
//!
//! Never: names, addresses, keys, answers, query strings. Values that people typed do not reach the log, not even in
//! the text of a panic.

use std::io::IsTerminal;
use std::panic::PanicHookInfo;

use anyhow::Context;
use tracing_subscriber::EnvFilter;

use crate::config::{Log, LogFormat};

/// Starts writing to standard error, for the rest of the process.
///
/// # Errors
/// When the level cannot be understood.
pub fn start(log: &Log) -> anyhow::Result<()> {
    let filter = EnvFilter::try_new(&log.level).context("settings: log.level")?;
    let writer = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr);
    let started = match log.format {
        LogFormat::Text => writer.with_target(false).try_init(),
        LogFormat::Json => writer.json().flatten_event(true).try_init(),
    };
    if started.is_ok() {
        std::panic::set_hook(Box::new(panicked));
    }
    Ok(())
}

/// Says where; says why only when the reason is a sentence of the program's own and cannot contain anybody's data.
fn panicked(info: &PanicHookInfo<'_>) {
    let place = info.location().map(ToString::to_string);
    let reason = info.payload().downcast_ref::<&'static str>();
    tracing::error!(
        panic.place = place.as_deref().unwrap_or("unknown"),
        panic.reason = reason.copied().unwrap_or("not shown"),
        "a bug: the program panicked"
    );
}
