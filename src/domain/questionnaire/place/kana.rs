//! The kana of readings: what they may be, and in which order they stand.

use unicode_normalization::UnicodeNormalization;

use crate::domain::questionnaire::question::Choice;

/// A row of the table of kana (あ行), by its first kana and as it is written in Latin letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Initial {
    /// あ, か, …, わ.
    pub kana: char,
    /// a, ka, …, wa.
    pub latin: &'static str,
}

/// The last kana of each row, and the row.
const INITIALS: [(char, Initial); 10] = [
    ('お', initial('あ', "a")),
    ('ご', initial('か', "ka")),
    ('ぞ', initial('さ', "sa")),
    ('ど', initial('た', "ta")),
    ('の', initial('な', "na")),
    ('ぽ', initial('は', "ha")),
    ('も', initial('ま', "ma")),
    ('よ', initial('や', "ya")),
    ('ろ', initial('ら', "ra")),
    ('ん', initial('わ', "wa")),
];

const fn initial(kana: char, latin: &'static str) -> Initial {
    Initial { kana, latin }
}

impl Initial {
    /// The row a reading begins in; none where it is no reading.
    #[must_use]
    pub fn of(reading: &str) -> Option<Self> {
        let first = match reading.chars().next().map(hiragana)? {
            'ゔ' => 'う',
            'ゕ' | 'ゖ' => 'か',
            first @ 'ぁ'..='ん' => first,
            _ => return None,
        };
        let row = INITIALS.iter().find(|(last, _)| first <= *last);
        row.map(|(_, initial)| *initial)
    }
}

/// Whether a text is a reading: hiragana, katakana and ー, which does not begin it.
#[must_use]
pub fn is_reading(text: &str) -> bool {
    text.chars().all(is_kana) && Initial::of(text).is_some()
}

pub(super) fn is_kana(c: char) -> bool {
    matches!(c, 'ぁ'..='ゖ' | 'ー') || is_katakana(c)
}

pub(super) fn is_katakana(c: char) -> bool {
    matches!(c, 'ァ'..='ヶ')
}

/// A katakana letter as hiragana.
pub(in crate::domain::questionnaire) fn hiragana(c: char) -> char {
    match c {
        'ァ'..='ヶ' => char::from_u32(u32::from(c) - 0x60).unwrap_or(c),
        _ => c,
    }
}

/// A small kana as a large one.
pub(super) fn large(c: char) -> char {
    match c {
        'ぁ' | 'ぃ' | 'ぅ' | 'ぇ' | 'ぉ' | 'っ' | 'ゃ' | 'ゅ' | 'ょ' | 'ゎ' => {
            char::from_u32(u32::from(c) + 1).unwrap_or(c)
        }
        'ゕ' => 'か',
        _ => c,
    }
}

/// The positions of options in the order of their readings, as in a dictionary: が stands with か, っ with つ.
#[must_use]
pub fn in_order(options: &[Choice]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..options.len()).collect();
    order.sort_by_cached_key(|at| {
        let kana = options.get(*at).and_then(|option| option.kana.as_deref());
        let reading: String = kana.unwrap_or_default().chars().map(hiragana).collect();
        let voiced = |c: &char| matches!(c, '\u{3099}' | '\u{309a}');
        let bare = reading.nfd().filter(|c| !voiced(c)).map(large);
        (bare.collect::<String>(), reading)
    });
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reading_begins_in_a_row() {
        for (row, readings) in [
            ('あ', "あ ぁ お オ ヴ"),
            ('か', "か ガ ご ヶ"),
            ('さ', "さ ぞ"),
            ('た', "た っ ド"),
            ('な', "な の"),
            ('は', "は ぽ"),
            ('ま', "ま も"),
            ('や', "ゃ ヨ"),
            ('ら', "ら ロ"),
            ('わ', "ゎ ヲ ん"),
        ] {
            for reading in readings.split(' ') {
                let initial = Initial::of(reading).unwrap();
                assert_eq!(initial.kana, row, "{reading}");
                assert!(is_reading(reading));
            }
        }
        for other in ["", "ー", "東", "a", "ｱ", "あ い", "あ1", "ー町", "・"] {
            assert!(!is_reading(other), "{other}");
        }
    }

    #[test]
    fn readings_stand_as_in_a_dictionary() {
        let readings = ["はん", "ばら", "カツ", "がっき", "かつお", "はら"];
        let option = |kana: &&str| {
            let json = serde_json::json!({"code": "1", "label": "x", "kana": kana});
            serde_json::from_value(json).unwrap()
        };
        let options: Vec<Choice> = readings.iter().map(option).collect();
        let order = in_order(&options).into_iter().map(|at| readings[at]);
        let expected = ["カツ", "かつお", "がっき", "はら", "ばら", "はん"];
        assert_eq!(order.collect::<Vec<_>>(), expected);
    }
}
