//! The file that is restored, and the keys that open it.

use std::fs::{self, File};
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use crate::formats::backup::{self, Fault, Identities, Label};

/// A backup on the disk.
#[derive(Clone)]
pub(in crate::commands) struct Source {
    file: PathBuf,
    identities: Identities,
}

impl Source {
    /// # Errors
    /// When there is no such file, or a key cannot be read.
    pub(in crate::commands) fn find(file: &Path, keys: &[PathBuf]) -> anyhow::Result<Self> {
        if !file.is_file() {
            bail!("{} is not a file", file.display());
        }
        let mut identities = Identities::default();
        for key in keys {
            let text = fs::read_to_string(key).with_context(|| key.display().to_string())?;
            identities
                .read(&text)
                .with_context(|| key.display().to_string())?;
        }
        Ok(Self {
            file: file.to_owned(),
            identities,
        })
    }

    /// Reads it to its end; its label, or none where it was made without one.
    ///
    /// # Errors
    /// When one bit of it is other than it was written, or it cannot be opened.
    pub(in crate::commands) fn verify(&self) -> anyhow::Result<Option<Label>> {
        backup::verify(self.begin()?, &self.identities)
            .with_context(|| self.file.display().to_string())
    }

    /// The archive in it. Read to its end it is whole, once more: the file may be another one by now.
    ///
    /// # Errors
    /// [`Fault`].
    pub(super) fn archive(&self) -> Result<Box<dyn Read>, Fault> {
        let opened = backup::open(self.begin()?, &self.identities)?;
        Ok(Box::new(opened.archive))
    }

    fn begin(&self) -> std::io::Result<BufReader<File>> {
        Ok(BufReader::with_capacity(1 << 16, File::open(&self.file)?))
    }
}
