//! The files under `templates/`, and why one of them cannot be used.

use rust_embed::RustEmbed;

/// The files under `templates/`: in the binary when released, read from the folder while developing.
#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/templates"]
pub(super) struct Files;

/// Why the pages cannot be loaded or one of them not be written.
#[derive(Debug, thiserror::Error)]
pub enum ViewError {
    /// A template does not parse.
    #[error("template {0}: {1}")]
    Template(String, String),
    /// A translation file is faulty.
    #[error("translation {0}: {1}")]
    Locale(String, String),
    /// A text does not exist, or has a place that nothing fills.
    #[error("text {0}: {1}")]
    Text(String, String),
    /// A page could not be written.
    #[error(transparent)]
    Render(#[from] handlebars::RenderError),
}

/// The text of one embedded file.
pub(super) fn text_of(file: &str) -> Result<String, ViewError> {
    let missing = || ViewError::Template(file.to_owned(), "missing".to_owned());
    let data = Files::get(file).ok_or_else(missing)?.data;
    String::from_utf8(data.into_owned())
        .map_err(|error| ViewError::Template(file.to_owned(), error.to_string()))
}
