//! EXIF, as far as it has to be read before it is taken out: which way up a picture is shown.

use super::PictureFault;

/// The tag that says it.
const ORIENTATION: u16 = 0x0112;

/// Refuses a picture that is shown turned or mirrored: without its EXIF it would lie on its side. What cannot be read
/// turns nothing, as in browsers.
///
/// # Errors
/// [`PictureFault::Turned`].
pub(super) fn expect_upright(exif: &[u8]) -> Result<(), PictureFault> {
    match orientation(exif) {
        Some(2..=8) => Err(PictureFault::Turned),
        _ => Ok(()),
    }
}

/// The orientation (1 to 8) in the first directory of a TIFF header.
fn orientation(exif: &[u8]) -> Option<u16> {
    let tiff = exif.strip_prefix(b"Exif\0\0").unwrap_or(exif);
    let is_big = match tiff.get(..4)? {
        b"MM\0*" => true,
        b"II*\0" => false,
        _ => return None,
    };
    let short = |at: &[u8]| {
        let bytes = at.first_chunk()?;
        Some(match is_big {
            true => u16::from_be_bytes(*bytes),
            false => u16::from_le_bytes(*bytes),
        })
    };
    let place = *tiff.get(4..)?.first_chunk()?;
    let place = match is_big {
        true => u32::from_be_bytes(place),
        false => u32::from_le_bytes(place),
    };
    let directory = tiff.get(usize::try_from(place).ok()?..)?;
    let count = usize::from(short(directory)?);
    let mut entries = directory.get(2..)?.chunks_exact(12).take(count);
    let entry = entries.find(|entry| short(entry) == Some(ORIENTATION))?;
    short(entry.get(8..)?)
}
