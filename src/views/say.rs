//! A sentence of the program that is not written yet: which one, and what stands in it. `{{say …}}` writes it where
//! it is shown, in the language of that page.
//!
//! Pages hold sentences, never their words; so the same page is right in every language, and a sentence whose text
//! is missing is found by a test, not by a citizen.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Serialize;

use super::datum::Datum;

/// A sentence: its translation key, and what stands in its places.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Say {
    pub(super) key: Cow<'static, str>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) args: BTreeMap<Cow<'static, str>, Wording>,
}

/// What can stand in a place of a page or of a sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Wording {
    /// How many; a text may have another form for one than for many.
    Count(u64),
    /// A text as it is: the label of an option, a figure as printed.
    Text(String),
    /// A sentence of the program.
    Say(Say),
    /// A day, a year: as the language prints it.
    Datum(Datum),
    /// Several, one after the other.
    Several {
        /// What they are.
        parts: Vec<Wording>,
        /// What stands between two of them.
        between: Box<Wording>,
    },
}

impl Say {
    /// The sentence of a key, with nothing in its places yet.
    #[must_use]
    pub fn new(key: impl Into<Cow<'static, str>>) -> Self {
        Self {
            key: key.into(),
            args: BTreeMap::new(),
        }
    }

    /// Fills one place: `$name` in the translation.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Wording>) -> Self {
        self.args.insert(Cow::Borrowed(name), value.into());
        self
    }

    /// Fills a place of which some sentences of the same kind have none.
    #[must_use]
    pub fn with_any(self, name: &'static str, value: Option<impl Into<Wording>>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }
}

impl Wording {
    /// One after the other, with `between` in the gaps.
    pub fn several(
        parts: impl IntoIterator<Item = impl Into<Wording>>,
        between: impl Into<Wording>,
    ) -> Self {
        Self::Several {
            parts: parts.into_iter().map(Into::into).collect(),
            between: Box::new(between.into()),
        }
    }
}

impl From<Say> for Wording {
    fn from(say: Say) -> Self {
        Self::Say(say)
    }
}

impl From<Datum> for Wording {
    fn from(datum: Datum) -> Self {
        Self::Datum(datum)
    }
}

/// Nothing stands in the place of what is not known.
impl From<Option<Datum>> for Wording {
    fn from(datum: Option<Datum>) -> Self {
        datum.map_or_else(|| Self::from(""), Self::Datum)
    }
}

impl From<String> for Wording {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Wording {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<u64> for Wording {
    fn from(count: u64) -> Self {
        Self::Count(count)
    }
}

impl From<u32> for Wording {
    fn from(count: u32) -> Self {
        Self::Count(count.into())
    }
}

impl From<u16> for Wording {
    fn from(count: u16) -> Self {
        Self::Count(count.into())
    }
}

impl From<usize> for Wording {
    fn from(count: usize) -> Self {
        Self::Count(u64::try_from(count).unwrap_or(u64::MAX))
    }
}

/// 3つ, 10個: so many options. From ten on another word is counted with.
#[must_use]
pub fn so_many(count: u16) -> Say {
    let key = if count < 10 {
        "so-many"
    } else {
        "so-many-things"
    };
    Say::new(key).with("count", count)
}

/// 「そう思う」「やや思う」: options by their labels, as the language quotes and joins them.
#[must_use]
pub fn quoted(labels: impl IntoIterator<Item = impl Into<Wording>>) -> Wording {
    let labels = labels.into_iter();
    let quoted = labels.map(|label| Say::new("defined-option").with("option", label));
    Wording::several(quoted, Say::new("between-options"))
}

/// 問3: the printed number of a question.
#[must_use]
pub fn question_number(number: usize) -> Say {
    Say::new("question-number").with("number", number)
}
