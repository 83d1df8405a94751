//! A choice that stands in an address: one of the words a page knows.

use crate::web::error::Error;

/// What is chosen; none where nothing is.
///
/// # Errors
/// [`Error::UnknownChoice`] for a word that the page does not know: no link of ours leads there.
pub fn choice<T>(
    word: Option<&str>,
    known: impl FnOnce(&str) -> Option<T>,
) -> Result<Option<T>, Error> {
    match word {
        None | Some("") => Ok(None),
        Some(word) => known(word).map(Some).ok_or(Error::UnknownChoice),
    }
}
