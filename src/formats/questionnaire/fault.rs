//! What is wrong with a file, and where.

use super::slips::Slip;
use crate::domain::questionnaire::confusable::Confusion;
use crate::domain::questionnaire::finding::DesignFault;
use crate::domain::words::words;
use crate::formats::picture::PictureFault;

/// One fault of a file. Printed as `12:5 sections[2].questions[0].code: …`; the caller puts the file's name before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// Where in the document; empty for the document itself.
    pub path: String,
    /// What.
    pub kind: FaultKind,
}

words! {
    /// What a value must be.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
    pub enum Expected {
        /// A text.
        #[error("a text")]
        Text = "text",
        /// A map of names and lists of options.
        #[error("a map of names and lists of options")]
        Sets = "sets",
        /// A number.
        #[error("a number")]
        Number = "number",
        /// A day such as 2025-04-01.
        #[error("a day such as 2025-04-01")]
        Day = "day",
        /// A condition.
        #[error("one of any_of, number, date, answered, all, any, not")]
        Condition = "condition",
        /// An item such as q5 or q7.r1.
        #[error("an item such as q5 or q7.r1")]
        Item = "item",
        /// A whole number.
        #[error("a whole number")]
        WholeNumber = "whole-number",
        /// A language tag such as ja, ja-x-easy or en.
        #[error("a language tag such as ja, ja-x-easy or en")]
        Language = "language",
        /// A time of day such as 09:30.
        #[error("a time of day such as 09:30")]
        Time = "time",
        /// A list of two scales.
        #[error("a list of two scales")]
        Scales = "scales",
        /// A code.
        #[error("a code of 1 to 40 ASCII letters, digits, _ and -, beginning with a letter or digit")]
        Code = "code",
        /// A word.
        #[error("a word")]
        Word = "word",
        /// True or false.
        #[error("true or false")]
        Truth = "truth",
        /// A list.
        #[error("a list: each entry begins with “- ”")]
        List = "list",
        /// A map of keys and values.
        #[error("a map of keys and values")]
        Map = "map",
        /// The name of a file beside this one, without a folder.
        #[error("the name of a file beside this one, without a folder")]
        FileName = "file-name",
        /// The hash of a picture.
        #[error("a hash of 64 hexadecimal digits, a to f small; of a new picture say its “file”")]
        Hash = "hash",
    }
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FaultKind {
    /// More bytes than a questionnaire can have.
    #[error("the file is larger than {limit} bytes")]
    TooLarge {
        /// The limit.
        limit: usize,
    },
    /// Bytes that are not UTF-8; Excel and old editors write other encodings.
    #[error(
        "the file is not UTF-8 but most likely Shift_JIS (CP932): save it as UTF-8 (in Notepad: 名前を付けて保存, \
         文字コード UTF-8)"
    )]
    NotUtf8,
    /// UTF-16, which Notepad once called “Unicode”.
    #[error(
        "the file is UTF-16: save it as UTF-8 (in Notepad: 名前を付けて保存, 文字コード UTF-8)"
    )]
    Utf16,
    /// A control character.
    #[error("the character U+{0:04X} cannot stand in a questionnaire")]
    Character(u32),
    /// Neither YAML nor JSON.
    #[error(
        "cannot be read as YAML or JSON from here on: {0}. Look for a missing dash, colon or quotation mark here or \
         in the lines before, and whether the line is indented like its neighbours"
    )]
    Syntax(String),
    /// A usual slip.
    #[error("{0}")]
    Slip(Slip),
    /// Full-width characters where half-width ones are needed.
    #[error("“{written}” is not half-width: write “{plain}”")]
    Width {
        /// As written.
        written: String,
        /// The same in half-width characters.
        plain: String,
    },
    /// Lists and maps inside each other beyond reason.
    #[error("nested deeper than {limit} levels")]
    TooDeep {
        /// The limit.
        limit: usize,
    },
    /// A YAML alias (`*name`).
    #[error("aliases (*name) are not read: put the options under option_sets and use their name")]
    Alias,
    /// A YAML tag (`!name`).
    #[error("tags (!name) are not read")]
    Tag,
    /// Nothing in the file, or several documents.
    #[error("the file must hold exactly one document")]
    Documents,
    /// A key that is a list or a map.
    #[error("a key must be a word")]
    Key,
    /// One key twice in one map.
    #[error(
        "“{0}” is given twice; if it begins another entry of a list, “- ” is missing before the entry"
    )]
    DuplicateKey(String),
    /// A key nobody reads.
    #[error("“{key}” is not known here{}", suggestion(.meant.as_deref()))]
    UnknownKey {
        /// The key.
        key: String,
        /// The known key nearest to it.
        meant: Option<String>,
    },
    /// A key that is needed.
    #[error("“{0}” is missing")]
    Missing(&'static str),
    /// Another shape than needed.
    #[error("must be {0}")]
    Expected(Expected),
    /// A word that is none of those possible.
    #[error("“{word}” is not one of {possible}{}", suggestion(.meant.as_deref()))]
    UnknownWord {
        /// The word.
        word: String,
        /// Those possible.
        possible: String,
        /// The one nearest to it.
        meant: Option<String>,
    },
    /// A name that is none of the option sets.
    #[error("“{word}” is not one of the option sets ({known}){}", suggestion(.meant.as_deref()))]
    UnknownSet {
        /// The name.
        word: String,
        /// Those there are.
        known: String,
        /// The one nearest to it.
        meant: Option<String>,
    },
    /// A name that no file beside this one has.
    #[error("there is no file “{0}” in the folder of the questionnaire")]
    NoFile(String),
    /// A file beside this one that cannot be read.
    #[error("“{name}” cannot be read: {cause}")]
    Unreadable {
        /// Its name.
        name: String,
        /// What the system says.
        cause: String,
    },
    /// A file beside this one that is not taken as a picture.
    #[error("{0}")]
    Picture(PictureFault),
    /// A fault of the design, found by its review.
    #[error("{0}")]
    Design(DesignFault),
    /// A remark: codes or labels that people will confuse.
    #[error("{0}")]
    Confusing(Confusion),
    /// A remark: a word without quotes that other programs take for something else.
    #[error(
        "other programs read {0} without quotes as {1}: write \"{0}\" in quotes, or choose another code"
    )]
    PlainWord(String, &'static str),
    /// A remark: a text that a comment cuts.
    #[error(
        "“{0}…” is read as a comment and is not in the text: put the text in quotes if it belongs to it"
    )]
    CutText(String),
}

