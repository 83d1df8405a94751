//! Passwords: what somebody typed, and whether others would guess it.
//!
//! There are no rules about kinds of characters and none about its age: they make people choose worse ones. What counts is
//! how long it would be guessed at, as `zxcvbn` counts it, and that it is in nobody's list.

use unicode_normalization::UnicodeNormalization;
use zxcvbn::{Score, zxcvbn};

use super::hidden;

/// Fewest characters of a new password.
pub const LEAST: usize = 10;

/// Most characters of a password.
pub const MOST: usize = 256;

/// So many characters are judged. What guessing the beginning takes, guessing the whole takes as well; and a hundred
/// characters made to be slow keep the judge busy for half a second, forty for a tenth of it.
const JUDGED: usize = 40;

/// In small letters and in the order of bytes; where it is from is said in `common_passwords.md`.
const COMMON: &str = include_str!("common_passwords.txt");

/// Words of ours that lists of English words do not have: whoever guesses here begins with them.
const WORDS: &str = "kocho kouchou koucho anketo ankeeto chousa shiyakusho siyakusyo yakuba kencho shicho shimin kikaku \
     kikakuka soumu somuka joho jouhou koho kouhou kanri kanrisha tantou shokuin nyuryoku pasuwado himitsu konnichiwa \
     konbanwa ohayou arigatou arigato sayonara yoroshiku onegai otsukare sumimasen ganbare daisuki aishiteru sakura \
     himawari doraemon pikachu pokemon anpanman totoro naruto reiwa heisei showa taisho nihon nippon hokkaido aomori \
     iwate miyagi akita yamagata fukushima ibaraki tochigi gunma saitama chiba tokyo kanagawa niigata toyama ishikawa \
     fukui yamanashi nagano gifu shizuoka aichi mie shiga kyoto osaka hyogo nara wakayama tottori shimane okayama \
     hiroshima yamaguchi tokushima kagawa ehime kochi fukuoka saga nagasaki kumamoto oita miyazaki kagoshima okinawa \
     広聴 市役所 町役場 村役場 管理者 職員 調査 令和 平成";

/// What was typed as a password, in the one form of all that look the same (NFKC). Never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(String);

/// Why a text cannot be a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unusable {
    /// It has more than [`MOST`] characters.
    #[error("a password has at most {MOST} characters")]
    TooLong,
    /// It has characters that cannot be typed again: line ends, tabs and the like.
    #[error("a password has no control characters")]
    Control,
}

/// Why a password must not become somebody's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weakness {
    /// It has fewer characters than [`LEAST`]: so many.
    TooShort(usize),
    /// Many people have it: programs try it first.
    Common,
    /// Most of it is a name that everybody knows: of its owner, their login name or their town.
    Known,
    /// Others guess it sooner than they should.
    Guessable,
}

impl Password {
    /// What was typed or pasted. Blanks count: they belong to it as well.
    ///
    /// # Errors
    /// [`Unusable`] says why it cannot be one.
    pub fn typed(text: &str) -> Result<Self, Unusable> {
        let taken: String = text.nfkc().take(MOST + 1).collect();
        if taken.chars().count() > MOST {
            return Err(Unusable::TooLong);
        }
        if taken.chars().any(char::is_control) {
            return Err(Unusable::Control);
        }
        Ok(Self(taken))
    }

    /// Why it must not become somebody's, if there is a reason. `about`: what everybody knows of them: login name, name,
    /// town.
    #[must_use]
    pub fn weakness(&self, about: &[&str]) -> Option<Weakness> {
        let length = self.0.chars().count();
        if length < LEAST {
            return Some(Weakness::TooShort(length));
        }
        let small = self.0.to_lowercase();
        if is_common(&small) {
            return Some(Weakness::Common);
        }
        let about = about.iter().map(|text| known(text));
        let about: Vec<String> = about.flatten().collect();
        let longest = longest(&small, &about);
        if 2 * longest >= length {
            return Some(Weakness::Known);
        }
        let judged: String = self.0.chars().take(JUDGED).collect();
        let words = about.iter().map(String::as_str);
        let words: Vec<&str> = words.chain(WORDS.split_whitespace()).collect();
        if zxcvbn(&judged, &words).score() >= Score::Three {
            return None;
        }
        Some(match longest {
            0 => Weakness::Guessable,
            _ => Weakness::Known,
        })
    }

