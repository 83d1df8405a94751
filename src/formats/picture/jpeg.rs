//! JPEG (ITU-T T.81): segments of marker, length and content; behind each beginning of a scan its pixels.

use std::borrow::Cow;

use super::{PictureFault, exif, take, take_array};

/// What a JPEG begins with: the marker of its beginning, and the first byte of the next.
pub(super) const SIGNATURE: &[u8] = b"\xff\xd8\xff";

const BEGINNING: u8 = 0xd8;
const END: u8 = 0xd9;
const SCAN: u8 = 0xda;
const COMMENT: u8 = 0xfe;
const EXIF: &[u8] = b"Exif\0\0";

/// The picture up to its end, without what cameras and programs write beside it.
pub(super) fn clean(bytes: &[u8]) -> Result<Vec<u8>, PictureFault> {
    let rest = &mut &*bytes;
    let mut kept = take(rest, 2)?.to_vec();
    loop {
        let marker = marker(rest)?;
        if marker == END {
            kept.extend_from_slice(&[0xff, END]);
            return Ok(kept);
        }
        let size = usize::from(u16::from_be_bytes(take_array(rest)?));
        let content = take(rest, size.checked_sub(2).ok_or(PictureFault::Damaged)?)?;
        if let Some(exif) = content.strip_prefix(EXIF) {
            exif::expect_upright(exif)?;
        }
        if let Some(content) = drawing(marker, content)? {
            write(marker, &content, &mut kept);
        }
        if marker == SCAN {
            kept.extend_from_slice(pixels(rest)?);
        }
    }
}

/// The next marker, which any number of 0xff may lead up to.
fn marker(rest: &mut &[u8]) -> Result<u8, PictureFault> {
    let [0xff, mut marker] = take_array(rest)? else {
        return Err(PictureFault::Damaged);
    };
    while marker == 0xff {
        [marker] = take_array(rest)?;
    }
    Ok(marker)
}

/// What of a segment draws the picture: frames, tables and scans, a colour profile; of the headers of JFIF and Adobe,
/// which say what the colours are, as much as they define. A small picture may follow in JFIF that nobody is shown.
fn drawing(marker: u8, content: &[u8]) -> Result<Option<Cow<'_, [u8]>>, PictureFault> {
    let header = || content.get(..12).ok_or(PictureFault::Damaged);
    Ok(match marker {
        // Reserved, or without a length where one was read: restarts, another beginning.
        0xc8 | 0xd0..=BEGINNING => return Err(PictureFault::Damaged),
        0xc0..=0xcf | SCAN..=0xdd => Some(content.into()),
        0xe0 if content.starts_with(b"JFIF\0") => Some([header()?, &[0, 0]].concat().into()),
        0xe2 if content.starts_with(b"ICC_PROFILE\0") => Some(content.into()),
        0xee if content.starts_with(b"Adobe") => Some(header()?.into()),
        0xe0..=0xef | COMMENT => None,
        _ => return Err(PictureFault::Damaged),
    })
}

fn write(marker: u8, content: &[u8], to: &mut Vec<u8>) {
    // What was read fits a length of 16 bits.
    let size = u16::try_from(content.len() + 2).unwrap_or_default();
    to.extend_from_slice(&[0xff, marker]);
    to.extend_from_slice(&size.to_be_bytes());
    to.extend_from_slice(content);
}

/// The pixels of a scan: up to the next marker that does not belong among them.
fn pixels<'b>(rest: &mut &'b [u8]) -> Result<&'b [u8], PictureFault> {
    let ends =
        |pair: &[u8]| matches!(pair, [0xff, next] if !matches!(next, 0 | 0xd0..=0xd7 | 0xff));
    let end = rest.windows(2).position(ends);
    take(rest, end.ok_or(PictureFault::Damaged)?)
}