fn suggestion(meant: Option<&str>) -> String {
    meant.map_or(String::new(), |meant| format!("; did you mean “{meant}”?"))
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            line,
            column,
            path,
            kind,
        } = self;
        let colon = if path.is_empty() { "" } else { ": " };
        write!(f, "{line}:{column} {path}{colon}{kind}")
    }
}

/// The word nearest to a mistyped one, when it is near enough.
pub(super) fn nearest(word: &str, possible: &[&str]) -> Option<String> {
    if word.chars().count() > 40 {
        return None;
    }
    let distances = possible
        .iter()
        .map(|known| (distance(&word.to_lowercase(), known), known));
    let (distance, known) = distances.min()?;
    (distance <= 1 + known.len() / 4).then(|| (*known).to_owned())
}

/// Levenshtein distance in characters.
fn distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.chars().count()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (cell, y) in row.iter_mut().skip(1).zip(b.chars()) {
            let best = (diagonal + usize::from(x != y))
                .min(*cell + 1)
                .min(left + 1);
            diagonal = std::mem::replace(cell, best);
            left = best;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_is_meant() {
        let known = ["title", "text", "options", "show_if"];
        assert_eq!(nearest("opitons", &known).as_deref(), Some("options"));
        assert_eq!(nearest("showif", &known).as_deref(), Some("show_if"));
        assert_eq!(nearest("zzz", &known), None);
        assert_eq!(
            (
                distance("kitten", "sitting"),
                distance("", "ab"),
                distance("a", "a")
            ),
            (3, 2, 0)
        );
    }
}
