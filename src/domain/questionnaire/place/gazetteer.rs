//! The names of places (字): what is typed of a name, or of its reading, finds the places it fits.
//!
//! Names are compared as people take them to be the same: in any width and case, in hiragana and katakana, with 一丁目
//! for 1丁目 and ヶ for が. Small and large kana differ only where that decides between two places.

use unicode_normalization::UnicodeNormalization;

use super::kana;
use crate::domain::numeral;
use crate::domain::questionnaire::question::Choice;

/// The places of a question with everything they can be called. Positions are those of its options.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gazetteer {
    /// The names of each place: its label in every language, its reading.
    names: Vec<Vec<Name>>,
    /// The places in the order of their readings.
    in_order: Vec<usize>,
}

/// The places that something typed fits, each in the order of the readings.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Found {
    /// Those that are called exactly so; where none is, the same as `all`.
    pub best: Vec<usize>,
    /// Those of whose names it is a part.
    pub all: Vec<usize>,
}

/// A name in the two forms in which it is compared.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Name {
    /// Without what nobody means: width, case, blanks, marks.
    close: String,
    /// The same without what is easily written otherwise.
    loose: String,
}

impl Gazetteer {
    /// The names of these places.
    #[must_use]
    pub fn new(options: &[Choice]) -> Self {
        let names = |option: &Choice| {
            let labels = option
                .label
                .iter()
                .map(|(_, label)| without_readings(label));
            let kana = option.kana.clone();
            labels.chain(kana).map(|name| Name::of(&name)).collect()
        };
        Self {
            names: options.iter().map(names).collect(),
            in_order: kana::in_order(options),
        }
    }

    /// The positions of the places in the order of their readings.
    #[must_use]
    pub fn in_order(&self) -> &[usize] {
        &self.in_order
    }

    /// The places that something typed fits; none where nothing is left of it to compare.
    #[must_use]
    pub fn find(&self, typed: &str) -> Found {
        let typed = Name::of(typed);
        if typed.loose.is_empty() {
            return Found::default();
        }
        let all =
            self.called(|name| name.loose.contains(&typed.loose) || name.close == typed.close);
        let exact = [
            self.called(|name| name.close == typed.close),
            self.called(|name| name.loose == typed.loose),
        ];
        let best = exact.into_iter().find(|places| !places.is_empty());
        Found {
            best: best.unwrap_or_else(|| all.clone()),
            all,
        }
    }

    /// The places of which a name is such.
    fn called(&self, such: impl Fn(&Name) -> bool) -> Vec<usize> {
        let places = self.in_order.iter().copied();
        let called = |at: &usize| {
            self.names
                .get(*at)
                .is_some_and(|names| names.iter().any(&such))
        };
        places.filter(called).collect()
    }
}

impl Name {
    fn of(name: &str) -> Self {
        let plain = plain(name);
        Self {
            close: plain.chars().map(kana::hiragana).collect(),
            loose: loose(&plain),
        }
    }
}

/// A label without the readings over its words: what is written into a field of it.
#[must_use]
pub fn without_readings(label: &str) -> String {
    let mut plain = String::with_capacity(label.len());
    let mut rest = label;
    while let Some((before, (reading, after))) = rest
        .split_once('《')
        .and_then(|(before, after)| Some((before, after.split_once('》')?)))
    {
        plain.push_str(before);
        if !kana::is_reading(reading) {
            plain.push_str(&format!("《{reading}》"));
        }
        rest = after;
    }
    plain.push_str(rest);
    plain.replace(['｜', '|'], "")
}

