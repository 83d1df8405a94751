//! The picture of a note. A file names another one beside it (`file`); a questionnaire that was written out names a picture
//! that is kept (`hash` and what goes with it).

use std::io;
use std::path::Path;

use super::document::{needed, whole_number};
use super::fault::{Expected, FaultKind};
use super::fields::{Fields, Reading};
use super::parts::text;
use super::tree::{Node, is_forbidden};
use crate::domain::questionnaire::picture::{Format, Image, Picture};
use crate::formats::picture;

/// Reads a file by its name, beside the questionnaire.
pub(super) type Beside = Box<dyn Fn(&str) -> io::Result<Vec<u8>>>;

/// A picture, in either form.
pub(super) fn picture(reading: &mut Reading, node: &Node, path: &str) -> Option<Picture> {
    let fields = &mut reading.fields(node, path)?;
    let picture = match fields.optional("hash") {
        Some((node, path)) => kept(reading, fields, (node, &path)),
        None => beside(reading, fields),
    };
    fields.close(reading);
    picture
}

fn beside(reading: &mut Reading, fields: &mut Fields<'_>) -> Option<Picture> {
    let image = needed(reading, fields, "file", image);
    let alt = needed(reading, fields, "alt", text);
    Some(image?.saying(alt?))
}

/// The picture in a file beside this one.
fn image(reading: &mut Reading, node: &Node, path: &str) -> Option<Image> {
    const NAME: Expected = Expected::FileName;
    let name = reading.scalar(node, path, NAME)?;
    if !is_plain(name) {
        return reading.fault(node, path, FaultKind::Expected(NAME));
    }
    let bytes = match reading.read_beside(name) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return reading.fault(node, path, FaultKind::NoFile(name.to_owned()));
        }
        Err(error) => {
            let (name, cause) = (name.to_owned(), error.to_string());
            return reading.fault(node, path, FaultKind::Unreadable { name, cause });
        }
    };
    match picture::take_in(&bytes) {
        Ok(image) => {
            reading.images.push(image.clone());
            Some(image)
        }
        Err(fault) => reading.fault(node, path, FaultKind::Picture(fault)),
    }
}

/// Whether a name leads nowhere else than to a file of the same folder, on whatever system.
fn is_plain(name: &str) -> bool {
    let whole = Path::new(name).file_name() == Some(name.as_ref());
    whole && !name.contains(['\\', ':']) && !name.chars().any(is_forbidden)
}

fn kept(
    reading: &mut Reading,
    fields: &mut Fields<'_>,
    (hash, path): (&Node, &str),
) -> Option<Picture> {
    const HASH: Expected = Expected::Hash;
    let formats = [
        ("png", Format::Png),
        ("jpeg", Format::Jpeg),
        ("webp", Format::Webp),
    ];
    let hash = reading.parsed(hash, path, HASH);
    let format = needed(reading, fields, "format", |r, n, p| r.word(n, p, &formats));
    let width = needed(reading, fields, "width", whole_number);
    let height = needed(reading, fields, "height", whole_number);
    let alt = needed(reading, fields, "alt", text);
    Some(Picture {
        hash: hash?,
        format: format?,
        width: width?,
        height: height?,
        alt: alt?,
    })
}
