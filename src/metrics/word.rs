//! A word of the program's own: what labels of counters and fields of log lines are made of.

use std::borrow::Cow;
use std::fmt;

use actix_web::HttpRequest;
use actix_web::http::Method;

/// One of a number of words that does not grow with what is sent. It cannot be made from a text that came from outside:
/// only from the program's own words, its routes, known methods and status codes.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Word(Cow<'static, str>);

impl Word {
    /// A word written in the program.
    #[must_use]
    pub const fn new(word: &'static str) -> Self {
        Self(Cow::Borrowed(word))
    }

    /// A method of RFC 9110 or `PATCH`; any other is `other`, however it is called.
    #[must_use]
    pub fn method(method: &Method) -> Self {
        Self::new(match *method {
            Method::GET => "GET",
            Method::HEAD => "HEAD",
            Method::POST => "POST",
            Method::PUT => "PUT",
            Method::DELETE => "DELETE",
            Method::OPTIONS => "OPTIONS",
            Method::PATCH => "PATCH",
            Method::TRACE => "TRACE",
            Method::CONNECT => "CONNECT",
            _ => "other",
        })
    }

    /// The pattern of the program's own table that an address fits, not the address; `none` where it fits none.
    #[must_use]
    pub fn route(request: &HttpRequest) -> Self {
        let pattern = request.match_pattern();
        pattern.map_or(Self::new("none"), |pattern| Self(pattern.into()))
    }

    /// The word.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A status code.
impl From<u16> for Word {
    fn from(status: u16) -> Self {
        Self(status.to_string().into())
    }
}

impl fmt::Display for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Whatever is invented, there are ten words for it.
        #[test]
        fn an_invented_method_is_no_word(name in "[!#$%&'*+.^_`|~0-9A-Za-z-]{1,200}") {
            // What is no method at all is refused before anything is counted.
            if let Ok(method) = Method::from_bytes(name.as_bytes()) {
                let word = Word::method(&method);
                prop_assert!(word.as_str() == "other" || word.as_str() == name);
                prop_assert!(word.as_str().len() <= 7);
            }
        }
    }

    #[test]
    fn known_methods_keep_their_names() {
        for method in [Method::GET, Method::POST, Method::HEAD, Method::PATCH] {
            assert_eq!(Word::method(&method).as_str(), method.as_str());
        }
        // Methods are told apart by case.
        let small = Method::from_bytes(b"get").unwrap();
        assert_eq!(Word::method(&small).as_str(), "other");
    }
}
