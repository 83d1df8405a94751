//! The checksum at the end of a backup.

use std::collections::VecDeque;
use std::io::{self, Read, Write};

use sha2::{Digest, Sha256};

/// Bytes of the checksum.
const LENGTH: usize = 32;

/// Bytes read at a time.
const PIECE: u64 = 64 << 10;

/// Writes, and at the end the checksum of what was written.
pub struct Summing<W> {
    to: W,
    sum: Sha256,
}

impl<W: Write> Summing<W> {
    pub(super) fn new(to: W) -> Self {
        Self {
            to,
            sum: Sha256::new(),
        }
    }

    /// Writes the checksum; gives back what was written to.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish(mut self) -> io::Result<W> {
        let sum = self.sum.finalize();
        self.to.write_all(&sum)?;
        Ok(self.to)
    }
}

impl<W: Write> Write for Summing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.to.write(bytes)?;
        self.sum.update(bytes.get(..written).unwrap_or_default());
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

/// Reads what stands before the checksum; the end is reached only when the checksum is right.
pub struct Summed<R> {
    from: R,
    sum: Sha256,
    /// Read and not handed out: always at least what may be the checksum.
    held: VecDeque<u8>,
}

impl<R: Read> Summed<R> {
    pub(super) fn new(from: R) -> Self {
        Self {
            from,
            sum: Sha256::new(),
            held: VecDeque::new(),
        }
    }

    fn end(&self) -> io::Result<usize> {
        let sum = self.sum.clone().finalize();
        if self.held.iter().eq(sum.iter()) {
            return Ok(0);
        }
        Err(io::Error::new(
            io::ErrorKind::InvalidData,
            "another checksum",
        ))
    }
}

impl<R: Read> Read for Summed<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if into.is_empty() {
            return Ok(0);
        }
        while self.held.len() <= LENGTH {
            if io::copy(&mut self.from.by_ref().take(PIECE), &mut self.held)? == 0 {
                return self.end();
            }
        }
        let count = into.len().min(self.held.len() - LENGTH);
        for (place, byte) in into.iter_mut().zip(self.held.drain(..count)) {
            *place = byte;
        }
        self.sum.update(into.get(..count).unwrap_or_default());
        Ok(count)
    }
}
