//! Enums that are stored or shown as words: one list of variants and words, from which the word, the way back and serde
//! follow.
//!
//! A stored word is for ever: a variant may be renamed, its word may not (`tests/suite/words.rs`).

/// Declares an enum whose variants are words: `words! { pub enum Mode { Web = "web", Paper = "paper" } }`.
macro_rules! words {
    (
        $(#[$about:meta])*
        pub enum $name:ident { $($(#[$why:meta])* $variant:ident = $word:literal,)+ }
    ) => {
        $(#[$about])*
        #[derive(serde::Serialize, serde::Deserialize)]
        pub enum $name {
            $($(#[$why])* #[serde(rename = $word)] $variant,)+
        }

        impl $name {
            /// All of them, in the order of their declaration.
            pub const ALL: [Self; [$($word),+].len()] = [$(Self::$variant),+];

            /// The word as stored and as it stands in files.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }

            /// The way back; none for any other word.
            #[must_use]
            pub fn from_word(word: &str) -> Option<Self> {
                Self::ALL.into_iter().find(|one| one.word() == word)
            }
        }
    };
}
pub(crate) use words;

#[cfg(test)]
mod tests {
    words! {
        /// For the test.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Tone {
            /// ♭
            Minor = "moll",
            /// ♯
            Major = "dur",
        }
    }

    #[test]
    fn a_word_leads_back_to_its_variant() {
        for tone in Tone::ALL {
            assert_eq!(Tone::from_word(tone.word()), Some(tone));
            let stored = serde_json::to_value(tone).unwrap();
            assert_eq!(stored, tone.word());
            assert_eq!(serde_json::from_value::<Tone>(stored).unwrap(), tone);
        }
        assert_eq!(Tone::from_word("Minor"), None);
        assert!(serde_json::from_str::<Tone>("\"Minor\"").is_err());
    }
}
