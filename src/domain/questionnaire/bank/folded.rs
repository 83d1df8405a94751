//! Texts as the bank compares them: without what people type differently and read alike.

use unicode_normalization::UnicodeNormalization as _;

use super::super::place::kana;
use super::super::placeholder::{Piece, pieces};

/// A text whose letters are narrow, small and hiragana, without its readings and without anything that is no letter or
/// digit: spaces, hyphens, ー, brackets. Of a placeholder what stands there for everybody.
#[must_use]
pub fn folded(text: &str) -> String {
    let words = pieces(text).map(|piece| match piece {
        Piece::Literal(words) => words,
        Piece::Placeholder(found) => found.instead(),
    });
    even(&apart(&words.collect::<String>()).0)
}

/// The readings of a text (`漢字《かんじ》`), each on a line, folded.
#[must_use]
pub(super) fn readings(text: &str) -> String {
    if !text.contains('《') {
        return String::new();
    }
    let readings = apart(text).1;
    let folded = readings.into_iter().map(even);
    folded.collect::<Vec<_>>().join("\n")
}

fn even(text: &str) -> String {
    let letters = text.nfkc().flat_map(char::to_lowercase).filter(counts);
    letters.map(kana::hiragana).collect()
}

/// Half of those who type leave ー out, or type a hyphen.
fn counts(c: &char) -> bool {
    c.is_alphanumeric() && *c != 'ー'
}

/// A text without its readings, and these.
fn apart(text: &str) -> (String, Vec<&str>) {
    let (mut words, mut readings, mut rest) = (String::with_capacity(text.len()), Vec::new(), text);
    while let Some((before, after)) = rest.split_once('《') {
        words.push_str(before);
        rest = match after.split_once('》') {
            Some((reading, after)) if kana::is_reading(reading) => {
                readings.push(reading);
                after
            }
            _ => after,
        };
    }
    words.push_str(rest);
    (words, readings)
}

/// Every two letters that follow one another, sorted.
pub(super) fn pairs(folded: &str) -> Vec<(char, char)> {
    let letters = folded.chars();
    let mut pairs: Vec<_> = letters.clone().zip(letters.skip(1)).collect();
    pairs.sort_unstable();
    pairs
}

/// The shortest wording that is almost another: a change of one letter in a shorter one is a change of half of it.
const ENOUGH: usize = 8;

/// Of ten pairs of letters, so many are in both where one wording is almost the other.
const OF_TEN: usize = 9;

/// Whether two folded wordings are the same, or nearly.
pub(super) fn is_almost(one: &str, other: &str) -> bool {
    if one == other {
        return !one.is_empty();
    }
    let lengths = [one, other].map(|text| text.chars().count().saturating_sub(1));
    let is_enough = |common: usize| 2 * common * 10 >= OF_TEN * lengths.iter().sum::<usize>();
    // As many as the shorter one has are the most that can be in both.
    let most = lengths.into_iter().min().unwrap_or_default();
    most + 1 >= ENOUGH && is_enough(most) && is_enough(common(&pairs(one), &pairs(other)))
}

/// How many are in both of two sorted lists.
fn common(one: &[(char, char)], other: &[(char, char)]) -> usize {
    let (mut one, mut other) = (one.iter().peekable(), other.iter().peekable());
    let mut common = 0;
    while let (Some(left), Some(right)) = (one.peek(), other.peek()) {
        match left.cmp(right) {
            std::cmp::Ordering::Less => drop(one.next()),
            std::cmp::Ordering::Greater => drop(other.next()),
            std::cmp::Ordering::Equal => {
                common += 1;
                one.next();
                other.next();
            }
        }
    }
    common
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_read_alike_is_alike() {
        for (one, other) in [
            ("サービス", "ｻｰﾋﾞｽ"),
            ("サービス", "さ－びす"),
            ("Ｗｅｂサイト", "webさいと"),
            ("市の 広報紙《こうほうし》を", "市の広報紙を"),
            ("{read|広報}の満足度", "広報の満足度"),
            ("（1つだけ○）", "１つだけ"),
            ("Wi-Fi", "ｗｉｆｉ"),
        ] {
            assert_eq!(folded(one), folded(other), "{one} {other}");
        }
        assert_eq!(folded("《新規》事業《"), "新規事業");
        assert_eq!(readings("広報紙《コウホウシ》と《新規》"), "こうほうし");
        assert_eq!(folded(" ー-・。"), "");
    }

    #[test]
    fn almost_is_a_particle_and_not_another_thing() {
        let said = folded("あなたは、広報紙をどのくらい読んでいますか。");
        assert!(is_almost(
            &said,
            &folded("あなたは、広報紙を、どのくらい読んでいますか？")
        ));
        assert!(is_almost(&folded("性別"), &folded("性別")));
        assert!(!is_almost(&folded("性別"), &folded("年齢")));
        assert!(!is_almost("", ""));
        let roads = folded("道路の整備に満足していますか");
        assert!(!is_almost(&roads, &folded("公園の整備に満足していますか")));
    }

    proptest! {
        #[test]
        fn folding_is_done_once(text in "[ぁ-んァ-ヶー漢字《》{}|a-zＡ-Ｚｱ-ﾝﾞ0-9 　-]{0,40}") {
            let once = folded(&text);
            prop_assert_eq!(folded(&once), once.clone());
            prop_assert!(!once.contains([' ', '-', 'ー', '《']));
        }

        #[test]
        fn any_text_is_folded(text in ".{0,60}", other in ".{0,60}") {
            let (one, other) = (folded(&text), folded(&other));
            prop_assert_eq!(is_almost(&one, &other), is_almost(&other, &one));
            prop_assert_eq!(is_almost(&one, &one), !one.is_empty());
        }
    }
}
