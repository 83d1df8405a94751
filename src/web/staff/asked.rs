//! What an address asks for: of a list, and of any page in another language.

use crate::domain::permission::Grant;
use crate::domain::search::Search;
use crate::web::error::Error;
use crate::web::extract::choice::choice;
use crate::web::extract::form;
use crate::web::page::list::Place;

use super::Staff;

impl<P: Grant> Staff<P> {
    /// What a list is searched for. Bytes that no browser sends find everything.
    #[must_use]
    pub fn searched(&self) -> Search {
        let raw = self.query("q").unwrap_or_default();
        let pairs = form::decode(format!("q={raw}").as_bytes()).unwrap_or_default();
        Search::new(pairs.0.first().map_or("", |(_, typed)| typed))
    }

    /// One of the words that a list knows for a name; the usual one where the address says none.
    ///
    /// # Errors
    /// [`Error::UnknownChoice`]
    pub fn one_of<T: Default>(
        &self,
        name: &str,
        known: impl Fn(&str) -> Option<T>,
    ) -> Result<T, Error> {
        Ok(self.narrowed(name, known)?.unwrap_or_default())
    }

    /// What a list is narrowed down to by a name: one of the words it knows, or nothing.
    ///
    /// # Errors
    /// [`Error::UnknownChoice`]
    pub fn narrowed<T>(
        &self,
        name: &str,
        known: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>, Error> {
        choice(self.query(name), known)
    }

    /// The list at a path, on the page that the address asks for.
    #[must_use]
    pub fn place(&self, path: &str) -> Place {
        Place::new(self.path(path), self.query("page"))
    }

    /// The address of the page with what it is asked for, but for the language and what was just done.
    pub(super) fn here(&self) -> String {
        let said = self.request.query_string().split('&').filter(|pair| {
            let name = pair.split('=').next().unwrap_or_default();
            !pair.is_empty() && !matches!(name, "lang" | "display" | "done")
        });
        let said: Vec<&str> = said.collect();
        match said.is_empty() {
            true => self.request.path().to_owned(),
            false => format!("{}?{}", self.request.path(), said.join("&")),
        }
    }
}
