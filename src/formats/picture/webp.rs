//! WebP (RFC 9649): a RIFF file of chunks with name, length and content. The simple form is one image; the extended one
//! (`VP8X`) says what else there is.

use super::{PictureFault, exif, length, sides, take, take_array};

/// Of the flags of the extended form: a colour profile, transparency. EXIF, XMP and what is reserved are cleared.
const KEPT_FLAGS: u8 = 0x20 | 0x10;
const MOVES: u8 = 0x02;

/// Whether a file begins as a WebP does.
pub(super) fn is_one(bytes: &[u8]) -> bool {
    bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP")
}

/// The picture up to its end, without the chunks that do not draw it.
pub(super) fn clean(bytes: &[u8]) -> Result<Vec<u8>, PictureFault> {
    let rest = &mut chunks(bytes)?;
    let (name, content) = chunk(rest)?;
    if name != *b"VP8X" {
        return match &name {
            b"VP8 " | b"VP8L" => file(&[(name, content)]),
            _ => Err(PictureFault::Damaged),
        };
    }
    let mut header: [u8; 10] = content.try_into().map_err(|_| PictureFault::Damaged)?;
    let [flags, ..] = &mut header;
    if *flags & MOVES != 0 {
        return Err(PictureFault::Moving);
    }
    *flags &= KEPT_FLAGS;
    let mut kept: Vec<([u8; 4], &[u8])> = vec![(name, &header)];
    let mut image = None;
    while image.is_none() || !rest.is_empty() {
        let (name, content) = chunk(rest)?;
        match (&name, image) {
            (b"VP8 " | b"VP8L", None) => image = Some((name, content)),
            (b"ICCP" | b"ALPH", None) => {}
            (b"ANIM" | b"ANMF", _) => return Err(PictureFault::Moving),
            (b"EXIF", _) => {
                exif::expect_upright(content)?;
                continue;
            }
            _ => continue,
        }
        kept.push((name, content));
    }
    let (whole, alone) = (file(&kept)?, file(image.as_slice())?);
    // The frame and what is in it: a browser unpacks the latter, however large.
    match sides(&whole)? == sides(&alone)? {
        true => Ok(whole),
        false => Err(PictureFault::Damaged),
    }
}

/// All chunks: as many bytes as the file says.
fn chunks(bytes: &[u8]) -> Result<&[u8], PictureFault> {
    let rest = &mut &*bytes;
    take(rest, 4)?;
    let size = length(u32::from_le_bytes(take_array(rest)?))?;
    let mut inside = take(rest, size)?;
    take(&mut inside, 4)?;
    Ok(inside)
}

fn chunk<'b>(rest: &mut &'b [u8]) -> Result<([u8; 4], &'b [u8]), PictureFault> {
    let name = take_array(rest)?;
    let size = length(u32::from_le_bytes(take_array(rest)?))?;
    let content = take(rest, size)?;
    // A byte fills up what is odd; some programs leave it out at the end.
    *rest = rest.get(size % 2..).unwrap_or_default();
    Ok((name, content))
}

/// A file of these chunks.
fn file(chunks: &[([u8; 4], &[u8])]) -> Result<Vec<u8>, PictureFault> {
    let number = |size: usize| u32::try_from(size).map_err(|_| PictureFault::Damaged);
    let mut inside = b"WEBP".to_vec();
    for (name, content) in chunks {
        inside.extend_from_slice(name);
        inside.extend_from_slice(&number(content.len())?.to_le_bytes());
        inside.extend_from_slice(content);
        inside.resize(inside.len().next_multiple_of(2), 0);
    }
    let size = number(inside.len())?.to_le_bytes();
    Ok([b"RIFF", &size[..], &inside].concat())
}
