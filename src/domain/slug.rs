//! Names in addresses: short, lower case, and never one the program itself uses.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::ids::TrialId;

/// Words that stand in addresses of the program and so cannot name a municipality, plan or survey.
const RESERVED: [&str; 14] = [
    "a", "api", "assets", "embed", "feed", "healthz", "help", "metrics", "new", "plans", "readyz",
    "staff", "surveys", "thanks",
];

/// The name of the desk of those who run the installation, which no municipality bears.
const OFFICE: &str = "office";

/// What the name of a trial begins with; its id follows.
const TRIAL: &str = "trial-";

/// A name in an address: 1–60 lower-case letters, digits and inner hyphens.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Slug(String);

/// Why a text is not a [`Slug`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SlugError {
    /// Something other than lower-case letters, digits and inner hyphens, or too long.
    #[error("a name has 1 to 60 lower-case letters, digits and inner hyphens")]
    Shape,
    /// The program uses the word itself.
    #[error("this word is reserved")]
    Reserved,
}

impl Slug {
    /// Reads a name.
    ///
    /// # Errors
    /// [`SlugError`] says what is wrong with it.
    pub fn parse(name: &str) -> Result<Self, SlugError> {
        let plain = name
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
        if !plain
            || name.is_empty()
            || name.len() > 60
            || name.starts_with('-')
            || name.ends_with('-')
        {
            return Err(SlugError::Shape);
        }
        if RESERVED.contains(&name) || Self::trial(name).is_some() {
            Err(SlugError::Reserved)
        } else {
            Ok(Self(name.to_owned()))
        }
    }

    /// The name of the desk of those who run the installation.
    #[must_use]
    pub fn office() -> Self {
        Self(OFFICE.to_owned())
    }

    /// The name of a trial, among those of surveys.
    #[must_use]
    pub fn of_trial(trial: TrialId) -> Self {
        Self(format!("{TRIAL}{}", trial.0.simple()))
    }

    /// The trial that a name in an address is of; none: it is of something else.
    #[must_use]
    pub fn trial(name: &str) -> Option<TrialId> {
        let id = name.strip_prefix(TRIAL)?;
        Uuid::try_parse(id).ok().map(TrialId)
    }

    /// The name as it stands in the address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Slug {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::str::FromStr for Slug {
    type Err = SlugError;

    fn from_str(name: &str) -> Result<Self, SlugError> {
        Self::parse(name)
    }
}

impl TryFrom<String> for Slug {
    type Error = SlugError;

    fn try_from(name: String) -> Result<Self, SlugError> {
        Self::parse(&name)
    }
}

impl From<Slug> for String {
    fn from(slug: Slug) -> Self {
        slug.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trial_is_found_by_its_name_and_nothing_else_bears_it() {
        let trial = TrialId(Uuid::new_v4());
        let name = Slug::of_trial(trial);
        assert_eq!(Slug::trial(name.as_str()), Some(trial));
        assert_eq!(Slug::parse(name.as_str()), Err(SlugError::Reserved));
        assert_eq!(Slug::trial("trial-2026"), None);
        assert!(Slug::parse("trial-2026").is_ok());
    }

    #[test]
    fn names_are_read_and_reserved_words_refused() {
        assert_eq!(Slug::parse("sunagawa-r7").unwrap().as_str(), "sunagawa-r7");
        assert_eq!(Slug::parse("staff"), Err(SlugError::Reserved));
        for bad in ["", "-a", "a-", "Ａ", "a/b", "a b", "..", "A"] {
            assert_eq!(Slug::parse(bad), Err(SlugError::Shape), "{bad}");
        }
    }
}
