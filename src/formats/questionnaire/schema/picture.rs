//! The documented form of a picture.

use schemars::JsonSchema;

use super::Text;
use crate::domain::questionnaire::limits;

/// A picture of a note: in a file beside the questionnaire or, as a questionnaire is written out, one that is kept.
#[derive(JsonSchema)]
#[serde(untagged)]
pub(super) enum Picture {
    Beside(Beside),
    Kept(Kept),
}

/// A picture in a file beside the questionnaire.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Beside {
    /// PNG, JPEG or WebP, at most 200,000 bytes and 4,000 pixels on each side, named without a folder. What it says of
    /// places, times and people is taken out.
    #[schemars(regex(pattern = r"^[^/\\:]+$"))]
    file: String,
    /// What it shows, for those who do not see it.
    alt: Text,
}

/// A picture that is kept already.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Kept {
    /// SHA-256 of its bytes.
    #[schemars(regex(pattern = r"^[0-9a-f]{64}$"))]
    hash: String,
    format: Format,
    #[schemars(range(min = 1, max = limits::PICTURE_SIDE))]
    width: u16,
    #[schemars(range(min = 1, max = limits::PICTURE_SIDE))]
    height: u16,
    /// What it shows, for those who do not see it.
    alt: Text,
}

#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Format {
    Png,
    Jpeg,
    Webp,
}
