//! How a reader wants a page: its language, the size of its text, its readings.

use actix_web::HttpRequest;
use actix_web::http::header;

use crate::domain::language::{Language, Preference};
use crate::views::addresses;

/// How a reader wants pages shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Display {
    /// Larger text.
    pub large: bool,
    /// Without furigana.
    pub noruby: bool,
}

impl Display {
    /// As the address says.
    #[must_use]
    pub fn of_request(request: &HttpRequest) -> Self {
        Self::read(query(request, "display").unwrap_or_default())
    }

    /// Reads the words `large` and `noruby`; anything else is passed over.
    #[must_use]
    pub fn read(words: &str) -> Self {
        let has = |word| words.split('-').any(|part| part == word);
        Self {
            large: has("large"),
            noruby: has("noruby"),
        }
    }

    /// The words as they stand in addresses and forms.
    #[must_use]
    pub fn words(self) -> &'static str {
        match (self.large, self.noruby) {
            (false, false) => "",
            (true, false) => "large",
            (false, true) => "noruby",
            (true, true) => "large-noruby",
        }
    }

    /// Larger, or as it comes.
    pub(super) fn larger(self) -> Self {
        let large = !self.large;
        Self { large, ..self }
    }

    /// Without readings, or with them.
    pub(super) fn other_readings(self) -> Self {
        let noruby = !self.noruby;
        Self { noruby, ..self }
    }

    /// An address of ours, in a language and shown so.
    #[must_use]
    pub fn shown(self, path: &str, language: &Language) -> String {
        addresses::shown(path, language.tag(), self.words())
    }

    /// The classes of the page's root.
    pub(super) fn classes(self) -> &'static str {
        match (self.large, self.noruby) {
            (true, true) => "large noruby",
            _ => self.words(),
        }
    }
}

/// The language a request asks for: `?lang=`, else what the browser's reader prefers, else the first offered.
/// Anything not offered is passed over, never an error.
#[must_use]
pub fn asked_language(request: &HttpRequest, offered: &[Language]) -> Language {
    let named = query(request, "lang").and_then(|tag| Language::parse(tag).ok());
    let named = named.and_then(|language| language.lookup(offered).cloned());
    let preferred = || {
        let headers = request.headers().get_all(header::ACCEPT_LANGUAGE);
        let lines: Vec<&str> = headers.filter_map(|line| line.to_str().ok()).collect();
        Preference::read(&lines.join(",")).choose(offered).cloned()
    };
    named
        .or_else(preferred)
        .or_else(|| offered.first().cloned())
        .unwrap_or_else(Language::japanese)
}

/// The language a form was filled in, where it is one of those offered; else what the request asks for.
#[must_use]
pub fn chosen_language(request: &HttpRequest, offered: &[Language], tag: &str) -> Language {
    let chosen = offered.iter().find(|offer| offer.tag() == tag).cloned();
    chosen.unwrap_or_else(|| asked_language(request, offered))
}

/// One value of the address's query, as it stands there; what needs decoding is none of ours.
#[must_use]
pub fn query<'a>(request: &'a HttpRequest, name: &str) -> Option<&'a str> {
    request
        .query_string()
        .split('&')
        .find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
}
