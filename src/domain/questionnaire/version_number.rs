//! The number of a version (版): 3; and 3.1 where its words were corrected while it was asked.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The number of a version within its questionnaire. Later ones are greater: 3 < 3.1 < 3.2 < 4.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct VersionNumber {
    /// 1, 2, 3 …
    pub number: i32,
    /// The erratum: 1, 2, 3 …; 0 of the version itself.
    pub erratum: i32,
}

/// A text that is no number of a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the number of a version is written as 3, of an erratum as 3.1")]
pub struct NoVersionNumber;

impl VersionNumber {
    /// The one after the last of its questionnaire; the first where there is none.
    #[must_use]
    pub fn after(last: Option<Self>) -> Self {
        let last = last.map_or(0, |last| last.number);
        Self {
            number: last.saturating_add(1),
            erratum: 0,
        }
    }

    /// The next one that corrects the words of this one.
    #[must_use]
    pub fn corrected(self) -> Self {
        Self {
            erratum: self.erratum.saturating_add(1),
            ..self
        }
    }
}

impl fmt::Display for VersionNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.erratum {
            0 => write!(f, "{}", self.number),
            erratum => write!(f, "{}.{erratum}", self.number),
        }
    }
}

impl FromStr for VersionNumber {
    type Err = NoVersionNumber;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (number, erratum) = match text.split_once('.') {
            Some((number, erratum)) => (number, counted(erratum)?),
            None => (text, 0),
        };
        let number = counted(number)?;
        Ok(Self { number, erratum })
    }
}

impl TryFrom<String> for VersionNumber {
    type Error = NoVersionNumber;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<VersionNumber> for String {
    fn from(number: VersionNumber) -> Self {
        number.to_string()
    }
}

/// 1, 2, 3 … as it is written above, and no other way.
fn counted(text: &str) -> Result<i32, NoVersionNumber> {
    let number: i32 = text.parse().map_err(|_| NoVersionNumber)?;
    let is_written = number > 0 && number.to_string() == text;
    is_written.then_some(number).ok_or(NoVersionNumber)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again_and_nothing_else_is() {
        let first = VersionNumber::after(None);
        let corrected = first.corrected().corrected();
        let second = VersionNumber::after(Some(corrected));
        assert!(first < corrected && corrected < second);
        for (number, written) in [(first, "1"), (corrected, "1.2"), (second, "2")] {
            assert_eq!(number.to_string(), written);
            assert_eq!(written.parse(), Ok(number));
        }
        for wrong in [
            "",
            "0",
            "1.0",
            "01",
            "1.",
            ".1",
            "+1",
            "1.1.1",
            "1,1",
            "-1",
            "１",
            "2147483648",
        ] {
            assert_eq!(
                wrong.parse::<VersionNumber>(),
                Err(NoVersionNumber),
                "{wrong}"
            );
        }
    }
}
