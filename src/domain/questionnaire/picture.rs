//! A picture of a note: what a version says of it, and the picture as it is kept.
//!
//! A version names its pictures by their hash, so that what people saw can never be exchanged under their answers. How a
//! picture is read and what is taken out of it is `formats::picture`.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::domain::chain::digits;
use crate::domain::text::Text;

/// What a version says of a picture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Picture {
    /// Which one.
    pub hash: PictureHash,
    /// What its bytes are.
    pub format: Format,
    /// In pixels.
    pub width: u16,
    /// In pixels.
    pub height: u16,
    /// What it shows, for those who do not see it.
    pub alt: Text,
}

/// A picture as it is kept and given out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image {
    /// Of its bytes.
    pub hash: PictureHash,
    /// What they are.
    pub format: Format,
    /// In pixels.
    pub width: u16,
    /// In pixels.
    pub height: u16,
    /// The file, with nothing in it but the picture.
    pub bytes: Vec<u8>,
}

/// The formats every browser shows and nothing runs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// Drawings and maps.
    Png,
    /// Photographs.
    Jpeg,
    /// Either, smaller.
    Webp,
}

/// SHA-256 of a picture's bytes; written as 64 small hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PictureHash(pub [u8; 32]);

/// A text that is no hash of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the hash of a picture is written as 64 hexadecimal digits, a to f small")]
pub struct NoPictureHash;

impl Image {
    /// A picture of these bytes, which are known to be of this format and size.
    #[must_use]
    pub fn new(format: Format, (width, height): (u16, u16), bytes: Vec<u8>) -> Self {
        Self {
            hash: PictureHash(Sha256::digest(&bytes).into()),
            format,
            width,
            height,
            bytes,
        }
    }

    /// What a version says of it.
    #[must_use]
    pub fn saying(&self, alt: Text) -> Picture {
        Picture {
            hash: self.hash,
            format: self.format,
            width: self.width,
            height: self.height,
            alt,
        }
    }
}

impl Format {
    /// What it is called in headers.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Webp => "image/webp",
        }
    }
}

impl std::fmt::Display for PictureHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&digits(&self.0))
    }
}

impl std::str::FromStr for PictureHash {
    type Err = NoPictureHash;

    /// Small digits only: a picture has one address.
    fn from_str(text: &str) -> Result<Self, NoPictureHash> {
        let is_digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        if text.len() != 64 || !text.bytes().all(is_digit) {
            return Err(NoPictureHash);
        }
        let mut hash = [0; 32];
        for (at, byte) in hash.iter_mut().enumerate() {
            let digits = text.get(2 * at..2 * at + 2).ok_or(NoPictureHash)?;
            *byte = u8::from_str_radix(digits, 16).map_err(|_| NoPictureHash)?;
        }
        Ok(Self(hash))
    }
}

impl TryFrom<String> for PictureHash {
    type Error = NoPictureHash;

    fn try_from(text: String) -> Result<Self, NoPictureHash> {
        text.parse()
    }
}

impl From<PictureHash> for String {
    fn from(hash: PictureHash) -> Self {
        hash.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_read_as_it_is_written_and_in_no_other_way() {
        let image = Image::new(Format::Png, (1, 1), b"abc".to_vec());
        let written = image.hash.to_string();
        assert!(written.starts_with("ba7816bf") && written.len() == 64);
        assert_eq!(written.parse(), Ok(image.hash));
        for other in [
            written.to_uppercase(),
            format!("{written}0"),
            format!("+{}", &written[1..]),
            written.replace('b', "é"),
            String::new(),
        ] {
            assert_eq!(other.parse::<PictureHash>(), Err(NoPictureHash), "{other}");
        }
    }

    #[test]
    fn a_note_without_a_picture_is_written_as_before_there_were_pictures() {
        use crate::domain::questionnaire::question::Kind;
        let note = Kind::Note { picture: None };
        assert_eq!(serde_json::to_string(&note).unwrap(), r#"{"type":"note"}"#);
        let read: Kind = serde_json::from_str(r#"{"type":"note"}"#).unwrap();
        assert_eq!(read, note);
    }
}
