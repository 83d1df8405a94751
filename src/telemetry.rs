//! What the program says about itself while it runs.
//!
//! Never: names, addresses, keys, answers, query strings. Values that people typed do not reach the log, not even in
//! the text of a panic.

use std::io::{self, IsTerminal, Write};
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
        .with_writer(|| Bounded(io::stderr()));
    let started = match log.format {
        LogFormat::Text => writer.with_target(false).try_init(),
        LogFormat::Json => writer.json().flatten_event(true).try_init(),
    };
    if started.is_ok() {
        std::panic::set_hook(Box::new(panicked));
    }
    Ok(())
}

/// A line is never longer than this many bytes. What is longer holds something that came from outside and was not cut
/// where it came in.
const LINE: usize = 4_096;

/// Writes lines that are not too long; of others it says only how long they are.
struct Bounded<W>(W);

impl<W: Write> Write for Bounded<W> {
    /// A whole line: `tracing-subscriber` gives them one by one.
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        if line.len() <= LINE {
            self.0.write_all(line)?;
        } else {
            let bytes = line.len();
            writeln!(
                self.0,
                r#"{{"message":"a line of {bytes} bytes was left out"}}"#
            )?;
        }
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_never_long() {
        let mut written = Vec::new();
        for length in [1, LINE, LINE + 1, 100_000_000] {
            let line = vec![b'x'; length];
            Bounded(&mut written).write_all(&line).unwrap();
        }
        assert!(written.len() < 2 * LINE + 200, "{}", written.len());
        let said = String::from_utf8(written).unwrap();
        assert!(said.contains("a line of 100000000 bytes was left out"));
    }
}
