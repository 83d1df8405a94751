//! PNG (W3C PNG, third edition): chunks of length, name, content and checksum.

use super::{PictureFault, exif, length, take, take_array};

/// What a PNG begins with.
pub(super) const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// What draws the picture: its size, its colours and what they mean, its pixels. Texts, times, EXIF and the further
/// images of an animation are not among them.
const KEPT: [&[u8; 4]; 10] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sRGB", b"cICP",
];

/// A chunk.
struct Chunk<'b> {
    name: [u8; 4],
    content: &'b [u8],
    /// Its checksum, known to be right.
    sum: [u8; 4],
}

/// The picture up to its end, without the chunks that do not draw it.
pub(super) fn clean(bytes: &[u8]) -> Result<Vec<u8>, PictureFault> {
    let rest = &mut &*bytes;
    let mut kept = take(rest, SIGNATURE.len())?.to_vec();
    let first = Chunk::take(rest)?;
    if first.name != *b"IHDR" || first.content.len() != 13 {
        return Err(PictureFault::Damaged);
    }
    first.write(&mut kept);
    let mut has_pixels = false;
    loop {
        let chunk = Chunk::take(rest)?;
        has_pixels |= chunk.name == *b"IDAT";
        if chunk.name == *b"eXIf" {
            exif::expect_upright(chunk.content)?;
        }
        if KEPT.contains(&&chunk.name) {
            chunk.write(&mut kept);
        } else if chunk.is_critical() {
            return Err(PictureFault::Damaged);
        }
        match (&chunk.name, has_pixels && chunk.content.is_empty()) {
            (b"IEND", true) => return Ok(kept),
            (b"IEND", false) | (b"IHDR", _) => return Err(PictureFault::Damaged),
            _ => {}
        }
    }
}

impl<'b> Chunk<'b> {
    fn take(rest: &mut &'b [u8]) -> Result<Self, PictureFault> {
        let size = length(u32::from_be_bytes(take_array(rest)?))?;
        let name = take_array(rest)?;
        let content = take(rest, size)?;
        let sum = take_array(rest)?;
        let mut hasher = crc32fast::Hasher::new();
        hasher.update(&name);
        hasher.update(content);
        if hasher.finalize().to_be_bytes() != sum {
            return Err(PictureFault::Damaged);
        }
        Ok(Self { name, content, sum })
    }

    /// Whether nobody can draw the picture who does not know this chunk.
    fn is_critical(&self) -> bool {
        self.name.first().is_some_and(u8::is_ascii_uppercase)
    }

    fn write(&self, to: &mut Vec<u8>) {
        // What was read fits a length of 32 bits.
        let size = u32::try_from(self.content.len()).unwrap_or_default();
        to.extend_from_slice(&size.to_be_bytes());
        to.extend_from_slice(&self.name);
        to.extend_from_slice(self.content);
        to.extend_from_slice(&self.sum);
    }
}