    /// Its bytes, to be hashed.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

/// Whether it is in the list.
fn is_common(small: &str) -> bool {
    let lines: Vec<&str> = COMMON.lines().collect();
    lines.binary_search(&small).is_ok()
}

/// A name as a whole and in its parts, as far as they are long enough to be recognised: four letters, or two of those
/// scripts of which a letter says more.
fn known(text: &str) -> Vec<String> {
    let text: String = text.nfkc().take(MOST).collect();
    let text = text.to_lowercase();
    let whole: String = text.chars().filter(|c| c.is_alphanumeric()).collect();
    let parts = text.split(|c: char| !c.is_alphanumeric());
    let parts = parts.map(str::to_owned).chain([whole]);
    let mut parts: Vec<String> = parts
        .filter(|part| part.chars().count() >= if part.is_ascii() { 4 } else { 2 })
        .collect();
    parts.sort();
    parts.dedup();
    parts
}

/// How many characters the longest of these has that stands in the text, whatever marks are between; 0: none does.
fn longest(text: &str, of: &[String]) -> usize {
    let text: String = text.chars().filter(|c| c.is_alphanumeric()).collect();
    let found = of.iter().filter(|part| text.contains(part.as_str()));
    let lengths = found.map(|part| part.chars().count());
    lengths.max().unwrap_or(0)
}

hidden!(Password);

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ABOUT: [&str; 4] = ["tanaka.h", "田中 花子", "砂川市", "sunagawa"];

    fn weakness(text: &str) -> Option<Weakness> {
        Password::typed(text).unwrap().weakness(&ABOUT)
    }

    #[test]
    fn what_is_long_and_nobodys_is_taken_whatever_its_characters() {
        for good in [
            "correct horse battery staple",
            "vtkq xewo bzpm",
            "8302 4417 9926 0358",
            "雨の日は図書館で猫と昼寝をする",
            "あさがお　まんげつ　ことり",
            "sunagawa ga suki na kaeru 77 hiki",
            "🐸🌧️📚🍵🚲🎏🌾🗻🦊🎐",
        ] {
            assert_eq!(weakness(good), None, "{good}");
        }
    }

    #[test]
    fn what_others_would_try_is_refused_with_the_reason() {
        let guessable = Weakness::Guessable;
        for (bad, reason) in [
            ("", Weakness::TooShort(0)),
            ("kX9$vQ2!z", Weakness::TooShort(9)),
            ("Password123", Weakness::Common),
            ("１２３４５６７８９０", Weakness::Common),
            ("1QAZ2WSX3edc", Weakness::Common),
            ("qwertyuiop@[", Weakness::Common),
            ("さくらさくらさくら!", guessable),
            ("パスワードパスワード", Weakness::Common),
            ("konnichiwa2026", guessable),
            ("hokkaido-2026", guessable),
            ("aaaaaaaaaaaaaaaaaaaa", guessable),
            ("TANAKA.H-2026", Weakness::Known),
            ("Sunagawa12", Weakness::Known),
            ("田中花子田中花子田中", Weakness::Known),
            ("砂川市砂川市砂川市砂川市", Weakness::Known),
        ] {
            assert_eq!(weakness(bad), Some(reason), "{bad}");
        }
    }

    #[test]
    fn the_list_can_be_searched_and_has_nothing_that_is_too_short() {
        let lines: Vec<&str> = COMMON.lines().collect();
        assert!(lines.is_sorted() && lines.len() > 1_500);
        for line in lines {
            assert!(line.chars().count() >= LEAST, "{line}");
            let typed = Password::typed(line).unwrap();
            assert_eq!(typed.0.to_lowercase(), line);
        }
    }

    #[test]
    fn what_cannot_be_one_is_told_and_what_looks_the_same_is_the_same() {
        assert_eq!(Password::typed("a\nb"), Err(Unusable::Control));
        assert_eq!(Password::typed(&"a".repeat(257)), Err(Unusable::TooLong));
        // One character that becomes eighteen.
        assert_eq!(Password::typed(&"ﷺ".repeat(15)), Err(Unusable::TooLong));
        assert!(Password::typed(&"あ".repeat(256)).is_ok());
        let (wide, narrow) = (Password::typed("Ａｂ１ガ"), Password::typed("Ab1ｶﾞ"));
        assert_eq!(wide, narrow);
        assert_eq!(format!("{:?}", wide.unwrap()), "Password(…)");
    }

    /// Texts made to be slow: many overlapping words, repeats in repeats, letters written as digits.
    #[test]
    fn judging_a_long_text_takes_no_time() {
        // The lists of words are read when they are first needed.
        let _ = weakness("correct horse battery staple");
        let begun = std::time::Instant::now();
        for slow in [
            "4@8({[<369&#!1/|0$5+7%2",
            "abcABC123",
            "password",
            "a1!",
            "あいう",
            "qwerty1qaz",
        ] {
            let text: String = slow.chars().cycle().take(MOST).collect();
            let _ = weakness(&text);
        }
        assert!(begun.elapsed().as_secs() < 5, "{:?}", begun.elapsed());
    }

    proptest! {
        #[test]
        fn whatever_is_typed_is_judged(text: String, about: [String; 3]) {
            let about = about.each_ref().map(String::as_str);
            if let Ok(password) = Password::typed(&text) {
                let _ = password.weakness(&about);
            }
        }
    }
}
