//! What was typed into a form of a draft: fields whose names hang on what the draft holds.

use std::collections::HashSet;

use crate::domain::language::Language;
use crate::domain::text::Text;
use crate::web::error::Error;
use crate::web::extract::form::Pairs;
use crate::web::page::form::{FieldErrors, FormView, TICKED};

/// The field that says which revision the page showed.
const SEEN: &str = "_seen";

/// The fields of a form, each sent once.
pub(in crate::web::staff) struct Fields {
    pairs: Pairs,
    /// The revision its page showed.
    pub(in crate::web::staff) seen: i32,
}

impl Fields {
    /// # Errors
    /// [`Error::BadRequest`] for what no page of ours sends.
    pub(in crate::web::staff) fn of(pairs: Pairs) -> Result<Self, Error> {
        let names: HashSet<&str> = pairs.0.iter().map(|(name, _)| name.as_str()).collect();
        if names.len() < pairs.0.len() {
            return Err(Error::BadRequest);
        }
        let seen = pairs.one(SEEN)?.and_then(|seen| seen.parse().ok());
        let seen = seen.filter(|seen| *seen >= 0).ok_or(Error::BadRequest)?;
        Ok(Self { pairs, seen })
    }

    /// What stands in a field, without the space around it; none where it was not sent.
    pub(in crate::web::staff) fn sent(&self, name: &str) -> Option<String> {
        let mut pairs = self.pairs.0.iter();
        let (_, value) = pairs.find(|(field, _)| field == name)?;
        Some(value.replace("\r\n", "\n").trim().to_owned())
    }

    /// The same; empty where it was not sent.
    pub(in crate::web::staff) fn text(&self, name: &str) -> String {
        self.sent(name).unwrap_or_default()
    }

    /// The lines of a field in which something stands.
    pub(in crate::web::staff) fn lines(&self, name: &str) -> Vec<String> {
        let text = self.text(name);
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        lines.map(str::to_owned).collect()
    }

    /// Whether a box is ticked.
    pub(in crate::web::staff) fn ticked(&self, name: &str) -> bool {
        self.text(name) == TICKED
    }

    /// The form as its page shows it again.
    pub(in crate::web::staff) fn refused(&self, why: FieldErrors) -> FormView {
        FormView::new(self.pairs.0.iter().cloned(), why)
    }

    /// All of them, to be sent again.
    pub(in crate::web::staff) fn all(&self) -> impl Iterator<Item = &(String, String)> {
        self.pairs.0.iter().filter(|(name, _)| name != SEEN)
    }
}

/// Writes a text in a language; an empty one is none.
pub(in crate::web::staff) fn write(text: &mut Text, language: &Language, typed: String) {
    text.write(language, Some(typed).filter(|typed| !typed.is_empty()));
}

/// The same, of a text that may be missing.
pub(in crate::web::staff) fn write_optional(
    text: &mut Option<Text>,
    language: &Language,
    typed: String,
) {
    let mut whole = text.take().unwrap_or_default();
    write(&mut whole, language, typed);
    *text = Some(whole).filter(|whole| whole.iter().next().is_some());
}

/// What stands in a language; nothing where it was not written.
pub(in crate::web::staff) fn shown(text: Option<&Text>, language: &Language) -> String {
    let exact = text.and_then(|text| text.exact(language));
    exact.unwrap_or_default().to_owned()
}
