//! The words citizens and the public read: one word for one thing, and one style.

use super::{assert_none, files};

/// The texts of a language that people outside the town hall read, line by line.
fn lines(language: &str) -> Vec<(String, String)> {
    let folder = format!("templates/locales/{language}/");
    let mut all = Vec::new();
    for (path, text) in files("templates/locales", ".ftl") {
        let Some(file) = path.strip_prefix(&folder) else {
            continue;
        };
        // Staff have words of their own, and files keep the words they have.
        if file.starts_with("staff") || file == "data.ftl" {
            continue;
        }
        let said = text.lines().filter(|line| !line.starts_with('#'));
        all.extend(said.map(|line| (path.clone(), line.to_owned())));
    }
    assert!(all.len() > 100);
    all
}

/// Without readings.
fn plain(text: &str) -> String {
    let mut plain = String::new();
    let mut is_reading = false;
    for letter in text.chars() {
        match letter {
            '《' => is_reading = true,
            '》' => is_reading = false,
            '｜' => {}
            _ if !is_reading => plain.push(letter),
            _ => {}
        }
    }
    plain
}

fn unwanted(language: &str, words: &[(&str, &str)]) -> Vec<String> {
    let mut faults = Vec::new();
    for (path, line) in lines(language) {
        let line = plain(&line)
            .replace("秘密の鍵", "")
            .replace("鍵の かかった", "");
        for (word, better) in words {
            if line.contains(word) {
                faults.push(format!("{path}: {word} ({better}): {line}"));
            }
        }
    }
    faults
}

#[test]
fn japanese_has_one_word_for_one_thing() {
    assert_none(&unwanted(
        "ja",
        &[
            ("鍵", "回答コード"),
            ("出所", "出典"),
            ("合成データ", "架空の回答"),
            ("見本", "架空の回答"),
            ("一つ", "1つ"),
            ("一度も", "1度も"),
            ("二度", "続けて"),
            ("%", "％"),
            ("まだ何も", "1つも"),
        ],
    ));
}

#[test]
fn easy_japanese_says_what_it_means() {
    assert_none(&unwanted(
        "ja-x-easy",
        &[
            ("鍵", "回答コード"),
            ("出所", "どこから"),
            ("しまいます", "保存します"),
            ("てください", "て ください"),
            ("でください", "で ください"),
            ("ています", "て います"),
            ("でいます", "で います"),
            ("控え", "コピー"),
            ("一つ", "1つ"),
        ],
    ));
}

#[test]
fn english_is_written_with_english_signs() {
    assert_none(&unwanted(
        "en",
        &[
            ("} %", "no space before %"),
            ("0 %", "no space before %"),
            ("5 %", "no space before %"),
            ("：", ":"),
            ("（", "("),
            ("「", "quotation marks"),
            ("、", ","),
            ("。", "."),
            ("・", "·"),
            ("％", "%"),
        ],
    ));
}

#[test]
fn every_kanji_of_plain_japanese_has_its_reading() {
    let is_kanji = |c: char| matches!(c, '々' | '\u{4e00}'..='\u{9fff}');
    let mut faults = Vec::new();
    for (path, line) in lines("ja-x-easy") {
        let mut rest = line.as_str();
        while let Some(at) = rest.find(is_kanji) {
            let after = rest[at..].trim_start_matches(is_kanji);
            if !after.starts_with('《') {
                faults.push(format!("{path}: {line}"));
            }
            rest = after;
        }
    }
    assert_none(&faults);
}

/// Who reads a sentence of a hundred letters has forgotten how it began.
#[test]
fn sentences_of_citizens_are_short() {
    let mut faults = Vec::new();
    for (language, most) in [("ja", 65), ("ja-x-easy", 40)] {
        for (path, line) in lines(language) {
            let said = line.split_once('=').map_or(line.as_str(), |(_, said)| said);
            let plain = plain(said);
            let sentences = plain.split_inclusive('。').filter(|s| s.ends_with('。'));
            let long = sentences.filter(|sentence| {
                let parts = sentence.split(['{', '}']).step_by(2);
                let letters = parts.flat_map(str::chars).filter(|c| !c.is_whitespace());
                letters.count() > most
            });
            faults.extend(long.map(|sentence| format!("{path}: {sentence}")));
        }
    }
    assert_none(&faults);
}
