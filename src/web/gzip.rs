//! A gzip file (RFC 1952) put together from pieces, each compressed for itself: what is the same in many answers is
//! compressed once.

use std::cell::RefCell;

use actix_web::web::Bytes;
use anyhow::ensure;
use crc32fast::Hasher;
use flate2::{Compress, Compression, FlushCompress};

thread_local! {
    /// Made once for each thread: it is large.
    static COMPRESS: RefCell<Compress> =
        RefCell::new(Compress::new(Compression::default(), false));
}

/// A piece that is kept.
pub(super) struct Piece {
    /// As it is read.
    pub plain: Bytes,
    deflated: Vec<u8>,
    /// Sum of its bytes, to go on from.
    sum: Hasher,
}

/// A file so far.
pub(super) struct File {
    bytes: Vec<u8>,
    sum: Hasher,
    length: usize,
}

impl Piece {
    /// Compressed as well as can be, so that it refers to nothing before it; the last one ends the file.
    ///
    /// # Errors
    /// When it cannot be compressed: a fault of the program.
    pub(super) fn new(plain: &[u8], is_last: bool) -> anyhow::Result<Self> {
        let mut deflated = Vec::new();
        let mut compress = Compress::new(Compression::best(), false);
        deflate(&mut compress, plain, is_last, &mut deflated)?;
        deflated.shrink_to_fit();
        let mut sum = Hasher::new();
        sum.update(plain);
        let plain = Bytes::copy_from_slice(plain);
        Ok(Self {
            plain,
            deflated,
            sum,
        })
    }

    /// The bytes it has in a file.
    pub(super) fn size(&self) -> usize {
        self.deflated.len()
    }
}

/// Not to the end of the file: to a whole byte, so that anything may follow.
fn deflate(
    compress: &mut Compress,
    plain: &[u8],
    is_last: bool,
    into: &mut Vec<u8>,
) -> anyhow::Result<()> {
    into.reserve(plain.len() + plain.len() / 8 + 64);
    let flush = match is_last {
        false => FlushCompress::Sync,
        true => FlushCompress::Finish,
    };
    compress.compress_vec(plain, into, flush)?;
    let all = u64::try_from(plain.len()).ok() == Some(compress.total_in());
    ensure!(all, "a page cannot be compressed");
    Ok(())
}

impl File {
    /// With room for so many bytes.
    pub(super) fn new(room: usize) -> Self {
        let mut bytes = Vec::with_capacity(room + 32);
        bytes.extend_from_slice(&[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);
        Self {
            bytes,
            sum: Hasher::new(),
            length: 0,
        }
    }

    /// A piece that is kept.
    pub(super) fn put(&mut self, piece: &Piece) {
        self.bytes.extend_from_slice(&piece.deflated);
        self.sum.combine(&piece.sum);
        self.length += piece.plain.len();
    }

    /// What is of this file alone, as it is: blocks of DEFLATE (RFC 1951, 3.2.4) that hold their bytes.
    pub(super) fn put_as_it_is(&mut self, plain: &[u8]) {
        for bytes in plain.chunks(usize::from(u16::MAX)) {
            let length = u16::try_from(bytes.len()).unwrap_or(u16::MAX);
            self.bytes.push(0);
            self.bytes.extend_from_slice(&length.to_le_bytes());
            self.bytes.extend_from_slice(&(!length).to_le_bytes());
            self.bytes.extend_from_slice(bytes);
        }
        self.sum.update(plain);
        self.length += plain.len();
    }

    /// What is of this file alone, compressed, as its end.
    ///
    /// # Errors
    /// When it cannot be compressed: a fault of the program.
    pub(super) fn put_last(&mut self, plain: &[u8]) -> anyhow::Result<()> {
        COMPRESS.with_borrow_mut(|compress| {
            compress.reset();
            deflate(compress, plain, true, &mut self.bytes)
        })?;
        self.sum.update(plain);
        self.length += plain.len();
        Ok(())
    }

    /// The file, its last piece put.
    pub(super) fn finish(mut self) -> Bytes {
        let sum = self.sum.finalize();
        self.bytes.extend_from_slice(&sum.to_le_bytes());
        // The length modulo 2³², as the format wants it.
        self.bytes.extend(self.length.to_le_bytes().iter().take(4));
        self.bytes.into()
    }
}
