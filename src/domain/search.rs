//! What somebody looks for in a list, however it is typed: wide or narrow, large or small letters, anything around it.

use unicode_normalization::UnicodeNormalization as _;

use super::questionnaire::limits::SEARCHED;

/// Words that must all be found. Nothing typed finds everything.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Search {
    typed: String,
    words: Vec<String>,
}

impl Search {
    /// As it was typed; cut where nobody types more.
    #[must_use]
    pub fn new(typed: &str) -> Self {
        let seen = typed.chars().filter(|c| !c.is_control());
        let typed: String = seen.take(SEARCHED).collect();
        Self {
            words: even(&typed).split_whitespace().map(str::to_owned).collect(),
            typed: typed.trim().to_owned(),
        }
    }

    /// What stands in the field.
    #[must_use]
    pub fn typed(&self) -> &str {
        &self.typed
    }

    /// Whether a text holds all the words.
    #[must_use]
    pub fn finds(&self, text: &str) -> bool {
        let text = even(text);
        self.words.iter().all(|word| text.contains(word))
    }

    /// A pattern for each word as `LIKE` reads it, for texts that are in small letters and in form NFKC.
    pub fn patterns(&self) -> impl Iterator<Item = String> {
        self.words.iter().map(|word| format!("%{}%", plain(word)))
    }
}

/// Wide as narrow, large as small.
fn even(text: &str) -> String {
    text.nfkc().collect::<String>().to_lowercase()
}

/// A word in which nothing stands for anything but itself.
fn plain(word: &str) -> String {
    let mut plain = String::with_capacity(word.len());
    for c in word.chars() {
        if matches!(c, '\\' | '%' | '_') {
            plain.push('\\');
        }
        plain.push(c);
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_words_are_found_however_they_are_written() {
        let search = Search::new("　ＳＮＧ　広報 ");
        assert!(search.finds("sng-01 広報広聴活動の推進"));
        assert!(!search.finds("SNG-01 広聴"));
        assert!(Search::default().finds("何でも") && Search::new(" \t").finds(""));
        assert_eq!(search.typed(), "ＳＮＧ　広報");
    }

    #[test]
    fn what_is_typed_stands_for_itself() {
        let patterns: Vec<_> = Search::new("100%_\\").patterns().collect();
        assert_eq!(patterns, ["%100\\%\\_\\\\%"]);
        let long = "あ".repeat(SEARCHED + 1);
        assert_eq!(Search::new(&long).typed().chars().count(), SEARCHED);
        assert_eq!(Search::new("a\u{0}b\u{1b}").typed(), "ab");
    }
}
