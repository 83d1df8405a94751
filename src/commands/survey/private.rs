//! Files that only their owner may read: they hold what leads to people.

use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use anyhow::Context;

/// A new file; an existing one is not touched.
pub(super) fn create(path: &Path) -> anyhow::Result<File> {
    let made = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path);
    made.with_context(|| format!("making {}", path.display()))
}

/// Writes it so that it is on the disk when this returns.
pub(super) fn write(mut file: File, path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    written.with_context(|| format!("writing {}", path.display()))
}
