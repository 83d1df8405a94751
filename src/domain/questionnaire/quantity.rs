//! A number as people type it, with its unit and in their words: 「80%」 where ％ is asked, 「二人」, 「約１万２千円」.
//!
//! Read is only what can mean one thing; another unit than the one asked for is none.

use rust_decimal::Decimal;

use crate::domain::{numeral, text};

/// Words for the same unit: the counters of Japanese, their kana, their singular.
const SAME: &[&[&str]] = &[
    &["人", "名", "にん", "めい"],
    &["歳", "才", "さい"],
    &["回", "度", "かい"],
    &["年", "年間", "か年", "ヶ年", "カ年", "ケ年", "箇年", "ねん"],
    &[
        "か月",
        "ヶ月",
        "カ月",
        "ケ月",
        "ヵ月",
        "箇月",
        "か月間",
        "ヶ月間",
        "カ月間",
        "ケ月間",
        "かげつ",
    ],
    &["週", "週間"],
    &["日", "日間", "にち"],
    &["時間", "じかん"],
    &["分", "分間", "ふん"],
    &["個", "こ", "コ", "つ"],
    &["枚", "まい"],
    &["点", "てん"],
    &["%", "﹪", "パーセント", "ぱーせんと", "percent", "per cent"],
    &["円", "えん", "yen"],
    &["km", "㎞", "キロ", "キロメートル"],
    &["m", "メートル"],
    &["㎡", "m2", "m²", "平米", "平方メートル"],
    &["people", "persons", "person"],
    &["years", "year", "years old", "year old", "yrs"],
    &["months", "month"],
    &["weeks", "week"],
    &["days", "day"],
    &["hours", "hour"],
    &["minutes", "minute", "min"],
    &["times", "time"],
];

/// What people put around a number that says no more than the number itself where one number is asked.
const BEFORE: [&str; 7] = ["およそ", "おおよそ", "だいたい", "大体", "約", "満", "¥"];
const BEHIND: [&str; 4] = ["くらい", "ぐらい", "程度", "ほど"];

/// The number; none when it is no number, or one of another unit than `units`.
pub(super) fn read(written: &str, units: &[String]) -> Option<Decimal> {
    let narrow: String = written.chars().map(narrow).collect();
    let number = without_first(narrow.trim(), &BEFORE);
    let bare = without_unit(number, units)
        .or_else(|| without_unit(without_last(number, &BEHIND), units))
        .unwrap_or_else(|| without_last(number, &BEHIND));
    let (sign, unsigned) = match bare.strip_prefix(['-', '−', '‐', '–', '—', '―', 'ー'])
    {
        Some(unsigned) => (-Decimal::ONE, unsigned),
        None => (Decimal::ONE, bare),
    };
    let number = numeral::read(unsigned)?;
    let most = Decimal::from(10_i64.pow(15));
    (number < most).then(|| sign * number)
}

/// The text before its unit, the longest word that fits; none without a unit.
fn without_unit<'t>(text: &'t str, units: &[String]) -> Option<&'t str> {
    let words = units.iter().flat_map(|unit| words(unit));
    let bare = words.filter_map(|word| Some(strip_end(text, &word)?.trim_end()));
    bare.min_by_key(|bare| bare.len())
}

/// The words for a unit as it is printed, with or without a reading: itself and those that mean the same.
fn words(unit: &str) -> Vec<String> {
    let base = unit.split('《').next().unwrap_or_default();
    let base: String = base
        .chars()
        .filter(|c| !matches!(c, '｜' | '|'))
        .map(narrow)
        .collect();
    let base = base.trim().to_lowercase();
    let same = SAME.iter().find(|words| words.contains(&base.as_str()));
    let others = same.into_iter().flat_map(|words| words.iter());
    let all = others.map(|word| (*word).to_owned());
    all.chain(std::iter::once(base))
        .filter(|word| !word.is_empty())
        .collect()
}

/// Cuts a word off the end, whatever the case of its letters.
fn strip_end<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let (before, end) = text.split_at_checked(text.len().checked_sub(word.len())?)?;
    end.eq_ignore_ascii_case(word).then_some(before)
}

fn without_first<'t>(text: &'t str, words: &[&str]) -> &'t str {
    let bare = words.iter().find_map(|word| text.strip_prefix(word));
    bare.map_or(text, str::trim_start)
}

fn without_last<'t>(text: &'t str, words: &[&str]) -> &'t str {
    let bare = words.iter().find_map(|word| text.strip_suffix(word));
    bare.map_or(text, str::trim_end)
}

fn narrow(c: char) -> char {
    match c {
        '￥' => '¥',
        c => text::narrow(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(written: &str, unit: &str) -> Option<String> {
        let units: Vec<String> = unit.split(' ').map(str::to_owned).collect();
        read(written, &units).map(|number| number.normalize().to_string())
    }

    #[test]
    fn a_number_is_read_with_the_unit_that_is_asked() {
        for (written, unit, number) in [
            ("80%", "％", "80"),
            ("８０％", "％", "80"),
            ("80 パーセント", "％", "80"),
            ("36.8%", "%", "36.8"),
            ("2名", "人", "2"),
            ("二人", "人", "2"),
            ("２人", "名", "2"),
            ("十二名", "人", "12"),
            ("18才", "歳 歳《さい》 years", "18"),
            ("１８　さい", "歳《さい》", "18"),
            ("1 Year", "歳 years", "1"),
            ("42 years old", "歳 years", "42"),
            ("3度", "回", "3"),
            ("5年間", "年", "5"),
            ("約5年", "年", "5"),
            ("5年くらい", "年", "5"),
            ("約５か年", "年", "5"),
            ("3ヶ月", "か月", "3"),
            ("二つ", "個", "2"),
            ("１万２千円", "円", "12000"),
            ("￥12,000", "円", "12000"),
            ("満四十二歳", "歳", "42"),
            ("ー5", "度", "-5"),
            ("−１", "", "-1"),
            ("2.5 KM", "km", "2.5"),
        ] {
            assert_eq!(of(written, unit).as_deref(), Some(number), "{written}");
        }
    }

    #[test]
    fn what_may_mean_something_else_is_not_read() {
        for (written, unit) in [
            ("5か月", "年"),
            ("半年", "年"),
            ("2～3人", "人"),
            ("2、3人", "人"),
            ("二三人", "人"),
            ("5年以上", "年"),
            ("5人", ""),
            ("8割", "％"),
            ("人", "人"),
            ("", "人"),
            ("たぶん四十", "歳"),
            ("+18", "歳"),
            ("--1", ""),
            ("18歳歳", "歳"),
            ("999999兆", "円"),
        ] {
            assert_eq!(of(written, unit), None, "{written} in {unit}");
        }
    }

    proptest! {
        #[test]
        fn a_printed_number_is_read_again(number in -999_999_i64..999_999, scale in 0_u32..3, unit in 0..SAME.len()) {
            let number = Decimal::new(number, scale);
            let unit = SAME[unit][0].to_owned();
            for other in words(&unit) {
                let written = format!("{number}{other}");
                prop_assert_eq!(read(&written, std::slice::from_ref(&unit)), Some(number), "{}", written);
            }
        }

        #[test]
        fn any_text_is_read_or_not(text in "\\PC{0,20}|[0-9０-９一二十万人名%.,約 -]{0,12}") {
            let _ = read(&text, &["人".to_owned()]);
        }
    }
}
