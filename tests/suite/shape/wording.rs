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