/// Letters and digits alone, in one width and case; a Latin letter without its accent, which the name may lack.
fn plain(name: &str) -> String {
    let accent = |c: &char| ('\u{300}'..='\u{36f}').contains(c);
    let bare = name.nfkd().filter(|c| !accent(c)).nfc();
    bare.filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

fn loose(plain: &str) -> String {
    let letters: Vec<char> = plain.chars().collect();
    let at = |at: Option<usize>| at.and_then(|at| letters.get(at)).copied();
    let read = letters.iter().enumerate().map(|(here, letter)| {
        let around = [at(here.checked_sub(1)), at(here.checked_add(1))];
        kana::large(kana::hiragana(as_in_names(*letter, around)))
    });
    with_digits(&read.collect::<String>())
}

/// ヶ stands for が, and so does ケ between kanji: 鶴ヶ丘, 鶴ケ丘, 鶴が丘.
fn as_in_names(letter: char, around: [Option<char>; 2]) -> char {
    let any = |is: fn(char) -> bool| around.iter().flatten().any(|c| is(*c));
    match letter {
        'ヶ' | 'ゖ' => 'が',
        'ケ' if any(is_kanji) && !any(kana::is_katakana) => 'が',
        _ => letter,
    }
}

fn is_kanji(c: char) -> bool {
    c.is_alphabetic() && !c.is_ascii() && !kana::is_kana(c)
}

/// Numbers in kanji as digits: 二十三条 is 23条.
fn with_digits(name: &str) -> String {
    const DIGITS: &str = "〇一二三四五六七八九十";
    let mut written = String::with_capacity(name.len());
    let mut rest = name;
    while let Some(from) = rest.find(|c| DIGITS.contains(c)) {
        let (before, number) = rest.split_at(from);
        let end = number.find(|c| !DIGITS.contains(c));
        let (number, after) = number.split_at(end.unwrap_or(number.len()));
        written.push_str(before);
        match numeral::read(number) {
            Some(read) => written.push_str(&read.to_string()),
            None => written.push_str(number),
        }
        rest = after;
    }
    written + rest
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Places by label and reading.
    fn options(places: &[(&str, &str)]) -> Vec<Choice> {
        let option = |(at, (label, kana)): (usize, &(&str, &str))| {
            let json = serde_json::json!({"code": at.to_string(), "label": label, "kana": kana});
            serde_json::from_value(json).unwrap()
        };
        places.iter().enumerate().map(option).collect()
    }

    fn town() -> Gazetteer {
        Gazetteer::new(&options(&[
            ("東町", "ひがしまち"),
            ("東山《ひがしやま》", "ひがしやま"),
            ("鶴ヶ丘", "つるがおか"),
            ("北一丁目", "きたいっちょうめ"),
            ("北十二条", "きたじゅうにじょう"),
            ("ニュータウン", "ニュータウン"),
            ("十王", "じゅうおう"),
            ("寺尾", "じゆうおう"),
            ("Ōmachi", "おおまち"),
        ]))
    }

    #[test]
    fn a_name_is_found_however_it_is_written() {
        for (typed, place) in [
            ("東町", 0),
            (" ひがし　まち ", 0),
            ("ヒガシマチ", 0),
            ("ﾋｶﾞｼﾏﾁ", 0),
            ("ひか\u{3099}しまち", 0),
            ("東山", 1),
            ("ひがしや", 1),
            ("鶴ケ丘", 2),
            ("鶴が丘", 2),
            ("鶴ガ丘", 2),
            ("ケ丘", 2),
            ("北1丁目", 3),
            ("北１丁目", 3),
            ("キタイツチヨウメ", 3),
            ("北12", 4),
            ("北十二", 4),
            ("にゅーたうん", 5),
            ("にゆー", 5),
            ("OMACHI", 8),
            ("ōmachi", 8),
        ] {
            assert_eq!(town().find(typed).best, [place], "{typed}");
        }
    }

    #[test]
    fn what_fits_several_finds_them_in_the_order_of_their_readings() {
        let found = town().find("きた");
        assert_eq!(found.best, [3, 4]);
        assert_eq!(town().find("まち").all, [8, 0]);
        // Written exactly, small kana tell them apart; otherwise both are meant.
        assert_eq!(town().find("じゅうおう").best, [6]);
        assert_eq!(town().find("じゆうおう").best, [7]);
        assert_eq!(town().find("ジユウオ").best, [6, 7]);
        assert_eq!(town().find("じゅうおう").all, [6, 7]);
    }

    #[test]
    fn what_is_no_name_finds_nothing() {
        for typed in ["", " ", "・・・", "（）", "南", "ひがしまちまち", "《", "%"] {
            assert_eq!(town().find(typed), Found::default(), "{typed}");
        }
    }

    #[test]
    fn a_label_is_written_without_its_readings() {
        for (label, plain) in [
            ("東町《ひがしまち》", "東町"),
            ("｜お城前《おしろまえ》１", "お城前１"),
            ("《新》町", "《新》町"),
            ("東町《", "東町《"),
        ] {
            assert_eq!(without_readings(label), plain);
        }
    }

    fn name() -> impl Strategy<Value = String> {
        prop_oneof![
            "[東西南北町山川ヶケが一二三十1-3条丁目ア-ンぁ-ん]{1,6}",
            "[A-Za-zō -]{1,8}",
            "\\PC{1,8}",
        ]
    }

    proptest! {
        #[test]
        fn every_place_is_found_by_its_label_and_by_its_reading(
            places in prop::collection::vec((name(), "[ぁ-ゔァ-ヴ][ぁ-ゔァ-ヴー]{0,6}"), 1..20)
        ) {
            let places: Vec<(&str, &str)> = places.iter().map(|(label, kana)| (label.as_str(), kana.as_str())).collect();
            let gazetteer = Gazetteer::new(&options(&places));
            for (at, (label, kana)) in places.iter().enumerate() {
                for typed in [without_readings(label), (*kana).to_owned()] {
                    let found = gazetteer.find(&typed);
                    let comparable = !plain(&typed).is_empty();
                    prop_assert_eq!(found.best.contains(&at), comparable, "{} in {:?}", typed, found);
                    prop_assert!(found.best.iter().all(|place| found.all.contains(place)));
                }
            }
        }

        #[test]
        fn whatever_is_typed_is_looked_for(typed in any::<String>()) {
            let _ = town().find(&typed);
            let _ = without_readings(&typed);
        }
    }
}
