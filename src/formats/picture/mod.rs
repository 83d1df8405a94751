//! Pictures for notes: what a file is, how large, and the same file with nothing in it but the picture.
//!
//! A photograph from a telephone says where and when it was taken, with what, often by whom, and may carry a smaller
//! picture of what was cut off. So only those parts are kept that draw the picture; whatever is not known to do that is
//! left out, and so is everything behind its end. Nothing is unpacked and drawn anew: what is kept is kept to the byte.

mod exif;
mod jpeg;
mod png;
#[cfg(test)]
mod tests;
mod webp;

use crate::domain::questionnaire::limits::{PICTURE_BYTES, PICTURE_SIDE};
use crate::domain::questionnaire::picture::{Format, Image};

/// Why a file is not taken as a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PictureFault {
    /// More bytes than a citizen should wait for.
    #[error(
        "the picture is larger than {PICTURE_BYTES} bytes: save it with fewer pixels, or a photograph as JPEG or WebP"
    )]
    TooLarge,
    /// By its first bytes, whatever its name says.
    #[error(
        "the file holds no picture in PNG, JPEG or WebP, whatever its name says: save it as one of these"
    )]
    Format,
    /// Cut off, or not what its beginning says.
    #[error(
        "the picture is damaged or cut off: open it in a program for pictures and save it again"
    )]
    Damaged,
    /// More pixels than a telephone can unpack.
    #[error(
        "the picture has {width} × {height} pixels: make it at most {PICTURE_SIDE} on each side"
    )]
    TooManyPixels {
        /// Pixels in a row.
        width: usize,
        /// Rows.
        height: usize,
    },
    /// A photograph that only a note in the file (EXIF) stands upright, and that note is taken out.
    #[error(
        "the picture lies on its side or upside down, and only a note in the file turns it: turn it in a program for \
         pictures until it is upright, and save it again"
    )]
    Turned,
    /// An animation.
    #[error("the picture moves: save one image of it")]
    Moving,
}

/// Reads a picture and takes out of it whatever does not draw it.
///
/// # Errors
/// [`PictureFault`].
pub fn take_in(bytes: &[u8]) -> Result<Image, PictureFault> {
    expect_small(bytes)?;
    let (format, bytes) = if bytes.starts_with(png::SIGNATURE) {
        (Format::Png, png::clean(bytes)?)
    } else if bytes.starts_with(jpeg::SIGNATURE) {
        (Format::Jpeg, jpeg::clean(bytes)?)
    } else if webp::is_one(bytes) {
        (Format::Webp, webp::clean(bytes)?)
    } else {
        return Err(PictureFault::Format);
    };
    // What is filled up to its form may be a byte or two longer than it came.
    expect_small(&bytes)?;
    let sides = bounded(sides(&bytes)?)?;
    Ok(Image::new(format, sides, bytes))
}

fn expect_small(bytes: &[u8]) -> Result<(), PictureFault> {
    match bytes.len() <= PICTURE_BYTES {
        true => Ok(()),
        false => Err(PictureFault::TooLarge),
    }
}

/// Width and height as the file says them.
fn sides(bytes: &[u8]) -> Result<(usize, usize), PictureFault> {
    let size = imagesize::blob_size(bytes).map_err(|_| PictureFault::Damaged)?;
    Ok((size.width, size.height))
}

fn bounded((width, height): (usize, usize)) -> Result<(u16, u16), PictureFault> {
    if width == 0 || height == 0 {
        return Err(PictureFault::Damaged);
    }
    let side = |pixels| {
        let side = u16::try_from(pixels).ok();
        side.filter(|side| *side <= PICTURE_SIDE)
            .ok_or(PictureFault::TooManyPixels { width, height })
    };
    Ok((side(width)?, side(height)?))
}

/// So many bytes from the beginning of what is left.
fn take<'b>(rest: &mut &'b [u8], count: usize) -> Result<&'b [u8], PictureFault> {
    let (taken, left) = rest.split_at_checked(count).ok_or(PictureFault::Damaged)?;
    *rest = left;
    Ok(taken)
}

/// The same, as many as a number or a name has.
fn take_array<const N: usize>(rest: &mut &[u8]) -> Result<[u8; N], PictureFault> {
    let taken = take(rest, N)?;
    taken.try_into().map_err(|_| PictureFault::Damaged)
}

/// A length of 32 bits as a number of this machine.
fn length(bits: u32) -> Result<usize, PictureFault> {
    usize::try_from(bits).map_err(|_| PictureFault::Damaged)
}
